//! A formula in a document: what it adds, changes and takes away, in one step.

use wiregrad::core::evaluation::Evaluation;
use wiregrad::core::formula::{Style, behind, of_node, parse, plan, plan_anew, write};
use wiregrad::core::graph::{Graph, Node, NodeId};
use wiregrad::document::formula::{FormulaEdit, FormulaTarget};
use wiregrad::document::history::History;
use wiregrad::document::layout::{Area, BlockPlace};
use wiregrad::document::{Document, Edit, Position};

use crate::graphs::folder;

/// What a formula does to a document, or why it can't.
fn try_edit(document: &Document, text: &str, place: BlockPlace) -> Result<FormulaEdit, String> {
    let graph = document.graph();
    let formula = parse(text, &|name| graph.find(name).is_some());
    let formula = formula.map_err(|error| error.to_string())?;
    let plan = plan(&formula, graph).map_err(|error| error.to_string())?;
    let edit = document.formula_edit(&plan, "formula", place, FormulaTarget::OfFormula);
    edit.map_err(|error| error.to_string())
}

/// The document after a formula, in one step that can be taken back.
fn with(document: &Document, text: &str) -> Document {
    let edit = try_edit(document, text, BlockPlace::Anywhere).expect(text);
    let mut history = History::new(document.clone());
    history.apply(edit.edit).expect(text);
    let after = history.document().clone();
    assert!(after == edit.after, "{text}: the edit makes what was said");
    assert!(history.undo());
    assert!(history.document() == document, "{text}: more than one step");
    for (id, node) in after.graph().iter() {
        assert!(
            after.position(id).is_some(),
            "{text}: {} has no place",
            node.name()
        );
    }
    after
}

fn of(text: &str) -> Document {
    with(&Document::default(), text)
}

fn id(document: &Document, name: &str) -> NodeId {
    let found = document.graph().find(name);
    found.unwrap_or_else(|| panic!("no node {name:?} in {:?}", names(document)))
}

fn node<'a>(document: &'a Document, name: &str) -> &'a Node {
    document.graph().get(id(document, name)).expect("a node")
}

fn names(document: &Document) -> Vec<String> {
    let nodes = document.graph().iter();
    let mut names: Vec<String> = nodes.map(|(_, node)| node.name().to_owned()).collect();
    names.sort();
    names
}

fn number(document: &Document, name: &str) -> f64 {
    let evaluation = Evaluation::new(document.graph());
    let number = evaluation.number(id(document, name));
    number.unwrap_or_else(|| panic!("{name} has no value"))
}

/// The text of a node's formula, with its name.
fn formula_of(graph: &Graph, id: NodeId) -> String {
    let behind = behind(graph, id);
    write(&of_node(graph, id, &behind), Style::Text)
}

const NEURON: &str = "J = 1/2 (w*x + b - y)^2; w=2; x=-2; b=8; y=2";

#[test]
fn a_formula_fills_an_empty_document() {
    let document = of(NEURON);
    assert_eq!(document.graph().len(), 10);
    assert_eq!(document.graph().target(), Some(id(&document, "J")));
    assert_eq!(number(&document, "J"), 2.0);
}

#[test]
fn names_that_are_there_are_used_and_nothing_else_moves() {
    let before = of(NEURON);
    let after = with(&before, "K = J + w*z");
    assert_eq!(after.graph().len(), 13, "{:?}", names(&after));
    for (old, node) in before.graph().iter() {
        assert_eq!(before.position(old), after.position(old), "{}", node.name());
    }
    let inputs = node(&after, "K").inputs();
    assert_eq!(inputs, [Some(id(&after, "J")), Some(id(&after, "w·z"))]);
    assert_eq!(after.graph().target(), Some(id(&after, "K")));
}

#[test]
fn a_source_becomes_a_node_that_computes_and_back_and_keeps_what_uses_it() {
    let mut before = of(NEURON);
    let w = id(&before, "w");
    let range = Some((0.0, 4.0));
    before
        .apply(Edit::SetRange { node: w, range })
        .expect("a range");
    let after = with(&before, "w = u^2");
    assert_eq!(id(&after, "w"), w);
    assert_eq!(node(&after, "w").op_name(), "square");
    assert_eq!(after.range(w), None);
    assert_eq!(node(&after, "w·x").inputs()[0], Some(w));
    assert_eq!(number(&after, "w"), 1.0);
    assert_eq!(after.position(w), before.position(w));

    let again = with(&after, "w = 3");
    assert_eq!(id(&again, "w"), w);
    assert_eq!(
        (node(&again, "w").op_name(), number(&again, "w")),
        ("parameter", 3.0)
    );
    assert_eq!(
        names(&again).iter().filter(|name| *name == "u").count(),
        1,
        "u has a name"
    );

    let input = with(&before, "w = input(5)");
    assert_eq!(
        (node(&input, "w").op_name(), input.range(w)),
        ("input", range)
    );
}

#[test]
fn what_only_the_old_formula_used_goes_unless_somebody_named_it() {
    let before = of("J = (w*x + b)^2; K = w*x; w=2; x=3; b=1");
    let after = with(&before, "J = w*x");
    assert_eq!(names(&after), ["J", "K", "b", "w", "x"]);
    let shared = of("J = (w*x)^2 + 1; w=2; x=3");
    let shared = with(&shared, "L = 5 `w·x`");
    let after = with(&shared, "J = w + x");
    let mut expected = ["5", "J", "L", "w", "w·x", "x"].map(str::to_owned).to_vec();
    expected.sort();
    assert_eq!(names(&after), expected);
    assert_eq!(number(&after, "L"), 30.0);
}

#[test]
fn a_changed_formula_keeps_the_nodes_that_it_still_has() {
    let before = of(NEURON);
    let after = with(&before, "J = 1/3 (w*x + b - y)^2");
    assert_eq!(after.graph().len(), before.graph().len());
    for (old, node) in before
        .graph()
        .iter()
        .filter(|(_, node)| node.name() != "1/2")
    {
        assert_eq!(after.graph().name(old), node.name());
    }
    let half = id(&before, "1/2");
    assert_eq!(after.graph().name(half), "1/3");
    assert_eq!(number(&after, "J"), 4.0 / 3.0);
    // A name tells what the node computes, so it changes with what is behind it.
    let after = with(&before, "J = 1/2 (w*x - b - y)^2");
    let sum = id(&before, "w·x + b");
    assert_eq!(after.graph().name(sum), "w·x − b");
    let square = id(&before, "(w·x + b − y)²");
    assert_eq!(after.graph().name(square), "(w·x − b − y)²");
    assert_eq!(number(&after, "J"), 98.0);
    for (old, node) in after.graph().iter() {
        assert_eq!(before.position(old), after.position(old), "{}", node.name());
    }
}

#[test]
fn names_can_go_round() {
    // The two products change places, and so do their names.
    let before = of("J = (a*b)^2 + (c*d)^3; a=2; b=3; c=4; d=5");
    let after = with(&before, "J = (c*d)^2 + (a*b)^3");
    assert_eq!(number(&after, "J"), 400.0 + 216.0);
    let anew = of("J = (c*d)^2 + (a*b)^3; a=2; b=3; c=4; d=5");
    assert_eq!(names(&after), names(&anew));
}

#[test]
fn wires_may_change_direction_but_not_close_a_cycle() {
    let before = of("a = 2b; b = 3; J = a + b");
    let after = with(&before, "b = 5a; a = 7");
    assert_eq!(number(&after, "J"), 42.0);
    let refused = try_edit(&before, "b = J + 1", BlockPlace::Anywhere);
    let why = refused.expect_err("a cycle");
    assert!(why.contains("cycle"), "{why}");
    let refused = try_edit(&before, "b = a + 1", BlockPlace::Anywhere);
    assert!(refused.is_err());
}

#[test]
fn the_target_is_what_is_computed_last_if_that_is_a_number() {
    let before = of("J = w*x");
    let same = with(&before, "v = [1, 2] * w");
    assert_eq!(same.graph().target(), Some(id(&same, "J")));
    let other = with(&before, "s = sum([1, 2] * w)");
    assert_eq!(other.graph().target(), Some(id(&other, "s")));
    let free = with(&other, "target _");
    assert_eq!(free.graph().target(), None);
    let named = with(&other, "s2 = 2s\ntarget J");
    assert_eq!(named.graph().target(), Some(id(&named, "J")));
}

#[test]
fn what_the_graph_says_already_changes_nothing() {
    let text = "J = 1/2 (w*x + b - y)^2 + sin(2w) / 3; w=2; x=-2; b=8; y=2";
    let document = of(text);
    let edit = try_edit(&document, text, BlockPlace::Anywhere).expect("an edit");
    assert!(edit.is_empty(), "{:?}", edit.edit);
    assert_eq!(
        edit.added.len() + edit.changed.len() + edit.removed.len(),
        0
    );
}

#[test]
fn the_formula_of_each_node_that_ships_reads_back_as_the_same_numbers() {
    let mut computed = 0;
    for entry in std::fs::read_dir(folder()).expect("the folder") {
        let document = wiregrad::file::load(&entry.expect("an entry").path()).expect("a graph");
        let values = Evaluation::new(document.graph());
        for (id, node) in document
            .graph()
            .iter()
            .filter(|(_, node)| !node.is_source())
        {
            computed += 1;
            let text = formula_of(document.graph(), id);
            let edit = try_edit(&document, &text, BlockPlace::Anywhere).expect(&text);
            assert!(edit.added.is_empty() && edit.removed.is_empty(), "{text}");
            let after = Evaluation::new(edit.after.graph());
            for (id, _) in document.graph().iter() {
                let [a, b] = [&values, &after].map(|it| it.value(id).map(|it| it.data.to_vec()));
                assert_eq!(a, b, "{text}: {}", node.name());
            }
        }
    }
    assert!(computed > 50, "only {computed}");
}

#[test]
fn the_formula_of_a_node_goes_down_to_named_nodes() {
    let lecture = wiregrad::file::load(&folder().join("lecture_neuron.ron")).expect("a graph");
    let graph = lecture.graph();
    let of = |name: &str| formula_of(graph, graph.find(name).expect("a node"));
    assert_eq!(of("a"), "a = c + b\n");
    let typed = with(&Document::default(), NEURON);
    let j = typed.graph().find("J").expect("J");
    assert_eq!(formula_of(typed.graph(), j), "J = 0.5*(w*x + b - y)^2\n");
}

#[test]
fn a_pasted_formula_leaves_what_is_there() {
    let document = of(NEURON);
    let graph = document.graph();
    let formula = parse("J = k w; k = 3", &|name| graph.find(name).is_some()).expect("a formula");
    let plan = plan_anew(&formula, graph).expect("a plan");
    let at = Position::nearest(400.0, 900.0);
    let keep = FormulaTarget::Keep;
    let edit = document
        .formula_edit(&plan, "paste", BlockPlace::At(at), keep)
        .expect("an edit");
    let after = edit.after;
    assert_eq!(after.graph().target(), Some(id(&after, "J")));
    assert_eq!(node(&after, "J").op_name(), "multiply");
    assert_eq!(number(&after, "J"), 2.0);
    assert_eq!(
        node(&after, "J2").inputs(),
        [Some(id(&after, "k")), Some(id(&after, "w"))]
    );
    let corners = edit.added.iter().filter_map(|id| after.position(*id));
    let left = corners.map(Position::x).fold(f32::INFINITY, f32::min);
    assert_eq!(left, 400.0);
}

#[test]
fn new_nodes_cover_no_other_wherever_they_are_asked_for() {
    let mut document = Document::default();
    let at = Position::nearest(100.0, 100.0);
    for (nth, text) in [
        "(w*x + b - y)^2",
        "sin(w) + n0",
        "n0*n1 + n0/n1",
        "2x + 3",
        "w = n5 + 1",
    ]
    .into_iter()
    .enumerate()
    {
        for place in [BlockPlace::Near(at), BlockPlace::Anywhere] {
            let text = match text.contains('=') {
                true => text.to_owned(),
                false => format!(
                    "n{nth}{} = {text}",
                    if place == BlockPlace::Anywhere {
                        "b"
                    } else {
                        ""
                    }
                ),
            };
            let edit = try_edit(&document, &text, place).expect(&text);
            document.apply(edit.edit).expect(&text);
            let ids: Vec<NodeId> = document.graph().iter().map(|(id, _)| id).collect();
            let area = |id: &NodeId| Area::of(&document, *id).expect("it has a place");
            for (nth, a) in ids.iter().enumerate() {
                for b in &ids[..nth] {
                    assert!(!area(a).overlaps(&area(b)), "{text}");
                }
            }
        }
    }
}

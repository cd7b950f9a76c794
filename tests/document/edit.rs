//! Edits and undo.

use fastrand::Rng;
use wiregrad::core::graph::{Graph, GraphError, Wire};
use wiregrad::core::limits::MAX_UNDO_STEPS;
use wiregrad::core::op::attributes::{AttributeValue, Attributes};
use wiregrad::core::ops::{self, OpId};
use wiregrad::core::tensor::Tensor;
use wiregrad::document::history::{History, UndoGroup};
use wiregrad::document::{Document, Edit, EditError, Position};
use wiregrad::file::{load_bytes, to_text};

use super::{find, load, parts, place};
use crate::documents::{document, id};

fn add(name: &str, op: &str, inputs: &[usize], value: Option<f64>) -> Edit {
    let node = parts(name, op, inputs, value);
    Edit::Add { node, at: None }
}

/// x · w, nothing placed.
fn product() -> Document {
    let mut document = Document::default();
    for edit in [
        add("x", "input", &[], Some(2.0)),
        add("w", "parameter", &[], Some(3.0)),
        add("y", "multiply", &[0, 1], None),
    ] {
        document.apply(edit).expect("lawful");
    }
    document
}

#[test]
fn every_edit_does_what_it_says() {
    let mut d = product();
    let to = place(20.0, 40.0);
    let value = Tensor::scalar(5.0);
    let wire = Wire {
        to: id(2),
        input: 1,
    };
    let bound = Some(AttributeValue::Integer(1));
    let edits = [
        Edit::Move { node: id(0), to },
        Edit::SetValue { node: id(0), value },
        Edit::Rename {
            node: id(1),
            name: "weight".into(),
        },
        Edit::SetTarget(Some(id(2))),
        Edit::SetTitle("T".into()),
        Edit::SetNote("N".into()),
        Edit::Connect {
            from: Some(id(0)),
            wire,
        },
        add("c", "clip", &[2], None),
        Edit::SetAttribute {
            node: id(3),
            name: "max".into(),
            value: bound,
        },
    ];
    for edit in edits {
        d.apply(edit).expect("lawful");
    }
    let g = d.graph();
    assert_eq!(d.position(id(0)), Some(to));
    assert_eq!(g.get(id(0)).and_then(|n| n.value()?.as_scalar()), Some(5.0));
    assert_eq!(g.find("weight"), Some(id(1)));
    assert_eq!((d.title(), d.note(), g.target()), ("T", "N", Some(id(2))));
    assert_eq!(
        g.get(id(2)).map(|n| n.inputs().to_vec()),
        Some(vec![Some(id(0)); 2])
    );
    let settings = g
        .get(id(3))
        .and_then(wiregrad::core::graph::Node::attribute_reader);
    assert_eq!(settings.and_then(|s| s.number("max")), Some(1.0));

    d.apply(Edit::Connect { from: None, wire }).expect("lawful");
    assert_eq!(d.graph().get(id(2)).map(|n| n.inputs()[1]), Some(None));
    d.apply(Edit::Remove(vec![id(0), id(2), id(0)]))
        .expect("lawful");
    assert_eq!((d.graph().len(), d.graph().target()), (2, None));
    assert_eq!(d.position(id(0)), None);
    assert_eq!(
        d.graph().get(id(3)).map(|n| n.inputs().to_vec()),
        Some(vec![None])
    );
}

fn op(name: &str) -> OpId {
    OpId::named(name).expect("an op")
}

#[test]
fn a_source_becomes_another_source_with_all_that_it_has() {
    let mut history = History::new(product());
    let range = Some((-1.0, 9.0));
    for edit in [
        Edit::SetRange { node: id(1), range },
        Edit::Move {
            node: id(1),
            to: place(20.0, 40.0),
        },
    ] {
        history.apply(edit).expect("lawful");
    }
    let before = history.document().clone();
    let change = |name| Edit::SetOp {
        node: id(1),
        op: op(name),
    };
    history.apply(change("constant")).expect("lawful");
    let (after, node) = (history.document(), history.document().graph().get(id(1)));
    let node = node.expect("it is there");
    assert_eq!((node.op_name(), node.name()), ("constant", "w"));
    assert_eq!(node.value().and_then(Tensor::as_scalar), Some(3.0));
    assert_eq!(after.range(id(1)), range);
    assert_eq!(after.position(id(1)), Some(place(20.0, 40.0)));
    assert_ne!(after.structure_revision(), before.structure_revision());
    assert_eq!(history.undo_label(), Some("change op"));
    // A source can't lose its value, nor the other way round.
    let refused = history.apply(change("tanh"));
    assert!(matches!(
        refused,
        Err(EditError::Graph(GraphError::ComputedValue { .. }))
    ));
    let edit = Edit::SetOp {
        node: id(2),
        op: op("input"),
    };
    let refused = history.apply(edit);
    assert!(matches!(
        refused,
        Err(EditError::Graph(GraphError::NoValue { .. }))
    ));
    history.undo();
    assert_eq!(*history.document(), before);
}

#[test]
fn a_node_becomes_another_op_with_the_wires_and_attributes_that_fit() {
    let mut history = History::new(product());
    let inputs = |history: &History, node: usize| {
        let node = history.document().graph().get(id(node));
        node.map(|node| node.inputs().to_vec()).unwrap_or_default()
    };
    let change = |history: &mut History, node: usize, name: &str| {
        let (node, op) = (id(node), op(name));
        history.apply(Edit::SetOp { node, op }).expect("lawful");
    };
    let both = vec![Some(id(0)), Some(id(1))];
    change(&mut history, 2, "add");
    assert_eq!(inputs(&history, 2), both);
    // Fewer inputs: the last one goes, and comes back with undo.
    change(&mut history, 2, "tanh");
    assert_eq!(inputs(&history, 2), [Some(id(0))]);
    history.undo();
    assert_eq!(inputs(&history, 2), both);
    // An input that isn't wired goes first.
    let wire = Wire {
        to: id(2),
        input: 0,
    };
    let unwired = Edit::Connect { from: None, wire };
    history.apply(unwired).expect("lawful");
    change(&mut history, 2, "tanh");
    assert_eq!(inputs(&history, 2), [Some(id(1))]);
    // More inputs: the new ones wait for a wire. Any number: all are kept.
    change(&mut history, 2, "multiply");
    assert_eq!(inputs(&history, 2), [Some(id(1)), None]);
    change(&mut history, 2, "concatenate");
    assert_eq!(inputs(&history, 2), [Some(id(1)), None]);

    history.apply(add("s", "sum", &[0], None)).expect("lawful");
    for (name, value) in [
        ("axis", AttributeValue::Integer(0)),
        ("keepdims", AttributeValue::Flag(true)),
    ] {
        let (node, name, value) = (id(3), name.to_owned(), Some(value));
        let edit = Edit::SetAttribute { node, name, value };
        history.apply(edit).expect("lawful");
    }
    let names = |history: &History| -> Vec<&str> {
        let node = history.document().graph().get(id(3)).expect("s");
        let set = node.attributes().into_iter().flat_map(Attributes::iter);
        set.map(|(name, _)| name).collect()
    };
    change(&mut history, 3, "mean");
    assert_eq!(names(&history), ["axis", "keepdims"]);
    change(&mut history, 3, "softmax");
    assert_eq!(names(&history), ["axis"]);
    change(&mut history, 3, "exp");
    assert!(names(&history).is_empty());
}

#[test]
fn what_a_file_cannot_hold_is_refused() {
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let mut d = product();
        let value = Tensor::scalar(bad);
        let set = d.apply(Edit::SetValue { node: id(0), value });
        assert!(matches!(set, Err(EditError::NotFinite { .. })), "{set:?}");
        let added = d.apply(add("z", "input", &[], Some(bad)));
        assert!(
            matches!(added, Err(EditError::NotFinite { .. })),
            "{added:?}"
        );
        assert_eq!(d, product());
        let mut graph = Graph::new();
        graph
            .add(parts("z", "input", &[], Some(bad)))
            .expect("lawful in a graph");
        assert!(matches!(
            Document::new(graph),
            Err(EditError::NotFinite { .. })
        ));
    }
    assert_eq!(Position::new(f32::NAN, 0.0), None);
    assert_eq!(Position::new(0.0, 1e8), None);
}

#[test]
fn a_refused_edit_changes_nothing_and_a_compound_one_is_all_or_nothing() {
    let mut d = product();
    let back = Wire {
        to: id(2),
        input: 0,
    };
    let cycle = d.apply(Edit::Connect {
        from: Some(id(2)),
        wire: back,
    });
    assert!(matches!(cycle, Err(EditError::Graph(GraphError::Cycle(_)))));
    let edits = vec![
        add("z", "square", &[2], None),
        Edit::Remove(vec![id(0)]),
        Edit::SetTitle("never".into()),
        Edit::Rename {
            node: id(1),
            name: "y".into(),
        },
    ];
    let refused = d.apply(Edit::All {
        label: "paste",
        edits,
    });
    let name = GraphError::DuplicateName("y".into());
    assert_eq!(refused, Err(EditError::Graph(name)));
    assert_eq!(d, product());
    // Nodes that are added together can be wired to one another.
    let first = d.next_id().expect("room").index();
    let edits = vec![
        add("p", "square", &[2], None),
        add("q", "square", &[first], None),
    ];
    d.apply(Edit::All {
        label: "paste",
        edits,
    })
    .expect("lawful");
    assert_eq!(
        d.graph().get(id(first + 1)).map(|n| n.inputs()[0]),
        Some(Some(id(first)))
    );
}

#[test]
fn revisions_tell_what_changed() {
    let mut d = product();
    let (structure, values) = (d.structure_revision(), d.values_revision());
    d.apply(Edit::Move {
        node: id(0),
        to: place(0.0, 0.0),
    })
    .expect("lawful");
    d.apply(Edit::SetTitle("t".into())).expect("lawful");
    assert_eq!(
        (d.structure_revision(), d.values_revision()),
        (structure, values)
    );
    let value = Tensor::scalar(7.0);
    d.apply(Edit::SetValue { node: id(0), value })
        .expect("lawful");
    assert_eq!(d.structure_revision(), structure);
    assert_ne!(d.values_revision(), values);
    d.apply(Edit::Rename {
        node: id(0),
        name: "r".into(),
    })
    .expect("lawful");
    assert_ne!(d.structure_revision(), structure);
}

#[test]
fn undo_and_redo_go_through_every_state() {
    let mut rng = Rng::with_seed(7);
    let mut history = History::new(document(7, 30));
    let mut states = vec![history.document().clone()];
    let mut count = history.document().graph().len();
    while states.len() < 60 {
        let node = id(rng.usize(..count));
        let edit = match rng.u8(..6) {
            0 => Edit::Remove(vec![node]),
            1 => Edit::Rename {
                node,
                name: format!("r{}", rng.u32(..)),
            },
            2 => Edit::Move {
                node,
                to: place(rng.f32(), rng.f32()),
            },
            3 => Edit::SetValue {
                node,
                value: Tensor::scalar(rng.f64()),
            },
            4 => Edit::SetOp {
                node,
                op: op(ops::ALL[rng.usize(..ops::ALL.len())].name),
            },
            _ => add(&format!("a{}", rng.u32(..)), "input", &[], Some(1.0)),
        };
        if history.apply(edit).is_ok() {
            states.push(history.document().clone());
            count = history.document().graph().index_bound();
        } else {
            assert_eq!(Some(history.document()), states.last());
        }
    }
    for state in states.iter().rev().skip(1) {
        assert!(history.undo());
        assert_eq!(history.document(), state);
        assert_eq!(
            history.document().structure_revision(),
            state.structure_revision()
        );
    }
    assert!(!history.undo());
    for state in &states[1..] {
        assert!(history.redo());
        assert_eq!(history.document(), state);
    }
    assert!(!history.redo());
}

#[test]
fn one_gesture_is_one_step() {
    let mut history = History::new(product());
    let drag = |x| Edit::Move {
        node: id(0),
        to: place(x, 0.0),
    };
    for step in 0..50 {
        history
            .apply_in(UndoGroup::Gesture(1), drag(step as f32))
            .expect("lawful");
    }
    history
        .apply_in(UndoGroup::Gesture(2), drag(100.0))
        .expect("lawful");
    history.end_gesture();
    history
        .apply_in(UndoGroup::Gesture(2), drag(200.0))
        .expect("lawful");
    assert_eq!(history.undo_label(), Some("move"));
    let mut seen = Vec::new();
    while history.undo() {
        seen.push(history.document().position(id(0)).map(Position::x));
    }
    assert_eq!(seen, [Some(100.0), Some(49.0), None]);
    assert_eq!(history.redo_label(), Some("move"));
    // A new step drops what was undone.
    history.apply(Edit::SetTitle("t".into())).expect("lawful");
    assert_eq!(history.redo_label(), None);
}

#[test]
fn the_oldest_steps_are_forgotten() {
    let mut history = History::new(product());
    for step in 0..MAX_UNDO_STEPS + 5 {
        let title = Edit::SetTitle(step.to_string());
        history.apply(title).expect("lawful");
    }
    let undone = std::iter::repeat_with(|| history.undo())
        .take_while(|u| *u)
        .count();
    assert_eq!((undone, history.document().title()), (MAX_UNDO_STEPS, "4"));
    assert!(!history.is_saved());
}

#[test]
fn the_history_knows_whether_the_document_is_saved() {
    let mut history = History::new(product());
    assert!(history.is_saved());
    let title = |text: &str| Edit::SetTitle(text.to_owned());
    history
        .apply_in(UndoGroup::Gesture(1), title("a"))
        .expect("lawful");
    assert!(!history.is_saved());
    history.mark_saved();
    // The same gesture goes on, yet undo must come back to what was saved.
    history
        .apply_in(UndoGroup::Gesture(1), title("ab"))
        .expect("lawful");
    assert!(!history.is_saved());
    history.undo();
    assert!(history.is_saved());
    history.undo();
    assert!(!history.is_saved());
    history.redo();
    assert!(history.is_saved());
    // Undone and then changed otherwise, the saved state is gone for good.
    history.undo();
    history.apply(title("c")).expect("lawful");
    history.undo();
    assert!(!history.is_saved());
}

#[test]
fn a_node_whose_place_cant_be_read_keeps_it_until_it_is_moved() {
    let line = r#"(name: "q", op: "quantum", spin: Up, at: Grid(3, 4))"#;
    let mut document = load(line);
    assert!(to_text(&document).contains("Grid(3, 4)"));
    let node = find(&document, "q");
    let to = place(40.0, 80.0);
    document.apply(Edit::Move { node, to }).expect("moved");
    let text = to_text(&document);
    assert!(
        text.contains("at: (40, 80)") && text.contains("Up"),
        "{text}"
    );
    assert!(!text.contains("Grid"), "{text}");
    let again = load_bytes(text.as_bytes()).expect("a graph");
    assert_eq!(again.position(find(&again, "q")), Some(to));
}

//! What the canvas does to a document: copy and paste, cutting and joining wires,
//! frames and notes.

use std::collections::HashSet;

use fastrand::Rng;
use wiregrad::core::graph::{NodeId, Wire};
use wiregrad::core::limits::{MAX_COORDINATE, MAX_FRAMES, MAX_NAME_BYTES, MAX_NOTE_BYTES};
use wiregrad::document::{Document, Edit, EditError, Frame, FrameId, Position, TextId, TextNote};
use wiregrad::file::{load_bytes, to_text};

use super::{find, large, load, place};
use crate::documents::{document, id};

fn names(document: &Document) -> Vec<&str> {
    document
        .graph()
        .iter()
        .map(|(_, node)| node.name())
        .collect()
}

/// The wires by name: `x -> y 0`.
fn wires(document: &Document) -> Vec<String> {
    let graph = document.graph();
    let wire = |(from, wire): (NodeId, Wire)| {
        format!(
            "{} -> {} {}",
            graph.name(from),
            graph.name(wire.to),
            wire.input
        )
    };
    graph.wires().map(wire).collect()
}

const NEURON: &str = r#"
    (name: "w", op: "parameter", value: 2, at: (0, 0)),
    (name: "x", op: "input", value: -2, at: (0, 120)),
    (name: "c", op: "multiply", inputs: ["w", "x"], at: (240, 60)),
    (name: "a", op: "add", inputs: ["c", "b"], at: (480, 60)),
    (name: "b", op: "parameter", value: 8, at: (240, 200)),
"#;

#[test]
fn a_copy_keeps_inner_wires_and_places_and_goes_through_the_clipboard() {
    let d = load(NEURON);
    let chosen = ["a", "c", "w", "c"].map(|name| find(&d, name));
    let gone = id(99);
    let copy = d.copy(&[&chosen[..], &[gone]].concat(), &[], &[]);
    assert_eq!(names(&copy), ["w", "c", "a"]);
    assert_eq!(wires(&copy), ["w -> c 0", "c -> a 0"]);
    assert_eq!(copy.position(find(&copy, "c")), Some(place(240.0, 60.0)));
    assert_eq!(load_bytes(to_text(&copy).as_bytes()).as_ref(), Ok(&copy));
    assert_eq!(d.copy(&[], &[], &[]), Document::default());
}

#[test]
fn a_paste_gets_fresh_names_and_its_own_wires() {
    let mut d = load(NEURON);
    let everything: Vec<NodeId> = d.graph().iter().map(|(id, _)| id).collect();
    let copy = d.copy(&everything, &[], &[]);
    let pasted = d.paste(&copy, (40.0, 1e9)).expect("room");
    assert_eq!(pasted.edit.label(), "paste");
    d.apply(pasted.edit).expect("lawful");
    let new: Vec<&str> = pasted.nodes.iter().map(|id| d.graph().name(*id)).collect();
    assert_eq!(new, ["w2", "x2", "c2", "a2", "b2"]);
    // b stands after a in the file; its wire is there all the same.
    let all = wires(&d);
    for wire in ["w2 -> c2 0", "x2 -> c2 1", "c2 -> a2 0", "b2 -> a2 1"] {
        assert!(all.iter().any(|w| w == wire), "{wire} of {all:?}");
    }
    assert_eq!(all.len(), 8);
    assert_eq!(
        d.position(pasted.nodes[2]),
        Some(place(280.0, MAX_COORDINATE))
    );
    assert!(d.paste(&Document::default(), (0.0, 0.0)).is_none());
    // Numbers that are none move nothing.
    let pasted = d.paste(&copy, (f32::NAN, f32::NEG_INFINITY)).expect("room");
    d.apply(pasted.edit).expect("lawful");
    assert_eq!(
        d.position(pasted.nodes[0]),
        Some(place(0.0, -MAX_COORDINATE))
    );
}

#[test]
fn what_is_copied_and_pasted_anywhere_is_what_it_was() {
    for seed in 0..100 {
        let mut rng = Rng::with_seed(seed);
        let from = document(seed, 30);
        let mut to = document(seed + 1_000, 20);
        let chosen: HashSet<NodeId> = (0..30).map(id).filter(|_| rng.bool()).collect();
        let chosen: Vec<NodeId> = chosen.into_iter().collect();
        let clip = from.copy(&chosen, &[], &[]);
        let Some(pasted) = to.paste(&clip, (7.0, -3.0)) else {
            assert!(chosen.is_empty());
            continue;
        };
        to.apply(pasted.edit).expect("a paste always fits");
        assert_eq!(
            load_bytes(to_text(&to).as_bytes()).as_ref(),
            Ok(&to),
            "{seed}"
        );
        let mut again = to.copy(&pasted.nodes, &[], &[]);
        let back: Vec<_> = again.graph().iter().map(|(id, _)| id).collect();
        for (node, (was, _)) in back.into_iter().zip(clip.graph().iter()) {
            let at = clip.position(was).expect("placed");
            assert_eq!(
                again.position(node),
                Position::new(at.x() + 7.0, at.y() - 3.0)
            );
            let (name, to) = (clip.graph().name(was).to_owned(), at);
            again.apply(Edit::Move { node, to }).expect("lawful");
            // Another node may still have the name; then it is a fresh one for now.
            let free = again.graph().find(&name).is_none_or(|other| other == node);
            let name = if free { name } else { again.fresh_name(&name) };
            again.apply(Edit::Rename { node, name }).expect("free");
        }
        let ops = |d: &Document| -> Vec<_> {
            let nodes = d.graph().iter();
            nodes
                .map(|(_, n)| (n.inputs().to_vec(), n.op_name().to_owned()))
                .collect()
        };
        assert_eq!(ops(&again), ops(&clip), "{seed}");
    }
}

#[test]
fn fresh_names_count_on() {
    let source = |name: &str| format!("(name: {name:?}, op: \"input\", value: 1),");
    let taken = [
        "w",
        "w2",
        "x",
        "n9",
        "n10",
        "3",
        "a + 1",
        "v01",
        "t_9",
        "λ",
        "big99999999999999999999",
    ];
    let d = load(&taken.map(source).concat());
    let fresh = [
        ("free", "free"),
        ("w", "w3"),
        ("w2", "w3"),
        ("x", "x2"),
        ("n9", "n11"),
        ("n8", "n8"),
        ("3", "3_2"),
        ("a + 1", "a + 1_2"),
        ("v01", "v02"),
        ("t_9", "t_10"),
        ("λ", "λ2"),
        ("big99999999999999999999", "big99999999999999999999_2"),
        ("", "node"),
        ("  w\n ", "w3"),
    ];
    for (base, expected) in fresh {
        assert_eq!(d.fresh_name(base), expected, "{base:?}");
    }
    let long = "ä".repeat(MAX_NAME_BYTES / 2);
    let d = load(&source(&long));
    let name = d.fresh_name(&long);
    assert!(
        name.len() <= MAX_NAME_BYTES && name.ends_with("ä2"),
        "{name}"
    );
    assert_eq!(d.fresh_name(&"x ".repeat(1_000)).len(), MAX_NAME_BYTES - 1);
}

#[test]
fn deleting_through_joins_what_was_before_and_after() {
    let nodes = r#"
        (name: "x", op: "input", value: 1), (name: "y", op: "input", value: 1),
        (name: "a", op: "square", inputs: ["x"]),
        (name: "b", op: "add", inputs: [None, "a"]),
        (name: "c", op: "add", inputs: ["b", "y"]),
        (name: "d", op: "add", inputs: ["c", "c"]),
        (name: "e", op: "add", inputs: ["b", "y"]),
    "#;
    let through = |gone: &[&str]| {
        let mut d = load(nodes);
        let gone: Vec<NodeId> = gone.iter().map(|name| find(&d, name)).collect();
        let edit = d.delete_through(&[&gone[..], &gone[..1], &[id(77)]].concat());
        assert_eq!(edit.label(), "delete and rewire");
        d.apply(edit).expect("lawful");
        (names(&d).join(" "), wires(&d).join(", "))
    };
    let (names, wires) = through(&["c", "b", "a"]);
    assert_eq!(names, "x y d e");
    assert_eq!(wires, "x -> d 0, x -> d 1, x -> e 0, y -> e 1");
    let (_, wires) = through(&["b"]);
    assert_eq!(
        wires,
        "x -> a 0, a -> c 0, y -> c 1, c -> d 0, c -> d 1, a -> e 0, y -> e 1"
    );
    // Nothing is wired to a source: its wires go with it.
    let (_, wires) = through(&["x", "a"]);
    assert_eq!(
        wires,
        "b -> c 0, y -> c 1, c -> d 0, c -> d 1, b -> e 0, y -> e 1"
    );
}

#[test]
fn a_node_is_spliced_into_a_wire_or_not_at_all() {
    let d = load(
        r#"
        (name: "x", op: "input", value: 1),
        (name: "y", op: "square", inputs: ["x"]),
        (name: "z", op: "square", inputs: ["y"]),
        (name: "one", op: "constant", value: 1),
        (name: "free", op: "add", inputs: ["one", None]),
        (name: "full", op: "add", inputs: ["one", "one"]),
        (name: "late", op: "add", inputs: ["z", None]),
        (name: "used", op: "add", inputs: [None, None]),
        (name: "user", op: "square", inputs: ["used"]),
        (name: "beside", op: "add", inputs: ["x", None]),
    "#,
    );
    let y = Wire {
        to: find(&d, "y"),
        input: 0,
    };
    let splice = |name: &str, wire: Wire| d.splice(find(&d, name), wire);
    let mut spliced = d.clone();
    spliced
        .apply(splice("free", y).expect("it fits"))
        .expect("lawful");
    let all = wires(&spliced);
    for wire in ["x -> free 1", "free -> y 0"] {
        assert!(all.iter().any(|w| w == wire), "{wire} of {all:?}");
    }
    assert_eq!(all.len(), wires(&d).len() + 1);
    for name in [
        "x", "y", "z", "one", "full", "late", "used", "user", "beside",
    ] {
        assert!(splice(name, y).is_none(), "{name}");
    }
    let unwired = Wire {
        to: find(&d, "used"),
        input: 0,
    };
    assert!(splice("free", unwired).is_none());
    assert!(
        splice(
            "free",
            Wire {
                to: id(50),
                input: 0
            }
        )
        .is_none()
    );
    assert!(splice("free", Wire { to: y.to, input: 9 }).is_none());
    assert!(d.splice(id(50), y).is_none());
}

#[test]
fn wires_that_change_together_may_cross_over() {
    let mut d = load(
        r#"
        (name: "a", op: "square", inputs: ["b"]),
        (name: "b", op: "square", inputs: [None]),
    "#,
    );
    let connect = |from: Option<usize>, to| Edit::Connect {
        from: from.map(id),
        wire: Wire {
            to: id(to),
            input: 0,
        },
    };
    let all = |edits| Edit::All {
        label: "turn",
        edits,
    };
    let before = d.clone();
    let refused = d.apply(all(vec![connect(Some(1), 0), connect(Some(0), 1)]));
    assert!(matches!(refused, Err(EditError::Graph(_))), "{refused:?}");
    let missing = d.apply(all(vec![connect(Some(7), 0), connect(None, 1)]));
    assert!(matches!(missing, Err(EditError::Graph(_))), "{missing:?}");
    assert_eq!(d, before);
    d.apply(all(vec![connect(Some(0), 1), connect(None, 0)]))
        .expect("no cycle at the end");
    assert_eq!(wires(&d), ["a -> b 0"]);
}

#[test]
fn many_nodes_move_at_once_or_none() {
    let mut d = load(NEURON);
    let before = d.clone();
    let refused = d.apply(Edit::Place(vec![
        (id(0), place(1.0, 1.0)),
        (id(9), place(2.0, 2.0)),
    ]));
    assert!(refused.is_err());
    assert_eq!(d, before);
    let (structure, layout) = (d.structure_revision(), d.layout_revision());
    let edit = Edit::Place(vec![(id(0), place(1.0, 1.0)), (id(4), place(2.0, 2.0))]);
    assert_eq!(edit.label(), "move");
    d.apply(edit).expect("lawful");
    assert_eq!(d.position(id(0)), Some(place(1.0, 1.0)));
    assert_eq!(d.position(id(4)), Some(place(2.0, 2.0)));
    assert_eq!(d.structure_revision(), structure);
    assert_ne!(d.layout_revision(), layout);
}

#[test]
fn frames_and_notes_come_change_and_go() {
    let mut d = load(NEURON);
    let frame = Frame::new("Forward", place(20.0, 20.0), 400.0, 300.0).expect("lawful");
    let note = |text: &str| TextNote {
        text: text.to_owned(),
        at: place(0.0, -40.0),
    };
    let (structure, values) = (d.structure_revision(), d.values_revision());
    for edit in [
        Edit::AddFrame(frame.clone()),
        Edit::AddFrame(frame.moved_to(500.0, 0.0)),
        Edit::AddText(note("one")),
        Edit::AddText(note("two")),
    ] {
        let layout = d.layout_revision();
        d.apply(edit).expect("lawful");
        assert_ne!(d.layout_revision(), layout);
    }
    let first = FrameId::from_index(0).expect("small");
    let text = TextId::from_index(0).expect("small");
    assert_eq!(d.frame(first), Some(&frame));
    assert_eq!(d.text(text), Some(&note("one")));
    assert_eq!(d.next_frame_id(), FrameId::from_index(2));
    d.apply(Edit::SetFrame {
        frame: first,
        to: None,
    })
    .expect("lawful");
    let to = Some(note("1"));
    d.apply(Edit::SetText { text, to }).expect("lawful");
    assert_eq!((d.frame(first), d.frames().count()), (None, 1));
    assert_eq!(
        d.texts().map(|(_, t)| &*t.text).collect::<Vec<_>>(),
        ["1", "two"]
    );
    // An id is never used again, and what is gone can't be changed.
    assert_eq!(d.next_frame_id(), FrameId::from_index(2));
    let to = Some(frame.clone());
    assert_eq!(
        d.apply(Edit::SetFrame { frame: first, to }),
        Err(EditError::NoFrame)
    );
    assert_eq!(
        (d.structure_revision(), d.values_revision()),
        (structure, values)
    );
}

#[test]
fn frames_and_notes_are_copied_and_pasted_like_nodes() {
    let mut d = load(NEURON);
    let frame = Frame::new("Forward", place(520.0, 20.0), 400.0, 300.0).expect("valid");
    let note = TextNote {
        text: "one".to_owned(),
        at: place(0.0, -40.0),
    };
    for edit in [Edit::AddFrame(frame.clone()), Edit::AddText(note)] {
        d.apply(edit).expect("valid");
    }
    let (frames, texts) = (d.frames().map(|f| f.0), d.texts().map(|t| t.0));
    let clip = d.copy(&[], &frames.collect::<Vec<_>>(), &texts.collect::<Vec<_>>());
    let pasted = d.paste(&clip, (10.0, 10.0)).expect("room");
    d.apply(pasted.edit).expect("lawful");
    assert_eq!(
        d.frame(pasted.frames[0]),
        Some(&frame.moved_to(530.0, 30.0))
    );
    assert_eq!(
        d.text(pasted.texts[0]).map(|t| t.at),
        Some(place(10.0, -30.0))
    );
}

#[test]
fn what_no_file_could_hold_is_no_frame_and_no_note() {
    let at = place(0.0, 0.0);
    let sides = [0.0, -1.0, f32::NAN, f32::INFINITY, 2e7];
    for side in sides {
        assert_eq!(Frame::new("", at, side, 10.0), None);
        assert_eq!(Frame::new("", at, 10.0, side), None);
    }
    assert_eq!(Frame::new("x".repeat(2_000), at, 10.0, 10.0), None);
    let wide = Frame::new("", place(-1e7, 0.0), 1.9e7, 10.0).expect("it fits");
    for x in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 9e6] {
        let moved = wide.moved_to(x, x);
        let again = Frame::new("", moved.at(), moved.width(), moved.height());
        assert_eq!(again, Some(moved));
    }
    let mut d = Document::default();
    let text = "x".repeat(MAX_NOTE_BYTES + 1);
    let long = d.apply(Edit::AddText(TextNote { text, at }));
    assert_eq!(long, Err(EditError::LongText(MAX_NOTE_BYTES + 1)));
    let edits = vec![Edit::AddFrame(wide); MAX_FRAMES + 1];
    let label = "frames";
    assert_eq!(
        d.apply(Edit::All { label, edits }),
        Err(EditError::TooManyFrames)
    );
    assert_eq!(d, Document::default());
}

#[test]
fn ten_thousand_nodes_are_pasted_moved_and_cut_in_a_moment() {
    let mut d = large(10_000, 50);
    let all: Vec<NodeId> = d.graph().iter().map(|(id, _)| id).collect();
    let start = std::time::Instant::now();
    let pasted = d
        .paste(&d.copy(&all, &[], &[]), (20.0, 20.0))
        .expect("room");
    d.apply(pasted.edit).expect("lawful");
    for step in 0..20 {
        let to = place(step as f32, 0.0);
        let moves = pasted.nodes.iter().map(|id| (*id, to)).collect();
        d.apply(Edit::Place(moves)).expect("lawful");
    }
    let gone: Vec<NodeId> = pasted.nodes.iter().copied().step_by(2).collect();
    d.apply(d.delete_through(&gone)).expect("lawful");
    // A tenth of a second in release; tests are built without most optimisation.
    assert!(start.elapsed().as_secs() < 5, "{:?}", start.elapsed());
    assert_eq!(d.graph().len(), 15_000);
    let distinct: HashSet<&str> = names(&d).into_iter().collect();
    assert_eq!(distinct.len(), 15_000);
}

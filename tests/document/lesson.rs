//! Lessons and the ranges of sliders.

use wiregrad::core::limits::{MAX_CHOICES, MAX_LESSON_STEPS, MAX_NOTE_BYTES};
use wiregrad::core::tensor::{Shape, Tensor};
use wiregrad::document::lesson::{
    Highlighted, LessonAnswer, LessonQuestion, LessonStep, ShownNumbers,
};
use wiregrad::document::{Document, Edit, EditError};

use super::{find, load};
use crate::documents::id;

fn step(highlight: &[&str], answer: LessonAnswer) -> LessonStep {
    LessonStep {
        text: "text".to_owned(),
        highlight: highlight.iter().map(|name| (*name).to_owned()).collect(),
        show: ShownNumbers::default(),
        question: Some(LessonQuestion {
            text: "?".to_owned(),
            answer,
        }),
    }
}

/// w · w, and names that look like wires.
fn square() -> Document {
    load(
        r#"
        (name: "w", op: "parameter", value: 2),
        (name: "c", op: "multiply", inputs: ["w", "w"]),
        (name: "a -> b", op: "square", inputs: ["c"]),
        (name: "c -> c", op: "square", inputs: ["a -> b"]),
    "#,
    )
}

#[test]
fn a_name_in_a_lesson_points_at_a_node_or_at_wires() {
    let d = square();
    let node = |name: &str| Some(Highlighted::Node(find(&d, name)));
    let wires = |to: &str, inputs: usize| {
        let to = find(&d, to);
        let wire = |input| wiregrad::core::graph::Wire { to, input };
        Some(Highlighted::Wires((0..inputs).map(wire).collect()))
    };
    assert_eq!(d.highlighted("w"), node("w"));
    assert_eq!(d.highlighted("w -> c"), wires("c", 2));
    assert_eq!(d.highlighted("a -> b"), node("a -> b"));
    assert_eq!(d.highlighted("c -> a -> b"), wires("a -> b", 1));
    assert_eq!(d.highlighted("a -> b -> c -> c"), wires("c -> c", 1));
    for nothing in [
        "", "x", " -> ", "w -> ", "w -> x", "c -> w", "w->c", "w -> w",
    ] {
        assert_eq!(d.highlighted(nothing), None, "{nothing:?}");
    }
}

/// A lesson about the square, with names in all places.
fn taught() -> Document {
    let mut d = square();
    let lesson = vec![
        step(
            &["w", "w -> c", "nobody", "c -> a -> b"],
            LessonAnswer::GradientOf("w".into()),
        ),
        step(&["c -> c", "wc"], LessonAnswer::ValueOf("c".into())),
        step(&[], LessonAnswer::Number(4.0)),
    ];
    d.apply(Edit::SetLesson(lesson)).expect("valid");
    d
}

fn rename(d: &mut Document, from: &str, to: &str) {
    let (node, name) = (find(d, from), to.to_owned());
    d.apply(Edit::Rename { node, name }).expect("valid");
}

/// What the lesson points at.
fn named(d: &Document) -> Vec<String> {
    let names = d.lesson().iter().flat_map(|step| step.highlight.clone());
    names.collect()
}

#[test]
fn a_rename_follows_into_the_lesson() {
    let mut d = taught();
    let layout = d.layout_revision();
    rename(&mut d, "c", "product");
    assert_ne!(d.layout_revision(), layout);
    let expected = [
        "w",
        "w -> product",
        "nobody",
        "product -> a -> b",
        "c -> c",
        "wc",
    ];
    assert_eq!(named(&d), expected);
    rename(&mut d, "w", "wc");
    rename(&mut d, "c -> c", "J");
    let expected = [
        "wc",
        "wc -> product",
        "nobody",
        "product -> a -> b",
        "J",
        "wc",
    ];
    assert_eq!(named(&d), expected);
    let answers: Vec<_> = d
        .lesson()
        .iter()
        .filter_map(|s| s.question.as_ref())
        .collect();
    assert_eq!(answers[0].answer, LessonAnswer::GradientOf("wc".into()));
    assert_eq!(answers[1].answer, LessonAnswer::ValueOf("product".into()));
}

#[test]
fn what_renames_nothing_leaves_the_lesson_alone() {
    let mut d = taught();
    // A refused rename renames nothing in it, and what is deleted stays named.
    let (before, names) = (d.clone(), named(&d));
    let taken = Edit::Rename {
        node: find(&d, "w"),
        name: "c".into(),
    };
    assert!(d.apply(taken).is_err());
    assert_eq!(d, before);
    d.apply(Edit::Remove(vec![find(&d, "c")])).expect("valid");
    assert_eq!(named(&d), names);
    assert_eq!(d.highlighted("w -> c"), None);
    // A rename that the lesson has nothing to do with leaves it alone.
    let layout = d.layout_revision();
    rename(&mut d, "a -> b", "b");
    assert_eq!(d.layout_revision(), layout);
}

#[test]
fn a_lesson_that_no_file_could_hold_is_refused() {
    let choice = |count: usize, right| {
        let choices = (0..count).map(|i| i.to_string()).collect();
        let explanations = Vec::new();
        step(
            &[],
            LessonAnswer::Choice {
                choices,
                right,
                explanations,
            },
        )
    };
    let twice = LessonAnswer::Choice {
        choices: vec!["a".into(), "a".into()],
        right: 0,
        explanations: Vec::new(),
    };
    let explained = LessonAnswer::Choice {
        choices: vec!["a".into(), "b".into()],
        right: 0,
        explanations: vec!["why".into()],
    };
    let long = LessonStep {
        text: "x".repeat(MAX_NOTE_BYTES + 1),
        ..LessonStep::default()
    };
    let bad = [
        step(&[], LessonAnswer::Number(f64::NAN)),
        step(&[], LessonAnswer::Number(f64::INFINITY)),
        step(&[], LessonAnswer::ValueOf("x".repeat(300))),
        step(&[&"x".repeat(600)], LessonAnswer::Number(0.0)),
        step(&["x"; 1_001], LessonAnswer::Number(0.0)),
        step(&[], twice),
        step(&[], explained),
        choice(1, 0),
        choice(3, 3),
        choice(MAX_CHOICES + 1, 0),
        long,
    ];
    let mut d = square();
    for (nth, bad) in bad.into_iter().enumerate() {
        let lesson = vec![choice(MAX_CHOICES, 1), bad];
        let refused = d.apply(Edit::SetLesson(lesson));
        let second = matches!(refused, Err(EditError::BadStep { step: 1, .. }));
        assert!(second, "{nth}: {refused:?}");
        let message = refused
            .map_err(|error| error.to_string())
            .expect_err("refused");
        assert!(message.starts_with("step 2 of the lesson: "), "{message}");
    }
    let many = vec![LessonStep::default(); MAX_LESSON_STEPS + 1];
    assert_eq!(d.apply(Edit::SetLesson(many)), Err(EditError::LongLesson));
    assert_eq!(d, square());
}

#[test]
fn only_a_source_of_a_single_number_has_a_range() {
    let mut d = square();
    let set = |node: usize, range: (f64, f64)| Edit::SetRange {
        node: id(node),
        range: Some(range),
    };
    let bad = [
        (1.0, 1.0),
        (2.0, 1.0),
        (f64::NAN, 1.0),
        (0.0, f64::INFINITY),
        (f64::MIN, f64::MAX),
    ];
    for range in bad {
        let refused = d.apply(set(0, range));
        assert!(
            matches!(refused, Err(EditError::BadRange { .. })),
            "{range:?}"
        );
    }
    assert!(d.apply(set(1, (0.0, 1.0))).is_err());
    assert!(d.apply(set(9, (0.0, 1.0))).is_err());
    assert_eq!(d, square());
    let revisions = |d: &Document| (d.structure_revision(), d.values_revision());
    let (before, layout) = (revisions(&d), d.layout_revision());
    d.apply(set(0, (-5.0, 5.0))).expect("lawful");
    assert_eq!((d.range(id(0)), d.range(id(1))), (Some((-5.0, 5.0)), None));
    assert_eq!(revisions(&d), before);
    assert_ne!(d.layout_revision(), layout);
    // It goes along in the clipboard.
    let pasted = d
        .paste(&d.copy(&[id(0)], &[], &[]), (0.0, 0.0))
        .expect("room");
    d.apply(pasted.edit).expect("lawful");
    assert_eq!(d.range(pasted.nodes[0]), Some((-5.0, 5.0)));
    // It stays with another number, and goes with a tensor or the node.
    let node = id(0);
    let value = Tensor::scalar(9.0);
    d.apply(Edit::SetValue { node, value }).expect("lawful");
    assert_eq!(d.range(node), Some((-5.0, 5.0)));
    let value = Tensor::new(Shape::new(&[2]).expect("a shape"), vec![1.0, 2.0]).expect("as many");
    d.apply(Edit::SetValue { node, value }).expect("lawful");
    assert_eq!(d.range(node), None);
    d.apply(Edit::Remove(vec![pasted.nodes[0]]))
        .expect("lawful");
    assert_eq!(d.range(pasted.nodes[0]), None);
}

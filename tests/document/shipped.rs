//! The graphs that ship: each opens, is a lesson, is sound, and looks tidy.

use std::collections::HashMap;
use std::fs;
use std::ops::ControlFlow;

use crate::graphs::folder;
use wiregrad::core::check::{ELEMENTS, Verdict, check};
use wiregrad::core::evaluation::Evaluation;
use wiregrad::core::explain::judgement::Judgement;
use wiregrad::core::explain::typed_answer::TypedAnswer;
use wiregrad::core::graph::{NodeId, Wire};
use wiregrad::document::Document;
use wiregrad::document::layout::{Area, GRID, NODE_WIDTH};
use wiregrad::document::lesson::{LessonAnswer, LessonStep};
use wiregrad::file;

/// Runs a test on every graph, by name and text.
fn for_each(test: impl Fn(&str, &str, &Document)) {
    let mut count = 0;
    for entry in fs::read_dir(folder()).expect("the folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy();
        assert!(name.ends_with(".ron"), "{name} is no graph");
        let text = fs::read_to_string(&path).expect("a text");
        let document = file::load(&path).unwrap_or_else(|error| panic!("{error}"));
        test(&name, &text, &document);
        count += 1;
    }
    assert!(count >= 20, "only {count} graphs");
}

#[test]
fn every_graph_has_a_title_and_a_note_and_a_target() {
    for_each(|name, _, document| {
        assert!(!document.title().is_empty(), "{name}");
        assert!(document.note().len() > 80, "{name}");
        assert!(document.graph().target().is_some(), "{name}");
    });
}

#[test]
fn every_graph_is_saved_as_it_was() {
    for_each(|name, text, document| assert_eq!(file::to_text(document), text, "{name}"));
}

#[test]
fn no_graph_has_a_problem() {
    for_each(|name, _, document| {
        let evaluation = Evaluation::new(document.graph());
        assert_eq!(evaluation.program().problems(), [], "{name}");
        assert_eq!(evaluation.not_finite(document.graph()), None, "{name}");
    });
}

#[test]
fn every_gradient_passes_the_check() {
    for_each(|name, _, document| {
        let graph = document.graph();
        let evaluation = Evaluation::new(graph);
        let checks = check(graph, &evaluation, ELEMENTS, |_| ControlFlow::Continue(()))
            .expect("not cancelled");
        assert!(!checks.is_empty(), "{name}");
        for check in &checks {
            let node = graph.name(check.node);
            // Class numbers have no derivative; nothing else is at a kink.
            let fine = match node {
                "classes" => !check.failed(),
                _ => check.verdict == Verdict::Fine,
            };
            assert!(fine, "{name}, {node}: {check:?}");
        }
    });
}

#[test]
fn the_contributions_of_the_wires_add_up() {
    for_each(|name, _, document| {
        let graph = document.graph();
        let evaluation = Evaluation::new(graph);
        let mut sums: HashMap<NodeId, Vec<f64>> = HashMap::new();
        for (from, wire) in graph.wires() {
            let Some(part) = evaluation.wire_gradient(wire) else {
                assert!(!evaluation.program().reaches_target(wire.to), "{name}");
                continue;
            };
            let sum = sums
                .entry(from)
                .or_insert_with(|| vec![0.0; part.data.len()]);
            sum.iter_mut().zip(&*part.data).for_each(|(to, x)| *to += x);
        }
        for (id, sum) in sums {
            let gradient = evaluation.gradient(id).expect("it reaches the target");
            let pairs = sum.iter().zip(&*gradient.data);
            let off = pairs.map(|(a, b)| (a - b).abs() / b.abs().max(1.0));
            let worst = off.fold(0.0, f64::max);
            // Three parts and more may be added in another order.
            assert!(worst <= 1e-14, "{name}, {}: {worst}", graph.name(id));
        }
    });
}

#[test]
fn nodes_stand_apart_on_the_grid_and_wires_run_to_the_right() {
    for_each(|name, _, document| {
        let graph = document.graph();
        let area = |id: NodeId| {
            let area = Area::of(document, id);
            area.unwrap_or_else(|| panic!("{name}: {} has no place", graph.name(id)))
        };
        let areas: Vec<_> = graph.iter().map(|(id, _)| (id, area(id))).collect();
        for (nth, (id, of)) in areas.iter().enumerate() {
            let at = [of.at.x(), of.at.y()].map(|c| c % GRID);
            assert_eq!(at, [0.0; 2], "{name}: {}", graph.name(*id));
            for (other, its) in &areas[..nth] {
                let beside = (of.at.x() - its.at.x()).abs() >= NODE_WIDTH + 4.0 * GRID;
                let (above, below) = if of.at.y() < its.at.y() {
                    (of, its)
                } else {
                    (its, of)
                };
                let apart = above.at.y() + above.size.1 + GRID <= below.at.y();
                let pair = [graph.name(*id), graph.name(*other)];
                assert!(beside || apart, "{name}: {pair:?} are too close");
            }
        }
        for (from, Wire { to, .. }) in graph.wires() {
            let runs = area(from).at.x() + NODE_WIDTH < area(to).at.x();
            let pair = [graph.name(from), graph.name(to)];
            assert!(runs, "{name}: the wire {pair:?} runs to the left");
        }
    });
}

/// The number that a question wants, as a learner types it.
fn typed(document: &Document, answer: &LessonAnswer) -> Option<(String, f64)> {
    let evaluation = Evaluation::new(document.graph());
    let find = |name: &str| document.graph().find(name);
    let number = match answer {
        LessonAnswer::Number(number) => Some(*number),
        LessonAnswer::ValueOf(name) => find(name).and_then(|id| evaluation.number(id)),
        LessonAnswer::GradientOf(name) => find(name).and_then(|id| evaluation.gradient_number(id)),
        LessonAnswer::Choice { .. } => None,
    };
    number.map(|number| (number.to_string(), number))
}

/// Runs a test on each of the eight lessons.
fn for_each_lesson(test: impl Fn(&str, &Document)) {
    let mut lessons = Vec::new();
    for_each_lesson_file(|name, document| {
        test(name, document);
        lessons.push(document.title().to_owned());
    });
    let numbers: Vec<&str> = lessons.iter().map(|title| &title[..8]).collect();
    let wanted: Vec<String> = (1..=8).map(|nth| format!("Lesson {nth}")).collect();
    assert_eq!(numbers, wanted, "in their order");
}

fn for_each_lesson_file(mut test: impl FnMut(&str, &Document)) {
    let entries = fs::read_dir(folder()).expect("the folder");
    let mut paths: Vec<_> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().expect("a name").to_string_lossy();
        if name.starts_with("lesson_") {
            test(&name, &file::load(&path).expect("it opens"));
        }
    }
}

#[test]
fn lessons_point_at_what_is_there() {
    for_each_lesson(|name, document| {
        let steps = document.lesson();
        assert!((4..=8).contains(&steps.len()), "{name}");
        let asks = |step: &&LessonStep| step.question.is_some();
        assert!(steps.iter().filter(asks).count() >= 3, "{name}");
        for (nth, step) in steps.iter().enumerate() {
            assert!(
                (40..500).contains(&step.text.len()),
                "{name}, step {}",
                nth + 1
            );
            for spot in &step.highlight {
                assert!(document.highlighted(spot).is_some(), "{name}: no {spot}");
            }
        }
    });
}

#[test]
fn the_right_answers_of_lessons_are_accepted() {
    for_each_lesson(|name, document| {
        let questions = document
            .lesson()
            .iter()
            .filter_map(|step| step.question.as_ref());
        for question in questions {
            if let LessonAnswer::Choice { choices, right, .. } = &question.answer {
                assert!(*right < choices.len() && choices.len() >= 2, "{name}");
                continue;
            }
            let (text, number) = typed(document, &question.answer)
                .unwrap_or_else(|| panic!("{name}: {:?} has no answer", question.text));
            let judged = TypedAnswer::parse(&text).map(|answer| answer.judge(number));
            assert_eq!(judged, Ok(Judgement::Right), "{name}: {text}");
        }
    });
}

/// What the texts of the lessons say about numbers, from the sweeps.
#[test]
fn what_lessons_say_happens() {
    let load = |name: &str| file::load(&folder().join(name)).expect("it opens");
    let with = |document: &Document, values: &[(&str, f64)]| {
        let mut evaluation = Evaluation::new(document.graph());
        for (name, value) in values {
            let id = document.graph().find(name).expect("a source");
            evaluation.set_number(id, *value).expect("lawful");
        }
        evaluation.refresh();
        evaluation
    };
    let close =
        |a: Option<f64>, b: f64| assert!(a.is_some_and(|a| (a - b).abs() < 1e-12), "{a:?}, {b}");
    let chain = load("lesson_3_chain_rule.ron");
    let find = |document: &Document, name: &str| document.graph().find(name).expect("a node");
    let [t, j] = ["t", "J"].map(|name| find(&chain, name));
    close(with(&chain, &[("t", 2.001)]).number(j), 25.030_009);
    close(with(&chain, &[("t", 1.0)]).gradient_number(t), 12.0);
    let unit = load("lesson_6_a_neuron_learns.ron");
    let [w, b, j] = ["w", "b", "J"].map(|name| find(&unit, name));
    let first = with(&unit, &[("w", 2.4), ("b", 7.8)]);
    close(first.number(j), 0.5);
    close(first.gradient_number(w), -2.0);
    close(first.gradient_number(b), 1.0);
    close(with(&unit, &[("w", 2.6), ("b", 7.7)]).number(j), 0.125);
    let cost = load("lesson_5_why_backward.ron");
    let counts = wiregrad::core::explain::cost::count(&Evaluation::new(cost.graph()));
    assert_eq!((counts.reverse_mode(), counts.naive()), (18, 42));
}

//! What is saved is what is loaded, to the bit, and a save changes nothing else.

#![allow(clippy::disallowed_methods)] // sets the stage, saves no documents

mod recovery;
mod stamp;

use std::fs;
use std::path::Path;

use crate::documents::{document, id};
use wiregrad::core::tensor::Tensor;
use wiregrad::document::lesson::LessonAnswer;
use wiregrad::document::{Document, Edit};
use wiregrad::file::{self, load_bytes, to_text};

const CANONICAL: &str = r#"// wiregrad graph
(
    version: 1,
    title: "The chain rule",
    note: "First line\nsecond \"line\"",
    target: "s",
    nodes: [
        (name: "s", op: "clip", inputs: ["c"], attributes: {"min": 0.0, "max": 0.1}, at: (440, 90.5)),
        (name: "x", op: "input", value: -2.0, at: (40, 40)),
        (name: "w", op: "parameter", value: [[1, -0.0], [1e-7, 4.5]], at: (40, 140)),
        (name: "c", op: "multiply", inputs: ["w", None], at: (-240, 90)),
        (name: "q", op: "quantum", value: "spin", inputs: ["x"], attributes: {"of": (1,  2)}, at: (0, 0), colour: Red /* or so */),
    ],
)
"#;

#[test]
fn a_canonical_file_is_saved_as_it_was() {
    let document = load_bytes(CANONICAL.as_bytes()).expect("lawful");
    assert_eq!(to_text(&document), CANONICAL);
    assert_eq!(document.title(), "The chain rule");
    assert_eq!(document.note(), "First line\nsecond \"line\"");
    assert_eq!(document.graph().target(), Some(id(0)));
}

/// What may stand beside the nodes, each in its canonical form.
const BESIDE: &str = r#"// wiregrad graph
(
    version: 1,
    nodes: [
        (name: "w", op: "parameter", value: 2.0, range: (-5, 5.5), at: (40, 40)),
        (name: "J", op: "square", inputs: ["w"], at: (280, 40)),
        (name: "q", op: "quantum", at: (0, 0), range: (1, -1)),
    ],
    frames: [
        (title: "Forward", at: (20, 20), size: (400, 300)),
        (at: (-0.5, 1000), size: (0.25, 20)),
    ],
    texts: [
        (text: "First line\nsecond \"line\"", at: (20, -80)),
    ],
    lesson: [
        (
            text: "Every number flows forward.",
        ),
        (
            text: "Look here.",
            highlight: ["w", "w -> J", "nobody"],
            show: (values: false, gradients: false),
            question: (text: "What is ∂J/∂w?", answer: "gradient of w"),
        ),
        (
            text: "",
            show: (gradients: false),
            question: (text: "And J?", answer: "value of J"),
        ),
        (
            text: "",
            question: (text: "w²?", answer: 4.0),
        ),
        (
            text: "",
            question: (text: "If w rises?", choices: ["J falls", "J rises"], answer: "J rises"),
        ),
    ],
)
"#;

#[test]
fn what_stands_beside_the_nodes_is_saved_as_it_was() {
    let document = load_bytes(BESIDE.as_bytes()).expect("lawful");
    assert_eq!(to_text(&document), BESIDE);
    assert_eq!(document.range(id(0)), Some((-5.0, 5.5)));
    // An unknown op may mean another thing by it.
    assert_eq!(document.range(id(2)), None);
    let sizes: Vec<_> = document
        .frames()
        .map(|(_, f)| (f.width(), f.height()))
        .collect();
    assert_eq!(sizes, [(400.0, 300.0), (0.25, 20.0)]);
    let lesson = document.lesson();
    assert_eq!(lesson.len(), 5);
    let answers: Vec<_> = lesson
        .iter()
        .filter_map(|s| Some(&s.question.as_ref()?.answer))
        .collect();
    let choices = ["J falls", "J rises"].map(str::to_owned).to_vec();
    let expected = [
        &LessonAnswer::GradientOf("w".into()),
        &LessonAnswer::ValueOf("J".into()),
        &LessonAnswer::Number(4.0),
        &LessonAnswer::Choice {
            choices,
            right: 1,
            explanations: Vec::new(),
        },
    ];
    assert_eq!(answers, expected);
}

#[test]
fn a_file_with_nothing_beside_its_nodes_has_no_field_for_it() {
    let mut document = load_bytes(BESIDE.as_bytes()).expect("valid");
    let ids: Vec<_> = document.frames().map(|(id, _)| id).collect();
    let texts: Vec<_> = document.texts().map(|(id, _)| id).collect();
    let frames = ids
        .into_iter()
        .map(|frame| Edit::SetFrame { frame, to: None });
    let texts = texts
        .into_iter()
        .map(|text| Edit::SetText { text, to: None });
    let rest = [
        Edit::SetLesson(Vec::new()),
        Edit::SetRange {
            node: id(0),
            range: None,
        },
        Edit::Remove(vec![id(2)]),
    ];
    let edits = frames.chain(texts).chain(rest).collect();
    document
        .apply(Edit::All {
            label: "clear",
            edits,
        })
        .expect("lawful");
    let plain = r#"// wiregrad graph
(
    version: 1,
    nodes: [
        (name: "w", op: "parameter", value: 2.0, at: (40, 40)),
        (name: "J", op: "square", inputs: ["w"], at: (280, 40)),
    ],
)
"#;
    assert_eq!(to_text(&document), plain);
}

#[test]
fn a_lesson_may_be_written_in_few_words_and_any_order() {
    let short = r#"(
        lesson: [
            (question: (answer: -4, text: "?"), show: (gradients: false, values: true), text: "t"),
            (text: "u", highlight: [], show: (), question: None),
        ],
        version: 1, frames: [], texts: [(at: (1, 2), text: "n")], nodes: [],
    )"#;
    let document = load_bytes(short.as_bytes()).expect("lawful");
    let shown: Vec<_> = document
        .lesson()
        .iter()
        .map(|s| (s.show.values, s.show.gradients))
        .collect();
    assert_eq!(shown, [(true, false), (true, true)]);
    let text = to_text(&document);
    assert_eq!(load_bytes(text.as_bytes()).as_ref(), Ok(&document));
}

#[test]
fn random_documents_survive_a_round_trip() {
    for seed in 0..300 {
        let before = document(seed, seed as usize % 40);
        let text = to_text(&before);
        let after = load_bytes(text.as_bytes()).expect("what is saved can be loaded");
        assert_eq!(after, before, "seed {seed}");
        assert_eq!(to_text(&after), text, "seed {seed}");
    }
}

#[test]
fn every_number_reads_back_to_the_same_bits() {
    let mut rng = fastrand::Rng::with_seed(11);
    let mut numbers = vec![
        5e-324,
        f64::MIN_POSITIVE,
        f64::MAX,
        -0.0,
        1e15,
        1e16,
        123456789012345680.0,
    ];
    let any = std::iter::repeat_with(|| f64::from_bits(rng.u64(..)));
    numbers.extend(any.filter(|x| x.is_finite()).take(20_000));
    let shape = wiregrad::core::tensor::Shape::new(&[numbers.len()]).expect("a shape");
    let tensor = Tensor::new(shape, numbers.clone()).expect("as many");
    let mut list = load_bytes(br#"(version: 1, nodes: [(name: "x", op: "input", value: 0)])"#)
        .expect("lawful");
    for value in numbers
        .into_iter()
        .take(200)
        .map(Tensor::scalar)
        .chain([tensor])
    {
        let set = Edit::SetValue { node: id(0), value };
        list.apply(set).expect("finite");
        assert_eq!(load_bytes(to_text(&list).as_bytes()).as_ref(), Ok(&list));
    }
}

#[test]
fn missing_places_are_laid_out_once() {
    let text = CANONICAL
        .replace(", at: (40, 40)", "")
        .replace(", at: (440, 90.5)", "");
    let document = load_bytes(text.as_bytes()).expect("lawful");
    let places: Vec<_> = document
        .graph()
        .iter()
        .map(|(id, _)| document.position(id))
        .collect();
    assert!(places.iter().all(Option::is_some));
    let saved = to_text(&document);
    let again = load_bytes(saved.as_bytes()).expect("lawful");
    assert_eq!(again, document);
}

#[test]
fn renaming_and_deleting_reach_the_file() {
    let mut document = load_bytes(CANONICAL.as_bytes()).expect("lawful");
    for edit in [
        Edit::Rename {
            node: id(2),
            name: "new \"w\"".into(),
        },
        Edit::Remove(vec![id(1)]),
    ] {
        document.apply(edit).expect("lawful");
    }
    let text = to_text(&document);
    assert!(text.contains(r#"inputs: ["new \"w\"", None]"#), "{text}");
    // Only the wire of the unknown op is gone, not the place for it.
    assert!(text.contains(r#"value: "spin", inputs: [None]"#), "{text}");
    let after = load_bytes(text.as_bytes()).expect("lawful");
    assert_eq!(to_text(&after), text);
}

fn small() -> Document {
    load_bytes(CANONICAL.as_bytes()).expect("lawful")
}

#[test]
fn save_and_load_go_through_the_disk_and_leave_nothing_else() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("graph.ron");
    for round in 0..3 {
        let mut document = small();
        document
            .apply(Edit::SetTitle(format!("{round}")))
            .expect("lawful");
        file::save(&path, &document).expect("saved");
        assert_eq!(file::load(&path).as_ref(), Ok(&document));
    }
    let names: Vec<_> = fs::read_dir(folder.path()).expect("readable").collect();
    assert_eq!(names.len(), 1, "{names:?}");
}

#[test]
fn bytes_are_saved_as_they_are_and_refused_as_documents_are() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("picture.png");
    for bytes in [&b"\x89PNG\0"[..], b""] {
        file::save_bytes(&path, bytes).expect("saved");
        assert_eq!(fs::read(&path).expect("there"), bytes);
    }
    let error = file::save_bytes(folder.path(), b"x").expect_err("a folder");
    assert!(error.to_string().contains("no ordinary file"), "{error}");
    assert_eq!(fs::read_dir(folder.path()).expect("there").count(), 1);
}

#[test]
fn the_longest_name_can_be_saved() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in [
        format!("{}.ron", "x".repeat(251)),
        format!("{}.ron", "é".repeat(125)),
    ] {
        let path = folder.path().join(name);
        for _ in 0..2 {
            file::save(&path, &small()).expect("saved");
        }
        assert_eq!(file::load(&path), Ok(small()));
    }
}

#[test]
fn an_error_from_a_file_names_it_first() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("bad.ron");
    fs::write(&path, CANONICAL.replace("\"c\"]", "\"cc\"]")).expect("written");
    let error = file::load(&path).expect_err("a bad file").to_string();
    let rest = error.strip_prefix(&format!("{}, ", path.display()));
    let expected = r#"line 8, column 9, node "s": input 0 is "cc", which no node is called: did you mean "c"?"#;
    assert_eq!(rest, Some(expected));
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::os::unix::fs::{PermissionsExt, symlink};

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).expect("there").permissions().mode() & 0o7777
    }

    #[test]
    fn permissions_stay() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("graph.ron");
        file::save(&path, &small()).expect("saved");
        let fresh = folder.path().join("fresh");
        fs::write(&fresh, "").expect("written");
        assert_eq!(mode(&path), mode(&fresh), "as any new file");
        for wanted in [0o600, 0o640, 0o666, 0o755] {
            fs::set_permissions(&path, fs::Permissions::from_mode(wanted)).expect("set");
            file::save(&path, &small()).expect("saved");
            assert_eq!(mode(&path), wanted);
        }
    }

    #[test]
    fn a_read_only_file_is_left_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("graph.ron");
        fs::write(&path, "precious").expect("written");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).expect("set");
        let error = file::save(&path, &small()).expect_err("read-only");
        assert!(error.message().contains("read-only"), "{error}");
        assert_eq!(fs::read_to_string(&path).expect("there"), "precious");
    }

    #[test]
    fn what_a_symbolic_link_points_to_is_replaced() {
        let folder = tempfile::tempdir().expect("a folder");
        let real = folder.path().join("real");
        fs::create_dir(&real).expect("made");
        let target = real.join("graph.ron");
        fs::write(&target, "old").expect("written");
        let links = ["one", "two"].map(|name| folder.path().join(name));
        symlink("real/graph.ron", &links[0]).expect("linked");
        symlink(&links[0], &links[1]).expect("linked");
        file::save(&links[1], &small()).expect("saved");
        assert!(links.iter().all(|link| link.is_symlink()));
        assert!(!target.is_symlink());
        assert_eq!(fs::read_to_string(&target).expect("there"), CANONICAL);
        // A link to nothing yet: its target is made.
        let dangling = folder.path().join("three");
        symlink("real/new.ron", &dangling).expect("linked");
        file::save(&dangling, &small()).expect("saved");
        assert!(real.join("new.ron").is_file());
        // Links in a circle end in a message.
        symlink("circle", folder.path().join("circle")).expect("linked");
        let error = file::save(&folder.path().join("circle"), &small()).expect_err("no end");
        assert!(error.message().contains("circle"), "{error}");
    }

    #[test]
    fn what_cannot_be_saved_says_what_to_do() {
        let folder = tempfile::tempdir().expect("a folder");
        let message = |path: &Path| {
            let error = file::save(path, &small()).expect_err("not a place to save to");
            assert_eq!(error.path(), Some(path));
            error.message().to_owned()
        };
        let none = folder.path().join("none/graph.ron");
        assert!(message(&none).contains("there is no such folder: make it first"));
        assert!(message(folder.path()).contains("no ordinary file: save under another name"));
        assert!(message(Path::new("/dev/null")).contains("no ordinary file"));
        let name = folder.path().join("n".repeat(300));
        assert!(message(&name).contains("choose a shorter one"));
    }
}

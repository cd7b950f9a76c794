//! Data, training and initial values in files: read, written as they were, renamed.

use wiregrad::core::train::optimizer::OptionValue;
use wiregrad::core::train::{DataSettings, Initial, Split, TableSource, TrainingSettings};
use wiregrad::document::Edit;
use wiregrad::file::{load_bytes, to_text};

const FILE: &str = r#"// wiregrad graph
(
    version: 1,
    target: "J",
    data: (
        path: "moons.csv",
        inputs: {"X": ["x1", "x2"], "y": ["label"]},
        standardise: ["X"],
        scale: ["y"],
        split: (train: 0.7, validation: 0.15, test: 0.15, seed: 1),
        batch: true,
    ),
    training: (optimizer: "adam", rate: 0.01, batch: 32, epochs: 100, seed: 1, betas: (0.9, 0.99), amsgrad: true, schedule: (kind: "step", every: 20, factor: 0.5, unit: "step"), clip_norm: 1, clip_value: 0.5, l1: 0.001, l2: 0.01, early_stopping: 10, best: true, frozen: ["b"]),
    nodes: [
        (name: "X", op: "input", value: [[1, 2], [3, 4]], at: (40, 40)),
        (name: "y", op: "input", value: [0, 1], at: (40, 160)),
        (name: "W", op: "parameter", value: [0.5, -0.5], initial: "kaiming_uniform", at: (40, 280)),
        (name: "b", op: "parameter", value: 0.25, range: (-1, 1), initial: "normal(0, 0.01)", at: (40, 400)),
        (name: "p", op: "matmul", inputs: ["X", "W"], at: (280, 40)),
        (name: "z", op: "add", inputs: ["p", "b"], at: (520, 40)),
        (name: "J", op: "binary_cross_entropy_with_logits", inputs: ["z", "y"], at: (760, 40)),
    ],
)
"#;

#[test]
fn every_field_is_read_and_written_as_it_was() {
    let document = load_bytes(FILE.as_bytes()).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(to_text(&document), FILE);
    let data = document.data().expect("data");
    assert_eq!(data.table, TableSource::Path("moons.csv".to_owned()));
    assert_eq!(data.inputs[0].1, ["x1", "x2"]);
    let training = document.training().expect("training");
    assert_eq!(
        training.options[0],
        ("betas".to_owned(), OptionValue::Pair(0.9, 0.99))
    );
    let id = document.graph().find("b").expect("b");
    assert_eq!(document.initial(id), Some(Initial::Normal(0.0, 0.01)));
    for (field, other) in [
        ("path: \"moons.csv\"", "set: \"iris\""),
        (
            "path: \"moons.csv\"",
            "generate: (kind: \"moons\", rows: 400, noise: 0.1, seed: 1)",
        ),
        (
            "split: (train: 0.7, validation: 0.15, test: 0.15, seed: 1)",
            "split: (column: \"part\")",
        ),
        (
            "(kind: \"step\", every: 20, factor: 0.5, unit: \"step\")",
            "(kind: \"exponential\", factor: 0.97)",
        ),
        (
            "(kind: \"step\", every: 20, factor: 0.5, unit: \"step\")",
            "(kind: \"cosine\", length: 100, least: 0.001)",
        ),
        (
            "(kind: \"step\", every: 20, factor: 0.5, unit: \"step\")",
            "(kind: \"warm_up\", length: 10, start: 0.1)",
        ),
    ] {
        let text = FILE.replace(field, other);
        let document =
            load_bytes(text.as_bytes()).unwrap_or_else(|error| panic!("{other}: {error}"));
        assert_eq!(to_text(&document), text);
    }
}

#[test]
fn names_follow_a_rename_and_an_edit_can_be_told_apart() {
    let mut document = load_bytes(FILE.as_bytes()).expect("a file");
    let before = document.clone();
    for (old, new) in [("X", "points"), ("b", "bias"), ("y", "labels")] {
        let node = document.graph().find(old).expect("a node");
        let name = new.to_owned();
        document
            .apply(Edit::Rename { node, name })
            .expect("a free name");
    }
    let data = document.data().expect("data");
    assert_eq!(data.inputs[0].0, "points");
    assert_eq!(data.inputs[1].0, "labels");
    assert_eq!(
        (&data.standardise[0], &data.scale[0]),
        (&"points".to_owned(), &"labels".to_owned())
    );
    assert_eq!(document.training().expect("training").frozen, ["bias"]);
    assert_ne!(document, before);
    let id = document.graph().find("W").expect("W");
    let edits = [
        Edit::SetData(None),
        Edit::SetTraining(None),
        Edit::SetInitial {
            node: id,
            initial: None,
        },
    ];
    for edit in edits {
        let mut other = before.clone();
        other.apply(edit).expect("lawful");
        assert_ne!(other, before);
        assert_ne!(other.layout_revision(), before.layout_revision());
        assert_eq!(other.structure_revision(), before.structure_revision());
    }
}

#[test]
fn what_a_file_can_t_hold_is_refused() {
    let mut document = load_bytes(FILE.as_bytes()).expect("a file");
    let before = document.clone();
    let mut data = DataSettings::new(TableSource::Set("iris".to_owned()));
    data.split = Some(Split::Fractions {
        train: 0.9,
        validation: 0.9,
        test: 0.0,
        seed: 0,
    });
    let training = TrainingSettings {
        rate: Some(f64::NAN),
        ..TrainingSettings::default()
    };
    let node = document.graph().find("X").expect("X");
    let initial = Some(Initial::Zeros);
    let cases = [
        (Edit::SetData(Some(Box::new(data))), "add up to 1.8"),
        (
            Edit::SetTraining(Some(Box::new(training))),
            "rate can't be NaN",
        ),
        (
            Edit::SetInitial { node, initial },
            "\"X\" can't have initial values",
        ),
    ];
    for (edit, expected) in cases {
        let error = document.apply(edit).expect_err(expected);
        assert!(error.to_string().contains(expected), "{error}");
    }
    assert_eq!(document, before);
}

//! Networks of the same size, trained as long, are as accurate as scikit-learn's
//! MLPClassifier. `tests/fixtures/mlp_accuracy.py` has made the fixture.

use std::path::Path;

use serde_json::Value;
use wiregrad::core::train::{
    DataSettings, Generate, Initial, Part, Split, TableSource, Trainer, TrainingSettings,
    initialise,
};
use wiregrad::data;

use crate::graph;

/// The table of a case, how many columns X takes, and how many classes there are.
fn table(name: &str, fixture: &Value, seed: u64) -> (DataSettings, usize, usize) {
    let (source, columns, label, width, classes) = match name {
        "iris" => (TableSource::Set(name.to_owned()), "*", "species", 4, 3),
        "digits" => (
            TableSource::Set(name.to_owned()),
            "pixel_*",
            "digit",
            64,
            10,
        ),
        _ => {
            let moons = Generate {
                kind: "moons".to_owned(),
                rows: fixture["moons"]["n_samples"].as_u64().expect("a number") as usize,
                noise: fixture["moons"]["noise"].as_f64().expect("a number"),
                seed,
            };
            (TableSource::Generate(moons), "x*", "label", 2, 2)
        }
    };
    let columns: Vec<String> = match name {
        "iris" => ["sepal_length", "sepal_width", "petal_length", "petal_width"]
            .map(str::to_owned)
            .to_vec(),
        _ => vec![columns.to_owned()],
    };
    let mut settings = DataSettings::new(source);
    settings.inputs = vec![
        ("X".to_owned(), columns),
        ("classes".to_owned(), vec![label.to_owned()]),
    ];
    let x = vec!["X".to_owned()];
    match name {
        "digits" => settings.scale = x,
        _ => settings.standardise = x,
    }
    settings.split = Some(Split::Fractions {
        train: 0.7,
        validation: 0.0,
        test: 0.3,
        seed,
    });
    (settings, width, classes)
}

/// A network with one layer of relu units, its parameters still 0.
fn network(width: usize, hidden: usize, classes: usize) -> String {
    let zeros = |rows: usize, columns: usize| format!("{:?}", vec![vec![0.0; columns]; rows]);
    format!(
        r#"(name: "X", op: "input", value: {}), (name: "classes", op: "input", value: [0, 0]),
        (name: "W1", op: "parameter", value: {}), (name: "b1", op: "parameter", value: {:?}),
        (name: "W2", op: "parameter", value: {}), (name: "b2", op: "parameter", value: {:?}),
        (name: "m1", op: "matmul", inputs: ["X", "W1"]), (name: "z1", op: "add", inputs: ["m1", "b1"]),
        (name: "h", op: "relu", inputs: ["z1"]), (name: "m2", op: "matmul", inputs: ["h", "W2"]),
        (name: "z2", op: "add", inputs: ["m2", "b2"]),
        (name: "J", op: "cross_entropy", inputs: ["z2", "classes"])"#,
        zeros(2, width),
        zeros(width, hidden),
        vec![0.0; hidden],
        zeros(hidden, classes),
        vec![0.0; classes],
    )
}

fn accuracy(case: &Value, fixture: &Value, seed: u64) -> f64 {
    let whole = |field: &str| case[field].as_u64().expect("a whole number");
    let name = case["name"].as_str().expect("a name");
    let (data, width, classes) = table(name, fixture, seed);
    let mut graph = graph(&network(width, whole("hidden") as usize, classes));
    let initial = ["W1", "W2"].map(|name| {
        let id = graph.find(name).expect("a parameter");
        (id, Initial::parse("xavier_uniform").expect("a name"))
    });
    initialise(&mut graph, &initial, seed).expect("parameters");
    let settings = TrainingSettings {
        optimizer: Some("adam".to_owned()),
        rate: case["rate"].as_f64(),
        batch: Some(whole("batch") as usize),
        epochs: Some(whole("epochs")),
        seed: Some(seed),
        ..TrainingSettings::default()
    };
    let dataset = data::load(&data, Path::new(""), &[]).unwrap_or_else(|error| panic!("{error}"));
    let mut trainer = Trainer::new(&graph, &settings, dataset.rows, Some(true))
        .unwrap_or_else(|problems| panic!("{name}: {}", problems[0]));
    crate::runs::run(&mut trainer);
    let measures = trainer.measure(Part::Test).expect("finite").expect("rows");
    measures.accuracy.expect("classes")
}

#[test]
fn networks_are_as_accurate_as_scikit_learn_s() {
    let text = include_str!("../fixtures/mlp_accuracy.json");
    let fixture: Value = serde_json::from_str(text).expect("JSON");
    let cases = fixture["cases"].as_array().expect("a list");
    assert_eq!(cases.len(), 3);
    for case in cases {
        let theirs = case["accuracies"].as_array().expect("a list");
        let seeds = theirs.len() as u64;
        assert_eq!(seeds, 10);
        let theirs: f64 = theirs.iter().filter_map(Value::as_f64).sum();
        let ours: f64 = (0..seeds).map(|seed| accuracy(case, &fixture, seed)).sum();
        let (theirs, ours) = (theirs / seeds as f64, ours / seeds as f64);
        assert!(
            ours >= theirs - 0.02,
            "{}: {ours} and {theirs}",
            case["name"]
        );
    }
}

//! Whole runs: against closed forms, the same bits for a seed, stopped and resumed.

use std::num::NonZeroUsize;

use wiregrad::core::threads::Threads;
use wiregrad::core::train::schedule::{Schedule, ScheduleKind, ScheduleUnit};
use wiregrad::core::train::{DataRows, Part, Trainer, TrainingSettings};
use wiregrad::data;
use wiregrad::file;

use crate::graphs::folder;
use crate::{document, graph, rows, sines};

fn settings(optimizer: &str, rate: f64, batch: usize, epochs: u64) -> TrainingSettings {
    TrainingSettings {
        optimizer: Some(optimizer.to_owned()),
        rate: Some(rate),
        batch: Some(batch),
        epochs: Some(epochs),
        seed: Some(7),
        ..TrainingSettings::default()
    }
}

/// Runs all epochs.
pub(crate) fn run(trainer: &mut Trainer) {
    while trainer.progress().epoch < trainer.epochs() {
        if trainer.step().expect("finite").ends_epoch {
            trainer.end_epoch().expect("finite");
        }
    }
}

/// All parameters' numbers.
fn numbers(trainer: &Trainer) -> Vec<f64> {
    trainer
        .trained()
        .flat_map(|(_, value)| value.data().to_vec())
        .collect()
}

fn trainer(nodes: &str, settings: &TrainingSettings, data: DataRows) -> Trainer {
    Trainer::new(&graph(nodes), settings, data, None)
        .unwrap_or_else(|problems| panic!("{}", problems[0]))
}

#[test]
fn gradient_descent_on_a_quadratic_is_its_closed_form() {
    // J = ½ Σ kᵢ (wᵢ − cᵢ)²: after t steps wᵢ − cᵢ = (1 − rate × kᵢ)ᵗ × its start.
    let nodes = r#"(name: "w", op: "parameter", value: [3, -2, 1]),
        (name: "c", op: "constant", value: [1, 2, 4]), (name: "k", op: "constant", value: [0.5, 1, 2]),
        (name: "d", op: "subtract", inputs: ["w", "c"]), (name: "s", op: "square", inputs: ["d"]),
        (name: "ks", op: "multiply", inputs: ["k", "s"]), (name: "sum", op: "sum", inputs: ["ks"]),
        (name: "half", op: "constant", value: 0.5), (name: "J", op: "multiply", inputs: ["half", "sum"])"#;
    let rate = 0.1;
    let mut trainer = trainer(nodes, &settings("sgd", rate, 1, 50), DataRows::none());
    run(&mut trainer);
    let (start, goal) = ([3.0, -2.0, 1.0], [1.0, 2.0, 4.0]);
    let curve: [f64; 3] = [0.5, 1.0, 2.0];
    for (i, w) in numbers(&trainer).into_iter().enumerate() {
        let expected = goal[i] + (start[i] - goal[i]) * (1.0 - rate * curve[i]).powi(50);
        assert!((w - expected).abs() < 1e-13, "{w} and {expected}");
    }
}

const NEURON: &str = r#"(name: "w", op: "parameter", value: 2.0), (name: "x", op: "input", value: -2.0),
    (name: "b", op: "parameter", value: 8.0), (name: "y", op: "input", value: 2.0),
    (name: "c", op: "multiply", inputs: ["w", "x"]), (name: "a", op: "add", inputs: ["c", "b"]),
    (name: "d", op: "subtract", inputs: ["a", "y"]), (name: "squared", op: "square", inputs: ["d"]),
    (name: "half", op: "constant", value: 0.5), (name: "J", op: "multiply", inputs: ["half", "squared"])"#;

/// Points near a line, and the line with the least squares.
fn line() -> (DataRows, [f64; 2]) {
    let x = sines(40, 0.37);
    let noise = sines(40, 1.1);
    let y: Vec<f64> = x
        .iter()
        .zip(&noise)
        .map(|(x, e)| 2.0 * x + 0.5 + 0.1 * e)
        .collect();
    let n = x.len() as f64;
    let mean = |of: &[f64]| of.iter().sum::<f64>() / n;
    let (mx, my) = (mean(&x), mean(&y));
    let covariance: f64 = x.iter().zip(&y).map(|(x, y)| (x - mx) * (y - my)).sum();
    let variance: f64 = x.iter().map(|x| (x - mx) * (x - mx)).sum();
    let slope = covariance / variance;
    (rows(&[("x", 1, x), ("y", 1, y)]), [slope, my - slope * mx])
}

#[test]
fn the_lecture_s_scalar_neuron_finds_the_least_squares() {
    let (data, best) = line();
    let mut trainer = trainer(NEURON, &settings("sgd", 0.5, 40, 300), data);
    run(&mut trainer);
    for (found, expected) in numbers(&trainer).into_iter().zip(best) {
        assert!((found - expected).abs() < 1e-9, "{found} and {expected}");
    }
}

#[test]
fn a_seed_gives_the_same_bits_twice_and_another_seed_others() {
    let bits = |seed: u64| {
        let (data, _) = line();
        let settings = TrainingSettings {
            seed: Some(seed),
            ..settings("adam", 0.05, 7, 5)
        };
        let mut trainer = trainer(NEURON, &settings, data);
        run(&mut trainer);
        numbers(&trainer)
            .into_iter()
            .map(f64::to_bits)
            .collect::<Vec<_>>()
    };
    assert_eq!(bits(7), bits(7));
    assert_ne!(bits(7), bits(8));
}

/// A network whose products, updates and batches are large enough to be shared by threads,
/// with rows for five batches and a smaller one.
fn network() -> (String, DataRows) {
    let list = |numbers: Vec<f64>, width: usize| {
        let rows = numbers.chunks(width);
        rows.map(|row| format!("{row:?}"))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let (batch, inputs, hidden) = (64, 300, 240);
    let w1 = list(sines(inputs * hidden, 0.37), hidden);
    let w2 = list(sines(hidden * 3, 0.71), 3);
    let zeros = list(vec![0.0; batch * inputs], inputs);
    let classes = vec![0.0; batch];
    let nodes = format!(
        r#"(name: "w1", op: "parameter", value: [{w1}]), (name: "x", op: "input", value: [{zeros}]),
        (name: "w2", op: "parameter", value: [{w2}]), (name: "y", op: "input", value: {classes:?}),
        (name: "m", op: "matmul", inputs: ["x", "w1"]), (name: "h", op: "tanh", inputs: ["m"]),
        (name: "z", op: "matmul", inputs: ["h", "w2"]),
        (name: "J", op: "cross_entropy", inputs: ["z", "y"])"#
    );
    let count = 5 * batch + 7;
    let classes = (0..count).map(|i| (i % 3) as f64).collect();
    let x = sines(count * inputs, 0.013);
    (nodes, rows(&[("x", inputs, x), ("y", 1, classes)]))
}

#[test]
fn any_number_of_threads_gives_the_same_bits() {
    let (nodes, mut data) = network();
    // Rows to measure on, too.
    data.parts[1] = (0..70).collect();
    let of = |optimizer: &str, count: usize| {
        let settings = TrainingSettings {
            clip_norm: Some(0.5),
            l1: Some(1e-4),
            ..settings(optimizer, 0.01, 64, 2)
        };
        let mut trainer = trainer(&nodes, &settings, data.clone());
        let threads = Threads::new(NonZeroUsize::new(count).expect("not 0"));
        assert_eq!(threads.count(), count);
        threads.run(|| run(&mut trainer));
        trainer.snapshot()
    };
    for optimizer in ["sgd", "adam"] {
        let alone = of(optimizer, 1);
        assert!(alone.progress.step > 10);
        for count in [2, 3] {
            assert_eq!(of(optimizer, count), alone, "{optimizer}, {count} threads");
        }
    }
}

#[test]
fn a_table_that_has_changed_is_no_table_to_go_on_with() {
    let (data, _) = line();
    let settings = settings("adam", 0.05, 7, 4);
    let snapshot = trainer(NEURON, &settings, data.clone()).snapshot();
    let mut changed = data.clone();
    changed.sources[1].data[39] = changed.sources[1].data[39].next_up();
    let mut split = data.clone();
    split.parts[0].swap(0, 1);
    for other in [changed, split] {
        let mut other = trainer(NEURON, &settings, other);
        let before = other.snapshot();
        let fault = other.restore(&snapshot).expect_err("another table");
        assert_eq!(
            fault.message,
            "the table has changed since the checkpoint was written"
        );
        assert_eq!(other.snapshot(), before);
    }
    let mut same = trainer(NEURON, &settings, data);
    same.restore(&snapshot).expect("the same table");
}

#[test]
fn the_last_smaller_batch_counts() {
    // Ten rows in batches of four, four and two: three steps an epoch.
    let data = rows(&[("x", 1, sines(10, 0.7)), ("y", 1, sines(10, 0.2))]);
    let mut trainer = trainer(NEURON, &settings("sgd", 0.1, 4, 2), data);
    let ends: Vec<bool> = (0..3)
        .map(|_| trainer.step().expect("finite").ends_epoch)
        .collect();
    assert_eq!(ends, [false, false, true]);
    let epoch = trainer.end_epoch().expect("finite");
    assert_eq!((epoch.number, trainer.progress().step), (1, 3));
    // Its gradient is the mean over its two rows: by hand, from a known start.
    let before = numbers(&trainer);
    let data = rows(&[
        ("x", 1, vec![1.0, 2.0, 3.0]),
        ("y", 1, vec![0.0, 1.0, -1.0]),
    ]);
    let mut small = self::trainer(NEURON, &settings("sgd", 0.1, 2, 1), data);
    small.step().expect("finite");
    let [w, b] = numbers(&small)[..] else {
        panic!("two numbers")
    };
    small.step().expect("finite");
    let [w_after, b_after] = numbers(&small)[..] else {
        panic!("two numbers")
    };
    let rows = [(1.0, 0.0), (2.0, 1.0), (3.0, -1.0)];
    let alone = rows.iter().any(|(x, y)| {
        let d = w * x + b - y;
        let expected = [w - 0.1 * d * x, b - 0.1 * d];
        (w_after - expected[0]).abs() < 1e-12 && (b_after - expected[1]).abs() < 1e-12
    });
    assert!(alone, "the last batch is one row, weighted as a batch");
    assert_eq!(before.len(), 2);
}

#[test]
fn a_run_that_is_stopped_anywhere_goes_on_bit_for_bit() {
    let settings = TrainingSettings {
        schedule: Some(Schedule {
            kind: ScheduleKind::Exponential { factor: 0.9 },
            unit: ScheduleUnit::Epoch,
        }),
        clip_norm: Some(1.0),
        ..settings("adam", 0.05, 7, 4)
    };
    let (data, _) = line();
    let mut whole = trainer(NEURON, &settings, data.clone());
    run(&mut whole);
    let expected = whole.snapshot();
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("run.npz");
    for stop in [0, 1, 5, 6, 7, 13, 23] {
        let mut first = trainer(NEURON, &settings, data.clone());
        for _ in 0..stop {
            if first.step().expect("finite").ends_epoch {
                first.end_epoch().expect("finite");
            }
        }
        file::save_checkpoint(&path, &first.snapshot()).expect("saved");
        let mut second = trainer(NEURON, &settings, data.clone());
        let snapshot = file::load_checkpoint(&path).expect("a checkpoint");
        assert_eq!(snapshot, first.snapshot());
        second.restore(&snapshot).expect("of the same run");
        run(&mut second);
        assert_eq!(second.snapshot(), expected, "stopped after {stop}");
    }
}

#[test]
fn a_checkpoint_of_another_run_is_refused() {
    let (data, _) = line();
    let snapshot = trainer(NEURON, &settings("adam", 0.05, 7, 4), data.clone()).snapshot();
    let cases = [
        (
            settings("sgd", 0.05, 7, 4),
            "another optimizer: adam, not sgd",
        ),
        (settings("adam", 0.05, 8, 4), "another batch: 7, not 8"),
    ];
    for (settings, expected) in cases {
        let mut other = trainer(NEURON, &settings, data.clone());
        let fault = other.restore(&snapshot).expect_err(expected);
        assert!(fault.message.contains(expected), "{fault:?}");
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("run.npz");
    file::save_checkpoint(&path, &snapshot).expect("saved");
    let whole = std::fs::read(&path).expect("readable");
    for end in [0, 10, whole.len() / 2, whole.len() - 1] {
        file::save_bytes(&path, &whole[..end]).expect("written");
        let error = file::load_checkpoint(&path).expect_err("cut off");
        assert!(error.to_string().contains("no whole checkpoint"), "{error}");
    }
}

#[test]
fn numbers_that_are_not_finite_name_step_row_and_node() {
    let nodes = r#"(name: "w", op: "parameter", value: 1.0), (name: "x", op: "input", value: 1.0),
        (name: "p", op: "multiply", inputs: ["x", "w"]), (name: "J", op: "log", inputs: ["p"])"#;
    let mut data = rows(&[("x", 1, vec![1.0, 2.0, -3.0, 4.0])]);
    data.lines = vec![2, 3, 4, 5];
    let mut trainer = trainer(nodes, &settings("sgd", 0.001, 4, 1), data);
    let before = numbers(&trainer);
    let error = trainer.step().expect_err("log of a negative number");
    let expected =
        "step 1, row 3 (line 4): \"J\": log(-3) is not a number; change what flows into it";
    assert_eq!(error.to_string(), expected);
    assert_eq!(numbers(&trainer), before);
    // A gradient that isn't finite, of finite values.
    let nodes = nodes.replace("log", "sqrt");
    let data = rows(&[("x", 1, vec![1.0, 0.0])]);
    let mut trainer = self::trainer(&nodes, &settings("sgd", 0.001, 2, 1), data);
    let error = trainer
        .step()
        .expect_err("the derivative of a root at 0")
        .to_string();
    assert!(error.starts_with("step 1, row 2: \"J\""), "{error}");
}

#[test]
fn what_can_t_be_trained_is_said() {
    let (data, _) = line();
    let cases: [(TrainingSettings, &str); 4] = [
        (
            TrainingSettings {
                frozen: vec!["w".to_owned(), "b".to_owned()],
                ..TrainingSettings::default()
            },
            "there is nothing to train",
        ),
        (
            TrainingSettings {
                frozen: vec!["W".to_owned()],
                ..TrainingSettings::default()
            },
            "frozen names \"W\", which is no parameter; did you mean \"w\"?",
        ),
        (
            TrainingSettings {
                best: true,
                ..TrainingSettings::default()
            },
            "there are none; give validation a part",
        ),
        (
            TrainingSettings {
                optimizer: Some("x".to_owned()),
                ..TrainingSettings::default()
            },
            "there is no optimizer \"x\"",
        ),
    ];
    for (settings, expected) in cases {
        let Err(problems) = Trainer::new(&graph(NEURON), &settings, data.clone(), None) else {
            panic!("{expected}: it trains");
        };
        assert!(
            problems[0].to_string().contains(expected),
            "{}",
            problems[0]
        );
    }
}

#[test]
fn a_frozen_parameter_stays() {
    let (data, _) = line();
    let settings = TrainingSettings {
        frozen: vec!["b".to_owned()],
        ..settings("sgd", 0.1, 8, 3)
    };
    let mut trainer = trainer(NEURON, &settings, data);
    run(&mut trainer);
    let trained: Vec<_> = trainer.trained().collect();
    assert_eq!(trained.len(), 1);
    assert_ne!(trained[0].1.as_scalar(), Some(2.0));
}

#[test]
fn a_run_stops_early_and_keeps_the_best_epoch() {
    let (mut data, _) = line();
    data.parts = [(0..20).collect(), (20..40).collect(), Vec::new()];
    // Far too large a rate in the end: the loss on the validation rows grows again.
    let settings = TrainingSettings {
        early_stopping: Some(3),
        best: true,
        schedule: Some(Schedule {
            kind: ScheduleKind::Exponential { factor: 1.5 },
            unit: ScheduleUnit::Epoch,
        }),
        ..settings("sgd", 0.05, 20, 1000)
    };
    let mut trainer = trainer(NEURON, &settings, data);
    let mut losses = Vec::new();
    loop {
        trainer.step().expect("finite");
        let epoch = trainer.end_epoch().expect("finite");
        losses.push(epoch.validation.expect("validation rows").loss);
        if epoch.stops {
            break;
        }
    }
    let best = losses.iter().copied().fold(f64::INFINITY, f64::min);
    let at = losses.iter().position(|x| *x == best).expect("one of them");
    assert_eq!(losses.len(), at + 1 + 3);
    assert!(trainer.take_best());
    let measured = trainer
        .measure(Part::Validation)
        .expect("finite")
        .expect("rows");
    assert_eq!(measured.loss.to_bits(), best.to_bits());
}

/// A graph that ships, trained as its file says it.
fn shipped(name: &str, epochs: Option<u64>) -> Trainer {
    let path = folder().join(name).with_extension("ron");
    let document = file::load(&path).unwrap_or_else(|error| panic!("{error}"));
    let data = document.data().expect("a section data");
    let dataset = data::load(data, &folder(), &[]).unwrap_or_else(|error| panic!("{error}"));
    let mut settings = document.training().expect("a section training").clone();
    settings.epochs = epochs.or(settings.epochs);
    let graph = document.graph();
    let mut trainer = Trainer::new(graph, &settings, dataset.rows, data.batch)
        .unwrap_or_else(|problems| panic!("{name}: {}", problems[0]));
    run(&mut trainer);
    trainer
}

#[test]
fn the_digits_are_read() {
    let mut trainer = shipped("train_digits", None);
    let measures = trainer.measure(Part::Test).expect("finite").expect("rows");
    let accuracy = measures.accuracy.expect("classes");
    assert!(accuracy >= 0.95, "{accuracy}");
    let counted: u64 = measures.confusion.iter().flatten().sum();
    assert_eq!(counted as usize, measures.rows);
    let right: u64 = (0..10).map(|class| measures.confusion[class][class]).sum();
    assert_eq!(right as f64 / measures.rows as f64, accuracy);
}

#[test]
fn the_small_graphs_that_ship_learn_what_they_are_for() {
    for (name, least) in [
        ("train_xor", 0.95),
        ("train_moons", 0.95),
        ("train_iris", 0.9),
    ] {
        let mut trainer = shipped(name, None);
        let measures = trainer.measure(Part::Test).expect("finite").expect("rows");
        let accuracy = measures.accuracy.expect("classes");
        assert!(accuracy >= least, "{name}: {accuracy}");
    }
    let mut line = shipped("train_line", None);
    let measures = line.measure(Part::Train).expect("finite").expect("rows");
    assert!(measures.loss < 0.02, "{measures:?}");
}

#[test]
fn penalties_pull_parameters_to_zero_and_count_in_no_loss() {
    let (data, best) = line();
    let settings = TrainingSettings {
        l2: Some(0.5),
        ..settings("sgd", 0.2, 40, 500)
    };
    let mut trainer = trainer(NEURON, &settings, data.clone());
    run(&mut trainer);
    let [w, b] = numbers(&trainer)[..] else {
        panic!("two numbers")
    };
    assert!(w.abs() < best[0].abs() && b.abs() < best[1].abs());
    let measured = trainer
        .measure(Part::Train)
        .expect("finite")
        .expect("rows")
        .loss;
    let by_hand: f64 = (0..40)
        .map(|i| 0.5 * (w * data.sources[0].data[i] + b - data.sources[1].data[i]).powi(2) / 40.0)
        .sum();
    assert!(
        (measured - by_hand).abs() < 1e-12,
        "{measured} and {by_hand}"
    );
    // At the minimum of ½ mean (wx + b − y)² + l2 × (w² + b²) the gradient is 0.
    let gradient: f64 = (0..40)
        .map(|i| {
            let x = data.sources[0].data[i];
            (w * x + b - data.sources[1].data[i]) * x / 40.0
        })
        .sum();
    assert!((gradient + 2.0 * 0.5 * w).abs() < 1e-9);
    let unused = document(NEURON);
    assert!(unused.training().is_none());
}

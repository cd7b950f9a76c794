//! Runs that are looked back on: every step comes out again to the bit.

use wiregrad::core::train::run::{
    LookAt, RunEnd, RunView, Session, TroubleKind, Viewer, troubles, update_numbers, view,
};
use wiregrad::core::train::{Trainer, TrainingSettings};
use wiregrad::data;
use wiregrad::document::Document;
use wiregrad::file;

use crate::graphs::folder;
use crate::{document, rows, sines};

/// A graph that ships, and its trainer with settings that are changed.
fn shipped(name: &str, change: impl FnOnce(&mut TrainingSettings)) -> Trainer {
    let path = folder().join(name);
    let document = file::load(&path).unwrap_or_else(|error| panic!("{error}"));
    of(&document, change)
}

fn of(document: &Document, change: impl FnOnce(&mut TrainingSettings)) -> Trainer {
    let mut settings = document.training().cloned().unwrap_or_default();
    change(&mut settings);
    let graph = document.graph();
    let inputs: Vec<&str> = graph.iter().map(|(_, node)| node.name()).collect();
    let data = document.data().map(|data| {
        let dataset = data::load(data, &folder(), &inputs);
        dataset.unwrap_or_else(|error| panic!("{error}")).rows
    });
    let data = data.unwrap_or_else(wiregrad::core::train::DataRows::none);
    Trainer::new(graph, &settings, data, None).unwrap_or_else(|problems| panic!("{}", problems[0]))
}

fn bits(trainer: &Trainer) -> Vec<u64> {
    let all = trainer
        .trained()
        .flat_map(|(_, value)| value.data().to_vec());
    all.map(f64::to_bits).collect()
}

/// The parameters after each step, by a trainer alone.
fn history(trainer: &mut Trainer) -> Vec<Vec<u64>> {
    let mut all = vec![bits(trainer)];
    while trainer.progress().epoch < trainer.epochs() {
        if trainer.step().expect("finite").ends_epoch {
            trainer.end_epoch().expect("finite");
        }
        all.push(bits(trainer));
    }
    all
}

#[test]
fn any_step_is_computed_again_to_the_bit() {
    // Batches of 20 with a shorter last one, adam, validation rows; memory for few snapshots.
    for (name, memory) in [("train_moons.ron", 60_000), ("train_xor.ron", 2_000)] {
        let change = |settings: &mut TrainingSettings| settings.epochs = Some(9);
        let all = history(&mut shipped(name, change));
        let mut session = Session::new(shipped(name, change), memory);
        session.finish();
        assert_eq!(session.newest_step() as usize, all.len() - 1);
        assert!(session.snapshot_bytes() <= memory);
        let newest = all.len() as u64 - 1;
        for step in [
            0,
            newest,
            3,
            newest / 2,
            1,
            newest - 1,
            newest / 3,
            0,
            newest,
        ] {
            let trainer = session.stand_at(step);
            assert_eq!(trainer.progress().step, step);
            assert_eq!(bits(trainer), all[step as usize], "{name}, step {step}");
        }
    }
}

#[test]
fn looking_back_leaves_the_rest_of_the_run_as_it_is() {
    let change = |settings: &mut TrainingSettings| settings.epochs = Some(6);
    let all = history(&mut shipped("train_moons.ron", change));
    let mut session = Session::new(shipped("train_moons.ron", change), 1 << 20);
    let mut taken = 0;
    while session.step() {
        taken += 1;
        if taken % 7 == 0 {
            session.stand_at(taken / 3);
        }
    }
    session.go_to_newest();
    assert_eq!(bits(session.trainer()), all[all.len() - 1]);
    assert_eq!(session.end(), Some(&RunEnd::Epochs));
    assert_eq!(session.record().steps().len(), all.len() - 1);
}

#[test]
fn what_is_told_to_stop_stops_and_can_go_on() {
    let change = |settings: &mut TrainingSettings| settings.epochs = Some(3);
    let all = history(&mut shipped("train_moons.ron", change));
    // Only the first snapshot fits.
    let mut session = Session::new(shipped("train_moons.ron", change), 1);
    session.finish();
    let asked = std::sync::atomic::AtomicU32::new(0);
    let stops = || asked.fetch_add(1, std::sync::atomic::Ordering::Relaxed) < 4;
    assert!(!session.go_to(30, &stops));
    assert!(session.go_to(30, &|| true));
    assert_eq!(bits(session.trainer()), all[30]);
}

#[test]
fn the_graph_holds_the_batch_or_a_row_with_the_parameters_of_the_step() {
    let mut session = Session::new(shipped("train_moons.ron", |_| {}), 1 << 20);
    for _ in 0..30 {
        session.step();
    }
    let mut viewer = Viewer::default();
    let trainer = session.stand_at(10);
    let look = viewer.look(trainer, &LookAt::Batch).expect("a batch");
    assert_eq!((look.step, look.rows.len()), (10, 20));
    assert_eq!(look.rows, trainer.next_rows());
    // The gradients are those of the step that comes next: sgd would subtract them.
    let updates = update_numbers(&mut viewer, trainer, 99).expect("numbers");
    for update in &updates {
        let gradient = look.evaluation.gradient(update.node).expect("a gradient");
        assert_eq!(gradient.data[0].to_bits(), update.gradient.to_bits());
    }
    let row = viewer.look(trainer, &LookAt::Row(7)).expect("a row");
    assert_eq!(row.rows, [7]);
    let again = (0..2).map(|nth| row.evaluation.value(updates[nth].node).is_some());
    assert!(again.into_iter().all(|has| has));
    // A row that isn't in the table: what it holds is what was given.
    let typed = vec![vec![0.25, -0.5], vec![1.0]];
    let new = viewer
        .look(trainer, &LookAt::New(typed.into()))
        .expect("a row");
    let program = new.evaluation.program();
    let x = program.sources().iter().find_map(|id| {
        let value = new.evaluation.value(*id)?;
        (*value.data == [0.25, -0.5]).then_some(*id)
    });
    assert!(x.is_some() && new.rows.is_empty() && new.prediction.is_some());
}

#[test]
fn a_written_out_update_is_what_the_step_does_to_the_bit() {
    let optimizers = [
        ("sgd", Vec::new()),
        ("adam", Vec::new()),
        ("rmsprop", Vec::new()),
        ("adagrad", Vec::new()),
    ];
    for (optimizer, options) in optimizers {
        let trainer = shipped("train_xor.ron", |settings| {
            settings.optimizer = Some(optimizer.to_owned());
            settings.options = options;
            settings.clip_norm = Some(0.5);
        });
        let mut session = Session::new(trainer, 1 << 20);
        let mut viewer = Viewer::default();
        for _ in 0..5 {
            let updates = update_numbers(&mut viewer, session.trainer(), 99).expect("numbers");
            assert!(!updates.is_empty());
            session.step();
            for update in updates {
                let mut trained = session.trainer().trained();
                let (_, value) = trained.find(|(id, _)| *id == update.node).expect("trained");
                assert_eq!(
                    value.data()[0].to_bits(),
                    update.after.to_bits(),
                    "{optimizer}"
                );
                assert!(update.lines.last().is_some_and(|line| line.contains('←')));
            }
        }
    }
}

#[test]
fn an_update_reads_as_a_formula_with_numbers() {
    let nodes = r#"(name: "w", op: "parameter", value: 2.0), (name: "x", op: "constant", value: -2.0),
        (name: "b", op: "parameter", value: 8.0), (name: "y", op: "constant", value: 2.0),
        (name: "c", op: "multiply", inputs: ["w", "x"]), (name: "a", op: "add", inputs: ["c", "b"]),
        (name: "d", op: "subtract", inputs: ["a", "y"]), (name: "squared", op: "square", inputs: ["d"]),
        (name: "half", op: "constant", value: 0.5), (name: "J", op: "multiply", inputs: ["half", "squared"])"#;
    let trainer = of(&document(nodes), |settings| settings.rate = Some(0.1));
    let updates = update_numbers(&mut Viewer::default(), &trainer, 9).expect("numbers");
    assert_eq!(updates[0].lines, ["w ← 2 − 0.1 × (−4) = 2.4"]);
    assert_eq!(updates[0].rule, ["w ← w − rate × g"]);
    assert_eq!(updates[1].lines, ["b ← 8 − 0.1 × 2 = 7.8"]);
}

#[test]
fn each_graph_has_the_picture_that_suits_it() {
    let kind = |name: &str| {
        let trainer = shipped(name, |_| {});
        view(&trainer).unwrap_or_else(|problem| panic!("{name}: {problem}"))
    };
    let RunView::Surface(surface) = kind("train_line.ron") else {
        panic!("two parameters have a surface");
    };
    assert!(surface.graph.get(surface.parameters[0]).is_some());
    let RunView::Regions(regions) = kind("train_moons.ron") else {
        panic!("two inputs have regions");
    };
    assert_eq!(regions.cells.len(), regions.side * regions.side);
    assert_eq!(regions.points.len(), 400);
    let right = regions
        .points
        .iter()
        .filter(|point| point.2 as usize == 0)
        .count();
    assert_eq!(right, 280);
    let RunView::Classes(classes) = kind("train_digits.ron") else {
        panic!("images have a confusion matrix");
    };
    assert_eq!(classes.confusion.len(), 10);
}

#[test]
fn regions_of_a_trained_graph_hold_their_points() {
    let mut session = Session::new(shipped("train_moons.ron", |_| {}), 1 << 20);
    session.finish();
    let RunView::Regions(regions) = view(session.trainer()).expect("a view") else {
        panic!("two inputs have regions");
    };
    // The cell under each point mostly has the class of the point.
    let cell = |at: [f64; 2]| {
        let place = |axis: usize| {
            let (low, high) = regions.ranges[axis];
            let part = (at[axis] - low) / (high - low) * (regions.side - 1) as f64;
            part.round() as usize
        };
        regions.cells[place(1) * regions.side + place(0)].0
    };
    let right = regions
        .points
        .iter()
        .filter(|(at, class, ..)| cell(*at) == *class)
        .count();
    assert!(right > 370, "{right} of 400");
}

#[test]
fn a_curve_fits_the_points_it_learnt() {
    let x = sines(60, 0.37);
    let y = x.iter().map(|x| 3.0 * x * x - 1.0).collect();
    let nodes = r#"(name: "x", op: "input", value: 0.5), (name: "y", op: "input", value: 0),
        (name: "a", op: "parameter", value: 0.1), (name: "b", op: "parameter", value: 0.2),
        (name: "c", op: "parameter", value: 0.3), (name: "xx", op: "square", inputs: ["x"]),
        (name: "axx", op: "multiply", inputs: ["a", "xx"]), (name: "bx", op: "multiply", inputs: ["b", "x"]),
        (name: "p", op: "add", inputs: ["axx", "bx"]), (name: "q", op: "add", inputs: ["p", "c"]),
        (name: "loss", op: "mean_squared_error", inputs: ["q", "y"])"#;
    let settings = TrainingSettings {
        rate: Some(0.3),
        batch: Some(60),
        epochs: Some(800),
        ..TrainingSettings::default()
    };
    let data = rows(&[("x", 1, x), ("y", 1, y)]);
    let trainer = Trainer::new(document(nodes).graph(), &settings, data, None);
    let trainer = trainer.unwrap_or_else(|problems| panic!("{}", problems[0]));
    let mut session = Session::new(trainer, 1 << 20);
    session.finish();
    let RunView::Fit(fit) = view(session.trainer()).expect("a view") else {
        panic!("one input has a fit");
    };
    assert_eq!(fit.source, "x");
    for [x, y] in &fit.curve {
        assert!((y - (3.0 * x * x - 1.0)).abs() < 1e-3, "{y} at {x}");
    }
}

/// The troubles of a run after so many steps.
fn found(trainer: Trainer, steps: u64) -> Vec<TroubleKind> {
    let mut session = Session::new(trainer, 1 << 20);
    for _ in 0..steps {
        session.step();
    }
    let troubles = troubles(&mut Viewer::default(), session.trainer(), session.record());
    let kinds = troubles.expect("a batch").into_iter().map(|it| it.kind);
    kinds.collect()
}

#[test]
fn a_rate_that_is_too_large_is_named() {
    let large = |settings: &mut TrainingSettings| {
        settings.optimizer = Some("sgd".to_owned());
        settings.rate = Some(10.0);
    };
    let kinds = found(shipped("train_line.ron", large), 6);
    assert!(kinds.contains(&TroubleKind::RateTooLarge), "{kinds:?}");
    let kinds = found(shipped("train_line.ron", |_| {}), 6);
    assert_eq!(kinds, []);
}

#[test]
fn dead_units_and_saturated_ones_are_named() {
    let data = || rows(&[("x", 1, sines(40, 0.37)), ("y", 1, sines(40, 0.7))]);
    let nodes = |op: &str, bias: f64| {
        format!(
            r#"(name: "x", op: "input", value: 0.5), (name: "y", op: "input", value: 0),
            (name: "w", op: "parameter", value: [1, 2]), (name: "b", op: "parameter", value: {bias}),
            (name: "wx", op: "multiply", inputs: ["w", "x"]), (name: "z", op: "add", inputs: ["wx", "b"]),
            (name: "h", op: "{op}", inputs: ["z"]), (name: "v", op: "parameter", value: 1),
            (name: "s", op: "sum", inputs: ["h"]), (name: "p", op: "multiply", inputs: ["s", "v"]),
            (name: "loss", op: "mean_squared_error", inputs: ["p", "y"])"#
        )
    };
    let kinds = |op: &str, bias: f64| {
        let document = document(&nodes(op, bias));
        let settings = TrainingSettings::default();
        let trainer = Trainer::new(document.graph(), &settings, data(), None);
        found(
            trainer.unwrap_or_else(|problems| panic!("{}", problems[0])),
            0,
        )
    };
    assert!(kinds("relu", -9.0).contains(&TroubleKind::DeadRelu));
    assert!(!kinds("relu", 0.5).contains(&TroubleKind::DeadRelu));
    assert!(kinds("sigmoid", 30.0).contains(&TroubleKind::Saturated));
    assert!(kinds("sigmoid", 30.0).contains(&TroubleKind::Vanishing));
    assert!(!kinds("sigmoid", 0.0).contains(&TroubleKind::Saturated));
}

#[test]
fn numbers_that_are_not_finite_end_it_and_name_the_node() {
    let mut session = Session::new(
        shipped("train_line.ron", |settings| {
            settings.optimizer = Some("sgd".to_owned());
            settings.rate = Some(1e6);
            settings.epochs = Some(1000);
        }),
        1 << 20,
    );
    session.finish();
    let Some(RunEnd::NotFinite(stop)) = session.end() else {
        panic!("{:?}", session.end());
    };
    assert!(stop.problem.node.is_some(), "{stop}");
    // Back to the beginning all the same.
    assert!(session.go_to(1, &|| true));
}

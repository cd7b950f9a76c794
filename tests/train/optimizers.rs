//! Optimisers, schedules and clipping against PyTorch: the trajectories that
//! fixtures/optimizers.py wrote; and each rule's statements against its loop.

use serde_json::Value;
use wiregrad::core::evaluation::Evaluation;
use wiregrad::core::formula::{parse, plan};
use wiregrad::core::graph::Graph;
use wiregrad::core::train::optimizer::{OptionValue, StepSize, Update};
use wiregrad::core::train::schedule::{Schedule, ScheduleKind, ScheduleUnit};
use wiregrad::core::train::settings::Plan;
use wiregrad::core::train::{ParameterSlices, TrainingSettings, optimizers};

/// The gradient of ((1 − x)² + 100 (y − x²)²) ÷ 100.
fn gradient([x, y]: [f64; 2]) -> [f64; 2] {
    let inner = y - x * x;
    let by_x = -2.0 * (1.0 - x) - 400.0 * x * inner;
    [by_x / 100.0, 200.0 * inner / 100.0]
}

/// The options of a case of the fixture as a file says them.
fn settings(case: &Value) -> TrainingSettings {
    let mut settings = TrainingSettings {
        optimizer: case["optimizer"].as_str().map(str::to_lowercase),
        ..TrainingSettings::default()
    };
    for (name, value) in case["options"].as_object().expect("options") {
        let pair = |nth: usize| value[nth].as_f64();
        let option = match (name.as_str(), value.as_f64(), value.as_bool()) {
            ("lr", Some(rate), _) => {
                settings.rate = Some(rate);
                continue;
            }
            (_, Some(x), _) => OptionValue::Number(x),
            (_, _, Some(flag)) => OptionValue::Flag(flag),
            _ => OptionValue::Pair(pair(0).expect("a number"), pair(1).expect("a number")),
        };
        settings.options.push((name.clone(), option));
    }
    match case["clip"][0].as_str() {
        Some("norm") => settings.clip_norm = case["clip"][1].as_f64(),
        Some(_) => settings.clip_value = case["clip"][1].as_f64(),
        None => {}
    }
    let kind = match case["name"].as_str() {
        Some("sgd step") => ScheduleKind::Step {
            every: 20,
            factor: 0.5,
        },
        Some("sgd exponential") => ScheduleKind::Exponential { factor: 0.97 },
        Some("sgd cosine") => ScheduleKind::Cosine {
            length: 100,
            least: 0.001,
        },
        Some("sgd warm-up") => ScheduleKind::WarmUp {
            length: 10,
            start: 0.1,
        },
        _ => return settings,
    };
    let unit = ScheduleUnit::Step;
    settings.schedule = Some(Schedule { kind, unit });
    settings
}

/// One step of a run on two numbers.
fn step(plan: &Plan, number: u64, weights: &mut [f64; 2], state: &mut [Vec<f64>]) {
    let gradient = gradient(*weights);
    let mut rule = plan.gradient;
    if rule.clip_norm.is_some() {
        let norm = rule.squares(weights, &gradient).sqrt();
        rule = rule.at_norm(norm);
    }
    let size = StepSize {
        rate: plan.rate_at(number, 0),
        number,
    };
    let mut arrays = state.iter_mut();
    let slices = ParameterSlices {
        weights,
        gradient: &gradient,
        kept: std::array::from_fn(|_| arrays.next().map_or(&mut [][..], |it| &mut it[..])),
    };
    plan.update.update(size, rule, slices);
}

fn cases() -> (Vec<Value>, [f64; 2]) {
    let text = include_str!("../fixtures/optimizers.json");
    let fixture: Value = serde_json::from_str(text).expect("JSON");
    let start = [0, 1].map(|i| fixture["start"][i].as_f64().expect("a number"));
    (fixture["cases"].as_array().expect("a list").clone(), start)
}

#[test]
fn every_trajectory_is_pytorch_s() {
    let (cases, start) = cases();
    assert_eq!(cases.len(), 22);
    for case in &cases {
        let plan = settings(case).plan().expect("a plan");
        let mut weights = start;
        let mut state = vec![vec![0.0; 2]; plan.update.state().len()];
        let mut compared = 0;
        for number in 1..=100_u64 {
            step(&plan, number, &mut weights, &mut state);
            let expected = &case["steps"][number.to_string()];
            if expected.is_null() {
                continue;
            }
            compared += 1;
            for (i, w) in weights.iter().enumerate() {
                let expected = expected[i].as_f64().expect("a number");
                let off = (w - expected).abs();
                assert!(
                    off <= 1e-12,
                    "{}, step {number}: off by {off:e}",
                    case["name"]
                );
            }
            if let Some(rate) = case["rate"][number.to_string()].as_f64() {
                let off = (plan.rate_at(number, 0) - rate).abs();
                assert!(
                    off < 1e-15,
                    "{}, rate of {number}: off by {off:e}",
                    case["name"]
                );
            }
        }
        assert_eq!(compared, 6, "{}", case["name"]);
    }
}

/// The value of an expression of the language of formulas.
fn evaluate(text: &str, names: &[(String, f64)]) -> f64 {
    let mut formula = format!("result = {text} + 0");
    for (name, value) in names {
        formula += &format!("; {name} = constant({value:?})");
    }
    formula += "; target result";
    let formula = parse(&formula, &|_| false).unwrap_or_else(|error| panic!("{text}: {error}"));
    let plan = plan(&formula, &Graph::new()).unwrap_or_else(|error| panic!("{text}: {error}"));
    let graph = plan.graph().expect("a graph");
    let evaluation = Evaluation::new(&graph);
    let result = graph.find("result").expect("the result");
    evaluation
        .number(result)
        .unwrap_or_else(|| panic!("{text}: no value"))
}

/// Carries out the statements of one step for one number.
fn by_statements(
    update: &dyn Update,
    size: StepSize,
    gradient: f64,
    kept: &mut Vec<(String, f64)>,
) {
    let set = |names: &mut Vec<(String, f64)>, name: &str, value: f64| match names
        .iter_mut()
        .find(|(known, _)| known == name)
    {
        Some((_, known)) => *known = value,
        None => names.push((name.to_owned(), value)),
    };
    set(kept, "g", gradient);
    set(kept, "rate", size.rate);
    set(kept, "t", size.number as f64);
    for (name, value) in update.constants() {
        set(kept, name, value);
    }
    for equation in update.equations(size.number == 1) {
        let value = evaluate(&equation.text, kept);
        set(kept, equation.name, value);
    }
}

#[test]
fn the_statements_of_an_update_compute_what_its_loop_does() {
    let (cases, start) = cases();
    for case in cases.iter().filter(|case| case["clip"].is_null()) {
        let plan = settings(case).plan().expect("a plan");
        let update = &*plan.update;
        let mut weights = start;
        let mut state = vec![vec![0.0; 2]; update.state().len()];
        let named = |w: f64| {
            let kept = update.state().iter().map(|name| ((*name).to_owned(), 0.0));
            [("w".to_owned(), w)].into_iter().chain(kept).collect()
        };
        let mut kept: [Vec<(String, f64)>; 2] = start.map(named);
        for number in 1..=20_u64 {
            let gradients = gradient(weights);
            step(&plan, number, &mut weights, &mut state);
            for ((kept, gradient), weight) in kept.iter_mut().zip(gradients).zip(weights) {
                let rate = plan.rate_at(number, 0);
                by_statements(update, StepSize { rate, number }, gradient, kept);
                let off = (kept[0].1 - weight).abs();
                assert!(
                    off < 1e-12,
                    "{}, step {number}: off by {off:e}",
                    case["name"]
                );
                kept[0].1 = weight;
            }
        }
    }
}

#[test]
fn options_that_can_t_be_are_refused() {
    let with = |optimizer: &str, options: &[(&str, OptionValue)]| TrainingSettings {
        optimizer: Some(optimizer.to_owned()),
        options: options
            .iter()
            .map(|(name, value)| ((*name).to_owned(), *value))
            .collect(),
        ..TrainingSettings::default()
    };
    let number = OptionValue::Number;
    let cases = [
        (
            with("adm", &[]),
            "there is no optimizer \"adm\": did you mean \"adam\"?",
        ),
        (
            with("sgd", &[("betas", OptionValue::Pair(0.9, 0.9))]),
            "sgd has no betas: sgd takes momentum, dampening, nesterov and weight_decay",
        ),
        (
            with("sgd", &[("momentum", number(-1.0))]),
            "momentum can't be -1.0: write a number of at least 0",
        ),
        (
            with("adam", &[("betas", OptionValue::Pair(0.9, 1.0))]),
            "betas can't be (0.9, 1.0): write two numbers from 0 up to 1, 1 excluded, such as (0.9, 0.999)",
        ),
        (
            with("adam", &[("amsgrad", number(1.0))]),
            "amsgrad can't be 1.0: write true or false",
        ),
        (
            with("sgd", &[("nesterov", OptionValue::Flag(true))]),
            "nesterov needs momentum and no dampening: set momentum, such as momentum: 0.9, and leave dampening out",
        ),
        (
            TrainingSettings {
                rate: Some(0.0),
                ..TrainingSettings::default()
            },
            "rate can't be 0: use a finite number above 0, such as 0.01",
        ),
        (
            TrainingSettings {
                batch: Some(0),
                ..TrainingSettings::default()
            },
            "batch can't be 0: use a whole number from 1 to 1048576",
        ),
    ];
    for (settings, expected) in cases {
        let fault = settings.check().expect_err(expected);
        assert_eq!(format!("{}: {}", fault.message, fault.help), expected);
    }
    for row in optimizers::ALL {
        assert!(with(row.name, &[]).check().is_ok(), "{}", row.name);
    }
}

//! The ops of the second table of fixtures, which fixtures/more_ops.py wrote, against NumPy
//! and JAX, and at their edges.

use std::collections::HashMap;

use crate::tensor_fixtures::{assert_close, list, nested, run};
use serde_json::Value;
use wiregrad::core::op::Op;
use wiregrad::core::ops;
use wiregrad::core::tensor::Tensor;

/// A tensor of this shape from nested lists of its shape, or from one number for all.
fn filled(json: &Value, like: &Tensor) -> Tensor {
    match json {
        Value::Array(_) => nested(json),
        _ => {
            let one = nested(json).data()[0];
            let data = vec![one; like.data().len()];
            Tensor::new(like.shape(), data).expect("its own shape")
        }
    }
}

fn cases() -> Vec<Value> {
    serde_json::from_str(include_str!("../fixtures/more_ops.json")).expect("the fixtures are JSON")
}

fn op_of(case: &Value) -> &'static Op {
    let name = case["op"].as_str().expect("a name");
    ops::named(name).unwrap_or_else(|| panic!("{name} is in the table"))
}

#[test]
fn every_op_agrees_with_jax_or_takes_what_it_says() {
    let mut points = HashMap::new();
    for case in cases() {
        let op = op_of(&case);
        let what = format!("{} {} of {}", op.name, case["attributes"], case["inputs"]);
        let inputs = list(&case["inputs"]);
        let (value, gradients) = run(op, &case, &inputs);
        // What JAX says, or what is taken in its place.
        let wanted = |key: &str| match &case["taken"][key] {
            Value::Null => &case[key],
            taken => taken,
        };
        assert_close(&value, &filled(wanted("value"), &value), 2e-12, &what);
        let wanted = wanted("gradients").as_array().expect("a list");
        assert_eq!(gradients.len(), wanted.len());
        for (i, (found, wanted)) in gradients.iter().zip(wanted).enumerate() {
            let what = format!("gradient of input {i}: {what}");
            assert_close(found, &filled(wanted, found), 1e-11, &what);
            *points.entry(op.name).or_insert(0) += found.data().len();
        }
    }
    assert_eq!(points.len(), 38);
    for (name, count) in points {
        assert!(count >= 1_000, "{name}: only {count} points");
    }
}

#[test]
fn where_something_else_is_taken_it_differs_and_is_said() {
    let mut differing = 0;
    for case in cases().iter().filter(|case| !case["why"].is_null()) {
        let taken = case["taken"].as_object().expect("what is taken");
        for (key, taken) in taken {
            assert_ne!(taken, &case[key], "{case}");
        }
        let why = case["why"].as_str().expect("a sentence");
        assert!(why.len() > 20, "{case}");
        differing += 1;
    }
    assert!(differing >= 20, "{differing}");
}

//! Every op against NumPy and JAX: the table that fixtures/tensor_ops.py wrote.

use crate::common::{Applied, attribute_of, tensor};
use serde_json::Value;
use wiregrad::core::op::{Op, Rule};
use wiregrad::core::ops;
use wiregrad::core::tensor::{Shape, Tensor};

/// A tensor from nested lists; what JSON has no number for is a text.
pub(crate) fn nested(json: &Value) -> Tensor {
    fn flatten(json: &Value, depth: usize, lengths: &mut Vec<usize>, data: &mut Vec<f64>) {
        let Value::Array(list) = json else {
            let text = || json.as_str().and_then(|text| text.parse().ok());
            data.push(json.as_f64().or_else(text).expect("a number"));
            return;
        };
        if lengths.len() == depth {
            lengths.push(list.len());
        }
        for item in list {
            flatten(item, depth + 1, lengths, data);
        }
    }
    let (mut lengths, mut data) = (Vec::new(), Vec::new());
    flatten(json, 0, &mut lengths, &mut data);
    tensor(&lengths, &data)
}

pub(crate) fn list(json: &Value) -> Vec<Tensor> {
    let items = json.as_array().expect("a list");
    items.iter().map(nested).collect()
}

fn broadcast_to(input: &Tensor, shape: Shape) -> Applied {
    let op = ops::named("broadcast_to").expect("it is in the table");
    let lengths: Vec<usize> = shape.dims().collect();
    let attributes = [("shape", attribute_of(&lengths.into()))];
    Applied::new(op, &attributes, std::slice::from_ref(input)).expect("it broadcasts")
}

/// The value of an op, and its gradient for each input: the one place that knows
/// how an op is run. Kernels of elementwise ops don't broadcast, so that their
/// inputs are stretched first.
pub(crate) fn run(op: &'static Op, case: &Value, inputs: &[Tensor]) -> (Tensor, Vec<Tensor>) {
    let given = case["attributes"].as_object().expect("attributes").iter();
    let attributes: Vec<_> = given.map(|(k, v)| (k.as_str(), attribute_of(v))).collect();
    let applied = Applied::new(op, &attributes, inputs).expect("it fits");
    let shape = applied.shape;
    let made = |shape, data| Tensor::new(shape, data).expect("it fits");
    let cotangent = match &case["cotangent"] {
        Value::Number(all) => vec![all.as_f64().expect("a number"); shape.elements()],
        list => nested(list).data().to_vec(),
    };
    if matches!(op.rule, Rule::Tensor(_)) {
        let value = applied.value();
        let gradient = |i: usize| {
            let data = applied.gradient(&value, &cotangent, i);
            made(inputs[i].shape(), data)
        };
        let gradients = (0..inputs.len()).map(gradient).collect();
        return (made(shape, value), gradients);
    }
    let stretched: Vec<Applied> = inputs.iter().map(|x| broadcast_to(x, shape)).collect();
    let wide = stretched.iter().map(|wide| made(shape, wide.value()));
    let wide: Vec<Tensor> = wide.collect();
    let applied = Applied::new(op, &attributes, &wide).expect("it fits");
    let value = applied.value();
    let gradient = |(i, narrow): (usize, &Applied)| {
        let whole = applied.gradient(&value, &cotangent, i);
        let data = narrow.gradient(wide[i].data(), &whole, 0);
        made(inputs[i].shape(), data)
    };
    let gradients = stretched.iter().enumerate().map(gradient).collect();
    (made(shape, value), gradients)
}

/// Elements that cancel to next to nothing are judged by what they came from.
pub(crate) fn assert_close(found: &Tensor, wanted: &Tensor, tolerance: f64, what: &str) {
    assert_eq!(found.shape(), wanted.shape(), "{what}");
    for (found, wanted) in found.data().iter().zip(wanted.data()) {
        let error = (found - wanted).abs() / wanted.abs().max(0.01);
        assert!(
            found == wanted || (found.is_nan() && wanted.is_nan()) || error <= tolerance,
            "{what}: {found} is not {wanted}"
        );
    }
}

#[test]
fn every_op_agrees_with_numpy_and_jax() {
    let text = include_str!("../fixtures/tensor_ops.json");
    let cases: Vec<Value> = serde_json::from_str(text).expect("the fixtures are JSON");
    assert!(cases.len() > 250);
    let mut skipped = 0;
    for case in &cases {
        let name = case["op"].as_str().expect("a name");
        // Until every op is in the table; then this becomes an `expect`.
        let Some(op) = ops::named(name) else {
            skipped += 1;
            continue;
        };
        let what = format!("{name} {} of {}", case["attributes"], case["inputs"]);
        let inputs = list(&case["inputs"]);
        let (value, gradients) = run(op, case, &inputs);
        assert_close(&value, &nested(&case["value"]), 1e-12, &what);
        let wanted = list(&case["gradients"]);
        assert_eq!(gradients.len(), wanted.len());
        for (i, (found, wanted)) in gradients.iter().zip(&wanted).enumerate() {
            let what = format!("gradient of input {i}: {what}");
            assert_close(found, wanted, 1e-11, &what);
        }
    }
    eprintln!(
        "{} cases, {skipped} skipped: not in the table yet",
        cases.len()
    );
}

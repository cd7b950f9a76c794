//! The rules of the tensor ops against each other: gradients against centred
//! differences, tangents against gradients, on every example of every row.

use std::collections::HashMap;

use crate::common::{Applied, Random, attribute, dot, shape};
use wiregrad::core::op::{Domain, Example, Op, Rule};
use wiregrad::core::ops;
use wiregrad::core::tensor::Tensor;

pub(crate) fn tensor_ops() -> impl Iterator<Item = (&'static Op, &'static [Example])> {
    ops::ALL.iter().filter_map(|op| match &op.rule {
        Rule::Tensor(rule) => Some((*op, rule.examples)),
        _ => None,
    })
}

/// Whether the second input of an example is a list of class numbers.
fn takes_classes(op: &Op, example: &Example, input: usize) -> bool {
    input > 0
        && op.domain_of(input) == Domain::Classes
        && example.shapes[input].len() < example.shapes[input - 1].len()
}

pub(crate) fn draw(op: &Op, example: &Example, random: &mut Random) -> Vec<Tensor> {
    let one = |input: usize, random: &mut Random| match op.domain_of(input) {
        Domain::Between(low, high) => random.between(low, high),
        Domain::AwayFromZero(low, high) => {
            let sign = if random.bits() & 1 == 0 { 1.0 } else { -1.0 };
            sign * random.between(low, high)
        }
        Domain::Classes if takes_classes(op, example, input) => {
            let classes = *example.shapes[input - 1].last().expect("an axis");
            (random.bits() % classes as u64) as f64
        }
        Domain::Classes => random.between(0.0, 1.0),
        Domain::Whole(count) => (random.bits() % u64::from(count)) as f64,
    };
    let shapes = example.shapes.iter().enumerate();
    let mut inputs = Vec::new();
    for (input, lengths) in shapes {
        let shape = shape(lengths);
        let data = (0..shape.elements()).map(|_| one(input, random)).collect();
        inputs.push(Tensor::new(shape, data).expect("it fits"));
    }
    inputs
}

/// How often numbers are drawn for each example: 1,000 points an op and more.
const ROUNDS: usize = 60;

/// Every example of every row, each with many draws of numbers.
fn each_example(mut test: impl FnMut(Applied, &Example, &mut Random, &str)) {
    let mut random = Random(20);
    let mut seen = 0;
    for (op, examples) in tensor_ops() {
        assert!(examples.len() >= 4, "{} has too few examples", op.name);
        for example in examples.iter().flat_map(|e| std::iter::repeat_n(e, ROUNDS)) {
            let name = format!("{} {:?} {:?}", op.name, example.shapes, example.attributes);
            let given = example.attributes.iter();
            let attributes: Vec<_> = given.map(|(name, text)| (*name, attribute(text))).collect();
            let inputs = draw(op, example, &mut random);
            let applied = Applied::new(op, &attributes, &inputs);
            let applied = applied.unwrap_or_else(|fault| panic!("{name}: {fault:?}"));
            test(applied, example, &mut random, &name);
            seen += 1;
        }
    }
    assert!(seen > 60 * ROUNDS, "only {seen} draws");
}

fn numbers(count: usize, random: &mut Random) -> Vec<f64> {
    (0..count).map(|_| random.between(-1.0, 1.0)).collect()
}

#[test]
fn gradients_agree_with_centred_differences() {
    let mut points = HashMap::new();
    each_example(|mut applied, example, random, name| {
        let value = applied.value();
        let weights = numbers(value.len(), random);
        let smooth = applied.region();
        for input in 0..example.shapes.len() {
            let gradient = applied.gradient(&value, &weights, input);
            let stopped =
                applied.op.stopped.contains(&input) || takes_classes(applied.op, example, input);
            for (i, &exact) in applied.place(input).zip(&gradient) {
                if stopped {
                    assert_eq!(exact, 0.0, "{name}, input {input}");
                    continue;
                }
                let here = applied.arena[i];
                let step = 1e-5;
                let mut at = |x: f64| {
                    applied.arena[i] = x;
                    (dot(&applied.value(), &weights), applied.region() == smooth)
                };
                let ((above, smooth_above), (below, smooth_below)) =
                    (at(here + step), at(here - step));
                applied.arena[i] = here;
                if !(smooth_above && smooth_below) {
                    continue; // a kink lies within the step
                }
                *points.entry(applied.op.name).or_insert(0) += 1;
                let difference = (above - below) / (2.0 * step);
                let scale = exact.abs().max(difference.abs()).max(1e-2);
                let error = (exact - difference).abs() / scale;
                assert!(
                    error <= 1e-6,
                    "{name}, input {input}: {exact} and {difference}"
                );
            }
        }
    });
    let flows = |op: &Op| (0..op.inputs.initial()).any(|input| !op.stopped.contains(&input));
    for (op, _) in tensor_ops().filter(|(op, _)| flows(op)) {
        let count = points.get(op.name).copied().unwrap_or(0);
        assert!(count >= 1_000, "{}: only {count} points", op.name);
    }
}

#[test]
fn tangents_are_the_transpose_of_gradients() {
    each_example(|applied, example, random, name| {
        let value = applied.value();
        let along = numbers(applied.arena.len(), random);
        let weights = numbers(value.len(), random);
        let forward = dot(&weights, &applied.tangent(&value, &along));
        let mut backward = 0.0;
        let mut size = forward.abs().max(1.0);
        for input in 0..example.shapes.len() {
            let gradient = applied.gradient(&value, &weights, input);
            let part = dot(&gradient, &along[applied.place(input)]);
            size = size.max(part.abs());
            backward += part;
        }
        let error = (forward - backward).abs() / size;
        assert!(error <= 1e-12, "{name}: {forward} and {backward}");
    });
}

#[test]
fn ops_that_claim_to_be_linear_are() {
    each_example(|mut applied, _, random, name| {
        if !applied.op.linear {
            return;
        }
        let value = applied.value();
        let along = numbers(applied.arena.len(), random);
        let tangent = applied.tangent(&value, &along);
        for (x, change) in applied.arena.iter_mut().zip(&along) {
            *x += change;
        }
        for ((before, after), change) in value.iter().zip(applied.value()).zip(tangent) {
            assert!((after - before - change).abs() < 1e-12, "{name}");
        }
    });
}

fn bits(numbers: &[f64]) -> Vec<u64> {
    numbers.iter().map(|x| x.to_bits()).collect()
}

#[test]
fn contributions_are_the_same_alone_together_and_added() {
    each_example(|applied, example, random, name| {
        let value = applied.value();
        let weights = numbers(value.len(), random);
        let before = numbers(applied.arena.len(), random);
        let mut added = before.clone();
        applied.add_gradients(&value, &weights, &mut added);
        let together = applied.gradients(&value, &weights);
        assert_eq!(together.len(), example.shapes.len());
        for (input, together) in together.iter().enumerate() {
            let alone = applied.gradient(&value, &weights, input);
            assert_eq!(bits(&alone), bits(together), "{name}, input {input}");
            let place = applied.place(input);
            let sums = before[place.clone()].iter().zip(&alone);
            let sums: Vec<f64> = sums.map(|(before, part)| before + part).collect();
            assert_eq!(bits(&sums), bits(&added[place]), "{name}, input {input}");
        }
    });
}

//! The tensor ops where it is hard: logits of ±1000, ties, NaN, certainty, shapes
//! that don't fit.

use std::f64::consts::LN_2;

use crate::common::{Applied, attribute, shape, tensor};
use wiregrad::core::fault::Fault;
use wiregrad::core::op::Op;
use wiregrad::core::ops;
use wiregrad::core::tensor::Tensor;

fn op(name: &str) -> &'static Op {
    ops::named(name).unwrap_or_else(|| panic!("{name} is in the table"))
}

fn apply(name: &str, attributes: &[(&str, &str)], inputs: &[Tensor]) -> Result<Applied, Fault> {
    let attributes = attributes
        .iter()
        .map(|(name, text)| (*name, attribute(text)));
    Applied::new(op(name), &attributes.collect::<Vec<_>>(), inputs)
}

fn fits(name: &str, attributes: &[(&str, &str)], inputs: &[Tensor]) -> Applied {
    apply(name, attributes, inputs).unwrap_or_else(|fault| panic!("{name}: {fault:?}"))
}

/// The value and the gradient for one input, with a gradient of ones coming in.
fn both(name: &str, attributes: &[(&str, &str)], inputs: &[Tensor], input: usize) -> [Vec<f64>; 2] {
    let applied = fits(name, attributes, inputs);
    let value = applied.value();
    let gradient = applied.gradient(&value, &vec![1.0; value.len()], input);
    [value, gradient]
}

fn row(data: &[f64]) -> Tensor {
    tensor(&[data.len()], data)
}

fn close(found: &[f64], wanted: &[f64]) {
    assert_eq!(found.len(), wanted.len(), "{found:?}");
    for (f, w) in found.iter().zip(wanted) {
        let error = (f - w).abs() / w.abs().max(f64::MIN_POSITIVE);
        assert!(
            f == w || (f.is_nan() && w.is_nan()) || error < 1e-14,
            "{found:?}, not {wanted:?}"
        );
    }
}

const INF: f64 = f64::INFINITY;
const NAN: f64 = f64::NAN;

#[test]
fn softmax_neither_overflows_nor_loses_what_is_small() {
    let value = |x: &[f64]| fits("softmax", &[], &[row(x)]).value();
    close(&value(&[1000.0, 1000.0]), &[0.5, 0.5]);
    close(&value(&[-1000.0, -1000.0]), &[0.5, 0.5]);
    close(&value(&[1000.0, -1000.0]), &[1.0, 0.0]);
    close(&value(&[0.0, -700.0]), &[1.0, 9.859_676_543_759_77e-305]);
    close(&value(&[0.0, f64::NEG_INFINITY]), &[1.0, 0.0]);
    close(&value(&[5e-324, 0.0]), &[0.5, 0.5]);
    assert!(value(&[0.0, NAN]).iter().all(|x| x.is_nan()));
}

#[test]
fn log_softmax_keeps_what_softmax_rounds_to_nothing() {
    let value = |x: &[f64]| fits("log_softmax", &[], &[row(x)]).value();
    close(&value(&[1000.0, -1000.0]), &[0.0, -2000.0]);
    close(&value(&[-1000.0, -1000.0]), &[-LN_2; 2]);
    let [_, gradient] = both("log_softmax", &[], &[row(&[1000.0, -1000.0])], 0);
    close(&gradient, &[-1.0, 1.0]);
    // A winner that is nearly certain: log(1 + the others' sum), not 0.
    close(
        &value(&[50.0, 0.0, 0.0]),
        &[-3.857_499_695_927_835_6e-22, -50.0, -50.0],
    );
    close(
        &value(&[40.0, 40.0, -3.0]),
        &[-LN_2, -LN_2, -43.693_147_180_559_95],
    );
    let applied = fits("log_softmax", &[], &[row(&[-2.0, 36.0, 1.5])]);
    let found = applied.value();
    close(&found, &[-38.0, -1.070_929_339_590_701_6e-15, -34.5]);
    let gradient = applied.gradient(&found, &[0.0, 1.0, 0.0], 0);
    let wanted = [
        -3.139_132_792_048_026_5e-17,
        1.070_929_339_590_701e-15,
        -1.039_538_011_670_220_8e-15,
    ];
    close(&gradient, &wanted);
    let columns = tensor(&[3, 1], &[-2.0, 36.0, 1.5]);
    let applied = fits("log_softmax", &[("axis", "0")], &[columns]);
    assert_eq!(applied.value(), found);
    let gradient = applied.gradient(&found, &[0.0, 1.0, 0.0], 0);
    close(&gradient, &wanted);
    let along = applied.tangent(&found, &[NAN, 0.0, 1.0, 0.0]);
    close(&along, &[-1.0, 1.070_929_339_590_701e-15, -1.0]);
}

#[test]
fn extremes_share_the_gradient_among_equals() {
    let x = tensor(&[2, 3], &[1.0, 3.0, 3.0, 2.0, 2.0, 2.0]);
    let [value, gradient] = both("max", &[("axis", "1")], std::slice::from_ref(&x), 0);
    assert_eq!(value, [3.0, 2.0]);
    let third = 1.0 / 3.0;
    close(&gradient, &[0.0, 0.5, 0.5, third, third, third]);
    let [value, gradient] = both("min", &[], std::slice::from_ref(&x), 0);
    assert_eq!(value, [1.0]);
    close(&gradient, &[1.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
    // −0 and 0 are equal, and so are infinities.
    close(&both("max", &[], &[row(&[-0.0, 0.0])], 0)[1], &[0.5, 0.5]);
    close(&both("max", &[], &[row(&[-INF, -INF])], 0)[1], &[0.5, 0.5]);
}

#[test]
fn nan_wins_among_extremes_wherever_it_stands() {
    for name in ["max", "min"] {
        for x in [[NAN, 1.0, 2.0], [1.0, NAN, 2.0], [1.0, 2.0, NAN]] {
            let [value, gradient] = both(name, &[], &[row(&x)], 0);
            assert!(value[0].is_nan(), "{name} {x:?}");
            let wanted = x.map(|x| if x.is_nan() { 1.0 } else { 0.0 });
            close(&gradient, &wanted);
        }
    }
}

#[test]
fn regions_tell_the_smooth_pieces_apart() {
    let region = |name, inputs: &[Tensor]| fits(name, &[], inputs).region();
    let of = |name, x: [f64; 3]| region(name, &[row(&x)]);
    for name in ["max", "min"] {
        let sign = if name == "max" { 1.0 } else { -1.0 };
        let here = of(name, [1.0, 2.0 * sign, 0.5]);
        assert_eq!(here, of(name, [1.5, 2.5 * sign, 0.9]));
        assert_ne!(here, of(name, [2.1 * sign, 2.0 * sign, 0.5]));
        assert_ne!(here, of(name, [2.0 * sign, 2.0 * sign, 0.5]));
    }
    let error = |a: f64| region("mean_absolute_error", &[a.into(), 1.0.into()]);
    assert_eq!(error(2.0), error(3.0));
    assert_ne!(error(2.0), error(1.0));
    assert_ne!(error(2.0), error(0.0));
}

#[test]
fn sums_of_many_numbers_keep_their_digits() {
    let many = vec![0.1; 1 << 18];
    let exact = 0.1 * f64::from(1 << 18);
    close(&fits("sum", &[], &[row(&many)]).value(), &[exact]);
    close(&fits("mean", &[], &[row(&many)]).value(), &[0.1]);
}

#[test]
fn certainty_costs_infinity_only_when_wrong() {
    let cost = |p: f64, t: f64| both("binary_cross_entropy", &[], &[p.into(), t.into()], 0);
    close(&cost(0.0, 0.0).concat(), &[0.0, 1.0]);
    close(&cost(1.0, 1.0).concat(), &[0.0, -1.0]);
    close(&cost(0.0, 1.0).concat(), &[INF, -INF]);
    close(&cost(1.0, 0.0).concat(), &[INF, INF]);
    close(
        &cost(1e-300, 1.0).concat(),
        &[690.775_527_898_213_7, -1e300],
    );
    close(&cost(1e-20, 0.0).concat(), &[1e-20, 1.0]);
}

#[test]
fn logits_of_a_thousand_cost_a_thousand_or_nothing() {
    let name = "binary_cross_entropy_with_logits";
    let cost = |z: f64, t: f64| both(name, &[], &[z.into(), t.into()], 0).concat();
    close(&cost(1000.0, 0.0), &[1000.0, 1.0]);
    close(&cost(-1000.0, 1.0), &[1000.0, -1.0]);
    close(&cost(1000.0, 1.0), &[0.0, 0.0]);
    close(&cost(0.0, 0.5), &[std::f64::consts::LN_2, 0.0]);
    // What is left over of a sure and right answer is not rounded away.
    close(
        &cost(40.0, 1.0),
        &[4.248_354_255_291_589e-18, -4.248_354_255_291_589e-18],
    );
    close(
        &cost(-40.0, 0.0),
        &[4.248_354_255_291_589e-18, 4.248_354_255_291_589e-18],
    );
}

#[test]
fn cross_entropy_is_stable_and_refuses_what_is_no_class() {
    let logits = tensor(&[2, 3], &[1000.0, -1000.0, 0.0, -1000.0, 0.0, -1000.0]);
    let [value, gradient] = both("cross_entropy", &[], &[logits.clone(), row(&[1.0, 1.0])], 0);
    close(&value, &[1000.0]);
    close(&gradient, &[0.5, -0.5, 0.0, 0.0, 0.0, 0.0]);
    let [_, by_class] = both("cross_entropy", &[], &[logits, row(&[1.0, 1.0])], 1);
    assert_eq!(by_class, [0.0, 0.0]);
    for bad in [-1.0, 3.0, 0.5, NAN, INF] {
        let inputs = [tensor(&[1, 3], &[0.0; 3]), row(&[bad])];
        let [value, gradient] = both("cross_entropy", &[], &inputs, 0);
        assert!(value[0].is_nan(), "{bad}");
        assert!(gradient.iter().all(|x| x.is_nan()), "{bad}");
    }
    // An answer that is nearly certain: log(1 + the others' sum), not 0.
    let sure = |truth: Tensor| both("cross_entropy", &[], &[row(&[50.0, 0.0, 0.0]), truth], 0);
    for truth in [Tensor::scalar(0.0), row(&[1.0, 0.0, 0.0])] {
        let [value, gradient] = sure(truth);
        close(&value, &[3.857_499_695_927_835_6e-22]);
        let other = 1.928_749_847_963_917_8e-22;
        close(&gradient, &[-2.0 * other, other, other]);
        assert_eq!(gradient.iter().sum::<f64>(), 0.0);
    }
    let [value, gradient] = sure(Tensor::scalar(1.0));
    close(&value, &[50.0]);
    close(&gradient, &[1.0, -1.0, 1.928_749_847_963_917_8e-22]);
    let likely = [row(&[37.0, 0.0, 0.0, 0.0, 1.0]), Tensor::scalar(0.0)];
    let [value, gradient] = both("cross_entropy", &[], &likely, 0);
    close(&value, &[4.879_437_117_966_788e-16]);
    close(&gradient[..1], &[-4.879_437_117_966_787e-16]);
    close(&gradient[4..], &[2.319_522_830_243_568e-16]);
    // A class that is ruled out and not meant costs nothing.
    let inputs = [row(&[0.0, -INF]), row(&[1.0, 0.0])];
    close(
        &both("cross_entropy", &[], &inputs, 0).concat(),
        &[0.0, 0.0, 0.0],
    );
}

/// Products of every size near those at which the method changes, against sums
/// written out.
#[test]
fn matrix_products_of_all_sizes_are_right() {
    let mut random = crate::common::Random(5);
    for m in [1, 2, 5, 8, 33] {
        for k in [1, 3, 16, 40] {
            for n in [1, 4, 9, 17] {
                let mut draw = |count| (0..count).map(|_| random.between(-1.0, 1.0)).collect();
                let (a, b): (Vec<f64>, Vec<f64>) = (draw(m * k), draw(k * n));
                let product = fits("matmul", &[], &[tensor(&[m, k], &a), tensor(&[k, n], &b)]);
                for (at, found) in product.value().into_iter().enumerate() {
                    let (i, j) = (at / n, at % n);
                    let wanted: f64 = (0..k).map(|l| a[i * k + l] * b[l * n + j]).sum();
                    assert!((found - wanted).abs() < 1e-14 * k as f64, "{m} {k} {n}");
                }
            }
        }
    }
}

/// What is said to each call below.
const REFUSED: &str = "\
matmul: shapes [] and [2] have no matrix product: a scalar is no matrix; use multiply for products with a scalar
matmul: shapes [2, 3] and [2, 3] have no matrix product: rows of 3 meet columns of 2; make the last length of a equal to the last but one of b, or transpose one
matmul: the batches of shapes [2, 1, 3] and [4, 3, 3, 3, 2] don't broadcast; make the axes before the last two equal or 1, aligned at the right
transpose: axes [0] names 1 axes, but shape [2, 3] has 2; name each axis once, or leave axes out to reverse them
transpose: axis -2 is named twice; name each axis once
transpose: shape [2, 3] has no axis 2; use an axis from -2 to 1
reshape: shape [-1, -1] leaves 2 lengths open; use -1 for at most one axis
reshape: shape [6] has 6 elements, which don't fill [4, -1]; choose lengths whose product is 6; one may be -1
reshape: shape [6] has 6 elements, which don't fill [5]; choose lengths whose product is 6; one may be -1
reshape: -6 can't be the length of an axis; give lengths of 1 or more
reshape: 0 can't be the length of an axis; give lengths of 1 or more
concatenate: a scalar has no axis to join along; reshape it to [1] first
concatenate: shapes [2, 3] and [3, 3] can't be joined along axis 1; make all lengths but that axis's equal
concatenate: shape [2, 3] has no axis 2; use an axis from -2 to 1
slice: a scalar has no axis to cut; reshape it to [1] first
slice: shape [4] has no axis 1; use an axis from -1 to 0
slice: a step of 0 goes nowhere; use a step of 1 or more, or a negative one to go backwards
slice: nothing is left: from 3 to 2 of 4 along axis 0; choose a stop after the start
broadcast_to: shape [3] doesn't broadcast to [3, 2]; only new axes in front and axes of length 1 can grow
broadcast_to: shape [2, 3] doesn't broadcast to [3]; only new axes in front and axes of length 1 can grow
broadcast_to: [9223372036854775807, 3] has more than 67108864 elements: split the tensor up; use a smaller shape
sum: shape [] has no axis 0; leave the axis out: a scalar has none
max: axis 0 is named twice; name each axis once
softmax: a scalar has no axis along which numbers could compete; give it a tensor with at least one axis
log_softmax: shape [2, 2] has no axis -3; use an axis from -2 to 1
mean_squared_error: shapes [3] and [3, 1] differ: a loss compares one by one; reshape one of them, or broadcast it to the other's shape
binary_cross_entropy: shapes [] and [1] differ: a loss compares one by one; reshape one of them, or broadcast it to the other's shape
cross_entropy: the logits are a scalar: there are no classes to choose from; give one logit for each class along the last axis
cross_entropy: logits of shape [4, 3] and a truth of shape [3] don't go together; give class numbers of shape [4], or rows of shape [4, 3]
";

#[test]
fn what_does_not_fit_is_refused_with_a_cure() {
    let zeros = |lengths: &[usize]| tensor(lengths, &vec![0.0; shape(lengths).elements()]);
    let mut said = String::new();
    let mut refuse = |name: &str, attributes: &[(&str, &str)], shapes: &[&[usize]]| {
        let inputs: Vec<Tensor> = shapes.iter().map(|lengths| zeros(lengths)).collect();
        let Err(fault) = apply(name, attributes, &inputs) else {
            panic!("{name} {attributes:?} {shapes:?} was let through");
        };
        said += &format!("{name}: {}; {}\n", fault.message, fault.help);
    };
    refuse("matmul", &[], &[&[], &[2]]);
    refuse("matmul", &[], &[&[2, 3], &[2, 3]]);
    refuse("matmul", &[], &[&[2, 1, 3], &[4, 3, 3, 3, 2]]);
    refuse("transpose", &[("axes", "[0]")], &[&[2, 3]]);
    refuse("transpose", &[("axes", "[0, -2]")], &[&[2, 3]]);
    refuse("transpose", &[("axes", "[0, 2]")], &[&[2, 3]]);
    refuse("reshape", &[("shape", "[-1, -1]")], &[&[6]]);
    refuse("reshape", &[("shape", "[4, -1]")], &[&[6]]);
    refuse("reshape", &[("shape", "[5]")], &[&[6]]);
    refuse("reshape", &[("shape", "[-6]")], &[&[6]]);
    refuse("reshape", &[("shape", "[0, -1]")], &[&[6]]);
    refuse("concatenate", &[], &[&[], &[2]]);
    refuse("concatenate", &[("axis", "1")], &[&[2, 3], &[3, 3]]);
    refuse("concatenate", &[("axis", "2")], &[&[2, 3]]);
    refuse("slice", &[], &[&[]]);
    refuse("slice", &[("axis", "1")], &[&[4]]);
    refuse("slice", &[("step", "0")], &[&[4]]);
    refuse("slice", &[("start", "-1"), ("stop", "2")], &[&[4]]);
    refuse("broadcast_to", &[("shape", "[3, 2]")], &[&[3]]);
    refuse("broadcast_to", &[("shape", "[3]")], &[&[2, 3]]);
    refuse(
        "broadcast_to",
        &[("shape", "[9223372036854775807, 3]")],
        &[&[3]],
    );
    refuse("sum", &[("axis", "0")], &[&[]]);
    refuse("max", &[("axis", "[0, 0]")], &[&[2]]);
    refuse("softmax", &[], &[&[]]);
    refuse("log_softmax", &[("axis", "-3")], &[&[2, 2]]);
    refuse("mean_squared_error", &[], &[&[3], &[3, 1]]);
    refuse("binary_cross_entropy", &[], &[&[], &[1]]);
    refuse("cross_entropy", &[], &[&[], &[]]);
    refuse("cross_entropy", &[], &[&[4, 3], &[3]]);
    assert_eq!(said, REFUSED, "\n{said}");
}

#[test]
fn tensors_of_eight_axes_are_walked_in_order() {
    let lengths = [2, 1, 3, 1, 2, 4, 1, 2];
    let numbers: Vec<f64> = (0..96).map(f64::from).collect();
    let x = tensor(&lengths, &numbers);
    // There and back by another order of axes.
    let axes = [("axes", "[5, 0, 7, 3, 2, 6, 1, 4]")];
    let there = fits("transpose", &axes, std::slice::from_ref(&x));
    let moved = Tensor::new(there.shape, there.value()).expect("it fits");
    assert_eq!(there.shape, shape(&[4, 2, 2, 1, 3, 1, 1, 2]));
    // By hand: the element at 1, 0, 2, 0, 1, 3, 0, 1 of x is its last.
    assert_eq!(there.value().last(), Some(&95.0));
    // One step along the result's first axis is one along axis 5 of x.
    assert_eq!(there.value()[24], 2.0);
    let back = [("axes", "[1, 6, 4, 3, 7, 0, 5, 2]")];
    assert_eq!(fits("transpose", &back, &[moved]).value(), numbers);
    // Several axes at once, and one after another.
    let at_once = fits("sum", &[("axis", "[0, 2, 5, 6]")], std::slice::from_ref(&x));
    let mut one_by_one = x.clone();
    for axis in ["6", "5", "2", "0"] {
        let sum = fits("sum", &[("axis", axis)], &[one_by_one]);
        one_by_one = Tensor::new(sum.shape, sum.value()).expect("it fits");
    }
    assert_eq!(at_once.shape, shape(&[1, 1, 2, 2]));
    assert_eq!(at_once.value(), one_by_one.data());
    // What broadcasting repeats, its gradient adds up.
    let wide = fits(
        "broadcast_to",
        &[("shape", "[2, 5, 3, 3, 2, 4, 2, 2]")],
        &[x],
    );
    let value = wide.value();
    assert_eq!(
        value.iter().sum::<f64>(),
        30.0 * numbers.iter().sum::<f64>()
    );
    let gradient = wide.gradient(&value, &value, 0);
    let wanted: Vec<f64> = numbers.iter().map(|x| 30.0 * x).collect();
    assert_eq!(gradient, wanted);
}

/// Slices against Python's rule, spelled out, for every start, stop and step near
/// the ends.
#[test]
fn slices_follow_python() {
    let numbers = [0.0, 1.0, 2.0, 3.0];
    for start in -6..=6_i64 {
        for stop in -6..=6_i64 {
            for step in [1, 2, 3, i64::MAX, -1, -2, -3, i64::MIN] {
                // Backwards, places are held between that before the first and the last.
                let low = if step > 0 { 0 } else { -1 };
                let place = |i: i64| (if i < 0 { i + 4 } else { i }).clamp(low, low + 4);
                let (from, to) = (place(start), place(stop));
                let taken: Vec<i64> = match step > 0 {
                    true => (from..to).collect(),
                    false => (to + 1..=from).rev().collect(),
                };
                let step_by = usize::try_from(step.unsigned_abs()).expect("64 bits");
                let taken = taken.iter().step_by(step_by);
                let wanted: Vec<f64> = taken.map(|i| numbers[*i as usize]).collect();
                let texts = [start, stop, step].map(|i| i.to_string());
                let given = [
                    ("start", &*texts[0]),
                    ("stop", &*texts[1]),
                    ("step", &*texts[2]),
                ];
                match apply("slice", &given, &[row(&numbers)]) {
                    Ok(slice) => assert_eq!(slice.value(), wanted, "{given:?}"),
                    Err(_) => assert!(wanted.is_empty(), "{given:?}"),
                }
            }
        }
    }
}

#[test]
fn ties_among_the_extremes_of_a_reduction_are_kinks() {
    let kink = |op: &str, numbers: &str, attributes: &str| {
        let text = format!(
            r#"(version: 1, nodes: [(name: "x", op: "input", value: {numbers}),
                (name: "m", op: "{op}", inputs: ["x"]{attributes})])"#
        );
        let document = wiregrad::file::load_bytes(text.as_bytes()).expect("a graph");
        let m = document.graph().find("m").expect("it is there");
        wiregrad::core::evaluation::Evaluation::new(document.graph()).kink(m)
    };
    let rows = r#", attributes: {"axis": 1}"#;
    for (op, numbers, attributes) in [
        ("max", "[1, 5, 2, 5]", ""),
        ("max", "[0, -0.0, -3]", ""),
        ("min", "[-2, 7, -2, -2]", ""),
        ("max", "[[1, 2], [4, 4]]", rows),
    ] {
        let said = kink(op, numbers, attributes);
        assert!(said.is_some(), "{op} of {numbers}");
    }
    for (op, numbers, attributes) in [
        ("max", "[1, 5, 2, 4]", ""),
        ("max", "[2, 5, 2]", ""),
        ("min", "[5, 5, 2]", ""),
        ("max", "[1.0000000000000002, 1, 1]", ""),
        ("max", "[1, 1.0000000000000002, 1]", ""),
        ("max", "[[1, 2], [4, 3]]", rows),
        ("sum", "[4, 4]", ""),
    ] {
        assert_eq!(kink(op, numbers, attributes), None, "{op} of {numbers}");
    }
}

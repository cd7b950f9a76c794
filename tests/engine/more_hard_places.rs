//! Conditions, steps, products, norms and lookups where it is hard: zeros, infinities, what
//! isn't chosen, numbers whose squares overflow, indices that name nothing, settings that
//! don't fit.

use crate::common::{Applied, attribute, shape, tensor};
use crate::drawn::{graph_of, id, node, source};
use std::ops::ControlFlow;
use wiregrad::core::check::{ELEMENTS, Gradients, NodeCheck, Verdict, check, check_gradients};
use wiregrad::core::evaluation::{Evaluation, Numbers};
use wiregrad::core::fault::Fault;
use wiregrad::core::graph::{Graph, NodeId, Wire};
use wiregrad::core::op::Rule;
use wiregrad::core::ops;
use wiregrad::core::tensor::Tensor;

const INF: f64 = f64::INFINITY;
const NAN: f64 = f64::NAN;

fn apply(name: &str, attributes: &[(&str, &str)], inputs: &[Tensor]) -> Result<Applied, Fault> {
    let op = ops::named(name).unwrap_or_else(|| panic!("{name} is in the table"));
    let attributes = attributes
        .iter()
        .map(|(name, text)| (*name, attribute(text)));
    Applied::new(op, &attributes.collect::<Vec<_>>(), inputs)
}

fn fits(name: &str, attributes: &[(&str, &str)], inputs: &[Tensor]) -> Applied {
    apply(name, attributes, inputs).unwrap_or_else(|fault| panic!("{name}: {fault:?}"))
}

/// The value and the gradient for the first input, with a gradient of ones coming in.
fn both(name: &str, attributes: &[(&str, &str)], inputs: &[Tensor]) -> [Vec<f64>; 2] {
    let applied = fits(name, attributes, inputs);
    let value = applied.value();
    let gradient = applied.gradient(&value, &vec![1.0; value.len()], 0);
    [value, gradient]
}

fn row(data: &[f64]) -> Tensor {
    tensor(&[data.len()], data)
}

/// To 14 digits of each number, however small.
fn close(found: &[f64], wanted: &[f64]) {
    assert_eq!(found.len(), wanted.len(), "{found:?}");
    for (f, w) in found.iter().zip(wanted) {
        let error = (f - w).abs() / w.abs();
        assert!(
            f == w || (f.is_nan() && w.is_nan()) || error < 1e-14,
            "{found:?}, not {wanted:?}"
        );
    }
}

#[test]
fn what_is_not_chosen_passes_no_nan_back() {
    let inputs = [row(&[1.0, 0.0]), row(&[2.0, NAN]), row(&[NAN, 3.0])];
    let applied = fits("where", &[], &inputs);
    let value = applied.value();
    assert_eq!(value, [2.0, 3.0]);
    // Whatever comes back at an element goes to what was chosen there, and only there.
    let back = |input| applied.gradient(&value, &[NAN, INF], input);
    assert_eq!(back(0), [0.0, 0.0]);
    assert!(back(1)[0].is_nan() && back(1)[1] == 0.0);
    assert_eq!(back(2), [0.0, INF]);
    // In a graph: the gradient of log(x) at 0 is never asked for by a product.
    let parts = vec![
        source("x", "input", 3.0),
        source("nan", "input", 0.0),
        node("root", "sqrt", &[1]),
        node("is", "greater", &[0, 1]),
        node("J", "where", &[3, 0, 2]),
    ];
    let evaluation = Evaluation::new(&graph_of(parts));
    let gradient = evaluation.gradient(id(0)).and_then(|g| g.as_scalar());
    assert_eq!(gradient, Some(1.0));
    let gradient = evaluation.gradient(id(2)).and_then(|g| g.as_scalar());
    assert_eq!(gradient, Some(0.0));
}

/// J = stop_gradient(x) × x at 3: its gradient is 3, although J is x².
fn stopped() -> Graph {
    graph_of(vec![
        source("x", "parameter", 3.0),
        node("held", "stop_gradient", &[0]),
        node("J", "multiply", &[1, 0]),
    ])
}

fn go_on(_: wiregrad::core::check::Progress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

#[test]
fn a_stopped_gradient_is_0_and_never_suspect() {
    let graph = stopped();
    let evaluation = Evaluation::new(&graph);
    let gradient = evaluation.gradient(id(0)).and_then(|g| g.as_scalar());
    assert_eq!(gradient, Some(3.0));
    let checks = check(&graph, &evaluation, ELEMENTS, go_on).expect("not cancelled");
    assert_eq!(checks.len(), 3);
    for found in &checks {
        assert_eq!(found.verdict, Verdict::Fine, "{found:?}");
    }
    // Even an infinite gradient, or none at all, stops.
    let applied = fits("stop_gradient", &[], &[row(&[1.0, NAN, INF])]);
    let back = applied.gradient(&applied.value(), &[INF, NAN, -INF], 0);
    assert_eq!(back, [0.0; 3]);
}

/// The gradients of an evaluation, but for a stop that lets 1 through.
struct Leaking<'a>(&'a Evaluation);

impl Gradients for Leaking<'_> {
    fn gradient(&self, node: NodeId) -> Option<Numbers<'_>> {
        self.0.gradient(node)
    }

    fn contributions(&self, wire: Wire, elements: &[usize]) -> Option<Vec<f64>> {
        match wire.to == id(1) {
            true => Some(vec![1.0; elements.len()]),
            false => self.0.contributions(wire, elements),
        }
    }
}

#[test]
fn a_stop_that_leaks_is_found() {
    let graph = stopped();
    let evaluation = Evaluation::new(&graph);
    let found = check_gradients(&graph, &evaluation, &Leaking(&evaluation), ELEMENTS, go_on);
    let suspects: Vec<NodeId> = found
        .expect("not cancelled")
        .iter()
        .filter(|found| found.failed())
        .map(|found: &NodeCheck| found.node)
        .collect();
    assert_eq!(suspects, [id(0)]);
}

#[test]
fn products_are_right_with_any_number_of_zeros() {
    let cases: [(&[f64], f64, &[f64]); 5] = [
        (&[2.0, 3.0, 4.0], 24.0, &[12.0, 8.0, 6.0]),
        (&[2.0, 0.0, 4.0], 0.0, &[0.0, 8.0, 0.0]),
        (&[0.0, 3.0, 0.0], 0.0, &[0.0, 0.0, 0.0]),
        (&[0.0, 0.0, 0.0], 0.0, &[0.0, 0.0, 0.0]),
        (&[0.0], 0.0, &[1.0]),
    ];
    for (x, product, slopes) in cases {
        let [value, gradient] = both("prod", &[], &[row(x)]);
        assert_eq!(value, [product], "{x:?}");
        assert_eq!(gradient, slopes, "{x:?}");
    }
    // Along the first axis: the places of a group lie apart.
    let x = tensor(&[3, 2], &[2.0, 1.0, 0.0, 5.0, 4.0, 3.0]);
    let [value, gradient] = both("prod", &[("axis", "0")], &[x]);
    assert_eq!(value, [0.0, 15.0]);
    assert_eq!(gradient, [0.0, 15.0, 8.0, 3.0, 0.0, 5.0]);
    // Products so far: 2, 0, 0 with the slopes 1 + 0 + 0, 2 + 8, 0.
    let [value, gradient] = both("cumprod", &[], &[row(&[2.0, 0.0, 4.0])]);
    assert_eq!(value, [2.0, 0.0, 0.0]);
    assert_eq!(gradient, [1.0, 10.0, 0.0]);
    let [_, gradient] = both("cumprod", &[], &[row(&[0.0, 0.0])]);
    assert_eq!(gradient, [1.0, 0.0]);
}

#[test]
fn lengths_neither_overflow_nor_vanish() {
    for scale in [1e-320, 1e-200, 1.0, 1e200, 2e307] {
        let x = row(&[3.0 * scale, -4.0 * scale]);
        // Denormals have fewer digits to begin with.
        let exact = [x.data()[0] / 3.0 * 5.0];
        let tolerance = if scale < 1e-300 { 1e-3 } else { 1e-14 };
        let [value, gradient] = both("norm", &[], std::slice::from_ref(&x));
        let near = |a: f64, b: f64| (a - b).abs() <= tolerance * b.abs();
        assert!(near(value[0], exact[0]), "{scale:e}: {value:?}");
        assert!(
            near(gradient[0], 0.6) && near(gradient[1], -0.8),
            "{scale:e}: {gradient:?}"
        );
        let [value, gradient] = both("std", &[], &[row(&[0.0, 2.0 * scale])]);
        assert!(near(value[0], scale), "{scale:e}: {value:?}");
        assert!(
            near(gradient[0], -0.5) && near(gradient[1], 0.5),
            "{gradient:?}"
        );
        let [value, _] = both("cosine_similarity", &[], &[x, row(&[4.0, -3.0])]);
        assert!(near(value[0], 0.96), "{scale:e}: {value:?}");
    }
    // The length itself is too large for a number, its direction isn't.
    let large = row(&[1.7e308, 1.7e308]);
    let [value, gradient] = both("norm", &[], &[large]);
    assert_eq!(value, [INF]);
    close(&gradient, &[0.5_f64.sqrt(); 2]);
    let [value, gradient] = both(
        "cosine_similarity",
        &[],
        &[row(&[3e200, 4e200]), row(&[4e-200, 3e-200])],
    );
    close(&value, &[0.96]);
    let error = (gradient[0] - 4.48e-202).abs() / 4.48e-202;
    assert!(error < 1e-13, "{gradient:?}");
}

#[test]
fn the_angle_and_the_hypotenuse_keep_their_slopes_at_any_size() {
    let derivatives = |name: &str, a: f64, b: f64| {
        let Rule::Binary(kernel) = &ops::named(name).expect("an op").rule else {
            panic!("{name} is an op of two numbers");
        };
        let y = (kernel.value)(a, b);
        let (by_a, by_b) = (kernel.derivatives)(a, b, y);
        [y, by_a, by_b]
    };
    close(&derivatives("hypot", 3e200, 4e200), &[5e200, 0.6, 0.8]);
    close(&derivatives("hypot", 3e-200, 4e-200), &[5e-200, 0.6, 0.8]);
    let half = 0.5_f64.sqrt();
    close(
        &derivatives("hypot", 1.7e308, -1.7e308),
        &[INF, half, -half],
    );
    close(&derivatives("hypot", INF, 2.0), &[INF, 1.0, 0.0]);
    close(&derivatives("hypot", -INF, INF), &[INF, -half, half]);
    close(&derivatives("hypot", 0.0, -0.0), &[0.0, 0.0, 0.0]);
    let angle = 3.0_f64.atan2(4.0);
    close(
        &derivatives("atan2", 3e200, 4e200),
        &[angle, 1.6e-201, -1.2e-201],
    );
    close(
        &derivatives("atan2", 3e-200, 4e-200),
        &[angle, 1.6e199, -1.2e199],
    );
    close(&derivatives("atan2", 0.0, 0.0), &[0.0, 0.0, 0.0]);
}

#[test]
fn logsumexp_keeps_what_is_small_and_what_is_infinite() {
    let of = |x: &[f64]| both("logsumexp", &[], &[row(x)]);
    let [value, gradient] = of(&[0.0, -50.0]);
    close(&value, &[1.928_749_847_963_917_8e-22]);
    close(&gradient, &[1.0, 1.928_749_847_963_917_8e-22]);
    let [value, gradient] = of(&[1000.0, 1000.0, -1e4]);
    close(&value, &[1000.0 + 2.0_f64.ln()]);
    close(&gradient, &[0.5, 0.5, 0.0]);
    let [value, gradient] = of(&[INF, 1.0]);
    close(&value, &[INF]);
    close(&gradient, &[1.0, 0.0]);
    let [value, gradient] = of(&[-INF, -INF]);
    close(&value, &[-INF]);
    close(&gradient, &[0.5, 0.5]);
    assert!(of(&[INF, NAN])[0][0].is_nan());
    assert!(of(&[NAN, 1.0])[0][0].is_nan());
}

#[test]
fn curves_keep_their_tails() {
    let at = |name: &str, x: f64| {
        let Rule::Unary(kernel) = &ops::named(name).expect("an op").rule else {
            panic!("{name} is an op of one number");
        };
        let y = (kernel.value)([0.0; 2], x);
        [y, (kernel.derivative)([0.0; 2], x, y)]
    };
    close(
        &at("log_sigmoid", 50.0),
        &[-1.928_749_847_963_917_8e-22, 1.928_749_847_963_917_8e-22],
    );
    close(&at("log_sigmoid", -1e308), &[-1e308, 1.0]);
    close(
        &at("mish", -50.0),
        &[-9.643_749_239_819_589e-21, -9.450_874_255_023_197e-21],
    );
    close(&at("mish", 1e300), &[1e300, 1.0]);
    close(&at("mish", -INF), &[-0.0, 0.0]);
    close(&at("softsign", 1e308), &[1.0, 0.0]);
    close(&at("softsign", -1e100), &[-1.0, 1e-200]);
    close(&at("softsign", -INF), &[-1.0, 0.0]);
    close(&at("selu", -INF), &[-1.758_099_340_847_376_6, 0.0]);
    close(
        &at("exp2", -1074.0),
        &[5e-324, 5e-324 * std::f64::consts::LN_2],
    );
    close(&at("log2", 5e-324), &[-1074.0, INF]);
    assert!(at("sign", -0.0)[0].is_sign_negative());
}

#[test]
fn a_slice_backwards_is_a_slice_of_the_flipped_tensor() {
    let x = row(&[0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
    let of =
        |attributes: &[(&str, &str)]| fits("slice", attributes, std::slice::from_ref(&x)).value();
    assert_eq!(
        of(&[("step", "-1")]),
        fits("flip", &[], std::slice::from_ref(&x)).value()
    );
    assert_eq!(
        of(&[("start", "5"), ("stop", "1"), ("step", "-2")]),
        [5.0, 3.0]
    );
    assert_eq!(of(&[("start", "-2"), ("step", "-3")]), [5.0, 2.0]);
    assert_eq!(of(&[("start", "0"), ("step", "-1")]), [0.0]);
    assert_eq!(
        of(&[("start", "99"), ("stop", "-99"), ("step", "-6")]),
        [6.0, 0.0]
    );
    let furthest = i64::MIN.to_string();
    assert_eq!(of(&[("step", &furthest)]), [6.0]);
    let rows = tensor(&[2, 3], &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
    let turned = fits("slice", &[("step", "-1")], std::slice::from_ref(&rows));
    assert_eq!(turned.value(), [4.0, 5.0, 6.0, 1.0, 2.0, 3.0]);
    let turned = fits("flip", &[], &[rows]);
    assert_eq!(turned.value(), [6.0, 5.0, 4.0, 3.0, 2.0, 1.0]);
}

#[test]
fn an_index_that_names_nothing_is_not_a_number_and_is_said() {
    let table = tensor(&[2, 2], &[1.0, 2.0, 3.0, 4.0]);
    let taken = fits("take", &[], &[table.clone(), row(&[-1.0, 0.0, 2.0, 0.5])]);
    let value = taken.value();
    close(&value, &[3.0, 4.0, 1.0, 2.0, NAN, NAN, NAN, NAN]);
    // Rows that are taken twice get both gradients.
    let twice = fits("take", &[], &[table, row(&[1.0, 1.0])]);
    let back = twice.gradient(&twice.value(), &[1.0, 2.0, 10.0, 20.0], 0);
    assert_eq!(back, [0.0, 0.0, 11.0, 22.0]);
    let find = ops::named("take")
        .and_then(|op| op.bad_element)
        .expect("a rule");
    let bad = find(&taken.call()).expect("a bad index");
    assert_eq!((bad.input, bad.element), (1, 2));
    let rows = fits("one_hot", &[("num_classes", "3")], &[row(&[2.0, -1.0])]);
    close(&rows.value(), &[0.0, 0.0, 1.0, NAN, NAN, NAN]);
    let find = ops::named("one_hot")
        .and_then(|op| op.bad_element)
        .expect("a rule");
    let bad = find(&rows.call()).expect("a bad class");
    assert_eq!((bad.input, bad.element), (0, 1));
}

#[test]
fn rows_that_are_ignored_cost_nothing() {
    let logits = tensor(&[3, 2], &[1.0, 2.0, 5.0, -5.0, 0.0, 0.0]);
    let truth = row(&[1.0, -100.0, 0.0]);
    let [value, gradient] = both(
        "cross_entropy",
        &[("ignore_index", "-100")],
        &[logits, truth],
    );
    let first = (1.0 + (-1.0_f64).exp()).ln();
    close(&value, &[(first + 2.0_f64.ln()) / 2.0]);
    assert_eq!(gradient[2..4], [0.0, 0.0]);
    close(&gradient[4..], &[-0.25, 0.25]);
    let none = [tensor(&[1, 2], &[1.0, 2.0]), row(&[7.0])];
    let [value, gradient] = both("cross_entropy", &[("ignore_index", "7")], &none);
    assert_eq!((value, gradient), (vec![0.0], vec![0.0, 0.0]));
}

/// An op, its attributes, its inputs, and what is said about them.
type Misfit = (
    &'static str,
    &'static [(&'static str, &'static str)],
    Vec<Tensor>,
    &'static str,
);

/// What doesn't fit ops that reduce or stack.
fn misfits_of_tensors() -> Vec<Misfit> {
    let (x, pair) = (row(&[1.0, 2.0]), tensor(&[1, 2], &[0.0, 1.0]));
    vec![
        (
            "variance",
            &[("ddof", "2")],
            vec![x.clone()],
            "nothing is left to divide by",
        ),
        (
            "std",
            &[("ddof", "1")],
            vec![Tensor::scalar(3.0)],
            "nothing is left to divide by",
        ),
        (
            "huber",
            &[("delta", "0")],
            vec![x.clone(), x.clone()],
            "leaves no room",
        ),
        (
            "cumsum",
            &[],
            vec![Tensor::scalar(1.0)],
            "a scalar has no axis",
        ),
        (
            "stack",
            &[("axis", "2")],
            vec![x.clone(), x.clone()],
            "has no axis 2",
        ),
        (
            "stack",
            &[],
            vec![x.clone(), pair.clone()],
            "can't be stacked",
        ),
    ]
}

/// What doesn't fit ops that cut and look up.
fn misfits_of_parts() -> Vec<Misfit> {
    let (x, pair) = (row(&[1.0, 2.0]), tensor(&[1, 2], &[0.0, 1.0]));
    vec![
        (
            "slice",
            &[("step", "0")],
            vec![x.clone()],
            "a step of 0 goes nowhere",
        ),
        (
            "slice",
            &[("step", "-1"), ("stop", "-1")],
            vec![x.clone()],
            "nothing is left",
        ),
        (
            "take",
            &[],
            vec![Tensor::scalar(1.0), x.clone()],
            "has no rows",
        ),
        (
            "one_hot",
            &[("num_classes", "0")],
            vec![x.clone()],
            "there can't be 0 classes",
        ),
        (
            "cosine_similarity",
            &[],
            vec![x.clone(), pair.clone()],
            "differ",
        ),
    ]
}

/// What doesn't fit the cross-entropy.
fn misfits_of_cross_entropy() -> Vec<Misfit> {
    let pair = tensor(&[1, 2], &[0.0, 1.0]);
    vec![
        (
            "cross_entropy",
            &[("label_smoothing", "1.5")],
            vec![pair.clone(), row(&[0.0])],
            "no part of a truth",
        ),
        (
            "cross_entropy",
            &[("ignore_index", "0")],
            vec![pair.clone(), pair.clone()],
            "no class number to ignore",
        ),
    ]
}

#[test]
fn settings_that_do_not_fit_are_faults() {
    let cases = [
        misfits_of_tensors(),
        misfits_of_parts(),
        misfits_of_cross_entropy(),
    ]
    .concat();
    for (name, attributes, inputs, message) in cases {
        let fault = apply(name, attributes, &inputs).err().expect(name);
        assert!(fault.message.contains(message), "{name}: {fault:?}");
        assert!(!fault.help.is_empty(), "{name}");
    }
    let x = row(&[1.0, 2.0]);
    assert_eq!(fits("norm", &[("ord", "1")], &[x]).value(), [3.0]);
    assert_eq!(
        fits("stack", &[], &[Tensor::scalar(1.0)]).shape,
        shape(&[1])
    );
}

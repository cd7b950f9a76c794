//! A prediction and a truth to one number, how far apart they are.
//!
//! The two are never broadcast: a column of predictions against a row of truths
//! would quietly compare each with all.

use crate::core::fault::Fault;
use crate::core::maths::{Maths, with_maths};
use crate::core::op::attributes::AttributeReader;
use crate::core::op::elementwise::{Params, side};
use crate::core::op::python::{Form, Python};
use crate::core::op::text::Text::{Cases, Is};
use crate::core::op::text::{case, mode, rest};
use crate::core::op::{
    BadElement, Call, Contributions, Domain, Example, Family, Inputs, Op, Rule, SideBySide,
    Signature, Tangent, TensorRule, Upstream, example, row,
};
use crate::core::tensor::Shape;
use crate::core::tensor::strided::sum_of;

const EXAMPLES: &[Example] = &[
    example(&[&[], &[]], &[]),
    example(&[&[5], &[5]], &[]),
    example(&[&[3, 2], &[3, 2]], &[]),
    example(&[&[2, 2, 11], &[2, 2, 11]], &[]),
];

/// What most rows share; each names the rest.
const ROW: Op = Op {
    inputs: Inputs::Fixed(&["prediction", "truth"]),
    side_by_side: SideBySide::Loss,
    ..row(Family::Loss)
};

pub(super) static OPS: &[Op] = &[
    Op {
        name: "mean_squared_error",
        aliases: &["mse", "loss", "squared_error"],
        symbol: "MSE",
        help: "The mean of the squared differences.",
        formula: Is("mean((prediction - truth)^2)"),
        local_derivatives: &[
            Cases(&[
                mode("", are_many, Is("2 * (prediction - truth) / n")),
                rest("", Is("2 * (prediction - truth)")),
            ]),
            Cases(&[
                mode("", are_many, Is("2 * (truth - prediction) / n")),
                rest("", Is("2 * (truth - prediction)")),
            ]),
        ],
        python: Python::new(Form::OfFormula).back(&["gradient * 2 * (prediction - truth) / n", "gradient * 2 * (truth - prediction) / n"]),
        rule: rule::<Squared>(None),
        ..ROW
    },
    Op {
        name: "mean_absolute_error",
        aliases: &["mae", "l1_loss", "absolute_error"],
        symbol: "MAE",
        help: "The mean of the absolute differences.",
        formula: Is("mean(abs(prediction - truth))"),
        local_derivatives: &[
            Cases(&[
                case("prediction > truth", "1 / n"),
                case("prediction < truth", "-1 / n"),
                case("prediction == truth", "0"),
            ]),
            Cases(&[
                case("truth > prediction", "1 / n"),
                case("truth < prediction", "-1 / n"),
                case("truth == prediction", "0"),
            ]),
        ],
        kinks: Some(
            "where prediction equals truth: the derivative is taken as 0, between −1 and 1",
        ),
        python: Python::new(Form::OfFormula).back(&["gradient * np.sign(prediction - truth) / n", "gradient * np.sign(truth - prediction) / n"]),
        rule: rule::<Absolute>(Some(|call, emit| {
            let pairs = call.input(0).iter().zip(call.input(1));
            pairs.for_each(|(&a, &b)| emit(side(a, b)));
        })),
        ..ROW
    },
    Op {
        name: "binary_cross_entropy",
        aliases: &["bce"],
        symbol: "BCE",
        help: "How surprising yes-or-no truths are under the probabilities of yes, on average.",
        inputs: Inputs::Fixed(&["probability", "truth"]),
        formula: Is("-mean(truth * log(probability) + (1 - truth) * log(1 - probability))"),
        local_derivatives: &[
            Is("((1 - truth) / (1 - probability) - truth / probability) / n"),
            Is("(log(1 - probability) - log(probability)) / n"),
        ],
        kinks: Some(
            "at probability 0 or 1: nothing is clamped, a truth that was ruled out costs infinity; \
             0 × log(0) is taken as 0 and so is its derivative",
        ),
        domain: &[Domain::Between(0.05, 0.95), Domain::Between(0.0, 1.0)],
        python: Python::function(
            "def binary_cross_entropy(probability, truth):
    surprise = weighted(truth, np.log(probability))
    return -np.mean(surprise + weighted(1 - truth, np.log1p(-probability)))",
        ).both(Form::Ruled).with(
            "def weighted(weight, x):
    return np.where(weight == 0, 0.0, weight * x)  # 0 times infinity is 0",
        ).back(&["gradient * (weighted(1 - truth, 1 / (1 - probability)) - weighted(truth, 1 / probability)) / n", "gradient * (np.log1p(-probability) - np.log(probability)) / n"]),
        rule: rule::<BinaryCrossEntropy>(Some(|call, emit| {
            let pairs = call.input(0).iter().zip(call.input(1));
            pairs.for_each(|(&p, &truth)| emit(piece_of_binary(p, truth)));
        })),
        bad_element: Some(|call| bad_probability(call).or_else(|| bad_truth(call))),
        ..ROW
    },
    Op {
        name: "binary_cross_entropy_with_logits",
        aliases: &["bce_with_logits", "logistic_loss"],
        symbol: "BCE σ",
        help: "The binary cross-entropy of the sigmoid of logits, computed without overflow.",
        inputs: Inputs::Fixed(&["logits", "truth"]),
        formula: Is("mean(softplus(logits) - logits * truth)"),
        local_derivatives: &[Is("(sigmoid(logits) - truth) / n"), Is("-logits / n")],
        domain: &[Domain::Between(-3.0, 3.0), Domain::Between(0.0, 1.0)],
        python: Python::new(Form::OfFormula).back(&["gradient * (sigmoid(logits) - truth) / n", "-gradient * logits / n"]),
        rule: rule::<BinaryWithLogits>(None),
        bad_element: Some(bad_truth),
        ..ROW
    },
];

/// Whether tensors are compared, not two numbers.
fn are_many(call: Signature<'_>) -> bool {
    !call.only().is_scalar()
}

/// The first probability that is none. NaN arose before, and is said there.
fn bad_probability(call: &Call<'_>) -> Option<BadElement> {
    outside_0_to_1(call, 0).map(|element| BadElement {
        input: 0,
        element,
        rule: "a probability lies from 0 to 1".to_owned(),
        help: "put a sigmoid before it, or use binary_cross_entropy_with_logits".to_owned(),
    })
}

/// The first truth that is none.
fn bad_truth(call: &Call<'_>) -> Option<BadElement> {
    outside_0_to_1(call, 1).map(|element| BadElement {
        input: 1,
        element,
        rule: "a truth lies from 0, for no, to 1, for yes".to_owned(),
        help: "give 0, 1 or a number between".to_owned(),
    })
}

fn outside_0_to_1(call: &Call<'_>, input: usize) -> Option<usize> {
    let numbers = call.input(input).iter();
    numbers.into_iter().position(|x| *x < 0.0 || *x > 1.0)
}

/// A loss that is the mean of one number for each pair, or for each row of pairs. All functions must be
/// `#[inline(always)]`.
pub(super) trait Pairwise: 'static {
    /// Reads the numbers that the rule takes from the attributes.
    fn params(_: AttributeReader<'_>) -> Params {
        [0.0; 2]
    }
    /// How many losses the mean is taken of: as many as there are pairs, or rows.
    fn count(shape: &Shape) -> usize {
        shape.elements()
    }
    /// The pair's loss.
    fn value<M: Maths>(p: Params, prediction: f64, truth: f64) -> f64;
    /// Its derivative by the prediction.
    fn by_prediction<M: Maths>(p: Params, prediction: f64, truth: f64) -> f64;
    /// Its derivative by the truth.
    fn by_truth<M: Maths>(p: Params, prediction: f64, truth: f64) -> f64;
}

/// See [`TensorRule::region`].
pub(super) type Region = fn(&Call<'_>, &mut dyn FnMut(u64));

const fn rule<L: Pairwise>(region: Option<Region>) -> Rule {
    Rule::Tensor(tensor_rule::<L>(region))
}

/// The rule of a pairwise loss.
pub(super) const fn tensor_rule<L: Pairwise>(region: Option<Region>) -> TensorRule {
    TensorRule {
        shape,
        forward: forward::<L>,
        vjp: vjp::<L>,
        tangent: Tangent::Inner,
        region,
        examples: EXAMPLES,
    }
}

/// One number, of two tensors of one shape.
///
/// # Errors
/// The shapes differ.
pub(super) fn shape(signature: Signature<'_>) -> Result<Shape, Fault> {
    match signature.shapes {
        [a, b] if a == b => Ok(Shape::SCALAR),
        [a, b] => Err(Fault::new(
            format!("shapes {a} and {b} differ: a loss compares one by one"),
            "reshape one of them, or broadcast it to the other's shape",
        )),
        _ => Err(Fault::new(
            "it takes two inputs",
            "wire the prediction and the truth",
        )),
    }
}

fn forward<L: Pairwise>(call: &Call<'_>, to: &mut [f64]) {
    let (a, b) = (call.input(0), call.input(1));
    let p = L::params(call.attributes);
    let sum = with_maths!(M => sum_of(a, b, #[inline(always)] |a, b| L::value::<M>(p, a, b)));
    to.fill(sum / L::count(&call.input_shape(0)) as f64);
}

fn vjp<L: Pairwise>(call: &Call<'_>, up: &Upstream<'_>, contributions: &mut Contributions<'_>) {
    let (a, b) = (call.input(0), call.input(1));
    let p = L::params(call.attributes);
    let count = L::count(&call.input_shape(0)) as f64;
    let scale = up.gradient.first().copied().unwrap_or(0.0) / count;
    contributions.write(0, |to| {
        with_maths!(M => {
            for ((to, &a), &b) in to.iter_mut().zip(a).zip(b) {
                *to = scale * L::by_prediction::<M>(p, a, b);
            }
        });
    });
    contributions.write(1, |to| {
        with_maths!(M => {
            for ((to, &a), &b) in to.iter_mut().zip(a).zip(b) {
                *to = scale * L::by_truth::<M>(p, a, b);
            }
        });
    });
}

struct Squared;
impl Pairwise for Squared {
    #[inline(always)]
    fn value<M: Maths>(_: Params, a: f64, b: f64) -> f64 {
        (a - b) * (a - b)
    }
    #[inline(always)]
    fn by_prediction<M: Maths>(_: Params, a: f64, b: f64) -> f64 {
        2.0 * (a - b)
    }
    #[inline(always)]
    fn by_truth<M: Maths>(_: Params, a: f64, b: f64) -> f64 {
        2.0 * (b - a)
    }
}

struct Absolute;
impl Pairwise for Absolute {
    #[inline(always)]
    fn value<M: Maths>(_: Params, a: f64, b: f64) -> f64 {
        (a - b).abs()
    }
    #[inline(always)]
    fn by_prediction<M: Maths>(_: Params, a: f64, b: f64) -> f64 {
        if a == b { 0.0 } else { 1.0_f64.copysign(a - b) }
    }
    #[inline(always)]
    fn by_truth<M: Maths>(p: Params, a: f64, b: f64) -> f64 {
        Self::by_prediction::<M>(p, b, a)
    }
}

/// `weight × x`, where a weight of 0 outdoes any x.
#[inline(always)]
fn weighted(weight: f64, x: f64) -> f64 {
    if weight == 0.0 { 0.0 } else { weight * x }
}

/// Which sides of 0 and 1 a probability lies on. A truth of 0 or 1 leaves one of the two
/// logarithms out, and with it what happens at its end.
fn piece_of_binary(p: f64, truth: f64) -> u64 {
    const ABOVE: u64 = 2;
    const BELOW: u64 = 0;
    let of_0 = if truth == 0.0 { ABOVE } else { side(p, 0.0) };
    let of_1 = if truth == 1.0 { BELOW } else { side(p, 1.0) };
    of_0 * 4 + of_1
}

struct BinaryCrossEntropy;
/// 0 for a probability, NaN for anything else: a truth of 0 or 1 mustn't hide it.
#[inline(always)]
fn defined(p: f64) -> f64 {
    if (0.0..=1.0).contains(&p) {
        0.0
    } else {
        f64::NAN
    }
}

impl Pairwise for BinaryCrossEntropy {
    #[inline(always)]
    fn value<M: Maths>(_: Params, p: f64, truth: f64) -> f64 {
        defined(p) - (weighted(truth, M::ln(p)) + weighted(1.0 - truth, M::ln_1p(-p)))
    }
    #[inline(always)]
    fn by_prediction<M: Maths>(_: Params, p: f64, truth: f64) -> f64 {
        defined(p) + (weighted(1.0 - truth, 1.0 / (1.0 - p)) - weighted(truth, 1.0 / p))
    }
    #[inline(always)]
    fn by_truth<M: Maths>(_: Params, p: f64, _: f64) -> f64 {
        M::ln_1p(-p) - M::ln(p)
    }
}

struct BinaryWithLogits;
impl Pairwise for BinaryWithLogits {
    // softplus(z) − z·t with softplus split so that nothing overflows and a sure
    // and right answer costs exactly what is left over.
    #[inline(always)]
    fn value<M: Maths>(_: Params, z: f64, truth: f64) -> f64 {
        let positive = if z > 0.0 { z } else { 0.0 };
        (positive - z * truth) + M::ln_1p(M::exp(-z.abs()))
    }
    #[inline(always)]
    fn by_prediction<M: Maths>(_: Params, z: f64, truth: f64) -> f64 {
        let small = M::exp(-z.abs());
        // 1 − σ(|z|) without the cancellation.
        let rest = small / (1.0 + small);
        if z < 0.0 {
            rest - truth
        } else {
            (1.0 - truth) - rest
        }
    }
    #[inline(always)]
    fn by_truth<M: Maths>(_: Params, z: f64, _: f64) -> f64 {
        -z
    }
}

//! More losses of pairs: one that forgives outliers, and the distance of distributions.

use super::losses::{Pairwise, shape, tensor_rule};
use crate::core::fault::Fault;
use crate::core::maths::{Maths, select};
use crate::core::op::attributes::{Attribute, AttributeKind, AttributeReader, DefaultValue};
use crate::core::op::elementwise::{Params, side};
use crate::core::op::python::{Form, Python};
use crate::core::op::text::Text::{Is, Made};
use crate::core::op::{
    BadElement, Call, Domain, Family, Inputs, Op, Rule, SideBySide, Signature, TensorRule, example,
    row,
};
use crate::core::tensor::Shape;

const ROW: Op = Op {
    side_by_side: SideBySide::Loss,
    ..row(Family::Loss)
};

pub(super) static OPS: &[Op] = &[
    Op {
        name: "huber",
        aliases: &["huber_loss"],
        symbol: "Huber",
        help: "The mean of half the squared differences up to delta, which grows as a line from \
               there on.",
        inputs: Inputs::Fixed(&["prediction", "truth"]),
        attributes: &[Attribute {
            name: "delta",
            kind: AttributeKind::Number,
            default: DefaultValue::Number(1.0),
            help: "The difference from which on the loss grows as a line; more than 0.",
        }],
        formula: Is(
            "mean(where(abs(prediction - truth) <= delta, (prediction - truth)^2 / 2, \
             delta * (abs(prediction - truth) - delta / 2)))",
        ),
        local_derivatives: &[
            Is("max(min(prediction - truth, delta), -delta) / n"),
            Is("max(min(truth - prediction, delta), -delta) / n"),
        ],
        python: Python::function(
            "def huber(prediction, truth, delta=1.0):
    size = np.abs(prediction - truth)
    return np.mean(np.where(size <= delta, size ** 2 / 2, delta * (size - delta / 2)))",
        )
        .back(&[
            "gradient * np.clip(prediction - truth, -delta, delta) / n",
            "gradient * np.clip(truth - prediction, -delta, delta) / n",
        ]),
        rule: Rule::Tensor(TensorRule {
            shape: huber_shape,
            examples: &[
                example(&[&[], &[]], &[]),
                example(&[&[5], &[5]], &[]),
                example(&[&[3, 2], &[3, 2]], &[]),
                example(&[&[2, 2, 11], &[2, 2, 11]], &[("delta", "0.5")]),
            ],
            ..tensor_rule::<Huber>(None)
        }),
        ..ROW
    },
    Op {
        name: "kl_divergence",
        aliases: &["kl", "relative_entropy"],
        symbol: "KL",
        help: "How much the distributions p along the last axis lie from q: the sum of \
               p × log(p ÷ q), on average over the rows.",
        inputs: Inputs::Fixed(&["p", "q"]),
        formula: Made("sum(p × log(p ÷ q)) ÷ rows", |call, _| {
            Some(format!("sum(p * log(p / q)) / {}", rows(call)))
        }),
        local_derivatives: &[
            Made("(log(p ÷ q) + 1) ÷ rows", |call, _| {
                Some(format!("(log(p / q) + 1) / {}", rows(call)))
            }),
            Made("−p ÷ q ÷ rows", |call, _| {
                Some(format!("-p / q / {}", rows(call)))
            }),
        ],
        kinks: Some(
            "at 0: 0 × log(0) is taken as 0, and the derivative by p from the right, −∞, but 0 \
             where p and q are both 0; a p where q is 0 costs infinity",
        ),
        domain: &[Domain::Between(0.05, 1.0), Domain::Between(0.05, 1.0)],
        python: Python::function(
            "def kl_divergence(p, q):
    terms = np.where(p == 0, 0.0, p * np.log(p / q))  # 0 times infinity is 0
    return np.sum(terms) / rows(p)",
        )
        .both(Form::Ruled)
        .with(
            "def rows(p):
    return math.prod(p.shape[:-1])",
        )
        .back(&[
            "gradient * np.where((p == 0) & (q == 0), 0.0, np.log(p / q) + 1) / rows(p)",
            "gradient * np.where((p == 0) & (q == 0), 0.0, -p / q) / rows(p)",
        ]),
        rule: Rule::Tensor(tensor_rule::<Divergence>(Some(|call, emit| {
            let pairs = call.input(0).iter().zip(call.input(1));
            pairs.for_each(|(&p, &q)| emit(side(p, 0.0) * 4 + side(q, 0.0)));
        }))),
        bad_element: Some(bad_share),
        ..ROW
    },
];

/// How many rows of pairs there are.
fn rows(call: Signature<'_>) -> usize {
    Divergence::count(&call.only())
}

fn huber_shape(signature: Signature<'_>) -> Result<Shape, Fault> {
    let delta = delta(signature.attributes);
    if delta > 0.0 {
        return shape(signature);
    }
    Err(Fault::new(
        format!("a delta of {delta} leaves no room around 0"),
        "give a delta of more than 0",
    ))
}

fn delta(attributes: AttributeReader<'_>) -> f64 {
    attributes.number("delta").unwrap_or(1.0)
}

struct Huber;
impl Pairwise for Huber {
    fn params(attributes: AttributeReader<'_>) -> Params {
        [delta(attributes), 0.0]
    }
    #[inline(always)]
    fn value<M: Maths>([delta, _]: Params, a: f64, b: f64) -> f64 {
        let size = (a - b).abs();
        let line = delta * (size - 0.5 * delta);
        select(size <= delta, 0.5 * size * size, line)
    }
    #[inline(always)]
    fn by_prediction<M: Maths>([delta, _]: Params, a: f64, b: f64) -> f64 {
        let difference = a - b;
        let raised = select(difference < -delta, -delta, difference);
        select(raised > delta, delta, raised)
    }
    #[inline(always)]
    fn by_truth<M: Maths>(p: Params, a: f64, b: f64) -> f64 {
        Self::by_prediction::<M>(p, b, a)
    }
}

/// The first number that can't be a share.
fn bad_share(call: &Call<'_>) -> Option<BadElement> {
    let negative = |input: usize| {
        let element = call.input(input).iter().position(|x| *x < 0.0)?;
        Some((input, element))
    };
    let (input, element) = negative(0).or_else(|| negative(1))?;
    Some(BadElement {
        input,
        element,
        rule: "a share of a distribution is 0 or more".to_owned(),
        help: "put a softmax before it".to_owned(),
    })
}

/// log(p ÷ q), without cancellation where the two are near each other and without overflow
/// where they are far apart.
#[inline(always)]
fn log_ratio<M: Maths>(p: f64, q: f64) -> f64 {
    let near = (p - q).abs() < 0.5 * q;
    select(near, M::ln_1p((p - q) / q), M::ln(p) - M::ln(q))
}

struct Divergence;
impl Pairwise for Divergence {
    fn count(shape: &Shape) -> usize {
        shape.elements() / shape.dims().next_back().unwrap_or(1)
    }
    #[inline(always)]
    fn value<M: Maths>(_: Params, p: f64, q: f64) -> f64 {
        // A negative q is found out even where p is 0.
        let nothing = select(q >= 0.0, 0.0, f64::NAN);
        select(p == 0.0, nothing, p * log_ratio::<M>(p, q))
    }
    #[inline(always)]
    fn by_prediction<M: Maths>(_: Params, p: f64, q: f64) -> f64 {
        let slope = log_ratio::<M>(p, q) + 1.0;
        select(p == 0.0 && q == 0.0, 0.0, slope)
    }
    #[inline(always)]
    fn by_truth<M: Maths>(_: Params, p: f64, q: f64) -> f64 {
        let slope = select(p < 0.0 || q < 0.0, f64::NAN, -(p / q));
        select(p == 0.0 && q == 0.0, 0.0, slope)
    }
}

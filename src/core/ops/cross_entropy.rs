//! The cross-entropy of logits and class numbers, or of logits and one-hot rows.

use super::label_rows::{NEARLY_ONE, Rows, Smoothing, class, log_sum_exp};
use crate::core::fault::Fault;
use crate::core::maths::{Maths, select, with_maths};
use crate::core::op::attributes::{Attribute, AttributeKind, AttributeReader, DefaultValue};
use crate::core::op::python::{BackCall, Python};
use crate::core::op::text::Text::{Cases, Is, Made};
use crate::core::op::text::{Text, mode, rest};
use crate::core::op::{
    BadElement, Call, Contributions, Domain, Family, Inputs, Op, Rule, SideBySide, Signature,
    Tangent, TensorRule, Upstream, example,
};
use crate::core::tensor::Shape;
use crate::core::tensor::strided::{first_above, largest, sum_of, total};

pub(super) static OPS: &[Op] = &[Op {
    name: "cross_entropy",
    aliases: &["ce", "nll", "softmax_cross_entropy"],
    symbol: "CE",
    family: Family::Loss,
    help: "How surprising the true classes are under the softmax of the logits' last axis, on \
           average. The truth is a class number a row, or a row of probabilities (one-hot).",
    inputs: Inputs::Fixed(&["logits", "truth"]),
    attributes: ATTRIBUTES,
    formula: Cases(&[
        mode("truth has class numbers", is_numbered, AT_CLASSES),
        rest(
            "truth has rows of probabilities",
            Made("−sum(truth × log_softmax(logits)) ÷ rows", |call, _| {
                let (truth, rows) = (smoothed(call, "truth"), over_rows(call)?);
                Some(format!("-sum({truth} * log_softmax(logits)){rows}"))
            }),
        ),
    ]),
    local_derivatives: &[
        Cases(&[
            mode("truth has class numbers", is_numbered, LESS_ONE_AT_CLASSES),
            rest(
                "truth has rows of probabilities",
                Made(
                    "(softmax(logits) × sum(truth) − truth) ÷ rows",
                    |call, _| {
                        let (truth, rows) = (smoothed(call, "truth"), over_rows(call)?);
                        let truths = format!("sum({truth}, axis=-1, keepdims=true)");
                        Some(format!("(softmax(logits) * {truths} - {truth}){rows}"))
                    },
                ),
            ),
        ]),
        Cases(&[
            mode(
                "truth has class numbers, which are no quantity",
                is_numbered,
                Is("0"),
            ),
            rest(
                "truth has rows of probabilities",
                Made("−log_softmax(logits) ÷ rows", |call, _| {
                    let (keep, rows) = (1.0 - smoothing(call), over_rows(call)?);
                    let keep = if keep == 1.0 {
                        String::new()
                    } else {
                        format!("{keep} * ")
                    };
                    Some(format!("-{keep}log_softmax(logits){rows}"))
                }),
            ),
        ]),
    ],
    contributions: &[],
    stopped: &[],
    kinks: Some(
        "class numbers are no quantity: their derivative is taken as 0; one that is not a whole \
         number from 0 up to the number of classes makes the result not a number",
    ),
    domain: &[Domain::Between(-3.0, 3.0), Domain::Classes],
    linear: false,
    python: Python::function(
        "def cross_entropy(logits, truth, label_smoothing=0.0, ignore_index=None):
    truth = shares(logits, truth, label_smoothing, ignore_index)
    return -np.sum(truth * log_softmax(logits))",
    )
    .with(
        "def shares(logits, truth, label_smoothing, ignore_index):
    # What each class of each row has of the loss.
    classes, counts = logits.shape[-1], np.ones_like(logits[..., 0])
    if truth.shape != logits.shape:
        if ignore_index is not None:
            counts = (truth != ignore_index) * counts
        truth = (truth[..., None] == np.arange(classes)) * 1.0
    truth = (1 - label_smoothing) * truth + label_smoothing / classes
    return truth * (counts / np.clip(np.sum(counts), 1, None))[..., None]


def cross_entropy_slope(logits, truth, label_smoothing, ignore_index):
    truth = shares(logits, truth, label_smoothing, ignore_index)
    return softmax(logits) * np.sum(truth, axis=-1, keepdims=True) - truth",
    )
    .back_made(cross_entropy_back),
    rule: Rule::Tensor(TensorRule {
        shape,
        forward,
        vjp,
        tangent: Tangent::Inner,
        region: Some(classes),
        examples: &[
            example(&[&[3], &[]], &[]),
            example(&[&[4, 3], &[4]], &[]),
            example(&[&[2, 2, 5], &[2, 2]], &[]),
            example(&[&[3], &[3]], &[]),
            example(&[&[4, 3], &[4, 3]], &[]),
            example(&[&[2, 1, 11], &[2, 1, 11]], &[]),
            example(&[&[4, 3], &[4]], &[("label_smoothing", "0.1")]),
            example(&[&[4, 3], &[4, 3]], &[("label_smoothing", "0.3")]),
            example(&[&[6, 3], &[6]], &[("ignore_index", "1")]),
        ],
    }),
    side_by_side: SideBySide::Loss,
    bad_element: Some(bad_class),
    multiplications: None,
}];

const ATTRIBUTES: &[Attribute] = &[
    Attribute {
        name: "label_smoothing",
        kind: AttributeKind::Number,
        default: DefaultValue::Number(0.0),
        help: "What part of each truth is spread evenly over all classes, from 0 to 1.",
    },
    Attribute {
        name: "ignore_index",
        kind: AttributeKind::Integer,
        default: DefaultValue::Absent("every row counts"),
        help: "Rows of this class number are left out of the mean.",
    },
];

const AT_CLASSES: Text = Made(
    "the mean of −log_softmax(logits) at the true classes",
    |call, _| {
        let (truth, rows) = (smoothed(call, &as_rows(call)?), over_rows(call)?);
        let counted = counted(call);
        Some(format!(
            "-sum({counted}{truth} * log_softmax(logits)){rows}"
        ))
    },
);
const LESS_ONE_AT_CLASSES: Text = Made(
    "softmax(logits), less 1 at the true classes, over the number of rows",
    |call, _| {
        let (truth, rows) = (smoothed(call, &as_rows(call)?), over_rows(call)?);
        let counted = counted(call);
        Some(format!("{counted}(softmax(logits) - {truth}){rows}"))
    },
);

/// What flows back, in Python. Nothing flows back to class numbers.
fn cross_entropy_back(call: &BackCall<'_>) -> Option<String> {
    let logits = call.signature.only();
    let names = "label_smoothing, ignore_index";
    Some(match (call.input, is_numbered(call.signature)) {
        (0, _) => format!("gradient * cross_entropy_slope(logits, truth, {names})"),
        (_, true) => "np.zeros_like(truth)".to_owned(),
        (_, false) => {
            let rows = logits.elements() / logits.dims().next_back()?;
            format!("-gradient * (1 - label_smoothing) * log_softmax(logits) / {rows}")
        }
    })
}

/// Class numbers as rows, as a text. A number that doesn't count need not be a class: class 0
/// stands in its place.
fn as_rows(call: Signature<'_>) -> Option<String> {
    let classes = call.only().dims().next_back()?;
    Some(match ignored(call) {
        None => format!("one_hot(truth, num_classes={classes})"),
        Some(number) => {
            format!("one_hot(where(truth == {number}, 0, truth), num_classes={classes})")
        }
    })
}

/// The class number whose rows don't count.
fn ignored(call: Signature<'_>) -> Option<i64> {
    call.attributes
        .integer("ignore_index")
        .filter(|_| is_numbered(call))
}

/// `reshape(truth != 1, shape=[4, 1]) * `: 1 for each row that counts and 0 for the others, as a
/// factor; nothing if all count.
fn counted(call: Signature<'_>) -> String {
    let Some(number) = ignored(call) else {
        return String::new();
    };
    let mut lengths: Vec<usize> = call.only().dims().collect();
    if let Some(last) = lengths.last_mut() {
        *last = 1;
    }
    format!("reshape(truth != {number}, shape={lengths:?}) * ")
}

/// Whether the truth is one number a row.
fn is_numbered(call: Signature<'_>) -> bool {
    matches!(call.shapes, [logits, truth] if truth.rank() < logits.rank())
}

/// What part of each truth is spread over all classes.
fn smoothing(call: Signature<'_>) -> f64 {
    call.attributes.number("label_smoothing").unwrap_or(0.0)
}

/// The rows of the truth as they are counted, as a text.
fn smoothed(call: Signature<'_>, truth: &str) -> String {
    let smoothing = smoothing(call);
    let classes = call.only().dims().next_back().unwrap_or(1);
    match smoothing == 0.0 {
        true => truth.to_owned(),
        false => format!("({} * {truth} + {smoothing} / {classes})", 1.0 - smoothing),
    }
}

/// ` / 4`: what a sum over rows is divided by.
fn over_rows(call: Signature<'_>) -> Option<String> {
    if let Some(number) = ignored(call) {
        return Some(format!(" / max(sum(truth != {number}), 1)"));
    }
    let logits = call.only();
    let rows = logits.elements() / logits.dims().next_back()?;
    Some(if rows == 1 {
        String::new()
    } else {
        format!(" / {rows}")
    })
}

/// The first class number that is none.
fn bad_class(call: &Call<'_>) -> Option<BadElement> {
    let rows = Rows::of(call);
    let bad = |number: &f64| rows.counts(*number) && class(*number, rows.classes).is_none();
    let element = rows.truth.iter().position(bad).filter(|_| rows.numbered)?;
    let last = rows.classes - 1;
    Some(BadElement {
        input: 1,
        element,
        rule: match last {
            0 => "there is one class, number 0".to_owned(),
            _ => format!("the classes are numbered from 0 to {last}"),
        },
        help: "give the whole number of a class, or wire logits for more classes".to_owned(),
    })
}

fn shape(signature: Signature<'_>) -> Result<Shape, Fault> {
    let [logits, truth] = signature.shapes else {
        return Err(Fault::new(
            "it takes two inputs",
            "wire the logits and the truth",
        ));
    };
    let Some(rows) = logits.rank().checked_sub(1) else {
        return Err(Fault::new(
            "the logits are a scalar: there are no classes to choose from",
            "give one logit for each class along the last axis",
        ));
    };
    let are_rows = logits == truth;
    check_attributes(signature.attributes, are_rows)?;
    if are_rows || truth.dims().eq(logits.dims().take(rows)) {
        return Ok(Shape::SCALAR);
    }
    let row_lengths: Vec<usize> = logits.dims().take(rows).collect();
    Err(Fault::new(
        format!("logits of shape {logits} and a truth of shape {truth} don't go together"),
        format!("give class numbers of shape {row_lengths:?}, or rows of shape {logits}"),
    ))
}

fn check_attributes(attributes: AttributeReader<'_>, are_rows: bool) -> Result<(), Fault> {
    let smoothing = attributes.number("label_smoothing").unwrap_or(0.0);
    if !(0.0..=1.0).contains(&smoothing) {
        return Err(Fault::new(
            format!("a label_smoothing of {smoothing} is no part of a truth"),
            "give a number from 0 to 1",
        ));
    }
    if are_rows && attributes.integer("ignore_index").is_some() {
        return Err(Fault::new(
            "the truth is rows of probabilities, which have no class number to ignore",
            "clear ignore_index, or give class numbers",
        ));
    }
    Ok(())
}

/// Each class number is a piece by itself: nothing lies between two.
fn classes(call: &Call<'_>, emit: &mut dyn FnMut(u64)) {
    let rows = Rows::of(call);
    if rows.numbered {
        rows.truth.iter().for_each(|number| emit(number.to_bits()));
    }
}

fn forward(call: &Call<'_>, to: &mut [f64]) {
    let rows = Rows::of(call);
    let sum = with_maths!(M => {
        if rows.numbered { numbered::<M>(&rows) } else { one_hot::<M>(&rows) }
    });
    to.fill(sum / rows.count());
}

#[inline(always)]
fn numbered<M: Maths>(rows: &Rows<'_>) -> f64 {
    let Smoothing { keep, flat } = rows.smoothing;
    let mut sum = 0.0;
    for (row, &number) in rows.logits.chunks_exact(rows.classes).zip(rows.truth) {
        if !rows.counts(number) {
            continue;
        }
        let (largest, log_sum) = log_sum_exp::<M>(row);
        let surprise = |z: f64| log_sum + (largest - z);
        sum += match class(number, rows.classes) {
            Some(class) if flat == 0.0 => surprise(row[class]),
            Some(class) => {
                let all = sum_of(row, row, |z, _| surprise(z));
                weighted(keep, surprise(row[class])) + flat * all
            }
            None => f64::NAN,
        };
    }
    sum
}

#[inline(always)]
fn one_hot<M: Maths>(rows: &Rows<'_>) -> f64 {
    let mut sum = 0.0;
    for (row, truth) in rows.pairs() {
        let (largest, log_sum) = log_sum_exp::<M>(row);
        sum += sum_of(row, truth, |z, truth| {
            weighted(rows.smoothing.of(truth), log_sum + (largest - z))
        });
    }
    sum
}

/// A class that is not meant costs nothing, however unlikely it is.
#[inline(always)]
fn weighted(weight: f64, surprise: f64) -> f64 {
    if weight == 0.0 {
        0.0
    } else {
        weight * surprise
    }
}

fn vjp(call: &Call<'_>, up: &Upstream<'_>, contributions: &mut Contributions<'_>) {
    let rows = Rows::of(call);
    let scale = up.gradient.first().copied().unwrap_or(0.0) / rows.count();
    if rows.numbered {
        contributions.write(0, |to| {
            with_maths!(M => by_logits_numbered::<M>(&rows, scale, to));
        });
        return contributions.write(1, |to| to.fill(0.0));
    }
    contributions.write_both(|wanted| match wanted {
        [Some(to), None] => with_maths!(M => by_logits::<M>(&rows, scale, to)),
        [None, Some(to)] => with_maths!(M => by_truth::<M>(&rows, scale, to)),
        [Some(logits), Some(truth)] => {
            with_maths!(M => by_both::<M>(&rows, scale, logits, truth));
        }
        [None, None] => {}
    });
}

/// The exponentials of what the logits of a row lie below their largest, which it
/// gives.
#[inline(always)]
fn exponentials<M: Maths>(row: &[f64], to: &mut [f64]) -> f64 {
    let largest = largest(row);
    for (to, &z) in to.iter_mut().zip(row) {
        *to = M::exp(z - largest);
    }
    largest
}

/// The gradient of a row of logits by its class: `scale × (softmax − flat)`, less
/// `scale × keep` at the class. That is not subtracted from a softmax near 1: it is what
/// all others are together, so the gradients add up to 0.
#[inline(always)]
fn by_logits_numbered<M: Maths>(rows: &Rows<'_>, scale: f64, to: &mut [f64]) {
    let logits = rows.logits.chunks_exact(rows.classes);
    let pieces = to.chunks_exact_mut(rows.classes);
    let flat = scale * rows.smoothing.flat;
    for ((to, row), &number) in pieces.zip(logits).zip(rows.truth) {
        if !rows.counts(number) {
            to.fill(0.0);
            continue;
        }
        let Some(class) = class(number, rows.classes) else {
            to.fill(f64::NAN);
            continue;
        };
        exponentials::<M>(row, to);
        let own = std::mem::take(&mut to[class]);
        let others = total(to);
        let scale = scale / (others + own);
        to.iter_mut().for_each(|to| *to = *to * scale - flat);
        to[class] = -(others * scale - flat * (rows.classes - 1) as f64);
    }
}

/// The gradient of a row of logits by a row of probabilities, from the exponentials in
/// `to`: `scale × (weight × softmax − truth)`. As above, the class that is meant gets
/// what the others leave.
#[inline(always)]
fn finish_row(truth: &[f64], smoothing: Smoothing, scale: f64, to: &mut [f64]) {
    let sum = |truths: &[f64]| truths.iter().map(|truth| smoothing.of(*truth)).sum::<f64>();
    // The rows need not add up to 1.
    let Some(class) = first_above(truth, (0.5 - smoothing.flat) / smoothing.keep) else {
        let factor = scale * sum(truth) / total(to);
        for (to, &truth) in to.iter_mut().zip(truth) {
            *to = *to * factor - scale * smoothing.of(truth);
        }
        return;
    };
    let other_truths = sum(&truth[..class]) + sum(&truth[class + 1..]);
    let own = std::mem::take(&mut to[class]);
    let others = total(to);
    let factor = scale * (other_truths + smoothing.of(truth[class])) / (others + own);
    for (to, &truth) in to.iter_mut().zip(truth) {
        *to = *to * factor - scale * smoothing.of(truth);
    }
    to[class] = scale * other_truths - others * factor;
}

/// The gradient of a row of the truth.
#[inline(always)]
fn by_truth_row(row: &[f64], scale: f64, (largest, log_sum): (f64, f64), to: &mut [f64]) {
    for (to, &z) in to.iter_mut().zip(row) {
        *to = scale * (log_sum + (largest - z));
    }
}

#[inline(always)]
fn by_logits<M: Maths>(rows: &Rows<'_>, scale: f64, to: &mut [f64]) {
    for (to, (row, truth)) in to.chunks_exact_mut(rows.classes).zip(rows.pairs()) {
        exponentials::<M>(row, to);
        finish_row(truth, rows.smoothing, scale, to);
    }
}

#[inline(always)]
fn by_truth<M: Maths>(rows: &Rows<'_>, scale: f64, to: &mut [f64]) {
    let logits = rows.logits.chunks_exact(rows.classes);
    let keep = scale * rows.smoothing.keep;
    for (to, row) in to.chunks_exact_mut(rows.classes).zip(logits) {
        by_truth_row(row, keep, log_sum_exp::<M>(row), to);
    }
}

/// Both gradients: the exponentials are worked out once.
#[inline(always)]
fn by_both<M: Maths>(rows: &Rows<'_>, scale: f64, logits: &mut [f64], truths: &mut [f64]) {
    let to = logits.chunks_exact_mut(rows.classes);
    let to = to.zip(truths.chunks_exact_mut(rows.classes));
    let keep = scale * rows.smoothing.keep;
    for ((to_row, to_truth), (row, truth)) in to.zip(rows.pairs()) {
        let largest = exponentials::<M>(row, to_row);
        let sum = total(to_row);
        let log_sum = if sum < NEARLY_ONE {
            let below = sum_of(to_row, row, |e, z| e - select(z == largest, 1.0, 0.0));
            M::ln_1p(below)
        } else {
            M::ln(sum)
        };
        by_truth_row(row, keep, (largest, log_sum), to_truth);
        finish_row(truth, rows.smoothing, scale, to_row);
    }
}

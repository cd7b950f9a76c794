//! How alike the directions of two tensors are, along one axis.

use super::axes::add_up;
use super::lines::Lines;
use super::root::Length;
use crate::core::fault::Fault;
use crate::core::limits::MAX_RANK;
use crate::core::op::attributes::{Attribute, AttributeKind, DefaultValue};
use crate::core::op::elementwise::side;
use crate::core::op::python::{Form, Python};
use crate::core::op::text::Text::Made;
use crate::core::op::{
    Call, Contributions, Domain, Family, Inputs, Op, Rule, SideBySide, Signature, Tangent,
    Tangents, TensorRule, Upstream, example, row,
};
use crate::core::tensor::Shape;
use crate::core::tensor::strided::Nest;

pub(super) static OPS: &[Op] = &[Op {
    name: "cosine_similarity",
    aliases: &["cosine_sim", "cos_sim"],
    symbol: "cos θ",
    help: "The cosine of the angle between a and b along an axis: 1 in the same direction, 0 at \
           a right angle, −1 in opposite ones.",
    inputs: Inputs::Fixed(&["a", "b"]),
    attributes: &[Attribute {
        name: "axis",
        kind: AttributeKind::Integer,
        default: DefaultValue::Integer(-1),
        help: "The axis whose numbers are the coordinates.",
    }],
    formula: Made("sum(a * b) / (norm(a) * norm(b))", |call, _| {
        let axis = call.attributes.integer("axis")?;
        let of = |op: &str, text: &str| format!("{op}({text}, axis={axis})");
        let (a, b) = (of("norm", "a"), of("norm", "b"));
        Some(format!("{} / ({a} * {b})", of("sum", "a * b")))
    }),
    contributions: &[
        Made(
            "gradient * (b / norm(b) - y * a / norm(a)) / norm(a)",
            flows_back,
        ),
        Made(
            "gradient * (a / norm(a) - y * b / norm(b)) / norm(b)",
            flows_back,
        ),
    ],
    kinks: Some(
        "where all coordinates of a or of b are 0 there is no direction: the value and both \
         gradients are taken as 0 (JAX has NaN, PyTorch a gradient of b ÷ 1e-8)",
    ),
    domain: &[Domain::AwayFromZero(0.3, 3.0)],
    python: Python::function(
        "def cosine_similarity(a, b, axis=-1):
    lengths = np.sqrt(np.sum(a * a, axis=axis) * np.sum(b * b, axis=axis))
    return np.where(lengths == 0, 0.0, np.sum(a * b, axis=axis) / lengths)",
    )
    .both(Form::Ruled)
    .with(
        "def cosine_slope(a, b, cosine, axis):
    # By a; where there is no direction it is taken as 0.
    length_a = np.sqrt(np.sum(a * a, axis=axis, keepdims=True))
    length_b = np.sqrt(np.sum(b * b, axis=axis, keepdims=True))
    slope = (b / length_b - cosine * a / length_a) / length_a
    return np.where((length_a == 0) | (length_b == 0), 0.0, slope)",
    )
    .back(&[
        "kept_gradient * cosine_slope(a, b, kept_result, axis)",
        "kept_gradient * cosine_slope(b, a, kept_result, axis)",
    ]),
    rule: Rule::Tensor(TensorRule {
        shape,
        forward,
        vjp,
        tangent: Tangent::Own(along),
        region: Some(pieces),
        examples: &[
            example(&[&[1], &[1]], &[]),
            example(&[&[5], &[5]], &[]),
            example(&[&[3, 4], &[3, 4]], &[]),
            example(&[&[3, 4], &[3, 4]], &[("axis", "0")]),
            example(&[&[2, 3, 2], &[2, 3, 2]], &[("axis", "1")]),
        ],
    }),
    side_by_side: SideBySide::Axis,
    ..row(Family::Reduction)
}];

/// The text for what flows back to an input.
fn flows_back(call: Signature<'_>, input: usize) -> Option<String> {
    let shape = call.only();
    let axis = call.attributes.axis(&shape).ok()??;
    let kept = shape.dims().enumerate();
    let kept: Vec<usize> = kept.map(|(i, n)| if i == axis { 1 } else { n }).collect();
    let (own, other) = if input == 0 { ("a", "b") } else { ("b", "a") };
    let norm = |of: &str| format!("norm({of}, axis={axis}, keepdims=true)");
    let wide = |text: &str| format!("reshape({text}, shape={kept:?})");
    let (own_norm, other_norm) = (norm(own), norm(other));
    let apart = format!(
        "({other} / {other_norm} - {} * {own} / {own_norm})",
        wide("y")
    );
    Some(format!("{} * {apart} / {own_norm}", wide("gradient")))
}

fn shape(signature: Signature<'_>) -> Result<Shape, Fault> {
    let [a, b] = signature.shapes else {
        return Err(Fault::new("it takes two inputs", "wire a and b"));
    };
    if a != b {
        return Err(Fault::new(
            format!("shapes {a} and {b} differ: their coordinates are compared one by one"),
            "reshape one of them, or broadcast it to the other's shape",
        ));
    }
    if a.is_scalar() {
        return Err(Fault::new(
            "a scalar has no axis of coordinates",
            "give it tensors with at least one axis",
        ));
    }
    let axis = signature.attributes.axis(a)?.unwrap_or(0);
    let lengths = a.dims().enumerate().filter(|(i, _)| *i != axis);
    let lengths: Vec<usize> = lengths.map(|(_, length)| length).collect();
    Ok(Shape::new(&lengths)?)
}

/// The numbers of a line of a and of the same line of b, their lengths, and how many
/// numbers apart they lie.
struct Pair<'a> {
    numbers: [&'a [f64]; 2],
    lengths: [Length; 2],
    members: Nest<1>,
}

impl Pair<'_> {
    /// The cosine: the sum of the products of what the coordinates have of the lengths.
    fn cosine(&self) -> f64 {
        add_up(&self.members, |i| self.unit(0, i) * self.unit(1, i))
    }

    /// A coordinate of a or b, over the length.
    fn unit(&self, input: usize, i: usize) -> f64 {
        self.lengths[input].share(self.numbers[input][i])
    }

    fn has_directions(&self) -> bool {
        !self.lengths.iter().any(|length| length.is_zero())
    }

    /// The derivative of the cosine by a coordinate.
    fn slope(&self, input: usize, cosine: f64, i: usize) -> f64 {
        if !self.has_directions() {
            return 0.0;
        }
        let apart = self.unit(1 - input, i) - cosine * self.unit(input, i);
        apart / self.lengths[input].value()
    }
}

/// Calls `visit` with each pair of lines: the number of the pair, where it starts, and what
/// it holds.
fn each<'a>(call: &Call<'a>, mut visit: impl FnMut(usize, usize, Pair<'a>)) {
    let lines = Lines::of(call);
    let mut strides = [0; MAX_RANK];
    strides[0] = lines.step;
    let members = Nest::new(std::iter::once(lines.length), [&strides]);
    let both = [call.input(0), call.input(1)];
    let mut nth = 0;
    lines.each(both[0].len(), |line, _| {
        let start = line.start;
        let numbers = both.map(|numbers| &numbers[line.clone()]);
        let lengths = numbers.map(|numbers| Length::of(&members, |i| numbers[i]));
        visit(
            nth,
            start,
            Pair {
                numbers,
                lengths,
                members,
            },
        );
        nth += 1;
    });
}

fn forward(call: &Call<'_>, to: &mut [f64]) {
    each(call, |nth, _, pair| to[nth] = pair.cosine());
}

fn vjp(call: &Call<'_>, up: &Upstream<'_>, contributions: &mut Contributions<'_>) {
    for input in 0..2 {
        contributions.write(input, |to| {
            each(call, |nth, start, pair| {
                let (cosine, gradient) = (up.value[nth], up.gradient[nth]);
                pair.members.each(|[i]| {
                    to[start + i] = gradient * pair.slope(input, cosine, i);
                });
            });
        });
    }
}

fn along(call: &Call<'_>, tangents: &Tangents<'_>, to: &mut [f64]) {
    let along = call.on(tangents.arena);
    each(call, |nth, start, pair| {
        let cosine = tangents.value[nth];
        let part = |i: usize| {
            let by = |input: usize| pair.slope(input, cosine, i) * along.input(input)[start + i];
            by(0) + by(1)
        };
        to[nth] = add_up(&pair.members, part);
    });
}

/// Whether there are two directions. Of one coordinate each, the signs.
fn pieces(call: &Call<'_>, emit: &mut dyn FnMut(u64)) {
    each(call, |_, _, pair| match pair.numbers {
        [[a], [b]] => emit(side(*a, 0.0) * 4 + side(*b, 0.0)),
        _ => emit(u64::from(pair.has_directions())),
    });
}

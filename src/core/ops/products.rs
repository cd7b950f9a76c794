//! The product of many numbers. Its gradient for a number is the product of all others,
//! multiplied out from both sides: right with any number of zeros, which a division by
//! the number itself isn't.

use super::axes::{AXIS, Axes, EXAMPLES, KEEPDIMS, shape};
use crate::core::op::python::Python;
use crate::core::op::text::Text::Words;
use crate::core::op::{
    Call, Contributions, Family, Op, Rule, Tangent, Tangents, TensorRule, Upstream, row,
};

pub(super) static OPS: &[Op] = &[Op {
    name: "prod",
    aliases: &["reduce_prod", "multiply_up"],
    symbol: "Π",
    help: "The product of all numbers, or along axes.",
    attributes: &[AXIS, KEEPDIMS],
    contributions: &[Words {
        says: "gradient times the product of all other numbers",
        reason: "no op multiplies all numbers but one, and y / x says nothing where x is 0",
    }],
    python: Python::Np("prod"),
    rule: Rule::Tensor(TensorRule {
        shape,
        forward: prod,
        vjp: prod_vjp,
        tangent: Tangent::Own(prod_along),
        region: None,
        examples: EXAMPLES,
    }),
    ..row(Family::Reduction)
}];

fn prod(call: &Call<'_>, to: &mut [f64]) {
    to.fill(1.0);
    let row = |so_far: f64, row: &[f64]| row.iter().fold(so_far, |product, x| product * x);
    Axes::of(call)
        .all()
        .fold(call.input(0), to, |a, b| a * b, row);
}

fn prod_vjp(call: &Call<'_>, up: &Upstream<'_>, contributions: &mut Contributions<'_>) {
    contributions.write(0, |to| {
        let x = call.input(0);
        let axes = Axes::of(call);
        let (members, last) = (axes.members(), axes.last());
        axes.groups().each(|[start, group]| {
            let mut before = up.gradient[group];
            members.each(|[i]| {
                to[start + i] = before;
                before *= x[start + i];
            });
            let mut after = 1.0;
            members.each(|[i]| {
                let at = start + last - i;
                to[at] *= after;
                after *= x[at];
            });
        });
    });
}

/// The product and its tangent, one factor after the other.
fn prod_along(call: &Call<'_>, tangents: &Tangents<'_>, to: &mut [f64]) {
    let x = call.input(0);
    let along = call.on(tangents.arena).input(0);
    let axes = Axes::of(call);
    let members = axes.members();
    axes.groups().each(|[start, group]| {
        let (mut product, mut tangent) = (1.0, 0.0);
        members.each(|[i]| {
            let at = start + i;
            tangent = tangent * x[at] + product * along[at];
            product *= x[at];
        });
        to[group] = tangent;
    });
}

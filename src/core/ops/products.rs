//! The product of many numbers. Its gradient for a number is the product of all others,
//! multiplied out from both sides: right with any number of zeros, which a division by
//! the number itself isn't.

use super::axes::{AXIS, Axes, EXAMPLES, KEEPDIMS, shape};
use super::places::Groups;
use crate::core::op::python::{Form, Python};
use crate::core::op::text::Text::Made;
use crate::core::op::text::kept;
use crate::core::op::{
    Call, Contributions, Family, Op, Rule, SideBySide, Tangent, Tangents, TensorRule, Upstream, row,
};

pub(super) static OPS: &[Op] = &[Op {
    name: "prod",
    aliases: &["reduce_prod", "multiply_up"],
    symbol: "Π",
    help: "The product of all numbers, or along axes.",
    attributes: &[AXIS, KEEPDIMS],
    // Not y / x, which says nothing where x is 0.
    contributions: &[Made(
        "gradient times the product of all other numbers",
        |call, _| {
            let reduced = call.attributes.axes(&call.only()).ok()?;
            let groups = Groups::new(&call.only(), |axis| reduced[axis])?;
            let product = groups.back(format!("prod({}, axis=-1)", groups.others()));
            Some(format!("{} * {product}", kept(call, "gradient")?))
        },
    )],
    python: Python::call("np.prod")
        .with(
            "def others(x, axis):
    # For each number the product of all others along the axes.
    axes = range(np.ndim(x)) if axis is None else np.atleast_1d(axis) % np.ndim(x)
    order = [axis for axis in range(np.ndim(x)) if axis not in axes] + list(axes)
    rows = np.transpose(x, order)
    shape = rows.shape
    rows = rows.reshape(shape[: len(order) - len(axes)] + (-1,))
    one = np.ones_like(rows[..., :1])
    before = np.cumprod(np.concatenate([one, rows[..., :-1]], axis=-1), axis=-1)
    after = np.cumprod(np.concatenate([one, rows[..., :0:-1]], axis=-1), axis=-1)
    products = np.reshape(before * after[..., ::-1], shape)
    return np.transpose(products, np.argsort(order).astype(int))",
        )
        .torch(Form::Function(
            "def prod(x, axis=None, keepdims=False):
    axes = range(x.dim()) if axis is None else [axis] if isinstance(axis, int) else axis
    for axis in sorted((axis % x.dim() for axis in axes), reverse=True):
        x = torch.prod(x, axis, keepdim=keepdims)
    return x",
        ))
        .back(&["kept_gradient * others(x, axis)"]),
    rule: Rule::Tensor(TensorRule {
        shape,
        forward: prod,
        vjp: prod_vjp,
        tangent: Tangent::Own(prod_along),
        region: None,
        examples: EXAMPLES,
    }),
    side_by_side: SideBySide::Axes,
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

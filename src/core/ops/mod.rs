//! The ops, a file per family. [`ALL`] is the one list.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::op::{Domain, Example, Family, Inputs, Op, Rule, Signature};
use super::program::instruction::Code;
use super::tensor::Shape;

mod activations;
mod arithmetic;
mod cross_entropy;
mod linear_algebra;
mod losses;
mod parts;
mod reductions;
mod shapes;
mod softmax;
mod sources;
mod transcendental;

/// Every op, family by family.
pub static ALL: LazyLock<Vec<&'static Op>> = LazyLock::new(|| {
    let families = [
        sources::OPS,
        arithmetic::OPS,
        transcendental::OPS,
        activations::OPS,
        linear_algebra::OPS,
        shapes::OPS,
        parts::OPS,
        reductions::OPS,
        softmax::OPS,
        losses::OPS,
        cross_entropy::OPS,
    ];
    families.into_iter().flatten().collect()
});

static BY_NAME: LazyLock<HashMap<&'static str, OpId>> = LazyLock::new(|| {
    let numbered = ALL.iter().enumerate();
    numbered.map(|(i, op)| (op.name, OpId(i as u8))).collect()
});

/// The ops of plain arithmetic, in the order of their codes.
static ARITHMETIC: LazyLock<[OpId; 3]> = LazyLock::new(|| {
    [Code::Add, Code::Subtract, Code::Multiply].map(|code| {
        let number = ALL.iter().position(|op| op.code() == code);
        OpId(number.unwrap_or(0) as u8)
    })
});

/// The op of plain arithmetic whose code comes at this place.
pub(crate) fn arithmetic(code: usize) -> OpId {
    ARITHMETIC[code]
}

/// An op as a number in [`ALL`]: small enough to store with every node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OpId(u8);

impl OpId {
    /// The op of this name.
    pub fn named(name: &str) -> Option<OpId> {
        BY_NAME.get(name).copied()
    }

    /// The row.
    pub fn op(self) -> &'static Op {
        ALL[usize::from(self.0)]
    }

    /// The op at this place in [`ALL`], which must have one.
    pub(crate) fn at(index: usize) -> OpId {
        OpId(index as u8)
    }

    /// Its place in [`ALL`].
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// The op of this name.
pub fn named(name: &str) -> Option<&'static Op> {
    OpId::named(name).map(OpId::op)
}

/// The input of an op of one number.
const X: Inputs = Inputs::Fixed(&["x"]);

/// What most rows of a family share: one input `x`, no attributes, no
/// kinks, tested from −2 to 2. A row names the rest.
const fn row(family: Family) -> Op {
    Op {
        name: "",
        symbol: "",
        family,
        help: "",
        inputs: X,
        attributes: &[],
        formula: "",
        local_derivatives: &[],
        contributions: &[],
        kinks: None,
        domain: &[Domain::Between(-2.0, 2.0)],
        linear: false,
        rule: Rule::Source,
    }
}

/// A case for tests; see [`Example`].
const fn example(
    shapes: &'static [&'static [usize]],
    attributes: &'static [(&'static str, &'static str)],
) -> Example {
    Example { shapes, attributes }
}

/// The shape of the input of an op that has one.
fn only(signature: &Signature<'_>) -> Shape {
    signature.shapes.first().copied().unwrap_or(Shape::SCALAR)
}

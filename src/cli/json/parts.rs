//! What the objects have in common: their version, numbers, problems.

use std::io::{self, Write};

use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::core::evaluation::Numbers;
use crate::core::problem::Problem;
use crate::core::tensor::{Shape, Tensor};

/// The version of the objects. It rises when a field goes or means something else; new
/// fields may come without.
pub(in crate::cli) const VERSION: u32 = 1;

/// Writes one object, on one line.
pub(in crate::cli) fn write(to: &mut dyn Write, object: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *to, object)?;
    writeln!(to)
}

/// A list of what an iterator gives.
pub(super) struct Listed<F>(pub(super) F);

impl<F: Fn() -> I, I: Iterator<Item: Serialize>> Serialize for Listed<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

/// A number. JSON has none that isn't finite, so those are texts: NaN, inf, -inf.
#[derive(Clone, Copy)]
pub(in crate::cli) struct Number(pub(in crate::cli) f64);

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.is_finite() {
            serializer.serialize_f64(self.0)
        } else {
            serializer.collect_str(&self.0)
        }
    }
}

/// What is wrong, as the complaint on standard error says it.
pub(super) struct Complaint<'a>(pub(super) &'a Problem);

impl Serialize for Complaint<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Complaint(problem) = self;
        let node = problem.node.map(|_| &problem.name);
        let mut object = serializer.serialize_struct("problem", 3)?;
        object.serialize_field("node", &node)?;
        object.serialize_field("reason", &problem.message)?;
        object.serialize_field("cure", &problem.help)?;
        object.end()
    }
}

/// Problems as a list.
pub(super) fn complaints(problems: &[Problem]) -> impl Serialize {
    Listed(|| problems.iter().map(Complaint))
}

/// A number, or nested lists of numbers.
pub(super) struct Nested<'a> {
    lengths: Vec<usize>,
    data: &'a [f64],
}

/// The lengths of the axes.
pub(super) fn lengths(shape: &Shape) -> Vec<usize> {
    shape.dims().collect()
}

impl Nested<'_> {
    pub(super) fn of<'a>(numbers: &'a Numbers<'_>) -> Nested<'a> {
        Nested {
            lengths: lengths(&numbers.shape),
            data: &numbers.data,
        }
    }

    pub(super) fn of_tensor(tensor: &Tensor) -> Nested<'_> {
        Nested {
            lengths: lengths(&tensor.shape()),
            data: tensor.data(),
        }
    }
}

impl Serialize for Nested<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        NestedList(&self.lengths, self.data).serialize(serializer)
    }
}

/// One level of the lists: the lengths from here on, and the numbers within.
struct NestedList<'a>(&'a [usize], &'a [f64]);

impl Serialize for NestedList<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let NestedList(lengths, data) = *self;
        match (lengths.split_first(), data) {
            (Some((length, inner)), _) => {
                let parts = data.chunks_exact(data.len() / length);
                serializer.collect_seq(parts.map(|part| NestedList(inner, part)))
            }
            (None, [number]) => Number(*number).serialize(serializer),
            (None, _) => serializer.serialize_none(),
        }
    }
}

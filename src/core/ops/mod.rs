//! The ops, a file per family. [`ALL`] is the one list.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::nearest::nearest;
use super::op::elementwise::Code;
use super::op::{Op, SourceKind};

mod activations;
mod arithmetic;
mod axes;
mod bases;
mod conditions;
mod cross_entropy;
mod cumulative;
mod curves;
mod divergences;
mod label_rows;
mod linear_algebra;
mod lines;
mod log_sum_exp;
mod lookup;
mod losses;
mod norms;
mod parts;
mod places;
mod planar;
mod products;
mod reductions;
mod root;
mod rounding;
mod shapes;
mod similarity;
mod slices;
mod softmax;
mod sources;
mod spread;
mod transcendental;

/// Every op, family by family.
pub static ALL: LazyLock<Vec<&'static Op>> = LazyLock::new(|| {
    let families = [
        sources::OPS,
        arithmetic::OPS,
        conditions::OPS,
        rounding::OPS,
        transcendental::OPS,
        bases::OPS,
        planar::OPS,
        activations::OPS,
        curves::OPS,
        linear_algebra::OPS,
        shapes::OPS,
        parts::OPS,
        slices::OPS,
        lookup::OPS,
        reductions::OPS,
        products::OPS,
        cumulative::OPS,
        norms::OPS,
        spread::OPS,
        log_sum_exp::OPS,
        softmax::OPS,
        similarity::OPS,
        losses::OPS,
        cross_entropy::OPS,
        divergences::OPS,
    ];
    families.into_iter().flatten().collect()
});

static BY_NAME: LazyLock<HashMap<&'static str, OpId>> = LazyLock::new(|| {
    let numbered = ALL.iter().enumerate();
    numbered.map(|(i, op)| (op.name, OpId::at(i))).collect()
});

/// The ops of plain arithmetic, in the order of their codes.
static ARITHMETIC: LazyLock<[OpId; 3]> = LazyLock::new(|| {
    let codes = [Code::Add, Code::Subtract, Code::Multiply];
    codes.map(|code| first(|op| op.code() == code))
});

/// The first op that has a property, which one must have.
fn first(has: impl Fn(&Op) -> bool) -> OpId {
    OpId::at(ALL.iter().position(|op| has(op)).unwrap_or(0))
}

/// The op of sources of a kind.
pub fn source(kind: SourceKind) -> OpId {
    first(|op| op.source_kind() == Some(kind))
}

/// The op of plain arithmetic whose code comes at this place.
pub(crate) fn arithmetic(code: usize) -> OpId {
    ARITHMETIC[code]
}

/// An op as a number in [`ALL`]: small enough to store with every node. There may be
/// no more than [`MAX_OPS`](super::limits::MAX_OPS).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OpId(u16);

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
        OpId(index as u16) // below MAX_OPS
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

/// The op that a word other than its name calls: an alias, or a symbol such as `σ`.
pub fn aliased(word: &str) -> Option<OpId> {
    let is_called = |op: &Op| op.aliases.contains(&word) || op.symbol == word && !op.is_source();
    ALL.iter().position(|op| is_called(op)).map(OpId::at)
}

/// The op that a person may have meant by a text that no op is called by: one of whose
/// words or symbols it is, or whose name or one of whose words is nearest to it. `times`
/// and `*` lead to `multiply`, `sqare` to `square`; capitals, spaces and hyphens don't
/// count.
pub fn suggest(text: &str) -> Option<&'static Op> {
    let text = text.trim();
    let plain = text.to_lowercase().replace([' ', '-'], "_");
    let is_called = |op: &Op| op.name == plain || op.aliases.contains(&&*plain);
    let stands_for = |op: &Op| op.symbol == text || op.aliases.contains(&text);
    let found = ALL.iter().find(|op| is_called(op));
    if let Some(op) = found.or_else(|| ALL.iter().find(|op| stands_for(op))) {
        return Some(op);
    }
    let words = || {
        ALL.iter()
            .flat_map(|op| std::iter::once(&op.name).chain(op.aliases))
    };
    let word = nearest(&plain, words().copied())?;
    let has_word = |op: &&&Op| op.name == word || op.aliases.contains(&word);
    ALL.iter().find(has_word).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_meant_is_suggested() {
        let cases = [
            ("mul", "multiply"),
            ("Multiply", "multiply"),
            ("times", "multiply"),
            ("*", "multiply"),
            ("×", "multiply"),
            ("-", "subtract"),
            ("sqare", "square"),
            ("ln", "log"),
            ("dot", "matmul"),
            ("Mean Squared Error", "mean_squared_error"),
            ("cross-entropy", "cross_entropy"),
            ("avreage", "mean"),
            ("σ", "sigmoid"),
        ];
        for (text, name) in cases {
            assert_eq!(suggest(text).map(|op| op.name), Some(name), "{text}");
        }
        for text in ["", " ", "zzzzzz", "frobnicate the foo"] {
            assert!(suggest(text).is_none(), "{text}");
        }
    }
}

//! What the search palette offers for a text.

use crate::core::op::{Op, SourceKind};
use crate::core::ops::{self, OpId};
use crate::gui::editor::formula::is_like_formula;
use crate::gui::panels::search::{number, rank_ops};
use crate::gui::settings::RECENT_OPS;

/// The sources, in the order in which a number is offered as one.
const NUMBERS: [SourceKind; 3] = [
    SourceKind::Constant,
    SourceKind::Input,
    SourceKind::Parameter,
];

/// A row that can be chosen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct OpOffer {
    pub(super) op: OpId,
    pub(super) value: Option<f64>,
    pub(super) recent: bool,
}

/// What can be chosen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Offer {
    /// An op, or a number as a source.
    Op(OpOffer),
    /// The text, as a formula, in the formula bar.
    Formula,
}

/// What is offered for a text: ops, and the text as a formula if it is like one. That comes
/// first unless it is what an op is called.
pub(super) fn all_offers(
    text: &str,
    filter: OpFilter,
    recent: &[String],
    takes_formula: bool,
) -> Vec<Offer> {
    let ops = offers(text, filter, recent);
    let mut all: Vec<Offer> = ops.into_iter().map(Offer::Op).collect();
    let is_number = matches!(all[..], [Offer::Op(OpOffer { value: Some(_), .. }), ..]);
    if takes_formula && is_like_formula(text) && !is_number {
        let place = if names_op(text) { all.len() } else { 0 };
        all.insert(place, Offer::Formula);
    }
    all
}

/// Whether an op is called so, or nearly so: `cross-entropy`, `x²`.
fn names_op(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    let name = text.replace([' ', '-'], "_");
    let is_it = |op: &Op| {
        op.name == name || op.symbol.to_lowercase() == text || op.aliases.contains(&&*text)
    };
    ops::ALL.iter().copied().any(is_it)
}

/// Which ops are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OpFilter {
    /// All of them, and numbers, which become sources.
    Any,
    /// Sources.
    Sources,
    /// Those that compute something from inputs.
    Computed,
}

/// What is offered for a text, the best first.
pub(super) fn offers(text: &str, filter: OpFilter, recent: &[String]) -> Vec<OpOffer> {
    let fits = |id: &OpId| match filter {
        OpFilter::Any => true,
        OpFilter::Sources => id.op().is_source(),
        OpFilter::Computed => !id.op().is_source(),
    };
    let plain = |recent| {
        move |op| OpOffer {
            op,
            value: None,
            recent,
        }
    };
    if let Some(value) = number(text).filter(|_| filter == OpFilter::Any) {
        let sources = NUMBERS.into_iter().map(ops::source);
        let entry = |op| OpOffer {
            op,
            value: Some(value),
            recent: false,
        };
        return sources.map(entry).collect();
    }
    let all = ops::ALL
        .iter()
        .filter_map(|op| OpId::named(op.name))
        .filter(fits);
    let found = rank_ops(text, all).into_iter().map(plain(false));
    if !text.trim().is_empty() || filter == OpFilter::Sources {
        return found.collect();
    }
    let last = recent
        .iter()
        .filter_map(|name| OpId::named(name))
        .filter(fits);
    last.map(plain(true)).chain(found).collect()
}

/// Puts an op first among the last ones.
pub(in crate::gui::panels) fn remember(recent: &mut Vec<String>, op: OpId) {
    let name = op.op().name;
    recent.retain(|known| known != name);
    recent.insert(0, name.to_owned());
    recent.truncate(RECENT_OPS);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_is_offered_where_it_is_no_name() {
        let at = |text: &str| {
            let all = all_offers(text, OpFilter::Any, &[], true);
            all.iter().position(|offer| *offer == Offer::Formula)
        };
        for text in ["J = 1/2 (w*x", "w*x + b", "sin(x)", "x y²"] {
            assert_eq!(at(text), Some(0), "{text}");
        }
        for text in ["sin", "tan", "-2.5", "1/3", "", "*", "×"] {
            assert_eq!(at(text), None, "{text}");
        }
        let named = all_offers("cross-entropy", OpFilter::Any, &[], true);
        assert_eq!(named.last(), Some(&Offer::Formula));
        let to_change = all_offers("w*x", OpFilter::Computed, &[], false);
        assert!(!to_change.contains(&Offer::Formula));
    }

    #[test]
    fn only_what_fits_is_offered() {
        let recent = ["input".to_owned(), "tanh".to_owned()];
        let offered = offers("", OpFilter::Computed, &recent);
        assert!(offered.iter().all(|entry| !entry.op.op().is_source()));
        assert_eq!(offered[0].op.op().name, "tanh");
        for filter in [OpFilter::Computed, OpFilter::Sources] {
            let offered = offers("3", filter, &[]);
            assert!(offered.iter().all(|entry| entry.value.is_none()));
        }
        let numbers = offers("−3", OpFilter::Any, &[]);
        assert_eq!(numbers.len(), 3);
        assert!(numbers.iter().all(|entry| entry.value == Some(-3.0)));
        let sources = offers("", OpFilter::Sources, &recent);
        let names: Vec<_> = sources.iter().map(|entry| entry.op.op().name).collect();
        assert_eq!(names, ["constant", "input", "parameter"], "as everywhere");
    }
}

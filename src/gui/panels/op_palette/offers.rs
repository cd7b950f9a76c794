//! What the search palette offers for a text.

use crate::core::op::SourceKind;
use crate::core::ops::{self, OpId};
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
        assert_eq!(names, ["input", "parameter", "constant"]);
    }
}

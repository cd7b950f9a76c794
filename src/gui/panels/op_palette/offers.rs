//! What the search palette offers for a text.

use crate::core::ops::{self, OpId};
use crate::gui::action::Wiring;
use crate::gui::panels::search::{Words, number, rank};

/// How many ops are remembered as the last ones.
pub const RECENT: usize = 6;
/// The sources, in the order in which a number is offered as one.
const NUMBERS: [&str; 3] = ["constant", "input", "parameter"];

/// A row that can be chosen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Entry {
    pub(super) op: OpId,
    pub(super) value: Option<f64>,
    pub(super) recent: bool,
}

/// What is offered for a text, the best first.
pub(super) fn entries(text: &str, wired: Wiring, recent: &[String]) -> Vec<Entry> {
    let takes_inputs = matches!(wired, Wiring::From(_));
    let fits = |id: &OpId| !(takes_inputs && id.op().is_source());
    let plain = |recent| {
        move |op| Entry {
            op,
            value: None,
            recent,
        }
    };
    if let Some(value) = number(text).filter(|_| !takes_inputs) {
        let sources = NUMBERS.iter().filter_map(|name| OpId::named(name));
        let entry = |op| Entry {
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
    let words = |id: OpId| Words {
        name: id.op().name,
        symbol: id.op().symbol,
        help: id.op().help,
    };
    let found = rank(text, all, words).into_iter().map(plain(false));
    if !text.trim().is_empty() {
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
    recent.truncate(RECENT);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::graph::NodeId;

    #[test]
    fn only_what_fits_is_offered() {
        let from = Wiring::From(NodeId::from_index(0).expect("an id"));
        let offered = entries("", from, &["input".to_owned(), "tanh".to_owned()]);
        assert!(offered.iter().all(|entry| !entry.op.op().is_source()));
        assert_eq!(offered[0].op.op().name, "tanh");
        assert!(
            entries("3", from, &[])
                .iter()
                .all(|entry| entry.value.is_none())
        );
        let numbers = entries("−3", Wiring::None, &[]);
        assert_eq!(numbers.len(), 3);
        assert!(numbers.iter().all(|entry| entry.value == Some(-3.0)));
    }
}

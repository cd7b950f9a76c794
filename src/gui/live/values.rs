//! From a document's values to those of an evaluation.

use crate::core::evaluation::Evaluation;
use crate::core::graph::NodeId;
use crate::document::Document;

/// Hands on the value that an edit has changed; after an undo, or several edits, every
/// value that is another.
pub(super) fn set_changed_values(
    evaluation: &mut Evaluation,
    document: &Document,
    only: Option<NodeId>,
) {
    if let Some(id) = only {
        return set_value(evaluation, document, id);
    }
    for nth in 0..evaluation.program().sources().len() {
        let id = evaluation.program().sources()[nth];
        let Some(value) = document.graph().get(id).and_then(|node| node.value()) else {
            continue;
        };
        let same = |now: &[f64]| {
            let pairs = now.iter().zip(value.data());
            pairs.into_iter().all(|(a, b)| a.to_bits() == b.to_bits())
        };
        let known = evaluation.value(id);
        if !known.is_some_and(|now| same(&now.data)) {
            set_value(evaluation, document, id);
        }
    }
}

fn set_value(evaluation: &mut Evaluation, document: &Document, id: NodeId) {
    if let Some(value) = document.graph().get(id).and_then(|node| node.value()) {
        // A shape can't have changed: that would be another structure. A source that
        // isn't evaluated is past a limit, and has no slot.
        let _ = evaluation.set(id, value);
    }
}

//! [`Inspector`]: what is half typed in it, and what was computed for it.

use super::attributes::AttributeDrafts;
use super::draft::Draft;
use super::facts::{NodeFacts, WireFacts};
use super::formula::FormulaField;
use crate::core::explain::outgoing::Outgoing;
use crate::core::graph::{NodeId, Wire};
use crate::document::Revision;
use crate::gui::panels::memo::Memo;

/// What is half typed in the inspector, and what was computed for it.
#[derive(Default)]
pub(in crate::gui::panels) struct Inspector {
    pub(super) name: Draft,
    pub(super) title: Draft,
    pub(super) attributes: AttributeDrafts,
    pub(super) node_facts: Memo<(u64, NodeId), NodeFacts>,
    pub(super) formula: FormulaField,
    /// The nodes that the formula of a node writes in place.
    pub(super) behind: Memo<(Revision, NodeId), Vec<NodeId>>,
    pub(super) formula_text: Memo<(Revision, Revision, NodeId), String>,
    pub(super) wire_facts: Memo<(u64, Wire), WireFacts>,
    pub(super) target_filter: String,
    /// The ends of the slider of this source, while its document has none.
    pub(super) span: Option<(NodeId, f64, f64)>,
    /// The source whose slider is being dragged.
    pub(super) held: Option<NodeId>,
    /// For this structure, compiled so many times.
    pub(super) outgoing: Option<((Revision, u64), Outgoing)>,
}

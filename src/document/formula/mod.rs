//! A formula in a document: one edit that adds its nodes, changes those that it defines
//! anew, and takes away what only the old ones used.

mod reuse;
mod settled;

use super::content::Document;
use super::edit::Edit;
use super::error::EditError;
use super::layout::{BlockPlace, place_block};
use super::position::Position;
use crate::core::formula::{Plan, PlannedTarget};
use crate::core::graph::{Node, NodeId};
use crate::core::program::Program;
use settled::Settled;

/// What becomes of the target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormulaTarget {
    /// It is as the formula says: what its last statement computes, if that is a single
    /// number, or what it names.
    OfFormula,
    /// It stays.
    Keep,
}

/// What a formula does to a document.
#[derive(Clone, Debug)]
pub struct FormulaEdit {
    /// All of it, in one step.
    pub edit: Edit,
    /// The nodes that it adds.
    pub added: Vec<NodeId>,
    /// The nodes that it makes something else of; those that stay as they are aren't here.
    pub changed: Vec<NodeId>,
    /// The nodes that it deletes.
    pub removed: Vec<NodeId>,
    /// The nodes that the plan's new nodes become: new ones, or such as were there and
    /// take their place.
    pub of_plan: Vec<NodeId>,
    /// The document afterwards.
    pub after: Document,
}

impl FormulaEdit {
    /// Whether it changes nothing.
    pub fn is_empty(&self) -> bool {
        matches!(&self.edit, Edit::All { edits, .. } if edits.is_empty())
    }
}

/// A target is looked at only if it depends on at most so many nodes.
const MOST_LOOKED_AT: usize = 20_000;

impl Document {
    /// What carries out a plan that was made for this document's graph, in one step that is
    /// called `label`. New nodes stand together, at `place`; no other node moves. Nodes that
    /// the changed ones alone used, and whose names nobody chose, take the places of new ones
    /// or are deleted.
    ///
    /// # Errors
    /// The document refuses it: a cycle, a bad name, too many nodes.
    pub fn formula_edit(
        &self,
        plan: &Plan,
        label: &'static str,
        place: BlockPlace,
        target: FormulaTarget,
    ) -> Result<FormulaEdit, EditError> {
        let settled = Settled::new(self.graph(), plan)?;
        let mut edits = settled.edits(self.graph(), plan);
        let mut after = self.clone();
        after.apply(Edit::All {
            label,
            edits: edits.clone(),
        })?;
        if target == FormulaTarget::OfFormula
            && let Some(target) = settled.target(&plan.target, &after)
            && self.graph().target() != target
        {
            let choice = Edit::SetTarget(target);
            after.apply(choice.clone())?;
            edits.push(choice);
        }
        let places = place_block(&after, &settled.added, place);
        for (at, edit) in places.iter().zip(edits.iter_mut().filter_map(added_at)) {
            *edit = Some(at.1);
        }
        after.apply(Edit::Place(places))?;
        Ok(FormulaEdit {
            edit: Edit::All { label, edits },
            added: settled.added,
            changed: settled.changed,
            removed: settled.removed,
            of_plan: settled.ids,
            after,
        })
    }

    /// The part of the document that some nodes depend on, themselves included; nothing if
    /// that is more than so many nodes.
    pub fn dependencies(&self, nodes: &[NodeId], most: usize) -> Option<Document> {
        let mut seen = hashbrown::HashSet::new();
        let mut stack: Vec<NodeId> = nodes.to_vec();
        while let Some(id) = stack.pop() {
            if seen.insert(id) {
                if seen.len() > most {
                    return None;
                }
                let inputs = self.graph().get(id).map_or(&[][..], Node::inputs);
                stack.extend(inputs.iter().flatten());
            }
        }
        let ids: Vec<NodeId> = seen.into_iter().collect();
        Some(self.copy(&ids, &[], &[]))
    }

    /// Whether a node's value is a single number, as far as that is soon known.
    fn may_be_target(&self, id: NodeId) -> bool {
        let Some(part) = self.dependencies(&[id], MOST_LOOKED_AT) else {
            return true;
        };
        let program = Program::new(part.graph());
        let there = part.graph().find(self.graph().name(id));
        let shape = there.and_then(|id| program.shape(id));
        shape.is_none_or(|shape| shape.is_scalar())
    }
}

fn added_at(edit: &mut Edit) -> Option<&mut Option<Position>> {
    match edit {
        Edit::Add { at, .. } => Some(at),
        _ => None,
    }
}

impl Settled {
    /// What the formula asks the target to be; nothing if it doesn't ask.
    fn target(&self, target: &PlannedTarget, after: &Document) -> Option<Option<NodeId>> {
        match target {
            PlannedTarget::Keep => None,
            PlannedTarget::Automatic => Some(None),
            PlannedTarget::Node(end) => Some(Some(self.id(*end))),
            PlannedTarget::Last(end) => {
                let id = self.id(*end);
                after.may_be_target(id).then_some(Some(id))
            }
        }
    }
}

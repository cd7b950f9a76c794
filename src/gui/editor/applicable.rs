//! Which commands can be carried out now, and why others can't.

use crate::core::graph::NodeId;
use crate::document::parameters_of;
use crate::gui::command::Command;
use crate::gui::live::LiveState;

use super::Editor;

impl Editor {
    /// Why a command can't be carried out now, as far as that hangs on the document and
    /// the selection; nothing if it can.
    pub fn why_not(&self, command: Command) -> Option<&'static str> {
        let nodes = self.selection.nodes.len();
        let things = nodes + self.selection.frames.len() + self.selection.texts.len();
        let is_empty = self.node_count() == 0;
        let unless = |fits: bool, why: &'static str| (!fits).then_some(why);
        match command {
            Command::Undo => unless(
                self.history().undo_label().is_some(),
                "there is nothing to undo",
            ),
            Command::Redo => unless(
                self.history().redo_label().is_some(),
                "there is nothing to redo",
            ),
            Command::Delete => unless(!self.selection.is_empty(), "select something first"),
            Command::Cut | Command::Copy | Command::Duplicate => {
                unless(things > 0, "select something first")
            }
            Command::MoveLeft | Command::MoveRight | Command::MoveUp | Command::MoveDown => {
                unless(things > 0, "select something first")
            }
            Command::DeleteThrough => unless(nodes > 0, "select a node first"),
            Command::Rename => unless(
                self.selection.only_node().is_some(),
                "select a single node first",
            ),
            Command::ChangeOp => self.why_no_change_of_op(),
            Command::EditSelected => unless(things == 1, "select a single thing first"),
            Command::ZoomToSelection => {
                unless(!self.selection.is_empty(), "select something first")
            }
            Command::ConnectNodes => unless(
                nodes == 1 || nodes == 2,
                "select the node where the wire starts first",
            ),
            Command::ChooseTarget => match self.selection.only_node() {
                Some(id) => self.why_no_target(id),
                None => Some("select a single node first"),
            },
            Command::AlignLeft | Command::AlignTop => unless(nodes > 1, "select two nodes first"),
            Command::DistributeHorizontally | Command::DistributeVertically => {
                unless(nodes > 2, "select three nodes first")
            }
            Command::Evaluate => unless(
                matches!(self.live().state(), LiveState::Paused(_)),
                "the evaluation isn't paused",
            ),
            Command::CancelEvaluation => unless(
                matches!(self.live().state(), LiveState::Evaluating(_)),
                "nothing is being evaluated",
            ),
            Command::LoadParameters | Command::SaveParameters => unless(
                parameters_of(self.document().graph()).next().is_some(),
                "the graph has no parameters",
            ),
            Command::CopyAsFormula
            | Command::CopyAsLatex
            | Command::CopyAsPython
            | Command::Arrange
            | Command::GoLeft
            | Command::GoRight
            | Command::GoUp
            | Command::GoDown => unless(!is_empty, "there are no nodes"),
            _ => None,
        }
    }

    /// Why the selected nodes can't all be given another op; nothing if they can.
    fn why_no_change_of_op(&self) -> Option<&'static str> {
        let nodes = self.selection.nodes.iter();
        let nodes = nodes.filter_map(|id| self.node(*id));
        let mut carry = nodes.map(|node| node.value().is_some());
        match carry.next() {
            None => Some("select a node first"),
            Some(first) if carry.any(|other| other != first) => {
                Some("select sources only, or only nodes that compute")
            }
            Some(_) => None,
        }
    }

    /// Why a node can't be the target; nothing if it can.
    pub fn why_no_target(&self, id: NodeId) -> Option<&'static str> {
        match self.shape(id) {
            None => Some("its value isn't known yet: wire its inputs first"),
            Some(shape) if !shape.is_scalar() => {
                Some("only a single number can be the target: reduce it first, with sum or mean")
            }
            Some(_) => None,
        }
    }
}

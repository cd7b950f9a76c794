//! New nodes and other ops.

use super::Editor;
use crate::core::graph::{GraphError, NodeId, NodeInputs, NodeOp, NodeParts, Wire};
use crate::core::op::SourceKind;
use crate::core::op::attributes::Attributes;
use crate::core::ops::OpId;
use crate::core::tensor::Tensor;
use crate::document::{Edit, EditError};
use crate::gui::action::{NewNode, Wiring};
use crate::gui::selection::Selection;

impl Editor {
    /// Adds a node with a fresh name, with the wire that is asked for, and selects it. Returns
    /// its id.
    ///
    /// # Errors
    /// The document refuses it, and is as it was.
    pub fn add_node(&mut self, new: &NewNode) -> Result<NodeId, EditError> {
        let document = self.document();
        let id = document.next_id();
        let id = id.ok_or(GraphError::TooManyNodes)?;
        let mut edits = vec![Edit::Add {
            node: self.parts(new),
            at: Some(new.at),
        }];
        if let Wiring::To(wire) = new.wired {
            edits.extend(self.connecting(id, wire));
        }
        self.edit(Edit::All {
            label: "add",
            edits,
        })?;
        self.selection = Selection::node(id);
        Ok(id)
    }

    /// Gives nodes another op, in one step. Returns how many wires were removed, as the new op
    /// has no input for them.
    ///
    /// # Errors
    /// The document refuses it, and is as it was.
    pub fn change_op(&mut self, nodes: &[NodeId], op: OpId) -> Result<usize, EditError> {
        let wires = |editor: &Editor| -> usize {
            let inputs = nodes.iter().flat_map(|id| editor.inputs(*id));
            inputs.flatten().count()
        };
        let before = wires(self);
        let edits = nodes.iter().map(|&node| Edit::SetOp { node, op });
        self.edit(Edit::All {
            label: "change op",
            edits: edits.collect(),
        })?;
        Ok(before.saturating_sub(wires(self)))
    }

    /// The edits that wire an input, which is added first if it is the one after the last.
    pub fn connecting(&self, from: NodeId, wire: Wire) -> Vec<Edit> {
        let is_there = self.inputs(wire.to).len() != wire.input;
        let add = (!is_there).then_some(Edit::AddInput(wire.to));
        let from = Some(from);
        add.into_iter()
            .chain([Edit::Connect { from, wire }])
            .collect()
    }

    fn parts(&self, new: &NewNode) -> NodeParts {
        let op = new.op.op();
        let mut inputs = NodeInputs::from_elem(None, op.inputs.initial());
        if let (Wiring::From(from), Some(first)) = (new.wired, inputs.first_mut()) {
            *first = Some(from);
        }
        NodeParts {
            name: self.document().fresh_name(base_name(new.op)),
            op: NodeOp::Known(new.op),
            inputs,
            attributes: Attributes::default(),
            value: op
                .is_source()
                .then(|| Tensor::scalar(new.value.unwrap_or(0.0))),
        }
    }
}

/// What a new node of an op is called, if the name is free.
fn base_name(op: OpId) -> &'static str {
    match op.op().source_kind() {
        Some(SourceKind::Input) => "x",
        Some(SourceKind::Parameter) => "w",
        Some(SourceKind::Constant) => "k",
        None => op.op().name,
    }
}

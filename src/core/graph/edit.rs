//! Every change of a graph. One that would break it is refused, and leaves it as it
//! was.

use std::hash::BuildHasher;
use std::sync::Arc;

use super::Graph;
use super::error::{GraphError, OpName};
use super::node::{Node, NodeId, NodeInputs, NodeOp, NodeParts, UnknownOp, Wire, check_name};
use crate::core::fault::Fault;
use crate::core::limits::{MAX_INPUTS, MAX_NODES};
use crate::core::op::Inputs;
use crate::core::op::attributes::{AttributeValue, Attributes};
use crate::core::ops::OpId;
use crate::core::tensor::Tensor;

impl Graph {
    /// Chooses the node to differentiate, or leaves the choice to the program.
    ///
    /// # Errors
    /// There is no such node.
    pub fn set_target(&mut self, target: Option<NodeId>) -> Result<(), GraphError> {
        if target.is_some_and(|id| self.get(id).is_none()) {
            return Err(GraphError::NoNode);
        }
        self.target = target;
        Ok(())
    }

    /// Adds a node whose wires start at nodes that are there already.
    ///
    /// # Errors
    /// The name is bad or taken, a wire starts nowhere, the op doesn't take so many
    /// inputs, or a value is missing or out of place.
    pub fn add(&mut self, parts: NodeParts) -> Result<NodeId, GraphError> {
        let node = Node::checked(parts)?;
        let missing = |id: &NodeId| self.get(*id).is_none();
        if node.inputs.iter().flatten().any(missing) {
            return Err(GraphError::NoNode);
        }
        self.push(node)
    }

    pub(super) fn push(&mut self, node: Node) -> Result<NodeId, GraphError> {
        let id = NodeId::from_index(self.nodes.len());
        let id = id.filter(|_| self.len() < MAX_NODES);
        let id = id.ok_or(GraphError::TooManyNodes)?;
        let hash = self.hasher.hash_one(&*node.name);
        let is_same = |other: &NodeId| self.name(*other) == &*node.name;
        if self.names.find(hash, is_same).is_some() {
            return Err(GraphError::DuplicateName(node.name.as_ref().to_owned()));
        }
        self.nodes.push_back(Some(node));
        self.index_name(hash, id);
        Ok(id)
    }

    fn index_name(&mut self, hash: u64, id: NodeId) {
        let (nodes, hasher) = (&self.nodes, &self.hasher);
        Arc::make_mut(&mut self.names).insert_unique(hash, id, |id| {
            let node = nodes.get(id.index()).and_then(Option::as_ref);
            hasher.hash_one(node.map_or("", Node::name))
        });
    }

    fn forget_name(&mut self, id: NodeId) {
        let hash = self.hasher.hash_one(self.name(id));
        let names = Arc::make_mut(&mut self.names);
        if let Ok(entry) = names.find_entry(hash, |&other| other == id) {
            entry.remove();
        }
    }

    fn get_mut(&mut self, id: NodeId) -> Result<&mut Node, GraphError> {
        let node = self.nodes.get_mut(id.index()).and_then(Option::as_mut);
        node.ok_or(GraphError::NoNode)
    }

    /// Deletes a node and the wires at it. A target that is deleted is no target.
    ///
    /// # Errors
    /// There is no such node.
    pub fn remove(&mut self, id: NodeId) -> Result<Node, GraphError> {
        let node = self.get(id).cloned().ok_or(GraphError::NoNode)?;
        self.remove_all(&[id])?;
        Ok(node)
    }

    /// Deletes many nodes and the wires at them, in one pass over the graph: wires
    /// are stored where they end, so each single [`Graph::remove`] has to look at
    /// them all.
    ///
    /// # Errors
    /// One of the nodes doesn't exist; then none is deleted.
    pub fn remove_all(&mut self, ids: &[NodeId]) -> Result<(), GraphError> {
        if ids.iter().any(|id| self.get(*id).is_none()) {
            return Err(GraphError::NoNode);
        }
        let mut gone = vec![false; self.index_bound()];
        for &id in ids {
            // Named twice, it is deleted once.
            if !std::mem::replace(&mut gone[id.index()], true) {
                self.forget_name(id);
            }
        }
        let cut = |(from, wire): (NodeId, Wire)| gone[from.index()].then_some(wire);
        let wires: Vec<Wire> = self.wires().filter_map(cut).collect();
        for wire in wires {
            self.get_mut(wire.to)?.inputs[wire.input] = None;
        }
        for &id in ids {
            if let Some(place) = self.nodes.get_mut(id.index()) {
                *place = None;
            }
        }
        self.target = self.target.filter(|target| !gone[target.index()]);
        Ok(())
    }

    /// Gives a node another name.
    ///
    /// # Errors
    /// The name is bad or taken, or there is no such node.
    pub fn rename(&mut self, id: NodeId, name: &str) -> Result<(), GraphError> {
        check_name(name)?;
        self.get(id).ok_or(GraphError::NoNode)?;
        match self.find(name) {
            Some(other) if other == id => return Ok(()),
            Some(_) => return Err(GraphError::DuplicateName(name.to_owned())),
            None => {}
        }
        self.forget_name(id);
        self.get_mut(id)?.name = name.into();
        let hash = self.hasher.hash_one(name);
        self.index_name(hash, id);
        Ok(())
    }

    /// Gives a source another value.
    ///
    /// # Errors
    /// The node isn't a source, or there is no such node.
    pub fn set_value(&mut self, id: NodeId, value: Tensor) -> Result<(), GraphError> {
        let node = self.get(id).ok_or(GraphError::NoNode)?;
        if !node.is_source() {
            let name = node.name().to_owned();
            return Err(match node.op {
                NodeOp::Known(id) => GraphError::ComputedValue {
                    node: name,
                    op: OpName(id),
                },
                NodeOp::Unknown(_) => GraphError::ValueOfUnknownOp(name),
            });
        }
        self.get_mut(id)?.value = Some(value);
        Ok(())
    }

    /// Gives a node another op. Its name, its value and the wires to its output stay;
    /// so do the attributes that the new op has too, and the wires into it as far as
    /// there are inputs for them, in their order. Where there are fewer, those that
    /// aren't wired go first, then the last ones.
    ///
    /// # Errors
    /// A source can't become an op that computes its value, nor the other way round;
    /// or there is no such node.
    pub fn set_op(&mut self, id: NodeId, op: OpId) -> Result<(), GraphError> {
        let node = self.get(id).ok_or(GraphError::NoNode)?;
        let mut parts = node.parts();
        fit_inputs(&mut parts.inputs, op.op().inputs);
        let mut shared = Attributes::default();
        for (name, value) in parts.attributes.iter() {
            // One that the new op hasn't, or has of another kind, stays behind.
            let _ = op.op().set_attribute(&mut shared, name, Some(value));
        }
        parts.attributes = shared;
        parts.op = NodeOp::Known(op);
        *self.get_mut(id)? = Node::checked(parts)?;
        Ok(())
    }

    /// Makes another node of one: with another op, other attributes, another value, and so
    /// many inputs, none of them wired. Its name and the wires to its output stay.
    ///
    /// # Errors
    /// The op doesn't take so many inputs, a value is missing or out of place, or there is
    /// no such node.
    pub fn redefine(
        &mut self,
        id: NodeId,
        op: OpId,
        inputs: usize,
        attributes: Attributes,
        value: Option<Tensor>,
    ) -> Result<(), GraphError> {
        let node = self.get(id).ok_or(GraphError::NoNode)?;
        let parts = NodeParts {
            name: node.name().to_owned(),
            op: NodeOp::Known(op),
            inputs: NodeInputs::from_elem(None, inputs.min(MAX_INPUTS + 1)),
            attributes,
            value,
        };
        *self.get_mut(id)? = Node::checked(parts)?;
        Ok(())
    }

    /// Drops a field that a node of an unknown op carried, if it is there.
    ///
    /// # Errors
    /// There is no such node.
    pub fn drop_carried(&mut self, id: NodeId, field: &str) -> Result<(), GraphError> {
        let node = self.get(id).ok_or(GraphError::NoNode)?;
        let NodeOp::Unknown(unknown) = &node.op else {
            return Ok(());
        };
        if unknown.fields.iter().any(|(name, _)| name == field) {
            let mut left = UnknownOp::clone(unknown);
            left.fields.retain(|(name, _)| name != field);
            self.get_mut(id)?.op = NodeOp::Unknown(Arc::new(left));
        }
        Ok(())
    }

    /// Sets an attribute, or clears it with `None`.
    ///
    /// # Errors
    /// The op has no such attribute, the value is of the wrong kind, or there is no
    /// such node.
    pub fn set_attribute(
        &mut self,
        id: NodeId,
        name: &str,
        value: Option<&AttributeValue>,
    ) -> Result<(), GraphError> {
        let node = self.get_mut(id)?;
        let Some(op) = node.op() else {
            let fault = Fault::new(
                format!("{} is unknown to this version", node.op_name()),
                "edit the file by hand, or use the version that wrote it",
            );
            let node = node.name().to_owned();
            return Err(GraphError::Attribute { node, fault });
        };
        let mut attributes = node.attributes().cloned().unwrap_or_default();
        op.set_attribute(&mut attributes, name, value)
            .map_err(|fault| {
                let node = node.name().to_owned();
                GraphError::Attribute { node, fault }
            })?;
        node.attributes = Some(attributes).filter(|a| !a.is_empty()).map(Arc::new);
        Ok(())
    }

    /// Wires a node to an input, in place of what was wired there, or unwires it
    /// with `None`. Returns what was wired there.
    ///
    /// # Errors
    /// The wire would close a cycle, or there is no such node or input.
    pub fn connect(
        &mut self,
        from: Option<NodeId>,
        wire: Wire,
    ) -> Result<Option<NodeId>, GraphError> {
        self.require_input(wire)?;
        if let Some(from) = from {
            self.get(from).ok_or(GraphError::NoNode)?;
            if let Some(path) = self.path(wire.to, from) {
                return Err(GraphError::Cycle(self.closed_names(&path)));
            }
        }
        Ok(std::mem::replace(
            &mut self.get_mut(wire.to)?.inputs[wire.input],
            from,
        ))
    }

    /// Wires many inputs at once, as [`Graph::connect`] does: all of them, or none.
    /// Cycles are looked for once, when all wires are there.
    ///
    /// # Errors
    /// A cycle would be closed, or there is no such node or input.
    pub fn connect_all(&mut self, wires: &[(Option<NodeId>, Wire)]) -> Result<(), GraphError> {
        if let &[(from, wire)] = wires {
            return self.connect(from, wire).map(drop);
        }
        let mut changed = self.clone();
        for &(from, wire) in wires {
            if from.is_some_and(|from| self.get(from).is_none()) {
                return Err(GraphError::NoNode);
            }
            self.require_input(wire)?;
            changed.get_mut(wire.to)?.inputs[wire.input] = from;
        }
        if let Some(cycle) = changed.find_cycle() {
            return Err(GraphError::Cycle(changed.closed_names(&cycle)));
        }
        *self = changed;
        Ok(())
    }

    fn require_input(&self, wire: Wire) -> Result<(), GraphError> {
        let node = self.get(wire.to).ok_or(GraphError::NoNode)?;
        if wire.input < node.inputs.len() {
            return Ok(());
        }
        Err(GraphError::NoInput {
            node: node.name().to_owned(),
            input: wire.input,
            count: node.inputs.len(),
        })
    }

    /// Gives a node of an op with any number of inputs one more, unwired, at the
    /// end, or takes away the input of this number.
    ///
    /// # Errors
    /// The op doesn't take that many, or there is no such node or input.
    pub fn resize_inputs(&mut self, id: NodeId, remove: Option<usize>) -> Result<(), GraphError> {
        let node = self.get(id).ok_or(GraphError::NoNode)?;
        let (name, count) = (node.name().to_owned(), node.inputs.len());
        if let Some(input) = remove.filter(|input| *input >= count) {
            let node = name;
            return Err(GraphError::NoInput { node, input, count });
        }
        let found = if remove.is_some() {
            count - 1
        } else {
            count + 1
        };
        if let NodeOp::Known(op) = node.op
            && !op.op().inputs.allow(found)
        {
            let (node, op) = (name, OpName(op));
            return Err(GraphError::InputCount { node, op, found });
        }
        let inputs = &mut self.get_mut(id)?.inputs;
        match remove {
            Some(input) => drop(inputs.remove(input)),
            None => inputs.push(None),
        }
        Ok(())
    }
}

/// Takes inputs away or adds some, until there are as many as an op takes.
fn fit_inputs(inputs: &mut NodeInputs, takes: Inputs) {
    if takes.allow(inputs.len()) {
        return;
    }
    let wanted = takes.initial();
    let mut surplus = inputs.len().saturating_sub(wanted);
    for input in (0..inputs.len()).rev() {
        if surplus > 0 && inputs[input].is_none() {
            inputs.remove(input);
            surplus -= 1;
        }
    }
    inputs.resize(wanted, None);
}

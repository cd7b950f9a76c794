//! [`Lifted`]: a graph on its way from one row to many side by side.

use crate::core::graph::{Graph, GraphError, NodeId, NodeOp, NodeParts, Wire, fresh_name};
use crate::core::op::Op;
use crate::core::op::attributes::{AttributeValue, Attributes};
use crate::core::ops::OpId;
use crate::core::program::Program;
use crate::core::tensor::{Shape, Tensor};

/// A graph on its way to take many rows.
pub(super) struct Lifted<'a> {
    pub(super) graph: Graph,
    /// The graph for one row.
    pub(super) drawn: &'a Graph,
    /// The same compiled, with its shapes.
    pub(super) row: &'a Program,
    /// What is averaged over the rows.
    pub(super) loss: Option<NodeId>,
    pub(super) rows: usize,
    /// By index: whether a node's value depends on the data.
    pub(super) batched: Vec<bool>,
    /// By index: whether a node of the graph for one row depends on the data. A loss that
    /// has been averaged does, and has no rows any more.
    pub(super) depends: Vec<bool>,
}

impl Lifted<'_> {
    /// Takes a node out that the target doesn't need, with all that depends on it.
    pub(super) fn leave_out(&mut self, id: NodeId) {
        let users = self.graph.users_of(id).into_iter().enumerate();
        let users = users.filter(|(_, uses)| *uses);
        let ids: Vec<NodeId> = users
            .filter_map(|(index, _)| NodeId::from_index(index))
            .filter(|id| self.graph.get(*id).is_some())
            .collect();
        // They are all there.
        let _ = self.graph.remove_all(&ids);
    }

    /// Notes down whether a node has rows.
    pub(super) fn note(&mut self, id: NodeId, has_rows: bool) {
        let length = self.batched.len().max(id.index() + 1);
        self.batched.resize(length, false);
        self.batched[id.index()] = has_rows;
    }

    pub(super) fn is_batched(&self, id: NodeId) -> bool {
        self.batched.get(id.index()).copied().unwrap_or(false)
    }

    /// The shape of a node in the graph for one row.
    pub(super) fn row_shape(&self, id: NodeId) -> Shape {
        self.row.shape(id).unwrap_or(Shape::SCALAR)
    }

    pub(super) fn op(&self, id: NodeId) -> Option<&'static Op> {
        self.graph.get(id)?.op()
    }

    pub(super) fn inputs(&self, id: NodeId) -> Vec<NodeId> {
        let inputs = self.graph.get(id).map_or(&[][..], |node| node.inputs());
        inputs.iter().flatten().copied().collect()
    }

    /// The inputs of a node as it was drawn.
    pub(super) fn drawn_inputs(&self, id: NodeId) -> Vec<NodeId> {
        let inputs = self.drawn.get(id).map_or(&[][..], |node| node.inputs());
        inputs.iter().flatten().copied().collect()
    }

    /// Adds a source under a name of its own.
    pub(super) fn constant(&mut self, name: &str, value: Tensor) -> Result<NodeId, GraphError> {
        let name = fresh_name(name, |name| self.graph.find(name).is_some());
        self.graph.add(NodeParts {
            name,
            op: NodeOp::named("constant"),
            inputs: [].into_iter().collect(),
            attributes: Attributes::default(),
            value: Some(value),
        })
    }

    /// Where each row starts if rows of `length` lie end to end, as a source of as many axes
    /// as rows of this rank.
    pub(super) fn row_starts(
        &mut self,
        name: &str,
        length: usize,
        rank: usize,
    ) -> Result<NodeId, GraphError> {
        let starts: Vec<f64> = (0..self.rows).map(|row| (row * length) as f64).collect();
        let dims: Vec<usize> = [self.rows]
            .into_iter()
            .chain(std::iter::repeat_n(1, rank))
            .collect();
        let value = Shape::new(&dims).and_then(|shape| Tensor::new(shape, starts));
        // There are fewer of them than of the rows' own numbers.
        self.constant(name, value.unwrap_or_else(|_| Tensor::scalar(f64::NAN)))
    }

    /// A node with its axes in this order; the node itself if that is theirs.
    pub(super) fn ordered(&mut self, id: NodeId, order: &[usize]) -> Result<NodeId, GraphError> {
        if order.iter().enumerate().all(|(nth, axis)| nth == *axis) {
            return Ok(id);
        }
        let name = self.graph.name(id).to_owned();
        let order = order.iter().map(|axis| *axis as i64).collect();
        let axes = [("axes", AttributeValue::Integers(order))];
        self.add(&name, "transpose", &[Some(id)], &axes)
    }

    /// A node once a row; the node itself if it has rows.
    pub(super) fn repeated(&mut self, id: NodeId) -> Result<NodeId, GraphError> {
        if self.is_batched(id) {
            return Ok(id);
        }
        let dims: Vec<usize> = self.row_shape(id).dims().collect();
        let name = self.graph.name(id).to_owned();
        let shape = [("shape", lengths(self.rows, &dims))];
        let repeated = self.add(&name, "broadcast_to", &[Some(id)], &shape)?;
        self.note(repeated, true);
        Ok(repeated)
    }

    /// Adds a node under a name of its own.
    pub(super) fn add(
        &mut self,
        name: &str,
        op: &str,
        inputs: &[Option<NodeId>],
        attributes: &[(&str, AttributeValue)],
    ) -> Result<NodeId, GraphError> {
        let name = fresh_name(name, |name| self.graph.find(name).is_some());
        let id = self.graph.add(NodeParts {
            name,
            op: NodeOp::named(op),
            inputs: inputs.iter().copied().collect(),
            attributes: Attributes::default(),
            value: None,
        })?;
        for (name, value) in attributes {
            self.graph.set_attribute(id, name, Some(value))?;
        }
        let has_rows = inputs.iter().flatten().any(|input| self.is_batched(*input));
        self.note(id, has_rows);
        Ok(id)
    }

    pub(super) fn set(
        &mut self,
        id: NodeId,
        name: &str,
        value: &AttributeValue,
    ) -> Result<(), GraphError> {
        self.graph.set_attribute(id, name, Some(value))
    }

    pub(super) fn connect(
        &mut self,
        from: NodeId,
        to: NodeId,
        input: usize,
    ) -> Result<(), GraphError> {
        let wire = Wire { to, input };
        self.graph.connect(Some(from), wire).map(drop)
    }

    /// Lets a node compute something else from these inputs.
    pub(super) fn become_op(
        &mut self,
        id: NodeId,
        op: &str,
        inputs: &[NodeId],
        (name, value): (&str, &AttributeValue),
    ) -> Result<(), GraphError> {
        if let Some(op) = OpId::named(op) {
            self.graph.set_op(id, op)?;
        }
        for (nth, from) in inputs.iter().enumerate() {
            self.connect(*from, id, nth)?;
        }
        self.set(id, name, value)
    }

    /// A node's rows with axes of length 1 behind the first, so that a row has `rank`
    /// axes; the node itself if its rows have.
    pub(super) fn with_rank(&mut self, id: NodeId, rank: usize) -> Result<NodeId, GraphError> {
        let shape = self.row_shape(id);
        if !self.is_batched(id) || shape.rank() >= rank {
            return Ok(id);
        }
        let ones = std::iter::repeat_n(1, rank - shape.rank());
        let dims: Vec<usize> = ones.chain(shape.dims()).collect();
        self.reshaped(id, &dims)
    }

    /// A node in another shape, of each of its rows if it has rows; the node itself if it
    /// has that shape.
    pub(super) fn reshaped(&mut self, id: NodeId, dims: &[usize]) -> Result<NodeId, GraphError> {
        let own = self
            .row
            .shape(id)
            .filter(|own| own.dims().eq(dims.iter().copied()));
        if own.is_some() {
            return Ok(id);
        }
        let shape = match self.is_batched(id) {
            true => lengths(self.rows, dims),
            false => AttributeValue::Integers(dims.iter().map(|length| *length as i64).collect()),
        };
        let name = self.graph.name(id).to_owned();
        self.add(&name, "reshape", &[Some(id)], &[("shape", shape)])
    }
}

/// The rows' number, and the lengths of a row's axes.
pub(super) fn lengths(rows: usize, dims: &[usize]) -> AttributeValue {
    let all = std::iter::once(rows).chain(dims.iter().copied());
    AttributeValue::Integers(all.map(|length| length as i64).collect())
}

//! [`Node`] and what it is made of.

use std::fmt;
use std::num::NonZeroU32;
use std::sync::Arc;

use smallvec::SmallVec;

use super::error::{GraphError, OpName};
use crate::core::limits::{MAX_INPUTS, MAX_NAME_BYTES};
use crate::core::op::Op;
use crate::core::op::attributes::{AttributeReader, Attributes};
use crate::core::ops::OpId;
use crate::core::tensor::Tensor;

/// A node of a graph. Never used again for another node of the same graph, so a
/// stale one finds nothing instead of something else.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(NonZeroU32);

impl NodeId {
    /// The node at this index, in the order in which nodes were added.
    pub fn from_index(index: usize) -> Option<NodeId> {
        let number = u32::try_from(index).ok()?.checked_add(1)?;
        NonZeroU32::new(number).map(NodeId)
    }

    /// Its position in the order in which nodes were added.
    pub fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

impl fmt::Debug for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.index())
    }
}

/// A wire, named by where it ends: an input takes at most one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Wire {
    /// The node that it ends at.
    pub to: NodeId,
    /// Which of that node's inputs, counted from 0.
    pub input: usize,
}

/// The op of a node: one of the table's, or one that this version doesn't know.
#[derive(Clone, Debug, PartialEq)]
pub enum NodeOp {
    /// A row of the table.
    Known(OpId),
    /// Kept and saved back as it came, never evaluated.
    Unknown(Arc<UnknownOp>),
}

/// What a file said about a node whose op this version doesn't know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownOp {
    /// The op's name.
    pub name: String,
    /// Everything else that the node carried and that has no place in [`Node`]:
    /// pairs of a field's name and its text in the file.
    pub fields: Vec<(String, String)>,
}

/// The wires into a node, one entry an input; `None` where nothing is wired.
pub type NodeInputs = SmallVec<[Option<NodeId>; 4]>;

/// One operation or source, with one output.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    pub(super) name: Arc<str>,
    pub(super) op: NodeOp,
    pub(super) inputs: NodeInputs,
    // Most nodes set no attribute.
    pub(super) attributes: Option<Arc<Attributes>>,
    pub(super) value: Option<Tensor>,
}

/// What a node is made from.
#[derive(Clone, Debug, PartialEq)]
pub struct NodeParts {
    /// A name that no other node has.
    pub name: String,
    /// The op.
    pub op: NodeOp,
    /// The wires into it.
    pub inputs: NodeInputs,
    /// The attributes that it sets.
    pub attributes: Attributes,
    /// The value, if it is a source.
    pub value: Option<Tensor>,
}

impl NodeOp {
    /// The op of this name; an unknown one if the table has none.
    pub fn named(name: &str) -> NodeOp {
        OpId::named(name).map_or_else(
            || {
                NodeOp::Unknown(Arc::new(UnknownOp {
                    name: name.to_owned(),
                    fields: Vec::new(),
                }))
            },
            NodeOp::Known,
        )
    }
}

impl Node {
    /// Its name, unique in the graph.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its op.
    pub fn node_op(&self) -> &NodeOp {
        &self.op
    }

    /// Its op's row, if this version knows the op.
    pub fn op(&self) -> Option<&'static Op> {
        match &self.op {
            NodeOp::Known(id) => Some(id.op()),
            NodeOp::Unknown(_) => None,
        }
    }

    /// The name of its op, known or not.
    pub fn op_name(&self) -> &str {
        match &self.op {
            NodeOp::Known(id) => id.op().name,
            NodeOp::Unknown(unknown) => &unknown.name,
        }
    }

    /// The nodes wired to its inputs.
    pub fn inputs(&self) -> &[Option<NodeId>] {
        &self.inputs
    }

    /// The attributes that it sets, if any.
    pub fn attributes(&self) -> Option<&Attributes> {
        self.attributes.as_deref()
    }

    /// The attributes, to be kept beside the graph.
    pub(crate) fn shared_attributes(&self) -> Option<Arc<Attributes>> {
        self.attributes.clone()
    }

    /// The attributes with the op's defaults behind them, if the op is known.
    pub fn attribute_reader(&self) -> Option<AttributeReader<'_>> {
        Some(self.op()?.attribute_reader(self.attributes()))
    }

    /// The value that it carries, if it is a source.
    pub fn value(&self) -> Option<&Tensor> {
        self.value.as_ref()
    }

    /// Whether it carries its own value.
    pub fn is_source(&self) -> bool {
        self.op().is_some_and(Op::is_source)
    }

    /// What would make it anew.
    pub fn parts(&self) -> NodeParts {
        NodeParts {
            name: self.name.as_ref().to_owned(),
            op: self.op.clone(),
            inputs: self.inputs.clone(),
            attributes: self.attributes().cloned().unwrap_or_default(),
            value: self.value.clone(),
        }
    }

    pub(super) fn checked(parts: NodeParts) -> Result<Node, GraphError> {
        check_name(&parts.name)?;
        let node = parts.name.clone();
        let found = parts.inputs.len();
        if found > MAX_INPUTS {
            return Err(GraphError::TooManyInputs { node, found });
        }
        if let NodeOp::Unknown(op) = &parts.op
            && op.name.len() > MAX_NAME_BYTES
        {
            let found = op.name.len();
            return Err(GraphError::LongOpName { node, found });
        }
        if let NodeOp::Known(id) = parts.op {
            let op = OpName(id);
            if !id.op().inputs.allow(found) {
                return Err(GraphError::InputCount { node, op, found });
            }
            match (id.op().is_source(), &parts.value) {
                (true, None) => return Err(GraphError::NoValue { node, op }),
                (false, Some(_)) => return Err(GraphError::ComputedValue { node, op }),
                _ => {}
            }
        }
        let attributes = Some(parts.attributes).filter(|a| !a.is_empty());
        Ok(Node {
            name: parts.name.into(),
            op: parts.op,
            inputs: parts.inputs,
            attributes: attributes.map(Arc::new),
            value: parts.value,
        })
    }
}

pub(super) fn check_name(name: &str) -> Result<(), GraphError> {
    let reason = if name.is_empty() {
        "give it at least one character"
    } else if name.len() > MAX_NAME_BYTES {
        "make it shorter, at most 256 bytes"
    } else if name.chars().any(char::is_control) {
        "leave out line breaks and control characters"
    } else if name.trim() != name {
        "leave out the spaces around it"
    } else {
        return Ok(());
    };
    let name = name.chars().take(40).collect();
    Err(GraphError::BadName { name, reason })
}

//! Why a graph refuses a change.

use std::fmt;

use crate::core::fault::Fault;
use crate::core::limits::{MAX_INPUTS, MAX_NAME_BYTES, MAX_NODES};
use crate::core::op::Inputs;
use crate::core::ops::OpId;

/// Why a graph refuses a change. The graph is as it was before.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GraphError {
    /// The name is taken.
    #[error("two nodes are called {0:?}: rename one of them")]
    DuplicateName(String),
    /// The name can't be a name.
    #[error("{name:?} can't be a name: {reason}")]
    BadName {
        /// The name.
        name: String,
        /// What is wrong with it, and the cure.
        reason: &'static str,
    },
    /// No such node.
    #[error("there is no such node: it was deleted")]
    NoNode,
    /// No such input.
    #[error("{node:?} has no input {input}: it has {count}, counted from 0")]
    NoInput {
        /// The node's name.
        node: String,
        /// The input that was asked for.
        input: usize,
        /// How many it has.
        count: usize,
    },
    /// The op doesn't take this many inputs.
    #[error(
        "{node:?} has {}, but {op} takes {}",
        counted(*.found), describe_inputs(*.op)
    )]
    InputCount {
        /// The node's name.
        node: String,
        /// The op.
        op: OpName,
        /// How many there are.
        found: usize,
    },
    /// More inputs than [`MAX_INPUTS`].
    #[error("{node:?} has {found} inputs: at most {MAX_INPUTS} are allowed, join them in stages")]
    TooManyInputs {
        /// The node's name.
        node: String,
        /// How many there are.
        found: usize,
    },
    /// The name of an unknown op is longer than [`MAX_NAME_BYTES`].
    #[error(
        "{node:?} has an op whose name has {found} bytes: at most {MAX_NAME_BYTES} are allowed, shorten it"
    )]
    LongOpName {
        /// The node's name.
        node: String,
        /// How many bytes there are.
        found: usize,
    },
    /// Wires would form a cycle.
    #[error("a cycle, {}: a value can't depend on itself, cut one of these wires", .0.join(" → "))]
    Cycle(Vec<String>),
    /// A source without a value.
    #[error("the {op} {node:?} has no value: give it a number, or nested lists of numbers")]
    NoValue {
        /// The node's name.
        node: String,
        /// The op.
        op: OpName,
    },
    /// A value where one is computed.
    #[error("{node:?} can't be given a value: {op} computes it, only sources carry one")]
    ComputedValue {
        /// The node's name.
        node: String,
        /// The op.
        op: OpName,
    },
    /// Another value for a node whose op this version doesn't know.
    #[error("{0:?} can't be given a value: this version doesn't know its op, update wiregrad")]
    ValueOfUnknownOp(String),
    /// An attribute that doesn't fit.
    #[error("{node:?}: {}; {}", .fault.message, .fault.help)]
    Attribute {
        /// The node's name.
        node: String,
        /// What is wrong, and what to do.
        fault: Fault,
    },
    /// More nodes than [`MAX_NODES`].
    #[error("a graph has at most {MAX_NODES} nodes: split it up, or use tensors")]
    TooManyNodes,
}

/// The name of an op of the table, for messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpName(pub OpId);

impl fmt::Display for OpName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.op().name)
    }
}

fn counted(inputs: usize) -> String {
    match inputs {
        1 => "1 input".to_owned(),
        _ => format!("{inputs} inputs"),
    }
}

fn describe_inputs(op: OpName) -> String {
    match op.0.op().inputs {
        Inputs::Fixed(names) => match names.len() {
            0 => "none: take them out".to_owned(),
            n => format!(
                "{n} ({}): leave those that aren't wired as None",
                names.join(", ")
            ),
        },
        Inputs::Any(_) => format!("1 to {MAX_INPUTS}"),
    }
}

//! [`Problem`]: what keeps a node from being evaluated or differentiated, in a
//! sentence that names the node, what is wrong and what to do.

use std::fmt;

use super::fault::Fault;
use super::graph::NodeId;

/// What sort of thing is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// An input has no wire.
    Unwired,
    /// Shapes or attributes don't fit.
    Shape,
    /// This version doesn't know the op.
    UnknownOp,
    /// There is nothing to differentiate, or it isn't a single number.
    Target,
    /// A number that means nothing to the op that uses it.
    Value,
    /// A value arose that is not a finite number.
    NotFinite,
    /// A gradient arose that is not a finite number, though the values are.
    NotFiniteGradient,
    /// A limit was met.
    Limit,
}

/// One thing that is wrong, at one node or in the graph as a whole. Nodes that
/// only wait for a node with a problem have none of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The node, if it is about one.
    pub node: Option<NodeId>,
    /// The node's name; empty if it is about none.
    pub name: String,
    /// What sort of thing is wrong.
    pub kind: ProblemKind,
    /// What is wrong.
    pub message: String,
    /// What the user can do.
    pub help: String,
}

impl Problem {
    /// Whether something is only missing still, and nothing is wrong: an input without a
    /// wire, or no target.
    pub fn is_unfinished(&self) -> bool {
        matches!(self.kind, ProblemKind::Unwired | ProblemKind::Target)
    }

    /// A fault of one node.
    pub(crate) fn at(node: NodeId, name: &str, kind: ProblemKind, fault: Fault) -> Problem {
        Problem {
            node: Some(node),
            name: name.to_owned(),
            ..Problem::of_graph(kind, fault)
        }
    }

    /// A fault of the graph as a whole.
    pub(crate) fn of_graph(kind: ProblemKind, fault: Fault) -> Problem {
        let Fault { message, help } = fault;
        Problem {
            node: None,
            name: String::new(),
            kind,
            message,
            help,
        }
    }
}

/// `"c": input b is not wired; wire something to it`.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.node.is_some() {
            write!(f, "{:?}: ", self.name)?;
        }
        write!(f, "{}; {}", self.message, self.help)
    }
}

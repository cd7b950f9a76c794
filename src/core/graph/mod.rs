//! [`Graph`]: nodes and the wires between them.
//!
//! Illegal states can't be built: names are unique, every wire ends at a node that
//! exists, there is no cycle, a source has a value. What may be unfinished is an
//! input that is not wired yet, a shape that doesn't fit, or an op that this
//! version doesn't know; the [program](super::program) reports those node by node.
//!
//! A clone shares its nodes with the original until one of the two changes, so a
//! snapshot for undo costs what changed after it.

mod edit;
mod error;
mod fresh;
mod node;
mod walk;

use std::hash::BuildHasher;
use std::sync::Arc;

use hashbrown::{DefaultHashBuilder, HashTable};

pub use error::{GraphError, OpName};
pub use fresh::fresh_name;
pub use node::{Node, NodeId, NodeInputs, NodeOp, NodeParts, UnknownOp, Wire};

/// Nodes and wires, always lawful.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    // A deleted node leaves a hole, so that ids stay what they were.
    nodes: imbl::Vector<Option<Node>>,
    // Shared by clones until a name comes or goes.
    names: Arc<HashTable<NodeId>>,
    hasher: DefaultHashBuilder,
    target: Option<NodeId>,
}

/// Equality of the nodes, their ids and the target: what a file would hold.
impl PartialEq for Graph {
    fn eq(&self, other: &Graph) -> bool {
        self.target == other.target && self.nodes == other.nodes
    }
}

impl Graph {
    /// An empty graph.
    pub fn new() -> Graph {
        Graph::default()
    }

    /// A graph from all its nodes at once, wired by index, in any order. The error
    /// names the index of the node that it is about.
    ///
    /// # Errors
    /// What [`Graph::add`] refuses, and cycles.
    pub fn from_parts(parts: Vec<NodeParts>) -> Result<Graph, (usize, GraphError)> {
        let mut graph = Graph::new();
        let count = parts.len();
        // A table that grows hashes all names again.
        graph.names = Arc::new(HashTable::with_capacity(count));
        for (index, part) in parts.into_iter().enumerate() {
            let wired = part.inputs.iter().flatten().all(|id| id.index() < count);
            let node = Node::checked(part).map_err(|e| (index, e))?;
            if !wired {
                return Err((index, GraphError::NoNode));
            }
            graph.push(node).map_err(|e| (index, e))?;
        }
        match graph.find_cycle() {
            None => Ok(graph),
            Some(cycle) => {
                let first = cycle.first().map_or(0, |id| id.index());
                Err((first, GraphError::Cycle(graph.closed_names(&cycle))))
            }
        }
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there are no nodes.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// One more than the largest index of a node that was ever added: the length
    /// of a table by index.
    pub fn index_bound(&self) -> usize {
        self.nodes.len()
    }

    /// The node, if it hasn't been deleted.
    pub fn get(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id.index())?.as_ref()
    }

    /// The node's name; "?" if it has been deleted.
    pub fn name(&self, id: NodeId) -> &str {
        self.get(id).map_or("?", Node::name)
    }

    /// The node of this name.
    pub fn find(&self, name: &str) -> Option<NodeId> {
        let hash = self.hasher.hash_one(name);
        self.names.find(hash, |&id| self.name(id) == name).copied()
    }

    /// All nodes in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = (NodeId, &Node)> {
        // By leaves of the tree: faster than the vector's own iterator.
        let numbered = self.nodes.leaves().flatten().enumerate();
        numbered.filter_map(|(i, node)| Some((NodeId::from_index(i)?, node.as_ref()?)))
    }

    /// All wires, with the node that each starts at.
    pub fn wires(&self) -> impl Iterator<Item = (NodeId, Wire)> + '_ {
        self.iter().flat_map(|(to, node)| {
            let inputs = node.inputs.iter().enumerate();
            inputs.filter_map(move |(input, from)| Some(((*from)?, Wire { to, input })))
        })
    }

    /// The node that was chosen to be differentiated, if one was.
    pub fn target(&self) -> Option<NodeId> {
        self.target
    }
}

//! [`Graph`]: nodes and the wires between them, as the user drew them.
//!
//! Illegal states can't be built: names are unique, every wire ends at a node that
//! exists, there is no cycle, a source has a value. What may be unfinished is an
//! input that is not wired yet, a shape that doesn't fit, or an op that this
//! version doesn't know; the [program](super::program) reports those node by node.
//!
//! A clone shares its nodes with the original until one of the two changes, so a
//! snapshot for undo costs what changed after it.

use std::fmt;
use std::hash::BuildHasher;
use std::num::NonZeroU32;
use std::sync::Arc;

use hashbrown::{DefaultHashBuilder, HashTable};
use smallvec::SmallVec;

use super::attributes::{AttributeValue, Attributes, Settings};
use super::limits::{MAX_INPUTS, MAX_NAME_BYTES, MAX_NODES};
use super::op::{Fault, Op};
use super::ops::OpId;
use super::tensor::Tensor;

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

    /// Its place in the order in which nodes were added.
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

/// The wires into a node, one place an input; `None` where nothing is wired.
pub type NodeInputs = SmallVec<[Option<NodeId>; 4]>;

/// One operation or source, with one output.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    name: Arc<str>,
    op: NodeOp,
    inputs: NodeInputs,
    // Most nodes set no attribute.
    attributes: Option<Arc<Attributes>>,
    value: Option<Tensor>,
}

/// What a node is made from.
#[derive(Clone, Debug)]
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
        "{node:?} has {found} inputs, but {op} takes {}",
        describe_inputs(*.op)
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
    /// Wires would run in a circle.
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
    /// An attribute that doesn't fit.
    #[error("{node:?}: {}; {}", .fault.reason, .fault.cure)]
    Attribute {
        /// The node's name.
        node: String,
        /// What is wrong, and the cure.
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

fn describe_inputs(op: OpName) -> String {
    match op.0.op().inputs {
        super::op::Inputs::Fixed(names) => match names.len() {
            0 => "none: take them out".to_owned(),
            n => format!(
                "{n} ({}): leave those that aren't wired as None",
                names.join(", ")
            ),
        },
        super::op::Inputs::Any(_) => format!("1 to {MAX_INPUTS}"),
    }
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
    pub fn settings(&self) -> Option<Settings<'_>> {
        Some(Settings::new(self.op()?, self.attributes()))
    }

    /// The value that it carries, if it is a source.
    pub fn value(&self) -> Option<&Tensor> {
        self.value.as_ref()
    }

    /// Whether it carries its own value.
    pub fn is_source(&self) -> bool {
        self.op().is_some_and(Op::is_source)
    }

    fn checked(parts: NodeParts) -> Result<Node, GraphError> {
        check_name(&parts.name)?;
        let node = parts.name.clone();
        let found = parts.inputs.len();
        if found > MAX_INPUTS {
            return Err(GraphError::TooManyInputs { node, found });
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

fn check_name(name: &str) -> Result<(), GraphError> {
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
        let numbered = self.nodes.iter().enumerate();
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

    fn push(&mut self, node: Node) -> Result<NodeId, GraphError> {
        let id = NodeId::from_index(self.nodes.len());
        let id = id.filter(|_| self.len() < MAX_NODES);
        let id = id.ok_or(GraphError::TooManyNodes)?;
        if self.find(&node.name).is_some() {
            return Err(GraphError::DuplicateName(node.name.as_ref().to_owned()));
        }
        let hash = self.hasher.hash_one(&*node.name);
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
        if let (NodeOp::Known(op), false) = (&node.op, node.is_source()) {
            let (node, op) = (node.name().to_owned(), OpName(*op));
            return Err(GraphError::ComputedValue { node, op });
        }
        self.get_mut(id)?.value = Some(value);
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
        attributes.set(op, name, value).map_err(|fault| {
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
        let node = self.get(wire.to).ok_or(GraphError::NoNode)?;
        if wire.input >= node.inputs.len() {
            return Err(GraphError::NoInput {
                node: node.name().to_owned(),
                input: wire.input,
                count: node.inputs.len(),
            });
        }
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

    /// The nodes on a way along the wires from one node to another, both included,
    /// if there is one.
    pub fn path(&self, from: NodeId, to: NodeId) -> Option<Vec<NodeId>> {
        // Walks backward from `to`, as wires are stored where they end.
        let mut next = vec![None; self.index_bound()];
        let mut seen = vec![false; self.index_bound()];
        let mut stack = vec![to];
        *seen.get_mut(to.index())? = true;
        while let Some(id) = stack.pop() {
            if id == from {
                let onward = |id: &NodeId| next[id.index()];
                return Some(std::iter::successors(Some(from), onward).collect());
            }
            for &input in self.get(id)?.inputs.iter().flatten() {
                if !std::mem::replace(&mut seen[input.index()], true) {
                    next[input.index()] = Some(id);
                    stack.push(input);
                }
            }
        }
        None
    }

    /// The names along a cycle, the first again at the end.
    fn closed_names(&self, cycle: &[NodeId]) -> Vec<String> {
        const SHOWN: usize = 20;
        let name = |id: &NodeId| self.name(*id).to_owned();
        let mut names: Vec<_> = cycle.iter().take(SHOWN).map(name).collect();
        if cycle.len() > SHOWN {
            names.push(format!("… ({} more)", cycle.len() - SHOWN));
        }
        names.extend(cycle.first().map(name));
        names
    }

    /// The nodes of one cycle in the direction of the wires, if there is one.
    fn find_cycle(&self) -> Option<Vec<NodeId>> {
        // Depth first along the inputs, with a stack of our own: graphs are deep.
        const NEW: u8 = 0;
        const OPEN: u8 = 1;
        const DONE: u8 = 2;
        let mut state = vec![NEW; self.index_bound()];
        let mut stack: Vec<(NodeId, usize)> = Vec::new();
        for (root, _) in self.iter() {
            if state[root.index()] != NEW {
                continue;
            }
            state[root.index()] = OPEN;
            stack.push((root, 0));
            while let Some((id, at)) = stack.last_mut() {
                let inputs = self.get(*id).map_or(&[][..], Node::inputs);
                let Some(input) = inputs.get(*at) else {
                    state[id.index()] = DONE;
                    stack.pop();
                    continue;
                };
                *at += 1;
                let Some(input) = *input else { continue };
                match state[input.index()] {
                    NEW => {
                        state[input.index()] = OPEN;
                        stack.push((input, 0));
                    }
                    OPEN => {
                        let start = stack.iter().position(|(id, _)| *id == input)?;
                        return Some(stack[start..].iter().rev().map(|(id, _)| *id).collect());
                    }
                    _ => {}
                }
            }
        }
        None
    }
}

//! [`Settled`]: which node each new node of a plan becomes, under which name, and the edits
//! that make it so.

use hashbrown::HashSet;

use super::reuse::{orphans, reused};
use crate::core::formula::{Content, End, NameOrigin, Plan};
use crate::core::graph::{
    Graph, GraphError, Node, NodeId, NodeInputs, NodeOp, NodeParts, Wire, fresh_name,
};
use crate::core::op::attributes::Attributes;
use crate::document::edit::Edit;

/// What becomes of a plan in a graph.
pub(super) struct Settled {
    /// The node that each new node of the plan becomes, by its number there.
    pub(super) ids: Vec<NodeId>,
    /// And its name.
    names: Vec<String>,
    /// The nodes that are new in the graph, in their order.
    pub(super) added: Vec<NodeId>,
    /// Nodes that were there and become something else.
    pub(super) changed: Vec<NodeId>,
    /// Nodes that nothing needs any more.
    pub(super) removed: Vec<NodeId>,
}

impl Settled {
    /// Settles a plan that was made for this graph.
    ///
    /// # Errors
    /// No ids are left.
    pub(super) fn new(graph: &Graph, plan: &Plan) -> Result<Settled, GraphError> {
        let orphans = orphans(graph, plan);
        let reused = reused(graph, plan, &orphans);
        let mut settled = Settled {
            ids: Vec::with_capacity(plan.nodes.len()),
            names: names(graph, plan, &orphans, &reused),
            added: Vec::new(),
            changed: Vec::new(),
            removed: Vec::new(),
        };
        for reused in &reused {
            let next = || NodeId::from_index(graph.index_bound() + settled.added.len());
            let id = reused.or_else(next).ok_or(GraphError::TooManyNodes)?;
            if reused.is_none() {
                settled.added.push(id);
            }
            settled.ids.push(id);
        }
        let kept: HashSet<NodeId> = reused.into_iter().flatten().collect();
        settled.removed = orphans.difference(&kept).copied().collect();
        settled.removed.sort_unstable();
        let there = settled.there(plan).into_iter();
        settled.changed = there
            .filter(|(id, content)| settled.differs(graph, *id, content))
            .map(|(id, _)| id)
            .collect();
        Ok(settled)
    }

    /// The node that an end of the plan is.
    pub(super) fn id(&self, end: End) -> NodeId {
        match end {
            End::Node(id) => id,
            End::New(number) => self.ids[number],
        }
    }

    /// Whether a node of the plan is new in the graph.
    fn is_added(&self, number: usize) -> bool {
        let first = self.added.first();
        first.is_some_and(|first| self.ids[number] >= *first)
    }

    /// The nodes that are there already, and what they are to be.
    fn there<'a>(&self, plan: &'a Plan) -> Vec<(NodeId, &'a Content)> {
        let reused = plan.nodes.iter().enumerate();
        let reused = reused.filter(|(number, _)| !self.is_added(*number));
        let reused = reused.map(|(number, node)| (self.ids[number], &node.content));
        let changed = plan.changes.iter();
        reused
            .chain(changed.map(|change| (change.node, &change.content)))
            .collect()
    }

    fn inputs(&self, content: &Content) -> NodeInputs {
        let inputs = content.inputs.iter();
        inputs.map(|end| end.map(|end| self.id(end))).collect()
    }

    fn differs(&self, graph: &Graph, id: NodeId, content: &Content) -> bool {
        graph.get(id).is_none_or(|node| {
            !has_kind(node, content)
                || node.value() != content.value.as_ref()
                || node.inputs() != &self.inputs(content)[..]
        })
    }

    /// The edits, in an order in which each can be carried out. What is added has no place.
    pub(super) fn edits(&self, graph: &Graph, plan: &Plan) -> Vec<Edit> {
        let mut edits = Vec::new();
        if !self.removed.is_empty() {
            edits.push(Edit::Remove(self.removed.clone()));
        }
        self.rename(graph, plan, &mut edits);
        let mut wires = Vec::new();
        for (id, content) in self.there(plan) {
            if self.changed.contains(&id) {
                self.redefine(graph, id, content, &mut edits, &mut wires);
            }
        }
        for (number, node) in plan.nodes.iter().enumerate() {
            if self.is_added(number) {
                edits.push(Edit::Add {
                    node: NodeParts {
                        name: self.names[number].clone(),
                        op: NodeOp::Known(node.content.op),
                        inputs: self.inputs(&node.content),
                        attributes: node.content.attributes.clone(),
                        value: node.content.value.clone(),
                    },
                    at: None,
                });
            }
        }
        edits.extend(wires);
        edits
    }

    /// Makes something else of a node. Its wires come once all nodes are there.
    fn redefine(
        &self,
        graph: &Graph,
        id: NodeId,
        content: &Content,
        edits: &mut Vec<Edit>,
        wires: &mut Vec<Edit>,
    ) {
        let Some(node) = graph.get(id) else { return };
        let inputs = self.inputs(content);
        let keeps = has_kind(node, content) && node.inputs().len() == inputs.len();
        let is_source = content.op.op().is_source();
        match &content.value {
            Some(value) if is_source && node.is_source() => {
                if !has_kind(node, content) {
                    edits.push(Edit::SetOp {
                        node: id,
                        op: content.op,
                    });
                }
                if node.value() != Some(value) {
                    edits.push(Edit::SetValue {
                        node: id,
                        value: value.clone(),
                    });
                }
                return;
            }
            _ if keeps => {}
            _ => edits.push(Edit::Redefine {
                node: id,
                op: content.op,
                inputs: inputs.len(),
                attributes: content.attributes.clone(),
                value: content.value.clone(),
            }),
        }
        for (input, from) in inputs.into_iter().enumerate() {
            let was = node.inputs().get(input).copied().flatten();
            if !keeps && from.is_some() || keeps && from != was {
                let wire = Wire { to: id, input };
                wires.push(Edit::Connect { from, wire });
            }
        }
    }

    /// Gives nodes that take the places of new ones the names that those have.
    fn rename(&self, graph: &Graph, plan: &Plan, edits: &mut Vec<Edit>) {
        let numbers = (0..plan.nodes.len()).filter(|number| !self.is_added(*number));
        let mut renamed: Vec<(NodeId, &str)> = numbers
            .map(|number| (self.ids[number], self.names[number].as_str()))
            .filter(|(id, name)| graph.name(*id) != *name)
            .collect();
        let rename = |node: NodeId, name: &str| Edit::Rename {
            node,
            name: name.to_owned(),
        };
        // A name that another of them still has comes once that has its own.
        while !renamed.is_empty() {
            let is_free = |name: &str| renamed.iter().all(|(id, _)| graph.name(*id) != name);
            match renamed.iter().position(|(_, name)| is_free(name)) {
                Some(nth) => {
                    let (id, name) = renamed.swap_remove(nth);
                    edits.push(rename(id, name));
                }
                None => {
                    // They go round in a circle: all step aside first.
                    let mut taken: HashSet<String> = self.names.iter().cloned().collect();
                    for (id, _) in &renamed {
                        let is_taken =
                            |name: &str| taken.contains(name) || graph.find(name).is_some();
                        let aside = fresh_name("node", is_taken);
                        edits.push(rename(*id, &aside));
                        taken.insert(aside);
                    }
                    edits.extend(renamed.drain(..).map(|(id, name)| rename(id, name)));
                }
            }
        }
    }
}

/// Whether a node has the op and the attributes already.
fn has_kind(node: &Node, content: &Content) -> bool {
    let nothing = Attributes::default();
    matches!(node.node_op(), NodeOp::Known(op) if *op == content.op)
        && node.attributes().unwrap_or(&nothing) == &content.attributes
}

/// The names of a plan's new nodes. Where orphans go, their names are free. A node that takes
/// the place of one keeps its name if that still fits: it is the op's, or that of a constant
/// with the same value.
fn names(
    graph: &Graph,
    plan: &Plan,
    orphans: &HashSet<NodeId>,
    reused: &[Option<NodeId>],
) -> Vec<String> {
    let kept = |number: usize| {
        let node = graph.get((*reused.get(number)?)?)?;
        let content = &plan.nodes[number].content;
        let stem = |name: &str| {
            name.trim_end_matches(|c: char| c.is_ascii_digit())
                .to_owned()
        };
        let is_of_op = stem(node.name()) == stem(content.op.op().name);
        let is_same = content.value.is_some() && node.value() == content.value.as_ref();
        (is_of_op || is_same).then(|| node.name().to_owned())
    };
    let fixed = |number: usize| match plan.nodes[number].origin {
        NameOrigin::Made if orphans.is_empty() => Some(plan.nodes[number].name.clone()),
        NameOrigin::Made => kept(number),
        NameOrigin::Defined | NameOrigin::Used => Some(plan.nodes[number].name.clone()),
    };
    let fixed: Vec<Option<String>> = (0..plan.nodes.len()).map(fixed).collect();
    let mut taken: HashSet<String> = fixed.iter().flatten().cloned().collect();
    let mut names = Vec::with_capacity(plan.nodes.len());
    for (node, fixed) in plan.nodes.iter().zip(fixed) {
        let is_there = |name: &str| {
            let there = graph.find(name);
            there.is_some_and(|id| !orphans.contains(&id))
        };
        let is_taken = |name: &str| taken.contains(name) || is_there(name);
        let name = fixed.unwrap_or_else(|| fresh_name(&node.wish, is_taken));
        taken.insert(name.clone());
        names.push(name);
    }
    names
}

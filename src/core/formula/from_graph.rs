//! From a graph to a [`Formula`]: a statement a node, or with nodes that are used once
//! written where they are used.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::made::is_made;
use crate::core::expression::tree::{
    Application, Definition, Expression, ExpressionId, Formula, Setting, Statement,
};
use crate::core::graph::{Graph, Node, NodeId, NodeOp};
use crate::core::op::{Op, SourceKind};
use crate::core::tensor::Tensor;

const NOWHERE: Range<usize> = 0..0;

/// A graph as a formula with a statement a node. Read back, it is the same graph: names,
/// ops, inputs, attributes, values to the bit, target. Nodes whose op this version doesn't
/// know are left out.
pub fn full(graph: &Graph) -> Formula {
    Writer::new(graph, Vec::new()).with_target(|_| true)
}

/// A graph, or one node and what it needs, as a formula in which nodes that are used once
/// stand where they are used. Read back, it computes the same numbers, with other names.
pub fn short(graph: &Graph, node: Option<NodeId>) -> Formula {
    let Some(root) = node else {
        let is_known = |id| graph.get(id).is_some_and(|node| node.op().is_some());
        let mut in_place = used_once(graph, &is_known);
        if let Some(target) = graph.target() {
            in_place[target.index()] = false;
        }
        return Writer::new(graph, in_place).with_target(|_| true);
    };
    let needed = graph.inputs_of(root);
    let mut in_place = used_once(graph, &|id| needed[id.index()]);
    in_place[root.index()] = false;
    Writer::new(graph, in_place).statements(|id| needed[id.index()])
}

/// Some nodes as a formula, in which those that only one of them uses stand in place. What
/// else they use is there by its name.
pub fn of_nodes(graph: &Graph, nodes: &[NodeId]) -> Formula {
    let mut wanted = vec![false; graph.index_bound()];
    for id in nodes {
        if let Some(wanted) = wanted.get_mut(id.index()) {
            *wanted = true;
        }
    }
    let in_place = used_once(graph, &|id| wanted[id.index()]);
    Writer::new(graph, in_place).statements(|id| wanted[id.index()])
}

/// Some nodes, by index, as a formula; where it is asked for, those that are used once stand in
/// place, except those in `kept`.
pub(crate) fn statements_of(
    graph: &Graph,
    wanted: &[bool],
    kept: &[NodeId],
    is_short: bool,
) -> Formula {
    let is_wanted = |id: NodeId| wanted.get(id.index()).copied().unwrap_or(false);
    let mut in_place = match is_short {
        true => used_once(graph, &is_wanted),
        false => Vec::new(),
    };
    for id in kept {
        if let Some(in_place) = in_place.get_mut(id.index()) {
            *in_place = false;
        }
    }
    Writer::new(graph, in_place).statements(is_wanted)
}

/// The most nodes that [`of_node`] writes in place; others stand there by their names.
const MOST_BEHIND: usize = 60;

/// The nodes that make up a node's formula down to named ones, without the node itself:
/// those whose names nobody chose and that are used only here.
pub fn behind(graph: &Graph, node: NodeId) -> Vec<NodeId> {
    let is_inner = |id: NodeId| {
        let node = graph.get(id).filter(|_| graph.target() != Some(id));
        node.is_some_and(|node| is_written_out(node) && is_made(node))
    };
    // Breadth first, so that what is left out is what is farthest.
    let mut found: Vec<NodeId> = vec![node];
    let mut seen = HashSet::from([node]);
    let mut next = 0;
    while let Some(id) = found.get(next) {
        next += 1;
        let inputs = graph.get(*id).map(Node::inputs).unwrap_or_default();
        for &input in inputs.iter().flatten() {
            if found.len() <= MOST_BEHIND && is_inner(input) && seen.insert(input) {
                found.push(input);
            }
        }
    }
    found.remove(0);
    let mut uses: HashMap<NodeId, u32> = found.iter().map(|id| (*id, 0)).collect();
    if !uses.is_empty() {
        for (from, _) in graph.wires() {
            uses.entry(from).and_modify(|uses| *uses += 1);
        }
    }
    // What is used elsewhere too stands there by its name, and with it what is behind it.
    let mut kept = HashSet::from([node]);
    for &id in &found {
        if uses.get(&id) == Some(&1) {
            kept.insert(id);
        }
    }
    connected(graph, node, &kept)
}

/// The nodes of a set that are reached from one along inputs, without leaving the set.
fn connected(graph: &Graph, from: NodeId, within: &HashSet<NodeId>) -> Vec<NodeId> {
    let mut found = Vec::new();
    let mut stack = vec![from];
    while let Some(id) = stack.pop() {
        let inputs = graph.get(id).map(Node::inputs).unwrap_or_default();
        for input in inputs.iter().flatten().filter(|id| within.contains(*id)) {
            found.push(*input);
            stack.push(*input);
        }
    }
    found
}

/// One node as a formula: its name and what computes it, where these nodes stand in place.
/// They are used once, and only here; see [`behind`].
pub fn of_node(graph: &Graph, node: NodeId, behind: &[NodeId]) -> Formula {
    let mut in_place = vec![false; graph.index_bound()];
    for id in behind {
        if let Some(in_place) = in_place.get_mut(id.index()) {
            *in_place = true;
        }
    }
    let mut writer = Writer::new(graph, in_place);
    if let Some(known) = graph.get(node).filter(|node| node.op().is_some()) {
        writer.define(node, known);
    }
    writer.formula
}

/// Whether a node can stand in place: it computes, or is a constant of one number.
fn is_written_out(node: &Node) -> bool {
    let Some(op) = node.op() else { return false };
    let is_constant = op.source_kind() == Some(SourceKind::Constant)
        && node.value().is_some_and(|value| value.shape().is_scalar());
    !op.is_source() || is_constant
}

/// By index: which of the wanted nodes can stand in place, as one of them uses each once
/// and nothing else does.
fn used_once(graph: &Graph, is_wanted: &dyn Fn(NodeId) -> bool) -> Vec<bool> {
    // How many wires start at each node, and how many of them lead to wanted ones.
    let mut uses = vec![[0_u32; 2]; graph.index_bound()];
    for (from, wire) in graph.wires() {
        uses[from.index()][0] += 1;
        uses[from.index()][1] += u32::from(is_wanted(wire.to));
    }
    let mut in_place = vec![false; graph.index_bound()];
    for (id, node) in graph.iter() {
        let once = uses[id.index()] == [1, 1];
        in_place[id.index()] = once && is_wanted(id) && is_written_out(node);
    }
    in_place
}

struct Writer<'a> {
    graph: &'a Graph,
    /// Which nodes are written where they are used, by index.
    in_place: Vec<bool>,
    formula: Formula,
    /// The expression of each node that has been written.
    made: HashMap<NodeId, ExpressionId>,
}

impl<'a> Writer<'a> {
    fn new(graph: &'a Graph, in_place: Vec<bool>) -> Writer<'a> {
        Writer {
            graph,
            in_place,
            formula: Formula::default(),
            made: HashMap::new(),
        }
    }

    /// The statements, and which node is the target.
    fn with_target(self, is_wanted: impl Fn(NodeId) -> bool) -> Formula {
        let (graph, is_full) = (self.graph, self.in_place.is_empty());
        let target = graph.target();
        let mut formula = self.statements(is_wanted);
        if is_full || target.is_some() {
            let name = target.map(|id| graph.name(id).into());
            formula.statements.push(Statement::Target(name, NOWHERE));
        }
        formula
    }

    /// A statement for each wanted node that doesn't stand in place.
    fn statements(mut self, is_wanted: impl Fn(NodeId) -> bool) -> Formula {
        for (id, node) in self.graph.iter() {
            let is_known = matches!(node.node_op(), NodeOp::Known(_));
            if is_wanted(id) && is_known && !self.stands_in_place(id) {
                self.define(id, node);
            }
        }
        self.formula
    }

    /// Whether a node is written where it is used.
    fn stands_in_place(&self, id: NodeId) -> bool {
        self.in_place.get(id.index()).copied().unwrap_or(false)
    }

    fn define(&mut self, id: NodeId, node: &Node) {
        let expression = match (node.value(), node.op().and_then(Op::source_kind)) {
            (Some(value), Some(kind)) => {
                let value = self.value(value);
                self.formula.push(Expression::Source(kind, value), NOWHERE)
            }
            _ => self.expression(id),
        };
        self.formula.statements.push(Statement::Define(Definition {
            name: Some(node.name().into()),
            span: NOWHERE,
            expression,
        }));
    }

    fn value(&mut self, value: &Tensor) -> ExpressionId {
        let expression = match (value.shape().is_scalar(), value.data()) {
            (true, [x]) => Expression::Number(*x),
            _ => Expression::Tensor(value.clone()),
        };
        self.formula.push(expression, NOWHERE)
    }

    /// What computes a node, with the nodes in it that stand in place.
    fn expression(&mut self, root: NodeId) -> ExpressionId {
        // A node comes twice: before its inputs and after them.
        let mut stack = vec![(root, false)];
        let mut last = ExpressionId(0);
        while let Some((id, ready)) = stack.pop() {
            let Some(node) = self.graph.get(id) else {
                continue;
            };
            if !ready {
                stack.push((id, true));
                let inputs = node.inputs().iter().flatten();
                let inside = inputs.filter(|input| self.stands_in_place(**input));
                stack.extend(inside.map(|input| (*input, false)));
                continue;
            }
            last = match (node.value(), node.node_op()) {
                (Some(value), _) => self.value(value),
                (None, NodeOp::Known(op)) => {
                    let inputs = node.inputs().to_vec();
                    let inputs = inputs.into_iter().map(|input| self.input(input)).collect();
                    let apply = Application {
                        op: *op,
                        inputs,
                        attributes: Setting::all(node.attributes()),
                    };
                    self.formula
                        .push(Expression::Apply(Box::new(apply)), NOWHERE)
                }
                (None, NodeOp::Unknown(_)) => continue,
            };
            self.made.insert(id, last);
        }
        last
    }

    fn input(&mut self, input: Option<NodeId>) -> ExpressionId {
        match input {
            None => self.formula.push(Expression::Unwired, NOWHERE),
            Some(id) => match self.made.get(&id) {
                Some(made) if self.stands_in_place(id) => *made,
                _ => {
                    let name = self.graph.name(id).into();
                    self.formula.push(Expression::Name(name), NOWHERE)
                }
            },
        }
    }
}

//! From a graph to a [`Formula`]: a statement a node, or with nodes that are used once
//! written where they are used.

use std::ops::Range;

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
    Writer::new(graph, false).formula(None)
}

/// A graph, or one node and what it needs, as a formula in which nodes that are used once
/// stand where they are used. Read back, it computes the same numbers, with other names.
pub fn short(graph: &Graph, node: Option<NodeId>) -> Formula {
    Writer::new(graph, true).formula(node)
}

struct Writer<'a> {
    graph: &'a Graph,
    /// How many wires start at each node, by index.
    uses: Vec<u32>,
    in_place: bool,
    formula: Formula,
    /// The expression of each node that stands in place, by index.
    made: Vec<Option<ExpressionId>>,
}

impl<'a> Writer<'a> {
    fn new(graph: &'a Graph, in_place: bool) -> Writer<'a> {
        let mut uses = vec![0; graph.index_bound()];
        for (from, _) in graph.wires() {
            uses[from.index()] += 1;
        }
        Writer {
            graph,
            uses,
            in_place,
            formula: Formula::default(),
            made: vec![None; graph.index_bound()],
        }
    }

    fn formula(mut self, only: Option<NodeId>) -> Formula {
        let wanted = only.map(|node| self.needed(node));
        let graph = self.graph;
        let target = graph.target();
        for (id, node) in graph.iter() {
            let is_wanted = wanted.as_ref().is_none_or(|wanted| wanted[id.index()]);
            let is_root = Some(id) == only || Some(id) == target && only.is_none();
            if !is_wanted || !matches!(node.node_op(), NodeOp::Known(_)) {
                continue;
            }
            if is_root || !self.stands_in_place(id) {
                self.define(id, node);
            }
        }
        if only.is_none() && !(self.in_place && target.is_none()) {
            let name = target.map(|id| graph.name(id).into());
            self.formula
                .statements
                .push(Statement::Target(name, NOWHERE));
        }
        self.formula
    }

    /// The nodes that a node needs, itself included, by index.
    fn needed(&self, node: NodeId) -> Vec<bool> {
        let mut needed = vec![false; self.graph.index_bound()];
        let mut stack = vec![node];
        while let Some(id) = stack.pop() {
            if !std::mem::replace(&mut needed[id.index()], true) {
                let node = self.graph.get(id);
                let inputs = node.map(Node::inputs).unwrap_or_default();
                stack.extend(inputs.iter().flatten());
            }
        }
        needed
    }

    /// Whether a node is written where it is used: what computes and constants, used once.
    fn stands_in_place(&self, id: NodeId) -> bool {
        let Some(node) = self.graph.get(id) else {
            return false;
        };
        let Some(op) = node.op() else { return false };
        let is_constant = op.source_kind() == Some(SourceKind::Constant)
            && node.value().is_some_and(|value| value.shape().is_scalar());
        self.in_place
            && self.uses[id.index()] == 1
            && self.graph.target() != Some(id)
            && (!op.is_source() || is_constant)
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
            self.made[id.index()] = Some(last);
        }
        last
    }

    fn input(&mut self, input: Option<NodeId>) -> ExpressionId {
        match input {
            None => self.formula.push(Expression::Unwired, NOWHERE),
            Some(id) if self.stands_in_place(id) && self.made[id.index()].is_some() => {
                self.made[id.index()].unwrap_or(ExpressionId(0))
            }
            Some(id) => {
                let name = self.graph.name(id).into();
                self.formula.push(Expression::Name(name), NOWHERE)
            }
        }
    }
}

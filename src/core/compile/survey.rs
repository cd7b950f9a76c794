//! The first pass: what each node is, where it may stand, and what is wrong with it.

use super::super::attributes::Settings;
use super::super::graph::{Graph, Node, NodeId, NodeOp};
use super::super::limits::MAX_TOTAL_ELEMENTS;
use super::super::op::{Fault, Op, Rule, Signature};
use super::super::ops::{self, OpId};
use super::super::problem::{Problem, ProblemKind};
use super::super::program::Bits;
use super::super::tensor::Shape;

/// Where a node stands in the order: after all nodes of a lower rank. Nodes of the
/// same rank don't depend on each other and are of one group, so they may form a run.
///
/// A rank is a stage, a level in it and a group in that, from the weightiest to the
/// lightest. A stage is first its plain nodes, level by level, then its *late* nodes:
/// scalar nodes of any op but plain arithmetic, which gain most from long runs and so
/// wait until no plain node is left to do without them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank(u64);

impl Rank {
    const SOURCE: Rank = Rank::new(0, 0, Group::SOURCE);
    /// Of a node that can't be evaluated.
    pub(super) const NONE: Rank = Rank(u64::MAX);
    /// The level of the late nodes of every stage.
    pub(super) const LATE: u32 = (1 << Rank::LEVEL_BITS) - 1;
    const LEVEL_BITS: u32 = 24; // enough for MAX_NODES, as for stages

    const fn new(stage: u32, level: u32, group: Group) -> Rank {
        let level = (stage as u64) << Rank::LEVEL_BITS | level as u64;
        Rank(level << Group::BITS | group.bits())
    }

    pub(super) fn stage(self) -> u32 {
        (self.0 >> (Rank::LEVEL_BITS + Group::BITS)) as u32
    }

    pub(super) fn level(self) -> u32 {
        (self.0 >> Group::BITS) as u32 & Rank::LATE
    }

    pub(super) fn group(self) -> Group {
        Group::from_bits(self.0)
    }

    /// The lowest rank above this one that a plain node of a group can have.
    fn plain_after(self, group: Group) -> Rank {
        if self.level() == Rank::LATE {
            return Rank::new(self.stage() + 1, 0, group);
        }
        let next = u32::from(group <= self.group());
        Rank::new(self.stage(), self.level() + next, group)
    }

    /// The lowest rank above this one that a late node of a group can have.
    fn late_after(self, group: Group) -> Rank {
        let next = self.level() == Rank::LATE && group <= self.group();
        Rank::new(self.stage() + u32::from(next), Rank::LATE, group)
    }
}

/// What the first pass finds out about each node, by index.
#[derive(Default)]
pub(super) struct Survey {
    /// Where the node stands.
    pub(super) rank: Vec<Rank>,
    /// The inputs of nodes that may be in a run.
    pub(super) inputs: Vec<[u32; 2]>,
    /// The shapes of tensors that are not scalars, by index.
    pub(super) shapes: hashbrown::HashMap<u32, Shape>,
    /// Nodes that are wired to something.
    pub(super) used: Bits,
    pub(super) problems: Vec<Problem>,
    pub(super) elements: usize,
}

/// Sources first, then plain arithmetic in the order of the codes, then an op's number
/// for what else may be in a run, then singles.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Group(u8);

impl Group {
    pub(super) const BITS: u32 = 8;
    pub(super) const SOURCE: Group = Group(0);
    pub(super) const SINGLE: Group = Group(u8::MAX);
    const FIRST_LATE: u8 = 4;

    pub(super) const fn from_bits(bits: u64) -> Group {
        Group(bits as u8)
    }

    pub(super) const fn bits(self) -> u64 {
        self.0 as u64
    }

    fn of(id: OpId, op: &Op) -> Group {
        let code = op.code();
        let late = id.index() as u8 + Group::FIRST_LATE;
        Group(if code.is_arithmetic() {
            code as u8 + 1
        } else {
            late
        })
    }

    /// Which kind of plain arithmetic it is, if any.
    pub(super) fn plain(self) -> Option<usize> {
        let plain = (1..Group::FIRST_LATE).contains(&self.0);
        plain.then(|| usize::from(self.0) - 1)
    }

    /// The op whose nodes may form a run.
    pub(super) fn op(self) -> Option<OpId> {
        let late = self.0.checked_sub(Group::FIRST_LATE).map(usize::from);
        match self.plain() {
            Some(code) => Some(ops::arithmetic(code)),
            None if self == Group::SINGLE => None,
            None => late.map(OpId::at),
        }
    }
}

impl Survey {
    /// Looks at every node, in the order given or in that of the ids; `None` if a
    /// node comes before one of its inputs.
    pub(super) fn of(graph: &Graph, order: Option<&[NodeId]>) -> Option<Survey> {
        let bound = graph.index_bound();
        let mut survey = Survey {
            rank: vec![Rank::NONE; bound],
            inputs: vec![[0; 2]; bound],
            used: Bits::new(bound),
            ..Survey::default()
        };
        match order {
            None => {
                for (id, node) in graph.iter() {
                    if node.inputs().iter().flatten().any(|input| *input >= id) {
                        return None;
                    }
                    survey.visit(id, node);
                }
            }
            Some(order) => {
                for &id in order {
                    survey.visit(id, graph.get(id)?);
                }
                survey.problems.sort_by_key(|problem| problem.node);
            }
        }
        Some(survey)
    }

    fn visit(&mut self, id: NodeId, node: &Node) {
        for input in node.inputs().iter().flatten() {
            self.used.set(input.index());
        }
        if let Err((kind, fault)) = self.examine(id, node) {
            self.problems.push(Problem {
                node: Some(id),
                name: node.name().to_owned(),
                kind,
                fault,
            });
        }
    }

    /// Gives a node its rank and shape, if it can be evaluated.
    fn examine(&mut self, id: NodeId, node: &Node) -> Result<(), (ProblemKind, Fault)> {
        let NodeOp::Known(op_id) = node.node_op() else {
            let reason = format!("this version doesn't know the op {:?}", node.op_name());
            let cure = "update wiregrad, or replace the node";
            return Err((ProblemKind::UnknownOp, Fault::new(reason, cure)));
        };
        let op = op_id.op();
        if let Some(value) = node.value().filter(|_| op.is_source()) {
            return self.accept(id, Rank::SOURCE, value.shape());
        }
        if let Some(input) = node.inputs().iter().position(Option::is_none) {
            let reason = format!("input {} is not wired", op.inputs.name(input));
            return Err((
                ProblemKind::Unwired,
                Fault::new(reason, "wire a node to it"),
            ));
        }
        let mut rank = Rank::SOURCE;
        let mut scalars = true;
        for input in node.inputs().iter().flatten() {
            let its = self.rank[input.index()];
            if its == Rank::NONE {
                return Ok(()); // waits; the problem is said where it is
            }
            rank = rank.max(its);
            scalars &= self.shapes.is_empty() || !self.shapes.contains_key(&(input.index() as u32));
        }
        if scalars && in_runs(op) {
            let wired = |i: usize| node.inputs().get(i).copied().flatten();
            let first = wired(0).map_or(0, |id| id.index() as u32);
            let second = wired(1).map_or(first, |id| id.index() as u32);
            self.inputs[id.index()] = [first, second];
            let group = Group::of(*op_id, op);
            let rank = if group.plain().is_some() {
                rank.plain_after(group)
            } else {
                rank.late_after(group)
            };
            return self.accept(id, rank, Shape::SCALAR);
        }
        let shapes: Vec<Shape> = node
            .inputs()
            .iter()
            .flatten()
            .map(|i| self.shape(*i))
            .collect();
        let settings = Settings::new(op, node.attributes());
        let signature = Signature {
            shapes: &shapes,
            settings,
        };
        let shape = op
            .shape(signature)
            .map_err(|fault| (ProblemKind::Shape, fault))?;
        self.accept(id, rank.plain_after(Group::SINGLE), shape)
    }

    fn accept(&mut self, id: NodeId, rank: Rank, shape: Shape) -> Result<(), (ProblemKind, Fault)> {
        if self.elements + shape.elements() > MAX_TOTAL_ELEMENTS {
            let reason = format!("all nodes together have more than {MAX_TOTAL_ELEMENTS} elements");
            let fault = Fault::new(reason, "make the tensors smaller");
            return Err((ProblemKind::Limit, fault));
        }
        self.elements += shape.elements();
        self.rank[id.index()] = rank;
        if !shape.is_scalar() {
            self.shapes.insert(id.index() as u32, shape);
        }
        Ok(())
    }

    pub(super) fn shape(&self, id: NodeId) -> Shape {
        let shape = self.shapes.get(&(id.index() as u32));
        shape.copied().unwrap_or(Shape::SCALAR)
    }

    pub(super) fn evaluated(&self, id: NodeId) -> bool {
        self.rank[id.index()] != Rank::NONE
    }
}

/// Whether scalar nodes of an op may form runs: it has no attributes to read.
fn in_runs(op: &Op) -> bool {
    match &op.rule {
        Rule::Unary(kernel) => kernel.params.is_none(),
        Rule::Binary(_) => true,
        _ => false,
    }
}

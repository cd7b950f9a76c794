//! The first pass: what each node is, where it may stand, and what is wrong with it.

use super::super::attributes::Settings;
use super::super::graph::{Graph, Node, NodeId, NodeOp};
use super::super::limits::MAX_TOTAL_ELEMENTS;
use super::super::op::{Fault, Op, Rule, Signature};
use super::super::ops::OpId;
use super::super::problem::{Problem, ProblemKind};
use super::super::program::Bits;
use super::super::tensor::Shape;

/// Where a node stands in the order: after all nodes of a lower rank.
///
/// A stage is first its plain nodes, level by level, then its *late* nodes: scalar
/// nodes of any op but plain arithmetic, which gain most from long runs and so wait
/// until no plain node is left to do without them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank {
    pub(super) stage: u32,
    pub(super) level: u32,
}

pub(super) const NOT_EVALUATED: Rank = Rank {
    stage: u32::MAX,
    level: 0,
};

/// The level of the late nodes of every stage.
pub(super) const LATE: u32 = u32::MAX;

impl Rank {
    const SOURCE: Rank = Rank { stage: 0, level: 0 };

    /// The rank of a plain node with this one among its inputs.
    fn next(self) -> Rank {
        if self.level == LATE {
            let stage = self.stage + 1;
            return Rank { stage, level: 0 };
        }
        let level = self.level + 1;
        Rank { level, ..self }
    }

    /// The rank of a late node that would have this one if it were plain.
    fn late(self) -> Rank {
        Rank {
            level: LATE,
            ..self
        }
    }
}

/// What the first pass finds out about each node, by index.
#[derive(Default)]
pub(super) struct Survey {
    /// Where the node stands, or [`NOT_EVALUATED`].
    pub(super) rank: Vec<Rank>,
    /// The group that decides which nodes form a run.
    pub(super) group: Vec<Group>,
    /// The inputs of nodes that may be in a run.
    pub(super) inputs: Vec<[u32; 2]>,
    /// The shapes of tensors that are not scalars, by index.
    pub(super) shapes: hashbrown::HashMap<u32, Shape>,
    /// Nodes that are wired to something.
    pub(super) used: Bits,
    pub(super) problems: Vec<Problem>,
    pub(super) elements: usize,
}

/// Sources first, then an op's number for what may be in a run, then singles.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Group(pub(super) u8);

impl Group {
    pub(super) const SOURCE: Group = Group(0);
    pub(super) const SINGLE: Group = Group(u8::MAX);

    fn run(op: OpId) -> Group {
        Group(op.index() as u8 + 1)
    }

    /// The op whose nodes may form a run.
    pub(super) fn op(self) -> Option<OpId> {
        let run = self != Group::SOURCE && self != Group::SINGLE;
        run.then(|| OpId::at(usize::from(self.0) - 1))
    }
}

impl Survey {
    /// Looks at every node, in the order given or in that of the ids; `None` if a
    /// node comes before one of its inputs.
    pub(super) fn of(graph: &Graph, order: Option<&[NodeId]>) -> Option<Survey> {
        let bound = graph.index_bound();
        let mut survey = Survey {
            rank: vec![NOT_EVALUATED; bound],
            group: vec![Group::SOURCE; bound],
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

    /// Gives a node its level, group and shape, if it can be evaluated.
    fn examine(&mut self, id: NodeId, node: &Node) -> Result<(), (ProblemKind, Fault)> {
        let NodeOp::Known(op_id) = node.node_op() else {
            let reason = format!("this version doesn't know the op {:?}", node.op_name());
            let cure = "update wiregrad, or replace the node";
            return Err((ProblemKind::UnknownOp, Fault::new(reason, cure)));
        };
        let op = op_id.op();
        if let Some(value) = node.value().filter(|_| op.is_source()) {
            return self.accept(id, Rank::SOURCE, Group::SOURCE, value.shape());
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
            if its == NOT_EVALUATED {
                return Ok(()); // waits; the problem is said where it is
            }
            rank = rank.max(its.next());
            scalars &= self.shapes.is_empty() || !self.shapes.contains_key(&(input.index() as u32));
        }
        if scalars && in_runs(op) {
            let wired = |i: usize| node.inputs().get(i).copied().flatten();
            let first = wired(0).map_or(0, |id| id.index() as u32);
            let second = wired(1).map_or(first, |id| id.index() as u32);
            self.inputs[id.index()] = [first, second];
            let late = !op.code().is_arithmetic();
            let rank = if late { rank.late() } else { rank };
            return self.accept(id, rank, Group::run(*op_id), Shape::SCALAR);
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
        self.accept(id, rank, Group::SINGLE, shape)
    }

    fn accept(
        &mut self,
        id: NodeId,
        rank: Rank,
        group: Group,
        shape: Shape,
    ) -> Result<(), (ProblemKind, Fault)> {
        if self.elements + shape.elements() > MAX_TOTAL_ELEMENTS {
            let reason = format!("all nodes together have more than {MAX_TOTAL_ELEMENTS} elements");
            let fault = Fault::new(reason, "make the tensors smaller");
            return Err((ProblemKind::Limit, fault));
        }
        self.elements += shape.elements();
        self.rank[id.index()] = rank;
        self.group[id.index()] = group;
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
        self.rank[id.index()] != NOT_EVALUATED
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

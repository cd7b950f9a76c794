//! The first pass: what each node is, where it may stand, and what is wrong with it.

use super::rank::{OpClass, Rank};
use crate::core::bits::Bits;
use crate::core::fault::Fault;
use crate::core::graph::{Graph, Node, NodeId, NodeOp};
use crate::core::limits::{MAX_TOTAL_ELEMENTS, total_elements};
use crate::core::op::Signature;
use crate::core::op::attributes::AttributeValue;
use crate::core::ops::{self, OpId};
use crate::core::problem::{Problem, ProblemKind};
use crate::core::tensor::Shape;

/// What the first pass finds out about each node, by index.
#[derive(Default)]
pub(super) struct Survey {
    /// Where the node stands.
    pub(super) rank: Vec<Rank>,
    /// The inputs of nodes that may be in a vector group.
    pub(super) inputs: Vec<[u32; 2]>,
    /// The shapes of tensors that are not scalars, by index.
    pub(super) shapes: hashbrown::HashMap<u32, Shape>,
    /// Nodes that something uses which can be evaluated.
    pub(super) used: Bits,
    pub(super) problems: Vec<Problem>,
    pub(super) elements: usize,
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
                    survey.visit(graph, id, node);
                }
            }
            Some(order) => {
                for &id in order {
                    survey.visit(graph, id, graph.get(id)?);
                }
                survey.problems.sort_by_key(|problem| problem.node);
            }
        }
        Some(survey)
    }

    fn visit(&mut self, graph: &Graph, id: NodeId, node: &Node) {
        if let Err((kind, fault)) = self.examine(graph, id, node) {
            let problem = Problem::at(id, node.name(), kind, fault);
            self.problems.push(problem);
        }
        if self.evaluated(id) {
            for input in node.inputs().iter().flatten() {
                self.used.set(input.index());
            }
        }
    }

    /// Gives a node its rank and shape, if it can be evaluated.
    fn examine(
        &mut self,
        graph: &Graph,
        id: NodeId,
        node: &Node,
    ) -> Result<(), (ProblemKind, Fault)> {
        let NodeOp::Known(op_id) = node.node_op() else {
            return Err((ProblemKind::UnknownOp, unknown_op(node.op_name())));
        };
        let op = op_id.op();
        if let Some(value) = node.value().filter(|_| op.is_source()) {
            return self.accept(id, Rank::SOURCE, value.shape());
        }
        if let Some(input) = node.inputs().iter().position(Option::is_none) {
            let message = format!("input {} is not wired", op.inputs.name(input));
            return Err((
                ProblemKind::Unwired,
                Fault::new(message, "wire a node to it"),
            ));
        }
        let mut rank = Rank::SOURCE;
        let mut scalars = true;
        for input in node.inputs().iter().flatten() {
            let its = self.rank[input.index()];
            if its == Rank::NONE {
                return Ok(()); // waits; the problem is reported where it is
            }
            rank = rank.max(its);
            scalars &= self.shapes.is_empty() || !self.shapes.contains_key(&(input.index() as u32));
        }
        if scalars && op.rule.group_kernel().is_some() {
            return self.accept_scalar(id, node, *op_id, rank);
        }
        let shapes: Vec<Shape> = node
            .inputs()
            .iter()
            .flatten()
            .map(|i| self.shape(*i))
            .collect();
        let signature = Signature {
            shapes: &shapes,
            attributes: op.attribute_reader(node.attributes()),
        };
        let shape = op.shape(signature).map_err(|mut fault| {
            if let Some(help) = self.keepdims_help(graph, node, signature) {
                fault.help = help;
            }
            (ProblemKind::Shape, fault)
        })?;
        self.accept(id, rank.early_after(OpClass::TENSOR_OP), shape)
    }

    /// A scalar node that may be in a vector group.
    fn accept_scalar(
        &mut self,
        id: NodeId,
        node: &Node,
        op_id: OpId,
        rank: Rank,
    ) -> Result<(), (ProblemKind, Fault)> {
        let wired = |i: usize| node.inputs().get(i).copied().flatten();
        let first = wired(0).map_or(0, |id| id.index() as u32);
        let second = wired(1).map_or(first, |id| id.index() as u32);
        self.inputs[id.index()] = [first, second];
        let class = OpClass::of(op_id, op_id.op());
        let rank = if class.arithmetic().is_some() {
            rank.early_after(class)
        } else {
            rank.late_after(class)
        };
        self.accept(id, rank, Shape::SCALAR)
    }

    /// What to do about shapes that don't fit if one of the inputs is a reduction, and with
    /// its axes kept the result would have the shape that was reduced.
    fn keepdims_help(&self, graph: &Graph, node: &Node, given: Signature<'_>) -> Option<String> {
        let wired = node.inputs().iter().flatten().enumerate();
        wired.into_iter().find_map(|(input, id)| {
            let reduction = graph.get(*id)?;
            let op = reduction.op()?;
            let mut attributes = reduction.attributes().cloned().unwrap_or_default();
            let keeps = AttributeValue::Flag(true);
            op.set_attribute(&mut attributes, "keepdims", Some(&keeps))
                .ok()?;
            let reduced = self.shape(reduction.inputs().first().copied().flatten()?);
            let kept = op.shape(Signature {
                shapes: &[reduced],
                attributes: op.attribute_reader(Some(&attributes)),
            });
            let mut shapes = given.shapes.to_vec();
            *shapes.get_mut(input)? = kept.ok()?;
            let fits = node.op()?.shape(Signature {
                shapes: &shapes,
                attributes: given.attributes,
            });
            let name = reduction.name();
            (fits == Ok(reduced))
                .then(|| format!("set keepdims of {name:?} to true, so that it keeps its axes"))
        })
    }

    fn accept(&mut self, id: NodeId, rank: Rank, shape: Shape) -> Result<(), (ProblemKind, Fault)> {
        let most = total_elements();
        if self.elements + shape.elements() > most {
            let why = match most {
                MAX_TOTAL_ELEMENTS => "",
                _ => ", all that the free memory holds",
            };
            let message = format!("all nodes together have more than {most} elements{why}");
            let fault = Fault::new(message, "make the tensors smaller");
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

/// What is wrong with an op that the table doesn't have, and which one may be meant.
fn unknown_op(name: &str) -> Fault {
    let help = match ops::suggest(name) {
        Some(op) => format!("did you mean {:?}? If not, update wiregrad", op.name),
        None => "update wiregrad, or choose one of the ops that 'wiregrad ops' lists".to_owned(),
    };
    Fault::new(format!("this version doesn't know the op {name:?}"), help)
}

//! "If this changes by ε, how much does J change?": one number is changed a little,
//! and what depends on it is computed again.
//!
//! An inner node is overridden: what flows into it doesn't count while it is nudged.
//! The evaluation itself stays as it is.

use crate::core::evaluation::Evaluation;
use crate::core::graph::NodeId;
use crate::core::op::Operand;
use crate::core::program::Program;
use crate::core::sweep::cone::Cone;
use crate::core::tensor::Tensor;

/// A number that was changed, and what followed.
#[derive(Clone, Debug, PartialEq)]
pub struct Nudge {
    /// The node that was nudged.
    pub node: NodeId,
    /// Which of its elements, in row-major order; 0 for a scalar.
    pub element: usize,
    /// ε: what was added.
    pub by: f64,
    /// The node itself and every node downstream, in topological order.
    pub changes: Vec<NodeChange>,
    /// What it came to at the target, if the node leads there.
    pub outcome: Option<Outcome>,
}

/// A node before and after.
#[derive(Clone, Debug, PartialEq)]
pub struct NodeChange {
    /// The node.
    pub node: NodeId,
    /// Its value before.
    pub old: Tensor,
    /// Its value after, of the same shape.
    pub new: Tensor,
}

impl NodeChange {
    /// How much it changed: of a tensor the element that changed most.
    pub fn delta(&self) -> f64 {
        let pairs = self.new.data().iter().zip(self.old.data());
        let deltas = pairs.map(|(new, old)| new - old);
        deltas.fold(0.0, |most: f64, delta| {
            let larger = delta.abs() > most.abs() || delta.is_nan();
            if larger { delta } else { most }
        })
    }
}

/// The target before and after, and what its gradient foretold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outcome {
    /// ε: what was added to the nudged number.
    pub by: f64,
    /// ∂target/∂(the nudged number).
    pub gradient: f64,
    /// The target before.
    pub old: f64,
    /// The target after.
    pub new: f64,
}

impl Outcome {
    /// gradient × ε.
    pub fn predicted(&self) -> f64 {
        self.gradient * self.by
    }

    /// What the target really changed by.
    pub fn actual(&self) -> f64 {
        self.new - self.old
    }

    /// actual ÷ predicted; `None` if nothing was predicted.
    pub fn ratio(&self) -> Option<f64> {
        (self.predicted() != 0.0).then(|| self.actual() / self.predicted())
    }

    /// actual − predicted. It shrinks as ε² where the target is smooth, until
    /// rounding is all that is left.
    pub fn error(&self) -> f64 {
        self.actual() - self.predicted()
    }

    /// Whether the error is no larger than what rounding makes of targets of this size.
    pub fn is_rounding(&self) -> bool {
        let size = self.old.abs().max(self.new.abs());
        self.error().abs() <= 64.0 * f64::EPSILON * size
    }
}

/// Adds `by` to an element of a node. `None` if the node has no value yet, or no such
/// element.
pub fn nudge(evaluation: &Evaluation, node: NodeId, element: usize, by: f64) -> Option<Nudge> {
    let mut nudger = Nudger::new(evaluation, node, element)?;
    let outcome = nudger.nudge(by);
    let changes = nudger
        .downstream()
        .into_iter()
        .map(|(node, operand)| NodeChange {
            node,
            old: tensor(operand, evaluation.values()),
            new: tensor(operand, &nudger.values),
        });
    let changes = changes.collect();
    Some(Nudge {
        node,
        element,
        by,
        changes,
        outcome,
    })
}

/// The outcomes as ε shrinks from 1 to 10⁻¹², `per_decade` of them for each power of
/// ten: the error falls with ε², or ε at a kink, and below some ε only rounding is
/// left. Empty if the node doesn't lead to the target.
pub fn shrinking(
    evaluation: &Evaluation,
    node: NodeId,
    element: usize,
    per_decade: u32,
) -> Vec<Outcome> {
    const DECADES: u32 = 12;
    let Some(mut nudger) = Nudger::new(evaluation, node, element) else {
        return Vec::new();
    };
    let per_decade = per_decade.max(1);
    let steps = 0..=DECADES * per_decade;
    let sizes = steps.map(|step| 10_f64.powf(-f64::from(step) / f64::from(per_decade)));
    sizes.filter_map(|by| nudger.nudge(by)).collect()
}

fn tensor(operand: Operand, arena: &[f64]) -> Tensor {
    let data = operand.of(arena).to_vec();
    // As many as the shape asks for: it is the program's own.
    Tensor::new(operand.shape, data).unwrap_or(Tensor::scalar(f64::NAN))
}

/// A copy of the values in which one number is changed, again and again.
struct Nudger<'a> {
    evaluation: &'a Evaluation,
    node: NodeId,
    cone: Cone,
    values: Vec<f64>,
    /// Where the number lies in the arena.
    slot: usize,
    /// Its gradient, if it has one.
    gradient: Option<f64>,
}

impl<'a> Nudger<'a> {
    fn new(evaluation: &'a Evaluation, node: NodeId, element: usize) -> Option<Nudger<'a>> {
        let program = evaluation.program();
        let operand = program.operand(node)?;
        evaluation.value(node)?.data.get(element)?;
        let gradient = evaluation.gradient(node);
        Some(Nudger {
            evaluation,
            node,
            cone: Cone::forward_only(program, vec![node]),
            values: evaluation.values().to_vec(),
            slot: operand.offset + element,
            gradient: gradient.and_then(|gradient| gradient.data.get(element).copied()),
        })
    }

    fn program(&self) -> &'a Program {
        self.evaluation.program()
    }

    fn nudge(&mut self, by: f64) -> Option<Outcome> {
        self.values[self.slot] = self.evaluation.values()[self.slot] + by;
        self.cone.forward(self.program(), &mut self.values);
        let target = self.program().target()?;
        let slot = self.program().scalar_slot(target)?;
        Some(Outcome {
            by,
            gradient: self.gradient?,
            old: self.evaluation.values()[slot],
            new: self.values[slot],
        })
    }

    /// The node and those downstream, with where their values lie.
    fn downstream(&self) -> Vec<(NodeId, Operand)> {
        let program = self.program();
        // Both are in the order of the program, so one walk finds all.
        let mut computed = program.computed();
        let node_at = |slot| computed.find(|node| node.slot == slot).map(|it| it.node);
        let nodes = self.cone.downstream(program).filter_map(node_at);
        let nodes = std::iter::once(self.node).chain(nodes);
        nodes
            .filter_map(|id| Some((id, program.operand(id)?)))
            .collect()
    }
}

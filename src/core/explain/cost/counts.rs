//! How many node visits all derivatives of a graph take.
//!
//! Visits are counted on the program's own segments. The forward and the backward pass do
//! nothing else than those, which are walked here with the same iterator and the same
//! conditions; counting while they run would slow every pass for this one view. A test
//! compares the counts with what the passes write into marked memory. The pass of forward
//! mode counts as it goes.

use crate::core::bits::Bits;
use crate::core::evaluation::Evaluation;
use crate::core::graph::NodeId;
use crate::core::op::Accumulation;
use crate::core::program::{Computation, Program};
use crate::core::sweep::reverse;
use crate::core::tensor::Tensor;

/// What the passes over one graph do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// p: the sources whose gradients the backward pass computes.
    pub sources: usize,
    /// How many numbers these sources hold: each is a direction of its own.
    pub numbers: usize,
    /// n: visits of a forward pass, one a node that is computed.
    pub forward: usize,
    /// Visits of a backward pass: one a node that it comes from, one a source that it
    /// comes to.
    pub reverse: usize,
    /// Contributions that a backward pass adds up, one a wire.
    pub contributions: usize,
    /// Visits of one pass of forward mode.
    pub tangent: usize,
}

impl Counts {
    /// Visits in reverse mode: one pass forward, one back, for all derivatives.
    pub fn reverse_mode(&self) -> u128 {
        self.forward as u128 + self.reverse as u128
    }

    /// Visits in forward mode: one pass for the values, and one for each number.
    pub fn forward_mode(&self) -> u128 {
        self.forward as u128 + self.numbers as u128 * self.tangent as u128
    }

    /// Visits of changing each number and evaluating again, after a first evaluation.
    pub fn naive(&self) -> u128 {
        (self.numbers as u128 + 1) * self.forward as u128
    }
}

/// Counts the node visits of the passes over a program, and runs one pass of forward mode.
pub fn count(evaluation: &Evaluation) -> Counts {
    let program = evaluation.program();
    let segments = program.segments.iter();
    let back = Back::over(program);
    let tangent = sources(evaluation).next();
    let tangent = tangent.and_then(|source| tangent_visits(evaluation, source, &mut Vec::new()));
    Counts {
        sources: back.sources,
        numbers: back.numbers,
        forward: segments.map(|it| program.nodes_of(it).count()).sum(),
        reverse: back.nodes + back.sources,
        contributions: back.wires,
        tangent: tangent.unwrap_or(0),
    }
}

/// The sources that lead to the target.
pub(super) fn sources(evaluation: &Evaluation) -> impl Iterator<Item = NodeId> + '_ {
    let program = evaluation.program();
    let sources = program.order[..program.sources].iter().copied();
    sources.filter(|id| program.reaches_target(*id))
}

/// One pass of forward mode, along the first number of a source.
pub(super) fn tangent_visits(
    evaluation: &Evaluation,
    source: NodeId,
    arena: &mut Vec<f64>,
) -> Option<usize> {
    let shape = evaluation.program().shape(source)?;
    let mut data = vec![0.0; shape.elements()];
    data[0] = 1.0; // no shape is empty
    let direction = Tensor::new(shape, data).ok()?;
    evaluation.sweep_tangents(source, &direction, arena)
}

/// What a backward pass does.
#[derive(Default)]
struct Back {
    nodes: usize,
    wires: usize,
    sources: usize,
    numbers: usize,
}

impl Back {
    fn over(program: &Program) -> Back {
        let mut back = Back::default();
        let mut met = Bits::new(program.arena_len);
        for node in reverse::segments(program).flat_map(|it| program.nodes_of(it)) {
            back.nodes += 1;
            for (input, slot) in node.computation.input_slots().enumerate() {
                let mut elements = 1;
                if let Computation::TensorOp(tensor_op) = node.computation {
                    if tensor_op.accumulations[input] == Accumulation::Skip {
                        continue;
                    }
                    elements = tensor_op.operands[input].shape.elements();
                }
                back.wires += 1;
                if slot < program.sources_end && !met.get(slot) {
                    met.set(slot);
                    back.sources += 1;
                    back.numbers += elements;
                }
            }
        }
        back
    }
}

#[cfg(test)]
mod tests {
    use super::{Counts, count};
    use crate::core::evaluation::Evaluation;
    use crate::core::explain::growth::{self, GrowthKind};
    use crate::core::graph::{Graph, NodeId, NodeOp, NodeParts};
    use crate::core::sweep::forward::forward;
    use crate::core::sweep::reverse::{clear, reverse};
    use crate::core::tensor::{Shape, Tensor};

    /// A number that no pass comes to.
    const MARK: f64 = -1.234_567_890_123e-210;

    /// Runs the real passes over marked memory and counts the nodes whose mark is gone.
    fn written(graph: &Graph) -> (usize, usize, usize) {
        let evaluation = Evaluation::new(graph);
        let program = evaluation.program();
        let slot = |id: &NodeId| program.operand(*id).expect("evaluated").offset;
        let mut values = evaluation.values().to_vec();
        values[program.sources_end..].fill(MARK);
        let mut scratch = vec![0.0; program.scratch_len()];
        let mut derivatives = vec![0.0; program.unary.len()];
        forward(program, &mut values, Some(&mut derivatives));
        let mut alone = evaluation.values().to_vec();
        alone[program.sources_end..].fill(MARK);
        forward(program, &mut alone, None);
        assert_eq!(alone, values, "values are the same without derivatives");
        let computed = &program.order[program.sources..];
        let forward = computed
            .iter()
            .filter(|id| values[slot(id)] != MARK)
            .count();
        let mut gradients = vec![MARK; program.arena_len];
        clear(program, &mut gradients);
        reverse(program, &values, &derivatives, &mut gradients, &mut scratch);
        let met = |id: &&NodeId| program.reaches_target(**id) && gradients[slot(id)] != MARK;
        let sources = program.order[..program.sources].iter().filter(met).count();
        let nodes = computed.iter().filter(met).count();
        (forward, nodes + sources, sources)
    }

    fn assert_counts(graph: &Graph) -> Counts {
        let counts = count(&Evaluation::new(graph));
        let (forward, reverse, sources) = written(graph);
        assert_eq!((counts.forward, counts.reverse), (forward, reverse));
        assert_eq!(counts.sources, sources);
        counts
    }

    #[test]
    fn counts_are_what_the_passes_write() {
        for kind in [GrowthKind::Chain, GrowthKind::Layers] {
            for nodes in [1, 10, 100, 1_000] {
                let graph = growth::graph(kind, nodes).expect("a small graph");
                let counts = assert_counts(&graph);
                assert_eq!(counts.tangent, counts.forward);
                assert_eq!(counts.numbers, counts.sources);
            }
        }
    }

    #[test]
    fn tensors_of_data_and_what_leads_nowhere_cost_nothing_backward() {
        let shape = Shape::new(&[2, 3]).expect("a lawful shape");
        let tensor = Tensor::new(shape, vec![1.0; 6]).expect("six numbers");
        let part = |name: &str, op: &str, inputs: &[usize], value: Option<Tensor>| NodeParts {
            name: name.to_owned(),
            op: NodeOp::named(op),
            inputs: inputs.iter().map(|i| NodeId::from_index(*i)).collect(),
            attributes: Default::default(),
            value,
        };
        let parts = vec![
            part("x", "input", &[], Some(tensor.clone())),
            part("w", "parameter", &[], Some(tensor)),
            part("b", "parameter", &[], Some(Tensor::scalar(0.5))),
            part("wx", "multiply", &[0, 1], None),
            part("z", "add", &[3, 2], None),
            part("J", "mean", &[4], None),
            part("aside", "exp", &[2], None),
        ];
        let mut graph = Graph::from_parts(parts).expect("a lawful graph");
        graph.set_target(NodeId::from_index(5)).expect("a node");
        let counts = assert_counts(&graph);
        assert_eq!((counts.sources, counts.numbers), (2, 7), "w and b, not x");
        assert_eq!(
            (counts.forward, counts.reverse, counts.contributions),
            (4, 5, 4)
        );
    }
}

//! Both sweeps over graphs of scalars, as plainly as they can be written: no runs,
//! no chains, no arena. What the engine does must give the same bits.

use wiregrad::core::graph::{Graph, NodeId};
use wiregrad::core::op::Rule;
use wiregrad::core::program::Program;
use wiregrad::core::tensor::Tensor;

/// The results, by the index of the node; `None` where the engine has none either.
pub(crate) struct Reference {
    pub(crate) values: Vec<Option<f64>>,
    pub(crate) gradients: Vec<Option<f64>>,
}

/// Sweeps in the program's order. Contributions are added in the reverse of it, an
/// earlier input before a later one.
pub(crate) fn naive(graph: &Graph, program: &Program) -> Reference {
    let mut values = vec![None; graph.index_bound()];
    for &id in program.order() {
        values[id.index()] = Some(value(graph, id, &values));
    }
    let mut gradients = vec![None; graph.index_bound()];
    let Some(target) = program.target() else {
        return Reference { values, gradients };
    };
    gradients[target.index()] = Some(1.0);
    for &id in program.order().iter().rev() {
        let Some(gradient) = gradients[id.index()] else {
            continue;
        };
        for (input, by) in local_derivatives(graph, id, &values) {
            let to: &mut Option<f64> = &mut gradients[input.index()];
            *to = Some(to.unwrap_or(0.0) + gradient * by);
        }
    }
    Reference { values, gradients }
}

fn value(graph: &Graph, id: NodeId, values: &[Option<f64>]) -> f64 {
    let node = graph.get(id).expect("a node");
    let x = |nth: usize| -> f64 {
        let input = node.inputs()[nth].expect("wired");
        values[input.index()].expect("inputs come before their users")
    };
    match &node.op().expect("a known op").rule {
        Rule::Source(_) => node.value().and_then(Tensor::as_scalar).expect("a scalar"),
        Rule::Unary(kernel) => (kernel.value)([0.0; 2], x(0)),
        Rule::Binary(kernel) => (kernel.value)(x(0), x(1)),
        Rule::Tensor(_) => panic!("only scalars"),
    }
}

fn local_derivatives(graph: &Graph, id: NodeId, values: &[Option<f64>]) -> Vec<(NodeId, f64)> {
    let node = graph.get(id).expect("a node");
    let of = |id: NodeId| values[id.index()].expect("evaluated");
    let inputs: Vec<NodeId> = node.inputs().iter().flatten().copied().collect();
    match &node.op().expect("a known op").rule {
        Rule::Source(_) => Vec::new(),
        Rule::Unary(kernel) => {
            let by = (kernel.derivative)([0.0; 2], of(inputs[0]), of(id));
            vec![(inputs[0], by)]
        }
        Rule::Binary(kernel) => {
            let (by_a, by_b) = (kernel.derivatives)(of(inputs[0]), of(inputs[1]), of(id));
            vec![(inputs[0], by_a), (inputs[1], by_b)]
        }
        Rule::Tensor(_) => panic!("only scalars"),
    }
}

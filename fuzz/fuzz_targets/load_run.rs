//! Any bytes as a graph file, and what loads is run: sorted, swept, asked for every
//! number that it has, changed and swept again, checked. No panic, and what depends
//! on a changed value comes to the bits of a full sweep. Start it with the corpus of
//! the tests: `cargo +nightly fuzz run load_run fuzz/corpus/load_run tests/hostile`

#![no_main]

use std::ops::ControlFlow;

use libfuzzer_sys::fuzz_target;
use wiregrad::core::check::check;
use wiregrad::core::evaluation::{Evaluation, Numbers};
use wiregrad::core::graph::{Graph, NodeId};
use wiregrad::core::program::Program;
use wiregrad::core::tensor::Tensor;
use wiregrad::file::load_bytes;

/// Files that are larger only make the fuzzer slow.
const MOST_BYTES: usize = 64 << 10;

/// A few bytes may ask for gigabytes of numbers: `broadcast_to` with a large shape.
const MOST_ELEMENTS: usize = 1 << 16;

/// Nodes whose gradients are compared with differences, and elements of each.
const MOST_CHECKS: usize = 64;

fuzz_target!(|bytes: &[u8]| {
    if bytes.len() > MOST_BYTES {
        return;
    }
    let Ok(document) = load_bytes(bytes) else {
        return;
    };
    let graph = document.graph();
    let program = Program::new(graph);
    let shapes = program.order().iter().filter_map(|id| program.shape(*id));
    let elements = shapes.fold(0_usize, |sum, shape| sum.saturating_add(shape.elements()));
    if elements > MOST_ELEMENTS {
        return;
    }
    let mut evaluation = Evaluation::unswept(program, graph);
    evaluation.sweep();
    look_at_all(graph, &evaluation);
    change(graph, &mut evaluation);
    check(graph, &evaluation, 4, |progress| match progress.done < MOST_CHECKS {
        true => ControlFlow::Continue(()),
        false => ControlFlow::Break(()),
    });
});

/// Asks for everything that is worked out on demand.
fn look_at_all(graph: &Graph, evaluation: &Evaluation) {
    for problem in evaluation.program().problems() {
        assert!(!problem.to_string().is_empty());
    }
    evaluation.not_finite(graph);
    for (id, _) in graph.iter() {
        let (value, gradient) = (evaluation.value(id), evaluation.gradient(id));
        assert!(value.is_some() || gradient.is_none());
        assert!(value.zip(gradient).is_none_or(|(v, g)| v.shape == g.shape));
    }
    for (from, wire) in graph.wires() {
        let gradient = evaluation.wire_gradient(wire);
        let shape = gradient.map(|gradient| gradient.shape);
        assert!(shape.is_none() || shape == evaluation.program().shape(from));
    }
    let source = evaluation.program().order().first().copied();
    let value = source.and_then(|id| Some((id, evaluation.value(id)?.to_tensor())));
    let tangents = value.and_then(|(id, along)| evaluation.tangents(id, &along));
    for (id, _) in graph.iter() {
        tangents.as_ref().and_then(|tangents| tangents.get(id));
    }
}

/// Changes each of a few sources, and compares what comes of it with full sweeps.
fn change(graph: &Graph, evaluation: &mut Evaluation) {
    let sources = graph.iter().filter(|(_, node)| node.is_source());
    let sources: Vec<NodeId> = sources.map(|(id, _)| id).take(4).collect();
    for source in sources {
        let Some(value) = evaluation.value(source).map(|value| value.to_tensor()) else {
            continue;
        };
        let data = value.data().iter().map(|x| 0.5 - x).collect();
        let Ok(other) = Tensor::new(value.shape(), data) else {
            continue;
        };
        if evaluation.set(source, &other).is_err() {
            continue;
        }
        evaluation.refresh();
        let numbers = everything(graph, evaluation);
        evaluation.sweep();
        assert_eq!(numbers, everything(graph, evaluation));
    }
}

/// The bits of all values and gradients; every NaN the same.
fn everything(graph: &Graph, evaluation: &Evaluation) -> Vec<Option<Vec<u64>>> {
    let bits = |x: &f64| if x.is_nan() { u64::MAX } else { x.to_bits() };
    let all = |numbers: Option<Numbers<'_>>| Some(numbers?.data.iter().map(bits).collect());
    let both = |id| [all(evaluation.value(id)), all(evaluation.gradient(id))];
    graph.iter().flat_map(|(id, _)| both(id)).collect()
}

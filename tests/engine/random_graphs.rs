//! A thousand random graphs: reverse against forward mode and against differences,
//! wires against nodes, a part swept again against a full sweep.

#![allow(clippy::print_stdout)] // what a failing test drew

use std::sync::LazyLock;

use crate::drawn::{Drawn, draw, id, same, same_bits, source};
use fastrand::Rng;
use wiregrad::core::evaluation::Evaluation;
use wiregrad::core::graph::{Graph, Node, NodeId, NodeOp, NodeParts, Wire};
use wiregrad::core::ops;
use wiregrad::core::program::Program;
use wiregrad::core::tensor::{Shape, Tensor};

const GRAPHS: u64 = 1_000;

/// Of up to 200 nodes; a quarter of scalars only, a quarter full of tensors.
static DRAWN: LazyLock<Vec<Drawn>> = LazyLock::new(|| {
    let one = |seed: u64| {
        let nodes = Rng::with_seed(seed).usize(5..=200);
        draw(seed, nodes, [0, 10, 10, 50][seed as usize % 4])
    };
    (0..GRAPHS).map(one).collect()
});

/// Calls a test with every graph; the seed is printed, for when it fails.
fn each(mut test: impl FnMut(&Drawn, &Graph, &Evaluation, &mut Rng)) {
    for drawn in DRAWN.iter() {
        println!("seed {}", drawn.seed);
        let graph = drawn.graph();
        let evaluation = Evaluation::new(&graph);
        test(drawn, &graph, &evaluation, &mut Rng::with_seed(drawn.seed));
    }
}

fn shape(evaluation: &Evaluation, node: NodeId) -> Shape {
    evaluation.program().shape(node).expect("evaluated")
}

/// A direction of a node's shape.
fn direction(shape: Shape, rng: &mut Rng) -> Tensor {
    if shape.is_scalar() {
        return Tensor::scalar(1.0);
    }
    let data = (0..shape.elements())
        .map(|_| 2.0 * rng.f64() - 1.0)
        .collect();
    Tensor::new(shape, data).expect("as many as the shape asks for")
}

#[test]
fn the_graphs_are_worth_testing() {
    let mut seen = vec![0_usize; ops::ALL.len()];
    let (mut nodes, mut live, mut tensors) = (0, 0, 0);
    each(|drawn, graph, evaluation, _| {
        assert!(drawn.parts.len() <= 206, "{} nodes", drawn.parts.len());
        assert_eq!(evaluation.program().problems(), []);
        for (id, node) in graph.iter() {
            let op = node.op().expect("a known op");
            let index = ops::ALL.iter().position(|row| row.name == op.name);
            let reaches = evaluation.program().reaches_target(id);
            seen[index.expect("a row")] += usize::from(reaches);
            nodes += 1;
            live += usize::from(reaches);
            tensors += usize::from(!shape(evaluation, id).is_scalar());
        }
    });
    println!("{nodes} nodes, {live} reach the target, {tensors} tensors");
    assert!(nodes > 80_000 && 2 * live > nodes && tensors > nodes / 20);
    for (op, count) in ops::ALL.iter().zip(seen) {
        println!("{} {count}", op.name);
        assert!(count >= 25, "{}: only {count} that reach a target", op.name);
    }
}

/// How large the terms are that make up the derivative of the target along a change
/// of one node: gradient × tangent is another node's share in it. Shares may cancel,
/// so rounding errors are of their size, not of the derivative's.
fn size_of_terms(graph: &Graph, evaluation: &Evaluation, from: NodeId, along: &Tensor) -> f64 {
    let tangents = evaluation.tangents(from, along).expect("a direction");
    let share = |(id, _): (NodeId, &Node)| {
        let (gradient, tangent) = (evaluation.gradient(id)?, tangents.get(id)?);
        let products = gradient.data.iter().zip(&*tangent.data);
        Some(products.map(|(g, t)| (g * t).abs()).sum::<f64>())
    };
    graph.iter().filter_map(share).fold(0.0, f64::max)
}

#[test]
fn reverse_agrees_with_forward_mode() {
    let (mut worst, mut compared): (f64, _) = (0.0, 0);
    each(|drawn, graph, evaluation, rng| {
        let inner = (0..6).map(|_| rng.usize(..drawn.parts.len()));
        let inner: Vec<usize> = inner.collect();
        for index in drawn.sources.iter().copied().chain(inner) {
            let node = id(index);
            let Some(gradient) = evaluation.gradient(node) else {
                continue;
            };
            let along = direction(gradient.shape, rng);
            let tangents = evaluation.tangents(node, &along).expect("a direction");
            let forward = tangents.get(id(drawn.target)).and_then(|t| t.as_scalar());
            let forward = forward.expect("the target is a scalar");
            let products = gradient.data.iter().zip(along.data());
            let reverse: f64 = products.map(|(g, t)| g * t).sum();
            let scale = size_of_terms(graph, evaluation, node, &along);
            assert!(reverse.is_finite() && forward.is_finite(), "node {index}");
            assert!(scale > 0.0 || reverse == forward);
            if scale > 0.0 {
                let error = (reverse - forward).abs() / scale;
                worst = worst.max(error);
                assert!(error <= 1e-12, "node {index}: {reverse}, {forward}");
            }
            compared += 1;
        }
    });
    println!("worst {worst:e} of {compared}");
    assert!(compared > 8_000);
}

/// The graph with constants in place of the nodes that stop gradients: to them a changed
/// number changes nothing.
fn with_stops_held(drawn: &Drawn, evaluation: &Evaluation) -> Graph {
    let mut parts = drawn.parts.clone();
    for (index, node) in parts.iter_mut().enumerate() {
        if node.op == NodeOp::named("stop_gradient") {
            let value = evaluation.value(id(index)).expect("evaluated").to_tensor();
            *node = source(&node.name, "constant", value);
        }
    }
    let mut graph = Graph::from_parts(parts).expect("a lawful graph");
    let set = graph.set_target(Some(id(drawn.target)));
    set.expect("a node");
    graph
}

/// The target's derivative by one element of a source: a difference over four
/// points, whose error is of the fourth order.
fn difference(
    evaluation: &mut Evaluation,
    target: NodeId,
    source: NodeId,
    element: usize,
    h: f64,
) -> f64 {
    let value = evaluation.value(source).expect("a source").to_tensor();
    let mut at = |steps: f64| {
        let mut data = value.data().to_vec();
        data[element] += steps * h;
        let nudged = Tensor::new(value.shape(), data).expect("its own shape");
        evaluation.set(source, &nudged).expect("a source");
        evaluation.sweep();
        evaluation.number(target).expect("a scalar")
    };
    let near = at(1.0) - at(-1.0);
    let far = at(2.0) - at(-2.0);
    evaluation.set(source, &value).expect("a source");
    evaluation.sweep();
    (8.0 * near - far) / (12.0 * h)
}

#[test]
fn reverse_agrees_with_differences() {
    let (mut compared, mut shorter) = (0, 0);
    each(|drawn, _, evaluation, rng| {
        let mut nudged = Evaluation::new(&with_stops_held(drawn, evaluation));
        let target = id(drawn.target);
        for _ in 0..5 {
            let source = id(drawn.sources[rng.usize(..drawn.sources.len())]);
            let Some(gradient) = evaluation.gradient(source) else {
                continue;
            };
            let element = rng.usize(..gradient.data.len());
            let exact = gradient.data[element];
            let mut agrees = |h: f64| {
                let found = difference(&mut nudged, target, source, element, h);
                // Below a thousandth, differences are mostly rounding.
                let scale = exact.abs().max(found.abs()).max(1e-3);
                (exact - found).abs() <= 1e-6 * scale
            };
            // A long step may meet a kink or a sharp bend; no step agrees with a
            // gradient that is wrong.
            let steps = [1e-3, 1e-4, 1e-5];
            let nth = steps.iter().position(|h| agrees(*h));
            let nth = nth.unwrap_or_else(|| {
                let found = steps.map(|h| difference(&mut nudged, target, source, element, h));
                panic!("{source:?}, element {element}: {exact}, by differences {found:?}")
            });
            shorter += usize::from(nth > 0);
            compared += 1;
        }
    });
    println!("{compared} compared, {shorter} with a shorter step");
    assert!(compared > 2_900 && shorter < compared / 5);
}

/// The wires' contributions added up in the documented order: the program's,
/// reversed, an earlier input before a later one.
fn sums_over_wires(graph: &Graph, evaluation: &Evaluation) -> Vec<Option<Vec<f64>>> {
    let mut sums: Vec<Option<Vec<f64>>> = vec![None; graph.index_bound()];
    let program = evaluation.program();
    for &to in program.order().iter().rev() {
        let inputs = graph.get(to).expect("a node").inputs();
        for (input, from) in inputs.iter().enumerate() {
            let wire = evaluation.wire_gradient(Wire { to, input });
            assert_eq!(wire.is_some(), program.reaches_target(to));
            let (Some(wire), Some(from)) = (wire, from) else {
                continue;
            };
            assert_eq!(wire.shape, shape(evaluation, *from));
            match &mut sums[from.index()] {
                Some(sum) => sum.iter_mut().zip(&*wire.data).for_each(|(to, x)| *to += x),
                // Adding to 0 makes 0 of −0.
                none if wire.shape.is_scalar() => *none = Some(vec![0.0 + wire.data[0]]),
                none => *none = Some(wire.data.to_vec()),
            }
        }
    }
    sums
}

#[test]
fn wires_add_up_to_nodes_exactly() {
    let mut compared = 0;
    each(|drawn, graph, evaluation, _| {
        let mut sums = sums_over_wires(graph, evaluation);
        assert_eq!(sums[drawn.target], None);
        sums[drawn.target] = Some(vec![1.0]);
        for (id, node) in graph.iter() {
            let gradient = evaluation.gradient(id).map(|g| g.data.into_owned());
            match (&sums[id.index()], &gradient) {
                (None, None) => {}
                (Some(sum), Some(gradient)) if same_bits(sum, gradient) => compared += 1,
                other => panic!("{}: {other:?}", node.name()),
            }
        }
    });
    assert!(compared > 40_000);
}

/// Gives a few sources other numbers, near or far.
fn poke(evaluation: &Evaluation, sources: &[usize], rng: &mut Rng) -> Vec<(NodeId, Tensor)> {
    let near = rng.bool();
    let mut change = |index: &usize| {
        let value = evaluation.value(id(*index)).expect("a source").to_tensor();
        let other = |x: &f64| {
            if near {
                x + 1e-3 * rng.f64()
            } else {
                4.0 * rng.f64() - 2.0
            }
        };
        let data = value.data().iter().map(other).collect();
        (
            id(*index),
            Tensor::new(value.shape(), data).expect("its own"),
        )
    };
    sources.iter().map(&mut change).collect()
}

fn assert_same_everywhere(graph: &Graph, a: &Evaluation, b: &Evaluation) {
    for (id, node) in graph.iter() {
        let values = [a.value(id), b.value(id)];
        assert!(same(&values[0], &values[1]), "{}: {values:?}", node.name());
        let gradients = [a.gradient(id), b.gradient(id)];
        let equal = same(&gradients[0], &gradients[1]);
        assert!(equal, "{}: gradients {gradients:?}", node.name());
    }
}

fn refresh_against_full_sweeps(drawn: &Drawn, rounds: usize) {
    let mut rng = Rng::with_seed(drawn.seed);
    let mut graph = drawn.graph();
    let mut evaluation = Evaluation::new(&graph);
    for _ in 0..rounds {
        let mut sources = drawn.sources.clone();
        rng.shuffle(&mut sources);
        sources.truncate(rng.usize(1..=3));
        // The same sources a few times over, as in a drag.
        for _ in 0..2 {
            for (source, value) in poke(&evaluation, &sources, &mut rng) {
                evaluation.set(source, &value).expect("a source");
                graph.set_value(source, value).expect("a source");
            }
            evaluation.refresh();
            assert_same_everywhere(&graph, &evaluation, &Evaluation::new(&graph));
        }
    }
}

#[test]
fn a_refresh_equals_a_full_sweep_to_the_bit() {
    for drawn in DRAWN.iter() {
        println!("seed {}", drawn.seed);
        refresh_against_full_sweeps(drawn, 4);
    }
    // Small programs of scalars are swept whole; these are not.
    for seed in 0..16 {
        println!("large, seed {seed}");
        refresh_against_full_sweeps(&draw(seed, 600, [0, 10][seed as usize % 2]), 12);
    }
}

/// One step of gradient descent on a source, in place; whether it can be taken.
fn descend(evaluation: &mut Evaluation, source: NodeId) -> bool {
    let Some((numbers, gradient)) = evaluation.parameter_mut(source) else {
        return false;
    };
    let pairs = numbers.iter_mut().zip(gradient);
    pairs.for_each(|(x, g)| *x -= 1e-3 * g);
    true
}

#[test]
fn a_change_in_place_equals_a_value_that_is_set() {
    let mut steps = 0;
    each(|drawn, graph, _, _| {
        let (mut here, mut there) = (Evaluation::new(graph), Evaluation::new(graph));
        for _ in 0..2 {
            for source in drawn.sources.iter().map(|index| id(*index)) {
                let gradient = there.gradient(source).map(|found| found.to_tensor());
                if !descend(&mut here, source) {
                    let trained = graph.get(source).and_then(Node::op).expect("known");
                    assert!(gradient.is_none() || !trained.is_trained(), "{source:?}");
                    continue;
                }
                let gradient = gradient.expect("it has one");
                let before = there.value(source).expect("a source").to_tensor();
                let pairs = before.data().iter().zip(gradient.data());
                let after = pairs.map(|(x, g)| x - 1e-3 * g).collect();
                let after = Tensor::new(before.shape(), after).expect("its own");
                there.set(source, &after).expect("a source");
                steps += 1;
            }
            here.refresh();
            there.refresh();
            assert_same_everywhere(graph, &here, &there);
        }
    });
    assert!(steps > 2_000, "only {steps} steps");
}

/// Plain arithmetic with a few kernels or without, inputs often twice the same, the
/// target anywhere.
fn draw_small(rng: &mut Rng) -> Vec<NodeParts> {
    let ops = if rng.bool() {
        &["add", "subtract", "multiply"][..]
    } else {
        &["multiply", "subtract", "divide", "maximum", "tanh", "exp"][..]
    };
    let sources = rng.usize(1..=4);
    let mut parts: Vec<NodeParts> = (0..sources)
        .map(|i| crate::drawn::source(&format!("x{i}"), "parameter", 4.0 * rng.f64() - 2.0))
        .collect();
    for i in 0..rng.usize(1..=12) {
        let op = ops[rng.usize(..ops.len())];
        let mut input = || match rng.bool() {
            true => parts.len() - 1, // as in a chain
            false => rng.usize(..parts.len()),
        };
        let inputs = match op {
            "tanh" | "exp" => vec![input()],
            _ => vec![input(), input()],
        };
        parts.push(crate::drawn::node(&format!("n{i}"), op, &inputs));
    }
    parts
}

#[test]
fn small_programs_are_swept_as_long_ones_to_the_bit() {
    let mut rng = Rng::with_seed(7);
    for round in 0..3_000 {
        println!("round {round}");
        let mut parts = draw_small(&mut rng);
        let target = id(rng.usize(..parts.len()));
        let mut graph = crate::drawn::graph_of(parts.clone());
        graph.set_target(Some(target)).expect("a node");
        // Nodes that nothing depends on make a program too long to be a small one.
        for i in 0..100 {
            parts.push(crate::drawn::source(&format!("c{i}"), "constant", 1.0));
        }
        let mut long = crate::drawn::graph_of(parts);
        long.set_target(Some(target)).expect("a node");
        let (mut evaluation, mut other) = (Evaluation::new(&graph), Evaluation::new(&long));
        for _ in 0..3 {
            assert_same_everywhere(&graph, &evaluation, &other);
            let x = 4.0 * rng.f64() - 2.0;
            for it in [&mut evaluation, &mut other] {
                it.set_number(id(0), x).expect("a source");
                it.refresh();
            }
        }
    }
}

#[test]
fn programs_are_sorted_and_always_the_same() {
    each(|_, graph, evaluation, _| {
        let order = evaluation.program().order();
        assert_eq!(order.len(), graph.len());
        let mut place = vec![None; graph.index_bound()];
        for (nth, id) in order.iter().enumerate() {
            let inputs = graph.get(*id).expect("a node").inputs();
            let before = |input: &NodeId| place[input.index()].is_some();
            assert!(inputs.iter().flatten().all(before), "{id:?}");
            assert_eq!(place[id.index()].replace(nth), None);
        }
        assert_eq!(Program::new(&graph.clone()).order(), order);
    });
}

#[test]
fn the_order_of_adding_does_not_matter() {
    let mut worst: f64 = 0.0;
    each(|drawn, graph, evaluation, rng| {
        let (shuffled, new) = drawn.shuffled(rng);
        let other = Evaluation::new(&shuffled);
        let reaches = |e: &Evaluation, id| e.program().reaches_target(id);
        for (old, node) in graph.iter() {
            let new = id(new[old.index()]);
            let values = [evaluation.value(old), other.value(new)];
            assert!(same(&values[0], &values[1]), "{}", node.name());
            assert_eq!(reaches(evaluation, old), reaches(&other, new));
            let pair = (evaluation.gradient(old), other.gradient(new));
            let (Some(a), Some(b)) = pair else { continue };
            // Contributions may be added in another order, so the last bits may
            // differ, at the scale of what was added.
            let scale = wire_sizes(graph, evaluation, old);
            for (a, b) in a.data.iter().zip(&*b.data) {
                let error = (a - b).abs() / scale;
                worst = worst.max(error);
                assert!(a == b || error <= 1e-12, "{}: {a}, {b}", node.name());
            }
        }
    });
    println!("worst {worst:e}");
}

/// How large the terms are that make up a node's gradient, all the way from the
/// target.
fn wire_sizes(graph: &Graph, evaluation: &Evaluation, node: NodeId) -> f64 {
    let shape = shape(evaluation, node);
    let along = Tensor::new(shape, vec![1.0; shape.elements()]).expect("ones");
    size_of_terms(graph, evaluation, node, &along)
}

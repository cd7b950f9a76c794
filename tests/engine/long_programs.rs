//! Programs with long runs and long chains against sweeps written out plainly, to
//! the bit; branches that don't reach the target; other targets.

#![allow(clippy::print_stdout)] // what a failing test drew

use crate::drawn::reference::naive;
use crate::drawn::{draw, graph_of, id, node, same, source};
use fastrand::Rng;
use wiregrad::core::evaluation::Evaluation;
use wiregrad::core::graph::{Graph, NodeId, NodeParts, Wire};
use wiregrad::core::op::{Op, Rule};
use wiregrad::core::ops;
use wiregrad::core::program::Program;

fn equal(a: Option<f64>, b: Option<f64>) -> bool {
    let nan = |x: Option<f64>| x.is_some_and(f64::is_nan);
    a.map(f64::to_bits) == b.map(f64::to_bits) || (nan(a) && nan(b))
}

/// Compares every number of a graph of scalars with the plain sweeps', both swept at
/// once and after changes of single sources.
fn assert_exact(mut graph: Graph, rng: &mut Rng) {
    let mut evaluation = Evaluation::new(&graph);
    let sources: Vec<NodeId> = graph
        .iter()
        .filter(|(_, node)| node.is_source())
        .map(|(id, _)| id)
        .collect();
    for round in 0..3 {
        let plain = naive(&graph, evaluation.program());
        for (id, node) in graph.iter() {
            let (value, gradient) = (evaluation.number(id), evaluation.gradient_number(id));
            let expected = plain.values[id.index()];
            let at = format!("round {round}, {} {}", node.op_name(), node.name());
            assert!(equal(value, expected), "{at}: {value:?}, not {expected:?}");
            let expected = plain.gradients[id.index()];
            let same = equal(gradient, expected);
            assert!(same, "{at}: gradient {gradient:?}, not {expected:?}");
        }
        let source = sources[rng.usize(..sources.len())];
        let value = 0.5 + rng.f64();
        evaluation.set_number(source, value).expect("a source");
        graph.set_value(source, value.into()).expect("a source");
        evaluation.refresh();
    }
}

fn sources(rng: &mut Rng, count: usize) -> Vec<NodeParts> {
    let one = |i| source(&format!("x{i}"), "parameter", 0.8 + 0.4 * rng.f64());
    (0..count).map(one).collect()
}

/// Scalar ops that have no attributes, and so may form runs.
fn plain_ops() -> Vec<&'static Op> {
    let plain = |op: &&&Op| op.attributes.is_empty();
    let scalar = |op: &&&Op| matches!(op.rule, Rule::Unary(_) | Rule::Binary(_));
    ops::ALL
        .iter()
        .filter(plain)
        .filter(scalar)
        .copied()
        .collect()
}

fn inputs_of(op: &Op) -> usize {
    op.inputs.initial()
}

#[test]
fn long_runs_of_every_op() {
    for op in plain_ops() {
        println!("{}", op.name);
        let mut rng = Rng::with_seed(1);
        let mut parts = sources(&mut rng, 50);
        // Two layers, each one run; odd lengths, so that no vector is full.
        for (layer, from) in [(1_003, 50), (1_001, 1_053)] {
            for _ in 0..layer {
                let name = format!("n{}", parts.len());
                let wires: Vec<usize> = (0..inputs_of(op)).map(|_| rng.usize(..from)).collect();
                parts.push(node(&name, op.name, &wires));
            }
        }
        let first = parts.len() - 1_001;
        for nth in 0..1_001 {
            let last = if nth == 0 { first } else { parts.len() - 1 };
            parts.push(node(&format!("s{nth}"), "add", &[last, first + nth]));
        }
        assert_exact(graph_of(parts), &mut rng);
    }
}

#[test]
fn programs_of_few_ops() {
    let all = plain_ops();
    for seed in 0..30 {
        println!("seed {seed}");
        let mut rng = Rng::with_seed(seed);
        let few: Vec<&Op> = (0..3).map(|_| all[rng.usize(..all.len())]).collect();
        let mut parts = sources(&mut rng, 20);
        // A narrow window makes deep graphs with short runs, a wide one the opposite.
        let window = [3, 10, 100, 1_000][seed as usize % 4];
        for _ in 0..1_500 {
            let op = few[rng.usize(..few.len())];
            let low = parts.len().saturating_sub(window);
            let wires = (0..inputs_of(op)).map(|_| rng.usize(low..parts.len()));
            let wires: Vec<usize> = wires.collect();
            parts.push(node(&format!("n{}", parts.len()), op.name, &wires));
        }
        assert_exact(graph_of(parts), &mut rng);
    }
}

/// A chain in one of many patterns: the node before is the first input, the second,
/// or both; the other input is a source, an earlier node of the chain, or a node
/// beside it that uses one of the chain.
fn chain(rng: &mut Rng) -> Vec<NodeParts> {
    let mut parts = sources(rng, 6);
    let mut last = 0;
    let ops = ["add", "subtract", "multiply"];
    let square = rng.u8(..3); // how often a node is used twice
    let others = rng.u8(..3);
    for nth in 0..rng.usize(4..120) {
        if rng.u8(..10) < others {
            let name = format!("beside{nth}");
            parts.push(node(&name, ["sin", "tanh"][rng.usize(..2)], &[last]));
        }
        let op = ops[rng.usize(..3)];
        let other = match rng.u8(..10) {
            n if n < square => last,
            9 => rng.usize(..parts.len()),
            _ => rng.usize(..6),
        };
        let wires = if rng.bool() {
            [last, other]
        } else {
            [other, last]
        };
        parts.push(node(&format!("c{nth}"), op, &wires));
        last = parts.len() - 1;
    }
    parts
}

#[test]
fn chains_of_every_pattern() {
    for seed in 0..400 {
        println!("seed {seed}");
        let mut rng = Rng::with_seed(seed);
        let parts = chain(&mut rng);
        assert_exact(graph_of(parts), &mut rng);
    }
}

#[test]
fn a_chain_may_use_a_node_twice() {
    // Each pair of ops in a row, the first on a number and itself or another, the
    // second on the first's result twice.
    let ops = ["add", "subtract", "multiply"];
    for first in ops {
        for second in ops {
            for wires in [[2, 2], [2, 1], [1, 2]] {
                println!("{first} {second} {wires:?}");
                let mut parts = vec![source("x", "parameter", 3.0), source("y", "input", 5.0)];
                parts.push(node("a", "add", &[0, 1]));
                parts.push(node("b", first, &wires));
                parts.push(node("c", second, &[3, 3]));
                parts.push(node("d", "multiply", &[4, 0]));
                parts.push(node("e", "add", &[5, 1]));
                parts.push(node("f", second, &[6, 6]));
                assert_exact(graph_of(parts), &mut Rng::with_seed(3));
            }
        }
    }
}

#[test]
fn branches_that_do_not_reach_the_target_taint_nothing() {
    let mut tainted = 0;
    for seed in 0..100 {
        println!("seed {seed}");
        let mut rng = Rng::with_seed(seed);
        let drawn = draw(seed, 120, [0, 20][seed as usize % 2]);
        let graph = drawn.graph();
        let clean = Evaluation::new(&graph);
        let mut parts = drawn.parts.clone();
        for (name, value) in [("NaN", f64::NAN), ("∞", f64::INFINITY), ("−2", -2.0)] {
            parts.push(source(name, "input", value));
        }
        let strange = drawn.parts.len();
        let mut used = Vec::new();
        for nth in 0..60 {
            let own = rng.usize(..drawn.parts.len());
            let other = rng.usize(strange..parts.len());
            let op = ["multiply", "add", "maximum", "divide", "power"][rng.usize(..5)];
            // Ops of one number run with those of the live part.
            let (op, wires) = match rng.u8(..4) {
                0 => (["log", "exp", "sin", "sqrt"][rng.usize(..4)], vec![other]),
                1 => (op, vec![other, own]),
                _ => (op, vec![own, other]),
            };
            used.push(own);
            parts.push(node(&format!("dead{nth}"), op, &wires));
        }
        let mut with = Graph::from_parts(parts).expect("a lawful graph");
        with.set_target(Some(id(drawn.target))).expect("a node");
        let mut evaluation = Evaluation::new(&with);
        evaluation
            .set_number(id(strange + 2), -3.0)
            .expect("a source");
        evaluation.refresh();
        for index in strange..with.len() {
            let value = evaluation.value(id(index));
            let finite = value.is_none_or(|v| v.data.iter().all(|x| x.is_finite()));
            tainted += usize::from(!finite);
            assert_eq!(evaluation.gradient(id(index)), None);
        }
        for (id, node) in graph.iter() {
            let pair = [clean.gradient(id), evaluation.gradient(id)];
            assert!(same(&pair[0], &pair[1]), "{}: {pair:?}", node.name());
        }
    }
    assert!(tainted > 3_000, "only {tainted}");
}

#[test]
fn any_scalar_can_be_the_target() {
    let mut switched = 0;
    for seed in 0..60 {
        println!("seed {seed}");
        let mut rng = Rng::with_seed(seed);
        let drawn = draw(seed, 150, [0, 20][seed as usize % 2]);
        let mut graph = drawn.graph();
        for _ in 0..10 {
            let target = id(rng.usize(..graph.len()));
            graph.set_target(Some(target)).expect("a node");
            let evaluation = Evaluation::new(&graph);
            let scalar = evaluation.program().shape(target).expect("evaluated");
            if !scalar.is_scalar() {
                assert_eq!(evaluation.program().target(), None);
                assert_eq!(evaluation.gradient(target), None);
                continue;
            }
            assert_eq!(evaluation.program().target(), Some(target));
            assert_eq!(evaluation.gradient_number(target), Some(1.0));
            for (id, _) in graph.iter() {
                let reaches = graph.path(id, target).is_some();
                assert_eq!(evaluation.program().reaches_target(id), reaches);
                assert_eq!(evaluation.gradient(id).is_some(), reaches);
                let wire = evaluation.wire_gradient(Wire { to: id, input: 0 });
                let computed = graph.get(id).is_some_and(|node| !node.is_source());
                assert_eq!(wire.is_some(), reaches && computed);
            }
            assert_derivatives(&graph, &evaluation, target, &drawn.sources);
            switched += 1;
        }
    }
    assert!(switched > 400);
}

/// Scalar sources' gradients against forward mode.
fn assert_derivatives(graph: &Graph, e: &Evaluation, target: NodeId, sources: &[usize]) {
    for source in sources.iter().map(|index| id(*index)) {
        let Some(gradient) = e.gradient_number(source) else {
            continue;
        };
        let tangents = e.tangents(source, &1.0.into()).expect("a direction");
        let forward = tangents.get(target).and_then(|t| t.as_scalar());
        let forward = forward.expect("a scalar");
        let close = (gradient - forward).abs() <= 1e-9 * gradient.abs().max(1.0);
        assert!(close, "{}: {gradient}, {forward}", graph.name(source));
    }
}

#[test]
fn a_program_compiles_the_same_twice() {
    let mut rng = Rng::with_seed(9);
    let graph = graph_of(chain(&mut rng));
    assert_eq!(Program::new(&graph).order(), Program::new(&graph).order());
}

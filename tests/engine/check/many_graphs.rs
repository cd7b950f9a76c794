//! Many right graphs, none of them accused, and large ones in time.

#![allow(clippy::print_stdout)]

use cpu_time::ThreadTime;
use fastrand::Rng;
use wiregrad::core::check::{ELEMENTS, Verdict, check};
use wiregrad::core::evaluation::Evaluation;
use wiregrad::core::graph::{Graph, NodeParts};

use super::go_on;
use crate::drawn::{draw, graph_of, node, source, tensor};

/// How many nodes came out fine, at a kink, unchecked; none may be suspect.
fn count(graph: &Graph, name: &str) -> [usize; 3] {
    let evaluation = Evaluation::new(graph);
    let found = check(graph, &evaluation, ELEMENTS, go_on).expect("not cancelled");
    let mut counts = [0; 3];
    for check in found {
        match check.verdict {
            Verdict::Fine => counts[0] += 1,
            Verdict::AtKink { .. } => counts[1] += 1,
            Verdict::Unchecked { .. } => counts[2] += 1,
            Verdict::Suspect => panic!("{name}, {}: {check:?}", graph.name(check.node)),
        }
    }
    counts
}

fn random_graphs(number: u64) -> [usize; 3] {
    let mut sum = [0; 3];
    for seed in 0..number {
        let nodes = Rng::with_seed(seed).usize(5..=200);
        let graph = draw(seed, nodes, [0, 10, 10, 50][seed as usize % 4]).graph();
        let counts = count(&graph, &format!("seed {seed}"));
        (0..3).for_each(|i| sum[i] += counts[i]);
    }
    sum
}

#[test]
fn random_graphs_are_right() {
    let [fine, at_kink, unchecked] = random_graphs(290);
    println!("{fine} fine, {at_kink} at a kink, {unchecked} can't be checked");
    assert!(fine > 100 * (at_kink + unchecked));
}

/// A line through points that lie on it.
fn linear_fit(rng: &mut Rng) -> Graph {
    let mut number = || (20.0 * rng.f64() - 10.0).round() / [1.0, 10.0, 100.0][rng.usize(..3)];
    let (w, b) = (number(), number());
    let x: Vec<f64> = (0..5).map(|_| number()).collect();
    let y: Vec<f64> = x.iter().map(|x| w * x + b).collect();
    graph_of(vec![
        source("w", "parameter", w),
        source("b", "parameter", b),
        source("x", "input", tensor(&[5], &x)),
        source("y", "input", tensor(&[5], &y)),
        node("wx", "multiply", &[0, 2]),
        node("line", "add", &[4, 1]),
        node("J", "mean_squared_error", &[5, 3]),
    ])
}

#[test]
fn exact_linear_fits_are_right() {
    let mut rng = Rng::with_seed(60);
    for nth in 0..60 {
        let graph = linear_fit(&mut rng);
        assert_eq!(count(&graph, &format!("fit {nth}")), [7, 0, 0], "fit {nth}");
    }
}

/// x → + h → × k → negative → + h → …, with gradients that don't vanish on the way.
fn chain(length: usize) -> Graph {
    let mut parts: Vec<NodeParts> = vec![
        source("x", "input", 0.7),
        source("h", "constant", 1e-5),
        source("k", "constant", 1.000_01),
    ];
    let mut last = 0;
    for nth in 0..length - 3 {
        let name = format!("n{nth}");
        parts.push(match nth % 3 {
            0 => node(&name, "add", &[last, 1]),
            1 => node(&name, "multiply", &[last, 2]),
            _ => node(&name, "negative", &[last]),
        });
        last = parts.len() - 1;
    }
    graph_of(parts)
}

#[test]
fn a_chain_of_a_hundred_thousand_nodes_takes_seconds() {
    for length in [1_000, 3_000, 10_000, 30_000, 100_000] {
        let graph = chain(length);
        let start = ThreadTime::now();
        let [fine, ..] = count(&graph, "chain");
        let took = start.elapsed();
        println!("{length}: {:.3} s", took.as_secs_f64());
        assert_eq!(fine, length);
        // Of this thread's own time: the machine may have other work.
        assert!(took.as_secs() < 10, "{length}: {took:?}");
    }
}

//! Explanations against the sweeps: steps, paths, nudges, counts and questions, on the
//! lecture's graph and on random ones.

mod cost;
mod latex;
mod nudge;
mod paths;
mod quiz;
mod steps;
mod texts;

use crate::drawn::draw;
use fastrand::Rng;
use wiregrad::core::evaluation::Evaluation;
use wiregrad::core::graph::Graph;

/// Calls a test with 1,000 random graphs of up to so many nodes.
fn each(most: usize, mut test: impl FnMut(&Graph, &Evaluation, &mut Rng)) {
    for seed in 0..1_000 {
        let mut rng = Rng::with_seed(seed);
        let nodes = rng.usize(5..=most);
        let graph = draw(seed, nodes, [0, 10, 10, 50][seed as usize % 4]).graph();
        let evaluation = Evaluation::new(&graph);
        test(&graph, &evaluation, &mut rng);
    }
}

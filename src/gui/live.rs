//! [`Live`]: a document's evaluation, kept up to date.
//!
//! What was derived is remembered with the revision that it was derived from: moving a
//! node runs nothing, another value runs the sweeps over what depends on it, another
//! wire compiles the graph anew.

use std::time::{Duration, Instant};

use hashbrown::HashMap;

use crate::core::evaluation::Evaluation;
use crate::core::graph::NodeId;
use crate::core::problem::Problem;
use crate::core::program::Program;
use crate::document::{Document, Revision};

/// An evaluation and what it was made from.
pub struct Live {
    evaluation: Evaluation,
    structure: Revision,
    values: Revision,
    problems: Vec<Problem>,
    /// The first problem of a node, by its place in `problems`.
    of_node: HashMap<NodeId, usize>,
    took: Duration,
    generation: u64,
}

/// The first sweep fetches its code and its memory. Where that may be most of what it
/// takes, the second one tells how long a sweep takes.
const WARM_UP: Duration = Duration::from_millis(1);

fn time_sweep(evaluation: &mut Evaluation) -> Duration {
    let start = Instant::now();
    evaluation.sweep();
    start.elapsed()
}

impl Live {
    /// Compiles and sweeps a document's graph.
    pub fn new(document: &Document) -> Live {
        let graph = document.graph();
        let mut evaluation = Evaluation::unswept(Program::new(graph), graph);
        let mut took = time_sweep(&mut evaluation);
        if took < WARM_UP {
            took = time_sweep(&mut evaluation);
        }
        let mut live = Live {
            evaluation,
            structure: document.structure_revision(),
            values: document.values_revision(),
            problems: Vec::new(),
            of_node: HashMap::new(),
            took,
            generation: 0,
        };
        live.collect_problems(document);
        live
    }

    /// Brings everything up to date with the document; does nothing if it is.
    pub fn update(&mut self, document: &Document) {
        if self.structure != document.structure_revision() {
            let generation = self.generation + 1;
            *self = Live::new(document);
            self.generation = generation;
        } else if self.values != document.values_revision() {
            self.set_changed_values(document);
            let start = Instant::now();
            self.evaluation.refresh();
            self.took = start.elapsed();
            self.values = document.values_revision();
            self.generation += 1;
            self.collect_problems(document);
        }
    }

    fn set_changed_values(&mut self, document: &Document) {
        let graph = document.graph();
        let sources = self.evaluation.program().sources().to_vec();
        for id in sources {
            let Some(value) = graph.get(id).and_then(|node| node.value()) else {
                continue;
            };
            let same = |now: &[f64]| {
                let pairs = now.iter().zip(value.data());
                pairs.into_iter().all(|(a, b)| a.to_bits() == b.to_bits())
            };
            let known = self.evaluation.value(id);
            if !known.is_some_and(|now| same(&now.data)) {
                // A shape can't have changed: that would be another structure.
                let _ = self.evaluation.set(id, value);
            }
        }
    }

    fn collect_problems(&mut self, document: &Document) {
        let graph = document.graph();
        self.problems.clear();
        self.problems
            .extend_from_slice(self.evaluation.program().problems());
        self.problems
            .extend(self.evaluation.first_not_finite(graph));
        self.of_node.clear();
        for (i, problem) in self.problems.iter().enumerate() {
            if let Some(node) = problem.node {
                self.of_node.entry(node).or_insert(i);
            }
        }
    }

    /// The values and gradients.
    pub fn evaluation(&self) -> &Evaluation {
        &self.evaluation
    }

    /// All that is wrong with the graph, in the order of its nodes; the first number
    /// that isn't finite comes last.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// The problem of a node, if it has one.
    pub fn problem_of(&self, id: NodeId) -> Option<&Problem> {
        self.problems.get(*self.of_node.get(&id)?)
    }

    /// How long the last sweep took, forward and reverse.
    pub fn took(&self) -> Duration {
        self.took
    }

    /// Another number whenever a value or a gradient may have changed.
    pub fn generation(&self) -> u64 {
        self.generation
    }
}

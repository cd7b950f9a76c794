//! [`Live`]: a document's evaluation, kept up to date.
//!
//! What was derived is remembered with the revision that it was derived from: moving a
//! node runs nothing, another value computes again what depends on it, another wire
//! compiles the graph anew.

use std::time::Duration;

use hashbrown::HashMap;

use crate::core::evaluation::Evaluation;
use crate::core::graph::NodeId;
use crate::core::problem::Problem;
use crate::core::program::Program;
use crate::document::{Document, Revision};
use crate::gui::platform::clock::Instant;

/// An evaluation and what it was made from.
pub struct Live {
    evaluation: Evaluation,
    structure: Revision,
    values: Revision,
    /// Those of the structure first, then those of the numbers.
    problems: Vec<Problem>,
    /// How many problems are of the structure.
    structural: usize,
    /// The first structural problem of a node, by its index in `problems`.
    of_node: HashMap<NodeId, usize>,
    took: Duration,
    generation: u64,
}

/// The first evaluation fetches its code and its memory. Where that may be most of what
/// it takes, the second one tells how long one takes.
const WARM_UP: Duration = Duration::from_millis(1);

fn time_evaluation(evaluation: &mut Evaluation) -> Duration {
    let start = Instant::now();
    evaluation.sweep();
    start.elapsed()
}

impl Live {
    /// Compiles and evaluates a document's graph.
    pub fn new(document: &Document) -> Live {
        let graph = document.graph();
        let mut evaluation = Evaluation::unswept(Program::new(graph), graph);
        let mut took = time_evaluation(&mut evaluation);
        if took < WARM_UP {
            took = time_evaluation(&mut evaluation);
        }
        let problems = evaluation.program().problems().to_vec();
        let mut of_node = HashMap::new();
        for (i, problem) in problems.iter().enumerate() {
            if let Some(node) = problem.node {
                of_node.entry(node).or_insert(i);
            }
        }
        let mut live = Live {
            evaluation,
            structure: document.structure_revision(),
            values: document.values_revision(),
            structural: problems.len(),
            problems,
            of_node,
            took,
            generation: 0,
        };
        live.find_numeric_problems(document);
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
            self.find_numeric_problems(document);
        }
    }

    /// Hands on the value that an edit has changed; after an undo, or several edits,
    /// every value that is another.
    fn set_changed_values(&mut self, document: &Document) {
        if let Some(id) = document.only_value_changed_since(self.values) {
            return self.set_value(document, id);
        }
        for nth in 0..self.evaluation.program().sources().len() {
            let id = self.evaluation.program().sources()[nth];
            let Some(value) = document.graph().get(id).and_then(|node| node.value()) else {
                continue;
            };
            let same = |now: &[f64]| {
                let pairs = now.iter().zip(value.data());
                pairs.into_iter().all(|(a, b)| a.to_bits() == b.to_bits())
            };
            let known = self.evaluation.value(id);
            if !known.is_some_and(|now| same(&now.data)) {
                self.set_value(document, id);
            }
        }
    }

    fn set_value(&mut self, document: &Document, id: NodeId) {
        if let Some(value) = document.graph().get(id).and_then(|node| node.value()) {
            // A shape can't have changed: that would be another structure. A source that
            // isn't evaluated is past a limit, and has no slot.
            let _ = self.evaluation.set(id, value);
        }
    }

    fn find_numeric_problems(&mut self, document: &Document) {
        self.problems.truncate(self.structural);
        let graph = document.graph();
        self.problems.extend(self.evaluation.bad_values(graph));
        self.problems.extend(self.evaluation.not_finite(graph));
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
        let structural = self.of_node.get(&id).map(|index| &self.problems[*index]);
        let mut numeric = self.problems[self.structural..].iter();
        structural.or_else(|| numeric.find(|problem| problem.node == Some(id)))
    }

    /// How long the last evaluation took, both passes.
    pub fn took(&self) -> Duration {
        self.took
    }

    /// Another number whenever a value or a gradient may have changed.
    pub fn generation(&self) -> u64 {
        self.generation
    }
}

#[cfg(test)]
mod tests {
    use super::Live;
    use crate::core::problem::ProblemKind;
    use crate::core::tensor::Tensor;
    use crate::document::{Document, Edit};
    use crate::file;

    /// J = √w + b.
    fn document() -> Document {
        let text = r#"(version: 1, nodes: [
            (name: "w", op: "parameter", value: 4), (name: "b", op: "parameter", value: 1),
            (name: "r", op: "sqrt", inputs: ["w"]), (name: "J", op: "add", inputs: ["r", "b"]),
        ])"#;
        file::load_bytes(text.as_bytes()).expect("a graph")
    }

    fn set(document: &mut Document, name: &str, value: f64) {
        let node = document.graph().find(name).expect("a node");
        let value = Tensor::scalar(value);
        let set = document.apply(Edit::SetValue { node, value });
        set.expect("a finite value");
    }

    fn target(live: &Live, document: &Document) -> Option<f64> {
        live.evaluation().number(document.graph().find("J")?)
    }

    #[test]
    fn values_follow_one_edit_several_and_an_undo() {
        let mut document = document();
        let mut live = Live::new(&document);
        let before = document.clone();
        set(&mut document, "w", 9.0);
        live.update(&document);
        assert_eq!(target(&live, &document), Some(4.0));
        set(&mut document, "w", 16.0);
        set(&mut document, "b", -1.0);
        live.update(&document);
        assert_eq!(target(&live, &document), Some(3.0));
        live.update(&before);
        assert_eq!(target(&live, &before), Some(3.0));
        let generation = live.generation();
        live.update(&before);
        assert_eq!(live.generation(), generation, "nothing has changed");
    }

    #[test]
    fn the_problem_of_a_gradient_comes_and_goes() {
        let mut document = document();
        let mut live = Live::new(&document);
        let root = document.graph().find("r").expect("a node");
        for (value, is_wrong) in [(0.0, true), (1.0, false), (0.0, true), (2.0, false)] {
            set(&mut document, "w", value);
            live.update(&document);
            let kind = live.problem_of(root).map(|problem| problem.kind);
            let wanted = is_wrong.then_some(ProblemKind::NotFiniteGradient);
            assert_eq!(kind, wanted, "{value}");
            assert_eq!(live.problems().len(), usize::from(is_wrong));
        }
    }
}

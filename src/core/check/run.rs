//! The check of a whole graph: every wire, every sum of contributions, and what follows
//! for each node.

use std::ops::ControlFlow;

use super::gradients::Gradients;
use super::probe::{Applied, operations};
use super::verdict::{Comparison, NodeCheck, Verdict};
use super::wires::{CAREFUL, WireCheck, check_wire};
use crate::core::evaluation::Evaluation;
use crate::core::graph::{Graph, Node, NodeId, Wire};
use crate::core::op::Rule;

/// How many elements of a tensor are checked if nobody says otherwise.
pub const ELEMENTS: usize = 64;

/// An op that works on whole tensors is computed again about eight times for each element;
/// elements are so many that it takes about eight times so many operations.
const OPERATIONS: f64 = 4e7;

/// How far a check is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// How many comparisons are done.
    pub done: usize,
    /// Of how many.
    pub total: usize,
}

/// Checks the gradient of every node that reaches the target; the worst come first. Of a
/// tensor at most `elements` are checked, spread evenly; fewer if an op is dear.
///
/// `progress` is told after each comparison how far the check is; if it breaks, the check
/// stops and there is no result. Without a target there is nothing to check.
pub fn check(
    graph: &Graph,
    evaluation: &Evaluation,
    elements: usize,
    progress: impl FnMut(Progress) -> ControlFlow<()>,
) -> Option<Vec<NodeCheck>> {
    check_gradients(graph, evaluation, evaluation, elements, progress)
}

/// The same for gradients from anywhere: the values are those of the evaluation. So a test
/// can see that wrong gradients are found.
pub fn check_gradients(
    graph: &Graph,
    evaluation: &Evaluation,
    gradients: &dyn Gradients,
    elements: usize,
    progress: impl FnMut(Progress) -> ControlFlow<()>,
) -> Option<Vec<NodeCheck>> {
    let mut run = Run::new(graph, evaluation, gradients, elements, progress);
    for &to in evaluation.program().order() {
        if run.sums[to.index()].is_some() && run.check_node(to).is_break() {
            return None;
        }
    }
    run.follow_kinks();
    let order = evaluation.program().order().iter();
    let mut checks: Vec<NodeCheck> = order.filter_map(|id| run.result(*id)).collect();
    checks.sort_by(NodeCheck::order);
    Some(checks)
}

/// At most `most` of the numbers below `count`, evenly, the first and the last among them.
fn spread(count: usize, most: usize) -> impl Iterator<Item = usize> {
    let chosen = count.min(most);
    let place = move |i: usize| match chosen {
        0 | 1 => 0,
        _ => (i as u64 * (count - 1) as u64 / (chosen - 1) as u64) as usize,
    };
    (0..chosen).map(place)
}

struct Run<'a, P> {
    graph: &'a Graph,
    evaluation: &'a Evaluation,
    gradients: &'a dyn Gradients,
    progress: P,
    at: Progress,
    /// What has been added up for each node that reaches the target, by its index.
    sums: Vec<Option<Box<[Sum]>>>,
    /// For each node whose gradient follows a convention, the kink.
    kinks: Vec<Option<Verdict>>,
    /// The wires through which a change of their node's gradient gets, in topological
    /// order.
    open: Vec<(NodeId, NodeId)>,
}

/// The contributions to one element of a node.
struct Sum {
    element: usize,
    gradients: f64,
    /// The same without signs.
    sizes: f64,
    differences: f64,
    uncertainty: f64,
    count: usize,
    verdict: Verdict,
    /// The wire that the verdict comes from.
    wire: Option<Wire>,
}

impl<'a, P: FnMut(Progress) -> ControlFlow<()>> Run<'a, P> {
    fn new(
        graph: &'a Graph,
        evaluation: &'a Evaluation,
        gradients: &'a dyn Gradients,
        elements: usize,
        progress: P,
    ) -> Self {
        let program = evaluation.program();
        let live = |id: &&NodeId| program.reaches_target(**id);
        let mut most = vec![elements; graph.index_bound()];
        let mut wires = Vec::new();
        for &to in program.order().iter().filter(live) {
            let affordable = affordable(graph, evaluation, to);
            for from in inputs(graph, to) {
                most[from.index()] = most[from.index()].min(affordable);
                wires.push(from);
            }
        }
        let mut sums: Vec<Option<Box<[Sum]>>> = Vec::new();
        sums.resize_with(graph.index_bound(), || None);
        for &id in program.order().iter().filter(live) {
            let count = program.shape(id).map_or(0, |shape| shape.elements());
            let seed = f64::from(u8::from(program.target() == Some(id)));
            let chosen = spread(count, most[id.index()]);
            sums[id.index()] = Some(chosen.map(|element| Sum::new(element, seed)).collect());
        }
        let counts = wires.iter().map(|from| sums[from.index()].as_ref());
        let total = counts.map(|sums| sums.map_or(0, |sums| sums.len())).sum();
        Run {
            graph,
            evaluation,
            gradients,
            progress,
            at: Progress { done: 0, total },
            sums,
            kinks: vec![None; graph.index_bound()],
            open: Vec::with_capacity(wires.len()),
        }
    }

    /// Checks the wires that end at a node.
    fn check_node(&mut self, to: NodeId) -> ControlFlow<()> {
        let applied = Applied::new(self.graph, self.evaluation, to);
        let (Some(mut applied), Some(gradient)) = (applied, self.gradients.gradient(to)) else {
            return ControlFlow::Continue(());
        };
        let is_dead = gradient.data.iter().all(|x| *x == 0.0);
        for (input, from) in inputs(self.graph, to).enumerate() {
            let wire = Wire { to, input };
            let Some(mut sums) = self.sums[from.index()].take() else {
                continue;
            };
            let elements: Vec<usize> = sums.iter().map(|sum| sum.element).collect();
            let contributions = self.gradients.contributions(wire, &elements);
            let mut is_open = is_dead;
            for (nth, sum) in sums.iter_mut().enumerate() {
                let contribution = contributions.as_ref().map_or(f64::NAN, |all| all[nth]);
                let place = (input, sum.element);
                let found = check_wire((to, &mut applied), &gradient, place, contribution);
                is_open |= contribution != 0.0;
                sum.add(&found, wire);
                if let Verdict::AtKink { .. } = found.verdict {
                    self.kinks[from.index()] = Some(found.verdict);
                }
                self.at.done += 1;
                (self.progress)(self.at)?;
            }
            self.sums[from.index()] = Some(sums);
            if is_open {
                self.open.push((from, to));
            }
        }
        ControlFlow::Continue(())
    }

    /// A gradient that comes from one that follows a convention does so too.
    fn follow_kinks(&mut self) {
        for &(from, to) in self.open.iter().rev() {
            if self.kinks[from.index()].is_none() {
                self.kinks[from.index()] = self.kinks[to.index()];
            }
        }
    }

    /// What came out for a node: its worst element.
    fn result(&self, node: NodeId) -> Option<NodeCheck> {
        let sums = self.sums[node.index()].as_ref()?;
        let gradient = self.gradients.gradient(node)?;
        let one = |sum: &Sum| {
            let stored = *gradient.data.get(sum.element)?;
            let mut verdict = sum.verdict(stored);
            if verdict == Verdict::Fine {
                verdict = self.kinks[node.index()].unwrap_or(verdict);
            }
            Some(NodeCheck {
                node,
                verdict,
                comparison: sum.comparison(stored),
                wire: sum.wire,
                element: sum.element,
                checked: sums.len(),
                elements: gradient.data.len(),
            })
        };
        sums.iter().filter_map(one).min_by(NodeCheck::order)
    }
}

impl Sum {
    fn new(element: usize, seed: f64) -> Sum {
        Sum {
            element,
            gradients: seed,
            sizes: seed,
            differences: seed,
            uncertainty: 0.0,
            count: 0,
            verdict: Verdict::Fine,
            wire: None,
        }
    }

    fn add(&mut self, found: &WireCheck, wire: Wire) {
        let comparison = &found.comparison;
        self.gradients += comparison.gradient;
        self.sizes += comparison.gradient.abs();
        self.differences += comparison.difference;
        self.uncertainty += comparison.uncertainty;
        self.count += 1;
        if found.verdict.rank() > self.verdict.rank() {
            self.verdict = found.verdict;
            self.wire = Some(wire);
        }
    }

    /// How far rounding may put the sum off.
    fn rounding(&self) -> f64 {
        let steps = self.count as f64 + 1.0;
        CAREFUL * steps * (f64::EPSILON * self.sizes + f64::from_bits(1))
    }

    fn comparison(&self, stored: f64) -> Comparison {
        Comparison {
            gradient: stored,
            difference: self.differences,
            uncertainty: self.uncertainty + self.rounding(),
        }
    }

    /// The wires' verdict; suspect if the stored gradient isn't their sum.
    fn verdict(&self, stored: f64) -> Verdict {
        let is_sum = (stored - self.gradients).abs() <= self.rounding();
        match self.verdict {
            Verdict::Fine | Verdict::AtKink { .. } if !is_sum && self.sizes.is_finite() => {
                Verdict::Suspect
            }
            verdict => verdict,
        }
    }
}

/// The nodes that a node's wires come from.
fn inputs(graph: &Graph, node: NodeId) -> impl Iterator<Item = NodeId> {
    let inputs = graph.get(node).map_or(&[][..], |node| node.inputs());
    inputs.iter().copied().flatten()
}

/// Of how many elements the check of a wire into this node can be paid.
fn affordable(graph: &Graph, evaluation: &Evaluation, node: NodeId) -> usize {
    let op = graph.get(node).and_then(Node::op);
    if !op.is_some_and(|op| matches!(op.rule, Rule::Tensor(_))) {
        return usize::MAX;
    }
    let elements = |id: NodeId| evaluation.program().shape(id).map_or(0, |s| s.elements());
    let sizes: Vec<usize> = inputs(graph, node).map(elements).collect();
    let operations = operations(&sizes, elements(node));
    (OPERATIONS / operations).max(2.0) as usize
}

#[cfg(test)]
mod tests {
    use super::spread;

    #[test]
    fn elements_are_spread_from_the_first_to_the_last() {
        assert_eq!(spread(5, 64).collect::<Vec<_>>(), [0, 1, 2, 3, 4]);
        assert_eq!(spread(100, 4).collect::<Vec<_>>(), [0, 33, 66, 99]);
        assert_eq!(spread(100, 1).collect::<Vec<_>>(), [0]);
        assert_eq!(spread(100, 0).count(), 0);
    }
}

//! The gradient check: every gradient of the reverse sweep against a centred
//! difference, inner nodes too.
//!
//! A node's value is nudged by ±h, what depends on it is swept again, and the
//! change of the target is set against the gradient. The differences from h and
//! from h/2 are joined by Richardson's extrapolation, which leaves an error of h⁴;
//! rounding adds one of ε/h. The two balance at the fifth root of ε, so that, times
//! max(1, |x|), is the first step. Where it meets a kink or the end of an op's
//! domain, or the difference isn't good, shorter steps are tried: they may stay on
//! one side, and a gradient that is wrong stays wrong.
//!
//! A relative error |a − n| / max(|a|, |n|) up to [`GOOD`] is good, one
//! above [`SUSPECT`] is suspect (both limits: notes of the course CS231n),
//! unless rounding alone explains the difference.

use std::cmp::Ordering;

use super::evaluation::Evaluation;
use super::graph::{Graph, NodeId};
use super::sweep::cone::Cone;

/// Relative errors up to this are good.
pub const GOOD: f64 = 1e-7;

/// Relative errors above this are suspect.
pub const SUSPECT: f64 = 1e-4;

/// How many elements of a tensor are checked if nobody says otherwise.
pub const ELEMENTS: usize = 64;

/// One step after another, for |x| up to 1: the fifth root of ε, and shorter ones.
const STEPS: [f64; 5] = [7.4e-4, 7.4e-6, 7.4e-8, 7.4e-10, 7.4e-12];

/// A gradient set against a difference.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Comparison {
    /// What the reverse sweep says.
    pub gradient: f64,
    /// What the difference says.
    pub difference: f64,
    /// How far rounding alone may put the difference off.
    pub noise: f64,
}

/// What came out for a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Gradient and difference agree.
    Fine,
    /// There is no derivative to compare with.
    AtKink {
        /// The node that has the kink.
        node: NodeId,
        /// What its op says about it.
        text: &'static str,
    },
    /// The gradient, the target or every difference is not a finite number.
    NotFinite,
    /// Gradient and difference disagree.
    Suspect,
}

/// The check of one node: the worst of the elements that were looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct NodeCheck {
    /// The node.
    pub node: NodeId,
    /// What came out.
    pub verdict: Verdict,
    /// The numbers of the worst element.
    pub comparison: Comparison,
    /// The worst element, in row-major order.
    pub element: usize,
    /// How many elements were looked at.
    pub checked: usize,
    /// How many there are.
    pub elements: usize,
}

impl Comparison {
    /// |a − n| / max(|a|, |n|); 0 if both are zero, NaN if one isn't finite.
    pub fn relative_error(&self) -> f64 {
        let (a, n) = (self.gradient, self.difference);
        if !(a.is_finite() && n.is_finite()) {
            return f64::NAN;
        }
        let larger = a.abs().max(n.abs());
        if larger == 0.0 {
            0.0
        } else {
            // Divided first: the difference of two huge numbers may overflow.
            (a / larger - n / larger).abs()
        }
    }

    /// Whether the two differ by no more than rounding explains.
    pub fn within_noise(&self) -> bool {
        (self.gradient - self.difference).abs() <= self.noise
    }

    /// Fine, suspect or not finite.
    pub fn verdict(&self) -> Verdict {
        let error = self.relative_error();
        if error.is_nan() {
            Verdict::NotFinite
        } else if error <= SUSPECT || self.within_noise() {
            Verdict::Fine
        } else {
            Verdict::Suspect
        }
    }

    /// For sorting: an error that rounding explains is none.
    fn weight(&self) -> f64 {
        let error = self.relative_error();
        if error > SUSPECT && self.within_noise() {
            0.0
        } else {
            error
        }
    }
}

impl NodeCheck {
    /// Whether the gradient is wrong, or can't be told from a wrong one.
    pub fn failed(&self) -> bool {
        matches!(self.verdict, Verdict::NotFinite | Verdict::Suspect)
    }

    /// The worse one first.
    fn order(&self, other: &NodeCheck) -> Ordering {
        let weight = |check: &NodeCheck| check.comparison.weight();
        let by_rank = other.rank().cmp(&self.rank());
        by_rank.then(weight(other).total_cmp(&weight(self)))
    }

    fn rank(&self) -> u8 {
        match self.verdict {
            Verdict::Fine => 0,
            Verdict::AtKink { .. } => 1,
            Verdict::NotFinite => 2,
            Verdict::Suspect => 3,
        }
    }
}

/// Checks the gradient of every node that reaches the target; the worst come
/// first. Of a tensor at most `elements` are checked, spread evenly.
///
/// `progress` is told after each element how many are done, of how many; if it
/// says `false` the check stops and there is no result. Without a target there is
/// nothing to check.
pub fn check(
    graph: &Graph,
    evaluation: &Evaluation,
    elements: usize,
    mut progress: impl FnMut(usize, usize) -> bool,
) -> Option<Vec<NodeCheck>> {
    let program = evaluation.program();
    let live = |id: &NodeId| program.reaches_target(*id);
    let nodes: Vec<NodeId> = program.order().iter().copied().filter(live).collect();
    let size = |id: &NodeId| program.shape(*id).map_or(0, |shape| shape.elements());
    let total = nodes.iter().map(|id| size(id).min(elements)).sum();
    let mut checks = Vec::with_capacity(nodes.len());
    let Some(mut checker) = Checker::new(graph, evaluation) else {
        return Some(checks);
    };
    let mut done = 0;
    for id in nodes {
        let Some(node) = checker.start(id) else {
            continue;
        };
        let mut worst: Option<NodeCheck> = None;
        for element in spread(node.gradient.len(), elements) {
            let found = checker.element(&node, element);
            worst = match worst {
                Some(worst) if found.order(&worst).is_ge() => Some(worst),
                _ => Some(found),
            };
            done += 1;
            if !progress(done, total) {
                return None;
            }
        }
        node.cone.forward(program, &mut checker.values);
        checks.extend(worst.map(|worst| NodeCheck {
            checked: node.gradient.len().min(elements),
            ..worst
        }));
    }
    checks.sort_by(NodeCheck::order);
    Some(checks)
}

/// At most `most` of the numbers below `count`, evenly, the first and the last
/// among them.
fn spread(count: usize, most: usize) -> impl Iterator<Item = usize> {
    let chosen = count.min(most);
    let place = move |i: usize| match chosen {
        0 | 1 => 0,
        _ => (i as u64 * (count - 1) as u64 / (chosen - 1) as u64) as usize,
    };
    (0..chosen).map(place)
}

/// Nudges one node after another in a copy of the values.
struct Checker<'a> {
    graph: &'a Graph,
    evaluation: &'a Evaluation,
    values: Vec<f64>,
    /// The place of the target.
    target: usize,
    /// How far rounding puts the target off.
    rounding: f64,
}

/// A node that is being nudged.
struct Nudged {
    id: NodeId,
    cone: Cone,
    offset: usize,
    gradient: Vec<f64>,
    /// The places of nodes with kinks, and the smooth piece that each is in.
    regions: Vec<(usize, u64)>,
}

/// What a nudge came to.
struct Nudge {
    /// The node's own number.
    at: f64,
    target: f64,
    /// The place of the first node that is in another smooth piece.
    crossed: Option<usize>,
    /// The place of the first number that is no longer finite, if that has reached
    /// the target.
    burst: Option<usize>,
}

impl<'a> Checker<'a> {
    fn new(graph: &'a Graph, evaluation: &'a Evaluation) -> Option<Checker<'a>> {
        let target = evaluation.program().target()?;
        let target = evaluation.program().operand(target)?.offset;
        Some(Checker {
            graph,
            evaluation,
            values: evaluation.values().to_vec(),
            target,
            rounding: rounding(evaluation),
        })
    }

    fn start(&self, id: NodeId) -> Option<Nudged> {
        let program = self.evaluation.program();
        let cone = Cone::forward_only(program, vec![id]);
        let mut regions = Vec::new();
        let feed = |place, region| regions.push((place, region));
        cone.regions(program, self.evaluation.values(), feed);
        Some(Nudged {
            id,
            offset: program.operand(id)?.offset,
            gradient: self.evaluation.gradient(id)?.data.into_owned(),
            cone,
            regions,
        })
    }

    fn element(&mut self, node: &Nudged, element: usize) -> NodeCheck {
        let place = node.offset + element;
        let x = self.values[place];
        let mut found: Option<(Verdict, Comparison)> = None;
        for step in STEPS {
            let next = self.compare(node, element, step * x.abs().max(1.0));
            if found.as_ref().is_none_or(|found| says_more(&next, found)) {
                found = Some(next);
            }
            let settled = found.as_ref().is_some_and(|(verdict, comparison)| {
                let good = comparison.relative_error() <= GOOD || comparison.within_noise();
                *verdict == Verdict::Fine && good
            });
            // Where the target is not finite no step does better.
            if settled || !self.evaluation.values()[self.target].is_finite() {
                break;
            }
        }
        self.values[place] = x;
        let nothing = Comparison {
            gradient: node.gradient[element],
            difference: f64::NAN,
            noise: 0.0,
        };
        let (verdict, comparison) = found.unwrap_or((Verdict::NotFinite, nothing));
        NodeCheck {
            node: node.id,
            verdict,
            comparison,
            element,
            checked: 1,
            elements: node.gradient.len(),
        }
    }

    fn compare(&mut self, node: &Nudged, element: usize, h: f64) -> (Verdict, Comparison) {
        let x = self.evaluation.values()[node.offset + element];
        let nudges = [h, -h, h / 2.0, -h / 2.0];
        let nudges = nudges.map(|by| self.nudge(node, element, x + by));
        // What was added is not quite h.
        let slope = |up: &Nudge, down: &Nudge| (up.target - down.target) / (up.at - down.at);
        let [whole, half] = [0, 2].map(|i| slope(&nudges[i], &nudges[i + 1]));
        let comparison = Comparison {
            gradient: node.gradient[element],
            difference: half + (half - whole) / 3.0,
            noise: self.rounding / h,
        };
        let crossed = nudges.iter().find_map(|nudge| nudge.crossed);
        // An op may stop at a point that has no smooth piece on its other side.
        let met = crossed.or_else(|| nudges.iter().find_map(|nudge| nudge.burst));
        let kink = met.and_then(|place| self.kink(place));
        (kink.unwrap_or(comparison.verdict()), comparison)
    }

    fn nudge(&mut self, node: &Nudged, element: usize, at: f64) -> Nudge {
        let program = self.evaluation.program();
        let before = self.evaluation.values();
        self.values[node.offset + element] = at;
        node.cone.forward(program, &mut self.values);
        let mut known = node.regions.iter();
        let mut crossed = None;
        node.cone.regions(program, &self.values, |place, region| {
            if known.next() != Some(&(place, region)) {
                crossed = crossed.or(Some(place));
            }
        });
        let target = self.values[self.target];
        let burst = if target.is_finite() || !before[self.target].is_finite() {
            None
        } else {
            // A long search, but only where a difference fails.
            let pairs = self.values.iter().zip(before);
            let mut bursts = pairs.map(|(now, before)| !now.is_finite() && before.is_finite());
            bursts.position(|burst| burst)
        };
        Nudge {
            at,
            target,
            crossed,
            burst,
        }
    }

    /// The verdict for a kink of the node at a place, if its op has one.
    fn kink(&self, place: usize) -> Option<Verdict> {
        let program = self.evaluation.program();
        let holds = |id: &&NodeId| {
            let operand = program.operand(**id);
            operand.is_some_and(|o| (o.offset..o.offset + o.shape.elements()).contains(&place))
        };
        let node = *program.order().iter().find(holds)?;
        let text = self.graph.get(node)?.op()?.kinks?;
        Some(Verdict::AtKink { node, text })
    }
}

/// Whether what a shorter step says counts more than what a longer one said. The
/// shorter the step the louder the noise, so noise is no excuse for what was
/// suspect before.
fn says_more(next: &(Verdict, Comparison), found: &(Verdict, Comparison)) -> bool {
    let error = next.1.relative_error();
    match found.0 {
        Verdict::Suspect => error <= SUSPECT,
        Verdict::Fine => next.0 == Verdict::Fine && error < found.1.relative_error(),
        Verdict::AtKink { .. } | Verdict::NotFinite => true,
    }
}

/// How far rounding puts the target off: every number is off by about ε of itself,
/// and its gradient carries that to the target. The errors have either sign, so
/// they add up as a random walk does. The factor covers functions that are off by
/// more than half a unit in the last place, and the two differences.
fn rounding(evaluation: &Evaluation) -> f64 {
    const CAREFUL: f64 = 8.0;
    let mut squares = 0.0;
    for &id in evaluation.program().order() {
        let (Some(value), Some(gradient)) = (evaluation.value(id), evaluation.gradient(id)) else {
            continue;
        };
        let parts = value.data.iter().zip(gradient.data.iter());
        let parts = parts.map(|(value, gradient)| (value * gradient).powi(2));
        squares += parts.filter(|part| part.is_finite()).sum::<f64>();
    }
    CAREFUL * f64::EPSILON * squares.sqrt()
}

#[cfg(test)]
mod tests {
    use super::{Comparison, Verdict, spread};

    fn verdict(gradient: f64, difference: f64, noise: f64) -> Verdict {
        let comparison = Comparison {
            gradient,
            difference,
            noise,
        };
        comparison.verdict()
    }

    #[test]
    fn wrong_gradients_are_suspect() {
        assert_eq!(verdict(2.0, 2.0 + 1e-9, 1e-10), Verdict::Fine);
        assert_eq!(verdict(2.0, 2.001, 1e-10), Verdict::Suspect);
        assert_eq!(verdict(-2.0, 2.0, 1e-10), Verdict::Suspect);
        assert_eq!(verdict(0.0, 1e-3, 1e-10), Verdict::Suspect);
        assert_eq!(verdict(1e-3, 0.0, 1e-10), Verdict::Suspect);
        assert_eq!(verdict(1e308, -1e308, 1e-10), Verdict::Suspect);
    }

    #[test]
    fn zeros_and_what_rounding_explains_pass() {
        assert_eq!(verdict(0.0, 0.0, 0.0), Verdict::Fine);
        assert_eq!(verdict(0.0, 3e-11, 1e-10), Verdict::Fine);
        assert_eq!(verdict(0.0, 3e-10, 1e-10), Verdict::Suspect);
    }

    #[test]
    fn what_is_not_finite_is_not_fine() {
        assert_eq!(verdict(f64::NAN, 1.0, 1.0), Verdict::NotFinite);
        assert_eq!(
            verdict(f64::INFINITY, f64::INFINITY, 1.0),
            Verdict::NotFinite
        );
        assert_eq!(verdict(1.0, f64::NAN, 1.0), Verdict::NotFinite);
    }

    #[test]
    fn elements_are_spread_from_the_first_to_the_last() {
        assert_eq!(spread(5, 64).collect::<Vec<_>>(), [0, 1, 2, 3, 4]);
        assert_eq!(spread(100, 4).collect::<Vec<_>>(), [0, 33, 66, 99]);
        assert_eq!(spread(100, 1).collect::<Vec<_>>(), [0]);
        assert_eq!(spread(100, 0).count(), 0);
    }
}

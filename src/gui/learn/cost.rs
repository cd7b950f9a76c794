//! [`CostMode`]: what all derivatives of this graph cost in three ways, and how that grows with
//! the graph. The passes are counted and timed in the background.

use eframe::egui::Context;

use crate::core::evaluation::Evaluation;
use crate::core::explain::cost::{Counts, Times, count, measure};
use crate::core::explain::growth::{self, GrowthKind, SIZES};
use crate::core::graph::Graph;
use crate::core::number::{grouped, time};
use crate::document::Revision;
use crate::gui::background::{Job, Worker};
use crate::gui::editor::Editor;
use crate::gui::platform::clock::Instant;

/// For how many seconds each way is timed.
const BUDGET: f64 = 0.05;

/// What derivatives of one graph cost.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cost {
    /// How many nodes the graph has, sources too.
    pub nodes: usize,
    /// Steps.
    pub counts: Counts,
    /// Times.
    pub times: Times,
}

/// The three ways.
pub const WAYS: [&str; 3] = ["backward", "forward mode", "one by one"];

impl Cost {
    /// The steps of the three ways.
    pub fn steps(&self) -> [u128; 3] {
        let counts = &self.counts;
        [counts.reverse_mode(), counts.forward_mode(), counts.naive()]
    }

    /// The seconds of the three ways, and whether each was measured in full.
    pub fn seconds(&self) -> [(f64, bool); 3] {
        let times = &self.times;
        [times.reverse_mode, times.forward_mode, times.naive]
            .map(|time| (time.total(), time.is_measured()))
    }
}

/// The costs that are known so far.
pub struct CostMode {
    made_from: Option<Revision>,
    own_job: Option<Job<Cost>>,
    own: Option<Cost>,
    growth_job: Option<Job<(GrowthKind, Cost)>>,
    grown: Vec<(GrowthKind, Cost)>,
    growth: Growth,
    /// Which growth is shown.
    pub kind: GrowthKind,
    /// Whether the plot shows times; it shows steps otherwise.
    pub in_seconds: bool,
}

/// The state of the measurement of growing graphs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Growth {
    /// It starts when this graph is measured.
    Waiting,
    /// It runs.
    Running,
    /// It is complete.
    Done,
    /// It was cancelled or has failed.
    Stopped,
}

impl Default for CostMode {
    fn default() -> CostMode {
        CostMode {
            made_from: None,
            own_job: None,
            own: None,
            growth_job: None,
            grown: Vec::new(),
            growth: Growth::Waiting,
            kind: GrowthKind::Layers,
            in_seconds: false,
        }
    }
}

impl CostMode {
    /// Follows the structure of the document, and the background threads. The cost doesn't
    /// depend on values.
    pub fn follow(&mut self, ctx: &Context, editor: &Editor) {
        let revision = editor.document().structure_revision();
        if self.made_from != Some(revision) {
            self.made_from = Some(revision);
            self.own = None;
            let graph = editor.document().graph().clone();
            self.own_job = Job::start(waking(ctx), move |worker| {
                if let Some(cost) = cost(&graph, worker) {
                    worker.send(cost);
                }
            });
        }
        if let Some(job) = &mut self.own_job {
            self.own = job.take().pop().or(self.own);
            if job.is_over() {
                self.own_job = None;
            }
        } else if self.growth == Growth::Waiting {
            // One after the other: two at once would slow each other down.
            self.grow(ctx);
        }
        if let Some(job) = &mut self.growth_job {
            self.grown.extend(job.take());
            if job.is_over() {
                self.growth_job = None;
                let all = self.grown.len() == 2 * SIZES.len();
                self.growth = if all { Growth::Done } else { Growth::Stopped };
            }
        }
    }

    /// Measures growing graphs, from the start.
    pub fn grow(&mut self, ctx: &Context) {
        self.grown.clear();
        self.growth_job = Job::start(waking(ctx), grow);
        self.growth = match self.growth_job {
            Some(_) => Growth::Running,
            None => Growth::Stopped,
        };
    }

    /// Stops measuring growing graphs, and keeps what was measured.
    pub fn cancel(&mut self) {
        self.growth_job = None;
        self.growth = Growth::Stopped;
    }

    /// What this graph costs, once it is measured.
    pub fn own(&self) -> Option<&Cost> {
        self.own.as_ref()
    }

    /// The state of the measurement of growing graphs.
    pub fn growth(&self) -> Growth {
        self.growth
    }

    /// How much of it is done, from 0 to 1.
    pub fn progress(&self) -> f32 {
        self.growth_job.as_ref().map_or(0.0, Job::progress)
    }

    /// What the graphs of the chosen kind cost, the small ones first.
    pub fn grown(&self) -> impl Iterator<Item = &Cost> {
        let of_kind = self.grown.iter().filter(|(kind, _)| *kind == self.kind);
        of_kind.map(|(_, cost)| cost)
    }

    /// What the plot shows, in words; `None` until there are two graphs to compare.
    pub fn sentence(&self) -> Option<String> {
        let grown: Vec<&Cost> = self.grown().collect();
        let [.., before, last] = grown.as_slice() else {
            return None;
        };
        let larger = last.nodes as f64 / before.nodes as f64;
        let (now, then) = (last.steps(), before.steps());
        let more = |way: usize| now[way] as f64 / then[way].max(1) as f64;
        let [backward, forward, naive] = last.seconds().map(|(seconds, _)| seconds);
        Some(format!(
            "Backward grows with the graph, the others with its square: {}× the nodes take {}× \
             the visits backward, {}× in forward mode and {}× one by one. With {} nodes \
             backward takes {}, forward mode {}, and one by one {}.",
            round(larger),
            round(more(0)),
            round(more(1)),
            round(more(2)),
            grouped(last.nodes as u128),
            time(backward),
            time(forward),
            time(naive),
        ))
    }
}

fn waking(ctx: &Context) -> impl Fn() + Send + 'static {
    let ctx = ctx.clone();
    move || ctx.request_repaint()
}

fn cost<T>(graph: &Graph, worker: &Worker<T>) -> Option<Cost> {
    let mut evaluation = Evaluation::new_while(graph, &worker.until_cancelled())?;
    let counts = count(&evaluation);
    let start = Instant::now();
    let mut clock = || start.elapsed().as_secs_f64();
    let mut go_on = || !worker.is_cancelled();
    let times = measure(&mut evaluation, &counts, BUDGET, &mut clock, &mut go_on)?;
    Some(Cost {
        nodes: graph.len(),
        counts,
        times,
    })
}

fn grow(worker: &mut Worker<(GrowthKind, Cost)>) {
    let kinds = [GrowthKind::Layers, GrowthKind::Chain];
    let all = SIZES
        .into_iter()
        .flat_map(|size| kinds.map(|kind| (kind, size)));
    let count = kinds.len() * SIZES.len();
    for (nth, (kind, size)) in all.enumerate() {
        let Ok(graph) = growth::graph(kind, size) else {
            return;
        };
        let Some(cost) = cost(&graph, worker) else {
            return;
        };
        worker.send((kind, cost));
        if !worker.go_on(nth + 1, count) {
            return;
        }
    }
}

fn round(x: f64) -> String {
    grouped(x.round() as u128)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::shipped::first_document;

    #[test]
    fn this_graph_is_counted_and_growing_ones_follow() {
        let editor = Editor::new(first_document());
        let ctx = Context::default();
        let mut costs = CostMode::default();
        while costs.grown().count() < 2 {
            costs.follow(&ctx, &editor);
            assert_ne!(costs.growth(), Growth::Stopped);
            crate::gui::platform::threads::pause();
        }
        let own = costs.own().expect("measured before");
        assert_eq!((own.nodes, own.steps()), (10, [15, 30, 30]));
        let sentence = costs.sentence().expect("two graphs");
        assert!(sentence.contains("backward takes"), "{sentence}");
        costs.cancel();
        costs.follow(&ctx, &editor);
        assert_eq!(costs.growth(), Growth::Stopped);
        assert!(costs.grown().count() >= 2, "what is there stays");
    }
}

//! [`Aside`]: an evaluation on a thread of its own.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use eframe::egui::Context;

use super::marker::Marker;
use crate::core::evaluation::Evaluation;
use crate::core::graph::Graph;
use crate::core::problem::Problem;
use crate::core::program::Program;
use crate::document::Revision;
use crate::gui::background::{Job, Worker};
use crate::gui::platform::clock::Instant;
use crate::gui::platform::threads;

/// An evaluation of fewer bytes is dropped at once; more are given back on a thread.
const LARGE: usize = 64 << 20;

/// The revisions of a document's structure and of its values.
pub(super) type Revisions = (Revision, Revision);

/// What an evaluation gives, in this order.
pub(super) enum Made {
    /// The graph, compiled, if it wasn't.
    Program(Arc<Program>),
    /// Values and gradients, and how long both passes took.
    Numbers(Arc<Evaluation>, Duration),
    /// What is wrong with the numbers.
    Problems(Vec<Problem>),
    /// Nothing: it panicked.
    Failed,
}

/// What is evaluated.
pub(super) struct Order {
    pub(super) graph: Graph,
    pub(super) revisions: Revisions,
    /// The graph, compiled, if it is.
    pub(super) program: Option<Arc<Program>>,
    /// Where to put the marker.
    pub(super) recovery: Option<PathBuf>,
}

/// The evaluation that runs, and those that were told to stop.
#[derive(Default)]
pub(super) struct Aside {
    running: Option<Running>,
    stopping: Vec<Job<Made>>,
}

struct Running {
    job: Job<Made>,
    revisions: Revisions,
    has_numbers: bool,
}

impl Aside {
    /// Starts an evaluation. False if the system can't start another thread.
    pub(super) fn start(&mut self, ctx: &Context, order: Order) -> bool {
        let (ctx, revisions) = (ctx.clone(), order.revisions);
        let job = Job::start(
            move || ctx.request_repaint(),
            move |worker| evaluate(worker, order),
        );
        self.running = job.map(|job| Running {
            job,
            revisions,
            has_numbers: false,
        });
        self.running.is_some()
    }

    /// What has come since this was last asked, with the revisions that it is of.
    pub(super) fn take(&mut self) -> Vec<(Made, Revisions)> {
        self.stopping.retain_mut(|job| {
            job.take().into_iter().for_each(drop_made);
            !job.is_over()
        });
        let Some(running) = &mut self.running else {
            return Vec::new();
        };
        let mut made = running.job.take();
        let is_numbers = |made: &Made| matches!(made, Made::Numbers(..));
        running.has_numbers |= made.iter().any(is_numbers);
        if running.job.is_over() && !running.has_numbers {
            made.push(Made::Failed);
        }
        let of = running.revisions;
        if running.job.is_over() {
            self.running = None;
        }
        made.into_iter().map(|made| (made, of)).collect()
    }

    /// Whether a thread still works: an evaluation runs, or looks for what is wrong with its
    /// numbers, or still stops. Two at once would take twice the memory.
    pub(super) fn is_busy(&self) -> bool {
        self.running.is_some() || !self.stopping.is_empty()
    }

    /// Tells the one that runs to stop.
    pub(super) fn stop(&mut self) {
        if let Some(running) = self.running.take() {
            running.job.cancel();
            self.stopping.push(running.job);
        }
    }
}

fn drop_made(made: Made) {
    if let Made::Numbers(evaluation, _) = made {
        drop_aside(Some(evaluation));
    }
}

/// Drops numbers, on a thread if there are many: giving back gigabytes takes a while.
pub(super) fn drop_aside(evaluation: Option<Arc<Evaluation>>) {
    let Some(evaluation) = evaluation else { return };
    if evaluation.bytes() >= LARGE {
        // Without another thread it is dropped here.
        let _ = threads::spawn("drop", move || drop(evaluation));
    }
}

fn evaluate(worker: &Worker<Made>, order: Order) {
    let Order {
        graph,
        program,
        recovery,
        ..
    } = order;
    let _marker = recovery.map(|folder| Marker::new(&folder, &graph));
    let program = program.unwrap_or_else(|| {
        let program = Arc::new(Program::new(&graph));
        worker.send(Made::Program(program.clone()));
        program
    });
    if worker.is_cancelled() {
        return;
    }
    let mut evaluation = Evaluation::unswept(program, &graph);
    let start = Instant::now();
    if !evaluation.sweep_while(&worker.until_cancelled()) {
        return;
    }
    let took = start.elapsed();
    let evaluation = Arc::new(evaluation);
    worker.send(Made::Numbers(evaluation.clone(), took));
    if worker.is_cancelled() {
        return;
    }
    let problems = evaluation.numeric_problems_while(&graph, &worker.until_cancelled());
    if let Some(problems) = problems {
        worker.send(Made::Problems(problems));
    }
}

//! [`Digests`]: what is shown of large tensors, worked out on a thread.
//!
//! To look at each of 60 million numbers takes longer than a frame has, and the gradient of
//! data is a matrix product. What isn't known yet is asked for by looking at it.

use std::cell::RefCell;
use std::sync::Arc;
use std::time::Duration;

use eframe::egui::Context;
use hashbrown::{HashMap, HashSet};

use crate::core::evaluation::{Evaluation, Numbers};
use crate::core::graph::NodeId;
use crate::core::number::{Summary, norm};
use crate::core::tensor::{Shape, Tensor};
use crate::gui::background::{Job, Worker};
use crate::gui::heat::{HeatCells, Matrix, StrongestCells};
use crate::gui::platform::clock::Instant;

/// Something of which a digest is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Quantity {
    /// The value of a node.
    Value(NodeId),
    /// The gradient of a node.
    Gradient(NodeId),
    /// The gradient of a node, all of its numbers.
    AllOfGradient(NodeId),
}

/// What is shown of a tensor.
#[derive(Clone, Debug)]
pub struct Digest {
    /// Its shape.
    pub shape: Shape,
    /// What its numbers are like.
    pub summary: Summary,
    /// The square root of the sum of their squares.
    pub norm: f64,
    /// A heat map of a few cells.
    pub cells: Option<Arc<HeatCells>>,
    /// A heat map for the inspector.
    pub(in crate::gui) picture: Option<StrongestCells>,
    /// All of its numbers, if they were asked for.
    pub all: Option<Tensor>,
}

/// What is known of a quantity.
#[derive(Clone, Debug)]
pub enum Known {
    /// Nothing yet: it is being worked out.
    NotYet,
    /// There is no such number.
    Absent,
    /// This.
    Digest(Arc<Digest>),
}

/// Numbers are looked at once they are the same for so long: while a thread looks at them,
/// they can't be computed again in their place, as during a drag.
const QUIET: Duration = Duration::from_millis(150);

/// The digests of one evaluation.
#[derive(Default)]
pub(super) struct Digests {
    made: HashMap<Quantity, Option<Arc<Digest>>>,
    wanted: RefCell<HashSet<Quantity>>,
    job: Option<Job<(Quantity, Option<Arc<Digest>>)>>,
    /// Those of other numbers, which still stop.
    stopping: Vec<Job<(Quantity, Option<Arc<Digest>>)>>,
    /// When the numbers became others.
    cleared: Option<Instant>,
}

impl Digests {
    /// What is known of a quantity. If it is nothing, it will be worked out.
    pub(super) fn get(&self, quantity: Quantity) -> Known {
        match self.made.get(&quantity) {
            Some(Some(digest)) => Known::Digest(digest.clone()),
            Some(None) => Known::Absent,
            None => {
                self.wanted.borrow_mut().insert(quantity);
                Known::NotYet
            }
        }
    }

    /// Whether a thread looks at the numbers.
    pub(super) fn is_busy(&self) -> bool {
        self.job.is_some() || !self.stopping.is_empty()
    }

    /// Forgets all: the numbers are others.
    pub(super) fn clear(&mut self) {
        self.cleared = Some(Instant::now());
        self.made.clear();
        self.wanted.borrow_mut().clear();
        if let Some(job) = self.job.take() {
            job.cancel();
            self.stopping.push(job);
        }
    }

    /// Takes what was worked out, and begins what was asked for. True if there is something
    /// new.
    pub(super) fn follow(&mut self, ctx: &Context, evaluation: &Arc<Evaluation>) -> bool {
        self.stopping.retain_mut(|job| {
            job.take();
            !job.is_over()
        });
        let made = self.job.as_mut().map(Job::take).unwrap_or_default();
        let is_new = !made.is_empty();
        self.made.extend(made);
        if self.job.as_ref().is_some_and(Job::is_over) {
            self.job = None;
        }
        let wanted = self.wanted.get_mut();
        let rest = self
            .cleared
            .map(|since| QUIET.saturating_sub(since.elapsed()));
        if let Some(rest) = rest.filter(|rest| !rest.is_zero() && !wanted.is_empty()) {
            ctx.request_repaint_after(rest);
        } else if self.job.is_none() && self.stopping.is_empty() && !wanted.is_empty() {
            let wanted: Vec<Quantity> = wanted.drain().collect();
            let (ctx, evaluation) = (ctx.clone(), evaluation.clone());
            let work = move |worker: &mut Worker<_>| {
                for quantity in wanted {
                    if worker.is_cancelled() {
                        return;
                    }
                    worker.send((quantity, digest(&evaluation, quantity).map(Arc::new)));
                }
            };
            // If the system has no thread, it is tried again when it is looked at again.
            self.job = Job::start(move || ctx.request_repaint(), work);
        }
        is_new
    }
}

fn digest(evaluation: &Evaluation, quantity: Quantity) -> Option<Digest> {
    let numbers = match quantity {
        Quantity::Value(node) => evaluation.value(node)?,
        Quantity::Gradient(node) | Quantity::AllOfGradient(node) => evaluation.gradient(node)?,
    };
    let mut digest = Digest::of(&numbers);
    if matches!(quantity, Quantity::AllOfGradient(_)) {
        let (shape, data) = (numbers.shape, numbers.data.into_owned());
        digest.all = Tensor::new(shape, data).ok();
    }
    Some(digest)
}

impl Digest {
    /// Looks at each number a few times.
    pub(in crate::gui) fn of(numbers: &Numbers<'_>) -> Digest {
        let axes: Vec<usize> = numbers.shape.dims().collect();
        let columns = axes.last().copied().unwrap_or(1).max(1);
        let data = &*numbers.data;
        let matrix = Matrix {
            rows: data.len() / columns,
            columns,
            data,
        };
        Digest {
            shape: numbers.shape,
            summary: Summary::of(data),
            norm: norm(data),
            cells: HeatCells::new(&axes, data).map(Arc::new),
            picture: (!axes.is_empty()).then(|| StrongestCells::new(matrix)),
            all: None,
        }
    }
}

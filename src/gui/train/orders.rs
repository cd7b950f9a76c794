//! What the window tells a run, and what it hears of it.

use std::sync::Arc;

use crate::core::graph::NodeId;
use crate::core::plot::ContourMap;
use crate::core::problem::Problem;
use crate::core::train::run::{Look, LookAt, Record, RunEnd, RunView, Trouble, UpdateNumbers};

/// What a run is told.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Order {
    /// Take steps until there are no more.
    Run,
    /// Take no more steps.
    Pause,
    /// Take one step.
    Step,
    /// Take so many steps a second at most; as many as it can with `None`.
    Speed(Option<f64>),
    /// Show this.
    Show(Wanted),
}

/// What is to be shown of a run.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Wanted {
    /// After how many steps; the newest state with `None`.
    pub(super) step: Option<u64>,
    /// With which rows.
    pub(super) at: LookAt,
    /// Whether the picture of what the run has come to is wanted too.
    pub(super) view: bool,
}

/// What is seen of a run at a step.
pub(super) struct Seen {
    /// Values and gradients.
    pub(super) look: Look,
    /// What was asked for.
    pub(super) wanted: Wanted,
    /// What the next step does to some numbers.
    pub(super) updates: Vec<UpdateNumbers>,
}

/// What a run has come to at a step.
pub(super) struct SeenView {
    /// After how many steps.
    pub(super) step: u64,
    /// What it has come to.
    pub(super) view: RunView,
    /// The map of the loss, if that is what is shown.
    pub(super) map: Option<Arc<ContourMap>>,
}

/// What is heard of a run.
#[derive(Clone, Default)]
pub(super) struct News {
    /// Steps that have been taken.
    pub(super) step: u64,
    /// Epochs that have ended.
    pub(super) epoch: u64,
    /// Epochs that the run has.
    pub(super) epochs: u64,
    /// The epoch with the best loss on the validation rows, and the steps at its end.
    pub(super) best: Option<(u64, u64)>,
    /// The learning rate of the last step.
    pub(super) rate: f64,
    /// Whether it takes steps by itself.
    pub(super) running: bool,
    /// Whether it computes an earlier step again.
    pub(super) seeking: bool,
    /// Why it takes no more.
    pub(super) end: Option<RunEnd>,
    /// What is wrong with the graph or its data: there is no run.
    pub(super) refused: Vec<Problem>,
    /// It ended by a fault of the program.
    pub(super) crashed: bool,
    /// Its losses.
    pub(super) record: Arc<Record>,
    /// Where two single parameters have been.
    pub(super) path: Arc<Vec<[f64; 2]>>,
    /// The parameters that are trained.
    pub(super) parameters: Arc<[NodeId]>,
    /// What goes wrong.
    pub(super) troubles: Arc<Vec<Trouble>>,
    /// What is seen of it.
    pub(super) seen: Option<Arc<Seen>>,
    /// What it has come to.
    pub(super) view: Option<Arc<SeenView>>,
}

//! [`Run`]: one run, as the window knows it.

use std::sync::Arc;

use eframe::egui::Context;

use super::orders::{News, Order, Seen, SeenView, Wanted};
use super::rescue::{Places, RunCopy};
use super::worker::{Made, Worker};
use crate::core::evaluation::Evaluation;
use crate::core::graph::NodeId;
use crate::core::problem::Problem;
use crate::core::tensor::Tensor;
use crate::core::train::run::{Record, RunEnd, Trouble, UpdateNumbers};
use crate::core::train::{DataRows, DataSettings, TrainingSettings};
use crate::document::{Document, Edit, Revision};

/// A run.
pub struct Run {
    /// What it is called: `1: adam, 0.02`.
    pub name: String,
    of: MadeFrom,
    worker: Worker,
    news: News,
    /// What it was told to show last.
    wanted: Option<Wanted>,
    /// Whether its first steps wait for the thread to be ready.
    is_new: bool,
}

/// What of a document a run was made from.
struct MadeFrom {
    structure: Revision,
    /// The values that it began with, and those that were kept of it.
    values: Vec<Revision>,
    data: Option<DataSettings>,
    training: TrainingSettings,
}

/// Where a run is.
#[derive(Clone, Debug, PartialEq)]
pub enum RunState {
    /// Its thread compiles the graph.
    Starting,
    /// It takes steps.
    Running,
    /// It waits.
    Paused,
    /// It takes no more steps.
    Over(RunEnd),
    /// It can't be: something is wrong with the graph, its data or the settings.
    Refused(Vec<Problem>),
    /// It ended by a fault of the program.
    Crashed,
}

impl Run {
    /// Makes a run of a document on these rows. `None` if the system can't start a thread.
    pub(super) fn start(
        ctx: &Context,
        document: &Document,
        rows: DataRows,
        (number, places): (usize, Places<'_>),
    ) -> Option<Run> {
        let settings = document.training().cloned().unwrap_or_default();
        let worker = Worker::start(
            ctx,
            Made {
                graph: document.graph().clone(),
                settings: settings.clone(),
                rows,
                batch: document.data().and_then(|data| data.batch),
                copy: RunCopy::new(document, places),
            },
        )?;
        Some(Run {
            name: name(number, &settings),
            of: MadeFrom {
                structure: document.structure_revision(),
                values: vec![document.values_revision()],
                data: document.data().cloned(),
                training: settings,
            },
            worker,
            news: News::default(),
            wanted: None,
            is_new: true,
        })
    }

    /// Takes its newest news. Whether there were any.
    pub(super) fn follow(&mut self) -> bool {
        let Some(news) = self.worker.take() else {
            return false;
        };
        self.news = news;
        self.is_new = false;
        true
    }

    pub(super) fn send(&self, order: Order) {
        self.worker.send(order);
    }

    /// Tells it what to show, if that is something else than before.
    pub(super) fn show(&mut self, wanted: Wanted) {
        if self.wanted.as_ref() != Some(&wanted) {
            self.worker.send(Order::Show(wanted.clone()));
            self.wanted = Some(wanted);
        }
    }

    /// Ends it: the program ends.
    pub(super) fn end(self) {
        self.worker.end();
    }

    /// Where it is.
    pub fn state(&self) -> RunState {
        let news = &self.news;
        match &news.end {
            _ if news.crashed => RunState::Crashed,
            _ if !news.refused.is_empty() => RunState::Refused(news.refused.clone()),
            _ if self.is_new => RunState::Starting,
            Some(end) => RunState::Over(end.clone()),
            None if news.running => RunState::Running,
            None => RunState::Paused,
        }
    }

    /// Whether it takes steps by itself.
    pub fn is_running(&self) -> bool {
        self.news.running
    }

    /// Whether it can take another step.
    pub(super) fn can_step(&self) -> bool {
        self.news.end.is_none() && !self.news.crashed && self.news.refused.is_empty()
    }

    /// Whether the graph, its values or its data are others than those that it was made of.
    pub fn is_stale(&self, document: &Document) -> bool {
        self.of.structure != document.structure_revision()
            || !self.of.values.contains(&document.values_revision())
            || self.of.data.as_ref() != document.data()
    }

    /// Whether the document says now that it is trained in another way.
    pub(super) fn has_other_settings(&self, document: &Document) -> bool {
        let default = TrainingSettings::default();
        self.of.training != *document.training().unwrap_or(&default)
    }

    /// How many steps it has taken.
    pub fn steps(&self) -> u64 {
        self.news.step
    }

    pub(super) fn news(&self) -> &News {
        &self.news
    }

    /// Its losses.
    pub fn record(&self) -> &Record {
        &self.news.record
    }

    /// What goes wrong in it.
    pub fn troubles(&self) -> &[Trouble] {
        &self.news.troubles
    }

    pub(super) fn seen(&self) -> Option<&Arc<Seen>> {
        self.news.seen.as_ref()
    }

    pub(super) fn view(&self) -> Option<&Arc<SeenView>> {
        self.news.view.as_ref()
    }

    /// Values and gradients at the step that is shown, and after how many steps that is.
    pub fn numbers(&self) -> Option<(u64, &Arc<Evaluation>)> {
        let look = &self.news.seen.as_ref()?.look;
        Some((look.step, &look.evaluation))
    }

    /// What the step after the one that is shown does to some numbers.
    pub fn updates(&self) -> &[UpdateNumbers] {
        let seen = self.news.seen.as_ref();
        seen.map_or(&[], |seen| &seen.updates)
    }

    /// What is predicted for the row that is shown: the node's name is the caller's to know.
    pub fn prediction(&self) -> Option<(NodeId, Vec<f64>)> {
        let look = &self.news.seen.as_ref()?.look;
        let node = look.prediction?;
        Some((node, look.evaluation.value(node)?.data.into_owned()))
    }

    /// The rows that are shown.
    pub fn rows(&self) -> &[u32] {
        let seen = self.news.seen.as_ref();
        seen.map_or(&[], |seen| &seen.look.rows)
    }

    /// The node at which numbers stopped being finite, if that ended it.
    pub(super) fn not_finite(&self) -> Option<NodeId> {
        match &self.news.end {
            Some(RunEnd::NotFinite(stop)) => stop.problem.node,
            _ => None,
        }
    }

    /// The edit that gives the document the parameters of the step that is shown.
    pub(super) fn keep(&self) -> Option<Edit> {
        let (_, evaluation) = self.numbers()?;
        let edits = self.news.parameters.iter().filter_map(|node| {
            let numbers = evaluation.value(*node)?;
            let value: Tensor = numbers.to_tensor();
            Some(Edit::SetValue { node: *node, value })
        });
        let edits: Vec<Edit> = edits.collect();
        let label = "keep parameters";
        (!edits.is_empty()).then_some(Edit::All { label, edits })
    }

    /// The document has taken parameters of this run: it is still of it.
    pub(super) fn kept(&mut self, document: &Document) {
        self.of.values.push(document.values_revision());
    }
}

fn name(number: usize, settings: &TrainingSettings) -> String {
    let optimizer = settings.optimizer();
    let named = optimizer.as_ref().map_or("sgd", |optimizer| optimizer.name);
    let rate = settings.rate.or(optimizer.ok().map(|it| it.rate));
    match rate {
        Some(rate) => format!(
            "run {number}: {named} {}",
            crate::core::number::short(rate, 3)
        ),
        None => format!("run {number}: {named}"),
    }
}

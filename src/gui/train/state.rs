//! [`Train`]: the training of the open document, as the window has it.

use std::path::Path;
use std::sync::Arc;

use eframe::egui::Context;

use super::data::{DataState, Loaded};
use super::orders::{Order, Wanted};
use super::phases::Phases;
use super::rescue::Places;
use super::run::{Run, RunState};
use crate::core::evaluation::Evaluation;
use crate::core::train::DataRows;
use crate::core::train::run::LookAt;
use crate::document::Edit;
use crate::document::history::UndoGroup;
use crate::gui::action::Action;
use crate::gui::command::Command;
use crate::gui::editor::Editor;
use crate::gui::overlay::Overlay;
use crate::gui::overlay::stacked::Stacked;

/// Steps a second; the last of them stands for as many as there can be.
pub(super) const SPEEDS: std::ops::RangeInclusive<f64> = 0.33..=1000.0;
/// A step slower than this, in steps a second, is shown phase by phase.
const SLOW: f64 = 2.0;
/// The most runs that are kept.
const MOST_RUNS: usize = 6;
/// A frame that took longer, in seconds, moves a slow step on by this much.
const LONGEST_FRAME: f32 = 0.1;

/// The training of the open document.
pub struct Train {
    /// Whether its panel is shown.
    pub shown: bool,
    /// Whether the canvas shows the run, and not the document.
    pub on_canvas: bool,
    pub(super) data: DataState,
    pub(super) runs: Vec<Run>,
    pub(super) current: usize,
    /// The step that is shown; the newest with `None`.
    pub(super) step: Option<u64>,
    /// The rows that are shown.
    pub(super) at: LookAt,
    /// Steps a second.
    pub(super) speed: f64,
    pub(super) curves: CurveLook,
    pub(super) gesture: Option<UndoGroup>,
    /// A path of a table, while it is typed.
    pub(super) path: String,
    /// A new row, while it is typed: a text for each source.
    pub(super) new_row: Vec<String>,
    /// What is to be done once the rows are there.
    waits: Option<Begin>,
    /// The run takes steps one by one, each shown phase by phase.
    slowly: bool,
    phases: Option<Phases>,
    started: usize,
    /// Whether the node was selected at which numbers stopped being finite.
    told_end: bool,
}

/// How curves are drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct CurveLook {
    /// Whether the loss is on a logarithmic axis.
    pub(super) log: bool,
    /// How much each point of the curve is that before it, from 0 to 1.
    pub(super) smoothing: f64,
}

/// How a run begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Begin {
    /// It takes all steps.
    Run,
    /// It takes one.
    Step,
    /// It waits.
    Paused,
}

impl Default for Train {
    fn default() -> Train {
        Train {
            shown: false,
            on_canvas: true,
            data: DataState::default(),
            runs: Vec::new(),
            current: 0,
            step: None,
            at: LookAt::Batch,
            speed: *SPEEDS.end(),
            curves: CurveLook {
                log: true,
                smoothing: 0.0,
            },
            gesture: None,
            path: String::new(),
            new_row: Vec::new(),
            waits: None,
            slowly: false,
            phases: None,
            started: 0,
            told_end: false,
        }
    }
}

impl Train {
    /// Another document is open: its runs are others. The panel stays.
    pub fn forget_document(&mut self) {
        *self = Train {
            shown: self.shown,
            speed: self.speed,
            curves: self.curves,
            ..Train::default()
        };
    }

    /// The run that is looked at.
    pub fn run(&self) -> Option<&Run> {
        self.runs.get(self.current)
    }

    /// All runs of this document, the oldest first.
    pub fn runs(&self) -> &[Run] {
        &self.runs
    }

    /// Looks at another run, by its place; the one before pauses.
    pub(super) fn look_at(&mut self, nth: usize) {
        if nth != self.current && nth < self.runs.len() {
            self.pause();
            self.current = nth;
            self.step = None;
        }
    }

    /// Whether a run takes steps, or is about to.
    pub fn is_running(&self) -> bool {
        let runs = self.run().is_some_and(Run::is_running);
        runs || self.slowly || self.waits == Some(Begin::Run)
    }

    /// The step that is shown; nothing for the newest.
    pub fn shown_step(&self) -> Option<u64> {
        self.step
    }

    /// Shows another step; the newest, as it comes, with `None`.
    pub fn show_step(&mut self, step: Option<u64>) {
        self.step = step;
        self.phases = self.phases.take().filter(|_| step.is_none());
    }

    /// Shows a step further on or back.
    pub fn show_step_by(&mut self, by: i64) {
        let Some(run) = self.run() else { return };
        let newest = run.steps();
        let now = self.step.unwrap_or(newest);
        let to = now.saturating_add_signed(by).min(newest);
        self.show_step(Some(to));
    }

    /// Shows the step at the end of the best epoch.
    pub fn show_best(&mut self) {
        let best = self.run().and_then(|run| run.news().best);
        if let Some((_, step)) = best {
            self.show_step(Some(step));
        }
    }

    /// Shows one row of the table, by its number counted from 0.
    pub fn show_row(&mut self, row: u32) {
        self.at = LookAt::Row(row);
    }

    /// Shows a row that isn't in the table: the numbers of each source, as they are fed.
    pub fn show_new_row(&mut self, numbers: Vec<Vec<f64>>) {
        self.at = LookAt::New(numbers.into());
    }

    /// Shows the rows of the batch that comes next.
    pub fn show_batch(&mut self) {
        self.at = LookAt::Batch;
    }

    /// Runs, or pauses what runs.
    pub fn run_or_pause(&mut self, ctx: &Context, editor: &Editor, places: Places<'_>) {
        match self.is_running() {
            true => self.pause(),
            false => self.begin(ctx, editor, places, Begin::Run),
        }
    }

    /// Takes no more steps until it is asked to.
    pub fn pause(&mut self) {
        self.waits = None;
        self.slowly = false;
        self.phases = None;
        if let Some(run) = self.run() {
            run.send(Order::Pause);
        }
    }

    /// Takes one step.
    pub fn take_step(&mut self, ctx: &Context, editor: &Editor, places: Places<'_>) {
        self.slowly = false;
        self.phases = None;
        self.begin(ctx, editor, places, Begin::Step);
    }

    /// Starts anew from the parameters of the document; the curves of the run before stay.
    pub fn reset(&mut self, ctx: &Context, editor: &Editor, places: Places<'_>) {
        self.pause();
        self.step = None;
        self.waits = Some(Begin::Paused);
        self.start_waiting(ctx, editor, places);
    }

    fn begin(&mut self, ctx: &Context, editor: &Editor, places: Places<'_>, how: Begin) {
        let document = editor.document();
        let goes_on = self.run().is_some_and(|run| {
            run.can_step() && !run.is_stale(document) && !run.has_other_settings(document)
        });
        self.show_step(None);
        if goes_on {
            return self.go_on(how);
        }
        self.pause();
        self.waits = Some(how);
        self.start_waiting(ctx, editor, places);
    }

    fn go_on(&mut self, how: Begin) {
        self.slowly = how == Begin::Run && self.speed < SLOW;
        let speed = (self.speed < *SPEEDS.end()).then_some(self.speed);
        let slowly = self.slowly;
        let Some(run) = self.run() else { return };
        run.send(Order::Speed(speed));
        match how {
            Begin::Run if !slowly => run.send(Order::Run),
            Begin::Step => run.send(Order::Step),
            Begin::Run | Begin::Paused => {}
        }
    }

    /// Takes another speed; a run that goes on takes it too.
    pub fn set_speed(&mut self, speed: f64) {
        self.speed = speed;
        if !self.is_running() {
            return;
        }
        if let Some(run) = self.run() {
            run.send(Order::Pause);
        }
        self.phases = None;
        self.go_on(Begin::Run);
    }

    /// Starts the run that waits, once its rows are there.
    fn start_waiting(&mut self, ctx: &Context, editor: &Editor, places: Places<'_>) {
        let Some(how) = self.waits else { return };
        let rows = match (&self.data.rows, editor.document().data()) {
            (_, None) => DataRows::none(),
            (Loaded::Ready(dataset), Some(_)) => dataset.rows.clone(),
            (Loaded::Failed(_), Some(_)) => {
                self.waits = None;
                return;
            }
            _ => return,
        };
        self.waits = None;
        let numbered = (self.started + 1, places);
        let run = Run::start(ctx, editor.document(), rows, numbered);
        let Some(run) = run else { return };
        self.started += 1;
        self.told_end = false;
        self.runs.push(run);
        if self.runs.len() > MOST_RUNS {
            self.runs.remove(0);
        }
        self.current = self.runs.len() - 1;
        self.go_on(how);
    }

    /// Follows the document, the clock and the threads of the runs. Once a frame, before
    /// anything is drawn.
    pub fn follow(
        &mut self,
        ctx: &Context,
        editor: &Editor,
        places: Places<'_>,
        actions: &mut Vec<Action>,
    ) {
        if !self.shown && self.runs.is_empty() {
            return;
        }
        let folder = places.tables.unwrap_or(Path::new(""));
        self.data.follow(ctx, editor.document(), folder);
        self.start_waiting(ctx, editor, places);
        for run in &mut self.runs {
            run.follow();
        }
        let wanted = Wanted {
            step: self.step,
            at: self.at.clone(),
            view: self.shown,
        };
        let current = self.current;
        if let Some(run) = self.runs.get_mut(current) {
            run.show(wanted);
        }
        self.follow_end(actions);
        self.follow_phases(ctx, editor);
    }

    /// Selects the node at which numbers stopped being finite, once.
    fn follow_end(&mut self, actions: &mut Vec<Action>) {
        let Some(run) = self.runs.get(self.current) else {
            return;
        };
        if let Some(node) = run.not_finite().filter(|_| !self.told_end) {
            self.told_end = true;
            actions.push(Action::Reveal(node));
        }
        if !matches!(
            run.state(),
            RunState::Running | RunState::Paused | RunState::Starting
        ) {
            self.slowly = false;
            self.phases = None;
        }
    }

    fn follow_phases(&mut self, ctx: &Context, editor: &Editor) {
        let Some(run) = self.runs.get(self.current) else {
            return;
        };
        if !self.slowly {
            return;
        }
        ctx.request_repaint();
        let seen = run.seen().map(|seen| seen.look.step);
        if seen != Some(run.steps()) || !editor.shows_training() {
            return; // What is to be shown isn't there yet.
        }
        let Some(phases) = &mut self.phases else {
            self.phases = Some(Phases::new(editor));
            return;
        };
        let passed = ctx.input(|input| input.stable_dt).min(LONGEST_FRAME);
        if phases.tick(passed * self.speed as f32, editor) {
            run.send(Order::Step);
            self.phases = None;
        }
    }

    /// What of a step that is shown slowly has been reached.
    pub fn phases(&self) -> Option<&Phases> {
        self.phases.as_ref()
    }

    /// What may be shown while a step is shown slowly: no more than `explained` allows.
    pub fn overlay<'a>(&'a self, explained: &'a dyn Overlay) -> Stacked<'a> {
        let phases = self.phases.as_ref().map(|phases| phases as &dyn Overlay);
        Stacked {
            top: phases.unwrap_or(explained),
            bottom: explained,
        }
    }

    /// The numbers of the run, if the canvas is to show them in place of the document's.
    pub fn numbers(&self, editor: &Editor) -> Option<Arc<Evaluation>> {
        let run = self.run().filter(|_| self.shown && self.on_canvas)?;
        if run.is_stale(editor.document()) {
            return None;
        }
        run.numbers().map(|(_, numbers)| Arc::clone(numbers))
    }

    /// Something else explains the graph now: nothing is shown slowly meanwhile.
    pub fn give_way(&mut self) {
        self.phases = None;
        if std::mem::take(&mut self.slowly) {
            self.waits = None;
        }
    }

    /// The edit that gives the document the parameters that are shown.
    pub fn keep(&self) -> Option<Edit> {
        self.run()?.keep()
    }

    /// The document has taken them.
    pub fn kept(&mut self, editor: &Editor) {
        let current = self.current;
        if let Some(run) = self.runs.get_mut(current) {
            run.kept(editor.document());
        }
    }

    /// Why there can be no run; nothing if there can.
    pub fn why_no_run(&self, editor: &Editor) -> Option<&'static str> {
        if !self.shown {
            return Some("open the training panel first");
        }
        let is_trained = |id| {
            let op = editor.op(id);
            op.is_some_and(crate::core::op::Op::is_trained) && editor.reaches_target(id)
        };
        if editor.target().is_none() {
            return Some("there is no target to make smaller: choose one");
        }
        let mut ids = editor.nodes().map(|(id, _)| id);
        let has_parameter = ids.any(is_trained);
        (!has_parameter).then_some("the target depends on no parameter: there is nothing to train")
    }

    /// Why a command of the training can't be carried out now; nothing if it can, or is about
    /// something else.
    pub fn why_not(&self, editor: &Editor, command: Command) -> Option<&'static str> {
        let run = self.run().filter(|_| self.shown);
        let no_run = run.is_none().then_some("there is no run: start one first");
        match command {
            Command::TrainRun if self.is_running() => None,
            Command::TrainRun | Command::TrainStep | Command::TrainReset => self.why_no_run(editor),
            Command::ShowStepBefore | Command::ShowStepAfter | Command::ShowNewestStep => no_run,
            Command::ShowBestEpoch => {
                let best = run.and_then(|run| run.news().best);
                let why = "there are no validation rows yet: split the data first";
                no_run.or(best.is_none().then_some(why))
            }
            Command::KeepParameters => self.why_no_keep(editor),
            Command::DrawInitial => {
                let document = editor.document();
                let mut ids = editor.nodes().map(|(id, _)| id);
                let drawn = ids.any(|id| document.initial(id).is_some());
                (!drawn).then_some("no parameter says how its values are drawn")
            }
            Command::SaveCurves | Command::CopyCurves => no_run,
            _ => None,
        }
    }

    /// Why no parameters can be kept; nothing if they can.
    pub fn why_no_keep(&self, editor: &Editor) -> Option<&'static str> {
        match self.run() {
            None => Some("there is no run: start one first"),
            Some(run) if run.is_stale(editor.document()) => {
                Some("the graph has changed since this run: start a new one")
            }
            Some(run) if run.numbers().is_none() => Some("the run has no numbers yet"),
            Some(_) => None,
        }
    }

    /// Ends all runs.
    pub fn end(&mut self) {
        self.runs.drain(..).for_each(Run::end);
    }
}

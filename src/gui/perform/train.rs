//! What the commands of the menu "Train" do.

use std::path::Path;

use eframe::egui::Context;

use crate::core::graph::NodeId;
use crate::core::train::initialise;
use crate::document::Edit;
use crate::gui::action::Action;
use crate::gui::app::App;
use crate::gui::files::{Files, Request};
use crate::gui::train::Places;

/// Where tables are read and copies are kept.
fn places(files: &Files) -> Places<'_> {
    Places {
        tables: files.path().and_then(Path::parent),
        recovery: files.recovery().map(|copies| copies.folder()),
        original: files.path(),
    }
}

impl App {
    /// Shows the training panel or hides it; a run that goes on goes on.
    pub(super) fn toggle_training(&mut self) {
        self.train.shown = !self.train.shown;
        if self.train.shown {
            self.shell.close_start();
        }
    }

    /// Runs, or pauses what runs.
    pub(super) fn run_or_pause(&mut self, ctx: &Context) {
        let places = places(&self.shell.files);
        self.train.run_or_pause(ctx, &self.editor, places);
    }

    /// Takes one step.
    pub(super) fn take_training_step(&mut self, ctx: &Context) {
        let places = places(&self.shell.files);
        self.train.take_step(ctx, &self.editor, places);
    }

    /// Starts a new run, which waits.
    pub(super) fn reset_training(&mut self, ctx: &Context) {
        let places = places(&self.shell.files);
        self.train.reset(ctx, &self.editor, places);
    }

    /// Takes what the threads of runs have to say, and puts their numbers on the canvas,
    /// unless something else explains the graph. Once a frame.
    pub(in crate::gui) fn follow_training(&mut self, ctx: &Context, actions: &mut Vec<Action>) {
        let explains = self.learn.is_explaining();
        if explains {
            self.train.give_way();
        }
        let places = places(&self.shell.files);
        self.train.follow(ctx, &self.editor, places, actions);
        let numbers = self.train.numbers(&self.editor).filter(|_| !explains);
        self.editor.show_instead(numbers.as_ref());
    }

    /// Gives the document the parameters of the step that is shown, as one step of undo.
    pub(super) fn keep_parameters(&mut self) -> Result<(), String> {
        let edit = self.train.keep().ok_or("the run has no numbers yet")?;
        self.apply(edit)?;
        self.train.kept(&self.editor);
        "The document has the parameters of the step that is shown.".clone_into(&mut self.said);
        Ok(())
    }

    /// Draws the values of all parameters that say how, as one step of undo.
    pub(super) fn draw_initial(&mut self) -> Result<(), String> {
        let document = self.editor.document();
        let ids = document.graph().iter().map(|(id, _)| id);
        let initial: Vec<_> = ids
            .filter_map(|id| Some((id, document.initial(id)?)))
            .collect();
        if initial.is_empty() {
            return Err("no parameter says how its values are drawn".to_owned());
        }
        let seed = document.training().and_then(|it| it.seed).unwrap_or(0);
        let mut graph = document.graph().clone();
        initialise(&mut graph, &initial, seed).map_err(|error| error.to_string())?;
        let edit = |(node, _): &(NodeId, _)| {
            let value = graph.get(*node)?.value()?.clone();
            Some(Edit::SetValue { node: *node, value })
        };
        let edits = initial.iter().filter_map(edit).collect();
        let label = "draw initial values";
        self.apply(Edit::All { label, edits })
    }

    /// Asks for a file for the losses of the run.
    pub(super) fn save_curves(&mut self) -> Result<(), String> {
        let run = self.train.run().ok_or("there is no run")?;
        let csv = run.record().csv();
        self.ask(Request::Curves(csv))
    }

    /// Copies the losses of the run, as CSV.
    pub(super) fn copy_curves(&mut self) -> Result<(), String> {
        let run = self.train.run().ok_or("there is no run")?;
        self.copy_next = Some(run.record().csv());
        "The curves are on the clipboard, as CSV.".clone_into(&mut self.said);
        Ok(())
    }
}

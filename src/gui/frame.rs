//! One frame of the window: keys, panels, canvas, and then the actions.

use eframe::egui::{self, Color32, CursorIcon, Id, LayerId, Order, Panel, Ui};

use super::action::Action;
use super::app::App;
use super::canvas::Interruption;
use super::command::Command;
use super::key_queue::KeyQueue;
use super::open_edits::OpenEdit;
use super::plot::PlotWindow;
use super::settings::CanvasOptions;
use super::theme::Theme;
use super::{keys, menu, status};

/// The width of the training panel, in points.
const TRAINING: f32 = 350.0;
/// How much larger everything is in a presentation.
const PRESENTED: f32 = 1.3;

impl eframe::App for App {
    /// Runs while the window is hidden, too.
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        if ctx.input(|input| input.viewport().close_requested()) {
            // What can't be finished stays open, and counts as unsaved.
            let _ = self.finish_open_edits();
        }
        let (history, open) = (self.editor.history(), &self.open_edits);
        self.shell.files.close(ctx, history, open);
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        let ctx = ui.ctx().clone();
        KeyQueue::install(&ctx);
        self.follow_evaluation(&ctx);
        let mut told = Vec::new();
        self.follow_training(&ctx, &mut told);
        let presenting = self.is_presenting();
        let larger = if presenting { PRESENTED } else { 1.0 };
        self.panels.state.apply(&ctx, larger);
        let mut actions = keys::keys(self, &ctx);
        actions.append(&mut told);
        if Interruption::of(&ctx, &actions).is_some() {
            ctx.stop_dragging();
        }
        let (by_key, floated) = (!actions.is_empty(), self.has_floating());
        let theme = Theme::of(ui.visuals(), self.scheme);
        let canvas = self.canvas.rect();
        self.learn.follow(&ctx, &self.editor, canvas, &mut actions);
        self.panels.all_hidden = presenting;
        if !presenting {
            self.around_ui(ui, &theme, &mut actions);
        }
        self.learn.edges_ui(ui, &self.editor, &theme, &mut actions);
        self.training_ui(ui, &theme, &mut actions);
        let (editor, canvas) = (&self.editor, &self.canvas);
        let explained = self.learn.overlay();
        let overlay = self.train.overlay(&explained);
        let aside = self.learn.pushes_aside(ctx.content_rect().width());
        self.panels
            .edges_ui(ui, (editor, &overlay), canvas, &theme, aside, &mut actions);
        egui::CentralPanel::no_frame().show(ui, |ui| self.canvas_ui(ui, &theme, &mut actions));
        let plot = || self.plot.as_ref().and_then(PlotWindow::rect);
        self.canvas.covered = self.learn.card(&ctx).or_else(plot);
        if presenting {
            laser_ui(&ctx);
        }
        self.open_edits.replace(taken_open_edits(&mut actions));
        self.perform_all(&ctx, &mut actions);
        let floats = self.has_floating();
        if floated && !floats && !ctx.input(|input| input.pointer.any_click()) {
            // Closed by a key: the field that had the keys is gone.
            self.canvas.take_keys(&ctx);
        }
        if by_key || floats != floated {
            KeyQueue::wait(&ctx, floats || self.canvas.is_busy());
        }
        self.end_frame(&ctx, &mut actions);
        self.perform_all(&ctx, &mut actions);
        // What an edit has made necessary begins now.
        self.follow_evaluation(&ctx);
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.train.end();
        self.editor.end();
    }
}

impl App {
    fn follow_evaluation(&mut self, ctx: &egui::Context) {
        let folder = self.shell.files.recovery().map(|copies| copies.folder());
        self.editor.follow_evaluation(ctx, folder);
    }

    /// Draws the canvas and what floats above it.
    fn canvas_ui(&mut self, ui: &mut Ui, theme: &Theme, actions: &mut Vec<Action>) {
        let (editor, explained) = (&self.editor, self.learn.overlay());
        let overlay = self.train.overlay(&explained);
        self.canvas.is_under = self.panels.takes_keys();
        let options = CanvasOptions {
            presented: self.is_presenting(),
            ..self.options
        };
        self.canvas
            .ui(ui, editor, &overlay, theme, options, actions);
        let canvas = &self.canvas;
        self.learn
            .floating_ui(ui.ctx(), editor, canvas, theme, actions);
        let learn = &self.learn;
        let no_open_plot = self.why_no_plot(Command::SavePlot);
        let why_not = |command| {
            let of_plot = match command {
                Command::Plot => PlotWindow::of_selection(editor).err(),
                Command::SavePlot | Command::CopyPlot | Command::CopyPlotNumbers => no_open_plot,
                _ => None,
            };
            let here = editor.why_not(command);
            let of_training = || self.train.why_not(editor, command);
            here.or_else(|| learn.why_not(editor, command))
                .or(of_plot)
                .or_else(of_training)
        };
        let explained = learn.overlay();
        let train = &self.train;
        let overlay = train.overlay(&explained);
        if let Some(plot) = &mut self.plot
            && !plot.show(ui.ctx(), canvas.rect(), (editor, &overlay), theme, actions)
        {
            self.plot = None;
        }
        self.panels
            .floating_ui(ui, (editor, &overlay), canvas, theme, &why_not, actions);
    }

    /// Draws the menus, the status line and the start panel.
    fn around_ui(&mut self, ui: &mut Ui, theme: &Theme, actions: &mut Vec<Action>) {
        Panel::top("menu").show(ui, |ui| {
            menu::menu_ui(ui, self, &|c| self.why_not(c), actions);
        });
        Panel::bottom("status").show(ui, |ui| status::status_ui(ui, self, theme, actions));
        self.shell.start_ui(ui, actions);
        self.panels.start_shown = self.shell.start.is_some();
    }

    /// Draws the training panel, in place of the ops.
    fn training_ui(&mut self, ui: &mut Ui, theme: &Theme, actions: &mut Vec<Action>) {
        if !self.train.shown || self.is_presenting() {
            return;
        }
        self.panels.start_shown = true;
        let most = (0.45 * ui.available_width()).max(220.0);
        let panel = Panel::left("training")
            .default_size(TRAINING.min(most))
            .size_range(220.0_f32.min(most)..=most);
        let (train, editor) = (&mut self.train, &self.editor);
        panel.show(ui, |ui| train.panel_ui(ui, editor, theme, actions));
    }

    /// Carries out the actions, and asks for another frame if there were any.
    fn perform_all(&mut self, ctx: &egui::Context, actions: &mut Vec<Action>) {
        if !actions.is_empty() {
            self.perform(ctx, std::mem::take(actions));
            ctx.request_repaint();
        }
    }

    /// What is to be remembered, and what became of files.
    fn end_frame(&mut self, ctx: &egui::Context, actions: &mut Vec<Action>) {
        let missing = self.signs.look(ctx, self.editor.document());
        actions.extend(missing.map(Action::Say));
        let settings = &mut self.shell.settings;
        settings.canvas = self.options;
        settings.scheme = self.scheme;
        settings.panels.clone_from(&self.panels.state);
        let (history, open) = (self.editor.history(), &self.open_edits);
        self.shell.frame(ctx, history, open, actions);
    }
}

/// Takes out of the actions what open fields would change.
fn taken_open_edits(actions: &mut Vec<Action>) -> Vec<OpenEdit> {
    let mut open = Vec::new();
    actions.retain(|action| match action {
        Action::Open(edit) => {
            open.push(edit.clone());
            false
        }
        _ => true,
    });
    open
}

/// Draws the pointer as a dot that is seen from the back row.
fn laser_ui(ctx: &egui::Context) {
    let Some(at) = ctx.input(|input| input.pointer.hover_pos()) else {
        return;
    };
    let painter = ctx.layer_painter(LayerId::new(Order::Tooltip, Id::unique("laser")));
    let red = Color32::from_rgb(0xE5, 0x1C, 0x23);
    painter.circle_filled(at, 12.0, red.gamma_multiply(0.25));
    painter.circle_filled(at, 6.0, red);
    ctx.set_cursor_icon(CursorIcon::None);
}

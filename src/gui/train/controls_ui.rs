//! Run, step, reset; which step is shown; and where the run is.

use eframe::egui::{Button, RichText, Role, Slider, Ui, WidgetInfo};

use super::run::{Run, RunState};
use super::state::{SPEEDS, Train};
use crate::core::number::{grouped, typeset};
use crate::core::train::run::RunEnd;
use crate::gui::action::Action;
use crate::gui::command::Command;
use crate::gui::editor::Editor;
use crate::gui::theme::Theme;

/// Draws the controls.
pub(super) fn controls_ui(
    ui: &mut Ui,
    train: &mut Train,
    editor: &Editor,
    theme: &Theme,
    actions: &mut Vec<Action>,
) {
    buttons_ui(ui, train, editor, actions);
    speed_ui(ui, train);
    let Some(run) = train.run() else {
        empty_ui(ui, train, editor);
        return;
    };
    state_ui(ui, run, editor, theme, actions);
    step_ui(ui, train);
    canvas_ui(ui, train, editor, theme);
}

fn buttons_ui(ui: &mut Ui, train: &Train, editor: &Editor, actions: &mut Vec<Action>) {
    let (no_run, no_keep) = (train.why_no_run(editor), train.why_no_keep(editor));
    let running = train.is_running();
    let run = if running { "Pause" } else { "Run" };
    ui.horizontal_wrapped(|ui| {
        let rows = [
            (run, Command::TrainRun, no_run.filter(|_| !running)),
            ("Step", Command::TrainStep, no_run),
            ("Reset", Command::TrainReset, no_run),
            ("Keep these parameters", Command::KeepParameters, no_keep),
        ];
        for (name, command, why_not) in rows {
            let text = RichText::new(name);
            let text = if command == Command::TrainRun {
                text.strong()
            } else {
                text
            };
            let button = ui.add_enabled(why_not.is_none(), Button::new(text));
            let button = match why_not {
                None => button.on_hover_text(command.info().help),
                Some(why) => button.on_disabled_hover_text(format!("Not now: {why}")),
            };
            if button.clicked() {
                actions.push(Action::Command(command));
            }
        }
    });
}

fn speed_ui(ui: &mut Ui, train: &mut Train) {
    ui.horizontal(|ui| {
        ui.spacing_mut().slider_width = (ui.available_width() - 190.0).clamp(60.0, 200.0);
        let mut speed = train.speed;
        let slider = Slider::new(&mut speed, SPEEDS)
            .logarithmic(true)
            .show_value(false);
        let response = ui.add(slider);
        response.widget_info(|| WidgetInfo::slider(true, speed, "Steps a second"));
        if response.changed() {
            train.set_speed(speed);
        }
        ui.weak(speed_text(train.speed));
    });
}

fn speed_text(speed: f64) -> String {
    match speed {
        speed if speed >= *SPEEDS.end() => "as fast as it goes".to_owned(),
        speed if speed < 1.0 => format!("a step in {} s", typeset(1.0 / speed, 2)),
        speed => format!("{} steps a second", typeset(speed, 2)),
    }
}

/// There is no run yet: what will happen, and what is missing.
fn empty_ui(ui: &mut Ui, train: &Train, editor: &Editor) {
    if let Some(why) = train.why_no_run(editor) {
        ui.label(format!("Nothing can be trained: {why}."));
        return;
    }
    let target = editor.target().map_or("", |id| editor.name(id));
    let rows = match train.data.rows.ready() {
        Some(dataset) => {
            let parts = &dataset.rows.parts;
            let count = grouped(parts[0].len() as u128);
            format!("{target} becomes smaller on {count} rows. Press Run, or Step for one update.")
        }
        None if editor.document().data().is_none() => format!(
            "{target} becomes smaller for the numbers that the inputs hold. To train on a table, \
             choose one under Data."
        ),
        None => "The table is being read, or can't be: see Data.".to_owned(),
    };
    ui.weak(rows);
}

fn state_ui(ui: &mut Ui, run: &Run, editor: &Editor, theme: &Theme, actions: &mut Vec<Action>) {
    let news = run.news();
    let place = format!(
        "step {} · epoch {} of {} · rate {}",
        grouped(u128::from(news.step)),
        news.epoch,
        news.epochs,
        typeset(news.rate, 3)
    );
    let loss = news.record.steps().last().map(|(_, loss)| typeset(loss, 4));
    let loss = loss.map_or_else(String::new, |loss| format!(" · loss {loss}"));
    let state = run.state();
    let said = match &state {
        RunState::Starting => "getting ready…".to_owned(),
        RunState::Running => format!("{place}{loss}"),
        RunState::Paused => format!("{place}{loss}"),
        RunState::Over(end) => format!("{place}{loss}: {}", end_text(end)),
        RunState::Refused(_) => "this graph can't be trained:".to_owned(),
        RunState::Crashed => {
            "the run ended by a fault of the program: its curves are gone, Reset starts anew"
                .to_owned()
        }
    };
    ui.label(format!("{} · {said}", run.name));
    if let RunState::Refused(problems) = &state {
        for problem in problems {
            problem_ui(ui, (problem.node, &problem.to_string()), theme, actions);
        }
    }
    if let RunState::Over(RunEnd::NotFinite(stop)) = &state {
        let node = stop.problem.node;
        problem_ui(ui, (node, &stop.to_string()), theme, actions);
    }
    if let RunState::Over(RunEnd::Failed(problem)) = &state {
        problem_ui(ui, (problem.node, &problem.to_string()), theme, actions);
    }
    let document = editor.document();
    if run.is_stale(document) {
        let text = "The graph, its values or its data have changed since this run: its curves \
                    stay, and Run starts a new one.";
        ui.colored_label(theme.warning, text);
    } else if run.has_other_settings(document) {
        let text = "The settings have changed since this run: Run starts a new one.";
        ui.colored_label(theme.warning, text);
    }
}

fn end_text(end: &RunEnd) -> &'static str {
    match end {
        RunEnd::Epochs => "all epochs have ended",
        RunEnd::EarlyStopping => "stopped early, as the validation loss got no better",
        RunEnd::NotFinite(_) => "stopped at numbers that are not finite",
        RunEnd::Failed(_) => "stopped",
    }
}

/// A problem; a click goes to its node.
pub(super) fn problem_ui(
    ui: &mut Ui,
    (node, text): (Option<crate::core::graph::NodeId>, &str),
    theme: &Theme,
    actions: &mut Vec<Action>,
) {
    let text = RichText::new(text).color(theme.error);
    let button = ui.add(Button::new(text).wrap().frame_when_inactive(false));
    if let Some(node) = node.filter(|_| button.on_hover_text("Go to the node").clicked()) {
        actions.push(Action::Reveal(node));
    }
}

/// Which step is shown.
fn step_ui(ui: &mut Ui, train: &mut Train) {
    let Some(run) = train.run() else { return };
    let (newest, best, seeking) = (run.steps(), run.news().best, run.news().seeking);
    let seen = run.seen().map_or(0, |seen| seen.look.step);
    ui.horizontal(|ui| {
        ui.label("Show step");
        ui.spacing_mut().slider_width = (ui.available_width() - 150.0).clamp(60.0, 400.0);
        let mut step = train.shown_step().unwrap_or(newest);
        let slider = Slider::new(&mut step, 0..=newest.max(1));
        let response = ui.add_enabled(newest > 0, slider);
        response.widget_info(|| WidgetInfo::slider(newest > 0, step as f64, "Shown step"));
        if response.changed() {
            train.show_step(Some(step.min(newest)));
        }
        let follows = train.shown_step().is_none();
        let newest = ui.selectable_label(follows, "newest");
        newest.widget_info(|| {
            WidgetInfo::selected(Role::CheckBox, true, follows, "Show the newest step")
        });
        if newest.on_hover_text("Follow the run").clicked() {
            train.show_step(None);
        }
    });
    if let Some((epoch, step)) = best {
        let text = format!("Best on the validation rows: epoch {epoch}");
        let help = "Show the step at its end; Keep these parameters then keeps them";
        if ui.link(text).on_hover_text(help).clicked() {
            train.show_step(Some(step));
        }
    }
    if seeking {
        ui.weak(format!("computing it again, from step {seen} …"));
    }
}

/// Whether the canvas shows the run, and with which rows.
fn canvas_ui(ui: &mut Ui, train: &mut Train, editor: &Editor, theme: &Theme) {
    ui.horizontal_wrapped(|ui| {
        let help = "Show the values and gradients of the run on the canvas. When this is off, the \
                    canvas shows the document.";
        ui.checkbox(&mut train.on_canvas, "On the canvas")
            .on_hover_text(help);
        if !editor.shows_training() {
            let why = match train.on_canvas {
                true => "the canvas shows the document",
                false => "",
            };
            ui.weak(why);
            return;
        }
        let Some(run) = train.run() else { return };
        let step = run.seen().map_or(0, |seen| seen.look.step);
        let rows = match run.rows() {
            [] => String::new(),
            [row] => format!(", row {}", row + 1),
            rows => format!(", the {} rows of the next batch", rows.len()),
        };
        ui.colored_label(
            theme.value,
            format!("after {} steps{rows}", grouped(u128::from(step))),
        );
    });
    if let Some(phases) = train.phases() {
        ui.label(RichText::new(phases.phase().name()).strong());
    }
    updates_ui(ui, train, theme);
}

/// What the next step does to a few numbers.
fn updates_ui(ui: &mut Ui, train: &Train, theme: &Theme) {
    let Some(run) = train.run() else { return };
    let updates = run.updates();
    let Some(first) = updates.first() else { return };
    let help = first.rule.join("\n");
    eframe::egui::CollapsingHeader::new("The next update")
        .default_open(updates.len() <= 2)
        .show_unindented(ui, |ui| {
            for update in updates {
                for line in &update.lines {
                    let text = RichText::new(line).small().color(theme.text);
                    ui.label(text).on_hover_text(&help);
                }
            }
        });
}

//! The status line: what is open, what it comes to, and what was said last.

use std::time::Duration;

use eframe::egui::{Align, Button, Id, Label, Layout, RichText, Role, Ui, WidgetInfo};

use super::action::Action;
use super::app::App;
use super::command::Command;
use super::live::LiveState;
use super::overlay::Overlay;
use super::panels::count_text;
use super::theme::Theme;
use crate::core::number::{time, typeset};
use crate::core::problem::Problem;

/// For how many seconds a sentence stands, and how many it takes to fade.
const STANDS: f64 = 8.0;
const FADES: f64 = 1.0;

/// With less room than this, in points, nodes and wires aren't counted.
const COUNTED: f32 = 250.0;

/// The sign before "evaluating" turns this often.
const TURN: Duration = Duration::from_millis(150);
const SPINNER: [char; 4] = ['◐', '◓', '◑', '◒'];

/// Draws the status line: at the right what is always read, and in the room that is left what
/// is open and what was said.
pub(super) fn status_ui(ui: &mut Ui, app: &App, theme: &Theme, actions: &mut Vec<Action>) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 14.0;
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            saved_ui(ui, app, theme, actions);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                // Nothing runs into what stands at the right.
                ui.shrink_clip_rect(ui.max_rect());
                document_ui(ui, app, theme, actions);
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    match app.shell.files.note() {
                        Some(note) => drop(ui.add(Label::new(note).truncate())),
                        None => said_ui(ui, &app.said),
                    }
                });
            });
        });
    });
}

/// The zoom, and whether the work is saved.
fn saved_ui(ui: &mut Ui, app: &App, theme: &Theme, actions: &mut Vec<Action>) {
    zoom_ui(ui, app, actions);
    ui.label(match app.is_saved() {
        true => RichText::new("saved"),
        false => RichText::new("● not saved").color(theme.warning),
    });
    if let Some(reason) = app.shell.files.warning() {
        let text = RichText::new("⚠ no recovery copy").color(theme.error);
        let help = format!("If the program ends now, unsaved work is lost: {reason}.");
        ui.label(text).on_hover_text(help);
    }
}

/// The document, and what it comes to.
fn document_ui(ui: &mut Ui, app: &App, theme: &Theme, actions: &mut Vec<Action>) {
    problems_ui(ui, app, theme, actions);
    let graph = app.editor.document().graph();
    // The result is read more often than the counts.
    if ui.available_width() > COUNTED {
        ui.label(counted(graph.len(), "node"));
        ui.label(counted(app.canvas.scene.wire_count(), "wire"));
    }
    target_ui(ui, app, theme, actions);
    evaluation_ui(ui, app, theme, actions);
    if app.shell.settings.times {
        let took = app.editor.live().took().as_secs_f64();
        ui.label(format!("evaluated in {}", time(took)))
            .on_hover_text("How long the last forward and backward pass took");
    }
}

fn problems_ui(ui: &mut Ui, app: &App, theme: &Theme, actions: &mut Vec<Action>) {
    let problems = app.editor.live().problems();
    let count = problems.len();
    // A graph that is only unfinished isn't broken.
    let text = match problems.iter().all(Problem::is_unfinished) {
        true if count == 0 => RichText::new("✓ no problems").weak(),
        true => RichText::new(format!("○ unfinished: {count} to do")).color(theme.warning),
        false => RichText::new(format!("⚠ {}", count_text(count))).color(theme.error),
    };
    let response = ui.add(Button::new(text).frame_when_inactive(false));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, count_text(count)));
    if response
        .on_hover_text("Show or hide the list of problems")
        .clicked()
    {
        actions.push(Action::Command(Command::ToggleProblems));
    }
}

fn target_ui(ui: &mut Ui, app: &App, theme: &Theme, actions: &mut Vec<Action>) {
    let Some(target) = app.editor.target() else {
        if !app.editor.document().graph().is_empty() {
            ui.label(RichText::new("no target").color(theme.warning));
        }
        return;
    };
    let value = app.editor.shown_value(target);
    let value = value.and_then(|value| value.as_scalar());
    let value = value.map_or_else(|| "—".to_owned(), |x| typeset(x, 7));
    let color = match app.editor.live().is_current() {
        true => theme.value,
        false => theme.weak_text,
    };
    let placeholder = app.learn.overlay().value(target).placeholder();
    let value = placeholder.map_or(value, str::to_owned);
    let name = app.editor.name(target);
    let text = RichText::new(format!("{name} = {value}"))
        .color(color)
        .strong();
    let response = ui.add(Button::new(text).frame_when_inactive(false).truncate());
    let chosen = app.editor.chosen_target();
    let help = match chosen.filter(|chosen| *chosen != target) {
        Some(chosen) => format!(
            "The target {} can't be computed yet: gradients are those of {name} until it can. \
             Click to go there.",
            app.editor.name(chosen)
        ),
        None => "The target. Click to go to it.".to_owned(),
    };
    if response.on_hover_text(help).clicked() {
        actions.push(Action::Reveal(target));
    }
}

/// Whether the graph is being evaluated, with a button to stop it; or that it is paused,
/// with a button to go on.
fn evaluation_ui(ui: &mut Ui, app: &App, theme: &Theme, actions: &mut Vec<Action>) {
    let (text, button, command) = match app.editor.live().state() {
        LiveState::Current => return,
        LiveState::Evaluating(since) => {
            ui.request_repaint_after(TURN);
            let turns = since.elapsed().as_millis() / TURN.as_millis();
            let sign = SPINNER[turns as usize % SPINNER.len()];
            let seconds = since.elapsed().as_secs();
            let text = match seconds {
                0 => format!("{sign} evaluating…"),
                _ => format!("{sign} evaluating… {seconds} s"),
            };
            (RichText::new(text), "Cancel", Command::CancelEvaluation)
        }
        LiveState::Paused(pause) => {
            let text = format!("evaluation paused: {}", pause.reason());
            let text = RichText::new(text).color(theme.warning);
            (text, "Evaluate", Command::Evaluate)
        }
    };
    ui.label(text);
    if ui
        .button(button)
        .on_hover_text(command.info().help)
        .clicked()
    {
        actions.push(Action::Command(command));
    }
}

fn zoom_ui(ui: &mut Ui, app: &App, actions: &mut Vec<Action>) {
    let zoom = f64::from(app.canvas.view.zoom) * 100.0;
    let text = if zoom < 1.0 {
        "below 1 %".to_owned()
    } else {
        format!("{zoom:.0} %")
    };
    ui.menu_button(text, |ui| {
        let commands = [
            Command::ZoomToFit,
            Command::ZoomToSelection,
            Command::ZoomToActualSize,
        ];
        for command in commands {
            if ui.button(command.info().name).clicked() {
                actions.push(Action::Command(command));
                ui.close();
            }
        }
    });
}

/// What was said last. It fades; a frame is asked for only while it does.
fn said_ui(ui: &mut Ui, said: &str) {
    let now = ui.input(|i| i.time);
    let id = Id::unique("said");
    let known = ui.data(|data| data.get_temp::<(String, f64)>(id));
    let since = match known {
        Some((text, since)) if text == said => since,
        _ => {
            ui.data_mut(|data| data.insert_temp(id, (said.to_owned(), now)));
            now
        }
    };
    let age = now - since;
    if said.is_empty() || age >= STANDS + FADES {
        return;
    }
    let left = ((STANDS + FADES - age) / FADES).clamp(0.0, 1.0);
    let wait = if age < STANDS { STANDS - age } else { 0.03 };
    ui.request_repaint_after_secs(wait as f32);
    let color = ui.visuals().text_color().gamma_multiply(left as f32);
    ui.add(Label::new(RichText::new(said).color(color)).truncate());
}

/// `1 node`, `5 nodes`.
fn counted(count: usize, what: &str) -> String {
    let s = if count == 1 { "" } else { "s" };
    format!("{count} {what}{s}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_said_as_people_say_them() {
        assert_eq!(counted(1, "node"), "1 node");
        assert_eq!(counted(0, "wire"), "0 wires");
    }
}

//! The start panel: a new graph, files that were open, copies of unsaved work, and
//! the graphs that ship.

mod copies;
mod recent;
mod shelf;
mod widgets;

use std::sync::Arc;

use eframe::egui::{Align, Button, Layout, RichText, ScrollArea, Ui};

use super::action::Action;
use super::command::Command;
use super::settings::Settings;
use super::shipped::{Heading, SHIPPED};
use crate::file::{Recovery, RecoveryCopy};
use copies::copies_ui;
use recent::recent_ui;
use shelf::Shelf;
use widgets::{card, named, section};

/// The start panel while it is open.
pub struct Start {
    shelf: Shelf,
}

impl Start {
    /// Opens the panel; what the disk knows is read on a thread.
    pub fn new(recovery: Option<Arc<Recovery>>) -> Start {
        Start {
            shelf: Shelf::new(recovery),
        }
    }

    /// Whether there are copies of unsaved work to be offered, as far as is known.
    pub fn offers_copies(&self) -> bool {
        !self.shelf.copies().is_empty()
    }

    /// Offers a copy no longer.
    pub fn forget(&mut self, copy: &RecoveryCopy) {
        self.shelf.forget(copy);
    }

    /// Draws the panel into a side panel or a window.
    pub fn show(&mut self, ui: &mut Ui, settings: &Settings, actions: &mut Vec<Action>) {
        self.shelf.refresh(ui.ctx(), &settings.recent);
        heading(ui, actions);
        buttons(ui, actions);
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            // Room for the scroll bar, which would take the clicks beside it.
            ui.set_max_width(ui.available_width() - 14.0);
            copies_ui(ui, self.shelf.copies(), actions);
            recent_ui(ui, settings, &self.shelf, actions);
            lessons(ui, settings, actions);
            ui.add_space(8.0);
            let mut at_start = settings.start_panel;
            if ui
                .checkbox(&mut at_start, "Show this panel at the start")
                .changed()
            {
                actions.push(Action::SetStartPanel(at_start));
            }
        });
    }
}

fn heading(ui: &mut Ui, actions: &mut Vec<Action>) {
    ui.add_space(6.0);
    ui.horizontal(|ui| {
        ui.heading("wiregrad");
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let button = ui.add(Button::new("×").frame(false));
            if named(button, "Close the start panel").clicked() {
                actions.push(Action::Command(Command::Start));
            }
        });
    });
    let line = "Wire operations. Every wire shows the value that flows forward and the \
                derivative that flows back.";
    ui.label(RichText::new(line).weak());
    ui.add_space(6.0);
}

fn buttons(ui: &mut Ui, actions: &mut Vec<Action>) {
    let formula = Button::new(RichText::new("Type a formula").strong());
    let formula = ui.add_sized([ui.available_width(), 30.0], formula);
    let help = "Start an empty graph with a formula, as in J = ½ (wx + b − y)².";
    if formula.on_hover_text(help).clicked() {
        actions.push(Action::StartWithFormula);
    }
    ui.horizontal(|ui| {
        let width = (ui.available_width() - ui.spacing().item_spacing.x) / 2.0;
        for (text, command) in [("New graph", Command::New), ("Open…", Command::Open)] {
            if ui.add_sized([width, 30.0], Button::new(text)).clicked() {
                actions.push(Action::Command(command));
            }
        }
    });
}

/// What is said of a finished lesson; `None` if it isn't finished.
fn finished(settings: &Settings, lesson: &str) -> Option<String> {
    let is_finished = settings.has_finished(lesson);
    let score = settings.scores.get(lesson).filter(|score| score.asked > 0);
    match score.filter(|_| is_finished) {
        None => is_finished.then(|| "✔ finished".to_owned()),
        Some(score) if score.right == score.asked => Some(format!("✔ all {} right", score.asked)),
        Some(score) => Some(format!("{} of {} right", score.right, score.asked)),
    }
}

/// The lessons, graphs to be trained, and all others, each under a title of its own.
fn lessons(ui: &mut Ui, settings: &Settings, actions: &mut Vec<Action>) {
    let kind = |heading: &Heading| match (heading.steps, heading.trains) {
        (0, false) => "Examples",
        (0, true) => "Training",
        _ => "Lessons",
    };
    for title in ["Lessons", "Training", "Examples"] {
        section(ui, title);
        let all = SHIPPED.iter().enumerate();
        for (index, lesson) in all.filter(|(_, lesson)| kind(lesson.heading()) == title) {
            let heading = lesson.heading();
            let note = match heading.steps {
                0 => heading.note.clone(),
                1 => format!("1 step · {}", heading.note),
                steps => format!("{steps} steps · {}", heading.note),
            };
            let note = match finished(settings, lesson.name()) {
                Some(finished) => format!("{finished} · {note}"),
                None => note,
            };
            if card(ui, &heading.title, &note).clicked() {
                actions.push(Action::OpenLesson(index));
            }
        }
    }
}

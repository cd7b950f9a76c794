//! Copies of unsaved work: each can be opened or discarded.

use std::time::SystemTime;

use eframe::egui::{Button, Frame, RichText, Ui};

use super::widgets::{named, section};
use crate::file::RecoveryCopy;
use crate::gui::action::Action;
use crate::gui::platform::clock::age;

/// Draws the copies, if there are any.
pub(super) fn copies_ui(ui: &mut Ui, copies: &[RecoveryCopy], actions: &mut Vec<Action>) {
    if copies.is_empty() {
        return;
    }
    section(ui, "Recovered unsaved work");
    for copy in copies {
        let fill = ui.visuals().selection.bg_fill.gamma_multiply(0.35);
        let frame = Frame::new().fill(fill).corner_radius(6).inner_margin(8);
        frame.show(ui, |ui| {
            ui.set_width(ui.available_width());
            copy_ui(ui, copy, actions);
        });
        ui.add_space(4.0);
    }
}

fn copy_ui(ui: &mut Ui, copy: &RecoveryCopy, actions: &mut Vec<Action>) {
    let title = copy.name();
    ui.label(RichText::new(&title).strong());
    ui.label(RichText::new(about(copy)).small());
    if let Some(error) = copy.error() {
        let text = format!("It is damaged: {}", error.message());
        ui.label(RichText::new(text).color(ui.visuals().warn_fg_color));
    }
    ui.horizontal(|ui| {
        let open = ui.add_enabled(copy.error().is_none(), Button::new("Open"));
        if named(open, &format!("Open the copy of {title}")).clicked() {
            actions.push(Action::Recover(Box::new(copy.clone())));
        }
        let discard = ui.button("Discard");
        if named(discard, &format!("Discard the copy of {title}")).clicked() {
            actions.push(Action::Discard(Box::new(copy.clone())));
        }
    });
}

/// Where a copy comes from, and how old it is.
fn about(copy: &RecoveryCopy) -> String {
    let from = match copy.original() {
        Some(path) => path.display().to_string(),
        None => "never saved".to_owned(),
    };
    match copy.saved() {
        Some(time) => format!("{from}, {}", ago(time)),
        None => from,
    }
}

/// How long ago something was, in the largest fitting unit.
fn ago(time: SystemTime) -> String {
    let seconds = age(time).as_secs();
    let (count, unit) = match seconds {
        0..60 => return "just now".to_owned(),
        60..3600 => (seconds / 60, "minute"),
        3600..86_400 => (seconds / 3600, "hour"),
        _ => (seconds / 86_400, "day"),
    };
    let s = if count == 1 { "" } else { "s" };
    format!("{count} {unit}{s} ago")
}

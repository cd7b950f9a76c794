//! The caption of the player: the equation of the step, first with names, then with numbers,
//! then with its result.

use eframe::egui::text::LayoutJob;
use eframe::egui::{Color32, FontId, Label, RichText, ScrollArea, TextFormat, Ui};

use super::card::{quantity_color, separators};
use super::player::{NUMBERS, Player, RESULT};
use crate::core::explain::text::{Equation, Explanation};
use crate::gui::editor::Editor;
use crate::gui::overlay::Overlay;
use crate::gui::theme::Theme;

/// The size of the equation, of one or two lines, and of more.
const SIZES: (f32, f32) = (22.0, 15.0);

/// Draws the caption of the current motion.
pub(super) fn caption_ui(
    ui: &mut Ui,
    player: &Player,
    editor: &Editor,
    overlay: &dyn Overlay,
    theme: &Theme,
) {
    let view = player.view();
    ScrollArea::vertical()
        .id_salt("caption")
        .auto_shrink(false)
        .show(ui, |ui| match view.lines() {
            [] => beginning_ui(ui, player),
            lines => {
                let size = if lines.len() > 2 { SIZES.1 } else { SIZES.0 };
                for (step, said) in lines {
                    match player.view().is_visible(editor, overlay, *step) {
                        true => said_ui(ui, said, player, theme, (size, lines.len() == 1)),
                        false => redacted_ui(ui, said, size),
                    }
                }
                if view.left_out() > 0 {
                    ui.weak(format!("… and {} more", view.left_out()));
                }
            }
        });
}

fn beginning_ui(ui: &mut Ui, player: &Player) {
    let (_, count) = player.steps_done();
    let text = match count {
        0 => "No path leads from a parameter to the target.".to_owned(),
        _ => format!(
            "{count} steps: the forward pass computes the values, then the backward pass the gradients."
        ),
    };
    ui.label(RichText::new(text).size(SIZES.1));
    if count > 0 {
        ui.weak("Space plays and pauses, → and ← step, a click on a node goes to it.");
    }
}

fn said_ui(
    ui: &mut Ui,
    said: &Explanation,
    player: &Player,
    theme: &Theme,
    (size, with_words): (f32, bool),
) {
    if with_words {
        ui.weak(&said.title);
    }
    let progress = player.progress();
    let color = quantity_color(theme, player.view().is_forward());
    let between = separators(ui, &said.equation, size);
    let mut job = unfolded(
        &said.equation,
        progress,
        (size, theme.text, color),
        &between,
    );
    if player.is_waiting() {
        let font = FontId::proportional(size);
        job.append(" = ?", 0.0, TextFormat::simple(font, color));
    }
    ui.add(Label::new(job).wrap());
    if with_words && progress >= NUMBERS {
        if let Some(local) = &said.local {
            ui.weak(format!("with the local derivative {local}"));
        }
        if let Some(note) = &said.note {
            ui.weak(note);
        }
    }
}

/// An equation whose numbers are redacted: names only.
fn redacted_ui(ui: &mut Ui, said: &Explanation, size: f32) {
    let Equation { left, names, .. } = &said.equation;
    let text = match names.is_empty() {
        true => format!("{left} = ?"),
        false => format!("{left} = {names} = ?"),
    };
    ui.add(Label::new(RichText::new(text).size(size)).wrap());
}

/// The visible part of an equation at this progress of the motion.
fn unfolded(
    equation: &Equation,
    progress: f32,
    (size, color, result_color): (f32, Color32, Color32),
    between: &[&str],
) -> LayoutJob {
    let mut job = LayoutJob::default();
    let mut write = |text: &str, color: Color32| {
        job.append(
            text,
            0.0,
            TextFormat::simple(FontId::proportional(size), color),
        );
    };
    write(&equation.left, color);
    let parts: Vec<&str> = equation.right().collect();
    let has_names = !equation.names.is_empty();
    for (nth, part) in parts.iter().enumerate() {
        let is_last = nth + 1 == parts.len();
        let from = match () {
            () if nth == 0 && (!is_last || !has_names) => 0.0,
            () if is_last => RESULT,
            () => NUMBERS,
        };
        if progress >= from {
            write(between.get(nth).copied().unwrap_or(" = "), color);
            write(part, if is_last { result_color } else { color });
        }
    }
    if progress >= NUMBERS {
        write(&equation.reason, color);
    }
    job
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_equation_unfolds() {
        let equation = Equation {
            left: "c".to_owned(),
            names: "w × x".to_owned(),
            numbers: "2 × (−2)".to_owned(),
            result: "−4".to_owned(),
            reason: String::new(),
        };
        let at = |progress| {
            let style = (20.0, Color32::WHITE, Color32::RED);
            unfolded(&equation, progress, style, &[]).text
        };
        assert_eq!(at(0.0), "c = w × x");
        assert_eq!(at(NUMBERS), "c = w × x = 2 × (−2)");
        assert_eq!(at(1.0), "c = w × x = 2 × (−2) = −4");
    }

    #[test]
    fn a_source_is_there_at_once() {
        let equation = Equation {
            left: "w".to_owned(),
            result: "2".to_owned(),
            ..Equation::default()
        };
        let style = (20.0, Color32::WHITE, Color32::RED);
        assert_eq!(unfolded(&equation, 0.0, style, &[]).text, "w = 2");
    }
}

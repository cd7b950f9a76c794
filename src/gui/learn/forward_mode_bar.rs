//! The bar that says that forward mode is shown instead of gradients.

use eframe::egui::{Align, DragValue, Layout, Panel, RichText, Ui};

use super::forward_mode::ForwardMode;
use crate::core::explain::notation::Notation;
use crate::gui::editor::Editor;
use crate::gui::theme::Theme;

/// Draws the bar. False when it is closed.
pub(super) fn bar_ui(
    ui: &mut Ui,
    forward: &mut ForwardMode,
    editor: &Editor,
    theme: &Theme,
) -> bool {
    let mut stays = true;
    Panel::bottom("forward mode")
        .resizable(false)
        .show(ui, |ui| {
            ui.add_space(4.0);
            ui.horizontal(|ui| {
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    let back = ui.button("Back to gradients");
                    stays = !back.on_hover_text("Show gradients again (Esc)").clicked();
                    element_ui(ui, forward, editor);
                    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                        words_ui(ui, forward, editor, theme);
                    });
                });
            });
            ui.add_space(4.0);
        });
    stays
}

fn words_ui(ui: &mut Ui, forward: &ForwardMode, editor: &Editor, theme: &Theme) {
    let source = editor.document().graph().name(forward.source());
    let title = format!("Forward mode from {source}");
    ui.label(
        RichText::new(title)
            .size(16.0)
            .strong()
            .color(theme.gradient),
    );
    let each = Notation::Text.partial("node", source);
    let steps = forward.steps();
    let text = format!(
        "Below each value stands {each}: from left to right, {steps} steps for this one \
         source. A click on another node starts from it."
    );
    ui.add(eframe::egui::Label::new(RichText::new(text).weak()).truncate());
}

fn element_ui(ui: &mut Ui, forward: &mut ForwardMode, editor: &Editor) {
    let value = editor.evaluation().value(forward.source());
    let count = value.map_or(1, |value| value.data.len());
    if count > 1 {
        let mut element = forward.element();
        let drag = DragValue::new(&mut element).range(0..=count - 1).speed(0.1);
        if ui
            .add(drag)
            .on_hover_text("Which element, counted from 0")
            .changed()
        {
            forward.choose(editor, forward.source(), element);
        }
        ui.label("element");
    }
}

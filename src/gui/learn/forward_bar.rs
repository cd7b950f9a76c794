//! Forward mode as a mode, and the bar that says that it replaces the gradients.

use eframe::egui::{Align, Context, DragValue, Layout, Panel, RichText, Ui};

use super::forward_mode::ForwardMode;
use super::mode::{DrawParts, Mode, ModeRow, WhileRedacted, why_no_value};
use crate::core::explain::notation::Notation;
use crate::gui::editor::Editor;
use crate::gui::overlay::Overlay;
use crate::gui::selection::Selection;
use crate::gui::theme::Theme;

/// The derivative of every node with respect to the selected one.
pub(super) static FORWARD_MODE: ModeRow = ModeRow {
    open: |editor| {
        let source = editor.selection.only_node()?;
        Some(Box::new(ForwardMode::new(editor, source)?))
    },
    why_not: why_no_value,
    redacted: WhileRedacted::Never,
    toggles: false,
    reads_canvas: false,
    on_thread: false,
};

impl Mode for ForwardMode {
    fn overlay(&self) -> Option<&dyn Overlay> {
        Some(self.overlay())
    }

    fn update(&mut self, _ctx: &Context, editor: &Editor) -> bool {
        self.follow(editor)
    }

    fn select(&mut self, editor: &Editor, selection: &Selection) {
        if let Some(node) = selection.only_node() {
            self.choose(editor, node, 0);
        }
    }

    fn bar_ui(&mut self, ui: &mut Ui, parts: &mut DrawParts<'_>) -> bool {
        forward_ui(ui, self, parts.editor, parts.theme)
    }
}

/// Draws the bar. False when it is closed.
fn forward_ui(ui: &mut Ui, forward: &mut ForwardMode, editor: &Editor, theme: &Theme) -> bool {
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
    let source = editor.name(forward.source());
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
        "Below each value is {each}, computed from left to right in {steps} steps for this one \
         source. Click another node to start there."
    );
    ui.add(eframe::egui::Label::new(RichText::new(text).weak()).truncate());
}

fn element_ui(ui: &mut Ui, forward: &mut ForwardMode, editor: &Editor) {
    let value = editor.value(forward.source());
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

//! What the dialogs have in common.

use eframe::egui::{Button, Context, Frame, Id, Modal, RichText, Ui};

/// A modal dialog with room around its contents.
pub(super) fn modal(ctx: &Context, id: &str) -> Modal {
    let frame = Frame::popup(&ctx.global_style()).inner_margin(16);
    Modal::new(Id::unique(id)).frame(frame)
}

/// Makes a dialog this wide, or as wide as the window allows.
pub(super) fn set_width(ui: &mut Ui, width: f32) {
    ui.set_width(width.min(ui.ctx().content_rect().width() - 40.0));
}

/// The button for what the dialog is about; Enter presses it.
pub(super) fn default_button<'a>(ui: &Ui, text: &str) -> Button<'a> {
    let text = RichText::new(text).color(ui.visuals().strong_text_color());
    Button::new(text).fill(ui.visuals().selection.bg_fill)
}

//! The clipboard. Reading is a request: the text comes as a paste event in a later
//! frame.

use eframe::egui::{ColorImage, Context, ViewportCommand};

/// Puts a text on the clipboard.
pub(in crate::gui) fn copy_text(ctx: &Context, text: String) {
    ctx.copy_text(text);
}

/// Puts an image on the clipboard.
pub(in crate::gui) fn copy_image(ctx: &Context, image: ColorImage) {
    ctx.copy_image(image);
}

/// Asks for what is on the clipboard.
pub(in crate::gui) fn request_paste(ctx: &Context) {
    ctx.send_viewport_cmd(ViewportCommand::RequestPaste);
}

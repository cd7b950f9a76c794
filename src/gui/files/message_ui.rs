//! Shows a [`Message`] as a modal dialog.

use eframe::egui::{Button, Context, Modifiers, Response, Ui};

use super::message::{Message, Reply};
use super::modal::{default_button, modal, set_width};

/// Draws the dialog; `name` is that of the open document. Returns the reply.
pub(super) fn message_ui(ctx: &Context, message: &Message, name: &str) -> Option<Reply> {
    let shown = modal(ctx, "question about files").show(ctx, |ui| {
        set_width(ui, 440.0);
        ui.heading(message.title(name));
        ui.add_space(6.0);
        message.body_ui(ui);
        ui.add_space(12.0);
        ui.horizontal(|ui| buttons_ui(ui, message)).inner
    });
    let closed = shown.should_close();
    shown.inner.or(closed.then_some(Reply::Cancel))
}

/// Enter presses the button that has the focus; at first that is the first one.
fn buttons_ui(ui: &mut Ui, message: &Message) -> Option<Reply> {
    let mut reply = None;
    let mut shown = Vec::new();
    for (index, (text, does, key)) in message.buttons().iter().enumerate() {
        let button = if index == 0 {
            default_button(ui, text)
        } else {
            Button::new(*text)
        };
        let mut response = ui.add(button);
        if let Some(key) = key {
            response = response.on_hover_text(key.name());
        }
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        if response.clicked() || key.is_some_and(pressed) {
            reply = Some(*does);
        }
        shown.push(response);
    }
    if let Some(first) = shown.first()
        && !shown.iter().any(Response::has_focus)
    {
        first.request_focus();
        ui.ctx().request_repaint();
    }
    reply
}

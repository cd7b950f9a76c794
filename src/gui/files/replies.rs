//! Shows the message that is open, and does what was answered.

use super::message::{Message, Reply};
use super::message_ui::message_ui;
use super::request::Request;
use super::state::{Files, FrameContext};
use super::transfer::MayReplace;
use crate::gui::action::Action;
use crate::gui::command::Command;

impl Files {
    /// Shows the message that is open, if there is one, and does what was answered.
    pub(super) fn take_replies(&mut self, at: &mut FrameContext<'_>) {
        let Some(message) = &self.message else { return };
        let name = self.name(at.history.document());
        let Some(reply) = message_ui(at.ctx, message, &name) else {
            return;
        };
        let Some(message) = self.message.take() else {
            return;
        };
        match (message, reply) {
            (Message::Unsaved(pending), Reply::Save) => {
                self.after_save = Some(pending);
                // The app finishes open fields first.
                at.actions.push(Action::Command(Command::Save));
            }
            (Message::Unsaved(pending), Reply::DontSave) => {
                self.agreed_to_lose = Some(at.state());
                self.request(at, pending);
            }
            (Message::Replace(mut save), Reply::Replace) => {
                save.may_replace = MayReplace::Anything;
                self.start_save(at.ctx, *save);
            }
            (Message::ReplacePicture(mut save), Reply::Replace) => {
                save.may_replace = true;
                self.start_export(at, *save);
            }
            (Message::ReplacePicture(save), Reply::SaveAs) => {
                self.choose_for(at, save.export);
            }
            (Message::Discard(copy), Reply::Discard) => self.discard(at, copy),
            (_, Reply::SaveAs) => self.ask(Request::SaveAs),
            _ => self.cancel_choice(),
        }
        at.ctx.request_repaint();
    }
}

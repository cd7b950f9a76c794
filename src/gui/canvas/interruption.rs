//! [`Interruption`]: what ends a drag before the button is released.

use eframe::egui::{Context, Event};

use crate::gui::action::Action;
use crate::gui::command::{Command, Menu};

/// What ends a drag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Interruption {
    /// Undo or redo was asked for.
    Undo,
    /// Something else that changes the document or the selection was asked for, or the
    /// window has lost the focus, and may never hear that the button is released.
    Other,
}

impl Interruption {
    /// What ends a drag in this frame, of the actions so far and what the window has heard.
    pub(crate) fn of(ctx: &Context, actions: &[Action]) -> Option<Interruption> {
        if actions.iter().any(is_undo) {
            return Some(Interruption::Undo);
        }
        let lost = |event: &Event| matches!(event, Event::WindowFocused(false));
        let lost_focus = ctx.input(|input| input.events.iter().any(lost));
        let ends = lost_focus || actions.iter().any(ends_drags);
        ends.then_some(Interruption::Other)
    }
}

/// Whether an action is undo or redo.
pub(super) fn is_undo(action: &Action) -> bool {
    matches!(action, Action::Command(Command::Undo | Command::Redo))
}

/// Whether an action, asked for by a key, ends a drag that is under way.
fn ends_drags(action: &Action) -> bool {
    match action {
        Action::Command(command) => command.info().menu != Menu::View,
        Action::Edit(_) | Action::Typed(_) | Action::PasteText(_) | Action::Show { .. } => true,
        _ => false,
    }
}

//! What goes wrong in a run, and what to try.

use eframe::egui::{Button, RichText, Ui};

use super::state::Train;
use crate::gui::action::Action;
use crate::gui::editor::Editor;
use crate::gui::theme::Theme;

/// At most so many are listed.
const MOST: usize = 6;

/// Lists what goes wrong; a click goes to the node.
pub(super) fn troubles_ui(
    ui: &mut Ui,
    train: &Train,
    editor: &Editor,
    theme: &Theme,
    actions: &mut Vec<Action>,
) {
    let Some(run) = train.run() else { return };
    let stale = run.is_stale(editor.document());
    for trouble in run.troubles().iter().take(MOST) {
        let text = format!("⚠ step {}: {}", trouble.step, trouble.message);
        let text = RichText::new(text).color(theme.warning);
        let button = ui.add(Button::new(text).wrap().frame_when_inactive(false));
        ui.weak(format!("{}.", capital(trouble.help)));
        let node = trouble.node.filter(|_| !stale);
        if let Some(node) = node.filter(|_| button.on_hover_text("Go to the node").clicked()) {
            actions.push(Action::Reveal(node));
        }
    }
}

/// A sentence from its words.
fn capital(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string());
    first.unwrap_or_default() + chars.as_str()
}

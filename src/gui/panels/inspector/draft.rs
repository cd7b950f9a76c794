//! [`Draft`]: a text that is being typed, and takes effect once it is finished.

use eframe::egui::{Key, Role, TextEdit, Ui, WidgetInfo};

use crate::document::Edit;
use crate::gui::action::Action;
use crate::gui::open_edits::OpenEdit;

/// A text that differs from what it is a draft of.
#[derive(Clone, Debug)]
pub(super) struct Typed {
    pub(super) text: String,
    /// Whether it is finished: by Enter, or by going elsewhere.
    pub(super) finished: bool,
}

impl Typed {
    /// What to do with the edit that the text stands for.
    pub(super) fn action(&self, edit: Edit) -> Action {
        match self.finished {
            true => Action::Edit(edit),
            false => Action::Open(OpenEdit {
                gesture: None,
                edit: Ok(edit),
            }),
        }
    }
}

/// The text that is being typed. While nobody types, it follows the current text.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    text: String,
    typed: bool,
}

impl Draft {
    /// Draws a field with the text; `label` is its accessible name. Returns what is
    /// typed while it is another text; Escape brings the old one back.
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        current: &str,
        label: &str,
        hint: &str,
    ) -> Option<Typed> {
        if !self.typed && self.text != current {
            current.clone_into(&mut self.text);
        }
        let field = TextEdit::singleline(&mut self.text)
            .hint_text(hint)
            .desired_width(ui.available_width());
        let response = ui.add(field);
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, label));
        let given_up = ui.input(|i| i.key_pressed(Key::Escape));
        let finished = std::mem::replace(&mut self.typed, response.has_focus());
        let finished = response.lost_focus() && finished && !given_up;
        let text = self.text.trim();
        let differs = text != current && (finished || self.typed);
        differs.then(|| Typed {
            text: text.to_owned(),
            finished,
        })
    }
}

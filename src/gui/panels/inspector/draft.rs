//! [`Draft`]: a text that is being typed, and takes effect once it is finished.

use eframe::egui::{Key, Role, TextEdit, Ui, WidgetInfo};

/// The text that is being typed. While nobody types, it follows the current text.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    text: String,
    typed: bool,
}

impl Draft {
    /// Draws a field with the text; `label` is its accessible name. Returns the new
    /// text once it is finished by Enter or by going elsewhere, and is another;
    /// Escape brings the old one back.
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        current: &str,
        label: &str,
        hint: &str,
    ) -> Option<String> {
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
        let done = response.lost_focus() && finished && !given_up;
        let text = self.text.trim();
        (done && text != current).then(|| text.to_owned())
    }
}

//! What computes a node, as a formula down to named nodes. It can be edited: the nodes
//! behind it change in one step.

use eframe::egui::{FontId, Key, RichText, Role, TextBuffer, TextEdit, Ui, WidgetInfo};

use super::parts::Inspected;
use crate::core::graph::NodeId;
use crate::core::number::typeset_sentence;
use crate::document::{Edit, Revision};
use crate::gui::action::Action;
use crate::gui::editor::formula::{FormulaFault, FormulaUse};
use crate::gui::open_edits::OpenEdit;
use crate::gui::panels::formula_text::FormulaText;

/// The longest formula that is typed here.
const MOST_LETTERS: usize = 4_000;

/// The field of a node's formula.
#[derive(Default)]
pub(super) struct FormulaField {
    of: Option<NodeId>,
    text: String,
    typed: bool,
    known: Option<(Known, Result<Option<Edit>, FormulaFault>)>,
}

/// What an edit was made from.
#[derive(PartialEq)]
struct Known {
    text: String,
    structure: Revision,
    values: Revision,
    layout: Revision,
}

impl FormulaField {
    /// Draws the field of a node whose formula is `current`.
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        subject: &Inspected<'_>,
        id: NodeId,
        current: &str,
        actions: &mut Vec<Action>,
    ) {
        let is_other = self.of.replace(id) != Some(id);
        if is_other {
            self.typed = false;
        }
        if !self.typed && self.text != current {
            current.clone_into(&mut self.text);
        }
        let name = subject.editor.name(id);
        let (is_open, escape, enter) = self.field_ui(ui, subject, name);
        let was_typed = std::mem::replace(&mut self.typed, is_open);
        let differs = self.text.trim() != current && (self.typed || was_typed) && !is_other;
        if !differs || escape {
            self.known = None;
            self.typed &= !escape;
            return;
        }
        self.read(subject, id);
        if let Some((_, Err(fault))) = &self.known {
            let message = typeset_sentence(&fault.message);
            ui.label(RichText::new(message).color(subject.theme.error));
            if !fault.help.is_empty() {
                ui.label(RichText::new(format!("→ {}", fault.help)).weak());
            }
        }
        actions.extend(self.action(enter || !is_open));
    }

    /// The field. Returns whether it has the focus, and whether it was left by Escape or by
    /// Enter.
    fn field_ui(&mut self, ui: &mut Ui, subject: &Inspected<'_>, name: &str) -> (bool, bool, bool) {
        let fault = match &self.known {
            Some((known, Err(fault))) if known.text == self.text => Some(fault),
            _ => None,
        };
        let text = FormulaText {
            font: FontId::proportional(14.0),
            color: subject.theme.text,
            error: subject.theme.error,
            span: fault.and_then(|fault| fault.span.clone()),
        };
        let mut layouter =
            |ui: &Ui, buffer: &dyn TextBuffer, width: f32| text.galley(ui, buffer.as_str(), width);
        let field = TextEdit::multiline(&mut self.text)
            .desired_rows(1)
            .desired_width(ui.available_width())
            .char_limit(MOST_LETTERS)
            .return_key(None)
            .layouter(&mut layouter);
        let response = ui.add(field);
        let label = format!("Formula of {name}");
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, &label));
        let pressed = |key| ui.input(|input| input.key_pressed(key));
        let (enter, escape) = (pressed(Key::Enter), pressed(Key::Escape));
        let has_focus = response.has_focus();
        let is_good = fault.is_none();
        let response = response.on_hover_text("Change it, and the nodes behind it change with it.");
        if has_focus && enter && is_good {
            response.surrender_focus();
        }
        let left = response.lost_focus();
        let is_entered = has_focus && enter && is_good;
        (has_focus && !is_entered, left && escape, is_entered)
    }

    /// Reads the text anew if it is another, or the document is.
    fn read(&mut self, subject: &Inspected<'_>, id: NodeId) {
        let document = subject.editor.document();
        let now = Known {
            text: self.text.clone(),
            structure: document.structure_revision(),
            values: document.values_revision(),
            layout: document.layout_revision(),
        };
        if self.known.as_ref().is_some_and(|(known, _)| *known == now) {
            return;
        }
        let read = subject.editor.read_formula(&self.text, FormulaUse::Of(id));
        let edit = read.map(|read| (!read.edit.is_empty()).then_some(read.edit.edit));
        self.known = Some((now, edit));
    }

    /// What is to be done with the text: it is carried out once it is finished.
    fn action(&self, finished: bool) -> Option<Action> {
        let (_, known) = self.known.as_ref()?;
        let open = |edit| {
            let gesture = None;
            Action::Open(OpenEdit { gesture, edit })
        };
        match (known, finished) {
            (Ok(None), _) => None,
            (Ok(Some(edit)), true) => Some(Action::Edit(edit.clone())),
            (Err(fault), true) => Some(Action::Say(fault.text())),
            (Ok(Some(edit)), false) => Some(open(Ok(edit.clone()))),
            (Err(fault), false) => Some(open(Err(format!("the formula: {}", fault.text())))),
        }
    }
}

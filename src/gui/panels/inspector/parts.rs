//! What the parts of the inspector have in common.

use eframe::egui::{Color32, Label, RichText, Role, Ui, WidgetInfo};

use crate::core::explain::outgoing::Outgoing;
use crate::core::explain::text::Explainer;
use crate::core::graph::NodeId;
use crate::gui::action::Action;
use crate::gui::editor::Editor;
use crate::gui::overlay::Overlay;
use crate::gui::theme::Theme;

/// What the parts of the inspector draw from.
pub(super) struct Inspected<'a> {
    pub(super) editor: &'a Editor,
    pub(super) overlay: &'a dyn Overlay,
    pub(super) theme: &'a Theme,
    pub(super) explainer: Explainer<'a>,
    pub(super) outgoing: &'a Outgoing,
}

impl Inspected<'_> {
    /// The colour of a computed number: grey if it is the last one, and not of the graph as it
    /// is.
    pub(super) fn aged(&self, color: Color32) -> Color32 {
        match self.editor.live().is_current() {
            true => color,
            false => self.theme.weak_text,
        }
    }
}

/// A sentence with a capital first letter.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

/// A heading within the inspector.
pub(super) fn section_ui(ui: &mut Ui, title: &str) {
    ui.add_space(4.0);
    ui.separator();
    ui.label(RichText::new(title).strong());
}

/// A line of mathematics that can be selected and copied.
pub(super) fn maths_ui(ui: &mut Ui, text: impl Into<RichText>) {
    ui.add(Label::new(text.into().size(14.0)).wrap());
}

/// A node's name that leads to the node.
pub(super) fn link_ui(ui: &mut Ui, name: &str, id: NodeId, actions: &mut Vec<Action>) {
    let response = ui.link(name);
    response.widget_info(|| WidgetInfo::labeled(Role::Link, true, format!("go to {name}")));
    if response.clicked() {
        actions.push(Action::Reveal(id));
    }
}

//! The inspector when nothing is selected: the graph as a whole.

use eframe::egui::{
    ComboBox, Grid, PopupCloseBehavior, RichText, Role, ScrollArea, TextEdit, Ui, WidgetInfo, vec2,
};

use super::parts::{Inspected, section_ui};
use super::state::Inspector;
use crate::core::graph::{Node, NodeId};
use crate::core::limits::{MAX_NOTE_BYTES, MAX_TITLE_BYTES};
use crate::core::number::grouped;
use crate::core::op::Op;
use crate::document::Edit;
use crate::document::history::UndoGroup;
use crate::gui::action::Action;
use crate::gui::short_text::shortened;

/// The most nodes that the chooser of a target lists at once.
const OFFERED: usize = 50;

impl Inspector {
    pub(super) fn graph_ui(
        &mut self,
        ui: &mut Ui,
        subject: &Inspected<'_>,
        actions: &mut Vec<Action>,
    ) {
        let document = subject.editor.document();
        ui.heading("Graph");
        ui.label(RichText::new("Title").weak());
        if document.title().len() > MAX_TITLE_BYTES {
            long_text_ui(
                ui,
                document.title(),
                MAX_TITLE_BYTES,
                Edit::SetTitle,
                actions,
            );
        } else {
            let typed = self.title.show(ui, document.title(), "Title", "no title");
            actions.extend(typed.map(|typed| typed.action(Edit::SetTitle(typed.text.clone()))));
        }
        ui.label(RichText::new("Note").weak());
        match subject.overlay.shows_note() {
            true if document.note().len() > MAX_NOTE_BYTES => {
                long_text_ui(ui, document.note(), MAX_NOTE_BYTES, Edit::SetNote, actions);
            }
            true => note_ui(ui, document.note(), actions),
            false => drop(ui.weak("The note is hidden while numbers are hidden.")),
        }
        section_ui(ui, "Target");
        self.target_ui(ui, subject, actions);
        section_ui(ui, "Size");
        counts_ui(ui, subject);
    }

    fn target_ui(&mut self, ui: &mut Ui, subject: &Inspected<'_>, actions: &mut Vec<Action>) {
        let editor = subject.editor;
        let (chosen, target) = (editor.chosen_target(), editor.target());
        let text = match (chosen, target) {
            (Some(id), _) => editor.name(id).to_owned(),
            (None, Some(id)) => format!("{} (automatic)", editor.name(id)),
            (None, None) => "none".to_owned(),
        };
        let combo = ComboBox::from_id_salt("target")
            .selected_text(text)
            .width(ui.available_width())
            .close_behavior(PopupCloseBehavior::CloseOnClickOutside);
        let shown = combo.show_ui(ui, |ui| self.targets_ui(ui, subject));
        shown
            .response
            .widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, "Target"));
        if let Some(Some(target)) = shown.inner {
            actions.push(Action::Edit(Edit::SetTarget(target)));
            self.target_filter.clear();
        }
        let name = |id| editor.name(id);
        let note = match (chosen, target) {
            (Some(chosen), Some(target)) if chosen != target => Some(format!(
                "{} can't be computed yet. Until then every gradient is a derivative of {}.",
                name(chosen),
                name(target)
            )),
            (Some(chosen), None) => Some(format!(
                "{} can't be computed yet, so there are no gradients.",
                name(chosen)
            )),
            (_, Some(_)) => Some("Every gradient is a derivative of this node.".to_owned()),
            (None, None) => None,
        };
        // Without a target its line stays, so that what is below doesn't move.
        ui.weak(note.unwrap_or_default());
    }

    /// The nodes that could be the target. Looked for only while the list is open.
    fn targets_ui(&mut self, ui: &mut Ui, subject: &Inspected<'_>) -> Option<Option<NodeId>> {
        let editor = subject.editor;
        ui.add(TextEdit::singleline(&mut self.target_filter).hint_text("Search nodes"));
        let filter = self.target_filter.to_lowercase();
        let fits = |(id, node): &(NodeId, &Node)| {
            let scalar = editor.shape(*id).is_some_and(|shape| shape.is_scalar());
            scalar && !node.is_source() && node.name().to_lowercase().contains(&filter)
        };
        let mut picked = None;
        ScrollArea::vertical().max_height(260.0).show(ui, |ui| {
            if ui
                .selectable_label(editor.chosen_target().is_none(), "automatic")
                .clicked()
            {
                picked = Some(None);
            }
            let mut found: Vec<_> = editor.nodes().filter(fits).take(OFFERED + 1).collect();
            let more = found.len() > OFFERED;
            found.truncate(OFFERED);
            for (id, node) in found {
                let selected = editor.chosen_target() == Some(id);
                if ui.selectable_label(selected, node.name()).clicked() {
                    picked = Some(Some(id));
                }
            }
            if more {
                ui.weak("There are more: type part of a name.");
            }
        });
        if picked.is_some() {
            ui.close();
        }
        picked
    }
}

/// A text of a file that is longer than can be typed: its beginning, more of it where the
/// pointer is, and a button to cut it to so many bytes.
fn long_text_ui(
    ui: &mut Ui,
    text: &str,
    most: usize,
    edit: fn(String) -> Edit,
    actions: &mut Vec<Action>,
) {
    let shown = ui.label(shortened(text, 100));
    shown.on_hover_text(shortened(text, 5_000));
    let length = grouped(text.len() as u128);
    ui.weak(format!(
        "It has {length} bytes: it is kept whole, and shown shortened."
    ));
    let cut = ui.button(format!("Cut it to {} bytes", grouped(most as u128)));
    if cut.on_hover_text("Undo brings the rest back.").clicked() {
        let beginning = &text[..text.floor_char_boundary(most)];
        actions.push(Action::Edit(edit(beginning.trim_end().to_owned())));
    }
}

/// Each letter of the note is in the document at once, so that nothing is lost; what is
/// typed in one go is one undo step.
fn note_ui(ui: &mut Ui, note: &str, actions: &mut Vec<Action>) {
    let mut text = note.to_owned();
    let field = TextEdit::multiline(&mut text)
        .hint_text("What this graph shows")
        .desired_width(f32::INFINITY)
        .desired_rows(4);
    let response = ui.add(field);
    response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "Note"));
    if response.changed() {
        actions.push(Action::EditIn(UndoGroup::GraphNote, Edit::SetNote(text)));
    }
    if response.lost_focus() {
        actions.push(Action::EndGesture);
    }
}

fn counts_ui(ui: &mut Ui, subject: &Inspected<'_>) {
    let editor = subject.editor;
    let sources = editor.live().program().sources();
    let trained = sources.iter().filter_map(|id| {
        let trained = editor.op(*id).is_some_and(Op::is_trained);
        trained.then(|| editor.shape(*id).map_or(1, |shape| shape.elements()))
    });
    let (parameters, numbers) = trained.fold((0, 0), |(n, sum), more| (n + 1, sum + more));
    let lines = [
        ("Nodes", editor.node_count().to_string()),
        ("Sources", sources.len().to_string()),
        (
            "Parameters",
            match (parameters, numbers) {
                (0, _) => "none".to_owned(),
                (parameters, 1) => format!("{parameters} (1 number)"),
                (parameters, numbers) => format!("{parameters} ({numbers} numbers)"),
            },
        ),
        ("Problems", editor.live().problems().len().to_string()),
    ];
    Grid::new("counts")
        .num_columns(2)
        .spacing(vec2(12.0, 3.0))
        .show(ui, |ui| {
            for (what, count) in lines {
                ui.label(RichText::new(what).weak());
                ui.label(count);
                ui.end_row();
            }
        });
}

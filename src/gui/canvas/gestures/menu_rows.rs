//! The rows of a context menu that only one kind of thing has.

use eframe::egui::{Pos2, Ui};

use super::hand::Hand;
use crate::core::graph::{NodeId, Wire};
use crate::document::Edit;
use crate::gui::action::{Action, Editable, PaletteRequest, Wiring};
use crate::gui::canvas::geometry::snapped;
use crate::gui::canvas::hit::Hit;

/// Shows the rows that only this thing has. Returns what is to be edited in place.
pub(super) fn own_rows(
    ui: &mut Ui,
    hand: &Hand<'_>,
    hit: Hit,
    at: Pos2,
    actions: &mut Vec<Action>,
) -> Option<Editable> {
    match hit {
        Hit::Canvas => of_canvas(ui, hand, at, actions),
        Hit::Input(wire) => of_input(ui, hand, wire, actions),
        Hit::Node(id) | Hit::Grow(id) | Hit::Output(id) => return of_node(ui, hand, id, actions),
        _ => {}
    }
    None
}

/// A row; true if it was clicked.
fn row(ui: &mut Ui, name: &str) -> bool {
    let clicked = ui.button(name).clicked();
    if clicked {
        ui.close();
    }
    clicked
}

fn of_canvas(ui: &mut Ui, hand: &Hand<'_>, at: Pos2, actions: &mut Vec<Action>) {
    let corner = snapped(at, hand.options.snap);
    if row(ui, "Add a node here…") {
        actions.push(Action::OpenPalette(PaletteRequest {
            at: corner,
            wired: Wiring::None,
            text: String::new(),
        }));
    }
    if row(ui, "Write a note here") {
        actions.push(Action::NewNote(corner));
    }
}

fn of_input(ui: &mut Ui, hand: &Hand<'_>, wire: Wire, actions: &mut Vec<Action>) {
    if hand.scene.start(wire).is_some() && row(ui, "Take the wire off this input") {
        actions.push(Action::Edit(Edit::Connect { from: None, wire }));
    }
    if hand.editor.can_remove_input(wire) && row(ui, "Remove this input") {
        actions.push(Action::Edit(Edit::RemoveInput(wire)));
    }
    if hand.editor.can_add_input(wire.to) && row(ui, "Add an input") {
        actions.push(Action::Edit(Edit::AddInput(wire.to)));
    }
}

fn of_node(
    ui: &mut Ui,
    hand: &Hand<'_>,
    id: NodeId,
    actions: &mut Vec<Action>,
) -> Option<Editable> {
    if hand.editor.can_add_input(id) && row(ui, "Add an input") {
        actions.push(Action::Edit(Edit::AddInput(id)));
    }
    hand.editor.source_number(id)?;
    let has_range = hand.editor.range(id).is_some();
    let name = match has_range {
        true => "Change its range…",
        false => "Set a range…",
    };
    if row(ui, name) {
        return Some(Editable::Range(id));
    }
    if has_range && row(ui, "Remove its range") {
        let (node, range) = (id, None);
        actions.push(Action::Edit(Edit::SetRange { node, range }));
    }
    None
}

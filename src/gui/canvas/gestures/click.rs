//! Clicks: one selects or switches, two edit.

use eframe::egui::{PointerButton, Pos2};

use super::hand::Hand;
use crate::core::graph::{NodeId, Wire};
use crate::document::Edit;
use crate::gui::action::{Action, Editable, PaletteRequest, Wiring};
use crate::gui::canvas::geometry::snapped;
use crate::gui::canvas::hit::{Hit, NodePart, part};
use crate::gui::selection::Selection;

/// What a click asks of the canvas itself.
pub(super) enum Clicked {
    /// Nothing.
    Nothing,
    /// To edit something in place.
    Edit(Editable),
    /// The context menu of what is there.
    Menu,
}

/// Looks at the clicks of this frame.
pub(super) fn clicks(
    hand: &Hand<'_>,
    under: Hit,
    point: Pos2,
    actions: &mut Vec<Action>,
) -> Clicked {
    let response = hand.response;
    if response.double_clicked_by(PointerButton::Primary) {
        return double_click(hand, under, point, actions);
    }
    if response.clicked_by(PointerButton::Primary) {
        click(hand, under, point, actions);
    } else if response.clicked_by(PointerButton::Secondary) {
        let thing = thing(under);
        let is_in = thing.is_within(&hand.editor.selection) && thing.wire.is_none();
        if !is_in || thing.is_empty() {
            actions.push(Action::Select(thing));
        }
        return Clicked::Menu;
    }
    Clicked::Nothing
}

fn double_click(hand: &Hand<'_>, under: Hit, point: Pos2, actions: &mut Vec<Action>) -> Clicked {
    let what = match under {
        Hit::Node(id) => match part(hand.scene, hand.editor, id, hand.zoom, point) {
            NodePart::Name => Editable::Name(id),
            NodePart::Badge => return Clicked::Nothing,
            _ if hand.editor.source_number(id).is_some() => Editable::Value(id),
            _ => {
                actions.push(Action::OpenTable(id));
                return Clicked::Nothing;
            }
        },
        Hit::Frame(id) => Editable::Title(id, None),
        Hit::Text(id) => Editable::Note(id),
        Hit::Canvas => {
            actions.push(Action::OpenPalette(PaletteRequest {
                at: snapped(point, hand.options.snap),
                wired: Wiring::None,
                text: String::new(),
            }));
            return Clicked::Nothing;
        }
        // The second click is one more.
        _ => {
            click(hand, under, point, actions);
            return Clicked::Nothing;
        }
    };
    Clicked::Edit(what)
}

/// What is selected by a click on something.
fn thing(under: Hit) -> Selection {
    match under {
        Hit::Node(id) | Hit::Output(id) | Hit::Input(Wire { to: id, .. }) | Hit::Grow(id) => {
            Selection::node(id)
        }
        Hit::Wire(wire) => Selection::wire(wire),
        Hit::Frame(id) | Hit::FrameCorner(id) => Selection::frame(id),
        Hit::Text(id) => Selection::text(id),
        Hit::Canvas => Selection::default(),
    }
}

fn click(hand: &Hand<'_>, under: Hit, point: Pos2, actions: &mut Vec<Action>) {
    match under {
        Hit::Grow(id) if hand.editor.can_add_input(id) => {
            return actions.push(Action::Edit(Edit::AddInput(id)));
        }
        Hit::Node(id) if part(hand.scene, hand.editor, id, hand.zoom, point) == NodePart::Badge => {
            return choose_target(hand, id, actions);
        }
        _ => {}
    }
    let more = hand.modifiers.shift || hand.modifiers.command;
    let selection = match (more, thing(under)) {
        (false, thing) => thing,
        (true, thing) => {
            let mut now = hand.editor.selection.clone();
            thing.nodes.iter().for_each(|id| now.toggle(*id));
            thing.frames.iter().for_each(|id| now.toggle_frame(*id));
            thing.texts.iter().for_each(|id| now.toggle_text(*id));
            if thing.wire.is_some() {
                now = thing;
            }
            now
        }
    };
    actions.push(Action::Select(selection));
}

fn choose_target(hand: &Hand<'_>, id: NodeId, actions: &mut Vec<Action>) {
    match hand.editor.why_no_target(id) {
        Some(why) => actions.push(Action::Say(why.to_owned())),
        None => actions.push(Action::Edit(Edit::SetTarget(Some(id)))),
    }
}

//! Clicks: one selects or switches, two edit.

use eframe::egui::{PointerButton, Pos2};

use super::{Editable, Gestures, Hand, Hit, Part, number_of, part, snapped, takes_more};
use crate::core::graph::{NodeId, Wire};
use crate::document::Edit;
use crate::gui::action::{Action, PaletteRequest, Wiring};
use crate::gui::selection::Selection;

impl Gestures {
    /// Looks at the clicks of this frame.
    pub(super) fn clicks(
        &mut self,
        hand: &Hand<'_>,
        under: Hit,
        point: Pos2,
        actions: &mut Vec<Action>,
    ) {
        let response = hand.response;
        if response.double_clicked_by(PointerButton::Primary) {
            self.double_click(hand, under, point, actions);
        } else if response.clicked_by(PointerButton::Primary) {
            click(hand, under, point, actions);
        } else if response.clicked_by(PointerButton::Secondary) {
            (self.menu, self.menu_by_key) = (Some((under, point)), None);
            let thing = thing(under);
            let is_in = thing.nodes.is_subset(&hand.editor.selection.nodes)
                && thing.frames.is_subset(&hand.editor.selection.frames)
                && thing.texts.is_subset(&hand.editor.selection.texts)
                && thing.wire.is_none();
            if !is_in || thing.is_empty() {
                actions.push(Action::Select(thing));
            }
        }
    }

    fn double_click(
        &mut self,
        hand: &Hand<'_>,
        under: Hit,
        point: Pos2,
        actions: &mut Vec<Action>,
    ) {
        let what = match under {
            Hit::Node(id) => match part(hand.scene, hand.editor, id, hand.zoom, point) {
                Part::Name => Editable::Name(id),
                Part::Badge => return,
                _ if number_of(hand.editor, id).is_some() => Editable::Value(id),
                _ => return actions.push(Action::OpenTable(id)),
            },
            Hit::Frame(id) => Editable::Title(id, None),
            Hit::Text(id) => Editable::Note(id),
            Hit::Canvas => {
                return actions.push(Action::OpenPalette(PaletteRequest {
                    at: snapped(point, hand.options.snap),
                    wired: Wiring::None,
                    text: String::new(),
                }));
            }
            // The second click is one more.
            _ => return click(hand, under, point, actions),
        };
        self.edit(hand.editor, what, None);
    }
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
        Hit::Grow(id) if takes_more(hand.editor, id) => {
            return actions.push(Action::Edit(Edit::AddInput(id)));
        }
        Hit::Node(id) if part(hand.scene, hand.editor, id, hand.zoom, point) == Part::Badge => {
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

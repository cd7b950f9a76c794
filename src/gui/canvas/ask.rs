//! A click on a number asks about it.

use eframe::egui::CursorIcon;

use super::detail::Detail;
use super::drawing::DrawnFrame;
use super::geometry;
use super::gestures::Hand;
use super::hit::Hit;
use crate::gui::action::Action;
use crate::gui::command::Command;
use crate::gui::selection::Selection;

/// A click on a gradient asks why it is what it is.
pub(super) fn ask_why(hand: &Hand<'_>, drawn: &DrawnFrame, hit: Hit, actions: &mut Vec<Action>) {
    let is_read = drawn.detail >= Some(Detail::Numbers);
    let pointer = hand.pointer.filter(|_| hand.response.contains_pointer());
    let (Some(at), true) = (pointer, is_read && hand.modifiers.is_none()) else {
        return;
    };
    let on_node = match hit {
        Hit::Node(id) => hand.scene.node(id).is_some_and(|rect| {
            let line = geometry::gradient_number(rect);
            line.contains(hand.to_graph * at)
        }),
        _ => false,
    };
    let mut labels = drawn.labels.iter();
    let on_wire = labels.find(|(_, rects)| rects.gradient.contains(at));
    let on_wire = on_wire.filter(|_| matches!(hit, Hit::Canvas | Hit::Wire(_)));
    if !on_node && on_wire.is_none() {
        return;
    }
    hand.ctx.set_cursor_icon(CursorIcon::PointingHand);
    if hand.response.clicked() && !hand.response.double_clicked() {
        if let Some((wire, _)) = on_wire {
            actions.push(Action::Select(Selection::wire(*wire)));
        }
        actions.push(Action::Command(Command::Why));
    }
}

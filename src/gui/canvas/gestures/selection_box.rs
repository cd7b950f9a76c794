//! [`SelectionBox`]: selecting what touches a box.

use eframe::egui::{Modifiers, Pos2, Rect};

use super::hand::Hand;
use crate::gui::action::Action;
use crate::gui::canvas::geometry::{frame_rect, text_rect};
use crate::gui::selection::Selection;

/// A box around what is to be selected, in graph space.
#[derive(Debug)]
pub(super) struct SelectionBox {
    from: Pos2,
    pub(super) to: Pos2,
    /// Those held when the button was pressed.
    modifiers: Modifiers,
}

impl SelectionBox {
    /// A box that starts here. It adds to the selection with Shift, and takes from it with
    /// Ctrl.
    pub(super) fn new(hand: &Hand<'_>, at: Pos2) -> SelectionBox {
        SelectionBox {
            from: at,
            to: at,
            modifiers: hand.modifiers,
        }
    }

    /// The box as it is now.
    pub(super) fn rect(&self) -> Rect {
        Rect::from_two_pos(self.from, self.to)
    }

    /// Selects what touches the box.
    pub(super) fn finish(mut self, hand: &Hand<'_>, point: Pos2, actions: &mut Vec<Action>) {
        self.to = point;
        let found = touching(hand, self.rect());
        let mut selection = hand.editor.selection.clone();
        match (self.modifiers.shift, self.modifiers.command) {
            (true, _) => selection.extend(&found),
            (false, true) => selection.remove(&found),
            (false, false) => selection = found,
        }
        actions.push(Action::Select(selection));
    }
}

/// What touches a part of the graph; frames only if they lie in it.
fn touching(hand: &Hand<'_>, area: Rect) -> Selection {
    let document = hand.editor.document();
    let frames = document
        .frames()
        .filter(|(_, frame)| area.contains_rect(frame_rect(frame)));
    let texts = document
        .texts()
        .filter(|(_, note)| area.intersects(text_rect(note)));
    Selection {
        nodes: hand.scene.nodes_in(area).into_iter().collect(),
        frames: frames.map(|(id, _)| id).collect(),
        texts: texts.map(|(id, _)| id).collect(),
        ..Selection::default()
    }
}

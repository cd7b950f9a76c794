//! The pointer's shape.

use eframe::egui::{CursorIcon, Pos2};

use super::connect::Landing;
use super::drag::Drag;
use super::hand::Hand;
use crate::gui::canvas::hit::{Hit, NodePart, part};

/// The pointer's shape; `space` says that Space is down, so that a drag pans.
pub(super) fn cursor(
    drag: &Drag,
    hand: &Hand<'_>,
    under: Hit,
    point: Pos2,
    space: bool,
) -> CursorIcon {
    match (drag, under) {
        (Drag::Pan, _) => CursorIcon::Grabbing,
        (Drag::Move(moving), _) if moving.copies => CursorIcon::Copy,
        (Drag::Move(_), _) => CursorIcon::Move,
        (Drag::Cut(_) | Drag::Box(_), _) => CursorIcon::Crosshair,
        (Drag::Scrub(_), _) => CursorIcon::ResizeHorizontal,
        (Drag::Resize(_), _) => CursorIcon::ResizeNwSe,
        (Drag::Connect(connect), _) => match connect.landing {
            Landing::Refused(..) => CursorIcon::NotAllowed,
            _ => CursorIcon::Crosshair,
        },
        (Drag::Cancelled, _) => CursorIcon::Default,
        (Drag::None, _) if space => CursorIcon::Grab,
        (Drag::None, Hit::FrameCorner(_)) => CursorIcon::ResizeNwSe,
        (Drag::None, Hit::Output(_) | Hit::Input(_)) => CursorIcon::Crosshair,
        (Drag::None, Hit::Grow(_)) => CursorIcon::PointingHand,
        (Drag::None, Hit::Node(id)) => match part(hand.scene, hand.editor, id, hand.zoom, point) {
            NodePart::Value | NodePart::Slider => CursorIcon::ResizeHorizontal,
            NodePart::Badge => CursorIcon::PointingHand,
            _ => CursorIcon::Default,
        },
        _ => CursorIcon::Default,
    }
}

//! What moves with a selection, and the edits that move it.

use eframe::egui::{Rect, Vec2};

use super::geometry::{frame_rect, text_rect};
use super::scene::Scene;
use crate::core::graph::NodeId;
use crate::document::{Document, Edit, Position, TextNote};
use crate::gui::selection::Selection;

/// The edits that move things by a distance.
pub(crate) fn moves(document: &Document, things: &Selection, by: Vec2) -> Vec<Edit> {
    let place = |id: &NodeId| {
        let at = document.position(*id).unwrap_or_default();
        (*id, Position::nearest(at.x() + by.x, at.y() + by.y))
    };
    let mut edits = Vec::new();
    if !things.nodes.is_empty() {
        edits.push(Edit::Place(things.nodes.iter().map(place).collect()));
    }
    for &frame in &things.frames {
        if let Some(now) = document.frame(frame) {
            let at = now.at();
            let to = Some(now.moved_to(at.x() + by.x, at.y() + by.y));
            edits.push(Edit::SetFrame { frame, to });
        }
    }
    for &text in &things.texts {
        if let Some(now) = document.text(text) {
            let at = Position::nearest(now.at.x() + by.x, now.at.y() + by.y);
            let text_now = now.text.clone();
            let to = Some(TextNote { text: text_now, at });
            edits.push(Edit::SetText { text, to });
        }
    }
    edits
}

/// A selection with everything that lies wholly in its frames.
pub(crate) fn with_what_frames_hold(
    scene: &Scene,
    document: &Document,
    selection: &Selection,
) -> Selection {
    let mut all = selection.clone();
    let rects = selection.frames.iter().filter_map(|id| document.frame(*id));
    for rect in rects.map(frame_rect) {
        let inside = |part: Rect| rect.contains_rect(part);
        let nodes = scene.nodes_in(rect).into_iter();
        all.nodes
            .extend(nodes.filter(|id| scene.node(*id).is_some_and(inside)));
        let frames = document
            .frames()
            .filter(|(_, frame)| inside(frame_rect(frame)));
        all.frames.extend(frames.map(|(id, _)| id));
        let texts = document.texts().filter(|(_, note)| inside(text_rect(note)));
        all.texts.extend(texts.map(|(id, _)| id));
    }
    all
}

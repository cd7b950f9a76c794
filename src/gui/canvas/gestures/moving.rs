//! Dragging nodes, frames and text notes.

use eframe::egui::{Pos2, Rect, Vec2, vec2};

use super::hand::Hand;
use crate::core::graph::{NodeId, Wire};
use crate::document::layout::GRID;
use crate::document::{Edit, Frame, FrameId, Position};
use crate::gui::action::Action;
use crate::gui::canvas::geometry::curve_distance;
use crate::gui::canvas::move_things::{moves, with_what_frames_hold};
use crate::gui::editor::Editor;
use crate::gui::open_edits::OpenEdit;
use crate::gui::selection::Selection;

/// What is being dragged, and how far.
#[derive(Debug)]
pub(super) struct Moving {
    /// Everything that moves, what lies in the frames included.
    pub(super) things: Selection,
    from: Pos2,
    /// The upper left corner of what was pressed: this snaps to the grid.
    corner: Pos2,
    pub(super) by: Vec2,
    /// Whether a copy is dragged, and the original stays.
    pub(super) copies: bool,
    /// Whether the node could be dropped on a wire.
    fits_on_wires: bool,
    /// The wire that the node would be dropped on.
    pub(super) onto: Option<Wire>,
    looked_at: Option<Wire>,
    /// The move as an edit, and when it was made.
    open: Option<Box<(OpenEdit, f64)>>,
}

/// So often, in seconds, the move is made an edit for copies of unsaved work.
const OPEN_EVERY: f64 = 0.25;

impl Moving {
    /// Starts to move what is selected, pressed at a point of the graph.
    pub(super) fn new(hand: &Hand<'_>, selection: &Selection, held: Rect, from: Pos2) -> Moving {
        let things = with_what_frames_hold(hand.scene, hand.editor.document(), selection);
        let only = things.only_node();
        Moving {
            fits_on_wires: only.is_some_and(|id| is_loose(hand.editor, id)),
            things,
            from,
            corner: held.min,
            by: Vec2::ZERO,
            copies: hand.modifiers.alt,
            onto: None,
            looked_at: None,
            open: None,
        }
    }

    /// What the move would change if it ended now. It is made anew a few times a second
    /// only: for a large selection that takes long.
    pub(super) fn open_edit(&mut self, hand: &Hand<'_>) -> Option<OpenEdit> {
        if self.by == Vec2::ZERO || self.copies {
            return None;
        }
        let now = hand.ctx.input(|input| input.time);
        let known = self.open.take().filter(|known| now - known.1 < OPEN_EVERY);
        let open = self.open.insert(known.unwrap_or_else(|| {
            let edits = moves(hand.editor.document(), &self.things, self.by);
            let label = "move";
            let edit = Ok(Edit::All { label, edits });
            let gesture = None;
            Box::new((OpenEdit { gesture, edit }, now))
        }));
        Some(open.0.clone())
    }

    /// Follows the pointer.
    pub(super) fn go_on(&mut self, hand: &Hand<'_>, point: Pos2) {
        let mut by = point - self.from;
        if hand.modifiers.shift {
            // Along one axis only.
            by = match by.x.abs() >= by.y.abs() {
                true => vec2(by.x, 0.0),
                false => vec2(0.0, by.y),
            };
        }
        // Ctrl does it the other way for once.
        if hand.options.snap != hand.modifiers.command {
            let to = ((self.corner + by).to_vec2() / GRID).round() * GRID;
            let snapped = to - self.corner.to_vec2();
            by = vec2(
                if by.x == 0.0 { 0.0 } else { snapped.x },
                if by.y == 0.0 { 0.0 } else { snapped.y },
            );
        }
        self.by = by;
        self.onto = self.wire_under(hand);
    }

    /// The wire that the dragged node lies on, if it can be spliced into it.
    fn wire_under(&mut self, hand: &Hand<'_>) -> Option<Wire> {
        let id = self.things.only_node().filter(|_| self.fits_on_wires)?;
        if self.copies || self.by == Vec2::ZERO {
            return None;
        }
        let rect = hand.scene.node(id)?.translate(self.by);
        let near = |wire: &Wire| {
            let curve = hand.scene.curve(*wire)?;
            let away = curve_distance(&curve, rect.center());
            (away < rect.height() / 2.0 && wire.to != id).then_some((away, *wire))
        };
        let wires = hand.scene.wires_in(rect);
        let nearest = wires.iter().filter_map(near);
        let wire = nearest
            .min_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(_, wire)| wire);
        if wire != self.looked_at {
            // Whether it fits takes a walk over the graph: once a wire.
            self.looked_at = wire;
            let document = hand.editor.document();
            return wire.filter(|wire| document.splice(id, *wire).is_some());
        }
        self.onto
    }

    /// Puts everything where it was dragged to, in one step.
    pub(super) fn finish(self, hand: &Hand<'_>, actions: &mut Vec<Action>) {
        if self.by == Vec2::ZERO {
            return;
        }
        let document = hand.editor.document();
        if self.copies {
            return actions.push(Action::PasteCopy(self.things, self.by));
        }
        let mut edits = moves(document, &self.things, self.by);
        let only = self.things.only_node();
        let label = match (self.onto, only) {
            (Some(wire), Some(id)) => {
                edits.extend(document.splice(id, wire));
                edits.extend(self.room_on(hand, id, wire).map(Edit::Place));
                "insert on wire"
            }
            _ => "move",
        };
        actions.push(Action::Edit(Edit::All { label, edits }));
        // Dropped under a panel, it comes into sight.
        actions.extend(only.map(|id| Action::BringIntoView(vec![id])));
    }

    /// Where a node goes that is dropped on a wire, and what makes room for it: it keeps a
    /// distance from the node that the wire starts at, and all that comes after it moves
    /// to the right.
    fn room_on(&self, hand: &Hand<'_>, id: NodeId, wire: Wire) -> Option<Vec<(NodeId, Position)>> {
        let scene = hand.scene;
        let (start, end) = (scene.node(scene.start(wire)?)?, scene.node(wire.to)?);
        let dropped = scene.node(id)?.translate(self.by);
        if start.right() > end.left() {
            return None; // The wire runs backward.
        }
        let snapped = |distance: f32| (distance / GRID).ceil() * GRID;
        let back = snapped((start.right() + SPLICE_GAP - dropped.left()).max(0.0));
        let ahead = dropped.right() + back + SPLICE_GAP - end.left();
        let ahead = snapped(ahead.max(0.0));
        let at = |rect: Rect, by: f32| Position::nearest(rect.left() + by, rect.top());
        let mut places = vec![(id, at(dropped, back))];
        if ahead > 0.0 {
            let graph = hand.editor.document().graph();
            let follows = graph.users_of(wire.to);
            // What only feeds them moves with them.
            let feeds = |other: NodeId| {
                let wires = scene.wires_from(other);
                let is_used = |wire: &Wire| follows.get(wire.to.index()) == Some(&true);
                !wires.is_empty() && wires.iter().all(is_used)
            };
            let moves = scene.all_nodes().filter(|(other, rect)| {
                let is_later = rect.left() >= end.left() - GRID;
                let follows = follows.get(other.index()) == Some(&true);
                *other != id && (follows || is_later && feeds(*other))
            });
            places.extend(moves.map(|(other, rect)| (other, at(rect, ahead))));
        }
        (places.len() > 1 || back > 0.0).then_some(places)
    }
}

/// The least distance between a node that was dropped on a wire and its neighbours.
const SPLICE_GAP: f32 = 3.0 * GRID;

/// Whether a node has a free input and nothing uses it.
fn is_loose(editor: &Editor, id: NodeId) -> bool {
    let mut inputs = editor.nodes().flat_map(|(_, node)| node.inputs());
    editor.inputs(id).contains(&None) && !inputs.any(|from| *from == Some(id))
}

/// A frame whose lower right corner is being dragged.
#[derive(Debug)]
pub(super) struct Resize {
    frame: FrameId,
    from: Pos2,
    /// What it would become now.
    pub(super) to: Option<Frame>,
}

/// The smallest side of a frame, in points.
const SMALLEST: f32 = 40.0;

impl Resize {
    /// Starts to drag the corner, from a point of the graph.
    pub(super) fn new(frame: FrameId, from: Pos2) -> Resize {
        let to = None;
        Resize { frame, from, to }
    }

    /// Follows the pointer.
    pub(super) fn go_on(&mut self, hand: &Hand<'_>, point: Pos2) {
        let by = point - self.from;
        let snaps = hand.options.snap != hand.modifiers.command;
        let side = |now: f32, by: f32| {
            let side = (now + by).max(SMALLEST);
            if snaps {
                (side / GRID).round() * GRID
            } else {
                side
            }
        };
        let frame = hand.editor.document().frame(self.frame);
        self.to = frame.and_then(|frame| {
            let (width, height) = (side(frame.width(), by.x), side(frame.height(), by.y));
            let resized = Frame::new(frame.title(), frame.at(), width, height)?;
            (resized != *frame).then_some(resized)
        });
    }

    /// Gives the frame its new size.
    pub(super) fn finish(self, actions: &mut Vec<Action>) {
        if self.to.is_some() {
            let (frame, to) = (self.frame, self.to);
            actions.push(Action::Edit(Edit::SetFrame { frame, to }));
        }
    }
}

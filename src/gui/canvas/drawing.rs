//! [`Drawing`]: what one frame draws, and where.

use std::collections::HashSet;

use eframe::egui::emath::TSTransform;
use eframe::egui::{Color32, Painter, Pos2, Rect, Vec2};

use super::detail::{Detail, LEAST_LETTERS, LEAST_PRESENTED};
use super::geometry;
use super::hit::Hit;
use super::label_layout::LabelRects;
use super::motion::Drift;
use super::scene::Scene;
use crate::core::graph::{NodeId, Wire};
use crate::gui::editor::Editor;
use crate::gui::overlay::Overlay;
use crate::gui::selection::Selection;
use crate::gui::settings::CanvasOptions;
use crate::gui::theme::Theme;

/// What the last frame drew.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DrawnFrame {
    /// How much of it.
    pub detail: Option<Detail>,
    /// Where the numbers on wires are, on the screen.
    pub labels: Vec<(Wire, LabelRects)>,
    /// The smallest letters of a number on a node or a wire, in points; infinite if there is
    /// none.
    pub letters: f32,
    /// Where the minimap is, on the screen.
    pub minimap: Option<Rect>,
}

/// What is drawn, and where. Lives for one frame.
pub(crate) struct Drawing<'a> {
    pub(crate) painter: Painter,
    pub(crate) theme: &'a Theme,
    pub(crate) editor: &'a Editor,
    pub(crate) overlay: &'a dyn Overlay,
    pub(crate) scene: &'a Scene,
    pub(crate) options: CanvasOptions,
    pub(crate) to_screen: TSTransform,
    /// The canvas on the screen.
    pub(crate) canvas: Rect,
    /// The part of the graph that is seen.
    pub(crate) seen: Rect,
    pub(crate) detail: Detail,
    pub(crate) hit: Hit,
    /// What is being dragged, and how far.
    pub(crate) moved: Option<(&'a Selection, Vec2)>,
    /// A wire that was taken off its input: it isn't drawn.
    pub(crate) taken: Option<Wire>,
    pub(super) drift: &'a Drift,
}

/// If more nodes than this are dragged, they are many.
pub(super) const MOST_MOVED: usize = 1_000;

impl Drawing<'_> {
    /// Whether so many nodes are dragged that they aren't drawn one by one in each frame.
    pub(super) fn drags_many(&self) -> bool {
        let moved = self.moved.map_or(0, |(things, _)| things.nodes.len());
        moved > MOST_MOVED && !self.options.as_shapes
    }

    /// The rectangle of a node in graph space, where it is being dragged to.
    pub(crate) fn node_rect(&self, id: NodeId) -> Option<Rect> {
        let rect = self.scene.node(id)?;
        let rect = self
            .drift
            .away(id)
            .map_or(rect, |away| rect.translate(away));
        match self.moved {
            Some((things, by)) if things.nodes.contains(&id) => Some(rect.translate(by)),
            _ => Some(rect),
        }
    }

    /// The colour of a computed number: grey if it is the last one, and not of the graph as it
    /// is.
    pub(super) fn aged(&self, color: Color32) -> Color32 {
        match self.editor.live().is_current() {
            true => color,
            false => self.theme.weak_text,
        }
    }

    /// Whether a node is being dragged.
    pub(crate) fn is_moved(&self, id: NodeId) -> bool {
        self.moved
            .is_some_and(|(things, _)| things.nodes.contains(&id))
    }

    /// The control points of a wire in graph space.
    pub(crate) fn curve(&self, wire: Wire) -> Option<[Pos2; 4]> {
        if self.taken == Some(wire) {
            return None;
        }
        let from = geometry::output_port(self.node_rect(self.scene.start(wire)?)?);
        let to = geometry::input_port(self.node_rect(wire.to)?, wire.input);
        Some(geometry::wire_curve(from, to))
    }

    /// The control points of a wire on the screen.
    pub(crate) fn screen_curve(&self, wire: Wire) -> Option<[Pos2; 4]> {
        Some(geometry::transformed(self.to_screen, &self.curve(wire)?))
    }

    /// A rectangle in graph space on the screen.
    pub(crate) fn on_screen(&self, rect: Rect) -> Rect {
        self.to_screen * rect
    }

    /// The zoom.
    pub(crate) fn zoom(&self) -> f32 {
        self.to_screen.scaling
    }

    /// The smallest letters of names and numbers, in points.
    pub(super) fn least_letters(&self) -> f32 {
        match self.options.presented {
            true => LEAST_PRESENTED,
            false => LEAST_LETTERS,
        }
    }

    /// The nodes in view, in the order in which they are drawn.
    pub(super) fn nodes_in_view(&self) -> Vec<NodeId> {
        let mut nodes = self.scene.nodes_in(self.seen);
        let dragged = self.moved_list();
        if !dragged.is_empty() {
            // Dragged into view from outside, or out of it. What moves is on top.
            let moved: HashSet<NodeId> = dragged.iter().copied().collect();
            nodes.retain(|id| !moved.contains(id));
            nodes.extend(dragged);
        }
        nodes
    }

    /// The nodes that are dragged or on their way to another place.
    fn moved_list(&self) -> Vec<NodeId> {
        let mut list: Vec<NodeId> = self.drift.nodes().collect();
        list.extend(
            self.moved
                .map(|(things, _)| things.node_list())
                .unwrap_or_default(),
        );
        list.sort_unstable();
        list.dedup();
        list
    }

    /// The wires in view, in the order of where they end.
    pub(super) fn wires_in_view(&self) -> Vec<Wire> {
        let mut wires = self.scene.wires_in(self.seen);
        let list = self.moved_list();
        if !list.is_empty() {
            wires.extend(self.scene.wires_at(&list));
            wires.sort_unstable();
            wires.dedup();
        }
        wires
    }
}

//! The canvas: the graph drawn, and what a person does to it with pointer and keys.
//!
//! It reads an [`Editor`] and returns actions. Positions stay in graph space; text is
//! laid out at its final size on the screen. A frame looks only at what is in view:
//! [`scene`] finds it, [`detail`] says how much of it is drawn.

pub mod detail;
pub mod geometry;
pub mod gestures;
pub mod labels;
pub mod nodes;
pub mod scene;
pub mod view;
pub mod wires;

use std::collections::BTreeSet;

use eframe::egui::emath::TSTransform;
use eframe::egui::{self, Painter, Pos2, Rect, Sense, Stroke, Ui, pos2};

use crate::core::graph::{NodeId, Wire};

use super::action::Action;
use super::editor::Editor;
use super::theme::Theme;
use detail::Detail;
use gestures::{Gestures, Hit};
use scene::Scene;
use view::View;

/// What the canvas is told of the settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Whether the grid is drawn.
    pub grid: bool,
    /// Whether nodes that are moved snap to the grid.
    pub snap: bool,
    /// Whether the thickness of wires follows the magnitude of the gradient.
    pub magnitude: bool,
    /// Whether large graphs have a minimap.
    pub minimap: bool,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            grid: true,
            snap: true,
            magnitude: false,
            minimap: true,
        }
    }
}

/// The canvas and what it remembers from frame to frame.
#[derive(Default)]
pub struct Canvas {
    /// What is seen.
    pub view: View,
    /// Where everything stands.
    pub scene: Scene,
    gestures: Gestures,
    rect: Option<Rect>,
    fit_next: bool,
}

/// What one frame draws with. Lives for one frame.
pub(crate) struct Drawing<'a> {
    pub(crate) painter: Painter,
    pub(crate) theme: &'a Theme,
    pub(crate) editor: &'a Editor,
    pub(crate) scene: &'a Scene,
    pub(crate) options: Options,
    pub(crate) to_screen: TSTransform,
    /// The canvas on the screen.
    pub(crate) canvas: Rect,
    /// The part of the graph that is seen.
    pub(crate) seen: Rect,
    pub(crate) detail: Detail,
    pub(crate) hit: Hit,
    /// Nodes that are being dragged, and how far.
    pub(crate) moved: Option<(&'a BTreeSet<NodeId>, egui::Vec2)>,
}

impl Drawing<'_> {
    /// The rectangle of a node in graph space, where it is being dragged to.
    pub(crate) fn node_rect(&self, id: NodeId) -> Option<Rect> {
        let rect = self.scene.node(id)?;
        match self.moved {
            Some((nodes, by)) if nodes.contains(&id) => Some(rect.translate(by)),
            _ => Some(rect),
        }
    }

    /// The control points of a wire in graph space.
    pub(crate) fn curve(&self, wire: Wire) -> Option<[Pos2; 4]> {
        let from = geometry::output_port(self.node_rect(self.scene.start(wire)?)?);
        let to = geometry::input_port(self.node_rect(wire.to)?, wire.input);
        Some(geometry::wire_curve(from, to))
    }

    /// A rectangle in graph space on the screen.
    pub(crate) fn on_screen(&self, rect: Rect) -> Rect {
        self.to_screen * rect
    }

    /// The zoom.
    pub(crate) fn zoom(&self) -> f32 {
        self.to_screen.scaling
    }
}

impl Canvas {
    /// Shows the whole graph in the next frame.
    pub fn fit(&mut self) {
        self.fit_next = true;
    }

    /// The canvas on the screen, as of the last frame.
    pub fn rect(&self) -> Option<Rect> {
        self.rect
    }

    /// The point of the graph under a point of the screen.
    pub fn graph_point(&self, screen: Pos2) -> Option<Pos2> {
        let canvas = self.rect?;
        Some(self.view.screen_from_graph(canvas).inverse() * screen)
    }

    /// Where a point of the graph is on the screen.
    pub fn screen_point(&self, graph: Pos2) -> Option<Pos2> {
        Some(self.view.screen_from_graph(self.rect?) * graph)
    }

    /// Pans as little as possible so that these nodes are in view.
    pub fn reveal(&mut self, editor: &Editor, ids: &[NodeId]) {
        self.scene.update(editor.document());
        if let (Some(canvas), Some(part)) = (self.rect, self.scene.bounds_of(ids.iter().copied())) {
            self.view.reveal(canvas, part);
        }
    }

    /// Shows a part of the graph, in graph space.
    pub fn show_part(&mut self, part: Rect) {
        if let Some(canvas) = self.rect {
            self.view.fit(canvas, part);
        }
    }

    /// Draws the graph into all the room that is left, and adds what the person did
    /// to `actions`.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        editor: &Editor,
        theme: &Theme,
        options: Options,
        actions: &mut Vec<Action>,
    ) {
        let (canvas, response) =
            ui.allocate_exact_size(ui.available_size(), Sense::click_and_drag());
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Canvas, true, "Canvas"));
        self.rect = Some(canvas);
        self.scene.update(editor.document());
        if std::mem::take(&mut self.fit_next) {
            let all = self.scene.bounds();
            self.view.fit(canvas, all.unwrap_or(Rect::ZERO));
        }
        let hit = self.gestures.update(
            ui,
            &response,
            &mut self.view,
            &self.scene,
            editor,
            options,
            actions,
        );
        let drawing = Drawing {
            painter: ui.painter_at(canvas),
            theme,
            editor,
            scene: &self.scene,
            options,
            to_screen: self.view.screen_from_graph(canvas),
            canvas,
            seen: self.view.seen(canvas),
            detail: Detail::at(self.view.zoom),
            hit,
            moved: self.gestures.moved(),
        };
        drawing.background();
        drawing.graph(ui);
        self.gestures.draw(&drawing);
    }
}

impl Drawing<'_> {
    fn background(&self) {
        self.painter
            .rect_filled(self.canvas, 0.0, self.theme.background);
        let step = 20.0 * self.zoom();
        // Closer lines would only be grey.
        let step = if step < 10.0 { step * 5.0 } else { step };
        if !self.options.grid || step < 10.0 {
            return;
        }
        let stroke = Stroke::new(1.0, self.theme.grid);
        let origin = self.to_screen * pos2(0.0, 0.0);
        let first = |from: f32, origin: f32| from + (origin - from).rem_euclid(step);
        let mut x = first(self.canvas.left(), origin.x);
        while x < self.canvas.right() {
            self.painter.vline(x, self.canvas.y_range(), stroke);
            x += step;
        }
        let mut y = first(self.canvas.top(), origin.y);
        while y < self.canvas.bottom() {
            self.painter.hline(self.canvas.x_range(), y, stroke);
            y += step;
        }
    }

    fn graph(&self, ui: &mut Ui) {
        let mut wires = self.scene.wires_in(self.seen);
        let mut nodes = self.scene.nodes_in(self.seen);
        if let Some((moved, _)) = self.moved {
            // Dragged into view from outside, or out of it.
            nodes.extend(moved.iter());
            nodes.sort_unstable();
            nodes.dedup();
            let list: Vec<NodeId> = moved.iter().copied().collect();
            wires.extend(self.scene.wires_at(&list));
            wires.sort_unstable();
            wires.dedup();
        }
        self.wires(&wires);
        self.nodes(ui, &nodes);
        if self.detail.labels() {
            self.labels(&wires, &nodes);
        }
    }
}

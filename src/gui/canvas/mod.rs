//! The canvas: the graph drawn, and what a person does to it with pointer and keys.
//!
//! It reads an [`Editor`] and returns actions. Positions stay in graph space; text is
//! laid out at its final size on the screen. A frame looks only at what is in view:
//! [`scene`] finds it, [`detail`] says how much of it is drawn. All of it goes into one
//! mesh, see `brush`; what costs something to find out is kept, see `kept`.

mod announce;
mod brush;
pub mod detail;
mod frames;
pub mod geometry;
pub mod gestures;
mod grid;
pub mod heat;
mod hints;
mod ink;
mod kept;
mod labels;
pub mod minimap;
mod nodes;
mod overview;
mod path;
pub mod place;
pub mod readings;
pub mod scene;
mod text;
pub mod view;
mod wires;

use std::collections::BTreeSet;

use eframe::egui::emath::TSTransform;
use eframe::egui::{self, Painter, Pos2, Rect, Sense, Ui};

use crate::core::graph::{NodeId, Wire};

use super::action::Action;
use super::editor::Editor;
use super::theme::Theme;
use detail::Detail;
use gestures::{Gestures, Hit};
use kept::Kept;
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
    /// Whether everything is drawn as egui's shapes, for a picture with real text. Slower
    /// than the one mesh that is drawn otherwise, and looks the same.
    pub as_shapes: bool,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            grid: true,
            snap: true,
            magnitude: false,
            minimap: true,
            as_shapes: false,
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
    kept: Kept,
    rect: Option<Rect>,
    fit_next: bool,
    drawn: Drawn,
}

/// What the last frame drew.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drawn {
    /// How much of it.
    pub detail: Option<Detail>,
    /// Where the numbers on wires are, on the screen.
    pub labels: Vec<(Wire, place::Place)>,
    /// Where the minimap is, on the screen.
    pub minimap: Option<Rect>,
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

    /// Whether a node is being dragged.
    pub(crate) fn is_moved(&self, id: NodeId) -> bool {
        self.moved.is_some_and(|(nodes, _)| nodes.contains(&id))
    }

    /// The control points of a wire in graph space.
    pub(crate) fn curve(&self, wire: Wire) -> Option<[Pos2; 4]> {
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

    /// What the last frame drew.
    pub fn drawn(&self) -> &Drawn {
        &self.drawn
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
            let all = frames::bounds(&self.scene, editor.document());
            self.view.fit(canvas, all.unwrap_or(Rect::ZERO));
        }
        let map = minimap::place(canvas, &self.scene, &self.view, options.minimap);
        let mut hit = self.gestures.update(
            ui,
            &response,
            &mut self.view,
            &self.scene,
            editor,
            options,
            actions,
        );
        if let Some(map) = map {
            let all = minimap::ui(ui, map, canvas, &mut self.view);
            hit = if all { Hit::Canvas } else { hit };
        }
        let mut drawing = Drawing {
            painter: ui.painter_at(canvas),
            theme,
            editor,
            scene: &self.scene,
            options,
            to_screen: self.view.screen_from_graph(canvas),
            canvas,
            seen: self.view.seen(canvas),
            detail: Detail::Boxes,
            hit,
            moved: self.gestures.moved(),
        };
        let nodes = match Detail::at(self.view.zoom, 0) {
            Detail::Boxes => Vec::new(),
            _ => drawing.nodes_in_view(),
        };
        drawing.detail = Detail::at(self.view.zoom, nodes.len());
        let kept = &mut self.kept;
        kept.begin(ui.ctx(), &drawing);
        self.drawn = drawing.graph(ui, kept, &nodes, response.id);
        self.drawn.minimap = map.map(|map| map.rect);
        if let Some(map) = map {
            drawing.minimap(kept, map);
        }
        self.gestures.draw(&drawing);
    }
}

impl Drawing<'_> {
    /// The nodes in view, in the order in which they are drawn.
    fn nodes_in_view(&self) -> Vec<NodeId> {
        let mut nodes = self.scene.nodes_in(self.seen);
        if let Some((moved, _)) = self.moved {
            // Dragged into view from outside, or out of it. What is dragged is on top.
            nodes.retain(|id| !moved.contains(id));
            nodes.extend(moved.iter());
        }
        nodes
    }

    fn wires_in_view(&self) -> Vec<Wire> {
        let mut wires = self.scene.wires_in(self.seen);
        if let Some((moved, _)) = self.moved {
            let list: Vec<NodeId> = moved.iter().copied().collect();
            wires.extend(self.scene.wires_at(&list));
            wires.sort_unstable();
            wires.dedup();
        }
        wires
    }

    fn graph(&self, ui: &mut Ui, kept: &mut Kept, nodes: &[NodeId], canvas: egui::Id) -> Drawn {
        let mut drawn = Drawn {
            detail: Some(self.detail),
            ..Drawn::default()
        };
        let mut pen = kept.pen(ui.ctx(), self.options.as_shapes);
        self.background(&mut pen.ink);
        self.frames(&mut pen);
        let mut wires = Vec::new();
        if self.detail <= Detail::Names {
            let under = pen.ink;
            self.overview(kept, under);
            pen = kept.pen(ui.ctx(), self.options.as_shapes);
            self.over_overview(&mut pen, nodes);
        } else {
            wires = self.wires_in_view();
            self.wires(&mut pen, &wires);
            self.nodes(&mut pen, nodes);
        }
        drawn.labels = self.labels(&mut pen, &wires, nodes);
        pen.ink.show(&self.painter);
        self.announce(ui, kept, canvas, nodes, &drawn.labels);
        self.hints(ui, kept);
        drawn
    }
}

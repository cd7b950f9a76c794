//! The canvas: the graph drawn, and what a person does to it with pointer and keys.
//!
//! It reads an [`Editor`] and returns actions. Positions stay in graph space; text is
//! laid out at its final size on the screen. A frame looks only at what is in view:
//! [`scene`] finds it, [`detail`] says how much of it is drawn.

pub mod detail;
pub mod geometry;
pub mod gestures;
pub mod labels;
mod motion;
pub mod nodes;
pub mod scene;
pub mod view;
pub mod wires;

use std::collections::HashMap;

use eframe::egui::emath::TSTransform;
use eframe::egui::{self, Id, Painter, Pos2, Rect, Sense, Stroke, Ui, Vec2, pos2};

use crate::core::graph::{NodeId, Wire};

use super::action::Action;
use super::editor::Editor;
use super::selection::Selection;
use super::theme::Theme;
use crate::document::Position;
use detail::Detail;
use gestures::{Editable, Gestures, Hand, Hit};
use motion::{Drift, Glide};
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
    id: Option<Id>,
    fit_next: bool,
    glide: Option<Glide>,
    drift: Drift,
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
    /// What is being dragged, and how far.
    pub(crate) moved: Option<(&'a Selection, Vec2)>,
    /// A wire that was taken off its input: it isn't drawn.
    pub(crate) taken: Option<Wire>,
    drift: &'a Drift,
}

impl Drawing<'_> {
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

    /// The control points of a wire in graph space.
    pub(crate) fn curve(&self, wire: Wire) -> Option<[Pos2; 4]> {
        if self.taken == Some(wire) {
            return None;
        }
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
            self.glide(|view| view.reveal(canvas, part));
        }
    }

    /// Shows a part of the graph, in graph space.
    pub fn show_part(&mut self, part: Rect) {
        if let Some(canvas) = self.rect {
            self.glide(|view| view.fit(canvas, part));
        }
    }

    /// Shows the whole graph, in a short motion.
    pub fn show_all(&mut self) {
        if let Some(bounds) = self.scene.bounds() {
            self.show_part(bounds);
        }
    }

    /// Zooms around the middle of the canvas.
    pub fn zoom_by(&mut self, factor: f32) {
        if let Some(canvas) = self.rect {
            self.glide(|view| view.zoom_around(canvas, canvas.center(), factor));
        }
    }

    /// Shows nodes at their own size.
    pub fn zoom_to_actual_size(&mut self) {
        self.glide(|view| view.zoom = 1.0);
    }

    /// Moves the view to another, in a short motion; the next one starts from where
    /// this one leads.
    fn glide(&mut self, change: impl FnOnce(&mut View)) {
        let mut goal = self.glide.map_or(self.view, |glide| glide.goal());
        change(&mut goal);
        if goal != self.view {
            self.glide = Some(Glide::new(self.view, goal));
        }
    }

    /// Lets nodes that were moved be seen to move. To be called with their places
    /// before.
    pub fn drift_from(&mut self, before: HashMap<NodeId, Pos2>, editor: &Editor) {
        self.scene.update(editor.document());
        let away = before.into_iter().filter_map(|(id, before)| {
            let now = self.scene.node(id)?.min;
            (before != now).then_some((id, before - now))
        });
        self.drift = Drift::new(away.collect());
    }

    /// Starts to edit something where it stands; with a text, that is typed over what
    /// is there.
    pub fn edit(&mut self, editor: &Editor, what: Editable, typed: Option<&str>) {
        self.scene.update(editor.document());
        self.gestures.edit(editor, what, typed);
    }

    /// Starts a text note.
    pub fn new_note(&mut self, at: Position) {
        self.gestures.new_note(at);
    }

    /// Whether a gesture or an edit in place goes on.
    pub fn is_busy(&self) -> bool {
        self.gestures.is_busy()
    }

    /// Whether keys are the canvas's: nothing else has the focus.
    pub fn has_keys(&self, ctx: &egui::Context) -> bool {
        let focused = ctx.memory(|memory| memory.focused());
        focused.is_none() || focused == self.id
    }

    /// Gives the keys to the canvas.
    pub fn take_keys(&self, ctx: &egui::Context) {
        if let Some(id) = self.id {
            ctx.memory_mut(|memory| memory.request_focus(id));
        }
    }

    /// Where the pointer is in the graph, if it is over the canvas, else the middle of
    /// what is seen.
    pub fn pointed_at(&self, ctx: &egui::Context) -> Pos2 {
        let pointer = ctx.input(|input| input.pointer.latest_pos());
        let here = pointer.filter(|at| self.rect.is_some_and(|rect| rect.contains(*at)));
        here.and_then(|at| self.graph_point(at))
            .unwrap_or(self.view.center)
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
        self.id = Some(response.id);
        keep_keys(ui, &response);
        self.scene.update(editor.document());
        self.move_view(ui, &response, canvas);
        let ctx = ui.ctx().clone();
        let hand = Hand {
            ctx: &ctx,
            response: &response,
            scene: &self.scene,
            editor,
            options,
            canvas,
            to_graph: self.view.screen_from_graph(canvas).inverse(),
            zoom: self.view.zoom,
            modifiers: ui.input(|input| input.modifiers),
            pointer: ui.input(|input| input.pointer.latest_pos()),
            has_keys: response.has_focus(),
        };
        let hit = self.gestures.update(&hand, &mut self.view, actions);
        self.drift.go_on(ui);
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
            taken: self.gestures.taken(),
            drift: &self.drift,
        };
        drawing.background();
        drawing.graph(ui);
        self.gestures.draw(&drawing);
        let to_screen = drawing.to_screen;
        self.gestures.widgets(ui, &hand, to_screen, actions);
    }

    /// The view as wheels, fingers and its own motion have it in this frame.
    fn move_view(&mut self, ui: &Ui, response: &egui::Response, canvas: Rect) {
        if std::mem::take(&mut self.fit_next) {
            let all = self.scene.bounds();
            self.view.fit(canvas, all.unwrap_or(Rect::ZERO));
            self.glide = None;
        }
        if let Some(glide) = &mut self.glide {
            let (view, is_there) = glide.at(ui);
            self.view = view;
            if is_there {
                self.glide = None;
            }
        }
        if response.contains_pointer() && self.gestures.navigate(ui, canvas, &mut self.view) {
            self.glide = None;
        }
    }
}

/// Keys that nothing else asks for are the canvas's, Tab, Escape and the arrows too.
fn keep_keys(ui: &Ui, response: &egui::Response) {
    let ctx = ui.ctx();
    if ctx.memory(|memory| memory.focused()).is_none() && !egui::Popup::is_any_open(ctx) {
        response.request_focus();
    }
    let all = egui::EventFilter {
        tab: true,
        horizontal_arrows: true,
        vertical_arrows: true,
        escape: true,
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, all));
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
        let dragged = self.moved.map(|(things, _)| things.node_list());
        let mut list: Vec<NodeId> = self.drift.nodes().collect();
        list.extend(dragged.unwrap_or_default());
        if !list.is_empty() {
            // Dragged into view from outside, or out of it.
            nodes.extend(&list);
            nodes.sort_unstable();
            nodes.dedup();
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

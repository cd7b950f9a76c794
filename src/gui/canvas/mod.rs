//! The canvas: the graph drawn, and what a person does to it with pointer and keys.
//!
//! It reads an [`Editor`] and returns actions. Positions stay in graph space; text is
//! laid out at its final size on the screen. A frame looks only at what is in view:
//! [`scene`] finds it, [`detail`] says how much of it is drawn. All of it goes into one
//! mesh, see `brush`; what costs something to find out is kept, see `kept`.

mod announce;
mod ask;
mod beginning;
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
mod motion;
mod move_view;
mod nodes;
mod overview;
mod path;
pub mod place;
pub mod readings;
pub mod scene;
mod text;
mod through;
mod tiles;
pub mod view;
mod wires;

use eframe::egui::emath::TSTransform;
use eframe::egui::{self, Id, Painter, Pos2, Rect, Sense, Ui, Vec2};

use crate::core::graph::{NodeId, Wire};

use super::action::Action;
use super::editor::Editor;
use super::overlay::Overlay;
use super::selection::Selection;
use super::settings::CanvasOptions;
use super::theme::Theme;
use crate::document::{Document, Position};
use detail::Detail;
use gestures::{Editable, Gestures, Hand, Hit};
use kept::Kept;
use motion::{Drift, Glide};
use scene::Scene;
use view::View;

/// The canvas and what it remembers from frame to frame.
#[derive(Default)]
pub struct Canvas {
    /// What is seen.
    pub view: View,
    /// Where everything stands.
    pub scene: Scene,
    /// What covers a part of the canvas, on the screen, as of the last frame.
    pub covered: Option<Rect>,
    gestures: Gestures,
    kept: Kept,
    rect: Option<Rect>,
    id: Option<Id>,
    snap: bool,
    fit_next: bool,
    /// The canvas and the view when all of the graph was last fitted into it.
    fitted: Option<(Rect, View)>,
    glide: Option<Glide>,
    drift: Drift,
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

    /// Where the corner of a node goes that is put at a point of the graph: on the grid, if
    /// nodes snap to it.
    pub fn place(&self, corner: Pos2) -> Position {
        gestures::snapped(corner, self.snap)
    }

    /// Where a point of the graph is on the screen.
    pub fn screen_point(&self, graph: Pos2) -> Option<Pos2> {
        Some(self.view.screen_from_graph(self.rect?) * graph)
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

    /// Opens the context menu of what is selected, or of the canvas.
    pub fn open_menu(&mut self, editor: &Editor) {
        self.scene.update(editor.document());
        let middle = self.view.center;
        self.gestures.open_menu(editor, &self.scene, middle);
    }

    /// Whether a gesture or an edit in place goes on.
    pub fn is_busy(&self) -> bool {
        self.gestures.is_busy()
    }

    /// Whether keys are the canvas's: nothing else has the focus.
    pub fn has_keys(&self, ctx: &egui::Context) -> bool {
        let focused = ctx.memory(egui::Memory::focused);
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

    /// The bounds of all that a document has on the canvas, in graph space; nothing if
    /// it is empty.
    pub fn bounds(&mut self, document: &Document) -> Option<Rect> {
        self.scene.update(document);
        frames::bounds(&self.scene, document)
    }

    /// Draws the graph, seen through an overlay, into all the room that is left, and adds
    /// what the person did to `actions`.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        editor: &Editor,
        overlay: &dyn Overlay,
        theme: &Theme,
        options: CanvasOptions,
        actions: &mut Vec<Action>,
    ) {
        let (canvas, response) =
            ui.allocate_exact_size(ui.available_size(), Sense::click_and_drag());
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Canvas, true, "Canvas"));
        self.rect = Some(canvas);
        self.id = Some(response.id);
        self.snap = options.snap;
        keep_keys(ui, &response);
        self.scene.update(editor.document());
        let map = minimap::place(canvas, &self.scene, &self.view, options.minimap);
        self.move_view(ui, &response, canvas, editor);
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
        let mut hit = self.gestures.update(&hand, &mut self.view, actions);
        self.ask_why(&hand, hit, actions);
        self.drift.go_on(ui);
        if let Some(map) = map {
            let all = minimap::ui(ui, map, canvas, &mut self.view);
            hit = if all { Hit::Canvas } else { hit };
        }
        let mut drawing = Drawing {
            painter: ui.painter_at(canvas),
            theme,
            editor,
            overlay,
            scene: &self.scene,
            options,
            to_screen: self.view.screen_from_graph(canvas),
            canvas,
            seen: self.view.seen(canvas),
            detail: Detail::Boxes,
            hit,
            moved: self.gestures.moved(),
            taken: self.gestures.taken(),
            drift: &self.drift,
        };
        let nodes = match Detail::at(self.view.zoom, 0) {
            Detail::Boxes => Vec::new(),
            _ => drawing.nodes_in_view(),
        };
        let crowd = if options.all_detail { 0 } else { nodes.len() };
        drawing.detail = Detail::at(self.view.zoom, crowd);
        let kept = &mut self.kept;
        kept.begin(ui.ctx(), &drawing);
        self.drawn = drawing.graph(ui, kept, &nodes, response.id);
        self.drawn.minimap = map.map(|map| map.rect);
        if let Some(map) = map {
            drawing.minimap(kept, map);
        }
        drawing.beginning(ui, self.gestures.is_busy());
        self.gestures.draw(&drawing);
        let to_screen = drawing.to_screen;
        self.gestures.widgets(ui, &hand, to_screen, actions);
    }

    /// The view as wheels, fingers and its own motion have it in this frame.
    fn move_view(&mut self, ui: &Ui, response: &egui::Response, canvas: Rect, editor: &Editor) {
        // A view that shows all of it goes on showing all when the panels around it find
        // their sizes, or the window is given another.
        let resized = |(rect, view)| rect != canvas && view == self.view;
        if std::mem::take(&mut self.fit_next) || self.fitted.is_some_and(resized) {
            let all = frames::bounds(&self.scene, editor.document());
            self.view.fit(canvas, all.unwrap_or(Rect::ZERO));
            self.glide = None;
            self.fitted = Some((canvas, self.view));
            ui.ctx().request_repaint(); // the status line was drawn with the old zoom
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
    if ctx.memory(egui::Memory::focused).is_none() && !egui::Popup::is_any_open(ctx) {
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
    /// The nodes in view, in the order in which they are drawn.
    fn nodes_in_view(&self) -> Vec<NodeId> {
        let mut nodes = self.scene.nodes_in(self.seen);
        let dragged = self.moved_list();
        if !dragged.is_empty() {
            // Dragged into view from outside, or out of it. What moves is on top.
            let moved: std::collections::HashSet<NodeId> = dragged.iter().copied().collect();
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

    fn wires_in_view(&self) -> Vec<Wire> {
        let mut wires = self.scene.wires_in(self.seen);
        let list = self.moved_list();
        if !list.is_empty() {
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
        self.flights(&mut pen);
        pen.ink.show(&self.painter);
        self.announce(ui, kept, canvas, nodes, &drawn.labels);
        self.hints(ui, kept);
        drawn
    }
}

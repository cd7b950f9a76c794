//! What a person does on the canvas with the pointer.
//!
//! A gesture begins with a press, shows where it leads while it goes on, and becomes
//! actions when it ends: dragging nodes moves a picture of them, and the document
//! changes once, at the end.

use std::collections::BTreeSet;

use eframe::egui::{
    self, Color32, PointerButton, Pos2, Rect, Response, Stroke, StrokeKind, Ui, Vec2,
    epaint::CubicBezierShape,
};

use crate::core::graph::{NodeId, Wire};
use crate::document::{Edit, Position};

use super::geometry::{PORT_REACH, curve_distance, input_port, output_port, wire_curve};
use super::scene::Scene;
use super::view::View;
use super::{Drawing, Options};
use crate::document::layout::GRID;
use crate::gui::action::Action;
use crate::gui::editor::Editor;
use crate::gui::selection::Selection;

/// What the pointer is over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Hit {
    /// Nothing.
    #[default]
    Canvas,
    /// A node.
    Node(NodeId),
    /// Where the wires out of a node start.
    Output(NodeId),
    /// An input of a node.
    Input(Wire),
    /// A wire.
    Wire(Wire),
}

/// The gesture that goes on.
#[derive(Debug, Default)]
enum Gesture {
    #[default]
    None,
    Pan,
    /// A box around what is to be selected; from a point in graph space.
    Box {
        from: Pos2,
        keep: Selection,
    },
    Move {
        nodes: BTreeSet<NodeId>,
        from: Pos2,
        by: Vec2,
    },
    /// A wire from this node's output to the pointer.
    Connect {
        from: NodeId,
        pointer: Pos2,
    },
}

/// The gestures of the pointer.
#[derive(Default)]
pub struct Gestures {
    current: Gesture,
}

/// What is under a point of the screen.
pub fn hit(scene: &Scene, view: &View, canvas: Rect, pointer: Pos2) -> Hit {
    let point = view.screen_from_graph(canvas).inverse() * pointer;
    let reach = PORT_REACH / view.zoom;
    let around = Rect::from_center_size(point, Vec2::splat(2.0 * reach));
    let nodes = scene.nodes_in(around);
    // The last drawn lies on top.
    for &id in nodes.iter().rev() {
        let Some(rect) = scene.node(id) else { continue };
        if output_port(rect).distance(point) <= reach {
            return Hit::Output(id);
        }
        let inputs = scene.input_count(id);
        let input = (0..inputs).find(|i| input_port(rect, *i).distance(point) <= reach);
        if let Some(input) = input {
            return Hit::Input(Wire { to: id, input });
        }
        if rect.contains(point) {
            return Hit::Node(id);
        }
    }
    let near = |wire: &Wire| {
        let curve = scene.curve(*wire)?;
        Some((curve_distance(&curve, point), *wire))
    };
    let wires = scene.wires_in(around);
    let nearest = wires
        .iter()
        .filter_map(near)
        .min_by(|a, b| a.0.total_cmp(&b.0));
    match nearest {
        Some((distance, wire)) if distance <= 7.0 / view.zoom => Hit::Wire(wire),
        _ => Hit::Canvas,
    }
}

impl Gestures {
    /// Looks at the pointer and the keys of this frame. Returns what the pointer is
    /// over.
    #[allow(clippy::too_many_arguments)]
    pub(super) fn update(
        &mut self,
        ui: &Ui,
        response: &Response,
        view: &mut View,
        scene: &Scene,
        editor: &Editor,
        options: Options,
        actions: &mut Vec<Action>,
    ) -> Hit {
        let canvas = response.rect;
        if response.contains_pointer() {
            scroll(ui, canvas, view);
        }
        let pointer = ui.input(|i| i.pointer.latest_pos());
        let Some(pointer) = pointer else {
            return Hit::Canvas;
        };
        let point = view.screen_from_graph(canvas).inverse() * pointer;
        let under = match response.contains_pointer() || response.dragged() {
            true => hit(scene, view, canvas, pointer),
            false => Hit::Canvas,
        };
        if response.drag_started() {
            let origin = ui.input(|i| i.pointer.press_origin()).unwrap_or(pointer);
            self.current = self.begin(ui, view, canvas, scene, editor, origin, actions);
        }
        if response.dragged() {
            self.go_on(response.drag_delta(), point, view, options);
        }
        if response.drag_stopped() {
            self.end(scene, view, canvas, editor, pointer, actions);
        }
        if response.clicked() {
            click(ui, editor, under, actions);
        }
        under
    }

    #[allow(clippy::too_many_arguments)]
    fn begin(
        &self,
        ui: &Ui,
        view: &View,
        canvas: Rect,
        scene: &Scene,
        editor: &Editor,
        origin: Pos2,
        actions: &mut Vec<Action>,
    ) -> Gesture {
        let (primary, space, shift) = ui.input(|i| {
            let primary = i.pointer.button_down(PointerButton::Primary);
            (primary, i.key_down(egui::Key::Space), i.modifiers.shift)
        });
        if !primary || space {
            return Gesture::Pan;
        }
        let from = view.screen_from_graph(canvas).inverse() * origin;
        match hit(scene, view, canvas, origin) {
            Hit::Node(id) => {
                let mut selection = editor.selection.clone();
                if !selection.nodes.contains(&id) {
                    if shift {
                        selection.toggle(id);
                    } else {
                        selection = Selection::node(id);
                    }
                    actions.push(Action::Select(selection.clone()));
                }
                let by = Vec2::ZERO;
                let nodes = selection.nodes;
                Gesture::Move { nodes, from, by }
            }
            Hit::Output(from) => Gesture::Connect {
                from,
                pointer: origin,
            },
            _ => Gesture::Box {
                from,
                keep: match shift {
                    true => editor.selection.clone(),
                    false => Selection::default(),
                },
            },
        }
    }

    fn go_on(&mut self, delta: Vec2, point: Pos2, view: &mut View, options: Options) {
        match &mut self.current {
            Gesture::Pan => view.pan(delta),
            Gesture::Move { from, by, .. } => {
                *by = point - *from;
                if options.snap {
                    *by = (*by / GRID).round() * GRID;
                }
            }
            Gesture::Connect { pointer, .. } => *pointer = point,
            Gesture::Box { .. } | Gesture::None => {}
        }
    }

    fn end(
        &mut self,
        scene: &Scene,
        view: &View,
        canvas: Rect,
        editor: &Editor,
        pointer: Pos2,
        actions: &mut Vec<Action>,
    ) {
        let point = view.screen_from_graph(canvas).inverse() * pointer;
        match std::mem::take(&mut self.current) {
            Gesture::None | Gesture::Pan => {}
            Gesture::Box { from, mut keep } => {
                keep.nodes
                    .extend(scene.nodes_in(Rect::from_two_pos(from, point)));
                keep.wire = None;
                actions.push(Action::Select(keep));
            }
            Gesture::Move { nodes, by, .. } => {
                if by != Vec2::ZERO {
                    let moved = |id: &NodeId| {
                        let at = editor.document().position(*id).unwrap_or_default();
                        Some((*id, Position::new(at.x() + by.x, at.y() + by.y)?))
                    };
                    let places = nodes.iter().filter_map(moved).collect();
                    actions.push(Action::Edit(Edit::Place(places)));
                }
            }
            Gesture::Connect { from, .. } => {
                if let Hit::Input(wire) = hit(scene, view, canvas, pointer) {
                    actions.push(Action::Edit(Edit::Connect {
                        from: Some(from),
                        wire,
                    }));
                }
            }
        }
    }

    /// The nodes that are being dragged, and how far.
    pub(super) fn moved(&self) -> Option<(&BTreeSet<NodeId>, Vec2)> {
        match &self.current {
            Gesture::Move { nodes, by, .. } => Some((nodes, *by)),
            _ => None,
        }
    }

    /// Draws where the gesture leads, over everything.
    pub(super) fn draw(&self, drawing: &Drawing<'_>) {
        let theme = drawing.theme;
        match &self.current {
            Gesture::Box { from, .. } => {
                let pointer = drawing.painter.ctx().input(|i| i.pointer.latest_pos());
                let from = drawing.to_screen * *from;
                let rect = Rect::from_two_pos(from, pointer.unwrap_or(from));
                let fill = theme.selected.gamma_multiply(0.15);
                let edge = Stroke::new(1.0, theme.selected);
                drawing
                    .painter
                    .rect(rect, 0.0, fill, edge, StrokeKind::Inside);
            }
            Gesture::Connect { from, pointer } => {
                if let Some(rect) = drawing.node_rect(*from) {
                    let curve = wire_curve(output_port(rect), *pointer);
                    drawing.painter.add(CubicBezierShape::from_points_stroke(
                        curve.map(|p| drawing.to_screen * p),
                        false,
                        Color32::TRANSPARENT,
                        Stroke::new(2.0, theme.selected),
                    ));
                }
            }
            _ => {}
        }
    }
}

fn click(ui: &Ui, editor: &Editor, under: Hit, actions: &mut Vec<Action>) {
    let shift = ui.input(|i| i.modifiers.shift || i.modifiers.command);
    let selection = match under {
        Hit::Node(id) | Hit::Output(id) | Hit::Input(Wire { to: id, .. }) if shift => {
            let mut selection = editor.selection.clone();
            selection.toggle(id);
            selection
        }
        Hit::Node(id) | Hit::Output(id) | Hit::Input(Wire { to: id, .. }) => Selection::node(id),
        Hit::Wire(wire) => Selection::wire(wire),
        Hit::Canvas => Selection::default(),
    };
    actions.push(Action::Select(selection));
}

fn scroll(ui: &Ui, canvas: Rect, view: &mut View) {
    let (zoom, scroll, pointer) = ui.input(|i| {
        let pointer = i.pointer.hover_pos();
        (i.zoom_delta(), i.smooth_scroll_delta(), pointer)
    });
    let pointer = pointer.unwrap_or(canvas.center());
    if zoom != 1.0 {
        view.zoom_around(canvas, pointer, zoom);
    } else if scroll != Vec2::ZERO {
        view.pan(scroll);
    }
}

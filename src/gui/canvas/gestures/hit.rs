//! What is under a point of the canvas.

use eframe::egui::{Pos2, Rect, Vec2};

use crate::core::graph::{NodeId, Wire};
use crate::core::op::Inputs;
use crate::document::{FrameId, TextId};
use crate::gui::canvas::detail::Detail;
use crate::gui::canvas::geometry::{
    HEADER, PORT_REACH, badge, curve_distance, frame_corner, frame_header, frame_rect, grow_port,
    input_port, output_port, slider, text_rect, value_field,
};
use crate::gui::canvas::scene::Scene;
use crate::gui::editor::Editor;

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
    /// The place where a node that takes any number of inputs gets one more.
    Grow(NodeId),
    /// A wire.
    Wire(Wire),
    /// The title of a frame.
    Frame(FrameId),
    /// The corner by which a frame is resized.
    FrameCorner(FrameId),
    /// A free text note.
    Text(TextId),
}

/// A part of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Its name.
    Name,
    /// Its number, if it is a scalar source.
    Value,
    /// Its slider, if it is a scalar source with a range.
    Slider,
    /// The mark of the target.
    Badge,
    /// The rest of it.
    Body,
}

/// How far from a port the pointer takes it, in graph space; nothing where ports
/// aren't drawn.
pub(super) fn port_reach(zoom: f32) -> f32 {
    if Detail::at(zoom, 0).ports() {
        (PORT_REACH / zoom).min(14.0)
    } else {
        -1.0
    }
}

/// What is at a point of the graph, at this zoom.
pub fn hit(scene: &Scene, editor: &Editor, zoom: f32, point: Pos2) -> Hit {
    let reach = port_reach(zoom);
    let around = Rect::from_center_size(point, Vec2::splat(2.0 * reach.max(7.0 / zoom)));
    // The last drawn lies on top.
    for &id in scene.nodes_in(around).iter().rev() {
        let Some(rect) = scene.node(id) else { continue };
        if let Some(port) = port(scene, editor, id, rect, point, reach) {
            return port;
        }
        let on_badge = reach > 0.0 && badge(rect).contains(point);
        if rect.contains(point) || on_badge {
            return Hit::Node(id);
        }
    }
    if let Some(text) = text_at(editor, point) {
        return Hit::Text(text);
    }
    let near = |wire: &Wire| {
        let curve = scene.curve(*wire)?;
        Some((curve_distance(&curve, point), *wire))
    };
    let wires = scene.wires_in(around);
    let nearest = wires.iter().filter_map(near);
    let nearest = nearest.min_by(|a, b| a.0.total_cmp(&b.0));
    match nearest {
        Some((distance, wire)) if distance <= 7.0 / zoom => Hit::Wire(wire),
        _ => frame_at(editor, point).unwrap_or_default(),
    }
}

fn port(
    scene: &Scene,
    editor: &Editor,
    id: NodeId,
    rect: Rect,
    point: Pos2,
    reach: f32,
) -> Option<Hit> {
    let is_near = |port: Pos2| port.distance(point) <= reach;
    if is_near(output_port(rect)) {
        return Some(Hit::Output(id));
    }
    let inputs = scene.input_count(id);
    if let Some(input) = (0..inputs).find(|i| is_near(input_port(rect, *i))) {
        return Some(Hit::Input(Wire { to: id, input }));
    }
    let grows = takes_more(editor, id) && is_near(grow_port(rect, inputs));
    grows.then_some(Hit::Grow(id))
}

/// Whether a node can be given one more input.
pub fn takes_more(editor: &Editor, id: NodeId) -> bool {
    let node = editor.document().graph().get(id);
    node.is_some_and(|node| match node.op().map(|op| op.inputs) {
        Some(inputs @ Inputs::Any(_)) => inputs.allow(node.inputs().len() + 1),
        _ => false,
    })
}

/// Which part of a node is at a point, at this zoom.
pub fn part(scene: &Scene, editor: &Editor, id: NodeId, zoom: f32, point: Pos2) -> Part {
    let Some(rect) = scene.node(id).filter(|_| Detail::at(zoom, 0).ports()) else {
        return Part::Body;
    };
    let on = |part: Rect| part.contains(point);
    let is_number = number_of(editor, id).is_some();
    if on(badge(rect)) {
        Part::Badge
    } else if is_number && editor.document().range(id).is_some() && on(slider(rect)) {
        Part::Slider
    } else if is_number && on(value_field(rect)) {
        Part::Value
    } else if on(Rect::from_min_size(
        rect.min,
        Vec2::new(rect.width(), HEADER),
    )) {
        Part::Name
    } else {
        Part::Body
    }
}

/// The number that a scalar source carries.
pub fn number_of(editor: &Editor, id: NodeId) -> Option<f64> {
    editor.document().graph().get(id)?.value()?.as_scalar()
}

fn text_at(editor: &Editor, point: Pos2) -> Option<TextId> {
    let notes = editor.document().texts();
    let at = notes.filter(|(_, note)| text_rect(note).contains(point));
    at.last().map(|(id, _)| id)
}

fn frame_at(editor: &Editor, point: Pos2) -> Option<Hit> {
    let parts = editor.document().frames().filter_map(|(id, frame)| {
        let rect = frame_rect(frame);
        if frame_corner(rect).contains(point) {
            Some(Hit::FrameCorner(id))
        } else {
            let on_title = frame_header(rect).contains(point);
            on_title.then_some(Hit::Frame(id))
        }
    });
    parts.last()
}

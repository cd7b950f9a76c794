//! What is under a point of the canvas.

use eframe::egui::{Pos2, Rect, Vec2};

use super::detail::Detail;
use super::geometry::{
    PORT_REACH, badge, curve_distance, frame_corner, frame_header, frame_rect, grow_port, header,
    input_port, output_port, slider, text_rect, value_field,
};
use super::scene::Scene;
use crate::core::graph::{NodeId, Wire};
use crate::document::{FrameId, TextId};
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
pub enum NodePart {
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

/// How far from a wire the pointer takes it, on the screen.
const WIRE_REACH: f32 = 7.0;
/// The farthest that the pointer takes a port from, in graph space: farther, it would take
/// the port of the next row.
const MOST_PORT_REACH: f32 = 14.0;

/// How far from a port the pointer takes it, in graph space; nothing where ports aren't
/// drawn.
fn port_reach(zoom: f32) -> Option<f32> {
    let reach = (PORT_REACH / zoom).min(MOST_PORT_REACH);
    Detail::at(zoom, 0).ports().then_some(reach)
}

/// What is at a point of the graph, at this zoom.
pub(super) fn hit(scene: &Scene, editor: &Editor, zoom: f32, point: Pos2) -> Hit {
    let (port_reach, wire_reach) = (port_reach(zoom), WIRE_REACH / zoom);
    let reach = port_reach.map_or(wire_reach, |reach| reach.max(wire_reach));
    let around = Rect::from_center_size(point, Vec2::splat(2.0 * reach));
    // The last drawn lies on top.
    for &id in scene.nodes_in(around).iter().rev() {
        let Some(rect) = scene.node(id) else { continue };
        let port = port_reach.and_then(|reach| port(scene, editor, id, rect, point, reach));
        if let Some(port) = port {
            return port;
        }
        let on_badge = port_reach.is_some() && badge(rect).contains(point);
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
        Some((distance, wire)) if distance <= wire_reach => Hit::Wire(wire),
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
    let grows = editor.can_add_input(id) && is_near(grow_port(rect, inputs));
    grows.then_some(Hit::Grow(id))
}

/// Which part of a node is at a point, at this zoom.
pub(super) fn part(scene: &Scene, editor: &Editor, id: NodeId, zoom: f32, point: Pos2) -> NodePart {
    let Some(rect) = scene.node(id).filter(|_| Detail::at(zoom, 0).ports()) else {
        return NodePart::Body;
    };
    let on = |part: Rect| part.contains(point);
    let is_number = editor.source_number(id).is_some();
    let is_full = Detail::at(zoom, 0) == Detail::Full;
    // Where less is drawn, the number takes the upper half of what is below the name.
    let field = match is_full {
        true => value_field(rect),
        false => {
            rect.with_min_y(header(rect).bottom())
                .split_top_bottom_at_fraction(0.5)
                .0
        }
    };
    if on(badge(rect)) {
        NodePart::Badge
    } else if is_full && is_number && editor.range(id).is_some() && on(slider(rect)) {
        NodePart::Slider
    } else if is_number && on(field) {
        NodePart::Value
    } else if on(header(rect)) {
        NodePart::Name
    } else {
        NodePart::Body
    }
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

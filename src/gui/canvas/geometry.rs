//! Where the parts of a node are, and how a wire runs. All in graph space.

use eframe::egui::{Pos2, Rect, Vec2, pos2, vec2};

use crate::document::Position;
use crate::document::layout::node_size;

/// The height of the band with the name.
pub const HEADER: f32 = 26.0;
/// The height of a row with an input.
pub const ROW: f32 = 20.0;
/// The height of the part below the inputs, with value and gradient.
pub const FOOTER: f32 = 54.0;
/// How far from a port the pointer still takes it, on the screen.
pub const PORT_REACH: f32 = 11.0;

/// The rectangle of a node with this many inputs.
pub fn node_rect(at: Position, inputs: usize) -> Rect {
    Rect::from_min_size(pos2(at.x(), at.y()), Vec2::from(node_size(inputs)))
}

/// Where the wires out of a node start.
pub fn output_port(node: Rect) -> Pos2 {
    pos2(node.right(), node.top() + HEADER + ROW / 2.0)
}

/// Where the wire into an input ends.
pub fn input_port(node: Rect, input: usize) -> Pos2 {
    let down = HEADER + ROW * (input as f32 + 0.5);
    pos2(node.left(), node.top() + down)
}

/// The control points of a wire: a cubic Bézier curve that leaves and arrives
/// horizontally.
pub fn wire_curve(from: Pos2, to: Pos2) -> [Pos2; 4] {
    let ahead = to.x - from.x;
    let reach = if ahead > 0.0 {
        (ahead / 2.0).clamp(24.0, 160.0)
    } else {
        // Backward: bows out, more the further it goes.
        (24.0 - ahead / 2.0).min(200.0)
    };
    let out = vec2(reach, 0.0);
    [from, from + out, to - out, to]
}

/// The point of a curve at `t`, from 0 at its start to 1 at its end.
pub fn curve_point(curve: &[Pos2; 4], t: f32) -> Pos2 {
    let [a, b, c, d] = curve.map(Pos2::to_vec2);
    let s = 1.0 - t;
    let point = a * (s * s * s) + b * (3.0 * s * s * t) + c * (3.0 * s * t * t) + d * (t * t * t);
    point.to_pos2()
}

/// A rectangle that holds the curve.
pub fn curve_bounds(curve: &[Pos2; 4]) -> Rect {
    Rect::from_points(curve)
}

/// How far a point is from the curve.
pub fn curve_distance(curve: &[Pos2; 4], point: Pos2) -> f32 {
    const PIECES: usize = 24;
    let at = |i: usize| curve_point(curve, i as f32 / PIECES as f32);
    let pieces = (0..PIECES).map(|i| segment_distance(at(i), at(i + 1), point));
    pieces.fold(f32::INFINITY, f32::min)
}

fn segment_distance(a: Pos2, b: Pos2, point: Pos2) -> f32 {
    let along = b - a;
    let length = along.length_sq();
    let t = if length > 0.0 {
        ((point - a).dot(along) / length).clamp(0.0, 1.0)
    } else {
        0.0
    };
    (a + along * t).distance(point)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn curves_start_and_end_where_they_must() {
        for to in [pos2(300.0, 40.0), pos2(-200.0, -70.0), pos2(1.0, 0.0)] {
            let from = pos2(10.0, 20.0);
            let curve = wire_curve(from, to);
            assert_eq!(curve_point(&curve, 0.0), from);
            assert!((curve_point(&curve, 1.0) - to).length() < 1e-3);
            assert!(curve_distance(&curve, curve_point(&curve, 0.4)) < 0.6);
            let bounds = curve_bounds(&curve).expand(1e-3);
            assert!((0..=20).all(|i| bounds.contains(curve_point(&curve, i as f32 / 20.0))));
        }
    }
}

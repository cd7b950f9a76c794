//! Where the parts of a node are, and how a wire runs. All in graph space.

use eframe::egui::emath::TSTransform;
use eframe::egui::{Pos2, Rect, Vec2, pos2, vec2};

use crate::document::layout::{GRID, node_size};
use crate::document::{Frame, Position, TextNote};

/// The height of the band with the name.
pub const HEADER: f32 = 26.0;
/// The height of a row with an input.
pub const ROW: f32 = 20.0;
/// The height of the part below the inputs, with value and gradient.
pub const FOOTER: f32 = 54.0;
/// How far text stays from the sides of a node.
pub const PAD: f32 = 10.0;
/// How far from a port the pointer still takes it, on the screen.
pub const PORT_REACH: f32 = 11.0;

/// The rectangle of a node with this many inputs.
pub fn node_rect(at: Position, inputs: usize) -> Rect {
    Rect::from_min_size(pos2(at.x(), at.y()), Vec2::from(node_size(inputs)))
}

/// A point of the graph as a position, on the grid if nodes snap to it.
pub fn snapped(point: Pos2, snap: bool) -> Position {
    let on_grid = |c: f32| if snap { (c / GRID).round() * GRID } else { c };
    Position::nearest(on_grid(point.x), on_grid(point.y))
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

/// Where another input can be added, to a node that takes any number: below its last.
pub fn grow_port(node: Rect, inputs: usize) -> Pos2 {
    input_port(node, inputs)
}

/// The field with the number of a source, which can be dragged and typed in. It is in
/// the row where other nodes have an input.
pub fn value_field(node: Rect) -> Rect {
    let top = node.top() + HEADER + 3.0;
    Rect::from_min_max(
        pos2(node.left() + PAD, top),
        pos2(node.right() - PAD, top + ROW),
    )
}

/// The band at the top of a node, with its name.
pub fn header(node: Rect) -> Rect {
    Rect::from_min_size(node.min, vec2(node.width(), HEADER))
}

/// The two lines at the bottom of a node: the value, and below it the gradient.
pub fn footer(node: Rect) -> [Rect; 2] {
    let foot = Rect::from_min_max(pos2(node.left(), node.bottom() - FOOTER), node.max);
    let inner = foot.shrink2(vec2(PAD, 4.0));
    let (above, below) = inner.split_top_bottom_at_fraction(0.5);
    [above, below]
}

/// The middle of the mark of a problem or a kink, at a node's upper left corner.
pub fn problem_mark(node: Rect) -> Pos2 {
    node.left_top() + vec2(2.0, 2.0)
}

/// The slider of a source that has a range: below its field.
pub fn slider(node: Rect) -> Rect {
    let [line, _] = footer(node);
    Rect::from_center_size(line.center(), vec2(line.width(), 8.0))
}

/// The mark of the target, on the node's upper right corner; a click on it chooses the
/// node as the target.
pub fn badge(node: Rect) -> Rect {
    Rect::from_center_size(node.right_top() + vec2(-12.0, -4.0), Vec2::splat(16.0))
}

/// The rectangle of a frame.
pub fn frame_rect(frame: &Frame) -> Rect {
    let size = vec2(frame.width(), frame.height());
    Rect::from_min_size(pos2(frame.at().x(), frame.at().y()), size)
}

/// The band with a frame's title, by which it is moved.
pub fn frame_header(frame: Rect) -> Rect {
    let height = HEADER.min(frame.height());
    Rect::from_min_size(frame.min, vec2(frame.width(), height))
}

/// The corner by which a frame is resized.
pub fn frame_corner(frame: Rect) -> Rect {
    let side = 16.0_f32.min(frame.width()).min(frame.height());
    Rect::from_min_max(frame.max - Vec2::splat(side), frame.max)
}

/// The number of the gradient in a node, with the room around it: a click there asks why.
pub fn gradient_number(node: Rect) -> Rect {
    let [_, below] = footer(node);
    Rect::from_min_max(pos2(node.center().x, below.top()), node.max)
}

/// The middle of the mark of a check: left of the mark of a problem, and within the margin
/// around a graph that was fitted.
pub fn verdict_mark(node: Rect) -> Pos2 {
    problem_mark(node) - vec2(16.0, 0.0)
}

/// The size of a note's letters.
pub const NOTE_SIZE: f32 = 14.0;
/// From one line of a note to the next.
pub const NOTE_LINE: f32 = 18.0;

/// The rectangle of a free text note: as wide as its longest line about is.
pub fn text_rect(note: &TextNote) -> Rect {
    let longest = note.text.lines().map(|line| line.chars().count()).max();
    let lines = note.text.split('\n').count();
    let width = longest.unwrap_or(0).max(3) as f32 * NOTE_SIZE * 0.52 + 16.0;
    let height = lines as f32 * NOTE_LINE + 12.0;
    Rect::from_min_size(pos2(note.at.x(), note.at.y()), vec2(width, height))
}

/// Whether two straight lines, each from a point to a point, cross.
pub fn segments_cross(a: [Pos2; 2], b: [Pos2; 2]) -> bool {
    let side = |line: [Pos2; 2], point: Pos2| {
        let (along, to) = (line[1] - line[0], point - line[0]);
        along.x * to.y - along.y * to.x
    };
    side(a, b[0]) * side(a, b[1]) <= 0.0 && side(b, a[0]) * side(b, a[1]) <= 0.0
}

/// Whether a curve crosses a straight line.
pub fn curve_crosses(curve: &[Pos2; 4], line: [Pos2; 2]) -> bool {
    let at = |i: usize| curve_point(curve, i as f32 / PIECES as f32);
    (0..PIECES).any(|i| segments_cross([at(i), at(i + 1)], line))
}

// Straight pieces that a curve is looked at as.
const PIECES: usize = 24;

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
    let s = 1.0 - t;
    let (a, b, c, d) = (s * s * s, 3.0 * s * s * t, 3.0 * s * t * t, t * t * t);
    let [p, q, r, o] = curve;
    pos2(
        a * p.x + b * q.x + c * r.x + d * o.x,
        a * p.y + b * q.y + c * r.y + d * o.y,
    )
}

/// About how long a curve is.
pub fn curve_length(curve: &[Pos2; 4]) -> f32 {
    let at = |i: usize| curve_point(curve, i as f32 / PIECES as f32);
    (0..PIECES).map(|i| at(i).distance(at(i + 1))).sum()
}

/// The part of a curve between two of its `t`, as a curve of its own.
pub fn curve_part(curve: &[Pos2; 4], from: f32, to: f32) -> [Pos2; 4] {
    // The polar form: each control point of the part is a mix of both ends.
    let polar = |u: f32, v: f32, w: f32| {
        let [a, b, c, d] = *curve;
        let [ab, bc, cd] = [a.lerp(b, u), b.lerp(c, u), c.lerp(d, u)];
        ab.lerp(bc, v).lerp(bc.lerp(cd, v), w)
    };
    [
        polar(from, from, from),
        polar(from, from, to),
        polar(from, to, to),
        polar(to, to, to),
    ]
}

/// The curve moved and scaled.
pub fn transformed(by: TSTransform, curve: &[Pos2; 4]) -> [Pos2; 4] {
    let [a, b, c, d] = *curve;
    [by * a, by * b, by * c, by * d]
}

/// A rectangle that holds the curve.
pub fn curve_bounds(curve: &[Pos2; 4]) -> Rect {
    let [a, b, c, d] = *curve;
    Rect::from_two_pos(a, d).union(Rect::from_two_pos(b, c))
}

/// Whether a curve may enter a rectangle, looked at in straight pieces.
pub fn curve_enters(curve: &[Pos2; 4], rect: Rect) -> bool {
    if rect.contains(curve[0]) || rect.contains(curve[3]) {
        return true;
    }
    rect.intersects(curve_bounds(curve)) && curve_pieces(curve).any(|piece| rect.intersects(piece))
}

/// Rectangles along a curve that together hold it, with its width.
pub fn curve_pieces(curve: &[Pos2; 4]) -> impl Iterator<Item = Rect> {
    let at = |i: usize| curve_point(curve, i as f32 / PIECES as f32);
    // A line has a width, and bows a little out of its straight pieces.
    (0..PIECES).map(move |i| Rect::from_two_pos(at(i), at(i + 1)).expand(8.0))
}

/// How far a point is from the curve.
pub fn curve_distance(curve: &[Pos2; 4], point: Pos2) -> f32 {
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
            let part = curve_part(&curve, 0.25, 0.6);
            let halfway = curve_point(&curve, f32::midpoint(0.25, 0.6));
            assert!((curve_point(&part, 0.5) - halfway).length() < 1e-2);
            assert!((part[3] - curve_point(&curve, 0.6)).length() < 1e-2);
            let bounds = curve_bounds(&curve).expand(1e-3);
            assert!((0..=20).all(|i| bounds.contains(curve_point(&curve, i as f32 / 20.0))));
        }
    }
}

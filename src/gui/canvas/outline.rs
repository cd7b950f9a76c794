//! Points of what a mesh is made of: the outline of a box with round corners, and the part of
//! a line that lies within a box.

use eframe::egui::{Pos2, Rect, Vec2, vec2};

/// The radius of each corner of a box: upper left, upper right, lower right, lower left.
pub(super) type Corners = [f32; 4];

/// From where to where a line is inside a rectangle, from 0 at its start to 1 at its end.
pub(super) fn part_inside(from: Pos2, to: Pos2, rect: Rect) -> Option<(f32, f32)> {
    let (mut enters, mut leaves) = (0.0_f32, 1.0_f32);
    for axis in 0..2 {
        let along = to[axis] - from[axis];
        let (low, high) = (rect.min[axis] - from[axis], rect.max[axis] - from[axis]);
        if along == 0.0 {
            if low > 0.0 || high < 0.0 {
                return None;
            }
            continue;
        }
        let (near, far) = (low / along, high / along);
        enters = enters.max(near.min(far));
        leaves = leaves.min(near.max(far));
    }
    (enters < leaves).then_some((enters, leaves))
}

/// The vector at length 1. egui's own guards against lengths that no screen has.
pub(super) fn unit(v: Vec2) -> Vec2 {
    let length = (v.x * v.x + v.y * v.y).sqrt();
    if length > 0.0 { v / length } else { v }
}

/// Calls back with points around a box, clockwise: the middle of the corner's circle,
/// the direction out of it, and its radius.
pub(super) fn outline(
    rect: Rect,
    corners: Corners,
    pixel: f32,
    mut point: impl FnMut(Pos2, Vec2, f32),
) {
    let most = rect.width().min(rect.height()) / 2.0;
    let places = [
        (rect.left_top(), vec2(1.0, 1.0)),
        (rect.right_top(), vec2(-1.0, 1.0)),
        (rect.right_bottom(), vec2(-1.0, -1.0)),
        (rect.left_bottom(), vec2(1.0, -1.0)),
    ];
    for (quarter, ((corner, inward), radius)) in places.into_iter().zip(corners).enumerate() {
        let radius = radius.clamp(0.0, most);
        let center = corner + inward * radius;
        if radius < pixel {
            // A corner: moved in and out along both sides at once.
            point(corner, -inward, 0.0);
            continue;
        }
        let pieces = ((radius / pixel).sqrt() * 1.3).ceil().clamp(1.0, 16.0) as usize;
        for i in 0..=pieces {
            let turned = quarter as f32 + i as f32 / pieces as f32;
            let (sin, cos) = (turned * std::f32::consts::FRAC_PI_2).sin_cos();
            point(center, vec2(-cos, -sin), radius);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use eframe::egui::pos2;

    #[test]
    fn a_line_is_cut_where_it_crosses_an_edge() {
        let rect = Rect::from_min_max(pos2(0.0, 0.0), pos2(10.0, 10.0));
        let inside = |from, to| part_inside(from, to, rect);
        assert_eq!(inside(pos2(2.0, 2.0), pos2(8.0, 3.0)), Some((0.0, 1.0)));
        assert_eq!(inside(pos2(-10.0, 5.0), pos2(10.0, 5.0)), Some((0.5, 1.0)));
        assert_eq!(inside(pos2(5.0, 5.0), pos2(5.0, 25.0)), Some((0.0, 0.25)));
        assert_eq!(inside(pos2(-5.0, 12.0), pos2(15.0, 12.0)), None);
        assert_eq!(inside(pos2(-5.0, 4.0), pos2(4.0, -5.0)), None);
        assert_eq!(inside(pos2(3.0, 20.0), pos2(3.0, 20.0)), None);
    }
}

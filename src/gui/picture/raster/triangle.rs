//! Which pixels a triangle covers.

use eframe::egui::epaint::Vertex;

use super::target::{ClipRect, Target};

/// Corners are rounded to this part of a pixel, as graphics cards do.
const SUBPIXEL: i64 = 256;

/// A corner in pixels, with what is painted there.
#[derive(Clone, Copy)]
pub(super) struct Corner {
    /// The place, in pixels.
    pub(super) at: [f64; 2],
    /// Where it is in the texture, in texels.
    pub(super) texel: [f64; 2],
    /// Premultiplied, each channel from 0 to 255.
    pub(super) color: [f64; 4],
}

impl Corner {
    /// None if it has no place.
    pub(super) fn new(vertex: &Vertex, pixels_per_point: f32, texture: [f32; 2]) -> Option<Self> {
        let at = vertex.pos * pixels_per_point;
        let texel = [vertex.uv.x * texture[0], vertex.uv.y * texture[1]];
        let is_finite = at.is_finite() && texel.iter().all(|x| x.is_finite());
        is_finite.then(|| Self {
            at: [f64::from(at.x), f64::from(at.y)],
            texel: texel.map(f64::from),
            color: vertex.color.to_array().map(f64::from),
        })
    }
}

/// A triangle with room: its corners turn clockwise on the screen.
pub(super) struct Triangle {
    corners: [[i64; 2]; 3],
}

impl Triangle {
    /// The triangle, its corners put in order; none if it has no area. They lie within
    /// the guard band, so that no product below can overflow.
    pub(super) fn new(corners: &mut [Corner; 3]) -> Option<Self> {
        let mut fixed = corners.map(|c| c.at.map(|x| (x * SUBPIXEL as f64).round() as i64));
        let area = cross(fixed[0], fixed[1], fixed[2]);
        if area < 0 {
            fixed.swap(1, 2);
            corners.swap(1, 2);
        }
        (area != 0).then_some(Self { corners: fixed })
    }

    /// The corners in pixels, rounded.
    pub(super) fn places(&self) -> [[f64; 2]; 3] {
        self.corners.map(|c| c.map(|x| x as f64 / SUBPIXEL as f64))
    }

    /// Calls `paint` for each run of pixels that the triangle covers, with the column
    /// and the row of its first pixel.
    pub(super) fn for_each_span(
        &self,
        target: &mut Target,
        clip: &ClipRect,
        mut paint: impl FnMut(&mut [[u8; 4]], i64, i64),
    ) {
        let [a, b, c] = self.corners;
        let first = |least: i64| -floor_divide(SUBPIXEL / 2 - least, SUBPIXEL);
        let end = |most: i64| floor_divide(most - SUBPIXEL / 2, SUBPIXEL) + 1;
        let bounds = ClipRect {
            left: first(a[0].min(b[0]).min(c[0])).max(clip.left),
            right: end(a[0].max(b[0]).max(c[0])).min(clip.right),
            top: first(a[1].min(b[1]).min(c[1])).max(clip.top),
            bottom: end(a[1].max(b[1]).max(c[1])).min(clip.bottom),
        };
        if bounds.is_empty() {
            return;
        }
        let mut edges =
            [(a, b), (b, c), (c, a)].map(|(from, to)| TriangleEdge::new(from, to, bounds.top));
        for row in bounds.top..bounds.bottom {
            let (mut left, mut right) = (bounds.left, bounds.right);
            for edge in &mut edges {
                edge.narrow(&mut left, &mut right);
                edge.next_row();
            }
            if left < right {
                paint(target.span(row, left, right), left, row);
            }
        }
    }
}

/// A line that is at least 0 at the centres of the pixels on its inner side. At the first
/// column of a row it is `whole * per_column + rest`, where the rest is at least 0 and less
/// than a column adds: where it crosses the row is found without a division.
struct TriangleEdge {
    side: InnerSide,
    per_column: i64,
    whole: i64,
    rest: i64,
    /// What a row adds, as the same two parts.
    down: [i64; 2],
}

/// Where the inner side is.
#[derive(Clone, Copy)]
enum InnerSide {
    Right,
    Left,
    /// Above or below: the line runs along the rows.
    WholeRows,
}

impl TriangleEdge {
    fn new(from: [i64; 2], to: [i64; 2], top: i64) -> Self {
        let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
        // On the line itself: inside if the triangle is to the right of it or below.
        let inclusive = dy < 0 || (dy == 0 && dx > 0);
        let (right, down) = (-dy * SUBPIXEL, dx * SUBPIXEL);
        let centre = SUBPIXEL / 2;
        let at_origin = dx * (centre - from[1]) - dy * (centre - from[0]);
        let at_column_0 = at_origin + down * top - i64::from(!inclusive);
        let (side, per_column) = match right {
            1.. => (InnerSide::Right, right),
            0 => (InnerSide::WholeRows, 1),
            _ => (InnerSide::Left, -right),
        };
        let parts = |x: i64| [x.div_euclid(per_column), x.rem_euclid(per_column)];
        let [whole, rest] = parts(at_column_0);
        Self {
            side,
            per_column,
            whole,
            rest,
            down: parts(down),
        }
    }

    fn next_row(&mut self) {
        self.whole += self.down[0];
        self.rest += self.down[1];
        if self.rest >= self.per_column {
            self.rest -= self.per_column;
            self.whole += 1;
        }
    }

    /// Leaves of a row only what lies on the inner side.
    fn narrow(&self, left: &mut i64, right: &mut i64) {
        match self.side {
            InnerSide::Right => *left = (*left).max(-self.whole),
            InnerSide::Left => *right = (*right).min(self.whole + 1),
            InnerSide::WholeRows if self.whole < 0 => *right = *left,
            InnerSide::WholeRows => {}
        }
    }
}

fn floor_divide(number: i64, positive: i64) -> i64 {
    number.div_euclid(positive)
}

fn cross(a: [i64; 2], b: [i64; 2], c: [i64; 2]) -> i64 {
    (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
}

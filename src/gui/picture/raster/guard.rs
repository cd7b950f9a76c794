//! Cuts triangles that reach far out of the picture, so that what remains can be
//! counted in whole numbers without overflow.

use super::paint;
use super::target::{ClipRect, Target};
use super::texture::Texture;
use super::triangle::Corner;

/// How far from the origin a corner may lie, in pixels.
const GUARD: f64 = super::target::MAX_SIDE as f64;

/// Paints a triangle, or the pieces of it that lie within the guard band.
pub(super) fn paint(target: &mut Target, clip: &ClipRect, corners: [Corner; 3], texture: &Texture) {
    let outside = |corner: &Corner| corner.at.iter().any(|x| x.abs() > GUARD);
    if !corners.iter().any(outside) {
        return paint::triangle(target, clip, corners, texture);
    }
    let mut polygon = corners.to_vec();
    for (axis, sign) in [(0, 1.0), (0, -1.0), (1, 1.0), (1, -1.0)] {
        polygon = cut(&polygon, |corner| GUARD - sign * corner.at[axis]);
    }
    let Some((first, rest)) = polygon.split_first() else {
        return;
    };
    for pair in rest.windows(2) {
        if let [second, third] = pair {
            paint::triangle(target, clip, [*first, *second, *third], texture);
        }
    }
}

/// What of a polygon lies where `inside` is at least 0.
fn cut(polygon: &[Corner], inside: impl Fn(&Corner) -> f64) -> Vec<Corner> {
    let mut kept = Vec::with_capacity(polygon.len() + 1);
    let next = polygon.iter().cycle().skip(1);
    for (from, to) in polygon.iter().zip(next) {
        let (here, there) = (inside(from), inside(to));
        if here >= 0.0 {
            kept.push(*from);
        }
        if (here >= 0.0) != (there >= 0.0) {
            kept.push(between(from, to, here / (here - there)));
        }
    }
    kept
}

fn between(from: &Corner, to: &Corner, part: f64) -> Corner {
    let mix = |a: f64, b: f64| a + (b - a) * part;
    Corner {
        at: std::array::from_fn(|i| mix(from.at[i], to.at[i]).clamp(-GUARD, GUARD)),
        texel: std::array::from_fn(|i| mix(from.texel[i], to.texel[i])),
        color: std::array::from_fn(|i| mix(from.color[i], to.color[i])),
    }
}

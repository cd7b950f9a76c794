//! Meshes of coloured triangles: heat maps, small pictures of whole graphs, gradients.

use std::fmt::Write;

use eframe::egui::epaint::{Mesh, Vertex, WHITE_UV};
use eframe::egui::{Color32, Pos2, TextureId};

use super::attributes::{At, Fill, Hex, Num, Opacity};
use super::writer::SvgWriter;

impl SvgWriter {
    /// Triangles that follow one another in one colour become one path, so that no seam
    /// shows between them. Edges are drawn sharp, as seams of another colour would show.
    pub(super) fn mesh(&mut self, mesh: &Mesh) {
        let mut run = TriangleRun::default();
        let corner = |index: u32| mesh.vertices.get(index as usize).copied();
        for indices in mesh.triangles() {
            let [Some(a), Some(b), Some(c)] = indices.map(corner) else {
                continue;
            };
            if !is_plain(mesh.texture_id, &[a, b, c]) {
                continue;
            }
            if a.color == b.color && a.color == c.color {
                if !run.takes(a.color, indices) {
                    self.flush(&mut run);
                }
                run.push(a.color, indices, [a.pos, b.pos, c.pos]);
            } else {
                self.flush(&mut run);
                self.shaded([a, b, c]);
            }
        }
        self.flush(&mut run);
    }

    fn flush(&mut self, run: &mut TriangleRun) {
        let run = std::mem::take(run);
        if !run.d.is_empty() && run.color != Color32::TRANSPARENT {
            let fill = Fill(run.color);
            self.put(format_args!(
                "<path d=\"{}\"{fill} shape-rendering=\"crispEdges\"/>\n",
                run.d
            ));
        }
    }

    /// A triangle whose corners differ in colour. Where two are alike the colour changes
    /// in one direction, which SVG can say; else it gets the mean.
    fn shaded(&mut self, [a, b, c]: [Vertex; 3]) {
        let mut d = String::new();
        triangle(&mut d, [a.pos, b.pos, c.pos]);
        let alike = [(a, b, c), (b, c, a), (c, a, b)]
            .into_iter()
            .find(|(one, other, _)| one.color == other.color);
        let end = alike.and_then(|(one, other, alone)| {
            // From the side of the two alike, straight across to the third.
            let side = other.pos - one.pos;
            let normal = side.rot90() / side.length_sq();
            let across = side.rot90() * (alone.pos - one.pos).dot(normal);
            let end = one.pos + across;
            (end.is_finite() && end != one.pos).then_some((one, alone, end))
        });
        let Some((from, to, end)) = end else {
            let mean = a.color.lerp_to_gamma(b.color, 0.5);
            let fill = Fill(mean.lerp_to_gamma(c.color, 1.0 / 3.0));
            return self.put(format_args!("<path d=\"{d}\"{fill}/>\n"));
        };
        let name = self.gradients;
        self.gradients += 1;
        let (x1, y1) = (Num(from.pos.x), Num(from.pos.y));
        let (x2, y2) = (Num(end.x), Num(end.y));
        // A corner that is clear has no colour of its own.
        let colored = |own: Color32, other: Color32| {
            if own == Color32::TRANSPARENT {
                other
            } else {
                own
            }
        };
        let stop = |own: Color32, other: Color32| {
            let color = Hex(colored(own, other));
            format!("stop-color=\"{color}\"{}", Opacity("stop-opacity", own))
        };
        let (first, last) = (stop(from.color, to.color), stop(to.color, from.color));
        self.define(format_args!(
            "<linearGradient id=\"g{name}\" gradientUnits=\"userSpaceOnUse\" x1=\"{x1}\" \
             y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\"><stop {first}/><stop offset=\"1\" {last}/>\
             </linearGradient>"
        ));
        self.put(format_args!(
            "<path d=\"{d}\" fill=\"url(#g{name})\" shape-rendering=\"crispEdges\"/>\n"
        ));
    }
}

/// Whether a triangle shows nothing of a texture: all in the white texel of egui's own.
fn is_plain(texture: TextureId, corners: &[Vertex; 3]) -> bool {
    texture == TextureId::default() && corners.iter().all(|corner| corner.uv == WHITE_UV)
}

/// Triangles of one colour.
#[derive(Default)]
struct TriangleRun {
    d: String,
    color: Color32,
    last: Option<[u32; 3]>,
}

impl TriangleRun {
    /// Whether a triangle can be drawn in one go with those before it. Where a colour is
    /// clear this is not so if they overlap: only halves of one rectangle surely don't.
    fn takes(&self, color: Color32, corners: [u32; 3]) -> bool {
        let Some(last) = self.last else {
            return true;
        };
        let shared = corners.iter().filter(|corner| last.contains(corner));
        color == self.color && (color.is_opaque() || shared.count() >= 2)
    }

    fn push(&mut self, color: Color32, indices: [u32; 3], corners: [Pos2; 3]) {
        self.color = color;
        self.last = Some(indices);
        triangle(&mut self.d, corners);
    }
}

/// Adds a triangle to a path, always turning the same way, so that those side by side
/// add up.
fn triangle(d: &mut String, [a, b, c]: [Pos2; 3]) {
    let area = (b - a).rot90().dot(c - a);
    let (b, c) = if area > 0.0 { (c, b) } else { (b, c) };
    if area != 0.0 {
        let _ = write!(d, "M{}L{}L{}Z", At(a), At(b), At(c)); // A String takes anything.
    }
}

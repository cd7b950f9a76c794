//! [`MeshBuilder`]: lines, boxes and glyphs drawn straight into a mesh.
//!
//! egui's shapes cost a microsecond or two each, and a view holds some thousand of
//! them. Here a box is a fan of triangles with a rim that fades over one pixel, and a
//! line is a strip whose edges are taken from a disc in the texture of the fonts.

use std::sync::Arc;

use eframe::egui::epaint::Vertex;
use eframe::egui::{Color32, Galley, Mesh, Pos2, Rect, Vec2, vec2};
use smallvec::SmallVec;

use super::atlas::{Atlas, Disc, WHITE};
use super::geometry::{curve_bounds, curve_point};
use super::outline::{Corners, outline, part_inside, unit};

/// A curve shorter than this, in points, looks straight.
const SHORT: f32 = 7.0;

/// A mesh that is being drawn into. Its texture coordinates are texels.
pub(super) struct MeshBuilder {
    mesh: Mesh,
    atlas: Atlas,
}

impl MeshBuilder {
    /// Nothing drawn yet.
    pub(super) fn new(atlas: &Atlas) -> MeshBuilder {
        MeshBuilder {
            mesh: Mesh::default(),
            atlas: atlas.clone(),
        }
    }

    /// Nothing drawn yet, in the memory of a mesh that isn't shown any more: to allocate
    /// some megabytes takes longer than to fill them.
    pub(super) fn reuse(atlas: &Atlas, old: Arc<Galley>) -> MeshBuilder {
        let mut builder = MeshBuilder::new(atlas);
        let rows = Arc::try_unwrap(old).map(|galley| galley.rows);
        let row = rows.ok().and_then(|mut rows| rows.pop());
        if let Some(row) = row.and_then(|placed| Arc::try_unwrap(placed.row).ok()) {
            builder.mesh = row.visuals.mesh;
            builder.mesh.clear();
        }
        builder
    }

    /// All that was drawn, as a text: its mesh is in the texture of the fonts, its
    /// coordinates stay right when that grows, and it can be drawn again a little to the
    /// side.
    ///
    /// `room` is the number of vertices and indices that come after it: egui allocates for
    /// them too, and its mesh needn't grow.
    pub(super) fn finish(self, room: [usize; 2]) -> Arc<Galley> {
        let mut galley = self.atlas.template();
        let bounds = self.mesh.calc_bounds();
        galley.mesh_bounds = bounds;
        galley.num_vertices = self.mesh.vertices.len() + room[0];
        galley.num_indices = self.mesh.indices.len() + room[1];
        galley.rows.truncate(1);
        if let Some(placed) = galley.rows.first_mut() {
            placed.pos = Pos2::ZERO;
            let row = Arc::make_mut(&mut placed.row);
            row.visuals.mesh = self.mesh;
            row.visuals.mesh_bounds = bounds;
            row.visuals.glyph_vertex_range = 0..0;
        }
        Arc::new(galley)
    }

    fn vertex(&mut self, pos: Pos2, uv: Pos2, color: Color32) {
        self.mesh.vertices.push(Vertex { pos, uv, color });
    }

    fn next(&self) -> u32 {
        self.mesh.vertices.len() as u32
    }

    fn triangle(&mut self, a: u32, b: u32, c: u32) {
        self.mesh.indices.extend([a, b, c]);
    }

    /// A box with hard edges.
    pub(super) fn quad(&mut self, rect: Rect, color: Color32) {
        if rect.is_negative() {
            return;
        }
        self.textured(rect, Rect::from_min_max(WHITE, WHITE), color);
    }

    fn textured(&mut self, rect: Rect, uv: Rect, color: Color32) {
        let first = self.next();
        let corners = [
            (rect.left_top(), uv.left_top()),
            (rect.right_top(), uv.right_top()),
            (rect.right_bottom(), uv.right_bottom()),
            (rect.left_bottom(), uv.left_bottom()),
        ];
        self.mesh.vertices.reserve(4);
        for (pos, uv) in corners {
            self.vertex(pos, uv, color);
        }
        let indices = [first, first + 1, first + 2, first, first + 2, first + 3];
        self.mesh.indices.extend_from_slice(&indices);
    }

    /// A line through these points.
    pub(super) fn line(&mut self, points: &[Pos2], width: f32, color: Color32) {
        if points.len() < 2 {
            return;
        }
        let Some(Disc { reach, top, bottom }) = self.atlas.disc_or_largest(width / 2.0) else {
            return;
        };
        let reach = reach * self.atlas.pixel();
        let first = self.next();
        let mut before = Vec2::ZERO;
        for (i, &point) in points.iter().enumerate() {
            let after = points.get(i + 1).map_or(before, |next| unit(*next - point));
            let along = if i == 0 { after } else { unit(before + after) };
            let side = vec2(-along.y, along.x) * reach;
            self.vertex(point - side, top, color);
            self.vertex(point + side, bottom, color);
            before = after;
        }
        for i in 0..points.len() as u32 - 1 {
            let at = first + 2 * i;
            self.mesh
                .indices
                .extend([at, at + 1, at + 2, at + 1, at + 3, at + 2]);
        }
    }

    /// A filled circle.
    pub(super) fn disc(&mut self, center: Pos2, radius: f32, color: Color32) {
        match self.atlas.disc(radius) {
            Some(disc) if disc.top != WHITE => {
                let reach = Vec2::splat(disc.reach * self.atlas.pixel());
                let texels = Vec2::splat((disc.bottom.y - disc.top.y) / 2.0);
                let middle = disc.top.lerp(disc.bottom, 0.5);
                let place = Rect::from_min_max(center - reach, center + reach);
                let uv = Rect::from_min_max(middle - texels, middle + texels);
                self.textured(place, uv, color);
            }
            _ => {
                let rect = Rect::from_center_size(center, Vec2::splat(2.0 * radius));
                self.soft_box(rect, [radius; 4], 0.0, color);
            }
        }
    }

    /// A cubic Bézier curve, cut off at these edges.
    pub(super) fn curve(&mut self, curve: &[Pos2; 4], edges: Rect, width: f32, color: Color32) {
        let length = (curve[1] - curve[0]).length()
            + (curve[2] - curve[1]).length()
            + (curve[3] - curve[2]).length();
        let straight = (curve[3].y - curve[0].y).abs() < 0.5 && curve[3].x >= curve[0].x;
        let pieces = match straight || length < SHORT {
            true => 1,
            // Short enough that no corner is seen.
            false => (length / SHORT).min(length.sqrt() * 1.2).ceil().min(40.0) as usize,
        };
        let mut points = [Pos2::ZERO; 41];
        for (i, point) in points.iter_mut().enumerate().take(pieces + 1) {
            *point = curve_point(curve, i as f32 / pieces as f32);
        }
        let points = &points[..=pieces];
        if edges.contains_rect(curve_bounds(curve)) {
            self.line(points, width, color);
        } else {
            self.cut_line(points, edges, width, color);
        }
    }

    /// What lies within these edges of a line. Where it is cut, it ends square: what lies
    /// on the other side of the edge goes on from there without a seam.
    fn cut_line(&mut self, points: &[Pos2], edges: Rect, width: f32, color: Color32) {
        let mut run: SmallVec<[Pos2; 41]> = SmallVec::new();
        for pair in points.windows(2) {
            let &[from, to] = pair else { continue };
            let Some((enters, leaves)) = part_inside(from, to, edges) else {
                continue;
            };
            if run.is_empty() {
                run.push(from.lerp(to, enters));
            }
            run.push(from.lerp(to, leaves));
            if leaves < 1.0 {
                self.line(&run, width, color);
                run.clear();
            }
        }
        self.line(&run, width, color);
    }

    /// A box with round corners, whose edge fades over `soft` points.
    pub(super) fn soft_box(&mut self, rect: Rect, corners: Corners, soft: f32, color: Color32) {
        if !rect.is_positive() {
            return;
        }
        let soft = soft.max(self.atlas.pixel()) / 2.0;
        // A fade that is wider than a corner is round would turn it inside out.
        let round = |radius: f32| {
            if soft > radius.max(self.atlas.pixel()) {
                soft
            } else {
                radius
            }
        };
        let corners = corners.map(round);
        let first = self.next();
        outline(
            rect,
            corners,
            self.atlas.pixel(),
            |corner, normal, radius| {
                self.vertex(corner + normal * (radius - soft), WHITE, color);
                self.vertex(
                    corner + normal * (radius + soft),
                    WHITE,
                    Color32::TRANSPARENT,
                );
            },
        );
        let count = (self.next() - first) / 2;
        for i in 2..count {
            self.triangle(first, first + 2 * i - 2, first + 2 * i);
        }
        self.band(first, count, 2, 0);
    }

    /// The edge of a box with round corners, inside of it.
    pub(super) fn ring(&mut self, rect: Rect, radius: f32, width: f32, color: Color32) {
        if !rect.is_positive() {
            return;
        }
        let soft = self.atlas.pixel() / 2.0;
        let first = self.next();
        outline(
            rect,
            [radius; 4],
            self.atlas.pixel(),
            |corner, normal, radius| {
                for (out, color) in [
                    (soft, Color32::TRANSPARENT),
                    (-soft, color),
                    (soft - width, color),
                    (-soft - width, Color32::TRANSPARENT),
                ] {
                    self.vertex(corner + normal * (radius + out), WHITE, color);
                }
            },
        );
        let count = (self.next() - first) / 4;
        for ring in 0..3 {
            self.band(first, count, 4, ring);
        }
    }

    /// Closes a band between two of the rings of vertices that lie interleaved.
    fn band(&mut self, first: u32, count: u32, rings: u32, inner: u32) {
        for i in 0..count {
            let here = first + i * rings + inner;
            let next = first + (i + 1) % count * rings + inner;
            self.mesh
                .indices
                .extend([here, here + 1, next, here + 1, next + 1, next]);
        }
    }

    /// The vertices of laid-out glyphs, moved by `by`. They must start at a pixel.
    pub(super) fn glyphs(&mut self, mesh: &Mesh, by: Vec2, color: Color32) {
        let first = self.next();
        let moved = mesh.vertices.iter().map(|vertex| Vertex {
            pos: vertex.pos + by,
            uv: vertex.uv,
            color,
        });
        self.mesh.vertices.extend(moved);
        let indices = mesh.indices.iter().map(|i| first + i);
        self.mesh.indices.extend(indices);
    }
}

/// Makes a finished mesh so many times as large, seen from the origin. False if somebody
/// else still shows it.
pub(super) fn stretch(galley: &mut Arc<Galley>, by: f32) -> bool {
    let Some(galley) = Arc::get_mut(galley) else {
        return false;
    };
    galley.mesh_bounds = by * galley.mesh_bounds;
    for placed in &mut galley.rows {
        let Some(row) = Arc::get_mut(&mut placed.row) else {
            return false;
        };
        row.visuals.mesh_bounds = by * row.visuals.mesh_bounds;
        for vertex in &mut row.visuals.mesh.vertices {
            vertex.pos = (vertex.pos.to_vec2() * by).to_pos2();
        }
    }
    true
}

//! Frames around groups of nodes, and free text notes.

use eframe::egui::{Align2, Rect, Vec2, pos2, vec2};

use super::drawing::Drawing;
use super::geometry::{
    NOTE_LINE, NOTE_SIZE, PAD, frame_corner, frame_header, frame_rect, text_rect,
};
use super::pen::Pen;
use super::scene::Scene;
use crate::document::{Document, Frame, TextNote};

/// Text smaller than this on the screen isn't drawn.
const LEAST_TEXT: f32 = 5.0;

/// The bounds of everything on the canvas; nothing if it is empty.
pub(crate) fn bounds(scene: &Scene, document: &Document) -> Option<Rect> {
    let frames = document.frames().map(|(_, frame)| frame_rect(frame));
    let texts = document.texts().map(|(_, text)| text_rect(text));
    scene
        .bounds()
        .into_iter()
        .chain(frames)
        .chain(texts)
        .reduce(Rect::union)
}

impl Drawing<'_> {
    /// Draws the frames and notes in view, behind everything else.
    pub(super) fn frames(&self, pen: &mut Pen<'_>) {
        let document = self.editor.document();
        // The large ones first, so that a frame in a frame is seen.
        let mut frames: Vec<(&Frame, Rect)> = document
            .frames()
            .map(|(id, frame)| {
                let by = self.moved.filter(|(things, _)| things.frames.contains(&id));
                let by = by.map_or(Vec2::ZERO, |(_, by)| by);
                (frame, frame_rect(frame).translate(by))
            })
            .filter(|(_, rect)| rect.intersects(self.seen))
            .collect();
        frames.sort_by(|a, b| b.1.area().total_cmp(&a.1.area()));
        for (frame, rect) in frames {
            self.frame(pen, frame, rect);
        }
        for (id, note) in document.texts() {
            let by = self.moved.filter(|(things, _)| things.texts.contains(&id));
            let by = by.map_or(Vec2::ZERO, |(_, by)| by);
            let rect = text_rect(note).translate(by);
            if rect.intersects(self.seen) {
                self.note(pen, note, rect);
            }
        }
    }

    fn frame(&self, pen: &mut Pen<'_>, frame: &Frame, rect: Rect) {
        let zoom = self.zoom();
        let screen = pen.layer.snap_rect(self.on_screen(rect));
        let radius = 9.0 * zoom;
        let tint = self.theme.weak_text;
        pen.layer
            .round_box(screen, [radius; 4], tint.gamma_multiply(0.07));
        let band = pen.layer.snap_rect(self.on_screen(frame_header(rect)));
        let corners = [radius, radius, 0.0, 0.0];
        pen.layer
            .round_box(band, corners, tint.gamma_multiply(0.13));
        let line = pen.layer.pixel();
        pen.layer
            .ring(screen, radius, line, tint.gamma_multiply(0.5));
        let size = (14.0 * zoom).max(if zoom < 0.1 { 0.0 } else { 9.0 });
        if size >= LEAST_TEXT {
            let room = band.width() - 2.0 * PAD * zoom;
            let at = pos2(band.left() + PAD * zoom, band.center().y);
            pen.text(
                frame.title(),
                size,
                room,
                (at, Align2::LEFT_CENTER),
                self.theme.text,
            );
        }
        if self.detail.ports() {
            let corner = self.on_screen(frame_corner(rect)).shrink(3.0 * zoom);
            for inset in [0.0, 0.5] {
                let ends = [
                    corner.left_bottom().lerp(corner.right_bottom(), inset),
                    corner.right_top().lerp(corner.right_bottom(), inset),
                ];
                pen.layer.line(&ends, 1.2, tint.gamma_multiply(0.8));
            }
        }
    }

    fn note(&self, pen: &mut Pen<'_>, note: &TextNote, rect: Rect) {
        let zoom = self.zoom();
        let size = NOTE_SIZE * zoom;
        if size < LEAST_TEXT {
            let hint = self.on_screen(rect).shrink(3.0 * zoom);
            pen.layer
                .quad(hint, self.theme.weak_text.gamma_multiply(0.25));
            return;
        }
        let first = self.to_screen * (rect.min + vec2(8.0, 6.0 + NOTE_LINE / 2.0));
        for (i, line) in note.text.split('\n').enumerate() {
            let at = first + vec2(0.0, i as f32 * NOTE_LINE * zoom);
            if at.y > self.canvas.bottom() + size {
                return;
            }
            let at = (at, Align2::LEFT_CENTER);
            pen.text(line, size, f32::INFINITY, at, self.theme.text);
        }
    }
}

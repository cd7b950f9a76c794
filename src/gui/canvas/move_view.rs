//! Moving the view, in short motions.

use std::collections::HashMap;

use eframe::egui::{Pos2, Rect, Response, Ui};

use super::detail::Detail;
use super::frames;
use super::motion::{Drift, Glide};
use super::state::Canvas;
use super::view::View;
use crate::core::graph::NodeId;
use crate::gui::editor::Editor;

/// A zoom at which numbers are read with ease.
const READABLE: f32 = 0.9;

impl Canvas {
    /// Pans as little as possible so that these nodes are in view, and not under what
    /// covers a part of the canvas.
    pub fn reveal(&mut self, editor: &Editor, ids: &[NodeId]) {
        self.scene.update(editor.document());
        if let (Some(canvas), Some(part)) = (self.rect, self.scene.bounds_of(ids.iter().copied())) {
            let covered = self.covered;
            self.glide(|view| match covered {
                Some(covered) => view.reveal_beside(canvas, covered, part),
                None => view.reveal(canvas, part),
            });
        }
    }

    /// Shows this view at once.
    pub(in crate::gui) fn set_view(&mut self, view: View) {
        self.view = view;
        self.glide = None;
    }

    /// Shows a part of the graph, in graph space.
    pub fn show_part(&mut self, part: Rect) {
        if let Some(canvas) = self.rect {
            self.glide(|view| view.fit(canvas, part));
        }
    }

    /// Shows everything on the canvas, in a short motion.
    pub fn show_all(&mut self, editor: &Editor) {
        if let Some(bounds) = self.bounds(editor.document()) {
            self.show_part(bounds);
        }
    }

    /// Before something is explained: shows the whole graph in the room that will be left, if
    /// its numbers can be read there, or else zooms in until they can.
    pub fn make_readable(&mut self, editor: &Editor) {
        self.scene.update(editor.document());
        let (Some(canvas), Some(all)) = (self.rect, self.scene.bounds()) else {
            return;
        };
        let mut whole = self.view;
        let room = canvas.with_max_y(canvas.bottom() - canvas.height() * 0.25);
        whole.fit(room, all);
        let sees_all = self.view.seen(canvas).contains_rect(all);
        if sees_all && Detail::at(whole.zoom, self.scene.node_count()) == Detail::Full {
            self.fit_next = true;
        } else if Detail::at(self.view.zoom, 0) < Detail::Full {
            self.glide(|view| view.zoom = READABLE);
        }
    }

    /// Zooms around the middle of the canvas.
    pub fn zoom_by(&mut self, factor: f32) {
        if let Some(canvas) = self.rect {
            self.glide(|view| view.zoom_around(canvas, canvas.center(), factor));
        }
    }

    /// Shows nodes at their own size.
    pub fn zoom_to_actual_size(&mut self) {
        self.glide(|view| view.zoom = 1.0);
    }

    /// Moves the view to another, in a short motion; the next one starts from where
    /// this one leads.
    fn glide(&mut self, change: impl FnOnce(&mut View)) {
        let mut goal = self.glide.map_or(self.view, |glide| glide.goal());
        change(&mut goal);
        if goal != self.view {
            // No longer fitted: panels may be resized now.
            self.fitted = None;
            self.glide = Some(Glide::new(self.view, goal));
        }
    }

    /// The view as wheels, fingers and its own motion have it in this frame.
    pub(super) fn move_view(
        &mut self,
        ui: &Ui,
        response: &Response,
        canvas: Rect,
        editor: &Editor,
    ) {
        // A view that was fitted to the graph stays fitted when panels or the window are
        // resized.
        let resized = |(rect, view)| rect != canvas && view == self.view;
        if std::mem::take(&mut self.fit_next) || self.fitted.is_some_and(resized) {
            let all = frames::bounds(&self.scene, editor.document());
            self.view.fit(canvas, all.unwrap_or(Rect::ZERO));
            self.glide = None;
            self.fitted = Some((canvas, self.view));
            ui.ctx().request_repaint(); // the status line was drawn with the old zoom
        }
        if let Some(glide) = &mut self.glide {
            let (view, is_there) = glide.at(ui);
            self.view = view;
            if is_there {
                self.glide = None;
            }
        }
        if response.contains_pointer() && self.gestures.navigate(ui, canvas, &mut self.view) {
            self.glide = None;
        }
    }

    /// Animates nodes that were moved, from these places to where they are now.
    pub fn drift_from(&mut self, before: HashMap<NodeId, Pos2>, editor: &Editor) {
        self.scene.update(editor.document());
        let away = before.into_iter().filter_map(|(id, before)| {
            let now = self.scene.node(id)?.min;
            (before != now).then_some((id, before - now))
        });
        self.drift = Drift::new(away.collect());
    }
}

//! Moving the view, in short motions.

use std::collections::HashMap;

use eframe::egui::{Pos2, Rect, Response, Ui};

use super::detail::Detail;
use super::frames;
use super::motion::{Drift, Glide};
use super::state::Canvas;
use super::view::{LEGIBLE, View};
use crate::core::graph::NodeId;
use crate::gui::editor::Editor;

/// A panel is at least so high.
const LEAST_PANEL: f32 = 4.0;
/// A zoom at which numbers are read with ease.
const READABLE: f32 = 0.9;

impl Canvas {
    /// Pans as little as possible so that these nodes are in view, and not under what
    /// covers a part of the canvas.
    pub fn reveal(&mut self, editor: &Editor, ids: &[NodeId]) {
        self.scene.update(editor.document());
        if let (Some(canvas), Some(part)) = (self.rect, self.scene.bounds_of(ids.iter().copied())) {
            let covered = self.covered;
            if let Some(view) = covered.and_then(|covered| self.beside(editor, canvas, covered)) {
                self.aside = Some((self.view, view));
                return self.glide(|now| *now = view);
            }
            self.glide(|view| match covered {
                Some(covered) => view.reveal_beside(canvas, covered, part),
                None => view.reveal(canvas, part),
            });
        }
    }

    /// A view of all of a graph that was fitted, beside what covers a part of the canvas and
    /// some of the graph; nothing if it can't be read there.
    fn beside(&self, editor: &Editor, canvas: Rect, covered: Rect) -> Option<View> {
        if self.fitted != Some((canvas, self.view)) || self.glide.is_some() {
            return None;
        }
        let all = frames::bounds(&self.scene, editor.document())?;
        let on_screen = self.view.screen_from_graph(canvas) * all;
        if !covered.intersects(on_screen) {
            return None;
        }
        let strips = [
            canvas.with_max_x(covered.left()),
            canvas.with_min_x(covered.right()),
            canvas.with_max_y(covered.top()),
            canvas.with_min_y(covered.bottom()),
        ];
        let views = strips.into_iter().filter(Rect::is_positive);
        let views = views.map(|strip| {
            let mut view = self.view;
            view.fit(strip, all);
            view.center += (canvas.center() - strip.center()) / view.zoom;
            view
        });
        let largest = views.max_by(|a, b| a.zoom.total_cmp(&b.zoom));
        largest.filter(|view| view.zoom >= LEGIBLE)
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

    /// Shows everything on the canvas, in a short motion, or as much as can be read; asked
    /// for once more, all of it, however small.
    pub fn show_all(&mut self, editor: &Editor) {
        let (Some(bounds), Some(canvas)) = (self.bounds(editor.document()), self.rect) else {
            return;
        };
        let mut legible = self.view;
        self.fit_view(&mut legible, canvas, bounds);
        let mut now = self.glide.map_or(self.view, |glide| glide.goal());
        let is_there = now == legible;
        now.fit(canvas, bounds);
        let to = if is_there { now } else { legible };
        self.glide(|view| *view = to);
    }

    /// Fits a view to a part of the graph: legibly, unless it is of so many nodes that their
    /// numbers aren't drawn anyway.
    fn fit_view(&self, view: &mut View, canvas: Rect, part: Rect) {
        match Detail::at(LEGIBLE, self.scene.node_count()) >= Detail::Numbers {
            true => view.fit_legibly(canvas, part),
            false => view.fit(canvas, part),
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
        let is_read = Detail::at(whole.zoom, self.scene.node_count()) >= Detail::Numbers;
        if sees_all && is_read && whole.zoom >= LEGIBLE {
            self.fit_next = true;
        } else if self.view.zoom < LEGIBLE {
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
        self.stay_over_lower_panel(ui, canvas, editor);
        self.come_back(canvas);
        // A view that was fitted to the graph stays fitted when panels or the window are
        // resized.
        let resized = |(rect, view)| rect != canvas && view == self.view;
        if std::mem::take(&mut self.fit_next) || self.fitted.is_some_and(resized) {
            let all = frames::bounds(&self.scene, editor.document());
            let mut view = self.view;
            self.fit_view(&mut view, canvas, all.unwrap_or(Rect::ZERO));
            self.view = view;
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

    /// Keeps everything where it is on the screen while a panel below opens or closes. A
    /// graph that was fitted, and would be covered, is fitted anew.
    fn stay_over_lower_panel(&mut self, ui: &Ui, canvas: Rect, editor: &Editor) {
        let window = ui.ctx().content_rect();
        let before = self.placed.replace((window, canvas));
        let Some((_, old)) = before.filter(|(known, _)| *known == window) else {
            return;
        };
        let by = (old.bottom() - canvas.bottom()).abs();
        let lower = old.min == canvas.min && old.right() == canvas.right();
        if lower && by < LEAST_PANEL {
            // A status line that settles is no panel; one that slides is, in the end.
            self.placed = before;
            return;
        }
        if !lower || self.fit_next || self.glide.is_some() {
            return;
        }
        let was_fitted = self.fitted == Some((old, self.view));
        let mut stays = self.view;
        stays.center = self.view.screen_from_graph(old).inverse() * canvas.center();
        if !was_fitted {
            self.view = stays;
            return;
        }
        let all = frames::bounds(&self.scene, editor.document());
        if all.is_none_or(|all| stays.seen(canvas).contains_rect(all)) {
            self.view = stays;
            self.fitted = Some((canvas, stays));
        }
    }

    /// Once nothing covers the canvas any more: goes back to where a graph was that had made
    /// room, unless it was moved meanwhile.
    fn come_back(&mut self, canvas: Rect) {
        if self.covered.is_some() {
            return;
        }
        let Some((before, aside)) = self.aside.take() else {
            return;
        };
        let is_there = self.glide.map_or(self.view, |glide| glide.goal()) == aside;
        if is_there {
            self.glide(|view| *view = before);
            self.fitted = Some((canvas, before));
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

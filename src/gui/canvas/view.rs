//! [`View`]: which part of the canvas is seen, and how large.

use std::cmp::Ordering;

use eframe::egui::emath::TSTransform;
use eframe::egui::{Pos2, Rect, Vec2};

/// The smallest zoom that the user can choose. Fitting a huge graph goes below it.
pub const MIN_ZOOM: f32 = 0.05;
/// The largest zoom.
pub const MAX_ZOOM: f32 = 4.0;
// Fitting shows all of any graph, and a small one larger than it is.
const MIN_FIT: f32 = 1e-4;
const MAX_FIT: f32 = 1.5;
/// From this zoom on the numbers of nodes and wires are read.
pub const LEGIBLE: f32 = 0.5;
/// A graph of more than so many screens, if it were legible, is shown whole.
const MOST_SCREENS: f32 = 4.0;
/// How far a graph stays from the edges of the canvas, on the screen.
const MARGIN: f32 = 18.0;

/// A place and a zoom. Positions of nodes stay in graph space; this is the only
/// transform between it and the screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    /// The point of the graph that is in the middle of the canvas.
    pub center: Pos2,
    /// Points on the screen for a point in the graph.
    pub zoom: f32,
}

impl Default for View {
    fn default() -> View {
        View {
            center: Pos2::ZERO,
            zoom: 1.0,
        }
    }
}

impl View {
    /// From graph space to the screen, for a canvas that takes this rectangle.
    pub fn screen_from_graph(&self, canvas: Rect) -> TSTransform {
        let translation = canvas.center().to_vec2() - self.center.to_vec2() * self.zoom;
        TSTransform::new(translation, self.zoom)
    }

    /// The part of the graph that is seen.
    pub fn seen(&self, canvas: Rect) -> Rect {
        Rect::from_center_size(self.center, canvas.size() / self.zoom)
    }

    /// Moves what is seen by a distance on the screen.
    pub fn pan(&mut self, by: Vec2) {
        let center = self.center - by / self.zoom;
        if center.x.is_finite() && center.y.is_finite() {
            self.center = center;
        }
    }

    /// Zooms so that what is at this point of the screen stays there.
    pub fn zoom_around(&mut self, canvas: Rect, point: Pos2, factor: f32) {
        let least = MIN_ZOOM.min(self.zoom);
        let zoom = (self.zoom * factor).clamp(least, MAX_ZOOM);
        if !zoom.is_finite() {
            return;
        }
        let away = (point - canvas.center()) / self.zoom;
        self.center += away - away * (self.zoom / zoom);
        self.zoom = zoom;
    }

    /// Shows a part of the graph whole, with a margin: a small one larger than it is.
    pub fn fit(&mut self, canvas: Rect, part: Rect) {
        let room = (canvas.size() - Vec2::splat(2.0 * MARGIN)).max(Vec2::splat(40.0));
        let size = part.size().max(Vec2::splat(1.0));
        let zoom = (room.x / size.x).min(room.y / size.y);
        if zoom.is_finite() && part.is_finite() {
            // Of an empty graph nothing is to be enlarged.
            let most = if part.size() == Vec2::ZERO {
                1.0
            } else {
                MAX_FIT
            };
            self.zoom = zoom.clamp(MIN_FIT, most);
            self.center = part.center();
        }
    }

    /// Shows a part of the graph as [`fit`](View::fit) does, but never smaller than its
    /// numbers are read: of what doesn't fit then, the beginning is seen, at the left.
    /// What would take many screens is shown whole.
    pub fn fit_legibly(&mut self, canvas: Rect, part: Rect) {
        self.fit(canvas, part);
        let room = (canvas.size() - Vec2::splat(2.0 * MARGIN)).max(Vec2::splat(40.0));
        let screens = (part.size() * LEGIBLE / room).max_elem();
        if self.zoom >= LEGIBLE || screens > MOST_SCREENS {
            return;
        }
        self.zoom = LEGIBLE;
        let seen = room / LEGIBLE;
        let middle = |low: f32, high: f32, seen: f32| match high - low > seen {
            true => low + seen / 2.0,
            false => f32::midpoint(low, high),
        };
        self.center.x = middle(part.left(), part.right(), seen.x);
        self.center.y = middle(part.top(), part.bottom(), seen.y);
    }

    /// Pans as little as possible, so that a part of the graph is in view.
    pub fn reveal(&mut self, canvas: Rect, part: Rect) {
        // What is in view stays where it is, near the edge too.
        if self
            .seen(canvas)
            .shrink(8.0 / self.zoom)
            .contains_rect(part)
        {
            return;
        }
        self.reveal_within(canvas, canvas.shrink(40.0), part);
    }

    /// Pans as little as possible, so that a part of the graph is in view and not under
    /// what covers a part of the canvas.
    pub fn reveal_beside(&mut self, canvas: Rect, covered: Rect, part: Rect) {
        let near = |rect: Rect| rect.expand(8.0);
        let on_screen = self.screen_from_graph(canvas) * part;
        if canvas.contains_rect(on_screen) && !near(covered).intersects(on_screen) {
            return;
        }
        let strips = [
            canvas.with_max_x(covered.left()),
            canvas.with_min_x(covered.right()),
            canvas.with_max_y(covered.top()),
            canvas.with_min_y(covered.bottom()),
        ];
        // Where most of it fits in, and there where the most room is.
        let fits = |strip: &Rect| {
            let least = strip
                .size()
                .max(Vec2::ZERO)
                .min(on_screen.size() + Vec2::splat(32.0));
            (
                least.x * least.y,
                strip.width().max(0.0) * strip.height().max(0.0),
            )
        };
        let better =
            |a: &&Rect, b: &&Rect| fits(a).partial_cmp(&fits(b)).unwrap_or(Ordering::Equal);
        if let Some(strip) = strips.iter().max_by(better) {
            self.reveal_within(canvas, strip.shrink(16.0), part);
        }
    }

    fn reveal_within(&mut self, canvas: Rect, room: Rect, part: Rect) {
        let seen = self.screen_from_graph(canvas).inverse() * room;
        let toward = |low: f32, high: f32, from: f32, to: f32| {
            if to - from >= high - low || from < low {
                from - low
            } else {
                (to - high).max(0.0)
            }
        };
        let x = toward(seen.left(), seen.right(), part.left(), part.right());
        let y = toward(seen.top(), seen.bottom(), part.top(), part.bottom());
        if !seen.contains_rect(part) {
            self.center += Vec2::new(x, y);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CANVAS: Rect = Rect::from_min_max(Pos2::new(100.0, 50.0), Pos2::new(900.0, 650.0));

    #[test]
    fn zooming_keeps_the_point_under_the_pointer() {
        let mut view = View::default();
        let point = Pos2::new(250.0, 600.0);
        let before = view.screen_from_graph(CANVAS).inverse() * point;
        view.zoom_around(CANVAS, point, 1.7);
        let after = view.screen_from_graph(CANVAS).inverse() * point;
        assert!((before - after).length() < 1e-3);
        assert_eq!(view.zoom, 1.7);
        view.zoom_around(CANVAS, point, 1e9);
        assert_eq!(view.zoom, MAX_ZOOM);
        view.zoom_around(CANVAS, point, f32::NAN);
        assert_eq!(view.zoom, MAX_ZOOM);
    }

    #[test]
    fn fitting_shows_all_of_it() {
        let mut view = View::default();
        let part = Rect::from_min_max(Pos2::new(-5000.0, 0.0), Pos2::new(5000.0, 100.0));
        view.fit(CANVAS, part);
        assert!(view.seen(CANVAS).contains_rect(part));
        view.fit(CANVAS, Rect::NOTHING);
        assert!(view.zoom.is_finite() && view.center.x.is_finite());
    }

    #[test]
    fn fitting_legibly_never_goes_below_what_is_read() {
        let mut view = View::default();
        let wide = Rect::from_min_max(Pos2::new(0.0, 0.0), Pos2::new(3000.0, 100.0));
        view.fit_legibly(CANVAS, wide);
        assert_eq!(view.zoom, LEGIBLE);
        let seen = view.seen(CANVAS);
        assert!(
            seen.left() < 0.0 && seen.left() > -50.0,
            "from its beginning"
        );
        assert!((seen.center().y - 50.0).abs() < 1e-3);
        let small = Rect::from_min_max(Pos2::new(0.0, 0.0), Pos2::new(600.0, 100.0));
        view.fit_legibly(CANVAS, small);
        assert!(view.zoom > 1.0 && view.seen(CANVAS).contains_rect(small));
        let huge = Rect::from_min_max(Pos2::new(0.0, 0.0), Pos2::new(90_000.0, 100.0));
        view.fit_legibly(CANVAS, huge);
        assert!(view.seen(CANVAS).contains_rect(huge));
    }

    #[test]
    fn revealing_pans_only_as_far_as_needed() {
        let mut view = View::default();
        let near = Rect::from_center_size(Pos2::ZERO, Vec2::splat(50.0));
        view.reveal(CANVAS, near);
        assert_eq!(view, View::default());
        let at_the_edge = Rect::from_center_size(Pos2::new(365.0, 0.0), Vec2::splat(50.0));
        view.reveal(CANVAS, at_the_edge);
        assert_eq!(view, View::default());
        let far = Rect::from_center_size(Pos2::new(1000.0, 0.0), Vec2::splat(50.0));
        view.reveal(CANVAS, far);
        assert!(view.seen(CANVAS).contains_rect(far));
        assert_eq!(view.center.y, 0.0);
    }
}

//! Panning and zooming with wheel, trackpad and fingers.

use eframe::egui::{Event, MouseWheelSource, MouseWheelUnit, Rect, Ui, Vec2};

use crate::gui::canvas::view::View;

/// What the last turn of a wheel came from: a turn is spread over several frames.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Wheel {
    /// A wheel of a mouse, which zooms.
    #[default]
    Mouse,
    /// Two fingers, which pan.
    Fingers,
}

/// Points of scrolling for a zoom by e: a notch is 40 points, and zooms by a fifth.
const POINTS_FOR_E: f32 = 220.0;

impl Wheel {
    /// Moves the view as wheels and fingers say in this frame; true if it did.
    pub(super) fn navigate(&mut self, ui: &Ui, canvas: Rect, view: &mut View) -> bool {
        let before = *view;
        ui.input(|input| {
            for event in &input.events {
                if let Event::MouseWheel {
                    unit,
                    delta,
                    source,
                    ..
                } = event
                {
                    *self = Wheel::of(*unit, *delta, *source);
                }
            }
            let pointer = input.pointer.hover_pos().unwrap_or(canvas.center());
            let (zoom, scroll) = (input.zoom_delta(), input.smooth_scroll_delta());
            if let Some(touch) = input.multi_touch() {
                view.pan(touch.translation_delta);
                view.zoom_around(canvas, touch.center_pos, touch.zoom_delta);
            } else if zoom != 1.0 {
                view.zoom_around(canvas, pointer, zoom);
            } else if *self == Wheel::Mouse && !input.modifiers.shift {
                view.zoom_around(canvas, pointer, (scroll.y / POINTS_FOR_E).exp());
            } else {
                view.pan(scroll);
            }
        });
        *view != before
    }

    /// A wheel turns in whole lines up and down; where the system doesn't say what it
    /// is, anything else is fingers.
    fn of(unit: MouseWheelUnit, delta: Vec2, source: MouseWheelSource) -> Wheel {
        let whole_lines = unit != MouseWheelUnit::Point && delta.y.fract() == 0.0 && delta.x == 0.0;
        match source {
            MouseWheelSource::Wheel => Wheel::Mouse,
            MouseWheelSource::Trackpad | MouseWheelSource::Momentum => Wheel::Fingers,
            MouseWheelSource::Unknown if whole_lines => Wheel::Mouse,
            MouseWheelSource::Unknown => Wheel::Fingers,
        }
    }
}

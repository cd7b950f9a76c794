//! The axes of a plot: round numbers, as many as have room.

use eframe::egui::{Rangef, Vec2};
use egui_plot::{AxisHints, GridInput, GridMark, Plot};

use crate::core::number::typeset;
use crate::gui::theme::Theme;

/// How many points lie between two lines that are hardly seen, and between two that are seen
/// best.
const LINES: Rangef = Rangef {
    min: 8.0,
    max: 110.0,
};
/// Lines that are nearer to each other than so many points have no number.
const NUMBERED: Rangef = Rangef {
    min: 24.0,
    max: 25.0,
};
/// How many points lie between the finer lines, which have no number, as far as egui knows.
const FINER: f64 = 16.0;
/// The least points between two numbers beside each other, and above each other.
const BESIDE: f64 = 48.0;
const ABOVE: f64 = 32.0;
/// So many points are enough for a letter of a number.
const LETTER: f64 = 8.0;
/// Ranges with more numbers than this can't be divided: they are too narrow for their place.
const MOST: f64 = 1_000.0;

/// A plot of this size whose axes have these names. It stays where it is put: the pointer
/// neither drags nor zooms it.
pub(super) fn plot_with_axes<'a>(
    id: &str,
    size: Vec2,
    [x, y]: [&str; 2],
    theme: &Theme,
) -> Plot<'a> {
    let axis = |hints: AxisHints<'a>, name: &str| {
        let hints = hints.label(name).label_spacing(NUMBERED);
        vec![hints.formatter(|mark, _| label(mark))]
    };
    Plot::new(id)
        .width(size.x)
        .height(size.y)
        .allow_drag(false)
        .allow_zoom(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .allow_double_click_reset(false)
        .show_crosshair(false)
        .label_formatter(|_| None)
        .grid_spacing(LINES)
        .grid_color(theme.weak_text.gamma_multiply(0.35))
        .custom_x_axes(axis(AxisHints::new_x(), x))
        .custom_y_axes(axis(AxisHints::new_y(), y))
        .x_grid_spacer(|input| marks(&input, true))
        .y_grid_spacer(|input| marks(&input, false))
}

/// The lines of an axis: those with a number, and finer ones between. Numbers stand beside
/// each other or above each other, and don't touch.
fn marks(input: &GridInput, beside: bool) -> Vec<GridMark> {
    let point = input.base_step_size / f64::from(LINES.min);
    let least = if beside { BESIDE } else { ABOVE };
    let mut step = Step::of_at_least(least * point);
    if beside {
        let numbers = multiples(input.bounds, step.size());
        let letters = numbers.iter().map(|mark| label(*mark).chars().count());
        let longest = letters.max().unwrap_or_default() as f64;
        step = Step::of_at_least(least.max((longest + 2.0) * LETTER) * point);
    }
    let mut marks = multiples(input.bounds, step.finer());
    for mark in &mut marks {
        let nth = mark.value / step.size();
        let is_numbered = (nth - nth.round()).abs() < 1e-6;
        mark.step_size = match is_numbered {
            true => step.size(),
            false => step.finer().min(FINER * point),
        };
    }
    marks
}

/// The number at a line: with the digits that tell it from the next one.
fn label(mark: GridMark) -> String {
    let power = |x: f64| x.abs().log10().floor();
    let digits = power(mark.value) - power(mark.step_size) + 1.0;
    typeset(mark.value, digits.clamp(1.0, 15.0) as usize)
}

/// A round difference: 1, 2 or 5 times a power of ten.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Step {
    times: f64,
    power: i32,
}

impl Step {
    /// The smallest round difference that is not below this positive number.
    fn of_at_least(least: f64) -> Step {
        let power = least.log10().floor() as i32;
        let steps = [1.0, 2.0, 5.0].map(|times| Step { times, power });
        let mut fitting = steps.into_iter().filter(|step| step.size() >= least);
        fitting.next().unwrap_or(Step {
            times: 1.0,
            power: power.saturating_add(1),
        })
    }

    fn size(self) -> f64 {
        self.times * 10_f64.powi(self.power)
    }

    /// The difference of the finer lines: 0.2, 0.5 or 1 for 1, 2 or 5.
    fn finer(self) -> f64 {
        self.size() / if self.times == 2.0 { 4.0 } else { 5.0 }
    }
}

/// All multiples of a number from one bound to the other, both included.
fn multiples((from, to): (f64, f64), step: f64) -> Vec<GridMark> {
    let nearly = 1e-6; // A bound that is a multiple isn't exactly one.
    let first = (from / step - nearly).ceil();
    let count = (to / step + nearly).floor() - first;
    if !(0.0..MOST).contains(&count) {
        return Vec::new();
    }
    let values = (0..=count as usize).map(|nth| (first + nth as f64) * step);
    let mark = |value| GridMark {
        value,
        step_size: step,
    };
    values.map(mark).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The numbers of an axis so many points long.
    fn numbers(bounds: (f64, f64), points: f64, beside: bool) -> Vec<GridMark> {
        let point = (bounds.1 - bounds.0) / points;
        let input = GridInput {
            bounds,
            base_step_size: point * f64::from(LINES.min),
        };
        let marks = marks(&input, beside).into_iter();
        let is_numbered = |mark: &GridMark| mark.step_size / point > f64::from(NUMBERED.min);
        marks.filter(is_numbered).collect()
    }

    #[test]
    fn an_axis_of_a_small_window_has_numbers() {
        let label = |mark: &GridMark| label(*mark);
        let of = |bounds, points| {
            let numbers = numbers(bounds, points, true);
            numbers.iter().map(label).collect::<Vec<_>>()
        };
        assert_eq!(of((-2.0, 6.0), 220.0), ["−2", "0", "2", "4", "6"]);
        assert_eq!(
            of((-2.0, 6.0), 500.0),
            ["−2", "−1", "0", "1", "2", "3", "4", "5", "6"]
        );
        assert_eq!(of((0.0, 0.3), 200.0), ["0", "0.1", "0.2", "0.3"]);
        assert_eq!(of((999.98, 1000.02), 260.0), ["999.98", "1000", "1000.02"]);
    }

    #[test]
    fn numbers_differ_and_dont_touch() {
        let ranges = [
            (-2.0, 6.0),
            (0.0, 1e-9),
            (-1e300, 3e300),
            (1e6, 1e6 + 1.0),
            (-0.7, 0.9),
            (-123_456.0, -1_234.0),
            (7.3e-12, 9.1e-12),
        ];
        for range in ranges {
            for points in (100..900).step_by(37).map(f64::from) {
                for beside in [true, false] {
                    let marks = numbers(range, points, beside);
                    let texts: Vec<String> = marks.iter().map(|mark| label(*mark)).collect();
                    let what = format!("{range:?} over {points} points: {texts:?}");
                    let fewest = if points > 300.0 { 2 } else { 1 };
                    assert!(texts.len() >= fewest, "{what}");
                    assert!(texts.windows(2).all(|pair| pair[0] != pair[1]), "{what}");
                    let longest = texts.iter().map(|text| text.chars().count()).max();
                    let longest = longest.unwrap_or_default() as f64 * 7.0;
                    let room = if beside { longest } else { 20.0 };
                    let apart = marks[0].step_size * points / (range.1 - range.0);
                    assert!(apart > room, "{what}");
                }
            }
        }
    }

    #[test]
    fn a_range_that_is_none_has_no_lines() {
        for bounds in [
            (1.0, 1.0),
            (f64::NAN, 1.0),
            (0.0, f64::INFINITY),
            (1e17, 1e17 + 16.0),
        ] {
            let input = GridInput {
                bounds,
                base_step_size: 1e-3,
            };
            assert!(marks(&input, true).len() < 2, "{bounds:?}");
        }
    }
}

//! [`Touch`]: what the pointer does to a plot: it drags the sources.

use eframe::egui::{CursorIcon, Response};
use egui_plot::PlotTransform;

use crate::core::graph::NodeId;

/// Sources that were dragged in a plot.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Touch {
    /// The numbers that they get.
    pub(super) numbers: Vec<(NodeId, f64)>,
    /// Whether the drag is over.
    pub(super) ends: bool,
}

/// An axis along which a source is dragged.
pub(super) struct TouchAxis {
    pub(super) source: NodeId,
    pub(super) range: (f64, f64),
}

impl Touch {
    /// What a response says: a drag or a click puts the point under the pointer.
    pub(super) fn of(response: &Response, transform: &PlotTransform, axes: &[TouchAxis]) -> Touch {
        let one = CursorIcon::ResizeHorizontal;
        let both = CursorIcon::Move;
        let icon = if axes.len() > 1 { both } else { one };
        let response = response.clone().on_hover_and_drag_cursor(icon);
        let ends = response.drag_stopped() || response.clicked();
        let is_moved = response.dragged() || response.clicked();
        let Some(at) = response.interact_pointer_pos().filter(|_| is_moved) else {
            return Touch {
                numbers: Vec::new(),
                ends,
            };
        };
        let point = transform.value_from_position(at);
        let numbers = axes.iter().zip([point.x, point.y]).map(|(axis, number)| {
            let (from, to) = axis.range;
            (axis.source, rounded(number.clamp(from, to), to - from))
        });
        Touch {
            numbers: numbers.collect(),
            ends,
        }
    }
}

/// A number with as many digits as the pointer can tell apart in a range this wide.
fn rounded(number: f64, width: f64) -> f64 {
    let decimals = 2.0 - width.log10().floor();
    if !(0.0..=15.0).contains(&decimals) {
        let unit = 10_f64.powf(-decimals);
        return (number / unit).round() * unit;
    }
    // Through the text, so that it is the number that is displayed.
    let text = format!("{number:.*}", decimals as usize);
    text.parse().unwrap_or(number)
}

#[cfg(test)]
mod tests {
    use super::rounded;

    #[test]
    fn dragged_numbers_are_short() {
        assert_eq!(rounded(1.234_567, 8.0), 1.23);
        assert_eq!(rounded(0.1 + 0.2, 0.5), 0.3);
        assert_eq!(rounded(12_345.6, 90_000.0), 12_300.0);
    }
}

//! Dragging the number of a source, on its field or on its slider.

use eframe::egui::{Pos2, Rect};

use super::hand::Hand;
use crate::core::graph::NodeId;
use crate::core::tensor::Tensor;
use crate::document::Edit;
use crate::document::history::UndoGroup;
use crate::gui::action::Action;
use crate::gui::canvas::geometry::slider;

/// A number that is being dragged. Everything it does is one step.
#[derive(Debug)]
pub(super) struct Scrub {
    node: NodeId,
    gesture: UndoGroup,
    /// What one point on the screen is worth.
    step: f64,
    /// The number before it is rounded.
    exact: f64,
    shown: f64,
    /// The slider's range, if it is the slider that is dragged.
    slider: Option<(f64, f64)>,
}

impl Scrub {
    /// Starts to drag a source's number.
    pub(super) fn new(hand: &Hand<'_>, node: NodeId, on_slider: bool) -> Option<Scrub> {
        let number = hand.editor.source_number(node)?;
        let range = hand.editor.range(node);
        // A hundredth of the number's own size: 2 moves by 0.01, 20 by 0.1.
        let size = number.abs().clamp(1.0, 1e12).log10().floor();
        Some(Scrub {
            node,
            gesture: hand.editor.new_gesture(),
            step: 10_f64.powf(size - 2.0),
            exact: number,
            shown: number,
            slider: range.filter(|_| on_slider),
        })
    }

    /// Whose number it is.
    pub(super) fn node(&self) -> NodeId {
        self.node
    }

    /// The gesture that its edits join.
    pub(super) fn gesture(&self) -> UndoGroup {
        self.gesture
    }

    /// Follows the pointer: `by` points to the right, to a point of the graph.
    pub(super) fn go_on(
        &mut self,
        hand: &Hand<'_>,
        by: f32,
        point: Pos2,
        actions: &mut Vec<Action>,
    ) {
        let (exact, step) = match self.slider.zip(hand.scene.node(self.node)) {
            Some((range, rect)) => along(slider(rect), range, point),
            None => {
                let (finer, coarser) = (hand.modifiers.shift, hand.modifiers.command);
                let factor = match (finer, coarser) {
                    (true, _) => 0.1,
                    (_, true) => 10.0,
                    _ => 1.0,
                };
                let step = self.step * factor;
                (self.exact + f64::from(by) * step, step)
            }
        };
        self.exact = exact;
        let number = rounded(exact, step);
        if number != self.shown && number.is_finite() {
            self.shown = number;
            let (node, value) = (self.node, Tensor::scalar(number));
            let edit = Edit::SetValue { node, value };
            actions.push(Action::EditIn(self.gesture, edit));
        }
    }
}

/// The number at a point of a slider, and what a two-hundredth of the range is.
fn along(slider: Rect, (from, to): (f64, f64), point: Pos2) -> (f64, f64) {
    let part = (point.x - slider.left()) / slider.width();
    let part = f64::from(part.clamp(0.0, 1.0));
    let number = from * (1.0 - part) + to * part;
    (number.clamp(from, to), (to / 200.0 - from / 200.0).abs())
}

/// A number with the decimals that steps of this size need.
pub(super) fn rounded(number: f64, step: f64) -> f64 {
    if !(step > 0.0 && step < 1.0) {
        return number.round();
    }
    // A little more, as the logarithm of 0.001 comes out a little below −3.
    let decimals = (-step.log10() - 1e-9).ceil().clamp(0.0, 17.0) as usize;
    let text = format!("{number:.decimals$}");
    let short: f64 = text.parse().unwrap_or(number);
    if short == 0.0 { 0.0 } else { short }
}

#[cfg(test)]
mod tests {
    use super::rounded;

    #[test]
    fn numbers_keep_the_decimals_of_the_step() {
        assert_eq!(rounded(2.034_999, 0.01), 2.03);
        assert_eq!(rounded(0.1 + 0.2, 0.001), 0.3);
        assert_eq!(rounded(-0.000_4, 0.001).to_bits(), 0.0_f64.to_bits());
        assert_eq!(rounded(1234.56, 10.0), 1235.0);
        assert_eq!(rounded(0.123_456_78, 0.005), 0.123);
    }
}

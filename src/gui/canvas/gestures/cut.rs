//! Cutting wires with a line drawn by hand.

use eframe::egui::{Pos2, Rect};

use super::hand::Hand;
use crate::core::graph::Wire;
use crate::document::Edit;
use crate::gui::action::Action;
use crate::gui::canvas::geometry::curve_crosses;
use crate::gui::canvas::scene::Scene;

/// A line along which wires are cut, in graph space.
#[derive(Debug)]
pub(super) struct CutLine {
    pub(super) line: Vec<Pos2>,
}

impl CutLine {
    /// A line that starts here.
    pub(super) fn new(at: Pos2) -> CutLine {
        CutLine { line: vec![at] }
    }

    /// Draws the line on.
    pub(super) fn go_on(&mut self, hand: &Hand<'_>, point: Pos2) {
        let far = |last: &Pos2| last.distance(point) * hand.zoom > 3.0;
        if self.line.last().is_none_or(far) {
            self.line.push(point);
        }
    }

    /// The wires that the line crosses.
    pub(super) fn crossed(&self, scene: &Scene) -> Vec<Wire> {
        let mut found = Vec::new();
        for piece in self.line.windows(2) {
            let piece = [piece[0], piece[1]];
            let wires = scene.wires_in(Rect::from_two_pos(piece[0], piece[1]));
            let crosses = |wire: &Wire| {
                let curve = scene.curve(*wire);
                curve.is_some_and(|curve| curve_crosses(&curve, piece))
            };
            found.extend(wires.into_iter().filter(crosses));
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Cuts all of them, in one step.
    pub(super) fn finish(mut self, hand: &Hand<'_>, point: Pos2, actions: &mut Vec<Action>) {
        self.line.push(point);
        let crossed = self.crossed(hand.scene).into_iter();
        let edits: Vec<Edit> = crossed
            .map(|wire| Edit::Connect { from: None, wire })
            .collect();
        if !edits.is_empty() {
            let label = "cut wires";
            actions.push(Action::Edit(Edit::All { label, edits }));
        }
    }
}

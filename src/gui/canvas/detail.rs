//! [`Detail`]: how much is drawn, so that no zoom costs more than a few milliseconds.

/// From boxes and lines up to all of it. Each step adds something to the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Detail {
    /// Boxes and lines, cached from frame to frame.
    Boxes,
    /// Names in the boxes.
    Names,
    /// Ports and symbols, values and gradients of nodes, as large as there is room, and
    /// those of wires unless they are many.
    Numbers,
    /// Everything: formulas, inputs by name, shadows.
    Full,
}

/// The smallest letters of names and numbers on the canvas, in points.
pub const LEAST_LETTERS: f32 = 10.5;
/// The same in a presentation, whose points are larger: read from the back row.
pub const LEAST_PRESENTED: f32 = 15.5;

/// The zoom from which on a step is readable, and the most nodes in view with which it is
/// drawn.
const STEPS: [(Detail, f32, usize); 3] = [
    (Detail::Full, 0.85, 260),
    (Detail::Numbers, 0.33, 600),
    (Detail::Names, 0.14, 2_000),
];

/// Up to how many nodes in view the wires between them carry their numbers.
const MOST_WITH_LABELS: usize = 260;

impl Detail {
    /// What is drawn at a zoom, with so many nodes in view.
    pub fn at(zoom: f32, in_view: usize) -> Detail {
        let step = STEPS
            .iter()
            .find(|(_, from, most)| zoom >= *from && in_view <= *most);
        step.map_or(Detail::Boxes, |(detail, ..)| *detail)
    }

    /// Whether every wire carries its numbers where there is room, and not only the one
    /// that is pointed at.
    pub fn labels(self, in_view: usize) -> bool {
        self >= Detail::Numbers && in_view <= MOST_WITH_LABELS
    }

    /// Whether ports are drawn.
    pub fn ports(self) -> bool {
        self >= Detail::Numbers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn detail_falls_with_the_zoom_and_with_the_crowd() {
        let zooms = [4.0, 1.0, 0.9, 0.8, 0.5, 0.3, 0.1, 0.01];
        for pair in zooms.windows(2) {
            assert!(Detail::at(pair[0], 50) >= Detail::at(pair[1], 50));
        }
        for pair in [1, 100, 500, 1_000, 10_000, 100_000].windows(2) {
            assert!(Detail::at(1.0, pair[0]) >= Detail::at(1.0, pair[1]));
        }
        assert_eq!(Detail::at(1.0, 60), Detail::Full);
        assert_eq!(Detail::at(0.4, 60), Detail::Numbers);
        assert_eq!(Detail::at(0.3, 500), Detail::Names);
        assert!(Detail::Numbers.labels(60) && !Detail::Numbers.labels(500));
        assert_eq!(Detail::at(0.05, 10_000), Detail::Boxes);
        assert_eq!(Detail::at(1.0, 100_000), Detail::Boxes);
    }
}

//! [`Detail`]: how much is drawn at which zoom.

/// From all of it down to boxes and lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Detail {
    /// Boxes and lines in one mesh.
    Boxes,
    /// Names.
    Names,
    /// Everything: ports, values, gradients, labels on the wires.
    Full,
}

impl Detail {
    /// What is drawn at a zoom.
    pub fn at(zoom: f32) -> Detail {
        if zoom >= 0.55 {
            Detail::Full
        } else if zoom >= 0.3 {
            Detail::Names
        } else {
            Detail::Boxes
        }
    }

    /// Whether wires carry their numbers.
    pub fn labels(self) -> bool {
        self == Detail::Full
    }
}

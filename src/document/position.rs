//! [`Position`]: a point on the canvas.

use crate::core::limits::MAX_COORDINATE;

/// A point on the canvas, in points: x to the right, y down. Always finite. The
/// position of a node is its upper left corner.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Position {
    x: f32,
    y: f32,
}

impl Position {
    /// A position, if both coordinates are finite and at most [`MAX_COORDINATE`] from 0.
    pub fn new(x: f32, y: f32) -> Option<Position> {
        let valid = |c: f32| c.abs() <= MAX_COORDINATE; // false for NaN
        (valid(x) && valid(y)).then_some(Position { x, y })
    }

    /// The valid position that is nearest to these coordinates; 0 where one is NaN.
    pub fn nearest(x: f32, y: f32) -> Position {
        let valid = |c: f32| match c.is_nan() {
            true => 0.0,
            false => c.clamp(-MAX_COORDINATE, MAX_COORDINATE),
        };
        Position {
            x: valid(x),
            y: valid(y),
        }
    }

    /// To the right of the origin.
    pub fn x(self) -> f32 {
        self.x
    }

    /// Below the origin.
    pub fn y(self) -> f32 {
        self.y
    }
}

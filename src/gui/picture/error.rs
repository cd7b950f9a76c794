//! [`PictureError`]: why there is no picture.

use crate::core::limits::{MAX_PICTURE_PIXELS, MAX_PICTURE_SIDE};
use crate::file::FileError;

/// Why there is no picture, and what to do.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum PictureError {
    /// A side is too long, not a number, or not above 0.
    #[error(
        "a picture of {width} × {height} points can't be drawn: each side must be above 0 and at \
         most {MAX_PICTURE_SIDE} points, so choose a smaller part of the graph"
    )]
    Size {
        /// The width asked for, in points.
        width: f32,
        /// The height asked for, in points.
        height: f32,
    },
    /// The scale isn't a number above 0.
    #[error("a picture can't have {0} pixels per point: choose a number above 0, such as 2")]
    Scale(f32),
    /// There would be no pixels, or too many.
    #[error(
        "a picture of {width} × {height} pixels can't be drawn: it must have 1 to \
         {} million pixels, so choose a smaller scale or part of the graph, or SVG",
        MAX_PICTURE_PIXELS / 1_000_000
    )]
    Pixels {
        /// The width, in pixels.
        width: u32,
        /// The height, in pixels.
        height: u32,
    },
    /// The pixels don't fit into the memory.
    #[error(
        "there isn't enough memory for the picture: choose a smaller scale, or close other programs"
    )]
    Memory,
    /// The pixels couldn't be packed into a PNG.
    #[error("the picture can't be encoded as PNG ({0}): save it as SVG")]
    Encode(String),
    /// The file couldn't be saved.
    #[error(transparent)]
    Save(FileError),
}

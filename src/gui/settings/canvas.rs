//! [`CanvasOptions`]: what the canvas shows, by the settings and for pictures.

use serde::{Deserialize, Serialize};

/// What the canvas shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CanvasOptions {
    /// Whether the grid is drawn.
    pub grid: bool,
    /// Whether nodes that are moved snap to the grid.
    pub snap: bool,
    /// Whether the thickness of wires follows the magnitude of the gradient.
    pub magnitude: bool,
    /// Whether large graphs have a minimap.
    pub minimap: bool,
    /// Whether everything is drawn as egui's shapes, for a picture with real text. Slower
    /// than the one mesh that is drawn otherwise, and looks the same.
    #[serde(skip)]
    pub as_shapes: bool,
    /// Whether a crowd of nodes costs no detail: for a picture, which is drawn once.
    #[serde(skip)]
    pub all_detail: bool,
    /// Whether there is a background behind everything.
    #[serde(skip)]
    pub backdrop: bool,
    /// Whether letters are read from the back row of a lecture hall.
    #[serde(skip)]
    pub presented: bool,
}

impl Default for CanvasOptions {
    fn default() -> CanvasOptions {
        CanvasOptions {
            grid: true,
            snap: true,
            magnitude: false,
            minimap: true,
            as_shapes: false,
            all_detail: false,
            backdrop: true,
            presented: false,
        }
    }
}

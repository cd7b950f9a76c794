//! Plots: nodes against a source with their tangents, and maps of a node against two
//! sources. What is computed comes from [`core::plot`](crate::core::plot); here it is drawn,
//! in a window, and as a picture without one.

mod axes;
mod choice;
mod curves_ui;
mod data;
mod map_ui;
mod picture;
mod touch;
pub(in crate::gui) mod training;
mod window;

pub use data::PlotData;
pub use picture::{PlotFormat, PlotPicture};
pub use window::PlotWindow;

//! Plots of what a training has come to: the curve over the data, regions of classes, the
//! loss over two parameters, the confusion matrix, images.

mod cells;
mod classes;
mod points;
mod regions;
mod surface;

pub(in crate::gui) use classes::{classes_ui, pixels_ui};
pub(in crate::gui) use points::{answer_ui, fit_ui};
pub(in crate::gui) use regions::regions_ui;
pub(in crate::gui) use surface::surface_ui;

//! [`Choice`]: what a file is chosen for.

use crate::file::ArrayFormat;
use crate::gui::picture::PictureFormat;

/// What a file is chosen for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Choice {
    /// A graph file to open.
    Open,
    /// A name to save under.
    SaveAs,
    /// A name for a picture.
    Picture(PictureFormat),
    /// A name for the answers to a quiz or a lesson.
    Results,
    /// A name for a plot.
    Plot,
    /// A name for the parameters.
    Parameters,
    /// A file with parameters to load.
    LoadParameters,
    /// A name for the losses of a training.
    Curves,
}

impl Choice {
    /// The title of a dialog for it.
    pub(super) fn title(self) -> &'static str {
        match self {
            Choice::Open => "Open a graph",
            Choice::SaveAs => "Save the graph as",
            Choice::Picture(_) => "Save the picture as",
            Choice::Results => "Save the results as",
            Choice::Plot => "Save the plot as",
            Choice::Parameters => "Save the parameters as",
            Choice::LoadParameters => "Load parameters",
            Choice::Curves => "Save the training curves as",
        }
    }

    /// Whether the file is read, not written.
    pub(super) fn reads(self) -> bool {
        matches!(self, Choice::Open | Choice::LoadParameters)
    }

    /// The kind of files, and their extensions.
    pub(super) fn kind(self) -> (&'static str, &'static [&'static str]) {
        match self {
            Choice::Open | Choice::SaveAs => ("wiregrad graphs", &["ron"]),
            Choice::Picture(PictureFormat::Png) => ("pictures", &["png"]),
            Choice::Picture(PictureFormat::Svg) => ("pictures", &["svg"]),
            Choice::Results => ("results", &["csv"]),
            Choice::Plot => ("plots", &["png"]),
            Choice::Parameters | Choice::LoadParameters => ("parameters", &ArrayFormat::EXTENSIONS),
            Choice::Curves => ("tables", &["csv"]),
        }
    }
}

//! [`Request`]: what can be asked of [`Files`](super::Files).

use std::path::PathBuf;

use crate::document::Document;
use crate::file::RecoveryCopy;
use crate::gui::learn::results::QuizResults;
use crate::gui::picture::{GraphPicture, PictureFormat};
use crate::gui::plot::PlotPicture;

/// What the user asks for.
#[derive(Clone, Debug)]
pub enum Request {
    /// Start with an empty graph.
    New,
    /// Choose a file and open it.
    Open,
    /// Type the path of a file and open it.
    TypePath,
    /// Open this file.
    OpenFile(PathBuf),
    /// Open a graph that ships, by its place in [`SHIPPED`](crate::gui::shipped::SHIPPED).
    Lesson(usize),
    /// Open a copy of unsaved work.
    Recover(Box<RecoveryCopy>),
    /// Delete a copy of unsaved work.
    Discard(Box<RecoveryCopy>),
    /// Save to the open file, or ask for one.
    Save,
    /// Choose a name and save under it.
    SaveAs,
    /// Choose a name and save a picture under it, in this format unless the name has the
    /// extension of another.
    Picture(Box<GraphPicture>, PictureFormat),
    /// Choose a name and save the answers to a quiz or a lesson under it, as JSON or CSV.
    Results(Box<QuizResults>),
    /// Choose a name and save a plot under it, as PNG, SVG or CSV.
    Plot(Box<PlotPicture>),
    /// Choose a name and save the parameters of a graph under it.
    Parameters(Box<Document>),
    /// Choose a file and load the parameters of the open graph from it.
    LoadParameters,
    /// Choose a name and save the losses of a training under it, as CSV.
    Curves(String),
    /// Put a plot on the clipboard, as a picture.
    CopyPlot(Box<PlotPicture>),
    /// Put a picture on the clipboard.
    CopyPicture(Box<GraphPicture>),
    /// Close the editor.
    Quit,
}

impl Request {
    /// Whether it reads or writes a file.
    pub(super) fn needs_disk(&self) -> bool {
        !matches!(self, Request::New | Request::Lesson(_) | Request::Quit)
    }

    /// Whether it closes the open document.
    pub(super) fn closes_document(&self) -> bool {
        let stays = matches!(self, Request::Save | Request::SaveAs | Request::Discard(_));
        let exports = matches!(
            self,
            Request::Picture(..)
                | Request::CopyPicture(_)
                | Request::Results(_)
                | Request::Plot(_)
                | Request::Parameters(_)
                | Request::LoadParameters
                | Request::Curves(_)
                | Request::CopyPlot(_)
        );
        !stays && !exports
    }
}

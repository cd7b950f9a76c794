//! What is read and written, and what comes of it. All of this runs on threads.

use std::path::{Path, PathBuf};

use eframe::egui::ColorImage;

use crate::document::Document;
use crate::file::{self, ArrayFormat, FileError, Recovery, RecoveryCopy, Stamp};
use crate::gui::learn::results::{QuizResults, ResultsFormat};
use crate::gui::live::did_not_return;
use crate::gui::picture::{GraphPicture, PictureError, PictureFormat};
use crate::gui::platform::files::exists;
use crate::gui::plot::{PlotFormat, PlotPicture};

/// A document as it was found in a file.
#[derive(Clone, Debug)]
pub(super) struct Loaded {
    /// The user's file; a copy of unsaved work may never have had one.
    pub(super) path: Option<PathBuf>,
    pub(super) document: Document,
    /// The state of the file that was read; a copy has none.
    pub(super) stamp: Option<Stamp>,
    /// The copy that it comes from.
    pub(super) copy: Option<RecoveryCopy>,
    /// Whether its last evaluation did not return.
    pub(super) paused: bool,
}

impl Loaded {
    /// Reads a graph file. Where copies of unsaved work are kept, it is found out whether its
    /// last evaluation returned.
    ///
    /// # Errors
    /// It can't be read, or isn't a graph.
    pub(super) fn read(path: &Path, recovery: Option<&Recovery>) -> Result<Loaded, FileError> {
        let (document, stamp) = file::open(path)?;
        Ok(Loaded {
            paused: recovery.is_some_and(|it| did_not_return(it.folder(), document.graph())),
            path: Some(path.to_owned()),
            document,
            stamp: Some(stamp),
            copy: None,
        })
    }

    /// Reads a copy of unsaved work.
    ///
    /// # Errors
    /// It is damaged, or was deleted.
    pub(super) fn recover(recovery: &Recovery, copy: RecoveryCopy) -> Result<Loaded, FileError> {
        let document = recovery.load(&copy)?;
        Ok(Loaded {
            paused: did_not_return(recovery.folder(), document.graph()),
            path: copy.original().map(Path::to_owned),
            document,
            stamp: None,
            copy: Some(copy),
        })
    }
}

/// A graph that is to be saved.
#[derive(Clone, Debug)]
pub(super) struct Save {
    pub(super) document: Document,
    pub(super) path: PathBuf,
    /// The number of the document's state in its history.
    pub(super) state: u64,
    pub(super) may_replace: MayReplace,
}

/// What a save may replace.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum MayReplace {
    /// Nothing: the name is new.
    Nothing,
    /// The file in the state in which it was last seen.
    Known(Stamp),
    /// Whatever is there: the user agreed.
    Anything,
}

/// What came of a save.
pub(super) enum SaveResult {
    Saved(Save, Stamp),
    /// A file that the user may not know of is at the path; it is as it was.
    InTheWay(Save),
    Failed(FileError),
}

impl Save {
    /// Writes the file. A file that is gone is simply written again.
    pub(super) fn carry_out(self) -> SaveResult {
        let in_the_way = match &self.may_replace {
            MayReplace::Anything => false,
            MayReplace::Nothing => exists(&self.path),
            MayReplace::Known(known) => exists(&self.path) && !known.is_current(&self.path),
        };
        if in_the_way {
            return SaveResult::InTheWay(self);
        }
        match file::save(&self.path, &self.document) {
            Ok(stamp) => SaveResult::Saved(self, stamp),
            Err(error) => SaveResult::Failed(error),
        }
    }
}

/// What can be saved besides the graph.
#[derive(Clone, Debug)]
pub(super) enum Export {
    /// A picture, in this format unless its name asks for another.
    Picture(Box<GraphPicture>, PictureFormat),
    /// The answers to a quiz or a lesson.
    Results(Box<QuizResults>),
    /// A plot, as a picture or as numbers.
    Plot(Box<PlotPicture>),
    /// The parameters of a graph.
    Parameters(Box<Document>),
    /// The losses of a training, as CSV.
    Curves(String),
}

impl Export {
    /// It in the format that the extension of a path asks for. If that is none, the extension
    /// that is missing is given too.
    pub(super) fn named(self, path: &Path) -> (Export, Option<&'static str>) {
        match self {
            Export::Picture(picture, format) => match PictureFormat::of(path) {
                Some(named) => (Export::Picture(picture, named), None),
                None => (Export::Picture(picture, format), Some(format.extension())),
            },
            Export::Results(_) => {
                let missing = ResultsFormat::of(path).is_none().then_some("csv");
                (self, missing)
            }
            Export::Curves(_) => {
                let missing = path.extension().is_none().then_some("csv");
                (self, missing)
            }
            Export::Plot(_) => {
                let missing = PlotFormat::of(path).is_none().then_some("png");
                (self, missing)
            }
            Export::Parameters(_) => {
                let missing = ArrayFormat::of(path).is_none().then_some("npz");
                (self, missing)
            }
        }
    }

    fn save(&self, path: &Path) -> Result<(), PictureError> {
        match self {
            Export::Picture(picture, format) => picture.save(path, *format),
            Export::Results(results) => {
                let format = ResultsFormat::of(path).unwrap_or(ResultsFormat::Csv);
                let text = results.text(format);
                file::save_bytes(path, text.as_bytes()).map_err(PictureError::Save)
            }
            Export::Curves(csv) => {
                file::save_bytes(path, csv.as_bytes()).map_err(PictureError::Save)
            }
            Export::Plot(plot) => {
                let format = PlotFormat::of(path).unwrap_or(PlotFormat::Png);
                plot.save(path, format)
            }
            Export::Parameters(document) => {
                let saved = file::save_parameters(path, document.graph());
                saved.map_err(PictureError::Save)
            }
        }
    }
}

/// A picture, or results, with the path to save it to.
#[derive(Clone, Debug)]
pub(super) struct ExportSave {
    pub(super) export: Export,
    pub(super) path: PathBuf,
    /// Whether it may replace a file.
    pub(super) may_replace: bool,
}

/// What came of a picture.
pub(super) enum PictureResult {
    Saved(PathBuf),
    ForClipboard(ColorImage),
    /// A file that the user may not know of is at the path; it is as it was.
    InTheWay(Box<ExportSave>),
    Failed(PictureError),
    /// Something else can't be saved: what, as "results".
    NotSaved(&'static str, PictureError),
}

impl ExportSave {
    /// Draws the picture, or writes the results, and saves the file.
    pub(super) fn carry_out(self) -> PictureResult {
        if !self.may_replace && exists(&self.path) {
            return PictureResult::InTheWay(Box::new(self));
        }
        match self.export.save(&self.path) {
            Ok(()) => PictureResult::Saved(self.path),
            Err(error) => match self.export {
                Export::Picture(..) | Export::Plot(_) => PictureResult::Failed(error),
                Export::Results(_) => PictureResult::NotSaved("results", error),
                Export::Parameters(_) => PictureResult::NotSaved("parameters", error),
                Export::Curves(_) => PictureResult::NotSaved("training curves", error),
            },
        }
    }
}

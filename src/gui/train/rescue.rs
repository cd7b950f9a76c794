//! [`RunCopy`]: the newest parameters of a run in a copy of the document, for the case that
//! the program dies. It lies among the copies of unsaved work, and is offered as they are.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::core::train::Trainer;
use crate::document::{Document, Edit};
use crate::file::Recovery;
use crate::gui::platform::clock::Instant;

/// A copy is written this often, and if that takes long, after this many times as long.
const PACE: Duration = Duration::from_secs(5);
const SHARE: u32 = 30;

/// Where copies are kept, and which file the document belongs to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Places<'a> {
    /// The folder that the paths of tables start in.
    pub tables: Option<&'a Path>,
    /// The folder of copies of unsaved work.
    pub recovery: Option<&'a Path>,
    /// The file of the document.
    pub original: Option<&'a Path>,
}

/// The copy of a run. It is deleted when this is dropped.
pub(super) struct RunCopy {
    recovery: Recovery,
    document: Document,
    original: Option<PathBuf>,
    written: Option<(Instant, Duration)>,
    step: u64,
}

impl RunCopy {
    /// For a run of a document; nothing if copies are kept nowhere.
    pub(super) fn new(document: &Document, places: Places<'_>) -> Option<RunCopy> {
        let recovery = Recovery::new(places.recovery?.to_owned());
        Some(RunCopy {
            recovery,
            document: document.clone(),
            original: places.original.map(Path::to_owned),
            written: None,
            step: 0,
        })
    }

    /// Writes a copy, if its time has come. `now` says that it has.
    pub(super) fn note(&mut self, trainer: &Trainer, now: bool) {
        let step = trainer.progress().step;
        if step == self.step {
            return;
        }
        let (since, took) = *self.written.get_or_insert((Instant::now(), Duration::ZERO));
        if !now && since.elapsed() < PACE.max(took * SHARE) {
            return;
        }
        let start = Instant::now();
        let mut document = self.document.clone();
        let title = match self.document.title() {
            "" => format!("training, step {step}"),
            title => format!("{title} (training, step {step})"),
        };
        let values = trainer.trained();
        let values = values.map(|(node, value)| Edit::SetValue { node, value });
        let edits = values.chain([Edit::SetTitle(title)]).collect();
        let label = "keep parameters";
        // A title that is too long, or a value that isn't finite: there is no copy then.
        if document.apply(Edit::All { label, edits }).is_ok() {
            // The disk is full, say: it is tried again.
            let _ = self.recovery.write(&document, self.original.as_deref());
        }
        self.step = step;
        self.written = Some((Instant::now(), start.elapsed()));
    }
}

impl Drop for RunCopy {
    fn drop(&mut self) {
        self.recovery.clear();
    }
}

//! [`Jobs`]: what is read and written, on threads of its own. A frame starts a job
//! and picks up the result; it never waits.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::Builder;

use eframe::egui::Context;

use super::pictures::Drawn;
use crate::document::Document;
use crate::file::{self, Copy, FileError, Recovery, Stamp};

/// A document as it was found in a file.
#[derive(Clone, Debug)]
pub(super) struct Loaded {
    /// The person's file; a copy of unsaved work may never have had one.
    pub(super) path: Option<PathBuf>,
    pub(super) document: Document,
    /// What was read; a copy has none.
    pub(super) stamp: Option<Stamp>,
    /// The copy that it comes from.
    pub(super) copy: Option<Copy>,
}

/// What a job came to.
pub(super) enum Done {
    Loaded(Box<Result<Loaded, FileError>>),
    Saved(Saved),
    /// Something is at the path that the person may not know of; it is as it was.
    InTheWay(Save),
    SaveFailed(FileError),
    Drawn(Box<Drawn>),
}

/// What is to be saved.
#[derive(Clone, Debug)]
pub(super) struct Save {
    pub(super) document: Document,
    pub(super) path: PathBuf,
    /// The number of the document's state in its history.
    pub(super) state: u64,
    pub(super) over: Over,
}

/// What a save may replace.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Over {
    /// Nothing: the name is new.
    Nothing,
    /// The file as it was last seen.
    Seen(Stamp),
    /// Whatever is there: the person agreed.
    Anything,
}

/// What was saved.
pub(super) struct Saved {
    pub(super) save: Save,
    pub(super) stamp: Stamp,
}

/// The jobs that run, and their results.
pub(super) struct Jobs {
    sender: Sender<(u64, Done)>,
    receiver: Receiver<(u64, Done)>,
    last: u64,
    loading: Option<(u64, PathBuf)>,
    saving: Option<(u64, PathBuf)>,
    drawing: Option<(u64, String)>,
}

impl Jobs {
    pub(super) fn new() -> Jobs {
        let (sender, receiver) = channel();
        Jobs {
            sender,
            receiver,
            last: 0,
            loading: None,
            saving: None,
            drawing: None,
        }
    }

    /// Reads a file. A file that is still being read is no longer wanted.
    ///
    /// # Errors
    /// The system starts no more threads.
    pub(super) fn load(&mut self, ctx: &Context, path: &Path) -> io::Result<()> {
        let wanted = path.to_owned();
        let job = self.start(ctx, move || Done::Loaded(Box::new(load(wanted))))?;
        self.loading = Some((job, path.to_owned()));
        Ok(())
    }

    /// Reads a copy of unsaved work.
    ///
    /// # Errors
    /// The system starts no more threads.
    pub(super) fn recover(
        &mut self,
        ctx: &Context,
        recovery: Arc<Recovery>,
        copy: Copy,
    ) -> io::Result<()> {
        let name = copy.title();
        let job = self.start(ctx, move || {
            let loaded = recovery.load(&copy).map(|document| Loaded {
                path: copy.original().map(Path::to_owned),
                document,
                stamp: None,
                copy: Some(copy),
            });
            Done::Loaded(Box::new(loaded))
        })?;
        self.loading = Some((job, PathBuf::from(name)));
        Ok(())
    }

    /// Writes a file.
    ///
    /// # Errors
    /// The system starts no more threads.
    pub(super) fn save(&mut self, ctx: &Context, save: Save) -> io::Result<()> {
        let path = save.path.clone();
        let job = self.start(ctx, move || write(save))?;
        self.saving = Some((job, path));
        Ok(())
    }

    /// Draws a picture, called this. One that is still being drawn is drawn to its end,
    /// but nothing more is said of it.
    ///
    /// # Errors
    /// The system starts no more threads.
    pub(super) fn draw(
        &mut self,
        ctx: &Context,
        what: String,
        draw: impl FnOnce() -> Drawn + Send + 'static,
    ) -> io::Result<()> {
        let job = self.start(ctx, move || Done::Drawn(Box::new(draw())))?;
        self.drawing = Some((job, what));
        Ok(())
    }

    /// What is being drawn.
    pub(super) fn drawing(&self) -> Option<&str> {
        self.drawing.as_ref().map(|(_, what)| what.as_str())
    }

    /// Wants nothing more to do with what is being read and written.
    pub(super) fn let_go(&mut self) {
        self.loading = None;
        self.saving = None;
    }

    /// The file that is being read.
    pub(super) fn loading(&self) -> Option<&Path> {
        self.loading.as_ref().map(|(_, path)| path.as_path())
    }

    /// The file that is being written.
    pub(super) fn saving(&self) -> Option<&Path> {
        self.saving.as_ref().map(|(_, path)| path.as_path())
    }

    /// The next result that is still wanted.
    pub(super) fn done(&mut self) -> Option<Done> {
        loop {
            let (job, done) = self.receiver.try_recv().ok()?;
            let is_wanted = match done {
                Done::Loaded(_) => take_job(&mut self.loading, job),
                Done::Drawn(_) => take_job(&mut self.drawing, job),
                _ => take_job(&mut self.saving, job),
            };
            if is_wanted {
                return Some(done);
            }
        }
    }

    fn start(
        &mut self,
        ctx: &Context,
        job: impl FnOnce() -> Done + Send + 'static,
    ) -> io::Result<u64> {
        self.last += 1;
        let (number, sender, ctx) = (self.last, self.sender.clone(), ctx.clone());
        Builder::new().name("files".into()).spawn(move || {
            // Nobody is left to hear of it once the editor is closed.
            let _ = sender.send((number, job()));
            ctx.request_repaint();
        })?;
        Ok(number)
    }
}

/// Empties a slot if this job is in it.
fn take_job<T>(slot: &mut Option<(u64, T)>, job: u64) -> bool {
    slot.take_if(|(wanted, _)| *wanted == job).is_some()
}

pub(super) fn load(path: PathBuf) -> Result<Loaded, FileError> {
    let (document, stamp) = file::open(&path)?;
    Ok(Loaded {
        path: Some(path),
        document,
        stamp: Some(stamp),
        copy: None,
    })
}

fn write(save: Save) -> Done {
    // A file that is gone is simply written again.
    let in_the_way = match &save.over {
        Over::Anything => false,
        Over::Nothing => save.path.exists(),
        Over::Seen(seen) => save.path.exists() && !seen.is_current(&save.path),
    };
    if in_the_way {
        return Done::InTheWay(save);
    }
    match file::save(&save.path, &save.document) {
        Ok(stamp) => Done::Saved(Saved { save, stamp }),
        Err(error) => Done::SaveFailed(error),
    }
}

//! [`Jobs`]: what is read, written and drawn on threads. A frame starts a job and picks
//! up its result; it never waits. Every job ends in a result: also one that panics, and
//! a save that a disk doesn't answer.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use eframe::egui::Context;

use super::names::file_name;
use super::transfer::{Loaded, PictureResult, Save, SaveResult};
use crate::file::{FileError, Recovery, RecoveryCopy};
use crate::gui::background::{Task, TaskState};

/// A save that takes longer than this has a disk that doesn't answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// What came of a job.
pub(super) enum JobResult {
    Loaded(Box<Result<Loaded, FileError>>),
    Saved(SaveResult),
    /// A save that had been given up is written after all.
    SavedLate(SaveResult),
    Drawn(Box<PictureResult>),
    /// It panicked; what it was to do, as in "The picture can't be drawn".
    Panicked(&'static str),
}

/// A job that runs.
struct Running<T> {
    task: Task<T>,
    /// What it is about.
    path: PathBuf,
}

/// The jobs that run.
pub(super) struct Jobs {
    /// A save that takes longer is given up.
    patience: Duration,
    loading: Option<Running<Result<Loaded, FileError>>>,
    saving: Option<Running<SaveResult>>,
    drawing: Option<Running<PictureResult>>,
    /// Saves that were given up, because the disk doesn't answer.
    stuck: Vec<Running<SaveResult>>,
}

impl Jobs {
    pub(super) fn new() -> Jobs {
        Jobs {
            patience: PATIENCE,
            loading: None,
            saving: None,
            drawing: None,
            stuck: Vec::new(),
        }
    }

    /// Reads a file. The result of a load that is still running is no longer wanted.
    ///
    /// # Errors
    /// The system can't start another thread.
    pub(super) fn load(
        &mut self,
        ctx: &Context,
        recovery: Option<Arc<Recovery>>,
        path: PathBuf,
    ) -> io::Result<()> {
        let wanted = path.clone();
        let read = move || Loaded::read(&wanted, recovery.as_deref());
        let task = Task::start(ctx, "load", read)?;
        ctx.request_repaint_after(self.patience);
        self.loading = Some(Running { task, path });
        Ok(())
    }

    /// Reads a copy of unsaved work.
    ///
    /// # Errors
    /// The system can't start another thread.
    pub(super) fn recover(
        &mut self,
        ctx: &Context,
        recovery: Arc<Recovery>,
        copy: RecoveryCopy,
    ) -> io::Result<()> {
        let path = PathBuf::from(copy.title());
        let task = Task::start(ctx, "load", move || Loaded::recover(&recovery, copy))?;
        self.loading = Some(Running { task, path });
        Ok(())
    }

    /// Writes a file.
    ///
    /// # Errors
    /// The system can't start another thread.
    pub(super) fn save(&mut self, ctx: &Context, save: Save) -> io::Result<()> {
        let path = save.path.clone();
        let task = Task::start(ctx, "save", move || save.carry_out())?;
        self.saving = Some(Running { task, path });
        ctx.request_repaint_after(self.patience);
        Ok(())
    }

    /// Draws a picture, named for the status line. The result of one that is still being
    /// drawn is no longer wanted.
    ///
    /// # Errors
    /// The system can't start another thread.
    pub(super) fn draw(
        &mut self,
        ctx: &Context,
        name: String,
        draw: impl FnOnce() -> PictureResult + Send + 'static,
    ) -> io::Result<()> {
        let task = Task::start(ctx, "picture", draw)?;
        let path = PathBuf::from(name);
        self.drawing = Some(Running { task, path });
        Ok(())
    }

    /// Ignores what is being read and written: another document is open.
    pub(super) fn forget(&mut self) {
        self.loading = None;
        self.saving = None;
        self.stuck.clear();
    }

    /// Whether a file is being read.
    pub(super) fn is_loading(&self) -> bool {
        self.loading.is_some()
    }

    /// Whether a file is being written.
    pub(super) fn is_saving(&self) -> bool {
        self.saving.is_some()
    }

    /// Whether a save to this path was given up and still waits for the disk.
    pub(super) fn is_stuck(&self, path: &Path) -> bool {
        self.stuck.iter().any(|save| save.path == path)
    }

    /// What is going on, for the status line.
    pub(super) fn status(&self) -> Option<String> {
        let text = |verb: &str, path: &Path| Some(format!("{verb} {}…", file_name(path)));
        if let Some(save) = &self.saving {
            return text("Saving", &save.path);
        }
        if let Some(load) = &self.loading {
            if load.task.elapsed() >= self.patience {
                let name = file_name(&load.path);
                return Some(format!("Opening {name}… the disk hasn't answered yet"));
            }
            return text("Opening", &load.path);
        }
        let drawing = self.drawing.as_ref()?;
        text("Drawing", &drawing.path)
    }

    /// The next result.
    pub(super) fn next_result(&mut self, ctx: &Context) -> Option<JobResult> {
        self.finished_load()
            .or_else(|| self.finished_save(ctx))
            .or_else(|| self.finished_picture())
            .or_else(|| self.late_save())
    }

    fn finished_load(&mut self) -> Option<JobResult> {
        let load = self.loading.as_ref()?;
        let result = match load.task.state() {
            TaskState::Running => return None,
            TaskState::Done(loaded) => JobResult::Loaded(Box::new(loaded)),
            TaskState::Panicked => JobResult::Panicked("The file can't be opened"),
        };
        self.loading = None;
        Some(result)
    }

    fn finished_picture(&mut self) -> Option<JobResult> {
        let picture = self.drawing.as_ref()?;
        let result = match picture.task.state() {
            TaskState::Running => return None,
            TaskState::Done(drawn) => JobResult::Drawn(Box::new(drawn)),
            TaskState::Panicked => JobResult::Panicked("The picture can't be drawn"),
        };
        self.drawing = None;
        Some(result)
    }

    fn finished_save(&mut self, ctx: &Context) -> Option<JobResult> {
        let save = self.saving.take()?;
        let failed = |reason: &str| {
            let error = FileError::new(reason).in_file(&save.path);
            Some(JobResult::Saved(SaveResult::Failed(error)))
        };
        match save.task.state() {
            TaskState::Done(result) => Some(JobResult::Saved(result)),
            TaskState::Panicked => failed(
                "can't save: this is a defect of wiregrad. Save under another name, and report it",
            ),
            TaskState::Running if save.task.elapsed() < self.patience => {
                ctx.request_repaint_after(self.patience.saturating_sub(save.task.elapsed()));
                self.saving = Some(save);
                None
            }
            TaskState::Running => {
                let result = failed(
                    "can't save: the disk doesn't answer. Save under another name on another disk",
                );
                self.stuck.push(save);
                result
            }
        }
    }

    fn late_save(&mut self) -> Option<JobResult> {
        let ended = |save: &Running<SaveResult>| match save.task.state() {
            TaskState::Running => None,
            TaskState::Done(result) => Some(Some(result)),
            TaskState::Panicked => Some(None),
        };
        let mut stuck = self.stuck.iter().enumerate();
        let (index, result) = stuck.find_map(|(index, save)| Some((index, ended(save)?)))?;
        self.stuck.remove(index);
        result.map(JobResult::SavedLate)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::super::transfer::MayReplace;
    use super::*;
    use crate::document::Document;
    use crate::file::{self, Stamp};
    use crate::gui::platform::clock::Instant;
    use crate::gui::platform::threads;

    fn running<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Running<T> {
        Running {
            task: Task::start(&Context::default(), "test", work).expect("a thread"),
            path: PathBuf::from("graph.ron"),
        }
    }

    fn next(jobs: &mut Jobs) -> JobResult {
        let start = Instant::now();
        loop {
            if let Some(result) = jobs.next_result(&Context::default()) {
                return result;
            }
            assert!(start.elapsed() < Duration::from_secs(20), "no result");
            threads::pause();
        }
    }

    fn panic<T>() -> T {
        std::panic::resume_unwind(Box::new("a test"))
    }

    #[test]
    fn a_job_that_panics_ends_in_a_result() {
        let mut jobs = Jobs::new();
        jobs.saving = Some(running(panic::<SaveResult>));
        let saved = next(&mut jobs);
        let JobResult::Saved(SaveResult::Failed(error)) = saved else {
            panic!("it isn't saved");
        };
        assert!(error.message().contains("defect"), "{error}");
        assert!(!jobs.is_saving(), "the next save can begin");
        jobs.loading = Some(running(panic::<Result<Loaded, FileError>>));
        assert!(matches!(next(&mut jobs), JobResult::Panicked(_)));
        jobs.drawing = Some(running(panic::<PictureResult>));
        assert!(matches!(next(&mut jobs), JobResult::Panicked(_)));
        assert_eq!(jobs.status(), None);
    }

    #[test]
    fn a_load_that_the_disk_does_not_answer_says_so() {
        let (answers, disk) = channel::<()>();
        let mut jobs = Jobs::new();
        jobs.patience = Duration::ZERO;
        jobs.loading = Some(running(move || {
            // Until the test is over.
            let _ = disk.recv();
            Err(FileError::new("too late"))
        }));
        let status = jobs.status().expect("it is said");
        assert!(status.contains("hasn't answered"), "{status}");
        drop(answers);
        assert!(matches!(next(&mut jobs), JobResult::Loaded(_)));
    }

    #[test]
    fn a_save_that_the_disk_does_not_answer_is_given_up_and_may_end_late() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("graph.ron");
        let document = Document::default();
        file::save(&path, &document).expect("saved");
        let stamp = Stamp::of(&path).expect("a file");
        let save = Save {
            document,
            path,
            state: 1,
            may_replace: MayReplace::Anything,
        };
        let (answers, disk) = channel();
        let mut jobs = Jobs::new();
        jobs.patience = Duration::from_millis(20);
        jobs.saving = Some(running(move || {
            disk.recv().expect("the disk answers in the end");
            SaveResult::Saved(save, stamp)
        }));
        let saved = next(&mut jobs);
        let JobResult::Saved(SaveResult::Failed(error)) = saved else {
            panic!("it isn't saved");
        };
        assert!(error.message().contains("doesn't answer"), "{error}");
        assert!(!jobs.is_saving() && jobs.is_stuck(Path::new("graph.ron")));
        answers.send(()).expect("it waits");
        let late = next(&mut jobs);
        assert!(matches!(late, JobResult::SavedLate(SaveResult::Saved(..))));
        assert!(!jobs.is_stuck(Path::new("graph.ron")));
    }
}

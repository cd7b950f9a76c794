//! Takes up what was read, written and drawn.

use super::jobs::JobResult;
use super::message::Message;
use super::opening::Pending;
use super::state::{Files, FrameContext};
use super::transfer::SaveResult;

impl Files {
    /// Takes up the results of the jobs that are done.
    pub(super) fn take_results(&mut self, at: &mut FrameContext<'_>) {
        while let Some(result) = self.jobs.next_result(at.ctx) {
            self.take_result(at, result);
            if let Some(mut save) = self.next_save.take() {
                save.may_replace = self.known(&save.path).unwrap_or(save.may_replace);
                self.start_save(at.ctx, save);
            }
        }
    }

    fn take_result(&mut self, at: &mut FrameContext<'_>, result: JobResult) {
        match result {
            JobResult::Loaded(loaded) => match *loaded {
                Ok(loaded) => self.request(at, Pending::Show(Box::new(loaded.into()))),
                Err(error) => {
                    self.agreed_to_lose = None;
                    self.message = Some(Message::CantOpen(error));
                }
            },
            JobResult::Saved(SaveResult::Saved(save, stamp)) => self.saved(at, save, stamp),
            JobResult::Saved(SaveResult::InTheWay(save)) => {
                self.next_save = None;
                self.message = Some(Message::Replace(Box::new(save)));
            }
            JobResult::Saved(SaveResult::Failed(error)) => self.save_failed(error),
            JobResult::SavedLate(SaveResult::Saved(save, stamp)) => {
                self.saved_late(at, save, stamp);
            }
            // That it isn't saved has been said.
            JobResult::SavedLate(_) => {}
            JobResult::Drawn(drawn) => self.drawn(at, *drawn),
            JobResult::Panicked(what) => {
                self.agreed_to_lose = None;
                let text = format!("{what}: this is a defect of wiregrad. Please report it.");
                self.message = Some(Message::Trouble(text));
            }
        }
    }
}

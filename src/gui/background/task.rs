//! [`Task`]: work on a thread of its own, with one result.

use std::io;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::time::Duration;

use eframe::egui::Context;

use crate::gui::platform::clock::Instant;
use crate::gui::platform::threads;

/// Work that was started. If it is dropped, the work goes on and its result is ignored.
pub(in crate::gui) struct Task<T> {
    receiver: Receiver<T>,
    started: Instant,
}

/// How far a task is.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::gui) enum TaskState<T> {
    /// It still works.
    Running,
    /// It is over; this is its result.
    Done(T),
    /// It panicked: there is no result.
    Panicked,
}

/// Draws the window once more when the work is over, however it ends.
struct Wake(Context);

impl Drop for Wake {
    fn drop(&mut self) {
        self.0.request_repaint();
    }
}

impl<T: Send + 'static> Task<T> {
    /// Starts work on a thread with this name. The window is drawn again when the work
    /// is over.
    ///
    /// # Errors
    /// The system can't start another thread.
    pub(in crate::gui) fn start(
        ctx: &Context,
        name: &str,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> io::Result<Task<T>> {
        let (sender, receiver) = channel();
        let wake = Wake(ctx.clone());
        threads::spawn(name, move || {
            // Dropped in reverse order: the window wakes when the result is there.
            let _wake = wake;
            let sender = sender;
            // The task may have been dropped meanwhile.
            let _ = sender.send(work());
        })?;
        Ok(Task {
            receiver,
            started: Instant::now(),
        })
    }
}

impl<T> Task<T> {
    /// How far the work is. The result is given once.
    pub(in crate::gui) fn state(&self) -> TaskState<T> {
        match self.receiver.try_recv() {
            Ok(result) => TaskState::Done(result),
            Err(TryRecvError::Empty) => TaskState::Running,
            Err(TryRecvError::Disconnected) => TaskState::Panicked,
        }
    }

    /// Since when the work goes on.
    pub(in crate::gui) fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }
}

/// The result of a task in a slot, once it is there; the slot is then empty. It is empty
/// too after a panic.
pub(in crate::gui) fn take_result<T>(slot: &mut Option<Task<T>>) -> Option<T> {
    let state = slot.as_ref()?.state();
    match state {
        TaskState::Running => return None,
        TaskState::Done(_) | TaskState::Panicked => *slot = None,
    }
    match state {
        TaskState::Done(result) => Some(result),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn end_of<T>(task: &Task<T>) -> TaskState<T> {
        let start = Instant::now();
        loop {
            match task.state() {
                TaskState::Running => assert!(start.elapsed() < Duration::from_secs(20)),
                end => return end,
            }
            threads::pause();
        }
    }

    #[test]
    fn a_task_ends_in_a_result_or_a_panic() {
        let ctx = Context::default();
        let task = Task::start(&ctx, "test", || 3).expect("a thread");
        assert_eq!(end_of(&task), TaskState::Done(3));
        let panics = || -> i32 { std::panic::resume_unwind(Box::new(0)) };
        let task = Task::start(&ctx, "test", panics).expect("a thread");
        assert_eq!(end_of(&task), TaskState::Panicked);
    }
}

//! Threads.

use std::io;
use std::thread::{Builder, JoinHandle, sleep};
use std::time::{Duration, Instant};

/// A thread that was started. Dropping it doesn't stop the thread.
pub(in crate::gui) struct Thread(JoinHandle<()>);

/// Starts a thread with a name.
///
/// # Errors
/// The system can't start another thread.
pub(in crate::gui) fn spawn(
    name: &str,
    work: impl FnOnce() + Send + 'static,
) -> io::Result<Thread> {
    Builder::new().name(name.to_owned()).spawn(work).map(Thread)
}

impl Thread {
    /// Waits until the thread has ended, but no longer than this. A thread that waits
    /// for a disk that never answers is left alone.
    pub(in crate::gui) fn join_within(self, patience: Duration) {
        let start = Instant::now();
        while !self.0.is_finished() && start.elapsed() < patience {
            sleep(Duration::from_millis(1));
        }
        if self.0.is_finished() {
            // A panic on the thread has been reported by the thread itself.
            let _ = self.0.join();
        }
    }
}

/// Lets other threads run for a moment.
pub(in crate::gui) fn pause() {
    sleep(Duration::from_millis(1));
}

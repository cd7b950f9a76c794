//! [`Job`]: work on a thread of its own that reports progress, gives several results and
//! can be cancelled.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::time::Duration;

use crate::gui::platform::clock::Instant;
use crate::gui::platform::threads;

/// The window is drawn again for new progress this often.
const WAKE: Duration = Duration::from_millis(50);

/// Work that goes on. Dropping it cancels it.
pub(in crate::gui) struct Job<T> {
    shared: Arc<Shared>,
    results: Receiver<T>,
    is_over: bool,
}

/// What the two threads share.
#[derive(Default)]
struct Shared {
    cancelled: AtomicBool,
    /// The bits of how much is done, from 0 to 1.
    progress: AtomicU32,
}

/// The side of a job that does the work.
pub(in crate::gui) struct Worker<T> {
    shared: Arc<Shared>,
    results: Option<Sender<T>>,
    wake: Box<dyn Fn() + Send>,
    woken: Instant,
}

impl<T: Send + 'static> Job<T> {
    /// Starts the work; `wake` has the window drawn again whenever there is something new.
    /// `None` if the system can't start another thread.
    pub(in crate::gui) fn start(
        wake: impl Fn() + Send + 'static,
        work: impl FnOnce(&mut Worker<T>) + Send + 'static,
    ) -> Option<Job<T>> {
        let shared = Arc::new(Shared::default());
        let (sender, results) = channel();
        let mut worker = Worker {
            shared: shared.clone(),
            results: Some(sender),
            wake: Box::new(wake),
            woken: Instant::now(),
        };
        threads::spawn("explain", move || work(&mut worker)).ok()?;
        Some(Job {
            shared,
            results,
            is_over: false,
        })
    }

    /// The results that have come since this was last asked.
    pub(in crate::gui) fn take(&mut self) -> Vec<T> {
        let mut taken = Vec::new();
        loop {
            match self.results.try_recv() {
                Ok(result) => taken.push(result),
                Err(TryRecvError::Empty) => return taken,
                Err(TryRecvError::Disconnected) => {
                    self.is_over = true;
                    return taken;
                }
            }
        }
    }
}

impl<T> Job<T> {
    /// Whether nothing more will come.
    pub(in crate::gui) fn is_over(&self) -> bool {
        self.is_over
    }

    /// Tells the work to stop; it may still give results.
    pub(in crate::gui) fn cancel(&self) {
        self.shared.cancelled.store(true, Ordering::Relaxed);
    }

    /// How much is done, from 0 to 1.
    pub(in crate::gui) fn progress(&self) -> f32 {
        f32::from_bits(self.shared.progress.load(Ordering::Relaxed))
    }
}

impl<T> Drop for Job<T> {
    fn drop(&mut self) {
        self.cancel();
    }
}

impl<T> Worker<T> {
    /// Reports how much is done; false if the work is to stop.
    pub(in crate::gui) fn go_on(&mut self, done: usize, of: usize) -> bool {
        let progress = done as f32 / of.max(1) as f32;
        self.shared
            .progress
            .store(progress.to_bits(), Ordering::Relaxed);
        if self.woken.elapsed() >= WAKE {
            self.woken = Instant::now();
            (self.wake)();
        }
        !self.is_cancelled()
    }

    /// Whether the work is to stop.
    pub(in crate::gui) fn is_cancelled(&self) -> bool {
        self.shared.cancelled.load(Ordering::Relaxed)
    }

    /// Says whether to go on, to work that may share it with other threads.
    pub(in crate::gui) fn until_cancelled(&self) -> impl Fn() -> bool + Send + Sync + use<T> {
        let shared = self.shared.clone();
        move || !shared.cancelled.load(Ordering::Relaxed)
    }

    /// Hands over a result.
    pub(in crate::gui) fn send(&self, result: T) {
        if let Some(results) = &self.results {
            // The job may have been dropped meanwhile.
            let _ = results.send(result);
            (self.wake)();
        }
    }
}

impl<T> Drop for Worker<T> {
    fn drop(&mut self) {
        self.results = None;
        (self.wake)();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// No job of these tests takes longer; a test that waits in vain fails.
    const PATIENCE: Duration = Duration::from_secs(20);

    fn wait<T: Send + 'static>(job: &mut Job<T>) -> Vec<T> {
        let mut all = Vec::new();
        let start = Instant::now();
        while !job.is_over() {
            assert!(start.elapsed() < PATIENCE, "the job goes on and on");
            all.extend(job.take());
            threads::pause();
        }
        all
    }

    #[test]
    fn results_come_in_order_and_then_it_is_over() {
        let job = Job::start(
            || {},
            |worker| {
                for nth in 0..3 {
                    worker.send(nth);
                    worker.go_on(nth + 1, 3);
                }
            },
        );
        let mut job = job.expect("a thread");
        assert_eq!(wait(&mut job), [0, 1, 2]);
        assert_eq!(job.progress(), 1.0);
    }

    #[test]
    fn dropped_it_stops() {
        let (told, tells) = channel();
        let job: Option<Job<()>> = Job::start(
            || {},
            move |worker| {
                while worker.go_on(0, 1) {
                    threads::pause();
                }
                // A test that waited in vain has ended.
                let _ = told.send(());
            },
        );
        drop(job.expect("a thread"));
        tells.recv_timeout(PATIENCE).expect("it has stopped");
    }

    #[test]
    fn a_panic_ends_it() {
        let job: Option<Job<()>> = Job::start(|| {}, |_| std::panic::resume_unwind(Box::new(0)));
        assert!(wait(&mut job.expect("a thread")).is_empty());
    }
}

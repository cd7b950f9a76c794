//! [`Job`]: work on a thread of its own, so that the window goes on meanwhile.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::thread;
use std::time::{Duration, Instant};

/// The window is woken for a new progress this often.
const WAKE: Duration = Duration::from_millis(50);

/// Work that goes on. Dropped, it is cancelled.
pub struct Job<T> {
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

/// The end of a job that works.
pub struct Worker<T> {
    shared: Arc<Shared>,
    results: Option<Sender<T>>,
    wake: Box<dyn Fn() + Send>,
    woken: Instant,
}

impl<T: Send + 'static> Job<T> {
    /// Starts the work; `wake` wakes the window whenever there is something to be seen.
    /// `None` if the system gives no thread.
    pub fn start(
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
        let thread = thread::Builder::new().name("explain".to_owned());
        thread.spawn(move || work(&mut worker)).ok()?;
        Some(Job {
            shared,
            results,
            is_over: false,
        })
    }

    /// The results that have come since this was last asked.
    pub fn take(&mut self) -> Vec<T> {
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
    pub fn is_over(&self) -> bool {
        self.is_over
    }

    /// How much is done, from 0 to 1.
    pub fn progress(&self) -> f32 {
        f32::from_bits(self.shared.progress.load(Ordering::Relaxed))
    }
}

impl<T> Drop for Job<T> {
    fn drop(&mut self) {
        self.shared.cancelled.store(true, Ordering::Relaxed);
    }
}

impl<T> Worker<T> {
    /// Says how much is done; false if the work is to stop.
    pub fn go_on(&mut self, done: usize, of: usize) -> bool {
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
    pub fn is_cancelled(&self) -> bool {
        self.shared.cancelled.load(Ordering::Relaxed)
    }

    /// Hands over a result.
    pub fn send(&self, result: T) {
        if let Some(results) = &self.results {
            // Nobody may wait for it any more.
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

    fn wait<T: Send + 'static>(job: &mut Job<T>) -> Vec<T> {
        let mut all = Vec::new();
        while !job.is_over() {
            all.extend(job.take());
            thread::yield_now();
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
                    thread::yield_now();
                }
                told.send(()).expect("the test waits");
            },
        );
        drop(job.expect("a thread"));
        tells.recv().expect("it has stopped");
    }

    #[test]
    fn a_panic_ends_it() {
        let job: Option<Job<()>> = Job::start(|| {}, |_| std::panic::resume_unwind(Box::new(0)));
        assert!(wait(&mut job.expect("a thread")).is_empty());
    }
}

//! [`Threads`]: threads that share the work of a training.
//!
//! Work is cut at the same places whatever the number of threads, and sums are added up in
//! one order, so any number of threads gives the same bits. Outside of
//! [`Threads::run`] nothing is shared: the caller's thread does all of it.

use std::num::NonZeroUsize;

use rayon::{ThreadPool, ThreadPoolBuilder};

/// Threads that share work.
pub struct Threads(Option<ThreadPool>);

impl Threads {
    /// So many threads. One is the caller's own; so it is if the system gives no others.
    pub fn new(count: NonZeroUsize) -> Threads {
        let pool = ThreadPoolBuilder::new()
            .num_threads(count.get())
            .thread_name(|nth| format!("training {nth}"));
        Threads(match count.get() {
            1 => None,
            _ => pool.build().ok(),
        })
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.as_ref().map_or(1, ThreadPool::current_num_threads)
    }

    /// Does work in which parts are shared by the threads.
    pub fn run<R: Send>(&self, work: impl FnOnce() -> R + Send) -> R {
        match &self.0 {
            Some(pool) => pool.install(work),
            None => work(),
        }
    }
}

/// Whether there are threads to share work with.
pub(crate) fn are_there() -> bool {
    rayon::current_thread_index().is_some() && rayon::current_num_threads() > 1
}

/// Does both, at once if there are threads for it. It takes no memory.
pub(crate) fn both<A: Send, B: Send>(
    a: impl FnOnce() -> A + Send,
    b: impl FnOnce() -> B + Send,
) -> (A, B) {
    if are_there() {
        rayon::join(a, b)
    } else {
        (a(), b())
    }
}

//! [`DebouncedWriter`]: a thread that writes the last of the values that it was given.

use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use crate::gui::platform::clock::Instant;
use crate::gui::platform::threads::{self, Thread};

/// How long the editor waits for the last write when it closes.
const PATIENCE: Duration = Duration::from_secs(10);

/// Writing that takes longer than this is followed by a rest of the same length.
const LONG: Duration = Duration::from_secs(1);

/// When a value is written.
#[derive(Clone, Copy, Debug)]
pub(in crate::gui) struct Pace {
    /// This long after the last value.
    pub(in crate::gui) quiet: Duration,
    /// And this long after the first one, even while more values come.
    pub(in crate::gui) longest: Duration,
    /// A write that failed is tried again after this time.
    pub(in crate::gui) retry: Duration,
}

/// A thread that writes. Dropping it writes what is left and waits for that.
pub(in crate::gui) struct DebouncedWriter<T> {
    sender: Option<Sender<T>>,
    thread: Option<Thread>,
}

impl<T: Send + 'static> DebouncedWriter<T> {
    /// Starts the thread. `write` runs on it and says whether it succeeded; if it didn't,
    /// it is called again with the same value or a newer one.
    ///
    /// # Errors
    /// The system can't start another thread.
    pub(in crate::gui) fn new(
        name: &str,
        pace: Pace,
        write: impl FnMut(&T) -> bool + Send + 'static,
    ) -> io::Result<DebouncedWriter<T>> {
        let (sender, receiver) = channel();
        let thread = threads::spawn(name, move || run(&receiver, pace, write))?;
        Ok(DebouncedWriter {
            sender: Some(sender),
            thread: Some(thread),
        })
    }

    /// Hands over a value, to be written in place of all values before it.
    pub(in crate::gui) fn put(&self, latest: T) {
        if let Some(sender) = &self.sender {
            // The thread ends before the sender only by a panic, which it has reported.
            let _ = sender.send(latest);
        }
    }
}

impl<T> Drop for DebouncedWriter<T> {
    fn drop(&mut self) {
        self.sender = None;
        if let Some(thread) = self.thread.take() {
            thread.join_within(PATIENCE);
        }
    }
}

fn run<T>(receiver: &Receiver<T>, pace: Pace, mut write: impl FnMut(&T) -> bool) {
    let mut failed: Option<T> = None;
    let mut took = Duration::ZERO;
    loop {
        let first = match failed.take() {
            None => receiver.recv().ok(),
            Some(value) => match receiver.recv_timeout(pace.retry) {
                Ok(newer) => Some(newer),
                Err(RecvTimeoutError::Timeout) => Some(value),
                Err(RecvTimeoutError::Disconnected) => None,
            },
        };
        let Some(first) = first else { return };
        // A value whose writing takes long isn't written all the time.
        let rest = if took > LONG { took } else { Duration::ZERO };
        let value = last_of(receiver, pace.quiet, pace.longest.max(rest), first);
        let start = Instant::now();
        if !write(&value) {
            failed = Some(value);
        }
        took = start.elapsed();
    }
}

/// The value to be written: the last one before a pause.
fn last_of<T>(receiver: &Receiver<T>, quiet: Duration, longest: Duration, mut value: T) -> T {
    let start = Instant::now();
    loop {
        let left = longest.saturating_sub(start.elapsed());
        match receiver.recv_timeout(quiet.min(left)) {
            Ok(newer) => value = newer,
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return value,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PACE: Pace = Pace {
        quiet: Duration::from_millis(20),
        longest: Duration::from_millis(100),
        retry: Duration::from_millis(20),
    };
    const SOON: Duration = Duration::from_secs(20);

    #[test]
    fn the_last_value_is_written_and_again_if_that_failed() {
        let (told, tells) = channel();
        let mut left = 2;
        let writer = DebouncedWriter::new("test", PACE, move |value: &i32| {
            left -= 1;
            told.send(*value).expect("the test listens");
            left <= 0
        });
        let writer = writer.expect("a thread");
        for value in 0..5 {
            writer.put(value);
        }
        assert_eq!(tells.recv_timeout(SOON), Ok(4));
        assert_eq!(tells.recv_timeout(SOON), Ok(4));
        writer.put(7);
        drop(writer);
        assert_eq!(tells.recv_timeout(SOON), Ok(7));
    }

    #[test]
    fn values_that_keep_coming_are_written_all_the_same() {
        let (told, tells) = channel();
        let writer =
            DebouncedWriter::new("test", PACE, move |value: &i32| told.send(*value).is_ok());
        let writer = writer.expect("a thread");
        let start = Instant::now();
        while tells.try_recv().is_err() {
            assert!(start.elapsed() < SOON);
            writer.put(1);
            threads::pause();
        }
    }
}

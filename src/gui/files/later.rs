//! [`Later`]: a thread that writes the last of what it was given, once no more has
//! come for a moment. A frame only hands over; it never waits for a disk.

use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{Builder, JoinHandle};
use std::time::{Duration, Instant};

/// How long nothing more must have come before the last is written.
const QUIET: Duration = Duration::from_millis(400);

/// While more keeps coming, as in a long drag, it is written this often all the same.
const LONGEST: Duration = Duration::from_secs(4);

/// A thread that writes. Dropping it writes what is left and waits for that.
pub(in crate::gui) struct Later<T> {
    sender: Option<Sender<T>>,
    thread: Option<JoinHandle<()>>,
}

impl<T: Send + 'static> Later<T> {
    /// Starts the thread; `write` runs on it.
    ///
    /// # Errors
    /// The system starts no more threads.
    pub(in crate::gui) fn new(
        name: &str,
        write: impl FnMut(T) + Send + 'static,
    ) -> io::Result<Later<T>> {
        let (sender, receiver) = channel();
        let thread = Builder::new()
            .name(name.to_owned())
            .spawn(move || run(&receiver, write))?;
        Ok(Later {
            sender: Some(sender),
            thread: Some(thread),
        })
    }

    /// Hands over what is to be written in place of all that came before it.
    pub(in crate::gui) fn put(&self, latest: T) {
        if let Some(sender) = &self.sender {
            // The thread ends with the sender only, or by a panic that said so itself.
            let _ = sender.send(latest);
        }
    }
}

impl<T> Drop for Later<T> {
    fn drop(&mut self) {
        self.sender = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn run<T>(receiver: &Receiver<T>, mut write: impl FnMut(T)) {
    while let Ok(mut latest) = receiver.recv() {
        let first = Instant::now();
        loop {
            let left = LONGEST.saturating_sub(first.elapsed());
            match receiver.recv_timeout(QUIET.min(left)) {
                Ok(newer) => latest = newer,
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
            }
        }
        write(latest);
    }
}

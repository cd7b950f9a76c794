//! Ctrl-C: the run ends after its step; a second one ends the program at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether the run was asked to end.
pub(super) struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// Listens from now on. Where that isn't possible, Ctrl-C ends the program at once.
    pub(super) fn listen() -> Interrupt {
        let asked = Arc::new(AtomicBool::new(false));
        #[cfg(unix)]
        {
            use signal_hook::consts::{SIGINT, SIGTERM};
            use signal_hook::flag;
            for signal in [SIGINT, SIGTERM] {
                // The status that a shell gives for the signal.
                let status = 128 + signal;
                let again = flag::register_conditional_shutdown(signal, status, Arc::clone(&asked));
                let first = again.and_then(|_| flag::register(signal, Arc::clone(&asked)));
                let _ = first;
            }
        }
        Interrupt(asked)
    }

    pub(super) fn is_asked(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

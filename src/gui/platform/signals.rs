//! Signals that end the program: from a terminal, at logout, at shutdown.

#[cfg(unix)]
use signal_hook::{
    consts::{SIGHUP, SIGINT, SIGTERM},
    iterator::Signals,
    low_level::emulate_default_handler,
};

#[cfg(unix)]
use super::threads;

/// Runs this before a signal ends the program; then it ends as it would have. Call it
/// once.
#[cfg(unix)]
pub(in crate::gui) fn before_end(rescue: impl Fn() + Send + 'static) {
    let Ok(mut signals) = Signals::new([SIGHUP, SIGINT, SIGTERM]) else {
        return;
    };
    // Without the thread, the signals would be ignored.
    let handle = signals.handle();
    let started = threads::spawn("signals", move || {
        for signal in signals.forever() {
            rescue();
            if emulate_default_handler(signal).is_err() {
                std::process::exit(128 + signal);
            }
        }
    });
    if started.is_err() {
        handle.close();
    }
}

/// Other systems don't end programs by signals.
#[cfg(not(unix))]
pub(in crate::gui) fn before_end(_rescue: impl Fn() + Send + 'static) {}

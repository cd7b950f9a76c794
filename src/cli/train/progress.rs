//! What a run says while it goes on: a bar on a terminal, else a line an epoch. It goes
//! to standard error.

use std::io::{IsTerminal, Write};

use indicatif::{ProgressBar, ProgressStyle};

use super::measures::percent;
use crate::core::number::short;
use crate::core::train::Epoch;

/// What shows how far a run is.
pub(super) enum Display {
    Bar(ProgressBar),
    Lines { epochs: u64 },
}

impl Display {
    /// For a run of so many epochs, of which some have ended.
    pub(super) fn new(epochs: u64, ended: u64) -> Display {
        if !std::io::stderr().is_terminal() {
            return Display::Lines { epochs };
        }
        let bar = ProgressBar::new(epochs);
        let template = "epoch {pos} of {len} {wide_bar} {msg}  {eta}";
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.set_position(ended);
        Display::Bar(bar)
    }

    /// Shows an epoch that has ended.
    pub(super) fn show(&self, epoch: &Epoch) {
        let mut text = format!("loss {}", short(epoch.loss, 4));
        if let Some(validation) = &epoch.validation {
            text += &format!(", on validation rows {}", short(validation.loss, 4));
            if let Some(accuracy) = validation.accuracy {
                text += &format!(" ({})", percent(accuracy));
            }
        }
        match self {
            Display::Bar(bar) => {
                bar.set_position(epoch.number);
                bar.set_message(text);
            }
            Display::Lines { epochs } => {
                // Nothing is left to tell it to if standard error is closed.
                let to = &mut std::io::stderr().lock();
                let _ = writeln!(to, "epoch {} of {epochs}: {text}", epoch.number);
            }
        }
    }

    /// Leaves what was shown last.
    pub(super) fn end(&self) {
        if let Display::Bar(bar) = self {
            bar.abandon();
        }
    }
}

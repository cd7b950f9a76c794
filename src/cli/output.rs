//! Where text goes: results to standard output, complaints to standard error,
//! colour only where a terminal shows it.

use std::borrow::Cow;
use std::io::{self, BufWriter, ErrorKind, Write};

use anstream::adapter::StripBytes;
use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};

pub(super) const HEAD: Style = Style::new().bold();
pub(super) const GRADIENT: Style = AnsiColor::Cyan.on_default();
pub(super) const GOOD: Style = AnsiColor::Green.on_default();
pub(super) const DOUBTFUL: Style = AnsiColor::Yellow.on_default();
pub(super) const BAD: Style = AnsiColor::Red.on_default().bold();
pub(super) const PLAIN: Style = Style::new();

/// Writes a result for people: styles are kept on a terminal and dropped elsewhere.
pub(super) fn print(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let stdout = io::stdout().lock();
    match AutoStream::choice(&stdout) {
        // Dropped before they are buffered: an `AutoStream` that drops them takes in no more
        // than a line at a time, and for each what is left in the buffer is moved.
        ColorChoice::Never => send(stdout, |to| {
            let strip = StripBytes::new();
            write(&mut Unstyled { to, strip })
        }),
        _ => send(AutoStream::auto(stdout), write),
    }
}

/// Drops styles from what is written.
struct Unstyled<'a> {
    to: &'a mut dyn Write,
    strip: StripBytes,
}

impl Write for Unstyled<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for part in self.strip.strip_next(bytes) {
            self.to.write_all(part)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// Writes a result for programs, as it is.
pub(super) fn print_raw(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    send(io::stdout().lock(), write)
}

fn send(to: impl Write, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut to = BufWriter::with_capacity(1 << 16, to);
    match write(&mut to).and_then(|()| to.flush()) {
        // The reader has seen enough, as in `| head`.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => {
            // What is still buffered has nowhere to go.
            drop(to.into_parts());
            Ok(())
        }
        done => done,
    }
}

/// Says on standard error what is wrong.
pub(super) fn complain(message: &str) {
    let mut to = anstream::stderr().lock();
    // Nothing is left to tell it to if standard error is closed.
    let _ = writeln!(to, "{BAD}error:{BAD:#} {}", printable(message));
}

/// Says on standard error what the user should know.
pub(super) fn warn(message: &str) {
    let mut to = anstream::stderr().lock();
    // Nothing is left to tell it to if standard error is closed.
    let _ = writeln!(to, "{DOUBTFUL}warning:{DOUBTFUL:#} {}", printable(message));
}

/// The text without characters that steer a terminal: names and titles come from
/// files.
pub(super) fn printable(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.into(); // most texts, at once
    }
    let steers = |c: char| c.is_control() && c != '\n';
    if text.contains(steers) {
        text.replace(steers, "\u{fffd}").into()
    } else {
        text.into()
    }
}

#[cfg(test)]
mod tests {
    use super::printable;

    #[test]
    fn no_text_steers_the_terminal() {
        assert_eq!(printable("J = ½\nλ"), "J = ½\nλ");
        assert_eq!(printable("\u{1b}[2J\r"), "\u{fffd}[2J\u{fffd}");
    }
}

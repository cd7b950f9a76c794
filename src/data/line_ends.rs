//! [`LineEnds`]: a text as the reader of CSV counts its lines: every line ends in `\n`, and
//! none is empty.

use std::io::{self, Read};

/// Passes a text on with `\n` for `\r\n` and `\r`, and a space on empty lines. The reader
/// would skip those, and count the next record as standing where they are.
pub(super) struct LineEnds<R> {
    from: R,
    raw: Vec<u8>,
    out: Vec<u8>,
    /// How much of `out` has been passed on.
    passed: usize,
    last: u8,
    at_start: bool,
}

impl<R: Read> LineEnds<R> {
    pub(super) fn new(from: R) -> LineEnds<R> {
        LineEnds {
            from,
            raw: vec![0; 1 << 16],
            out: Vec::new(),
            passed: 0,
            last: 0,
            at_start: true,
        }
    }

    /// Takes the next block; false at the end.
    fn fill(&mut self) -> io::Result<bool> {
        let count = self.from.read(&mut self.raw)?;
        self.out.clear();
        self.passed = 0;
        for &byte in &self.raw[..count] {
            match byte {
                b'\n' if self.last == b'\r' => {}
                b'\n' | b'\r' => {
                    if self.at_start {
                        self.out.push(b' ');
                    }
                    self.out.push(b'\n');
                    self.at_start = true;
                }
                other => {
                    self.out.push(other);
                    self.at_start = false;
                }
            }
            self.last = byte;
        }
        Ok(count > 0)
    }
}

impl<R: Read> Read for LineEnds<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        while self.passed == self.out.len() {
            if !self.fill()? {
                return Ok(0);
            }
        }
        let left = &self.out[self.passed..];
        let count = left.len().min(to.len());
        to[..count].copy_from_slice(&left[..count]);
        self.passed += count;
        Ok(count)
    }
}

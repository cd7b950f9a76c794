//! Any bytes as a sequence of edits: a document that refuses one stays as it was, and
//! stays sound whatever it takes, through undo and redo. Start it with nothing:
//! `cargo +nightly fuzz run edits`

#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../tests/edits/mod.rs"]
mod edits;

/// Every choice is a byte, or two where one isn't enough.
struct Bytes<'a>(&'a [u8]);

impl edits::Choices for Bytes<'_> {
    fn below(&mut self, count: usize) -> Option<usize> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        let mut number = usize::from(*first);
        if count > 256 {
            let (second, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= usize::from(*second) << 8;
        }
        Some(number % count)
    }
}

fuzz_target!(|bytes: &[u8]| {
    edits::run(&mut Bytes(bytes));
});

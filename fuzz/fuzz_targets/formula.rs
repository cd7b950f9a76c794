//! Any text as a formula, alone and on a graph: no panic, and what is read writes and reads
//! again as the same text. Start it with the formulas of the tests:
//! `cargo +nightly fuzz run formula fuzz/corpus/formula`

#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../formula_laws.rs"]
mod formula_laws;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = std::str::from_utf8(bytes) {
        formula_laws::hold(text);
    }
});

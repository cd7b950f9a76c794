//! Any bytes as a graph file: no panic, and what loads saves and loads again to the
//! same bytes. Start it with the corpus of the tests:
//! `cargo +nightly fuzz run load fuzz/corpus/load tests/hostile`

#![no_main]

use libfuzzer_sys::fuzz_target;
use wiregrad::file::{load_bytes, to_text};

fuzz_target!(|bytes: &[u8]| {
    let Ok(document) = load_bytes(bytes) else {
        return;
    };
    let text = to_text(&document);
    match load_bytes(text.as_bytes()) {
        Ok(again) => assert_eq!(to_text(&again), text),
        Err(error) => panic!("what was saved can't be loaded: {error}"),
    }
});

//! Damaged files: 20,000 of them, from a fixed seed. None may panic or ask for more
//! memory than its size warrants, and what loads after all must save and load again.

mod damage;
mod documents;

use std::alloc::System;

use cap::Cap;
use damage::{damaged, originals};
use fastrand::Rng;
use wiregrad::file::{load_bytes, to_text};

#[global_allocator]
static MEMORY: Cap<System> = Cap::new(System, usize::MAX);

/// What a load may take over what was in use before: the files are below 10 kB.
const MOST_BYTES: usize = 64 << 20;
const MUTANTS: usize = 20_000;

#[test]
fn damaged_files_neither_panic_nor_swell() {
    let originals = originals();
    let mut rng = Rng::with_seed(20_000);
    let (mut refused, mut lawful) = (0, 0);
    for _ in 0..MUTANTS {
        let bytes = damaged(&mut rng, &originals);
        MEMORY
            .set_limit(MEMORY.allocated() + MOST_BYTES)
            .expect("room");
        match load_bytes(&bytes) {
            Ok(document) => {
                lawful += 1;
                let text = to_text(&document);
                let again = load_bytes(text.as_bytes());
                let again = again.unwrap_or_else(|e| panic!("{e}\n{text}"));
                assert_eq!(to_text(&again), text);
            }
            Err(error) => {
                refused += 1;
                assert!(!error.message().is_empty() && error.to_string().len() < 5_000);
            }
        }
        MEMORY.set_limit(usize::MAX).expect("room");
    }
    // Both ends are reached, so the damage is neither too small nor too great.
    assert!(
        refused > MUTANTS / 4 && lawful > MUTANTS / 20,
        "{refused} {lawful}"
    );
}

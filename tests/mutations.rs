//! Damaged files: 20,000 of them, from a fixed seed. None may panic or ask for more
//! memory than its size warrants, and what loads after all must save and load again.

mod documents;

use std::alloc::System;

use cap::Cap;
use fastrand::Rng;
use wiregrad::file::{load_bytes, to_text};

#[global_allocator]
static MEMORY: Cap<System> = Cap::new(System, usize::MAX);

/// What a load may take over what was in use before: the files are below 10 kB.
const MOST_BYTES: usize = 64 << 20;
const MUTANTS: usize = 20_000;

/// Lawful files to damage: small and larger random ones, and those of the corpus.
fn originals() -> Vec<Vec<u8>> {
    let random =
        (0..40).map(|seed| to_text(&documents::document(seed, seed as usize)).into_bytes());
    let corpus = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/hostile");
    let corpus = std::fs::read_dir(corpus).expect("the corpus");
    let mut paths: Vec<_> = corpus.map(|e| e.expect("an entry").path()).collect();
    paths.sort(); // the same order on every machine
    let fine = paths.iter().filter(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with("fine_") && name.ends_with(".ron")
    });
    random
        .chain(fine.map(|path| std::fs::read(path).expect("readable")))
        .collect()
}

/// Numbers that are put in place of others.
const NUMBERS: [&str; 14] = [
    "0",
    "-1",
    "1e999",
    "-1e999",
    "NaN",
    "inf",
    "4294967296",
    "18446744073709551616",
    "340282366920938463463374607431768211456",
    "1e-400",
    "0x",
    "1_",
    "[]",
    "None",
];

fn mutate(rng: &mut Rng, bytes: &mut Vec<u8>, other: &[u8]) {
    if bytes.is_empty() {
        return bytes.extend_from_slice(other);
    }
    let at = rng.usize(..bytes.len());
    match rng.u8(..8) {
        0 => bytes[at] ^= 1 << rng.u8(..8),
        1 => bytes[at] = rng.u8(..),
        2 => bytes.truncate(at),
        3 => {
            let line = bytes
                .split(|b| *b == b'\n')
                .nth(rng.usize(..8))
                .unwrap_or_default();
            let line = [line, b"\n"].concat();
            bytes.splice(at..at, line);
        }
        4 => {
            let from = rng.usize(..other.len());
            let to = (from + rng.usize(..200)).min(other.len());
            bytes.splice(at..at, other[from..to].iter().copied());
        }
        5 => {
            let to = (at + rng.usize(..40)).min(bytes.len());
            bytes.drain(at..to);
        }
        6 => {
            let token = *rng.choice(b"()[]{}\",:/*\\'r#-.eb").expect("some");
            bytes.splice(at..at, vec![token; rng.usize(1..4)]);
        }
        _ => swap_number(rng, bytes, at),
    }
}

/// Puts another number in place of the first one after a place.
fn swap_number(rng: &mut Rng, bytes: &mut Vec<u8>, at: usize) {
    let is_digit = |b: &u8| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'e');
    let start = bytes[at..].iter().position(is_digit).map(|i| at + i);
    let Some(start) = start else { return };
    let length = bytes[start..].iter().take_while(|b| is_digit(b)).count();
    let number = NUMBERS[rng.usize(..NUMBERS.len())];
    bytes.splice(start..start + length, number.bytes());
}

#[test]
fn damaged_files_neither_panic_nor_swell() {
    let originals = originals();
    let mut rng = Rng::with_seed(20_000);
    let (mut refused, mut lawful) = (0, 0);
    for _ in 0..MUTANTS {
        let mut bytes = originals[rng.usize(..originals.len())].clone();
        let other = &originals[rng.usize(..originals.len())];
        for _ in 0..rng.usize(1..3) {
            mutate(&mut rng, &mut bytes, other);
        }
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

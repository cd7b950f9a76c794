//! Graph files with damage: a test reads them, and a deep run takes them through all
//! commands.

use fastrand::Rng;
use wiregrad::file::to_text;

use crate::documents;

/// Lawful files to damage: small and larger random ones, and those of the corpus.
pub(crate) fn originals() -> Vec<Vec<u8>> {
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

/// One of the files, damaged once or twice.
pub(crate) fn damaged(rng: &mut Rng, originals: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = originals[rng.usize(..originals.len())].clone();
    let other = &originals[rng.usize(..originals.len())];
    for _ in 0..rng.usize(1..3) {
        mutate(rng, &mut bytes, other);
    }
    bytes
}

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

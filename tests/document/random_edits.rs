//! Random sequences of edits. For a deep run:
//! `WIREGRAD_EDITS=10000000 cargo test --test document random_edits -- --nocapture`.

#![allow(clippy::print_stdout)] // says how many edits were tried

use fastrand::Rng;

use crate::edits::{Choices, run};

/// How many choices a sequence has.
const LENGTH: usize = 600;

struct Random {
    rng: Rng,
    left: usize,
}

impl Choices for Random {
    fn below(&mut self, count: usize) -> Option<usize> {
        self.left = self.left.checked_sub(1)?;
        Some(self.rng.usize(..count))
    }
}

#[test]
fn any_sequence_of_edits_leaves_a_sound_document() {
    let wanted = std::env::var("WIREGRAD_EDITS").ok();
    let wanted = wanted.map_or(4_000, |count| count.parse().expect("a whole number"));
    let (mut taken, mut seed) = (0, 0);
    while taken < wanted {
        let rng = Rng::with_seed(seed);
        taken += run(&mut Random { rng, left: LENGTH });
        seed += 1;
    }
    println!("{taken} edits in {seed} sequences");
    assert!(taken > 5 * seed as usize, "the document refuses nearly all");
}

//! Random numbers that a seed settles to the bit, on every machine and in every version
//! of this program: a generator of the PCG family, and a shuffle and a normal
//! distribution of our own on top of it. The functions that they need are those of
//! `libm`, which are the same everywhere.

use std::f64::consts::TAU;

use rand_pcg::Pcg64;
use rand_pcg::rand_core::Rng;

/// What random numbers are drawn for. Each purpose has a sequence of its own, so that
/// one more initial value changes no split and no order of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Which rows are for training, validation and test.
    Split,
    /// The order of the rows in an epoch.
    Order,
    /// Initial values of a parameter.
    Initial,
    /// Tables that are generated.
    Table,
}

/// A sequence of random numbers.
#[derive(Clone, Debug)]
pub struct Random {
    generator: Pcg64,
    /// The second number of a pair of normal ones.
    spare: Option<f64>,
}

impl Random {
    /// The sequence of a seed for a purpose; `number` tells several of one purpose apart,
    /// such as epochs.
    pub fn new(seed: u64, purpose: Purpose, number: u64) -> Random {
        let stream = (u128::from(number) << 8) | purpose as u128;
        // Neighbouring seeds start far apart.
        let state = (u128::from(mixed(seed)) << 64) | u128::from(mixed(seed ^ mixed(number)));
        Random {
            generator: Pcg64::new(state, stream),
            spare: None,
        }
    }

    /// Any whole number of 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.generator.next_u64()
    }

    /// A number from 0 up to 1, 1 excluded: a multiple of 2⁻⁵³.
    pub fn unit(&mut self) -> f64 {
        const STEP: f64 = 1.0 / (1_u64 << 53) as f64;
        (self.bits() >> 11) as f64 * STEP
    }

    /// A number between two.
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// A whole number below `bound`, each as likely as any other; 0 if the bound is 0.
    /// The method is Lemire's, "Fast random integer generation in an interval" (2019).
    pub fn below(&mut self, bound: u64) -> u64 {
        if bound == 0 {
            return 0;
        }
        loop {
            let product = u128::from(self.bits()) * u128::from(bound);
            let low = product as u64;
            if low >= bound || low >= bound.wrapping_neg() % bound {
                return (product >> 64) as u64;
            }
        }
    }

    /// A normal number of mean 0 and deviation 1, by Box and Muller's method.
    pub fn normal(&mut self) -> f64 {
        if let Some(spare) = self.spare.take() {
            return spare;
        }
        let radius = (-2.0 * libm::log(1.0 - self.unit())).sqrt();
        let angle = TAU * self.unit();
        self.spare = Some(radius * libm::sin(angle));
        radius * libm::cos(angle)
    }

    /// Puts items in a random order, each order as likely as any other (Fisher and
    /// Yates).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let other = self.below(last as u64 + 1) as usize;
            items.swap(last, other);
        }
    }
}

/// A number in which every bit depends on every bit of the seed (SplitMix64's finaliser).
fn mixed(seed: u64) -> u64 {
    let mut x = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::{Purpose, Random};

    #[test]
    fn purposes_numbers_and_seeds_have_sequences_of_their_own() {
        let first = |seed, purpose, number| Random::new(seed, purpose, number).bits();
        let all = [
            first(1, Purpose::Order, 0),
            first(1, Purpose::Order, 1),
            first(1, Purpose::Split, 0),
            first(2, Purpose::Order, 0),
        ];
        for (i, a) in all.iter().enumerate() {
            assert!(!all[i + 1..].contains(a), "{all:x?}");
        }
    }

    #[test]
    fn numbers_are_spread_as_they_should_be() {
        let mut random = Random::new(5, Purpose::Table, 0);
        let count = 100_000;
        let (mut sum, mut squares, mut units) = (0.0, 0.0, 0.0);
        let mut faces = [0_u32; 6];
        for _ in 0..count {
            let x = random.normal();
            sum += x;
            squares += x * x;
            let unit = random.unit();
            assert!((0.0..1.0).contains(&unit));
            units += unit;
            faces[random.below(6) as usize] += 1;
        }
        let n = f64::from(count);
        assert!((sum / n).abs() < 0.01, "mean {}", sum / n);
        assert!((squares / n - 1.0).abs() < 0.02, "variance {}", squares / n);
        assert!((units / n - 0.5).abs() < 0.005, "mean {}", units / n);
        for face in faces {
            assert!((f64::from(face) * 6.0 / n - 1.0).abs() < 0.03, "{faces:?}");
        }
    }
}

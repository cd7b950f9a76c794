//! The derivatives of every elementwise op against centred differences, at 1,000
//! points of its domain.

// The seed is shown when a test fails.
#![allow(clippy::print_stdout)]

use wiregrad::core::op::attributes::{AttributeValue, Attributes};
use wiregrad::core::op::elementwise::{BinaryKernel, Params, UnaryKernel};
use wiregrad::core::op::{Domain, Op, Rule};
use wiregrad::core::ops;

const SEED: u64 = 20_240_229;
const POINTS: usize = 1_000;
const TOLERANCE: f64 = 1e-6;

/// SplitMix64 (Steele, Lea and Flood, 2014).
struct Random(u64);

impl Random {
    fn below_one(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn of(&mut self, domain: Domain) -> f64 {
        match domain {
            Domain::Between(from, to) => from + (to - from) * self.below_one(),
            Domain::AwayFromZero(from, to) => {
                let magnitude = from + (to - from) * self.below_one();
                if self.below_one() < 0.5 {
                    magnitude
                } else {
                    -magnitude
                }
            }
            Domain::Classes | Domain::Whole(_) => panic!("an elementwise op has no classes"),
        }
    }
}

/// The centred difference over four points, whose error is of the fourth order: the
/// step may be large, and little is lost to rounding. `None` where one of the
/// points lies in another smooth piece than `x`.
fn difference(x: f64, f: impl Fn(f64) -> f64, region: impl Fn(f64) -> u64) -> Option<f64> {
    let h = 1e-3;
    let smooth = [-2.0, -1.0, 1.0, 2.0]
        .iter()
        .all(|k| region(x + k * h) == region(x));
    let sides = |k: f64| f(x + k * h) - f(x - k * h);
    smooth.then(|| (8.0 * sides(1.0) - sides(2.0)) / (12.0 * h))
}

fn agree(exact: f64, difference: f64) -> bool {
    let larger = exact.abs().max(difference.abs());
    // Where the derivative is 0 the difference is only rounding.
    (exact - difference).abs() <= TOLERANCE * larger || larger < 1e-10
}

fn unary(op: &Op, kernel: &UnaryKernel, p: Params) {
    println!("{} {p:?}: seed {SEED}", op.name);
    let mut random = Random(SEED);
    let mut tested = 0;
    for _ in 0..POINTS {
        let x = random.of(op.domain_of(0));
        // At 0 the second derivative of an op with kinks may jump where the first one
        // doesn't (elu with alpha 1): too rough for a difference over four points.
        let side = |x: f64| u64::from(op.kinks.is_some() && x > 0.0);
        let region = |x| {
            kernel
                .region
                .map_or(0, |region| region(p, x).wrapping_mul(2))
                + side(x)
        };
        let Some(difference) = difference(x, |x| (kernel.value)(p, x), region) else {
            continue;
        };
        let exact = (kernel.derivative)(p, x, (kernel.value)(p, x));
        assert!(
            agree(exact, difference),
            "{}'({x}) = {exact}, by differences {difference}",
            op.name
        );
        tested += 1;
    }
    assert!(tested >= 900, "{}: only {tested} points", op.name);
}

fn binary(op: &Op, kernel: &BinaryKernel) {
    println!("{}: seed {SEED}", op.name);
    let mut random = Random(SEED);
    let mut tested = 0;
    for _ in 0..POINTS {
        let (a, b) = (random.of(op.domain_of(0)), random.of(op.domain_of(1)));
        let region = |a, b| kernel.region.map_or(0, |region| region(a, b));
        let f = kernel.value;
        let by_a = difference(a, |a| f(a, b), |a| region(a, b));
        let by_b = difference(b, |b| f(a, b), |b| region(a, b));
        let (Some(by_a), Some(by_b)) = (by_a, by_b) else {
            continue;
        };
        let (exact_a, exact_b) = (kernel.derivatives)(a, b, f(a, b));
        assert!(
            agree(exact_a, by_a) && agree(exact_b, by_b),
            "{} at {a}, {b}: {exact_a}, {exact_b}, by differences {by_a}, {by_b}",
            op.name
        );
        tested += 1;
    }
    assert!(tested >= 900, "{}: only {tested} points", op.name);
}

#[test]
fn every_derivative_agrees_with_centred_differences() {
    let mut count = 0;
    for &op in ops::ALL.iter() {
        match &op.rule {
            Rule::Unary(kernel) => {
                let reader = op.attribute_reader(None);
                let p = kernel.params.map_or([0.0; 2], |read| read(reader));
                unary(op, kernel, p);
            }
            Rule::Binary(kernel) => binary(op, kernel),
            _ => continue,
        }
        count += 1;
    }
    assert!(count >= 33, "only {count} elementwise ops");
}

#[test]
fn the_derivatives_follow_the_attributes() {
    let number = AttributeValue::Number;
    let word = AttributeValue::Word("tanh".into());
    let cases: [(&str, &[(&str, AttributeValue)]); 5] = [
        ("leaky_relu", &[("negative_slope", number(0.3))]),
        ("elu", &[("alpha", number(1.7))]),
        ("gelu", &[("approximate", word)]),
        ("clip", &[("min", number(-1.0))]),
        ("clip", &[("min", number(-0.5)), ("max", number(1.5))]),
    ];
    for (name, settings) in cases {
        let op = ops::named(name).expect("an op");
        let mut attributes = Attributes::default();
        for (attribute, value) in settings {
            let set = op.set_attribute(&mut attributes, attribute, Some(value));
            set.expect("an attribute of the op");
        }
        let Rule::Unary(kernel) = &op.rule else {
            panic!("{name} is an op of one number");
        };
        let read = kernel.params.expect("it has parameters");
        unary(op, kernel, read(op.attribute_reader(Some(&attributes))));
    }
}

//! A seed gives these numbers everywhere: files and fixtures depend on them.

use wiregrad::core::train::random::{Purpose, Random};

#[test]
fn a_seed_gives_these_bits_everywhere() {
    let mut random = Random::new(1, Purpose::Order, 0);
    let bits = [0; 4].map(|_| random.bits());
    let mut random = Random::new(1, Purpose::Initial, 0);
    let normal = [0; 4].map(|_| random.normal().to_bits());
    let mut order: Vec<u8> = (0..10).collect();
    Random::new(7, Purpose::Order, 3).shuffle(&mut order);
    assert_eq!((bits, normal, &order[..]), (BITS, NORMAL, &ORDER[..]));
}

const BITS: [u64; 4] = [
    13_362_616_508_153_618_879,
    17_073_946_185_619_828_335,
    6_651_379_398_956_122_912,
    394_415_638_529_971_411,
];
const NORMAL: [u64; 4] = [
    4_611_958_584_757_337_887,
    4_602_226_310_592_528_751,
    13_835_732_385_665_339_047,
    4_605_599_688_993_782_281,
];
const ORDER: [u8; 10] = [4, 9, 0, 6, 1, 5, 3, 2, 8, 7];

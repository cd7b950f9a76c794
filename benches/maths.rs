//! What the loops of the ops of one number cost: nanoseconds an element, beside a
//! plain loop over the platform's function where there is one.
//!
//!     cargo bench --bench maths [NAME]...

#![allow(clippy::print_stdout)]

use std::hint::black_box;
use std::time::Instant;

use wiregrad::core::op::{Domain, Op, Rule};
use wiregrad::core::ops;

const ELEMENTS: usize = 4_096;
const ROUNDS: usize = 30;
const REPEATS: usize = 20;

fn main() {
    let asked: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with('-'))
        .collect();
    println!("{ELEMENTS} elements, best of {ROUNDS} rounds, ns an element");
    println!(
        "{:<12} {:>7} {:>7} {:>7} {:>7}",
        "op", "value", "vjp", "std", "ratio"
    );
    for &op in ops::ALL.iter() {
        if asked.is_empty() || asked.iter().any(|name| name == op.name) {
            measure(op);
        }
    }
}

fn measure(op: &'static Op) {
    let Rule::Unary(kernel) = &op.rule else {
        return;
    };
    let reader = op.attribute_reader(None);
    let p = kernel.params.map_or([0.0; 2], |read| read(reader));
    let x = points(op.domain_of(0));
    let gradient = vec![1.5; ELEMENTS];
    let mut y = vec![0.0; ELEMENTS];
    let mut back = vec![0.0; ELEMENTS];
    let value = time(|| (kernel.map)(p, black_box(&x), black_box(&mut y)));
    let vjp = time(|| (kernel.vjp)(p, black_box(&x), &y, &gradient, black_box(&mut back)));
    print!("{:<12} {value:>7.2} {vjp:>7.2}", op.name);
    match platform(op.name) {
        Some(plain) => {
            let plain = time(|| plain(black_box(&x), black_box(&mut y)));
            println!(" {plain:>7.2} {:>6.1}×", plain / value);
        }
        None => println!(),
    }
}

/// Numbers over the domain, in an order that no branch predictor learns.
fn points(domain: Domain) -> Vec<f64> {
    let (from, to) = match domain {
        Domain::Between(from, to) | Domain::AwayFromZero(from, to) => (from, to),
        Domain::Classes | Domain::Whole(_) => (0.0, 1.0),
    };
    (0..ELEMENTS)
        .map(|i| from + (to - from) * ((i * 1_597) % ELEMENTS) as f64 / ELEMENTS as f64)
        .collect()
}

/// Nanoseconds an element in the fastest round.
fn time(mut run: impl FnMut()) -> f64 {
    let mut best = f64::INFINITY;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        for _ in 0..REPEATS {
            run();
        }
        best = best.min(start.elapsed().as_secs_f64());
    }
    best * 1e9 / (ELEMENTS * REPEATS) as f64
}

type Loop = fn(&[f64], &mut [f64]);

macro_rules! plain {
    ($f:expr) => {
        Some(|x: &[f64], out: &mut [f64]| {
            for (to, &x) in out.iter_mut().zip(x) {
                *to = $f(x);
            }
        })
    };
}

fn platform(name: &str) -> Option<Loop> {
    match name {
        "sqrt" => plain!(f64::sqrt),
        "exp" => plain!(f64::exp),
        "log" => plain!(f64::ln),
        "log1p" => plain!(f64::ln_1p),
        "expm1" => plain!(f64::exp_m1),
        "sin" => plain!(f64::sin),
        "cos" => plain!(f64::cos),
        "tan" => plain!(f64::tan),
        "asin" => plain!(f64::asin),
        "acos" => plain!(f64::acos),
        "atan" => plain!(f64::atan),
        "sinh" => plain!(f64::sinh),
        "cosh" => plain!(f64::cosh),
        "tanh" => plain!(f64::tanh),
        "sigmoid" => plain!(|x: f64| 1.0 / (1.0 + (-x).exp())),
        "softplus" => plain!(|x: f64| x.max(0.0) + (-x.abs()).exp().ln_1p()),
        "silu" => plain!(|x: f64| x / (1.0 + (-x).exp())),
        "gelu" => plain!(|x: f64| 0.5 * x * (1.0 + libm::erf(x * std::f64::consts::FRAC_1_SQRT_2))),
        _ => None,
    }
}

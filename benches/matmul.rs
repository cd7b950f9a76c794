//! How fast matrix products run, and whether the tensor ops allocate.
//!
//!     cargo bench --bench matmul
//!
//! The first table has the products of one training step of a network 784-128-10
//! with a batch of 64; the second, what a small one costs; the third, what other
//! tensor ops cost. Then every example of every tensor op is run again under a counting
//! allocator: it must print 0.

// Counting allocations takes an allocator, which takes an unsafe impl; it only
// passes on what it is given.
#![allow(unsafe_code, clippy::print_stdout, missing_docs)]

#[path = "../tests/common/mod.rs"]
mod common;

use std::alloc::{GlobalAlloc, Layout, System};
use std::hint::black_box;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use common::{Applied, Random, attribute, shape};
use wiregrad::core::op::{Accumulation, Contributions, Rule, Tangent, Tangents, Upstream};
use wiregrad::core::ops;
use wiregrad::core::tensor::Tensor;

struct Counting;

static ALLOCATIONS: AtomicUsize = AtomicUsize::new(0);

// SAFETY: every call goes to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Ordering::Relaxed);
        // SAFETY: the caller keeps alloc's contract.
        unsafe { System.alloc(layout) }
    }
    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        // SAFETY: the caller keeps dealloc's contract.
        unsafe { System.dealloc(place, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// The time of one call, in nanoseconds, and the allocations of all calls after the
/// first. The fastest of several tries: other programs only ever slow it down.
fn time(mut call: impl FnMut()) -> (f64, usize) {
    call();
    let before = ALLOCATIONS.load(Ordering::Relaxed);
    let mut times = [0.0; 25];
    let mut calls = 1_u32;
    for time in &mut times {
        loop {
            let start = Instant::now();
            (0..calls).for_each(|_| call());
            *time = start.elapsed().as_nanos() as f64;
            if *time > 2e6 {
                break;
            }
            calls *= 2;
        }
        *time /= f64::from(calls);
    }
    let allocations = ALLOCATIONS.load(Ordering::Relaxed) - before;
    (times.into_iter().fold(f64::INFINITY, f64::min), allocations)
}

fn product(m: usize, k: usize, n: usize) -> Applied {
    let op = ops::named("matmul").expect("it is in the table");
    let mut random = Random(1);
    let inputs = [draw(&[m, k], &mut random), draw(&[k, n], &mut random)];
    Applied::new(op, &[], &inputs).expect("it fits")
}

fn draw(lengths: &[usize], random: &mut Random) -> Tensor {
    let shape = shape(lengths);
    let data = (0..shape.elements()).map(|_| random.between(0.1, 0.9));
    Tensor::new(shape, data.collect()).expect("it fits")
}

/// Prints what an op costs for each element of its first input.
fn measure_op(name: &str, given: &[(&str, &str)], shapes: &[&[usize]]) {
    let op = ops::named(name).expect("it is in the table");
    let mut random = Random(2);
    let inputs: Vec<Tensor> = shapes.iter().map(|s| draw(s, &mut random)).collect();
    let attributes: Vec<_> = given.iter().map(|(k, v)| (*k, attribute(v))).collect();
    let applied = Applied::new(op, &attributes, &inputs).expect("it fits");
    let Rule::Tensor(rule) = &op.rule else { return };
    let call = applied.call();
    let mut value = applied.value();
    let gradient = value.clone();
    let (forward, _) = time(|| (rule.forward)(&call, black_box(&mut value)));
    let mut gradients = applied.arena.clone();
    let count = inputs[0].data().len() as f64;
    let mut accumulations = vec![Accumulation::Skip; inputs.len()];
    accumulations[0] = Accumulation::Write;
    let mut vjp = |accumulations: &[Accumulation]| {
        let back = || backward(&applied, [&value, &gradient], &mut gradients, accumulations);
        time(back).0 / count
    };
    let first = vjp(&accumulations);
    accumulations.fill(Accumulation::Write);
    let all = vjp(&accumulations);
    let (what, forward) = (format!("{name} {given:?} of {shapes:?}"), forward / count);
    println!("{what:70} {forward:>7.2} {first:>8.2} {all:>7.2}");
}

/// What flows back to the inputs of a tensor op that are asked for.
fn backward(
    applied: &Applied,
    [value, gradient]: [&[f64]; 2],
    gradients: &mut [f64],
    accumulations: &[Accumulation],
) {
    let Rule::Tensor(rule) = &applied.op.rule else {
        return;
    };
    let (call, upstream) = (applied.call(), Upstream { value, gradient });
    let gradients = black_box(gradients);
    let to = &mut Contributions::into_arena(gradients, call.operands, accumulations, &mut []);
    (rule.vjp)(&call, &upstream, to);
}

/// Prints the rate of a product and of its two gradients.
fn measure(m: usize, k: usize, n: usize) {
    let applied = product(m, k, n);
    let Rule::Tensor(rule) = &applied.op.rule else {
        return;
    };
    let call = applied.call();
    let mut value = applied.value();
    let gradient = value.clone();
    let mut gradients = applied.arena.clone();
    let (forward, mut allocations) = time(|| (rule.forward)(&call, black_box(&mut value)));
    use Accumulation::{Skip, Write};
    let mut times = [0.0; 2];
    for (to, wanted) in times.iter_mut().zip([[Write, Skip], [Skip, Write]]) {
        let back = || backward(&applied, [&value, &gradient], &mut gradients, &wanted);
        let (time, more) = time(back);
        *to = time;
        allocations += more;
    }
    let flops = 2.0 * (m * k * n) as f64;
    let cell = |ns: f64| format!("{:>9.2} µs {:>5.1}", ns / 1e3, flops / ns);
    println!(
        "{m:>4} × {k:>4} × {n:>4}  {}  {}  {}  {allocations:>6}",
        cell(forward),
        cell(times[0]),
        cell(times[1]),
    );
}

/// How often each tensor op allocates when it is run again.
fn count_allocations() {
    let mut random = Random(3);
    let mut all = 0;
    for op in ops::ALL.iter() {
        let Rule::Tensor(rule) = &op.rule else {
            continue;
        };
        for example in rule.examples {
            let given = example.attributes.iter();
            let attributes: Vec<_> = given.map(|(k, v)| (*k, attribute(v))).collect();
            let shapes = example.shapes.iter();
            let inputs: Vec<Tensor> = shapes.map(|s| draw(s, &mut random)).collect();
            let applied = Applied::new(op, &attributes, &inputs).expect("it fits");
            let (mut value, along) = (applied.value(), applied.arena.clone());
            let mut gradients = applied.arena.clone();
            let write = vec![Accumulation::Write; inputs.len()];
            let (call, gradient) = (applied.call(), value.clone());
            let mut once = || {
                (rule.forward)(&call, &mut value);
                backward(&applied, [&value, &gradient], &mut gradients, &write);
                if let Tangent::Own(own) = rule.tangent {
                    let mut to = [0.0; 256];
                    let tangents = Tangents {
                        value: &value,
                        arena: &along,
                    };
                    own(&call, &tangents, &mut to[..value.len()]);
                }
            };
            once();
            let before = ALLOCATIONS.load(Ordering::Relaxed);
            once();
            let more = ALLOCATIONS.load(Ordering::Relaxed) - before;
            if more > 0 {
                println!("{} {:?} allocates {more} times", op.name, example.shapes);
            }
            all += more;
        }
    }
    println!("allocations of all tensor ops' examples, run again: {all}");
}

fn main() {
    println!(
        "   m ×    k ×    n        a·b GFLOP/s       dC·Bᵀ GFLOP/s       Aᵀ·dC GFLOP/s  allocations"
    );
    for [m, k, n] in [[64, 784, 128], [64, 128, 10], [256, 256, 256]] {
        measure(m, k, n);
    }
    println!();
    for size in [1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 24, 32] {
        measure(size, size, size);
    }
    for [m, k, n] in [
        [1, 10, 10],
        [1, 64, 64],
        [64, 64, 1],
        [1, 1000, 1],
        [64, 1, 64],
    ] {
        measure(m, k, n);
    }
    println!();
    println!(
        "{:70} forward backward (first input, all), ns an element",
        ""
    );
    let (wide, square): (&[usize], &[usize]) = (&[64, 128], &[1000, 1000]);
    for shape in [wide, square] {
        for name in ["sum", "max"] {
            measure_op(name, &[], &[shape]);
            measure_op(name, &[("axis", "0")], &[shape]);
            measure_op(name, &[("axis", "1")], &[shape]);
        }
        measure_op("transpose", &[], &[shape]);
        measure_op("slice", &[("axis", "1"), ("step", "2")], &[shape]);
        measure_op("concatenate", &[("axis", "1")], &[shape, shape]);
        measure_op("softmax", &[], &[shape]);
        measure_op("softmax", &[("axis", "0")], &[shape]);
        measure_op("log_softmax", &[], &[shape]);
        measure_op("mean_squared_error", &[], &[shape, shape]);
        measure_op("binary_cross_entropy_with_logits", &[], &[shape, shape]);
        measure_op("cross_entropy", &[], &[shape, shape]);
    }
    measure_op("softmax", &[], &[&[64, 10]]);
    measure_op("cross_entropy", &[], &[&[64, 10], &[64, 10]]);
    println!();
    count_allocations();
}

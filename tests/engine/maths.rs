//! The functions of one number against correctly rounded references
//! (`fixtures/maths.txt`, written by `fixtures/maths.py`), and one number at a time
//! against many at once.

use wiregrad::core::maths::{self, Fused, Maths, Standard};
use wiregrad::core::op::attributes::{AttributeValue, Attributes};
use wiregrad::core::op::elementwise::{Params, UnaryKernel};
use wiregrad::core::op::{Op, Rule};
use wiregrad::core::ops;

/// One op's points: x, value, derivative.
struct Section {
    name: &'static str,
    attribute: Option<(&'static str, &'static str)>,
    points: Vec<[f64; 3]>,
}

fn sections() -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for line in include_str!("../fixtures/maths.txt").lines() {
        if let Some(title) = line.strip_prefix("# ") {
            let (name, rest) = title.split_once(' ').unwrap_or((title, ""));
            sections.push(Section {
                name,
                attribute: rest.split_once('='),
                points: Vec::new(),
            });
        } else {
            let cells: Vec<f64> = line.split(' ').map(number).collect();
            let section = sections.last_mut().expect("a title comes first");
            section.points.push([cells[0], cells[1], cells[2]]);
        }
    }
    sections
}

fn number(cell: &str) -> f64 {
    if cell == "NaN" {
        return f64::NAN;
    }
    f64::from_bits(u64::from_str_radix(cell, 16).expect("bits in hexadecimal"))
}

fn section(name: &str) -> Section {
    let found = sections().into_iter().find(|s| s.name == name);
    found.unwrap_or_else(|| panic!("no section {name}"))
}

/// How many f64 lie from one number to the other. 0 and −0 are different, and so
/// count as one step.
fn steps(a: f64, b: f64) -> u64 {
    let place = |x: f64| {
        let magnitude = (x.to_bits() & !(1 << 63)) as i128;
        if x.is_sign_negative() {
            -1 - magnitude
        } else {
            magnitude
        }
    };
    if a.is_nan() || b.is_nan() {
        return if a.is_nan() && b.is_nan() {
            0
        } else {
            u64::MAX
        };
    }
    (place(a) - place(b)).unsigned_abs() as u64
}

/// Asserts that `f` stays within `allowed` steps of the references.
fn hold(what: &str, name: &str, allowed: u64, f: impl Fn(f64) -> f64) {
    let section = section(name);
    assert!(section.points.len() >= 150, "{name}: too few points");
    for [x, exact, _] in section.points {
        let got = f(x);
        assert!(
            steps(got, exact) <= allowed,
            "{what} {name}({x:e}) = {got:e}, exactly {exact:e}"
        );
    }
}

/// Every function of `M` within 2 ulp, up to its limit for sin and cos.
fn hold_all<M: Maths>(what: &str) {
    let within = |x: f64| x.abs() <= M::TRIGONOMETRIC_LIMIT;
    hold(what, "exp", 2, M::exp);
    hold(what, "expm1", 2, M::exp_m1);
    hold(what, "log", 2, M::ln);
    hold(what, "log1p", 2, M::ln_1p);
    hold(what, "tanh", 2, M::tanh);
    hold(what, "sin", 2, |x| {
        if within(x) {
            M::sin(x)
        } else {
            Standard::sin(x)
        }
    });
    hold(what, "cos", 2, |x| {
        if within(x) {
            M::cos(x)
        } else {
            Standard::cos(x)
        }
    });
}

#[test]
fn the_fused_functions_are_within_2_ulp() {
    hold_all::<Fused>("fused");
}

#[test]
fn the_platforms_functions_are_within_2_ulp() {
    hold_all::<Standard>("standard");
}

#[test]
fn the_functions_as_the_sweeps_compute_them_are_within_2_ulp() {
    hold("swept", "exp", 2, maths::exp);
    hold("swept", "expm1", 2, maths::exp_m1);
    hold("swept", "log", 2, maths::ln);
    hold("swept", "log1p", 2, maths::ln_1p);
    hold("swept", "tanh", 2, maths::tanh);
    hold("swept", "sin", 2, maths::sin);
    hold("swept", "cos", 2, maths::cos);
}

fn kernel_of(op: &Op) -> Option<&UnaryKernel> {
    match &op.rule {
        Rule::Unary(kernel) => Some(kernel),
        _ => None,
    }
}

fn params(
    op: &'static Op,
    kernel: &UnaryKernel,
    attribute: Option<(&'static str, &'static str)>,
) -> Params {
    let mut attributes = Attributes::default();
    if let Some((name, word)) = attribute {
        let word = AttributeValue::Word(word.into());
        op.set_attribute(&mut attributes, name, Some(&word))
            .expect("an attribute of the op");
    }
    let reader = op.attribute_reader(Some(&attributes));
    kernel.params.map_or([0.0; 2], |read| read(reader))
}

/// By how many ulp an op's value and derivative may miss.
fn tolerance(name: &str, x: f64) -> (f64, f64) {
    match name {
        // Its tail passes the rounding of x/√2, or of the tanh's argument, on: x²
        // times.
        "gelu" => (4.0 + 2.0 * x * x, 4.0),
        _ => (2.0, 4.0),
    }
}

/// Below which size the error of a derivative is that of this size: those of silu
/// and gelu are sums whose terms cancel around −1.
fn smallest_derivative(name: &str) -> f64 {
    if matches!(name, "silu" | "gelu") {
        0.25
    } else {
        f64::MIN_POSITIVE
    }
}

/// The distance to the exact result, in ulp of it or of `least`, if that is larger.
fn error(got: f64, exact: f64, least: f64) -> f64 {
    if got == exact || got.is_nan() && exact.is_nan() {
        return 0.0;
    }
    let size = exact.abs().clamp(least, f64::MAX);
    (got - exact).abs() / (size - size.next_down())
}

#[test]
fn every_op_keeps_its_precision_in_value_and_derivative() {
    for section in sections() {
        let name = section.name;
        let op = ops::named(name).expect("an op");
        let kernel = kernel_of(op).expect("an op of one number");
        let p = params(op, kernel, section.attribute);
        for &[x, exact, slope] in &section.points {
            let (for_value, for_derivative) = tolerance(name, x);
            let y = (kernel.value)(p, x);
            // A factor e^x among the denormals has few digits left: x times the
            // smallest number is all that can be asked of a product with it.
            let least = f64::MIN_POSITIVE * x.abs().clamp(1.0, 1e3);
            assert!(
                error(y, exact, least) <= for_value,
                "{name}({x:e}) = {y:e}, exactly {exact:e}"
            );
            let d = (kernel.derivative)(p, x, y);
            assert!(
                error(d, slope, smallest_derivative(name)) <= for_derivative,
                "{name}'({x:e}) = {d:e}, exactly {slope:e}"
            );
        }
    }
}

/// Numbers that take the loops through every selection, and what must not leak
/// from one lane into its neighbour.
fn hostile(length: usize) -> Vec<f64> {
    const ODD: [f64; 20] = [
        f64::NAN,
        0.5,
        f64::INFINITY,
        -1.25,
        1e300,
        1e-300,
        f64::NEG_INFINITY,
        3.0,
        -0.0,
        5e-324,
        -1e300,
        0.99,
        2e9,
        -40.0,
        710.0,
        1e3,
        -1e3,
        -1.0,
        0.0,
        1.0,
    ];
    (0..length)
        .map(|i| ODD[(i * 7 + length) % ODD.len()])
        .collect()
}

/// The same bits; any two NaN count as the same, since their sign and payload are
/// nobody's concern.
fn same(a: f64, b: f64) -> bool {
    a.to_bits() == b.to_bits() || a.is_nan() && b.is_nan()
}

/// Asserts that the loops give what the functions of one number give.
fn loops_agree(op: &'static Op, kernel: &UnaryKernel, p: Params) {
    for length in 1..=67 {
        let x = hostile(length);
        let gradient: Vec<f64> = (0..length).map(|i| 1.5 - 0.25 * i as f64).collect();
        let (mut y, mut back) = (vec![7.0; length], vec![7.0; length]);
        (kernel.map)(p, &x, &mut y);
        (kernel.vjp)(p, &x, &y, &gradient, &mut back);
        let (mut values, mut slopes) = (vec![7.0; length], vec![7.0; length]);
        (kernel.map_both)(p, &x, &mut values, &mut slopes);
        for i in 0..length {
            let name = op.name;
            let alone = (kernel.value)(p, x[i]);
            assert!(
                same(y[i], alone),
                "{name}({:e}): {:e} and {alone:e}",
                x[i],
                y[i]
            );
            let alone = gradient[i] * (kernel.derivative)(p, x[i], y[i]);
            assert!(
                same(back[i], alone),
                "{name}'({:e}): {:e} and {alone:e}",
                x[i],
                back[i]
            );
            assert!(same(values[i], y[i]), "{name}({:e}) with its slope", x[i]);
            let alone = (kernel.derivative)(p, x[i], y[i]);
            assert!(same(slopes[i], alone), "the slope of {name}({:e})", x[i]);
        }
    }
}

#[test]
fn many_numbers_at_once_give_the_bits_of_one_at_a_time() {
    let mut count = 0;
    for op in ops::ALL.iter() {
        let Some(kernel) = kernel_of(op) else {
            continue;
        };
        loops_agree(op, kernel, params(op, kernel, None));
        count += 1;
    }
    assert!(count >= 26, "only {count} ops of one number");
    let gelu = ops::named("gelu").expect("an op");
    let kernel = kernel_of(gelu).expect("an op of one number");
    let by_tanh = params(gelu, kernel, Some(("approximate", "tanh")));
    loops_agree(gelu, kernel, by_tanh);
}

//! The formulas of well-known courses, typed as they are printed there, give the numbers that
//! are printed there.

use crate::{graph, numbers};

/// A formula, and what is printed of it: `name=value/gradient`, exact up to one decimal, else
/// rounded to the decimals that there are.
pub(crate) const PUBLISHED: &[(&str, &str)] = &[
    // Ng, machine learning: the computation graph of a cost.
    (
        "J = ½(wx+b−y)²; w=2; x=−2; b=8; y=2",
        "w=2/-4 x=-2/4 b=8/2 y=2/-2 J=2/1",
    ),
    (
        "J = \\frac{1}{2}(wx+b-y)^2\nw = 2\nx = -2\nb = 8\ny = 2",
        "w=2/-4 x=-2/4 b=8/2 y=2/-2 J=2/1",
    ),
    (
        "c=wx; a=c+b; d=a−y; J=½d²; w=2; x=−2; b=8; y=2",
        "w=2/-4 x=-2/4 b=8/2 y=2/-2 c=-4/2 a=4/2 d=2/2 J=2/1",
    ),
    // The same with another x and y, from the lab.
    (
        "J = 1/2 (wx+b-y)^2; x=2; w=-2; b=8; y=1",
        "x=2/-6 w=-2/6 b=8/3 y=1/-3 J=4.5/1",
    ),
    ("J = (2+3w)²; w=3", "w=3/66 J=121/1"),
    ("a = 2+3w; J = a²; w=3", "w=3/66 a=11/22 J=121/1"),
    // Ng, deep learning.
    ("J = 3(a+bc); a=5; b=3; c=2", "a=5/3 b=3/6 c=2/9 J=33/1"),
    (
        "u = bc; v = a+u; J = 3v; a=5; b=3; c=2",
        "a=5/3 b=3/6 c=2/9 u=6/3 v=11/3 J=33/1",
    ),
    // CS231n.
    (
        "f = (x+y)z; x=−2; y=5; z=−4",
        "x=-2/-4 y=5/-4 z=-4/3 f=-12/1",
    ),
    (
        "q = x+y; f = qz; x=-2; y=5; z=-4",
        "x=-2/-4 y=5/-4 z=-4/3 q=3/-4 f=-12/1",
    ),
    (
        "f = \\frac{1}{1+e^{-(w_0x_0 + w_1x_1 + w_2)}}\nw_0=2; x_0=-1; w_1=-3; x_1=-2; w_2=-3",
        "w_0=2/-0.20 x_0=-1/0.39 w_1=-3/-0.39 x_1=-2/-0.59 w_2=-3/0.20 f=0.73/1",
    ),
    (
        "f = σ(w0x0 + w1x1 + w2); w0=2; x0=−1; w1=−3; x1=−2; w2=−3",
        "w0=2/-0.20 x0=-1/0.39 w1=-3/-0.39 x1=-2/-0.59 w2=-3/0.20 f=0.73/1",
    ),
    (
        "f = 2(xy+max(z,w)); x=3; y=-4; z=2; w=-1",
        "x=3/-8 y=-4/6 z=2/2 w=-1/0 f=-20/1",
    ),
    // colah, calculus on computational graphs.
    ("e = (a+b)(b+1); a=2; b=1", "a=2/2 b=1/5 e=6/1"),
    (
        "c=a+b; d=b+1; e=c*d; a=2; b=1",
        "a=2/2 b=1/5 c=3/2 d=2/3 e=6/1",
    ),
    // micrograd's README; a name is defined once here, so c += … becomes c1, c2.
    (
        "c = a + b\nd = a*b + b**3\nc1 = c + c + 1\nc2 = c1 + 1 + c1 + (-a)\n\
         d1 = d + d*2 + relu(b + a)\nd2 = d1 + 3*d1 + relu(b - a)\ne = c2 - d2\nf = e**2\n\
         g0 = f / 2.0\ng = g0 + 10.0 / f\na = -4.0; b = 2.0",
        "a=-4/138.8338 b=2/645.5773 g=24.7041/1",
    ),
    // Karpathy, zero to hero.
    (
        "L = (ab+c)f; a=2; b=-3; c=10; f=-2",
        "a=2/6 b=-3/-4 c=10/-2 f=-2/4 L=-8/1",
    ),
    (
        "e = a*b; d = e + c; L = d * f; a=2; b=-3; c=10; f=-2",
        "a=2/6 b=-3/-4 c=10/-2 e=-6/-2 d=4/-2 f=-2/4 L=-8/1",
    ),
    (
        "o = tanh(x1w1 + x2w2 + b)\nx1=2; x2=0; w1=-3; w2=1; b=6.8813735870195432",
        "x1=2/-1.5 x2=0/0.5 w1=-3/1 w2=1/0 o=0.7071/1",
    ),
    ("b = a+a; a=3", "a=3/2 b=6/1"),
    ("f = (ab)(a+b); a=−2; b=3", "a=-2/-3 b=3/-8 f=-6/1"),
    (
        "d = a*b; e = a + b; f = d*e; a=-2; b=3",
        "a=-2/-3 b=3/-8 d=-6/1 e=1/-6 f=-6/1",
    ),
];

fn assert_digits(found: f64, printed: &str, what: &str) {
    let wanted: f64 = printed.parse().expect("a number");
    let within = match printed.split_once('.') {
        Some((_, decimals)) if decimals.len() > 1 => 0.5 * 0.1_f64.powi(decimals.len() as i32),
        _ => 1e-12 * wanted.abs().max(1.0),
    };
    assert!(
        (found - wanted).abs() <= within,
        "{what}: {found}, printed as {printed}"
    );
}

#[test]
fn the_published_examples_as_they_are_printed_there() {
    for (text, printed) in PUBLISHED {
        let graph = graph(text);
        for entry in printed.split_whitespace() {
            let (name, expected) = entry.split_once('=').expect("name=value/gradient");
            let (value, gradient) = expected.split_once('/').expect("value/gradient");
            let found = numbers(&graph, name);
            assert_digits(found.0, value, &format!("the value of {name} in {text}"));
            let what = format!("the gradient of {name} in {text}");
            assert_digits(found.1.unwrap_or_else(|| panic!("{what}")), gradient, &what);
        }
    }
}

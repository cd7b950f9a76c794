//! Writes a large graph without positions to standard output, the same for the same seed:
//! `cargo run --release --example large -- KIND NODES [SEED]`.
//!
//! KIND says where the inputs of a node come from: `random` from any node before it, `near`
//! from the 200 before it, `chain` from the one before it, and `cycle` as a chain whose
//! first node takes the last one, which a file may not hold.

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::ExitCode;

/// Ops of one input and of two whose values stay small.
const UNARY: [&str; 4] = ["tanh", "sin", "cos", "sigmoid"];
const BINARY: [&str; 4] = ["add", "subtract", "multiply", "maximum"];

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let kind = arguments.next();
    let nodes = arguments.next().and_then(|it| it.parse().ok());
    let seed = arguments.next().map_or(Some(1), |it| it.parse().ok());
    let (Some(kind), Some(nodes), Some(seed)) = (kind, nodes, seed) else {
        eprintln!("usage: large random|near|chain|cycle NODES [SEED]");
        return ExitCode::from(2);
    };
    let text = file(&kind, nodes, &mut fastrand::Rng::with_seed(seed));
    match std::io::stdout().write_all(text.as_bytes()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

/// A node in ten is a source; the last one is the target.
fn file(kind: &str, nodes: usize, random: &mut fastrand::Rng) -> String {
    let last = nodes.saturating_sub(1);
    let mut text = format!("(version: 1, target: \"n{last}\", nodes: [\n");
    for n in 0..nodes {
        let node = match kind {
            "cycle" => unary(n, [n.checked_sub(1).unwrap_or(last)], random),
            _ if n == 0 => source(n, random),
            "chain" => unary(n, [n - 1], random),
            _ if random.u32(0..10) == 0 && n != last => source(n, random),
            _ => {
                let first = if kind == "near" {
                    n.saturating_sub(200)
                } else {
                    0
                };
                let mut input = || random.usize(first..n);
                let inputs = [input(), input()];
                match random.bool() {
                    true => unary(n, [inputs[0]], random),
                    false => node(n, random.choice(BINARY), inputs),
                }
            }
        };
        text += &node;
    }
    text + "])\n"
}

fn source(n: usize, random: &mut fastrand::Rng) -> String {
    let value = f64::from(random.i32(-2000..2000)) / 1000.0;
    format!("    (name: \"n{n}\", op: \"parameter\", value: {value:?}),\n")
}

fn unary(n: usize, inputs: [usize; 1], random: &mut fastrand::Rng) -> String {
    node(n, random.choice(UNARY), inputs)
}

fn node<const N: usize>(n: usize, op: Option<&str>, inputs: [usize; N]) -> String {
    let mut list = String::new();
    for (nth, input) in inputs.iter().enumerate() {
        let comma = if nth > 0 { ", " } else { "" };
        let _ = write!(list, "{comma}\"n{input}\"");
    }
    let op = op.unwrap_or_default();
    format!("    (name: \"n{n}\", op: \"{op}\", inputs: [{list}]),\n")
}

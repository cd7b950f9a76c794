//! Small files that ask for much memory and work.

use fastrand::Rng;

/// A few lines that ask for up to 2³⁴ numbers, and for work on all of them.
pub(crate) fn greedy(rng: &mut Rng) -> String {
    let mut shape = vec![1_u64; rng.usize(1..4)];
    for _ in 0..rng.usize(10..35) {
        let axis = rng.usize(..shape.len());
        shape[axis] *= 2;
    }
    let mut text = format!(
        "(version: 1, nodes: [\n(name: \"s\", op: \"parameter\", value: 1),\n(name: \"n0\", op: \
         \"broadcast_to\", inputs: [\"s\"], attributes: {{\"shape\": {shape:?}}}),\n"
    );
    let ops = [
        "exp",
        "sin",
        "softmax",
        "transpose",
        "matmul",
        "add",
        "relu",
        "log_softmax",
        "mean",
        "tanh",
    ];
    let count = rng.usize(1..8);
    for nth in 1..count {
        let (op, last) = (ops[rng.usize(..ops.len())], nth - 1);
        let inputs = match op {
            "matmul" | "add" => format!("\"n{last}\", \"n{}\"", rng.usize(..nth)),
            _ => format!("\"n{last}\""),
        };
        text += &format!("(name: \"n{nth}\", op: \"{op}\", inputs: [{inputs}]),\n");
    }
    let last = count - 1;
    text + &format!("(name: \"J\", op: \"sum\", inputs: [\"n{last}\"]),\n])\n")
}

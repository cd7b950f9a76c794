//! What is wrong with a formula is said at its place, with what to do; a hostile one ends
//! in a message, in time that grows with its length.

use std::time::Duration;

use cpu_time::ThreadTime;

use wiregrad::core::formula::{FormulaError, parse};

use crate::error;

/// Formulas that are wrong, and a part of what is said.
const WRONG: &[(&str, &str)] = &[
    (
        "a = b + 1; a = c",
        "line 1, column 12: \"a\" is defined twice",
    ),
    ("a = b + 1\nb = a * 2", "a cycle, a → b → a"),
    ("a = a + 1", "a cycle, a → a"),
    ("y = a", "column 5: nothing is computed from \"a\""),
    (
        "y = sin",
        "\"sin\" is the op sin and has no arguments here: write sin(x)",
    ),
    ("y = sin + 1", "\"sin\" is the op sin"),
    ("y = 1 2", "column 7: two numbers stand side by side"),
    ("y = 1..2", "two numbers stand side by side"),
    (
        "y = foo(x)",
        "column 5: \"foo\" is neither an op nor a node",
    ),
    ("y = (a + b", "column 5: \"(\" is not closed: write )"),
    ("y = a + b)", "column 10: ')' closes nothing"),
    ("y = (a + b]", "']' closes another bracket: write ) first"),
    ("y = a +", "a number or a name is missing at the end"),
    ("y = * a", "a number or a name is missing before \"*\""),
    ("y = |a", "\"|\" is not closed"),
    ("y = a = b", "a second = in one statement"),
    ("y = 1,5 x", "a comma can't stand here: write a point"),
    ("y = sum(x, axis=)", "an attribute has no value"),
    ("y = sum(x, axes=0)", "unknown attribute \"axes\""),
    ("y = sum(x, 0)", "sum has 2 inputs here, and takes 1"),
    (
        "y = add(a)",
        "add has 1 input here, and takes 2: write add(a, b)",
    ),
    ("y = x[0]", "a part of a tensor is written with a colon"),
    ("y = \\sum_i x_i", "a graph has no index"),
    ("y = \\int x", "\\int can't be read"),
    ("y = \\frac 1 2", "\\frac needs two groups in braces"),
    ("y = a < b < c", "comparisons can't be chained"),
    ("y = a == b >= c + 1", "comparisons can't be chained"),
    ("y = a ! b", "\"!\" can't be read: write != to compare"),
    ("y = a <", "a number or a name is missing at the end"),
    ("y = `a", "a backquote is not closed"),
    ("y = [1, [2]]", "numbers stand beside lists"),
    ("y = [[1, 2], [3]]", "a list of 1 stands beside one of 2"),
    ("y = []", "a list is empty"),
    ("y = [1, x]", "something else than numbers"),
    (
        "w = parameter(a)",
        "a source is given something that is computed",
    ),
    ("w = 1/0", "the value is inf"),
    ("1 + 2", "a number alone computes nothing"),
    ("x = 1e999", "1e999 is no finite number"),
    ("y = x.foo", ".foo can't be read"),
    ("y = a + b; target z", "no node is called \"z\""),
    (
        "y = a + b; target y z",
        "something stands behind the target",
    ),
    ("y = a \u{202e} b", "the sign U+202E can't be read"),
    ("y = a\0b", "the sign U+0000 can't be read"),
    ("y = “a”", "write straight quotes"),
];

#[test]
fn each_error_names_its_place_and_what_to_do() {
    for (text, expected) in WRONG {
        let message = error(text);
        assert!(message.contains(expected), "{text}: {message}");
        assert!(message.starts_with("line "), "{message}");
    }
}

fn parsed(text: &str) -> Result<(), FormulaError> {
    parse(text, &|_| false).map(drop)
}

#[test]
fn a_hostile_formula_ends_in_linear_time_and_takes_no_stack() {
    let deep = |n: usize| format!("y = {}x{}", "(".repeat(n), ")".repeat(n));
    let cases = [
        deep(100_000),
        "(".repeat(1_000_000),
        ")".repeat(1_000_000),
        format!("y = {}x", "-".repeat(1_000_000)),
        format!("y = x{}", "^x".repeat(300_000)),
        format!("y = {}", "sin(".repeat(300_000)),
        format!("y = {}", "|".repeat(300_001)),
        format!("y = {}", "[".repeat(1_000_000)),
        format!("y = {}", "\\frac{".repeat(200_000)),
        format!("y = {}", "x ".repeat(500_000)),
        "a".repeat(1_000_000),
        "`".repeat(1_000_000),
        "\0".repeat(1_000_000),
        "y = x\n".repeat(200_000),
    ];
    let small = std::thread::Builder::new().stack_size(256 << 10);
    let worker = small.spawn(move || {
        for text in cases {
            let start = ThreadTime::now();
            let result = parsed(&text);
            let took = start.elapsed();
            let shown: String = text.chars().take(20).collect();
            // Generous: a quadratic reader takes minutes.
            assert!(took < Duration::from_secs(20), "{shown}…: {took:?}");
            drop(result);
        }
    });
    worker
        .expect("a thread")
        .join()
        .expect("no panic and no overflow");
}

/// What random texts are made of.
const WORDS: &[&str] = &[
    "a",
    "b",
    "wx",
    "2",
    "1.5",
    "½",
    "+",
    "-",
    "*",
    "/",
    "^",
    "**",
    "@",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "|",
    "=",
    ",",
    ":",
    ";",
    "\n",
    ".",
    "_",
    "`",
    "\"",
    "sin",
    "sum",
    "max",
    "axis=0",
    "np",
    "T",
    "²",
    "√",
    "ᵀ",
    "\\frac",
    "\\sqrt",
    "\\log",
    "\\sigma",
    "\\hat{y}",
    "\\left",
    "target",
    "parameter",
    "#",
    "π",
    "e",
    "\0",
    "é",
    " ",
];

#[test]
fn random_texts_never_panic() {
    let mut rng = fastrand::Rng::with_seed(11);
    for _ in 0..20_000 {
        let count = rng.usize(1..25);
        let text: String = (0..count)
            .map(|_| WORDS[rng.usize(..WORDS.len())])
            .collect();
        if let Ok(formula) = parse(&text, &|name| name == "a") {
            let graph = wiregrad::core::graph::Graph::new();
            if let Ok(plan) = wiregrad::core::formula::plan(&formula, &graph) {
                let _ = plan.graph();
            }
        }
    }
}

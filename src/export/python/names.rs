//! Names of nodes as identifiers of Python.

use std::collections::{HashMap, HashSet};

/// Words that no variable may be called: keywords, and what programs themselves use.
const RESERVED: &[&str] = &[
    "False",
    "None",
    "True",
    "and",
    "as",
    "assert",
    "async",
    "await",
    "break",
    "class",
    "continue",
    "def",
    "del",
    "elif",
    "else",
    "except",
    "finally",
    "for",
    "from",
    "global",
    "if",
    "import",
    "in",
    "is",
    "lambda",
    "nonlocal",
    "not",
    "or",
    "pass",
    "raise",
    "return",
    "try",
    "while",
    "with",
    "yield",
    "match",
    "case",
    "type",
    "np",
    "math",
    "print",
    "abs",
    "len",
    "range",
    "tuple",
    "list",
    "int",
    "float",
    "zip",
    "map",
    "e",
    "pi",
    "jax",
    "jnp",
    "torch",
    "nn",
    "sys",
    "functools",
    "Path",
    "nan",
    "inf",
    "dict",
    "isinstance",
    "sorted",
    "enumerate",
    "self",
    "parameters",
    "inputs",
    "constants",
    "values",
    "gradients",
    "gradient",
    "result",
    "rows",
    "Graph",
    "super",
    "staticmethod",
    "reversed",
    "bool",
    "str",
];

/// The identifiers that nodes have got.
pub(super) struct Identifiers {
    of_node: HashMap<String, String>,
    taken: HashSet<String>,
    /// How often each name has been asked for.
    asked: HashMap<String, u64>,
}

impl Identifiers {
    /// No node has one yet; functions keep these names.
    pub(super) fn new(functions: impl Iterator<Item = String>) -> Identifiers {
        let words = RESERVED.iter().map(|word| (*word).to_owned());
        Identifiers {
            of_node: HashMap::new(),
            taken: words.chain(functions).collect(),
            asked: HashMap::new(),
        }
    }

    /// For the names in the rows of ops, which are identifiers already.
    pub(super) fn plain() -> Identifiers {
        Identifiers {
            of_node: HashMap::new(),
            taken: HashSet::new(),
            asked: HashMap::new(),
        }
    }

    /// The identifier of a node's name, the same each time and no other node's.
    pub(super) fn of(&mut self, name: &str) -> String {
        if let Some(known) = self.of_node.get(name) {
            return known.clone();
        }
        let free = self.fresh(&identifier(name));
        self.of_node.insert(name.to_owned(), free.clone());
        free
    }

    /// An identifier that nothing else has, like one.
    pub(super) fn fresh(&mut self, base: &str) -> String {
        let asked = self.asked.entry(base.to_owned()).or_insert(0);
        loop {
            *asked += 1;
            let free = match *asked {
                1 => base.to_owned(),
                number => format!("{base}_{number}"),
            };
            if self.taken.insert(free.clone()) {
                return free;
            }
        }
    }

    /// Lets a node stand as an expression.
    pub(super) fn set(&mut self, name: &str, expression: String) {
        self.of_node.insert(name.to_owned(), expression);
    }
}

/// A name in the letters that an identifier may have. Python takes letters that look alike for
/// the same, so only those are kept that it leaves alone.
fn identifier(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' => out.push(c),
            'α'..='ω' | 'Α'..='Ω' | 'а'..='я' | 'А'..='Я' | '一'..='鿿' => out.push(c),
            '₀'..='₉' => out.extend(char::from_digit(c as u32 - '₀' as u32, 10)),
            '²' => out.push('2'),
            '³' => out.push('3'),
            '½' => out.push_str("half"),
            'ŷ' => out.push_str("y_hat"),
            '′' => out.push_str("_prime"),
            _ if !out.ends_with('_') => out.push('_'),
            _ => {}
        }
    }
    let out = out.trim_matches('_');
    match out.chars().next() {
        None => "node".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("n{out}"),
        Some(_) => out.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::Identifiers;

    #[test]
    fn names_become_identifiers_that_no_other_has() {
        let mut names = Identifiers::new(std::iter::once("softmax".to_owned()));
        for (name, expected) in [
            ("w", "w"),
            ("w₁", "w1"),
            ("w1", "w1_2"),
            ("w·x + b", "w_x_b"),
            ("(w·x + b)²", "w_x_b_2"),
            ("1/2", "n1_2"),
            ("lambda", "lambda_2"),
            ("softmax", "softmax_2"),
            ("np", "np_2"),
            ("θ", "θ"),
            ("ŷ", "y_hat"),
            ("损失", "损失"),
            ("::", "node"),
            ("\u{202e}", "node_2"),
            ("w", "w"),
        ] {
            assert_eq!(names.of(name), expected, "{name}");
        }
    }
}

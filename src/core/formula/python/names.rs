//! Names of nodes as identifiers of Python.

use std::collections::{HashMap, HashSet};

use crate::core::ops;

/// Words that no variable may be called: keywords, and what the program itself uses.
const RESERVED: &[&str] = &[
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue",
    "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import",
    "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while",
    "with", "yield", "match", "case", "type", "np", "math", "print", "abs", "len", "range",
    "tuple", "list", "int", "float", "zip", "map", "e", "pi",
];

/// The identifiers that nodes have got.
pub(super) struct Identifiers {
    of_node: HashMap<String, String>,
    taken: HashSet<String>,
}

impl Identifiers {
    /// No node has one yet; the ops keep their names, as functions may be called so.
    pub(super) fn new() -> Identifiers {
        let ops = ops::ALL.iter().map(|op| op.name);
        Identifiers {
            of_node: HashMap::new(),
            taken: RESERVED
                .iter()
                .copied()
                .chain(ops)
                .map(str::to_owned)
                .collect(),
        }
    }

    /// For the names in the rows of ops, which are identifiers already.
    pub(super) fn plain() -> Identifiers {
        Identifiers {
            of_node: HashMap::new(),
            taken: HashSet::new(),
        }
    }

    /// The identifier of a node's name, the same each time and no other node's.
    pub(super) fn of(&mut self, name: &str) -> String {
        if let Some(known) = self.of_node.get(name) {
            return known.clone();
        }
        let base = identifier(name);
        let numbered = (2_u64..).map(|number| format!("{base}_{number}"));
        let mut all = std::iter::once(base.clone()).chain(numbered);
        let free = all.find(|it| !self.taken.contains(it)).unwrap_or(base);
        self.taken.insert(free.clone());
        self.of_node.insert(name.to_owned(), free.clone());
        free
    }
}

/// A name in the letters that an identifier may have. Python takes letters that look alike for
/// the same, so only those are kept that it leaves alone.
fn identifier(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' => out.push(c),
            'α'..='ω' | 'Α'..='Ω' | 'а'..='я' | 'А'..='Я' => out.push(c),
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
        let mut names = Identifiers::new();
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
            ("损失", "node"),
            ("中", "node_2"),
            ("w", "w"),
        ] {
            assert_eq!(names.of(name), expected, "{name}");
        }
    }
}

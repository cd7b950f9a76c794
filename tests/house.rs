//! The rules of the house: what may depend on what, how long a file may be, what
//! every row of the op table says, and that the README lists the same ops.

#![allow(clippy::disallowed_methods)] // writes the README, not a document

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use wiregrad::core::op::attributes::DefaultValue;
use wiregrad::core::op::{Inputs, Op, Rule};
use wiregrad::core::ops;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file below a folder, with its text; none if there is no such folder.
fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).into_iter().flatten();
        for path in entries.map(|entry| entry.expect("an entry").path()) {
            if path.is_dir() && !path.ends_with("target") {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let text = fs::read_to_string(&path).expect("text");
                found.push((path, text));
            }
        }
    }
    found.sort();
    found
}

/// A source without its comments and the texts in it: what the compiler sees of
/// names.
fn code(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let mut in_text = false;
        let mut previous = ' ';
        for (at, c) in line.char_indices() {
            let comment = !in_text && line[at..].starts_with("//");
            if comment {
                break;
            }
            if c == '"' && previous != '\\' && previous != '\'' {
                in_text = !in_text;
            } else if !in_text {
                out.push(c);
            }
            previous = c;
        }
        out.push('\n');
    }
    out
}

/// Every path of names in a source, its braces written out: `a::{b, c::d}` is
/// `a::b` and `a::c::d`.
fn paths(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    // The prefixes of the braces that are open; of a block it is empty.
    let mut open: Vec<String> = Vec::new();
    let mut path = String::new();
    for c in code
        .chars()
        .filter(|c| !c.is_whitespace() || *c == '\n')
        .chain(['\n'])
    {
        match c {
            c if c.is_alphanumeric() || c == '_' || c == ':' => path.push(c),
            '{' => {
                let prefix = path.ends_with("::").then(|| {
                    let outer = open.last().map_or("", String::as_str);
                    format!("{outer}{path}")
                });
                open.push(prefix.unwrap_or_default());
                path.clear();
            }
            '\n' if path.is_empty() || open.last().is_some_and(|o| !o.is_empty()) => {}
            _ => {
                let outer = open.last().map_or("", String::as_str);
                found.push(format!("{outer}{}", std::mem::take(&mut path)));
                if c == '}' {
                    open.pop();
                }
            }
        }
    }
    found
}

/// Whether a path leads to a part of the crate or to another crate. Spaces are gone,
/// so a keyword may stand before it: `usestd::fs`.
fn leads_to(path: &str, to: &str) -> bool {
    let inside = |start: &str| path.contains(&format!("{start}::{to}"));
    let start = path.strip_prefix("use").unwrap_or(path);
    let outside = start.strip_prefix(to);
    inside("crate")
        || inside("super")
        || inside("wiregrad")
        || outside.is_some_and(|rest| {
            rest.is_empty() && path.starts_with("use") || rest.starts_with("::")
        })
}

fn assert_none(folder: &str, forbidden: &[&str]) {
    let files = sources(folder);
    assert!(!files.is_empty(), "{folder} is empty");
    let mut wrong = Vec::new();
    for (file, text) in files {
        for path in paths(&code(&text)) {
            let to = forbidden.iter().find(|to| leads_to(&path, to));
            wrong.extend(to.map(|to| format!("{}: {path} leads to {to}", file.display())));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn nothing_points_back() {
    let core = [
        "document",
        "file",
        "cli",
        "gui",
        "serde",
        "serde_json",
        "ron",
        "tempfile",
        "clap",
        "std::fs",
        "std::io",
        "std::env",
        "std::time",
        "std::net",
        "std::process",
        "std::thread",
        "egui",
        "eframe",
    ];
    assert_none("src/core", &core);
    assert_none(
        "src/document",
        &[
            "file", "cli", "gui", "serde", "ron", "std::fs", "egui", "eframe",
        ],
    );
    assert_none("src/file", &["cli", "gui", "clap", "egui", "eframe"]);
    assert_none("src/cli", &["gui", "egui", "eframe"]);
}

#[test]
fn the_rule_of_layers_sees_what_it_must() {
    let found = |text: &str, to: &str| paths(&code(text)).iter().any(|path| leads_to(path, to));
    let seen = [
        ("use crate::file;", "file"),
        ("use crate::{core, file::load};", "file"),
        (
            "use crate::{\n    core::{graph, op},\n    file,\n};",
            "file",
        ),
        ("use super::super::document::Edit;", "document"),
        ("fn f() { crate::file::load(); }", "file"),
        ("use std::fs;", "std::fs"),
        ("use std::{fmt, fs::File};", "std::fs"),
        ("let t = std::time::Instant::now();", "std::time"),
        ("use serde::Serialize;", "serde"),
        ("#[derive(serde::Serialize)]", "serde"),
    ];
    for (text, to) in seen {
        assert!(found(text, to), "{text}: {:?}", paths(&code(text)));
    }
    let unseen = [
        ("// use crate::file;", "file"),
        ("let s = \"crate::file\";", "file"),
        ("use crate::core::graph;", "file"),
        ("use std::fmt;", "std::fs"),
        ("let file = 1; file.len();", "file"),
        ("use serde_json::Value;", "serde"),
    ];
    for (text, to) in unseen {
        assert!(!found(text, to), "{text}: {:?}", paths(&code(text)));
    }
}

#[test]
fn no_file_is_longer_than_500_lines() {
    let folders = ["src", "tests", "benches", "examples", "fuzz/fuzz_targets"];
    let files = folders.iter().flat_map(|folder| sources(folder));
    let long = files.filter_map(|(path, text)| {
        let lines = text.lines().count();
        (lines > 500).then(|| format!("{}: {lines} lines", path.display()))
    });
    let long: Vec<String> = long.collect();
    assert!(long.is_empty(), "split these by task: {long:#?}");
}

fn region(op: &Op) -> bool {
    match &op.rule {
        Rule::Source(_) => false,
        Rule::Unary(kernel) => kernel.region.is_some(),
        Rule::Binary(kernel) => kernel.region.is_some(),
        Rule::Tensor(rule) => rule.region.is_some(),
    }
}

/// A sentence for a person: a capital or a word of code first, a full stop last.
fn is_sentence(text: &str) -> bool {
    text.ends_with('.') && !text.ends_with("..") && text.trim() == text && text.len() > 10
}

#[test]
fn every_row_says_what_it_must() {
    for op in ops::ALL.iter() {
        let name = op.name;
        let letters = name
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        assert!(letters && !name.is_empty(), "{name:?} is no name");
        assert!(!op.symbol.is_empty(), "{name} has no symbol");
        assert!(is_sentence(op.help), "{name}: {:?}", op.help);
        for attribute in op.attributes {
            assert!(is_sentence(attribute.help), "{name}, {}", attribute.name);
            if let DefaultValue::Absent(meaning) = attribute.default {
                assert!(!meaning.is_empty(), "{name}, {}", attribute.name);
            }
        }
        match op.inputs {
            Inputs::Fixed(names) => {
                for input in 0..names.len() {
                    let mention = format!("{{{input}}}");
                    assert!(op.formula.contains(&mention), "{name}: {}", op.formula);
                    let own = format!("∂/∂{mention} = ");
                    let local = op.local_derivatives.get(input).copied().unwrap_or("");
                    assert!(local.starts_with(&own), "{name}, input {input}: {local:?}");
                }
                assert_eq!(op.local_derivatives.len(), names.len(), "{name}");
                assert!(op.domain.len() <= names.len(), "{name}: too many domains");
            }
            Inputs::Any(_) => {
                assert!(op.formula.contains("{*}"), "{name}: {}", op.formula);
                assert!(!op.local_derivatives.is_empty(), "{name}");
            }
        }
        for text in op.contributions {
            assert!(
                text.contains("{dy}"),
                "{name}: {text} is not from the gradient"
            );
        }
        assert_eq!(op.kinks.is_some(), region(op), "{name}: kinks and regions");
        let kinks = op.kinks.unwrap_or("at 0");
        assert!(
            !kinks.ends_with('.') && !kinks.is_empty(),
            "{name}: {kinks}"
        );
    }
}

#[test]
fn names_are_unique_and_symbols_within_a_family() {
    let mut names = HashSet::new();
    let mut symbols = HashSet::new();
    let mut families = Vec::new();
    for op in ops::ALL.iter() {
        assert!(names.insert(op.name), "{} is there twice", op.name);
        let symbol = symbols.insert((op.family, op.symbol));
        assert!(symbol, "{}: another op has {}", op.name, op.symbol);
        if families.last() != Some(&op.family) {
            families.push(op.family);
        }
        assert_eq!(ops::named(op.name).map(|row| row.name), Some(op.name));
    }
    // Each family stands together, in the order in which they are listed.
    assert!(families.is_sorted(), "{families:?}");
}

/// The op table as the README has it, a table a family.
fn markdown() -> String {
    let mut out = String::new();
    let mut family = None;
    for op in ops::ALL.iter() {
        if family.replace(op.family) != Some(op.family) {
            let title = op.family.title();
            out += &format!("\n**{title}**\n\n| op | value | what it is |\n|---|---|---|\n");
        }
        let names: Vec<String> = match op.inputs {
            Inputs::Fixed(names) => names.iter().map(|name| (*name).to_owned()).collect(),
            Inputs::Any(_) => vec![op.inputs.name(0), op.inputs.name(1), "…".to_owned()],
        };
        let value = if op.is_source() {
            "its own".to_owned()
        } else {
            op.formula_with(&names)
        };
        let attributes: Vec<String> = op
            .attributes
            .iter()
            .map(|a| format!("`{}`", a.name))
            .collect();
        let attributes = match &attributes[..] {
            [] => String::new(),
            some => format!(" Attributes: {}.", some.join(", ")),
        };
        let cell = |text: &str| text.replace('|', "\\|").replace('*', "\\*");
        out += &format!(
            "| `{}` | {} | {}{attributes} |\n",
            op.name,
            cell(&value),
            cell(op.help)
        );
    }
    out + "\n"
}

#[test]
fn the_readme_lists_the_ops() {
    let path = root().join("README.md");
    let readme = fs::read_to_string(&path).expect("README.md");
    let (open, close) = ("<!-- ops -->\n", "<!-- /ops -->");
    let (before, rest) = readme.split_once(open).expect("the mark before the table");
    let (table, after) = rest.split_once(close).expect("the mark after the table");
    if std::env::var_os("WIREGRAD_BLESS").is_some() {
        let text = format!("{before}{open}{}{close}{after}", markdown());
        return fs::write(&path, text).expect("README.md can be written");
    }
    assert_eq!(
        table,
        markdown(),
        "the op table has changed: WIREGRAD_BLESS=1 cargo test --test house"
    );
}

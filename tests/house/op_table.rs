//! The op table in docs/ops.md. `WIREGRAD_BLESS=1 cargo test --test house` writes it.

#![allow(clippy::disallowed_methods)] // writes the table, not a document

use std::fs;

use wiregrad::core::expression::help;
use wiregrad::core::ops;

use crate::sources::{read, root};

/// The op table as docs/ops.md has it, a table a family.
fn markdown() -> String {
    let mut out = String::new();
    let mut family = None;
    for op in ops::ALL.iter() {
        if family.replace(op.family) != Some(op.family) {
            let title = op.family.title();
            out += &format!("\n**{title}**\n\n| op | value | what it is |\n|---|---|---|\n");
        }
        let value = if op.is_source() {
            "its own".to_owned()
        } else {
            help::formula(op)
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

const FILE: &str = "docs/ops.md";

#[test]
fn the_docs_list_the_ops() {
    let text = read(FILE);
    let (open, close) = ("<!-- ops -->\n", "<!-- /ops -->");
    let (before, rest) = text.split_once(open).expect("the mark before the table");
    let (table, after) = rest.split_once(close).expect("the mark after the table");
    if std::env::var_os("WIREGRAD_BLESS").is_some() {
        let text = format!("{before}{open}{}{close}{after}", markdown());
        return fs::write(root().join(FILE), text).expect("the file can be written");
    }
    assert_eq!(
        table,
        markdown(),
        "the op table has changed: WIREGRAD_BLESS=1 cargo test --test house"
    );
}

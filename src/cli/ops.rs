//! `wiregrad ops`: the op table.

use std::io::{self, Write};

use clap::Args;
use serde::Serialize;

use super::outcome::{Failure, Status};
use super::output::{self, HEAD, PLAIN};
use super::table::{Align, Table};
use crate::core::expression::help;
use crate::core::op::{Inputs, Op};
use crate::core::ops;

/// What `ops` takes.
#[derive(Args)]
pub struct OpsArgs {
    /// Print one JSON array, with attributes, local derivatives and kinks
    #[arg(long)]
    json: bool,
}

/// An op as JSON.
#[derive(Serialize)]
struct OpRow {
    name: &'static str,
    symbol: &'static str,
    family: &'static str,
    help: &'static str,
    inputs: Vec<&'static str>,
    /// Whether it takes any number of inputs, all called as the only one.
    any_number_of_inputs: bool,
    attributes: Vec<AttributeRow>,
    formula: String,
    local_derivatives: Vec<String>,
    kinks: Option<&'static str>,
}

/// An attribute as JSON.
#[derive(Serialize)]
struct AttributeRow {
    name: &'static str,
    kind: String,
    default: String,
    help: &'static str,
}

pub(super) fn run(args: &OpsArgs) -> Result<Status, Failure> {
    if args.json {
        let rows: Vec<OpRow> = ops::ALL.iter().map(|op| row(op)).collect();
        output::print_raw(|to| {
            serde_json::to_writer(&mut *to, &rows)?;
            writeln!(to)
        })?;
    } else {
        output::print(write)?;
    }
    Ok(Status::Fine)
}

fn row(op: &'static Op) -> OpRow {
    let (inputs, any_number_of_inputs) = match op.inputs {
        Inputs::Fixed(names) => (names.to_vec(), false),
        Inputs::Any(name) => (vec![name], true),
    };
    let attributes = op.attributes.iter().map(|attribute| AttributeRow {
        name: attribute.name,
        kind: attribute.kind.title(),
        default: attribute.default.to_string(),
        help: attribute.help,
    });
    OpRow {
        name: op.name,
        symbol: op.symbol,
        family: op.family.title(),
        help: op.help,
        inputs,
        any_number_of_inputs,
        attributes: attributes.collect(),
        formula: help::formula(op),
        local_derivatives: help::derivatives(op),
        kinks: op.kinks,
    }
}

fn write(to: &mut dyn Write) -> io::Result<()> {
    let families = ops::ALL.chunk_by(|a, b| a.family == b.family);
    for (nth, family) in families.enumerate() {
        let title = family.first().map_or("", |op| op.family.title());
        let space = if nth > 0 { "\n" } else { "" };
        writeln!(to, "{space}{HEAD}{title}{HEAD:#}")?;
        write_family(to, family)?;
    }
    Ok(())
}

fn write_family(to: &mut dyn Write, family: &[&Op]) -> io::Result<()> {
    let mut table = Table::new();
    for _ in 0..3 {
        table = table.column("", Align::Left, PLAIN);
    }
    for op in family {
        let attributes: Vec<&str> = op.attributes.iter().map(|row| row.name).collect();
        let help = match attributes[..] {
            [] => op.help.to_owned(),
            _ => format!("{} Attributes: {}.", op.help, attributes.join(", ")),
        };
        let formula = if op.is_source() {
            String::new()
        } else {
            help::formula(op)
        };
        table.row(vec![op.name.to_owned(), formula, help]);
    }
    table.write_rows(to)
}

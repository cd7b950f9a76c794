//! `wiregrad parameters`: the parameters of a graph, listed, saved, or loaded.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use super::outcome::{Failure, Status};
use super::output::{self, PLAIN};
use super::output_file;
use super::source::{SourceArgs, folder_of};
use super::table::{Align, Table, numbers};
use crate::core::evaluation::Numbers;
use crate::core::number::grouped;
use crate::document::{Document, parameters_of};
use crate::file::{self, SourceText};

const EXAMPLES: &str = "\
Examples:
  wiregrad parameters graph.ron
  wiregrad parameters graph.ron --save weights.npz
  wiregrad parameters graph.ron --load weights.safetensors
  wiregrad parameters graph.ron --load weights.npz -o other.ron

--load wants an array of the same shape for every parameter, and a parameter for
every array: it changes all of them, or nothing.

Exit status: 0 fine, 1 the graph or a file has a problem, 2 wrong usage.";

/// What `parameters` takes.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct ParametersArgs {
    #[command(flatten)]
    source: SourceArgs,
    /// Save them, each under its name: P.npz for NumPy, or P.safetensors
    #[arg(long, value_name = "P", conflicts_with_all = ["load", "output"])]
    save: Option<PathBuf>,
    /// Give every parameter the array of its name, from P.npz or P.safetensors
    #[arg(long, value_name = "P")]
    load: Option<PathBuf>,
    /// Write the graph with them to OUT, and leave FILE as it is
    #[arg(short, long, value_name = "OUT", requires = "load")]
    output: Option<PathBuf>,
}

pub(super) fn run(args: &ParametersArgs) -> Result<Status, Failure> {
    let done = match args.source.load() {
        Err(message) => Err(message),
        Ok((document, source)) => match (&args.save, &args.load) {
            (Some(path), _) => save(path, &document),
            (None, Some(path)) => load(args, path, document, &source)?,
            (None, None) => {
                output::print(|to| list(to, &document))?;
                Ok(())
            }
        },
    };
    Ok(match done {
        Ok(()) => Status::Fine,
        Err(message) => {
            output::complain(&message);
            Status::Problem
        }
    })
}

fn save(path: &Path, document: &Document) -> Result<(), String> {
    let saved = file::save_parameters(path, document.graph());
    saved.map_err(|error| error.to_string())
}

/// Loads them into the file, into another, or, where there is none, into a graph on
/// standard output.
fn load(
    args: &ParametersArgs,
    path: &Path,
    mut document: Document,
    source: &SourceText,
) -> io::Result<Result<(), String>> {
    let edit = file::load_parameters(path, &document).map_err(|error| error.to_string());
    let changed = edit.and_then(|edit| document.apply(edit).map_err(|error| error.to_string()));
    if let Err(message) = changed {
        return Ok(Err(message));
    }
    match args.output.as_deref().or(source.path()) {
        Some(to) => Ok(output_file::save(to, document, &folder_of(source))),
        None => {
            let text = file::to_text(&document);
            output::print_raw(|to| to.write_all(text.as_bytes()))?;
            Ok(Ok(()))
        }
    }
}

fn list(to: &mut dyn Write, document: &Document) -> io::Result<()> {
    let mut table = Table::new()
        .column("parameter", Align::Left, PLAIN)
        .column("shape", Align::Left, PLAIN)
        .column("numbers", Align::Right, PLAIN)
        .column("value", Align::Right, PLAIN);
    let (mut count, mut total) = (0, 0);
    for (_, node, value) in parameters_of(document.graph()) {
        let shape = value.shape();
        count += 1;
        total += shape.elements();
        table.row(vec![
            node.name().to_owned(),
            shape.to_string(),
            grouped(shape.elements() as u128),
            numbers(&Numbers {
                shape,
                data: value.data().into(),
            }),
        ]);
    }
    if count == 0 {
        return writeln!(to, "The graph has no parameters.");
    }
    table.write(to)?;
    let parameters = if count == 1 {
        "parameter"
    } else {
        "parameters"
    };
    let numbers = if total == 1 { "number" } else { "numbers" };
    writeln!(
        to,
        "\n{count} {parameters}, {} {numbers}",
        grouped(total as u128)
    )
}

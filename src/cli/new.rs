//! `wiregrad new`: a graph file from a formula.

use std::io::Read;
use std::path::PathBuf;

use clap::Args;

use super::outcome::{Failure, Status};
use super::output;
use super::source::document;
use crate::core::limits::MAX_FORMULA_BYTES;
use crate::file;

const EXAMPLES: &str = "\
Examples:
  wiregrad new 'J = 1/2 (w*x + b - y)^2; w=2; x=-2; b=8; y=2' -o neuron.ron
  wiregrad new 'f = max(a, b)^2' | wiregrad eval -
  wiregrad new - -o graph.ron < formula.txt

docs/formula.md describes the language.";

/// What `new` takes.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct NewArgs {
    /// The formula: statements on lines of their own or with ; between them; - reads
    /// standard input
    #[arg(allow_hyphen_values = true)]
    formula: String,
    /// The file to write; without it the graph goes to standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(super) fn run(args: &NewArgs) -> Result<Status, Failure> {
    let text = match args.formula.as_str() {
        "-" => match read_standard_input() {
            Ok(text) => text,
            Err(message) => {
                output::complain(&message);
                return Ok(Status::Problem);
            }
        },
        text => text.to_owned(),
    };
    let document = match document(&text) {
        Ok(document) => document,
        Err(message) => {
            output::complain(&message);
            return Ok(Status::Problem);
        }
    };
    match &args.output {
        None => output::print_raw(|to| to.write_all(file::to_text(&document).as_bytes()))?,
        Some(path) => {
            if let Err(error) = file::save(path, &document) {
                output::complain(&error.to_string());
                return Ok(Status::Problem);
            }
        }
    }
    Ok(Status::Fine)
}

fn read_standard_input() -> Result<String, String> {
    let most = MAX_FORMULA_BYTES as u64 + 1; // one more is refused by the parser
    let mut text = String::new();
    let read = std::io::stdin().lock().take(most).read_to_string(&mut text);
    read.map_err(|error| format!("standard input can't be read: {error}"))?;
    Ok(text)
}

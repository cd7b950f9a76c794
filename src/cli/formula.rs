//! `wiregrad formula`: the formula of a graph, or of a node and what it needs.

use clap::{Args, ValueEnum};

use super::graph::{GraphArgs, Opened};
use super::outcome::{Failure, Status};
use super::output;
use crate::core::formula::{Style, full, short, write};
use crate::export::plain_program;

const EXAMPLES: &str = "\
Examples:
  wiregrad formula saved_graphs/lecture_neuron.ron
  wiregrad formula saved_graphs/sigmoid_neuron.ron f --format latex
  wiregrad formula saved_graphs/two_paths.ron --format python > two_paths.py
  wiregrad formula graph.ron --full

docs/formula.md describes the language.";

/// What `formula` takes.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct FormulaArgs {
    #[command(flatten)]
    graph: GraphArgs,
    /// Only this node and what it needs
    node: Option<String>,
    /// How the formula is written
    #[arg(long, value_enum, default_value_t)]
    format: FormatArg,
    /// One statement a node, with every name and number: reads back as the same graph
    #[arg(long, conflicts_with = "node")]
    full: bool,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum FormatArg {
    /// As it is typed
    #[default]
    Text,
    /// For a paper
    Latex,
    /// A program that computes the same numbers with NumPy
    Python,
}

pub(super) fn run(args: &FormulaArgs) -> Result<Status, Failure> {
    let node = args.graph.next(args.node.as_deref())?;
    let Some(opened) = Opened::new(&args.graph)? else {
        return Ok(Status::Problem);
    };
    let node = node.map(|name| opened.node(name)).transpose()?;
    let formula = || match args.full {
        true => full(&opened.graph),
        false => short(&opened.graph, node),
    };
    let text = match args.format {
        FormatArg::Text => write(&formula(), Style::Text),
        FormatArg::Latex => write(&formula(), Style::Latex),
        FormatArg::Python => match plain_program(&opened.graph, node.as_slice()) {
            Ok(text) => text,
            Err(fault) => {
                output::complain(&format!("{}: {}", fault.message, fault.help));
                return Ok(Status::Problem);
            }
        },
    };
    output::print(|to| to.write_all(text.as_bytes()))?;
    Ok(Status::Fine)
}

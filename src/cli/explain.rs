//! `wiregrad explain`: the steps of both passes, or all about one node, as text, as
//! Markdown or as LaTeX.

use std::io::{self, Write};

use clap::{Args, ValueEnum};

use super::graph::{GraphArgs, Opened};
use super::json::{self, PageResult};
use super::outcome::{Failure, Status};
use super::output::{self, HEAD};
use crate::core::explain::page::{self, PageBlock, PageFormat};
use crate::core::explain::steps::StepScope;

const EXAMPLES: &str = "\
Examples:
  wiregrad explain graph.ron
  wiregrad explain graph.ron w
  wiregrad explain graph.ron --only --format markdown
  wiregrad explain graph.ron w --set w=3 --format latex

Markdown has its formulas between dollar signs. LaTeX needs the package amsmath, and
XeLaTeX or LuaLaTeX for names that are neither Latin nor Greek.

Exit status: 0 fine, 1 the graph or the file has a problem, 2 wrong usage.";

/// What `explain` takes.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct ExplainArgs {
    #[command(flatten)]
    graph: GraphArgs,
    /// Explain the value and the gradient of this node alone
    node: Option<String>,
    /// How formulas are written
    #[arg(long, value_enum, default_value_t)]
    format: FormatArg,
    /// Only what leads from the parameters to the target
    #[arg(long, conflicts_with = "node")]
    only: bool,
    /// Print one JSON object, its formulas as --format says; docs/json.md describes it
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum FormatArg {
    #[default]
    Text,
    Markdown,
    Latex,
}

pub(super) fn run(args: &ExplainArgs) -> Result<Status, Failure> {
    let node = args.graph.next(args.node.as_deref())?;
    if node.is_some() && args.only {
        let message = "--only goes with all nodes: leave out the name or --only";
        return Err(Failure::Usage(message.to_owned()));
    }
    let Some(opened) = Opened::new(&args.graph)? else {
        return Ok(Status::Problem);
    };
    let format = match args.format {
        FormatArg::Text => PageFormat::Text,
        FormatArg::Markdown => PageFormat::Markdown,
        FormatArg::Latex => PageFormat::Latex,
    };
    let Opened {
        document,
        graph,
        evaluation,
        ..
    } = &opened;
    let blocks = match node {
        Some(name) => page::of_node(graph, evaluation, opened.node(name)?, format),
        None => {
            let show = if args.only {
                StepScope::ParametersToTarget
            } else {
                StepScope::Everything
            };
            page::of_steps(graph, evaluation, document.title(), show, format)
        }
    };
    let problems = opened.problems();
    if args.json {
        let result = PageResult {
            blocks: &blocks,
            problems: &problems,
        };
        output::print_raw(|to| json::write(to, &result))?;
    } else if format == PageFormat::Text {
        output::print(|to| write_text(to, &blocks))?;
    } else {
        output::print_raw(|to| to.write_all(page::write(&blocks, format).as_bytes()))?;
    }
    Ok(opened.say(&problems))
}

/// Text, with headings that stand out on a terminal.
fn write_text(to: &mut dyn Write, blocks: &[PageBlock]) -> io::Result<()> {
    for block in blocks {
        let text = block.write(PageFormat::Text);
        let text = output::printable(&text);
        match block {
            PageBlock::Title(_) | PageBlock::Heading(_) => {
                let words = text.trim_end_matches('\n');
                let breaks = &text[words.len()..];
                write!(to, "{HEAD}{words}{HEAD:#}{breaks}")?;
            }
            _ => to.write_all(text.as_bytes())?,
        }
    }
    Ok(())
}

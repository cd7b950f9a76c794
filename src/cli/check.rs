//! `wiregrad check`: every gradient against finite differences, the worst first.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

use anstyle::Style;
use clap::Args;

use super::graph::{problems, say};
use super::outcome::{Failure, Status};
use super::output::{self, BAD, DOUBTFUL, GOOD, GRADIENT, HEAD, PLAIN};
use super::source::{load, of_formula};
use super::table::{ABSENT, Align, Table, number};
use crate::core::check::{ELEMENTS, NodeCheck, SUSPECT, Verdict, check};
use crate::core::evaluation::Evaluation;
use crate::core::graph::Graph;
use crate::core::number::short;
use crate::document::Document;
use crate::file::SourceText;

const EXAMPLES: &str = "\
Examples:
  wiregrad check graph.ron
  wiregrad check saved_graphs/*.ron --elements 1000

A relative error up to 1e-7 is good; above 1e-4 it is suspect, unless
rounding explains it or a kink lies within the step.

Exit status: 0 fine, 1 a gradient or a file has a problem, 2 wrong usage.";

/// What `check` takes.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct CheckArgs {
    /// The graph files; - reads standard input
    #[arg(required_unless_present = "formula", value_name = "FILE")]
    files: Vec<PathBuf>,
    /// A formula in place of files: 'J = (w*x - y)^2; w=2; x=3; y=5'
    #[arg(
        long,
        value_name = "TEXT",
        conflicts_with = "files",
        allow_hyphen_values = true
    )]
    formula: Option<String>,
    /// Check at most N elements of each tensor
    #[arg(long, value_name = "N", default_value_t = ELEMENTS,
          value_parser = at_least_one)]
    elements: usize,
}

fn at_least_one(text: &str) -> Result<usize, String> {
    let number = text.parse().ok().filter(|n| *n > 0);
    number.ok_or_else(|| "give a whole number of at least 1".to_owned())
}

/// A check of more elements than this says how far it is.
const LONG: usize = 2_000;

pub(super) fn run(args: &CheckArgs) -> Result<Status, Failure> {
    let mut worst = Status::Fine;
    if let Some(formula) = &args.formula {
        return check_document("the formula", of_formula(formula), args);
    }
    for (nth, path) in args.files.iter().enumerate() {
        if nth > 0 {
            output::print(|to| writeln!(to))?;
        }
        let name = path.to_string_lossy();
        worst = worst.max(check_document(&name, load(path), args)?);
    }
    Ok(worst)
}

fn check_document(
    name: &str,
    loaded: Result<(Document, SourceText), String>,
    args: &CheckArgs,
) -> Result<Status, Failure> {
    let (document, source) = match loaded {
        Ok(loaded) => loaded,
        Err(message) => {
            output::complain(&message);
            return Ok(Status::Problem);
        }
    };
    let graph = document.graph();
    let evaluation = Evaluation::new(graph);
    let checks = check(graph, &evaluation, args.elements, progress).unwrap_or_default();
    output::print(|to| {
        if args.files.len() > 1 {
            writeln!(to, "{HEAD}{}{HEAD:#}", output::printable(name))?;
        }
        write(to, graph, &evaluation, &checks)
    })?;
    let problems = problems(graph, &evaluation);
    say(&problems, &source);
    for found in checks.iter().filter(|check| check.failed()) {
        let node = graph.name(found.node);
        let what = match found.verdict {
            Verdict::Suspect => "gradient and difference disagree; this is an error of wiregrad",
            _ => "the gradient can't be checked: a number is not finite",
        };
        output::complain(&format!("{name}: {node:?}: {what}"));
    }
    let failed = !problems.is_empty() || checks.iter().any(NodeCheck::failed);
    Ok(if failed {
        Status::Problem
    } else {
        Status::Fine
    })
}

/// Says how far a long check is, if somebody watches.
fn progress(done: usize, total: usize) -> bool {
    let percent = |done: usize| done * 100 / total.max(1);
    if total > LONG && percent(done) != percent(done - 1) && io::stderr().is_terminal() {
        // Nobody to tell is no reason to stop.
        let _ = match percent(done) {
            100 => write!(io::stderr(), "\r\x1b[K"),
            percent => write!(io::stderr(), "\rchecking: {percent} %"),
        };
    }
    true
}

fn write(
    to: &mut dyn Write,
    graph: &Graph,
    evaluation: &Evaluation,
    checks: &[NodeCheck],
) -> io::Result<()> {
    let Some(target) = evaluation.program().target() else {
        return writeln!(to, "There is nothing to differentiate.");
    };
    let mut table = Table::new()
        .column("node", Align::Left, PLAIN)
        .column("gradient", Align::Right, GRADIENT)
        .column("difference", Align::Right, PLAIN)
        .column("relative error", Align::Right, PLAIN)
        .column("verdict", Align::Left, PLAIN);
    for check in checks {
        let (text, style) = verdict(graph, check);
        let comparison = &check.comparison;
        table.row(vec![
            graph.name(check.node).to_owned(),
            number(comparison.gradient),
            finite(comparison.difference, number),
            finite(comparison.relative_error(), |error| short(error, 2)),
            text,
        ]);
        table.restyle(style);
    }
    table.write(to)?;
    let failed = checks.iter().filter(|check| check.failed()).count();
    let kinks = |check: &&NodeCheck| matches!(check.verdict, Verdict::AtKink { .. });
    let kinks = checks.iter().filter(kinks).count();
    let name = output::printable(graph.name(target)).into_owned();
    write!(to, "\n{} gradients of {name} checked: ", checks.len())?;
    if kinks > 0 {
        write!(to, "{DOUBTFUL}{kinks} at a kink{DOUBTFUL:#}, ")?;
    }
    match failed {
        0 => writeln!(to, "{GOOD}none is wrong{GOOD:#}"),
        _ => writeln!(to, "{BAD}{failed} failed{BAD:#}"),
    }
}

/// A number, if the differences came to one.
fn finite(x: f64, text: impl Fn(f64) -> String) -> String {
    if x.is_finite() {
        text(x)
    } else {
        ABSENT.to_owned()
    }
}

fn verdict(graph: &Graph, check: &NodeCheck) -> (String, Style) {
    let comparison = &check.comparison;
    let (mut text, style) = match &check.verdict {
        Verdict::Fine if comparison.relative_error() > SUSPECT => {
            ("fine: rounding explains it".to_owned(), GOOD)
        }
        Verdict::Fine => ("fine".to_owned(), GOOD),
        Verdict::Suspect => ("suspect".to_owned(), BAD),
        Verdict::NotFinite => ("not finite".to_owned(), BAD),
        Verdict::AtKink { node, text } => {
            let other = *node != check.node;
            let of = if other {
                format!(" of {:?}", graph.name(*node))
            } else {
                String::new()
            };
            (format!("at a kink{of}: {text}"), DOUBTFUL)
        }
    };
    if check.checked < check.elements {
        text = format!("{text} ({} of {} elements)", check.checked, check.elements);
    }
    (text, style)
}

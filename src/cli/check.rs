//! `wiregrad check`: every gradient against finite differences, the worst first.

use std::io::{self, IsTerminal, Write};
use std::ops::ControlFlow;
use std::path::PathBuf;

use anstyle::Style;
use clap::Args;

use super::graph::{problems, say};
use super::outcome::{Failure, Status};
use super::output::{self, BAD, DOUBTFUL, GOOD, GRADIENT, HEAD, PLAIN};
use super::source::{load, of_formula};
use super::table::{ABSENT, Align, Table, number};
use crate::core::check::{ELEMENTS, NodeCheck, Progress, SUSPECT, Verdict, check};
use crate::core::evaluation::Evaluation;
use crate::core::graph::Graph;
use crate::core::number::short;
use crate::document::Document;
use crate::file::SourceText;

const EXAMPLES: &str = "\
Examples:
  wiregrad check graph.ron
  wiregrad check saved_graphs/*.ron --elements 1000

A relative error up to 1e-7 is good; above 1e-4 it is suspect, unless the
difference is less certain than that: then the gradient can't be checked, and
the table says why. At a kink the gradient follows a convention.

Exit status: 0 fine, 1 a gradient is wrong or a file has a problem, 2 wrong
usage.";

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
        complain_of(name, graph, found);
    }
    let failed = !problems.is_empty() || checks.iter().any(NodeCheck::failed);
    Ok(if failed {
        Status::Problem
    } else {
        Status::Fine
    })
}

/// Says that a gradient is wrong, and which wire makes it so.
fn complain_of(source: &str, graph: &Graph, found: &NodeCheck) {
    let node = graph.name(found.node);
    let wire = found.wire.map_or_else(String::new, |wire| {
        format!(" on the wire to {:?}", graph.name(wire.to))
    });
    output::complain(&format!(
        "{source}: {node:?}: gradient and difference disagree{wire}; this is an error of wiregrad"
    ));
}

/// Says how far a long check is, if somebody watches.
fn progress(Progress { done, total }: Progress) -> ControlFlow<()> {
    let percent = |done: usize| done * 100 / total.max(1);
    if total > LONG && percent(done) != percent(done - 1) && io::stderr().is_terminal() {
        // Nobody to tell is no reason to stop.
        let _ = match percent(done) {
            100 => write!(io::stderr(), "\r\x1b[K"),
            percent => write!(io::stderr(), "\rchecking: {percent} %"),
        };
    }
    ControlFlow::Continue(())
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
    write_summary(to, output::printable(graph.name(target)).as_ref(), checks)
}

/// `12 gradients of J checked: 1 at a kink, none is wrong`.
fn write_summary(to: &mut dyn Write, target: &str, checks: &[NodeCheck]) -> io::Result<()> {
    let count = |is: fn(&Verdict) -> bool| checks.iter().filter(|check| is(&check.verdict)).count();
    let kinks = count(|verdict| matches!(verdict, Verdict::AtKink { .. }));
    let unchecked = count(|verdict| matches!(verdict, Verdict::Unchecked { .. }));
    let gradients = match checks.len() {
        1 => "1 gradient".to_owned(),
        n => format!("{n} gradients"),
    };
    write!(to, "\n{gradients} of {target} checked: ")?;
    if kinks > 0 {
        write!(to, "{DOUBTFUL}{kinks} at a kink{DOUBTFUL:#}, ")?;
    }
    if unchecked > 0 {
        write!(to, "{DOUBTFUL}{unchecked} can't be checked{DOUBTFUL:#}, ")?;
    }
    match count(|verdict| *verdict == Verdict::Suspect) {
        0 => writeln!(to, "{GOOD}none is wrong{GOOD:#}"),
        wrong => writeln!(to, "{BAD}{wrong} suspect{BAD:#}"),
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
    let name = |word: &str, node| match node == check.node {
        true => String::new(),
        false => format!(" {word} {:?}", graph.name(node)),
    };
    let (mut text, style) = match check.verdict {
        Verdict::Fine if comparison.relative_error() > SUSPECT => {
            ("fine: rounding explains it".to_owned(), GOOD)
        }
        Verdict::Fine => ("fine".to_owned(), GOOD),
        Verdict::Suspect => ("suspect".to_owned(), BAD),
        Verdict::Unchecked { node, reason } => {
            let text = format!("can't be checked{}: {}", name("at", node), reason.text());
            (text, DOUBTFUL)
        }
        Verdict::AtKink { node, text } => {
            (format!("at a kink{}: {text}", name("of", node)), DOUBTFUL)
        }
    };
    if check.checked < check.elements {
        text = format!("{text} ({} of {} elements)", check.checked, check.elements);
    }
    (text, style)
}

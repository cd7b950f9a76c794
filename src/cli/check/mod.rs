//! `wiregrad check`: every gradient against finite differences, the worst first.

mod table;

use std::io::{self, IsTerminal, Write};
use std::ops::ControlFlow;
use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::assignment::parse_value;
use super::graph::{ChangeArgs, Opened};
use super::json::{self, FileChecks, FilesChecked};
use super::outcome::{Failure, Status};
use super::output::{self, HEAD};
use super::source::{load, of_formula};
use super::upstream::Upstream;
use crate::core::check::{ELEMENTS, NodeCheck, Progress, check};
use crate::core::graph::Graph;
use crate::core::tensor::Tensor;
use crate::document::Document;
use crate::file::SourceText;

const EXAMPLES: &str = "\
Examples:
  wiregrad check graph.ron
  wiregrad check saved_graphs/*.ron --elements 1000
  wiregrad check graph.ron --set w=1/3 --target d --json

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
    #[command(flatten)]
    changes: ChangeArgs,
    /// Let this flow back into the target in place of 1; then a tensor can be the target
    #[arg(long, value_name = "VALUE", value_parser = parse_value, allow_hyphen_values = true)]
    upstream: Option<Tensor>,
    /// Print one JSON object; docs/json.md describes it
    #[arg(long)]
    json: bool,
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
    let mut run = Run {
        args,
        worst: Status::Fine,
        files: Vec::new(),
    };
    if let Some(formula) = &args.formula {
        run.check("the formula", of_formula(formula))?;
    }
    for (nth, path) in args.files.iter().enumerate() {
        if nth > 0 && !args.json {
            output::print(|to| writeln!(to))?;
        }
        run.check(&path.to_string_lossy(), load(path))?;
    }
    if args.json {
        output::print_raw(|to| json::write(to, &FilesChecked::new(&run.files)))?;
    }
    Ok(run.worst)
}

/// The check of one file after another.
struct Run<'a> {
    args: &'a CheckArgs,
    worst: Status,
    /// What came out, if it is printed as JSON.
    files: Vec<serde_json::Value>,
}

impl Run<'_> {
    fn check(
        &mut self,
        name: &str,
        loaded: Result<(Document, SourceText), String>,
    ) -> Result<(), Failure> {
        let (document, source) = match loaded {
            Ok(loaded) => loaded,
            Err(message) => {
                output::complain(&message);
                self.worst = Status::Problem;
                self.files.push(json!({"file": name, "error": message}));
                return Ok(());
            }
        };
        let mut opened = Opened::of(document, source, &self.args.changes)?;
        let upstream = match &self.args.upstream {
            Some(upstream) => Some(opened.flow_back(upstream)?),
            None => None,
        };
        let (graph, evaluation) = (&opened.graph, &opened.evaluation);
        let checks = check(graph, evaluation, self.args.elements, progress);
        let mut checks = checks.unwrap_or_default();
        let mut target = evaluation.program().target();
        if let Some(Upstream { of, added }) = &upstream {
            checks.retain(|check| !added.contains(&check.node));
            target = Some(*of);
        }
        let problems = opened.problems();
        let checked = FileChecks {
            file: name,
            graph,
            program: evaluation.program(),
            target,
            checks: &checks,
            problems: &problems,
        };
        self.print(&checked)?;
        opened.say(&problems);
        for found in checks.iter().filter(|check| check.failed()) {
            complain_of(name, graph, found);
        }
        if !problems.is_empty() || checks.iter().any(NodeCheck::failed) {
            self.worst = Status::Problem;
        }
        Ok(())
    }

    fn print(&mut self, checked: &FileChecks<'_>) -> Result<(), Failure> {
        if self.args.json {
            let value = serde_json::to_value(checked).map_err(io::Error::from)?;
            self.files.push(value);
            return Ok(());
        }
        output::print(|to| {
            if self.args.files.len() > 1 {
                writeln!(to, "{HEAD}{}{HEAD:#}", output::printable(checked.file))?;
            }
            table::write(to, checked.graph, checked.target, checked.checks)
        })?;
        Ok(())
    }
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

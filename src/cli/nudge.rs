//! `wiregrad nudge`: one number is changed a little, and what follows is printed.

use std::io::{self, Write};

use clap::Args;

use super::graph::{GraphArgs, Opened};
use super::json::{self, NudgeResult, OutcomeResult};
use super::outcome::{Failure, Status};
use super::output::{self, GRADIENT, HEAD, PLAIN};
use super::table::{ABSENT, Align, Table, before_and_after, number};
use crate::core::explain::nudge::{Nudge, Outcome, nudge, shrinking};
use crate::core::graph::NodeId;

const EXAMPLES: &str = "\
Examples:
  wiregrad nudge graph.ron w
  wiregrad nudge graph.ron d --by -0.01
  wiregrad nudge graph.ron W --element 0,1
  wiregrad nudge graph.ron w --shrink --json

An inner node is overridden: what flows into it doesn't count for the nudge.

Exit status: 0 fine, 1 the graph or the file has a problem, 2 wrong usage.";

/// What `nudge` takes.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct NudgeArgs {
    #[command(flatten)]
    graph: GraphArgs,
    /// The node to nudge
    #[arg(required_unless_present = "formula")]
    node: Option<String>,
    /// What is added to it
    #[arg(
        long,
        value_name = "EPSILON",
        default_value_t = 0.001,
        allow_hyphen_values = true,
        value_parser = step
    )]
    by: f64,
    /// Which element of a tensor: its place along each axis, counted from 0
    #[arg(
        long,
        value_name = "I,J,…",
        value_delimiter = ',',
        allow_hyphen_values = true,
        value_parser = place
    )]
    element: Vec<usize>,
    /// Print one JSON object; docs/json.md describes it
    #[arg(long)]
    json: bool,
    /// Shrink the nudge from 1 to 1e-12 and see what is left of the error
    #[arg(long, conflicts_with = "by")]
    shrink: bool,
}

fn step(text: &str) -> Result<f64, String> {
    let number = text.trim().parse().ok().filter(|x: &f64| x.is_finite());
    number.ok_or_else(|| "write a finite number, such as 0.001 or -1e-3".to_owned())
}

fn place(text: &str) -> Result<usize, String> {
    let place = text.trim().parse().ok();
    place.ok_or_else(|| {
        "write a whole number for each axis, counted from 0, with commas between: 0,1".to_owned()
    })
}

pub(super) fn run(args: &NudgeArgs) -> Result<Status, Failure> {
    let Some(node) = args.graph.next(args.node.as_deref())? else {
        return Err(Failure::Usage("name the node to nudge".to_owned()));
    };
    let Some(opened) = Opened::new(&args.graph)? else {
        return Ok(Status::Problem);
    };
    let node = opened.node(node)?;
    let element = element(&opened, node, &args.element).map_err(Failure::Usage)?;
    let problems = opened.problems();
    let print_json = |nudged: OutcomeResult<'_>| {
        let result = NudgeResult {
            graph: &opened.graph,
            node,
            element: &args.element,
            target: opened.evaluation.program().target(),
            nudged,
            problems: &problems,
        };
        output::print_raw(|to| json::write(to, &result))
    };
    if args.shrink {
        let outcomes = shrinking(&opened.evaluation, node, element, 1);
        match args.json {
            true => print_json(OutcomeResult::Shrinking(&outcomes))?,
            false => output::print(|to| write_shrinking(to, &outcomes))?,
        }
    } else if let Some(nudge) = nudge(&opened.evaluation, node, element, args.by) {
        match args.json {
            true => print_json(OutcomeResult::One(&nudge))?,
            false => output::print(|to| write(to, &opened, &nudge))?,
        }
    }
    Ok(opened.say(&problems))
}

/// The element in row-major order.
fn element(opened: &Opened, node: NodeId, places: &[usize]) -> Result<usize, String> {
    let name = opened.graph.name(node);
    let shape = opened.evaluation.program().shape(node);
    let shape = shape.ok_or_else(|| format!("{name:?} has no value: see 'wiregrad eval'"))?;
    if places.len() != shape.rank() {
        return Err(match shape.rank() {
            0 => format!("{name:?} is a single number: leave out --element"),
            _ => format!(
                "{name:?} has shape {shape}: choose one of its elements, --element {}",
                vec!["0"; shape.rank()].join(",")
            ),
        });
    }
    if places
        .iter()
        .zip(shape.dims())
        .any(|(place, length)| *place >= length)
    {
        return Err(format!(
            "{name:?} has shape {shape}: count from 0 along each axis"
        ));
    }
    let strides = shape.strides();
    Ok(places
        .iter()
        .zip(strides)
        .map(|(place, stride)| place * stride)
        .sum())
}

fn write(to: &mut dyn Write, opened: &Opened, nudge: &Nudge) -> io::Result<()> {
    let mut table = Table::new()
        .column("node", Align::Left, PLAIN)
        .column("before", Align::Right, PLAIN)
        .column("after", Align::Right, PLAIN)
        .column("change", Align::Right, GRADIENT);
    for change in &nudge.changes {
        let scalar = change.old.shape().is_scalar();
        let most = if scalar { "" } else { "at most " };
        let (old, new) = (&change.old, &change.new);
        let [before, after] = before_and_after(&old.shape(), old.data(), new.data());
        table.row(vec![
            opened.graph.name(change.node).to_owned(),
            before,
            after,
            format!("{most}{}", number(change.delta())),
        ]);
    }
    table.write(to)?;
    let Some(target) = opened.evaluation.program().target() else {
        return Ok(());
    };
    let name = output::printable(opened.graph.name(target)).into_owned();
    writeln!(to, "\n{HEAD}{name}{HEAD:#}")?;
    match nudge.outcome {
        Some(outcome) => write_outcome(to, outcome),
        None => writeln!(to, "does not depend on it"),
    }
}

fn write_outcome(to: &mut dyn Write, outcome: Outcome) -> io::Result<()> {
    let mut table = Table::new();
    for side in [Align::Left, Align::Right, Align::Left] {
        table = table.column("", side, PLAIN);
    }
    let product = format!(
        "gradient × ε = {} × {}",
        number(outcome.gradient),
        number(outcome.by)
    );
    let rows = [
        ("predicted change", number(outcome.predicted()), product),
        (
            "true change",
            number(outcome.actual()),
            "after − before".to_owned(),
        ),
        ("ratio", ratio(outcome), "true ÷ predicted".to_owned()),
        (
            "error",
            number(outcome.error()),
            "true − predicted".to_owned(),
        ),
    ];
    for (what, value, how) in rows {
        table.row(vec![what.to_owned(), value, how]);
    }
    table.write_rows(to)
}

fn write_shrinking(to: &mut dyn Write, outcomes: &[Outcome]) -> io::Result<()> {
    if outcomes.is_empty() {
        return writeln!(to, "The target does not depend on it.");
    }
    let mut table = Table::new()
        .column("ε", Align::Right, PLAIN)
        .column("predicted", Align::Right, GRADIENT)
        .column("true", Align::Right, PLAIN)
        .column("ratio", Align::Right, PLAIN)
        .column("error", Align::Right, PLAIN);
    for outcome in outcomes {
        table.row(vec![
            number(outcome.by),
            number(outcome.predicted()),
            number(outcome.actual()),
            ratio(*outcome),
            number(outcome.error()),
        ]);
    }
    table.write(to)
}

fn ratio(outcome: Outcome) -> String {
    outcome.ratio().map_or_else(|| ABSENT.to_owned(), number)
}

//! `wiregrad cost`: what all derivatives of a graph cost in reverse mode, in forward
//! mode, and naively.

use std::io::{self, Write};
use std::time::Instant;

use clap::Args;

use super::graph::{GraphArgs, Opened};
use super::json::{self, CostResult, GrowthResult, WayResult};
use super::outcome::{Failure, Status};
use super::output::{self, HEAD, PLAIN};
use super::table::{Align, Table};
use crate::core::evaluation::Evaluation;
use crate::core::explain::cost::{Counts, Time, Times, count, measure};
use crate::core::explain::growth::{self, GrowthKind, SIZES};
use crate::core::number::{self, grouped};

const EXAMPLES: &str = "\
Examples:
  wiregrad cost graph.ron
  wiregrad cost graph.ron --grow --json

A visit is one node in one pass. Times marked ~ are extrapolated from as many passes
as fit into a moment.

Exit status: 0 fine, 1 the graph or the file has a problem, 2 wrong usage.";

/// What `cost` takes.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct CostArgs {
    #[command(flatten)]
    graph: GraphArgs,
    /// Also show how the cost grows in chains and layered networks of 10 to 100,000 nodes
    #[arg(long)]
    grow: bool,
    /// Print one JSON object; docs/json.md describes it
    #[arg(long)]
    json: bool,
}

/// How many seconds each way is timed for.
const BUDGET: f64 = 0.05;

pub(super) fn run(args: &CostArgs) -> Result<Status, Failure> {
    let Some(mut opened) = Opened::new(&args.graph)? else {
        return Ok(Status::Problem);
    };
    let (counts, times) = cost(&mut opened.evaluation);
    let problems = opened.problems();
    if args.json {
        let result = CostResult {
            counts: &counts,
            ways: ways(&counts, times),
            growth: args.grow.then(|| growth().collect()),
            problems: &problems,
        };
        output::print_raw(|to| json::write(to, &result))?;
        return Ok(opened.say(&problems));
    }
    output::print(|to| write(to, &counts, times))?;
    if args.grow {
        for (kind, title, _) in KINDS {
            output::print(|to| write_growth(to, kind, title))?;
        }
    }
    Ok(opened.say(&problems))
}

/// The graphs that grow, each with a heading and with its name in JSON.
const KINDS: [(GrowthKind, &str, &str); 2] = [
    (GrowthKind::Chain, "A chain that grows", "chain"),
    (GrowthKind::Layers, "Layers that grow", "layers"),
];

/// What graphs of each size cost.
fn growth() -> impl Iterator<Item = GrowthResult> {
    let sizes = KINDS
        .into_iter()
        .flat_map(|(kind, _, name)| SIZES.map(|size| (kind, name, size)));
    sizes.filter_map(|(kind, name, size)| {
        let graph = growth::graph(kind, size).ok()?;
        let (counts, times) = cost(&mut Evaluation::new(&graph));
        Some(GrowthResult {
            kind: name,
            nodes: graph.len(),
            sources: counts.sources,
            ways: ways(&counts, times),
        })
    })
}

/// The three ways for JSON.
fn ways(counts: &Counts, times: Option<Times>) -> Vec<WayResult> {
    let names = ["backward", "forward_mode", "naive"];
    let results = names.into_iter().zip(results(counts, times));
    let ways = results.map(|(way, (visits, time))| WayResult::new(way, visits, time));
    ways.collect()
}

fn cost(evaluation: &mut Evaluation) -> (Counts, Option<Times>) {
    let counts = count(evaluation);
    let start = Instant::now();
    let mut clock = || start.elapsed().as_secs_f64();
    let times = measure(evaluation, &counts, BUDGET, &mut clock, &mut || true);
    (counts, times)
}

fn write(to: &mut dyn Write, counts: &Counts, times: Option<Times>) -> io::Result<()> {
    let Counts {
        forward,
        sources,
        numbers,
        ..
    } = counts;
    if *sources == 0 {
        return writeln!(to, "There is nothing to differentiate.");
    }
    let many = if numbers > sources {
        format!("{} of {numbers} numbers", counted(*sources, "source"))
    } else {
        counted(*sources, "source")
    };
    let nodes = counted(*forward, "computed node");
    writeln!(to, "{nodes}, derivatives by {many}\n")?;
    let mut table = columns("way");
    let ways = [
        ("backward (reverse mode)", "1 forward and 1 back".to_owned()),
        ("forward mode", format!("1 and {numbers} of forward mode")),
        ("naive", format!("{} forward", numbers + 1)),
    ];
    for ((way, passes), (visits, time)) in ways.into_iter().zip(results(counts, times)) {
        table.row(vec![way.to_owned(), passes, grouped(visits), seconds(time)]);
    }
    table.write(to)
}

/// `1 source`, `2 sources`.
fn counted(count: usize, what: &str) -> String {
    let s = if count == 1 { "" } else { "s" };
    format!("{count} {what}{s}")
}

fn columns(first: &str) -> Table {
    Table::new()
        .column(first, Align::Left, PLAIN)
        .column("passes", Align::Left, PLAIN)
        .column("visits", Align::Right, PLAIN)
        .column("time", Align::Right, PLAIN)
}

/// Visits and time of reverse mode, forward mode, and the naive way.
fn results(counts: &Counts, times: Option<Times>) -> [(u128, Option<Time>); 3] {
    [
        (counts.reverse_mode(), times.map(|it| it.reverse_mode)),
        (counts.forward_mode(), times.map(|it| it.forward_mode)),
        (counts.naive(), times.map(|it| it.naive)),
    ]
}

fn write_growth(to: &mut dyn Write, kind: GrowthKind, title: &str) -> io::Result<()> {
    writeln!(to, "\n{HEAD}{title}{HEAD:#}")?;
    let mut table =
        Table::new()
            .column("nodes", Align::Right, PLAIN)
            .column("sources", Align::Right, PLAIN);
    for way in ["backward", "forward mode", "naive"] {
        table = table
            .column(&format!("{way}: visits"), Align::Right, PLAIN)
            .column("time", Align::Right, PLAIN);
    }
    for size in SIZES {
        let Ok(graph) = growth::graph(kind, size) else {
            continue;
        };
        let (counts, times) = cost(&mut Evaluation::new(&graph));
        let mut row = vec![
            grouped(graph.len() as u128),
            grouped(counts.sources as u128),
        ];
        for (visits, time) in results(&counts, times) {
            row.extend([grouped(visits), seconds(time)]);
        }
        table.row(row);
    }
    table.write(to)
}

/// A time in the unit that suits it; `~` if it was extrapolated.
fn seconds(time: Option<Time>) -> String {
    let Some(time) = time else {
        return super::table::ABSENT.to_owned();
    };
    let mark = if time.is_measured() { "" } else { "~" };
    format!("{mark}{}", number::time(time.total()))
}

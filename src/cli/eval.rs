//! `wiregrad eval`: every value and gradient of a graph, for people or as JSON.

use std::io::{self, Write};

use clap::Args;

use super::graph::{GraphArgs, Opened};
use super::json;
use super::outcome::{Failure, Status};
use super::output::{self, GRADIENT, HEAD, PLAIN};
use super::results::Results;
use super::table::{ABSENT, Align, Table, numbers};
use crate::core::graph::{Node, NodeId};
use crate::core::tensor::Shape;
use crate::document::Document;

const EXAMPLES: &str = "\
Examples:
  wiregrad eval graph.ron
  wiregrad eval graph.ron --set w=2.5 --set 'x=[[1, 2], [3, 4]]'
  wiregrad eval graph.ron --target d --json
  cat graph.ron | wiregrad eval -

Exit status: 0 fine, 1 the graph or the file has a problem, 2 wrong usage.";

/// What `eval` takes.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct EvalArgs {
    #[command(flatten)]
    graph: GraphArgs,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &EvalArgs) -> Result<Status, Failure> {
    let Some(opened) = Opened::new(&args.graph)? else {
        return Ok(Status::Problem);
    };
    let Opened {
        document,
        graph,
        evaluation,
        ..
    } = &opened;
    let problems = opened.problems();
    let results = Results::new(graph, evaluation, &problems);
    if args.json {
        output::print_raw(|to| json::write(to, &results))?;
    } else {
        output::print(|to| write(to, document, &results))?;
    }
    Ok(opened.say(&problems))
}

fn write(to: &mut dyn Write, document: &Document, results: &Results<'_>) -> io::Result<()> {
    if !document.title().is_empty() {
        let title = output::printable(document.title());
        writeln!(to, "{HEAD}{title}{HEAD:#}\n")?;
    }
    if results.order.is_empty() {
        return writeln!(to, "The graph is empty.");
    }
    write_nodes(to, results)?;
    if results.wires().next().is_some() {
        writeln!(to)?;
        write_wires(to, results)?;
    }
    Ok(())
}

fn write_nodes(to: &mut dyn Write, results: &Results<'_>) -> io::Result<()> {
    let Results {
        graph, evaluation, ..
    } = results;
    let program = evaluation.program();
    let shape = |id: NodeId| program.shape(id).filter(|shape| !shape.is_scalar());
    let tensors = results.order.iter().any(|id| shape(*id).is_some());
    let gradient = match program.target() {
        Some(target) => format!("gradient of {}", graph.name(target)),
        None => "gradient".to_owned(),
    };
    let mut table =
        Table::new()
            .column("node", Align::Left, PLAIN)
            .column("op", Align::Left, PLAIN);
    if tensors {
        table = table.column("shape", Align::Left, PLAIN);
    }
    table = table.column("value", Align::Right, PLAIN).column(
        &output::printable(&gradient),
        Align::Right,
        GRADIENT,
    );
    for (id, node) in results.nodes() {
        let mut row = vec![node.name().to_owned(), node.op_name().to_owned()];
        if tensors {
            row.push(
                shape(id)
                    .as_ref()
                    .map_or_else(String::new, Shape::to_string),
            );
        }
        row.push(shown(evaluation.value(id).as_ref()));
        row.push(shown(evaluation.gradient(id).as_ref()));
        table.row(row);
    }
    table.write(to)
}

fn write_wires(to: &mut dyn Write, results: &Results<'_>) -> io::Result<()> {
    let Results {
        graph, evaluation, ..
    } = results;
    let mut table = Table::new()
        .column("wire", Align::Left, PLAIN)
        .column("input", Align::Left, PLAIN)
        .column("value", Align::Right, PLAIN)
        .column("gradient", Align::Right, GRADIENT);
    for (from, wire) in results.wires() {
        let op = graph.get(wire.to).and_then(Node::op);
        let number = || wire.input.to_string();
        table.row(vec![
            format!("{} → {}", graph.name(from), graph.name(wire.to)),
            op.map_or_else(number, |op| op.inputs.name(wire.input)),
            shown(evaluation.value(from).as_ref()),
            shown(evaluation.wire_gradient(wire).as_ref()),
        ]);
    }
    table.write(to)
}

fn shown(found: Option<&crate::core::evaluation::Numbers<'_>>) -> String {
    found.map_or_else(|| ABSENT.to_owned(), numbers)
}

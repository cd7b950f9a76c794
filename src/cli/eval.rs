//! `wiregrad eval`: every value and gradient of a graph, for people or as JSON.

use std::borrow::Cow;
use std::io::{self, Write};

use clap::Args;

use super::assignment::parse_value;
use super::graph::{GraphArgs, Opened};
use super::json;
use super::outcome::{Failure, Status};
use super::output::{self, GRADIENT, HEAD, PLAIN};
use super::results::{ForwardMode, Results};
use super::table::{ABSENT, Align, Table, numbers};
use crate::core::graph::{Node, NodeId};
use crate::core::tensor::{Shape, Tensor};
use crate::document::Document;

const EXAMPLES: &str = "\
Examples:
  wiregrad eval graph.ron
  wiregrad eval graph.ron --set w=2.5 --set 'x=[[1, 2], [3, 4]]'
  wiregrad eval graph.ron --target d --json
  wiregrad eval graph.ron --target Y --upstream '[[1, 0], [0, 1]]'
  wiregrad eval graph.ron --forward w
  cat graph.ron | wiregrad eval -

Exit status: 0 fine, 1 the graph or the file has a problem, 2 wrong usage.";

/// What `eval` takes.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct EvalArgs {
    #[command(flatten)]
    graph: GraphArgs,
    /// Let this flow back into the target in place of 1; then a tensor can be the target
    #[arg(long, value_name = "VALUE", value_parser = parse_value, allow_hyphen_values = true)]
    upstream: Option<Tensor>,
    /// Forward mode: the derivative of every node by this one, in place of the gradients
    #[arg(long, value_name = "NODE", conflicts_with = "upstream")]
    forward: Option<String>,
    /// Along which direction the node of --forward changes, where it is a tensor
    #[arg(long, value_name = "VALUE", value_parser = parse_value, allow_hyphen_values = true,
          requires = "forward")]
    direction: Option<Tensor>,
    /// Print one JSON object; docs/json.md describes it
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &EvalArgs) -> Result<Status, Failure> {
    let Some(mut opened) = Opened::new(&args.graph)? else {
        return Ok(Status::Problem);
    };
    let upstream = match &args.upstream {
        Some(upstream) => Some((upstream, opened.flow_back(upstream)?)),
        None => None,
    };
    let problems = opened.problems();
    let mut results = Results::new(&opened.graph, &opened.evaluation, &problems);
    if let Some((by, added)) = &upstream {
        results = results.with_upstream(by, added);
    }
    if let Some(name) = &args.forward {
        let by = opened.node(name)?;
        results.forward = Some(forward(&opened, by, args.direction.as_ref())?);
    }
    if args.json {
        output::print_raw(|to| json::write(to, &results))?;
    } else {
        output::print(|to| write(to, &opened.document, &results))?;
    }
    Ok(opened.say(&problems))
}

/// Forward mode from a node, along a direction; 1 for a single number.
fn forward<'a>(
    opened: &'a Opened,
    by: NodeId,
    direction: Option<&Tensor>,
) -> Result<ForwardMode<'a>, Failure> {
    let name = opened.graph.name(by);
    let usage = |message: String| Failure::Usage(format!("--forward {name}: {message}"));
    let shape = opened.evaluation.program().shape(by);
    let shape = shape.ok_or_else(|| usage("it has no value: see 'wiregrad eval'".to_owned()))?;
    let direction = match direction {
        None if shape.is_scalar() => Tensor::scalar(1.0),
        Some(direction) if direction.shape() == shape => direction.clone(),
        Some(direction) => {
            let given = direction.shape();
            return Err(usage(format!(
                "it has shape {shape}, but --direction has {given}: give it the same shape"
            )));
        }
        None => {
            return Err(usage(format!(
                "it has shape {shape}: say with --direction along which of its numbers it \
                 changes, as nested lists of that shape"
            )));
        }
    };
    let derivatives = opened.evaluation.tangents(by, &direction);
    let derivatives = derivatives.ok_or_else(|| usage("it has no value".to_owned()))?;
    Ok(ForwardMode {
        by,
        direction,
        derivatives,
    })
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
    // What a wire carries in forward mode is the derivative of the node that it comes from.
    if results.forward.is_none() && results.wires().next().is_some() {
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
    let derivative = match (&results.forward, results.target()) {
        (Some(forward), _) => format!("derivative by {}", graph.name(forward.by)),
        (None, Some(target)) => format!("gradient of {}", graph.name(target)),
        (None, None) => "gradient".to_owned(),
    };
    let mut table =
        Table::new()
            .column("node", Align::Left, PLAIN)
            .column("op", Align::Left, PLAIN);
    if tensors {
        table = table.column("shape", Align::Left, PLAIN);
    }
    table = table.column("value", Align::Right, PLAIN).column(
        &output::printable(&derivative),
        Align::Right,
        GRADIENT,
    );
    for (id, node) in results.nodes() {
        let mut row: Vec<Cow<'_, str>> = vec![node.name().into(), node.op_name().into()];
        if tensors {
            let shape = shape(id).as_ref().map(Shape::to_string);
            row.push(shape.unwrap_or_default().into());
        }
        row.push(shown(evaluation.value(id).as_ref()));
        let derivative = match &results.forward {
            Some(forward) => forward.derivatives.get(id),
            None => evaluation.gradient(id),
        };
        row.push(shown(derivative.as_ref()));
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
        table.row([
            format!("{} → {}", graph.name(from), graph.name(wire.to)).into(),
            Cow::from(op.map_or_else(number, |op| op.inputs.name(wire.input))),
            shown(evaluation.value(from).as_ref()),
            shown(evaluation.wire_gradient(wire).as_ref()),
        ]);
    }
    table.write(to)
}

fn shown(found: Option<&crate::core::evaluation::Numbers<'_>>) -> Cow<'static, str> {
    found.map_or(ABSENT.into(), |found| numbers(found).into())
}

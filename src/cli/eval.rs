//! `wiregrad eval`: every value and gradient of a graph, for people or as JSON.

use std::io::{self, Write};

use super::open::{Opened, problems, say};
use super::output::{self, GRADIENT, HEAD, PLAIN};
use super::table::{ABSENT, Side, Table, numbers};
use super::{EvalArgs, Failure, Status, json};
use crate::core::evaluation::Evaluation;
use crate::core::graph::{Graph, Node, NodeId, Wire};
use crate::core::problem::Problem;
use crate::core::tensor::Shape;
use crate::document::Document;

/// A graph with its results, and the order in which they are printed.
pub(super) struct Results<'a> {
    pub(super) graph: &'a Graph,
    pub(super) evaluation: &'a Evaluation,
    pub(super) problems: &'a [Problem],
    /// Every node: in topological order, and then those without a value.
    pub(super) order: Vec<NodeId>,
}

pub(super) fn run(args: &EvalArgs) -> Result<Status, Failure> {
    let Some(opened) = Opened::new(&args.graph)? else {
        return Ok(Status::Problem);
    };
    let Opened {
        document,
        graph,
        evaluation,
    } = &opened;
    let problems = problems(graph, evaluation);
    let results = Results::new(graph, evaluation, &problems);
    if args.json {
        output::print_raw(|to| json::write(to, &results))?;
    } else {
        output::print(|to| write(to, document, &results))?;
    }
    Ok(say(&problems))
}

impl<'a> Results<'a> {
    fn new(graph: &'a Graph, evaluation: &'a Evaluation, problems: &'a [Problem]) -> Results<'a> {
        let mut order = evaluation.program().order().to_vec();
        let without = |(id, _): &(NodeId, &Node)| evaluation.program().shape(*id).is_none();
        order.extend(graph.iter().filter(without).map(|(id, _)| id));
        Results {
            graph,
            evaluation,
            problems,
            order,
        }
    }

    /// Every node in the order of printing.
    pub(super) fn nodes(&self) -> impl Iterator<Item = (NodeId, &'a Node)> {
        let graph = self.graph;
        let nodes = self.order.iter();
        nodes.filter_map(move |id| Some((*id, graph.get(*id)?)))
    }

    /// Every wire with the node that it starts at, by the node that it ends at and
    /// by input.
    pub(super) fn wires(&self) -> impl Iterator<Item = (NodeId, Wire)> {
        self.nodes().flat_map(|(to, node)| {
            let inputs = node.inputs().iter().enumerate();
            inputs.filter_map(move |(input, from)| Some(((*from)?, Wire { to, input })))
        })
    }
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
    let mut table = Table::new()
        .column("node", Side::Left, PLAIN)
        .column("op", Side::Left, PLAIN);
    if tensors {
        table = table.column("shape", Side::Left, PLAIN);
    }
    table = table.column("value", Side::Right, PLAIN).column(
        &output::printable(&gradient),
        Side::Right,
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
        .column("wire", Side::Left, PLAIN)
        .column("input", Side::Left, PLAIN)
        .column("value", Side::Right, PLAIN)
        .column("gradient", Side::Right, GRADIENT);
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

//! Whether a graph is drawn for one row, or with a batch axis.

use super::binding::Binding;
use crate::core::fault::Fault;
use crate::core::graph::Graph;
use crate::core::problem::{Problem, ProblemKind};
use crate::core::program::Program;
use crate::core::tensor::Shape;

/// How a graph is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawn {
    /// For one row: a source of one column has shape `[]`, one of k columns `[k]`.
    Row,
    /// With a batch axis: `[n]` or `[n, 1]`, or `[n, k]`.
    Batch,
}

/// How a source of this shape can take `width` numbers a row. A single column into
/// `[1]` counts as a batch.
fn readings(shape: &Shape, width: usize) -> [Option<Drawn>; 2] {
    let behind: usize = shape.dims().skip(1).product();
    let batch = shape.rank() > 0 && behind == width;
    let row = shape.elements() == width;
    [batch.then_some(Drawn::Batch), row.then_some(Drawn::Row)]
}

/// How the graph is drawn, by the shapes of the sources, or by what `batch` says.
pub(super) fn drawn(
    graph: &Graph,
    program: &Program,
    bindings: &[Binding],
    batch: Option<bool>,
) -> Result<Drawn, Problem> {
    let wanted = batch.map(|batch| if batch { Drawn::Batch } else { Drawn::Row });
    let mut first: Option<(Drawn, &Binding)> = None;
    for binding in bindings {
        let name = graph.name(binding.node);
        let at = |fault| Problem::at(binding.node, name, ProblemKind::Shape, fault);
        let shape = program.shape(binding.node).unwrap_or(Shape::SCALAR);
        let mut readings = readings(&shape, binding.width).into_iter().flatten();
        let found = match wanted {
            None => readings.next(),
            Some(wanted) => readings.find(|it| *it == wanted),
        };
        let Some(found) = found else {
            return Err(at(no_reading(&shape, binding.width, wanted)));
        };
        match first {
            None => first = Some((found, binding)),
            Some((as_first, other)) if as_first != found => {
                let drawn = |it| match it {
                    Drawn::Row => "for one row",
                    Drawn::Batch => "with a batch axis",
                };
                let message = format!(
                    "it is drawn {}, but {:?} {}",
                    drawn(found),
                    graph.name(other.node),
                    drawn(as_first),
                );
                let help = format!("draw both alike: {}", shapes(binding.width, Some(as_first)));
                return Err(at(Fault::new(message, help)));
            }
            Some(_) => {}
        }
    }
    Ok(first.map_or(Drawn::Row, |(drawn, _)| drawn))
}

fn no_reading(shape: &Shape, width: usize, wanted: Option<Drawn>) -> Fault {
    let columns = if width == 1 {
        "one column".to_owned()
    } else {
        format!("{width} columns")
    };
    let message = format!("it has shape {shape}, but takes {columns}");
    Fault::new(message, shapes(width, wanted))
}

/// Which shapes take so many columns.
fn shapes(width: usize, wanted: Option<Drawn>) -> String {
    let row = if width == 1 {
        "shape [] for one row".to_owned()
    } else {
        format!("shape [{width}] for one row")
    };
    let batch = if width == 1 {
        "shape [n] or [n, 1] for a batch".to_owned()
    } else {
        format!("shape [n, {width}] for a batch")
    };
    match wanted {
        None => format!("give it {row}, or {batch}"),
        Some(Drawn::Row) => format!("give it {row}"),
        Some(Drawn::Batch) => format!("give it {batch}"),
    }
}

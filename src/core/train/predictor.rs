//! [`Predictor`]: the values of a node, row by row.

use super::batch::BatchGraph;
use super::evaluator::BatchEvaluation;
use super::rows::DataRows;
use crate::core::fault::Fault;
use crate::core::graph::{Graph, NodeId};
use crate::core::problem::{Problem, ProblemKind};
use crate::core::tensor::Shape;

/// Rows that are computed side by side.
const BATCH: usize = 256;

/// The values of a node for rows of data.
pub struct Predictor {
    batches: BatchGraph,
    data: DataRows,
    width: usize,
}

impl Predictor {
    /// Looks at whether a node has a value for each row. `batch` says how the graph is
    /// drawn, if its shapes don't.
    ///
    /// # Errors
    /// What is wrong with the graph, or with its use of the data.
    pub fn new(
        graph: &Graph,
        node: NodeId,
        mut data: DataRows,
        batch: Option<bool>,
    ) -> Result<Predictor, Problem> {
        let fail = |message: String, help: &str| {
            let fault = Fault::new(message, help);
            Problem::at(node, graph.name(node), ProblemKind::Shape, fault)
        };
        let needed = graph.inputs_of(node);
        let is_needed = |name: &str| graph.find(name).is_some_and(|id| needed[id.index()]);
        data.sources.retain(|source| is_needed(&source.name));
        if data.sources.is_empty() {
            let message = "it has no value for each row: it doesn't depend on the data".to_owned();
            return Err(fail(message, "name a node that does"));
        }
        let batches = BatchGraph::for_node(graph, node, &data, batch)?;
        // Two lengths, to tell the rows from other axes.
        let shape = |rows: usize| {
            let batch = BatchEvaluation::new(&batches, rows)?;
            Ok(batch.evaluation.program().shape(node))
        };
        let [two, three] = [shape(2)?, shape(3)?];
        let row = |shape: Option<Shape>, rows: usize| {
            let shape = shape?;
            let first = shape.dims().next()?;
            (first == rows).then(|| shape.elements() / rows)
        };
        let width = row(two, 2).zip(row(three, 3));
        let Some((width, _)) = width.filter(|(a, b)| a == b) else {
            let message = "it has no value for each row".to_owned();
            return Err(fail(message, "name a node whose first axis is the rows"));
        };
        Ok(Predictor {
            batches,
            data,
            width,
        })
    }

    /// How many numbers a row has.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Calls `visit` with the numbers of each row, in the order of the table, until it
    /// fails.
    ///
    /// # Errors
    /// The graph can't be computed for a batch as long as the last one.
    pub fn each<E>(
        &mut self,
        mut visit: impl FnMut(&[f64]) -> Result<(), E>,
    ) -> Result<Result<(), E>, Problem> {
        let rows: Vec<u32> = (0..self.data.count as u32).collect();
        let mut batch = BatchEvaluation::new(&self.batches, BATCH.min(rows.len()))?;
        for rows in rows.chunks(BATCH) {
            if rows.len() != batch.rows {
                batch = BatchEvaluation::new(&self.batches, rows.len())?;
            }
            batch.feed(self.batches.bindings(), &self.data, rows);
            batch.evaluation.sweep_values();
            let Some(value) = batch.evaluation.value(self.batches.goal()) else {
                continue;
            };
            for numbers in value.data.chunks_exact(self.width) {
                if let Err(error) = visit(numbers) {
                    return Ok(Err(error));
                }
            }
        }
        Ok(Ok(()))
    }
}

//! [`BatchGraph`]: a graph that can be made to take batches of any length.

use super::axis::{self, lengthened};
use super::binding::{Binding, bind};
use super::drawn::{Drawn, drawn};
use super::lift::lift;
use crate::core::fault::Fault;
use crate::core::graph::{Graph, NodeId};
use crate::core::problem::{Problem, ProblemKind};
use crate::core::program::Program;
use crate::core::train::rows::DataRows;

/// A graph with what is needed to make it take batches.
pub struct BatchGraph {
    graph: Graph,
    goal: NodeId,
    /// Whether the goal is a loss, to be averaged over the rows.
    is_loss: bool,
    bindings: Vec<Binding>,
    drawn: Drawn,
}

impl BatchGraph {
    /// Looks at how a graph is drawn and whether it can take batches, to compute the mean
    /// of its target. `batch` overrides what the shapes say.
    ///
    /// # Errors
    /// What is wrong with the graph, or with its use of the data.
    pub fn new(
        graph: &Graph,
        rows: &DataRows,
        batch: Option<bool>,
    ) -> Result<BatchGraph, Vec<Problem>> {
        let program = Program::new(graph);
        if !program.problems().is_empty() {
            return Err(program.problems().to_vec());
        }
        let one = |fault| vec![Problem::of_graph(ProblemKind::Target, fault)];
        let target = program.target().ok_or_else(|| {
            let help = "choose a scalar node as the target";
            one(Fault::new("there is nothing to train: no target", help))
        })?;
        let batches = BatchGraph::to(graph.clone(), target, true, rows, batch);
        let batches = batches.map_err(|problem| vec![problem])?;
        let bindings = batches.bindings();
        let depends = bindings.iter().any(|it| program.reaches_target(it.node));
        if !depends && !bindings.is_empty() {
            let message = format!("{:?} doesn't depend on the data", graph.name(target));
            let help = "wire a source that takes columns to it, or choose another target";
            return Err(one(Fault::new(message, help)));
        }
        Ok(batches)
    }

    /// The same for the values of one node, row by row: what it doesn't need is left out.
    ///
    /// # Errors
    /// What is wrong with the graph, or with its use of the data.
    pub fn for_node(
        graph: &Graph,
        node: NodeId,
        rows: &DataRows,
        batch: Option<bool>,
    ) -> Result<BatchGraph, Problem> {
        let mut graph = graph.clone();
        let needed = graph.inputs_of(node);
        let others: Vec<NodeId> = graph
            .iter()
            .map(|(id, _)| id)
            .filter(|id| !needed[id.index()])
            .collect();
        // They are all there.
        let _ = graph.remove_all(&others);
        let _ = graph.set_target(None);
        BatchGraph::to(graph, node, false, rows, batch)
    }

    fn to(
        graph: Graph,
        goal: NodeId,
        is_loss: bool,
        rows: &DataRows,
        batch: Option<bool>,
    ) -> Result<BatchGraph, Problem> {
        let program = Program::new(&graph);
        let bindings = bind(&graph, rows)?;
        let drawn = drawn(&graph, &program, &bindings, batch)?;
        if drawn == Drawn::Batch {
            axis::check(&graph, &bindings)?;
        }
        let batches = BatchGraph {
            graph,
            goal,
            is_loss,
            bindings,
            drawn,
        };
        batches.of(2)?;
        Ok(batches)
    }

    /// The graph for a batch of so many rows. Its data is 0.
    ///
    /// # Errors
    /// An op can't take rows side by side, or the batch is too large.
    pub fn of(&self, rows: usize) -> Result<Graph, Problem> {
        let graph = match (self.drawn, self.bindings.is_empty()) {
            (Drawn::Row, false) => {
                let loss = Some(self.goal).filter(|_| self.is_loss);
                lift(&self.graph, loss, &self.bindings, rows)
            }
            _ => {
                let mut graph = lengthened(&self.graph, &self.bindings, rows)?;
                let target = Some(self.goal).filter(|_| self.is_loss);
                // The choice was made for the graph as it was drawn.
                let _ = graph.set_target(target);
                Ok(graph)
            }
        }?;
        let program = Program::new(&graph);
        let mut problems = program.problems().iter();
        match problems.find(|it| it.kind != ProblemKind::Target || self.is_loss) {
            Some(problem) => Err(problem.clone()),
            None => Ok(graph),
        }
    }

    /// The graph as it was drawn, as far as it is needed.
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// The target as it was drawn, or the node that is asked for.
    pub fn goal(&self) -> NodeId {
        self.goal
    }

    /// How it was drawn.
    pub fn drawn(&self) -> Drawn {
        self.drawn
    }

    /// The sources that take columns, in the order of the data.
    pub fn bindings(&self) -> &[Binding] {
        &self.bindings
    }
}

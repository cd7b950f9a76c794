//! A graph from the arguments that several commands share: its file, other values,
//! another target.

use std::path::{Path, PathBuf};

use clap::Args;

use super::assignment::Assignment;
use super::outcome::{Failure, Status};
use super::output;
use crate::core::evaluation::Evaluation;
use crate::core::graph::{Graph, NodeId};
use crate::core::nearest::nearest;
use crate::core::problem::Problem;
use crate::document::Document;
use crate::file::{self, FileError};

/// The graph that a command is about.
#[derive(Args)]
pub(super) struct GraphArgs {
    /// The graph file; - reads standard input
    pub(super) file: PathBuf,
    /// Give a source another value: a number, or nested lists of numbers
    #[arg(long = "set", value_name = "NAME=VALUE", value_parser = Assignment::parse)]
    assignments: Vec<Assignment>,
    /// Differentiate this node
    #[arg(long, value_name = "NAME")]
    target: Option<String>,
}

/// A graph as the arguments want it, evaluated.
pub(super) struct Opened {
    pub(super) document: Document,
    pub(super) graph: Graph,
    pub(super) evaluation: Evaluation,
}

impl Opened {
    /// `None` if the file has a problem, which has then been said.
    pub(super) fn new(args: &GraphArgs) -> Result<Option<Opened>, Failure> {
        let document = match load(&args.file) {
            Ok(document) => document,
            Err(error) => {
                output::complain(&error.to_string());
                return Ok(None);
            }
        };
        let mut graph = document.graph().clone();
        let target = args.target.as_deref();
        change(&mut graph, &args.assignments, target).map_err(Failure::Usage)?;
        let evaluation = Evaluation::new(&graph);
        Ok(Some(Opened {
            document,
            graph,
            evaluation,
        }))
    }

    /// The node of this name.
    pub(super) fn node(&self, name: &str) -> Result<NodeId, Failure> {
        find(&self.graph, name).map_err(Failure::Usage)
    }

    /// Says what is wrong with the graph.
    pub(super) fn say_problems(&self) -> Status {
        say(&problems(&self.graph, &self.evaluation))
    }
}

/// Everything that is wrong with a graph: its structure, and the first value or gradient
/// that is not finite.
pub(super) fn problems(graph: &Graph, evaluation: &Evaluation) -> Vec<Problem> {
    let structure = evaluation.program().problems().iter().cloned();
    structure.chain(evaluation.not_finite(graph)).collect()
}

/// Says what is wrong with a graph.
pub(super) fn say(problems: &[Problem]) -> Status {
    for problem in problems {
        output::complain(&problem.to_string());
    }
    if problems.is_empty() {
        Status::Fine
    } else {
        Status::Problem
    }
}

/// Sets values and the target as the arguments say.
fn change(
    graph: &mut Graph,
    assignments: &[Assignment],
    target: Option<&str>,
) -> Result<(), String> {
    for Assignment { name, value } in assignments {
        let id = find(graph, name).map_err(|error| format!("--set {name}: {error}"))?;
        let set = graph.set_value(id, value.clone());
        set.map_err(|error| format!("--set {name}: {error}"))?;
    }
    if let Some(name) = target {
        let id = find(graph, name).map_err(|error| format!("--target {name}: {error}"))?;
        let set = graph.set_target(Some(id));
        set.map_err(|error| format!("--target {name}: {error}"))?;
    }
    Ok(())
}

fn find(graph: &Graph, name: &str) -> Result<NodeId, String> {
    graph.find(name).ok_or_else(|| {
        let names = graph.iter().map(|(_, node)| node.name());
        let cure = match nearest(name, names) {
            Some(near) => format!("did you mean {near:?}?"),
            None => "'wiregrad eval FILE' lists the nodes".to_owned(),
        };
        format!("no node is called {name:?}: {cure}")
    })
}

/// The document in a file, or in standard input for `-`.
pub(super) fn load(path: &Path) -> Result<Document, FileError> {
    if path == Path::new("-") {
        file::load_from(std::io::stdin().lock())
    } else {
        file::load(path)
    }
}

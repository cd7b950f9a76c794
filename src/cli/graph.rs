//! A graph from the arguments that several commands share: its file, other values,
//! another target.

use clap::Args;
use hashbrown::HashMap;

use super::assignment::Assignment;
use super::outcome::{Failure, Status};
use super::output;
use super::source::SourceArgs;
use crate::core::evaluation::Evaluation;
use crate::core::graph::{Graph, NodeId};
use crate::core::nearest::nearest;
use crate::core::problem::{Problem, ProblemKind};
use crate::document::Document;
use crate::file::SourceText;

/// The graph that a command is about.
#[derive(Args)]
pub(super) struct GraphArgs {
    #[command(flatten)]
    source: SourceArgs,
    /// Give a source another value: a number, nested lists of numbers, or @TABLE.csv
    #[arg(long = "set", value_name = "NAME=VALUE", value_parser = Assignment::parse)]
    assignments: Vec<Assignment>,
    /// Differentiate this node
    #[arg(long, value_name = "NAME")]
    target: Option<String>,
}

impl GraphArgs {
    /// The argument that comes after the file or the formula.
    pub(super) fn next<'a>(
        &'a self,
        after_file: Option<&'a str>,
    ) -> Result<Option<&'a str>, Failure> {
        self.source.next(after_file)
    }
}

/// A graph as the arguments want it, evaluated.
pub(super) struct Opened {
    pub(super) document: Document,
    pub(super) graph: Graph,
    pub(super) evaluation: Evaluation,
    source: SourceText,
}

impl Opened {
    /// `None` if the file has a problem, which has then been said.
    pub(super) fn new(args: &GraphArgs) -> Result<Option<Opened>, Failure> {
        let (document, source) = match args.source.load() {
            Ok(loaded) => loaded,
            Err(message) => {
                output::complain(&message);
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
            source,
        }))
    }

    /// The node of this name.
    pub(super) fn node(&self, name: &str) -> Result<NodeId, Failure> {
        find(&self.graph, name).map_err(Failure::Usage)
    }

    /// Everything that is wrong with the graph.
    pub(super) fn problems(&self) -> Vec<Problem> {
        let mut problems = problems(&self.graph, &self.evaluation);
        let program = self.evaluation.program();
        let has_scalar = || {
            let mut shapes = program.order().iter().map(|id| program.shape(*id));
            shapes.any(|shape| shape.is_some_and(|shape| shape.is_scalar()))
        };
        for problem in &mut problems {
            if problem.kind == ProblemKind::Target && has_scalar() {
                problem.help += ": --target NAME";
            }
        }
        problems
    }

    /// Says what is wrong with the graph.
    pub(super) fn say(&self, problems: &[Problem]) -> Status {
        say(problems, &self.source)
    }
}

/// Everything that is wrong with a graph: its structure, numbers that mean nothing to
/// their ops, and the first value or gradient that is not finite.
pub(super) fn problems(graph: &Graph, evaluation: &Evaluation) -> Vec<Problem> {
    let structure = evaluation.program().problems().iter().cloned();
    let structure = structure.map(|mut problem| {
        if problem.kind == ProblemKind::UnknownOp {
            problem.help += ": 'wiregrad ops' lists the ops";
        }
        problem
    });
    structure
        .chain(evaluation.bad_values(graph))
        .chain(evaluation.not_finite(graph))
        .collect()
}

/// Says what is wrong with a graph, and in which line of its file.
pub(super) fn say(problems: &[Problem], source: &SourceText) -> Status {
    if problems.is_empty() {
        return Status::Fine;
    }
    let positions = match problems.iter().any(|problem| problem.node.is_some()) {
        true => source.positions(),
        false => HashMap::new(),
    };
    for problem in problems {
        let path = source.path().map(|path| path.display().to_string());
        let position = positions
            .get(&problem.name)
            .filter(|_| problem.node.is_some());
        let position = position.map(|at| format!("line {}, column {}", at.line, at.column));
        let place: Vec<String> = path.into_iter().chain(position).collect();
        match &place[..] {
            [] => output::complain(&problem.to_string()),
            place => output::complain(&format!("{}: {problem}", place.join(", "))),
        }
    }
    Status::Problem
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

/// The node of a name.
///
/// # Errors
/// There is none; says which may be meant.
pub(super) fn find(graph: &Graph, name: &str) -> Result<NodeId, String> {
    graph.find(name).ok_or_else(|| {
        let names = graph.iter().map(|(_, node)| node.name());
        let cure = match nearest(name, names) {
            Some(near) => format!("did you mean {near:?}?"),
            None => "'wiregrad eval FILE' lists the nodes".to_owned(),
        };
        format!("no node is called {name:?}: {cure}")
    })
}

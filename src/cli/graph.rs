//! A graph from the arguments that several commands share: its file, other values,
//! another target.

use std::path::Path;

use clap::Args;
use hashbrown::HashMap;

use super::assignment::Assignment;
#[cfg(feature = "gui")]
use super::outcome::Refusal;
use super::outcome::{Failure, Status};
use super::output;
use super::source::SourceArgs;
use super::upstream::Upstream;
use crate::core::evaluation::Evaluation;
use crate::core::graph::{Graph, Node, NodeId};
use crate::core::nearest::nearest;
use crate::core::op::{Op, SourceKind};
use crate::core::problem::{Problem, ProblemKind};
use crate::core::tensor::Tensor;
use crate::data::{self, Dataset, TableError};
use crate::document::Document;
#[cfg(feature = "gui")]
use crate::document::Edit;
use crate::file::SourceText;

/// What is changed in a graph before it is looked at.
#[derive(Args)]
pub(super) struct ChangeArgs {
    /// Give a source another value: a number (1/3 and 2*pi, too), nested lists of numbers,
    /// or @TABLE.csv
    #[arg(long = "set", value_name = "NAME=VALUE", value_parser = Assignment::parse)]
    assignments: Vec<Assignment>,
    /// Differentiate this node
    #[arg(long, value_name = "NAME")]
    target: Option<String>,
}

/// A change: the argument that asks for it, the node, and its value; none for the target.
type Change<'a> = (String, NodeId, Option<&'a Tensor>);

impl ChangeArgs {
    fn all(&self, graph: &Graph) -> Result<Vec<Change<'_>>, String> {
        let values = self.assignments.iter();
        let values = values.map(|it| (format!("--set {}", it.name), &it.name, Some(&it.value)));
        let target = self.target.iter();
        let target = target.map(|name| (format!("--target {name}"), name, None));
        let found = values.chain(target).map(|(argument, name, value)| {
            let found = find(graph, name);
            match found {
                Ok(id) => Ok((argument, id, value)),
                Err(error) => Err(format!("{argument}: {error}")),
            }
        });
        found.collect()
    }

    /// Sets values and the target.
    ///
    /// # Errors
    /// There is no such node, or no such value for it; says of which argument.
    fn change(&self, graph: &mut Graph) -> Result<(), String> {
        for (argument, id, value) in self.all(graph)? {
            let set = match value {
                Some(value) => graph.set_value(id, value.clone()),
                None => graph.set_target(Some(id)),
            };
            set.map_err(|error| format!("{argument}: {error}"))?;
        }
        Ok(())
    }

    /// The same in a document, whose values are finite.
    ///
    /// # Errors
    /// As [`ChangeArgs::change`].
    #[cfg(feature = "gui")]
    fn change_document(&self, document: &mut Document) -> Result<(), String> {
        for (argument, node, value) in self.all(document.graph())? {
            let edit = match value.cloned() {
                Some(value) => Edit::SetValue { node, value },
                None => Edit::SetTarget(Some(node)),
            };
            let set = document.apply(edit);
            set.map_err(|error| format!("{argument}: {error}"))?;
        }
        Ok(())
    }
}

/// The graph that a command is about.
#[derive(Args)]
pub(super) struct GraphArgs {
    #[command(flatten)]
    source: SourceArgs,
    #[command(flatten)]
    changes: ChangeArgs,
}

impl GraphArgs {
    /// The document with what the arguments change in it.
    ///
    /// # Errors
    /// The file has a problem, or the arguments don't fit it.
    #[cfg(feature = "gui")]
    pub(super) fn document(&self) -> Result<Document, Refusal> {
        let (mut document, _) = self.source.load().map_err(Refusal::Problem)?;
        let changed = self.changes.change_document(&mut document);
        changed.map_err(Refusal::Usage)?;
        Ok(document)
    }

    /// What stands in the place of the file, where a formula is given.
    #[cfg(feature = "gui")]
    pub(super) fn stands_in(&self) -> Option<&Path> {
        self.source.stands_in()
    }

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
        Opened::of(document, source, &args.changes).map(Some)
    }

    /// A document with what the arguments change in its graph.
    pub(super) fn of(
        document: Document,
        source: SourceText,
        changes: &ChangeArgs,
    ) -> Result<Opened, Failure> {
        let mut graph = document.graph().clone();
        changes.change(&mut graph).map_err(Failure::Usage)?;
        let evaluation = Evaluation::new(&graph);
        Ok(Opened {
            document,
            graph,
            evaluation,
            source,
        })
    }

    /// Lets this flow back into the target, which may be a tensor then.
    ///
    /// # Errors
    /// There is no target, or the shape is another.
    pub(super) fn flow_back(&mut self, upstream: &Tensor) -> Result<Upstream, Failure> {
        let program = self.evaluation.program();
        let added = Upstream::add(&mut self.graph, program, upstream).map_err(Failure::Usage)?;
        self.evaluation = Evaluation::new(&self.graph);
        Ok(added)
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

    /// The rows that the file names, if it names some.
    pub(super) fn dataset(&self) -> Option<Result<Dataset, TableError>> {
        let settings = self.document.data()?;
        let folder = self.source.path().and_then(Path::parent);
        let is_input = |node: &Node| node.op().and_then(Op::source_kind) == Some(SourceKind::Input);
        let inputs = self.graph.iter().map(|(_, node)| node);
        let inputs: Vec<&str> = inputs
            .filter(|node| is_input(node))
            .map(Node::name)
            .collect();
        Some(data::load(
            settings,
            folder.unwrap_or(Path::new("")),
            &inputs,
        ))
    }

    /// Says what is wrong with the graph.
    pub(super) fn say(&self, problems: &[Problem]) -> Status {
        say(problems, &self.source)
    }
}

/// Everything that is wrong with a graph: its structure, numbers that mean nothing to
/// their ops, and the first value or gradient that is not finite.
fn problems(graph: &Graph, evaluation: &Evaluation) -> Vec<Problem> {
    let structure = evaluation.program().problems().iter().cloned();
    let structure = structure.map(|mut problem| {
        if problem.kind == ProblemKind::UnknownOp {
            problem.help += ": 'wiregrad ops' lists the ops";
        }
        problem
    });
    structure
        .chain(evaluation.numeric_problems(graph))
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

//! The lines of a program, in the order in which they are computed: a node each, with some of
//! the nodes in them written where they are used.

use std::collections::HashMap;

use super::functions::{self, functions};
use super::language::{Language, NUMPY};
use super::names::Identifiers;
use super::print::{Called, Printer};
use crate::core::evaluation::{Evaluation, Numbers};
use crate::core::expression::tree::{Definition, Statement};
use crate::core::fault::Fault;
use crate::core::formula::{is_made, statements_of};
use crate::core::graph::{Graph, Node, NodeId};
use crate::core::op::{Op, SourceKind};
use crate::core::problem::ProblemKind;
use crate::core::tensor::Shape;

/// The most nodes in one line.
const MOST_IN_LINE: usize = 12;

/// A line: what a node is.
pub(super) struct Line {
    pub(super) node: NodeId,
    /// The identifier of its node.
    pub(super) name: String,
    pub(super) expression: String,
}

/// What a program is written from and with.
pub(super) struct Body<'a> {
    pub(super) graph: &'a Graph,
    pub(super) evaluation: &'a Evaluation,
    pub(super) language: &'static Language,
    pub(super) names: Identifiers,
    /// The sources that have names in the program, in their order.
    pub(super) sources: Vec<NodeId>,
    /// The constants that are written out, with their numbers.
    pub(super) numbers: HashMap<NodeId, f64>,
    pub(super) lines: Vec<Line>,
    pub(super) called: Called,
}

impl<'a> Body<'a> {
    /// The lines of a graph.
    ///
    /// # Errors
    /// It can't be evaluated, or an op can't be written.
    pub(super) fn new(
        graph: &'a Graph,
        evaluation: &'a Evaluation,
        language: &'static Language,
    ) -> Result<Body<'a>, Fault> {
        Body::make(graph, evaluation, language, None)
    }

    /// The same in a class whose members parameters and constants are; these members it has
    /// already.
    ///
    /// # Errors
    /// As [`Body::new`].
    pub(super) fn of_module(
        graph: &'a Graph,
        evaluation: &'a Evaluation,
        language: &'static Language,
        members: &[&str],
    ) -> Result<Body<'a>, Fault> {
        Body::make(graph, evaluation, language, Some(members))
    }

    fn make(
        graph: &'a Graph,
        evaluation: &'a Evaluation,
        language: &'static Language,
        members: Option<&[&str]>,
    ) -> Result<Body<'a>, Fault> {
        let problems = evaluation.program().problems();
        let problem = problems.iter().find(|it| it.kind != ProblemKind::Target);
        if let Some(problem) = problem {
            return Err(Fault::new(
                problem.to_string(),
                "make the graph one that can be evaluated",
            ));
        }
        let mut body = Body {
            graph,
            evaluation,
            language,
            names: Identifiers::new(functions::names()),
            sources: Vec::new(),
            numbers: HashMap::new(),
            lines: Vec::new(),
            called: Called::new(),
        };
        body.write(members)?;
        Ok(body)
    }

    fn write(&mut self, members: Option<&[&str]>) -> Result<(), Fault> {
        let order = self.evaluation.program().order();
        let wanted = vec![true; self.graph.index_bound()];
        let kept = self.kept(order);
        let formula = statements_of(self.graph, &wanted, &kept, true);
        let definitions = formula.statements().iter().filter_map(|it| match it {
            Statement::Define(Definition {
                name: Some(name),
                expression,
                ..
            }) => Some((&**name, *expression)),
            _ => None,
        });
        let definitions: HashMap<&str, _> = definitions.collect();
        self.take_names(order, members, |name| definitions.contains_key(name));
        for &id in order {
            let Some(node) = self.graph.get(id).filter(|node| node.value().is_none()) else {
                continue;
            };
            let Some(expression) = definitions.get(node.name()) else {
                continue;
            };
            let exact = !self.is_finite(id);
            let mut printer = Printer {
                language: self.language,
                formula: &formula,
                names: &mut self.names,
                called: &mut self.called,
                exact,
            };
            let expression = printer.expression(*expression).map_err(|fault| {
                Fault::new(format!("{:?}: {}", node.name(), fault.message), fault.help)
            })?;
            let name = self.names.of(node.name());
            self.lines.push(Line {
                node: id,
                name,
                expression,
            });
        }
        Ok(())
    }

    /// Gives the nodes that have definitions their identifiers.
    fn take_names(
        &mut self,
        order: &[NodeId],
        members: Option<&[&str]>,
        is_defined: impl Fn(&str) -> bool,
    ) {
        for &id in order {
            let Some(node) = self.graph.get(id) else {
                continue;
            };
            match (node.value(), is_defined(node.name())) {
                (Some(value), false) => {
                    self.numbers.extend(value.data().first().map(|x| (id, *x)));
                    continue;
                }
                (None, false) => continue,
                (Some(_), true) => self.sources.push(id),
                (None, true) => {}
            }
            let mut name = self.names.of(node.name());
            let is_data = node.op().and_then(Op::source_kind) == Some(SourceKind::Input);
            if let Some(members) = members.filter(|_| node.value().is_some() && !is_data) {
                while members.contains(&&*name) {
                    name = self.names.fresh(&format!("{name}_"));
                }
                self.names.set(node.name(), format!("self.{name}"));
            }
        }
    }

    /// The nodes that get lines of their own.
    fn kept(&self, order: &[NodeId]) -> Vec<NodeId> {
        let mut kept = Vec::new();
        let mut sizes = vec![0_usize; self.graph.index_bound()];
        for &id in order {
            let Some(node) = self.graph.get(id) else {
                continue;
            };
            let inputs = node.inputs().iter().flatten();
            let size = 1 + inputs.map(|input| sizes[input.index()]).sum::<usize>();
            let is_in_line = match node.op().and_then(Op::source_kind) {
                Some(kind) => kind == SourceKind::Constant && is_made(node),
                None => {
                    let is_plain = self.language.module != NUMPY.module && is_made(node);
                    is_plain && size <= MOST_IN_LINE && self.is_finite(id)
                }
            };
            if is_in_line && self.graph.target() != Some(id) {
                sizes[id.index()] = size;
            } else {
                kept.push(id);
            }
        }
        kept
    }

    /// Whether a node's value and gradient, and the values of its inputs, are finite.
    fn is_finite(&self, id: NodeId) -> bool {
        let all = |numbers: Option<Numbers<'_>>| {
            numbers.is_none_or(|numbers| numbers.data.iter().all(|x| x.is_finite()))
        };
        let inputs = self.graph.get(id).map(Node::inputs).unwrap_or_default();
        let mut inputs = inputs.iter().flatten();
        all(self.evaluation.value(id))
            && all(self.evaluation.gradient(id))
            && inputs.all(|input| all(self.evaluation.value(*input)))
    }

    /// The sources of a kind.
    pub(super) fn sources_of(&self, kind: SourceKind) -> Vec<NodeId> {
        let is_one = |id: &&NodeId| {
            let op = self.graph.get(**id).and_then(Node::op);
            op.and_then(Op::source_kind) == Some(kind)
        };
        self.sources.iter().filter(is_one).copied().collect()
    }

    /// How many numbers the sources have.
    pub(super) fn source_count(&self) -> usize {
        self.sources
            .iter()
            .map(|id| self.shape(*id).elements())
            .sum()
    }

    /// The node whose gradients there are.
    pub(super) fn target(&self) -> Option<NodeId> {
        self.evaluation.program().target()
    }

    /// The functions that the lines, and these texts, call.
    ///
    /// # Errors
    /// One can't be written.
    pub(super) fn functions(&self, others: &[&str]) -> Result<String, Fault> {
        functions(self.language, self.called.clone(), others)
    }

    /// A comment with the shape of a node, if it is an array.
    pub(super) fn shape_comment(&self, id: NodeId) -> String {
        match self.evaluation.program().shape(id) {
            Some(shape) if !shape.is_scalar() => format!("  # {shape}"),
            _ => String::new(),
        }
    }

    /// The shape of a node.
    pub(super) fn shape(&self, id: NodeId) -> Shape {
        self.evaluation.program().shape(id).unwrap_or(Shape::SCALAR)
    }
}

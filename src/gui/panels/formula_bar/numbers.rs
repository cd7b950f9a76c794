//! The values and gradients that a formula will have, worked out on a copy of what it
//! depends on.

use crate::core::evaluation::{Evaluation, Numbers};
use crate::core::formula::{End, NameOrigin, PlannedTarget};
use crate::core::graph::{Graph, Node, NodeId};
use crate::core::program::Program;
use crate::gui::editor::formula::ReadFormula;
use crate::gui::panels::inspector::summary;

/// More nodes, or more numbers, aren't evaluated while somebody types.
const MOST_NODES: usize = 2_000;
const MOST_ELEMENTS: usize = 1 << 16;
/// The most rows that are shown.
const MOST_ROWS: usize = 9;

/// What is said of the values.
pub(super) enum LiveNumbers {
    /// They are known.
    Known(NumberTable),
    /// There are too many to work them out at every letter.
    TooMany,
}

/// Values and gradients, a row a node.
pub(super) struct NumberTable {
    /// The node that is differentiated.
    pub(super) target: Option<String>,
    pub(super) rows: Vec<NumberRow>,
    /// How many rows there would be besides.
    pub(super) more: usize,
    /// The first thing that is wrong with the graph as it will be.
    pub(super) problem: Option<String>,
}

/// The numbers of a node.
pub(super) struct NumberRow {
    pub(super) name: String,
    pub(super) value: String,
    pub(super) gradient: String,
}

impl LiveNumbers {
    /// The numbers of what a formula defines and uses.
    pub(super) fn of(read: &ReadFormula) -> LiveNumbers {
        let shown = shown(read);
        let after = &read.edit.after;
        let wanted: Vec<NodeId> = shown
            .iter()
            .copied()
            .chain(after.graph().target())
            .collect();
        let Some(part) = after.dependencies(&wanted, MOST_NODES) else {
            return LiveNumbers::TooMany;
        };
        let graph = part.graph();
        let program = Program::new(graph);
        let shapes = program.order().iter().filter_map(|id| program.shape(*id));
        let elements = shapes.fold(0_usize, |sum, shape| sum.saturating_add(shape.elements()));
        if elements > MOST_ELEMENTS {
            return LiveNumbers::TooMany;
        }
        let mut evaluation = Evaluation::unswept(program, graph);
        evaluation.sweep();
        let row = |id: &NodeId| row(graph, &evaluation, after.graph().name(*id));
        let target = evaluation.program().target();
        LiveNumbers::Known(NumberTable {
            target: target.map(|id| graph.name(id).to_owned()),
            rows: shown.iter().take(MOST_ROWS).filter_map(row).collect(),
            more: shown.len().saturating_sub(MOST_ROWS),
            problem: problem(graph, &evaluation),
        })
    }
}

fn row(graph: &Graph, evaluation: &Evaluation, name: &str) -> Option<NumberRow> {
    let id = graph.find(name)?;
    let text = |numbers: Option<Numbers<'_>>| {
        numbers.map_or_else(|| "—".to_owned(), |numbers| summary(&numbers))
    };
    Some(NumberRow {
        name: name.to_owned(),
        value: text(evaluation.value(id)),
        gradient: text(evaluation.gradient(id)),
    })
}

fn problem(graph: &Graph, evaluation: &Evaluation) -> Option<String> {
    let structural = evaluation.program().problems().iter().cloned();
    let mut all = structural.chain(evaluation.numeric_problems(graph));
    all.next().map(|problem| problem.to_string())
}

/// The nodes whose numbers are shown: what is computed under a name, or last, before the
/// sources.
fn shown(read: &ReadFormula) -> Vec<NodeId> {
    let plan = &read.plan;
    let of_plan = &read.edit.of_plan;
    let id = |end: End| match end {
        End::Node(id) => Some(id),
        End::New(number) => of_plan.get(number).copied(),
    };
    let named = plan.nodes.iter().zip(of_plan);
    let named = named.filter(|(node, _)| node.origin != NameOrigin::Made);
    let last = match plan.target {
        PlannedTarget::Last(end) | PlannedTarget::Node(end) => id(end),
        PlannedTarget::Keep | PlannedTarget::Automatic => None,
    };
    let new = plan.nodes.iter().map(|node| &node.content);
    let changes = plan.changes.iter();
    let contents = new.chain(changes.clone().map(|change| &change.content));
    let used = contents.flat_map(|content| content.inputs.iter().flatten());
    let used = used.filter_map(|end| match end {
        End::Node(id) => Some(*id),
        End::New(_) => None,
    });
    let all = last
        .into_iter()
        .chain(changes.map(|change| change.node))
        .chain(named.map(|(_, id)| *id))
        .chain(used);
    let mut seen = hashbrown::HashSet::new();
    let all: Vec<NodeId> = all.filter(|id| seen.insert(*id)).collect();
    let graph = read.edit.after.graph();
    let is_source = |id: &NodeId| graph.get(*id).is_some_and(Node::is_source);
    let (sources, computed): (Vec<NodeId>, Vec<NodeId>) = all.into_iter().partition(is_source);
    computed.into_iter().chain(sources).collect()
}

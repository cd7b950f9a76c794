//! Whole explanations, to be printed or put on the clipboard: the steps of both
//! passes, or all about one node, as text, Markdown or LaTeX.

mod block;

use super::outgoing::Outgoing;
use super::paths::{Paths, count, count_text};
use super::steps::{Step, StepScope, Steps};
use super::text::{Explainer, Explanation};
use crate::core::evaluation::Evaluation;
use crate::core::graph::{Graph, NodeId};
use crate::core::limits::MAX_PATHS_WRITTEN;

pub use block::{PageBlock, PageFormat, PageLine, latex_text, write};

/// The steps of both passes. A title may be empty.
pub fn of_steps(
    graph: &Graph,
    evaluation: &Evaluation,
    title: &str,
    show: StepScope,
    format: PageFormat,
) -> Vec<PageBlock> {
    let mut blocks = Vec::new();
    if !title.is_empty() {
        blocks.push(PageBlock::Title(title.to_owned()));
    }
    if graph.is_empty() {
        blocks.push(PageBlock::Paragraph("The graph is empty.".to_owned()));
    }
    let outgoing = Outgoing::to_target(graph, evaluation.program());
    let explainer = Explainer::new(graph, evaluation, &outgoing, format.notation());
    let steps = Steps::new(graph, evaluation.program(), show);
    let (forward, reverse) = steps.all().split_at(steps.end_of_forward());
    // Values in flight have no equation.
    let says = |step: &&Step| !matches!(step, Step::Carry(_));
    let lines = |steps: &[Step]| {
        let said = steps.iter().filter(says).map(|step| explainer.step(*step));
        PageBlock::Equations(said.map(PageLine::Said).collect())
    };
    if !forward.is_empty() {
        blocks.push(heading("Forward, from left to right: the values"));
        blocks.push(lines(forward));
    }
    if !reverse.is_empty() {
        blocks.push(heading("Backward, from right to left: the gradients"));
        blocks.extend(what_d_is(graph, evaluation));
        blocks.push(lines(reverse));
    }
    blocks
}

/// Where a node's value and its gradient come from: its formula, what each of its wires
/// contributes, and every path if there are few.
pub fn of_node(
    graph: &Graph,
    evaluation: &Evaluation,
    node: NodeId,
    format: PageFormat,
) -> Vec<PageBlock> {
    let outgoing = Outgoing::to_target(graph, evaluation.program());
    let explainer = Explainer::new(graph, evaluation, &outgoing, format.notation());
    let name = graph.name(node);
    let mut blocks = vec![
        heading(&format!("The value of {name}")),
        PageBlock::Equations(vec![PageLine::Said(explainer.value(node))]),
        heading(&format!("The gradient of {name}")),
    ];
    let target = evaluation.program().target();
    if evaluation.gradient(node).is_none() {
        blocks.push(PageBlock::Paragraph(match target {
            Some(target) => format!("{} does not depend on it.", graph.name(target)),
            None => "There is nothing to differentiate.".to_owned(),
        }));
        return blocks;
    }
    let wires = outgoing.of(node);
    let mut said: Vec<Explanation> = wires.iter().map(|it| explainer.contribution(*it)).collect();
    match wires.len() {
        0 => said.push(explainer.seed()),
        1 => {}
        _ => said.push(explainer.sum(node)),
    }
    blocks.push(PageBlock::Equations(
        said.into_iter().map(PageLine::Said).collect(),
    ));
    if let Some(target) = target.filter(|target| *target != node) {
        let target = graph.name(target);
        blocks.push(heading(&format!(
            "Along every path from {name} to {target}"
        )));
        blocks.push(along_paths(&explainer, node));
    }
    blocks
}

fn along_paths(explainer: &Explainer<'_>, node: NodeId) -> PageBlock {
    let Explainer {
        graph,
        evaluation,
        outgoing,
        ..
    } = explainer;
    let found = Paths::new(evaluation, outgoing, node).take(MAX_PATHS_WRITTEN + 1);
    let found: Vec<_> = found.collect();
    if found.len() > MAX_PATHS_WRITTEN {
        let count = count_text(&count(graph, evaluation, node));
        return PageBlock::Paragraph(format!(
            "{count} paths are too many to list: what its wires contribute stands above."
        ));
    }
    let paths = found
        .iter()
        .map(|path| PageLine::Path(explainer.path(node, path)));
    let mut lines: Vec<PageLine> = paths.collect();
    let equation = explainer.sum_over_paths(node, &found);
    lines.push(PageLine::Said(Explanation {
        equation,
        ..Explanation::default()
    }));
    PageBlock::Equations(lines)
}

fn heading(text: &str) -> PageBlock {
    PageBlock::Heading(text.to_owned())
}

/// What dX is, where there are tensors.
fn what_d_is(graph: &Graph, evaluation: &Evaluation) -> Option<PageBlock> {
    let program = evaluation.program();
    let tensor = |id: &&NodeId| {
        let shape = program.shape(**id).filter(|_| program.reaches_target(**id));
        shape.is_some_and(|shape| !shape.is_scalar())
    };
    let tensor = graph.name(*program.order().iter().find(tensor)?);
    let target = graph.name(program.target()?);
    let text = format!("d{tensor} is the gradient of {target} by {tensor}.");
    Some(PageBlock::Paragraph(text))
}

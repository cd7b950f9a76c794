//! Whole explanations, to be printed or put on the clipboard: the steps of both
//! sweeps, or all about one node, as text, Markdown or LaTeX.

use super::notation::Notation;
use super::outgoing::Outgoing;
use super::paths::{PathText, Paths, count, count_text};
use super::steps::{Step, StepScope, Steps};
use super::text::{Explainer, Explanation};
use crate::core::evaluation::Evaluation;
use crate::core::graph::{Graph, NodeId};
use crate::core::limits::MAX_PATHS_WRITTEN;

/// How a page is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PageFormat {
    /// Plain text.
    #[default]
    Text,
    /// Markdown with formulas between dollar signs.
    Markdown,
    /// LaTeX; needs amsmath.
    Latex,
}

/// A part of a page.
#[derive(Clone, Debug, PartialEq)]
pub enum PageBlock {
    /// What the page is about.
    Title(String),
    /// What the blocks after it are about.
    Heading(String),
    /// Plain words.
    Paragraph(String),
    /// Equations, one a line.
    Equations(Vec<PageLine>),
}

/// A line of equations.
#[derive(Clone, Debug, PartialEq)]
pub enum PageLine {
    /// What a step says.
    Said(Explanation),
    /// One path with its product.
    Path(PathText),
}

/// The steps of both sweeps. A title may be empty.
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

impl PageFormat {
    /// How its formulas are written.
    pub fn notation(self) -> Notation {
        match self {
            PageFormat::Text => Notation::Text,
            PageFormat::Markdown | PageFormat::Latex => Notation::Latex,
        }
    }
}

/// A page as one text.
pub fn write(blocks: &[PageBlock], format: PageFormat) -> String {
    let blocks = blocks.iter().map(|block| block.write(format));
    blocks.collect()
}

impl PageBlock {
    /// This block as text, with the line breaks that end it.
    pub fn write(&self, format: PageFormat) -> String {
        match (self, format) {
            (PageBlock::Title(text), PageFormat::Text) => format!("{text}\n\n"),
            (PageBlock::Title(text), PageFormat::Markdown) => format!("# {}\n\n", markdown(text)),
            (PageBlock::Title(text), PageFormat::Latex) => {
                format!("\\section*{{{}}}\n\n", latex(text))
            }
            (PageBlock::Heading(text), PageFormat::Text) => format!("{text}\n"),
            (PageBlock::Heading(text), PageFormat::Markdown) => {
                format!("## {}\n\n", markdown(text))
            }
            (PageBlock::Heading(text), PageFormat::Latex) => {
                format!("\\subsection*{{{}}}\n", latex(text))
            }
            (PageBlock::Paragraph(text), PageFormat::Text) => format!("{text}\n\n"),
            (PageBlock::Paragraph(text), PageFormat::Markdown) => format!("{}\n\n", markdown(text)),
            (PageBlock::Paragraph(text), PageFormat::Latex) => format!("{}\n\n", latex(text)),
            (PageBlock::Equations(lines), format) => equations(lines, format),
        }
    }
}

fn equations(lines: &[PageLine], format: PageFormat) -> String {
    let lines = lines.iter().map(|line| match line {
        PageLine::Said(said) => said_line(said, format),
        PageLine::Path(path) => path_line(path, format),
    });
    let lines: Vec<String> = lines.collect();
    match format {
        PageFormat::Text => format!("  {}\n\n", lines.join("\n  ")),
        PageFormat::Markdown => format!("- {}\n\n", lines.join("\n- ")),
        PageFormat::Latex => {
            format!(
                "\\begin{{align*}}\n  {}\n\\end{{align*}}\n\n",
                lines.join(" \\\\\n  ")
            )
        }
    }
}

fn said_line(said: &Explanation, format: PageFormat) -> String {
    let Explanation {
        equation,
        local,
        note,
        ..
    } = said;
    let mut line = match format {
        PageFormat::Text => equation.to_string(),
        PageFormat::Markdown => format!("${equation}$"),
        PageFormat::Latex => {
            let right: Vec<String> = equation.right().map(|part| format!("= {part}")).collect();
            format!("{} &{}", equation.left, right.join(" "))
        }
    };
    if let Some(local) = local {
        line += &match format {
            PageFormat::Text => format!(", where {local}"),
            PageFormat::Markdown => format!(", where ${local}$"),
            PageFormat::Latex => format!(" && {local}"),
        };
    }
    if let Some(note) = note {
        line += &match format {
            PageFormat::Text => format!(", {note}"),
            PageFormat::Markdown => format!(", {}", markdown(note)),
            PageFormat::Latex => format!(" && \\text{{{}}}", latex(note)),
        };
    }
    line
}

fn path_line(path: &PathText, format: PageFormat) -> String {
    let PathText { way, equation, .. } = path;
    let right: Vec<&str> = equation.right().collect();
    let right = right.join(" = ");
    match format {
        PageFormat::Text => format!("{way}: {right}"),
        PageFormat::Markdown => format!("${way}$: ${right}$"),
        PageFormat::Latex => format!("{way} &: \\quad {right}"),
    }
}

/// Text outside formulas, with what LaTeX would take for its own.
fn latex(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            c if "{}$&#%_".contains(c) => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}

/// Text outside formulas, with what Markdown would take for its own.
fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if "\\`*_{}[]<>#|$".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

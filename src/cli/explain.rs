//! `wiregrad explain`: the steps of both sweeps, or all about one node, as text, as
//! Markdown or as LaTeX.

use std::io::{self, Write};

use clap::Args;

use super::open::Opened;
use super::output;
use super::page::{Format, Page};
use super::{Failure, GraphArgs, Status};
use crate::core::explain::notation::Notation;
use crate::core::explain::outgoing::Outgoing;
use crate::core::explain::paths::{self, Paths};
use crate::core::explain::steps::{Show, Step, Steps};
use crate::core::explain::text::{Explainer, Explanation};
use crate::core::graph::NodeId;
use crate::core::limits::MAX_PATHS_WRITTEN;

const EXAMPLES: &str = "\
Examples:
  wiregrad explain graph.ron
  wiregrad explain graph.ron w
  wiregrad explain graph.ron --only --format markdown
  wiregrad explain graph.ron w --set w=3 --format latex

Markdown has its formulas between dollar signs; LaTeX needs the package amsmath.

Exit status: 0 fine, 1 the graph or the file has a problem, 2 wrong usage.";

/// What `explain` takes.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct ExplainArgs {
    #[command(flatten)]
    graph: GraphArgs,
    /// Explain the value and the gradient of this node alone
    node: Option<String>,
    /// How formulas are written
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Only what leads from the parameters to the target
    #[arg(long, conflicts_with = "node")]
    only: bool,
}

pub(super) fn run(args: &ExplainArgs) -> Result<Status, Failure> {
    let Some(opened) = Opened::new(&args.graph)? else {
        return Ok(Status::Problem);
    };
    let node = args.node.as_deref().map(|name| opened.node(name));
    let node = node.transpose()?;
    let Opened {
        graph, evaluation, ..
    } = &opened;
    let outgoing = Outgoing::to_target(graph, evaluation.program());
    let notation = match args.format {
        Format::Text => Notation::Text,
        _ => Notation::Latex,
    };
    let explainer = Explainer::new(graph, evaluation, &outgoing, notation);
    let told = Told {
        opened: &opened,
        outgoing: &outgoing,
        explainer,
    };
    let write = |to: &mut dyn Write| {
        let mut page = Page::new(to, args.format);
        match node {
            Some(node) => told.node(&mut page, node),
            None => told.steps(&mut page, args.only),
        }
    };
    match args.format {
        Format::Text => output::print(write)?,
        _ => output::print_raw(write)?,
    }
    Ok(opened.say_problems())
}

struct Told<'a> {
    opened: &'a Opened,
    outgoing: &'a Outgoing,
    explainer: Explainer<'a>,
}

impl Told<'_> {
    fn steps(&self, page: &mut Page<'_>, only: bool) -> io::Result<()> {
        let Opened {
            document,
            graph,
            evaluation,
        } = self.opened;
        let show = if only {
            Show::ParametersToTarget
        } else {
            Show::Everything
        };
        let steps = Steps::new(graph, evaluation.program(), show);
        if !document.title().is_empty() {
            page.title(document.title())?;
        }
        if graph.is_empty() {
            return page.paragraph("The graph is empty.");
        }
        let (forward, reverse) = steps.all().split_at(steps.end_of_forward());
        if !forward.is_empty() {
            page.heading("Forward, from left to right: the values")?;
            self.block(page, forward)?;
        }
        if !reverse.is_empty() {
            page.heading("Backward, from right to left: the gradients")?;
            self.say_what_d_is(page)?;
            self.block(page, reverse)?;
        }
        Ok(())
    }

    /// Says what dX is, where there are tensors.
    fn say_what_d_is(&self, page: &mut Page<'_>) -> io::Result<()> {
        let Opened {
            graph, evaluation, ..
        } = self.opened;
        let program = evaluation.program();
        let tensor = |id: &&NodeId| {
            let shape = program.shape(**id).filter(|_| program.reaches_target(**id));
            shape.is_some_and(|shape| !shape.is_scalar())
        };
        match (program.target(), program.order().iter().find(tensor)) {
            (Some(target), Some(tensor)) => {
                let [target, tensor] = [target, *tensor].map(|id| graph.name(id));
                let text = format!("d{tensor} is the gradient of {target} by {tensor}.");
                page.paragraph(&text)
            }
            _ => Ok(()),
        }
    }

    /// The equations of steps; values in flight have none.
    fn block(&self, page: &mut Page<'_>, steps: &[Step]) -> io::Result<()> {
        let says = |step: &&Step| !matches!(step, Step::Carry(_));
        page.open()?;
        for step in steps.iter().filter(says) {
            let said = self.explainer.step(*step);
            page.said(&said)?;
        }
        page.close()
    }

    fn node(&self, page: &mut Page<'_>, node: NodeId) -> io::Result<()> {
        let Opened {
            graph, evaluation, ..
        } = self.opened;
        let name = graph.name(node);
        let value = self.explainer.value(node);
        page.heading(&format!("The value of {name}"))?;
        page.open()?;
        page.said(&value)?;
        page.close()?;
        page.heading(&format!("The gradient of {name}"))?;
        let wires = self.outgoing.of(node);
        if evaluation.gradient(node).is_none() {
            let text = match evaluation.program().target() {
                Some(target) => format!("{} does not depend on it.", graph.name(target)),
                None => "There is nothing to differentiate.".to_owned(),
            };
            return page.paragraph(&text);
        }
        page.open()?;
        if wires.is_empty() {
            page.said(&self.explainer.seed())?;
        }
        for wire in wires {
            let said = self.explainer.contribution(*wire);
            page.said(&said)?;
        }
        if wires.len() > 1 {
            page.said(&self.explainer.sum(node))?;
        }
        page.close()?;
        self.paths(page, node)
    }

    fn paths(&self, page: &mut Page<'_>, node: NodeId) -> io::Result<()> {
        let Opened {
            graph, evaluation, ..
        } = self.opened;
        let Some(target) = evaluation
            .program()
            .target()
            .filter(|target| *target != node)
        else {
            return Ok(());
        };
        let [name, target] = [node, target].map(|id| graph.name(id));
        page.heading(&format!("Along every path from {name} to {target}"))?;
        let found: Vec<_> = Paths::new(evaluation, self.outgoing, node)
            .take(MAX_PATHS_WRITTEN + 1)
            .collect();
        if found.len() > MAX_PATHS_WRITTEN {
            let count = paths::count_text(&paths::count(graph, evaluation, node));
            let text = format!(
                "{count} paths are too many to list: what its wires contribute stands above."
            );
            return page.paragraph(&text);
        }
        page.open()?;
        for path in &found {
            let said = self.explainer.path(node, path);
            page.path(&said)?;
        }
        let sum = self.explainer.sum_over_paths(node, &found);
        page.said(&Explanation {
            equation: sum,
            ..Explanation::default()
        })?;
        page.close()
    }
}

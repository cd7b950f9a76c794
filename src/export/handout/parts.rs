//! What a hand-out is made of, whatever it is written in.

use crate::core::explain::notation::Notation;
use crate::core::explain::page::{PageBlock, PageFormat, PageLine, of_steps};
use crate::core::explain::steps::StepScope;
use crate::core::explain::text::{Equation, Explanation};
use crate::core::expression::Style;
use crate::core::formula::{short, write};
use crate::export::target::Subject;

/// A box to write a number into.
pub(super) const BLANK: &str = "\\boxed{\\phantom{0000}}";

/// What the graph computes, a line a statement, in LaTeX.
pub(super) fn formula(subject: &Subject<'_>) -> Vec<String> {
    let text = write(&short(subject.graph, None), Style::Latex);
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(str::to_owned).collect()
}

/// The steps of both passes, without a heading of their own.
pub(super) fn steps(subject: &Subject<'_>) -> Vec<PageBlock> {
    let format = PageFormat::Latex;
    debug_assert_eq!(format.notation(), Notation::Latex);
    of_steps(
        subject.graph,
        subject.evaluation,
        "",
        StepScope::Everything,
        format,
    )
}

/// The same steps with a blank for every number that is to be found. What is given stays:
/// sources, and how the backward pass begins.
pub(super) fn exercise(blocks: Vec<PageBlock>) -> Vec<PageBlock> {
    let block = |block| match block {
        PageBlock::Equations(lines) => {
            PageBlock::Equations(lines.into_iter().map(blank_line).collect())
        }
        other => other,
    };
    blocks.into_iter().map(block).collect()
}

fn blank_line(line: PageLine) -> PageLine {
    let PageLine::Said(said) = line else {
        return line;
    };
    if said.equation.names.is_empty() {
        return PageLine::Said(said);
    }
    PageLine::Said(Explanation {
        equation: Equation {
            numbers: String::new(),
            result: BLANK.to_owned(),
            reason: String::new(),
            ..said.equation
        },
        local: said.local.map(|local| Equation {
            left: local.left,
            result: BLANK.to_owned(),
            ..Equation::default()
        }),
        ..said
    })
}

//! What a hand-out is made of, whatever it is written in.

use crate::core::explain::notation::Notation;
use crate::core::explain::page::{PageBlock, PageFormat, PageLine, of_steps};
use crate::core::explain::steps::StepScope;
use crate::core::explain::text::{Equation, Explanation};
use crate::core::expression::Style;
use crate::core::formula::{short, write};
use crate::export::target::Subject;

/// A line to write a number on.
pub(super) const BLANK: &str = "\\underline{\\hspace{3em}}";

/// A formula of more lines wouldn't fit on a page.
const MOST_LINES: usize = 30;

/// What the graph computes, in LaTeX; nothing if that is too long to be read.
pub(super) fn formula(subject: &Subject<'_>) -> Option<String> {
    let text = write(&short(subject.graph, None), Style::Latex);
    let text = text.trim();
    (!text.is_empty() && text.lines().count() <= MOST_LINES).then(|| text.to_owned())
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

//! A hand-out in Markdown, its formulas between dollar signs.

use super::parts::{exercise, formula, steps};
use crate::core::explain::page::{PageBlock, PageFormat, write};
use crate::core::fault::Fault;
use crate::export::target::{Export, Options, Subject};

/// The derivation of a graph in Markdown, as an exercise with its solution if that is asked
/// for.
///
/// # Errors
/// None: every graph can be explained.
pub(in crate::export) fn markdown(
    subject: &Subject<'_>,
    options: &Options,
) -> Result<Export, Fault> {
    let (document, as_exercise) = (subject.document, options.exercise);
    let mut blocks = Vec::new();
    let title = match document.title() {
        "" => "The derivation of a graph",
        title => title,
    };
    blocks.push(PageBlock::Title(one_line(title)));
    if !document.note().is_empty() && !as_exercise {
        blocks.push(PageBlock::Paragraph(one_line(document.note())));
    }
    let mut out = write(&blocks, PageFormat::Markdown);
    if let Some(formula) = formula(subject) {
        out.push_str(&format!("$$\n{formula}\n$$\n\n"));
    }
    let steps = steps(subject);
    if !as_exercise {
        out.push_str(&write(&steps, PageFormat::Markdown));
        return Ok(export(out));
    }
    let says = "Find every number, first from left to right, then from right to left.";
    out.push_str(&format!("## Exercise\n\n{says}\n\n"));
    out.push_str(&write(&exercise(steps.clone()), PageFormat::Markdown));
    out.push_str("---\n\n## Solution\n\n");
    out.push_str(&write(&steps, PageFormat::Markdown));
    Ok(export(out))
}

fn export(text: String) -> Export {
    Export {
        text,
        ..Export::default()
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

//! The table of a check: the worst gradient first.

use std::io::{self, Write};

use anstyle::Style;

use crate::cli::output::{self, BAD, DOUBTFUL, GOOD, GRADIENT, PLAIN};
use crate::cli::table::{ABSENT, Align, Table, number};
use crate::core::check::{NodeCheck, SUSPECT, Verdict};
use crate::core::graph::{Graph, NodeId};
use crate::core::number::short;

/// Writes a row for each gradient, and what they come to.
pub(super) fn write(
    to: &mut dyn Write,
    graph: &Graph,
    target: Option<NodeId>,
    checks: &[NodeCheck],
) -> io::Result<()> {
    let Some(target) = target else {
        return writeln!(to, "There is nothing to differentiate.");
    };
    let mut table = Table::new()
        .column("node", Align::Left, PLAIN)
        .column("gradient", Align::Right, GRADIENT)
        .column("difference", Align::Right, PLAIN)
        .column("relative error", Align::Right, PLAIN)
        .column("verdict", Align::Left, PLAIN);
    for check in checks {
        let (text, style) = verdict(graph, check);
        let comparison = &check.comparison;
        table.row(vec![
            graph.name(check.node).to_owned(),
            number(comparison.gradient),
            finite(comparison.difference, number),
            finite(comparison.relative_error(), |error| short(error, 2)),
            text,
        ]);
        table.restyle(style);
    }
    table.write(to)?;
    write_summary(to, output::printable(graph.name(target)).as_ref(), checks)
}

/// `12 gradients of J checked: 1 at a kink, none is wrong`.
fn write_summary(to: &mut dyn Write, target: &str, checks: &[NodeCheck]) -> io::Result<()> {
    let count = |is: fn(&Verdict) -> bool| checks.iter().filter(|check| is(&check.verdict)).count();
    let kinks = count(|verdict| matches!(verdict, Verdict::AtKink { .. }));
    let unchecked = count(|verdict| matches!(verdict, Verdict::Unchecked { .. }));
    let gradients = match checks.len() {
        1 => "1 gradient".to_owned(),
        n => format!("{n} gradients"),
    };
    write!(to, "\n{gradients} of {target} checked: ")?;
    if kinks > 0 {
        write!(to, "{DOUBTFUL}{kinks} at a kink{DOUBTFUL:#}, ")?;
    }
    if unchecked > 0 {
        write!(to, "{DOUBTFUL}{unchecked} can't be checked{DOUBTFUL:#}, ")?;
    }
    match count(|verdict| *verdict == Verdict::Suspect) {
        0 => writeln!(to, "{GOOD}none is wrong{GOOD:#}"),
        wrong => writeln!(to, "{BAD}{wrong} suspect{BAD:#}"),
    }
}

/// A number, if the differences came to one.
fn finite(x: f64, text: impl Fn(f64) -> String) -> String {
    if x.is_finite() {
        text(x)
    } else {
        ABSENT.to_owned()
    }
}

fn verdict(graph: &Graph, check: &NodeCheck) -> (String, Style) {
    let comparison = &check.comparison;
    let name = |word: &str, node| match node == check.node {
        true => String::new(),
        false => format!(" {word} {:?}", graph.name(node)),
    };
    let (mut text, style) = match check.verdict {
        Verdict::Fine if comparison.relative_error() > SUSPECT => {
            ("fine: rounding explains it".to_owned(), GOOD)
        }
        Verdict::Fine => ("fine".to_owned(), GOOD),
        Verdict::Suspect => ("suspect".to_owned(), BAD),
        Verdict::Unchecked { node, reason } => {
            let text = format!("can't be checked{}: {}", name("at", node), reason.text());
            (text, DOUBTFUL)
        }
        Verdict::AtKink { node, text } => {
            (format!("at a kink{}: {text}", name("of", node)), DOUBTFUL)
        }
    };
    if check.checked < check.elements {
        text = format!("{text} ({} of {} elements)", check.checked, check.elements);
    }
    (text, style)
}

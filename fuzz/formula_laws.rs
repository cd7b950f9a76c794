//! What holds for every text that is taken for a formula. Used by the fuzz target and by
//! tests/formula, which makes a million texts of its own.

use wiregrad::core::formula::{Style, full, parse, plan, plan_anew, write};
use wiregrad::core::graph::Graph;

/// Larger graphs only make the run slow.
const MOST_NODES: usize = 10_000;

/// Reads a text in every way; false if it is no formula.
pub(crate) fn hold(text: &str) -> bool {
    let names = ["w", "x", "b", "y", "J", "wx"];
    let _ = parse(text, &|name| names.contains(&name));
    let formula = match parse(text, &|_| false) {
        Ok(formula) => formula,
        Err(error) => {
            let (start, end) = (error.span.start, error.span.end);
            assert!(
                start <= end && end <= text.len(),
                "{text:?}: {start}..{end}"
            );
            assert!(
                text.is_char_boundary(start) && text.is_char_boundary(end),
                "{text:?}"
            );
            assert!(
                !error.message.is_empty() && !error.help.is_empty(),
                "{text:?}"
            );
            return false;
        }
    };
    for style in [Style::Reading, Style::Latex] {
        write(&formula, style);
    }
    let written = write(&formula, Style::Text);
    let again = parse(&written, &|_| false);
    let again = again.unwrap_or_else(|error| panic!("{text:?} as {written:?}: {error}"));
    assert_eq!(write(&again, Style::Text), written, "{text:?}");
    let Ok(plan) = plan(&formula, &Graph::new()) else {
        return true;
    };
    if plan.nodes.len() > MOST_NODES {
        return true;
    }
    let Ok(graph) = plan.graph() else {
        return true;
    };
    let _ = plan_anew(&formula, &graph).map(|plan| plan.nodes.len());
    let written = write(&full(&graph), Style::Text);
    let again = parse(&written, &|_| false).and_then(|formula| graph_of(&formula));
    let again = again.unwrap_or_else(|error| panic!("{text:?} as {written:?}: {error}"));
    assert_eq!(again.len(), graph.len(), "{text:?}");
    true
}

/// The graph that a formula makes.
fn graph_of(
    formula: &wiregrad::core::formula::Formula,
) -> Result<Graph, wiregrad::core::formula::FormulaError> {
    let plan = wiregrad::core::formula::plan(formula, &Graph::new())?;
    Ok(plan.graph().unwrap_or_default())
}

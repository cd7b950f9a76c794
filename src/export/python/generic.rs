//! A text for batches of any length, from the texts for two lengths: where their numbers
//! differ, the number of rows stands.

use crate::core::evaluation::Evaluation;
use crate::core::fault::Fault;
use crate::core::graph::Graph;
use crate::core::program::Program;
use crate::core::train::batch::BatchGraph;

/// Two lengths that hardly any other axis has. A number that both texts have stays.
const LENGTHS: [usize; 2] = [101, 211];

/// What `write` writes, for any number of rows: `rows`.
///
/// # Errors
/// It can't be written, or not for every number of rows.
pub(super) fn for_any_rows<T>(
    batches: &BatchGraph,
    write: impl Fn(&Graph, &Evaluation) -> Result<(String, T), Fault>,
) -> Result<(String, T), Fault> {
    let of = |rows: usize| {
        let graph = batches.of(rows);
        let graph = graph.map_err(|problem| Fault::new(problem.message, problem.help))?;
        let evaluation = Evaluation::unswept(Program::new(&graph), &graph);
        write(&graph, &evaluation)
    };
    let (one, rest) = of(LENGTHS[0])?;
    let (other, _) = of(LENGTHS[1])?;
    let text = unified(&one, &other).ok_or_else(|| {
        let message = "the graph can't be written for batches of any length";
        Fault::new(
            message,
            "draw it with a batch axis, or take its training out",
        )
    })?;
    Ok((text, rest))
}

/// One text of two that differ in numbers that are multiples of the lengths.
fn unified(one: &str, other: &str) -> Option<String> {
    let mut out = String::with_capacity(one.len());
    let (mut a, mut b) = (one, other);
    while !a.is_empty() || !b.is_empty() {
        let (word, rest) = token(a);
        let (other, other_rest) = token(b);
        if word == other {
            out.push_str(word);
        } else {
            let numbers = [word.parse::<usize>().ok()?, other.parse().ok()?];
            let times = numbers[0] / LENGTHS[0];
            if numbers != LENGTHS.map(|length| length * times) {
                return None;
            }
            let is_argument = out.trim_end().ends_with(['(', ',', '[', '=']);
            match times {
                1 => out.push_str("rows"),
                _ if is_argument => out.push_str(&format!("{times} * rows")),
                _ => out.push_str(&format!("({times} * rows)")),
            }
        }
        (a, b) = (rest, other_rest);
    }
    Some(out)
}

/// The first word or number of a text, or its first sign.
fn token(text: &str) -> (&str, &str) {
    let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
    let end = text.find(|c| !is_word(c)).unwrap_or(text.len());
    match text.chars().next() {
        Some(first) if end == 0 => text.split_at(first.len_utf8()),
        _ => text.split_at(end),
    }
}

#[cfg(test)]
mod tests {
    use super::unified;

    #[test]
    fn numbers_that_grow_with_the_rows_become_their_number() {
        let texts = [
            "np.reshape(x, (101, 3)) / 303 + y2",
            "np.reshape(x, (211, 3)) / 633 + y2",
        ];
        let text = unified(texts[0], texts[1]);
        assert_eq!(
            text.as_deref(),
            Some("np.reshape(x, (rows, 3)) / (3 * rows) + y2")
        );
        assert_eq!(unified("x / 102", "x / 212"), None);
    }
}

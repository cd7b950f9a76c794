//! Fuzzy search, for both palettes and the ops panel.

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use crate::gui::number_text::is_number_start;
use crate::gui::number_text::parse_number;

/// What is searched in an item.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct SearchTexts<'a> {
    /// What it is called: letters may be left out.
    pub name: &'a str,
    /// Its symbol, which is typed whole: `×`.
    pub symbol: &'a str,
    /// What is said about it: words or parts of them.
    pub help: &'a str,
}

/// The items that fit a query, the best first. An empty query leaves all of them in
/// their order.
pub(super) fn rank<'a, T: Copy>(
    query: &str,
    items: impl IntoIterator<Item = T>,
    words: impl Fn(T) -> SearchTexts<'a>,
) -> Vec<T> {
    let query = query.trim();
    if query.is_empty() {
        return items.into_iter().collect();
    }
    let mut search = Search::new(query);
    let scored = items.into_iter().filter_map(|item| {
        let score = search.score(&words(item))?;
        Some((score, item))
    });
    let mut found: Vec<_> = scored.collect();
    // Stable: equals keep the order of the table.
    found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    found.into_iter().map(|(_, item)| item).collect()
}

struct Search {
    query: String,
    fuzzy: Pattern,
    whole: Pattern,
    matcher: Matcher,
    buffer: Vec<char>,
}

impl Search {
    fn new(query: &str) -> Search {
        let pattern = |kind| {
            let (case, normal) = (CaseMatching::Ignore, Normalization::Smart);
            Pattern::new(query, case, normal, kind)
        };
        let mut config = Config::DEFAULT;
        config.prefer_prefix = true;
        Search {
            query: query.to_lowercase(),
            fuzzy: pattern(AtomKind::Fuzzy),
            whole: pattern(AtomKind::Substring),
            matcher: Matcher::new(config),
            buffer: Vec::new(),
        }
    }

    /// By where it fits, then by how well.
    fn score(&mut self, words: &SearchTexts<'_>) -> Option<(u8, u32)> {
        if words.symbol == self.query || words.symbol == as_symbol(&self.query) {
            return Some((4, 0));
        }
        if words.name.to_lowercase() == self.query {
            return Some((5, 0));
        }
        let mut score = |pattern: &Pattern, text: &str| {
            let text = Utf32Str::new(text, &mut self.buffer);
            pattern.score(text, &mut self.matcher)
        };
        if let Some(whole) = score(&self.whole, words.name) {
            return Some((3, whole));
        }
        let fuzzy = score(&self.fuzzy, words.name).map(|score| (2, score));
        fuzzy.or_else(|| score(&self.whole, words.help).map(|score| (1, score)))
    }
}

/// The symbol that a key of the keyboard means.
fn as_symbol(query: &str) -> &str {
    match query {
        "*" => "×",
        "/" => "÷",
        "-" => "−",
        "^" | "**" => "xʸ",
        other => other,
    }
}

/// The finite number in a text, if it is one. The sign − is understood too.
pub(super) fn number(text: &str) -> Option<f64> {
    // `e` and `pi` are searched for as names.
    let number = parse_number(text).ok();
    number.filter(|_| is_number_start(text.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::ops;

    fn first(query: &str) -> &'static str {
        let found = rank(query, ops::ALL.iter().copied(), |op| SearchTexts {
            name: op.name,
            symbol: op.symbol,
            help: op.help,
        });
        found.first().map_or("nothing", |op| op.name)
    }

    #[test]
    fn the_best_comes_first() {
        let cases = [
            ("mul", "multiply"),
            ("sum", "sum"),
            ("tanh", "tanh"),
            ("*", "multiply"),
            ("×", "multiply"),
            ("/", "divide"),
            ("σ", "sigmoid"),
            ("mtml", "matmul"),
            ("cross", "cross_entropy"),
            ("quotient", "divide"),
            ("ReLU", "relu"),
            ("qqqq", "nothing"),
        ];
        for (query, name) in cases {
            assert_eq!(first(query), name, "{query}");
        }
    }

    #[test]
    fn numbers_are_told_from_words() {
        assert_eq!(number(" −2.5"), Some(-2.5));
        assert_eq!(number("1e-3"), Some(1e-3));
        for text in ["", "inf", "nan", "1e999", "tanh", "-"] {
            assert_eq!(number(text), None, "{text}");
        }
    }
}

//! Fuzzy search, for both palettes and the ops panel.

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use crate::core::number::{is_number_start, parse_number};
use crate::core::op::Op;
use crate::core::ops::{self, OpId};

/// What is searched in an item.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct SearchTexts<'a> {
    /// What it is called: letters may be left out.
    pub name: &'a str,
    /// Its symbol, which is typed whole: `×`.
    pub symbol: &'a str,
    /// Other words for it, typed from their beginning.
    pub aliases: &'a [&'a str],
    /// What is said about it: words or parts of them.
    pub help: &'a str,
}

impl SearchTexts<'static> {
    fn of(op: &'static Op) -> SearchTexts<'static> {
        SearchTexts {
            name: op.name,
            symbol: op.symbol,
            aliases: op.aliases,
            help: op.help,
        }
    }
}

/// The ops that fit a query, the best first; if none does, the one that may be meant.
pub(super) fn rank_ops(query: &str, ops: impl Iterator<Item = OpId>) -> Vec<OpId> {
    let all: Vec<OpId> = ops.collect();
    let found = rank(query, all.iter().copied(), |id| SearchTexts::of(id.op()));
    if !found.is_empty() {
        return found;
    }
    let meant = ops::suggest(query).and_then(|op| OpId::named(op.name));
    meant.filter(|id| all.contains(id)).into_iter().collect()
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
        if words.name.to_lowercase() == self.query {
            return Some((6, 0));
        }
        if words.symbol == self.query || words.aliases.contains(&&*self.query) {
            return Some((5, 0));
        }
        let mut score = |pattern: &Pattern, text: &str| {
            let text = Utf32Str::new(text, &mut self.buffer);
            pattern.score(text, &mut self.matcher)
        };
        if let Some(whole) = score(&self.whole, words.name) {
            return Some((4, whole));
        }
        if words
            .aliases
            .iter()
            .any(|alias| alias.starts_with(&self.query))
        {
            return Some((3, 0));
        }
        let fuzzy = score(&self.fuzzy, words.name).map(|score| (2, score));
        fuzzy.or_else(|| score(&self.whole, words.help).map(|score| (1, score)))
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

    fn first(query: &str) -> &'static str {
        let all = ops::ALL.iter().filter_map(|op| OpId::named(op.name));
        let found = rank_ops(query, all);
        found.first().map_or("nothing", |id| id.op().name)
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
            ("times", "multiply"),
            ("ln", "log"),
            ("dot", "matmul"),
            ("avg", "mean"),
            ("aver", "mean"),
            ("**", "power"),
            ("-", "subtract"),
            ("sqaure", "square"),
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

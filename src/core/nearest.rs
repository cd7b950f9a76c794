//! "Did you mean …?": the known word that is nearest to a mistyped one.

use std::cmp::Reverse;

/// More words than this are not looked through: the answer is a courtesy.
const MOST_WORDS: usize = 100_000;
const LONGEST_WORD: usize = 64;

/// The word that differs least from what was typed, if one comes close: at most
/// one change in three characters and not all of them, where a change puts in, leaves out, replaces or
/// swaps with its neighbour one character (optimal string alignment). Capitals
/// don't count. Of words that differ as little, the one that begins most like it.
pub fn nearest<'a>(typed: &str, words: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let typed: Vec<char> = letters(typed)?;
    let most = typed.len().div_ceil(3).min(typed.len().saturating_sub(1));
    let near = words.take(MOST_WORDS).filter_map(|word| {
        let other = letters(word).filter(|other| other.len().abs_diff(typed.len()) <= most)?;
        let changes = changes(&typed, &other);
        (changes <= most).then_some((changes, word))
    });
    near.min_by_key(|(changes, word)| (*changes, Reverse(shared_start(&typed, word))))
        .map(|(_, word)| word)
}

/// With how many letters both begin. People get the beginning of a word right.
fn shared_start(typed: &[char], word: &str) -> usize {
    let word = word.chars().flat_map(char::to_lowercase);
    let pairs = typed.iter().zip(word);
    pairs.take_while(|(a, b)| **a == *b).count()
}

fn letters(word: &str) -> Option<Vec<char>> {
    let short = word.len() <= LONGEST_WORD;
    short.then(|| word.chars().flat_map(char::to_lowercase).collect())
}

/// How many changes lead from one word to the other, row by row of the usual table.
fn changes(a: &[char], b: &[char]) -> usize {
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let replaced = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut least = replaced.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(before_last[j - 2] + 1);
            }
            row.push(least);
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

//! What is written out in a formula: tensors, the values of attributes, slices.

use super::token::{Bracket, Token, TokenKind};
use crate::core::limits::MAX_RANK;
use crate::core::op::attributes::AttributeValue;
use crate::core::tensor::{Shape, Tensor};

/// What is wrong, and what to do.
type Wrong = (String, String);

fn wrong<T>(message: &str, help: &str) -> Result<T, Wrong> {
    Err((message.to_owned(), help.to_owned()))
}

/// Reads words from the front.
struct Reader<'a> {
    text: &'a str,
    words: &'a [Token],
    at: usize,
}

impl Reader<'_> {
    fn next(&self) -> Option<&TokenKind> {
        self.words.get(self.at).map(|word| &word.kind)
    }

    fn take(&mut self, kind: &TokenKind) -> bool {
        let fits = self.next() == Some(kind);
        self.at += usize::from(fits);
        fits
    }

    fn skip_lines(&mut self) {
        while self.take(&TokenKind::Separator) {}
    }

    /// A number with its sign; of a fraction `1/2` too.
    fn number(&mut self) -> Option<f64> {
        let start = self.at;
        let mut negative = false;
        while let Some(TokenKind::Minus | TokenKind::Plus) = self.next() {
            negative ^= self.next() == Some(&TokenKind::Minus);
            self.at += 1;
        }
        let Some(TokenKind::Number(x)) = self.next() else {
            self.at = start;
            return None;
        };
        let x = *x;
        self.at += 1;
        Some(if negative { -x } else { x })
    }

    /// A whole number, written with its digits alone.
    fn integer(&mut self) -> Option<i64> {
        let start = self.at;
        self.number()?;
        let words = &self.words[start..self.at];
        let [signs @ .., digits] = words else {
            return None;
        };
        let minus = signs.iter().filter(|word| word.kind == TokenKind::Minus);
        let sign = if minus.count() % 2 == 1 { "-" } else { "" };
        let written = format!("{sign}{}", &self.text[digits.span.clone()]);
        let integer = written.parse().ok();
        if integer.is_none() {
            self.at = start;
        }
        integer
    }
}

/// Reads nested lists of numbers, at their bracket. Also says how many words it took.
pub(super) fn tensor(text: &str, words: &[Token]) -> Result<(Tensor, usize), Wrong> {
    let mut reader = Reader { text, words, at: 0 };
    let mut data = Vec::new();
    // Of each depth: how long its lists are, once one has ended; of the open ones, how
    // many entries they have.
    let mut lengths: Vec<usize> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut rank = None;
    loop {
        reader.skip_lines();
        if reader.take(&TokenKind::Open(Bracket::Square)) {
            if open.len() == MAX_RANK {
                return wrong("a tensor has at most 8 axes", "nest it less deeply");
            }
            open.push(0);
            if lengths.len() < open.len() {
                lengths.push(0);
            }
            continue;
        }
        if !reader.take(&TokenKind::Close(Bracket::Square)) {
            let Some(x) = reader.number() else {
                return wrong(
                    "a list of a tensor has something else than numbers",
                    "write numbers in [ ], with commas between them",
                );
            };
            if *rank.get_or_insert(open.len()) != open.len() {
                return wrong(
                    "numbers stand beside lists",
                    "write all numbers at one depth",
                );
            }
            data.push(x);
        } else {
            end_list(&mut open, &mut lengths)?;
        }
        let Some(count) = open.last_mut() else { break };
        *count += 1;
        reader.skip_lines();
        let ends = reader.next() == Some(&TokenKind::Close(Bracket::Square));
        if !ends && !reader.take(&TokenKind::Comma) {
            return wrong(
                "a list is not closed",
                "write ] at its end, and commas in it",
            );
        }
    }
    if rank != Some(lengths.len()) {
        return wrong(
            "numbers stand beside lists",
            "write all numbers at one depth",
        );
    }
    let help = |error: crate::core::tensor::ShapeError| (error.to_string(), "check it".to_owned());
    let shape = Shape::new(&lengths).map_err(help)?;
    let tensor = Tensor::new(shape, data).map_err(help)?;
    Ok((tensor, reader.at))
}

/// A list ends: all of one depth are equally long.
fn end_list(open: &mut Vec<usize>, lengths: &mut [usize]) -> Result<(), Wrong> {
    let length = open.pop().unwrap_or(0);
    if length == 0 {
        return wrong("a list is empty", "write at least one number");
    }
    let known = &mut lengths[open.len()];
    if *known != 0 && *known != length {
        return Err((
            format!("a list of {length} stands beside one of {known}"),
            "make all lists of one depth equally long".to_owned(),
        ));
    }
    *known = length;
    Ok(())
}

/// Reads the value of an attribute; `None` for Python's `None`, which leaves it to its
/// default. Also says how many words it took.
pub(super) fn attribute(
    text: &str,
    words: &[Token],
) -> Result<(Option<AttributeValue>, usize), Wrong> {
    let mut reader = Reader { text, words, at: 0 };
    let value = match reader.next() {
        Some(TokenKind::Name(word)) => {
            let value = match &**word {
                "true" | "True" => Some(AttributeValue::Flag(true)),
                "false" | "False" => Some(AttributeValue::Flag(false)),
                "None" => None,
                word => {
                    let help = format!("write a word in quotes, \"{word}\"; or true, false");
                    return Err((format!("{word:?} is no value of an attribute"), help));
                }
            };
            reader.at += 1;
            value
        }
        Some(TokenKind::Text(word)) => {
            let value = AttributeValue::Word(word.clone());
            reader.at += 1;
            Some(value)
        }
        Some(TokenKind::Open(bracket @ (Bracket::Round | Bracket::Square))) => {
            let close = TokenKind::Close(*bracket);
            reader.at += 1;
            Some(AttributeValue::Integers(integers(&mut reader, &close)?))
        }
        _ => match reader.integer() {
            Some(i) => Some(AttributeValue::Integer(i)),
            None => match reader.number() {
                Some(x) => Some(AttributeValue::Number(x)),
                None => {
                    return wrong(
                        "an attribute has no value",
                        "write a whole number, a list [0, 1], a number, true, false or a word in quotes",
                    );
                }
            },
        },
    };
    Ok((value, reader.at))
}

fn integers(reader: &mut Reader<'_>, close: &TokenKind) -> Result<Box<[i64]>, Wrong> {
    let mut list = Vec::new();
    while !reader.take(close) {
        let Some(i) = reader.integer() else {
            return wrong(
                "a list of whole numbers has something else",
                "write whole numbers with commas between them",
            );
        };
        list.push(i);
        if !reader.take(&TokenKind::Comma) && reader.next() != Some(close) {
            return wrong("a list is not closed", "write its bracket at the end");
        }
    }
    Ok(list.into())
}

/// What a slice takes along one axis.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Cut {
    pub(super) start: Option<i64>,
    pub(super) stop: Option<i64>,
    pub(super) step: Option<i64>,
}

/// Reads `[0:2, ::2]`, at the bracket. Also says how many words it took.
pub(super) fn slices(text: &str, words: &[Token]) -> Result<(Vec<Cut>, usize), Wrong> {
    let mut reader = Reader { text, words, at: 1 };
    let mut cuts = Vec::new();
    loop {
        let mut cut = Cut {
            start: reader.integer(),
            ..Cut::default()
        };
        if !reader.take(&TokenKind::Colon) {
            return wrong(
                "a part of a tensor is written with a colon",
                "write x[0:1] for the first entry, x[:, 2:5] for columns",
            );
        }
        cut.stop = reader.integer();
        if reader.take(&TokenKind::Colon) {
            cut.step = reader.integer();
        }
        cuts.push(cut);
        if cuts.len() > MAX_RANK {
            return wrong("a tensor has at most 8 axes", "cut fewer axes");
        }
        if reader.take(&TokenKind::Close(Bracket::Square)) {
            return Ok((cuts, reader.at));
        }
        if !reader.take(&TokenKind::Comma) {
            return wrong("a slice is not closed", "write ] at its end");
        }
    }
}

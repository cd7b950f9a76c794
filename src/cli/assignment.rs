//! The values of `--set`, `--upstream` and `--direction`: a number as the editor reads it
//! (`1/3`, `2*pi`), nested lists of numbers, or the numbers of a table. Unlike in a file,
//! the first two may be NaN or infinite: what then happens is worth a look.

use std::path::Path;

use crate::core::limits::MAX_RANK;
use crate::core::number::parse_number;
use crate::core::tensor::{Shape, Tensor};
use crate::data::tensor_from_table;

/// One `NAME=VALUE`.
#[derive(Clone, Debug)]
pub(super) struct Assignment {
    pub(super) name: String,
    pub(super) value: Tensor,
}

impl Assignment {
    pub(super) fn parse(text: &str) -> Result<Assignment, String> {
        // The last one: a name may have such a sign in it, a value never.
        let (name, value) = text
            .rsplit_once('=')
            .ok_or("write the name of a source, =, and its value: x=2, or x=@table.csv")?;
        Ok(Assignment {
            name: name.trim().to_owned(),
            value: parse_value(value)?,
        })
    }
}

/// A number, nested lists of numbers, or `@` and the path of a table.
pub(super) fn parse_value(text: &str) -> Result<Tensor, String> {
    match text.trim().strip_prefix('@') {
        Some(path) => tensor_from_table(Path::new(path)).map_err(|error| error.to_string()),
        None => tensor(text.trim()),
    }
}

fn tensor(text: &str) -> Result<Tensor, String> {
    if !text.starts_with('[') {
        return number(text).map(Tensor::scalar);
    }
    let mut lists = Lists {
        rest: text,
        data: Vec::new(),
        lengths: Vec::new(),
    };
    let rank = lists.value(0)?;
    if !lists.rest.is_empty() {
        return Err(format!("{:?} is too much: take it out", lists.rest));
    }
    lists.lengths.truncate(rank);
    let shape = Shape::new(&lists.lengths).map_err(|error| error.to_string())?;
    Tensor::new(shape, lists.data).map_err(|error| error.to_string())
}

/// A number, or one that isn't finite.
fn number(text: &str) -> Result<f64, String> {
    let found = text.parse().ok().or_else(|| parse_number(text).ok());
    found.ok_or_else(|| {
        format!("{text:?} is no number: write one, such as 0.5, 1/3 or 2e-3, or a list, [1, 2]")
    })
}

/// Reads nested lists from the front of a text.
struct Lists<'a> {
    rest: &'a str,
    data: Vec<f64>,
    /// How long the lists of each depth are, once one of them has ended.
    lengths: Vec<usize>,
}

impl Lists<'_> {
    /// Reads a number or a list, and says how many levels of lists it has.
    fn value(&mut self, depth: usize) -> Result<usize, String> {
        if !self.take('[') {
            return self.number().map(|()| 0);
        }
        if depth == MAX_RANK {
            return Err(format!("a tensor has at most {MAX_RANK} axes"));
        }
        if self.lengths.len() == depth {
            self.lengths.push(0); // not known yet
        }
        let mut length = 0;
        let mut levels = None;
        while !self.take(']') {
            let its = self.value(depth + 1)?;
            if *levels.get_or_insert(its) != its {
                return Err("numbers stand beside lists: write all at one depth".to_owned());
            }
            length += 1;
            if !self.take(',') && !self.rest.starts_with(']') {
                return Err("a comma or a ] is missing".to_owned());
            }
        }
        let known = self.lengths[depth];
        if length == 0 {
            return Err("an empty list: write at least one number".to_owned());
        }
        if known != 0 && known != length {
            return Err(format!("a list of {length} stands beside one of {known}"));
        }
        self.lengths[depth] = length;
        Ok(levels.map_or(1, |levels| levels + 1))
    }

    fn number(&mut self) -> Result<(), String> {
        let end = self.rest.find([',', '[', ']']).unwrap_or(self.rest.len());
        let (text, rest) = self.rest.split_at(end);
        self.data.push(number(text.trim_end())?);
        self.rest = rest;
        Ok(())
    }

    fn take(&mut self, sign: char) -> bool {
        match self.rest.strip_prefix(sign) {
            None => false,
            Some(rest) => {
                self.rest = rest.trim_start();
                true
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Assignment;

    fn read(text: &str) -> Result<(String, String), String> {
        Assignment::parse(text).map(|it| (it.name, it.value.to_string()))
    }

    #[test]
    fn numbers_and_lists_are_read() {
        let cases = [
            ("x=2", "x", "2"),
            ("x=-1e-3", "x", "-0.001"),
            ("a=b = 3 ", "a=b", "3"),
            ("x=NaN", "x", "NaN"),
            ("x=-inf", "x", "-inf"),
            ("x=[1, 2,]", "x", "[1, 2]"),
            ("x=[[1], [inf]]", "x", "[[1], [inf]]"),
            ("x= [ [ 1 , 2 ] , [ 3 , 4 ] ] ", "x", "[[1, 2], [3, 4]]"),
            ("x=1/4", "x", "0.25"),
            ("x=−2^2", "x", "-4"),
            ("x=2,5", "x", "2.5"),
            ("x=[1/2, 3*(1 + 1)]", "x", "[0.5, 6]"),
        ];
        for (text, name, value) in cases {
            assert_eq!(
                read(text),
                Ok((name.to_owned(), value.to_owned())),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_value_is_refused() {
        let deep = format!("x={}1{}", "[".repeat(9), "]".repeat(9));
        let cases = [
            ("x", "write the name"),
            ("x=", "\"\" is no number"),
            ("x=two", "\"two\" is no number"),
            ("x=[", "\"\" is no number"),
            ("x=[1", "a comma or a ] is missing"),
            ("x=[]", "an empty list"),
            ("x=[[]]", "an empty list"),
            ("x=[1, [2]]", "numbers stand beside lists"),
            ("x=[[1], 2]", "numbers stand beside lists"),
            ("x=[[1, 2], [3]]", "a list of 1 stands beside one of 2"),
            ("x=[1] 2", "\"2\" is too much"),
            ("x=1]", "\"1]\" is no number"),
            ("x=1/0", "\"1/0\" is no number"),
            ("x=1,000", "\"1,000\" is no number"),
            (&deep, "at most 8 axes"),
        ];
        for (text, message) in cases {
            let error = read(text).expect_err(text);
            assert!(error.contains(message), "{text}: {error}");
        }
    }
}

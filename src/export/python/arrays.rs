//! The numbers of a program: in its text, or in a file beside it.

use super::text::{lists, number, quoted};
use crate::core::evaluation::Numbers;
use crate::core::fault::Fault;
use crate::data::npz::npz;

/// The most numbers that stand in a text if there may be a file beside it.
const MOST_IN_TEXT: usize = 500;
/// Arrays of up to so many numbers stand in the text in any case.
const SMALL: usize = 16;
/// The widest line.
const WIDTH: usize = 96;

/// The arrays of a program.
pub(super) struct Arrays {
    /// The name of the file beside it, if it is used.
    beside: Option<String>,
    stored: Vec<(String, Vec<usize>, Vec<f64>)>,
}

impl Arrays {
    /// For so many numbers, with a file beside the text if one is allowed and they are many.
    pub(super) fn new(beside: Option<&str>, count: usize) -> Arrays {
        Arrays {
            beside: beside.filter(|_| count > MOST_IN_TEXT).map(str::to_owned),
            stored: Vec::new(),
        }
    }

    /// The text for an array, which may be stored under a key: an identifier that no other
    /// has. `make` is what makes an array of lists, `number` what makes a number.
    pub(super) fn text(&mut self, key: &str, numbers: &Numbers<'_>, made: Made<'_>) -> String {
        let dims: Vec<usize> = numbers.shape.dims().collect();
        if self.beside.is_some() && numbers.data.len() > SMALL {
            self.stored
                .push((key.to_owned(), dims, numbers.data.to_vec()));
            return match made.stored {
                "" => format!("arrays[{}]", quoted(key)),
                stored => format!("{stored}(arrays[{}])", quoted(key)),
            };
        }
        match numbers.as_scalar() {
            Some(x) if made.number.is_empty() => number(x),
            Some(x) => format!("{}({})", made.number, number(x)),
            None => format!("{}({})", made.array, lists(&numbers.to_tensor())),
        }
    }

    /// Whether there is a file beside the text.
    pub(super) fn is_used(&self) -> bool {
        !self.stored.is_empty()
    }

    /// The line that reads the file, if it is needed.
    pub(super) fn loading(&self) -> String {
        match &self.beside {
            Some(name) if !self.stored.is_empty() => {
                format!(
                    "arrays = np.load(Path(__file__).with_name({}))\n\n",
                    quoted(name)
                )
            }
            _ => String::new(),
        }
    }

    /// The bytes of the file, if it is needed.
    ///
    /// # Errors
    /// It can't be made.
    pub(super) fn file(&self) -> Result<Option<Vec<u8>>, Fault> {
        if self.stored.is_empty() {
            return Ok(None);
        }
        let stored = self.stored.iter();
        let bytes =
            npz(stored.map(|(name, shape, data)| (name.as_str(), shape.clone(), &data[..])));
        let fail = |error| {
            Fault::new(
                format!("the arrays can't be stored: {error}"),
                "try without -o",
            )
        };
        bytes.map(Some).map_err(fail)
    }
}

/// What makes numbers and arrays of a module.
#[derive(Clone, Copy)]
pub(super) struct Made<'a> {
    /// A number; empty if it is one as it stands.
    pub(super) number: &'a str,
    /// An array.
    pub(super) array: &'a str,
    /// An array from one of NumPy; empty if that serves.
    pub(super) stored: &'a str,
}

/// A dictionary with these entries.
pub(super) fn dictionary(name: &str, entries: &[(String, String)]) -> String {
    if entries.is_empty() {
        return format!("{name} = {{}}\n");
    }
    let lines = entries
        .iter()
        .map(|(key, value)| format!("    {}: {},\n", quoted(key), broken(value, 8)));
    format!("{name} = {{\n{}}}\n", lines.collect::<String>())
}

/// A text of lists, broken into lines where it is long.
pub(super) fn broken(text: &str, indent: usize) -> String {
    if text.len() <= WIDTH - indent {
        return text.to_owned();
    }
    let start = format!("\n{}", " ".repeat(indent));
    let mut out = String::with_capacity(text.len() + text.len() / 40);
    let mut width = WIDTH; // what stands before it has a line of its own
    for part in text.split_inclusive(", ") {
        if width + part.trim_end().len() > WIDTH && part.len() < text.len() {
            while out.ends_with(' ') {
                out.pop();
            }
            if !out.is_empty() {
                out.push_str(&start);
                width = indent;
            } else {
                width = indent + 8;
            }
        }
        out.push_str(part);
        width += part.len();
    }
    out
}

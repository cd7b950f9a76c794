//! Tables that ship with the program; `sets/SOURCES.md` says where they come from.

use super::error::TableError;
use crate::core::nearest::nearest;

/// The tables that ship, by name, with what each is.
pub const SETS: [(&str, &str); 2] = [
    (
        "iris",
        "150 flowers: length and width of sepal and petal in cm, and the species.",
    ),
    (
        "digits",
        "1,797 handwritten digits: 8 × 8 grey values from 0 to 16, and the digit.",
    ),
];

/// The text of a table that ships.
pub(super) fn text(name: &str) -> Result<&'static str, TableError> {
    match name {
        "iris" => Ok(include_str!("sets/iris.csv")),
        "digits" => Ok(include_str!("sets/digits.csv")),
        _ => {
            let names = || SETS.iter().map(|(name, _)| *name);
            let help = match nearest(name, names()) {
                Some(near) => format!("did you mean {near:?}?"),
                None => format!("use {}", names().collect::<Vec<_>>().join(" or ")),
            };
            let message = format!("no set {name:?} ships: {help}");
            Err(TableError::new(message))
        }
    }
}

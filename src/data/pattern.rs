//! Which columns are asked for: by name, or by how their names begin, with a `*`.

use super::error::{TableError, short};
use crate::core::limits::MAX_COLUMNS;
use crate::core::nearest::nearest;

/// Which columns a reader is to take.
pub(super) trait Wanted {
    /// The numbers of the columns to take, out of these.
    ///
    /// # Errors
    /// One that must be there isn't.
    fn choose(&self, names: &[String]) -> Result<Vec<usize>, TableError>;
}

/// All columns that these patterns name.
pub(super) struct Patterns<'a>(pub(super) &'a [String]);

impl Wanted for Patterns<'_> {
    fn choose(&self, names: &[String]) -> Result<Vec<usize>, TableError> {
        let mut chosen = Vec::new();
        for pattern in self.0 {
            for number in matching(pattern, names)? {
                if !chosen.contains(&number) {
                    chosen.push(number);
                }
            }
        }
        Ok(chosen)
    }
}

/// The numbers of the columns that a pattern names, in the order of the table.
pub(super) fn matching(pattern: &str, names: &[String]) -> Result<Vec<usize>, TableError> {
    // A column may itself be called so.
    if let Some(number) = names.iter().position(|name| name == pattern) {
        return Ok(vec![number]);
    }
    let stem = pattern.strip_suffix('*');
    let found: Vec<usize> = match stem {
        None => Vec::new(),
        Some(stem) => {
            let numbered = names.iter().enumerate();
            let found = numbered.filter(|(_, name)| name.starts_with(stem));
            found.map(|(number, _)| number).collect()
        }
    };
    if !found.is_empty() {
        return Ok(found);
    }
    let near = nearest(pattern, names.iter().map(String::as_str));
    let help = match (near, stem) {
        (Some(near), _) => format!("did you mean {near:?}?"),
        (None, Some(_)) => format!("no name begins so: the columns are {}", list(names)),
        (None, None) => format!("the columns are {}", list(names)),
    };
    Err(TableError::new(format!(
        "there is no column {:?}: {help}",
        short(pattern)
    )))
}

/// The names of columns, the first few of them.
pub(super) fn list(names: &[String]) -> String {
    const MOST: usize = 8;
    let mut shown: Vec<String> = names.iter().take(MOST).map(|name| short(name)).collect();
    if names.len() > MOST {
        shown.push(format!("… ({} in all)", names.len()));
    }
    shown.join(", ")
}

/// The names of columns, each once.
///
/// # Errors
/// None, too many, or one twice.
pub(super) fn check_names(names: &[String]) -> Result<(), TableError> {
    if names.len() > MAX_COLUMNS {
        return Err(TableError::new(format!(
            "{} columns: at most {MAX_COLUMNS} can be read, take some out",
            names.len()
        )));
    }
    let mut sorted: Vec<&String> = names.iter().collect();
    sorted.sort_unstable();
    match sorted.windows(2).find(|pair| pair[0] == pair[1]) {
        None => Ok(()),
        Some(pair) => Err(TableError::new(format!(
            "two columns are called {:?}: rename one of them",
            short(pair[0])
        ))),
    }
}

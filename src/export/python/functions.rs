//! The functions of ops that a program defines before it uses them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::definition::function;
use super::language::Language;
use super::print::{Called, function_name};
use super::ruled;
use super::template::called;
use crate::core::fault::Fault;
use crate::core::op::Op;
use crate::core::op::python::Form;
use crate::core::ops;

/// The functions that the rows write out for what flows back, by name, and which op needs them.
static HELPERS: LazyLock<BTreeMap<&'static str, &'static str>> = LazyLock::new(|| {
    let texts = ops::ALL
        .iter()
        .flat_map(|op| op.python.helpers.split("\n\n\n"));
    texts
        .filter_map(|text| Some((defined(text)?, text)))
        .collect()
});

/// The name of the function that a text defines.
fn defined(text: &str) -> Option<&str> {
    let (name, _) = text.strip_prefix("def ")?.split_once('(')?;
    Some(name)
}

/// The names that functions may have.
pub(super) fn names() -> impl Iterator<Item = String> {
    let of_ops = ops::ALL
        .iter()
        .flat_map(|op| [op.name.to_owned(), function_name(op)]);
    let classes = ops::ALL.iter().map(|op| ruled::class_name(op));
    let helpers = HELPERS.keys().map(|name| (*name).to_owned());
    of_ops.chain(classes).chain(helpers)
}

/// The definitions of the functions that a program calls, and of those that they call.
///
/// # Errors
/// One of them can't be written.
pub(super) fn functions(
    language: &'static Language,
    called_ops: Called,
    called_helpers: &[&str],
) -> Result<String, Fault> {
    let mut definitions = BTreeMap::new();
    let mut ruled_ops: BTreeSet<&str> = BTreeSet::new();
    let mut open: Vec<String> = called_helpers.iter().map(|it| (*it).to_owned()).collect();
    for (name, is_ruled) in called_ops {
        if is_ruled {
            ruled_ops.insert(name);
        }
        open.push(name.to_owned());
    }
    while let Some(name) = open.pop() {
        let op = ops::ALL
            .iter()
            .find(|op| op.name == name || function_name(op) == name);
        let key = op.map_or(name.clone(), |op| function_name(op));
        if definitions.contains_key(&key) {
            continue;
        }
        let text = match (op, HELPERS.get(&*name)) {
            (Some(op), _) if ruled_ops.contains(op.name) || is_ruled(language, op) => {
                ruled::ruled(language, op)?
            }
            (Some(op), _) => function(language, op)?,
            (None, Some(text)) => language.text(text),
            (None, None) => continue,
        };
        let needed = called(&text).into_iter().filter(|it| *it != key);
        open.extend(needed.map(str::to_owned));
        definitions.insert(key, text);
    }
    // Python looks a function up when it is called, so their order doesn't matter.
    let texts: Vec<String> = definitions.into_values().collect();
    Ok(match texts.is_empty() {
        true => String::new(),
        false => format!("{}\n\n\n", texts.join("\n\n\n")),
    })
}

/// Whether an op always has a derivative of its own.
fn is_ruled(language: &Language, op: &Op) -> bool {
    matches!(
        language.form(op, false),
        Form::Ruled | Form::RuledUnlessNumber
    )
}

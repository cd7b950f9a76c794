//! The parts that programs of all three modules have.

use super::arrays::{Arrays, Made, dictionary};
use super::body::Body;
use super::check::Expected;
use super::loops::MAIN;
use super::template::mentions;
use super::text::{docstring, quoted};
use super::training::Training;
use crate::core::fault::Fault;
use crate::core::graph::NodeId;
use crate::core::op::SourceKind;
use crate::export::target::{Export, Options, Subject};

/// The kinds of sources, what a program calls their dictionary, and what it says of them.
pub(super) const KINDS: [(SourceKind, &str, &str); 3] = [
    (
        SourceKind::Parameter,
        "parameters",
        "What training changes.",
    ),
    (SourceKind::Input, "inputs", "The data."),
    (SourceKind::Constant, "constants", "What stays as it is."),
];

/// What a program says of itself.
pub(super) fn header(
    subject: &Subject<'_>,
    body: &Body<'_>,
    needs: &str,
    options: &Options,
    trains: bool,
) -> String {
    let mut paragraphs = Vec::new();
    if !subject.document.title().is_empty() {
        paragraphs.push(subject.document.title().to_owned());
    }
    if !subject.document.note().is_empty() {
        paragraphs.push(subject.document.note().to_owned());
    }
    let version = env!("CARGO_PKG_VERSION");
    let mut own = format!("Exported by wiregrad {version}. {needs}");
    if !options.without_check {
        own += " Run as a script, it compares its numbers with those of the export.";
    }
    if trains && !options.without_check {
        own += " With --train it trains, and compares the losses.";
    }
    if body.lines.is_empty() {
        own += " The graph computes nothing.";
    }
    paragraphs.push(own);
    format!("{}\n", docstring(&paragraphs))
}

/// The numbers to compare with: every line's value, every source's gradient.
pub(super) fn expected<'a>(body: &Body<'a>) -> Expected<'a> {
    let value = |id: NodeId| Some((body.graph.name(id), body.evaluation.value(id)?));
    let gradient = |id: NodeId| Some((body.graph.name(id), body.evaluation.gradient(id)?));
    Expected {
        values: body
            .lines
            .iter()
            .filter_map(|line| value(line.node))
            .collect(),
        gradients: body.sources.iter().filter_map(|id| gradient(*id)).collect(),
    }
}

/// The dictionaries of the sources.
pub(super) fn sources(body: &mut Body<'_>, arrays: &mut Arrays, made: Made<'_>) -> String {
    let mut out = String::new();
    for (kind, dictionary_name, help) in KINDS {
        let ids = body.sources_of(kind);
        if ids.is_empty() {
            continue;
        }
        let mut entries = Vec::new();
        for id in ids {
            let name = body.graph.name(id);
            let key = body.names.of(name);
            let Some(value) = body.evaluation.value(id) else {
                continue;
            };
            entries.push((name.to_owned(), arrays.text(&key, &value, made)));
        }
        out += &format!("# {help}\n{}", dictionary(dictionary_name, &entries));
    }
    out
}

/// The dictionaries that a program has, as arguments.
pub(super) fn arguments(body: &Body<'_>) -> String {
    let kinds = KINDS
        .iter()
        .filter(|(kind, ..)| !body.sources_of(*kind).is_empty());
    let names: Vec<&str> = kinds.map(|(_, name, _)| *name).collect();
    names.join(", ")
}

/// The lines that take the sources out of their dictionaries.
pub(super) fn unpacked(body: &mut Body<'_>) -> String {
    let mut out = String::new();
    for (kind, dictionary_name, _) in KINDS {
        for id in body.sources_of(kind) {
            let name = body.graph.name(id);
            let own = body.names.of(name);
            let shape = body.shape_comment(id);
            out += &format!("    {own} = {dictionary_name}[{}]{shape}\n", quoted(name));
        }
    }
    out
}

/// The lines of the forward pass.
pub(super) fn forward_lines(body: &Body<'_>) -> String {
    let lines = body.lines.iter().map(|line| {
        let shape = body.shape_comment(line.node);
        format!("    {} = {}{shape}\n", line.name, line.expression)
    });
    lines.collect()
}

/// The entries of the dictionary of values.
pub(super) fn value_entries(body: &Body<'_>) -> String {
    let entries = body.lines.iter().map(|line| {
        let name = body.graph.name(line.node);
        format!("        {}: {},\n", quoted(name), line.name)
    });
    entries.collect()
}

/// The number that is differentiated, as what a function of the sources gives.
pub(super) fn target_of(body: &Body<'_>, function: &str) -> Option<String> {
    let target = body.target()?;
    let name = quoted(body.graph.name(target));
    let own = KINDS
        .iter()
        .find(|(kind, ..)| body.sources_of(*kind).contains(&target));
    Some(match own {
        Some((_, dictionary, _)) => format!("{dictionary}[{name}]"),
        None => format!("{function}({})[{name}]", arguments(body)),
    })
}

/// The name of the target, in quotes.
pub(super) fn target_name(body: &Body<'_>) -> String {
    body.target()
        .map(|id| quoted(body.graph.name(id)))
        .unwrap_or_default()
}

/// How the rows of a table are made: arrays of NumPy.
pub(super) const DATA: Made<'_> = Made {
    number: "np.float64",
    array: "np.array",
    stored: "",
};

/// How many numbers the rows of a training have.
pub(super) fn rows(training: Option<&Training<'_>>) -> usize {
    training.map_or(0, Training::count)
}

/// A function with a line that says how many rows there are, behind the line that begins like
/// this, if it asks for them; `input` is the identifier of an array of them.
pub(super) fn with_rows(text: &str, behind: &str, input: &str) -> String {
    let at = text.find(behind).filter(|_| mentions(text, "rows"));
    let Some(at) = at.map(|at| at + text[at..].find('\n').unwrap_or(0) + 1) else {
        return text.to_owned();
    };
    let (before, after) = text.split_at(at);
    let indent = behind.len() - behind.trim_start().len();
    format!(
        "{before}{}rows = {input}.shape[0]\n{after}",
        " ".repeat(indent)
    )
}

/// What the user should know: a training that is left out.
pub(super) fn warnings(subject: &Subject<'_>, trains: bool) -> Vec<String> {
    let has_training = subject.document.training().is_some();
    match has_training && !trains {
        true => vec!["the training is left out: its rows are not there".to_owned()],
        false => Vec::new(),
    }
}

/// There is nothing to distribute.
pub(super) fn no_training() -> Fault {
    let message = "there is no training to distribute";
    Fault::new(
        message,
        "set up training and data in the file, see docs/format.md",
    )
}

/// The end of a program: what `run` says is fine or not, and the training if it is asked for.
pub(super) fn main(run: &str, trains: bool) -> String {
    let rest = if trains {
        MAIN
    } else {
        "    sys.exit(0 if fine else 1)\n"
    };
    format!("\n\nif __name__ == \"__main__\":\n{run}{rest}")
}

/// What a program imports.
struct Imports<'a> {
    /// The program.
    code: &'a str,
    /// Whether arrays stand in a file beside it.
    beside: bool,
    /// The modules that it computes with.
    modules: &'a str,
}

impl Imports<'_> {
    /// The lines.
    fn text(&self) -> String {
        let own = ["argparse", "functools", "math", "os", "sys"];
        let used = own
            .iter()
            .filter(|name| self.code.contains(&format!("{name}.")));
        let mut out: String = used.map(|name| format!("import {name}\n")).collect();
        if self.beside {
            out += "from pathlib import Path\n";
        }
        if !out.is_empty() {
            out += "\n";
        }
        let mut found = self.code.match_indices("np.");
        let np = self.beside || found.any(|(at, _)| !self.code[..at].ends_with('j'));
        let modules = self
            .modules
            .lines()
            .filter(|line| np || !line.ends_with("as np"));
        out + &modules.map(|line| format!("{line}\n")).collect::<String>() + "\n"
    }
}

/// The program with its header, its imports and what sets its module up.
///
/// # Errors
/// Its arrays can't be stored.
pub(super) fn assembled(
    header: &str,
    modules: &str,
    setup: &str,
    arrays: &Arrays,
    code: &str,
) -> Result<Export, Fault> {
    let imports = Imports {
        code,
        beside: arrays.is_used(),
        modules,
    };
    let loading = arrays.loading();
    Ok(Export {
        text: format!("{header}{}{setup}{loading}{code}", imports.text()),
        beside: arrays.file()?,
        warnings: Vec::new(),
    })
}

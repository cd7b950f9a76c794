//! Where the graph of a command comes from: a file, standard input, or a formula.

use std::path::{Path, PathBuf};

use clap::Args;

use super::outcome::Failure;
use crate::core::formula::{FormulaError, parse, plan};
use crate::core::graph::Graph;
use crate::document::Document;
use crate::file::{self, SourceText};

/// The arguments that say it.
#[derive(Args, Clone)]
pub(super) struct SourceArgs {
    /// The graph file; - reads standard input
    #[arg(required_unless_present = "formula")]
    file: Option<PathBuf>,
    /// A formula in place of a file: 'J = (w*x - y)^2; w=2; x=3; y=5'
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    formula: Option<String>,
}

impl SourceArgs {
    /// The document.
    ///
    /// # Errors
    /// The file can't be read, or the formula is wrong; says where and what to do.
    pub(super) fn load(&self) -> Result<(Document, SourceText), String> {
        match (&self.formula, &self.file) {
            (Some(formula), _) => of_formula(formula),
            (None, Some(path)) => load(path),
            (None, None) => Err("name a graph file".to_owned()),
        }
    }

    /// What stands in the place of the file, where a formula is given.
    pub(super) fn stands_in(&self) -> Option<&Path> {
        self.file.as_deref().filter(|_| self.formula.is_some())
    }

    /// The argument that comes after the file. With a formula there is no file: what
    /// stands in its place is this argument.
    pub(super) fn next<'a>(
        &'a self,
        after_file: Option<&'a str>,
    ) -> Result<Option<&'a str>, Failure> {
        let Some(file) = self.stands_in() else {
            return Ok(after_file);
        };
        let usage = |message: &str| Err(Failure::Usage(message.to_owned()));
        match (after_file, file.to_str()) {
            (None, Some(word)) => Ok(Some(word)),
            (None, None) => usage("a name is UTF-8: check the argument"),
            (Some(_), _) => usage("give a file or a formula, not both"),
        }
    }
}

/// The document that a formula makes, which stands in no file.
pub(super) fn of_formula(formula: &str) -> Result<(Document, SourceText), String> {
    document(formula).map(|document| (document, SourceText::default()))
}

/// The document in a file, or in standard input for `-`, with its text. Nodes have the
/// places that the file says.
pub(super) fn load(path: &Path) -> Result<(Document, SourceText), String> {
    let loaded = match path == Path::new("-") {
        true => file::load_from_with_source(std::io::stdin().lock()),
        false => file::load_with_source(path),
    };
    loaded.map_err(|error| error.to_string())
}

/// The document that a formula makes.
///
/// # Errors
/// What is wrong with the formula, with its place.
pub(super) fn document(text: &str) -> Result<Document, String> {
    let graph = || -> Result<Graph, String> {
        let say = |error: FormulaError| format!("the formula, {error}");
        let formula = parse(text, &|_| false).map_err(say)?;
        let plan = plan(&formula, &Graph::new()).map_err(say)?;
        plan.graph()
            .map_err(|error| format!("the formula: {error}"))
    };
    Document::new(graph()?).map_err(|error| format!("the formula: {error}"))
}

/// The folder that a graph's paths start in.
pub(super) fn folder_of(source: &SourceText) -> PathBuf {
    let folder = source.path().and_then(Path::parent);
    folder.map_or_else(PathBuf::new, Path::to_owned)
}

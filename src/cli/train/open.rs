//! A graph with its rows, as the arguments want them.

use std::path::PathBuf;

use super::args::DataArgs;
use crate::cli::graph;
use crate::cli::outcome::Status;
use crate::cli::output;
use crate::cli::source::{SourceArgs, folder_of};
use crate::core::graph::{Graph, Node};
use crate::core::op::{Op, SourceKind};
use crate::core::problem::Problem;
use crate::core::train::{DataRows, DataSettings, TableSource};
use crate::data::{self, Dataset};
use crate::document::Document;
use crate::file::SourceText;

/// A graph with its rows.
pub(super) struct Opened {
    pub(super) document: Document,
    pub(super) source: SourceText,
    /// The rows, and how they were made; nothing if the graph has no data.
    pub(super) dataset: Option<Dataset>,
    /// What is said about the data, with what the arguments change.
    pub(super) settings: Option<DataSettings>,
}

impl Opened {
    /// `None` if there is a problem, which has then been said.
    pub(super) fn new(args: &DataArgs) -> Option<Opened> {
        let (document, source) = load(&args.source)?;
        let mut settings = document.data().cloned();
        let mut folder = folder_of(&source);
        if let Some(path) = &args.data {
            let table = TableSource::Path(path.to_string_lossy().into_owned());
            match &mut settings {
                Some(settings) => settings.table = table,
                None => settings = Some(DataSettings::new(table)),
            }
            folder = PathBuf::new();
        }
        let dataset = match &settings {
            None => None,
            Some(settings) => {
                let inputs = input_names(document.graph());
                match data::load(settings, &folder, &inputs) {
                    Ok(dataset) => Some(dataset),
                    Err(error) => {
                        output::complain(&error.to_string());
                        return None;
                    }
                }
            }
        };
        Some(Opened {
            document,
            source,
            dataset,
            settings,
        })
    }

    /// The rows, which are not kept twice: a second call finds the row of a graph without
    /// data.
    pub(super) fn take_rows(&mut self) -> DataRows {
        let dataset = self.dataset.as_mut();
        dataset.map_or_else(DataRows::none, |dataset| {
            std::mem::replace(&mut dataset.rows, DataRows::none())
        })
    }

    /// Whether the graph is said to be drawn with a batch axis.
    pub(super) fn batch(&self) -> Option<bool> {
        self.settings.as_ref().and_then(|settings| settings.batch)
    }

    /// Says what is wrong.
    pub(super) fn say(&self, problems: &[Problem]) -> Status {
        graph::say(problems, &self.source);
        Status::Problem
    }

    /// The names of the classes of a source, if its column was of texts.
    pub(super) fn classes(&self, source: &str) -> &[String] {
        let recipe = self.dataset.as_ref().map(|dataset| &dataset.recipe);
        let sources = recipe.map_or(&[][..], |recipe| &recipe.sources);
        let its = sources.iter().find(|it| it.name == source);
        its.map_or(&[], |it| &it.classes)
    }
}

/// The graph; `None` if there is a problem, which has then been said.
pub(super) fn load(args: &SourceArgs) -> Option<(Document, SourceText)> {
    match args.load() {
        Ok(loaded) => Some(loaded),
        Err(message) => {
            output::complain(&message);
            None
        }
    }
}

/// The names of the inputs of a graph.
pub(super) fn input_names(graph: &Graph) -> Vec<&str> {
    let is_input = |kind| kind == Some(SourceKind::Input);
    let inputs = graph.iter().map(|(_, node)| node);
    let inputs = inputs.filter(|node| is_input(node.op().and_then(Op::source_kind)));
    inputs.map(Node::name).collect()
}

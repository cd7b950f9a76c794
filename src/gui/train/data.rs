//! [`DataState`]: the rows that the document names, read on a thread.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use eframe::egui::Context;

use crate::core::graph::{Graph, Node};
use crate::core::op::{Op, SourceKind};
use crate::core::train::{DataSettings, TableSource};
use crate::data::{self, Dataset};
use crate::document::Document;
use crate::gui::background::{Task, TaskState};

/// Something that is read.
#[derive(Default)]
pub(super) enum Loaded<T> {
    /// Nothing is to be read.
    #[default]
    Nothing,
    /// It is being read.
    Loading(Task<Result<T, String>>),
    /// It is there.
    Ready(T),
    /// It can't be read; says why and what to do.
    Failed(String),
}

impl<T: Send + 'static> Loaded<T> {
    fn start(
        ctx: &Context,
        read: impl FnOnce() -> Result<T, String> + Send + 'static,
    ) -> Loaded<T> {
        match Task::start(ctx, "table", read) {
            Ok(task) => Loaded::Loading(task),
            Err(error) => Loaded::Failed(format!("no thread can read it: {error}")),
        }
    }

    fn follow(&mut self) {
        let Loaded::Loading(task) = self else { return };
        *self = match task.state() {
            TaskState::Running => return,
            TaskState::Done(Ok(result)) => Loaded::Ready(result),
            TaskState::Done(Err(why)) => Loaded::Failed(why),
            TaskState::Panicked => {
                Loaded::Failed("reading it failed: try another table".to_owned())
            }
        };
    }

    pub(super) fn ready(&self) -> Option<&T> {
        match self {
            Loaded::Ready(it) => Some(it),
            _ => None,
        }
    }
}

/// What the rows depend on.
#[derive(Clone, PartialEq)]
struct DataKey {
    settings: DataSettings,
    folder: PathBuf,
    inputs: Vec<String>,
}

/// The rows that the document names.
#[derive(Default)]
pub(super) struct DataState {
    key: Option<DataKey>,
    /// The names of all columns.
    pub(super) columns: Loaded<Vec<String>>,
    /// The rows.
    pub(super) rows: Loaded<Arc<Dataset>>,
}

impl DataState {
    /// Reads what the document names, if that is something else than before.
    pub(super) fn follow(&mut self, ctx: &Context, document: &Document, folder: &Path) {
        self.columns.follow();
        self.rows.follow();
        let Some(settings) = document.data() else {
            if self.key.is_some() {
                *self = DataState::default();
            }
            return;
        };
        let inputs = input_names(document.graph());
        let is_same = self.key.as_ref().is_some_and(|key| {
            key.settings == *settings && key.folder == folder && key.inputs == inputs
        });
        if is_same {
            return;
        }
        let inputs = inputs.into_iter().map(str::to_owned).collect();
        let key = DataKey {
            settings: settings.clone(),
            folder: folder.to_owned(),
            inputs,
        };
        self.read(ctx, key);
    }

    fn read(&mut self, ctx: &Context, key: DataKey) {
        let is_other_table = |known: &DataKey| {
            known.settings.table != key.settings.table || known.folder != key.folder
        };
        let (wanted, folder) = (key.settings.clone(), key.folder.clone());
        if self.key.as_ref().is_none_or(is_other_table) {
            let (table, folder) = (wanted.table.clone(), folder.clone());
            let read = move || data::column_names(&table, &folder).map_err(|it| it.to_string());
            self.columns = Loaded::start(ctx, read);
        }
        let inputs = key.inputs.clone();
        let read = move || {
            let inputs: Vec<&str> = inputs.iter().map(String::as_str).collect();
            let dataset = data::load(&wanted, &folder, &inputs);
            dataset.map(Arc::new).map_err(|error| error.to_string())
        };
        self.rows = Loaded::start(ctx, read);
        self.key = Some(key);
    }

    /// Reads the table again.
    pub(super) fn reload(&mut self, ctx: &Context) {
        if let Some(key) = self.key.take() {
            self.read(ctx, key);
        }
    }
}

/// The names of a graph's inputs.
pub(super) fn input_names(graph: &Graph) -> Vec<&str> {
    let is_input = |kind| kind == Some(SourceKind::Input);
    let inputs = graph.iter().map(|(_, node)| node);
    let inputs = inputs.filter(|node| is_input(node.op().and_then(Op::source_kind)));
    inputs.map(Node::name).collect()
}

/// What a table is called.
pub(super) fn table_name(table: &TableSource) -> String {
    match table {
        TableSource::Path(path) => path.clone(),
        TableSource::Set(name) => format!("the set {name}"),
        TableSource::Generate(made) => format!("{}, made", made.kind),
    }
}

//! What the command palette finds besides commands: nodes, files and lessons.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use super::search::{SearchTexts, rank};
use crate::core::graph::NodeId;
use crate::gui::action::Action;
use crate::gui::command::{COMMANDS, Command, CommandInfo};
use crate::gui::editor::Editor;
use crate::gui::shipped::{SHIPPED, Shipped};

/// One thing that was found.
#[derive(Clone, Copy)]
pub(super) enum Found {
    Command(&'static CommandInfo),
    Node(NodeId),
    /// A file that was open, by its place in the list.
    File(usize),
    /// A graph that ships, by its place in the list.
    Lesson(usize),
}

/// Where things are found.
#[derive(Clone, Copy)]
pub(super) struct Places<'a> {
    pub(super) editor: &'a Editor,
    pub(super) recent: &'a [PathBuf],
}

impl Places<'_> {
    /// What fits a query, the best first. Without a query, all commands.
    pub(super) fn find(&self, query: &str) -> Vec<Found> {
        let commands = COMMANDS
            .iter()
            .filter(|row| row.command != Command::CommandPalette)
            .map(Found::Command);
        if query.trim().is_empty() {
            return commands.collect();
        }
        let nodes = self.editor.document().graph().iter();
        let nodes = nodes.map(|(id, _)| Found::Node(id));
        let files = (0..self.recent.len()).map(Found::File);
        let lessons = (0..SHIPPED.len()).map(Found::Lesson);
        let all: Vec<Found> = commands.chain(nodes).chain(files).chain(lessons).collect();
        let texts: Vec<_> = all
            .iter()
            .map(|it| (self.name(*it), self.help(*it)))
            .collect();
        let order = rank(query, 0..all.len(), |index| SearchTexts {
            name: &texts[index].0,
            help: texts[index].1,
            ..SearchTexts::default()
        });
        order.into_iter().map(|index| all[index]).collect()
    }

    /// What it is called in the list.
    pub(super) fn name(&self, found: Found) -> Cow<'_, str> {
        match found {
            Found::Command(row) => row.name.into(),
            Found::Node(id) => self.editor.document().graph().name(id).into(),
            Found::File(nth) => {
                let name = self.file(nth).file_name().unwrap_or_default();
                name.to_string_lossy()
            }
            Found::Lesson(nth) => lesson(nth).0.into(),
        }
    }

    fn help(&self, found: Found) -> &str {
        match found {
            Found::Command(row) => row.help,
            Found::Node(id) => self.op_name(id),
            Found::File(nth) => {
                let folder = self.file(nth).parent();
                folder.and_then(Path::to_str).unwrap_or_default()
            }
            Found::Lesson(nth) => lesson(nth).1,
        }
    }

    /// A line about it.
    pub(super) fn about(&self, found: Found) -> String {
        match found {
            Found::Command(row) => format!("{}: {}", row.menu.title(), row.help),
            Found::Node(id) => format!(
                "Go to the node {} ({}).",
                self.name(found),
                self.op_name(id)
            ),
            Found::File(nth) => format!("Open {}.", self.file(nth).display()),
            Found::Lesson(nth) => lesson(nth).1.to_owned(),
        }
    }

    /// What choosing it does.
    pub(super) fn action(&self, found: Found) -> Action {
        match found {
            Found::Command(row) => Action::Command(row.command),
            Found::Node(id) => Action::Reveal(id),
            Found::File(nth) => Action::OpenFile(self.file(nth).to_owned()),
            Found::Lesson(nth) => Action::OpenLesson(nth),
        }
    }

    fn op_name(&self, id: NodeId) -> &str {
        let node = self.editor.document().graph().get(id);
        node.map_or("", |node| node.op_name())
    }

    fn file(&self, nth: usize) -> &Path {
        self.recent.get(nth).map_or(Path::new(""), PathBuf::as_path)
    }
}

impl Found {
    /// What kind of thing it is; nothing for a command.
    pub(super) fn kind(self) -> &'static str {
        match self {
            Found::Command(_) => "",
            Found::Node(_) => "node",
            Found::File(_) => "file",
            Found::Lesson(nth) if is_told(nth) => "lesson",
            Found::Lesson(_) => "example",
        }
    }
}

/// Whether a graph that ships is told in steps.
fn is_told(nth: usize) -> bool {
    SHIPPED
        .get(nth)
        .is_some_and(|shipped| shipped.heading().steps > 0)
}

/// The title and the note of a graph that ships.
fn lesson(nth: usize) -> (&'static str, &'static str) {
    let heading = SHIPPED.get(nth).map(Shipped::heading);
    heading.map_or(("", ""), |heading| (&heading.title, &heading.note))
}

//! [`PathDialog`]: the editor's own dialog for a file. It opens where the system has no
//! dialog, and wherever the user prefers to type.

mod folder;

use std::path::{Path, PathBuf};

use eframe::egui::text::{CCursor, CCursorRange};
use eframe::egui::{
    Align, Button, Context, Id, Key, Layout, Modifiers, RichText, ScrollArea, TextEdit, Ui,
};

use super::choice::Choice;
use super::modal::{default_button, modal, set_width};
use crate::gui::platform::files::{FolderEntry, absolute};
use crate::gui::platform::folders;
use folder::Folder;

/// The dialog while it is open.
pub(super) struct PathDialog {
    pub(super) choice: Choice,
    text: String,
    folder: Folder,
    /// The row that the arrow keys have come to.
    row: Option<usize>,
    fresh: bool,
}

/// How the dialog ended.
pub(super) enum PathOutcome {
    Chosen(PathBuf),
    Cancelled,
    /// The user prefers the system's dialog.
    System,
}

impl PathDialog {
    /// Opens the dialog in a folder, with a name to save under.
    pub(super) fn new(choice: Choice, start: &Path, name: &str) -> PathDialog {
        let mut text = start.display().to_string();
        if !text.ends_with(std::path::MAIN_SEPARATOR) {
            text.push(std::path::MAIN_SEPARATOR);
        }
        if !choice.reads() {
            text.push_str(name);
        }
        PathDialog {
            choice,
            text,
            folder: Folder::new(start),
            row: None,
            fresh: true,
        }
    }

    /// Shows the dialog until it has an answer.
    pub(super) fn show(&mut self, ctx: &Context) -> Option<PathOutcome> {
        let modal = modal(ctx, "path dialog");
        let shown = modal.show(ctx, |ui| {
            set_width(ui, 560.0);
            self.contents(ui)
        });
        let closed = shown.should_close();
        shown.inner.or(closed.then_some(PathOutcome::Cancelled))
    }

    fn contents(&mut self, ui: &mut Ui) -> Option<PathOutcome> {
        ui.heading(self.choice.title());
        ui.add_space(4.0);
        // Before the field, which would move its cursor.
        let moved = self.keys(ui);
        let entered = self.field(ui);
        let (folder, part) = split(&self.text);
        self.folder.go_to(ui.ctx(), &folder);
        let rows = self.folder.starting_with(&part);
        let clicked = self.list(ui, &rows, moved);
        let keys = "Tab completes the name. The arrow keys move in the list. Enter accepts.";
        ui.label(RichText::new(keys).small().weak());
        ui.add_space(4.0);
        let mut answer = None;
        ui.horizontal(|ui| {
            let button = default_button(ui, self.verb());
            if ui.add(button).clicked() {
                answer = self.accept(&rows);
            }
            if ui.button("Cancel").clicked() {
                answer = Some(PathOutcome::Cancelled);
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if ui.button("System dialog…").clicked() {
                    answer = Some(PathOutcome::System);
                }
            });
        });
        if entered {
            answer = self.accept(&rows);
        }
        match clicked {
            Some(entry) if entry.is_folder => self.go_into(ui, &entry),
            Some(entry) => {
                self.set_text(ui, folder.join(&entry.name).display().to_string());
                if self.choice.reads() {
                    return Some(PathOutcome::Chosen(expand(&self.text)));
                }
            }
            None => {}
        }
        answer
    }

    fn verb(&self) -> &'static str {
        match self.choice {
            Choice::Open => "Open",
            Choice::LoadParameters => "Load",
            _ => "Save",
        }
    }

    /// The field; true if Enter was pressed.
    fn field(&mut self, ui: &mut Ui) -> bool {
        let id = field_id();
        // Before the field, which would take Tab to go to the next widget.
        let focused = ui.memory(|memory| memory.has_focus(id));
        if focused && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Tab)) {
            let (_, part) = split(&self.text);
            if let Some(longest) = self.folder.completion(&part) {
                self.set_text(ui, format!("{}{longest}", prefix(&self.text)));
            }
        }
        let label = ui.label("Path");
        let field = TextEdit::singleline(&mut self.text)
            .id(id)
            .desired_width(f32::INFINITY)
            .lock_focus(true)
            .hint_text("folder/graph.ron");
        let response = ui.add(field).labelled_by(label.id);
        if std::mem::take(&mut self.fresh) {
            response.request_focus();
            place_cursor(ui.ctx(), self.text.chars().count());
        }
        if response.changed() {
            self.row = None;
        }
        let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if entered {
            response.request_focus();
        }
        entered
    }

    /// Up and down go through the list; true if the row is another now.
    fn keys(&mut self, ui: &Ui) -> bool {
        let rows = self.folder.starting_with(&split(&self.text).1);
        let (up, down) = ui.input_mut(|input| {
            let up = input.consume_key(Modifiers::NONE, Key::ArrowUp);
            (up, input.consume_key(Modifiers::NONE, Key::ArrowDown))
        });
        let last = rows.len().checked_sub(1);
        self.row = match (self.row, last) {
            (_, None) => None,
            (Some(row), Some(last)) if down => Some((row + 1).min(last)),
            (None, Some(_)) if down => Some(0),
            (Some(row), _) if up => row.checked_sub(1),
            (row, Some(last)) => row.map(|row| row.min(last)),
        };
        up || down
    }

    fn list(&self, ui: &mut Ui, rows: &[FolderEntry], moved: bool) -> Option<FolderEntry> {
        let mut clicked = None;
        let room = ui.ctx().content_rect().height() - AROUND_LIST;
        let height = room.clamp(40.0, 260.0);
        let area = ScrollArea::vertical().max_height(height).auto_shrink(false);
        let layout = Layout::top_down_justified(Align::LEFT);
        area.show(ui, |ui| {
            ui.with_layout(layout, |ui| {
                if let Some(trouble) = self.folder.trouble() {
                    ui.weak(trouble);
                }
                for (index, entry) in rows.iter().enumerate() {
                    let text = match entry.is_folder {
                        true => RichText::new(format!("{}/", entry.name)).strong(),
                        false => RichText::new(&entry.name),
                    };
                    let chosen = self.row == Some(index);
                    let button = Button::selectable(chosen, text).truncate();
                    let response = ui.add(button);
                    if chosen && moved {
                        response.scroll_to_me(None);
                    }
                    if response.clicked() {
                        clicked = Some(entry.clone());
                    }
                }
            })
        });
        clicked
    }

    /// What Enter does: goes into a folder, or takes the path.
    fn accept(&mut self, rows: &[FolderEntry]) -> Option<PathOutcome> {
        let row = self.row.take().and_then(|row| rows.get(row)).cloned();
        if let Some(entry) = row {
            let base = prefix(&self.text);
            let slash = if entry.is_folder { "/" } else { "" };
            self.text = format!("{base}{}{slash}", entry.name);
            self.fresh = true;
            if entry.is_folder || !self.choice.reads() {
                return None;
            }
        }
        let (_, part) = split(&self.text);
        if part.is_empty() || part == ".." || part == "." || self.folder.has_folder(&part) {
            if !part.is_empty() {
                self.text.push('/');
            }
            self.fresh = true;
            return None;
        }
        let path = expand(&self.text);
        Some(PathOutcome::Chosen(path))
    }

    fn go_into(&mut self, ui: &Ui, entry: &FolderEntry) {
        self.set_text(ui, format!("{}{}/", prefix(&self.text), entry.name));
        self.fresh = true;
    }

    fn set_text(&mut self, ui: &Ui, text: String) {
        place_cursor(ui.ctx(), text.chars().count());
        self.text = text;
        self.row = None;
    }
}

fn field_id() -> Id {
    Id::unique("path dialog field")
}

fn place_cursor(ctx: &Context, at: usize) {
    let mut state = TextEdit::load_state(ctx, field_id()).unwrap_or_default();
    let cursor = CCursorRange::one(CCursor::new(at));
    state.cursor.set_char_range(Some(cursor));
    state.store(ctx, field_id());
}

/// The height of what is around the list, in points.
const AROUND_LIST: f32 = 180.0;

/// The folder that a text names, and what of a name in it has been typed.
fn split(text: &str) -> (PathBuf, String) {
    let at = text.rfind(std::path::is_separator).map_or(0, |i| i + 1);
    let (folder, part) = text.split_at(at);
    (expand(folder), part.to_owned())
}

/// What was typed of the folder, as it was typed.
fn prefix(text: &str) -> &str {
    let at = text.rfind(std::path::is_separator).map_or(0, |i| i + 1);
    &text[..at]
}

/// The path that was typed: `~` is the home folder, and a relative path starts at the
/// current folder. An absolute path that follows another one, as in `/a//b` or `/a/~/b`,
/// replaces it, so that nothing has to be deleted first.
fn expand(text: &str) -> PathBuf {
    let text = text.trim();
    let start = text.rfind("//").max(text.rfind("/~"));
    let text = start.map_or(text, |i| &text[i + 1..]);
    let path = match (text.strip_prefix('~'), folders::home()) {
        (Some(rest), Some(home))
            if rest.is_empty() || rest.starts_with(std::path::is_separator) =>
        {
            home.join(rest.trim_start_matches(std::path::is_separator))
        }
        _ => PathBuf::from(text),
    };
    absolute(&path)
}

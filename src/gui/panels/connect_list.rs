//! Wiring without a mouse: a list of all inputs that a node's wire can go to.

use eframe::egui::{Align2, Context, Id, Key, Modifiers, ScrollArea, TextEdit, Window, vec2};

use super::action::Action;
use super::canvas::gestures::takes_more;
use super::canvas::scene::Scene;
use super::editor::Editor;
use crate::core::graph::{NodeId, Wire};
use crate::document::Edit;

/// The most rows that are shown; typing narrows them down.
const MOST_ROWS: usize = 60;

/// The open list.
pub(super) struct ConnectList {
    from: NodeId,
    text: String,
    marked: usize,
    all: Vec<Row>,
    shown: Vec<usize>,
    is_new: bool,
}

/// An input that the wire can go to.
struct Row {
    wire: Wire,
    text: String,
    lower: String,
}

impl ConnectList {
    /// The inputs that a wire from this node can go to: free ones first, near ones
    /// first.
    pub(super) fn new(editor: &Editor, scene: &Scene, from: NodeId) -> ConnectList {
        let mut list = ConnectList {
            from,
            text: String::new(),
            marked: 0,
            all: rows(editor, scene, from),
            shown: Vec::new(),
            is_new: true,
        };
        list.narrow();
        list
    }

    fn narrow(&mut self) {
        let words: Vec<String> = self
            .text
            .split_whitespace()
            .map(str::to_lowercase)
            .collect();
        let fits = |row: &Row| words.iter().all(|word| row.lower.contains(word));
        let rows = self.all.iter().enumerate().filter(|(_, row)| fits(row));
        self.shown = rows.map(|(i, _)| i).take(MOST_ROWS).collect();
        self.marked = 0;
    }

    /// Draws the list. False once it is to be closed.
    pub(super) fn show(
        &mut self,
        ctx: &Context,
        editor: &Editor,
        actions: &mut Vec<Action>,
    ) -> bool {
        let graph = editor.document().graph();
        if graph.get(self.from).is_none() {
            return false;
        }
        let (up, down, enter, escape) = ctx.input_mut(|input| {
            let mut key = |key| input.consume_key(Modifiers::NONE, key);
            (
                key(Key::ArrowUp),
                key(Key::ArrowDown),
                key(Key::Enter),
                key(Key::Escape),
            )
        });
        if down && self.marked + 1 < self.shown.len() {
            self.marked += 1;
        }
        if up {
            self.marked = self.marked.saturating_sub(1);
        }
        let mut chosen = if enter {
            self.shown.get(self.marked).copied()
        } else {
            None
        };
        let title = format!("Connect {} to…", graph.name(self.from));
        let moved = up || down;
        Window::new(title)
            .id(Id::unique("connect"))
            .anchor(Align2::CENTER_TOP, vec2(0.0, 80.0))
            .collapsible(false)
            .resizable(false)
            .show(ctx, |ui| {
                let field = TextEdit::singleline(&mut self.text).hint_text("node or input");
                let field = ui.add(field.desired_width(320.0));
                let field = field.accessible_name("Search for an input");
                if std::mem::take(&mut self.is_new) {
                    field.request_focus();
                }
                if field.changed() {
                    self.narrow();
                }
                if self.shown.is_empty() {
                    ui.weak("no input can take this wire");
                }
                ScrollArea::vertical().max_height(300.0).show(ui, |ui| {
                    for (place, row) in self.shown.iter().enumerate() {
                        let is_marked = place == self.marked;
                        let row_ui = ui.selectable_label(is_marked, &self.all[*row].text);
                        if row_ui.clicked() {
                            chosen = Some(*row);
                        }
                        if is_marked && moved {
                            row_ui.scroll_to_me(None);
                        }
                    }
                });
            });
        if let Some(row) = chosen.and_then(|row| self.all.get(row)) {
            actions.push(Action::Edit(connect(editor, self.from, row.wire)));
        }
        chosen.is_none() && !escape
    }
}

/// The edit that wires an input, which is added first if it isn't there.
fn connect(editor: &Editor, from: NodeId, wire: Wire) -> Edit {
    let end = editor.document().graph().get(wire.to);
    let mut edits = Vec::new();
    if end.is_some_and(|node| node.inputs().len() == wire.input) {
        edits.push(Edit::AddInput(wire.to));
    }
    let from = Some(from);
    edits.push(Edit::Connect { from, wire });
    let label = "connect";
    Edit::All { label, edits }
}

fn rows(editor: &Editor, scene: &Scene, from: NodeId) -> Vec<Row> {
    let graph = editor.document().graph();
    let forbidden = super::canvas::gestures::inputs_of(graph, from);
    let here = scene
        .node(from)
        .map(|rect| rect.center())
        .unwrap_or_default();
    let mut found = Vec::new();
    for (to, node) in graph.iter() {
        if forbidden.get(to.index()).copied().unwrap_or(true) {
            continue;
        }
        let away = scene
            .node(to)
            .map_or(f32::INFINITY, |rect| rect.center().distance(here));
        let more = usize::from(takes_more(editor, to));
        for input in 0..node.inputs().len() + more {
            let now = node.inputs().get(input).copied();
            if now.flatten() == Some(from) {
                continue;
            }
            let name = node
                .op()
                .map_or_else(|| format!("input {input}"), |op| op.inputs.name(input));
            let state = match now {
                None => " (one more)".to_owned(),
                Some(None) => String::new(),
                Some(Some(old)) => format!(" (instead of {})", graph.name(old)),
            };
            let text = format!("{} · {name}{state}", node.name());
            let lower = text.to_lowercase();
            let wire = Wire { to, input };
            let is_taken = matches!(now, Some(Some(_)));
            found.push((is_taken, away, Row { wire, text, lower }));
        }
    }
    found.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    found.into_iter().map(|(.., row)| row).collect()
}

//! Wiring without a mouse: a list of all inputs that a node's wire can go to.

use eframe::egui::{Align2, Context, Id, ScrollArea, Window, vec2};

use super::list::{List, Row, list_keys, search_field};
use crate::core::graph::{NodeId, Wire};
use crate::document::Edit;
use crate::gui::action::Action;
use crate::gui::canvas::scene::Scene;
use crate::gui::editor::Editor;

/// The most rows that are shown; typing narrows them down.
const MOST_ROWS: usize = 60;
const WIDTH: f32 = 340.0;

/// The open list.
pub(super) struct ConnectList {
    from: NodeId,
    text: String,
    marked: usize,
    all: Vec<InputOffer>,
    shown: Vec<usize>,
}

/// An input that the wire can go to.
struct InputOffer {
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
        let fits = |row: &InputOffer| words.iter().all(|word| row.lower.contains(word));
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
        if editor.node(self.from).is_none() {
            return false;
        }
        let keys = list_keys(ctx, &mut self.marked, self.shown.len());
        let mut chosen = self.shown.get(self.marked).copied();
        chosen = chosen.filter(|_| keys.chosen);
        let title = format!("Connect {} to…", editor.name(self.from));
        Window::new(title)
            .id(Id::unique("connect"))
            .anchor(Align2::CENTER_TOP, vec2(0.0, 80.0))
            .collapsible(false)
            .resizable(false)
            .show(ctx, |ui| {
                ui.set_width(WIDTH);
                let field = search_field(ui, &mut self.text, "Search nodes and inputs", true);
                if field.changed() {
                    self.narrow();
                }
                ui.add_space(4.0);
                if self.shown.is_empty() {
                    ui.weak("No input can take this wire.");
                }
                let mut list = List::new(ui, &field, &mut self.marked, keys.moved);
                ScrollArea::vertical().max_height(300.0).show(ui, |ui| {
                    ui.spacing_mut().item_spacing.y = 1.0;
                    for (index, offer) in self.shown.iter().enumerate() {
                        let row = Row {
                            name: &self.all[*offer].text,
                            ..Row::default()
                        };
                        if list.row_ui(ui, index, row) {
                            chosen = Some(*offer);
                        }
                    }
                });
            });
        if let Some(row) = chosen.and_then(|row| self.all.get(row)) {
            actions.push(Action::Edit(connect(editor, self.from, row.wire)));
        }
        chosen.is_none() && !keys.closed
    }
}

/// The edit that wires an input, which is added first if it isn't there.
fn connect(editor: &Editor, from: NodeId, wire: Wire) -> Edit {
    let edits = editor.connecting(from, wire);
    let label = "connect";
    Edit::All { label, edits }
}

fn rows(editor: &Editor, scene: &Scene, from: NodeId) -> Vec<InputOffer> {
    let forbidden = editor.document().graph().inputs_of(from);
    let here = scene
        .node(from)
        .map(|rect| rect.center())
        .unwrap_or_default();
    let mut found = Vec::new();
    for (to, node) in editor.nodes() {
        if forbidden.get(to.index()).copied().unwrap_or(true) {
            continue;
        }
        let away = scene
            .node(to)
            .map_or(f32::INFINITY, |rect| rect.center().distance(here));
        let more = usize::from(editor.can_add_input(to));
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
                Some(Some(old)) => format!(" (instead of {})", editor.name(old)),
            };
            let text = format!("{}, input {name}{state}", node.name());
            let lower = text.to_lowercase();
            let wire = Wire { to, input };
            let is_taken = matches!(now, Some(Some(_)));
            found.push((is_taken, away, InputOffer { wire, text, lower }));
        }
    }
    found.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    found.into_iter().map(|(.., row)| row).collect()
}

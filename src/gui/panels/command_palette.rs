//! The command palette: everything that can be done, by name; and nodes, files and
//! lessons to go to.

use std::path::PathBuf;

use eframe::egui::{self, Align2, Area, Context, Frame, Id, Order, RichText, Ui, vec2};

use super::finder::{Found, Places};
use super::list::{List, Row, list_keys, rows_ui, search_field};
use crate::gui::action::Action;
use crate::gui::command::{Command, keys_text};
use crate::gui::editor::Editor;

const WIDTH: f32 = 520.0;
const HEIGHT: f32 = 400.0;

/// At most this many finds are listed.
const LISTED: usize = 200;

/// Says why a command can't be carried out now.
type WhyNot<'a> = &'a dyn Fn(Command) -> Option<&'static str>;

/// The open palette.
#[derive(Default)]
pub(super) struct CommandPalette {
    text: String,
    marked: usize,
    /// The files that can be found.
    recent: Vec<PathBuf>,
    found_for: Option<String>,
    found: Vec<Found>,
    passes: usize,
}

impl CommandPalette {
    /// A palette that also finds these files.
    pub(super) fn new(recent: Vec<PathBuf>) -> CommandPalette {
        CommandPalette {
            recent,
            ..CommandPalette::default()
        }
    }

    /// Draws the palette; `why_not` says why a command can't be carried out now. False
    /// once it is to be closed.
    pub(super) fn show(
        &mut self,
        ctx: &Context,
        editor: &Editor,
        why_not: WhyNot<'_>,
        actions: &mut Vec<Action>,
    ) -> bool {
        self.passes += 1;
        let recent = std::mem::take(&mut self.recent);
        let places = Places {
            editor,
            recent: &recent,
        };
        self.search(places);
        let keys = list_keys(ctx, &mut self.marked, self.found.len());
        let mut chosen = self.found.get(self.marked).copied().filter(|_| keys.chosen);
        let area = Area::new(Id::unique("command palette"))
            .order(Order::Foreground)
            .anchor(Align2::CENTER_TOP, vec2(0.0, 56.0))
            .accessible_name("All commands");
        let window = ctx.content_rect().size();
        let size = vec2(WIDTH, HEIGHT).min(window - vec2(16.0, 72.0));
        let shown = area.show(ctx, |ui| {
            Frame::popup(ui.style()).show(ui, |ui| {
                ui.set_min_size(size);
                ui.set_max_size(size);
                if let Some(clicked) = self.contents(ui, places, why_not, keys.moved) {
                    chosen = Some(clicked);
                }
            });
        });
        let action = chosen.filter(|it| reason(*it, why_not).is_none());
        let action = action.map(|it| places.action(it));
        self.recent = recent;
        if let Some(action) = action {
            actions.push(action);
            return false;
        }
        let away = shown.response.clicked_elsewhere() && self.passes > 2;
        !(keys.closed || away)
    }

    fn search(&mut self, places: Places<'_>) {
        if self.found_for.as_ref() != Some(&self.text) {
            self.found = places.find(&self.text);
            self.found.truncate(LISTED);
            self.found_for = Some(self.text.clone());
            self.marked = 0;
        }
    }

    fn contents(
        &mut self,
        ui: &mut Ui,
        places: Places<'_>,
        why_not: WhyNot<'_>,
        moved: bool,
    ) -> Option<Found> {
        let hint = "Search commands, nodes, files and lessons";
        let field = search_field(ui, &mut self.text, hint, true);
        self.search(places);
        ui.add_space(4.0);
        let mut clicked = None;
        let mut list = List::new(ui, &field, &mut self.marked, moved);
        rows_ui(ui, 2.4, |ui| {
            if self.found.is_empty() {
                ui.label("Nothing matches.");
            }
            for (index, it) in self.found.iter().enumerate() {
                let right = match it {
                    Found::Command(row) => keys_text(ui.ctx(), row.keys),
                    other => other.kind().to_owned(),
                };
                let shown = Row {
                    name: &places.name(*it),
                    right: &right,
                    disabled: reason(*it, why_not).is_some(),
                    ..Row::default()
                };
                if list.row_ui(ui, index, shown) {
                    clicked = Some(*it);
                }
            }
        });
        ui.separator();
        if let Some(it) = self.found.get(self.marked) {
            let text = match reason(*it, why_not) {
                Some(reason) => format!("Not now: {reason}"),
                None => places.about(*it),
            };
            ui.add(egui::Label::new(RichText::new(text).weak()).truncate());
        }
        clicked
    }
}

/// Why what was found can't be chosen now; nothing if it can.
fn reason(found: Found, why_not: WhyNot<'_>) -> Option<&'static str> {
    match found {
        Found::Command(row) => why_not(row.command),
        _ => None,
    }
}

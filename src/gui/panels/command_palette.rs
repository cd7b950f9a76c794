//! The command palette: everything that can be done, by name.

use eframe::egui::{self, Align2, Area, Context, Frame, Id, Order, RichText, Ui, vec2};

use super::list::{List, Row, list_keys, rows_ui, search_field};
use super::search::{SearchTexts, rank};
use crate::gui::action::Action;
use crate::gui::command::{COMMANDS, Command, CommandInfo, keys_text};

const WIDTH: f32 = 520.0;
const HEIGHT: f32 = 400.0;

/// The open palette.
#[derive(Default)]
pub(super) struct CommandPalette {
    text: String,
    marked: usize,
    found_for: Option<String>,
    found: Vec<&'static CommandInfo>,
    passes: usize,
}

impl CommandPalette {
    /// Draws the palette; `why_not` says why a command can't be carried out now. False
    /// once it is to be closed.
    pub(super) fn show(
        &mut self,
        ctx: &Context,
        why_not: impl Fn(Command) -> Option<&'static str>,
        actions: &mut Vec<Action>,
    ) -> bool {
        self.search();
        self.passes += 1;
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
                if let Some(clicked) = self.contents(ui, &why_not, keys.moved) {
                    chosen = Some(clicked);
                }
            });
        });
        let allowed = chosen.filter(|row| why_not(row.command).is_none());
        if let Some(row) = allowed {
            actions.push(Action::Command(row.command));
            return false;
        }
        let away = shown.response.clicked_elsewhere() && self.passes > 2;
        !(keys.closed || away)
    }

    fn search(&mut self) {
        if self.found_for.as_ref() != Some(&self.text) {
            self.found = rank(&self.text, COMMANDS.iter(), |row| SearchTexts {
                name: row.name,
                symbol: "",
                help: row.help,
            });
            self.found
                .retain(|row| row.command != Command::CommandPalette);
            self.found_for = Some(self.text.clone());
            self.marked = 0;
        }
    }

    fn contents(
        &mut self,
        ui: &mut Ui,
        why_not: &impl Fn(Command) -> Option<&'static str>,
        moved: bool,
    ) -> Option<&'static CommandInfo> {
        let field = search_field(ui, &mut self.text, "Search commands", true);
        self.search();
        ui.add_space(4.0);
        let mut clicked = None;
        let mut list = List::new(ui, &field, &mut self.marked, moved);
        rows_ui(ui, 2.4, |ui| {
            if self.found.is_empty() {
                ui.label("No command matches.");
            }
            for (index, row) in self.found.iter().enumerate() {
                let keys = keys_text(ui.ctx(), row.keys);
                let shown = Row {
                    name: row.name,
                    right: &keys,
                    disabled: why_not(row.command).is_some(),
                    ..Row::default()
                };
                if list.row_ui(ui, index, shown) {
                    clicked = Some(*row);
                }
            }
        });
        ui.separator();
        if let Some(row) = self.found.get(self.marked) {
            let text = match why_not(row.command) {
                Some(reason) => format!("Not now: {reason}"),
                None => format!("{}: {}", row.menu.title(), row.help),
            };
            ui.add(egui::Label::new(RichText::new(text).weak()).truncate());
        }
        clicked
    }
}

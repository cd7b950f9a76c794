//! The shortcut sheet: all keys by menu, and the gestures of the pointer.

use eframe::egui::{self, Context, Frame, Grid, Id, Modal, RichText, ScrollArea, Ui, vec2};

use super::list::search_field;
use crate::gui::command::{COMMANDS, EXPLAINING_KEYS, Menu, keys_text};

/// A sheet that is narrower, in points, has one column.
const TWO_COLUMNS: f32 = 560.0;

/// What the pointer does: what happens, and how.
const GESTURES: &[(&str, &str)] = &[
    (
        "Pan",
        "drag with the middle button, Space + drag, or scroll",
    ),
    ("Zoom to the pointer", "Ctrl + scroll, or pinch"),
    ("Select", "click a node or a wire; Shift adds"),
    ("Select many", "drag a box; Shift adds"),
    ("Move", "drag a node, or all that are selected"),
    ("Wire", "drag from an output to an input, or the other way"),
    ("Add a connected node", "drop the wire on the empty canvas"),
    ("Move or remove a wire", "drag it off its input"),
    ("Insert into a wire", "drop a node on it"),
    ("Cut wires", "Ctrl + drag with the right button"),
    ("Add a node", "double-click, or type a name or a number"),
    (
        "Change a value",
        "drag the number on a source; double-click to type",
    ),
    ("Open a tensor as a table", "double-click its picture"),
    ("Why this gradient", "click its number"),
    ("Context menu", "right-click"),
];

/// The open shortcut sheet.
#[derive(Default)]
pub(super) struct ShortcutSheet {
    text: String,
}

/// A line: what happens, and how.
struct ShortcutLine<'a> {
    what: &'a str,
    how: String,
}

impl ShortcutSheet {
    /// Draws the sheet. False once it is to be closed.
    pub(super) fn show(&mut self, ctx: &Context) -> bool {
        let window = ctx.content_rect().size();
        let size = vec2(900.0, 620.0).min(window - vec2(48.0, 48.0));
        let style = ctx.global_style();
        let frame = Frame::popup(&style).inner_margin(16.0);
        let modal = Modal::new(Id::unique("shortcuts")).frame(frame);
        let mut open = true;
        let shown = modal.show(ctx, |ui| {
            ui.set_min_size(size);
            ui.set_max_size(size);
            ui.shrink_clip_rect(ui.max_rect().expand(8.0));
            ui.horizontal(|ui| {
                ui.heading("Shortcuts and gestures");
                let right = egui::Layout::right_to_left(egui::Align::Center);
                ui.with_layout(right, |ui| open = !ui.button("Close").clicked());
            });
            ui.add_space(4.0);
            search_field(ui, &mut self.text, "Search shortcuts", true);
            ui.add_space(6.0);
            ScrollArea::vertical()
                .auto_shrink(false)
                .show(ui, |ui| self.columns(ui));
        });
        open && !shown.should_close()
    }

    fn columns(&self, ui: &mut Ui) {
        let mut groups: Vec<(&str, Vec<ShortcutLine<'_>>)> = Vec::new();
        for menu in Menu::ALL {
            let rows = COMMANDS
                .iter()
                .filter(|row| row.menu == menu && !row.keys.is_empty());
            let lines = rows.map(|row| ShortcutLine {
                what: row.name.trim_end_matches('…'),
                how: keys_text(ui.ctx(), row.keys),
            });
            groups.push((menu.title(), self.fitting(lines)));
        }
        let explaining = EXPLAINING_KEYS.into_iter().flatten();
        let explaining = explaining.map(|(keys, command)| ShortcutLine {
            what: command.info().name,
            how: keys_text(ui.ctx(), std::slice::from_ref(keys)),
        });
        groups.push(("In explanations", self.fitting(explaining)));
        let gestures = GESTURES.iter().map(|(what, how)| ShortcutLine {
            what,
            how: (*how).to_owned(),
        });
        groups.push(("Pointer", self.fitting(gestures)));
        groups.retain(|(_, lines)| !lines.is_empty());
        if groups.is_empty() {
            ui.label("No shortcut matches.");
        }
        let total: usize = groups.iter().map(|(_, lines)| lines.len() + 2).sum();
        let count = if ui.available_width() < TWO_COLUMNS {
            1
        } else {
            2
        };
        ui.columns(count, |columns| {
            let mut used = 0;
            for (title, lines) in &groups {
                // The second column once the first has half of the lines.
                let column = usize::from(count > 1 && 2 * used + lines.len() > total);
                group_ui(&mut columns[column], title, lines);
                used += lines.len() + 2;
            }
        });
    }

    fn fitting<'a>(&self, lines: impl Iterator<Item = ShortcutLine<'a>>) -> Vec<ShortcutLine<'a>> {
        let query = self.text.trim().to_lowercase();
        let fits = |line: &ShortcutLine<'_>| {
            let text = format!("{} {}", line.what, line.how).to_lowercase();
            query.split_whitespace().all(|word| text.contains(word))
        };
        lines.filter(fits).collect()
    }
}

fn group_ui(ui: &mut Ui, title: &str, lines: &[ShortcutLine<'_>]) {
    let half = ((ui.available_width() - 24.0) / 2.0).max(120.0);
    ui.label(RichText::new(title).strong().size(15.0));
    ui.add_space(2.0);
    Grid::new(title)
        .num_columns(2)
        .spacing(vec2(16.0, 4.0))
        .striped(true)
        .min_col_width(half)
        .max_col_width(half)
        .show(ui, |ui| {
            for line in lines {
                ui.label(line.what);
                ui.add(egui::Label::new(RichText::new(&line.how).weak()).wrap());
                ui.end_row();
            }
        });
    ui.add_space(14.0);
}

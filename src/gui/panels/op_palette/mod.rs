//! The search palette: type a few letters of an op, or a number, and a node of it is
//! added where the palette stands, wired as was asked for.

mod offers;

use eframe::egui::{
    self, Area, Context, Frame, Id, Order, Pos2, RichText, ScrollArea, Sense, Ui, Vec2, vec2,
};

use super::list::{Row, heading_ui, list_keys, search_field};
use super::op_card::{formula, local_derivatives};
use crate::gui::action::{Action, NewNode, PaletteRequest, Wiring};
use crate::gui::theme::Theme;
use offers::{Entry, entries};

pub use offers::RECENT;
pub(super) use offers::remember;

/// The size of the palette.
const SIZE: Vec2 = vec2(400.0, 380.0);
/// The open palette.
pub(super) struct OpPalette {
    request: PaletteRequest,
    at: Pos2,
    text: String,
    marked: usize,
    found: Vec<Entry>,
    found_for: Option<String>,
    opened: u64,
}

impl OpPalette {
    /// A palette at a point of the screen.
    pub(super) fn new(request: PaletteRequest, at: Pos2, ctx: &Context) -> OpPalette {
        OpPalette {
            text: request.text.clone(),
            request,
            at,
            marked: 0,
            found: Vec::new(),
            found_for: None,
            opened: ctx.cumulative_pass_nr(),
        }
    }

    /// What it was asked for.
    pub(super) fn request(&self) -> &PaletteRequest {
        &self.request
    }

    /// Draws the palette. False once it is to be closed. What was chosen is put first
    /// in `recent`.
    pub(super) fn show(
        &mut self,
        ctx: &Context,
        theme: &Theme,
        recent: &mut Vec<String>,
        actions: &mut Vec<Action>,
    ) -> bool {
        self.search(recent);
        let keys = list_keys(ctx, &mut self.marked, self.found.len());
        let mut chosen = keys.chosen.then(|| self.found.get(self.marked).copied());
        let window = ctx.content_rect().shrink(4.0);
        let size = SIZE.min(window.size());
        let area = Area::new(Id::unique("op palette"))
            .order(Order::Foreground)
            .fixed_pos(within(self.at, size, window))
            .accessible_name("Add a node");
        let shown = area.show(ctx, |ui| {
            Frame::popup(ui.style()).show(ui, |ui| {
                ui.set_min_size(size - ui.spacing().menu_margin.sum());
                ui.set_max_size(size - ui.spacing().menu_margin.sum());
                if let Some(clicked) = self.contents(ui, theme, recent, keys.moved) {
                    chosen = Some(Some(clicked));
                }
            });
        });
        if let Some(Some(entry)) = chosen {
            remember(recent, entry.op);
            actions.push(Action::AddNode(NewNode {
                op: entry.op,
                value: entry.value,
                at: self.request.at,
                wired: self.request.wired,
            }));
            return false;
        }
        // The click that opened it doesn't close it.
        let fresh = ctx.cumulative_pass_nr() <= self.opened + 2;
        let away = shown.response.clicked_elsewhere() && !fresh;
        !(keys.closed || away)
    }

    fn search(&mut self, recent: &[String]) {
        if self.found_for.as_ref() == Some(&self.text) {
            return;
        }
        self.found = entries(&self.text, self.request.wired, recent);
        self.found_for = Some(self.text.clone());
        self.marked = 0;
    }

    fn contents(
        &mut self,
        ui: &mut Ui,
        theme: &Theme,
        recent: &[String],
        moved: bool,
    ) -> Option<Entry> {
        search_field(ui, &mut self.text, "Search ops, or type a number", true);
        // What was typed just now is found before the list is drawn.
        self.search(recent);
        if let Some(what) = wiring_text(self.request.wired) {
            ui.label(RichText::new(what).small().weak());
        }
        ui.add_space(2.0);
        let footer = 3.4 * ui.text_style_height(&egui::TextStyle::Body);
        let room = ui.available_height() - footer;
        let mut clicked = None;
        ScrollArea::vertical()
            .max_height(room)
            .min_scrolled_height(room)
            .auto_shrink(false)
            .show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 1.0;
                clicked = self.rows(ui, theme, moved);
            });
        ui.separator();
        self.explain(ui);
        clicked
    }

    fn rows(&mut self, ui: &mut Ui, theme: &Theme, moved: bool) -> Option<Entry> {
        if self.found.is_empty() {
            ui.label(format!(
                "No op is called “{}” or does that.",
                self.text.trim()
            ));
        }
        let mut clicked = None;
        let mut group = None;
        let pointer_moves = ui.input(|i| i.pointer.delta() != Vec2::ZERO);
        for (index, entry) in self.found.iter().enumerate() {
            let op = entry.op.op();
            let title = if entry.recent {
                "Recent"
            } else {
                op.family.title()
            };
            if self.text.trim().is_empty() && group.replace(title) != Some(title) {
                heading_ui(ui, title);
            }
            let right = match entry.value {
                Some(_) => format!("= {}", self.text.trim()),
                None => formula(op),
            };
            let row = Row {
                symbol: Some((op.symbol, theme.family(op.family))),
                name: op.name,
                right: &right,
                marked: index == self.marked,
                disabled: false,
            };
            let response = row.show(ui, Sense::click());
            if index == self.marked && moved {
                response.scroll_to_me(None);
            }
            if response.hovered() && pointer_moves {
                self.marked = index;
            }
            if response.clicked() {
                clicked = Some(*entry);
            }
        }
        clicked
    }

    /// The marked op in a sentence.
    fn explain(&self, ui: &mut Ui) {
        let Some(entry) = self.found.get(self.marked) else {
            ui.label(RichText::new("Enter adds, Escape closes.").weak());
            return;
        };
        let op = entry.op.op();
        ui.add(egui::Label::new(op.help).truncate());
        let line = match op.is_source() {
            true => "Its value can be dragged, typed, or opened as a table.".to_owned(),
            false => {
                let slopes = local_derivatives(op).join(",  ");
                format!("y = {}    {}", formula(op), slopes.replace("∂/", "∂y/"))
            }
        };
        ui.add(egui::Label::new(RichText::new(line).weak()).truncate());
    }
}

/// The place nearest to `at` for something of this size that doesn't leave the window.
fn within(at: Pos2, size: Vec2, window: egui::Rect) -> Pos2 {
    let least = window.min;
    let most = (window.max - size).max(least);
    at.clamp(least, most)
}

fn wiring_text(wired: Wiring) -> Option<&'static str> {
    match wired {
        Wiring::None => None,
        Wiring::From(_) => Some("Ops that take the wire; the new node is wired to it."),
        Wiring::To(_) => Some("The new node is wired to the input."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use eframe::egui::{Rect, pos2};

    #[test]
    fn it_never_leaves_the_window() {
        let window = Rect::from_min_max(pos2(4.0, 4.0), pos2(1276.0, 796.0));
        for at in [pos2(1270.0, 790.0), pos2(-50.0, 10.0), pos2(600.0, 300.0)] {
            let rect = Rect::from_min_size(within(at, SIZE, window), SIZE);
            assert!(window.contains_rect(rect), "{rect}");
        }
        let tiny = Rect::from_min_max(pos2(0.0, 0.0), pos2(100.0, 50.0));
        assert_eq!(within(pos2(70.0, 40.0), SIZE, tiny), tiny.min);
    }
}

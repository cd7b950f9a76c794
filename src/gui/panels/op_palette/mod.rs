//! The op palette: a search for an op, or for a number. It adds a node at its own place,
//! connected as was asked for, or changes the op of existing nodes.

mod offers;

use eframe::egui::{
    self, Area, Context, Frame, Id, Order, Pos2, Response, RichText, Ui, Vec2, vec2,
};

use super::list::{List, Row, heading_ui, list_keys, rows_ui, search_field};
use crate::core::expression::help;
use crate::core::graph::{NodeId, NodeOp};
use crate::core::ops::OpId;
use crate::gui::action::{Action, NewNode, PaletteRequest, Wiring};
use crate::gui::editor::Editor;
use crate::gui::theme::Theme;
use offers::{Offer, OpFilter, all_offers};

pub(super) use offers::remember;

/// The size of the palette.
const SIZE: Vec2 = vec2(400.0, 380.0);
/// Its height where only the sources are offered.
const LOW: f32 = 210.0;

/// The open palette.
pub(super) struct OpPalette {
    purpose: PalettePurpose,
    at: Pos2,
    text: String,
    marked: usize,
    found: Vec<Offer>,
    found_for: Option<String>,
    opened: u64,
}

/// What is done with the op that is chosen.
enum PalettePurpose {
    /// A node of it is added.
    Add(PaletteRequest),
    /// These nodes, all of them sources or none, get it.
    Change {
        nodes: Vec<NodeId>,
        sources: bool,
        now: Option<OpId>,
        title: String,
    },
}

impl OpPalette {
    /// A palette at a point of the screen, to add a node.
    pub(super) fn new(request: PaletteRequest, at: Pos2, ctx: &Context) -> OpPalette {
        let text = request.text.clone();
        OpPalette::open(PalettePurpose::Add(request), text, at, ctx)
    }

    /// A palette at a point of the screen, to give nodes another op; nothing if there
    /// are none.
    pub(super) fn to_change(
        editor: &Editor,
        nodes: Vec<NodeId>,
        at: Pos2,
        ctx: &Context,
    ) -> Option<OpPalette> {
        let first = editor.node(*nodes.first()?)?;
        let title = match nodes.len() {
            1 => format!("Change the op of {}", first.name()),
            count => format!("Change the op of {count} nodes"),
        };
        let now = match first.node_op() {
            NodeOp::Known(op) => Some(*op),
            NodeOp::Unknown(_) => None,
        };
        let sources = first.value().is_some();
        let purpose = PalettePurpose::Change {
            nodes,
            sources,
            now,
            title,
        };
        Some(OpPalette::open(purpose, String::new(), at, ctx))
    }

    fn open(purpose: PalettePurpose, text: String, at: Pos2, ctx: &Context) -> OpPalette {
        OpPalette {
            text,
            purpose,
            at,
            marked: 0,
            found: Vec::new(),
            found_for: None,
            opened: ctx.cumulative_pass_nr(),
        }
    }

    /// What it was asked to add, if it adds.
    pub(super) fn request(&self) -> Option<&PaletteRequest> {
        match &self.purpose {
            PalettePurpose::Add(request) => Some(request),
            PalettePurpose::Change { .. } => None,
        }
    }

    fn filter(&self) -> OpFilter {
        match &self.purpose {
            PalettePurpose::Add(request) => match request.wired {
                Wiring::From(_) => OpFilter::Computed,
                Wiring::To(_) | Wiring::None => OpFilter::Any,
            },
            PalettePurpose::Change { sources: true, .. } => OpFilter::Sources,
            PalettePurpose::Change { sources: false, .. } => OpFilter::Computed,
        }
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
        let fresh = ctx.cumulative_pass_nr() <= self.opened + 2;
        let keys = list_keys(ctx, &mut self.marked, self.found.len());
        let mut chosen = keys.chosen.then(|| self.found.get(self.marked).copied());
        let window = ctx.content_rect().shrink(4.0);
        let height = match self.filter() {
            OpFilter::Sources => LOW,
            OpFilter::Any | OpFilter::Computed => SIZE.y,
        };
        let size = vec2(SIZE.x, height).min(window.size());
        let area = Area::new(Id::unique("op palette"))
            .order(Order::Foreground)
            .fixed_pos(within(self.at, size, window))
            .accessible_name(match &self.purpose {
                PalettePurpose::Add(_) => "Add a node",
                PalettePurpose::Change { title, .. } => title,
            });
        let shown = area.show(ctx, |ui| {
            Frame::popup(ui.style()).show(ui, |ui| {
                ui.set_min_size(size - ui.spacing().menu_margin.sum());
                ui.set_max_size(size - ui.spacing().menu_margin.sum());
                if let Some(clicked) = self.contents(ui, theme, recent, keys.moved || fresh) {
                    chosen = Some(Some(clicked));
                }
            });
        });
        if let Some(Some(offer)) = chosen {
            actions.push(self.action(offer, recent));
            return false;
        }
        // The click that opened it doesn't close it.
        let away = shown.response.clicked_elsewhere() && !fresh;
        !(keys.closed || away)
    }

    /// What choosing an offer does.
    fn action(&self, offer: Offer, recent: &mut Vec<String>) -> Action {
        let Offer::Op(entry) = offer else {
            let text = self.text.trim();
            let text = text.strip_prefix('=').unwrap_or(text);
            return Action::OpenFormulaBar(text.trim_start().to_owned());
        };
        remember(recent, entry.op);
        match &self.purpose {
            PalettePurpose::Add(request) => Action::AddNode(NewNode {
                op: entry.op,
                value: entry.value,
                at: request.at,
                wired: request.wired,
            }),
            PalettePurpose::Change { nodes, .. } => Action::ChangeOp(nodes.clone(), entry.op),
        }
    }

    fn search(&mut self, recent: &[String]) {
        if self.found_for.as_ref() == Some(&self.text) {
            return;
        }
        let adds = matches!(self.purpose, PalettePurpose::Add(_));
        self.found = all_offers(&self.text, self.filter(), recent, adds);
        let is_new = self.found_for.replace(self.text.clone()).is_none();
        self.marked = match self.purpose {
            PalettePurpose::Change { now: Some(now), .. } if is_new => {
                let mut listed = self.found.iter();
                let found =
                    listed.rposition(|offer| matches!(offer, Offer::Op(it) if it.op == now));
                found.unwrap_or(0)
            }
            _ => 0,
        };
    }

    fn contents(
        &mut self,
        ui: &mut Ui,
        theme: &Theme,
        recent: &[String],
        moved: bool,
    ) -> Option<Offer> {
        let hint = match self.filter() {
            OpFilter::Any => "Search ops, or type a number or a formula",
            OpFilter::Sources | OpFilter::Computed => "Search ops",
        };
        let field = search_field(ui, &mut self.text, hint, true);
        // What was typed just now is found before the list is drawn.
        self.search(recent);
        let what = match &self.purpose {
            PalettePurpose::Add(request) => wiring_text(request.wired),
            PalettePurpose::Change { title, .. } => Some(title.as_str()),
        };
        if let Some(what) = what {
            ui.label(RichText::new(what).small().weak());
        }
        ui.add_space(2.0);
        let mut clicked = None;
        rows_ui(ui, 3.4, |ui| clicked = self.rows(ui, &field, theme, moved));
        ui.separator();
        self.explain(ui);
        clicked
    }

    fn rows(&mut self, ui: &mut Ui, field: &Response, theme: &Theme, moved: bool) -> Option<Offer> {
        if self.found.is_empty() {
            ui.label(format!("No op matches “{}”.", self.text.trim()));
        }
        let mut clicked = None;
        let mut group = None;
        let mut list = List::new(ui, field, &mut self.marked, moved);
        for (index, offer) in self.found.iter().enumerate() {
            let Offer::Op(entry) = offer else {
                let row = Row {
                    name: &format!("Formula: {}", self.text.trim()),
                    right: "in the formula bar",
                    ..Row::default()
                };
                if list.row_ui(ui, index, row) {
                    clicked = Some(*offer);
                }
                continue;
            };
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
                None => help::formula(op),
            };
            let row = Row {
                symbol: Some((op.symbol, theme.family(op.family))),
                name: op.name,
                right: &right,
                ..Row::default()
            };
            if list.row_ui(ui, index, row) {
                clicked = Some(*offer);
            }
        }
        clicked
    }

    /// The marked op in a sentence.
    fn explain(&self, ui: &mut Ui) {
        let entry = match self.found.get(self.marked) {
            Some(Offer::Op(entry)) => entry,
            Some(Offer::Formula) => {
                let text = "Shows how the text is read and what it comes to; Enter then adds all \
                            its nodes.";
                ui.label(RichText::new(text).weak());
                return;
            }
            None => {
                ui.label(RichText::new("Enter adds a node, Escape closes.").weak());
                return;
            }
        };
        let op = entry.op.op();
        ui.add(egui::Label::new(op.help).truncate());
        let line = match op.is_source() {
            true => "Its value can be dragged, typed, or opened as a table.".to_owned(),
            false => {
                let slopes = help::derivatives(op).join(",  ");
                format!("y = {}    {slopes}", help::formula(op))
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
        Wiring::From(_) => Some("The wire is connected to the new node."),
        Wiring::To(_) => Some("The new node is connected to the input."),
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

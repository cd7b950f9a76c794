//! The panels around the canvas, and what floats above it: the ops panel, the
//! inspector, the list of problems, both palettes, the formula bar, the shortcut sheet and
//! the tables.
//!
//! [`Panels`] holds what is open and what is half typed; what is kept until the next start
//! is in [`PanelState`]. Like the canvas, panels read the
//! [`Editor`] and push actions.

mod command_palette;
mod connect_list;
mod edge;
mod finder;
mod formula_bar;
mod formula_text;
mod heat;
mod info_sheet;
mod inspector;
mod list;
mod memo;
mod op_card;
mod op_palette;
mod ops_panel;
mod problems;
mod search;
mod shortcut_sheet;
mod table;

use std::path::PathBuf;

use eframe::egui::{Context, Panel, Pos2, Sense, Ui, UiBuilder};

use super::action::{Action, PaletteRequest};
use super::canvas::Canvas;
use super::canvas::scene::Scene;
use super::command::Command;
use super::editor::Editor;
use super::overlay::Overlay;
use super::settings::{Extent, PanelState, Side};
use super::theme::Theme;
use crate::core::graph::NodeId;
use command_palette::CommandPalette;
use connect_list::ConnectList;
use edge::{Edge, share};
use formula_bar::{FormulaBar, FormulaHistory};
pub(in crate::gui) use info_sheet::InfoSheet;
use inspector::Inspector;
use op_palette::OpPalette;
use ops_panel::OpsPanel;
use shortcut_sheet::ShortcutSheet;
use table::TableEditor;
pub(in crate::gui) use table::paste::NumberBlock;

pub(crate) use problems::count_text;

/// The canvas comes first: panels fold where they would leave it less than this share of
/// the width of the window.
const CANVAS_SHARE: f32 = 0.64;

/// The panels, and what is open.
#[derive(Default)]
pub struct Panels {
    /// What is kept from one start to the next.
    pub state: PanelState,
    /// Whether the start panel is shown in place of the ops.
    pub start_shown: bool,
    /// The ops panel and the inspector, where they fold for want of room.
    pub(super) ops_fold: Fold,
    pub(super) inspector_fold: Fold,
    /// Whether no panel is shown, for a presentation.
    pub(super) all_hidden: bool,
    ops: OpsPanel,
    inspector: Inspector,
    op_palette: Option<OpPalette>,
    command_palette: Option<CommandPalette>,
    connect_list: Option<ConnectList>,
    formula_bar: Option<FormulaBar>,
    formulas: FormulaHistory,
    /// Whether the bar opens with the next empty graph.
    formula_next: bool,
    sheet: Option<ShortcutSheet>,
    info: Option<InfoSheet>,
    tables: Vec<TableEditor>,
    /// How large the problems, the ops and the inspector were drawn last.
    drawn: [Extent; 3],
    typing: bool,
}

/// Whether a panel folds for want of room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Fold {
    /// Whether it is folded.
    pub(super) folded: bool,
    /// Whether it was asked for all the same.
    wanted: bool,
}

impl Fold {
    /// Folds if the panel would leave too little room, unless it was asked for.
    fn follow(&mut self, is_crowded: bool) {
        self.folded = is_crowded && !self.wanted;
    }

    /// Shows the panel or hides it; a folded one is shown.
    pub(super) fn toggle(&mut self, shown: &mut bool) {
        *shown = self.folded || !*shown;
        self.wanted = *shown;
        self.folded = false;
    }
}

/// Shows contents in the room that a panel has, and no more: a row that is too wide would
/// widen the panel in every frame.
fn in_all_room(ui: &mut Ui, contents: impl FnOnce(&mut Ui)) {
    let room = ui.available_rect_before_wrap();
    contents(&mut ui.new_child(UiBuilder::new().max_rect(room)));
    ui.allocate_rect(room, Sense::hover());
}

impl Panels {
    /// Panels as they were left.
    pub fn new(state: PanelState) -> Panels {
        Panels {
            state,
            ..Panels::default()
        }
    }

    /// Whether something that floats above the canvas gets all keys.
    pub fn takes_keys(&self) -> bool {
        self.op_palette.is_some()
            || self.command_palette.is_some()
            || self.connect_list.is_some()
            || self.formula_bar.is_some()
            || self.sheet.is_some()
            || self.info.is_some()
            || self.tables.iter().any(TableEditor::waits_for_paste)
    }

    /// Whether a text was being typed in the last frame. egui takes the focus away on
    /// Escape before a frame begins; that Escape belongs to the text still.
    pub fn was_typing(&self) -> bool {
        self.typing
    }

    /// Opens the search palette at the pointer, or else where the node would go.
    pub fn open_palette(&mut self, ctx: &Context, canvas: &Canvas, request: PaletteRequest) {
        let pointer = ctx.input(|i| i.pointer.latest_pos());
        let on_canvas = |at: &Pos2| canvas.rect().is_some_and(|rect| rect.contains(*at));
        let place = Pos2::new(request.at.x(), request.at.y());
        let at = pointer
            .filter(on_canvas)
            .or_else(|| canvas.screen_point(place));
        self.op_palette = Some(OpPalette::new(request, at.unwrap_or_default(), ctx));
    }

    /// Opens the search palette at a point of the screen, for another op for these
    /// nodes.
    pub fn open_op_choice(&mut self, ctx: &Context, editor: &Editor, nodes: Vec<NodeId>, at: Pos2) {
        self.op_palette = OpPalette::to_change(editor, nodes, at, ctx);
    }

    /// What the open search palette was asked to add; nothing if none is open.
    pub fn palette_request(&self) -> Option<&PaletteRequest> {
        self.op_palette.as_ref()?.request()
    }

    /// Opens the table of a node's value and gradient, or brings it to the front.
    pub fn open_table(&mut self, ctx: &Context, node: NodeId) {
        match self.tables.iter().find(|table| table.node() == node) {
            Some(table) => table.to_front(ctx),
            None => self.tables.push(TableEditor::new(node)),
        }
    }

    /// Asks where a wire that starts at this node is to go.
    pub fn ask_where_to(&mut self, editor: &Editor, scene: &Scene, from: NodeId) {
        self.connect_list = Some(ConnectList::new(editor, scene, from));
    }

    /// Opens the formula bar with a text, or with what was left in it.
    pub fn open_formula(&mut self, text: String) {
        let draft = self.formulas.take_draft();
        let text = if text.is_empty() { draft } else { text };
        self.op_palette = None;
        self.formula_bar = Some(FormulaBar::new(text));
    }

    /// Whether the formula bar opens once an empty graph is shown in place of this one.
    pub fn open_formula_next(&mut self, opens: bool) {
        self.formula_next = opens;
    }

    /// Opens the command palette, which also finds these files, or closes it.
    pub fn toggle_command_palette(&mut self, recent: &[PathBuf]) {
        self.command_palette = match self.command_palette {
            Some(_) => None,
            None => Some(CommandPalette::new(recent.to_vec())),
        };
    }

    /// Opens a sheet with a text.
    pub(super) fn open_info(&mut self, sheet: InfoSheet) {
        self.info = Some(sheet);
    }

    /// Opens the shortcut sheet, or closes it.
    pub fn toggle_sheet(&mut self) {
        self.sheet = match self.sheet {
            Some(_) => None,
            None => Some(ShortcutSheet::default()),
        };
    }

    /// Closes what belongs to the document that was open; `is_empty` says whether the graph
    /// in its place is.
    pub fn forget_document(&mut self, is_empty: bool) {
        self.op_palette = None;
        self.formula_bar = None;
        if std::mem::take(&mut self.formula_next) && is_empty {
            self.open_formula(String::new());
        }
        self.connect_list = None;
        self.tables.clear();
        self.inspector = Inspector::default();
    }

    /// Draws the panels at the edges; what is left of `ui` is the canvas's. Numbers that
    /// the overlay hides aren't shown here either. `aside` says which of the ops and the
    /// inspector give way for now.
    pub fn edges_ui(
        &mut self,
        ui: &mut Ui,
        (editor, overlay): (&Editor, &dyn Overlay),
        canvas: &Canvas,
        theme: &Theme,
        aside: [bool; 2],
        actions: &mut Vec<Action>,
    ) {
        if self.all_hidden {
            return;
        }
        let window = ui.available_size();
        self.fold(ui.ctx().content_rect().width(), window.x);
        let state = &mut self.state;
        let [problems, ops, inspector] = &mut self.drawn;
        let edge = Edge {
            side: &mut state.problems,
            drawn: problems,
            room: share(window.y, 60.0, 0.5),
            is_row: true,
            gives_way: false,
        };
        edge.show(ui, Panel::bottom("problems"), |ui| {
            problems::problems_ui(ui, editor, overlay, theme, actions);
        });
        let edge = Edge {
            side: &mut state.ops,
            drawn: ops,
            room: share(window.x, 140.0, 0.3),
            is_row: false,
            gives_way: self.start_shown || aside[0] || self.ops_fold.folded,
        };
        let recent = &mut state.recent_ops;
        edge.show(ui, Panel::left("ops"), |ui| {
            self.ops.show(ui, canvas, theme, recent, actions);
        });
        let edge = Edge {
            side: &mut state.inspector,
            drawn: inspector,
            room: share(window.x, 220.0, 0.4),
            is_row: false,
            gives_way: aside[1] || self.inspector_fold.folded,
        };
        edge.show(ui, Panel::right("inspector"), |ui| {
            in_all_room(ui, |ui| {
                self.inspector.show(ui, editor, overlay, theme, actions);
            });
        });
    }

    /// Folds the ops, and then the inspector, where they leave the canvas too little room
    /// in a window that is so wide; `room` is what other panels have left.
    fn fold(&mut self, window: f32, room: f32) {
        let width = |side: &Side| if side.shown { side.size } else { 0.0 };
        let (ops, inspector) = (width(&self.state.ops), width(&self.state.inspector));
        let is_crowded = |panels: f32| room - panels < CANVAS_SHARE * window;
        self.ops_fold
            .follow(is_crowded(ops + inspector) && !self.start_shown);
        let ops = match self.start_shown || self.ops_fold.folded {
            true => 0.0,
            false => ops,
        };
        self.inspector_fold.follow(is_crowded(ops + inspector));
    }

    /// Draws what floats above the canvas. To be called after the canvas was drawn;
    /// `why_not` says why a command can't be carried out now.
    pub fn floating_ui(
        &mut self,
        ui: &Ui,
        (editor, overlay): (&Editor, &dyn Overlay),
        canvas: &Canvas,
        theme: &Theme,
        why_not: &dyn Fn(Command) -> Option<&'static str>,
        actions: &mut Vec<Action>,
    ) {
        let ctx = ui.ctx();
        let recent = &mut self.state.recent_ops;
        ops_panel::drop_ui(ui, canvas, theme, recent, actions);
        self.tables
            .retain_mut(|table| table.show(ctx, (editor, overlay), theme, actions));
        if let Some(palette) = &mut self.op_palette
            && !palette.show(ctx, theme, recent, actions)
        {
            self.op_palette = None;
        }
        if let Some(palette) = &mut self.command_palette
            && !palette.show(ctx, editor, why_not, actions)
        {
            self.command_palette = None;
        }
        if let Some(list) = &mut self.connect_list
            && !list.show(ctx, editor, actions)
        {
            self.connect_list = None;
        }
        if let (Some(bar), Some(rect)) = (&mut self.formula_bar, canvas.rect())
            && !bar.show(
                ctx,
                (editor, overlay),
                (rect, theme),
                &mut self.formulas,
                actions,
            )
        {
            self.formula_bar = None;
        }
        if let Some(sheet) = &mut self.sheet
            && !sheet.show(ctx)
        {
            self.sheet = None;
        }
        if let Some(sheet) = self.info
            && !sheet.show(ctx)
        {
            self.info = None;
        }
        self.typing = ctx.text_edit_focused();
    }
}

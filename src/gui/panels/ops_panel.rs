//! The ops panel: every op by family, to be dragged onto the canvas or clicked.

use eframe::egui::{
    self, Area, CollapsingHeader, DragAndDrop, Frame, Id, Order, ScrollArea, Sense, TextWrapMode,
    Ui, Vec2, pos2, vec2,
};

use super::list::{Row, search_field};
use super::op_card::op_card_ui;
use super::op_palette::remember;
use super::search::rank_ops;
use crate::core::op::Family;
use crate::core::ops::{self, OpId};
use crate::document::Position;
use crate::document::layout::{NODE_WIDTH, node_size};
use crate::gui::action::{Action, NewNode, Wiring};
use crate::gui::canvas::{Canvas, geometry};
use crate::gui::theme::Theme;

/// An op on its way from the panel to the canvas.
struct DraggedOp(OpId);

/// The panel and what is typed in its search field.
#[derive(Default)]
pub(super) struct OpsPanel {
    text: String,
}

impl OpsPanel {
    /// Draws the panel's contents.
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        canvas: &Canvas,
        theme: &Theme,
        recent: &mut Vec<String>,
        actions: &mut Vec<Action>,
    ) {
        // A long heading must not push the panel wider than it was made.
        ui.style_mut().wrap_mode = Some(TextWrapMode::Truncate);
        ui.add_space(6.0);
        search_field(ui, &mut self.text, "Search ops", false);
        ui.add_space(4.0);
        let all = || ops::ALL.iter().filter_map(|op| OpId::named(op.name));
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            if self.text.trim().is_empty() {
                for family in Family::ALL {
                    CollapsingHeader::new(family.title())
                        .default_open(true)
                        .show_unindented(ui, |ui| {
                            for op in all().filter(|id| id.op().family == family) {
                                op_row(ui, op, canvas, theme, recent, actions);
                            }
                        });
                    ui.add_space(2.0);
                }
                return;
            }
            let found = rank_ops(&self.text, all());
            if found.is_empty() {
                ui.label("No op matches.");
            }
            for op in found {
                op_row(ui, op, canvas, theme, recent, actions);
            }
        });
    }
}

fn op_row(
    ui: &mut Ui,
    id: OpId,
    canvas: &Canvas,
    theme: &Theme,
    recent: &mut Vec<String>,
    actions: &mut Vec<Action>,
) {
    let op = id.op();
    let row = Row {
        symbol: Some((op.symbol, theme.family(op.family))),
        name: op.name,
        ..Row::default()
    };
    let response = row.show(ui, Sense::click_and_drag());
    response.dnd_set_drag_payload(DraggedOp(id));
    if response.clicked() {
        let middle = canvas
            .rect()
            .and_then(|rect| canvas.graph_point(rect.center()));
        let size = Vec2::from(node_size(op.inputs.initial()));
        let at = canvas.place(middle.unwrap_or_default() - size / 2.0);
        remember(recent, id);
        actions.push(add(id, at));
    }
    if !response.dragged() {
        response.on_hover_ui(|ui| op_card_ui(ui, op));
    }
}

fn add(op: OpId, at: Position) -> Action {
    Action::AddNode(NewNode {
        op,
        value: None,
        at,
        wired: Wiring::None,
    })
}

/// Shows the op that is being dragged at the pointer, and drops it on the canvas.
/// To be called after the canvas was drawn.
pub(super) fn drop_ui(
    ui: &Ui,
    canvas: &Canvas,
    theme: &Theme,
    recent: &mut Vec<String>,
    actions: &mut Vec<Action>,
) {
    let Some(dragged) = DragAndDrop::payload::<DraggedOp>(ui.ctx()) else {
        return;
    };
    let (pointer, released) = ui.input(|i| (i.pointer.latest_pos(), i.pointer.any_released()));
    let Some(pointer) = pointer else { return };
    let op = dragged.0.op();
    let over = canvas.rect().is_some_and(|rect| rect.contains(pointer))
        && ui
            .ctx()
            .layer_id_at(pointer)
            .is_none_or(|layer| layer.order <= ui.layer_id().order);
    if released {
        DragAndDrop::clear_payload(ui.ctx());
        if let (true, Some(point)) = (over, canvas.graph_point(pointer)) {
            // The pointer holds the node by its name.
            let by = vec2(NODE_WIDTH / 2.0, geometry::HEADER / 2.0);
            let corner = point - by;
            remember(recent, dragged.0);
            actions.push(add(dragged.0, canvas.place(corner)));
        }
        return;
    }
    let zoom = if over {
        canvas.view.zoom.clamp(0.5, 2.0)
    } else {
        1.0
    };
    let width = NODE_WIDTH * zoom;
    Area::new(Id::unique("dragged op"))
        .order(Order::Tooltip)
        .interactable(false)
        .fixed_pos(pos2(pointer.x - width / 2.0, pointer.y - 12.0))
        .show(ui.ctx(), |ui| {
            let frame = Frame::popup(ui.style())
                .fill(theme.family(op.family))
                .inner_margin(0.0);
            frame.multiply_with_opacity(0.85).show(ui, |ui| {
                ui.set_width(width);
                ui.vertical_centered(|ui| ui.label(format!("{}  {}", op.symbol, op.name)));
            });
        });
    ui.ctx().set_cursor_icon(match over {
        true => egui::CursorIcon::Copy,
        false => egui::CursorIcon::NoDrop,
    });
}

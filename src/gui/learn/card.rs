//! What the cards have in common.

use eframe::egui::{
    Align, Align2, Area, Color32, Context, Frame, Id, Label, Layout, Order, Rect, Response,
    RichText, Role, ScrollArea, Ui, Vec2, WidgetInfo, vec2,
};

use crate::gui::canvas::Canvas;
use crate::gui::theme::Theme;

/// The room between a card and the edges of the canvas.
const MARGIN: f32 = 12.0;

/// A card that floats above the canvas and can be dragged. It first stands in the corner
/// where it covers the fewest nodes, if it is as large as told; `opened` is another number
/// each time that a card is opened. False when it is closed.
pub(super) fn card(
    ctx: &Context,
    canvas: &Canvas,
    opened: u64,
    title: &str,
    (width, height): (f32, f32),
    contents: impl FnOnce(&mut Ui),
) -> bool {
    let Some(room) = canvas.rect() else {
        return true;
    };
    // Over the panels rather than cut off, where the canvas is small.
    let least = vec2(width, height * 0.8) + Vec2::splat(3.0 * MARGIN);
    let room = match room.size().min(least) == least {
        true => room,
        false => ctx.content_rect(),
    };
    let id = Id::unique("explanation card").with(opened);
    let find = || best_corner(canvas, room, vec2(width, height));
    let corner = ctx.data_mut(|data| *data.get_temp_mut_or_insert_with(id, find));
    let inner = room.shrink(MARGIN);
    let mut stays = true;
    Area::new(id)
        .order(Order::Middle)
        .pivot(corner)
        .default_pos(corner.pos_in_rect(&inner))
        .default_size(vec2(width, inner.height()))
        .constrain_to(room.shrink(MARGIN / 2.0))
        .show(ctx, |ui| {
            Frame::window(ui.style()).show(ui, |ui| {
                ui.set_width(width.min(inner.width() - 2.0 * MARGIN));
                // What has more to show later can grow.
                ui.set_max_height(inner.height());
                stays = title_ui(ui, title);
                ui.separator();
                ScrollArea::vertical()
                    .id_salt("card")
                    .max_height(inner.height() - 70.0)
                    .show(ui, contents);
            });
        });
    stays
}

/// The title, and the button that closes the card. False when that was clicked.
fn title_ui(ui: &mut Ui, title: &str) -> bool {
    let row = ui.horizontal(|ui| {
        ui.strong(title);
        let right = Layout::right_to_left(Align::Center);
        let close = |ui: &mut Ui| icon_button(ui, "✕", "Close", "Close (Esc)").clicked();
        ui.with_layout(right, close).inner
    });
    !row.inner
}

fn best_corner(canvas: &Canvas, room: Rect, size: Vec2) -> Align2 {
    let inner = room.shrink(MARGIN);
    // The first of equals: top right.
    let corners = [
        Align2::RIGHT_TOP,
        Align2::RIGHT_BOTTOM,
        Align2::LEFT_TOP,
        Align2::LEFT_BOTTOM,
    ];
    let covered = |corner: &Align2| {
        let rect = corner.align_size_within_rect(size, inner);
        let graph = [rect.min, rect.max].map(|point| canvas.graph_point(point));
        match graph {
            [Some(min), Some(max)] => canvas.scene.nodes_in(Rect::from_min_max(min, max)).len(),
            _ => 0,
        }
    };
    let best = corners.iter().min_by_key(|corner| covered(corner));
    best.copied().unwrap_or(Align2::RIGHT_TOP)
}

/// A button with a sign on it, and a name for those who don't see it.
pub(super) fn icon_button(ui: &mut Ui, sign: &str, name: &str, help: &str) -> Response {
    let response = ui.button(RichText::new(sign).size(15.0));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    response.on_hover_text(help)
}

/// A formula, or a part of one.
pub(super) fn maths(ui: &mut Ui, text: &str, size: f32, color: Color32) -> Response {
    ui.add(Label::new(RichText::new(text).size(size).color(color)).wrap())
}

/// The size of formulas in cards.
pub(super) const MATHS: f32 = 14.5;

/// The colour of a value or of a gradient.
pub(super) fn quantity_color(theme: &Theme, forward: bool) -> Color32 {
    match forward {
        true => theme.value,
        false => theme.gradient,
    }
}

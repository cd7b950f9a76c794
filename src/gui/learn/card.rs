//! What the cards have in common.

use eframe::egui::{
    Align2, Area, Color32, Context, Frame, Id, Label, Order, Pos2, Rect, Response, RichText, Role,
    ScrollArea, Ui, Vec2, WidgetInfo, vec2,
};

use crate::gui::canvas::Canvas;
use crate::gui::theme::Theme;

/// The room between a card and the edges of the canvas.
const MARGIN: f32 = 12.0;

/// A card that floats above the canvas and can be dragged by its title. It first stands
/// in the corner where it covers the fewest nodes, if it is as high as told. False when it is closed.
pub(super) fn card(
    ctx: &Context,
    canvas: &Canvas,
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
    let id = Id::unique("explanation card");
    let known = eframe::egui::AreaState::load(ctx, id).and_then(|state| state.size);
    let size = known.unwrap_or(vec2(width, height));
    let mut stays = true;
    Area::new(id)
        .order(Order::Middle)
        .default_size(size)
        .default_pos(best_corner(canvas, room, size))
        .constrain_to(room.shrink(MARGIN / 2.0))
        .show(ctx, |ui| {
            Frame::window(ui.style()).show(ui, |ui| {
                ui.set_width(width);
                ui.horizontal(|ui| {
                    ui.strong(title);
                    ui.with_layout(
                        eframe::egui::Layout::right_to_left(eframe::egui::Align::Center),
                        |ui| stays = !icon_button(ui, "✕", "Close", "Close (Esc)").clicked(),
                    );
                });
                ui.separator();
                ScrollArea::vertical()
                    .id_salt("card")
                    .max_height(room.height() - 80.0)
                    .show(ui, contents);
            });
        });
    stays
}

fn best_corner(canvas: &Canvas, room: Rect, size: Vec2) -> Pos2 {
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
    best.map_or(inner.min, |corner| {
        corner.align_size_within_rect(size, inner).min
    })
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

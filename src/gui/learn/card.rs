//! What the cards have in common.

use eframe::egui::{
    Align, Align2, Area, AreaState, Color32, Context, Frame, Id, Label, Layout, Order, Rect,
    Response, RichText, Role, ScrollArea, Ui, Vec2, WidgetInfo, vec2,
};

use crate::core::graph::NodeId;
use crate::core::tensor::Shape;
use crate::gui::canvas::Canvas;
use crate::gui::theme::Theme;

/// The room between a card and the edges of the canvas.
const MARGIN: f32 = 12.0;
/// The room for a node beside a card.
const BESIDE: f32 = 190.0;
/// Where there is none, so much of the height is the card's at the most.
const SHARE: f32 = 0.6;
/// But never less than this.
const LEAST: f32 = 130.0;

/// What a card stands among.
#[derive(Clone, Copy)]
pub struct CardPlace<'a> {
    pub(super) canvas: &'a Canvas,
    /// Another number each time that a card is opened.
    pub(super) opened: u64,
    /// The nodes that it speaks of: they aren't covered if there is room elsewhere.
    pub(super) subject: &'a [NodeId],
}

/// A card that floats above the canvas, can be dragged within it, and scrolls if it is
/// taller. It first stands in the corner where it covers the fewest nodes, if it is as
/// large as told. False when it is closed.
pub(super) fn card(
    ctx: &Context,
    place: CardPlace<'_>,
    title: &str,
    size: (f32, f32),
    contents: impl FnOnce(&mut Ui),
) -> bool {
    let Some(room) = place.canvas.rect() else {
        return true;
    };
    let inner = room.shrink(MARGIN);
    let most = largest(inner.size(), size.0);
    let id = id(place.opened);
    let find = || best_corner(place, inner, vec2(size.0, size.1).min(most));
    let corner = ctx.data_mut(|data| *data.get_temp_mut_or_insert_with(id, find));
    let mut stays = true;
    Area::new(id)
        .order(Order::Middle)
        .pivot(corner)
        .default_pos(corner.pos_in_rect(&inner))
        .default_size(most)
        .constrain_to(room.shrink(MARGIN / 2.0))
        .show(ctx, |ui| {
            let frame = Frame::window(ui.style());
            let most = most - frame.total_margin().sum();
            frame.show(ui, |ui| {
                ui.set_width(most.x.max(60.0));
                // What has more to show later can grow.
                ui.set_max_height(most.y);
                let top = ui.cursor().top();
                stays = title_ui(ui, title);
                ui.separator();
                let head = ui.cursor().top() - top;
                ScrollArea::vertical()
                    .id_salt("card")
                    .max_height((most.y - head).max(40.0))
                    .show(ui, contents);
            });
        });
    stays
}

/// How large a card may be in this room, if it would be so wide.
fn largest(room: Vec2, width: f32) -> Vec2 {
    let height = match room.x - width < BESIDE {
        true => (room.y * SHARE).max(LEAST),
        false => room.y,
    };
    vec2(width, height).min(room)
}

fn id(opened: u64) -> Id {
    Id::unique("explanation card").with(opened)
}

/// Where the card is on the screen; nothing if none is open.
pub(super) fn rect(ctx: &Context, opened: u64) -> Option<Rect> {
    AreaState::load(ctx, id(opened)).map(|state| state.rect())
}

/// Draws contents that are at least so wide; where there is less room they scroll.
pub(super) fn wide(ui: &mut Ui, width: f32, contents: impl FnOnce(&mut Ui)) {
    if ui.available_width() >= width {
        contents(ui);
        return;
    }
    let salt = ui.next_auto_id();
    ScrollArea::horizontal().id_salt(salt).show(ui, |ui| {
        ui.set_width(width);
        contents(ui);
        // The bar doesn't lie on the last row.
        ui.add_space(ui.spacing().scroll.bar_width);
    });
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

/// The corner where the fewest nodes are covered that it is about, and the fewest others.
fn best_corner(place: CardPlace<'_>, inner: Rect, size: Vec2) -> Align2 {
    // The first of equals: top right.
    let corners = [
        Align2::RIGHT_TOP,
        Align2::RIGHT_BOTTOM,
        Align2::LEFT_TOP,
        Align2::LEFT_BOTTOM,
    ];
    let canvas = place.canvas;
    let covered = |corner: &Align2| {
        let rect = corner.align_size_within_rect(size, inner);
        let graph = [rect.min, rect.max].map(|point| canvas.graph_point(point));
        let nodes = match graph {
            [Some(min), Some(max)] => canvas.scene.nodes_in(Rect::from_min_max(min, max)),
            _ => Vec::new(),
        };
        let about = nodes.iter().filter(|id| place.subject.contains(id));
        (about.count(), nodes.len())
    };
    let best = corners.iter().min_by_key(|corner| covered(corner));
    best.copied().unwrap_or(Align2::RIGHT_TOP)
}

/// What an element is called: `w`, or of a tensor `W[0, 2]`.
pub(super) fn element_name(name: &str, shape: Option<Shape>, element: usize) -> String {
    let Some(shape) = shape.filter(|shape| !shape.is_scalar()) else {
        return name.to_owned();
    };
    let places: Vec<String> = shape.place_of(element).map(|at| at.to_string()).collect();
    format!("{name}[{}]", places.join(", "))
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

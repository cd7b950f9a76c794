//! The parts that cards share: the frame, the place on the canvas, buttons and formulas.

use eframe::egui::{
    Align, Align2, Area, AreaState, Color32, Context, FontId, Frame, Id, Label, Layout, Order,
    Rect, Response, RichText, Role, ScrollArea, TextStyle, Ui, Vec2, WidgetInfo, vec2,
};

use crate::core::explain::text::Equation;
use crate::core::graph::NodeId;
use crate::core::tensor::Shape;
use crate::gui::action::Action;
use crate::gui::canvas::Canvas;
use crate::gui::command::Command;
use crate::gui::theme::Theme;

/// The margin between a card and the edges of the canvas.
const MARGIN: f32 = 12.0;
/// The usual size of text, in points.
const LETTERS: f32 = 13.0;
/// The room for a node beside a card.
const BESIDE: f32 = 190.0;
/// Without it a card takes at most this share of the height,
const SHARE: f32 = 0.6;
/// but at least this height.
const LEAST: f32 = 130.0;

/// Where a card is drawn.
#[derive(Clone, Copy)]
pub struct CardPlace<'a> {
    pub(super) canvas: &'a Canvas,
    /// A number that changes each time a card is opened.
    pub(super) opened: u64,
    /// The nodes that the card is about, and all that it says something of: it doesn't cover
    /// them if there is room elsewhere.
    pub(super) subject: &'a [NodeId],
    pub(super) explained: &'a [NodeId],
}

/// Draws a card on the canvas. It can be dragged, and scrolls if its contents are taller. It
/// opens in the corner where a card of this size covers the fewest nodes. False when it is
/// closed.
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
    // Sizes are those for letters of the usual size.
    let larger = TextStyle::Body.resolve(&ctx.global_style()).size / LETTERS;
    let size = vec2(size.0, size.1) * larger;
    let most = largest(inner.size(), size.x);
    let id = id(place.opened);
    let find = || best_corner(place, inner, size.min(most));
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
                // A card can grow when it has more to show.
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

/// How large a card of this width may be in this room.
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

/// Where the card is on the screen; `None` if none is open.
pub(super) fn rect(ctx: &Context, opened: u64) -> Option<Rect> {
    AreaState::load(ctx, id(opened)).map(|state| state.rect())
}

/// Draws contents that need this width; in less room they scroll.
pub(super) fn wide(ui: &mut Ui, width: f32, contents: impl FnOnce(&mut Ui)) {
    if ui.available_width() >= width {
        contents(ui);
        return;
    }
    let salt = ui.next_auto_id();
    ScrollArea::horizontal().id_salt(salt).show(ui, |ui| {
        ui.set_width(width);
        contents(ui);
        // The scroll bar must not cover the last row.
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

/// The corner where the card covers the fewest of its subject's nodes, and then of others.
fn best_corner(place: CardPlace<'_>, inner: Rect, size: Vec2) -> Align2 {
    // Among equals the first wins: top right.
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
        let among = |some: &[NodeId]| nodes.iter().filter(|id| some.contains(id)).count();
        (among(place.subject), among(place.explained), nodes.len())
    };
    let best = corners.iter().min_by_key(|corner| covered(corner));
    best.copied().unwrap_or(Align2::RIGHT_TOP)
}

/// The name of an element: `w`, or `W[0, 2]` of a tensor.
pub(super) fn element_name(name: &str, shape: Option<Shape>, element: usize) -> String {
    let Some(shape) = shape.filter(|shape| !shape.is_scalar()) else {
        return name.to_owned();
    };
    let places: Vec<String> = shape.place_of(element).map(|at| at.to_string()).collect();
    format!("{name}[{}]", places.join(", "))
}

/// A button with a sign on it, and a name for screen readers.
pub(super) fn icon_button(ui: &mut Ui, sign: &str, name: &str, help: &str) -> Response {
    let response = ui.button(RichText::new(sign).size(15.0));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    response.on_hover_text(help)
}

/// The button that saves the answers to a quiz or a lesson.
pub(super) fn save_results_ui(ui: &mut Ui, actions: &mut Vec<Action>) {
    let button = ui.button("Save results…");
    let help = "Save how each question was answered, as CSV or JSON";
    if button.on_hover_text(help).clicked() {
        actions.push(Action::Command(Command::SaveResults));
    }
}

/// A formula, or a part of one.
pub(super) fn maths(ui: &mut Ui, text: &str, size: f32, color: Color32) -> Response {
    ui.add(Label::new(RichText::new(text).size(size).color(color)).wrap())
}

/// An equation. Where it is too long for a line, it is broken before an `=`, not within a
/// product.
pub(super) fn equation_ui(ui: &mut Ui, equation: &Equation, size: f32, color: Color32) -> Response {
    let parts: Vec<&str> = equation.right().collect();
    let mut text = equation.left.clone();
    for (between, part) in separators(ui, equation, size).into_iter().zip(parts) {
        text.push_str(between);
        text.push_str(part);
    }
    let response = maths(ui, &text, size, color);
    // Read as one sentence, wherever it is broken.
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, equation.to_string()));
    response
}

/// What stands before each part on the right of an equation: an `=`, on a line of its own
/// where the part doesn't fit into this one.
pub(super) fn separators(ui: &Ui, equation: &Equation, size: f32) -> Vec<&'static str> {
    let room = ui.available_width();
    let mut line = equation.left.clone();
    let parts = equation.right().map(|part| {
        let longer = format!("{line} = {part}");
        let (between, next) = match width_of(ui, &longer, size) <= room {
            true => (" = ", longer),
            false => ("\n    = ", format!("    = {part}")),
        };
        line = next;
        between
    });
    parts.collect()
}

/// How wide a text is on one line.
pub(super) fn width_of(ui: &Ui, text: &str, size: f32) -> f32 {
    let font = FontId::proportional(size);
    let layout = ui
        .painter()
        .layout_no_wrap(text.to_owned(), font, Color32::WHITE);
    layout.size().x
}

/// The size of formulas in cards.
pub(super) const MATHS: f32 = 15.5;

/// The colour of a value or of a gradient.
pub(super) fn quantity_color(theme: &Theme, forward: bool) -> Color32 {
    match forward {
        true => theme.value,
        false => theme.gradient,
    }
}

//! What the start panel is made of: sections, named buttons and cards.

use eframe::egui::text::{LayoutJob, TextFormat};
use eframe::egui::{
    FontId, Response, RichText, Role, Sense, StrokeKind, TextStyle, Ui, Vec2, WidgetInfo,
};

/// The note is cut to this many lines; the whole of it shows on hover.
const LINES: usize = 2;
const MARGIN: f32 = 8.0;

/// The title of a section.
pub(super) fn section(ui: &mut Ui, title: &str) {
    ui.add_space(10.0);
    ui.label(RichText::new(title).strong());
    ui.add_space(2.0);
}

/// Gives a button whose text says too little a name of its own.
pub(super) fn named(button: Response, name: &str) -> Response {
    button.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    button
}

/// Draws a card as wide as the panel: one button with a title, and below it the first
/// lines of a note.
pub(super) fn card(ui: &mut Ui, title: &str, note: &str) -> Response {
    let width = ui.available_width();
    let job = text(ui, title, note, width - 2.0 * MARGIN);
    let galley = ui.painter().layout_job(job);
    let size = Vec2::new(width, galley.size().y + 2.0 * MARGIN);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), title));
    if ui.is_rect_visible(rect) {
        let visuals = ui.style().interact(&response);
        let (fill, stroke) = if response.hovered() || response.has_focus() {
            (visuals.bg_fill, visuals.bg_stroke)
        } else {
            let still = ui.visuals().widgets.noninteractive;
            (ui.visuals().faint_bg_color, still.bg_stroke)
        };
        let inside = StrokeKind::Inside;
        ui.painter().rect(rect, 6.0, fill, stroke, inside);
        let at = rect.min + Vec2::splat(MARGIN);
        ui.painter().galley(at, galley, ui.visuals().text_color());
    }
    if note.is_empty() {
        response
    } else {
        response.on_hover_text(note)
    }
}

fn text(ui: &Ui, title: &str, note: &str, width: f32) -> LayoutJob {
    let visuals = ui.visuals();
    let body = TextStyle::Body.resolve(ui.style());
    let format = |share: f32, colour| TextFormat {
        font_id: FontId::new(body.size * share, body.family.clone()),
        color: colour,
        ..TextFormat::default()
    };
    let mut job = LayoutJob::default();
    job.wrap.max_width = width;
    // The title has a line of its own.
    job.wrap.max_rows = 1 + LINES;
    job.append(title, 0.0, format(1.0, visuals.strong_text_color()));
    if !note.is_empty() {
        let weak = visuals.weak_text_color();
        job.append("\n", 0.0, format(1.0, weak));
        job.append(note, 0.0, format(0.88, weak));
    }
    job
}

//! What all lists under a search field have in common: keys and rows.

use std::sync::Arc;

use eframe::egui::text::{CCursor, CCursorRange};
use eframe::egui::text_edit::TextEditState;
use eframe::egui::{
    self, Color32, Context, FontId, FontSelection, Galley, Id, Key, Modifiers, Painter, Rect,
    Response, Role, ScrollArea, Sense, TextStyle, Ui, Vec2, WidgetInfo, pos2, vec2,
};

/// The rows that a page key skips.
const PAGE: usize = 10;

/// What the keyboard asked of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct ListKeys {
    /// Enter: do it.
    pub chosen: bool,
    /// Escape: go away.
    pub closed: bool,
    /// The marked row moved: bring it into view.
    pub moved: bool,
}

/// Takes the keys of a list of `count` rows before the text field sees them.
pub(super) fn list_keys(ctx: &Context, marked: &mut usize, count: usize) -> ListKeys {
    let before = *marked;
    let last = count.saturating_sub(1);
    let keys = ctx.input_mut(|input| {
        let mut pressed = |key| input.consume_key(Modifiers::NONE, key);
        let at = (*marked).min(last);
        *marked = at;
        if pressed(Key::ArrowDown) {
            *marked = if at == last { 0 } else { at + 1 };
        }
        if pressed(Key::ArrowUp) {
            *marked = if at == 0 { last } else { at - 1 };
        }
        if pressed(Key::PageDown) {
            *marked = (at + PAGE).min(last);
        }
        if pressed(Key::PageUp) {
            *marked = at.saturating_sub(PAGE);
        }
        // A Tab would take the focus away from the text.
        pressed(Key::Tab);
        ListKeys {
            chosen: pressed(Key::Enter),
            closed: pressed(Key::Escape),
            moved: false,
        }
    });
    ListKeys {
        moved: *marked != before,
        ..keys
    }
}

/// The rows under a search field, while they are drawn. The mark follows keys and
/// pointer. The focus stays in the field; a screen reader is told which row is marked.
pub(super) struct List<'a> {
    field: Id,
    marked: &'a mut usize,
    moved: bool,
    pointer_moves: bool,
}

impl<'a> List<'a> {
    /// The list under this field; `moved` says whether a key moved the mark.
    pub(super) fn new(ui: &Ui, field: &Response, marked: &'a mut usize, moved: bool) -> List<'a> {
        List {
            field: field.id,
            marked,
            moved,
            pointer_moves: ui.input(|i| i.pointer.delta() != Vec2::ZERO),
        }
    }

    /// Draws the row of this number. True if it was clicked.
    pub(super) fn row_ui(&mut self, ui: &mut Ui, index: usize, row: Row<'_>) -> bool {
        let marked = index == *self.marked;
        let response = Row { marked, ..row }.show(ui, Sense::click());
        if marked {
            let id = response.id.accesskit_id();
            let ctx = ui.ctx();
            ctx.accesskit_node_builder(self.field, |node| node.set_active_descendant(id));
            if self.moved {
                response.scroll_to_me(None);
            }
        }
        if response.hovered() && self.pointer_moves {
            *self.marked = index;
        }
        response.clicked()
    }
}

/// What a row says.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Row<'a> {
    /// A symbol in a column of its own, on this colour.
    pub symbol: Option<(&'a str, Color32)>,
    /// What it is called.
    pub name: &'a str,
    /// The text at the right: a formula, a key.
    pub right: &'a str,
    /// Whether it is marked.
    pub marked: bool,
    /// Greyed.
    pub disabled: bool,
}

impl Row<'_> {
    /// The height of a row.
    pub(super) fn height(ui: &Ui) -> f32 {
        ui.text_style_height(&TextStyle::Body) + 8.0
    }

    /// Draws the row as wide as there is room.
    pub(super) fn show(self, ui: &mut Ui, sense: Sense) -> Response {
        let size = vec2(ui.available_width(), Row::height(ui));
        let (rect, response) = ui.allocate_exact_size(size, sense);
        response.widget_info(|| {
            WidgetInfo::selected(Role::ListBoxOption, !self.disabled, self.marked, self.name)
        });
        if !ui.is_rect_visible(rect) {
            return response;
        }
        let visuals = ui.visuals();
        let radius = visuals.widgets.inactive.corner_radius;
        let painter = ui.painter();
        if self.marked {
            painter.rect_filled(rect, radius, visuals.selection.bg_fill);
        } else if response.hovered() {
            painter.rect_filled(rect, radius, visuals.widgets.hovered.weak_bg_fill);
        }
        if response.has_focus() {
            let stroke = visuals.widgets.hovered.bg_stroke;
            painter.rect_stroke(rect, radius, stroke, egui::StrokeKind::Inside);
        }
        let color = match (self.disabled, self.marked) {
            (true, _) => visuals.weak_text_color(),
            (false, true) => visuals.strong_text_color(),
            (false, false) => visuals.text_color(),
        };
        match self.paint(ui, rect, color) {
            true => response,
            false => response.on_hover_text(self.name),
        }
    }

    /// False if there is no room for the whole name.
    fn paint(self, ui: &Ui, rect: Rect, color: Color32) -> bool {
        let font = FontSelection::default().resolve(ui.style());
        let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
        let weak = if self.marked {
            color
        } else {
            ui.visuals().weak_text_color()
        };
        let mut left = rect.left() + 6.0;
        let middle = rect.center().y;
        if let Some((symbol, back)) = self.symbol {
            let chip = Rect::from_min_size(
                pos2(left, rect.top() + 3.0),
                vec2(46.0, rect.height() - 6.0),
            );
            let text = ui.visuals().strong_text_color();
            self::chip(&painter, chip, symbol, back, text);
            left = chip.right() + 8.0;
        }
        let right = rect.right() - 8.0;
        let in_room = |text: &str, color, room| cut_at_word(&painter, text, &font, color, room);
        let name = in_room(self.name, color, right - left);
        let (is_whole, room) = (!name.elided, right - left - name.size().x - 12.0);
        painter.galley(pos2(left, middle - name.size().y / 2.0), name, color);
        if !self.right.is_empty() && room >= 24.0 {
            let galley = in_room(self.right, weak, room);
            if galley.elided {
                return is_whole; // Not even its first word has room.
            }
            let at = pos2(right - galley.size().x, middle - galley.size().y / 2.0);
            painter.galley(at, galley, weak);
        }
        is_whole
    }
}

/// A text on one line that ends with a whole word and … where the room ends. Elided, if not
/// even the first word has room.
fn cut_at_word(
    painter: &Painter,
    text: &str,
    font: &FontId,
    color: Color32,
    room: f32,
) -> Arc<Galley> {
    let layout = |text: String| {
        let mut job = egui::text::LayoutJob::simple_singleline(text, font.clone(), color);
        job.wrap = egui::text::TextWrapping::truncate_at_width(room);
        painter.layout_job(job)
    };
    let whole = layout(text.to_owned());
    if !whole.elided {
        return whole;
    }
    let ends = text.match_indices(' ').map(|(end, _)| end);
    let mut shorter = ends.rev().map(|end| {
        let part = text.get(..end).unwrap_or_default();
        layout(format!("{} …", part.trim_end_matches([',', ';', ':', '.'])))
    });
    shorter.find(|galley| !galley.elided).unwrap_or(whole)
}

/// A symbol in a small coloured box; a long one is written smaller.
pub(super) fn chip(painter: &Painter, rect: Rect, symbol: &str, fill: Color32, text: Color32) {
    painter.rect_filled(rect, 4.0, fill);
    let room = rect.width() - 6.0;
    let layout = |size| painter.layout_no_wrap(symbol.to_owned(), FontId::proportional(size), text);
    let mut galley = layout(13.0);
    if galley.size().x > room {
        galley = layout(13.0 * room / galley.size().x);
    }
    painter.galley(rect.center() - galley.size() / 2.0, galley, text);
}

/// A subtle heading in a list.
pub(super) fn heading_ui(ui: &mut Ui, text: &str) {
    ui.add_space(4.0);
    ui.label(egui::RichText::new(text).small().weak());
}

/// Scrolls through rows, and leaves this many lines free for what is below.
pub(super) fn rows_ui(ui: &mut Ui, lines_below: f32, rows: impl FnOnce(&mut Ui)) {
    let below = lines_below * ui.text_style_height(&TextStyle::Body);
    let room = ui.available_height() - below;
    ScrollArea::vertical()
        .max_height(room)
        .min_scrolled_height(room)
        .auto_shrink(false)
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            rows(ui);
        });
}

/// A field to search with, as wide as there is room, that keeps the keyboard focus.
pub(super) fn search_field(ui: &mut Ui, text: &mut String, hint: &str, hold: bool) -> Response {
    let field = egui::TextEdit::singleline(text)
        .hint_text(hint)
        .desired_width(f32::INFINITY)
        .margin(vec2(8.0, 5.0));
    let response = ui.add(field);
    response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, hint));
    if hold && !response.has_focus() {
        response.request_focus();
        // Behind what is there, not where it stood in a search before.
        let mut state = TextEditState::load(ui.ctx(), response.id).unwrap_or_default();
        let end = CCursorRange::one(CCursor::new(text.chars().count()));
        state.cursor.set_char_range(Some(end));
        state.store(ui.ctx(), response.id);
    }
    response
}

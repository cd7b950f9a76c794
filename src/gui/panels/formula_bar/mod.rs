//! The formula bar: a formula is typed, and shown as it is read, with the values and
//! gradients that it will have.

mod history;
mod numbers;
mod preview;

use eframe::egui::text::{CCursor, CCursorRange};
use eframe::egui::text_edit::TextEditState;
use eframe::egui::{
    Area, Button, Context, Event, FontId, Frame, Grid, Id, Key, KeyboardShortcut, Label, Margin,
    Modifiers, Order, Rect, RichText, Role, ScrollArea, TextEdit, Ui, WidgetInfo, pos2, vec2,
};

use super::formula_text::FormulaText;
use crate::core::number::typeset_sentence;
use crate::document::Revision;
use crate::gui::action::Action;
use crate::gui::editor::Editor;
use crate::gui::editor::formula::FormulaFault;
use crate::gui::open_edits::OpenEdit;
use crate::gui::overlay::Overlay;
use crate::gui::theme::Theme;
pub(super) use history::FormulaHistory;
use numbers::{LiveNumbers, NumberTable};
use preview::Preview;

const WIDTH: f32 = 760.0;
/// From the upper edge of the canvas.
const BELOW: f32 = 14.0;
/// How high the footer is, with the margin below it, and the body at least.
const FOOTER: f32 = 62.0;
const LEAST_BODY: f32 = 40.0;
const FONT: f32 = 18.0;
/// The longest formula that is typed; a longer one is pasted on the canvas, or made with
/// `wiregrad new`.
const MOST_LETTERS: usize = 8_000;
/// In narrower bars facts stand below the numbers, not beside them.
const NARROW: f32 = 520.0;
const EXAMPLE: &str = "J = 1/2 (w*x + b - y)^2; w = 2; x = -2; b = 8; y = 2";

/// The open bar.
pub(super) struct FormulaBar {
    text: String,
    /// How many frames it has been drawn in.
    frames: usize,
    /// What is known of the text, and the state of the document that it is known for.
    known: Option<(Known, Result<Preview, FormulaFault>)>,
    /// How high what is said was the last time that there was something to say.
    height: f32,
}

/// What a preview was made from.
#[derive(Clone, PartialEq)]
struct Known {
    text: String,
    structure: Revision,
    values: Revision,
    layout: Revision,
}

/// What the keyboard asked for.
#[derive(Clone, Copy, Default)]
struct BarKeys {
    enter: bool,
    escape: bool,
    up: bool,
    down: bool,
}

impl FormulaBar {
    /// A bar with a text to go on from.
    pub(super) fn new(text: String) -> FormulaBar {
        FormulaBar {
            text,
            frames: 0,
            known: None,
            height: 0.0,
        }
    }

    /// Draws the bar at the upper edge of the canvas. False once it is to be closed.
    pub(super) fn show(
        &mut self,
        ctx: &Context,
        (editor, overlay): (&Editor, &dyn Overlay),
        (canvas, theme): (Rect, &Theme),
        history: &mut FormulaHistory,
        actions: &mut Vec<Action>,
    ) -> bool {
        self.frames += 1;
        let field = Id::unique("formula bar field");
        let keys = take_keys(ctx, history.is_open() || !self.text.contains('\n'));
        if keys.up || keys.down {
            let moved = match keys.up {
                true => history.earlier(&self.text),
                false => history.later(),
            };
            if let Some(text) = moved {
                self.text = text;
                put_cursor_at_end(ctx, field, &self.text);
            }
        }
        let mut add = keys.enter;
        let width = WIDTH.min(canvas.width() - 32.0).max(200.0);
        let area = Area::new(Id::unique("formula bar"))
            .order(Order::Foreground)
            .fixed_pos(pos2(canvas.center().x - width / 2.0, canvas.top() + BELOW))
            .accessible_name("Formula bar");
        let shown = area.show(ctx, |ui| {
            let frame = Frame::popup(ui.style()).inner_margin(Margin::same(14));
            frame.show(ui, |ui| {
                ui.set_width(width - 28.0);
                self.field_ui(ui, field, theme, history);
                self.update(editor);
                let room = ctx.content_rect().bottom() - ui.cursor().top() - FOOTER;
                ScrollArea::vertical()
                    .max_height(room.max(LEAST_BODY))
                    .show(ui, |ui| self.body_ui(ui, theme, overlay.shows_note(), room));
                add |= self.footer_ui(ui);
            });
        });
        if keys.escape {
            history.draft.clear();
            return false;
        }
        if add && self.finish(history, actions) {
            return false;
        }
        history.draft.clone_from(&self.text);
        self.say_open_edit(actions);
        // The click that opened it doesn't close it.
        !(shown.response.clicked_elsewhere() && self.frames > 2)
    }

    /// Carries out the formula. False if it can't be.
    fn finish(&mut self, history: &mut FormulaHistory, actions: &mut Vec<Action>) -> bool {
        let is_empty = self.text.trim().is_empty();
        let is_good = matches!(&self.known, Some((_, Ok(_))));
        if is_good {
            actions.push(Action::AddFormula(self.text.clone()));
            history.push(self.text.trim());
        }
        if is_good || is_empty {
            history.draft.clear();
        }
        is_good || is_empty
    }

    fn field_ui(&mut self, ui: &mut Ui, id: Id, theme: &Theme, history: &mut FormulaHistory) {
        let span = match &self.known {
            Some((known, Err(fault))) if known.text == self.text => fault.span.clone(),
            _ => None,
        };
        let text = FormulaText {
            font: FontId::proportional(FONT),
            color: theme.text,
            error: theme.error,
            span,
        };
        let mut layouter = |ui: &Ui, buffer: &dyn eframe::egui::TextBuffer, width: f32| {
            text.galley(ui, buffer.as_str(), width)
        };
        let field = TextEdit::multiline(&mut self.text)
            .id(id)
            .hint_text(RichText::new(EXAMPLE).size(FONT).weak())
            .desired_rows(1)
            .desired_width(f32::INFINITY)
            .char_limit(MOST_LETTERS)
            .margin(vec2(8.0, 6.0))
            .return_key(KeyboardShortcut::new(Modifiers::SHIFT, Key::Enter))
            .layouter(&mut layouter);
        let response = ui.add(field);
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "Formula"));
        if response.changed() {
            history.close();
        }
        if !response.has_focus() {
            response.request_focus();
            put_cursor_at_end(ui.ctx(), id, &self.text);
        }
    }

    /// Reads the text anew if it is another, or the document is.
    fn update(&mut self, editor: &Editor) {
        let document = editor.document();
        let now = Known {
            text: self.text.clone(),
            structure: document.structure_revision(),
            values: document.values_revision(),
            layout: document.layout_revision(),
        };
        if self.text.trim().is_empty() {
            self.known = None;
        } else if self.known.as_ref().is_none_or(|(known, _)| *known != now) {
            let preview = Preview::new(editor, &self.text);
            self.known = Some((now, preview));
        }
    }

    /// What is said of the text. While it can't be read the room stays, so that the bar
    /// doesn't jump at every letter.
    fn body_ui(&mut self, ui: &mut Ui, theme: &Theme, shows_numbers: bool, room: f32) {
        let Some((_, known)) = &self.known else {
            self.height = 0.0;
            let line = "Names that are new become sources with the value 1. Statements stand on \
                        lines of their own, or with ; between them.";
            ui.add_space(6.0);
            ui.label(RichText::new(line).weak());
            return;
        };
        ui.add_space(8.0);
        let body = ui.scope(|ui| match known {
            Ok(preview) => {
                preview_ui(ui, preview, theme, shows_numbers);
                true
            }
            Err(fault) => {
                fault_ui(ui, fault, theme);
                ui.set_min_height(self.height.min(room - 8.0));
                false
            }
        });
        if body.inner {
            self.height = body.response.rect.height();
        }
    }

    /// What the keys do, and a button for who has none. True if that is clicked.
    fn footer_ui(&self, ui: &mut Ui) -> bool {
        ui.add_space(6.0);
        let mut clicked = false;
        let is_good = matches!(&self.known, Some((_, Ok(preview))) if !preview.is_empty);
        ui.horizontal(|ui| {
            let button = ui.add_enabled(is_good, Button::new("Add"));
            clicked = button.on_hover_text("Carry out the formula.").clicked();
            let enter = match &self.known {
                Some((_, Ok(preview))) => preview.enter.as_str(),
                _ => "Enter adds the nodes",
            };
            let keys = format!(
                "{enter}  ·  Shift+Enter begins a line  ·  ↑ earlier formulas  ·  Escape closes"
            );
            ui.add(Label::new(RichText::new(keys).small().weak()).truncate());
        });
        clicked
    }

    /// What is typed counts as unsaved work.
    fn say_open_edit(&self, actions: &mut Vec<Action>) {
        let edit = match &self.known {
            None => return,
            Some((_, Ok(preview))) if preview.is_empty => return,
            Some((_, Ok(preview))) => Ok(preview.edit.clone()),
            Some((_, Err(fault))) => Err(format!("the formula: {}", fault.text())),
        };
        let gesture = None;
        actions.push(Action::Open(OpenEdit { gesture, edit }));
    }
}

/// Takes the keys that mean something here before the field sees them. Shift+Enter is the
/// field's.
fn take_keys(ctx: &Context, has_history: bool) -> BarKeys {
    let mut keys = BarKeys::default();
    ctx.input_mut(|input| {
        input.events.retain(|event| {
            let Event::Key {
                key,
                pressed: true,
                modifiers,
                ..
            } = event
            else {
                return true;
            };
            let plain = modifiers.is_none();
            let with_ctrl = modifiers.matches_exact(Modifiers::COMMAND);
            let asked = match key {
                Key::Enter if plain || with_ctrl => &mut keys.enter,
                Key::Escape => &mut keys.escape,
                Key::ArrowUp if plain && has_history => &mut keys.up,
                Key::ArrowDown if plain && has_history => &mut keys.down,
                // A Tab would take the focus away from the text.
                Key::Tab => return false,
                _ => return true,
            };
            *asked = true;
            false
        });
    });
    keys
}

fn put_cursor_at_end(ctx: &Context, field: Id, text: &str) {
    let mut state = TextEditState::load(ctx, field).unwrap_or_default();
    let end = CCursorRange::one(CCursor::new(text.chars().count()));
    state.cursor.set_char_range(Some(end));
    state.store(ctx, field);
}

fn fault_ui(ui: &mut Ui, fault: &FormulaFault, theme: &Theme) {
    let message = typeset_sentence(&fault.message);
    ui.label(RichText::new(message).color(theme.error));
    if !fault.help.is_empty() {
        ui.label(format!("→ {}", fault.help));
    }
}

fn preview_ui(ui: &mut Ui, preview: &Preview, theme: &Theme, shows_numbers: bool) {
    for line in &preview.reading {
        ui.add(Label::new(RichText::new(line).size(16.0).color(theme.text)).wrap());
    }
    ui.add_space(6.0);
    ui.separator();
    ui.add_space(2.0);
    let numbers = |ui: &mut Ui| match (&preview.numbers, shows_numbers) {
        (_, false) => {
            ui.weak("The numbers are hidden as long as those of the graph are.");
        }
        (LiveNumbers::TooMany, true) => {
            ui.weak(
                "This depends on too many numbers to work them out while you type. Enter does.",
            );
        }
        (LiveNumbers::Known(table), true) => numbers_ui(ui, table, theme),
    };
    if ui.available_width() < NARROW {
        numbers(ui);
        facts_ui(ui, preview);
        return;
    }
    ui.columns_const(|[left, right]| {
        numbers(left);
        facts_ui(right, preview);
    });
}

fn numbers_ui(ui: &mut Ui, table: &NumberTable, theme: &Theme) {
    if let Some(problem) = &table.problem {
        let text = typeset_sentence(problem);
        ui.label(RichText::new(format!("⚠ {text}")).color(theme.warning));
    }
    let grid = Grid::new("formula numbers").num_columns(3);
    grid.spacing(vec2(18.0, 4.0)).show(ui, |ui| {
        ui.label("");
        ui.label(RichText::new("value").weak());
        if let Some(target) = &table.target {
            ui.label(RichText::new(format!("∂{target}/∂")).weak());
        }
        ui.end_row();
        for row in &table.rows {
            ui.add(Label::new(RichText::new(&row.name).strong()).truncate());
            ui.label(RichText::new(&row.value).color(theme.value).strong());
            if table.target.is_some() {
                ui.label(RichText::new(&row.gradient).color(theme.gradient).strong());
            }
            ui.end_row();
        }
    });
    if table.more > 0 {
        ui.weak(format!("and {} more", table.more));
    }
}

fn facts_ui(ui: &mut Ui, preview: &Preview) {
    for (word, text) in &preview.facts {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            ui.label(RichText::new(*word).weak());
            ui.label(text);
        });
    }
}

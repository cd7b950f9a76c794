//! Names, numbers, titles and notes, edited in place.

use eframe::egui::text::{CCursor, CCursorRange};
use eframe::egui::text_edit::TextEditState;
use eframe::egui::{
    self, Align2, FontId, Id, Key, Pos2, Rect, Response, Stroke, StrokeKind, TextEdit, Ui, pos2,
    vec2,
};

use crate::core::graph::NodeId;
use crate::core::limits::MAX_NOTE_BYTES;
use crate::core::number::parse_number;
use crate::core::tensor::Tensor;
use crate::document::{Edit, Frame, Position, TextNote};
use crate::gui::action::{Action, Editable};
use crate::gui::canvas::geometry::{
    HEADER, NOTE_SIZE, frame_header, frame_rect, text_rect, value_field,
};
use crate::gui::canvas::scene::Scene;
use crate::gui::editor::Editor;
use crate::gui::open_edits::OpenEdit;

/// A text that is being edited on the canvas.
#[derive(Debug)]
pub(super) struct InPlaceField {
    what: FieldOf,
    text: String,
    /// Whether it doesn't have the focus yet.
    is_new: bool,
    /// Whether all of it is selected at first, to be typed over.
    over: bool,
}

/// An editable thing, or a note that isn't there yet.
#[derive(Clone, Copy, Debug, PartialEq)]
enum FieldOf {
    Thing(Editable),
    NewNote(Position),
}

impl InPlaceField {
    /// Starts to edit something; with a text, that replaces its own.
    pub(super) fn new(
        editor: &Editor,
        what: Editable,
        typed: Option<&str>,
    ) -> Option<InPlaceField> {
        let text = text_of(editor, what)?;
        Some(InPlaceField {
            what: FieldOf::Thing(what),
            text: typed.map_or(text, str::to_owned),
            is_new: true,
            over: typed.is_none() && !matches!(what, Editable::Note(_)),
        })
    }

    /// Starts a note, which is added once it has a text.
    pub(super) fn new_note(at: Position) -> InPlaceField {
        InPlaceField {
            what: FieldOf::NewNote(at),
            text: String::new(),
            is_new: true,
            over: false,
        }
    }

    /// Draws the field. False when it is closed.
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        context: &FieldContext<'_>,
        actions: &mut Vec<Action>,
    ) -> bool {
        let Some(rect) = self.rect(context) else {
            return false; // An undo took it away.
        };
        let room = rect
            .expand2(vec2(2.0, 2.0))
            .intersect(context.canvas.shrink(1.0));
        if !room.is_positive() {
            // Out of sight: what was typed counts.
            actions.extend(self.edit(context.editor).ok().flatten());
            return false;
        }
        let response = self.text_edit(ui, context, room);
        if std::mem::take(&mut self.is_new) {
            response.request_focus();
            self.put_cursor(ui, response.id);
            return true;
        }
        let multiline = self.is_note();
        let (enter, escape) = ui.input(|input| {
            let ctrl_enter = input.modifiers.command && input.key_pressed(Key::Enter);
            let enter = ctrl_enter || !multiline && input.key_pressed(Key::Enter);
            (enter, input.key_pressed(Key::Escape))
        });
        if escape {
            // A new note keeps what was typed: undo takes it away.
            if matches!(self.what, FieldOf::NewNote(_)) {
                actions.extend(self.edit(context.editor).ok().flatten());
            }
            return false;
        }
        if !enter && response.has_focus() {
            self.complain(ui, context, room);
            actions.extend(self.open_edit(context.editor).map(Action::Open));
            return true;
        }
        let is_open = self.finish(context.editor, enter, actions);
        if is_open {
            response.request_focus();
        }
        is_open
    }

    /// Carries out what was typed. True if the field stays open: Enter leaves a text that
    /// can't be taken to be corrected, a click elsewhere closes it.
    fn finish(&self, editor: &Editor, enter: bool, actions: &mut Vec<Action>) -> bool {
        match self.edit(editor) {
            Ok(edit) => {
                actions.extend(edit);
                false
            }
            Err(why) => {
                actions.push(Action::Say(why));
                enter
            }
        }
    }

    /// The field itself.
    fn text_edit(&mut self, ui: &mut Ui, context: &FieldContext<'_>, room: Rect) -> Response {
        let label = self.label(context.editor);
        let field = match self.is_note() {
            true => TextEdit::multiline(&mut self.text).desired_rows(1),
            false => TextEdit::singleline(&mut self.text).align(Align2::LEFT_CENTER),
        };
        let size = (NOTE_SIZE * context.zoom).max(12.0);
        let field = field
            .id(Id::unique("in place"))
            .font(FontId::proportional(size))
            .desired_width(room.width())
            .char_limit(MAX_NOTE_BYTES);
        ui.put(room, field).accessible_name(label)
    }

    /// What the field would change if it were finished now; nothing if it is as the
    /// document.
    fn open_edit(&self, editor: &Editor) -> Option<OpenEdit> {
        let (gesture, edit) = match self.edit(editor) {
            Ok(Some(Action::Edit(edit))) => (None, Ok(edit)),
            Ok(Some(Action::EditIn(gesture, edit))) => (Some(gesture), Ok(edit)),
            Ok(_) => return None,
            Err(why) => (None, Err(why)),
        };
        Some(OpenEdit { gesture, edit })
    }

    /// The text is in the document now: a new note has become one that is there.
    pub(super) fn is_finished(&mut self, editor: &Editor) {
        if let FieldOf::NewNote(at) = self.what {
            let mut notes = editor.document().texts();
            let ours = notes.find(|(_, note)| note.at == at && note.text == self.text);
            if let Some((id, _)) = ours {
                self.what = FieldOf::Thing(Editable::Note(id));
            }
        }
    }

    fn is_note(&self) -> bool {
        matches!(
            self.what,
            FieldOf::NewNote(_) | FieldOf::Thing(Editable::Note(_))
        )
    }

    fn put_cursor(&self, ui: &Ui, id: Id) {
        let end = CCursor::new(self.text.chars().count());
        let start = if self.over { CCursor::new(0) } else { end };
        let mut state = TextEditState::load(ui.ctx(), id).unwrap_or_default();
        state
            .cursor
            .set_char_range(Some(CCursorRange::two(start, end)));
        state.store(ui.ctx(), id);
    }

    /// Says under the field what is wrong with the text.
    fn complain(&self, ui: &Ui, context: &FieldContext<'_>, room: Rect) {
        if let Err(why) = self.edit(context.editor) {
            let font = FontId::proportional(12.0);
            let color = ui.visuals().error_fg_color;
            let galley = ui.painter().layout(why, font, color, 320.0);
            let padding = vec2(8.0, 6.0);
            let size = galley.size() + 2.0 * padding;
            let most = context.canvas.max - size - vec2(4.0, 4.0);
            let at = (room.left_bottom() + vec2(0.0, 4.0)).min(most);
            let back = Rect::from_min_size(at, size);
            let edge = Stroke::new(1.0, color.gamma_multiply(0.6));
            let fill = ui.visuals().window_fill;
            ui.painter().rect(back, 5.0, fill, edge, StrokeKind::Inside);
            ui.painter().galley(at + padding, galley, color);
        }
    }

    /// What a screen reader calls the field.
    fn label(&self, editor: &Editor) -> String {
        let name = |id: NodeId| editor.name(id).to_owned();
        match self.what {
            FieldOf::Thing(Editable::Name(id)) => format!("Name of {}", name(id)),
            FieldOf::Thing(Editable::Value(id)) => format!("Value of {}", name(id)),
            FieldOf::Thing(Editable::Range(id)) => format!("Range of {}", name(id)),
            FieldOf::Thing(Editable::Title(..)) => "Title of the frame".to_owned(),
            FieldOf::Thing(Editable::Note(_)) | FieldOf::NewNote(_) => "Text note".to_owned(),
        }
    }

    /// Where the field is, on the screen.
    fn rect(&self, context: &FieldContext<'_>) -> Option<Rect> {
        let document = context.editor.document();
        let node = |id: NodeId| {
            context.editor.node(id)?;
            context.scene.node(id)
        };
        let wide = |rect: Rect, least: f32| {
            let size = vec2(rect.width().max(least), rect.height().max(24.0));
            Rect::from_min_size(rect.min, size)
        };
        let part = match self.what {
            FieldOf::Thing(Editable::Name(id)) => {
                let rect = node(id)?;
                Rect::from_min_size(rect.min, vec2(rect.width(), HEADER))
            }
            FieldOf::Thing(Editable::Value(id)) => value_field(node(id)?),
            FieldOf::Thing(Editable::Range(id)) => {
                let rect = node(id)?;
                Rect::from_min_max(pos2(rect.left(), rect.bottom()), rect.max + vec2(0.0, 24.0))
            }
            FieldOf::Thing(Editable::Title(id, _)) => frame_header(frame_rect(document.frame(id)?)),
            FieldOf::Thing(Editable::Note(id)) => text_rect(document.text(id)?),
            FieldOf::NewNote(at) => {
                Rect::from_min_size(Pos2::new(at.x(), at.y()), vec2(160.0, 30.0))
            }
        };
        let least = if self.is_note() { 200.0 } else { 90.0 };
        Some(wide(context.to_screen * part, least))
    }

    /// The edit that the text stands for; nothing if it is unchanged.
    fn edit(&self, editor: &Editor) -> Result<Option<Action>, String> {
        let document = editor.document();
        let text = self.text.as_str();
        let what = match self.what {
            FieldOf::Thing(what) => what,
            FieldOf::NewNote(_) if text.trim().is_empty() => return Ok(None),
            FieldOf::NewNote(at) => {
                let text = text.to_owned();
                return Ok(Some(Action::Edit(Edit::AddText(TextNote { text, at }))));
            }
        };
        if text_of(editor, what).is_none_or(|before| before == text) {
            return Ok(None);
        }
        let edit = match what {
            Editable::Name(node) => rename(editor, node, &one_line(text))?,
            Editable::Value(node) => {
                let value = Tensor::scalar(parse_number(text)?);
                Edit::SetValue { node, value }
            }
            Editable::Range(node) => {
                let range = Some(parse_range(text)?);
                Edit::SetRange { node, range }
            }
            Editable::Title(frame, gesture) => {
                let now = document.frame(frame);
                let to =
                    now.and_then(|f| Frame::new(one_line(text), f.at(), f.width(), f.height()));
                let to = Some(to.ok_or("the title is too long: shorten it")?);
                let edit = Edit::SetFrame { frame, to };
                return Ok(Some(match gesture {
                    Some(gesture) => Action::EditIn(gesture, edit),
                    None => Action::Edit(edit),
                }));
            }
            Editable::Note(id) => {
                let at = document.text(id).map(|note| note.at).unwrap_or_default();
                let text = text.to_owned();
                let note = TextNote { text, at };
                let to = (!note.text.trim().is_empty()).then_some(note);
                Edit::SetText { text: id, to }
            }
        };
        Ok(Some(Action::Edit(edit)))
    }
}

/// What a field is placed by.
pub(super) struct FieldContext<'a> {
    pub(super) editor: &'a Editor,
    pub(super) scene: &'a Scene,
    pub(super) to_screen: egui::emath::TSTransform,
    pub(super) canvas: Rect,
    pub(super) zoom: f32,
}

/// The text of something as it is now; nothing if it isn't there.
fn text_of(editor: &Editor, what: Editable) -> Option<String> {
    let document = editor.document();
    match what {
        Editable::Name(id) => Some(editor.node(id)?.name().to_owned()),
        Editable::Value(id) => Some(editor.source_number(id)?.to_string()),
        Editable::Range(id) => {
            let number = editor.source_number(id)?;
            let wide = number.abs().max(1.0) * 2.0;
            let (from, to) = editor.range(id).unwrap_or((-wide, wide));
            Some(format!("{from} to {to}"))
        }
        Editable::Title(id, _) => Some(document.frame(id)?.title().to_owned()),
        Editable::Note(id) => Some(document.text(id)?.text.clone()),
    }
}

/// A text on one line: a pasted name may have several.
fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

fn rename(editor: &Editor, node: NodeId, name: &str) -> Result<Edit, String> {
    if editor.find(name).is_some_and(|other| other != node) {
        return Err(format!("another node is called {name}: names are unique"));
    }
    if name.is_empty() {
        return Err("a name has at least one letter".to_owned());
    }
    let name = name.to_owned();
    Ok(Edit::Rename { node, name })
}

/// Two numbers, as in `-1 to 1`.
fn parse_range(text: &str) -> Result<(f64, f64), String> {
    let parts = ["to", "…", "..", ",", ";"];
    let split = parts.iter().find_map(|by| text.split_once(by));
    let (from, to) = split.ok_or("type where it begins and ends, as in -1 to 1")?;
    let (from, to) = (parse_number(from)?, parse_number(to)?);
    match from < to {
        true => Ok((from, to)),
        false => Err("the first number must be the smaller one".to_owned()),
    }
}

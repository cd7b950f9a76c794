//! [`Gestures`]: the drag, the menu and the text field that are under way.

use eframe::egui::emath::TSTransform;
use eframe::egui::{Key, PointerButton, Pos2, Rect, Ui, Vec2};

use super::click::{Clicked, clicks};
use super::cursor::cursor;
use super::drag::Drag;
use super::draw::draw;
use super::hand::Hand;
use super::in_place::{FieldContext, InPlaceField};
use super::menu::ContextMenu;
use super::navigate::Wheel;
use crate::core::graph::Wire;
use crate::document::Position;
use crate::gui::action::{Action, Editable};
use crate::gui::canvas::drawing::Drawing;
use crate::gui::canvas::hit::{Hit, hit};
use crate::gui::canvas::scene::Scene;
use crate::gui::canvas::view::View;
use crate::gui::command::Command;
use crate::gui::editor::Editor;
use crate::gui::selection::Selection;

/// The gestures of the pointer, and what is edited in place.
#[derive(Default)]
pub(in crate::gui::canvas) struct Gestures {
    drag: Drag,
    wheel: Wheel,
    in_place: Option<InPlaceField>,
    /// Space is down; true once it was used to pan.
    space: Option<bool>,
    menu: ContextMenu,
}

impl Gestures {
    /// Looks at the pointer and the keys of this frame. Returns what the pointer is over.
    pub(in crate::gui::canvas) fn update(
        &mut self,
        hand: &Hand<'_>,
        view: &mut View,
        actions: &mut Vec<Action>,
    ) -> Hit {
        self.space(hand, actions);
        let pointer = hand.pointer.unwrap_or(hand.canvas.center());
        let point = hand.to_graph * pointer;
        let response = hand.response;
        let is_here = hand.pointer.is_some() && response.contains_pointer();
        let under = match is_here || response.dragged() {
            true => hit(hand.scene, hand.editor, hand.zoom, point),
            false => Hit::Canvas,
        };
        self.drag(hand, pointer, view, actions);
        match clicks(hand, under, point, actions) {
            Clicked::Edit(what) => self.edit(hand.editor, what, None),
            Clicked::Menu => self.menu = ContextMenu::at_pointer(under, point),
            Clicked::Nothing => {}
        }
        if is_here || response.dragged() {
            let icon = cursor(&self.drag, hand, under, point, self.space.is_some());
            hand.ctx.set_cursor_icon(icon);
        }
        under
    }

    /// Begins, continues and ends the drag.
    fn drag(&mut self, hand: &Hand<'_>, pointer: Pos2, view: &mut View, actions: &mut Vec<Action>) {
        let (response, point) = (hand.response, hand.to_graph * pointer);
        if self.drag.is_under_way() && self.drag.interrupt(hand, actions) {
            return;
        }
        if response.drag_started() {
            let origin = hand.ctx.input(|input| input.pointer.press_origin());
            self.drag.cancel(actions);
            let by_space = response.drag_started_by(PointerButton::Primary) && self.space.is_some();
            if by_space {
                self.space = Some(true);
            }
            self.drag = Drag::begin(hand, origin.unwrap_or(pointer), by_space, actions);
        }
        if response.dragged() {
            self.drag.go_on(hand, point, view, actions);
        }
        if self.drag.is_cancelled(hand) {
            self.drag.cancel(actions);
            self.drag = Drag::Cancelled;
        }
        if response.drag_stopped() {
            self.drag.finish(hand, point, actions);
        } else if !response.dragged() {
            self.drag.cancel(actions);
        }
    }

    /// Moves the view as wheels and fingers say; true if they do.
    pub(in crate::gui::canvas) fn navigate(
        &mut self,
        ui: &Ui,
        canvas: Rect,
        view: &mut View,
    ) -> bool {
        self.wheel.navigate(ui, canvas, view)
    }

    /// Space and a drag pan; Space alone opens the op search.
    fn space(&mut self, hand: &Hand<'_>, actions: &mut Vec<Action>) {
        let (pressed, released, plain) = hand.ctx.input(|input| {
            let plain = input.modifiers.is_none();
            (
                input.key_pressed(Key::Space),
                input.key_released(Key::Space),
                plain,
            )
        });
        if pressed && hand.has_keys && plain && self.space.is_none() {
            self.space = Some(false);
        }
        if released || !hand.has_keys {
            let alone = self.space.take() == Some(false);
            if alone && hand.has_keys && matches!(self.drag, Drag::None) {
                actions.push(Action::Command(Command::AddNode));
            }
        }
    }

    /// Whether a gesture is under way: Escape is for it then.
    pub(in crate::gui::canvas) fn is_busy(&self) -> bool {
        !matches!(self.drag, Drag::None) || self.in_place.is_some()
    }

    /// The nodes that are being dragged, and how far.
    pub(in crate::gui::canvas) fn moved(&self) -> Option<(&Selection, Vec2)> {
        self.drag.moved()
    }

    /// The wire that was taken off its input, and is drawn with the gesture.
    pub(in crate::gui::canvas) fn taken(&self) -> Option<Wire> {
        self.drag.taken()
    }

    /// Starts to edit something in place; with a text, that replaces its own.
    pub(in crate::gui::canvas) fn edit(
        &mut self,
        editor: &Editor,
        what: Editable,
        typed: Option<&str>,
    ) {
        self.in_place = InPlaceField::new(editor, what, typed);
    }

    /// The open field's text is in the document now; it stays open.
    pub(in crate::gui::canvas) fn field_is_finished(&mut self, editor: &Editor) {
        if let Some(field) = &mut self.in_place {
            field.is_finished(editor);
        }
    }

    /// Starts a text note.
    pub(in crate::gui::canvas) fn new_note(&mut self, at: Position) {
        self.in_place = Some(InPlaceField::new_note(at));
    }

    /// Opens the context menu of what is selected, or of the canvas around `middle`.
    pub(in crate::gui::canvas) fn open_menu(
        &mut self,
        editor: &Editor,
        scene: &Scene,
        middle: Pos2,
    ) {
        self.menu = ContextMenu::of_selection(editor, scene, middle);
    }

    /// Draws the effect that the gesture would have, over everything.
    pub(in crate::gui::canvas) fn draw(&self, drawing: &Drawing<'_>) {
        draw(&self.drag, drawing);
    }

    /// Shows what is edited in place, and the context menu.
    pub(in crate::gui::canvas) fn widgets(
        &mut self,
        ui: &mut Ui,
        hand: &Hand<'_>,
        to_screen: TSTransform,
        actions: &mut Vec<Action>,
    ) {
        if let Some(what) = self.menu.show(hand, actions) {
            self.edit(hand.editor, what, None);
        }
        let context = FieldContext {
            editor: hand.editor,
            scene: hand.scene,
            to_screen,
            canvas: hand.canvas,
            zoom: hand.zoom,
        };
        if let Some(field) = &mut self.in_place
            && !field.show(ui, &context, actions)
        {
            self.in_place = None;
            hand.response.request_focus();
        }
    }
}

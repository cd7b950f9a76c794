//! What a person does on the canvas with the pointer.
//!
//! A gesture begins with a press, shows where it leads while it goes on, and becomes
//! actions when it ends: dragging nodes moves a picture of them, and the document
//! changes once, at the end. Only numbers that are scrubbed change at once, as edits of
//! one gesture. Escape, or another button, gives a gesture up.

mod click;
mod connect;
mod cut;
mod draw;
mod hit;
mod in_place;
mod menu;
pub(crate) mod moving;
mod navigate;
mod scrub;

use eframe::egui::emath::TSTransform;
use eframe::egui::{Context, Key, Modifiers, PointerButton, Pos2, Rect, Response, Ui, Vec2};

use crate::core::graph::Wire;
use crate::document::Position;
use crate::document::layout::GRID;
use crate::gui::action::Action;
use crate::gui::canvas::geometry::{frame_rect, text_rect};
use crate::gui::canvas::scene::Scene;
use crate::gui::canvas::view::View;
use crate::gui::editor::Editor;
use crate::gui::selection::Selection;
use crate::gui::settings::CanvasOptions;
use connect::Connect;
use cut::Cut;
pub use hit::{Hit, Part, hit, number_of, part, takes_more};
pub use in_place::Editable;
use in_place::InPlace;
pub(crate) use in_place::is_number_start;
use moving::{Moving, Resize};
use navigate::Wheel;
use scrub::Scrub;

/// What one frame of gestures looks at.
pub(super) struct Hand<'a> {
    pub(super) ctx: &'a Context,
    pub(super) response: &'a Response,
    pub(super) scene: &'a Scene,
    pub(super) editor: &'a Editor,
    pub(super) options: CanvasOptions,
    pub(super) canvas: Rect,
    /// From the screen to graph space.
    pub(super) to_graph: TSTransform,
    pub(super) zoom: f32,
    pub(super) modifiers: Modifiers,
    /// On the screen.
    pub(super) pointer: Option<Pos2>,
    /// Whether keys are the canvas's.
    pub(super) has_keys: bool,
}

/// The gesture that goes on.
#[derive(Debug, Default)]
enum Gesture {
    #[default]
    None,
    Pan,
    /// A box around what is to be selected.
    Box {
        from: Pos2,
        to: Pos2,
    },
    Move(Moving),
    Connect(Connect),
    Cut(Cut),
    Scrub(Scrub),
    Resize(Resize),
    /// One that was given up, until the button is let go.
    GivenUp,
}

/// The gestures of the pointer, and what is edited in place.
#[derive(Default)]
pub struct Gestures {
    current: Gesture,
    wheel: Wheel,
    in_place: Option<InPlace>,
    /// Space is down; true once it was used to pan.
    space: Option<bool>,
    /// What the context menu is about, and where it was asked for in the graph.
    menu: Option<(Hit, Pos2)>,
    /// If that was asked for by a key: whether it has yet to open.
    menu_by_key: Option<bool>,
}

impl Gestures {
    /// Looks at the pointer and the keys of this frame. Returns what the pointer is
    /// over.
    pub(super) fn update(
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
        if response.drag_started() {
            let origin = hand.ctx.input(|input| input.pointer.press_origin());
            self.give_up(actions);
            self.current = self.begin(hand, origin.unwrap_or(pointer), actions);
        }
        if response.dragged() {
            self.go_on(hand, point, view, actions);
        }
        if self.is_given_up(hand) {
            self.give_up(actions);
            self.current = Gesture::GivenUp;
        }
        if response.drag_stopped() {
            self.finish(hand, point, actions);
        } else if !response.dragged() {
            self.give_up(actions);
        }
        self.clicks(hand, under, point, actions);
        if is_here || response.dragged() {
            hand.ctx.set_cursor_icon(self.cursor(hand, under, point));
        }
        under
    }

    /// Moves the view as wheels and fingers say; true if they do.
    pub(super) fn navigate(&mut self, ui: &Ui, canvas: Rect, view: &mut View) -> bool {
        self.wheel.navigate(ui, canvas, view)
    }

    /// Space pans while it is held and dragged with; alone it opens the palette.
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
            if alone && hand.has_keys && matches!(self.current, Gesture::None) {
                actions.push(Action::Command(crate::gui::command::Command::AddNode));
            }
        }
    }

    fn begin(&mut self, hand: &Hand<'_>, origin: Pos2, actions: &mut Vec<Action>) -> Gesture {
        let at = hand.to_graph * origin;
        let by = |button| hand.response.drag_started_by(button);
        if let (true, Some(used)) = (by(PointerButton::Primary), &mut self.space) {
            *used = true;
            return Gesture::Pan;
        }
        if by(PointerButton::Secondary) && hand.modifiers.command {
            return Gesture::Cut(Cut::new(at));
        }
        if !by(PointerButton::Primary) {
            return Gesture::Pan;
        }
        match hit(hand.scene, hand.editor, hand.zoom, at) {
            Hit::Output(from) => Gesture::Connect(Connect::from_output(hand, from)),
            Hit::Input(wire) => Gesture::Connect(Connect::from_input(hand, wire)),
            Hit::Grow(to) => {
                let input = hand.scene.input_count(to);
                Gesture::Connect(Connect::from_input(hand, Wire { to, input }))
            }
            Hit::Node(id) => {
                let part = part(hand.scene, hand.editor, id, hand.zoom, at);
                let on_slider = part == Part::Slider;
                let scrub = (on_slider || part == Part::Value) && !hand.modifiers.alt;
                let scrub = scrub.then(|| Scrub::new(hand, id, on_slider)).flatten();
                match scrub {
                    Some(scrub) => Gesture::Scrub(scrub),
                    None => hold(hand, Selection::node(id), hand.scene.node(id), at, actions),
                }
            }
            Hit::Frame(id) => {
                let rect = hand.editor.document().frame(id).map(frame_rect);
                hold(hand, Selection::frame(id), rect, at, actions)
            }
            Hit::Text(id) => {
                let rect = hand.editor.document().text(id).map(text_rect);
                hold(hand, Selection::text(id), rect, at, actions)
            }
            Hit::FrameCorner(frame) => Gesture::Resize(Resize::new(frame, at)),
            Hit::Wire(_) | Hit::Canvas => Gesture::Box { from: at, to: at },
        }
    }

    fn go_on(&mut self, hand: &Hand<'_>, point: Pos2, view: &mut View, actions: &mut Vec<Action>) {
        let delta = hand.response.drag_delta();
        match &mut self.current {
            Gesture::Pan => view.pan(delta),
            Gesture::Box { to, .. } => *to = point,
            Gesture::Move(moving) => moving.go_on(hand, point),
            Gesture::Connect(connect) => connect.go_on(hand, point),
            Gesture::Cut(cut) => cut.go_on(hand, point),
            Gesture::Scrub(scrub) => scrub.go_on(hand, delta.x, point, actions),
            Gesture::Resize(resize) => resize.go_on(hand, point),
            Gesture::None | Gesture::GivenUp => {}
        }
    }

    /// Whether Escape or another button says that the gesture is not meant.
    fn is_given_up(&self, hand: &Hand<'_>) -> bool {
        let by_button = match self.current {
            Gesture::None | Gesture::GivenUp | Gesture::Pan => return false,
            Gesture::Cut(_) => PointerButton::Primary,
            _ => PointerButton::Secondary,
        };
        hand.ctx.input(|input| {
            input.key_pressed(Key::Escape) || input.pointer.button_pressed(by_button)
        })
    }

    /// Ends the gesture without what it was for.
    fn give_up(&mut self, actions: &mut Vec<Action>) {
        if let Gesture::Scrub(scrub) = std::mem::take(&mut self.current) {
            actions.push(Action::CancelGesture(scrub.gesture()));
        }
    }

    fn finish(&mut self, hand: &Hand<'_>, point: Pos2, actions: &mut Vec<Action>) {
        match std::mem::take(&mut self.current) {
            Gesture::None | Gesture::Pan | Gesture::GivenUp => {}
            Gesture::Box { from, .. } => select_box(hand, Rect::from_two_pos(from, point), actions),
            Gesture::Move(moving) => moving.finish(hand, actions),
            Gesture::Connect(connect) => connect.finish(hand, actions),
            Gesture::Cut(cut) => cut.finish(hand, point, actions),
            Gesture::Scrub(_) => actions.push(Action::EndGesture),
            Gesture::Resize(resize) => resize.finish(actions),
        }
    }

    /// Whether a gesture goes on, so that Escape is for it.
    pub(super) fn is_busy(&self) -> bool {
        !matches!(self.current, Gesture::None) || self.in_place.is_some()
    }

    /// The nodes that are being dragged, and how far.
    pub(super) fn moved(&self) -> Option<(&Selection, Vec2)> {
        match &self.current {
            Gesture::Move(moving) if !moving.copies => Some((&moving.things, moving.by)),
            _ => None,
        }
    }

    /// The wire that was taken off its input, and is drawn with the gesture.
    pub(super) fn taken(&self) -> Option<Wire> {
        match &self.current {
            Gesture::Connect(connect) => connect.taken(),
            _ => None,
        }
    }

    /// Starts to edit something where it stands; with a text, that is typed over it.
    pub(super) fn edit(&mut self, editor: &Editor, what: Editable, typed: Option<&str>) {
        self.in_place = InPlace::new(editor, what, typed);
    }

    /// Starts a text note.
    pub(super) fn new_note(&mut self, at: Position) {
        self.in_place = Some(InPlace::new_note(at));
    }
}

/// Takes hold of a thing, with all that is selected if it is among that.
fn hold(
    hand: &Hand<'_>,
    thing: Selection,
    rect: Option<Rect>,
    at: Pos2,
    actions: &mut Vec<Action>,
) -> Gesture {
    let now = &hand.editor.selection;
    let is_in = thing.nodes.is_subset(&now.nodes)
        && thing.frames.is_subset(&now.frames)
        && thing.texts.is_subset(&now.texts);
    let selection = match (is_in, hand.modifiers.shift) {
        (true, _) => now.clone(),
        (false, true) => {
            let mut all = now.clone();
            all.extend(&thing);
            all
        }
        (false, false) => thing,
    };
    if selection != *now {
        actions.push(Action::Select(selection.clone()));
    }
    let held = rect.unwrap_or(Rect::from_pos(at));
    Gesture::Move(Moving::new(hand, &selection, held, at))
}

/// Selects what touches a box: more with Shift, less with Ctrl.
fn select_box(hand: &Hand<'_>, area: Rect, actions: &mut Vec<Action>) {
    let document = hand.editor.document();
    let frames = document
        .frames()
        .filter(|(_, f)| area.contains_rect(frame_rect(f)));
    let texts = document
        .texts()
        .filter(|(_, note)| area.intersects(text_rect(note)));
    let found = Selection {
        nodes: hand.scene.nodes_in(area).into_iter().collect(),
        frames: frames.map(|(id, _)| id).collect(),
        texts: texts.map(|(id, _)| id).collect(),
        ..Selection::default()
    };
    let mut selection = hand.editor.selection.clone();
    if hand.modifiers.shift {
        selection.extend(&found);
    } else if hand.modifiers.command {
        selection.nodes.retain(|id| !found.nodes.contains(id));
        selection.frames.retain(|id| !found.frames.contains(id));
        selection.texts.retain(|id| !found.texts.contains(id));
    } else {
        selection = found;
    }
    actions.push(Action::Select(selection));
}

/// A point of the graph as a position, on the grid if nodes snap to it.
pub(crate) fn snapped(point: Pos2, snap: bool) -> Position {
    let on_grid = |c: f32| if snap { (c / GRID).round() * GRID } else { c };
    Position::nearest(on_grid(point.x), on_grid(point.y))
}

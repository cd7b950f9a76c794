//! [`Drag`]: what the pointer does while a button is down.

use eframe::egui::{Key, PointerButton, Pos2, Rect, Vec2};

use super::connect::Connect;
use super::cut::CutLine;
use super::hand::Hand;
use super::moving::{Moving, Resize};
use super::scrub::Scrub;
use super::selection_box::SelectionBox;
use crate::core::graph::Wire;
use crate::gui::action::Action;
use crate::gui::canvas::geometry::{frame_rect, text_rect};
use crate::gui::canvas::hit::{Hit, NodePart, hit, part};
use crate::gui::canvas::interruption::{Interruption, is_undo};
use crate::gui::canvas::view::View;
use crate::gui::selection::Selection;

/// The gesture that is under way.
#[derive(Debug, Default)]
pub(super) enum Drag {
    #[default]
    None,
    /// Moves the view.
    Pan,
    /// A box around what is to be selected.
    Box(SelectionBox),
    /// Moves nodes, frames and notes.
    Move(Moving),
    /// Draws a wire.
    Connect(Connect),
    /// Cuts wires.
    Cut(CutLine),
    /// Changes a number.
    Scrub(Scrub),
    /// Resizes a frame.
    Resize(Resize),
    /// A cancelled gesture, until the button is released.
    Cancelled,
}

impl Drag {
    /// The gesture that begins with a press at this point of the screen. With `pan` it moves
    /// the view, whatever is there.
    pub(super) fn begin(
        hand: &Hand<'_>,
        origin: Pos2,
        pan: bool,
        actions: &mut Vec<Action>,
    ) -> Drag {
        let at = hand.to_graph * origin;
        let by = |button| hand.response.drag_started_by(button);
        if by(PointerButton::Secondary) && hand.modifiers.command {
            return Drag::Cut(CutLine::new(at));
        }
        if pan || !by(PointerButton::Primary) {
            return Drag::Pan;
        }
        match hit(hand.scene, hand.editor, hand.zoom, at) {
            Hit::Output(from) => Drag::Connect(Connect::from_output(hand, from)),
            Hit::Input(wire) => Drag::Connect(Connect::from_input(hand, wire)),
            Hit::Grow(to) => {
                let input = hand.scene.input_count(to);
                Drag::Connect(Connect::from_input(hand, Wire { to, input }))
            }
            Hit::Node(id) => {
                let part = part(hand.scene, hand.editor, id, hand.zoom, at);
                let on_slider = part == NodePart::Slider;
                let scrub = (on_slider || part == NodePart::Value) && !hand.modifiers.alt;
                let scrub = scrub.then(|| Scrub::new(hand, id, on_slider)).flatten();
                match scrub {
                    Some(scrub) => Drag::Scrub(scrub),
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
            Hit::FrameCorner(frame) => Drag::Resize(Resize::new(frame, at)),
            Hit::Wire(_) | Hit::Canvas => Drag::Box(SelectionBox::new(hand, at)),
        }
    }

    /// Follows the pointer to a point of the graph.
    pub(super) fn go_on(
        &mut self,
        hand: &Hand<'_>,
        point: Pos2,
        view: &mut View,
        actions: &mut Vec<Action>,
    ) {
        let delta = hand.response.drag_delta();
        if !matches!(self, Drag::Pan | Drag::Scrub(_)) && self.is_under_way() {
            pan_at_edge(hand, view);
        }
        match self {
            Drag::Pan => view.pan(delta),
            Drag::Box(selecting) => selecting.to = point,
            Drag::Move(moving) => {
                moving.go_on(hand, point);
                actions.extend(moving.open_edit(hand).map(Action::Open));
            }
            Drag::Connect(connect) => connect.go_on(hand, point),
            Drag::Cut(cut) => cut.go_on(hand, point),
            Drag::Scrub(scrub) => scrub.go_on(hand, delta.x, point, actions),
            Drag::Resize(resize) => resize.go_on(hand, point),
            Drag::None | Drag::Cancelled => {}
        }
    }

    /// Whether Escape or another button cancels the gesture.
    pub(super) fn is_cancelled(&self, hand: &Hand<'_>) -> bool {
        let by_button = match self {
            Drag::None | Drag::Cancelled | Drag::Pan => return false,
            Drag::Cut(_) => PointerButton::Primary,
            _ => PointerButton::Secondary,
        };
        hand.ctx.input(|input| {
            input.key_pressed(Key::Escape) || input.pointer.button_pressed(by_button)
        })
    }

    /// Whether it could become something.
    pub(super) fn is_under_way(&self) -> bool {
        !matches!(self, Drag::None | Drag::Pan | Drag::Cancelled)
    }

    /// Ends the gesture if a key has asked for something else, or the window has lost the
    /// focus; true if it did. Undo takes back the gesture itself, and nothing before it. A
    /// number that is scrubbed otherwise stays as it is.
    pub(super) fn interrupt(&mut self, hand: &Hand<'_>, actions: &mut Vec<Action>) -> bool {
        match Interruption::of(hand.ctx, actions) {
            None => return false,
            Some(Interruption::Undo) => {
                actions.retain(|action| !is_undo(action));
                self.cancel(actions);
            }
            Some(Interruption::Other) => {
                if let Drag::Scrub(_) = std::mem::take(self) {
                    actions.insert(0, Action::EndGesture);
                }
            }
        }
        true
    }

    /// Ends the gesture without an effect.
    pub(super) fn cancel(&mut self, actions: &mut Vec<Action>) {
        if let Drag::Scrub(scrub) = std::mem::take(self) {
            actions.push(Action::CancelGesture(scrub.gesture()));
        }
    }

    /// Ends the gesture, at a point of the graph: it becomes actions.
    pub(super) fn finish(&mut self, hand: &Hand<'_>, point: Pos2, actions: &mut Vec<Action>) {
        match std::mem::take(self) {
            Drag::None | Drag::Pan | Drag::Cancelled => {}
            Drag::Box(selecting) => selecting.finish(hand, point, actions),
            Drag::Move(moving) => moving.finish(hand, actions),
            Drag::Connect(connect) => connect.finish(hand, actions),
            Drag::Cut(cut) => cut.finish(hand, point, actions),
            Drag::Scrub(_) => actions.push(Action::EndGesture),
            Drag::Resize(resize) => resize.finish(actions),
        }
    }

    /// What is being dragged, and how far.
    pub(super) fn moved(&self) -> Option<(&Selection, Vec2)> {
        match self {
            Drag::Move(moving) if !moving.copies => Some((&moving.things, moving.by)),
            _ => None,
        }
    }

    /// The wire that was taken off its input, and is drawn with the gesture.
    pub(super) fn taken(&self) -> Option<Wire> {
        match self {
            Drag::Connect(connect) => connect.taken(),
            _ => None,
        }
    }
}

/// Starts to move a thing, with the whole selection if it is part of it.
fn hold(
    hand: &Hand<'_>,
    thing: Selection,
    rect: Option<Rect>,
    at: Pos2,
    actions: &mut Vec<Action>,
) -> Drag {
    let now = &hand.editor.selection;
    let selection = match (thing.is_within(now), hand.modifiers.shift) {
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
    Drag::Move(Moving::new(hand, &selection, held, at))
}

/// How near to the edge of the canvas a drag pans, in points.
const EDGE: f32 = 8.0;
/// Points a second for each point beyond that, and the most.
const PAN_SPEED: f32 = 15.0;
const MOST_PAN_SPEED: f32 = 1_500.0;

/// Pans while the pointer is dragged to the edge of the canvas or past it.
fn pan_at_edge(hand: &Hand<'_>, view: &mut View) {
    let inside = hand.canvas.shrink(EDGE);
    let Some(pointer) = hand.pointer.filter(|at| !inside.contains(*at)) else {
        return;
    };
    let beyond = pointer - pointer.clamp(inside.min, inside.max);
    let most = Vec2::splat(MOST_PAN_SPEED);
    let speed = (beyond * PAN_SPEED).clamp(-most, most);
    let seconds = hand.ctx.input(|input| input.stable_dt).min(0.05);
    view.pan(-speed * seconds);
    hand.ctx.request_repaint();
}

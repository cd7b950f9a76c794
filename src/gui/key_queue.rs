//! [`KeyQueue`]: keys that come faster than frames.
//!
//! A key may open a field, and what is typed after it belongs into that field. When
//! several keys come between two frames they are handed out one after the other, so that
//! each meets what the one before it has done.

use std::collections::VecDeque;

use eframe::egui::{Context, Event, Plugin, RawInput};

/// How many frames at most keys wait for a field to take them.
const MOST_WAITING: u8 = 3;

/// Events that wait for their frame. Stands between the window and egui.
#[derive(Default)]
pub(crate) struct KeyQueue {
    held: VecDeque<Event>,
    waiting: u8,
}

impl KeyQueue {
    /// Sees to it that a context has one.
    pub(super) fn install(ctx: &Context) {
        ctx.add_plugin(KeyQueue::default());
    }

    /// After a key that did something: lets those that follow wait for a frame, or, if a
    /// field is being opened, until it has the focus.
    pub(super) fn wait(ctx: &Context, for_field: bool) {
        let frames = if for_field { MOST_WAITING } else { 1 };
        ctx.with_plugin(|queue: &mut KeyQueue| queue.waiting = frames);
    }

    /// Takes what can go into the next frame.
    fn next(&mut self, typing: bool, waits: bool) -> Vec<Event> {
        let mut frame = Vec::new();
        let mut before = Before {
            acted: waits,
            ..Before::default()
        };
        while let Some(event) = self.held.front() {
            let is_text = matches!(self.held.get(1), Some(Event::Text(_)));
            if before.ends_at(event, is_text, typing) {
                break;
            }
            frame.extend(self.held.pop_front());
        }
        frame
    }
}

/// What a frame has so far.
#[derive(Default)]
struct Before {
    /// A key that does something.
    acted: bool,
    /// A text.
    typed: bool,
    /// A button of the pointer.
    clicked: bool,
}

impl Before {
    /// Whether this event has to wait for the next frame; `is_text` says whether it is a
    /// key that types what comes next, `typing` whether a field takes text. If it hasn't
    /// to wait, it is noted.
    fn ends_at(&mut self, event: &Event, is_text: bool, typing: bool) -> bool {
        // On the canvas the first letter opens a field for the others.
        let text_waits = self.acted || self.clicked || self.typed && !typing;
        match event {
            Event::Key { pressed: true, .. } if is_text => text_waits,
            Event::Text(_) | Event::Ime(_) => {
                let waits = text_waits;
                self.typed |= !waits;
                waits
            }
            Event::Key { pressed: true, .. } | Event::Copy | Event::Cut | Event::Paste(_) => {
                let waits = self.acted || self.typed || self.clicked;
                self.acted |= !waits;
                waits
            }
            Event::PointerButton { .. } => {
                let waits = self.acted || self.typed;
                self.clicked |= !waits;
                waits
            }
            _ => false,
        }
    }
}

impl Plugin for KeyQueue {
    fn debug_name(&self) -> &'static str {
        "keys that come faster than frames"
    }

    fn input_hook(&mut self, ctx: &Context, input: &mut RawInput) {
        self.held.extend(std::mem::take(&mut input.events));
        let typing = ctx.text_edit_focused();
        // For one frame in any case: the field isn't there before it is drawn.
        let waits = self.waiting == MOST_WAITING || self.waiting > 0 && !typing;
        self.waiting = if waits { self.waiting - 1 } else { 0 };
        input.events = self.next(typing, waits);
        if !self.held.is_empty() {
            ctx.request_repaint();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use eframe::egui::{Key, Modifiers, PointerButton, Pos2};

    fn key(key: Key) -> Event {
        Event::Key {
            key,
            physical_key: None,
            pressed: true,
            repeat: false,
            modifiers: Modifiers::NONE,
        }
    }

    fn text(text: &str) -> Event {
        Event::Text(text.to_owned())
    }

    fn click() -> Event {
        Event::PointerButton {
            pos: Pos2::ZERO,
            button: PointerButton::Primary,
            pressed: true,
            modifiers: Modifiers::NONE,
        }
    }

    /// How many of these events go into each frame.
    fn frames(events: &[Event], typing: bool) -> Vec<usize> {
        let mut queue = KeyQueue::default();
        queue.held.extend(events.iter().cloned());
        let mut counts = Vec::new();
        while !queue.held.is_empty() {
            counts.push(queue.next(typing, false).len());
        }
        counts
    }

    #[test]
    fn a_key_that_does_something_ends_a_frame() {
        let events = [key(Key::Tab), key(Key::M), text("m"), key(Key::Enter)];
        assert_eq!(frames(&events, false), [1, 2, 1]);
        assert_eq!(frames(&[key(Key::Delete), click()], false), [1, 1]);
        assert_eq!(frames(&[click(), key(Key::Delete)], false), [1, 1]);
    }

    #[test]
    fn text_goes_into_a_field_in_one_frame_and_enter_comes_after_it() {
        let typed = [key(Key::A), text("a"), key(Key::B), text("b")];
        assert_eq!(frames(&typed, true), [4]);
        assert_eq!(frames(&typed, false), [2, 2]);
        assert_eq!(frames(&[text("ab"), key(Key::Enter)], true), [1, 1]);
    }

    #[test]
    fn what_waits_keeps_its_order_and_what_no_key_precedes_does_not_wait() {
        let mut queue = KeyQueue::default();
        let moved = Event::PointerMoved(Pos2::ZERO);
        queue.held.extend([moved.clone(), text("a"), moved.clone()]);
        assert_eq!(queue.next(false, true), std::slice::from_ref(&moved));
        assert_eq!(queue.next(false, false), [text("a"), moved]);
    }
}

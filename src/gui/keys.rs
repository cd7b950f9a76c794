//! What keys mean, and whose they are.
//!
//! With the canvas in focus a key is a command where that applies; a letter, digit or
//! sign that is none begins a search for an op, or types over the number of the
//! selected source. While a text is typed, keys are the text's, except those with
//! Ctrl that no text needs. Buttons and lists keep plain keys for themselves.

use eframe::egui::{Context, Event, Key, KeyboardShortcut, Modifiers, Popup};

use super::action::{Action, PaletteRequest, Wiring};
use super::app::App;
use super::canvas::gestures::{Editable, is_number_start, number_of};
use super::command::{COMMANDS, Command};

/// Whose the keys are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Owner {
    Canvas,
    /// A button or a list.
    Widget,
    /// A text that is being typed.
    Text,
}

impl App {
    /// What the keys of this frame ask for.
    pub(super) fn keys(&mut self, ctx: &Context) -> Vec<Action> {
        let mut actions = Vec::new();
        let is_modal = ctx.memory(|memory| memory.top_modal_layer().is_some());
        if is_modal || Popup::is_any_open(ctx) || self.has_floating() {
            return actions;
        }
        let owner = if ctx.text_edit_focused() || self.panels.was_typing() {
            Owner::Text
        } else if self.canvas.has_keys(ctx) {
            Owner::Canvas
        } else {
            Owner::Widget
        };
        let mut events = ctx.input_mut(|input| std::mem::take(&mut input.events));
        let mut swallow_text = false;
        events.retain(|event| {
            let text_before = std::mem::take(&mut swallow_text);
            match event {
                Event::Key { pressed: true, .. } => {
                    let used = self.key(ctx, owner, event, &mut actions);
                    swallow_text = used;
                    !used
                }
                Event::Text(_) if text_before => false,
                Event::Text(text) if owner == Owner::Canvas => !self.typed(ctx, text, &mut actions),
                Event::Copy | Event::Cut if owner != Owner::Text => {
                    let cut = matches!(event, Event::Cut);
                    let command = if cut { Command::Cut } else { Command::Copy };
                    actions.push(Action::Command(command));
                    false
                }
                Event::Paste(text) if owner != Owner::Text => {
                    let at = self.paste_place(ctx);
                    actions.push(Action::PasteText(text.clone(), Some(at)));
                    false
                }
                _ => true,
            }
        });
        ctx.input_mut(|input| input.events = events);
        actions
    }

    /// Carries out a key press; false if it means nothing here.
    fn key(&self, ctx: &Context, owner: Owner, event: &Event, actions: &mut Vec<Action>) -> bool {
        let Event::Key {
            key,
            physical_key,
            modifiers,
            ..
        } = event
        else {
            return false;
        };
        if *key == Key::F6 && owner == Owner::Canvas {
            // On to the panels; Escape comes back.
            ctx.memory_mut(|memory| {
                if let Some(id) = memory.focused() {
                    memory.surrender_focus(id);
                }
                memory.move_focus(eframe::egui::FocusDirection::Next);
            });
            return true;
        }
        let meant = |keys: &KeyboardShortcut| {
            let key_fits = keys.logical_key == *key || Some(keys.logical_key) == *physical_key;
            // A sign may need Shift to be typed.
            let by_shift = Modifiers {
                shift: false,
                ..*modifiers
            };
            let is_sign = matches!(key, Key::Plus | Key::Questionmark);
            let fits = modifiers.matches_exact(keys.modifiers)
                || is_sign && by_shift.matches_exact(keys.modifiers);
            key_fits && fits && may_take(owner, keys)
        };
        let explaining = self.learn.command_of(*key, *modifiers);
        if let Some(command) =
            explaining.filter(|_| owner == Owner::Canvas && !self.canvas.is_busy())
        {
            actions.push(Action::Command(command));
            return true;
        }
        let row = COMMANDS.iter().find(|row| row.keys.iter().any(meant));
        let Some(row) = row else { return false };
        if *key == Key::Space || *key == Key::Escape && self.canvas.is_busy() {
            return false; // The canvas's gestures look at these.
        }
        let is_text = types_text(&KeyboardShortcut::new(*modifiers, *key));
        let is_kept = self.learn.kept_from(&self.editor, row.command).is_some();
        if is_text && !is_kept && self.why_not(row.command).is_some() {
            return false;
        }
        actions.push(Action::Command(row.command));
        true
    }

    /// Text that was typed on the canvas; false if it means nothing.
    fn typed(&self, ctx: &Context, text: &str, actions: &mut Vec<Action>) -> bool {
        if text.trim().is_empty() || text.chars().any(char::is_control) {
            return false;
        }
        let selected = self.editor.selection.only_node();
        if let Some(id) = selected
            && is_number_start(text)
            && number_of(&self.editor, id).is_some()
        {
            let what = Editable::Value(id);
            actions.push(Action::TypeOver(what, text.to_owned()));
            return true;
        }
        let PaletteRequest { at, wired, .. } = self.palette_request(ctx);
        let wired = match is_number_start(text) {
            true => Wiring::None,
            false => wired,
        };
        actions.push(Action::OpenPalette(PaletteRequest {
            at,
            wired,
            text: text.to_owned(),
        }));
        true
    }
}

/// Whether a shortcut may be carried out while the keys are so owned.
fn may_take(owner: Owner, keys: &KeyboardShortcut) -> bool {
    let with_ctrl = keys.modifiers.command;
    let is_function = keys.logical_key.name().starts_with('F') && keys.logical_key != Key::F;
    match owner {
        Owner::Canvas => true,
        Owner::Widget => with_ctrl || is_function || keys.logical_key == Key::Delete,
        Owner::Text => (with_ctrl || is_function) && !is_for_text(keys.logical_key),
    }
}

/// Whether a text being typed has a use of its own for this key with Ctrl.
fn is_for_text(key: Key) -> bool {
    matches!(
        key,
        Key::A
            | Key::C
            | Key::V
            | Key::X
            | Key::Y
            | Key::Z
            | Key::Backspace
            | Key::Delete
            | Key::ArrowLeft
            | Key::ArrowRight
            | Key::ArrowUp
            | Key::ArrowDown
            | Key::Home
            | Key::End
    )
}

/// Whether a key types something.
fn types_text(keys: &KeyboardShortcut) -> bool {
    let plain = !keys.modifiers.command && !keys.modifiers.alt && !keys.modifiers.ctrl;
    let arrows = [
        Key::ArrowLeft,
        Key::ArrowRight,
        Key::ArrowUp,
        Key::ArrowDown,
    ];
    let is_sign = keys.logical_key.symbol_or_name().chars().count() == 1;
    plain && is_sign && !arrows.contains(&keys.logical_key)
}

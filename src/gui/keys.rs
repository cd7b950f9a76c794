//! What keys mean, and whose they are.
//!
//! With the canvas in focus a key is a command where that applies; a letter, digit or
//! sign that is none begins a search for an op, or types over the number of the
//! selected source; = begins a formula. While a text is typed, keys are the text's, except those with
//! Ctrl that no text needs and that don't work on the canvas. Buttons and lists keep plain keys for themselves.

use eframe::egui::{Context, Event, FocusDirection, Key, KeyboardShortcut, Modifiers, Popup};

use super::action::Action;
use super::app::App;
use super::command::{COMMANDS, Command, CommandInfo, Menu};

/// Whose the keys are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Owner {
    Canvas,
    /// A button or a list.
    Widget,
    /// A text that is being typed.
    Text,
}

/// What the keys of this frame ask for.
pub(super) fn keys(app: &App, ctx: &Context) -> Vec<Action> {
    let mut actions = Vec::new();
    let is_modal = ctx.memory(|memory| memory.top_modal_layer().is_some());
    if is_modal || Popup::is_any_open(ctx) || app.has_floating() {
        return actions;
    }
    let owner = if ctx.text_edit_focused() || app.panels.was_typing() {
        Owner::Text
    } else if app.canvas.has_keys(ctx) {
        Owner::Canvas
    } else {
        Owner::Widget
    };
    if owner == Owner::Canvas {
        // A frame after the canvas got the keys, egui would still take an arrow for a way to
        // another widget.
        ctx.memory_mut(|memory| memory.move_focus(FocusDirection::None));
    }
    let mut events = ctx.input_mut(|input| std::mem::take(&mut input.events));
    let mut swallow_text = false;
    events.retain(|event| {
        let text_before = std::mem::take(&mut swallow_text);
        match event {
            Event::Key { pressed: true, .. } => {
                let used = key(app, ctx, owner, event, &mut actions);
                swallow_text = used;
                !used
            }
            Event::Text(_) if text_before => false,
            Event::Text(text) if owner == Owner::Canvas && is_typed(text) => {
                actions.push(Action::Typed(text.clone()));
                false
            }
            Event::Copy | Event::Cut if owner != Owner::Text => {
                let cut = matches!(event, Event::Cut);
                let command = if cut { Command::Cut } else { Command::Copy };
                actions.push(Action::Command(command));
                false
            }
            Event::Paste(text) if owner != Owner::Text => {
                actions.push(Action::PasteText(text.clone()));
                false
            }
            _ => true,
        }
    });
    ctx.input_mut(|input| input.events = events);
    actions
}

/// Whether a text means something on the canvas.
fn is_typed(text: &str) -> bool {
    !text.trim().is_empty() && !text.chars().any(char::is_control)
}

/// Carries out a key press; false if it means nothing here.
fn key(app: &App, ctx: &Context, owner: Owner, event: &Event, actions: &mut Vec<Action>) -> bool {
    // A key is what the layout writes on it: the window system says where it lies only if
    // the layout isn't Latin.
    let Event::Key { key, modifiers, .. } = event else {
        return false;
    };
    if *key == Key::F6 && owner == Owner::Canvas {
        // On to the panels; Escape comes back.
        ctx.memory_mut(|memory| {
            if let Some(id) = memory.focused() {
                memory.surrender_focus(id);
            }
            memory.move_focus(FocusDirection::Next);
        });
        return true;
    }
    let explaining = app.learn.command_of(*key, *modifiers);
    if let Some(command) = explaining.filter(|_| owner == Owner::Canvas && !app.canvas.is_busy()) {
        actions.push(Action::Command(command));
        return true;
    }
    let calls = |row: &&CommandInfo| {
        let mut keys = row.keys.iter();
        keys.any(|keys| is_pressed(keys, *key, *modifiers) && may_take(owner, row.command, keys))
    };
    if *key == Key::Escape && app.is_presenting() && !app.canvas.is_busy() {
        actions.push(Action::Command(Command::Present));
        return true;
    }
    let row = COMMANDS.iter().find(calls);
    let Some(row) = row else { return false };
    if *key == Key::Space || *key == Key::Escape && app.canvas.is_busy() {
        return false; // The canvas's gestures look at these.
    }
    let is_text = types_text(&KeyboardShortcut::new(*modifiers, *key));
    let is_kept = app
        .learn
        .redaction_forbids(&app.editor, row.command)
        .is_some();
    if is_text && !is_kept && app.why_not(row.command).is_some() {
        return false;
    }
    actions.push(Action::Command(row.command));
    true
}

/// Whether this key with these modifiers is the shortcut.
fn is_pressed(keys: &KeyboardShortcut, key: Key, held: Modifiers) -> bool {
    let without_shift = Modifiers {
        shift: false,
        ..held
    };
    // With Shift some keys have another name.
    let key_below = match key {
        Key::OpenCurlyBracket if held.shift => Key::OpenBracket,
        Key::CloseCurlyBracket if held.shift => Key::CloseBracket,
        key => key,
    };
    // A sign may need Shift to be typed.
    let is_sign = matches!(key, Key::Plus | Key::Questionmark | Key::Equals);
    let fits = held.matches_exact(keys.modifiers)
        || is_sign && without_shift.matches_exact(keys.modifiers);
    fits && (keys.logical_key == key || keys.logical_key == key_below)
}

/// Whether a shortcut may be carried out while the keys are so owned.
fn may_take(owner: Owner, command: Command, keys: &KeyboardShortcut) -> bool {
    let with_ctrl = keys.modifiers.command;
    let is_function = keys.logical_key.name().starts_with('F') && keys.logical_key != Key::F;
    match owner {
        Owner::Canvas => true,
        Owner::Widget => with_ctrl || is_function || keys.logical_key == Key::Delete,
        Owner::Text => {
            (with_ctrl || is_function) && !is_for_text(keys.logical_key) && !is_of_canvas(command)
        }
    }
}

/// Whether a command works on the canvas, which doesn't have the keys while a text is
/// typed.
fn is_of_canvas(command: Command) -> bool {
    use Command as C;
    match command.info().menu {
        Menu::File | Menu::Learn | Menu::Train | Menu::Help => false,
        Menu::Edit => true,
        Menu::View => !matches!(
            command,
            C::ToggleOps
                | C::ToggleInspector
                | C::ToggleProblems
                | C::LargerInterface
                | C::SmallerInterface
        ),
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

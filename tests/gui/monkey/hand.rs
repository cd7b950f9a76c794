//! The monkey's hand: what it is about to do, event by event.

use std::collections::VecDeque;

use eframe::egui::{
    Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, PointerButton, Popup, Pos2,
    TouchPhase, pos2, vec2,
};
use egui_kittest::kittest::Queryable;
use wiregrad::gui::canvas::geometry;
use wiregrad::gui::command::{COMMANDS, Command, Menu};

use crate::driver::Driver;

/// With fewer the monkey adds some.
const FEW_NODES: usize = 5;
const OPS: &[&str] = &["add", "tanh", "0.5", "multiply", "relu", "input", "maximum"];

/// Commands that leave the document, or ask for a file.
const LEAVES: &[Command] = &[
    Command::New,
    Command::Open,
    Command::OpenPath,
    Command::Save,
    Command::SaveAs,
    Command::PictureOfAll,
    Command::PictureOfView,
    Command::PictureAsSvg,
    Command::SavePlot,
    Command::Quit,
    Command::ToggleSystemDialogs,
];
/// Commands after which something is typed.
const OPEN_A_FIELD: &[Command] = &[
    Command::AddNode,
    Command::AddFrame,
    Command::AddText,
    Command::ChangeOp,
    Command::ConnectNodes,
    Command::EditSelected,
    Command::Rename,
];
/// Keys that mean something besides the commands.
const KEYS: &[Key] = &[
    Key::Escape,
    Key::Enter,
    Key::Tab,
    Key::Space,
    Key::F6,
    Key::End,
    Key::ArrowLeft,
    Key::ArrowRight,
    Key::ArrowUp,
    Key::ArrowDown,
];
const TEXTS: &[&str] = &[
    "1", "2", "-", "0.5", "1/3", "2e-3", "a", "add", "tanh", "m", "x y", "ü", "1 to 2", "e", " ",
];

/// Its hand: what it is about to do, event by event.
pub(super) struct Monkey {
    pub(super) rng: fastrand::Rng,
    plan: VecDeque<Event>,
    down: Vec<PointerButton>,
    at: Pos2,
}

impl Monkey {
    pub(super) fn new(seed: u64) -> Monkey {
        Monkey {
            rng: fastrand::Rng::with_seed(seed),
            plan: VecDeque::new(),
            down: Vec::new(),
            at: Pos2::ZERO,
        }
    }

    /// Deletes all, when it has done what it is about to.
    pub(super) fn clear(&mut self) {
        if !self.plan.is_empty() {
            return;
        }
        self.key(Key::Escape, Modifiers::NONE);
        self.key(Key::Escape, Modifiers::NONE);
        self.key(Key::A, Modifiers::COMMAND);
        self.key(Key::Delete, Modifiers::NONE);
    }

    pub(super) fn next(&mut self, driver: &Driver) -> Event {
        if driver.app().shell.files.is_asking() {
            // It must not write files wherever its words lead.
            self.plan.clear();
            self.key(Key::Escape, Modifiers::NONE);
        } else if self.plan.is_empty() || self.rng.u8(..) < 20 {
            self.think(driver);
        }
        let event = self
            .plan
            .pop_front()
            .unwrap_or(Event::PointerMoved(self.at));
        match &event {
            Event::PointerMoved(at) => self.at = *at,
            Event::PointerButton {
                button,
                pressed: true,
                ..
            } => self.down.push(*button),
            Event::PointerButton {
                button,
                pressed: false,
                ..
            } => {
                self.down.retain(|down| down != button);
            }
            _ => {}
        }
        event
    }

    /// Some point of the canvas, mostly one where something is.
    fn point(&mut self, driver: &Driver) -> Pos2 {
        let canvas = driver.app().canvas.rect().expect("the canvas was drawn");
        if canvas.width() < 30.0 || canvas.height() < 30.0 {
            return canvas.center(); // It has dragged the panels over it.
        }
        // Not on the handles of the panels.
        let inside = |at: Pos2| {
            let room = canvas.shrink(9.0);
            at.clamp(room.min, room.max)
        };
        let anywhere = pos2(
            canvas.left() + self.rng.f32() * canvas.width(),
            canvas.top() + self.rng.f32() * canvas.height(),
        );
        let nodes: Vec<_> = driver.document().graph().iter().map(|(id, _)| id).collect();
        if nodes.is_empty() || self.rng.u8(..) < 60 {
            return inside(anywhere);
        }
        let id = nodes[self.rng.usize(..nodes.len())];
        let scene = &driver.app().canvas.scene;
        let Some(rect) = scene.node(id) else {
            return inside(anywhere);
        };
        let inputs = scene.input_count(id);
        let input = self.rng.usize(..inputs.max(1) + 1);
        let part = match self.rng.u8(..8) {
            0 | 1 => geometry::output_port(rect),
            2 | 3 => geometry::input_port(rect, input),
            4 => geometry::value_field(rect).center(),
            5 => geometry::slider(rect).center(),
            6 => geometry::badge(rect).center(),
            _ => rect.center_top() + vec2(0.0, 6.0),
        };
        inside(driver.app().canvas.screen_point(part).unwrap_or(anywhere))
    }

    fn modifiers(&mut self) -> Modifiers {
        match self.rng.u8(..10) {
            0 => Modifiers::SHIFT,
            1 => Modifiers::COMMAND,
            2 => Modifiers::ALT,
            _ => Modifiers::NONE,
        }
    }

    fn button(&mut self, pos: Pos2, button: PointerButton, pressed: bool, modifiers: Modifiers) {
        self.plan.push_back(Event::PointerButton {
            pos,
            button,
            pressed,
            modifiers,
        });
    }

    fn hold(&mut self, modifiers: Modifiers) {
        if modifiers.any() {
            self.plan.push_back(Event::ModifiersChanged(modifiers));
        }
    }

    fn let_go(&mut self, modifiers: Modifiers) {
        if modifiers.any() {
            self.plan
                .push_back(Event::ModifiersChanged(Modifiers::NONE));
        }
    }

    fn key(&mut self, key: Key, modifiers: Modifiers) {
        self.plan.push_back(Event::Key {
            key,
            physical_key: None,
            pressed: true,
            repeat: false,
            modifiers,
        });
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.rng.usize(..from.len())]
    }

    /// Asks for a command of the table, mostly one that changes the document: by its
    /// key, or by its name if it has none.
    fn command(&mut self, driver: &Driver) {
        let only_edits = self.rng.u8(..6) > 0;
        let rows = COMMANDS.iter().filter(|row| {
            let fits = !only_edits || row.menu == Menu::Edit;
            fits && !LEAVES.contains(&row.command)
        });
        let rows: Vec<_> = rows.collect();
        // Most of what doesn't apply now would be lost.
        let mut row = *self.pick(&rows);
        for _ in 0..12 {
            if driver.app().why_not(row.command).is_some() {
                row = *self.pick(&rows);
            }
        }
        if row.keys.is_empty() {
            self.key(Key::K, Modifiers::COMMAND);
            self.plan.push_back(Event::Text(row.name.to_owned()));
            self.key(Key::Enter, Modifiers::NONE);
        } else {
            let keys = self.pick(row.keys);
            self.key(keys.logical_key, keys.modifiers);
        }
        if OPEN_A_FIELD.contains(&row.command) && self.rng.u8(..) < 200 {
            let texts = if self.rng.bool() { TEXTS } else { OPS };
            let text = *self.pick(texts);
            self.plan.push_back(Event::Text(text.to_owned()));
            self.key(Key::Enter, Modifiers::NONE);
        }
    }

    /// Closes one of the windows that float over the canvas.
    fn close_a_window(&mut self, driver: &Driver) {
        let found = driver.harness.query_all_by_label_contains("Close ");
        let found: Vec<Pos2> = found.map(|node| node.rect().center()).collect();
        if !found.is_empty() {
            let at = *self.pick(&found);
            self.plan.push_back(Event::PointerMoved(at));
            for pressed in [true, false] {
                self.button(at, PointerButton::Primary, pressed, Modifiers::NONE);
            }
        }
    }

    fn think(&mut self, driver: &Driver) {
        let app = driver.app();
        let floats = app.panels.takes_keys() || Popup::is_any_open(&driver.harness.ctx);
        if floats && self.rng.u8(..) < 200 {
            // Away with what floats above the canvas.
            self.key(Key::Escape, Modifiers::NONE);
        }
        if app.canvas.view.zoom < 0.55 && self.rng.u8(..) < 40 {
            // Closer, so that there are ports to take hold of.
            self.key(Key::Home, Modifiers::NONE);
            self.key(Key::Num1, Modifiers::COMMAND);
        }
        let is_bare = app.editor.document().graph().len() < FEW_NODES;
        if is_bare && self.rng.bool() {
            let op = *self.pick(OPS);
            self.key(Key::Tab, Modifiers::NONE);
            self.plan.push_back(Event::Text(op.to_owned()));
            self.key(Key::Enter, Modifiers::NONE);
        } else if app.editor.selection.is_empty() {
            // What is done by keys is done with what is selected.
            match self.rng.u8(..3) {
                0 => self.key(Key::A, Modifiers::COMMAND),
                _ => self.key(Key::ArrowRight, Modifiers::NONE),
            }
        }
        match self.rng.u8(..100) {
            0..79 => self.command(driver),
            79..85 => self.drag(driver),
            85..87 => self.click(driver),
            87..89 => {
                let key = *self.pick(KEYS);
                self.key(key, Modifiers::NONE);
            }
            89..92 => {
                let text = *self.pick(TEXTS);
                self.plan.push_back(Event::Text(text.to_owned()));
                self.key(Key::Enter, Modifiers::NONE);
            }
            92 => self.wheel(),
            93..96 => self.clipboard(driver),
            96 => self.plan.push_back(Event::WindowFocused(self.rng.bool())),
            97 => self.plan.push_back(Event::PointerGone),
            98 => self.close_a_window(driver),
            _ => {
                self.key(Key::Escape, Modifiers::NONE);
                self.key(Key::F, Modifiers::NONE);
            }
        }
    }

    fn drag(&mut self, driver: &Driver) {
        let (from, to) = (self.point(driver), self.point(driver));
        let modifiers = self.modifiers();
        let button = match self.rng.u8(..10) {
            0 => PointerButton::Middle,
            1 | 2 => PointerButton::Secondary,
            _ => PointerButton::Primary,
        };
        self.plan.push_back(Event::PointerMoved(from));
        self.hold(modifiers);
        self.button(from, button, true, modifiers);
        self.plan.push_back(Event::PointerMoved(from.lerp(to, 0.5)));
        self.plan.push_back(Event::PointerMoved(to));
        if self.rng.u8(..) < 20 {
            self.key(Key::Escape, modifiers);
        }
        self.button(to, button, false, modifiers);
        self.let_go(modifiers);
    }

    fn click(&mut self, driver: &Driver) {
        let at = self.point(driver);
        let modifiers = self.modifiers();
        let button = match self.rng.u8(..6) {
            0 => PointerButton::Secondary,
            _ => PointerButton::Primary,
        };
        self.plan.push_back(Event::PointerMoved(at));
        self.hold(modifiers);
        for _ in 0..self.rng.u8(1..3) {
            self.button(at, button, true, modifiers);
            self.button(at, button, false, modifiers);
        }
        self.let_go(modifiers);
    }

    fn wheel(&mut self) {
        if self.rng.bool() {
            self.plan.push_back(Event::Zoom(0.5 + self.rng.f32() * 1.5));
            return;
        }
        let unit = match self.rng.bool() {
            true => MouseWheelUnit::Line,
            false => MouseWheelUnit::Point,
        };
        let delta = vec2(self.rng.f32() * 4.0 - 2.0, self.rng.f32() * 4.0 - 2.0);
        self.plan.push_back(Event::MouseWheel {
            unit,
            delta: if self.rng.bool() {
                delta.round()
            } else {
                delta
            },
            phase: TouchPhase::Move,
            source: MouseWheelSource::Unknown,
            modifiers: Modifiers::NONE,
        });
    }

    fn clipboard(&mut self, driver: &Driver) {
        match self.rng.u8(..6) {
            0 => self.plan.push_back(Event::Copy),
            1 => self.plan.push_back(Event::Cut),
            2 => self.plan.push_back(Event::Paste("no graph".to_owned())),
            _ => {
                let text = driver.copied().unwrap_or_default();
                self.plan.push_back(Event::Paste(text));
            }
        }
    }
}

//! A monkey at the editor: seeded random events, and after each of them the document
//! must be lawful and the numbers those of a fresh evaluation, bit for bit.
//!
//! `cargo test --test gui monkey` plays 20,000 events. For a deep run:
//! `WIREGRAD_MONKEY_EVENTS=1000000 cargo test --test gui monkey -- --nocapture`;
//! `WIREGRAD_MONKEY_SEED` repeats one.

use std::collections::{HashSet, VecDeque};

use eframe::egui::{
    Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, PointerButton, Pos2, Rect, TouchPhase,
    Vec2, pos2, vec2,
};
use wiregrad::core::evaluation::{Evaluation, Numbers};
use wiregrad::core::graph::Wire;
use wiregrad::document::{Document, Revision};
use wiregrad::file;
use wiregrad::gui::canvas::geometry;
use wiregrad::gui::first_document;

use super::driver::Driver;

/// Events on one document; then all is undone, redone, and the next one begins.
const ROUND: usize = 10_000;
/// Beyond this many nodes the monkey deletes all.
const MOST_NODES: usize = 60;

const KEYS: &[Key] = &[
    Key::Escape,
    Key::Enter,
    Key::Tab,
    Key::Space,
    Key::Delete,
    Key::Backspace,
    Key::F2,
    Key::F5,
    Key::F6,
    Key::N,
    Key::W,
    Key::End,
    Key::ArrowLeft,
    Key::ArrowRight,
    Key::ArrowUp,
    Key::ArrowDown,
    Key::Home,
    Key::F,
    Key::J,
    Key::C,
    Key::OpenBracket,
    Key::CloseBracket,
    Key::PageUp,
    Key::PageDown,
    Key::M,
    Key::Num1,
];
const CTRL_KEYS: &[Key] = &[
    Key::A,
    Key::D,
    Key::G,
    Key::R,
    Key::T,
    Key::Z,
    Key::Y,
    Key::Num1,
    Key::Backspace,
    Key::Enter,
];
const TEXTS: &[&str] = &[
    "1", "2", "-", "0.5", "1/3", "2e-3", "a", "add", "tanh", "m", "x y", "ü", "1 to 2", "e", " ",
];

/// Its hand: what it is about to do, event by event.
struct Monkey {
    rng: fastrand::Rng,
    plan: VecDeque<Event>,
    down: Vec<PointerButton>,
    at: Pos2,
}

impl Monkey {
    fn next(&mut self, driver: &Driver) -> Event {
        if self.plan.is_empty() || self.rng.u8(..) < 20 {
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

    fn key(&mut self, key: Key, modifiers: Modifiers) {
        self.plan.push_back(Event::ModifiersChanged(modifiers));
        for pressed in [true, false] {
            self.plan.push_back(Event::Key {
                key,
                physical_key: None,
                pressed,
                repeat: false,
                modifiers,
            });
        }
        self.plan
            .push_back(Event::ModifiersChanged(Modifiers::NONE));
    }

    fn think(&mut self, driver: &Driver) {
        if self.rng.u8(..) < 50 {
            // Away with what floats above the canvas.
            self.key(Key::Escape, Modifiers::NONE);
        }
        if driver.app().canvas.view.zoom < 0.55 && self.rng.u8(..) < 60 {
            // Closer, so that there are ports to take hold of.
            self.key(Key::Escape, Modifiers::NONE);
            self.key(Key::Home, Modifiers::NONE);
            self.key(Key::Num1, Modifiers::COMMAND);
        }
        match self.rng.u8(..100) {
            0..35 => self.drag(driver),
            35..55 => self.click(driver),
            55..70 => {
                let key = KEYS[self.rng.usize(..KEYS.len())];
                let modifiers = self.modifiers();
                if !modifiers.command {
                    self.key(key, modifiers);
                }
            }
            70..78 => {
                let key = CTRL_KEYS[self.rng.usize(..CTRL_KEYS.len())];
                self.key(key, Modifiers::COMMAND);
            }
            78..84 => {
                let text = TEXTS[self.rng.usize(..TEXTS.len())];
                self.plan.push_back(Event::Text(text.to_owned()));
                self.key(Key::Enter, Modifiers::NONE);
            }
            84..90 => self.wheel(),
            90..94 => self.clipboard(driver),
            94..96 => self.key(Key::Z, Modifiers::COMMAND.plus(Modifiers::SHIFT)),
            96 => self.plan.push_back(Event::WindowFocused(self.rng.bool())),
            97 => self.plan.push_back(Event::PointerGone),
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
        self.plan.push_back(Event::ModifiersChanged(modifiers));
        self.button(from, button, true, modifiers);
        self.plan.push_back(Event::PointerMoved(from.lerp(to, 0.5)));
        self.plan.push_back(Event::PointerMoved(to));
        if self.rng.u8(..) < 20 {
            self.key(Key::Escape, modifiers);
        }
        self.button(to, button, false, modifiers);
        self.plan
            .push_back(Event::ModifiersChanged(Modifiers::NONE));
    }

    fn click(&mut self, driver: &Driver) {
        let at = self.point(driver);
        let modifiers = self.modifiers();
        let button = match self.rng.u8(..6) {
            0 => PointerButton::Secondary,
            _ => PointerButton::Primary,
        };
        self.plan.push_back(Event::PointerMoved(at));
        self.plan.push_back(Event::ModifiersChanged(modifiers));
        for _ in 0..self.rng.u8(1..3) {
            self.button(at, button, true, modifiers);
            self.button(at, button, false, modifiers);
        }
        self.plan
            .push_back(Event::ModifiersChanged(Modifiers::NONE));
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

/// What was looked at, by the revisions that it hangs on.
type Seen = Option<(Revision, Revision, Revision)>;

/// Holds that all is as it must be. True if the document has changed.
fn check(driver: &Driver, seen: &mut Seen) -> bool {
    let (app, document) = (driver.app(), driver.document());
    let view = app.canvas.view;
    assert!(view.zoom > 0.0 && view.zoom.is_finite() && view.center.is_finite());
    let selection = &app.editor.selection;
    assert!(
        selection
            .nodes
            .iter()
            .all(|id| document.graph().get(*id).is_some())
    );
    assert!(
        selection
            .frames
            .iter()
            .all(|id| document.frame(*id).is_some())
    );
    assert!(
        selection
            .texts
            .iter()
            .all(|id| document.text(*id).is_some())
    );
    let now = (
        document.structure_revision(),
        document.values_revision(),
        document.layout_revision(),
    );
    if seen.replace(now) == Some(now) {
        return false;
    }
    lawful(document);
    same_numbers(document, app.editor.evaluation());
    true
}

fn lawful(document: &Document) {
    let graph = document.graph();
    let names: HashSet<&str> = graph.iter().map(|(_, node)| node.name()).collect();
    assert_eq!(names.len(), graph.len(), "names are unique");
    for (from, wire) in graph.wires() {
        assert!(graph.get(from).is_some(), "a wire starts nowhere");
        assert!(graph.path(wire.to, from).is_none(), "a cycle");
    }
    for (id, _) in graph.iter() {
        assert!(document.position(id).is_some(), "a node stands nowhere");
    }
}

fn bits(numbers: Option<Numbers<'_>>) -> Option<Vec<u64>> {
    numbers.map(|numbers| numbers.data.iter().map(|x| x.to_bits()).collect())
}

fn same_numbers(document: &Document, shown: &Evaluation) {
    let graph = document.graph();
    let fresh = Evaluation::new(graph);
    assert_eq!(shown.program().target(), fresh.program().target());
    for (to, node) in graph.iter() {
        assert_eq!(
            bits(shown.value(to)),
            bits(fresh.value(to)),
            "{}",
            node.name()
        );
        assert_eq!(
            bits(shown.gradient(to)),
            bits(fresh.gradient(to)),
            "{}",
            node.name()
        );
        for input in 0..node.inputs().len() {
            let wire = Wire { to, input };
            assert_eq!(
                bits(shown.wire_gradient(wire)),
                bits(fresh.wire_gradient(wire))
            );
        }
    }
}

fn round_trip(document: &Document) {
    let text = file::to_text(document);
    let again = file::load_bytes(text.as_bytes()).expect("what was written can be read");
    assert_eq!(file::to_text(&again), text);
}

/// Plays so many events on a document. Returns how often it changed.
fn play(document: Document, seed: u64, events: usize) -> usize {
    let mut driver = Driver::sized(document, Vec2::new(1500.0, 700.0));
    // It saves, now and then: where dialogs start, nothing is lost.
    let folder = tempfile::tempdir().expect("a folder");
    let settings = &mut driver.harness.state_mut().life.settings;
    settings.recent = vec![folder.path().join("graph.ron")];
    let start = driver.document().clone();
    let mut monkey = Monkey {
        rng: fastrand::Rng::with_seed(seed),
        plan: VecDeque::new(),
        down: Vec::new(),
        at: Pos2::ZERO,
    };
    let (mut seen, mut changes) = (None, 0);
    for event in 0..events {
        let next = monkey.next(&driver);
        driver.feed(next);
        changes += usize::from(check(&driver, &mut seen));
        if event % 100 == 0 {
            round_trip(driver.document());
        }
        if event % 500 == 0 {
            let size = vec2(
                300.0 + monkey.rng.f32() * 700.0,
                200.0 + monkey.rng.f32() * 400.0,
            );
            driver.resize(Rect::from_min_size(Pos2::ZERO, size));
        }
        if driver.document().graph().len() > MOST_NODES {
            monkey.plan.clear();
            monkey.key(Key::Escape, Modifiers::NONE);
            monkey.key(Key::Escape, Modifiers::NONE);
            monkey.key(Key::A, Modifiers::COMMAND);
            monkey.key(Key::Delete, Modifiers::NONE);
        }
    }
    let editor = &mut driver.harness.state_mut().editor;
    while editor.redo() {}
    let end = editor.document().clone();
    let steps = std::iter::repeat_with(|| editor.undo())
        .take_while(|done| *done)
        .count();
    assert!(*editor.document() == start, "undoing all gives the start");
    while editor.redo() {}
    assert!(*editor.document() == end, "redoing all gives the end");
    check(&driver, &mut seen);
    eprintln!("  {changes} changes; {steps} steps undone and redone");
    changes
}

fn number(name: &str, otherwise: usize) -> usize {
    let text = std::env::var(name).ok();
    text.and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

#[test]
fn nothing_that_a_monkey_does_breaks_anything() {
    let events = number("WIREGRAD_MONKEY_EVENTS", 20_000);
    let seed = number("WIREGRAD_MONKEY_SEED", 1) as u64;
    let mut played = 0;
    for round in 0.. {
        let seed = seed + round;
        let count = ROUND.min(events - played);
        if count == 0 {
            break;
        }
        eprintln!("seed {seed}, {count} events");
        let document = match round % 2 {
            0 => first_document(),
            _ => Document::default(),
        };
        let changes = play(document, seed, count);
        assert!(changes > count / 200, "it did nothing");
        played += count;
    }
}

//! [`Driver`]: the real app without a window.

use eframe::egui::{Event, Key, Modifiers, PointerButton, Pos2, Rect, Vec2, pos2};
use egui_kittest::Harness;
use wiregrad::core::graph::{NodeId, Wire};
use wiregrad::document::Document;
use wiregrad::file;
use wiregrad::gui::app::App;
use wiregrad::gui::canvas::geometry;

/// The app, and hands to use it with.
pub struct Driver {
    pub harness: Harness<'static, App>,
}

impl Driver {
    /// The app with a document, in a window of 1280 × 800 points.
    pub fn new(document: Document) -> Driver {
        let harness = Harness::builder()
            .with_size(Vec2::new(1280.0, 800.0))
            .build_eframe(move |_| App::new(document));
        let mut driver = Driver { harness };
        driver.run();
        driver
    }

    /// The app with the graph of this text.
    pub fn of(text: &str) -> Driver {
        Driver::new(file::load_bytes(text.as_bytes()).expect("a graph"))
    }

    /// Frames until nothing moves.
    pub fn run(&mut self) {
        self.harness.run_steps(3);
    }

    pub fn app(&self) -> &App {
        self.harness.state()
    }

    pub fn document(&self) -> &Document {
        self.app().editor.document()
    }

    /// The node of this name.
    pub fn id(&self, name: &str) -> NodeId {
        let found = self.document().graph().find(name);
        found.unwrap_or_else(|| panic!("no node is called {name}"))
    }

    /// The rectangle of a node on the screen.
    pub fn node(&self, name: &str) -> Rect {
        let canvas = &self.app().canvas;
        let rect = canvas
            .scene
            .node(self.id(name))
            .expect("it is in the scene");
        let corner = |p| canvas.screen_point(p).expect("the canvas was drawn");
        Rect::from_min_max(corner(rect.min), corner(rect.max))
    }

    /// Where wires out of a node start, on the screen.
    pub fn output(&self, name: &str) -> Pos2 {
        let canvas = &self.app().canvas;
        let rect = canvas
            .scene
            .node(self.id(name))
            .expect("it is in the scene");
        let port = geometry::output_port(rect);
        canvas.screen_point(port).expect("the canvas was drawn")
    }

    /// Where the wire into an input ends, on the screen.
    pub fn input(&self, name: &str, input: usize) -> Pos2 {
        let canvas = &self.app().canvas;
        let rect = canvas
            .scene
            .node(self.id(name))
            .expect("it is in the scene");
        let port = geometry::input_port(rect, input);
        canvas.screen_point(port).expect("the canvas was drawn")
    }

    /// The middle of a wire, on the screen.
    pub fn wire(&self, to: &str, input: usize) -> Pos2 {
        let canvas = &self.app().canvas;
        let to = self.id(to);
        let curve = canvas.scene.curve(Wire { to, input }).expect("it is wired");
        let middle = geometry::curve_point(&curve, 0.5);
        canvas.screen_point(middle).expect("the canvas was drawn")
    }

    /// A point on the node's name.
    pub fn title(&self, name: &str) -> Pos2 {
        let rect = self.node(name);
        pos2(rect.center().x, rect.top() + 6.0)
    }

    fn event(&mut self, event: Event) {
        self.harness.event(event);
        self.harness.step();
    }

    fn button(&mut self, pos: Pos2, button: PointerButton, pressed: bool, modifiers: Modifiers) {
        self.event(Event::PointerButton {
            pos,
            button,
            pressed,
            modifiers,
        });
    }

    pub fn hover(&mut self, at: Pos2) {
        self.event(Event::PointerMoved(at));
        self.harness.step();
    }

    pub fn click(&mut self, at: Pos2) {
        self.click_with(at, Modifiers::NONE);
    }

    pub fn click_with(&mut self, at: Pos2, modifiers: Modifiers) {
        self.hover(at);
        self.button(at, PointerButton::Primary, true, modifiers);
        self.button(at, PointerButton::Primary, false, modifiers);
        self.run();
    }

    pub fn drag(&mut self, from: Pos2, to: Pos2) {
        self.drag_with(from, to, PointerButton::Primary, Modifiers::NONE);
    }

    pub fn drag_with(&mut self, from: Pos2, to: Pos2, button: PointerButton, modifiers: Modifiers) {
        self.hover(from);
        self.button(from, button, true, modifiers);
        for step in 1..=4 {
            self.event(Event::PointerMoved(from.lerp(to, step as f32 / 4.0)));
        }
        self.button(to, button, false, modifiers);
        self.run();
    }

    pub fn press(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.run();
    }

    pub fn type_text(&mut self, text: &str) {
        self.event(Event::Text(text.to_owned()));
        self.run();
    }
}

//! [`Driver`]: the real app without a window.

use eframe::egui::{
    self, Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, PointerButton, Pos2, Rect,
    TouchPhase, Vec2, pos2,
};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use wiregrad::core::graph::{NodeId, Wire};
use wiregrad::document::Document;
use wiregrad::file;
use wiregrad::gui::app::App;
use wiregrad::gui::canvas::geometry;
use wiregrad::gui::theme;

/// The size of the window: the lecture's neuron has room in it with all its numbers.
pub(crate) const SIZE: Vec2 = Vec2::new(1600.0, 1000.0);

use crate::renderer::SoftwareRenderer;

/// The app, and hands to use it with.
pub(crate) struct Driver {
    pub(crate) harness: Harness<'static, App>,
    copied: Option<String>,
}

impl Driver {
    /// The app with a document, in a window of [`SIZE`].
    pub(crate) fn new(document: Document) -> Driver {
        Driver::sized(document, SIZE)
    }

    /// The app with a document, in a window of this size.
    pub(crate) fn sized(document: Document, size: Vec2) -> Driver {
        let harness = Harness::builder()
            .with_size(size)
            .with_step_dt(1.0 / 60.0)
            .renderer(SoftwareRenderer::default())
            .build_eframe(move |creation| {
                theme::install(&creation.egui_ctx);
                App::new(document)
            });
        let copied = None;
        let mut driver = Driver { harness, copied };
        driver.run();
        driver
    }

    /// The app with the graph of this text.
    pub(crate) fn of(text: &str) -> Driver {
        Driver::new(file::load_bytes(text.as_bytes()).expect("a graph"))
    }

    /// Frames until nothing moves. Nothing moves for more than a second.
    pub(crate) fn run(&mut self) {
        self.harness.run_steps(2);
        for _ in 0..60 {
            if !self.is_moving() {
                return;
            }
            self.harness.step();
        }
        panic!("it never rests: {:?}", self.harness.ctx.repaint_causes());
    }

    /// Whether another frame was asked for.
    pub(crate) fn is_moving(&self) -> bool {
        let viewports = &self.harness.output().viewport_output;
        viewports
            .values()
            .any(|viewport| viewport.repaint_delay.is_zero())
    }

    pub(crate) fn app(&self) -> &App {
        self.harness.state()
    }

    pub(crate) fn document(&self) -> &Document {
        self.app().editor.document()
    }

    /// The node of this name.
    pub(crate) fn id(&self, name: &str) -> NodeId {
        let found = self.document().graph().find(name);
        found.unwrap_or_else(|| panic!("no node is called {name}"))
    }

    /// The rectangle of a node on the screen.
    pub(crate) fn node(&self, name: &str) -> Rect {
        let canvas = &self.app().canvas;
        let rect = canvas
            .scene
            .node(self.id(name))
            .expect("it is in the scene");
        let corner = |p| canvas.screen_point(p).expect("the canvas was drawn");
        Rect::from_min_max(corner(rect.min), corner(rect.max))
    }

    /// Where wires out of a node start, on the screen.
    pub(crate) fn output(&self, name: &str) -> Pos2 {
        let canvas = &self.app().canvas;
        let rect = canvas
            .scene
            .node(self.id(name))
            .expect("it is in the scene");
        let port = geometry::output_port(rect);
        canvas.screen_point(port).expect("the canvas was drawn")
    }

    /// Where the wire into an input ends, on the screen.
    pub(crate) fn input(&self, name: &str, input: usize) -> Pos2 {
        let canvas = &self.app().canvas;
        let rect = canvas
            .scene
            .node(self.id(name))
            .expect("it is in the scene");
        let port = geometry::input_port(rect, input);
        canvas.screen_point(port).expect("the canvas was drawn")
    }

    /// The middle of a wire, on the screen.
    pub(crate) fn wire(&self, to: &str, input: usize) -> Pos2 {
        let canvas = &self.app().canvas;
        let to = self.id(to);
        let curve = canvas.scene.curve(Wire { to, input }).expect("it is wired");
        let middle = geometry::curve_point(&curve, 0.5);
        canvas.screen_point(middle).expect("the canvas was drawn")
    }

    /// A point on the node's name.
    pub(crate) fn title(&self, name: &str) -> Pos2 {
        let rect = self.node(name);
        pos2(rect.center().x, rect.top() + 6.0)
    }

    /// One event, one frame.
    pub(crate) fn feed(&mut self, event: Event) {
        self.harness.event(event);
        self.harness.step();
        for command in &self.harness.output().platform_output.commands {
            if let egui::OutputCommand::CopyText(text) = command {
                self.copied = Some(text.clone());
            }
        }
    }

    /// Keys and texts that all come within one frame.
    pub(crate) fn at_once(&mut self, events: impl IntoIterator<Item = Event>) {
        self.harness.input_mut().events.extend(events);
        self.run();
    }

    /// Gives the window another size.
    pub(crate) fn resize(&mut self, to: Rect) {
        self.harness.set_size(to.size());
        self.harness.step();
    }

    fn button(&mut self, pos: Pos2, button: PointerButton, pressed: bool, modifiers: Modifiers) {
        self.feed(Event::PointerButton {
            pos,
            button,
            pressed,
            modifiers,
        });
    }

    pub(crate) fn hover(&mut self, at: Pos2) {
        self.feed(Event::PointerMoved(at));
        self.harness.step();
    }

    pub(crate) fn click(&mut self, at: Pos2) {
        self.click_with(at, Modifiers::NONE);
    }

    pub(crate) fn click_with(&mut self, at: Pos2, modifiers: Modifiers) {
        self.hover(at);
        self.feed(Event::ModifiersChanged(modifiers));
        self.button(at, PointerButton::Primary, true, modifiers);
        self.button(at, PointerButton::Primary, false, modifiers);
        self.feed(Event::ModifiersChanged(Modifiers::NONE));
        self.run();
    }

    /// Clicks while something goes on that never rests.
    pub(crate) fn click_running(&mut self, at: Pos2) {
        self.hover(at);
        self.button(at, PointerButton::Primary, true, Modifiers::NONE);
        self.button(at, PointerButton::Primary, false, Modifiers::NONE);
        self.harness.run_steps(3);
    }

    pub(crate) fn drag(&mut self, from: Pos2, to: Pos2) {
        self.drag_with(from, to, PointerButton::Primary, Modifiers::NONE);
    }

    pub(crate) fn drag_with(
        &mut self,
        from: Pos2,
        to: Pos2,
        button: PointerButton,
        modifiers: Modifiers,
    ) {
        self.hover(from);
        self.feed(Event::ModifiersChanged(modifiers));
        self.button(from, button, true, modifiers);
        for step in 1..=4 {
            self.feed(Event::PointerMoved(from.lerp(to, step as f32 / 4.0)));
        }
        self.button(to, button, false, modifiers);
        self.feed(Event::ModifiersChanged(Modifiers::NONE));
        self.run();
    }

    /// Two clicks, one right after the other.
    pub(crate) fn double_click(&mut self, at: Pos2) {
        // Long enough after another click.
        self.harness.run_steps(40);
        self.hover(at);
        for _ in 0..2 {
            self.button(at, PointerButton::Primary, true, Modifiers::NONE);
            self.button(at, PointerButton::Primary, false, Modifiers::NONE);
        }
        self.run();
    }

    pub(crate) fn right_click(&mut self, at: Pos2) {
        self.hover(at);
        self.button(at, PointerButton::Secondary, true, Modifiers::NONE);
        self.button(at, PointerButton::Secondary, false, Modifiers::NONE);
        self.run();
    }

    /// Presses the button and moves, without letting go.
    pub(crate) fn grab(&mut self, from: Pos2, to: Pos2) {
        self.hover(from);
        self.button(from, PointerButton::Primary, true, Modifiers::NONE);
        self.carry(from, to);
    }

    /// Moves on with the button held.
    pub(crate) fn carry(&mut self, from: Pos2, to: Pos2) {
        for step in 1..=4 {
            self.feed(Event::PointerMoved(from.lerp(to, step as f32 / 4.0)));
        }
    }

    pub(crate) fn let_go(&mut self, at: Pos2) {
        self.button(at, PointerButton::Primary, false, Modifiers::NONE);
        self.run();
    }

    /// Turns a wheel, or moves two fingers.
    pub(crate) fn wheel(&mut self, unit: MouseWheelUnit, delta: Vec2, modifiers: Modifiers) {
        self.feed(Event::ModifiersChanged(modifiers));
        self.feed(Event::MouseWheel {
            unit,
            delta,
            phase: TouchPhase::Move,
            source: MouseWheelSource::Unknown,
            modifiers,
        });
        self.run();
        self.feed(Event::ModifiersChanged(Modifiers::NONE));
        // The turn is over once some time has gone by.
        self.harness.run_steps(15);
    }

    pub(crate) fn send(&mut self, event: Event) {
        self.feed(event);
        self.run();
    }

    pub(crate) fn press(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.run();
    }

    pub(crate) fn key(&mut self, key: Key) {
        self.press(Modifiers::NONE, key);
    }

    pub(crate) fn undo(&mut self) {
        self.press(Modifiers::COMMAND, Key::Z);
    }

    pub(crate) fn type_text(&mut self, text: &str) {
        self.feed(Event::Text(text.to_owned()));
        self.run();
    }

    /// Types a text over all that the open field holds, and Enter.
    pub(crate) fn enter(&mut self, text: &str) {
        self.press(Modifiers::COMMAND, Key::A);
        self.type_text(text);
        self.key(Key::Enter);
    }

    /// Clicks on what has this label.
    pub(crate) fn choose(&mut self, label: &str) {
        self.harness.get_by_label(label).click();
        self.run();
    }

    /// Clicks on what has a label that holds this.
    pub(crate) fn choose_containing(&mut self, part: &str) {
        self.harness.get_by_label_contains(part).click();
        self.run();
    }

    /// What a node is wired to, by names.
    pub(crate) fn inputs(&self, name: &str) -> Vec<String> {
        let graph = self.document().graph();
        let node = graph.get(self.id(name)).expect("it is there");
        let inputs = node.inputs().iter();
        let name = |id: &Option<NodeId>| id.map_or("", |id| graph.name(id)).to_owned();
        inputs.map(name).collect()
    }

    /// The names of the selected nodes.
    pub(crate) fn selected(&self) -> Vec<String> {
        let nodes = self.app().editor.selection.nodes.iter();
        nodes
            .map(|id| self.document().graph().name(*id).to_owned())
            .collect()
    }

    pub(crate) fn number(&self, name: &str) -> Option<f64> {
        self.app().editor.evaluation().number(self.id(name))
    }

    /// Where a node stands.
    pub(crate) fn at(&self, name: &str) -> (f32, f32) {
        let at = self
            .document()
            .position(self.id(name))
            .expect("it is placed");
        (at.x(), at.y())
    }

    /// The text that was last put on the clipboard.
    pub(crate) fn copied(&self) -> Option<String> {
        self.copied.clone()
    }

    /// A point of the canvas where nothing is.
    pub(crate) fn nowhere(&self) -> Pos2 {
        let canvas = self.app().canvas.rect().expect("the canvas was drawn");
        canvas.left_bottom() + egui::vec2(25.0, -25.0)
    }

    /// A part of the canvas on the screen.
    pub(crate) fn on_screen(&self, part: Rect) -> Rect {
        let corner = |p| {
            self.app()
                .canvas
                .screen_point(p)
                .expect("the canvas was drawn")
        };
        Rect::from_min_max(corner(part.min), corner(part.max))
    }

    /// A part of a node, as the geometry has it, on the screen.
    pub(crate) fn part(&self, name: &str, part: fn(Rect) -> Rect) -> Rect {
        let rect = self.app().canvas.scene.node(self.id(name));
        self.on_screen(part(rect.expect("it is in the scene")))
    }

    /// Does something, and holds that it changed the document in one step, which can be
    /// undone and redone. What is selected then stays selected.
    pub(crate) fn one_step<T>(&mut self, what: impl FnOnce(&mut Driver) -> T) -> T {
        let before = self.document().clone();
        let result = what(self);
        let after = self.document().clone();
        assert!(after != before, "nothing changed: {}", self.app().said);
        let selection = self.app().editor.selection.clone();
        self.undo();
        assert!(*self.document() == before, "more than one step");
        self.press(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::Z);
        assert!(*self.document() == after, "it can't be redone");
        self.harness.state_mut().editor.selection = selection;
        result
    }

    /// Does something, and holds that the document stays as it is.
    pub(crate) fn no_step(&mut self, what: impl FnOnce(&mut Driver)) {
        let before = self.document().clone();
        let label = self.app().editor.history().undo_label();
        what(self);
        assert!(*self.document() == before, "something changed");
        assert_eq!(self.app().editor.history().undo_label(), label);
    }
}

/// The search palette.
impl Driver {
    pub(crate) fn has_palette(&self) -> bool {
        self.app().panels.palette_request().is_some()
    }

    /// What the node that is looked for will be wired to.
    pub(crate) fn palette_wiring(&self) -> Option<wiregrad::gui::action::Wiring> {
        let request = self.app().panels.palette_request();
        request.map(|request| request.wired)
    }

    /// The text that the palette was opened with.
    pub(crate) fn palette_text(&self) -> Option<String> {
        let request = self.app().panels.palette_request();
        request.map(|request| request.text.clone())
    }
}

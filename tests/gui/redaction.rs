//! What is kept back stands nowhere in the window: in the player, in a lesson, in a quiz.

use std::cell::RefCell;

use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::{Queryable, by};
use wiregrad::core::explain::quiz::QuizSubject;
use wiregrad::gui::action::Action;
use wiregrad::gui::command::Command;
use wiregrad::gui::learn::nudge::NudgeMode;
use wiregrad::gui::learn::player::Player;
use wiregrad::gui::learn::quiz::QuizMode;
use wiregrad::gui::learn::why::WhyMode;
use wiregrad::gui::overlay::Overlay;
use wiregrad::gui::selection::Selection;

use super::driver::Driver;

/// Numbers that are told apart by their first three digits, rounded or not.
const GRAPH: &str = r#"(version: 1, target: "J", nodes: [
    (name: "x", op: "input", value: 1.37, at: (0, 0)),
    (name: "w", op: "parameter", value: 2.91, at: (0, 160)),
    (name: "c", op: "multiply", inputs: ["w", "x"], at: (240, 80)),
    (name: "J", op: "square", inputs: ["c"], at: (480, 80)),
],"#;

const TENSORS: &str = r#"(version: 1, target: "J", nodes: [
    (name: "v", op: "parameter", value: [1.37, 2.91, 5.83], at: (0, 0)),
    (name: "u", op: "square", inputs: ["v"], at: (240, 0)),
    (name: "J", op: "sum", inputs: ["u"], at: (480, 0)),
])"#;

impl Driver {
    /// Every text that a person who listens is told.
    fn all_texts(&self) -> String {
        let all = RefCell::new(String::new());
        let read = by().predicate(|node| {
            let texts = [node.label(), node.value(), node.description()];
            for text in texts.into_iter().flatten() {
                *all.borrow_mut() += &format!("{text}\n");
            }
            false
        });
        assert_eq!(self.harness.query_all(read).count(), 0);
        all.into_inner()
    }

    /// The numbers that are kept back, each by its first digits, with what it is.
    fn secrets(&self) -> Vec<(String, String)> {
        let editor = &self.app().editor;
        let (graph, overlay) = (self.document().graph(), self.app().learn.overlay());
        let mut secrets = Vec::new();
        for (id, node) in graph.iter() {
            let evaluation = editor.evaluation();
            let value = evaluation
                .number(id)
                .filter(|_| !overlay.value(id).is_visible());
            let gradient = evaluation
                .gradient_number(id)
                .filter(|_| !overlay.gradient(id).is_visible());
            for (what, number) in [("value", value), ("gradient", gradient)] {
                if let Some(number) = number.filter(|number| number.fract() != 0.0) {
                    let digits: String = number.abs().to_string().chars().take(4).collect();
                    secrets.push((format!("the {what} of {}", node.name()), digits));
                }
            }
        }
        secrets
    }

    /// Holds that no secret is told, whatever is selected, and whatever is asked for.
    fn tells_no_secret(&mut self) {
        let graph = self.document().graph();
        let nodes = graph.iter().map(|(id, _)| Selection::node(id));
        let wires = graph.wires().map(|(_, wire)| Selection::wire(wire));
        let all: Vec<Selection> = nodes.chain(wires).collect();
        for selection in all {
            // By hand it would move the player.
            self.harness.state_mut().editor.select(selection.clone());
            self.harness.run_steps(3);
            let (texts, secrets) = (self.all_texts(), self.secrets());
            for (what, digits) in secrets {
                let line = texts.lines().find(|line| line.contains(&digits));
                assert_eq!(line, None, "{what} is told with {selection:?}");
            }
        }
    }

    fn frames_after(&mut self, action: Action) {
        let ctx = self.harness.ctx.clone();
        self.harness.state_mut().perform(&ctx, vec![action]);
        self.harness.run_steps(3);
    }

    /// Opens all that lists numbers.
    fn open_everything(&mut self) {
        let graph = self.document().graph();
        let nodes: Vec<_> = graph.iter().map(|(id, _)| id).collect();
        for id in nodes {
            self.frames_after(Action::OpenTable(id));
        }
        self.frames_after(Action::Command(Command::ToggleProblems));
    }

    /// Asks for explanations; what is kept back isn't explained.
    fn asks_in_vain(&mut self) {
        let graph = self.document().graph();
        let nodes: Vec<_> = graph.iter().map(|(id, _)| Selection::node(id)).collect();
        let commands = [
            Command::Why,
            Command::Nudge,
            Command::ForwardMode,
            Command::CheckGradients,
        ];
        for selection in nodes {
            self.harness.state_mut().editor.select(selection);
            for command in commands {
                assert!(self.app().why_not(command).is_some(), "{command:?}");
                self.frames_after(Action::Command(command));
            }
            // A letter that is a command says why not, and begins no search. Where an answer
            // is asked for, it is typed into that.
            let is_typed = self.harness.ctx.text_edit_focused();
            for key in [Key::W, Key::N].into_iter().filter(|_| !is_typed) {
                self.harness.state_mut().said.clear();
                self.key(key);
                assert!(self.app().said.contains("hides numbers"));
            }
        }
    }
}

fn with_lesson(steps: &str) -> Driver {
    Driver::of(&format!("{GRAPH} lesson: [{steps}])"))
}

#[test]
fn the_search_finds_what_is_told() {
    let mut driver = with_lesson("");
    let c = driver.id("c");
    driver.frames_after(Action::Select(Selection::node(c)));
    let texts = driver.all_texts();
    // The value of c, of J, the gradient of c, and of w in a product.
    for digits in ["3.98", "15.8", "7.97", "10.9"] {
        assert!(texts.contains(digits), "{digits} in {texts}");
    }
}

#[test]
fn the_player_tells_what_it_has_reached() {
    let mut driver = with_lesson("");
    driver.open_everything();
    driver.key(Key::F5);
    let steps = driver
        .app()
        .learn
        .mode::<Player>()
        .expect("it is on")
        .steps()
        .len();
    driver.frames_after(Action::Command(Command::StepByWire));
    for _ in 0..=steps {
        driver.tells_no_secret();
        driver.frames_after(Action::Command(Command::StepOn));
    }
    driver.key(Key::End);
    assert!(driver.secrets().is_empty());
}

#[test]
fn a_gradient_that_is_not_reached_is_not_explained() {
    let mut driver = with_lesson("");
    driver.key(Key::F5);
    let w = driver.id("w");
    driver.harness.state_mut().editor.select(Selection::node(w));
    driver.frames_after(Action::Command(Command::Why));
    assert!(driver.app().learn.mode::<Player>().is_some());
    assert!(driver.app().said.contains("hasn't been reached"));
    driver.key(Key::End);
    driver.frames_after(Action::Command(Command::Why));
    assert!(driver.app().learn.mode::<WhyMode>().is_some());
}

#[test]
fn a_lesson_tells_neither_what_it_hides_nor_what_it_asks() {
    let mut driver = with_lesson(
        r#"(text: "a", show: (values: false, gradients: false)),
           (text: "b", question: (text: "c?", answer: "value of c")),
           (text: "c", question: (text: "dc?", answer: "gradient of c")),
           (text: "d")"#,
    );
    driver.open_everything();
    for step in 1..=3 {
        assert!(!driver.secrets().is_empty(), "step {step}");
        driver.tells_no_secret();
        driver.asks_in_vain();
        driver.tells_no_secret();
        // The player goes through it all, and tells no more.
        driver.key(Key::F5);
        let player = driver.app().learn.mode::<Player>().expect("it is on");
        for _ in 0..=player.steps().len() {
            driver.tells_no_secret();
            driver.frames_after(Action::Command(Command::StepOn));
        }
        driver.key(Key::Escape);
        driver.key(Key::PageDown);
    }
    assert!(driver.secrets().is_empty());
    let c = driver.id("c");
    driver.harness.state_mut().editor.select(Selection::node(c));
    driver.frames_after(Action::Command(Command::Nudge));
    assert!(driver.app().learn.mode::<NudgeMode>().is_some());
    // Back to a step that asks: the card would tell.
    driver.frames_after(Action::Command(Command::LessonBack));
    assert!(!driver.app().learn.is_explaining());
    driver.tells_no_secret();
}

#[test]
fn a_quiz_tells_nothing_that_is_open() {
    for subject in [QuizSubject::Gradients, QuizSubject::Values] {
        let mut driver = with_lesson("");
        driver.open_everything();
        driver.frames_after(Action::Command(match subject {
            QuizSubject::Gradients => Command::QuizGradients,
            QuizSubject::Values => Command::QuizValues,
        }));
        driver.tells_no_secret();
        driver.asks_in_vain();
        let mut asked = 0;
        while driver
            .app()
            .learn
            .mode::<QuizMode>()
            .is_some_and(|quiz| quiz.current().is_some())
        {
            // The first is asked again at the end; what follows from it waits for it.
            let command = if asked == 0 {
                Command::QuizSkip
            } else {
                Command::QuizTell
            };
            driver.frames_after(Action::Command(command));
            driver.tells_no_secret();
            asked += 1;
            assert!(asked < 20);
        }
        assert!(driver.secrets().is_empty());
    }
}

#[test]
fn tensors_have_no_pictures_while_they_are_kept_back() {
    let mut driver = Driver::of(TENSORS);
    driver.open_everything();
    let u = driver.id("u");
    driver.harness.state_mut().editor.select(Selection::node(u));
    driver.harness.run_steps(3);
    assert!(driver.all_texts().contains("heat map"));
    driver.press(Modifiers::NONE, Key::F5);
    let texts = driver.all_texts();
    for secret in ["heat map", "1.37", "2.91", "8.46", "2.74"] {
        assert!(!texts.contains(secret), "{secret} in {texts}");
    }
    driver.key(Key::End);
    assert!(driver.all_texts().contains("heat map"));
}

#[test]
fn the_note_is_hidden_while_a_quiz_asks() {
    let graph = GRAPH.replace("(version: 1,", "(version: 1, note: \"J is 15.89\",");
    let mut driver = Driver::of(&format!("{graph})"));
    driver.harness.run_steps(3);
    assert!(driver.all_texts().contains("J is 15.89"));
    driver.frames_after(Action::Command(Command::QuizGradients));
    assert!(!driver.all_texts().contains("J is 15.89"));
    driver.frames_after(Action::Command(Command::StopExplaining));
    assert!(driver.all_texts().contains("J is 15.89"));
}

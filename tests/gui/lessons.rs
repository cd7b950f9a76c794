//! What is asked and taught: gradient check, quiz, why backward, lessons.

use std::time::Duration;

use eframe::egui::{Key, Modifiers, Role};
use egui_kittest::kittest::Queryable;
use wiregrad::core::explain::quiz::QuizSubject;
use wiregrad::document::lesson::{LessonAnswer, LessonStep};
use wiregrad::file;
use wiregrad::gui::action::Action;
use wiregrad::gui::command::Command;
use wiregrad::gui::first_document;
use wiregrad::gui::learn::check::{CheckMode, Stage};
use wiregrad::gui::learn::cost::{CostMode, Growth};
use wiregrad::gui::learn::nudge::NudgeMode;
use wiregrad::gui::learn::quiz::QuizMode;
use wiregrad::gui::overlay::{Mark, Overlay, Shown};
use wiregrad::gui::selection::Selection;

use super::driver::Driver;

impl Driver {
    /// Frames until this holds; something in the background brings it about.
    pub(crate) fn until(&mut self, holds: impl Fn(&Driver) -> bool) {
        for _ in 0..2_000 {
            if holds(self) {
                return;
            }
            std::thread::sleep(Duration::from_millis(5));
            self.harness.step();
        }
        panic!("it never comes about");
    }

    fn checking(&self) -> Option<&CheckMode> {
        self.app().learn.mode()
    }

    /// Frames until the gradient check that is on is done.
    pub(crate) fn until_checked(&mut self) {
        self.until(|driver| {
            let checking = driver.checking();
            checking.is_some_and(|it| it.stage() == Stage::Done)
        });
    }

    fn quiz(&self) -> &QuizMode {
        self.app().learn.mode::<QuizMode>().expect("a quiz is on")
    }

    fn costs(&self) -> Option<&CostMode> {
        self.app().learn.mode()
    }

    fn says(&self, part: &str) -> bool {
        let found = self.harness.query_all_by_label_contains(part);
        found.count() > 0
    }

    /// The number of the step of the lesson, counted from 1.
    fn step(&self) -> usize {
        self.app().learn.lesson().expect("a lesson is on").at() + 1
    }

    fn field(&mut self, name: &str, text: &str) {
        let field = self.harness.get_by_role_and_label(Role::TextInput, name);
        let at = field.rect().center();
        self.click(at);
        self.press(Modifiers::COMMAND, Key::A);
        self.type_text(text);
    }
}

const KINK: &str = r#"(version: 1, target: "J", nodes: [
    (name: "x", op: "input", value: 0, at: (0, 0)),
    (name: "J", op: "relu", inputs: ["x"], at: (300, 0)),
])"#;

#[test]
fn all_gradients_are_checked_marked_and_listed() {
    let mut driver = Driver::new(first_document());
    driver.key(Key::F7);
    driver.until_checked();
    driver.run();
    assert!(driver.says("All 10 gradients are fine"));
    let w = driver.id("w");
    assert_eq!(driver.app().learn.overlay().mark(w), Some(Mark::Fine));
    driver.choose("go to w");
    assert_eq!(driver.selected(), ["w"]);
    // Another value, and the results are no longer those of the graph.
    driver.command(Command::Undo);
    driver.type_text("3");
    driver.key(Key::Enter);
    assert!(driver.says("has changed since"));
    assert_eq!(driver.app().learn.overlay().mark(w), None);
    driver.choose("Check again");
    driver.until_checked();
    driver.key(Key::Escape);
    driver.key(Key::Escape);
    assert!(driver.checking().is_none());
}

#[test]
fn a_kink_is_marked_and_a_missing_target_said() {
    let mut driver = Driver::of(KINK);
    driver.key(Key::F7);
    driver.until_checked();
    driver.run();
    assert!(driver.says("at a kink"));
    let x = driver.id("x");
    assert_eq!(driver.app().learn.overlay().mark(x), Some(Mark::Doubtful));
    let driver = Driver::of("(version: 1, nodes: [])");
    assert!(driver.app().why_not(Command::CheckGradients).is_some());
}

#[test]
fn a_quiz_is_played_with_the_keyboard_alone() {
    let mut driver = Driver::new(first_document());
    driver.key(Key::F9);
    let squared = driver.id("squared");
    assert_eq!(
        driver.app().learn.overlay().gradient(squared),
        Shown::Hidden
    );
    assert_eq!(driver.quiz().quiz().subject(), QuizSubject::Gradients);
    // The answer field has the keyboard from the start.
    driver.type_text("-0.5");
    driver.key(Key::Enter);
    assert!(driver.says("The sign is wrong"));
    driver.press(Modifiers::COMMAND, Key::H);
    assert!(driver.says("Hint: squared goes into J"));
    driver.press(Modifiers::COMMAND, Key::A);
    driver.type_text("1/2");
    driver.key(Key::Enter);
    assert!(driver.says("Right: ∂J/∂squared = 0.5"));
    assert_eq!(driver.app().learn.overlay().gradient(squared), Shown::AsIs);
    driver.press(Modifiers::COMMAND, Key::J);
    assert_eq!(driver.quiz().current(), Some(2));
    // Escape gives the keys to the canvas, Enter takes them back.
    driver.key(Key::Escape);
    driver.key(Key::Enter);
    while driver.quiz().current().is_some() {
        driver.press(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::J);
    }
    assert_eq!(driver.quiz().score().right, 1);
    assert!(driver.says("1 of 8 right, 0 at the first try: 0.5 points"));
    driver.choose("Quiz: values");
    for answer in ["-4", "4", "2", "4,0"] {
        driver.type_text(answer);
        driver.key(Key::Enter);
    }
    driver.type_text("2");
    driver.choose("Check");
    assert!(driver.says("5 of 5 right, 5 at the first try: 5 points"));
    driver.choose("Close the quiz");
    assert!(!driver.app().learn.is_explaining());
}

#[test]
fn what_is_asked_stands_nowhere_in_the_window() {
    let mut driver = Driver::new(first_document());
    driver.key(Key::F9);
    let w = driver.id("w");
    let ctx = driver.harness.ctx.clone();
    let select = vec![Action::Select(Selection::node(w))];
    driver.harness.state_mut().perform(&ctx, select);
    driver.run();
    assert!(!driver.says("−8") && !driver.says("∂c/∂w"));
    assert!(driver.says("hidden as long as the numbers are"));
    driver.command(Command::QuizValues);
    assert!(!driver.says("J = 2"), "the status line tells the target");
}

#[test]
fn another_graph_begins_the_quiz_anew() {
    let mut driver = Driver::new(first_document());
    driver.key(Key::F9);
    driver.type_text("0.5");
    driver.key(Key::Enter);
    assert_eq!(driver.quiz().score().right, 1);
    driver.key(Key::Escape);
    let squared = driver.title("squared");
    driver.click(squared);
    driver.key(Key::Delete);
    assert_eq!(driver.quiz().score().right, 0);
    assert!(driver.says("starts again"));
    driver.undo();
    driver.command(Command::StopExplaining);
    assert!(!driver.app().learn.is_explaining());
}

#[test]
fn what_backward_costs_is_counted_and_plotted() {
    let mut driver = Driver::new(first_document());
    driver.command(Command::WhyBackward);
    driver.until(|driver| driver.costs().is_some_and(|it| it.own().is_some()));
    assert!(driver.says("n = 5 nodes that compute, p = 5 sources"));
    driver.until(|driver| driver.costs().is_some_and(|it| it.grown().count() >= 2));
    driver.harness.step();
    assert!(driver.says("Backward grows with the graph"));
    assert!(driver.says("Plot of visits against nodes"));
    // On a fast machine it may all be there by now.
    if driver.harness.query_by_label("Cancel").is_some() {
        driver.harness.get_by_label("Cancel").click_accesskit();
        driver.harness.run_steps(3);
        assert_eq!(driver.costs().map(CostMode::growth), Some(Growth::Stopped));
    }
    let time = driver.harness.get_by_role_and_label(Role::Button, "time");
    time.click_accesskit();
    driver.harness.run_steps(3);
    assert!(driver.says("Plot of time against nodes"));
}

fn shipped(name: &str) -> Driver {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("saved_graphs");
    Driver::new(file::load(&folder.join(name)).expect("it ships"))
}

#[test]
fn a_file_with_a_lesson_begins_it() {
    let mut driver = shipped("lesson_4_adding_over_paths.ron");
    assert!(driver.says("Step 1 of 7"));
    let b = driver.id("b");
    assert_eq!(driver.app().learn.overlay().gradient(b), Shown::Absent);
    assert_eq!(driver.app().learn.overlay().lit_nodes(), [b]);
    driver.key(Key::PageDown);
    let c = driver.id("c");
    assert_eq!(driver.app().learn.overlay().gradient(c), Shown::Hidden);
    // The answer field has the keyboard from the start.
    let nodes = driver.document().graph().len();
    driver.type_text("3");
    driver.key(Key::Enter);
    assert!(driver.says("Too large") && !driver.says("by 1"));
    assert_eq!(driver.document().graph().len(), nodes);
    driver.field("Your answer", "2,0");
    driver.key(Key::Enter);
    assert!(driver.says("Right: 2"));
    assert_eq!(driver.app().learn.overlay().gradient(c), Shown::AsIs);
    // The page keys turn the steps while an answer is typed, too.
    driver.key(Key::PageDown);
    assert_eq!(driver.step(), 3);
    driver.choose("Show answer");
    assert!(driver.says("The answer is 3"));
    driver.choose("◀ Back");
    driver.key(Key::PageUp);
    assert_eq!(driver.step(), 1);
    for _ in 0..10 {
        driver.key(Key::PageDown);
    }
    assert_eq!(driver.step(), 7);
    driver.choose("the product of all contributions");
    assert!(driver.says("No. Multiply along a path, but add over several paths."));
    driver.choose("the sum of all contributions");
    assert!(driver.says("Right"));
    driver.choose("Close the lesson");
    assert!(driver.app().learn.lesson().is_none());
    driver.command(Command::Lesson);
    assert_eq!(driver.step(), 1);
}

#[test]
fn other_explanations_go_on_beside_a_lesson() {
    let mut driver = shipped("lesson_3_chain_rule.ron");
    for _ in 1..6 {
        driver.key(Key::PageDown);
    }
    let t = driver.title("t");
    driver.click(t);
    driver.key(Key::N);
    assert!(driver.app().learn.mode::<NudgeMode>().is_some());
    driver.key(Key::PageDown);
    assert_eq!(driver.step(), 7);
    assert!(driver.app().learn.mode::<NudgeMode>().is_some());
    driver.key(Key::Escape);
    assert!(!driver.app().learn.is_explaining());
    assert_eq!(driver.step(), 7);
}

#[test]
fn a_teacher_writes_a_lesson() {
    let mut driver = Driver::new(first_document());
    assert!(driver.app().why_not(Command::Lesson).is_some());
    driver.command(Command::EditLesson);
    driver.one_step(|driver| driver.choose("Add step"));
    driver.one_step(|driver| {
        driver.field("Text of the step", "Look at w.");
        driver.key(Key::Escape);
    });
    let w = driver.id("w");
    let ctx = driver.harness.ctx.clone();
    let select = vec![Action::Select(Selection::node(w))];
    driver.harness.state_mut().perform(&ctx, select);
    driver.run();
    driver.one_step(|driver| driver.choose("Highlight selection"));
    driver.one_step(|driver| driver.choose("gradients"));
    driver.harness.get_by_label("Kind of question").click();
    driver.run();
    driver.choose("the gradient of a node");
    let step = driver.document().lesson().first().cloned();
    let step = step.unwrap_or_default();
    assert_eq!(
        (step.text.as_str(), step.highlight),
        ("Look at w.", vec!["w".to_owned()])
    );
    assert!(step.show.values && !step.show.gradients);
    let answer = step.question.map(|question| question.answer);
    assert_eq!(answer, Some(LessonAnswer::GradientOf("w".to_owned())));
    assert!(driver.says("Step 1 of 1"));
    driver.choose("Add step");
    driver.run();
    assert_eq!(driver.step(), 2);
    driver.one_step(|driver| driver.choose("Move step up"));
    assert_eq!(
        driver.document().lesson().first(),
        Some(&LessonStep::default())
    );
    driver.one_step(|driver| driver.choose("Delete step"));
    assert_eq!(driver.document().lesson().len(), 1);
    // It is saved, and begins when the file is opened.
    let text = file::to_text(driver.document());
    let again = Driver::of(&text);
    assert_eq!(again.step(), 1);
    driver.choose("Close the lesson editor");
    assert!(!driver.app().learn.is_editing_lesson());
}

#[test]
fn one_lesson_leads_to_the_next_and_is_remembered() {
    let mut driver = shipped("lesson_1_what_a_graph_is.ron");
    for _ in 1..6 {
        driver.key(Key::PageDown);
    }
    assert!(driver.says("Step 6 of 6") && !driver.says("Lesson finished"));
    assert!(driver.app().shell.settings.finished.is_empty());
    driver.field("Your answer", "7");
    driver.key(Key::Enter);
    assert!(driver.says("Lesson finished. 1 of 4 answers are right."));
    let finished = ["lesson_1_what_a_graph_is".to_owned()];
    assert_eq!(driver.app().shell.settings.finished, finished);
    driver.choose("All lessons");
    assert!(driver.app().shell.start.is_some());
    let score = driver.app().shell.settings.scores.get(&finished[0]);
    assert_eq!(score.map(|score| (score.right, score.asked)), Some((1, 4)));
    driver.choose("Next lesson ▶");
    driver.run();
    assert_eq!(driver.document().title(), "Lesson 2: forward");
    assert_eq!(driver.step(), 1);
    assert!(!driver.says("Next lesson"));
    // The last one leads to the list alone.
    let mut driver = shipped("lesson_8_when_it_goes_wrong.ron");
    for _ in 1..5 {
        driver.key(Key::PageDown);
    }
    assert!(!driver.says("Next lesson") && driver.says("All lessons"));
}

#[test]
fn a_reply_gives_no_number_away_at_first() {
    let mut driver = Driver::new(first_document());
    driver.key(Key::F9);
    // The gradient is 0.5: the factor ½ was forgotten.
    for reply in ["Too large", "2 times too large"] {
        driver.press(Modifiers::COMMAND, Key::A);
        driver.type_text("1");
        driver.key(Key::Enter);
        assert!(driver.says(reply) && !driver.says("right so far"));
        assert!(!driver.says("too large by"));
    }
    assert_eq!(driver.quiz().current(), Some(0));
}

#[test]
fn a_lesson_for_beginners_shows_no_gradients_and_no_names_of_inputs() {
    let mut driver = shipped("lesson_1_what_a_graph_is.ron");
    assert!(driver.app().learn.overlay().is_simple());
    driver.choose("Close the lesson");
    assert!(!driver.app().learn.overlay().is_simple());
    let mut driver = shipped("lesson_3_chain_rule.ron");
    assert!(driver.app().learn.overlay().is_simple());
    driver.key(Key::PageDown);
    assert!(!driver.app().learn.overlay().is_simple());
}

#[test]
fn the_menu_lists_the_lessons() {
    let mut driver = Driver::new(first_document());
    driver.harness.get_by_label("Learn").click();
    driver.run();
    driver.harness.get_by_label_contains("Lessons").click();
    driver.run();
    for nth in 1..=8 {
        assert!(driver.says(&format!("Lesson {nth}: ")));
    }
    driver.harness.get_by_label("Lesson 2: forward").click();
    driver.run();
    driver.run();
    assert_eq!(driver.document().title(), "Lesson 2: forward");
}

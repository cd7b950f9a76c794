//! The first look: the canvas comes first, presentations, and finding things.

use eframe::egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::Queryable;
use wiregrad::gui::action::Action;
use wiregrad::gui::command::Command;
use wiregrad::gui::first_document;
use wiregrad::gui::shipped::SHIPPED;

use super::driver::Driver;

impl Driver {
    /// How much of the width of the window the canvas takes.
    fn canvas_share(&self) -> f32 {
        let canvas = self.app().canvas.rect().expect("it was drawn");
        canvas.width() / self.harness.ctx.content_rect().width()
    }

    fn has_text(&self, text: &str) -> bool {
        self.harness.query_all_by_label_contains(text).count() > 0
    }
}

#[test]
fn panels_fold_where_they_leave_the_canvas_too_little_room() {
    for (width, height) in [
        (800.0, 600.0),
        (1024.0, 768.0),
        (1280.0, 800.0),
        (1920.0, 1080.0),
    ] {
        let driver = Driver::sized(first_document(), vec2(width, height));
        assert!(
            driver.canvas_share() > 0.59,
            "{width}: {}",
            driver.canvas_share()
        );
    }
    // A panel that is asked for is shown all the same, and goes again.
    let mut driver = Driver::sized(first_document(), vec2(800.0, 600.0));
    let is_on = |driver: &Driver| driver.app().is_on(Command::ToggleOps);
    assert_eq!(is_on(&driver), Some(false), "folded");
    driver.key(Key::F4);
    assert_eq!(is_on(&driver), Some(true));
    let inspector = driver.app().is_on(Command::ToggleInspector);
    assert_eq!(inspector, Some(false), "the other gives way");
    driver.key(Key::F4);
    assert_eq!(is_on(&driver), Some(false));
    // With more room it is there by itself.
    let driver = Driver::sized(first_document(), vec2(1440.0, 900.0));
    assert_eq!(is_on(&driver), Some(true));
}

#[test]
fn a_small_graph_is_fitted_larger_than_it_is() {
    let driver =
        Driver::of(r#"(version: 1, nodes: [(name: "x", op: "input", value: 3, at: (0, 0))])"#);
    assert!(driver.app().canvas.view.zoom > 1.0);
}

#[test]
fn a_presentation_fills_the_window_and_leaves_all_as_it_was() {
    let mut driver = Driver::sized(first_document(), vec2(1024.0, 768.0));
    let before = (driver.app().canvas.view, driver.app().panels.state.clone());
    driver.key(Key::F11);
    assert!(driver.app().is_presenting());
    assert!(driver.canvas_share() > 0.99);
    assert!(!driver.has_text("Ops panel") && !driver.has_text("no problems"));
    // Keys that explain go on working.
    driver.click(driver.title("w"));
    driver.key(Key::N);
    assert!(driver.app().is_on(Command::StepThrough) == Some(false));
    driver.key(Key::Escape);
    assert!(driver.app().is_presenting(), "that closed the explanation");
    driver.key(Key::F5);
    assert_eq!(driver.app().is_on(Command::StepThrough), Some(true));
    driver.key(Key::ArrowRight);
    driver.key(Key::Escape);
    driver.key(Key::Escape);
    assert!(!driver.app().is_presenting());
    let after = (driver.app().canvas.view, driver.app().panels.state.clone());
    assert_eq!(after, before);
}

#[test]
fn the_command_palette_finds_nodes_files_and_lessons() {
    let mut driver = Driver::new(first_document());
    let settings = &mut driver.harness.state_mut().shell.settings;
    settings.recent = vec!["/home/ada/graphs/attention_head.ron".into()];
    let find = |driver: &mut Driver, text: &str| {
        driver.press(Modifiers::COMMAND, Key::K);
        driver.type_text(text);
    };
    // A node, by its name.
    find(&mut driver, "J");
    driver.key(Key::Enter);
    assert_eq!(driver.selected(), ["J"]);
    find(&mut driver, "attention");
    let rows = driver
        .harness
        .query_all_by_label_contains("attention_head.ron");
    assert!(rows.count() > 0);
    driver.key(Key::Escape);
    let lesson = SHIPPED[3].heading().title.clone();
    find(&mut driver, &lesson);
    driver.key(Key::Enter);
    driver.run();
    assert_eq!(driver.document().title(), lesson);
}

#[test]
fn the_file_menu_lists_recent_files_and_examples() {
    let mut driver = Driver::new(first_document());
    let settings = &mut driver.harness.state_mut().shell.settings;
    settings.recent = vec!["/home/ada/graphs/attention_head.ron".into()];
    driver.choose("File");
    driver.choose("Open recent");
    driver.harness.get_by_label("attention_head.ron");
    driver.choose("Examples");
    let example = SHIPPED[2].heading().title.clone();
    driver.choose(&example);
    driver.run();
    assert_eq!(driver.document().title(), example);
}

#[test]
fn help_has_a_guide_and_says_which_version_it_is() {
    let mut driver = Driver::new(first_document());
    for (command, text) in [
        (
            Command::Guide,
            "Every wire shows the value that flows forward",
        ),
        (Command::About, "wiregrad 0."),
    ] {
        driver.act(Action::Command(command));
        assert!(driver.has_text(text), "{text}");
        driver.key(Key::Escape);
        assert!(!driver.has_text(text), "{text}");
    }
}

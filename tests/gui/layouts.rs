//! Shortcuts on keyboards of other layouts: a key is what the layout writes on it.

use eframe::egui::{Event, Key, Modifiers};
use egui_kittest::kittest::Queryable;
use wiregrad::gui::first_document;

use super::driver::Driver;

impl Driver {
    /// Ctrl with a key, as a window sends it: `logical` is what the layout writes on the
    /// key, and `physical` where the key lies on a keyboard of the United States. For a
    /// layout that isn't Latin the window system gives the latter for both.
    fn ctrl(&mut self, logical: Option<Key>, physical: Key) {
        for pressed in [true, false] {
            self.feed(Event::Key {
                key: logical.unwrap_or(physical),
                physical_key: Some(physical),
                pressed,
                repeat: false,
                modifiers: Modifiers::COMMAND,
            });
        }
        self.run();
    }

    fn moved(document: wiregrad::document::Document) -> Driver {
        let mut driver = Driver::new(document);
        driver.click(driver.title("w"));
        driver.press(Modifiers::ALT, Key::ArrowLeft);
        assert!(driver.is_changed());
        driver
    }

    fn is_changed(&self) -> bool {
        self.app().editor.history().undo_label().is_some()
    }

    fn is_asking(&self) -> bool {
        self.app().shell.files.is_asking()
    }
}

#[test]
fn on_azerty_ctrl_a_selects_all_and_ctrl_q_quits() {
    let mut driver = Driver::moved(first_document());
    driver.ctrl(Some(Key::A), Key::Q);
    let all = driver.document().graph().len();
    assert_eq!(driver.selected().len(), all);
    assert!(!driver.is_asking(), "it doesn't quit");
    driver.ctrl(Some(Key::Z), Key::W);
    assert!(!driver.is_changed(), "undone");
    let mut driver = Driver::moved(first_document());
    driver.ctrl(Some(Key::Q), Key::A);
    assert!(driver.is_asking(), "it asks before it quits");
}

#[test]
fn on_azerty_ctrl_a_in_a_field_stays_in_the_field() {
    let mut driver = Driver::moved(first_document());
    driver.key(Key::F2);
    driver.ctrl(Some(Key::A), Key::Q);
    driver.type_text("weight");
    assert!(!driver.is_asking());
    driver.key(Key::Enter);
    driver.id("weight");
}

#[test]
fn on_qwertz_ctrl_z_undoes_and_ctrl_y_redoes() {
    let mut driver = Driver::moved(first_document());
    driver.ctrl(Some(Key::Z), Key::Y);
    assert!(!driver.is_changed());
    driver.ctrl(Some(Key::Y), Key::Z);
    assert!(driver.is_changed());
}

#[test]
fn on_dvorak_ctrl_r_changes_the_op_and_ctrl_o_opens() {
    let mut driver = Driver::new(first_document());
    driver.click(driver.title("w"));
    driver.ctrl(Some(Key::R), Key::O);
    // Beside the one of the panel.
    assert_eq!(driver.harness.query_all_by_label("Search ops").count(), 2);
    driver.key(Key::Escape);
    let said = "This window works without files";
    assert!(driver.harness.query_by_label(said).is_none());
    driver.ctrl(Some(Key::O), Key::S);
    driver.harness.get_by_label(said);
    // Signs: where Q, W and E lie, Dvorak has others.
    let mut driver = Driver::moved(first_document());
    for (sign, physical) in [(Key::Comma, Key::W), (Key::Period, Key::E)] {
        driver.ctrl(Some(sign), physical);
        assert!(!driver.is_asking());
        assert!(driver.harness.query_by_label(said).is_none());
    }
}

#[test]
fn on_a_cyrillic_keyboard_keys_go_by_their_place() {
    let mut driver = Driver::moved(first_document());
    driver.ctrl(None, Key::Z);
    assert!(!driver.is_changed());
    driver.ctrl(None, Key::Y);
    assert!(driver.is_changed());
    driver.ctrl(None, Key::A);
    let all = driver.document().graph().len();
    assert_eq!(driver.selected().len(), all);
}

#[test]
fn no_command_of_the_canvas_runs_while_a_field_has_the_focus() {
    let mut driver = Driver::new(first_document());
    driver.click(driver.title("w"));
    driver.harness.get_by_label("Search ops").focus();
    driver.run();
    driver.no_step(|d| {
        for key in [Key::D, Key::G, Key::R, Key::T, Key::Num1, Key::M] {
            d.press(Modifiers::COMMAND, key);
            assert!(!d.has_palette(), "{key:?}");
        }
    });
    assert!(driver.app().options.minimap, "nor one of the view");
    // What isn't the canvas's does.
    let shown = driver.app().panels.state.inspector.shown;
    driver.key(Key::F3);
    assert_eq!(driver.app().panels.state.inspector.shown, !shown);
}

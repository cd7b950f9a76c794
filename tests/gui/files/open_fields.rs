//! What is typed in a field that is still open is part of the work.

use std::fs;
use std::path::{Path, PathBuf};

use eframe::egui::accesskit::Role;
use eframe::egui::{Event, Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use wiregrad::document::Document;
use wiregrad::file;
use wiregrad::gui::app::App;
use wiregrad::gui::selection::Selection;

use super::app::{app, until};
use super::window::{copies, folder, graph};

/// A window with a saved graph open, whose node `x` is selected.
fn opened(folder: &Path) -> (Harness<'static, App>, PathBuf) {
    let path = folder.join("work/graph.ron");
    fs::write(&path, graph("before")).expect("written");
    let mut app = app(folder, Some(&path));
    until(&mut app, "opened", |app| {
        app.editor.document().title() == "before"
    });
    app.run_steps(2);
    (app, path)
}

fn select(app: &mut Harness<'static, App>) {
    let editor = &mut app.state_mut().editor;
    let x = editor.document().graph().find("x").expect("it is there");
    editor.select(Selection::node(x));
    app.run_steps(2);
}

fn type_text(app: &mut Harness<'static, App>, text: &str) {
    app.event(Event::Text(text.to_owned()));
    app.run_steps(3);
}

fn press(app: &mut Harness<'static, App>, modifiers: Modifiers, key: Key) {
    app.key_press_modifiers(modifiers, key);
    app.run_steps(3);
}

/// Types in one of the fields, without Enter.
fn type_title(app: &mut Harness<'static, App>) {
    app.get_by_role_and_label(Role::TextInput, "Title").focus();
    app.run_steps(2);
    press(app, Modifiers::COMMAND, Key::A);
    type_text(app, "typed");
}

fn type_number(app: &mut Harness<'static, App>) {
    select(app);
    type_text(app, "7");
    type_text(app, ".5");
}

fn type_name(app: &mut Harness<'static, App>) {
    select(app);
    press(app, Modifiers::NONE, Key::F2);
    type_text(app, "typed");
}

/// A way to type something, and whether a document holds it.
type Field = (
    &'static str,
    fn(&mut Harness<'static, App>),
    fn(&Document) -> bool,
);

const FIELDS: [Field; 3] = [
    ("title", type_title, |document| document.title() == "typed"),
    ("number", type_number, |document| {
        let graph = document.graph();
        let x = graph.find("x").and_then(|id| graph.get(id));
        let value = x
            .and_then(|node| node.value())
            .map(|value| value.data().to_vec());
        value == Some(vec![7.5])
    }),
    ("name", type_name, |document| {
        document.graph().find("typed").is_some()
    }),
];

#[test]
fn ctrl_s_saves_what_is_typed_without_enter() {
    for (name, type_it, holds) in FIELDS {
        let folder = folder();
        let (mut app, path) = opened(folder.path());
        type_it(&mut app);
        assert!(!app.state().is_saved(), "{name}: it counts as unsaved");
        press(&mut app, Modifiers::COMMAND, Key::S);
        until(&mut app, "saved", App::is_saved);
        let saved = file::load(&path).expect("a graph");
        assert!(holds(&saved), "{name}");
        // The field is still open, and Enter changes nothing more.
        press(&mut app, Modifiers::NONE, Key::Enter);
        assert!(app.state().is_saved(), "{name}");
    }
}

#[test]
fn ctrl_q_asks_and_the_copy_of_unsaved_work_holds_what_is_typed() {
    for (name, type_it, holds) in FIELDS {
        let folder = folder();
        let (mut app, path) = opened(folder.path());
        type_it(&mut app);
        until(&mut app, "a copy", |_| {
            let copies = copies(folder.path());
            let documents = copies.iter().flat_map(|copy| file::load(copy));
            documents.last().is_some_and(|document| holds(&document))
        });
        assert!(
            !holds(app.state().editor.document()),
            "{name}: not finished"
        );
        press(&mut app, Modifiers::COMMAND, Key::Q);
        app.get_by_label("Save the changes to graph.ron?");
        assert!(app.state().shell.files.is_asking(), "{name}");
        press(&mut app, Modifiers::NONE, Key::S);
        until(&mut app, "saved", App::is_saved);
        assert!(holds(&file::load(&path).expect("a graph")), "{name}");
    }
}

#[test]
fn a_text_that_can_t_be_taken_is_not_said_to_be_saved() {
    let folder = folder();
    let (mut app, path) = opened(folder.path());
    let before = fs::read(&path).expect("there");
    select(&mut app);
    type_text(&mut app, "7");
    type_text(&mut app, "+");
    press(&mut app, Modifiers::COMMAND, Key::S);
    assert!(
        app.state().said.starts_with("not saved"),
        "{}",
        app.state().said
    );
    assert!(!app.state().is_saved());
    assert_eq!(fs::read(&path).expect("there"), before);
    press(&mut app, Modifiers::COMMAND, Key::Q);
    assert!(app.state().shell.files.is_asking());
    // Escape gives the text up, and with it what isn't saved.
    press(&mut app, Modifiers::NONE, Key::Escape);
    press(&mut app, Modifiers::NONE, Key::Escape);
    assert!(app.state().is_saved());
}

//! Opening, saving and closing.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use eframe::egui::{self, Key};
use egui_kittest::kittest::Queryable;
use wiregrad::document::Document;
use wiregrad::file;
use wiregrad::gui::files::Request;

use super::window::{
    ask, click, close_button, copies, folder, graph, press, step, title, type_path, until,
    until_label, window,
};

#[test]
fn save_asks_for_a_name_once_and_the_title_bar_tells() {
    let folder = folder();
    let mut window = window(folder.path());
    window.state_mut().change("mine");
    step(&mut window);
    assert_eq!(
        window.state().titles.last().map(String::as_str),
        Some("● mine — wiregrad")
    );
    ask(&mut window, Request::Save);
    // The extension is added.
    type_path(&mut window, &folder.path().join("work/first"));
    let path = folder.path().join("work/first.ron");
    until(&mut window, "saved", |window| {
        window.state().history.is_saved()
    });
    step(&mut window);
    assert_eq!(file::load(&path).expect("a graph").title(), "mine");
    assert_eq!(window.state().files.path(), Some(path.as_path()));
    assert_eq!(
        window.state().titles.last().map(String::as_str),
        Some("first.ron — wiregrad")
    );
    assert_eq!(window.state().settings.recent[0], path);

    window.state_mut().change("again");
    ask(&mut window, Request::Save);
    until(&mut window, "saved again", |window| {
        window.state().history.is_saved()
    });
    assert_eq!(file::load(&path).expect("a graph").title(), "again");
    // Our own save is no change by another program.
    for _ in 0..30 {
        std::thread::sleep(Duration::from_millis(5));
        step(&mut window);
    }
    assert!(window.query_by_label_contains("another program").is_none());
    let titles = window.state().titles.len();
    step(&mut window);
    assert_eq!(
        window.state().titles.len(),
        titles,
        "the title is sent when it changes"
    );
}

#[test]
fn an_edit_during_a_save_stays_unsaved() {
    let folder = folder();
    let mut window = window(folder.path());
    window.state_mut().change("one");
    ask(&mut window, Request::SaveAs);
    type_path(&mut window, &folder.path().join("work/a.ron"));
    // The thread has the document as it was.
    window.state_mut().change("two");
    until(&mut window, "saved", |window| {
        window.state().files.path().is_some()
    });
    assert!(!window.state().history.is_saved());
    window.state_mut().history.undo();
    assert!(window.state().history.is_saved());
}

#[test]
fn a_file_that_is_there_is_replaced_after_a_question_only() {
    let folder = folder();
    let path = folder.path().join("work/there.ron");
    fs::write(&path, graph("theirs")).expect("written");
    let mut window = window(folder.path());
    window.state_mut().change("mine");
    ask(&mut window, Request::SaveAs);
    type_path(&mut window, &path);
    until_label(&mut window, "there.ron already exists");
    press(&mut window, Key::Escape);
    assert_eq!(file::load(&path).expect("a graph").title(), "theirs");
    assert!(!window.state().history.is_saved());
    ask(&mut window, Request::SaveAs);
    type_path(&mut window, &path);
    until_label(&mut window, "there.ron already exists");
    click(&mut window, "Replace");
    until(&mut window, "saved", |window| {
        window.state().history.is_saved()
    });
    assert_eq!(file::load(&path).expect("a graph").title(), "mine");
}

#[test]
fn a_typed_path_opens_and_completes() {
    let folder = folder();
    let path = folder.path().join("work/lesson one.ron");
    fs::write(&path, graph("one")).expect("written");
    fs::write(folder.path().join("work/notes.txt"), "no graph").expect("written");
    let mut window = window(folder.path());
    ask(&mut window, Request::TypePath);
    until_label(&mut window, "lesson one.ron");
    assert!(
        window.query_by_label("notes.txt").is_none(),
        "only graphs are listed"
    );
    window.event(egui::Event::Text("le".to_owned()));
    step(&mut window);
    press(&mut window, Key::Tab);
    press(&mut window, Key::Enter);
    until(&mut window, "opened", |window| window.state().opened == 1);
    assert_eq!(title(&window), "one");
    assert!(window.state().history.is_saved());
    // An absolute path behind what stands there is as good.
    ask(&mut window, Request::TypePath);
    until_label(&mut window, "Path");
    let typed = path.to_str().expect("text").to_owned();
    window.event(egui::Event::Text(typed));
    step(&mut window);
    press(&mut window, Key::Enter);
    until(&mut window, "opened", |window| window.state().opened == 2);
    // The same by the arrow keys, and Escape lets it be.
    ask(&mut window, Request::Open);
    until_label(&mut window, "lesson one.ron");
    press(&mut window, Key::Escape);
    assert!(window.query_by_label("Path").is_none());
    ask(&mut window, Request::Open);
    until_label(&mut window, "lesson one.ron");
    press(&mut window, Key::ArrowDown);
    press(&mut window, Key::Enter);
    until(&mut window, "opened", |window| window.state().opened == 3);
}

#[test]
fn a_bad_file_says_why_and_what_is_open_stays() {
    let folder = folder();
    let path = folder.path().join("work/bad.ron");
    let text = "(version: 1, nodes: [\n    (name: \"y\", op: \"square\", inputs: [\"x\"]),\n])";
    fs::write(&path, text).expect("written");
    let mut window = window(folder.path());
    ask(&mut window, Request::OpenFile(path.clone()));
    until_label(&mut window, "This file can't be opened");
    window.get_by_label_contains("Line 2, column 5, node \"y\"");
    window.get_by_label_contains("which no node is called");
    window.get_by_label_contains("bad.ron");
    click(&mut window, "Close");
    assert!(window.query_by_label_contains("can't be opened").is_none());
    assert_eq!(window.state().opened, 0);
    assert_eq!(title(&window), "The cost of one prediction");
    assert_eq!(fs::read_to_string(&path).expect("text"), text);
}

#[test]
fn unsaved_work_is_asked_for_and_keys_answer() {
    let folder = folder();
    let mut window = window(folder.path());
    window.state_mut().change("mine");
    // Escape: nothing happens.
    ask(&mut window, Request::New);
    until_label(&mut window, "Save the changes to mine?");
    press(&mut window, Key::Escape);
    assert!(window.query_by_label_contains("Save the changes").is_none());
    assert_eq!(title(&window), "mine");
    // D: it goes.
    ask(&mut window, Request::Lesson(1));
    until_label(&mut window, "Save the changes to mine?");
    press(&mut window, Key::D);
    until(&mut window, "opened", |window| window.state().opened == 1);
    assert_eq!(title(&window), "The cost of one prediction, other numbers");
    // Enter: it is saved first.
    window.state_mut().change("again");
    ask(&mut window, Request::New);
    until_label(&mut window, "Save the changes to again?");
    press(&mut window, Key::Enter);
    let path = folder.path().join("work/kept.ron");
    type_path(&mut window, &path);
    until(&mut window, "new", |window| window.state().opened == 2);
    assert_eq!(file::load(&path).expect("a graph").title(), "again");
    assert_eq!(*window.state().history.document(), Document::default());
    assert_eq!(window.state().files.path(), None);
}

#[test]
fn agreeing_to_lose_work_ends_with_a_cancelled_dialog() {
    let folder = folder();
    let mut window = window(folder.path());
    window.state_mut().change("mine");
    ask(&mut window, Request::Open);
    until_label(&mut window, "Save the changes to mine?");
    press(&mut window, Key::D);
    until_label(&mut window, "Path");
    press(&mut window, Key::Escape);
    ask(&mut window, Request::New);
    until_label(&mut window, "Save the changes to mine?");
}

#[test]
fn closing_asks_and_saves() {
    let folder = folder();
    let mut window = window(folder.path());
    window.state_mut().change("mine");
    until(&mut window, "a copy", |_| !copies(folder.path()).is_empty());
    close_button(&mut window);
    assert!(!window.state().closed, "the close was taken back");
    until_label(&mut window, "Save the changes to mine?");
    press(&mut window, Key::Escape);
    assert!(!window.state().closed);
    close_button(&mut window);
    until_label(&mut window, "Save the changes to mine?");
    press(&mut window, Key::S);
    let path = folder.path().join("work/end.ron");
    type_path(&mut window, &path);
    until(&mut window, "closed", |window| window.state().closed);
    assert_eq!(file::load(&path).expect("a graph").title(), "mine");
    drop(window);
    let left = fs::read_dir(folder.path().join("recovery")).expect("a folder");
    assert_eq!(left.count(), 0, "nothing stays behind");
    assert_eq!(copies(folder.path()), Vec::<PathBuf>::new());
}

#[test]
fn a_saved_document_closes_without_a_word() {
    let folder = folder();
    let mut window = window(folder.path());
    close_button(&mut window);
    assert!(window.state().closed);
    assert!(window.query_by_label_contains("Save the changes").is_none());
}

//! Other programs that write to the open file, and files dropped on the window.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use eframe::egui::{self, DroppedFile, HoveredFile};
use egui_kittest::kittest::Queryable;
use wiregrad::file;
use wiregrad::gui::files::Request;

use super::window::{
    Window, ask, click, folder, graph, press, step, title, until, until_label, window,
};

fn opened(folder: &Path) -> (Window, PathBuf) {
    let path = folder.join("work/shared.ron");
    fs::write(&path, graph("first")).expect("written");
    let mut window = window(folder);
    ask(&mut window, Request::OpenFile(path.clone()));
    until(&mut window, "opened", |window| window.state().opened == 1);
    step(&mut window);
    (window, path)
}

#[test]
fn a_change_by_another_program_is_offered() {
    let folder = folder();
    let (mut window, path) = opened(folder.path());
    fs::write(&path, graph("theirs")).expect("written");
    until_label(&mut window, "shared.ron was changed by another program");
    assert_eq!(title(&window), "first", "nothing is reloaded by itself");
    click(&mut window, "Reload");
    until(&mut window, "reloaded", |window| window.state().opened == 2);
    assert_eq!(title(&window), "theirs");
    step(&mut window);
    assert!(window.query_by_label_contains("another program").is_none());
}

#[test]
fn mine_can_be_kept_and_saved() {
    let folder = folder();
    let (mut window, path) = opened(folder.path());
    window.state_mut().change("mine");
    // By a rename, as editors save.
    let beside = folder.path().join("work/beside");
    fs::write(&beside, graph("theirs")).expect("written");
    fs::rename(&beside, &path).expect("renamed");
    until_label(&mut window, "shared.ron was changed by another program");
    click(&mut window, "Keep mine");
    assert!(window.query_by_label_contains("another program").is_none());
    ask(&mut window, Request::Save);
    until(&mut window, "saved", |window| {
        window.state().history.is_saved()
    });
    assert_eq!(file::load(&path).expect("a graph").title(), "mine");
}

#[test]
fn a_change_that_is_not_noticed_yet_is_not_written_over() {
    let folder = folder();
    let (mut window, path) = opened(folder.path());
    window.state_mut().change("mine");
    fs::write(&path, graph("theirs")).expect("written");
    ask(&mut window, Request::Save);
    // The bar may say so too that it was changed; the question is what offers to replace.
    until_label(&mut window, "Replace");
    assert_eq!(file::load(&path).expect("a graph").title(), "theirs");
    // Enter asks for another name: it doesn't replace what the other program wrote.
    step(&mut window);
    press(&mut window, egui::Key::Enter);
    until_label(&mut window, "Path");
    assert_eq!(file::load(&path).expect("a graph").title(), "theirs");
}

#[test]
fn a_file_that_cant_be_read_is_not_called_deleted() {
    let folder = folder();
    let (mut window, path) = opened(folder.path());
    fs::remove_file(&path).expect("removed");
    fs::create_dir(&path).expect("a folder");
    until_label(&mut window, "shared.ron can't be read any more");
    assert!(window.query_by_label_contains("deleted").is_none());
    click(&mut window, "Leave it");
    assert!(window.query_by_label_contains("any more").is_none());
}

#[test]
fn the_same_text_written_again_is_no_change_and_a_deleted_file_is_told() {
    let folder = folder();
    let (mut window, path) = opened(folder.path());
    fs::write(&path, graph("first")).expect("written");
    for _ in 0..40 {
        std::thread::sleep(std::time::Duration::from_millis(5));
        step(&mut window);
    }
    assert!(window.query_by_label_contains("another program").is_none());
    fs::remove_file(&path).expect("removed");
    until_label(
        &mut window,
        "shared.ron was deleted or moved by another program",
    );
    assert!(!window.state().history.is_saved());
    click(&mut window, "Save it again");
    until(&mut window, "saved", |window| {
        window.state().history.is_saved()
    });
    assert_eq!(file::load(&path).expect("a graph").title(), "first");
}

#[test]
fn a_change_to_what_is_no_graph_says_what_is_wrong() {
    let folder = folder();
    let (mut window, path) = opened(folder.path());
    fs::write(&path, "half a gra").expect("written");
    until_label(&mut window, "is no graph any more");
    click(&mut window, "What is wrong?");
    until_label(&mut window, "This file can't be opened");
    press(&mut window, egui::Key::Enter);
    assert_eq!(title(&window), "first");
}

#[derive(Debug)]
struct Dropped(PathBuf);

impl DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        fs::read(&self.0).map_err(|error| error.to_string())
    }
}

#[test]
fn a_dropped_file_opens() {
    let folder = folder();
    let path = folder.path().join("work/dropped.ron");
    fs::write(&path, graph("dropped")).expect("written");
    let mut window = window(folder.path());
    let hovered = HoveredFile {
        path: Some(path.clone()),
        ..HoveredFile::default()
    };
    window.input_mut().hovered_files = vec![hovered];
    step(&mut window);
    window.input_mut().hovered_files.clear();
    window.input_mut().dropped_files = vec![Arc::new(Dropped(path))];
    step(&mut window);
    until(&mut window, "opened", |window| window.state().opened == 1);
    assert_eq!(title(&window), "dropped");
}

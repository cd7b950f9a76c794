//! The start panel and the lessons in it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use egui_kittest::kittest::Queryable;
use wiregrad::document::Document;
use wiregrad::gui::shipped::SHIPPED;
use wiregrad::gui::start::Start;

use super::window::{click, folder, graph, step, title, until, until_label, window};

#[test]
fn every_graph_that_ships_is_a_lesson_with_a_title_and_a_note() {
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("saved_graphs");
    let files = fs::read_dir(shipped).expect("a folder").flatten();
    let files: BTreeSet<String> = files
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|e| e == "ron"))
        .map(|path| {
            path.file_stem()
                .expect("a name")
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    let lessons = SHIPPED.iter().map(|lesson| lesson.name().to_owned());
    assert_eq!(lessons.collect::<BTreeSet<_>>(), files);
    for lesson in &SHIPPED {
        let document = lesson.document().expect("a graph");
        let heading = lesson.heading();
        assert_eq!(heading.title, document.title());
        assert_eq!(heading.note, document.note());
        assert_eq!(heading.steps, document.lesson().len());
        assert!(!document.title().is_empty() && !document.note().is_empty());
    }
}

#[test]
fn a_lesson_opens_without_a_file_and_new_starts_empty() {
    let folder = folder();
    let mut window = window(folder.path());
    window.state_mut().start = Some(Start::new(None));
    step(&mut window);
    window.get_by_label("Two ways from b to e").scroll_to_me();
    // It glides there.
    for _ in 0..40 {
        step(&mut window);
    }
    click(&mut window, "Two ways from b to e");
    until(&mut window, "opened", |window| window.state().opened == 1);
    assert_eq!(title(&window), "Two ways from b to e");
    assert_eq!(window.state().files.path(), None);
    assert!(window.state().history.is_saved());
    click(&mut window, "New graph");
    until(&mut window, "new", |window| window.state().opened == 2);
    assert_eq!(*window.state().history.document(), Document::default());
    click(&mut window, "Close the start panel");
    assert!(window.state().start.is_none());
}

#[test]
fn recent_files_open_and_missing_ones_can_be_taken_out() {
    let folder = folder();
    let there = folder.path().join("work/there.ron");
    fs::write(&there, graph("there")).expect("written");
    let mut window = window(folder.path());
    let gone = folder.path().join("work/gone.ron");
    window.state_mut().settings.recent = vec![there, gone];
    window.state_mut().start = Some(Start::new(None));
    until_label(&mut window, "Recent files");
    click(&mut window, "Remove gone.ron from the list");
    assert_eq!(window.state().settings.recent.len(), 1);
    click(&mut window, "there.ron");
    until(&mut window, "opened", |window| window.state().opened == 1);
    assert_eq!(title(&window), "there");
}

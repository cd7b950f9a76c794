//! Copies of unsaved work.

use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

use egui_kittest::kittest::Queryable;
use wiregrad::file;
use wiregrad::gui::files::Request;
use wiregrad::gui::start::Start;

use crate::window::{ask, click, copies, folder, graph, step, title, until, until_label, window};

#[test]
fn unsaved_work_is_copied_within_a_second_and_the_copy_goes_with_the_need() {
    let folder = folder();
    let path = folder.path().join("work/graph.ron");
    fs::write(&path, graph("on disk")).expect("written");
    let mut first = window(folder.path());
    ask(&mut first, Request::OpenFile(path.clone()));
    until(&mut first, "opened", |window| window.state().opened == 1);
    assert_eq!(copies(folder.path()).len(), 0);
    first.state_mut().change("worked on");
    step(&mut first);
    let changed = Instant::now();
    until(&mut first, "a copy", |_| !copies(folder.path()).is_empty());
    assert!(
        changed.elapsed() < Duration::from_millis(1500),
        "{:?}",
        changed.elapsed()
    );
    assert_eq!(file::load(&path).expect("a graph").title(), "on disk");
    // An undo to what the file holds takes the copy away.
    first.state_mut().history.undo();
    until(&mut first, "no copy", |_| copies(folder.path()).is_empty());
}

/// A process that has unsaved work and ends without a word, by a panic or an abort.
/// It is started by the tests below.
#[test]
#[ignore = "ends in a panic: other tests start it"]
fn crashes() {
    let Some(folder) = std::env::var_os("WIREGRAD_TEST_CRASH") else {
        return;
    };
    let mut window = window(folder.as_ref());
    window.state_mut().change("before the crash");
    step(&mut window);
    match std::env::var_os("WIREGRAD_TEST_PANIC") {
        // Before the copy is due.
        Some(_) => panic!("the crash of the test"),
        None => {
            until(&mut window, "a copy", |_| {
                !copies(folder.as_ref()).is_empty()
            });
            std::process::abort();
        }
    }
}

/// Runs [`crashes`] in a process of its own; gives what it said.
fn crash(folder: &std::path::Path, by_panic: bool) -> String {
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    command.args(["--exact", "copies::crashes", "--ignored", "--nocapture"]);
    command.env("WIREGRAD_TEST_CRASH", folder);
    if by_panic {
        command.env("WIREGRAD_TEST_PANIC", "1");
    }
    let output = command.output().expect("it runs");
    assert!(!output.status.success());
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_panic_writes_the_last_snapshot_and_says_where() {
    let folder = folder();
    let said = crash(folder.path(), true);
    let copies = copies(folder.path());
    assert_eq!(copies.len(), 1, "{said}");
    assert_eq!(
        file::load(&copies[0]).expect("a graph").title(),
        "before the crash"
    );
    let (panic, copy) = (
        said.find("the crash of the test"),
        said.find("was copied to"),
    );
    assert!(panic.is_some() && panic < copy, "{said}");
}

#[test]
fn after_a_crash_the_copy_is_offered_and_never_opened_by_itself() {
    let folder = folder();
    crash(folder.path(), false);
    let mut window = window(folder.path());
    let recovery = window.state().files.recovery().cloned();
    window.state_mut().start = Some(Start::new(recovery));
    until_label(&mut window, "Recovered unsaved work");
    assert_eq!(window.state().opened, 0);
    click(&mut window, "Open the copy of before the crash");
    until(&mut window, "opened", |window| window.state().opened == 1);
    assert_eq!(title(&window), "before the crash");
    assert!(!window.state().history.is_saved(), "no file holds it");
    // Saved, it needs no copy.
    ask(&mut window, Request::SaveAs);
    crate::window::type_path(&mut window, &folder.path().join("work/rescued.ron"));
    until(&mut window, "saved", |window| {
        window.state().history.is_saved()
    });
    until(&mut window, "no copy", |_| copies(folder.path()).is_empty());
}

#[test]
fn a_copy_can_be_discarded() {
    let folder = folder();
    crash(folder.path(), false);
    let mut window = window(folder.path());
    let recovery = window.state().files.recovery().cloned();
    window.state_mut().start = Some(Start::new(recovery));
    until_label(&mut window, "Recovered unsaved work");
    // A question comes first: nothing brings a copy back.
    click(&mut window, "Discard the copy of before the crash");
    until_label(&mut window, "Keep it");
    click(&mut window, "Keep it");
    assert_eq!(crate::window::copies(folder.path()).len(), 1);
    click(&mut window, "Discard the copy of before the crash");
    until_label(&mut window, "Keep it");
    click(&mut window, "Discard");
    step(&mut window);
    assert!(
        window
            .query_by_label_contains("Recovered unsaved")
            .is_none()
    );
    assert!(copies(folder.path()).is_empty());
    assert_eq!(window.state().opened, 0);
}

//! Copies of unsaved work.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use egui_kittest::kittest::Queryable;
use wiregrad::file;
use wiregrad::gui::files::Request;
use wiregrad::gui::start::Start;

use super::window::{ask, click, copies, folder, graph, step, title, until, until_label, window};

#[test]
fn unsaved_work_is_copied_and_the_copy_goes_with_the_need() {
    let folder = folder();
    let path = folder.path().join("work/graph.ron");
    fs::write(&path, graph("on disk")).expect("written");
    let mut first = window(folder.path());
    ask(&mut first, Request::OpenFile(path.clone()));
    until(&mut first, "opened", |window| window.state().opened == 1);
    assert_eq!(copies(folder.path()).len(), 0);
    first.state_mut().change("worked on");
    step(&mut first);
    until(&mut first, "a copy", |_| !copies(folder.path()).is_empty());
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
    command.args([
        "--exact",
        "files::copies::crashes",
        "--ignored",
        "--nocapture",
    ]);
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
    super::window::type_path(&mut window, &folder.path().join("work/rescued.ron"));
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
    assert_eq!(super::window::copies(folder.path()).len(), 1);
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

/// How much of it a kill may cost is measured by `tests/kills.sh`.
#[test]
fn work_that_goes_on_is_copied_again_and_again() {
    let folder = folder();
    let mut window = window(folder.path());
    let start = Instant::now();
    let (mut nth, mut seen) = (0, Vec::new());
    // Never a pause: each frame has another edit.
    while seen.len() < 5 {
        assert!(start.elapsed() < Duration::from_secs(20), "{seen:?}");
        nth += 1;
        window.state_mut().change(&format!("edit {nth}"));
        step(&mut window);
        let copy = copies(folder.path());
        let copy = copy.first().and_then(|path| file::load(path).ok());
        let title = copy.map(|copy| copy.title().to_owned());
        if title.is_some() && title.as_ref() != seen.last() {
            seen.extend(title);
        }
    }
}

#[test]
fn a_copy_that_cant_be_written_is_reported_and_tried_again() {
    let folder = folder();
    let state = folder.path().join("recovery");
    fs::write(&state, "a file where the folder should be").expect("written");
    let mut window = window(folder.path());
    window.state_mut().change("unsafe");
    step(&mut window);
    until(&mut window, "a warning", |window| {
        window.state().files.warning().is_some()
    });
    std::thread::sleep(Duration::from_millis(100));
    step(&mut window);
    let warning = window.state().files.warning().expect("it stays");
    assert!(warning.contains("recovery copy"), "{warning}");
    fs::remove_file(&state).expect("removed");
    until(&mut window, "a copy", |_| !copies(folder.path()).is_empty());
    until(&mut window, "no warning", |window| {
        window.state().files.warning().is_none()
    });
}

/// A process that has unsaved work and waits for a signal. It is started by the test
/// below.
#[test]
#[ignore = "waits for a signal: another test starts it"]
fn waits() {
    let Some(folder) = std::env::var_os("WIREGRAD_TEST_CRASH") else {
        return;
    };
    let mut window = window(folder.as_ref());
    window.state_mut().change("before the signal");
    step(&mut window);
    fs::write(Path::new(&folder).join("ready"), "").expect("written");
    std::thread::sleep(Duration::from_secs(60));
}

#[cfg(unix)]
#[test]
fn a_signal_writes_the_last_snapshot_and_ends_the_program() {
    use std::os::unix::process::ExitStatusExt;

    for (name, number) in [("TERM", 15), ("HUP", 1), ("INT", 2)] {
        let folder = folder();
        let mut child = Command::new(std::env::current_exe().expect("this program"))
            .args([
                "--exact",
                "files::copies::waits",
                "--ignored",
                "--nocapture",
            ])
            .env("WIREGRAD_TEST_CRASH", folder.path())
            .stderr(std::process::Stdio::null())
            .spawn()
            .expect("it runs");
        let start = Instant::now();
        while !folder.path().join("ready").exists() {
            assert!(start.elapsed() < Duration::from_secs(20), "it isn't ready");
            std::thread::sleep(Duration::from_millis(1));
        }
        // Before the copy is due.
        let kill = ["-s", name, &child.id().to_string()].map(str::to_owned);
        assert!(
            Command::new("kill")
                .args(kill)
                .status()
                .expect("kill")
                .success()
        );
        let status = child.wait().expect("it ends");
        assert_eq!(status.signal(), Some(number), "{name}");
        let copies = copies(folder.path());
        assert_eq!(copies.len(), 1, "{name}");
        let copy = file::load(&copies[0]).expect("a graph");
        assert_eq!(copy.title(), "before the signal");
    }
}

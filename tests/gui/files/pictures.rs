//! Pictures by the editor's commands: to files and to the clipboard.

use std::fs;
use std::path::Path;

use eframe::egui::{Event, Key, Modifiers, OutputCommand};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use wiregrad::gui::app::App;
use wiregrad::gui::command::Command;

use super::app::{app, perform, until};
use super::window::folder;

/// Asks for a picture and types where it goes.
pub(super) fn save(app: &mut Harness<'static, App>, command: Command, path: &Path) {
    perform(app, command);
    app.run_steps(2);
    app.get_by_label("Path");
    app.key_press_modifiers(Modifiers::COMMAND, Key::A);
    app.run_steps(1);
    app.event(Event::Text(path.to_str().expect("text").to_owned()));
    app.run_steps(1);
    app.key_press(Key::Enter);
    app.run_steps(1);
}

pub(super) fn until_said(app: &mut Harness<'static, App>, what: &str) {
    until(app, what, |app| {
        let said = app.shell.files.note();
        said.is_some_and(|said| said.starts_with("Saved ") && said.contains(what))
    });
}

#[test]
fn pictures_are_saved_under_a_typed_name_and_the_work_stays_as_it_was() {
    let folder = folder();
    let out = |name: &str| folder.path().join("work").join(name);
    let mut app = app(folder.path(), None);
    let title = app.state().editor.document().title().to_owned();
    save(&mut app, Command::PictureOfAll, &out("all.png"));
    until_said(&mut app, "all.png");
    let png = fs::read(out("all.png")).expect("a picture");
    assert!(png.starts_with(b"\x89PNG"));
    save(&mut app, Command::PictureOfView, &out("view.png"));
    until_said(&mut app, "view.png");
    let view = image::open(out("view.png")).expect("a picture");
    let canvas = app.state().canvas.rect().expect("it was drawn").size();
    assert_eq!(view.width(), (canvas.x * 2.0).round() as u32);
    // Without an ending it gets the one of what was asked for, and no graph is lost.
    fs::write(out("net.ron"), "a graph").expect("written");
    save(&mut app, Command::PictureAsSvg, &out("net.ron"));
    until_said(&mut app, "net.ron.svg");
    assert!(
        fs::read_to_string(out("net.ron.svg"))
            .expect("text")
            .starts_with("<svg")
    );
    assert_eq!(fs::read_to_string(out("net.ron")).expect("text"), "a graph");
    assert_eq!(app.state().editor.document().title(), title);
    assert_eq!(app.state().shell.files.path(), None);
}

#[test]
fn a_picture_replaces_a_file_only_when_told_to() {
    let folder = folder();
    let path = folder.path().join("work/old.svg");
    fs::write(&path, "old").expect("written");
    let mut app = app(folder.path(), None);
    save(&mut app, Command::PictureAsSvg, &path);
    until(&mut app, "a question", |app| app.shell.files.is_asking());
    app.run_steps(2);
    app.get_by_label("old.svg already exists");
    assert_eq!(fs::read_to_string(&path).expect("text"), "old");
    app.get_by_label("Replace").click();
    app.run_steps(2);
    until_said(&mut app, "old.svg");
    assert!(fs::read_to_string(&path).expect("text").contains("</svg>"));
}

#[test]
fn a_picture_that_cant_be_saved_says_why() {
    let folder = folder();
    let mut app = app(folder.path(), None);
    save(
        &mut app,
        Command::PictureOfAll,
        &folder.path().join("nowhere/a.png"),
    );
    until(&mut app, "a message", |app| app.shell.files.is_asking());
    app.run_steps(2);
    app.get_by_label("The picture isn't saved");
    app.get_by_label_contains("can't save");
}

#[test]
fn what_is_seen_goes_to_the_clipboard() {
    let folder = folder();
    let mut app = app(folder.path(), None);
    app.run_steps(2);
    let ctx = app.ctx.clone();
    let command = wiregrad::gui::action::Action::Command(Command::PictureToClipboard);
    app.state_mut().perform(&ctx, vec![command]);
    let mut copied = None;
    for _ in 0..2_000 {
        app.step();
        for command in &app.output().platform_output.commands {
            if let OutputCommand::CopyImage(image) = command {
                copied = Some(image.size);
            }
        }
        if copied.is_some() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let canvas = app.state().canvas.rect().expect("it was drawn").size() * 2.0;
    assert_eq!(
        copied,
        Some([canvas.x.round() as usize, canvas.y.round() as usize])
    );
}

#[test]
fn the_results_of_a_quiz_are_saved_as_csv_and_json() {
    let folder = folder();
    let out = |name: &str| folder.path().join("work").join(name);
    let mut app = app(folder.path(), None);
    perform(&mut app, Command::QuizValues);
    perform(&mut app, Command::QuizTell);
    save(&mut app, Command::SaveResults, &out("results.csv"));
    until_said(&mut app, "results.csv");
    let csv = fs::read_to_string(out("results.csv")).expect("text");
    let start = "question,answer,outcome,misses,hints\nc,-4,shown,0,0\n";
    assert!(csv.starts_with(start), "{csv}");
    save(&mut app, Command::SaveResults, &out("results.json"));
    until_said(&mut app, "results.json");
    let json = fs::read_to_string(out("results.json")).expect("text");
    assert!(json.contains("\"asker\": \"value_quiz\""), "{json}");
    assert!(json.contains("\"outcome\": \"shown\""), "{json}");
}

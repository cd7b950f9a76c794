//! The whole app with its files and settings.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use eframe::egui::{Event, Key, Modifiers, ThemePreference};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use wiregrad::file::Recovery;
use wiregrad::gui::action::Action;
use wiregrad::gui::app::App;
use wiregrad::gui::command::Command;
use wiregrad::gui::first_document;
use wiregrad::gui::settings::Keeper;
use wiregrad::gui::shell::Shell;
use wiregrad::gui::theme;

use super::window::{folder, graph};

pub(crate) fn app(folder: &Path, file: Option<&Path>) -> Harness<'static, App> {
    let (config, recovery) = (folder.join("config"), folder.join("recovery"));
    let (mut shell, message) = Shell::kept_in(Some(config), Some(recovery), file);
    assert_eq!(message, None);
    shell.settings.system_dialogs = false;
    Harness::builder()
        .with_size([1280.0, 800.0])
        .build_eframe(move |creation| {
            theme::install(&creation.egui_ctx);
            App::with(first_document(), shell)
        })
}

pub(crate) fn until(app: &mut Harness<'static, App>, what: &str, so: impl Fn(&App) -> bool) {
    let start = Instant::now();
    while !so(app.state()) {
        assert!(start.elapsed() < Duration::from_secs(20), "never: {what}");
        std::thread::sleep(Duration::from_millis(5));
        app.step();
    }
}

pub(crate) fn perform(app: &mut Harness<'static, App>, command: Command) {
    let ctx = app.ctx.clone();
    app.state_mut()
        .perform(&ctx, vec![Action::Command(command)]);
    app.run_steps(2);
}

#[test]
fn the_app_starts_with_the_neuron_and_the_start_panel_and_opens_a_typed_path() {
    let folder = folder();
    let path = folder.path().join("work/typed.ron");
    fs::write(&path, graph("typed")).expect("written");
    let mut app = app(folder.path(), None);
    app.run_steps(2);
    assert_eq!(app.state().editor.document(), &first_document());
    app.get_by_label("Lessons");
    app.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::O);
    app.run_steps(3);
    app.get_by_label("Path");
    app.key_press_modifiers(Modifiers::COMMAND, Key::A);
    app.run_steps(1);
    app.event(Event::Text(path.to_str().expect("text").to_owned()));
    app.run_steps(1);
    app.key_press(Key::Enter);
    until(&mut app, "opened", |app| {
        app.editor.document().title() == "typed"
    });
    assert!(app.state().editor.history().is_saved());
}

#[test]
fn a_window_apart_touches_no_file() {
    let mut app = Harness::builder().build_eframe(|creation| {
        theme::install(&creation.egui_ctx);
        App::new(first_document())
    });
    for command in [
        Command::Open,
        Command::OpenPath,
        Command::Save,
        Command::SaveAs,
    ] {
        perform(&mut app, command);
        assert!(!app.state().shell.files.is_asking());
        app.get_by_label("This window works without files");
    }
}

#[test]
fn a_file_on_the_command_line_opens_or_says_why_not() {
    let folder = folder();
    let path = folder.path().join("work/bad.ron");
    fs::write(&path, "(version: 1, nodes: [").expect("written");
    let mut app = app(folder.path(), Some(&path));
    until(&mut app, "a dialog", |app| app.shell.files.is_asking());
    app.run_steps(2);
    app.get_by_label("This file can't be opened");
    assert!(app.query_by_label("Lessons").is_none());
    // Escape belongs to the dialog.
    app.key_press(Key::Escape);
    app.run_steps(2);
    assert!(!app.state().shell.files.is_asking());
    assert_eq!(app.state().editor.document(), &first_document());
}

#[test]
fn the_next_window_is_as_this_one_was_left() {
    let folder = folder();
    let mut first = app(folder.path(), None);
    perform(&mut first, Command::ThemeDark);
    perform(&mut first, Command::LargerInterface);
    perform(&mut first, Command::Start);
    assert!(first.ctx.style_of(first.ctx.theme()).visuals.dark_mode);
    first.state_mut().options.grid = false;
    first.run_steps(2);
    drop(first);
    let next = app(folder.path(), None);
    let settings = &next.state().shell.settings;
    assert!(settings.system_dialogs || settings.recent.is_empty());
    assert_eq!(settings.panels.theme, ThemePreference::Dark);
    assert!((settings.panels.scale - 1.1).abs() < 1e-6);
    assert_eq!(next.state().panels.state, settings.panels);
    assert!(!next.state().options.grid);
}

#[test]
fn the_system_s_dialogs_are_switched_off_for_good() {
    let folder = folder();
    let config = folder.path().join("config");
    let mut app = app(folder.path(), None);
    // The other tests have them off already.
    for on in [true, false] {
        perform(&mut app, Command::ToggleSystemDialogs);
        assert_eq!(app.state().is_on(Command::ToggleSystemDialogs), Some(on));
    }
    perform(&mut app, Command::Open);
    app.get_by_label("Path");
    drop(app);
    let (settings, _keeper, _) = Keeper::open(Some(config));
    assert!(!settings.system_dialogs);
}

#[test]
fn work_that_a_crash_left_is_offered_beside_a_file_too() {
    let folder = folder();
    let path = folder.path().join("work/file.ron");
    fs::write(&path, graph("file")).expect("written");
    let recovery = Recovery::new(folder.path().join("recovery"));
    recovery.write(&first_document(), None).expect("written");
    drop(recovery);
    let mut app = app(folder.path(), Some(&path));
    until(&mut app, "opened", |app| {
        app.editor.document().title() == "file"
    });
    until(&mut app, "offered", |app| app.shell.start.is_some());
    app.run_steps(2);
    assert_eq!(app.state().editor.document().title(), "file");
}

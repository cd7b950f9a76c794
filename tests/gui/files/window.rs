//! The part of the editor that has to do with files, in a window that isn't there.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use eframe::egui::{self, Key, Modifiers, ViewportCommand, ViewportId};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use wiregrad::document::Edit;
use wiregrad::document::history::History;
use wiregrad::gui::action::Action;
use wiregrad::gui::command::Command;
use wiregrad::gui::files::{Files, Request};
use wiregrad::gui::open_edits::OpenEdits;
use wiregrad::gui::settings::Settings;
use wiregrad::gui::shipped::SHIPPED;
use wiregrad::gui::start::Start;

/// The part of the editor that has to do with files.
pub(crate) struct Part {
    pub(crate) files: Files,
    pub(crate) history: History,
    pub(crate) settings: Settings,
    pub(crate) start: Option<Start>,
    pub(crate) opened: usize,
    pub(crate) titles: Vec<String>,
    pub(crate) closed: bool,
}

impl Part {
    pub(crate) fn new(folder: &Path) -> Part {
        let document = SHIPPED[0].document().expect("a lesson");
        let settings = Settings {
            system_dialogs: false,
            recent: vec![folder.join("work/last.ron")],
            ..Settings::default()
        };
        Part {
            files: Files::new(Some(folder.join("recovery"))),
            history: History::new(document),
            settings,
            start: None,
            opened: 0,
            titles: Vec::new(),
            closed: false,
        }
    }

    fn frame(&mut self, ui: &mut egui::Ui) {
        let mut actions = Vec::new();
        if let Some(start) = &mut self.start {
            start.show(ui, &self.settings, &mut actions);
        }
        let open = OpenEdits::default();
        self.files.close(ui.ctx(), &self.history, &open);
        self.files.frame(
            ui.ctx(),
            (&self.history, &open),
            &mut self.settings,
            &mut actions,
        );
        for action in actions {
            self.perform(action);
        }
    }

    /// What the app does with the actions of files and of the start panel.
    fn perform(&mut self, action: Action) {
        match action {
            Action::Command(Command::Save) => self.files.ask(Request::Save),
            Action::Command(Command::New) => self.files.ask(Request::New),
            Action::Command(Command::Start) => self.start = None,
            Action::OpenFile(path) => self.files.ask(Request::OpenFile(path)),
            Action::OpenLesson(index) => self.files.ask(Request::Lesson(index)),
            Action::Recover(copy) => self.files.ask(Request::Recover(copy)),
            Action::Discard(copy) => self.files.ask(Request::Discard(copy)),
            Action::CopyTaken(copy) => {
                let start = self.start.as_mut();
                start.expect("it offered the copy").forget(&copy);
            }
            Action::ForgetRecent(path) => self.settings.forget(&path),
            Action::Show {
                document, saved, ..
            } => {
                self.history = History::new(*document);
                if !saved {
                    self.history.mark_unsaved();
                }
                self.opened += 1;
            }
            Action::MarkSaved(state) => self.history.mark_state_saved(state),
            Action::MarkUnsaved => self.history.mark_unsaved(),
            other => panic!("nobody asks for {other:?} here"),
        }
    }

    pub(crate) fn change(&mut self, title: &str) {
        let edit = Edit::SetTitle(title.to_owned());
        self.history.apply(edit).expect("a title");
    }
}

pub(crate) type Window = Harness<'static, Part>;

pub(crate) fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("work")).expect("a folder");
    folder
}

pub(crate) fn window(folder: &Path) -> Window {
    let part = Part::new(folder);
    let mut window = Harness::builder()
        .with_size([900.0, 700.0])
        .build_ui_state(|ui, part: &mut Part| part.frame(ui), part);
    step(&mut window);
    window
}

/// One frame, with what it told the window system.
pub(crate) fn step(window: &mut Window) {
    window.step();
    let output = window.output().viewport_output.get(&ViewportId::ROOT);
    let commands = output.map(|output| output.commands.clone());
    for command in commands.unwrap_or_default() {
        match command {
            ViewportCommand::Title(title) => window.state_mut().titles.push(title),
            ViewportCommand::Close => window.state_mut().closed = true,
            ViewportCommand::CancelClose => window.state_mut().closed = false,
            _ => {}
        }
    }
}

/// Frames until something is so; threads work in between.
pub(crate) fn until(window: &mut Window, what: &str, so: impl Fn(&Window) -> bool) {
    let start = Instant::now();
    while !so(window) {
        assert!(start.elapsed() < Duration::from_secs(20), "never: {what}");
        std::thread::sleep(Duration::from_millis(5));
        step(window);
    }
}

pub(crate) fn until_label(window: &mut Window, label: &str) {
    until(window, label, |window| {
        window.query_by_label_contains(label).is_some()
    });
}

pub(crate) fn click(window: &mut Window, label: &str) {
    window.get_by_label(label).click();
    step(window);
    step(window);
}

pub(crate) fn press(window: &mut Window, key: Key) {
    window.key_press(key);
    step(window);
    step(window);
}

/// Replaces the text in the field of our own dialog, and presses Enter.
pub(crate) fn type_path(window: &mut Window, path: &Path) {
    until_label(window, "Path");
    step(window);
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    step(window);
    let text = path.to_str().expect("text").to_owned();
    window.event(egui::Event::Text(text));
    step(window);
    press(window, Key::Enter);
}

pub(crate) fn ask(window: &mut Window, request: Request) {
    window.state_mut().files.ask(request);
    step(window);
    step(window);
}

pub(crate) fn graph(title: &str) -> String {
    format!("(version: 1, title: {title:?}, nodes: [(name: \"x\", op: \"input\", value: 3.0)])")
}

pub(crate) fn title(window: &Window) -> String {
    window.state().history.document().title().to_owned()
}

pub(crate) fn copies(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder.join("recovery")).into_iter().flatten();
    let paths = entries.flatten().map(|entry| entry.path());
    paths
        .filter(|path| path.extension().is_some_and(|e| e == "ron"))
        .collect()
}

/// What the window system says when its close button is pressed.
pub(crate) fn close_button(window: &mut Window) {
    let input = window.input_mut();
    let viewport = input.viewports.entry(ViewportId::ROOT).or_default();
    viewport.events.push(egui::ViewportEvent::Close);
    window.state_mut().closed = true;
    step(window);
    let input = window.input_mut();
    let viewport = input.viewports.entry(ViewportId::ROOT).or_default();
    viewport.events.clear();
}

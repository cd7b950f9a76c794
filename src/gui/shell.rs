//! [`Shell`]: what the window has besides the open document: files, settings, the
//! start panel, and where the window stands.

use std::path::{Path, PathBuf};

use eframe::egui::{Context, Panel, Rect, Ui, Vec2, ViewportBuilder};

use super::action::Action;
use super::background::{Task, take_result};
use super::files::{Files, Request};
use super::open_edits::OpenEdits;
use super::platform::folders;
use super::settings::{Keeper, Settings, Window};
use super::start::Start;
use crate::document::Document;
use crate::document::history::History;
use crate::file::RecoveryCopy;

/// Files, settings and the start panel.
pub struct Shell {
    /// Opens, saves and recovers.
    pub files: Files,
    /// How the person likes the editor.
    pub settings: Settings,
    /// The start panel, while it is shown.
    pub start: Option<Start>,
    keeper: Keeper,
    /// Copies of unsaved work are still to be looked for.
    look_for_copies: bool,
    /// Whether there are some, once that is known.
    copies_found: Option<Task<bool>>,
}

impl Shell {
    /// With the settings and the copies of this user, and a message if something is
    /// wrong with them. Without a file to open, the start panel is shown.
    pub fn of_user(file: Option<&Path>) -> (Shell, Option<String>) {
        Shell::kept_in(folders::config(), folders::recovery(), file)
    }

    /// With settings in one folder and copies of unsaved work in another, as
    /// [`Shell::of_user`].
    pub fn kept_in(
        config: Option<PathBuf>,
        recovery: Option<PathBuf>,
        file: Option<&Path>,
    ) -> (Shell, Option<String>) {
        let (settings, keeper, message) = Keeper::open(config);
        let mut shell = Shell {
            files: Files::new(recovery),
            settings,
            start: None,
            keeper,
            look_for_copies: true,
            copies_found: None,
        };
        match file {
            Some(file) => shell.files.ask(Request::OpenFile(file.to_owned())),
            None if shell.settings.start_panel => shell.show_start(),
            None => {}
        }
        (shell, message)
    }

    /// Without the user's files and settings: nothing is read and nothing is written.
    pub fn apart() -> Shell {
        let (settings, keeper, _) = Keeper::open(None);
        Shell {
            files: Files::isolated(),
            settings,
            start: None,
            keeper,
            look_for_copies: false,
            copies_found: None,
        }
    }

    /// Shows the start panel, or closes it.
    pub fn toggle_start(&mut self) {
        match self.start {
            Some(_) => self.start = None,
            None => self.show_start(),
        }
    }

    /// Chooses files in the system's dialogs from now on, or in the editor's own.
    pub fn toggle_system_dialogs(&mut self) {
        let on = &mut self.settings.system_dialogs;
        *on = !*on;
        if *on {
            self.files.look_for_dialogs();
        }
    }

    /// Shows the start panel.
    pub fn show_start(&mut self) {
        self.start = Some(Start::new(self.files.recovery().cloned()));
    }

    /// Closes the start panel.
    pub fn close_start(&mut self) {
        self.start = None;
    }

    /// Offers the work that a crash left, whatever the settings say and also beside a file
    /// that was opened. The copies are read on a thread.
    fn offer_copies(&mut self, ctx: &Context) {
        if self.start.is_some() {
            self.look_for_copies = false;
        }
        if self.look_for_copies && !self.files.is_opening() {
            self.look_for_copies = false;
            let recovery = self.files.recovery().cloned();
            let look = move || recovery.is_some_and(|recovery| !recovery.list().is_empty());
            self.copies_found = Task::start(ctx, "copies", look).ok();
        }
        if take_result(&mut self.copies_found) == Some(true) && self.start.is_none() {
            self.show_start();
        }
    }

    /// How the window opens: as it was left.
    pub fn viewport(&self) -> ViewportBuilder {
        let builder = ViewportBuilder::default()
            .with_title("wiregrad")
            .with_app_id("wiregrad")
            .with_drag_and_drop(true)
            .with_min_inner_size([480.0, 320.0]);
        match self.settings.window {
            Some(window) => {
                let builder = builder
                    .with_inner_size(Vec2::from(window.size))
                    .with_maximized(window.maximized);
                match window.position {
                    Some((x, y)) => builder.with_position([x, y]),
                    None => builder,
                }
            }
            None => builder.with_inner_size([1440.0, 900.0]),
        }
    }

    /// Draws the start panel, if it is shown. Before the canvas, which takes the rest.
    pub fn start_ui(&mut self, ui: &mut Ui, actions: &mut Vec<Action>) {
        let Some(start) = &mut self.start else { return };
        // Part of the window is the canvas's.
        let most = (0.6 * ui.available_width()).min(520.0);
        let panel = Panel::left("start")
            .default_size(310.0_f32.min(most))
            .size_range(240.0_f32.min(most)..=most);
        let settings = &self.settings;
        panel.show(ui, |ui| start.show(ui, settings, actions));
    }

    /// The end of a frame: files, and what is to be remembered.
    pub fn frame(
        &mut self,
        ctx: &Context,
        history: &History,
        open: &OpenEdits,
        actions: &mut Vec<Action>,
    ) {
        self.files
            .frame(ctx, (history, open), &mut self.settings, actions);
        self.offer_copies(ctx);
        self.remember_window(ctx);
        self.keeper.keep(&self.settings);
    }

    /// Offers a copy of unsaved work no longer.
    pub(super) fn forget_copy(&mut self, copy: &RecoveryCopy) {
        if let Some(start) = &mut self.start {
            start.forget(copy);
        }
    }

    /// Closes the start panel once there is work. It stays while it offers copies of
    /// unsaved work, and among lessons.
    pub(super) fn opened(&mut self, document: &Document) {
        let at_work = self.files.path().is_some() || document.graph().is_empty();
        if at_work && !self.start.as_ref().is_some_and(Start::offers_copies) {
            self.start = None;
        }
    }

    fn remember_window(&mut self, ctx: &Context) {
        let zoom = ctx.zoom_factor();
        let (inner, outer, maximized, ordinary) = ctx.input(|input| {
            let window = input.viewport();
            let odd = [window.minimized, window.fullscreen].contains(&Some(true));
            let maximized = window.maximized == Some(true);
            (window.inner_rect, window.outer_rect, maximized, !odd)
        });
        let scaled = |rect: Rect| rect * zoom;
        let Some(inner) = inner.map(scaled).filter(|_| ordinary) else {
            return;
        };
        if maximized {
            // The size to go back to stays.
            if let Some(window) = &mut self.settings.window {
                window.maximized = true;
            }
            return;
        }
        let position = outer.map(|outer| scaled(outer).min.round().into());
        self.settings.window = Some(Window {
            position,
            size: inner.size().round().into(),
            maximized,
        });
    }
}

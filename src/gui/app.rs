//! [`App`]: the window. Each frame it draws the panels and the canvas, gathers
//! actions, and carries them out at the end.

use eframe::egui::{self, Panel, Ui};

use crate::document::Document;

use super::action::Action;
use super::canvas::{Canvas, Options};
use super::command::COMMANDS;
use super::editor::Editor;
use super::files::Event;
use super::life::Life;
use super::theme::{Scheme, Theme};
use super::{menu, status};

/// The editor's window.
pub struct App {
    /// The open document.
    pub editor: Editor,
    /// The canvas.
    pub canvas: Canvas,
    /// What the canvas shows.
    pub options: Options,
    /// The colours of values and gradients.
    pub scheme: Scheme,
    /// Files, settings and the start panel.
    pub life: Life,
    /// The last thing that was said in the status line.
    pub said: String,
    pub(super) copy_next: Option<String>,
}

impl App {
    /// A window with a document, fitted to it, apart from the person's own settings.
    pub fn new(document: Document) -> App {
        App::with(document, Life::apart())
    }

    /// A window with a document, fitted to it.
    pub fn with(document: Document, life: Life) -> App {
        let settings = &life.settings;
        let mut app = App {
            editor: Editor::new(document),
            canvas: Canvas::default(),
            options: Options {
                grid: settings.grid,
                snap: settings.snap,
                magnitude: settings.tint_wires,
                minimap: settings.panels.minimap.shown,
            },
            scheme: settings.scheme,
            life,
            said: String::new(),
            copy_next: None,
        };
        app.canvas.fit();
        app
    }

    /// Puts another document in place of the open one.
    pub fn show(&mut self, document: Document) {
        self.editor = Editor::new(document);
        self.canvas.fit();
    }

    /// What became of files, and what is to be remembered.
    fn end_frame(&mut self, ctx: &egui::Context) {
        let settings = &mut self.life.settings;
        settings.grid = self.options.grid;
        settings.snap = self.options.snap;
        settings.tint_wires = self.options.magnitude;
        settings.panels.minimap.shown = self.options.minimap;
        settings.scheme = self.scheme;
        for event in self.life.frame(ctx, self.editor.history()) {
            match event {
                Event::Opened { document, saved } => {
                    self.show(*document);
                    if !saved {
                        self.editor.mark_unsaved();
                    }
                }
                Event::Saved(state) => self.editor.mark_state_saved(state),
                Event::Unsaved => self.editor.mark_unsaved(),
            }
            ctx.request_repaint();
        }
    }

    /// The commands whose keys were pressed, unless a text is being typed.
    fn shortcuts(&self, ctx: &egui::Context) -> Vec<Action> {
        if ctx.egui_wants_keyboard_input() || self.life.files.is_asking() {
            return Vec::new();
        }
        let mut keys: Vec<_> = COMMANDS
            .iter()
            .flat_map(|row| row.keys.iter().map(move |keys| (keys, row.command)))
            .collect();
        // The one with more modifiers first: egui lets Shift+F pass for F.
        keys.sort_by_key(|(keys, _)| std::cmp::Reverse(modifier_count(keys.modifiers)));
        let mut actions = Vec::new();
        ctx.input_mut(|input| {
            for (keys, command) in keys {
                if input.consume_shortcut(keys) {
                    actions.push(Action::Command(command));
                }
            }
        });
        actions
    }
}

fn modifier_count(modifiers: egui::Modifiers) -> usize {
    let pressed = [
        modifiers.alt,
        modifiers.shift,
        modifiers.ctrl || modifiers.command,
    ];
    pressed.into_iter().filter(|pressed| *pressed).count()
}

impl eframe::App for App {
    /// Runs while the window is hidden, too.
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        self.life.files.close(ctx, self.editor.history());
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        let ctx = ui.ctx().clone();
        self.life.apply(&ctx);
        let mut actions = self.shortcuts(&ctx);
        let theme = Theme::of(ui.visuals(), self.scheme);
        Panel::top("menu").show(ui, |ui| menu::menu_ui(ui, self, &mut actions));
        Panel::bottom("status").show(ui, |ui| status::status_ui(ui, self));
        self.life.start_ui(ui);
        egui::CentralPanel::no_frame().show(ui, |ui| {
            self.canvas
                .ui(ui, &self.editor, &theme, self.options, &mut actions);
        });
        if !actions.is_empty() {
            self.perform(&ctx, actions);
            ctx.request_repaint();
        }
        self.end_frame(&ctx);
    }
}

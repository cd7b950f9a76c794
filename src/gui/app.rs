//! [`App`]: the window. Each frame it draws the panels and the canvas, gathers
//! actions, and carries them out at the end.

use eframe::egui::{self, Panel, Ui};

use crate::document::Document;

use super::canvas::{Canvas, Options};
use super::editor::Editor;
use super::files::Event;
use super::key_queue::KeyQueue;
use super::learn::Learn;
use super::life::Life;
use super::panels::Panels;
use super::start::{LESSONS, told_as};
use super::theme::{Scheme, Theme};
use super::walk::Walk;
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
    /// What stands around the canvas and floats above it.
    pub panels: Panels,
    /// What is being explained.
    pub learn: Learn,
    /// The last thing that was said in the status line.
    pub said: String,
    /// Files, settings and the start panel.
    pub life: Life,
    pub(super) walk: Walk,
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
            options: settings.canvas,
            scheme: settings.scheme,
            panels: Panels::new(settings.panels.clone()),
            life,
            learn: Learn::default(),
            said: String::new(),
            walk: Walk::default(),
            copy_next: None,
        };
        app.learn.open(&app.editor);
        app.canvas.fit();
        app
    }

    /// Puts another document in place of the open one.
    pub fn show(&mut self, document: Document) {
        self.editor = Editor::new(document);
        self.panels.forget_document();
        self.learn.open(&self.editor);
        self.canvas.fit();
    }

    /// What became of files, and what is to be remembered.
    fn end_frame(&mut self, ctx: &egui::Context) {
        let settings = &mut self.life.settings;
        settings.canvas = self.options;
        settings.scheme = self.scheme;
        settings.panels.clone_from(&self.panels.state);
        let finished = self
            .learn
            .lesson()
            .filter(|it| it.is_finished(&self.editor));
        if let Some((nth, _)) = finished.and_then(|_| told_as(self.editor.document().title()))
            && let Some(lesson) = LESSONS.get(nth)
        {
            settings.finish(lesson.name());
        }
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

    /// Whether something floats above the canvas that takes all keys.
    pub(super) fn has_floating(&self) -> bool {
        self.panels.takes_keys() || self.life.files.is_asking()
    }
}

impl eframe::App for App {
    /// Runs while the window is hidden, too.
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        self.life.files.close(ctx, self.editor.history());
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        let ctx = ui.ctx().clone();
        KeyQueue::install(&ctx);
        self.panels.state.apply(&ctx);
        let mut actions = self.keys(&ctx);
        let (by_key, floated) = (!actions.is_empty(), self.has_floating());
        let theme = Theme::of(ui.visuals(), self.scheme);
        let canvas = self.canvas.rect();
        self.learn.follow(&ctx, &self.editor, canvas, &mut actions);
        Panel::top("menu").show(ui, |ui| {
            menu::menu_ui(ui, self, &|c| self.why_not(c), &mut actions);
        });
        Panel::bottom("status").show(ui, |ui| status::status_ui(ui, self, &theme, &mut actions));
        self.life.start_ui(ui);
        self.panels.start_shown = self.life.start.is_some();
        self.learn.edges_ui(ui, &self.editor, &theme, &mut actions);
        let (editor, canvas) = (&self.editor, &self.canvas);
        let lens = self.learn.lens();
        let aside = self.learn.pushes_aside(ctx.content_rect().width());
        self.panels
            .edges_ui(ui, (editor, &lens), canvas, &theme, aside, &mut actions);
        egui::CentralPanel::no_frame().show(ui, |ui| {
            let (editor, lens) = (&self.editor, self.learn.lens());
            self.canvas
                .ui(ui, editor, &lens, &theme, self.options, &mut actions);
            let canvas = &self.canvas;
            self.learn
                .floating_ui(&ctx, editor, canvas, &theme, &mut actions);
            let learn = &self.learn;
            let why_not = |command| {
                let here = editor.why_not(command);
                here.or_else(|| learn.why_not(editor, command))
            };
            let lens = learn.lens();
            self.panels
                .floating_ui(ui, (editor, &lens), canvas, &theme, why_not, &mut actions);
        });
        self.canvas.covered = self.learn.card(&ctx);
        if !actions.is_empty() {
            self.perform(&ctx, actions);
            ctx.request_repaint();
        }
        let floats = self.has_floating();
        if floated && !floats && !ctx.input(|input| input.pointer.any_click()) {
            // Closed by a key: the field that had the keys is gone.
            self.canvas.take_keys(&ctx);
        }
        if by_key || floats != floated {
            KeyQueue::wait(&ctx, floats || self.canvas.is_busy());
        }
        self.end_frame(&ctx);
    }
}

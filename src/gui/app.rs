//! [`App`]: the window. Each frame it draws the panels and the canvas, gathers
//! actions, and carries them out at the end.

use std::path::PathBuf;

use eframe::egui::{self, Panel, Ui};

use crate::document::Document;

use super::canvas::{Canvas, Options};
use super::connect_list::ConnectList;
use super::editor::Editor;
use super::learn::Learn;
use super::panels::Panels;
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
    /// The file of the open document.
    pub path: Option<PathBuf>,
    /// The palette that was asked for.
    pub(super) connecting: Option<ConnectList>,
    pub(super) walk: Walk,
    pub(super) copy_next: Option<String>,
}

impl App {
    /// A window with a document, fitted to it.
    pub fn new(document: Document) -> App {
        let mut app = App {
            editor: Editor::new(document),
            canvas: Canvas::default(),
            options: Options::default(),
            scheme: Scheme::default(),
            panels: Panels::default(),
            learn: Learn::default(),
            said: String::new(),
            path: None,
            connecting: None,
            walk: Walk::default(),
            copy_next: None,
        };
        app.canvas.fit();
        app
    }

    /// Puts another document in place of the open one.
    pub fn show(&mut self, document: Document, path: Option<PathBuf>) {
        self.editor = Editor::new(document);
        self.path = path;
        self.panels.forget_document();
        self.learn.set(None);
        self.canvas.fit();
    }

    /// Whether something floats above the canvas that takes all keys.
    pub(super) fn has_floating(&self) -> bool {
        self.connecting.is_some() || self.panels.takes_keys()
    }
}

impl eframe::App for App {
    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        let ctx = ui.ctx().clone();
        self.panels.state.apply(&ctx);
        let mut actions = self.keys(&ctx);
        let theme = Theme::of(ui.visuals(), self.scheme);
        self.learn.follow(&ctx, &self.editor, &mut actions);
        Panel::top("menu").show(ui, |ui| {
            menu::menu_ui(ui, self, &|c| self.why_not(c), &mut actions);
        });
        Panel::bottom("status").show(ui, |ui| status::status_ui(ui, self, &theme, &mut actions));
        let (editor, canvas) = (&self.editor, &self.canvas);
        self.panels
            .edges_ui(ui, editor, canvas, &theme, &mut actions);
        self.learn.edges_ui(ui, &self.editor, &theme);
        egui::CentralPanel::no_frame().show(ui, |ui| {
            let (editor, lens) = (&self.editor, self.learn.lens());
            self.canvas
                .ui(ui, editor, lens, &theme, self.options, &mut actions);
            let canvas = &self.canvas;
            self.learn
                .floating_ui(&ctx, editor, canvas, &theme, &mut actions);
            let learn = &self.learn;
            let why_not = |command| {
                let here = editor.why_not(command);
                here.or_else(|| learn.why_not(editor, command))
            };
            self.panels
                .floating_ui(ui, editor, canvas, &theme, why_not, &mut actions);
        });
        if let Some(list) = &mut self.connecting
            && !list.show(&ctx, &self.editor, &mut actions)
        {
            self.connecting = None;
            self.canvas.take_keys(&ctx);
        }
        if !actions.is_empty() {
            self.perform(&ctx, actions);
            ctx.request_repaint();
        }
    }
}

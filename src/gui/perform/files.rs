//! What files and pictures are asked for.

use eframe::egui::Context;

use crate::document::Document;
use crate::gui::app::App;
use crate::gui::editor::Editor;
use crate::gui::files::Request;
use crate::gui::overlay::snapshot::Snapshot;
use crate::gui::picture::{GraphPicture, PicturePart};

impl App {
    /// Asks for something to do with files.
    pub(super) fn ask(&mut self, request: Request) {
        self.shell.files.ask(request);
    }

    /// Puts another document in the place of the open one.
    pub(super) fn show(&mut self, document: Document, saved: bool) {
        self.shell.opened(&document);
        self.editor = Editor::new(document);
        if !saved {
            self.editor.mark_unsaved();
        }
        self.panels.forget_document();
        self.learn.open_document(&self.editor);
        self.canvas.fit();
    }

    /// The graph as it is now: all of it, fit for a slide, or what is seen, as it is seen.
    pub(super) fn picture(&self, ctx: &Context, all: bool) -> Box<GraphPicture> {
        let document = self.editor.document();
        let overlay = Snapshot::new(&self.learn.overlay(), document.graph());
        let mut picture = GraphPicture::new(document.clone(), ctx.theme());
        picture.overlay = overlay;
        picture.scheme = self.scheme;
        picture.options.magnitude = self.options.magnitude;
        if let Some(canvas) = self.canvas.rect().filter(|_| !all) {
            picture.part = PicturePart::View(self.canvas.view, canvas.size());
            picture.options.grid = self.options.grid;
            picture.selection = self.editor.selection.clone();
        }
        Box::new(picture)
    }
}

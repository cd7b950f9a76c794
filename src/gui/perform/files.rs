//! What files and pictures are asked for.

use eframe::egui::Context;

use crate::core::limits::{MAX_NOTE_BYTES, MAX_TITLE_BYTES};
use crate::document::Document;
use crate::gui::app::App;
use crate::gui::editor::Editor;
use crate::gui::files::Request;
use crate::gui::overlay::snapshot::Snapshot;
use crate::gui::picture::{GraphPicture, PictureFormat, PictureNumbers, PicturePart};
use crate::gui::settings::PictureOptions;

impl App {
    /// Asks for something to do with files, once what is typed in open fields is in the
    /// document.
    ///
    /// # Errors
    /// An open field holds what can't be saved; says why.
    pub(super) fn ask(&mut self, request: Request) -> Result<(), String> {
        let finished = self.finish_open_edits();
        self.panels.open_formula_next(false);
        if matches!(request, Request::Save | Request::SaveAs) {
            finished.map_err(|why| format!("not saved, a field is still open: {why}"))?;
        }
        self.shell.files.ask(request);
        Ok(())
    }

    /// Carries out what open fields would change. They stay open.
    ///
    /// # Errors
    /// A field holds what can't be carried out; says why. It stays as it is.
    pub(in crate::gui) fn finish_open_edits(&mut self) -> Result<(), String> {
        let mut failed = Vec::new();
        for open in self.open_edits.take() {
            let done = match (&open.edit, open.gesture) {
                (Err(why), _) => Err(why.clone()),
                (Ok(edit), Some(gesture)) => {
                    let done = self.editor.edit_in(gesture, edit.clone());
                    done.map_err(|error| error.to_string())
                }
                (Ok(edit), None) => self.apply(edit.clone()),
            };
            if let Err(why) = done {
                failed.push((open, why));
            }
        }
        self.canvas.field_is_finished(&self.editor);
        let why = failed.first().map(|(_, why)| why.clone());
        self.open_edits
            .replace(failed.into_iter().map(|(open, _)| open).collect());
        why.map_or(Ok(()), Err)
    }

    /// Puts another document in the place of the open one.
    pub(super) fn show(&mut self, document: Document, saved: bool, paused: bool) {
        self.shell.opened(&document);
        self.editor = match paused {
            true => Editor::paused(document),
            false => Editor::new(document),
        };
        if let Some(said) = long_heading(self.editor.document()) {
            self.said = said.to_owned();
        }
        if !saved {
            self.editor.mark_unsaved();
        }
        let is_empty = self.editor.node_count() == 0;
        self.panels.forget_document(is_empty);
        self.train.forget_document();
        // What is to be trained is shown with the panel for it.
        if self.editor.document().data().is_some() {
            self.train.shown = true;
            self.shell.close_start();
        }
        self.plot = None;
        self.learn.open_document(&self.editor);
        self.canvas.end_gestures();
        self.canvas.fit();
    }

    /// Asks for a picture file of all of the graph, or of what is seen.
    pub(super) fn save_picture(
        &mut self,
        ctx: &Context,
        all: bool,
        format: PictureFormat,
    ) -> Result<(), String> {
        self.finish_open_edits()?;
        self.ask(Request::Picture(self.picture(ctx, all), format))
    }

    /// Asks for a file for the parameters.
    pub(super) fn save_parameters(&mut self) -> Result<(), String> {
        self.finish_open_edits()?;
        let document = self.editor.document().clone();
        self.ask(Request::Parameters(Box::new(document)))
    }

    /// How pictures are drawn, to be changed.
    pub(super) fn picture_options(&mut self) -> &mut PictureOptions {
        &mut self.shell.settings.picture
    }

    /// The graph as it is now: all of it, fit for a slide, or what is seen, as it is seen.
    pub(super) fn picture(&self, ctx: &Context, all: bool) -> Box<GraphPicture> {
        let document = self.editor.document();
        let overlay = Snapshot::new(&self.learn.overlay(), document.graph());
        let options = self.shell.settings.picture;
        let mut picture = GraphPicture::new(document.clone(), options.theme(ctx.theme()));
        picture.pixels_per_point = f32::from(options.scale);
        picture.options.backdrop = !options.transparent;
        picture.overlay = overlay;
        let live = self.editor.live();
        picture.numbers = Some(PictureNumbers {
            evaluation: live.shown().clone(),
            are_current: live.is_current(),
        });
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

/// What is said of a title or a note that is longer than can be typed.
fn long_heading(document: &Document) -> Option<&'static str> {
    let is_long = [
        document.title().len() > MAX_TITLE_BYTES,
        document.note().len() > MAX_NOTE_BYTES,
    ];
    match is_long {
        [true, _] => Some("The title of this graph is very long: it is kept, and shown shortened"),
        [_, true] => Some("The note of this graph is very long: it is kept, and shown shortened"),
        _ => None,
    }
}

//! What is open, and how it comes and goes: new, open, close. Nothing that isn't
//! saved goes without a question, and what can't be read changes nothing.

use std::io;

use eframe::egui::{Context, ViewportCommand};

use super::dialogs::Choice;
use super::jobs::{Done, Loaded};
use super::messages::Message;
use super::watch::Watch;
use super::{At, Files, Opening, Request, Wish, shown};
use crate::document::Document;
use crate::document::history::History;
use crate::file::Copy;
use crate::gui::action::Action;
use crate::gui::shipped::SHIPPED;

impl Request {
    /// Whether a file is read or written for it.
    fn needs_disk(&self) -> bool {
        !matches!(self, Request::New | Request::Lesson(_) | Request::Quit)
    }

    /// Whether what is open goes when this is done.
    fn lets_go(&self) -> bool {
        let stays = matches!(self, Request::Save | Request::SaveAs | Request::Discard(_));
        !stays && !matches!(self, Request::Picture(..) | Request::CopyPicture(_))
    }
}

impl Files {
    /// A window that is closed by the system's button asks like any other way out. To
    /// be called every frame, also while the window is hidden: it is shown then, for
    /// nobody sees a question in it.
    pub fn close(&mut self, ctx: &Context, history: &History) {
        let closing = ctx.input(|input| input.viewport().close_requested());
        if !closing || self.quitting {
            return;
        }
        if !self.is_at_risk(history) {
            self.quitting = true;
            return;
        }
        ctx.send_viewport_cmd(ViewportCommand::CancelClose);
        if ctx.input(|input| input.viewport().visible() == Some(false)) {
            ctx.send_viewport_cmd(ViewportCommand::Minimized(false));
            ctx.send_viewport_cmd(ViewportCommand::Focus);
        }
        self.ask(Request::Quit);
        ctx.request_repaint();
    }

    pub(super) fn is_quitting_for_good(&self, at: &At<'_>) -> bool {
        self.quitting && !self.is_at_risk(at.history)
    }

    pub(super) fn take_requests(&mut self, at: &mut At<'_>) {
        for request in std::mem::take(&mut self.requests) {
            if self.apart && request.needs_disk() {
                self.say("This window works without files".to_owned());
                continue;
            }
            self.wish(at, Wish::Ask(request));
        }
    }

    /// Fulfils a wish, or asks first if unsaved work would go.
    pub(super) fn wish(&mut self, at: &mut At<'_>, wish: Wish) {
        let lets_go = match &wish {
            Wish::Ask(request) => request.lets_go(),
            Wish::Show(_) => true,
        };
        if lets_go && self.is_at_risk(at.history) {
            self.message = Some(Message::Unsaved(wish));
            return;
        }
        match wish {
            Wish::Ask(request) => self.carry_out(at, request),
            Wish::Show(opening) => self.show(at, *opening),
        }
    }

    fn carry_out(&mut self, at: &mut At<'_>, request: Request) {
        match request {
            Request::New => self.show(
                at,
                Opening::without_file(Document::default(), "graph.ron".to_owned()),
            ),
            Request::Open => self.choose(at, Choice::Open),
            Request::TypePath => self.type_path(at, Choice::Open),
            Request::OpenFile(path) => {
                let path = std::path::absolute(&path).unwrap_or(path);
                let started = self.jobs.load(at.ctx, &path);
                self.complain_unless_started(started);
            }
            Request::Lesson(index) => self.show_lesson(at, index),
            Request::Recover(copy) => {
                if let Some(recovery) = self.recovery().cloned() {
                    let started = self.jobs.recover(at.ctx, recovery, *copy);
                    self.complain_unless_started(started);
                }
            }
            Request::Discard(copy) => self.message = Some(Message::Discard(copy)),
            Request::Save => self.save(at),
            Request::SaveAs => self.choose(at, Choice::SaveAs),
            Request::Picture(picture, format) => self.choose_for(at, picture, format),
            Request::CopyPicture(picture) => self.copy_picture(at, picture),
            Request::Quit => {
                self.quitting = true;
                at.ctx.send_viewport_cmd(ViewportCommand::Close);
            }
        }
    }

    pub(super) fn complain_unless_started(&mut self, started: io::Result<()>) {
        if let Err(error) = started {
            let text =
                format!("The system starts no more threads ({error}): close something else.");
            self.message = Some(Message::Trouble(text));
        }
    }

    fn show_lesson(&mut self, at: &mut At<'_>, index: usize) {
        let Some(lesson) = SHIPPED.get(index) else {
            return;
        };
        match lesson.document() {
            Ok(document) => {
                let suggested = format!("{}.ron", lesson.name());
                self.show(at, Opening::without_file(document, suggested));
            }
            Err(error) => self.message = Some(Message::CantOpen(error)),
        }
    }

    /// Puts a document in the place of what is open.
    fn show(&mut self, at: &mut At<'_>, opening: Opening) {
        let Opening {
            document,
            path,
            stamp,
            suggested,
            copy,
        } = opening;
        let recovered = copy.is_some();
        self.jobs.let_go();
        self.drop_copies();
        self.watch = match &path {
            Some(path) if !recovered => {
                at.settings.remember(path);
                Some(Watch::new(at.ctx, path, document.clone(), stamp))
            }
            _ => None,
        };
        self.path = path;
        self.suggested = suggested;
        self.copy = copy;
        self.change = None;
        self.agreed = None;
        self.after_save = None;
        self.message = None;
        at.actions.push(Action::Show {
            document: Box::new(document),
            saved: !recovered,
        });
        at.ctx.request_repaint();
    }

    /// Lets the copies of what was open go: it is saved, or given up.
    pub(super) fn drop_copies(&mut self) {
        if let Some(autosave) = &mut self.autosave {
            autosave.forget();
            if let Some(copy) = self.copy.take() {
                autosave.discard(&copy);
            }
        }
    }

    /// Deletes a copy of unsaved work.
    pub(super) fn discard(&self, at: &mut At<'_>, copy: Box<Copy>) {
        if let Some(autosave) = &self.autosave {
            autosave.discard(&copy);
            at.actions.push(Action::Discarded(copy));
        }
    }

    /// Picks up what was read and written.
    pub(super) fn take_done(&mut self, at: &mut At<'_>) {
        while let Some(done) = self.jobs.done() {
            match done {
                Done::Loaded(loaded) => match *loaded {
                    Ok(loaded) => self.wish(at, Wish::Show(Box::new(loaded.into()))),
                    Err(error) => {
                        self.agreed = None;
                        self.message = Some(Message::CantOpen(error));
                    }
                },
                Done::Saved(saved) => self.saved(at, saved),
                Done::Drawn(drawn) => self.drawn(at, *drawn),
                Done::InTheWay(save) => {
                    self.next_save = None;
                    self.message = Some(Message::Replace(Box::new(save)));
                }
                Done::SaveFailed(error) => {
                    self.after_save = None;
                    self.next_save = None;
                    self.message = Some(Message::CantSave(error));
                }
            }
            if let Some(mut save) = self.next_save.take() {
                save.over = self.seen(&save.path).unwrap_or(save.over);
                self.start_save(at.ctx, save);
            }
        }
    }
}

impl Opening {
    fn without_file(document: Document, suggested: String) -> Opening {
        Opening {
            document,
            path: None,
            stamp: None,
            suggested,
            copy: None,
        }
    }
}

impl From<Loaded> for Opening {
    fn from(loaded: Loaded) -> Opening {
        let Loaded {
            path,
            document,
            stamp,
            copy,
        } = loaded;
        let suggested = path
            .as_deref()
            .map_or_else(|| "graph.ron".to_owned(), shown);
        Opening {
            document,
            path,
            stamp,
            suggested,
            copy,
        }
    }
}

//! Carries out what was asked for, or asks first if unsaved work would be lost. What
//! can't be read changes nothing.

use std::io;

use super::choice::Choice;
use super::message::Message;
use super::names::NEW_NAME;
use super::opening::{Opening, Pending};
use super::request::Request;
use super::state::{Files, FrameContext};
use super::transfer::Export;
use super::watch::Watch;
use crate::document::Document;
use crate::gui::action::Action;
use crate::gui::platform::files::absolute;
use crate::gui::shipped::SHIPPED;

impl Files {
    pub(super) fn take_requests(&mut self, at: &mut FrameContext<'_>) {
        for request in std::mem::take(&mut self.requests) {
            if self.isolated && request.needs_disk() {
                self.say("This window works without files".to_owned());
                continue;
            }
            self.request(at, Pending::Ask(request));
        }
    }

    /// Does what is pending, or asks first if unsaved work would be lost.
    pub(super) fn request(&mut self, at: &mut FrameContext<'_>, pending: Pending) {
        if pending.closes_document() && self.is_at_risk(at.history, at.open) {
            self.message = Some(Message::Unsaved(pending));
            return;
        }
        match pending {
            Pending::Ask(request) => self.carry_out(at, request),
            Pending::Show(opening) => self.show(at, *opening),
        }
    }

    fn carry_out(&mut self, at: &mut FrameContext<'_>, request: Request) {
        match request {
            Request::New => {
                let opening = Opening::without_file(Document::default(), NEW_NAME.to_owned());
                self.show(at, opening);
            }
            Request::Open => self.choose(at, Choice::Open),
            Request::TypePath => self.type_path(at, Choice::Open),
            Request::OpenFile(path) => {
                let recovery = self.recovery().cloned();
                let started = self.jobs.load(at.ctx, recovery, absolute(&path));
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
            Request::Picture(picture, format) => {
                self.choose_for(at, Export::Picture(picture, format));
            }
            Request::Results(results) => self.choose_for(at, Export::Results(results)),
            Request::Parameters(document) => self.choose_for(at, Export::Parameters(document)),
            Request::LoadParameters => self.choose(at, Choice::LoadParameters),
            Request::Plot(plot) => self.choose_for(at, Export::Plot(plot)),
            Request::Curves(csv) => self.choose_for(at, Export::Curves(csv)),
            Request::CopyPicture(picture) => {
                self.copy_image(at, move || picture.image());
            }
            Request::CopyPlot(plot) => self.copy_image(at, move || plot.image()),
            Request::Quit => self.quit(at),
        }
    }

    pub(super) fn complain_unless_started(&mut self, started: io::Result<()>) {
        if let Err(error) = started {
            let text = format!(
                "The system can't start another thread ({error}). Close other programs and try \
                 again."
            );
            self.message = Some(Message::Trouble(text));
        }
    }

    fn show_lesson(&mut self, at: &mut FrameContext<'_>, index: usize) {
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

    /// Shows a document in place of the open one.
    fn show(&mut self, at: &mut FrameContext<'_>, opening: Opening) {
        let Opening {
            document,
            path,
            stamp,
            suggested,
            copy,
            paused,
        } = opening;
        let recovered = copy.is_some();
        if let Some(copy) = &copy {
            at.actions.push(Action::CopyTaken(Box::new(copy.clone())));
        }
        self.jobs.forget();
        self.data = None;
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
        self.agreed_to_lose = None;
        self.after_save = None;
        self.message = None;
        at.actions.push(Action::Show {
            document: Box::new(document),
            saved: !recovered,
            paused,
        });
        at.ctx.request_repaint();
    }
}

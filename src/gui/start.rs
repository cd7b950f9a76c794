//! The start panel: a new graph, files that were open, copies of unsaved work, and
//! the lessons that ship.

mod card;
mod lessons;
mod shelf;

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use eframe::egui::{
    Align, Button, Frame, Label, Layout, Response, RichText, Role, ScrollArea, Ui, WidgetInfo,
};

use super::files::Request;
use super::settings::Settings;
use crate::file::{Copy, Recovery};
use card::card;
pub use lessons::{Heading, LESSONS, Lesson, told_as};
use shelf::Shelf;

/// The start panel while it is open.
pub struct Start {
    shelf: Shelf,
}

/// What a person did in the start panel.
#[derive(Clone, Debug)]
pub enum StartAnswer {
    /// Chose something to open.
    Ask(Request),
    /// Closed the panel.
    Close,
}

impl Start {
    /// Opens the panel; what the disk knows is read on a thread.
    pub fn new(recovery: Option<Arc<Recovery>>) -> Start {
        Start {
            shelf: Shelf::new(recovery),
        }
    }

    /// Whether there are copies of unsaved work to be offered, as far as is known.
    pub fn offers_copies(&self) -> bool {
        !self.shelf.copies().is_empty()
    }

    /// Draws the panel into a side panel or a window. Gives what was done in it.
    pub fn show(&mut self, ui: &mut Ui, settings: &mut Settings) -> Option<StartAnswer> {
        self.shelf.refresh(ui.ctx(), &settings.recent);
        let mut answer = heading(ui).or(buttons(ui));
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            // Room for the scroll bar, which would take the clicks beside it.
            ui.set_max_width(ui.available_width() - 14.0);
            answer = answer.take().or(self.copies(ui));
            answer = answer.take().or(self.recent(ui, settings));
            answer = answer.take().or(lessons(ui, settings));
            ui.add_space(8.0);
            ui.checkbox(&mut settings.start_panel, "Show this panel at the start");
        });
        answer
    }

    fn copies(&mut self, ui: &mut Ui) -> Option<StartAnswer> {
        if self.shelf.copies().is_empty() {
            return None;
        }
        section(ui, "Unsaved work that was recovered");
        let mut answer = None;
        let mut discarded = None;
        for copy in self.shelf.copies() {
            let fill = ui.visuals().selection.bg_fill.gamma_multiply(0.35);
            let frame = Frame::new().fill(fill).corner_radius(6).inner_margin(8);
            frame.show(ui, |ui| {
                ui.set_width(ui.available_width());
                let title = called(copy);
                ui.label(RichText::new(&title).strong());
                ui.label(RichText::new(about(copy)).small());
                if let Some(error) = copy.error() {
                    let text = format!("It is damaged: {}", error.message());
                    ui.label(RichText::new(text).color(ui.visuals().warn_fg_color));
                }
                ui.horizontal(|ui| {
                    let open = ui.add_enabled(copy.error().is_none(), Button::new("Open"));
                    if name(open, &format!("Open the copy of {title}")).clicked() {
                        answer = Some(StartAnswer::Ask(Request::Recover(Box::new(copy.clone()))));
                    }
                    let discard = ui.button("Discard");
                    if name(discard, &format!("Discard the copy of {title}")).clicked() {
                        discarded = Some(copy.clone());
                    }
                });
            });
            ui.add_space(4.0);
        }
        if let Some(copy) = discarded {
            self.shelf.forget(&copy);
            answer = Some(StartAnswer::Ask(Request::Discard(Box::new(copy))));
        }
        answer
    }

    fn recent(&self, ui: &mut Ui, settings: &mut Settings) -> Option<StartAnswer> {
        if settings.recent.is_empty() {
            return None;
        }
        section(ui, "Recent files");
        let mut answer = None;
        let mut forgotten = None;
        for path in &settings.recent {
            let missing = self.shelf.is_missing(path);
            let (opened, removed) = recent_row(ui, path, missing);
            if opened {
                answer = Some(StartAnswer::Ask(Request::OpenFile(path.clone())));
            }
            if removed {
                forgotten = Some(path.clone());
            }
        }
        if let Some(path) = forgotten {
            settings.forget(&path);
        }
        answer
    }
}

fn heading(ui: &mut Ui) -> Option<StartAnswer> {
    let mut close = false;
    ui.add_space(6.0);
    ui.horizontal(|ui| {
        ui.heading("wiregrad");
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let button = ui.add(Button::new("×").frame(false));
            close = name(button, "Close the start panel").clicked();
        });
    });
    let line = "Wire operations; read on every wire the value that flows forward and the \
                derivative that flows back.";
    ui.label(RichText::new(line).weak());
    ui.add_space(6.0);
    close.then_some(StartAnswer::Close)
}

fn buttons(ui: &mut Ui) -> Option<StartAnswer> {
    let mut request = None;
    ui.horizontal(|ui| {
        let width = (ui.available_width() - ui.spacing().item_spacing.x) / 2.0;
        let mut button = |text: &str, does: Request| {
            if ui.add_sized([width, 30.0], Button::new(text)).clicked() {
                request = Some(does);
            }
        };
        button("New graph", Request::New);
        button("Open…", Request::Open);
    });
    request.map(StartAnswer::Ask)
}

fn lessons(ui: &mut Ui, settings: &Settings) -> Option<StartAnswer> {
    section(ui, "Lessons");
    let mut answer = None;
    let mut lessons: Vec<_> = LESSONS.iter().enumerate().collect();
    // Those that are told in steps come first; the order stays otherwise.
    lessons.sort_by_key(|(_, lesson)| lesson.heading().steps == 0);
    for (index, lesson) in lessons {
        let heading = lesson.heading();
        let note = match heading.steps {
            0 => heading.note.clone(),
            1 => format!("1 step · {}", heading.note),
            steps => format!("{steps} steps · {}", heading.note),
        };
        let note = match settings.has_finished(lesson.name()) {
            true => format!("✔ finished · {note}"),
            false => note,
        };
        if card(ui, &heading.title, &note).clicked() {
            answer = Some(StartAnswer::Ask(Request::Lesson(index)));
        }
    }
    answer
}

/// A file that was open: whether it is to be opened, and whether it is to be taken out
/// of the list.
fn recent_row(ui: &mut Ui, path: &Path, missing: bool) -> (bool, bool) {
    let file = path.file_name().unwrap_or_default().to_string_lossy();
    let folder = path.parent().unwrap_or(Path::new("")).display().to_string();
    let mut done = (false, false);
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let remove = ui.add(Button::new("×").small().frame(false));
            done.1 = name(remove, &format!("Take {file} out of the list")).clicked();
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let text = RichText::new(file.as_ref());
                let text = if missing {
                    text.weak().strikethrough()
                } else {
                    text
                };
                let open = ui.add(Button::new(text).frame(false).truncate());
                let hover = if missing {
                    format!("{} is not there any more", path.display())
                } else {
                    path.display().to_string()
                };
                done.0 = open.on_hover_text(hover).clicked();
                let folder = RichText::new(folder).small().weak();
                ui.add(Label::new(folder).truncate());
            });
        });
    });
    done
}

fn section(ui: &mut Ui, title: &str) {
    ui.add_space(10.0);
    ui.label(RichText::new(title).strong());
    ui.add_space(2.0);
}

/// Gives a widget whose text says too little a name of its own.
fn name(response: Response, name: &str) -> Response {
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    response
}

/// The name of its file, or else its heading.
fn called(copy: &Copy) -> String {
    match (copy.original(), copy.heading()) {
        (None, heading) if !heading.is_empty() => heading.to_owned(),
        _ => copy.title(),
    }
}

/// Where a copy comes from, and how old it is.
fn about(copy: &Copy) -> String {
    let from = match copy.original() {
        Some(path) => path.display().to_string(),
        None => "never saved".to_owned(),
    };
    match copy.saved() {
        Some(time) => format!("{from}, {}", ago(time)),
        None => from,
    }
}

/// How long ago something was, in the largest fitting unit.
fn ago(time: SystemTime) -> String {
    let past = SystemTime::now().duration_since(time);
    let seconds = past.unwrap_or(Duration::ZERO).as_secs();
    let (count, unit) = match seconds {
        0..60 => return "just now".to_owned(),
        60..3600 => (seconds / 60, "minute"),
        3600..86_400 => (seconds / 3600, "hour"),
        _ => (seconds / 86_400, "day"),
    };
    let s = if count == 1 { "" } else { "s" };
    format!("{count} {unit}{s} ago")
}

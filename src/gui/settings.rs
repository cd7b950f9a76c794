//! [`Settings`]: the user's settings, kept in a file of their own.
//!
//! The file is RON in the system's folder for settings. What it doesn't say has its
//! default, and what this version doesn't know is passed over, so that an older and a
//! newer editor can share it. A damaged file is set aside, never overwritten.

mod canvas;
mod keeper;
mod panels;
mod picture;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use eframe::egui::{Pos2, Rect, Vec2};
use serde::{Deserialize, Serialize};

use super::shipped::SHIPPED;
use super::theme::Scheme;
pub use canvas::CanvasOptions;
pub use keeper::Keeper;
pub(in crate::gui) use panels::Extent;
pub use panels::{PanelState, RECENT_OPS, Side};
pub use picture::{PictureOptions, PictureTheme};

/// How many files are remembered.
pub const MAX_RECENT: usize = 20;

/// The user's settings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The panels, the theme and the scale.
    pub panels: PanelState,
    /// What the canvas shows.
    pub canvas: CanvasOptions,
    /// How pictures are drawn.
    pub picture: PictureOptions,
    /// The colours of values and gradients.
    pub scheme: Scheme,
    /// The window, as it was left; none before the first time.
    pub window: Option<Window>,
    /// Files that were open, the last one first, at most [`MAX_RECENT`].
    pub recent: Vec<PathBuf>,
    /// The names of the lessons that were finished.
    pub finished: Vec<String>,
    /// The best score of each finished lesson, by its name.
    pub scores: BTreeMap<String, LessonScore>,
    /// Whether the start panel is shown when no file is opened.
    pub start_panel: bool,
    /// Whether the status line says how long the last evaluation took.
    pub times: bool,
    /// Whether files are chosen in the system's dialogs, or always in the editor's own.
    pub system_dialogs: bool,
}

/// How many questions of a lesson were answered, of how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LessonScore {
    /// Questions that the learner answered.
    pub right: usize,
    /// All questions.
    pub asked: usize,
}

/// Where the window was, in points.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Window {
    /// Its upper left corner, where the system reports it.
    pub position: Option<(f32, f32)>,
    /// The size of what is in it.
    pub size: (f32, f32),
    /// Whether it filled the screen.
    pub maximized: bool,
}

/// How much of a window must be on a screen, in pixels, so that it can be taken hold of.
const HANDLE: (f32, f32) = (120.0, 40.0);

/// Where a window is put whose upper edge is on no screen, as when the screen that it was
/// on isn't there any more; nothing if it is on one, or no screen is known. In pixels.
pub fn back_on_screen(window: Rect, screens: &[Rect]) -> Option<Pos2> {
    let top = window.with_max_y(window.top() + HANDLE.1);
    let is_in_reach = |screen: &Rect| {
        let seen = screen.intersect(top);
        seen.width() >= HANDLE.0.min(window.width()) && seen.height() >= HANDLE.1 / 2.0
    };
    if screens.iter().any(is_in_reach) {
        return None;
    }
    let screen = screens.first()?;
    let room = (screen.size() - window.size()).max(Vec2::ZERO);
    Some(screen.min + room / 2.0)
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            panels: PanelState::default(),
            canvas: CanvasOptions::default(),
            picture: PictureOptions::default(),
            scheme: Scheme::default(),
            window: None,
            recent: Vec::new(),
            finished: Vec::new(),
            scores: BTreeMap::new(),
            start_panel: true,
            times: false,
            system_dialogs: true,
        }
    }
}

impl Settings {
    /// Puts a file first among the recent ones.
    pub fn remember(&mut self, path: &Path) {
        // RON is text: a path that isn't text can't be kept.
        if path.to_str().is_none() {
            return;
        }
        self.forget(path);
        self.recent.insert(0, path.to_owned());
        self.recent.truncate(MAX_RECENT);
    }

    /// Takes a file out of the recent ones.
    pub fn forget(&mut self, path: &Path) {
        self.recent.retain(|other| other != path);
    }

    /// Whether a lesson was finished.
    pub fn has_finished(&self, lesson: &str) -> bool {
        self.finished.iter().any(|name| name == lesson)
    }

    /// Remembers that a lesson was finished, and its best score.
    pub fn finish(&mut self, lesson: &str, score: LessonScore) {
        if !self.has_finished(lesson) {
            self.finished.push(lesson.to_owned());
        }
        let best = self.scores.entry(lesson.to_owned()).or_insert(score);
        if score.right >= best.right {
            *best = score;
        }
    }

    /// Corrects what egui can't handle, and may have been written into the file: numbers
    /// that aren't finite or far too large.
    fn put_right(&mut self) {
        self.panels.put_right();
        self.picture.put_right();
        let side = 100.0..=32_000.0;
        let place = -32_000.0..=32_000.0;
        self.window = self.window.filter(|window| {
            let placed = window.position.unwrap_or_default();
            side.contains(&window.size.0)
                && side.contains(&window.size.1)
                && place.contains(&placed.0)
                && place.contains(&placed.1)
        });
        let recent = std::mem::take(&mut self.recent);
        for path in recent.iter().rev() {
            self.remember(path);
        }
        let known = |name: &str| SHIPPED.iter().any(|lesson| lesson.name() == name);
        let finished = std::mem::take(&mut self.finished);
        for name in finished.into_iter().filter(|name| known(name)) {
            if !self.has_finished(&name) {
                self.finished.push(name);
            }
        }
        let is_possible = |score: &LessonScore| score.right <= score.asked;
        self.scores
            .retain(|name, score| known(name) && is_possible(score));
    }
}

//! [`Settings`]: how a person likes the editor, kept in a file of its own.
//!
//! The file is RON in the system's folder for settings. What it doesn't say has its
//! default, and what this version doesn't know is passed over, so that an older and a
//! newer editor can share it. A damaged file is set aside, never overwritten.

mod keeper;

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::theme::Scheme;
pub use keeper::Keeper;

/// How many files are remembered.
pub const MAX_RECENT: usize = 20;

/// How far the whole editor can be scaled; 1 is the system's own size.
pub const UI_SCALES: std::ops::RangeInclusive<f32> = 0.5..=3.0;

/// How a person likes the editor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Light or dark.
    pub appearance: Appearance,
    /// How large everything is, a factor within [`UI_SCALES`].
    pub ui_scale: f32,
    /// The colours of values and gradients.
    pub scheme: Scheme,
    /// Whether wires are tinted by the size of their gradient.
    pub tint_wires: bool,
    /// Whether values and gradients are written on the wires.
    pub wire_labels: bool,
    /// Whether the grid is drawn.
    pub grid: bool,
    /// Whether nodes snap to the grid.
    pub snap: bool,
    /// The panels.
    pub panels: Panels,
    /// The window, as it was left; none before the first time.
    pub window: Option<Window>,
    /// Files that were open, the last one first, at most [`MAX_RECENT`].
    pub recent: Vec<PathBuf>,
    /// Whether the start panel is shown when no file is opened.
    pub start_panel: bool,
    /// Whether files are chosen in the system's dialogs, or always in our own.
    pub system_dialogs: bool,
}

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Appearance {
    /// As the system is.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// A panel at an edge of the window.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Panel {
    /// Whether it is there.
    pub shown: bool,
    /// Its width, or its height if it lies at the bottom, in points.
    pub size: f32,
}

/// The panels.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Panels {
    /// The ops, to be dragged onto the canvas.
    pub ops: Panel,
    /// What is chosen.
    pub inspector: Panel,
    /// What is wrong.
    pub problems: Panel,
    /// The line at the bottom; its height is that of its text.
    pub status: Panel,
    /// The whole graph, small.
    pub minimap: Panel,
}

/// Where the window was, in points.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Window {
    /// Its upper left corner, where the system tells.
    pub position: Option<(f32, f32)>,
    /// The size of what is in it.
    pub size: (f32, f32),
    /// Whether it filled the screen.
    pub maximized: bool,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            appearance: Appearance::default(),
            ui_scale: 1.0,
            scheme: Scheme::default(),
            tint_wires: false,
            wire_labels: true,
            grid: true,
            snap: true,
            panels: Panels::default(),
            window: None,
            recent: Vec::new(),
            start_panel: true,
            system_dialogs: true,
        }
    }
}

impl Default for Panels {
    fn default() -> Panels {
        let panel = |shown, size| Panel { shown, size };
        Panels {
            ops: panel(true, 180.0),
            inspector: panel(true, 280.0),
            problems: panel(false, 140.0),
            status: panel(true, 24.0),
            minimap: panel(true, 160.0),
        }
    }
}

impl Panels {
    fn all(&mut self) -> [&mut Panel; 5] {
        let Panels {
            ops,
            inspector,
            problems,
            status,
            minimap,
        } = self;
        [ops, inspector, problems, status, minimap]
    }
}

impl Settings {
    /// Puts a file first among the recent ones.
    pub fn remember(&mut self, path: &Path) {
        // RON is text: a path that is none can't be kept.
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

    /// Makes the interface larger or smaller by a tenth of its usual size a step.
    pub fn scale_ui(&mut self, steps: i8) {
        let scaled = (self.ui_scale * 10.0).round() + f32::from(steps);
        self.ui_scale = (scaled / 10.0).clamp(*UI_SCALES.start(), *UI_SCALES.end());
    }

    /// Puts right what a person may have written into the file, and egui can't take:
    /// numbers that are none, or out of all measure.
    fn put_right(&mut self) {
        let usual = Settings::default();
        if !UI_SCALES.contains(&self.ui_scale) {
            self.ui_scale = usual.ui_scale;
        }
        let mut usual_panels = usual.panels;
        for (panel, usual) in self.panels.all().into_iter().zip(usual_panels.all()) {
            if !(16.0..=4000.0).contains(&panel.size) {
                panel.size = usual.size;
            }
        }
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
    }
}

//! [`PictureOptions`]: how pictures of the graph are drawn.

use eframe::egui::Theme;
use serde::{Deserialize, Serialize};

/// How pictures are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PictureOptions {
    /// Light or dark.
    pub theme: PictureTheme,
    /// Pixels a point: 1, 2 or 4.
    pub scale: u8,
    /// Whether there is no background.
    pub transparent: bool,
}

/// Whether pictures are light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum PictureTheme {
    /// As the window is.
    #[default]
    AsShown,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Default for PictureOptions {
    fn default() -> PictureOptions {
        PictureOptions {
            theme: PictureTheme::AsShown,
            scale: 2,
            transparent: false,
        }
    }
}

impl PictureOptions {
    /// The theme of a picture, while the window has this one.
    pub fn theme(&self, shown: Theme) -> Theme {
        match self.theme {
            PictureTheme::AsShown => shown,
            PictureTheme::Light => Theme::Light,
            PictureTheme::Dark => Theme::Dark,
        }
    }

    /// Puts right what a settings file may say and no picture can have.
    pub(super) fn put_right(&mut self) {
        if ![1, 2, 4].contains(&self.scale) {
            self.scale = PictureOptions::default().scale;
        }
    }
}

//! [`PanelState`]: what of the panels is kept from one start to the next.

use eframe::egui::{Context, Rangef, ThemePreference};
use serde::{Deserialize, Serialize};

use crate::gui::style;

/// How many ops that were added last are kept.
pub const RECENT_OPS: usize = 6;

/// How far the interface can be scaled.
const SCALES: std::ops::RangeInclusive<f32> = 0.5..=3.0;
/// By how much one command scales it.
const SCALE_STEP: f32 = 0.1;

/// A panel at an edge of the window.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Side {
    /// Whether it is there.
    pub shown: bool,
    /// Its width, or its height if it lies at the bottom, in points.
    pub size: f32,
}

impl Side {
    /// How large the panel may be now: at least so much, and no more than `most`. What
    /// a small window has cut grows back with the window.
    pub(in crate::gui) fn range(&self, least: f32, most: f32, last: Extent) -> Rangef {
        let least = least.min(most);
        let grows_back = last.is_cut() && last.most < most;
        let least = match grows_back {
            true => self.size.clamp(least, most),
            false => least,
        };
        Rangef::new(least, most)
    }

    /// Keeps the size that the panel was drawn with, unless the window cut it.
    pub(in crate::gui) fn remember(&mut self, now: Extent, last: Extent) {
        // While it slides in or out it has another size in each frame.
        let rests = now.size == last.size && now.size >= 60.0;
        if self.shown && rests && !(now.is_cut() && self.size > now.most) {
            self.size = now.size;
        }
    }
}

/// How large a panel was drawn, and how large it could have been.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::gui) struct Extent {
    pub(in crate::gui) size: f32,
    pub(in crate::gui) most: f32,
}

impl Extent {
    fn is_cut(self) -> bool {
        self.size > 0.0 && self.size >= self.most - 0.5
    }
}

/// What is kept of the panels from one start to the next.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PanelState {
    /// The ops, at the left.
    pub ops: Side,
    /// What is known of the selection, at the right.
    pub inspector: Side,
    /// What is wrong, at the bottom.
    pub problems: Side,
    /// Light, dark, or as the system is.
    #[serde(with = "ThemeName")]
    pub theme: ThemePreference,
    /// How large the interface is; 1 is the system's own size.
    pub scale: f32,
    /// The names of the ops that were added last, the last one first, at most
    /// [`RECENT`](RECENT_OPS).
    pub recent_ops: Vec<String>,
}

/// How a settings file names a theme.
#[derive(Serialize, Deserialize)]
#[serde(remote = "ThemePreference")]
enum ThemeName {
    System,
    Light,
    Dark,
}

impl Default for PanelState {
    fn default() -> PanelState {
        let side = |shown, size| Side { shown, size };
        PanelState {
            ops: side(true, 200.0),
            inspector: side(true, 290.0),
            problems: side(false, 150.0),
            theme: ThemePreference::System,
            scale: 1.0,
            recent_ops: Vec::new(),
        }
    }
}

impl PanelState {
    /// Gives egui the theme and the scale, where they differ from what it has; everything
    /// is so many times `larger`.
    pub fn apply(&self, ctx: &Context, larger: f32) {
        let (theme, by_keys) = ctx.options(|options| {
            let by_keys = options.zoom_with_keyboard;
            (options.theme_preference, by_keys)
        });
        if theme != self.theme {
            ctx.set_theme(self.theme);
        }
        if by_keys {
            style::install(ctx);
            // The keys are in the table of commands.
            ctx.options_mut(|options| options.zoom_with_keyboard = false);
        }
        style::present(ctx, larger > 1.0);
        let scale = self.scale * larger;
        if ctx.zoom_factor() != scale {
            ctx.set_zoom_factor(scale);
        }
    }

    /// Puts right what a settings file may say and egui can't take: numbers that are
    /// none, or out of all measure.
    pub fn put_right(&mut self) {
        let usual = PanelState::default();
        if !SCALES.contains(&self.scale) {
            self.scale = usual.scale;
        }
        let sides = [
            (&mut self.ops, usual.ops),
            (&mut self.inspector, usual.inspector),
            (&mut self.problems, usual.problems),
        ];
        for (side, usual) in sides {
            if !(60.0..=4_000.0).contains(&side.size) {
                side.size = usual.size;
            }
        }
        self.recent_ops.truncate(RECENT_OPS);
    }

    /// Makes the interface larger by so many steps, or smaller.
    pub fn scale_by(&mut self, steps: f32) {
        // In whole steps, so that ten steps up and ten down come out even.
        let wanted = ((self.scale / SCALE_STEP).round() + steps) * SCALE_STEP;
        self.scale = wanted.clamp(*SCALES.start(), *SCALES.end());
    }
}

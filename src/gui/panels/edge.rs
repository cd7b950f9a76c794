//! [`Edge`]: a panel at an edge of the window, which keeps its size.

use eframe::egui::{Panel, Ui};

use crate::gui::settings::{Extent, Side};

/// A panel at an edge of the window.
pub(super) struct Edge<'a> {
    /// Its size and whether it is shown, as the settings have it.
    pub(super) side: &'a mut Side,
    /// How large it was drawn last.
    pub(super) drawn: &'a mut Extent,
    /// The least and the largest size that the window has room for.
    pub(super) room: (f32, f32),
    /// Whether it lies along the lower edge, so that its size is a height.
    pub(super) is_row: bool,
    /// Whether something else is shown in its place for now.
    pub(super) gives_way: bool,
}

impl Edge<'_> {
    /// Draws the panel if it is shown, and keeps its size.
    pub(super) fn show(self, ui: &mut Ui, panel: Panel, contents: impl FnOnce(&mut Ui)) {
        let Edge {
            side,
            drawn,
            room: (least, most),
            is_row,
            gives_way,
        } = self;
        let range = side.range(least, most, *drawn);
        let mut hidden = false;
        let is_shown = match gives_way {
            true => &mut hidden,
            false => &mut side.shown,
        };
        let shown = panel
            .resizable(true)
            .default_size(side.size)
            .size_range(range)
            .show_collapsible(ui, is_shown, contents);
        let rect = shown.map(|panel| panel.response.rect);
        let size = rect.map_or(
            0.0,
            |rect| if is_row { rect.height() } else { rect.width() },
        );
        let now = Extent { size, most };
        side.remember(now, *drawn);
        *drawn = now;
    }
}

/// How large a panel may be: at least this many points, and at most this share of the
/// window. The canvas always keeps some room.
pub(super) fn share(window: f32, least: f32, share: f32) -> (f32, f32) {
    let most = (window * share).max(1.0);
    (least.min(most), most)
}

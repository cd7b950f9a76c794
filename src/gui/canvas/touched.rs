//! [`Touched`]: where something has changed, for what is cached by place.

use eframe::egui::Rect;

/// How many changed places are remembered.
const MOST: usize = 4096;

/// Where something has changed, each with the stamp of the change.
#[derive(Default)]
pub(super) struct Touched {
    parts: Vec<(u64, Rect)>,
    /// As far back as this stamp.
    from: u64,
}

impl Touched {
    /// Something in this part has changed.
    pub(super) fn add(&mut self, stamp: u64, part: Rect) {
        self.parts.push((stamp, part));
    }

    /// Everything may have changed.
    pub(super) fn forget(&mut self, stamp: u64) {
        self.parts.clear();
        self.from = stamp;
    }

    /// Forgets them if they are many.
    pub(super) fn limit(&mut self, stamp: u64) {
        if self.parts.len() > MOST {
            self.forget(stamp);
        }
    }

    /// The parts in which something has changed since a stamp; nothing if that may be
    /// anywhere.
    pub(super) fn since(&self, stamp: u64) -> Option<impl Iterator<Item = Rect> + '_> {
        let parts = self.parts.iter().rev();
        let parts = parts.take_while(move |(at, _)| *at > stamp);
        (stamp >= self.from).then(|| parts.map(|(_, part)| *part))
    }
}

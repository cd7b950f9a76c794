//! What an empty canvas says: how to start.

use eframe::egui::{Align, Layout, Rect, RichText, Ui, UiBuilder, Vec2};

use super::drawing::Drawing;
use crate::gui::command::{Command, keys_text};

/// How much room the words take at most.
const ROOM: Vec2 = Vec2::new(460.0, 175.0);

impl Drawing<'_> {
    /// Says how to start, if the canvas is empty and nothing is under way.
    pub(super) fn beginning(&self, ui: &mut Ui, busy: bool) {
        let document = self.editor.document();
        let empty = document.graph().is_empty()
            && document.frames().next().is_none()
            && document.texts().next().is_none();
        if !empty || busy || !self.canvas.is_positive() {
            return;
        }
        let room = ROOM.min(self.canvas.size() - Vec2::splat(24.0));
        let place = Rect::from_center_size(self.canvas.center(), room.max(Vec2::ZERO));
        let layout = Layout::top_down(Align::Center);
        ui.scope_builder(UiBuilder::new().max_rect(place).layout(layout), |ui| {
            ui.set_clip_rect(self.canvas);
            ui.spacing_mut().item_spacing.y = 7.0;
            // Nothing here may take a click or a double click from the canvas.
            ui.style_mut().interaction.selectable_labels = false;
            let keys = |command: Command| {
                keys_text(ui.ctx(), command.info().keys.get(..1).unwrap_or_default())
            };
            let [search, list] = [Command::AddNode, Command::CommandPalette].map(keys);
            let head = RichText::new("Type a number, or the name of an op");
            ui.label(head.size(20.0).color(self.theme.text));
            for line in [
                "= begins a formula: J = ½ (wx + b − y)² makes all its nodes.".to_owned(),
                "Enter adds it here: 2 adds a source, multiply adds a product.".to_owned(),
                format!("{search} or a double-click searches; ops can be dragged in, too."),
                "Wire nodes by dragging from dot to dot.".to_owned(),
                format!("{list} lists everything that can be done."),
            ] {
                ui.label(RichText::new(line).color(self.theme.weak_text));
            }
        });
    }
}

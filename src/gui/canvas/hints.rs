//! What is said beside the pointer: why a node is marked.

use eframe::egui::{self, Tooltip, Ui};

use super::gestures::Hit;
use super::kept::Kept;
use super::{Drawing, Wire};
use crate::core::graph::NodeId;

impl Drawing<'_> {
    /// Says what is wrong with the node that is pointed at, or that it stands on a
    /// kink.
    pub(super) fn hints(&self, ui: &Ui, kept: &mut Kept) {
        let (Hit::Node(id) | Hit::Output(id) | Hit::Input(Wire { to: id, .. })) = self.hit else {
            return;
        };
        let busy = self.moved.is_some() || ui.input(|input| input.pointer.any_down());
        let Some(text) = self.hint(kept, id).filter(|_| !busy) else {
            return;
        };
        let at = egui::PopupAnchor::Pointer;
        let tooltip = Tooltip::always_open(ui.ctx().clone(), ui.layer_id(), ui.scope_id(), at);
        tooltip.gap(14.0).show(|ui| {
            ui.set_max_width(320.0);
            ui.label(text);
        });
    }

    fn hint(&self, kept: &mut Kept, id: NodeId) -> Option<String> {
        if let Some(problem) = self.problem(id) {
            return Some(problem.to_string());
        }
        let kink = self.shown_node(&mut kept.readings, id).kink?;
        let name = self.editor.document().graph().name(id);
        Some(format!("{name} stands on a kink: {kink}."))
    }
}

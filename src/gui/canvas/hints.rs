//! The tooltip of a node that is marked.

use eframe::egui::{self, Tooltip, Ui};

use super::caches::Caches;
use super::drawing::Drawing;
use super::hit::Hit;
use crate::core::graph::{NodeId, Wire};

impl Drawing<'_> {
    /// Says what is wrong with the node that is pointed at, or that it is at a kink.
    pub(super) fn hints(&self, ui: &Ui, caches: &mut Caches) {
        let (Hit::Node(id) | Hit::Output(id) | Hit::Input(Wire { to: id, .. })) = self.hit else {
            return;
        };
        let busy = self.moved.is_some() || ui.input(|input| input.pointer.any_down());
        let Some(text) = self.hint(caches, id).filter(|_| !busy) else {
            return;
        };
        let at = egui::PopupAnchor::Pointer;
        let tooltip = Tooltip::always_open(ui.ctx().clone(), ui.layer_id(), ui.scope_id(), at);
        tooltip.gap(14.0).show(|ui| {
            ui.set_max_width(320.0);
            ui.label(text);
        });
    }

    fn hint(&self, caches: &mut Caches, id: NodeId) -> Option<String> {
        if let Some(problem) = self.problem(id) {
            return Some(problem.to_string());
        }
        let kink = self.shown_node(&mut caches.readings, id).kink?;
        let name = self.editor.name(id);
        Some(format!("{name} is at a kink: {kink}."))
    }
}

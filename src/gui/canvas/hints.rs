//! The tooltip of a node: what is wrong with it, that it is at a kink, or how the signs of a
//! tensor are read.

use eframe::egui::{PopupAnchor, Tooltip, Ui};

use super::caches::Caches;
use super::drawing::Drawing;
use super::hit::Hit;
use crate::core::graph::{NodeId, Wire};

/// How long the pointer rests, in seconds, before a tensor is explained.
const RESTS: f32 = 0.6;

impl Drawing<'_> {
    /// Says what is wrong with the node that is pointed at, or that it is at a kink; of a
    /// tensor, once the pointer rests on it or on its wire, how it is read.
    pub(super) fn hints(&self, ui: &Ui, caches: &mut Caches) {
        let id = match self.hit {
            Hit::Node(id) | Hit::Output(id) | Hit::Input(Wire { to: id, .. }) => id,
            Hit::Wire(wire) => match self.scene.start(wire) {
                Some(id) => id,
                None => return,
            },
            _ => return,
        };
        let is_wire = matches!(self.hit, Hit::Wire(_));
        let busy = self.moved.is_some() || ui.input(|input| input.pointer.any_down());
        let marked = self.hint(caches, id).filter(|_| !is_wire);
        let text = marked.or_else(|| self.tensor_hint(ui, caches, id));
        let Some(text) = text.filter(|_| !busy) else {
            return;
        };
        // Below the node: its ports and its numbers stay in sight.
        let at = match self.node_rect(id).filter(|_| !is_wire) {
            Some(rect) => PopupAnchor::ParentRect(self.on_screen(rect).intersect(self.canvas)),
            None => PopupAnchor::Pointer,
        };
        let tooltip = Tooltip::always_open(ui.ctx().clone(), ui.layer_id(), ui.scope_id(), at);
        tooltip.gap(10.0).show(|ui| {
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

    fn tensor_hint(&self, ui: &Ui, caches: &mut Caches, id: NodeId) -> Option<String> {
        let shape = self.shown_node(&mut caches.readings, id).shape.clone()?;
        let rested = ui.input(|input| input.pointer.time_since_last_movement());
        if rested < RESTS {
            ui.request_repaint_after_secs(RESTS - rested);
            return None;
        }
        let name = self.editor.name(id);
        Some(format!(
            "{name} is a tensor of shape {shape}. ‖…‖ is the norm: the root of the sum of all \
             squares. In a heat map dark cells are negative, light ones positive. A double \
             click opens the table."
        ))
    }
}

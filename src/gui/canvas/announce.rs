//! What assistive technology, and tests, read of the canvas.

use eframe::egui::{Id, Rect, Role, Sense, Ui, WidgetInfo};

use super::caches::Caches;
use super::drawing::Drawing;
use super::label_layout::LabelRects;
use crate::core::graph::{NodeId, Wire};

/// The most nodes and the most wires that are announced: more is too much to
/// listen to.
const MOST: usize = 150;

impl Drawing<'_> {
    /// Announces the nodes in view, and the wires whose numbers are seen, with those
    /// numbers. Costs nothing while nobody listens.
    pub(super) fn announce(
        &self,
        ui: &mut Ui,
        caches: &mut Caches,
        canvas: Id,
        nodes: &[NodeId],
        labels: &[(Wire, LabelRects)],
    ) {
        let listens = ui.ctx().accesskit_node_builder(canvas, |_| ()).is_some();
        if !listens || nodes.len() > MOST {
            return;
        }
        for &id in nodes {
            let (Some(node), Some(rect)) = (self.editor.node(id), self.node_rect(id)) else {
                continue;
            };
            let reading = self.shown_node(&mut caches.readings, id);
            let shape = reading.shape.as_deref().unwrap_or_default();
            let (name, op) = (node.name(), node.op_name());
            let (value, gradient) = (&reading.value.text, &reading.gradient.text);
            let problem = self.problem(id).map(ToString::to_string);
            let problem = problem.map_or_else(String::new, |text| format!(", problem: {text}"));
            let label = format!("node {name}");
            let said = format!("{op}, value {shape} {value}, gradient {gradient}{problem}");
            self.say(
                ui,
                ("node", id.index(), 0),
                self.on_screen(rect),
                &label,
                &said,
            );
        }
        for (wire, rects) in labels.iter().take(MOST) {
            let Some(start) = self.scene.start(*wire) else {
                continue;
            };
            let (node, gradient) = self.shown_wire(&mut caches.readings, *wire, start);
            let (value, gradient) = (&node.value.text, &gradient.text);
            let (from, to) = (self.editor.name(start), self.editor.name(wire.to));
            let label = format!("wire from {from} to {to}");
            let said = format!("value {value}, gradient {gradient}");
            let id = ("wire", wire.to.index(), wire.input);
            self.say(ui, id, rects.both(), &label, &said);
        }
    }

    fn say(&self, ui: &Ui, id: (&str, usize, usize), rect: Rect, label: &str, value: &str) {
        let rect = rect.intersect(self.canvas);
        if !rect.is_positive() {
            return;
        }
        let response = ui.interact(rect, ui.scope_id().with(id), Sense::hover());
        response.widget_info(|| {
            let mut info = WidgetInfo::labeled(Role::GraphicsObject, true, label);
            info.current_text_value = Some(value.to_owned());
            info
        });
    }
}

//! Nodes.

use super::detail::Detail;
use super::drawing::Drawing;
use super::node_box::{RADIUS, SeenNode};
use super::pen::Pen;
use crate::core::graph::NodeId;

impl Drawing<'_> {
    /// Draws these nodes, in their order.
    pub(super) fn nodes(&self, pen: &mut Pen<'_>, ids: &[NodeId]) {
        for &id in ids {
            let node = self.editor.node(id);
            if let (Some(node), Some(rect)) = (node, self.node_rect(id)) {
                let screen = pen.layer.snap_rect(self.on_screen(rect));
                self.node(
                    pen,
                    &SeenNode {
                        id,
                        node,
                        rect,
                        screen,
                    },
                );
            }
        }
    }

    fn node(&self, pen: &mut Pen<'_>, seen: &SeenNode<'_>) {
        let reading = self.shown_node(pen.readings, seen.id);
        self.body(pen, seen);
        self.title(pen, seen, &reading);
        if self.detail == Detail::Full {
            if !self.overlay.is_simple() {
                self.input_names(pen, seen, &reading);
            }
            if seen.node.is_source() {
                self.source(pen, seen, &reading);
            } else {
                self.row_end(pen, seen, &reading);
                self.footer(pen, seen, &reading);
            }
        } else {
            self.two_lines(pen, seen, &reading);
        }
        self.ports(pen, seen);
        self.marks(pen, seen, &reading);
        self.verdict(pen, seen.id, seen.rect);
        if self.is_node_dimmed(pen, seen.id) {
            let veil = self.theme.background.gamma_multiply(0.45);
            let radius = RADIUS * self.zoom();
            pen.layer.round_box(seen.screen, [radius; 4], veil);
        }
    }
}

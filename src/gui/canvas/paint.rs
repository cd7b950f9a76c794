//! The order in which the parts of the graph are drawn.

use eframe::egui::{Id, Ui};

use super::caches::Caches;
use super::detail::Detail;
use super::drawing::{Drawing, DrawnFrame};
use super::minimap::MapLayout;
use crate::core::graph::NodeId;

/// From this zoom on all of a node is read from the back row.
const PRESENTED_FULL: f32 = 1.3;

impl Drawing<'_> {
    /// Chooses how much is drawn, and draws it, with the minimap if there is one.
    pub(super) fn draw(
        &mut self,
        ui: &mut Ui,
        caches: &mut Caches,
        map: Option<MapLayout>,
        canvas: Id,
    ) -> DrawnFrame {
        let nodes = match Detail::at(self.zoom(), 0) {
            Detail::Boxes => Vec::new(),
            _ => self.nodes_in_view(),
        };
        let crowd = if self.options.all_detail {
            0
        } else {
            nodes.len()
        };
        self.detail = Detail::at(self.zoom(), crowd);
        if self.options.presented && self.zoom() < PRESENTED_FULL {
            // All of it would have letters that aren't read from the back row.
            self.detail = self.detail.min(Detail::Numbers);
        }
        caches.begin(ui.ctx(), self);
        let mut drawn = self.graph(ui, caches, &nodes, canvas);
        drawn.minimap = map.map(|map| map.rect);
        if let Some(map) = map {
            let atlas = caches.atlas(ui.ctx());
            self.minimap(&mut caches.minimap, &atlas, map);
        }
        drawn
    }

    /// Draws the graph, with these nodes in view, and says of it what assistive technology
    /// asks for.
    fn graph(&self, ui: &mut Ui, caches: &mut Caches, nodes: &[NodeId], canvas: Id) -> DrawnFrame {
        let mut drawn = DrawnFrame {
            detail: Some(self.detail),
            ..DrawnFrame::default()
        };
        let mut pen = caches.pen(ui.ctx(), self.options.as_shapes);
        self.background(&mut pen.layer);
        self.frames(&mut pen);
        let mut wires = Vec::new();
        if self.detail <= Detail::Names {
            let under = pen.layer;
            self.overview(caches, under);
            pen = caches.pen(ui.ctx(), self.options.as_shapes);
            self.over_overview(&mut pen, nodes);
        } else {
            wires = self.wires_in_view();
            self.wires(&mut pen, &wires);
            self.nodes(&mut pen, nodes);
        }
        drawn.labels = self.labels(&mut pen, &wires, nodes);
        self.flights(&mut pen);
        drawn.letters = pen.smallest;
        pen.layer.show(&self.painter);
        self.announce(ui, caches, canvas, nodes, &drawn.labels);
        self.hints(ui, caches);
        drawn
    }
}

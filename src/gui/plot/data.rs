//! [`PlotData`]: what a plot shows, with the graph that it is of.

use crate::core::graph::{Graph, NodeId};
use crate::core::plot::{ContourMap, CurvePlot, contours, curves};

/// What a plot shows. It owns all that it needs, so it can be drawn on any thread.
#[derive(Clone, Debug)]
pub struct PlotData {
    /// The graph; it has the names.
    pub(super) graph: Graph,
    pub(super) kind: PlotKind,
}

/// What sort of plot it is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum PlotKind {
    /// Nodes against one source.
    Curves(CurvePlot),
    /// One node against two sources.
    Map(ContourMap),
}

/// How many numbers a source is given for a curve, and at least.
const SAMPLES: (usize, usize) = (241, 41);
/// How many numbers each of two sources is given for a map, and at least.
const SIDE: (usize, usize) = (81, 17);
/// So many nodes are computed for one plot, about: a large graph gets fewer samples.
const MOST_VISITS: usize = 1_000_000;

impl PlotData {
    /// Nodes against a source, in a range.
    ///
    /// # Errors
    /// The source or a node has no single number, or the range is none; says so.
    pub fn curves(
        graph: &Graph,
        source: NodeId,
        nodes: &[NodeId],
        range: (f64, f64),
    ) -> Result<PlotData, String> {
        let samples = (MOST_VISITS / graph.len().max(1)).clamp(SAMPLES.1, SAMPLES.0);
        // An odd number has the middle of the range, where many kinks are.
        let plot = curves(graph, source, nodes, range, samples | 1);
        let plot = plot.ok_or_else(|| no_numbers(graph, nodes, &[source]))?;
        Ok(PlotData {
            graph: graph.clone(),
            kind: PlotKind::Curves(plot),
        })
    }

    /// A node against two sources, each in its range.
    ///
    /// # Errors
    /// As [`PlotData::curves`].
    pub fn map(
        graph: &Graph,
        sources: [NodeId; 2],
        node: NodeId,
        ranges: [(f64, f64); 2],
    ) -> Result<PlotData, String> {
        let squared = MOST_VISITS / graph.len().max(1);
        let side = (squared as f64).sqrt() as usize;
        let map = contours(graph, sources, node, ranges, side.clamp(SIDE.1, SIDE.0) | 1);
        let map = map.ok_or_else(|| no_numbers(graph, &[node], &sources))?;
        Ok(PlotData {
            graph: graph.clone(),
            kind: PlotKind::Map(map),
        })
    }

    /// The numbers as CSV.
    pub fn csv(&self) -> String {
        match &self.kind {
            PlotKind::Curves(plot) => plot.csv(&self.graph),
            PlotKind::Map(map) => map.csv(&self.graph),
        }
    }

    /// What it is called: `J against w`.
    pub fn title(&self) -> String {
        let name = |id: &NodeId| self.graph.name(*id).to_owned();
        match &self.kind {
            PlotKind::Curves(plot) => {
                let nodes: Vec<String> =
                    plot.curves.iter().map(|curve| name(&curve.node)).collect();
                format!("{} against {}", nodes.join(", "), name(&plot.source))
            }
            PlotKind::Map(map) => {
                let [x, y] = map.sources.each_ref().map(name);
                format!("{} against {x} and {y}", name(&map.node))
            }
        }
    }
}

fn no_numbers(graph: &Graph, nodes: &[NodeId], sources: &[NodeId]) -> String {
    let names = |ids: &[NodeId]| {
        let names: Vec<&str> = ids.iter().map(|id| graph.name(*id)).collect();
        names.join(", ")
    };
    format!(
        "{} can't be plotted against {}: choose nodes that have a single number, sources of a \
         single number, and a range from a smaller to a larger one",
        names(nodes),
        names(sources)
    )
}

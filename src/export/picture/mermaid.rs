//! Mermaid, which wikis and code hosts draw from Markdown.

use std::fmt::Write;

use super::clusters::{Piece, pieces};
use super::drawing::Drawing;
use super::escape::mermaid as text;
use crate::core::explain::notation::Notation;
use crate::core::fault::Fault;
use crate::export::target::{Export, Options, Subject};

/// Mermaid draws no graph with more edges than this unless it is told to.
const MERMAID_EDGES: usize = 500;

/// A graph as a flowchart of Mermaid: both numbers on every edge, frames as subgraphs. Ids
/// are numbers of our own and labels are escaped, so every name is safe.
///
/// # Errors
/// None: every graph can be drawn.
pub(in crate::export) fn mermaid(subject: &Subject<'_>, _: &Options) -> Result<Export, Fault> {
    let graph = subject.graph;
    let drawing = Drawing::new(subject, Notation::Text);
    let mut out = String::from("flowchart LR\n");
    let edges = graph.wires().count();
    let mut warnings = Vec::new();
    if edges > MERMAID_EDGES {
        warnings.push(format!(
            "the graph has {edges} edges, and Mermaid draws {MERMAID_EDGES}: raise maxEdges where \
             it runs, or export to dot"
        ));
    }
    let ends = drawing.ends();
    let mut depth = 1;
    for piece in pieces(subject.document) {
        let indent = "    ".repeat(depth);
        match piece {
            Piece::Open(number, frame) => {
                depth += 1;
                let title = text(frame.title());
                let _ = writeln!(out, "{indent}subgraph s{number}[\"{title} \"]");
            }
            Piece::Close => {
                depth -= 1;
                let _ = writeln!(out, "{}end", "    ".repeat(depth));
            }
            Piece::Node(id) => {
                let Some(node) = graph.get(id) else {
                    continue;
                };
                let mut label = text(node.name());
                if !node.is_source() {
                    label += &format!("<br/>{}", text(drawing.op(node)));
                }
                if ends[id.index()] {
                    let numbers = [drawing.value(id), drawing.gradient(id)];
                    let [value, gradient] = numbers.map(|it| text(&it));
                    label += &format!("<br/>{value}<br/>{gradient}");
                }
                let _ = writeln!(out, "{indent}n{}[\"{label}\"]", id.index());
            }
        }
    }
    for (from, wire) in graph.wires() {
        let [value, gradient] = drawing.on_wire(from, wire).map(|it| text(&it));
        let (from, to) = (from.index(), wire.to.index());
        let _ = writeln!(out, "    n{from} -->|\"{value}<br/>{gradient}\"| n{to}");
    }
    Ok(Export {
        text: out,
        warnings,
        ..Export::default()
    })
}

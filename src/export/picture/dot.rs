//! DOT, the language of Graphviz.

use std::fmt::Write;

use super::clusters::{Piece, pieces};
use super::drawing::Drawing;
use super::escape::html;
use crate::core::explain::notation::Notation;
use crate::core::fault::Fault;
use crate::core::graph::NodeId;
use crate::document::Document;
use crate::export::target::{Export, Options, Subject};

/// The colours of values and of gradients, on white.
const VALUE: &str = "#0056a8";
const GRADIENT: &str = "#b04a00";

/// A graph for Graphviz: both numbers on every edge, frames as clusters. Ids are numbers of
/// our own and labels are escaped, so every name is safe.
///
/// # Errors
/// None: every graph can be drawn.
pub(in crate::export) fn dot(subject: &Subject<'_>, _: &Options) -> Result<Export, Fault> {
    let document = subject.document;
    let drawing = Drawing::new(subject, Notation::Text);
    let mut out = String::from(
        "// dot -Tsvg graph.dot -o graph.svg\ndigraph wiregrad {\n    rankdir=LR;\n    \
         ordering=in;\n    node [shape=box, style=rounded, fontname=\"Helvetica\"];\n    \
         edge [fontname=\"Helvetica\", fontsize=10];\n",
    );
    if !document.title().is_empty() {
        let title = html(document.title());
        let _ = writeln!(
            out,
            "    labelloc=t;\n    fontname=\"Helvetica\";\n    label=<{title}>;"
        );
    }
    nodes(&mut out, document, &drawing);
    for (from, wire) in subject.graph.wires() {
        let [value, gradient] = drawing.on_wire(from, wire).map(|text| html(&text));
        let _ = writeln!(
            out,
            "    n{} -> n{} [label=<<font color=\"{VALUE}\">{value}</font><br/><font \
             color=\"{GRADIENT}\">{gradient}</font>>];",
            from.index(),
            wire.to.index()
        );
    }
    out.push_str("}\n");
    Ok(Export {
        text: out,
        ..Export::default()
    })
}

fn nodes(out: &mut String, document: &Document, drawing: &Drawing<'_>) {
    let ends = drawing.ends();
    let mut depth = 1;
    for piece in pieces(document) {
        match piece {
            Piece::Open(number, frame) => {
                let (indent, title) = ("    ".repeat(depth), html(frame.title()));
                depth += 1;
                let _ = writeln!(
                    out,
                    "{indent}subgraph cluster_{number} {{\n{indent}    label=<{title} >;\n\
                     {indent}    style=\"rounded,dashed\";"
                );
            }
            Piece::Close => {
                depth -= 1;
                let _ = writeln!(out, "{}}}", "    ".repeat(depth));
            }
            Piece::Node(id) => {
                let label = label(drawing, id, ends[id.index()]);
                let indent = "    ".repeat(depth);
                let _ = writeln!(out, "{indent}n{} [label=<{label}>];", id.index());
            }
        }
    }
}

/// The name and the op; of a node whose numbers stand on no edge, these too.
fn label(drawing: &Drawing<'_>, id: NodeId, ends: bool) -> String {
    let Some(node) = drawing.graph.get(id) else {
        return String::new();
    };
    let (name, op) = (html(node.name()), html(drawing.op(node)));
    let mut label = format!("<b>{name}</b>");
    if !node.is_source() {
        label += &format!("<br/>{op}");
    }
    if ends {
        let [value, gradient] = [drawing.value(id), drawing.gradient(id)].map(|text| html(&text));
        label += &format!(
            "<br/><font color=\"{VALUE}\">{value}</font><br/><font \
             color=\"{GRADIENT}\">{gradient}</font>"
        );
    }
    label
}

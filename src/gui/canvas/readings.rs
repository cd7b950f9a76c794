//! [`Readings`]: the numbers as they are shown, cached until they change.
//!
//! What a tensor's wire contributes to a gradient is a matrix product, and even formatting a
//! single number takes a while. Each is computed when it is first seen, and cached as long as
//! the document's structure and values are the same.

use std::sync::Arc;

use hashbrown::HashMap;

use super::heat::HeatCells;
use crate::core::evaluation::Numbers;
use crate::core::expression::help;
use crate::core::graph::{NodeId, Wire};
use crate::core::number::{nested, norm, typeset};
use crate::core::tensor::Shape;
use crate::document::Revision;
use crate::gui::editor::Editor;
use crate::gui::live::{Known, Quantity};

/// The mark of a value: it flows forward.
pub(super) const FORWARD: &str = "▸ ";
/// The mark of a gradient: it flows back.
pub(super) const BACK: &str = "◂ ";
/// The digits of a number on a node or a wire.
pub const DIGITS: usize = 4;
/// And where there is little room.
const SHORT_DIGITS: usize = 2;
/// Of gradients with more elements than this, or that take too long for a frame, a wire shows
/// the value alone.
const MOST: usize = 1 << 20;

/// One quantity as it is shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// A number, a shape with a norm, or "—".
    pub text: Arc<str>,
    /// The same with fewer digits, where there is little room.
    pub short: Option<Arc<str>>,
    /// The heat map, of a tensor.
    pub cells: Option<Arc<HeatCells>>,
}

/// What is shown of a node.
#[derive(Clone, Debug, Default)]
pub struct NodeReading {
    /// Its value.
    pub value: Reading,
    /// Its gradient.
    pub gradient: Reading,
    /// `4×3`, of a tensor.
    pub shape: Option<Arc<str>>,
    /// What its op says of the kink that it is at.
    pub kink: Option<&'static str>,
    /// What it computes, in words; nothing for a source.
    pub words: Option<Arc<NodeWords>>,
    /// The numbers of a short tensor: `[1, −2, 0.5]`.
    pub list: Option<Arc<str>>,
}

/// What a node computes, in words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NodeWords {
    /// Its inputs, each by the name of the node that is wired to it, or else by the op's.
    pub inputs: Vec<String>,
    /// `w × x`; empty where it says no more than the symbol.
    pub formula: String,
}

/// The numbers as they are shown.
#[derive(Default)]
pub struct Readings {
    /// The document's structure and values, and the numbers.
    revision: Option<(Revision, Revision, u64)>,
    nodes: HashMap<NodeId, Arc<NodeReading>>,
    wires: HashMap<Wire, Reading>,
    largest: Option<f64>,
}

impl Readings {
    /// Begins a frame: forgets what may have changed.
    pub fn begin(&mut self, editor: &Editor) {
        let document = editor.document();
        let revision = (
            document.structure_revision(),
            document.values_revision(),
            editor.live().generation(),
        );
        if self.revision != Some(revision) {
            self.revision = Some(revision);
            self.nodes.clear();
            self.wires.clear();
            self.largest = None;
        }
    }

    /// What is shown of a node.
    pub fn node(&mut self, editor: &Editor, id: NodeId) -> Arc<NodeReading> {
        let known = self.nodes.entry(id);
        known
            .or_insert_with(|| Arc::new(node_reading(editor, id)))
            .clone()
    }

    /// What a wire contributes to the gradient of the node that it starts at.
    pub fn wire(&mut self, editor: &Editor, wire: Wire) -> Reading {
        let known = self.wires.entry(wire);
        known.or_insert_with(|| wire_reading(editor, wire)).clone()
    }

    /// How large the gradient of a wire is, from 0 for a millionth of the largest
    /// gradient of a scalar node, or less, to 1; by the logarithm. `None` where there
    /// is no gradient, or no single number.
    ///
    /// And whether it is a negative number.
    pub fn magnitude(&mut self, editor: &Editor, wire: Wire) -> Option<(f32, bool)> {
        let largest = *self.largest.get_or_insert_with(|| largest(editor));
        let gradient = editor.shown_wire_gradient(wire)?;
        let is_negative = gradient.as_scalar().is_some_and(|number| number < 0.0);
        let size = gradient
            .data
            .iter()
            .fold(0.0, |most: f64, x| most.max(x.abs()));
        Some((on_log_scale(size, largest), is_negative))
    }
}

/// The decades of magnitude that differ on screen: down to a millionth of the largest.
const DECADES: f64 = 6.0;

fn on_log_scale(size: f64, largest: f64) -> f32 {
    if size == 0.0 || largest == 0.0 {
        return 0.0;
    }
    let below = (size / largest).log10();
    (1.0 + below / DECADES).clamp(0.0, 1.0) as f32 // NaN stays NaN, and is drawn as 0
}

fn largest(editor: &Editor) -> f64 {
    let sizes = editor
        .nodes()
        .filter_map(|(id, _)| editor.gradient_number(id));
    let sizes = sizes.map(f64::abs).filter(|x| x.is_finite());
    let largest = sizes.fold(0.0, f64::max);
    if largest > 0.0 { largest } else { 1.0 }
}

/// `4×3`, or `[3]` of a vector: it must not look like a number.
fn shape_text(shape: Shape) -> String {
    let axes: Vec<String> = shape.dims().map(|n| n.to_string()).collect();
    match &axes[..] {
        [length] => format!("[{length}]"),
        axes => axes.join("×"),
    }
}

/// The most numbers of a tensor that are written out.
const MOST_LISTED: usize = 6;

/// `[1, −2, 0.5]`.
fn list_text(numbers: &Numbers<'_>) -> Option<Arc<str>> {
    let axes: Vec<usize> = numbers.shape.dims().collect();
    let is_short = !axes.is_empty() && numbers.data.len() <= MOST_LISTED;
    is_short.then(|| nested(&axes, &numbers.data, |x| typeset(x, SHORT_DIGITS)).into())
}

fn words(editor: &Editor, id: NodeId) -> Option<NodeWords> {
    let node = editor.node(id).filter(|node| !node.is_source())?;
    let op = node.op();
    let name = |(input, from): (usize, &Option<NodeId>)| match (from, op) {
        (Some(from), _) => editor.name(*from).to_owned(),
        (None, Some(op)) => op.inputs.name(input),
        (None, None) => format!("input {input}"),
    };
    let inputs: Vec<String> = node.inputs().iter().enumerate().map(name).collect();
    let told = |from: &Option<NodeId>| from.map_or("…", |id| editor.name(id)).to_owned();
    let told: Vec<String> = node.inputs().iter().map(told).collect();
    let formula = op.map_or_else(String::new, |op| help::formula_of(op, &told));
    Some(NodeWords { inputs, formula })
}

fn reading(numbers: Option<Numbers<'_>>) -> Reading {
    let Some(numbers) = numbers else {
        return Reading {
            text: "—".into(),
            ..Reading::default()
        };
    };
    if let Some(number) = numbers.as_scalar() {
        return Reading {
            text: typeset(number, DIGITS).into(),
            short: Some(typeset(number, SHORT_DIGITS).into()),
            cells: None,
        };
    }
    let axes: Vec<usize> = numbers.shape.dims().collect();
    let size = norm(&numbers.data);
    Reading {
        text: format!("‖{}‖", typeset(size, DIGITS)).into(),
        short: Some(format!("‖{}‖", typeset(size, SHORT_DIGITS)).into()),
        cells: HeatCells::new(&axes, &numbers.data).map(Arc::new),
    }
}

/// Of a tensor that takes too long to be looked at in a frame.
fn digested(known: Known) -> (Option<Arc<str>>, Reading) {
    let digest = match known {
        Known::Digest(digest) => digest,
        Known::Absent => return (None, reading(None)),
        Known::NotYet => {
            let text = "…".into();
            return (
                None,
                Reading {
                    text,
                    ..reading(None)
                },
            );
        }
    };
    let norm = |digits| format!("‖{}‖", typeset(digest.norm, digits)).into();
    let reading = Reading {
        text: norm(DIGITS),
        short: Some(norm(SHORT_DIGITS)),
        cells: digest.cells.clone(),
    };
    (Some(shape_text(digest.shape).into()), reading)
}

fn node_reading(editor: &Editor, id: NodeId) -> NodeReading {
    if editor.live().is_heavy(id) {
        let digest = |quantity| digested(editor.live().digest(quantity));
        let (shape, value) = digest(Quantity::Value(id));
        let (_, gradient) = digest(Quantity::Gradient(id));
        return NodeReading {
            shape,
            value,
            gradient,
            kink: None,
            words: words(editor, id).map(Arc::new),
            list: None,
        };
    }
    let value = editor.shown_value(id);
    let tensor = value.as_ref().filter(|value| !value.shape.is_scalar());
    NodeReading {
        shape: tensor.map(|value| shape_text(value.shape).into()),
        list: tensor.and_then(list_text),
        value: reading(value),
        gradient: reading(editor.shown_gradient(id)),
        kink: editor.kink(id),
        words: words(editor, id).map(Arc::new),
    }
}

fn wire_reading(editor: &Editor, wire: Wire) -> Reading {
    let size = editor.shape(wire.to).map(|shape| shape.elements());
    if size.is_some_and(|size| size > MOST) || editor.live().is_heavy_wire(wire) {
        return Reading {
            text: "…".into(),
            ..Reading::default()
        };
    }
    reading(editor.shown_wire_gradient(wire))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn magnitudes_span_six_decades() {
        assert_eq!(on_log_scale(8.0, 8.0), 1.0);
        assert!((on_log_scale(8e-3, 8.0) - 0.5).abs() < 1e-6);
        assert_eq!(on_log_scale(1e-30, 8.0), 0.0);
        assert_eq!(on_log_scale(0.0, 8.0), 0.0);
        assert_eq!(on_log_scale(100.0, 8.0), 1.0);
    }
}

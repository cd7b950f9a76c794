//! What the inspector says about a node or a wire, computed once for each state of the
//! values.

use super::numbers::{digest_extent, digest_summary, extent, summary};
use super::parts::Inspected;
use crate::core::evaluation::Numbers;
use crate::core::explain::text::{Equation, Explanation};
use crate::core::graph::{NodeId, Wire};
use crate::core::tensor::Shape;
use crate::gui::live::{Known, Quantity};
use crate::gui::panels::heat::{HeatMap, Matrix};

/// What is said about a node.
pub(super) struct NodeFacts {
    pub(super) shape: Option<Shape>,
    pub(super) value: String,
    pub(super) gradient: String,
    /// Pictures of a tensor: of its value and of its gradient.
    pub(super) pictures: [Option<HeatMap>; 2],
    /// How the value is computed, unless it is given.
    pub(super) formula: Option<Equation>,
    /// How the gradient is computed, with a remark before it.
    pub(super) slope: Option<(String, Equation)>,
    /// Why both aren't written out, if they aren't.
    pub(super) numbers_only: Option<&'static str>,
}

/// What is said about a wire.
pub(super) struct WireFacts {
    pub(super) value: String,
    pub(super) gradient: String,
    /// The chain rule; nothing if no gradient flows.
    pub(super) chain_rule: Option<Explanation>,
    /// Why it isn't written out, if it isn't.
    pub(super) numbers_only: Option<&'static str>,
}

impl Inspected<'_> {
    pub(super) fn node_facts(&self, id: NodeId) -> NodeFacts {
        let editor = self.editor;
        let numbers_only = self.why_numbers_only(id);
        if editor.live().is_heavy(id) {
            return self.heavy_facts(id, numbers_only);
        }
        let (value, gradient) = (editor.shown_value(id), editor.shown_gradient(id));
        let pictures = [(&value, false), (&gradient, true)]
            .map(|(numbers, is_gradient)| picture(numbers.as_ref()?, is_gradient));
        let node = self.editor.node(id);
        let computed = value.is_some() && node.is_some_and(|node| !node.is_source());
        let tells = numbers_only.is_none();
        NodeFacts {
            shape: value.as_ref().map(|value| value.shape),
            value: text(value.as_ref(), extent),
            gradient: text(gradient.as_ref(), extent),
            pictures,
            formula: (computed && tells).then(|| self.explainer.value(id).equation),
            slope: tells.then(|| self.slope(id)).flatten(),
            numbers_only,
        }
    }

    /// The facts about a tensor that takes too long to be looked at in a frame.
    fn heavy_facts(&self, id: NodeId, numbers_only: Option<&'static str>) -> NodeFacts {
        let live = self.editor.live();
        let known = [Quantity::Value(id), Quantity::Gradient(id)].map(|it| live.digest(it));
        let [value, gradient] = [0, 1].map(|i| digest_extent(&known[i]));
        let picture = |known: Known, is_gradient: bool| match known {
            Known::Digest(digest) => {
                let cells = digest.picture.clone();
                cells.map(|cells| HeatMap::of(cells, is_gradient))
            }
            _ => None,
        };
        let [of_value, of_gradient] = known;
        NodeFacts {
            shape: live.program().shape(id),
            value,
            gradient,
            pictures: [picture(of_value, false), picture(of_gradient, true)],
            formula: None,
            slope: None,
            numbers_only,
        }
    }

    /// Why a node's formulas aren't written out with numbers: there are none of the graph as
    /// it is, or too many of them.
    fn why_numbers_only(&self, id: NodeId) -> Option<&'static str> {
        let live = self.editor.live();
        if let Some(why) = live.state().why_no_numbers() {
            return Some(why);
        }
        let into = (0..self.editor.inputs(id).len()).map(|input| Wire { to: id, input });
        let mut wires = into.chain(self.outgoing.of(id).iter().copied());
        let is_heavy = live.is_heavy(id) || wires.any(|wire| live.is_heavy_wire(wire));
        is_heavy.then_some("there are too many numbers to write the formula out")
    }

    fn slope(&self, id: NodeId) -> Option<(String, Equation)> {
        if !self.editor.reaches_target(id) || self.editor.target() == Some(id) {
            return None;
        }
        if let [wire] = self.outgoing.of(id) {
            // No sum over one wire: its own line says more.
            return Some((String::new(), self.explainer.contribution(*wire).equation));
        }
        let sum = self.explainer.sum(id);
        Some((format!("{}.", sum.title), sum.equation))
    }

    pub(super) fn wire_facts(&self, wire: Wire) -> WireFacts {
        let (editor, live) = (self.editor, self.editor.live());
        let value = match self.editor.start(wire) {
            Some(from) if live.is_heavy(from) => {
                digest_summary(&live.digest(Quantity::Value(from)))
            }
            from => text(
                from.and_then(|from| editor.shown_value(from)).as_ref(),
                summary,
            ),
        };
        let in_a_frame = live.is_current() && !live.is_heavy_wire(wire);
        let flows = in_a_frame && editor.reaches_target(wire.to);
        WireFacts {
            value,
            gradient: text(editor.shown_wire_gradient(wire).as_ref(), summary),
            chain_rule: flows.then(|| self.explainer.contribution(wire)),
            numbers_only: match live.state().why_no_numbers() {
                None if live.is_heavy_wire(wire) => Some("its gradient takes too long to show"),
                why => why,
            },
        }
    }
}

fn text(numbers: Option<&Numbers<'_>>, say: fn(&Numbers<'_>) -> String) -> String {
    numbers.map_or_else(|| "—".to_owned(), say)
}

/// The picture of a tensor: the last axis runs to the right, all others down.
fn picture(numbers: &Numbers<'_>, is_gradient: bool) -> Option<HeatMap> {
    let columns = numbers.shape.dims().next_back()?;
    let matrix = Matrix {
        rows: numbers.data.len() / columns.max(1),
        columns,
        data: &numbers.data,
    };
    Some(HeatMap::new(matrix, is_gradient))
}

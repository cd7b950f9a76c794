//! [`Lens`]: how the canvas shows the graph when something is being explained.
//!
//! The canvas shows every value and every gradient. A lens can hold some back, put
//! another text in their place, light nodes and wires up and dim others. The document
//! doesn't change, and neither do the sweeps.
//!
//! Whatever writes a number, a sentence with numbers in it, or draws something by their
//! size asks the lens first. It is the one place that says what may be told now.

use std::sync::Arc;

use crate::core::graph::{Graph, Node, NodeId, Wire};
use crate::core::problem::{Problem, ProblemKind};

/// How one number is shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Shown {
    /// As it is.
    #[default]
    AsIs,
    /// Not reached yet: "—".
    Absent,
    /// Kept back, to be guessed: "?".
    Hidden,
    /// This text instead.
    Text(Arc<str>),
}

impl Shown {
    /// What stands for a number that is kept back; nothing if it isn't.
    pub fn kept_back(&self) -> Option<&'static str> {
        match self {
            Shown::Absent => Some("—"),
            Shown::Hidden => Some("?"),
            Shown::AsIs | Shown::Text(_) => None,
        }
    }

    /// Whether the number may be told.
    pub fn is_told(&self) -> bool {
        self.kept_back().is_none()
    }
}

/// How much a node or a wire stands out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Emphasis {
    /// As always.
    #[default]
    Plain,
    /// It is what is being talked about.
    Lit,
    /// It is not what is being talked about.
    Dimmed,
}

/// A verdict beside a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// All is well.
    Fine,
    /// Look here.
    Doubtful,
    /// Wrong.
    Wrong,
}

/// A number on its way along a wire.
#[derive(Clone, Debug, PartialEq)]
pub struct Flight {
    /// The wire.
    pub wire: Wire,
    /// The number.
    pub text: Arc<str>,
    /// How far it has come, from 0 at the wire's start to 1 at its end.
    pub along: f32,
    /// Whether it is a gradient, which flies from the end to the start.
    pub gradient: bool,
}

/// How the graph is shown. What isn't said is shown as always.
///
/// The canvas asks about every node and wire in view in every frame: answers are looked
/// up, not worked out.
pub trait Lens {
    /// How a node's value is shown.
    fn value(&self, _node: NodeId) -> Shown {
        Shown::AsIs
    }

    /// How a node's gradient is shown.
    fn gradient(&self, _node: NodeId) -> Shown {
        Shown::AsIs
    }

    /// How the value on a wire is shown.
    fn wire_value(&self, _wire: Wire) -> Shown {
        Shown::AsIs
    }

    /// How the gradient on a wire is shown.
    fn wire_gradient(&self, _wire: Wire) -> Shown {
        Shown::AsIs
    }

    /// What stands in the place of the name of a node's gradient, `∂J/∂w`: what is shown
    /// there instead is another quantity.
    fn gradient_name(&self, _node: NodeId) -> Option<Arc<str>> {
        None
    }

    /// The mark before what stands in the place of gradients, if it is another quantity.
    fn gradient_sign(&self) -> Option<&'static str> {
        None
    }

    /// How much a node stands out.
    fn node_emphasis(&self, _node: NodeId) -> Emphasis {
        Emphasis::Plain
    }

    /// How much a wire stands out.
    fn wire_emphasis(&self, _wire: Wire) -> Emphasis {
        Emphasis::Plain
    }

    /// The nodes that are lit, few or none: they are seen from afar, too.
    fn lit_nodes(&self) -> &[NodeId] {
        &[]
    }

    /// The wires that are lit, few or none.
    fn lit_wires(&self) -> &[Wire] {
        &[]
    }

    /// A verdict beside a node.
    fn mark(&self, _node: NodeId) -> Option<Mark> {
        None
    }

    /// Numbers on their way.
    fn flights(&self) -> Vec<Flight> {
        Vec::new()
    }

    /// Another number whenever other nodes or wires may be dimmed; 0 while none are. From
    /// afar the canvas keeps its picture until then.
    fn dimmed_revision(&self) -> u64 {
        0
    }

    /// Another number whenever other numbers may be kept back; 0 while none are.
    fn kept_back_revision(&self) -> u64 {
        0
    }

    /// Whether it may be told how a node's value comes about: with its inputs.
    fn tells_value(&self, graph: &Graph, node: NodeId) -> bool {
        let inputs = graph.get(node).map_or(&[][..], Node::inputs);
        let mut all = inputs.iter().flatten().chain([&node]);
        all.all(|id| self.value(*id).is_told())
    }

    /// Whether it may be told what a wire contributes and how: the gradient that it comes
    /// from, and the local derivative, which is made of values.
    fn tells_contribution(&self, graph: &Graph, wire: Wire) -> bool {
        self.wire_gradient(wire).is_told()
            && self.gradient(wire.to).is_told()
            && self.tells_value(graph, wire.to)
    }

    /// Whether it may be told how a node's gradient comes about, from these wires.
    fn tells_gradient(&self, graph: &Graph, node: NodeId, outgoing: &[Wire]) -> bool {
        let mut wires = outgoing.iter();
        self.gradient(node).is_told() && wires.all(|wire| self.tells_contribution(graph, *wire))
    }

    /// Whether a problem may be told: a number that isn't finite is told with its inputs.
    fn tells_problem(&self, graph: &Graph, problem: &Problem) -> bool {
        let node = problem
            .node
            .filter(|_| problem.kind == ProblemKind::NotFinite);
        node.is_none_or(|node| self.tells_value(graph, node))
    }
}

/// Shows everything as it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Plain;

impl Lens for Plain {}

/// One lens before another: what either keeps back is kept back. All else is as the one in
/// front has it.
#[derive(Clone, Copy)]
pub struct Layers<'a> {
    /// The lens that is looked through.
    pub front: &'a dyn Lens,
    /// What it keeps back is kept back.
    pub back: &'a dyn Lens,
}

/// What is shown through two lenses.
fn both(front: Shown, back: Shown) -> Shown {
    if back.is_told() { front } else { back }
}

impl Lens for Layers<'_> {
    fn value(&self, node: NodeId) -> Shown {
        both(self.front.value(node), self.back.value(node))
    }

    fn gradient(&self, node: NodeId) -> Shown {
        both(self.front.gradient(node), self.back.gradient(node))
    }

    fn wire_value(&self, wire: Wire) -> Shown {
        both(self.front.wire_value(wire), self.back.wire_value(wire))
    }

    fn wire_gradient(&self, wire: Wire) -> Shown {
        both(
            self.front.wire_gradient(wire),
            self.back.wire_gradient(wire),
        )
    }

    fn gradient_name(&self, node: NodeId) -> Option<Arc<str>> {
        self.front.gradient_name(node)
    }

    fn gradient_sign(&self) -> Option<&'static str> {
        self.front.gradient_sign()
    }

    fn node_emphasis(&self, node: NodeId) -> Emphasis {
        self.front.node_emphasis(node)
    }

    fn wire_emphasis(&self, wire: Wire) -> Emphasis {
        self.front.wire_emphasis(wire)
    }

    fn lit_nodes(&self) -> &[NodeId] {
        self.front.lit_nodes()
    }

    fn lit_wires(&self) -> &[Wire] {
        self.front.lit_wires()
    }

    fn mark(&self, node: NodeId) -> Option<Mark> {
        self.front.mark(node)
    }

    fn flights(&self) -> Vec<Flight> {
        let mut flights = self.front.flights();
        for flight in &mut flights {
            let shown = match flight.gradient {
                true => self.back.wire_gradient(flight.wire),
                false => self.back.wire_value(flight.wire),
            };
            if let Some(instead) = shown.kept_back() {
                flight.text = instead.into();
            }
        }
        flights
    }

    fn dimmed_revision(&self) -> u64 {
        self.front.dimmed_revision()
    }

    fn kept_back_revision(&self) -> u64 {
        let [front, back] = [self.front, self.back].map(Lens::kept_back_revision);
        // Either may go on without the other.
        front.wrapping_mul(1 << 32).wrapping_add(back)
    }
}

//! [`Lens`]: how the canvas shows the graph when something is being explained.
//!
//! The canvas shows every value and every gradient. A lens can hold some back, put
//! another text in their place, light nodes and wires up and dim others. The document
//! doesn't change, and neither do the sweeps.

use std::sync::Arc;

use crate::core::graph::{NodeId, Wire};

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
}

/// Shows everything as it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Plain;

impl Lens for Plain {}

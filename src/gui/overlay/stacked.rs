//! [`Stacked`]: two overlays at a time, such as a mode on top of a lesson.

use std::sync::Arc;

use super::{Emphasis, Flight, Mark, Overlay, Shown};
use crate::core::graph::{NodeId, Wire};

/// Two overlays. What either redacts is redacted; all else is as the top one says.
#[derive(Clone, Copy)]
pub struct Stacked<'a> {
    /// It decides everything that isn't redacted.
    pub top: &'a dyn Overlay,
    /// Only its redactions count.
    pub bottom: &'a dyn Overlay,
}

/// What is shown of one number.
fn both(top: Shown, bottom: Shown) -> Shown {
    if bottom.is_visible() { top } else { bottom }
}

impl Overlay for Stacked<'_> {
    fn value(&self, node: NodeId) -> Shown {
        both(self.top.value(node), self.bottom.value(node))
    }

    fn gradient(&self, node: NodeId) -> Shown {
        both(self.top.gradient(node), self.bottom.gradient(node))
    }

    fn wire_value(&self, wire: Wire) -> Shown {
        both(self.top.wire_value(wire), self.bottom.wire_value(wire))
    }

    fn wire_gradient(&self, wire: Wire) -> Shown {
        both(
            self.top.wire_gradient(wire),
            self.bottom.wire_gradient(wire),
        )
    }

    fn gradient_name(&self, node: NodeId) -> Option<Arc<str>> {
        self.top.gradient_name(node)
    }

    fn gradient_sign(&self) -> Option<&'static str> {
        self.top.gradient_sign()
    }

    fn node_emphasis(&self, node: NodeId) -> Emphasis {
        self.top.node_emphasis(node)
    }

    fn wire_emphasis(&self, wire: Wire) -> Emphasis {
        self.top.wire_emphasis(wire)
    }

    fn lit_nodes(&self) -> &[NodeId] {
        self.top.lit_nodes()
    }

    fn lit_wires(&self) -> &[Wire] {
        self.top.lit_wires()
    }

    fn is_simple(&self) -> bool {
        self.top.is_simple()
    }

    fn shows_note(&self) -> bool {
        self.top.shows_note() && self.bottom.shows_note()
    }

    fn mark(&self, node: NodeId) -> Option<Mark> {
        self.top.mark(node)
    }

    fn flights(&self) -> Vec<Flight> {
        let mut flights = self.top.flights();
        for flight in &mut flights {
            let shown = match flight.gradient {
                true => self.bottom.wire_gradient(flight.wire),
                false => self.bottom.wire_value(flight.wire),
            };
            if let Some(instead) = shown.placeholder() {
                flight.text = instead.into();
            }
        }
        flights
    }

    fn dimmed_revision(&self) -> u64 {
        self.top.dimmed_revision()
    }

    fn redaction_revision(&self) -> u64 {
        let [top, bottom] = [self.top, self.bottom].map(Overlay::redaction_revision);
        // Either may go on without the other.
        top.wrapping_mul(1 << 32).wrapping_add(bottom)
    }
}

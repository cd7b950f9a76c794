//! [`ForwardMode`]: the other way to apply the chain rule. From one source, what every
//! node changes by, from left to right, in place of the gradients.

use std::sync::Arc;

use hashbrown::HashMap;

use crate::core::explain::notation::Notation;
use crate::core::explain::outgoing::start_of;
use crate::core::graph::{NodeId, Wire};
use crate::core::tensor::Tensor;
use crate::document::Revision;
use crate::gui::editor::Editor;

use super::lens::{Emphasis, Lens, Shown};

/// The derivative of every node by one source.
pub struct ForwardMode {
    source: NodeId,
    element: usize,
    made_from: Option<(Revision, Revision)>,
    /// Of each node: its derivative, and what that is called, if the source reaches it.
    nodes: HashMap<NodeId, (Arc<str>, Arc<str>)>,
    wires: HashMap<Wire, NodeId>,
    steps: usize,
    dimmed_revision: u64,
}

impl ForwardMode {
    /// From a node; of a tensor along its first element. `None` if it has no value.
    pub fn new(editor: &Editor, source: NodeId) -> Option<ForwardMode> {
        let mut mode = ForwardMode {
            source,
            element: 0,
            made_from: None,
            nodes: HashMap::new(),
            wires: HashMap::new(),
            steps: 0,
            dimmed_revision: 0,
        };
        mode.follow(editor).then_some(mode)
    }

    /// Follows the document; false if the source is gone.
    pub fn follow(&mut self, editor: &Editor) -> bool {
        let document = editor.document();
        let now = (document.structure_revision(), document.values_revision());
        if self.made_from != Some(now) {
            self.made_from = Some(now);
            return self.sweep(editor);
        }
        true
    }

    /// Starts from another node.
    pub fn choose(&mut self, editor: &Editor, source: NodeId, element: usize) {
        let value = editor.evaluation().value(source);
        if value.is_some_and(|value| element < value.data.len()) {
            (self.source, self.element) = (source, element);
            self.sweep(editor);
        }
    }

    fn sweep(&mut self, editor: &Editor) -> bool {
        let (graph, evaluation) = (editor.document().graph(), editor.evaluation());
        let Some(value) = evaluation.value(self.source) else {
            return false;
        };
        let mut along = vec![0.0; value.data.len()];
        match along.get_mut(self.element) {
            Some(element) => *element = 1.0,
            None => return false,
        }
        let found = Tensor::new(value.shape, along).ok();
        let Some(tangents) = found.and_then(|along| evaluation.tangents(self.source, &along))
        else {
            return false;
        };
        self.steps = tangents.steps();
        self.dimmed_revision += 1;
        self.nodes.clear();
        self.wires.clear();
        let source = graph.name(self.source);
        for &id in evaluation.program().order() {
            let inputs = graph.get(id).map_or(&[][..], |node| node.inputs());
            let reached = |from: &NodeId| self.nodes.contains_key(from);
            if id != self.source && !inputs.iter().flatten().any(reached) {
                continue;
            }
            for input in 0..inputs.len() {
                let wire = Wire { to: id, input };
                if let Some(from) = start_of(graph, wire).filter(|_| id != self.source)
                    && self.nodes.contains_key(&from)
                {
                    self.wires.insert(wire, from);
                }
            }
            if let Some(tangent) = tangents.get(id) {
                let number = Notation::Text.value(&tangent);
                let name = Notation::Text.partial(graph.name(id), source);
                self.nodes.insert(id, (number.into(), name.into()));
            }
        }
        true
    }

    /// The source.
    pub fn source(&self) -> NodeId {
        self.source
    }

    /// Which of its elements, in row-major order.
    pub fn element(&self) -> usize {
        self.element
    }

    /// How many nodes the sweep took a step for.
    pub fn steps(&self) -> usize {
        self.steps
    }
}

impl Lens for ForwardMode {
    fn gradient(&self, node: NodeId) -> Shown {
        let known = self.nodes.get(&node);
        known.map_or(Shown::Absent, |(number, _)| Shown::Text(number.clone()))
    }

    fn wire_gradient(&self, wire: Wire) -> Shown {
        match self.wires.get(&wire) {
            Some(start) => self.gradient(*start),
            None => Shown::Absent,
        }
    }

    fn gradient_name(&self, node: NodeId) -> Option<Arc<str>> {
        let known = self.nodes.get(&node);
        Some(known.map_or_else(|| "".into(), |(_, name)| name.clone()))
    }

    fn gradient_sign(&self) -> Option<&'static str> {
        // It flows forward, as values do.
        Some("▸ ")
    }

    fn node_emphasis(&self, node: NodeId) -> Emphasis {
        match () {
            () if node == self.source => Emphasis::Lit,
            () if self.nodes.contains_key(&node) => Emphasis::Plain,
            () => Emphasis::Dimmed,
        }
    }

    fn wire_emphasis(&self, wire: Wire) -> Emphasis {
        match self.wires.contains_key(&wire) {
            true => Emphasis::Plain,
            false => Emphasis::Dimmed,
        }
    }

    fn lit_nodes(&self) -> &[NodeId] {
        std::slice::from_ref(&self.source)
    }

    fn dimmed_revision(&self) -> u64 {
        self.dimmed_revision
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::first_document;

    #[test]
    fn from_w_every_node_has_its_derivative_by_w() {
        let editor = Editor::new(first_document());
        let id = |name: &str| editor.document().graph().find(name).expect("it is there");
        let mode = ForwardMode::new(&editor, id("w")).expect("w has a value");
        let text = |text: &str| Shown::Text(text.into());
        assert_eq!(mode.gradient(id("w")), text("1"));
        assert_eq!(mode.gradient(id("c")), text("−2"));
        assert_eq!(mode.gradient(id("squared")), text("−8"));
        // The same number as the reverse sweep's ∂J/∂w.
        assert_eq!(mode.gradient(id("J")), text("−4"));
        assert_eq!(mode.gradient(id("b")), Shown::Absent);
        let name = mode.gradient_name(id("a"));
        assert_eq!(name.as_deref(), Some("∂a/∂w"));
        let into_a = Wire {
            to: id("a"),
            input: 0,
        };
        assert_eq!(mode.wire_gradient(into_a), text("−2"));
    }
}

//! [`ForwardMode`]: the chain rule from left to right. In place of gradients it shows the
//! derivative of every node with respect to one source.

use hashbrown::HashMap;

use super::mode::{Revisions, revisions};
use super::reach::{Reach, Replacement};
use crate::core::explain::notation::Notation;
use crate::core::graph::NodeId;
use crate::core::tensor::Tensor;
use crate::gui::editor::Editor;
use crate::gui::overlay::Overlay;

/// The derivative of every node with respect to one source.
pub struct ForwardMode {
    source: NodeId,
    element: usize,
    made_from: Option<Revisions>,
    /// The nodes that depend on the source, each with its derivative.
    reach: Reach,
    steps: usize,
}

impl ForwardMode {
    /// Starts from a node, of a tensor from its first element. `None` if it has no value.
    pub fn new(editor: &Editor, source: NodeId) -> Option<ForwardMode> {
        let mut mode = ForwardMode {
            source,
            element: 0,
            made_from: None,
            // It is computed forward, as values are.
            reach: Reach::new(source, "▸ "),
            steps: 0,
        };
        mode.follow(editor).then_some(mode)
    }

    /// Follows the document; false if the source is gone.
    pub fn follow(&mut self, editor: &Editor) -> bool {
        let now = revisions(editor);
        if self.made_from != Some(now) {
            self.made_from = Some(now);
            return self.update(editor);
        }
        true
    }

    /// Starts from another node.
    pub fn choose(&mut self, editor: &Editor, source: NodeId, element: usize) {
        let value = editor.value(source);
        if value.is_some_and(|value| element < value.data.len()) {
            (self.source, self.element) = (source, element);
            self.update(editor);
        }
    }

    fn update(&mut self, editor: &Editor) -> bool {
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
        self.steps = tangents.visited();
        let source = graph.name(self.source);
        let mut nodes: HashMap<NodeId, Replacement> = HashMap::new();
        for &id in evaluation.program().order() {
            let inputs = graph.get(id).map_or(&[][..], |node| node.inputs());
            let reached = |from: &NodeId| nodes.contains_key(from);
            if id != self.source && !inputs.iter().flatten().any(reached) {
                continue;
            }
            if let Some(tangent) = tangents.get(id) {
                let instead = Replacement {
                    value: None,
                    wire_value: None,
                    gradient: Notation::Text.value(&tangent).into(),
                    gradient_name: Notation::Text.partial(graph.name(id), source).into(),
                };
                nodes.insert(id, instead);
            }
        }
        self.reach.set(graph, self.source, nodes);
        true
    }

    /// How the canvas shows the graph.
    pub fn overlay(&self) -> &dyn Overlay {
        &self.reach
    }

    /// The source.
    pub fn source(&self) -> NodeId {
        self.source
    }

    /// Which of its elements, in row-major order.
    pub fn element(&self) -> usize {
        self.element
    }

    /// How many nodes the forward pass visited.
    pub fn steps(&self) -> usize {
        self.steps
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::graph::Wire;
    use crate::gui::overlay::Shown;
    use crate::gui::shipped::first_document;

    #[test]
    fn every_node_has_its_derivative_with_respect_to_w() {
        let editor = Editor::new(first_document());
        let id = |name: &str| editor.find(name).expect("it is there");
        let mode = ForwardMode::new(&editor, id("w")).expect("w has a value");
        let text = |text: &str| Shown::Text(text.into());
        assert_eq!(mode.overlay().gradient(id("w")), text("1"));
        assert_eq!(mode.overlay().gradient(id("c")), text("−2"));
        assert_eq!(mode.overlay().gradient(id("squared")), text("−8"));
        // The same number as ∂J/∂w in the backward pass.
        assert_eq!(mode.overlay().gradient(id("J")), text("−4"));
        assert_eq!(mode.overlay().gradient(id("b")), text("—"));
        let name = mode.overlay().gradient_name(id("a"));
        assert_eq!(name.as_deref(), Some("∂a/∂w"));
        let into_a = Wire {
            to: id("a"),
            input: 0,
        };
        assert_eq!(mode.overlay().wire_gradient(into_a), text("−2"));
    }
}

//! [`ForwardMode`]: the other way to apply the chain rule. From one source, what every
//! node changes by, from left to right, in place of the gradients.

use hashbrown::HashMap;

use super::mode::{Revisions, revisions};
use super::reach::{Reach, Replacement};
use crate::core::explain::notation::Notation;
use crate::core::graph::NodeId;
use crate::core::tensor::Tensor;
use crate::gui::editor::Editor;
use crate::gui::overlay::Overlay;

/// The derivative of every node by one source.
pub struct ForwardMode {
    source: NodeId,
    element: usize,
    made_from: Option<Revisions>,
    /// The nodes that the source reaches, each with its derivative.
    reach: Reach,
    steps: usize,
}

impl ForwardMode {
    /// From a node; of a tensor along its first element. `None` if it has no value.
    pub fn new(editor: &Editor, source: NodeId) -> Option<ForwardMode> {
        let mut mode = ForwardMode {
            source,
            element: 0,
            made_from: None,
            // It flows forward, as values do.
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
            return self.sweep(editor);
        }
        true
    }

    /// Starts from another node.
    pub fn choose(&mut self, editor: &Editor, source: NodeId, element: usize) {
        let value = editor.value(source);
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

    /// How many nodes the sweep took a step for.
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
    fn from_w_every_node_has_its_derivative_by_w() {
        let editor = Editor::new(first_document());
        let id = |name: &str| editor.find(name).expect("it is there");
        let mode = ForwardMode::new(&editor, id("w")).expect("w has a value");
        let text = |text: &str| Shown::Text(text.into());
        assert_eq!(mode.overlay().gradient(id("w")), text("1"));
        assert_eq!(mode.overlay().gradient(id("c")), text("−2"));
        assert_eq!(mode.overlay().gradient(id("squared")), text("−8"));
        // The same number as the reverse sweep's ∂J/∂w.
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

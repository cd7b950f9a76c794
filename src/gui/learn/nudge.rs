//! [`NudgeMode`]: a number changes by a small ε, and the canvas shows the changes that follow.

use hashbrown::HashMap;

use super::mode::{Revisions, revisions};
use super::reach::{Reach, Replacement};
use crate::core::explain::nudge::{NodeChange, Nudge, Outcome, nudge, shrinking};
use crate::core::graph::NodeId;
use crate::core::number::typeset;
use crate::gui::editor::Editor;
use crate::gui::overlay::Overlay;

/// The sizes of ε that can be chosen.
pub const SIZES: std::ops::RangeInclusive<f64> = 1e-6..=1.0;
/// A small change must be visible in a number.
const DIGITS: usize = 9;
/// How many values of ε the plot has for each power of ten.
const PER_DECADE: u32 = 2;

/// A number with as many digits as a nudge needs, with the sign − (U+2212).
pub fn number(x: f64) -> String {
    typeset(x, DIGITS)
}

/// The number that is nudged, ε, and the changes that follow.
pub struct NudgeMode {
    node: NodeId,
    element: usize,
    by: f64,
    made_from: Option<Revisions>,
    nudge: Option<Nudge>,
    /// The nodes that change.
    reach: Reach,
    shrinking: Vec<Outcome>,
}

impl NudgeMode {
    /// Nudges a node by ε = 0.001, as Andrew Ng's course does.
    pub fn new(editor: &Editor, node: NodeId) -> NudgeMode {
        let mut nudging = NudgeMode {
            node,
            element: 0,
            by: 0.001,
            made_from: None,
            nudge: None,
            reach: Reach::new(node, "Δ "),
            shrinking: Vec::new(),
        };
        nudging.follow(editor);
        nudging
    }

    /// Follows the document; false if the node is gone or has no value.
    pub fn follow(&mut self, editor: &Editor) -> bool {
        let now = revisions(editor);
        if self.made_from != Some(now) {
            self.made_from = Some(now);
            self.update(editor, true);
        }
        self.nudge.is_some()
    }

    /// Nudges another node, by the same ε.
    pub fn choose(&mut self, editor: &Editor, node: NodeId) {
        if self.node != node && editor.value(node).is_some() {
            self.node = node;
            self.element = 0;
            self.update(editor, true);
        }
    }

    /// Nudges another element of a tensor.
    pub fn choose_element(&mut self, editor: &Editor, element: usize) {
        let value = editor.value(self.node);
        if value.is_some_and(|value| element < value.data.len()) {
            self.element = element;
            self.update(editor, true);
        }
    }

    /// Nudges by another ε.
    pub fn set_by(&mut self, editor: &Editor, by: f64) {
        if by.is_finite() && by != 0.0 {
            self.by = by;
            self.update(editor, false);
        }
    }

    fn update(&mut self, editor: &Editor, elsewhere: bool) {
        let evaluation = editor.evaluation();
        self.nudge = nudge(evaluation, self.node, self.element, self.by);
        let changes = self.nudge.iter().flat_map(|nudge| &nudge.changes);
        let nodes: HashMap<NodeId, Replacement> = changes
            .map(|change| (change.node, replacement(change)))
            .collect();
        if elsewhere {
            self.shrinking = shrinking(evaluation, self.node, self.element, PER_DECADE);
            let graph = editor.document().graph();
            self.reach.set(graph, self.node, nodes);
        } else {
            self.reach.replace(nodes);
        }
    }

    /// How the canvas shows the graph.
    pub fn overlay(&self) -> &dyn Overlay {
        &self.reach
    }

    /// The node that is nudged.
    pub fn node(&self) -> NodeId {
        self.node
    }

    /// Which of its elements, in row-major order.
    pub fn element(&self) -> usize {
        self.element
    }

    /// ε.
    pub fn by(&self) -> f64 {
        self.by
    }

    /// The changes that follow.
    pub fn nudge(&self) -> Option<&Nudge> {
        self.nudge.as_ref()
    }

    /// The change of the target for smaller and smaller ε.
    pub fn shrinking(&self) -> &[Outcome] {
        &self.shrinking
    }
}

/// What is shown at a node that changes: `2 → 2.001` if it is a scalar.
fn replacement(change: &NodeChange) -> Replacement {
    let scalars = change.old.as_scalar().zip(change.new.as_scalar());
    let scalars = scalars.map(|(old, new)| (number(old), number(new)));
    Replacement {
        value: scalars
            .as_ref()
            .map(|(old, new)| format!("{old} → {new}").into()),
        wire_value: scalars.map(|(_, new)| new.into()),
        gradient: number(change.delta()).into(),
        gradient_name: "".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::overlay::{Emphasis, Shown};
    use crate::gui::shipped::first_document;

    #[test]
    fn the_lecture_nudges_w() {
        let editor = Editor::new(first_document());
        let id = |name: &str| editor.find(name).expect("it is there");
        let mut nudging = NudgeMode::new(&editor, id("w"));
        let text = |text: &str| Shown::Text(text.into());
        assert_eq!(nudging.overlay().value(id("w")), text("2 → 2.001"));
        assert_eq!(nudging.overlay().value(id("c")), text("−4 → −4.002"));
        assert_eq!(nudging.overlay().value(id("J")), text("2 → 1.996002"));
        assert_eq!(nudging.overlay().gradient(id("J")), text("−0.003998"));
        assert_eq!(nudging.overlay().value(id("x")), Shown::AsIs);
        assert_eq!(nudging.overlay().node_emphasis(id("x")), Emphasis::Dimmed);
        // d is overridden: what flows into it doesn't count.
        nudging.choose(&editor, id("d"));
        assert_eq!(nudging.overlay().value(id("d")), text("2 → 2.001"));
        assert_eq!(nudging.overlay().value(id("J")), text("2 → 2.0020005"));
        assert_eq!(nudging.overlay().value(id("a")), Shown::AsIs);
    }

    #[test]
    fn no_size_breaks_it() {
        let editor = Editor::new(first_document());
        let w = editor.find("w").expect("w");
        let mut nudging = NudgeMode::new(&editor, w);
        for by in [0.0, f64::NAN, f64::INFINITY] {
            nudging.set_by(&editor, by);
            assert_eq!(nudging.by(), 0.001);
        }
        nudging.choose_element(&editor, 7);
        assert_eq!(nudging.element(), 0);
    }
}

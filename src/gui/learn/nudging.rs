//! [`Nudging`]: a number is changed a little, and the canvas shows what follows.

use std::sync::Arc;

use hashbrown::HashMap;

use crate::core::explain::nudge::{Change, Nudge, Outcome, nudge, shrinking};
use crate::core::graph::{NodeId, Wire};
use crate::core::number::short;
use crate::document::Revision;
use crate::gui::editor::Editor;

use super::lens::{Emphasis, Lens, Shown};

/// The sizes of ε that can be chosen.
pub const SIZES: std::ops::RangeInclusive<f64> = 1e-6..=1.0;
/// A small change must show in a number.
const DIGITS: usize = 9;
/// How many sizes of ε the plot has for each power of ten.
const PER_DECADE: u32 = 2;

/// A number with as many digits as a nudge needs, with the sign − (U+2212).
pub fn number(x: f64) -> String {
    short(x, DIGITS).replace('-', "−").replace("inf", "∞")
}

/// The number that is nudged, by how much, and what follows.
pub struct Nudging {
    node: NodeId,
    element: usize,
    by: f64,
    made_from: Option<(Revision, Revision)>,
    nudge: Option<Nudge>,
    texts: HashMap<NodeId, Texts>,
    wires: HashMap<Wire, NodeId>,
    shrinking: Vec<Outcome>,
    dimmed_revision: u64,
}

/// What is shown of a node that changes.
struct Texts {
    /// `2 → 2.001`, of a single number.
    change: Option<Arc<str>>,
    new: Option<Arc<str>>,
    delta: Arc<str>,
}

impl Nudging {
    /// Nudges a node by ε = 0.001, as the lecture does.
    pub fn new(editor: &Editor, node: NodeId) -> Nudging {
        let mut nudging = Nudging {
            node,
            element: 0,
            by: 0.001,
            made_from: None,
            nudge: None,
            texts: HashMap::new(),
            wires: HashMap::new(),
            shrinking: Vec::new(),
            dimmed_revision: 0,
        };
        nudging.follow(editor);
        nudging
    }

    /// Follows the document; false if the node is gone or has no value.
    pub fn follow(&mut self, editor: &Editor) -> bool {
        let document = editor.document();
        let now = (document.structure_revision(), document.values_revision());
        if self.made_from != Some(now) {
            self.made_from = Some(now);
            self.work_out(editor, true);
        }
        self.nudge.is_some()
    }

    /// Nudges another node, by as much.
    pub fn choose(&mut self, editor: &Editor, node: NodeId) {
        if self.node != node && editor.evaluation().value(node).is_some() {
            self.node = node;
            self.element = 0;
            self.work_out(editor, true);
        }
    }

    /// Nudges another element of a tensor.
    pub fn choose_element(&mut self, editor: &Editor, element: usize) {
        let value = editor.evaluation().value(self.node);
        if value.is_some_and(|value| element < value.data.len()) {
            self.element = element;
            self.work_out(editor, true);
        }
    }

    /// Nudges by another ε.
    pub fn set_by(&mut self, editor: &Editor, by: f64) {
        if by.is_finite() && by != 0.0 {
            self.by = by;
            self.work_out(editor, false);
        }
    }

    fn work_out(&mut self, editor: &Editor, elsewhere: bool) {
        let evaluation = editor.evaluation();
        self.nudge = nudge(evaluation, self.node, self.element, self.by);
        let changes = self.nudge.iter().flat_map(|nudge| &nudge.changes);
        self.texts = changes.map(|change| (change.node, texts(change))).collect();
        if elsewhere {
            self.shrinking = shrinking(evaluation, self.node, self.element, PER_DECADE);
            self.wires = self.wires_that_change(editor);
            self.dimmed_revision += 1;
        }
    }

    /// The wires along which a change goes, with where they start. What flows into the
    /// node that is nudged doesn't count.
    fn wires_that_change(&self, editor: &Editor) -> HashMap<Wire, NodeId> {
        let graph = editor.document().graph();
        let ends = self.texts.keys().filter(|id| **id != self.node);
        let inputs = ends.flat_map(|&to| {
            let inputs = graph.get(to).map_or(&[][..], |node| node.inputs());
            let wired = inputs.iter().enumerate();
            wired.filter_map(move |(input, from)| Some((Wire { to, input }, (*from)?)))
        });
        inputs
            .filter(|(_, from)| self.texts.contains_key(from))
            .collect()
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

    /// What follows.
    pub fn nudge(&self) -> Option<&Nudge> {
        self.nudge.as_ref()
    }

    /// What the target does as ε shrinks.
    pub fn shrinking(&self) -> &[Outcome] {
        &self.shrinking
    }
}

fn texts(change: &Change) -> Texts {
    let delta = number(change.delta()).into();
    let (Some(old), Some(new)) = (change.old.as_scalar(), change.new.as_scalar()) else {
        return Texts {
            change: None,
            new: None,
            delta,
        };
    };
    let [old, new] = [old, new].map(number);
    Texts {
        change: Some(format!("{old} → {new}").into()),
        new: Some(new.into()),
        delta,
    }
}

impl Lens for Nudging {
    fn value(&self, node: NodeId) -> Shown {
        let change = self.texts.get(&node).and_then(|it| it.change.clone());
        change.map_or(Shown::AsIs, Shown::Text)
    }

    fn gradient(&self, node: NodeId) -> Shown {
        let delta = self.texts.get(&node).map(|it| it.delta.clone());
        delta.map_or(Shown::Absent, Shown::Text)
    }

    fn wire_value(&self, wire: Wire) -> Shown {
        let start = self.wires.get(&wire);
        let new = start.and_then(|id| self.texts.get(id)?.new.clone());
        new.map_or(Shown::AsIs, Shown::Text)
    }

    fn wire_gradient(&self, wire: Wire) -> Shown {
        match self.wires.get(&wire) {
            Some(start) => self.gradient(*start),
            None => Shown::Absent,
        }
    }

    fn gradient_name(&self, _node: NodeId) -> Option<Arc<str>> {
        Some("".into())
    }

    fn gradient_sign(&self) -> Option<&'static str> {
        Some("Δ ")
    }

    fn node_emphasis(&self, node: NodeId) -> Emphasis {
        match () {
            () if node == self.node => Emphasis::Lit,
            () if self.texts.contains_key(&node) => Emphasis::Plain,
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
        std::slice::from_ref(&self.node)
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
    fn the_lecture_nudges_w() {
        let editor = Editor::new(first_document());
        let id = |name: &str| editor.document().graph().find(name).expect("it is there");
        let mut nudging = Nudging::new(&editor, id("w"));
        let text = |text: &str| Shown::Text(text.into());
        assert_eq!(nudging.value(id("w")), text("2 → 2.001"));
        assert_eq!(nudging.value(id("c")), text("−4 → −4.002"));
        assert_eq!(nudging.value(id("J")), text("2 → 1.996002"));
        assert_eq!(nudging.gradient(id("J")), text("−0.003998"));
        assert_eq!(nudging.value(id("x")), Shown::AsIs);
        assert_eq!(nudging.node_emphasis(id("x")), Emphasis::Dimmed);
        // d is overridden: what flows into it doesn't count.
        nudging.choose(&editor, id("d"));
        assert_eq!(nudging.value(id("d")), text("2 → 2.001"));
        assert_eq!(nudging.value(id("J")), text("2 → 2.0020005"));
        assert_eq!(nudging.value(id("a")), Shown::AsIs);
    }

    #[test]
    fn no_size_breaks_it() {
        let editor = Editor::new(first_document());
        let w = editor.document().graph().find("w").expect("w");
        let mut nudging = Nudging::new(&editor, w);
        for by in [0.0, f64::NAN, f64::INFINITY] {
            nudging.set_by(&editor, by);
            assert_eq!(nudging.by(), 0.001);
        }
        nudging.choose_element(&editor, 7);
        assert_eq!(nudging.element(), 0);
    }
}

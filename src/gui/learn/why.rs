//! [`WhyMode`]: why a gradient is what it is, path by path.

use hashbrown::HashSet;

use super::mode::{Revisions, revisions};
use crate::core::explain::notation::Notation;
use crate::core::explain::outgoing::Outgoing;
use crate::core::explain::page::{self, PageFormat};
use crate::core::explain::paths::{PathText, Paths, count, count_text};
use crate::core::explain::text::{Equation, Explainer, Explanation};
use crate::core::graph::{NodeId, Wire};
use crate::core::limits::MAX_PATHS_WRITTEN;
use crate::gui::editor::Editor;

use crate::gui::overlay::{Emphasis, Overlay};
use crate::gui::selection::Selection;

/// The card lists at most this many paths,
const MOST_LISTED: usize = 12;
/// and fewer if they are long, so that all together have about this many wires.
const MOST_WIRES: usize = 2_000;

/// Which gradient is explained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GradientOf {
    /// The gradient of a node: a sum over its wires.
    Node(NodeId),
    /// The gradient of a wire: its own contribution.
    Wire(Wire),
}

impl GradientOf {
    /// What is selected: one node, or else a wire.
    pub fn selected(selection: &Selection) -> Option<GradientOf> {
        let node = selection.only_node().map(GradientOf::Node);
        node.or(selection.wire.map(GradientOf::Wire))
    }
}

/// What the pointer is on in the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pointed {
    /// A path, by its place in the list.
    Path(usize),
    /// A factor: its wire.
    Factor(Wire),
}

/// The explanation of a gradient.
pub struct WhyMode {
    subject: GradientOf,
    made_from: Revisions,
    said: WhyText,
    lit_nodes: Vec<NodeId>,
    lit_wires: Vec<Wire>,
    /// Both again, for look-ups: a path can be long.
    lit: (HashSet<NodeId>, HashSet<Wire>),
    pointed: Option<Pointed>,
    dimmed_revision: u64,
}

/// The text of the card.
#[derive(Default)]
pub struct WhyText {
    /// The node where the paths start.
    pub start: Option<NodeId>,
    /// `∂J/∂w = −4`.
    pub title: String,
    /// The contribution of each wire and the sum of them; of a wire its own contribution.
    pub local: Vec<Explanation>,
    /// How many paths there are, exactly.
    pub count: String,
    /// Whether there is more than one.
    pub several: bool,
    /// The first paths, each with its wires.
    pub paths: Vec<(Vec<Wire>, PathText)>,
    /// Whether these are all paths.
    pub all_listed: bool,
    /// The sum over the paths, if all are listed and there is more than one.
    pub sum: Option<Equation>,
}

impl WhyMode {
    /// Explains a gradient; `None` if there is none.
    pub fn new(editor: &Editor, subject: GradientOf) -> Option<WhyMode> {
        let said = said(editor, subject)?;
        let mut why = WhyMode {
            subject,
            made_from: revisions(editor),
            said,
            lit_nodes: Vec::new(),
            lit_wires: Vec::new(),
            lit: Default::default(),
            pointed: None,
            dimmed_revision: 1,
        };
        why.light(editor);
        Some(why)
    }

    /// Follows the document; false if the gradient is gone.
    pub fn follow(&mut self, editor: &Editor) -> bool {
        if self.made_from != revisions(editor) {
            match WhyMode::new(editor, self.subject) {
                Some(why) => *self = why,
                None => return false,
            }
        }
        true
    }

    /// Which gradient is explained.
    pub fn subject(&self) -> GradientOf {
        self.subject
    }

    /// The text of the card.
    pub fn said(&self) -> &WhyText {
        &self.said
    }

    /// Highlights what the pointer is on. True if that has changed.
    pub fn point_at(&mut self, editor: &Editor, pointed: Option<Pointed>) -> bool {
        let is_new = self.pointed != pointed;
        if is_new {
            self.pointed = pointed;
            self.light(editor);
        }
        is_new
    }

    fn light(&mut self, editor: &Editor) {
        let subject = match self.subject {
            GradientOf::Node(id) => (vec![id], Vec::new()),
            GradientOf::Wire(wire) => (Vec::new(), vec![wire]),
        };
        (self.lit_nodes, self.lit_wires) = match self.pointed {
            Some(Pointed::Factor(wire)) => {
                let start = editor.start(wire);
                (start.into_iter().chain([wire.to]).collect(), vec![wire])
            }
            Some(Pointed::Path(nth)) => {
                let path = self.said.paths.get(nth).map(|(wires, _)| wires.clone());
                let path = path.unwrap_or_default();
                let start = self.said.start.into_iter();
                (start.chain(path.iter().map(|it| it.to)).collect(), path)
            }
            None => subject,
        };
        self.lit = (
            self.lit_nodes.iter().copied().collect(),
            self.lit_wires.iter().copied().collect(),
        );
        self.dimmed_revision += 1;
    }

    /// The whole explanation, as text or LaTeX for the clipboard.
    pub fn page(&self, editor: &Editor, format: PageFormat) -> String {
        let (graph, evaluation) = (editor.document().graph(), editor.evaluation());
        let start = match self.subject {
            GradientOf::Node(node) => Some(node),
            GradientOf::Wire(wire) => editor.start(wire),
        };
        let blocks = start.map(|node| page::of_node(graph, evaluation, node, format));
        page::write(&blocks.unwrap_or_default(), format)
    }
}

fn said(editor: &Editor, subject: GradientOf) -> Option<WhyText> {
    let (graph, evaluation) = (editor.document().graph(), editor.evaluation());
    let outgoing = Outgoing::to_target(graph, evaluation.program());
    let explainer = Explainer::new(graph, evaluation, &outgoing, Notation::Text);
    let mut said = match subject {
        GradientOf::Node(node) => {
            editor.gradient(node)?;
            of_node(&explainer, &outgoing, node)
        }
        GradientOf::Wire(wire) => {
            editor.wire_gradient(wire)?;
            let start = editor.start(wire)?;
            let explanation = explainer.contribution(wire);
            WhyText {
                start: Some(start),
                title: title(&explanation.equation),
                local: vec![explanation],
                ..WhyText::default()
            }
        }
    };
    // The paths of a wire are those from its end, with the wire in front.
    let (first, from) = match subject {
        GradientOf::Node(node) => (None, node),
        GradientOf::Wire(wire) => (Some(wire), wire.to),
    };
    let start = said.start?;
    let number = count(graph, evaluation, from);
    said.several = number > 1_u32.into();
    said.count = count_text(&number);
    let found = Paths::new(evaluation, &outgoing, from);
    let listed = found.take(MAX_PATHS_WRITTEN.min(MOST_LISTED) + 1);
    let mut paths: Vec<Vec<Wire>> = listed
        .map(|path| first.into_iter().chain(path).collect())
        .collect();
    let longest = paths.iter().map(Vec::len).max().unwrap_or(0);
    let most = (MOST_WIRES / longest.max(1)).clamp(1, MOST_LISTED);
    said.all_listed = paths.len() <= most;
    paths.truncate(most);
    if said.all_listed && said.several && matches!(subject, GradientOf::Node(_)) {
        said.sum = Some(explainer.sum_over_paths(start, &paths));
    }
    let texts = paths.into_iter().map(|path| {
        let text = explainer.path(start, &path);
        (path, text)
    });
    said.paths = texts.collect();
    Some(said)
}

fn of_node(explainer: &Explainer<'_>, outgoing: &Outgoing, node: NodeId) -> WhyText {
    let wires = outgoing.of(node);
    let contributions = wires.iter().take(MOST_LISTED);
    let mut local: Vec<Explanation> = contributions
        .map(|wire| explainer.contribution(*wire))
        .collect();
    let sum = explainer.sum(node);
    let title = title(&sum.equation);
    match wires.len() {
        0 => local.push(explainer.seed()),
        1 => {}
        _ => local.push(sum),
    }
    WhyText {
        start: Some(node),
        title,
        local,
        ..WhyText::default()
    }
}

fn title(equation: &Equation) -> String {
    format!("{} = {}", equation.left, equation.result)
}

impl Overlay for WhyMode {
    fn node_emphasis(&self, node: NodeId) -> Emphasis {
        match () {
            () if self.lit.0.contains(&node) => Emphasis::Lit,
            () if self.pointed.is_some() => Emphasis::Dimmed,
            () => Emphasis::Plain,
        }
    }

    fn wire_emphasis(&self, wire: Wire) -> Emphasis {
        match () {
            () if self.lit.1.contains(&wire) => Emphasis::Lit,
            () if self.pointed.is_some() => Emphasis::Dimmed,
            () => Emphasis::Plain,
        }
    }

    fn lit_nodes(&self) -> &[NodeId] {
        &self.lit_nodes
    }

    fn lit_wires(&self) -> &[Wire] {
        &self.lit_wires
    }

    fn dimmed_revision(&self) -> u64 {
        match self.pointed {
            Some(_) => self.dimmed_revision,
            None => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file;

    fn editor(text: &[u8]) -> Editor {
        Editor::new(file::load_bytes(text).expect("a graph"))
    }

    #[test]
    fn two_paths_add_up() {
        let editor = editor(include_bytes!("../../../saved_graphs/two_paths.ron"));
        let graph = editor.document().graph();
        let (node, _) = graph
            .iter()
            .find(|(id, _)| count(graph, editor.evaluation(), *id) == 2_u32.into())
            .expect("a node with two paths");
        let mut why = WhyMode::new(&editor, GradientOf::Node(node)).expect("a gradient");
        let said = why.said();
        assert_eq!(said.count, "2");
        assert!(said.all_listed && said.several);
        let total = editor.gradient_number(node).expect("a number");
        let sum = said.sum.as_ref().expect("a sum");
        assert_eq!(sum.result, Notation::Text.number(total));
        let (path, _) = said.paths[0].clone();
        assert!(why.point_at(&editor, Some(Pointed::Path(0))));
        assert_eq!(why.lit_wires(), path);
        assert!(why.page(&editor, PageFormat::Latex).contains("\\partial"));
    }

    #[test]
    fn what_has_no_gradient_has_no_why() {
        let editor = editor(b"(version: 1, nodes: [(name: \"x\", op: \"input\", value: [1, 2])])");
        let x = editor.find("x").expect("x");
        assert!(WhyMode::new(&editor, GradientOf::Node(x)).is_none());
        assert!(WhyMode::new(&editor, GradientOf::Wire(Wire { to: x, input: 0 })).is_none());
    }
}

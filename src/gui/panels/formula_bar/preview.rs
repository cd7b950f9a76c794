//! [`Preview`]: what is said of a formula before it is carried out.

use super::numbers::LiveNumbers;
use crate::core::formula::{NameOrigin, NewNode, Style, quoted, write};
use crate::core::graph::{Node, NodeId};
use crate::core::op::{Op, SourceKind};
use crate::document::Edit;
use crate::gui::editor::Editor;
use crate::gui::editor::formula::{FormulaFault, FormulaUse, ReadFormula};

/// The most statements whose reading is shown, and the most letters of one.
const MOST_STATEMENTS: usize = 5;
const MOST_LETTERS: usize = 240;
/// The most names in a list.
const MOST_NAMES: usize = 8;

/// What is said of a formula before it is carried out.
pub(super) struct Preview {
    /// How what it computes is read, a statement a line.
    pub(super) reading: Vec<String>,
    /// What becomes of the graph: a word, and what it is about.
    pub(super) facts: Vec<(&'static str, String)>,
    /// What Enter does.
    pub(super) enter: String,
    /// The values and gradients that there will be.
    pub(super) numbers: LiveNumbers,
    /// The edit.
    pub(super) edit: Edit,
    /// Whether nothing would change.
    pub(super) is_empty: bool,
}

impl Preview {
    /// What a text says, typed in the bar.
    ///
    /// # Errors
    /// It can't be read, or can't be carried out.
    pub(super) fn new(editor: &Editor, text: &str) -> Result<Preview, FormulaFault> {
        let read = editor.read_formula(text, FormulaUse::Add)?;
        Ok(Preview {
            reading: reading(&read),
            facts: facts(editor, &read),
            enter: enter(&read),
            numbers: LiveNumbers::of(&read),
            is_empty: read.edit.is_empty(),
            edit: read.edit.edit,
        })
    }
}

/// With all brackets and signs. Sources say nothing that isn't in the table of numbers.
fn reading(read: &ReadFormula) -> Vec<String> {
    let graph = read.edit.after.graph();
    let is_computed = |line: &&str| {
        let name = line.split(" = ").next().unwrap_or_default();
        let plan = read.plan.nodes.iter();
        let is_source = |name: &str| {
            let node = graph.find(name).and_then(|id| graph.get(id));
            node.is_some_and(Node::is_source)
        };
        let mut defined = plan.filter(|node| node.origin == NameOrigin::Defined);
        let is_new = defined.any(|node| quoted(&node.wish) == name && is_source(&node.name));
        !is_new && !is_source(name) && !line.starts_with("target ")
    };
    let text = write(&read.formula, Style::Reading);
    let mut lines: Vec<String> = text
        .lines()
        .filter(is_computed)
        .take(MOST_STATEMENTS + 1)
        .map(|line| cut(line, MOST_LETTERS))
        .collect();
    if lines.len() > MOST_STATEMENTS {
        lines[MOST_STATEMENTS] = "…".to_owned();
    }
    lines
}

fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((at, _)) => format!("{} …", &text[..at]),
        None => text.to_owned(),
    }
}

/// What is new, what is used, what changes.
fn facts(editor: &Editor, read: &ReadFormula) -> Vec<(&'static str, String)> {
    let after = read.edit.after.graph();
    let mut facts = Vec::new();
    let mut add = |word: &'static str, text: String| {
        if !text.is_empty() {
            facts.push((word, text));
        }
    };
    add("New", new(read));
    add("Assumed", assumed(read));
    let used = used(editor, read);
    add("Uses", names(used.iter().map(|id| after.name(*id)), 0));
    let changed = read.edit.changed.iter().map(|id| after.name(*id));
    add("Changes", names(changed, 0));
    let before = editor.document().graph();
    let removed = read.edit.removed.iter().map(|id| before.name(*id));
    add("Deletes", names(removed, 0));
    if after.target() != before.target() {
        let target = after
            .target()
            .map_or("chosen automatically", |id| after.name(id));
        let was = before.target().map(|id| before.name(id));
        let was = was.map_or_else(String::new, |was| format!(" (was {was})"));
        add("Target", format!("{target}{was}"));
    }
    facts
}

/// The new nodes that have a name in the formula, and how many others there are.
fn new(read: &ReadFormula) -> String {
    let pairs = read.plan.nodes.iter().zip(&read.edit.of_plan);
    let added = pairs.filter(|(_, id)| read.edit.added.contains(id));
    let (named, inner): (Vec<_>, Vec<_>) =
        added.partition(|(node, _)| node.origin != NameOrigin::Made);
    let is_source = |node: &NewNode| node.content.op.op().is_source();
    let (sources, computed): (Vec<_>, Vec<_>) =
        named.into_iter().partition(|(node, _)| is_source(node));
    let listed = computed.iter().chain(&sources);
    names(listed.map(|(node, _)| node.name.as_str()), inner.len())
}

/// Sources that the formula only uses.
fn assumed(read: &ReadFormula) -> String {
    let used = read.plan.nodes.iter();
    let used = used.filter(|node| node.origin == NameOrigin::Used);
    let of_kind = |kind: SourceKind| {
        let is_so = |op: &Op| op.source_kind() == Some(kind);
        let these = used.clone().filter(|node| is_so(node.content.op.op()));
        let these: Vec<&str> = these.map(|node| node.name.as_str()).collect();
        (!these.is_empty()).then(|| {
            let count = these.len();
            let word = crate::core::ops::source(kind).op().name;
            let plural = if count == 1 { "" } else { "s" };
            format!("{word}{plural} {} = 1", names(these.into_iter(), 0))
        })
    };
    let kinds = [SourceKind::Parameter, SourceKind::Input];
    let kinds: Vec<String> = kinds.into_iter().filter_map(of_kind).collect();
    kinds.join(", ")
}

/// Nodes that are there and that new or changed ones are wired to.
fn used(editor: &Editor, read: &ReadFormula) -> Vec<NodeId> {
    let touched = read.edit.added.iter().chain(&read.edit.changed);
    let after = read.edit.after.graph();
    let inputs = touched.flat_map(|id| after.get(*id).map_or(&[][..], Node::inputs));
    let is_there = |id: &NodeId| editor.node(*id).is_some() && !read.edit.changed.contains(id);
    let mut used: Vec<NodeId> = inputs.flatten().copied().filter(is_there).collect();
    used.sort_unstable();
    used.dedup();
    used
}

/// `J, w, x and 5 inner nodes`.
fn names<'a>(all: impl Iterator<Item = &'a str>, inner: usize) -> String {
    let all: Vec<String> = all.map(|name| cut(name, 24)).collect();
    let mut text = all[..all.len().min(MOST_NAMES)].join(", ");
    if all.len() > MOST_NAMES {
        text += &format!(", … ({} more)", all.len() - MOST_NAMES);
    }
    let inner = match (inner, all.is_empty()) {
        (0, _) => String::new(),
        (1, true) => "one inner node".to_owned(),
        (1, false) => " and one inner node".to_owned(),
        (count, true) => format!("{count} inner nodes"),
        (count, false) => format!(" and {count} inner nodes"),
    };
    text + &inner
}

fn enter(read: &ReadFormula) -> String {
    match (read.edit.added.len(), read.edit.changed.len()) {
        (0, 0) => "The graph says this already".to_owned(),
        (0, 1) => "Enter changes a node".to_owned(),
        (0, count) => format!("Enter changes {count} nodes"),
        (1, _) => "Enter adds a node".to_owned(),
        (count, _) => format!("Enter adds {count} nodes"),
    }
}

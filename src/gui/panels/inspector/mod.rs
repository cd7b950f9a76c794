//! The inspector: what is known of the selection.
//!
//! A node, a wire, several nodes, or the graph as a whole if nothing is selected. The
//! sentences with formulas in them come from [`explain`](crate::core::explain).

mod attributes;
mod draft;
mod facts;
mod graph;
mod node;
mod numbers;
mod several;
mod value;
mod wire;

use eframe::egui::{Label, RichText, Role, ScrollArea, Ui, WidgetInfo};

use super::memo::Memo;
use crate::core::explain::notation::Notation;
use crate::core::explain::outgoing::Outgoing;
use crate::core::explain::text::Explainer;
use crate::core::graph::{NodeId, Wire};
use crate::document::Revision;
use crate::gui::action::Action;
use crate::gui::editor::Editor;
use crate::gui::learn::lens::Lens;
use crate::gui::theme::Theme;
use attributes::AttributeDrafts;
use draft::Draft;
use facts::{NodeFacts, WireFacts};

pub use numbers::summary;

/// What is half typed in the inspector, and what was worked out for it.
#[derive(Default)]
pub(super) struct Inspector {
    name: Draft,
    title: Draft,
    attributes: AttributeDrafts,
    node_facts: Memo<(u64, NodeId), NodeFacts>,
    wire_facts: Memo<(u64, Wire), WireFacts>,
    target_filter: String,
    span: Option<(NodeId, f64, f64)>,
    /// The source whose slider is held.
    held: Option<NodeId>,
    outgoing: Option<(Revision, Outgoing)>,
}

/// What the parts of the inspector draw from.
struct Subject<'a> {
    editor: &'a Editor,
    lens: &'a dyn Lens,
    theme: &'a Theme,
    explainer: Explainer<'a>,
    outgoing: &'a Outgoing,
}

impl Inspector {
    /// Draws the inspector's contents.
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        editor: &Editor,
        lens: &dyn Lens,
        theme: &Theme,
        actions: &mut Vec<Action>,
    ) {
        let document = editor.document();
        let revision = document.structure_revision();
        let known = self.outgoing.take().filter(|(known, _)| *known == revision);
        let (_, outgoing) = known.unwrap_or_else(|| {
            let program = editor.evaluation().program();
            (revision, Outgoing::to_target(document.graph(), program))
        });
        let explainer = Explainer::new(
            document.graph(),
            editor.evaluation(),
            &outgoing,
            Notation::Text,
        );
        let subject = Subject {
            editor,
            lens,
            theme,
            explainer,
            outgoing: &outgoing,
        };
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            ui.add_space(6.0);
            ui.spacing_mut().item_spacing.y = 5.0;
            let selection = &editor.selection;
            if let Some(wire) = selection.wire {
                let generation = editor.live().generation();
                let make = || subject.wire_facts(wire);
                let facts = self.wire_facts.get((generation, wire), make);
                subject.wire_ui(ui, wire, facts, actions);
            } else if let Some(id) = selection.only_node() {
                self.node_ui(ui, &subject, id, actions);
            } else if selection.nodes.is_empty() {
                self.graph_ui(ui, &subject, actions);
            } else {
                subject.several_ui(ui, actions);
            }
            ui.add_space(12.0);
        });
        self.outgoing = Some((revision, outgoing));
    }
}

/// A heading within the inspector.
fn section_ui(ui: &mut Ui, title: &str) {
    ui.add_space(4.0);
    ui.separator();
    ui.label(RichText::new(title).strong());
}

/// A line of mathematics that can be marked and copied.
fn maths_ui(ui: &mut Ui, text: impl Into<RichText>) {
    ui.add(Label::new(text.into().size(14.0)).wrap());
}

/// A node's name that leads to the node.
fn link_ui(ui: &mut Ui, name: &str, id: NodeId, actions: &mut Vec<Action>) {
    let response = ui.link(name);
    response.widget_info(|| WidgetInfo::labeled(Role::Link, true, format!("go to {name}")));
    if response.clicked() {
        actions.push(Action::Reveal(id));
    }
}

//! The inspector: what is known about the selection.
//!
//! A node, a wire, several nodes, or the graph as a whole if nothing is selected. The
//! sentences with formulas in them come from [`explain`](crate::core::explain).

mod attributes;
mod draft;
mod facts;
mod formula;
mod graph;
mod node;
mod numbers;
mod parts;
mod several;
mod state;
mod value;
mod wire;

use eframe::egui::{ScrollArea, Ui};

use crate::core::explain::notation::Notation;
use crate::core::explain::outgoing::Outgoing;
use crate::core::explain::text::Explainer;
use crate::gui::action::Action;
use crate::gui::editor::Editor;
use crate::gui::overlay::Overlay;
use crate::gui::theme::Theme;
use parts::Inspected;

pub(super) use numbers::digest_summary;
pub(crate) use numbers::summary;
pub(super) use state::Inspector;

impl Inspector {
    /// Draws the inspector's contents.
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        editor: &Editor,
        overlay: &dyn Overlay,
        theme: &Theme,
        actions: &mut Vec<Action>,
    ) {
        let document = editor.document();
        let revision = (document.structure_revision(), editor.live().compilations());
        let known = self.outgoing.take().filter(|(known, _)| *known == revision);
        let (_, outgoing) = known.unwrap_or_else(|| {
            let program = editor.live().program();
            (revision, Outgoing::to_target(document.graph(), program))
        });
        let explainer = Explainer::new(
            document.graph(),
            editor.evaluation(),
            &outgoing,
            Notation::Text,
        );
        let subject = Inspected {
            editor,
            overlay,
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

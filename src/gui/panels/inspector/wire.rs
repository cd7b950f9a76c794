//! The inspector of a wire: its value, its gradient, and the chain rule.

use eframe::egui::{Button, Grid, RichText, Ui, vec2};

use super::facts::WireFacts;
use super::parts::{Inspected, capital, link_ui, maths_ui, section_ui};
use crate::core::explain::text::Explanation;
use crate::core::graph::{Node, NodeId, Wire};
use crate::document::Edit;
use crate::gui::action::Action;
use crate::gui::command::Command;
use crate::gui::selection::Selection;

impl Inspected<'_> {
    pub(super) fn wire_ui(
        &self,
        ui: &mut Ui,
        wire: Wire,
        facts: &WireFacts,
        actions: &mut Vec<Action>,
    ) {
        let graph = self.editor.document().graph();
        let (Some(from), Some(node)) = (self.editor.start(wire), self.editor.node(wire.to)) else {
            return;
        };
        self.ends_ui(ui, (wire, from, node), actions);
        let shown = [
            self.overlay.wire_value(wire),
            self.overlay.wire_gradient(wire),
        ];
        let kept = shown.map(|shown| shown.placeholder());
        Grid::new("wire numbers")
            .num_columns(2)
            .spacing(vec2(12.0, 6.0))
            .show(ui, |ui| {
                ui.label("Value");
                let text = kept[0].unwrap_or(&facts.value);
                maths_ui(
                    ui,
                    RichText::new(text)
                        .color(self.aged(self.theme.value))
                        .strong(),
                );
                ui.end_row();
                ui.label("Gradient");
                let text = kept[1].unwrap_or(&facts.gradient);
                maths_ui(
                    ui,
                    RichText::new(text)
                        .color(self.aged(self.theme.gradient))
                        .strong(),
                );
                ui.end_row();
            });
        if kept == [None; 2] && self.overlay.explains_contribution(graph, wire) {
            match facts.numbers_only {
                Some(why) => drop(ui.weak(format!("{}.", capital(why)))),
                None => self.chain_rule_ui(ui, wire, facts.chain_rule.as_ref()),
            }
        }
        ui.add_space(6.0);
        let reaches = self.editor.reaches_target(wire.to);
        ui.horizontal_wrapped(|ui| {
            let why = ui.add_enabled(reaches, Button::new("Why this gradient"));
            let help = Command::Why.info().help;
            if why.on_hover_text(help).clicked() {
                actions.push(Action::Command(Command::Why));
            }
            if ui.button("Remove wire").clicked() {
                actions.push(Action::Edit(Edit::Connect { from: None, wire }));
                actions.push(Action::Select(Selection::node(wire.to)));
            }
        });
    }

    /// From where to where it goes.
    fn ends_ui(
        &self,
        ui: &mut Ui,
        (wire, from, node): (Wire, NodeId, &Node),
        actions: &mut Vec<Action>,
    ) {
        ui.horizontal(|ui| {
            ui.label(RichText::new("Wire").weak());
            link_ui(ui, self.editor.name(from), from, actions);
            ui.label("→");
            link_ui(ui, node.name(), wire.to, actions);
        });
        let input = node.op().map_or_else(
            || format!("input {}", wire.input),
            |op| op.inputs.name(wire.input),
        );
        ui.label(RichText::new(format!("into {input} of {}", node.op_name())).weak());
    }

    fn chain_rule_ui(&self, ui: &mut Ui, wire: Wire, rule: Option<&Explanation>) {
        section_ui(ui, "Chain rule");
        let Some(rule) = rule else {
            let name = self.editor.name(wire.to);
            ui.label(match self.editor.target() {
                Some(_) => format!("{name} doesn't reach the target, so no gradient flows back."),
                None => "There is no target, so no gradient flows back.".to_owned(),
            });
            return;
        };
        maths_ui(ui, rule.equation.to_string());
        if let Some(local) = &rule.local {
            ui.label(RichText::new("with the local derivative").weak());
            maths_ui(ui, local.to_string());
        }
        if let Some(note) = &rule.note {
            ui.label(RichText::new(note).weak());
        }
    }
}

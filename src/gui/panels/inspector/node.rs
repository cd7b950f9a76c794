//! The inspector of a node.

use eframe::egui::{Button, Frame, Margin, RichText, Role, Sense, Ui, WidgetInfo, vec2};

use super::facts::NodeFacts;
use super::parts::{Inspected, capital, link_ui, maths_ui, section_ui};
use super::state::Inspector;
use crate::core::explain::text::Equation;
use crate::core::graph::{Node, NodeId, Wire};
use crate::core::number::typeset_sentence;
use crate::core::op::{Inputs, Op};
use crate::document::Edit;
use crate::gui::action::Action;
use crate::gui::command::Command;
use crate::gui::panels::list::chip;
use crate::gui::panels::problems::KEPT_BACK;

impl Inspector {
    pub(super) fn node_ui(
        &mut self,
        ui: &mut Ui,
        subject: &Inspected<'_>,
        id: NodeId,
        actions: &mut Vec<Action>,
    ) {
        let Some(node) = subject.editor.node(id) else {
            return;
        };
        ui.horizontal(|ui| {
            subject.chip_ui(ui, node);
            if let Some(typed) = self.name.show(ui, node.name(), "Name", "name") {
                let name = typed.text.clone();
                actions.push(typed.action(Edit::Rename { node: id, name }));
            }
        });
        subject.about_ui(ui, (id, node), actions);
        subject.problem_ui(ui, id);
        subject.target_button_ui(ui, id, actions);
        let key = (subject.editor.live().generation(), id);
        let mut memo = std::mem::take(&mut self.node_facts);
        let facts = memo.get(key, || subject.node_facts(id));
        self.value_ui(ui, subject, (id, node), facts, actions);
        subject.learn_ui(ui, id, actions);
        let has_formula = node.op().is_some_and(|op| !op.is_source());
        if has_formula {
            section_ui(ui, "Formula");
            self.formula_ui(ui, subject, id, actions);
        }
        subject.formulas_ui(ui, id, facts);
        self.node_facts = memo;
        subject.inputs_ui(ui, id, node, actions);
        if let (Some(op), Some(reader)) = (node.op(), node.attribute_reader())
            && !op.attributes.is_empty()
        {
            section_ui(ui, "Attributes");
            let rows = op.attributes;
            self.attributes
                .show(ui, id, rows, reader, subject.theme, actions);
        }
        if let Some(kinks) = node.op().and_then(|op| op.kinks) {
            section_ui(ui, "Kink");
            ui.label(RichText::new(format!("{}.", capital(kinks))).weak());
        }
    }

    /// The formula of a node that computes something.
    fn formula_ui(
        &mut self,
        ui: &mut Ui,
        subject: &Inspected<'_>,
        id: NodeId,
        actions: &mut Vec<Action>,
    ) {
        let editor = subject.editor;
        let is_computed = editor.op(id).is_some_and(|op| !op.is_source());
        let graph = editor.document().graph();
        if !is_computed || !subject.overlay.explains_value(graph, id) {
            return;
        }
        let structure = editor.document().structure_revision();
        let values = editor.document().values_revision();
        let behind = self.behind.get((structure, id), || editor.behind(id));
        let key = (structure, values, id);
        let current = self.formula_text.get(key, || editor.formula_of(id, behind));
        self.formula.show(ui, subject, id, current, actions);
    }
}

impl Inspected<'_> {
    /// The op's symbol on the colour of its family.
    fn chip_ui(&self, ui: &mut Ui, node: &Node) {
        let (symbol, fill) = match node.op() {
            Some(op) => (op.symbol, self.theme.family(op.family)),
            None => ("?", self.theme.node),
        };
        let size = vec2(46.0, ui.spacing().interact_size.y + 2.0);
        let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
        chip(
            ui.painter(),
            rect,
            symbol,
            fill,
            ui.visuals().strong_text_color(),
        );
    }

    /// The explanations that it offers.
    fn learn_ui(&self, ui: &mut Ui, id: NodeId, actions: &mut Vec<Action>) {
        let has_value = self.editor.value(id).is_some();
        let has_gradient = self.editor.reaches_target(id);
        ui.horizontal_wrapped(|ui| {
            let buttons = [
                (Command::Nudge, "Nudge", has_value),
                (Command::Why, "Why this gradient", has_gradient),
            ];
            for (command, name, applies) in buttons {
                let response = ui.add_enabled(applies, Button::new(name));
                if response.on_hover_text(command.info().help).clicked() {
                    actions.push(Action::Command(command));
                }
            }
        });
    }

    /// The formula with names, then with numbers; and the gradient the same.
    fn formulas_ui(&self, ui: &mut Ui, id: NodeId, facts: &NodeFacts) {
        let graph = self.editor.document().graph();
        let outgoing = self.outgoing.of(id);
        let tells = [
            self.overlay.explains_value(graph, id),
            self.overlay.explains_gradient(graph, id, outgoing),
        ];
        if let Some(equation) = facts.formula.as_ref().filter(|_| tells[0]) {
            unfolded_ui(ui, equation);
        }
        if let Some((remark, equation)) = facts.slope.as_ref().filter(|_| tells[1]) {
            section_ui(ui, "Gradient");
            if !remark.is_empty() {
                ui.label(RichText::new(remark).weak());
            }
            unfolded_ui(ui, equation);
        }
        if let Some(why) = facts.numbers_only.filter(|_| tells == [true; 2]) {
            ui.weak(format!("{}.", capital(why)));
        }
        if tells != [true; 2] {
            ui.weak("The formulas are hidden as long as the numbers are.");
        }
    }

    /// The op, which can be changed, and what it does.
    fn about_ui(&self, ui: &mut Ui, (id, node): (NodeId, &Node), actions: &mut Vec<Action>) {
        let name = node.op_name();
        let button = Button::new(RichText::new(format!("{name}  ▾")).strong());
        let response = ui.add(button).on_hover_text(Command::ChangeOp.info().help);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Op: {name}")));
        if response.clicked() {
            let below = response.rect.left_bottom();
            actions.push(Action::OpenOpChoice(vec![id], Some(below)));
        }
        let help = node.op().map_or(
            "This version doesn't know this op. The node is kept and saved unchanged.",
            |op| op.help,
        );
        ui.label(RichText::new(help).weak());
    }

    fn problem_ui(&self, ui: &mut Ui, id: NodeId) {
        let Some(problem) = self.editor.problem(id) else {
            return;
        };
        let fill = self.theme.error.gamma_multiply(0.12);
        Frame::new()
            .fill(fill)
            .corner_radius(4.0)
            .inner_margin(8.0)
            .show(ui, |ui| {
                ui.set_width(ui.available_width());
                let graph = self.editor.document().graph();
                if !self.overlay.shows_problem(graph, problem) {
                    ui.label(capital(KEPT_BACK));
                    return;
                }
                ui.label(
                    RichText::new(capital(&typeset_sentence(&problem.message)))
                        .color(self.theme.error),
                );
                ui.label(format!("→ {}", typeset_sentence(&problem.help)));
            });
    }

    fn target_button_ui(&self, ui: &mut Ui, id: NodeId, actions: &mut Vec<Action>) {
        let chosen = self.editor.chosen_target() == Some(id);
        let shape = self.editor.shape(id);
        if self.editor.target() == Some(id) {
            ui.horizontal_wrapped(|ui| {
                ui.label(RichText::new("◎ The target").color(self.theme.gradient));
                let free = ui.small_button("Choose automatically");
                let help = "Use the only node that can be the target.";
                if chosen && free.on_hover_text(help).clicked() {
                    actions.push(Action::Edit(Edit::SetTarget(None)));
                }
            });
        } else if shape.is_some_and(|shape| shape.is_scalar()) {
            let button = ui.button("Choose as target");
            let help = "Show the derivatives of this node as gradients.";
            if button.on_hover_text(help).clicked() {
                actions.push(Action::Edit(Edit::SetTarget(Some(id))));
            }
        }
    }

    fn inputs_ui(&self, ui: &mut Ui, id: NodeId, node: &Node, actions: &mut Vec<Action>) {
        if node.inputs().is_empty() {
            return;
        }
        section_ui(ui, "Inputs");
        let any = node
            .op()
            .is_some_and(|op| matches!(op.inputs, Inputs::Any(_)));
        for (input, from) in node.inputs().iter().enumerate().take(SHOWN) {
            let wire = Wire { to: id, input };
            self.input_ui(ui, wire, *from, node.op(), actions);
        }
        if node.inputs().len() > SHOWN {
            ui.weak(format!("and {} more", node.inputs().len() - SHOWN));
        }
        if any && ui.button("Add an input").clicked() {
            actions.push(Action::Edit(Edit::AddInput(id)));
        }
    }

    fn input_ui(
        &self,
        ui: &mut Ui,
        wire: Wire,
        from: Option<NodeId>,
        op: Option<&'static Op>,
        actions: &mut Vec<Action>,
    ) {
        let graph = self.editor.document().graph();
        let name = op.map_or_else(
            || format!("input {}", wire.input),
            |op| op.inputs.name(wire.input),
        );
        let any = op.is_some_and(|op| matches!(op.inputs, Inputs::Any(_)));
        ui.horizontal(|ui| {
            ui.label(RichText::new(format!("{name} ←")).weak());
            match from {
                Some(from) => link_ui(ui, self.editor.name(from), from, actions),
                None => drop(ui.label(RichText::new("not wired").color(self.theme.warning))),
            }
            if any && self.editor.inputs(wire.to).len() > 1 {
                let remove = ui.small_button("×").on_hover_text("Remove this input.");
                if remove.clicked() {
                    actions.push(Action::Edit(Edit::RemoveInput(wire)));
                }
            }
        });
        let told = self.overlay.explains_contribution(graph, wire);
        if told && from.is_some() && self.editor.local_derivative(wire).is_some() {
            maths_ui(ui, self.explainer.local(wire).to_string());
        } else if from.is_some() {
            maths_ui(ui, self.explainer.rule(wire));
        }
    }
}

/// The most inputs that are listed.
const SHOWN: usize = 32;

/// An equation, one line for each part: `c = w × x`, `= 2 × (−2)`, `= −4`.
fn unfolded_ui(ui: &mut Ui, equation: &Equation) {
    let mut parts = equation.right();
    let first = parts.next().unwrap_or("—");
    maths_ui(ui, format!("{} = {first}", equation.left));
    for part in parts {
        let indent = Margin {
            left: 14,
            ..Margin::ZERO
        };
        let frame = Frame::new().inner_margin(indent);
        frame.show(ui, |ui| maths_ui(ui, format!("= {part}")));
    }
    if let Some(reason) = equation.reason.strip_prefix(", ") {
        ui.label(RichText::new(reason).weak());
    }
}

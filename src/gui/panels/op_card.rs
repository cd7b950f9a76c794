//! What is known about an op, for tooltips, the op palette and the inspector.

use eframe::egui::{RichText, Ui};

use crate::core::op::{Inputs, Op};

/// The formula of an op with the names of its inputs: `a × b`. Of a source, nothing.
pub(super) fn formula(op: &Op) -> String {
    if op.is_source() {
        return String::new();
    }
    op.formula_with(&input_names(op))
}

/// The local derivatives of an op, a line an input: `∂/∂a = b`.
pub(super) fn local_derivatives(op: &Op) -> Vec<String> {
    let names = input_names(op);
    let line = |input: usize| op.local_derivative_with(input, &names, "y");
    (0..op.local_derivatives.len()).map(line).collect()
}

fn input_names(op: &Op) -> Vec<String> {
    match op.inputs {
        Inputs::Fixed(names) => names.iter().map(|name| (*name).to_owned()).collect(),
        Inputs::Any(_) => vec![op.inputs.name(0), op.inputs.name(1), "…".to_owned()],
    }
}

/// All of it, as a tooltip has it.
pub(super) fn op_card_ui(ui: &mut Ui, op: &Op) {
    ui.set_max_width(340.0);
    ui.label(RichText::new(op.name).strong());
    ui.label(op.help);
    if op.is_source() {
        return;
    }
    ui.add_space(2.0);
    ui.label(RichText::new(format!("y = {}", formula(op))).monospace());
    for line in local_derivatives(op) {
        ui.label(RichText::new(line.replacen("∂/", "∂y/", 1)).monospace());
    }
    if let Some(kinks) = op.kinks {
        ui.add_space(2.0);
        ui.label(RichText::new(format!("Kink {kinks}.")).weak());
    }
}

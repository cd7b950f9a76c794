//! What is known about an op, for tooltips, the op palette and the inspector.

use eframe::egui::{RichText, Ui};

use crate::core::expression::help;
use crate::core::op::Op;

/// All of it, as a tooltip has it.
pub(super) fn op_card_ui(ui: &mut Ui, op: &Op) {
    ui.set_max_width(340.0);
    ui.label(RichText::new(op.name).strong());
    ui.label(op.help);
    if op.is_source() {
        return;
    }
    ui.add_space(2.0);
    ui.label(RichText::new(format!("y = {}", help::formula(op))).monospace());
    for line in help::derivatives(op) {
        ui.label(RichText::new(line).monospace());
    }
    if let Some(kinks) = op.kinks {
        ui.add_space(2.0);
        ui.label(RichText::new(format!("Kink {kinks}.")).weak());
    }
}

//! The status line: what is open, what it comes to, and whether it is saved.

use eframe::egui::Ui;

use crate::core::number::short;

use super::app::App;

/// Draws the status line.
pub(super) fn status_ui(ui: &mut Ui, app: &App) {
    ui.horizontal(|ui| {
        let editor = &app.editor;
        let graph = editor.document().graph();
        ui.label(format!("{} nodes", graph.len()));
        ui.label(format!("{} wires", app.canvas.scene.wire_count()));
        if let Some(target) = editor.target() {
            let value = editor.evaluation().number(target);
            let value = value.map_or_else(|| "—".to_owned(), |x| short(x, 7));
            ui.label(format!("{} = {value}", graph.name(target)));
        }
        let took = editor.live().took().as_secs_f64() * 1e6;
        ui.label(format!("sweep {} µs", short(took, 3)));
        ui.label(if editor.history().is_saved() {
            "saved"
        } else {
            "not saved"
        });
        ui.label(&app.said);
    });
}

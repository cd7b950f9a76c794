//! Sheets with a text: the guide for a first look, and what the program is.

use eframe::egui::{Context, Frame, Grid, Id, Modal, RichText, ScrollArea, Ui, vec2};

use crate::gui::command::{Command, keys_text};

/// A sheet with a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::gui) enum InfoSheet {
    Guide,
    About,
}

/// How to begin: what to do, and the command whose keys do it.
const STEPS: &[(&str, Option<Command>)] = &[
    (
        "Add a node: type its name or a number on the canvas.",
        Some(Command::AddNode),
    ),
    (
        "Wire nodes: drag from the dot of one to the dot of another.",
        None,
    ),
    (
        "Change a number: drag it, or double-click it and type.",
        Some(Command::EditSelected),
    ),
    (
        "Choose the target: the number that is differentiated.",
        Some(Command::ChooseTarget),
    ),
    (
        "Play the forward and the backward pass, step by step.",
        Some(Command::StepThrough),
    ),
    (
        "Ask why a gradient is what it is: click it on a wire.",
        Some(Command::Why),
    ),
    (
        "Change a number a little and see what follows.",
        Some(Command::Nudge),
    ),
    (
        "Compare every gradient with a finite difference.",
        Some(Command::CheckGradients),
    ),
    (
        "Take a quiz: the gradients are hidden and asked for.",
        Some(Command::QuizGradients),
    ),
    (
        "Find any command, node, file or lesson.",
        Some(Command::CommandPalette),
    ),
    ("See all keys and gestures.", Some(Command::ShortcutSheet)),
];

/// The room for the keys, at the right.
const KEYS: f32 = 76.0;

impl InfoSheet {
    /// Draws the sheet. False once it is to be closed.
    pub(super) fn show(self, ctx: &Context) -> bool {
        let style = ctx.global_style();
        let frame = Frame::popup(&style).inner_margin(20.0);
        let modal = Modal::new(Id::unique("information")).frame(frame);
        let mut open = true;
        let shown = modal.show(ctx, |ui| {
            let width = ctx.content_rect().width() - 72.0;
            ui.set_max_width(width.min(560.0));
            let height = ctx.content_rect().height() - 120.0;
            ScrollArea::vertical()
                .max_height(height.max(60.0))
                .show(ui, |ui| match self {
                    InfoSheet::Guide => guide_ui(ui),
                    InfoSheet::About => about_ui(ui),
                });
            ui.add_space(12.0);
            let close = ui.button("Close");
            if ui.memory(|memory| memory.focused().is_none()) {
                close.request_focus();
            }
            open = !close.clicked();
        });
        open && !shown.should_close()
    }
}

fn guide_ui(ui: &mut Ui) {
    ui.heading("Guide");
    ui.add_space(4.0);
    ui.label(
        "A graph is made of nodes and wires. Every wire shows the value that flows forward \
         and, below it, the gradient that flows back from the target.",
    );
    ui.add_space(8.0);
    let grid = Grid::new("guide").num_columns(2).spacing(vec2(16.0, 5.0));
    let widest = ui.available_width() - KEYS;
    grid.max_col_width(widest).show(ui, |ui| {
        for (what, command) in STEPS {
            ui.label(*what);
            let keys = command.map(|command| command.info().keys.get(..1).unwrap_or_default());
            let keys = keys.map(|keys| keys_text(ui.ctx(), keys));
            ui.label(RichText::new(keys.unwrap_or_default()).weak());
            ui.end_row();
        }
    });
    ui.add_space(8.0);
    ui.label("The lessons explain the rest: menu Learn, Lessons.");
}

fn about_ui(ui: &mut Ui) {
    ui.heading(format!("wiregrad {}", env!("CARGO_PKG_VERSION")));
    ui.add_space(4.0);
    ui.label(
        "An editor for computation graphs that shows the value and the derivative on every \
         wire, live.",
    );
    ui.add_space(6.0);
    ui.label(format!("Licence: {}.", env!("CARGO_PKG_LICENSE")));
    ui.label("All values are 64-bit floating-point numbers. The program makes no connection to a network.");
}

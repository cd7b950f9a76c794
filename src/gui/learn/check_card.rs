//! The gradient check as a mode, and its card: the progress, then a table of the results.

use eframe::egui::{Context, Label, ProgressBar, RichText, Role, Sense, Ui, WidgetInfo};
use egui_extras::{Column, TableBuilder, TableRow};

use super::card::{CardPlace, card, element_name, wide};
use super::check::{CheckMode, Stage, mark};
use super::mode::{DrawParts, Mode, ModeRow, WhileRedacted, why_no_gradients};
use crate::core::check::{NodeCheck, Verdict};
use crate::core::number::typeset;
use crate::gui::action::Action;
use crate::gui::editor::Editor;
use crate::gui::overlay::{Mark, Overlay};
use crate::gui::theme::Theme;

const SIZE: (f32, f32) = (480.0, 330.0);
/// The table is legible down to this width.
const TABLE: f32 = 440.0;
const ROW: f32 = 22.0;
/// How many rows are visible at once.
const ROWS: usize = 12;
const HEADS: [&str; 5] = ["node", "gradient", "difference", "rel. error", "verdict"];

/// The gradient check.
pub(super) static CHECK: ModeRow = ModeRow {
    open: |editor| Some(Box::new(CheckMode::new(editor))),
    why_not: why_no_gradients,
    redacted: WhileRedacted::Never,
    toggles: false,
    reads_canvas: false,
    on_thread: true,
};

impl Mode for CheckMode {
    fn overlay(&self) -> Option<&dyn Overlay> {
        Some(self)
    }

    fn update(&mut self, ctx: &Context, editor: &Editor) -> bool {
        self.follow(ctx, editor);
        true
    }

    fn has_card(&self) -> bool {
        true
    }

    fn card_ui(&mut self, ctx: &Context, place: CardPlace<'_>, parts: &mut DrawParts<'_>) -> bool {
        let (editor, theme) = (parts.editor, parts.theme);
        card(ctx, place, "Gradient check", SIZE, |ui| {
            match self.stage() {
                Stage::Waiting | Stage::Running => running_ui(ui, self),
                Stage::Done => {
                    tally_ui(ui, self, theme);
                    if !self.results().is_empty() {
                        wide(ui, TABLE, |ui| {
                            table_ui(ui, self, editor, theme, parts.actions);
                        });
                    }
                }
                Stage::Cancelled => again_ui(ui, self, editor, "The check was cancelled."),
                Stage::Outdated => {
                    again_ui(
                        ui,
                        self,
                        editor,
                        "The graph has changed since it was checked.",
                    );
                }
                Stage::Failed => again_ui(ui, self, editor, "The check could not be run."),
            }
        })
    }
}

fn running_ui(ui: &mut Ui, checking: &mut CheckMode) {
    ui.label(
        "Each gradient is compared with a finite difference: an input of an op changes a little, \
         and the op is computed again.",
    );
    ui.horizontal(|ui| {
        let width = (ui.available_width() - 80.0).max(40.0);
        let bar = ProgressBar::new(checking.progress()).desired_width(width);
        let percent = 100.0 * checking.progress();
        let response = ui.add(bar.show_percentage());
        response.widget_info(|| {
            let text = format!("Gradient check, {percent:.0} percent done");
            WidgetInfo::labeled(Role::ProgressIndicator, true, text)
        });
        if ui.button("Cancel").clicked() {
            checking.cancel();
        }
    });
}

fn again_ui(ui: &mut Ui, checking: &mut CheckMode, editor: &Editor, text: &str) {
    ui.label(text);
    if ui.button("Check again").clicked() {
        checking.again(editor);
    }
}

fn tally_ui(ui: &mut Ui, checking: &CheckMode, theme: &Theme) {
    let tally = checking.tally();
    let nodes = checking.results().len();
    if nodes == 0 {
        ui.label("There is no target, so there are no gradients to check.");
        return;
    }
    let text = match nodes {
        1 if tally.fine == 1 => "The one gradient is fine.".to_owned(),
        _ if tally.fine == nodes => format!("All {nodes} gradients are fine."),
        _ => {
            let mut parts = vec![format!("{} fine", tally.fine)];
            let counts = [
                (tally.at_kink, "at a kink"),
                (tally.unchecked, "can't be checked"),
            ];
            let counts = counts.iter().filter(|(count, _)| *count > 0);
            parts.extend(counts.map(|(count, text)| format!("{count} {text}")));
            let suspect = tally.suspect;
            parts.push(match suspect {
                0 => "none suspect.".to_owned(),
                _ => format!("{suspect} suspect."),
            });
            parts.join(", ")
        }
    };
    let color = match tally.suspect {
        0 => theme.fine,
        _ => theme.error,
    };
    ui.label(RichText::new(text).size(15.0).color(color));
}

fn table_ui(
    ui: &mut Ui,
    checking: &CheckMode,
    editor: &Editor,
    theme: &Theme,
    actions: &mut Vec<Action>,
) {
    let results = checking.results();
    let height = ROW * results.len().min(ROWS) as f32;
    TableBuilder::new(ui)
        .id_salt("gradient check")
        .striped(true)
        .sense(Sense::click())
        .auto_shrink([false, true])
        .max_scroll_height(height)
        .column(Column::exact(96.0).clip(true))
        .columns(Column::exact(104.0).clip(true), 2)
        .column(Column::exact(68.0).clip(true))
        .column(Column::remainder().clip(true))
        .header(ROW, |mut row| {
            for head in HEADS {
                row.col(|ui| {
                    ui.weak(head);
                });
            }
        })
        .body(|body| {
            body.rows(ROW, results.len(), |mut row| {
                if let Some(result) = results.get(row.index()) {
                    result_ui(&mut row, result, editor, theme, actions);
                }
            });
        });
}

fn result_ui(
    row: &mut TableRow<'_, '_>,
    result: &NodeCheck,
    editor: &Editor,
    theme: &Theme,
    actions: &mut Vec<Action>,
) {
    let name = name(result, editor);
    row.set_selected(editor.selection.only_node() == Some(result.node));
    let mut clicked = false;
    row.col(|ui| {
        let link = ui.link(&name);
        link.widget_info(|| WidgetInfo::labeled(Role::Link, true, format!("go to {name}")));
        clicked = link.on_hover_text("Show the node").clicked();
    });
    let comparison = &result.comparison;
    let numbers = [
        typeset(comparison.gradient, 7),
        typeset(comparison.difference, 7),
        typeset(comparison.relative_error(), 2),
    ];
    for number in numbers {
        row.col(|ui| {
            ui.add(Label::new(number).selectable(false));
        });
    }
    let (text, help) = verdict(result, editor);
    row.col(|ui| {
        let color = match mark(result) {
            Mark::Fine => theme.fine,
            Mark::Doubtful => theme.warning,
            Mark::Wrong => theme.error,
        };
        let label = Label::new(RichText::new(text).color(color)).selectable(false);
        ui.add(label).on_hover_text(help);
    });
    if clicked || row.response().clicked() {
        actions.push(Action::Reveal(result.node));
    }
}

/// A node's name, and of a tensor the worst element: `w[2, 0]`.
fn name(result: &NodeCheck, editor: &Editor) -> String {
    let name = editor.name(result.node);
    let shape = editor.shape(result.node);
    element_name(name, shape, result.element)
}

fn verdict(result: &NodeCheck, editor: &Editor) -> (&'static str, String) {
    match result.verdict {
        Verdict::Fine if result.checked < result.elements => (
            "fine",
            format!(
                "Gradient and finite difference agree in {} of {} elements that were checked.",
                result.checked, result.elements
            ),
        ),
        Verdict::Fine => ("fine", "Gradient and finite difference agree.".to_owned()),
        Verdict::AtKink { node, text } => {
            let name = editor.name(node);
            (
                "at a kink",
                format!("{name} has a kink {text}. There is no derivative to compare with."),
            )
        }
        Verdict::Unchecked { node, reason } => {
            let name = editor.document().graph().name(node);
            (
                "can't be checked",
                format!("The op of {name} can't be tried: {}.", reason.text()),
            )
        }
        Verdict::Suspect => (
            "suspect",
            "Gradient and finite difference disagree.".to_owned(),
        ),
    }
}

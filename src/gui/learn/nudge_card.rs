//! The nudge as a mode, and its card: ε, and the change of the target beside the change that
//! its gradient predicts.

use eframe::egui::{CollapsingHeader, Context, DragValue, Grid, RichText, Slider, Ui, WidgetInfo};

use super::card::{CardPlace, MATHS, card, element_name, icon_button, maths, wide};
use super::mode::{DrawParts, Mode, ModeRow, WhileRedacted, why_no_value};
use super::nudge::{NudgeMode, SIZES, number};
use super::nudge_plot::plot_ui;
use crate::core::explain::notation::Notation;
use crate::core::explain::nudge::{NodeChange, Outcome};
use crate::core::graph::NodeId;
use crate::core::number::typeset;
use crate::gui::editor::Editor;
use crate::gui::overlay::Overlay;
use crate::gui::selection::Selection;
use crate::gui::theme::Theme;

const WIDTH: f32 = 330.0;
const HEIGHT: f32 = 430.0;
/// How much of it the plot takes, and how high a canvas is that has room for it.
const PLOT: f32 = 165.0;
const ROOM_FOR_PLOT: f32 = 640.0;
/// The table is legible down to this width.
const TABLE: f32 = 300.0;

/// The nudge of the selected node.
pub(super) static NUDGE: ModeRow = ModeRow {
    open: |editor| {
        let node = editor.selection.only_node()?;
        Some(Box::new(NudgeMode::new(editor, node)))
    },
    why_not: why_no_value,
    redacted: WhileRedacted::Never,
    toggles: false,
    reads_canvas: false,
    on_thread: false,
};

impl Mode for NudgeMode {
    fn overlay(&self) -> Option<&dyn Overlay> {
        Some(self.overlay())
    }

    fn update(&mut self, _ctx: &Context, editor: &Editor) -> bool {
        self.follow(editor)
    }

    fn subject_nodes(&self, _editor: &Editor) -> Vec<NodeId> {
        vec![self.node()]
    }

    fn explained_nodes(&self) -> Vec<NodeId> {
        let changes = self.nudge().into_iter().flat_map(|nudge| &nudge.changes);
        changes.map(|change| change.node).collect()
    }

    fn select(&mut self, editor: &Editor, selection: &Selection) {
        if let Some(node) = selection.only_node() {
            self.choose(editor, node);
        }
    }

    fn has_card(&self) -> bool {
        true
    }

    fn card_ui(&mut self, ctx: &Context, place: CardPlace<'_>, parts: &mut DrawParts<'_>) -> bool {
        let (editor, theme) = (parts.editor, parts.theme);
        let title = format!("If {} changes by ε", nudged_name(self, editor));
        let canvas = place.canvas.rect().map_or(0.0, |rect| rect.height());
        let has_room = canvas >= ROOM_FOR_PLOT;
        let height = if has_room { HEIGHT } else { HEIGHT - PLOT };
        card(ctx, place, &title, (WIDTH, height), |ui| {
            element_ui(ui, self, editor);
            size_ui(ui, self, editor);
            ui.add_space(4.0);
            changes_ui(ui, self, editor, theme);
            ui.add_space(4.0);
            wide(ui, TABLE, |ui| outcome_ui(ui, self, editor, theme));
            if self.nudge().is_some_and(|nudge| nudge.outcome.is_some()) {
                ui.add_space(6.0);
                shrinking_ui(ui, self, theme, has_room);
            }
        })
    }
}

/// How the error shrinks with ε. The plot is folded where it would push the card over what it
/// explains.
fn shrinking_ui(ui: &mut Ui, nudging: &NudgeMode, theme: &Theme, has_room: bool) {
    if nudging.shrinking().iter().all(Outcome::is_rounding) {
        ui.weak("They agree for every ε: the target is linear in this number");
        return;
    }
    CollapsingHeader::new("Error against ε")
        .id_salt(("error against ε", has_room))
        .default_open(has_room)
        .show_unindented(ui, |ui| {
            ui.weak("The error shrinks with ε, until only rounding errors are left");
            plot_ui(ui, nudging, theme);
        });
}

/// `w`, or of a tensor `W[0, 2]`.
fn nudged_name(nudging: &NudgeMode, editor: &Editor) -> String {
    let name = editor.name(nudging.node());
    let shape = editor.shape(nudging.node());
    element_name(name, shape, nudging.element())
}

/// Which element of a tensor.
fn element_ui(ui: &mut Ui, nudging: &mut NudgeMode, editor: &Editor) {
    let shape = editor.shape(nudging.node());
    let Some(shape) = shape.filter(|shape| !shape.is_scalar()) else {
        return;
    };
    ui.horizontal(|ui| {
        ui.label("Element");
        let mut rest = nudging.element();
        let mut element = 0;
        let mut changed = false;
        for (axis, (stride, length)) in shape.strides().into_iter().zip(shape.dims()).enumerate() {
            let stride = stride.max(1);
            let mut place = (rest / stride).min(length - 1);
            rest %= stride;
            let response = ui.add(DragValue::new(&mut place).range(0..=length - 1).speed(0.1));
            response.widget_info(|| WidgetInfo::drag_value(true, place as f64));
            changed |= response
                .on_hover_text(format!("Along axis {axis}"))
                .changed();
            element += place * stride;
        }
        ui.weak(format!("of shape {shape}"));
        if changed {
            nudging.choose_element(editor, element);
        }
    });
}

/// ε with its sign.
fn size_ui(ui: &mut Ui, nudging: &mut NudgeMode, editor: &Editor) {
    ui.horizontal(|ui| {
        ui.label(RichText::new("ε =").size(MATHS));
        let by = nudging.by();
        let sign = if by < 0.0 { "−" } else { "+" };
        let mut next = by;
        if icon_button(ui, sign, "Change sign", "Change the sign of ε").clicked() {
            next = -by;
        }
        let mut size = by.abs();
        ui.spacing_mut().slider_width = (ui.available_width() - 70.0).clamp(60.0, 170.0);
        let slider = Slider::new(&mut size, SIZES)
            .logarithmic(true)
            .custom_formatter(|x, _| number(x))
            .custom_parser(|text| text.trim().replace('−', "-").parse().ok());
        let response = ui.add(slider);
        response.widget_info(|| WidgetInfo::slider(true, size, "ε"));
        if response.changed() {
            // A slider gives round numbers, not 0.0010037.
            let round = if response.dragged() {
                rounded(size)
            } else {
                size
            };
            next = round.copysign(next);
        }
        if next != by {
            nudging.set_by(editor, next);
        }
    });
}

/// The nearest number with one significant digit, or 1.5, 2.5 ….
fn rounded(x: f64) -> f64 {
    let unit = 10_f64.powf(x.abs().log10().floor());
    let half = (x / unit * 2.0).round() / 2.0;
    // Through the text, so that it is the number that is displayed.
    number(half * unit).replace('−', "-").parse().unwrap_or(x)
}

/// What is nudged, and the target: old → new.
fn changes_ui(ui: &mut Ui, nudging: &NudgeMode, editor: &Editor, theme: &Theme) {
    let target = editor.target();
    let Some(nudge) = nudging.nudge() else { return };
    let is_shown = |change: &&NodeChange| change.node == nudge.node || Some(change.node) == target;
    for change in nudge.changes.iter().filter(is_shown) {
        let name = match change.node == nudge.node {
            true => nudged_name(nudging, editor),
            false => editor.name(change.node).to_owned(),
        };
        let (old, new) = match (change.old.as_scalar(), change.new.as_scalar()) {
            (Some(old), Some(new)) => (old, new),
            _ => match (
                change.old.data().get(nudge.element),
                change.new.data().get(nudge.element),
            ) {
                (Some(old), Some(new)) => (*old, *new),
                _ => continue,
            },
        };
        let text = format!("{name}: {} → {}", number(old), number(new));
        maths(ui, &text, 18.0, theme.value);
    }
}

fn outcome_ui(ui: &mut Ui, nudging: &NudgeMode, editor: &Editor, theme: &Theme) {
    let (Some(target), Some(nudge)) = (editor.target(), nudging.nudge()) else {
        ui.label("There is no target, so there is no change to compare.");
        return;
    };
    let (target, name) = (editor.name(target), editor.name(nudge.node));
    let Some(outcome) = nudge.outcome else {
        ui.label(format!(
            "{target} doesn't depend on {name}, so it doesn't change."
        ));
        return;
    };
    let product = format!(
        "∂{target}/∂{} · ε = {} · {}",
        nudged_name(nudging, editor),
        brief(outcome.gradient),
        Notation::Text.factor(outcome.by)
    );
    let rows = [
        (
            format!("predicted Δ{target}"),
            brief(outcome.predicted()),
            product,
        ),
        (
            format!("true Δ{target}"),
            brief(outcome.actual()),
            "after − before".to_owned(),
        ),
        (
            "ratio".to_owned(),
            ratio(outcome),
            "true ÷ predicted".to_owned(),
        ),
        (
            "error".to_owned(),
            brief(outcome.error()),
            "true − predicted".to_owned(),
        ),
    ];
    Grid::new("outcome")
        .num_columns(3)
        .spacing([12.0, 5.0])
        .show(ui, |ui| {
            for (what, value, how) in rows {
                ui.label(what);
                ui.label(
                    RichText::new(value)
                        .size(MATHS)
                        .color(theme.gradient)
                        .strong(),
                );
                ui.weak(how);
                ui.end_row();
            }
        });
}

/// A number that is short enough for a row with two of them.
fn brief(x: f64) -> String {
    typeset(x, 6)
}

fn ratio(outcome: Outcome) -> String {
    outcome.ratio().map_or_else(|| "—".to_owned(), brief)
}

#[cfg(test)]
mod tests {
    use super::rounded;

    #[test]
    fn a_slider_gives_round_numbers() {
        assert_eq!(rounded(0.001_003_7), 0.001);
        assert_eq!(rounded(0.002_4), 0.002_5);
        assert_eq!(rounded(9.9e-6), 1e-5);
        assert_eq!(rounded(1.0), 1.0);
    }
}

//! Why a gradient is what it is, as a mode, and its card.

use eframe::egui::{Color32, Context, RichText, Sense, Ui};

use super::card::{CardPlace, MATHS, card, equation_ui, maths, width_of};
use super::mode::{DrawParts, Mode, ModeRow, WhileRedacted};
use super::why::{GradientOf, Pointed, WhyMode, WhyText};
use crate::core::explain::page::PageFormat;
use crate::core::explain::paths::PathText;
use crate::core::graph::{NodeId, Wire};
use crate::gui::action::Action;
use crate::gui::editor::Editor;
use crate::gui::overlay::Overlay;
use crate::gui::platform::clipboard;
use crate::gui::selection::Selection;
use crate::gui::theme::Theme;

const WIDTH: f32 = 400.0;
const HEIGHT: f32 = 270.0;
/// At most this many factors of a path are shown,
const MOST_FACTORS: usize = 24;
/// and at most this many letters of a line.
const MOST_LETTERS: usize = 240;

/// Why the gradient of the selected node or wire is what it is.
pub(super) static WHY: ModeRow = ModeRow {
    open: |editor| {
        let subject = GradientOf::selected(&editor.selection)?;
        Some(Box::new(WhyMode::new(editor, subject)?))
    },
    why_not: |editor| {
        let program = editor.live().program();
        let has_gradient = match GradientOf::selected(&editor.selection) {
            Some(GradientOf::Node(node)) => program.reaches_target(node),
            Some(GradientOf::Wire(wire)) => program.reaches_target(wire.to),
            None => return Some("select a node or a wire first"),
        };
        (!has_gradient).then_some("the selection has no gradient")
    },
    redacted: WhileRedacted::Never,
    toggles: false,
    reads_canvas: false,
    on_thread: false,
};

impl Mode for WhyMode {
    fn overlay(&self) -> Option<&dyn Overlay> {
        Some(self)
    }

    fn update(&mut self, _ctx: &Context, editor: &Editor) -> bool {
        self.follow(editor)
    }

    fn subject_nodes(&self, editor: &Editor) -> Vec<NodeId> {
        match self.subject() {
            GradientOf::Node(node) => vec![node],
            GradientOf::Wire(wire) => {
                let start = editor.start(wire);
                start.into_iter().chain([wire.to]).collect()
            }
        }
    }

    fn select(&mut self, editor: &Editor, selection: &Selection) {
        let subject = GradientOf::selected(selection);
        if let Some(other) = subject.and_then(|subject| WhyMode::new(editor, subject)) {
            *self = other;
        }
    }

    fn has_card(&self) -> bool {
        true
    }

    fn card_ui(&mut self, ctx: &Context, place: CardPlace<'_>, parts: &mut DrawParts<'_>) -> bool {
        let (editor, theme) = (parts.editor, parts.theme);
        let mut pointed = None;
        let stays = card(ctx, place, "Why this gradient", (WIDTH, HEIGHT), |ui| {
            maths(ui, &self.said().title, 20.0, theme.gradient);
            copy_ui(ui, self, editor, parts.actions);
            ui.separator();
            local_ui(ui, self.said());
            pointed = paths_ui(ui, self.said(), theme);
        });
        if self.point_at(editor, pointed) {
            ctx.request_repaint();
        }
        stays
    }
}

/// The buttons that copy the explanation.
fn copy_ui(ui: &mut Ui, why: &WhyMode, editor: &Editor, actions: &mut Vec<Action>) {
    ui.horizontal_wrapped(|ui| {
        for (name, format) in [
            ("Copy as text", PageFormat::Text),
            ("Copy as LaTeX", PageFormat::Latex),
        ] {
            if ui.button(name).clicked() {
                clipboard::copy_text(ui.ctx(), why.page(editor, format));
                let text = "Copied the explanation.";
                actions.push(Action::Say(text.to_owned()));
            }
        }
    });
}

/// The contribution of each wire, and the sum.
fn local_ui(ui: &mut Ui, said: &WhyText) {
    let heading = match said.local.len() {
        1 => "The chain rule on this wire",
        _ => "The contribution of each wire, and the sum",
    };
    ui.weak(heading);
    let color = ui.visuals().text_color();
    for explanation in &said.local {
        equation_ui(ui, &explanation.equation, MATHS, color);
        if let Some(local) = &explanation.local {
            ui.weak(format!("with {local}"));
        }
        if let Some(note) = &explanation.note {
            ui.weak(note);
        }
    }
    ui.add_space(4.0);
}

/// The paths. Returns what the pointer is on.
fn paths_ui(ui: &mut Ui, said: &WhyText, theme: &Theme) -> Option<Pointed> {
    let mut pointed = None;
    let Some((first, _)) = said.paths.first() else {
        return pointed;
    };
    if first.is_empty() {
        return pointed; // the target itself
    }
    let heading = match (said.several, said.all_listed) {
        (false, _) => "1 path leads to the target".to_owned(),
        (true, true) => format!("{} paths lead to the target", said.count),
        (true, false) => format!(
            "{} paths lead to the target; the first {}:",
            said.count,
            said.paths.len()
        ),
    };
    ui.weak(heading);
    for (nth, (wires, path)) in said.paths.iter().enumerate() {
        let row = ui.scope(|ui| path_ui(ui, wires, path, theme, &mut pointed));
        if pointed.is_none() && row.response.contains_pointer() {
            pointed = Some(Pointed::Path(nth));
        }
        ui.add_space(3.0);
    }
    if let Some(sum) = &said.sum {
        ui.weak("The sum over the paths");
        equation_ui(ui, sum, MATHS, theme.gradient);
    } else if !said.all_listed {
        ui.weak("The sum over the wires above includes all paths.");
    }
    pointed
}

fn path_ui(
    ui: &mut Ui,
    wires: &[Wire],
    path: &PathText,
    theme: &Theme,
    pointed: &mut Option<Pointed>,
) {
    ui.label(RichText::new(cut(&path.way)).size(MATHS).strong());
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 3.0;
        let color = ui.visuals().text_color();
        for (nth, (wire, factor)) in path.factors.iter().take(MOST_FACTORS).enumerate() {
            if nth > 0 {
                ui.label("·");
            }
            let text = RichText::new(&factor.left).size(MATHS).color(color);
            let response = ui.add(eframe::egui::Label::new(text).sense(Sense::hover()));
            if response.hovered() && wires.contains(wire) {
                *pointed = Some(Pointed::Factor(*wire));
            }
            response.on_hover_text(factor.to_string());
        }
        if path.factors.len() > MOST_FACTORS {
            ui.label(format!("· … ({} more)", path.factors.len() - MOST_FACTORS));
        }
        result_ui(ui, path, color, theme);
    });
}

/// The beginning of a long text.
fn cut(text: &str) -> String {
    match text.char_indices().nth(MOST_LETTERS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

fn result_ui(ui: &mut Ui, path: &PathText, color: Color32, theme: &Theme) {
    // Broken before an `=`, not within a product.
    let mut part = |text: &str, color: Color32| {
        if width_of(ui, text, MATHS) > ui.available_size_before_wrap().x {
            ui.end_row();
        }
        maths(ui, text, MATHS, color);
    };
    if path.factors.len() > 1 && !path.equation.numbers.is_empty() {
        part(&format!("= {}", cut(&path.equation.numbers)), color);
    }
    part(&format!("= {}", path.equation.result), theme.gradient);
}

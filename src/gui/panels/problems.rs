//! The problems panel: what is wrong, where, and what to do. A click goes there.

use eframe::egui::{Label, RichText, Role, ScrollArea, Sense, TextStyle, Ui, WidgetInfo, vec2};

use crate::core::number::typeset_sentence;
use crate::core::problem::{Problem, ProblemKind};
use crate::gui::action::Action;
use crate::gui::editor::Editor;
use crate::gui::overlay::Overlay;
use crate::gui::theme::Theme;

/// Draws the list of problems.
pub(super) fn problems_ui(
    ui: &mut Ui,
    editor: &Editor,
    overlay: &dyn Overlay,
    theme: &Theme,
    actions: &mut Vec<Action>,
) {
    let problems = editor.live().problems();
    let graph = editor.document().graph();
    ui.add_space(4.0);
    ui.horizontal(|ui| {
        ui.strong("Problems");
        ui.label(RichText::new(problems.len().to_string()).weak());
    });
    if problems.is_empty() {
        ui.label("None: every node has a value.");
        return;
    }
    let height = ui.text_style_height(&TextStyle::Body) + ui.spacing().item_spacing.y;
    ScrollArea::vertical().auto_shrink(false).show_rows(
        ui,
        height - ui.spacing().item_spacing.y,
        problems.len(),
        |ui, rows| {
            for problem in problems.get(rows).unwrap_or_default() {
                let told = overlay.shows_problem(graph, problem);
                problem_row(ui, problem, told, theme, actions);
            }
        },
    );
}

/// `3 problems`, `1 problem`, `no problems`.
pub(crate) fn count_text(count: usize) -> String {
    match count {
        0 => "no problems".to_owned(),
        1 => "1 problem".to_owned(),
        _ => format!("{count} problems"),
    }
}

/// The sign for a kind of problem.
pub(super) fn icon(kind: ProblemKind) -> &'static str {
    match kind {
        ProblemKind::Unwired => "○",
        ProblemKind::NotFinite | ProblemKind::NotFiniteGradient => "∞",
        ProblemKind::Target => "◎",
        ProblemKind::UnknownOp => "?",
        ProblemKind::Shape | ProblemKind::Value | ProblemKind::Limit => "⚠",
    }
}

/// What is said about a problem whose numbers are hidden.
pub(super) const KEPT_BACK: &str = "its numbers have a problem (hidden for now)";

fn problem_row(
    ui: &mut Ui,
    problem: &Problem,
    told: bool,
    theme: &Theme,
    actions: &mut Vec<Action>,
) {
    let row = ui.horizontal(|ui| {
        let color = match problem.is_unfinished() {
            true => theme.warning,
            false => theme.error,
        };
        let icon = Label::new(RichText::new(icon(problem.kind)).color(color)).selectable(false);
        ui.add_sized(vec2(18.0, ui.text_style_height(&TextStyle::Body)), icon);
        let name = if problem.node.is_some() {
            problem.name.as_str()
        } else {
            "graph"
        };
        ui.add(Label::new(RichText::new(name).strong()).selectable(false));
        if !told {
            ui.add(Label::new(KEPT_BACK).selectable(false));
            return;
        }
        ui.add(Label::new(typeset_sentence(&problem.message)).selectable(false));
        let help = RichText::new(format!("→ {}", typeset_sentence(&problem.help))).weak();
        ui.add(Label::new(help).selectable(false).truncate());
    });
    let response = row.response.interact(Sense::click());
    response.widget_info(|| {
        let label = match told {
            true => format!("problem {problem}"),
            false => format!("problem {name}: {KEPT_BACK}", name = problem.name),
        };
        WidgetInfo::labeled(Role::Button, true, label)
    });
    if let Some(node) = problem.node {
        if response.hovered() {
            ui.ctx()
                .set_cursor_icon(eframe::egui::CursorIcon::PointingHand);
        }
        if response.clicked() {
            actions.push(Action::Reveal(node));
        }
    }
}

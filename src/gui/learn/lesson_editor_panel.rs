//! The lesson editor at the right of the canvas. The panel under the canvas shows what the
//! learner will see.

use eframe::egui::{
    Button, ComboBox, DragValue, Label, Panel, Response, RichText, Role, ScrollArea, TextEdit, Ui,
    WidgetInfo,
};

use super::card::icon_button;
use super::lesson::LessonSession;
use super::lesson_editor::{AnswerKind, LessonEditor, names, swapped, with_step, without_step};
use crate::core::limits::MAX_CHOICES;
use crate::document::Edit;
use crate::document::lesson::{LessonAnswer, LessonQuestion, LessonStep};
use crate::gui::action::Action;
use crate::gui::editor::Editor;
use crate::gui::theme::Theme;

/// Draws the panel. False when it is closed.
pub(super) fn panel_ui(
    ui: &mut Ui,
    writer: &mut LessonEditor,
    lesson: &mut LessonSession,
    editor: &Editor,
    theme: &Theme,
    actions: &mut Vec<Action>,
) -> bool {
    let mut stays = true;
    let most = (0.5 * ui.available_width()).min(520.0);
    Panel::right("lesson editor")
        .resizable(true)
        .default_size(300.0)
        .size_range(most.min(220.0)..=most)
        .show(ui, |ui| {
            ui.add_space(6.0);
            ui.horizontal(|ui| {
                ui.heading("Lesson editor");
                let close = icon_button(ui, "✕", "Close the lesson editor", "Close");
                stays = !close.clicked();
            });
            ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                list_ui(ui, lesson, editor, actions);
                ui.separator();
                let at = lesson.at();
                let Some(step) = writer.draft(editor, at) else {
                    ui.label("A lesson is a list of steps. Add the first one.");
                    return;
                };
                let mut new = step.clone();
                let over = step_ui(ui, &mut new, editor);
                if new != step {
                    writer.typed(editor, at, new, actions);
                }
                if over {
                    actions.push(Action::EndGesture);
                }
                if let Some(fault) = writer.fault() {
                    let text = format!("Not saved in the lesson yet: {fault}.");
                    ui.add(Label::new(RichText::new(text).color(theme.error)).wrap());
                }
            });
        });
    stays
}

fn list_ui(ui: &mut Ui, lesson: &mut LessonSession, editor: &Editor, actions: &mut Vec<Action>) {
    let document = editor.document();
    let steps = document.lesson();
    let at = lesson.at();
    let mut set = |steps: Vec<LessonStep>| actions.push(Action::Edit(Edit::SetLesson(steps)));
    ui.horizontal_wrapped(|ui| {
        if ui.button("Add step").clicked() {
            set(with_step(document, at).0);
            lesson.go_to_added_step();
        }
        ui.add_enabled_ui(!steps.is_empty(), |ui| {
            if icon_button(ui, "↑", "Move step up", "Move the step up").clicked()
                && let Some(before) = at.checked_sub(1)
                && let Some(steps) = swapped(document, at, before)
            {
                set(steps);
                lesson.go_to(editor, before);
            }
            if icon_button(ui, "↓", "Move step down", "Move the step down").clicked()
                && let Some(steps) = swapped(document, at, at + 1)
            {
                set(steps);
                lesson.go_to(editor, at + 1);
            }
            if ui.button("Delete step").clicked() {
                set(without_step(document, at));
            }
        });
    });
    for (nth, step) in steps.iter().enumerate() {
        let text = step.text.lines().next().unwrap_or_default();
        let start: String = text.chars().take(200).collect();
        let label = format!("{}. {start}", nth + 1);
        let row = Button::selectable(nth == at, label).truncate();
        if ui.add(row).clicked() {
            lesson.go_to(editor, nth);
        }
    }
}

/// The fields of a step. True when an edit is complete: it becomes one step of undo.
fn step_ui(ui: &mut Ui, step: &mut LessonStep, editor: &Editor) -> bool {
    let mut over = false;
    ui.weak("Text");
    over |= named(&ui.add(multiline(&mut step.text, 5)), "Text of the step").lost_focus();
    highlight_ui(ui, step, editor);
    ui.horizontal_wrapped(|ui| {
        ui.weak("Shows");
        over |= ui.checkbox(&mut step.show.values, "values").changed();
        over |= ui.checkbox(&mut step.show.gradients, "gradients").changed();
    });
    ui.add_space(4.0);
    ui.weak("Question: the answer is");
    let kind = AnswerKind::of(step);
    let mut chosen = kind;
    let combo = ComboBox::from_id_salt("kind of question").selected_text(kind.title());
    let shown = combo.show_ui(ui, |ui| {
        for kind in AnswerKind::ALL {
            ui.selectable_value(&mut chosen, kind, kind.title());
        }
    });
    named_as(&shown.response, Role::ComboBox, "Kind of question");
    if chosen != kind {
        let selected = editor.selection.only_node();
        let node = selected.or(editor.target());
        let node = node.map_or("", |id| editor.name(id));
        step.question = chosen.question(step, node);
        over = true;
    }
    if let Some(question) = &mut step.question {
        over |= question_ui(ui, question, editor);
    }
    over
}

fn highlight_ui(ui: &mut Ui, step: &mut LessonStep, editor: &Editor) {
    let document = editor.document();
    let selected = names(document, &editor.selection);
    ui.weak("Highlights");
    ui.horizontal_wrapped(|ui| {
        let missing = selected
            .iter()
            .filter(|name| !step.highlight.contains(name));
        let missing: Vec<String> = missing.cloned().collect();
        let add = eframe::egui::Button::new("Highlight selection");
        let help = "Select nodes or a wire on the canvas first";
        if ui
            .add_enabled(!missing.is_empty(), add)
            .on_disabled_hover_text(help)
            .clicked()
        {
            step.highlight.extend(missing);
        }
        let mut out = None;
        for (nth, name) in step.highlight.iter().enumerate() {
            let is_there = document.highlighted(name).is_some();
            let text = match is_there {
                true => format!("{name} ✕"),
                false => format!("{name} (gone) ✕"),
            };
            let button = ui.small_button(text);
            button.widget_info(|| {
                WidgetInfo::labeled(
                    Role::Button,
                    true,
                    format!("remove the highlight of {name}"),
                )
            });
            if button.on_hover_text("Remove the highlight").clicked() {
                out = Some(nth);
            }
        }
        if let Some(nth) = out {
            step.highlight.remove(nth);
        }
    });
}

fn question_ui(ui: &mut Ui, question: &mut LessonQuestion, editor: &Editor) -> bool {
    let mut over = false;
    ui.weak("Asks");
    over |= named(&ui.add(multiline(&mut question.text, 2)), "Question").lost_focus();
    match &mut question.answer {
        LessonAnswer::Number(number) => {
            ui.horizontal(|ui| {
                ui.weak("Answer");
                let field = ui.add(DragValue::new(number).speed(0.0).max_decimals(12));
                over |= named_as(&field, Role::SpinButton, "Answer").lost_focus();
            });
        }
        LessonAnswer::ValueOf(name) | LessonAnswer::GradientOf(name) => {
            over |= node_ui(ui, name, editor);
        }
        LessonAnswer::Choice {
            choices,
            right,
            explanations,
        } => over |= choices_ui(ui, choices, right, explanations),
    }
    over
}

fn node_ui(ui: &mut Ui, name: &mut String, editor: &Editor) -> bool {
    let mut over = false;
    ui.horizontal(|ui| {
        ui.weak("Node");
        let field = TextEdit::singleline(name).desired_width(110.0);
        over = named(&ui.add(field), "Node of the answer").lost_focus();
        let selected = editor.selection.only_node();
        let button = eframe::egui::Button::new("Use selected node");
        if ui.add_enabled(selected.is_some(), button).clicked()
            && let Some(id) = selected
        {
            editor.name(id).clone_into(name);
            over = true;
        }
    });
    if editor.find(name).is_none() {
        ui.weak("No node has this name.");
    }
    over
}

/// The choices, which of them is right, and why the others are wrong.
fn choices_ui(
    ui: &mut Ui,
    choices: &mut Vec<String>,
    right: &mut usize,
    explanations: &mut Vec<String>,
) -> bool {
    let mut over = false;
    let mut removed = None;
    let count = choices.len();
    explanations.resize(count, String::new());
    let rows = choices.iter_mut().zip(explanations.iter_mut());
    for (nth, (choice, explanation)) in rows.enumerate() {
        ui.horizontal(|ui| {
            let mark = ui.radio_value(right, nth, "");
            over |= mark.clicked();
            let name = format!("Choice {} is right", nth + 1);
            named_as(&mark, Role::RadioButton, &name);
            let width = (ui.available_width() - 34.0).max(60.0);
            let field = ui.add(TextEdit::singleline(choice).desired_width(width));
            over |= named(&field, &format!("Choice {}", nth + 1)).lost_focus();
            let name = format!("Remove choice {}", nth + 1);
            if count > 2 && icon_button(ui, "✕", &name, "Remove choice").clicked() {
                removed = Some(nth);
            }
        });
        if nth != *right {
            let field = TextEdit::singleline(explanation).hint_text("Why it is wrong (optional)");
            let field = ui.add(field.desired_width(f32::INFINITY));
            over |= named(&field, &format!("Why choice {} is wrong", nth + 1)).lost_focus();
        }
    }
    if let Some(nth) = removed {
        choices.remove(nth);
        explanations.remove(nth);
        if *right > nth || *right == choices.len() {
            *right -= 1;
        }
        over = true;
    }
    if count < MAX_CHOICES && ui.button("Add choice").clicked() {
        choices.push(format!("choice {}", count + 1));
        explanations.push(String::new());
        over = true;
    }
    if explanations.iter().all(String::is_empty) {
        explanations.clear();
    }
    over
}

fn multiline(text: &mut String, rows: usize) -> TextEdit<'_> {
    TextEdit::multiline(text)
        .desired_width(f32::INFINITY)
        .desired_rows(rows)
}

/// Gives a field its accessible name.
fn named<'a>(response: &'a Response, name: &str) -> &'a Response {
    named_as(response, Role::TextInput, name)
}

fn named_as<'a>(response: &'a Response, role: Role, name: &str) -> &'a Response {
    response.widget_info(|| WidgetInfo::labeled(role, true, name));
    response
}

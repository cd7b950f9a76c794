//! The panel of a lesson under the canvas: the text of a step, its question, and buttons for
//! the next and the previous step.

use eframe::egui::{
    Align, Key, Layout, Modifiers, Panel, RichText, Role, ScrollArea, TextEdit, Ui, WidgetInfo,
    vec2,
};

use super::card::{icon_button, save_results_ui};
use super::lesson::LessonSession;
use super::said::tinted;
use crate::document::lesson::{LessonAnswer, LessonQuestion, LessonStep};
use crate::gui::action::Action;
use crate::gui::command::Command;
use crate::gui::editor::Editor;
use crate::gui::settings::LessonScore;
use crate::gui::shipped::{SHIPPED, told_as};
use crate::gui::short_text::shortened;
use crate::gui::theme::Theme;

const HEIGHT: f32 = 150.0;
/// Lines of text are read with ease up to this width.
const WIDTH: f32 = 620.0;
const TEXT: f32 = 16.0;
/// In a narrower panel the head has room for the buttons only.
const NARROW: f32 = 460.0;

/// Draws the panel. False when it is closed.
pub(super) fn panel_ui(
    ui: &mut Ui,
    lesson: &mut LessonSession,
    editor: &Editor,
    theme: &Theme,
    actions: &mut Vec<Action>,
) -> bool {
    let mut stays = true;
    page_keys(ui, lesson, editor);
    let room = ui.available_height();
    Panel::bottom("lesson")
        .resizable(true)
        .default_size(HEIGHT.min(0.45 * room))
        .size_range(70.0..=(0.6 * room).max(80.0))
        .show(ui, |ui| {
            ui.add_space(4.0);
            stays = head_ui(ui, lesson, editor, actions);
            let Some(step) = lesson.step(editor) else {
                ui.label("This graph has no lesson yet: add a step in the lesson editor.");
                return;
            };
            ui.add_space(2.0);
            ScrollArea::vertical()
                .id_salt(("lesson", lesson.at()))
                .auto_shrink(false)
                .show(ui, |ui| {
                    step_ui(ui, lesson, step, editor, theme);
                    score_ui(ui, lesson, editor, theme, actions);
                });
        });
    stays
}

/// The step buttons, and the button that closes the panel. False when that was clicked.
fn head_ui(
    ui: &mut Ui,
    lesson: &mut LessonSession,
    editor: &Editor,
    actions: &mut Vec<Action>,
) -> bool {
    let close_ui = |ui: &mut Ui| icon_button(ui, "✕", "Close the lesson", "Close the lesson");
    if ui.available_width() < NARROW {
        let row = ui.horizontal_wrapped(|ui| {
            steps_ui(ui, lesson, editor, actions);
            close_ui(ui).clicked()
        });
        return !row.inner;
    }
    let row = ui.horizontal(|ui| {
        steps_ui(ui, lesson, editor, actions);
        let title = shortened(editor.document().title(), 200);
        let title = RichText::new(title).weak();
        let right = ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let close = close_ui(ui).clicked();
            let edit = ui.button("Edit lesson");
            if edit.on_hover_text("Write or change the steps").clicked() {
                actions.push(Action::Command(Command::EditLesson));
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.add(eframe::egui::Label::new(title).truncate());
            });
            close
        });
        right.inner
    });
    !row.inner
}

/// The page keys change the step, even while an answer is typed.
fn page_keys(ui: &Ui, lesson: &mut LessonSession, editor: &Editor) {
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    if !ui.ctx().memory(|memory| memory.top_modal_layer().is_some()) {
        if pressed(Key::PageDown) {
            lesson.go_on(editor);
        }
        if pressed(Key::PageUp) {
            lesson.go_back(editor);
        }
    }
}

fn steps_ui(ui: &mut Ui, lesson: &mut LessonSession, editor: &Editor, actions: &mut Vec<Action>) {
    let count = editor.document().lesson().len();
    let (has_before, has_next) = (lesson.at() > 0, lesson.at() + 1 < count);
    let back = ui.add_enabled(has_before, eframe::egui::Button::new("◀ Back"));
    if back.on_hover_text("Previous step (Page up)").clicked() {
        lesson.go_back(editor);
    }
    let text = format!("Step {} of {count}", (lesson.at() + 1).min(count));
    ui.label(RichText::new(text).strong());
    let next_lesson = match has_next {
        true => None,
        false => told_as(editor.document().title()).and_then(|(_, next)| next),
    };
    if let Some(next) = next_lesson {
        let on = ui.button("Next lesson ▶");
        let heading = SHIPPED
            .get(next)
            .map(|lesson| lesson.heading().title.as_str());
        if on.on_hover_text(heading.unwrap_or_default()).clicked() {
            actions.push(Action::OpenLesson(next));
        }
    } else {
        let on = ui.add_enabled(has_next, eframe::egui::Button::new("Next ▶"));
        if on.on_hover_text("Next step (Page down)").clicked() {
            lesson.go_on(editor);
        }
    }
    if !has_next && ui.button("All lessons").clicked() {
        actions.push(Action::ShowLessons);
    }
}

/// The score, once the lesson is finished.
fn score_ui(
    ui: &mut Ui,
    lesson: &LessonSession,
    editor: &Editor,
    theme: &Theme,
    actions: &mut Vec<Action>,
) {
    let LessonScore { right, asked } = lesson.score(editor);
    if asked > 0 && lesson.is_finished(editor) {
        let color = match right == asked {
            true => theme.fine,
            false => theme.text,
        };
        let text = match asked - right {
            0 => format!("Lesson finished. All {asked} answers are right."),
            _ => format!("Lesson finished. {right} of {asked} answers are right."),
        };
        ui.add_space(4.0);
        ui.label(RichText::new(text).color(color));
        save_results_ui(ui, actions);
    }
}

fn step_ui(
    ui: &mut Ui,
    lesson: &mut LessonSession,
    step: &LessonStep,
    editor: &Editor,
    theme: &Theme,
) {
    let room = ui.available_width();
    let question = step.question.as_ref();
    let beside = question.is_some() && room > 640.0;
    let text_width = match beside {
        true => (0.56 * room).min(WIDTH),
        false => room.min(WIDTH),
    };
    let text = RichText::new(&step.text).size(TEXT);
    let text_ui = |ui: &mut Ui| {
        ui.set_max_width(text_width);
        ui.add(eframe::egui::Label::new(text).wrap());
    };
    match question.filter(|_| beside) {
        Some(question) => {
            ui.horizontal_top(|ui| {
                ui.allocate_ui_with_layout(
                    vec2(text_width, 0.0),
                    Layout::top_down(Align::Min),
                    text_ui,
                );
                ui.add_space(18.0);
                ui.vertical(|ui| question_ui(ui, lesson, question, editor, theme));
            });
        }
        None => {
            ui.vertical(text_ui);
            if let Some(question) = question {
                ui.add_space(6.0);
                question_ui(ui, lesson, question, editor, theme);
            }
        }
    }
}

fn question_ui(
    ui: &mut Ui,
    lesson: &mut LessonSession,
    question: &LessonQuestion,
    editor: &Editor,
    theme: &Theme,
) {
    let text = RichText::new(&question.text).size(TEXT).strong();
    ui.add(eframe::egui::Label::new(text).wrap());
    let (before, mut replies) = (lesson.chosen, false);
    if let LessonAnswer::Choice { choices, .. } = &question.answer {
        for (nth, choice) in choices.iter().enumerate() {
            ui.radio_value(&mut lesson.chosen, Some(nth), choice);
        }
        if lesson.chosen != before {
            lesson.answer(editor);
            replies = true;
        }
    } else {
        replies = ui.horizontal(|ui| number_ui(ui, lesson, editor)).inner;
    }
    if let Some(said) = lesson.said() {
        let said = eframe::egui::Label::new(tinted(&said.text, said.tone, theme)).wrap();
        let response = ui.add(said);
        if replies {
            response.scroll_to_me(None);
        }
    }
}

/// The field for a number. True if the answer was given, or told.
fn number_ui(ui: &mut Ui, lesson: &mut LessonSession, editor: &Editor) -> bool {
    let field = TextEdit::singleline(&mut lesson.typed)
        .hint_text("a number")
        .desired_width(110.0);
    let response = ui.add(field);
    response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "Your answer"));
    if std::mem::take(&mut lesson.wants_focus) && !lesson.is_answered() {
        response.request_focus();
    }
    if response.changed() {
        // In a low window the text is above it.
        response.scroll_to_me(None);
    }
    let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    let mut replies = false;
    if entered || ui.button("Check").clicked() {
        replies = true;
        lesson.answer(editor);
        if entered && !lesson.is_answered() {
            response.request_focus();
        }
    }
    if !lesson.is_answered() && ui.button("Show answer").clicked() {
        lesson.show_answer(editor);
        replies = true;
    }
    replies
}

//! The quiz as a mode: the answer field beside the node that is asked about, and the bar
//! under the canvas with the question, hints and the score.

use eframe::egui::{
    Align, Area, Context, Frame, Id, Key, Layout, Order, Panel, Pos2, Rect, Response, RichText,
    Role, TextEdit, TextStyle, Ui, Vec2, WidgetInfo, pos2, vec2,
};

use super::card::{CardPlace, MATHS, icon_button, quantity_color, save_results_ui};
use super::mode::{DrawParts, Mode, ModeRow, WhileRedacted, why_no_gradients};
use super::quiz::QuizMode;
use super::results::QuizResults;
use super::said::tinted;
use crate::core::explain::quiz::{HINTS, QuizSubject};
use crate::core::graph::NodeId;
use crate::core::number::typeset;
use crate::gui::action::Action;
use crate::gui::canvas::Canvas;
use crate::gui::command::{KeyBinding, QUIZ_KEYS};
use crate::gui::editor::Editor;
use crate::gui::overlay::Overlay;
use crate::gui::theme::Theme;

/// The height of the question and the reply: fixed, so that the canvas doesn't move.
const SAID: f32 = 64.0;
const FIELD: f32 = 84.0;
/// A bar with room for fewer letters than this has no score.
const NARROW: f32 = 34.0;

/// The quiz about gradients.
pub(super) static GRADIENT_QUIZ: ModeRow = ModeRow {
    open: |editor| Some(Box::new(QuizMode::new(editor, QuizSubject::Gradients))),
    why_not: why_no_gradients,
    redacted: WhileRedacted::InQuiz,
    toggles: false,
    reads_canvas: true,
    on_thread: false,
};

/// The quiz about values.
pub(super) static VALUE_QUIZ: ModeRow = ModeRow {
    open: |editor| Some(Box::new(QuizMode::new(editor, QuizSubject::Values))),
    why_not: |editor| {
        let order = editor.live().program().order();
        order.is_empty().then_some("nothing is computed")
    },
    redacted: WhileRedacted::InQuiz,
    toggles: false,
    reads_canvas: true,
    on_thread: false,
};

impl Mode for QuizMode {
    fn overlay(&self) -> Option<&dyn Overlay> {
        Some(self.overlay())
    }

    fn update(&mut self, _ctx: &Context, editor: &Editor) -> bool {
        self.follow(editor);
        true
    }

    fn keys(&self) -> &'static [KeyBinding] {
        QUIZ_KEYS
    }

    fn subject_nodes(&self, _editor: &Editor) -> Vec<NodeId> {
        self.overlay().lit_nodes().to_vec()
    }

    fn bar_ui(&mut self, ui: &mut Ui, parts: &mut DrawParts<'_>) -> bool {
        quiz_ui(ui, self, parts)
    }

    fn card_ui(&mut self, ctx: &Context, place: CardPlace<'_>, parts: &mut DrawParts<'_>) -> bool {
        field_ui(ctx, self, parts.editor, place.canvas, parts.theme);
        true
    }

    fn replaces_lesson(&self) -> bool {
        true
    }

    fn results(&self, editor: &Editor) -> Option<QuizResults> {
        Some(QuizMode::results(self, editor))
    }

    fn redaction_reason(&self) -> Option<&'static str> {
        let asks = self.current().is_some();
        asks.then_some("the quiz hides numbers: end it first (Esc)")
    }
}

/// Draws the bar. False when it is closed.
fn quiz_ui(ui: &mut Ui, quiz: &mut QuizMode, parts: &mut DrawParts<'_>) -> bool {
    let (editor, theme) = (parts.editor, parts.theme);
    let mut stays = true;
    Panel::bottom("quiz").resizable(false).show(ui, |ui| {
        ui.add_space(6.0);
        ui.allocate_ui(vec2(ui.available_width(), SAID), |ui| {
            ui.set_height(SAID);
            said_ui(ui, quiz, editor, theme);
        });
        let letters = TextStyle::Body.resolve(ui.style()).size;
        if ui.available_width() < NARROW * letters {
            ui.horizontal_wrapped(|ui| {
                match quiz.current() {
                    Some(at) => buttons_ui(ui, quiz, editor, at),
                    None => over_ui(ui, quiz, editor, parts.actions),
                }
                stays = !close_button(ui).clicked();
            });
            ui.add_space(4.0);
            return;
        }
        ui.horizontal(|ui| {
            match quiz.current() {
                Some(at) => buttons_ui(ui, quiz, editor, at),
                None => over_ui(ui, quiz, editor, parts.actions),
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                stays = !close_button(ui).clicked();
                let score = quiz.score();
                ui.weak(format!("{} of {} right", score.right, score.questions));
            });
        });
        ui.add_space(4.0);
    });
    stays
}

fn close_button(ui: &mut Ui) -> Response {
    icon_button(ui, "✕", "Close the quiz", "Close the quiz (Esc)")
}

fn said_ui(ui: &mut Ui, quiz: &QuizMode, editor: &Editor, theme: &Theme) {
    if let Some(question) = quiz.question() {
        let what = match quiz.quiz().subject() {
            QuizSubject::Gradients => "How fast does the target change?",
            QuizSubject::Values => "What does this node compute?",
        };
        ui.horizontal(|ui| {
            let color = quantity_color(theme, quiz.quiz().subject() == QuizSubject::Values);
            let name = format!("{} = ?", quiz.name(editor, question));
            ui.label(RichText::new(name).size(20.0).color(color));
            ui.weak(what);
        });
    } else {
        score_ui(ui, quiz, theme);
    }
    if let Some(hint) = quiz.hint() {
        ui.label(RichText::new(format!("Hint: {hint}")).size(MATHS));
    }
    if let Some(said) = quiz.said() {
        ui.label(tinted(&said.text, said.tone, theme));
    }
}

fn score_ui(ui: &mut Ui, quiz: &QuizMode, theme: &Theme) {
    let score = quiz.score();
    if score.questions == 0 {
        ui.label("There are no questions: no number of this graph can be computed by hand.");
        return;
    }
    let text = format!(
        "{} of {} right, {} at the first try: {} points",
        score.right,
        score.questions,
        score.at_once,
        typeset(score.points, 4)
    );
    let color = match score.right == score.questions {
        true => theme.fine,
        false => theme.text,
    };
    ui.label(RichText::new(text).size(20.0).color(color));
}

fn buttons_ui(ui: &mut Ui, quiz: &mut QuizMode, editor: &Editor, at: usize) {
    ui.label(format!("{} / {}", at + 1, quiz.quiz().questions().len()));
    if ui
        .button("Check")
        .on_hover_text("Check the answer (Enter)")
        .clicked()
    {
        quiz.answer(editor);
    }
    let given = HINTS - quiz.hints_left();
    let hint = format!("Hint {} of {HINTS}", (given + 1).min(HINTS));
    let help = "First the rule, then names, then numbers; each hint costs a quarter of a point";
    if ui.button(hint).on_hover_text(help).clicked() {
        quiz.ask_for_hint(editor);
    }
    if ui
        .button("Skip")
        .on_hover_text("Come back to this question later")
        .clicked()
    {
        quiz.skip();
    }
    if ui
        .button("Show answer")
        .on_hover_text("Show the answer, for no points")
        .clicked()
    {
        quiz.give_up(editor);
    }
}

fn over_ui(ui: &mut Ui, quiz: &mut QuizMode, editor: &Editor, actions: &mut Vec<Action>) {
    save_results_ui(ui, actions);
    for (subject, name) in [
        (QuizSubject::Gradients, "Quiz: gradients"),
        (QuizSubject::Values, "Quiz: values"),
    ] {
        if ui.button(name).clicked() {
            quiz.again(editor, subject);
        }
    }
}

/// Draws the answer field beside the node that is asked about.
fn field_ui(ctx: &Context, quiz: &mut QuizMode, editor: &Editor, canvas: &Canvas, theme: &Theme) {
    let Some(question) = quiz.question() else {
        return;
    };
    let (Some(room), Some(node)) = (canvas.rect(), node_rect(canvas, question.node)) else {
        return;
    };
    let id = Id::unique("answer field");
    let known = eframe::egui::AreaState::load(ctx, id).and_then(|state| state.size);
    let size = known.unwrap_or(vec2(170.0, 36.0));
    Area::new(id)
        .order(Order::Middle)
        .fixed_pos(place(canvas, question.node, node, size, room))
        .constrain_to(room.shrink(4.0))
        .show(ctx, |ui| {
            let frame = Frame::popup(ui.style()).inner_margin(5.0);
            frame.stroke((2.0, theme.lit)).show(ui, |ui| {
                ui.horizontal(|ui| {
                    let name = quiz.name(editor, question);
                    let color = quantity_color(theme, quiz.quiz().subject() == QuizSubject::Values);
                    ui.label(RichText::new(format!("{name} =")).size(MATHS).color(color));
                    answer_ui(ui, quiz, editor);
                });
            });
        });
}

fn answer_ui(ui: &mut Ui, quiz: &mut QuizMode, editor: &Editor) {
    let field = TextEdit::singleline(&mut quiz.typed)
        .hint_text("?")
        .desired_width(FIELD);
    let response = ui.add(field);
    response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "Answer"));
    if std::mem::take(&mut quiz.wants_keys) {
        response.request_focus();
    }
    if response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)) {
        quiz.answer(editor);
    }
}

fn node_rect(canvas: &Canvas, node: NodeId) -> Option<Rect> {
    let rect = canvas.scene.node(node)?;
    let corner = |point| canvas.screen_point(point);
    Some(Rect::from_min_max(corner(rect.min)?, corner(rect.max)?))
}

/// Below the node, above it or beside it: where it covers the fewest other nodes.
fn place(canvas: &Canvas, node: NodeId, at: Rect, size: Vec2, room: Rect) -> Pos2 {
    const GAP: f32 = 14.0;
    let left = at.center().x - size.x / 2.0;
    let middle = at.center().y - size.y / 2.0;
    let places = [
        pos2(left, at.bottom() + GAP),
        pos2(left, at.top() - GAP - size.y),
        pos2(at.right() + GAP, middle),
        pos2(at.left() - GAP - size.x, middle),
    ];
    let covered = |place: &Pos2| {
        let rect = Rect::from_min_size(*place, size);
        if !room.contains_rect(rect) {
            return usize::MAX;
        }
        match [rect.min, rect.max].map(|point| canvas.graph_point(point)) {
            [Some(min), Some(max)] => {
                let nodes = canvas.scene.nodes_in(Rect::from_min_max(min, max));
                nodes.into_iter().filter(|id| *id != node).count()
            }
            _ => usize::MAX,
        }
    };
    let best = places.iter().min_by_key(|place| covered(place));
    best.copied().unwrap_or(at.left_bottom())
}

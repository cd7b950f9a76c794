//! Draws what explains the graph: the lesson and the bar of a mode at the edge of the
//! canvas, and the card of a mode on it.

use eframe::egui::{Context, Ui};

use super::card::CardPlace;
use super::lesson::LessonSession;
use super::mode::DrawParts;
use super::state::Learn;
use super::{lesson_editor_panel, lesson_panel};
use crate::gui::action::Action;
use crate::gui::canvas::Canvas;
use crate::gui::editor::Editor;
use crate::gui::overlay::ShowAll;
use crate::gui::theme::Theme;

/// In a window that is narrower, in points, panels make room for what is explained.
const NARROW: f32 = 900.0;

impl Learn {
    /// Which panels make room in a window of this width: the ops, and the inspector.
    pub(in crate::gui) fn pushes_aside(&self, window: f32) -> [bool; 2] {
        let is_narrow = window < NARROW;
        let is_on = self.mode.is_some() || self.lesson.is_some();
        [is_on && is_narrow, self.is_editing_lesson() && is_narrow]
    }

    /// Draws what stands at the edge of the canvas; the rest of `ui` is the canvas's.
    pub(in crate::gui) fn edges_ui(
        &mut self,
        ui: &mut Ui,
        editor: &Editor,
        theme: &Theme,
        actions: &mut Vec<Action>,
    ) {
        if !self.replaces_lesson() {
            self.lesson_ui(ui, editor, theme, actions);
        }
        let Some(open) = &mut self.mode else { return };
        let lesson = self.lesson.as_ref();
        let mut parts = DrawParts {
            editor,
            theme,
            lesson: lesson.map_or(&ShowAll, LessonSession::overlay),
            actions,
        };
        if !open.mode.bar_ui(ui, &mut parts) {
            self.close_mode();
        }
    }

    fn lesson_ui(
        &mut self,
        ui: &mut Ui,
        editor: &Editor,
        theme: &Theme,
        actions: &mut Vec<Action>,
    ) {
        let Some(lesson) = &mut self.lesson else {
            return;
        };
        if self.mode.is_some() {
            // The keys stay with the mode.
            lesson.wants_focus = false;
        }
        if let Some(writer) = &mut self.lesson_editor
            && !lesson_editor_panel::panel_ui(ui, writer, lesson, editor, theme, actions)
        {
            self.lesson_editor = None;
        }
        if !lesson_panel::panel_ui(ui, lesson, editor, theme, actions) {
            (self.lesson, self.lesson_editor) = (None, None);
        }
    }

    /// Draws what stands on the canvas. To be called after the canvas was drawn.
    pub(in crate::gui) fn floating_ui(
        &mut self,
        ctx: &Context,
        editor: &Editor,
        canvas: &Canvas,
        theme: &Theme,
        actions: &mut Vec<Action>,
    ) {
        let subject = self.subject_nodes(editor);
        let Some(open) = &mut self.mode else { return };
        let explained = open.mode.explained_nodes();
        let place = CardPlace {
            canvas,
            opened: self.opened,
            subject: &subject,
            explained: &explained,
        };
        let lesson = self.lesson.as_ref();
        let mut parts = DrawParts {
            editor,
            theme,
            lesson: lesson.map_or(&ShowAll, LessonSession::overlay),
            actions,
        };
        if !open.mode.card_ui(ctx, place, &mut parts) {
            self.close_mode();
        }
    }
}

//! [`Mode`]: one way of explaining a graph, such as the player or the quiz.
//!
//! At most one mode is on at a time. A mode follows the document, answers as an [`Overlay`]
//! what the canvas shows, and draws a bar under the canvas, a card on it, or both. Each mode
//! has a row in the `registry`, and needs no other mention.

use std::any::Any;

use eframe::egui::{Context, Ui};

use super::card::CardPlace;
use super::results::QuizResults;
use crate::core::graph::NodeId;
use crate::document::Revision;
use crate::gui::action::Action;
use crate::gui::command::KeyBinding;
use crate::gui::editor::Editor;
use crate::gui::overlay::Overlay;
use crate::gui::selection::Selection;
use crate::gui::theme::Theme;

/// One way of explaining a graph. The defaults are those of a mode that shows everything as
/// it is and draws nothing.
pub trait Mode: Any {
    /// What the canvas shows; `None` to leave that to the lesson.
    fn overlay(&self) -> Option<&dyn Overlay> {
        None
    }

    /// Follows the document, the clock and background work. Called once a frame, before
    /// anything is drawn. False when the mode can't go on.
    fn update(&mut self, _ctx: &Context, _editor: &Editor) -> bool {
        true
    }

    /// What keys on the canvas mean while the mode is on.
    fn keys(&self) -> &'static [KeyBinding] {
        &[]
    }

    /// The nodes that the explanation is about: they are kept in view, and the card doesn't
    /// cover them.
    fn subject_nodes(&self, _editor: &Editor) -> Vec<NodeId> {
        Vec::new()
    }

    /// Further nodes that the explanation says something of: the card rather covers others.
    fn explained_nodes(&self) -> Vec<NodeId> {
        Vec::new()
    }

    /// Follows a selection made by hand.
    fn select(&mut self, _editor: &Editor, _selection: &Selection) {}

    /// Draws the bar under the canvas. False when it is closed.
    fn bar_ui(&mut self, _ui: &mut Ui, _parts: &mut DrawParts<'_>) -> bool {
        true
    }

    /// Draws what stands on the canvas. False when it is closed.
    fn card_ui(
        &mut self,
        _ctx: &Context,
        _place: CardPlace<'_>,
        _parts: &mut DrawParts<'_>,
    ) -> bool {
        true
    }

    /// Whether [`card_ui`](Mode::card_ui) draws a card, which the view keeps clear of the
    /// subject.
    fn has_card(&self) -> bool {
        false
    }

    /// Whether the mode asks questions itself; a lesson is hidden meanwhile.
    fn replaces_lesson(&self) -> bool {
        false
    }

    /// How the learner answered the questions, if the mode asks any.
    fn results(&self, _editor: &Editor) -> Option<QuizResults> {
        None
    }

    /// Why other modes can't be opened now: this one redacts numbers that they would show.
    fn redaction_reason(&self) -> Option<&'static str> {
        None
    }
}

/// How a mode is opened: a row of the `registry`.
pub(super) struct ModeRow {
    /// Opens the mode; `None` if `why_not` has a reason.
    pub(super) open: fn(&Editor) -> Option<Box<dyn Mode>>,
    /// Why the mode can't be opened now; `None` if it can.
    pub(super) why_not: fn(&Editor) -> Option<&'static str>,
    /// Whether it can be opened while numbers are redacted.
    pub(super) redacted: WhileRedacted,
    /// Whether its command closes it if it is on.
    pub(super) toggles: bool,
    /// Whether the user reads the numbers on the canvas: the view zooms in until they are
    /// legible.
    pub(super) reads_canvas: bool,
    /// Whether what it shows is worked out on a thread: a graph may be too large for the
    /// others.
    pub(super) on_thread: bool,
}

/// Whether a mode can be opened while a lesson or a quiz redacts numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WhileRedacted {
    /// It can't, and it closes when numbers are redacted: it shows all of them.
    Never,
    /// It can within a lesson, whose redactions stay. It would end a quiz.
    InLesson,
    /// It can in place of a quiz. It would lift the redactions of a lesson.
    InQuiz,
}

/// What a mode draws from, and where it puts the actions that it asks for.
pub struct DrawParts<'a> {
    /// The open document.
    pub editor: &'a Editor,
    /// The colours.
    pub theme: &'a Theme,
    /// What the lesson redacts.
    pub lesson: &'a dyn Overlay,
    /// What is asked for.
    pub actions: &'a mut Vec<Action>,
}

/// Why a graph can't be explained by a mode now: there are no numbers, or there are so many
/// that no frame has time for them.
pub(super) fn why_not_explained(editor: &Editor, row: &ModeRow) -> Option<&'static str> {
    let live = editor.live();
    let is_too_large = live.is_dear() && !row.on_thread;
    let too_large = "this graph is too large to be explained step by step";
    let why = live.state().why_no_numbers();
    why.or(is_too_large.then_some(too_large))
}

/// The revisions of a document's structure and of its values: what a mode computed is valid
/// until either changes.
pub(super) type Revisions = (Revision, Revision);

/// The revisions of the open document.
pub(super) fn revisions(editor: &Editor) -> Revisions {
    let document = editor.document();
    (document.structure_revision(), document.values_revision())
}

/// Why a mode that starts from the value of the selected node can't be opened.
pub(super) fn why_no_value(editor: &Editor) -> Option<&'static str> {
    match editor.selection.only_node() {
        None => Some("select one node first"),
        Some(node) if editor.value(node).is_none() => Some("the selected node has no value"),
        Some(_) => None,
    }
}

/// Why a mode that shows gradients can't be opened.
pub(super) fn why_no_gradients(editor: &Editor) -> Option<&'static str> {
    let has_target = editor.target().is_some();
    (!has_target).then_some("there is no target, so there are no gradients")
}

//! [`ContextMenu`]: the context menu, with the commands that fit what was clicked.

use eframe::egui::{Button, Id, Popup, Pos2, Ui, Vec2, vec2};

use super::hand::Hand;
use super::menu_rows::own_rows;
use crate::gui::action::{Action, Editable};
use crate::gui::canvas::geometry::{curve_point, frame_rect, text_rect};
use crate::gui::canvas::hit::Hit;
use crate::gui::canvas::scene::Scene;
use crate::gui::command::{Command, keys_text};
use crate::gui::editor::Editor;
use crate::gui::style::menu_body;

const NODE: &[&[Command]] = &[
    &[
        Command::EditSelected,
        Command::Rename,
        Command::ChangeOp,
        Command::ChooseTarget,
        Command::ConnectNodes,
    ],
    &[Command::Nudge, Command::Why, Command::ForwardMode],
    &[Command::Cut, Command::Copy, Command::Duplicate],
    &[
        Command::CopyAsFormula,
        Command::CopyAsLatex,
        Command::CopyAsPython,
    ],
    &[Command::Delete, Command::DeleteThrough],
    &[Command::AddFrame, Command::Arrange],
    &[
        Command::AlignLeft,
        Command::AlignTop,
        Command::DistributeHorizontally,
        Command::DistributeVertically,
    ],
    &[Command::ZoomToSelection],
];
const WIRE: &[&[Command]] = &[&[Command::Why], &[Command::Delete]];
const NOTE: &[&[Command]] = &[
    &[Command::EditSelected],
    &[
        Command::Cut,
        Command::Copy,
        Command::Duplicate,
        Command::Delete,
    ],
    &[Command::ZoomToSelection],
];
const CANVAS: &[&[Command]] = &[
    &[Command::TypeFormula, Command::Paste, Command::SelectAll],
    &[Command::Undo, Command::Redo],
    &[
        Command::Arrange,
        Command::ZoomToFit,
        Command::ZoomToActualSize,
    ],
];

/// From an open menu's corner to the thing that it is about, in points.
const BESIDE: Vec2 = vec2(8.0, 8.0);

/// The context menu, open or not.
#[derive(Default)]
pub(super) struct ContextMenu {
    /// What it is about, and where it was asked for in the graph.
    about: Option<(Hit, Pos2)>,
    /// If it was asked for by a key: whether it isn't open yet.
    by_key: Option<bool>,
}

impl ContextMenu {
    /// The menu of what is at a point of the graph, at the pointer.
    pub(super) fn at_pointer(under: Hit, point: Pos2) -> ContextMenu {
        ContextMenu {
            about: Some((under, point)),
            by_key: None,
        }
    }

    /// The menu of what is selected, or of the canvas around `middle`.
    pub(super) fn of_selection(editor: &Editor, scene: &Scene, middle: Pos2) -> ContextMenu {
        let selection = &editor.selection;
        let document = editor.document();
        let node = || {
            let id = *selection.nodes.first()?;
            Some((Hit::Node(id), scene.node(id)?.center()))
        };
        let wire = || {
            let wire = selection.wire?;
            Some((Hit::Wire(wire), curve_point(&scene.curve(wire)?, 0.5)))
        };
        let frame = || {
            let id = *selection.frames.first()?;
            Some((Hit::Frame(id), frame_rect(document.frame(id)?).center()))
        };
        let text = || {
            let id = *selection.texts.first()?;
            Some((Hit::Text(id), text_rect(document.text(id)?).center()))
        };
        let found = node().or_else(wire).or_else(frame).or_else(text);
        ContextMenu {
            about: Some(found.unwrap_or((Hit::Canvas, middle))),
            by_key: Some(true),
        }
    }

    /// Where a menu is that was asked for by a key, about a point of the graph. It opens
    /// the first time.
    fn place_by_key(&mut self, hand: &Hand<'_>, menu: Id, about: Pos2) -> Option<Pos2> {
        if self.by_key? {
            self.by_key = Some(false);
            Popup::open_id(hand.ctx, menu);
            // The arrows are the menu's now.
            let canvas = hand.response.id;
            hand.ctx.memory_mut(|memory| memory.surrender_focus(canvas));
        }
        let at = hand.to_graph.inverse() * about + BESIDE;
        Some(at.clamp(hand.canvas.min, hand.canvas.max))
    }

    /// Shows the menu, if it is open. Returns what is to be edited in place.
    pub(super) fn show(&mut self, hand: &Hand<'_>, actions: &mut Vec<Action>) -> Option<Editable> {
        let (hit, at) = self.about?;
        let mut edited = None;
        let mut popup = Popup::context_menu(hand.response);
        if let Some(at) = self.place_by_key(hand, popup.get_id(), at) {
            popup = popup.at_position(at);
        }
        let mut rows = |ui: &mut Ui| {
            ui.set_min_width(200.0);
            edited = own_rows(ui, hand, hit, at, actions);
            for group in groups(hit) {
                if ui.min_rect().height() > 1.0 {
                    ui.separator();
                }
                for command in *group {
                    command_button(ui, hand.editor, *command, actions);
                }
            }
        };
        let shown = popup.show(|ui| menu_body(ui, &mut rows));
        if shown.is_none() {
            self.about = None;
        }
        edited
    }
}

/// The commands for a thing, in groups.
fn groups(hit: Hit) -> &'static [&'static [Command]] {
    match hit {
        Hit::Canvas => CANVAS,
        Hit::Wire(_) => WIRE,
        Hit::Frame(_) | Hit::FrameCorner(_) | Hit::Text(_) => NOTE,
        _ => NODE,
    }
}

/// A row of a menu that calls a command, with its first key, greyed out with the reason
/// where it can't be called.
fn command_button(ui: &mut Ui, editor: &Editor, command: Command, actions: &mut Vec<Action>) {
    let row = command.info();
    let why_not = editor.why_not(command);
    let mut button = Button::new(row.name);
    let keys = keys_text(ui.ctx(), row.keys.get(..1).unwrap_or_default());
    if !keys.is_empty() {
        button = button.shortcut_text(keys);
    }
    let response = ui.add_enabled(why_not.is_none(), button);
    let response = match why_not {
        Some(why) => response.on_disabled_hover_text(why),
        None => response.on_hover_text(row.help),
    };
    if response.clicked() {
        actions.push(Action::Command(command));
        ui.close();
    }
}

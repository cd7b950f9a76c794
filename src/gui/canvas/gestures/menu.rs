//! The context menus: the commands that fit what was clicked.

use eframe::egui::{Button, Id, Popup, Pos2, Ui, Vec2, vec2};

use super::{Editable, Gestures, Hand, Hit, number_of, snapped, takes_more};
use crate::core::graph::Wire;
use crate::core::op::Inputs;
use crate::document::Edit;
use crate::gui::action::{Action, PaletteRequest, Wiring};
use crate::gui::canvas::geometry::{curve_point, frame_rect, text_rect};
use crate::gui::canvas::scene::Scene;
use crate::gui::command::{Command, keys_text};
use crate::gui::editor::Editor;

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
    &[Command::Paste, Command::SelectAll],
    &[Command::Undo, Command::Redo],
    &[
        Command::Arrange,
        Command::ZoomToFit,
        Command::ZoomToActualSize,
    ],
];

/// From an open menu's corner to the thing that it is about, in points.
const BESIDE: Vec2 = vec2(8.0, 8.0);

impl Gestures {
    /// Opens the context menu of what is selected, or of the canvas around `middle`.
    pub(in crate::gui::canvas) fn open_menu(
        &mut self,
        editor: &Editor,
        scene: &Scene,
        middle: Pos2,
    ) {
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
        self.menu = Some(found.unwrap_or((Hit::Canvas, middle)));
        self.menu_by_key = Some(true);
    }

    /// Where a menu is that was asked for by a key, about a point of the graph. It opens
    /// the first time.
    fn place_by_key(&mut self, hand: &Hand<'_>, menu: Id, about: Pos2) -> Option<Pos2> {
        if self.menu_by_key? {
            self.menu_by_key = Some(false);
            Popup::open_id(hand.ctx, menu);
            // The arrows are the menu's now.
            let canvas = hand.response.id;
            hand.ctx.memory_mut(|memory| memory.surrender_focus(canvas));
        }
        let at = hand.to_graph.inverse() * about + BESIDE;
        Some(at.clamp(hand.canvas.min, hand.canvas.max))
    }

    /// Shows the context menu, if it is open.
    pub(super) fn menu_ui(&mut self, hand: &Hand<'_>, actions: &mut Vec<Action>) {
        let Some((hit, at)) = self.menu else { return };
        let mut edited = None;
        let mut popup = Popup::context_menu(hand.response);
        if let Some(at) = self.place_by_key(hand, popup.get_id(), at) {
            popup = popup.at_position(at);
        }
        let shown = popup.show(|ui| {
            ui.set_min_width(200.0);
            edited = special(ui, hand, hit, at, actions);
            let groups = match hit {
                Hit::Canvas => CANVAS,
                Hit::Wire(_) => WIRE,
                Hit::Frame(_) | Hit::FrameCorner(_) | Hit::Text(_) => NOTE,
                _ => NODE,
            };
            for group in groups {
                if ui.min_rect().height() > 1.0 {
                    ui.separator();
                }
                for command in *group {
                    command_button(ui, hand.editor, *command, actions);
                }
            }
        });
        if let Some(what) = edited {
            self.edit(hand.editor, what, None);
        }
        if shown.is_none() {
            self.menu = None;
        }
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

/// What only this thing has. Returns what is to be edited in place.
fn special(
    ui: &mut Ui,
    hand: &Hand<'_>,
    hit: Hit,
    at: Pos2,
    actions: &mut Vec<Action>,
) -> Option<Editable> {
    let mut row = |name: &str| {
        let clicked = ui.button(name).clicked();
        if clicked {
            ui.close();
        }
        clicked
    };
    let corner = snapped(at, hand.options.snap);
    match hit {
        Hit::Canvas => {
            if row("Add a node here…") {
                actions.push(Action::OpenPalette(PaletteRequest {
                    at: corner,
                    wired: Wiring::None,
                    text: String::new(),
                }));
            }
            if row("Write a note here") {
                actions.push(Action::NewNote(corner));
            }
        }
        Hit::Input(wire) => {
            if hand.scene.start(wire).is_some() && row("Take the wire off this input") {
                actions.push(Action::Edit(Edit::Connect { from: None, wire }));
            }
            if can_lose(hand.editor, wire) && row("Remove this input") {
                actions.push(Action::Edit(Edit::RemoveInput(wire)));
            }
            if takes_more(hand.editor, wire.to) && row("Add an input") {
                actions.push(Action::Edit(Edit::AddInput(wire.to)));
            }
        }
        Hit::Node(id) | Hit::Grow(id) | Hit::Output(id) => {
            if takes_more(hand.editor, id) && row("Add an input") {
                actions.push(Action::Edit(Edit::AddInput(id)));
            }
            if number_of(hand.editor, id).is_some() {
                let has_range = hand.editor.document().range(id).is_some();
                let name = if has_range {
                    "Change its range…"
                } else {
                    "Set a range…"
                };
                if row(name) {
                    return Some(Editable::Range(id));
                }
                if has_range && row("Take its range away") {
                    actions.push(Action::Edit(Edit::SetRange {
                        node: id,
                        range: None,
                    }));
                }
            }
        }
        _ => {}
    }
    None
}

/// Whether an input can be taken away from its node.
fn can_lose(editor: &Editor, wire: Wire) -> bool {
    let node = editor.document().graph().get(wire.to);
    node.is_some_and(|node| match node.op().map(|op| op.inputs) {
        Some(inputs @ Inputs::Any(_)) => inputs.allow(node.inputs().len().saturating_sub(1)),
        _ => false,
    })
}

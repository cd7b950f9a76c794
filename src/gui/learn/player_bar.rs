//! The player as a mode, and its bar under the canvas.

use eframe::egui::{Align, Context, Layout, Panel, Slider, TextStyle, Ui, WidgetInfo};

use super::card::icon_button;
use super::mode::{DrawParts, Mode, ModeRow, WhileRedacted};
use super::player::{Player, SPEEDS, StepSize};
use super::player_button::{Sign, sign_button};
use super::player_caption::caption_ui;
use crate::core::explain::steps::StepScope;
use crate::core::graph::NodeId;
use crate::gui::command::{KeyBinding, PLAYER_KEYS};
use crate::gui::editor::Editor;
use crate::gui::overlay::Overlay;
use crate::gui::selection::Selection;
use crate::gui::theme::Theme;

/// The height of the caption: fixed, so that the canvas doesn't move.
const CAPTION: f32 = 84.0;
/// A bar with room for fewer letters than this has a second row.
const NARROW: f32 = 63.0;
/// In a lower window the choices are in the menu only: most of the height is the canvas's.
const LOW: f32 = 330.0;
/// A narrower slider is left out.
const LEAST_SLIDER: f32 = 40.0;

/// The view follows the ends of this many wires at once.
const MOST_WIRES: usize = 12;
/// A frame that took longer, in seconds, moves the player on by this much: a slow frame is no
/// reason to skip something.
const LONGEST_FRAME: f32 = 0.1;

/// The player.
pub(super) static PLAYER: ModeRow = ModeRow {
    open: |editor| Some(Box::new(Player::new(editor))),
    why_not: |editor| {
        let order = editor.live().program().order();
        order.is_empty().then_some("nothing is computed")
    },
    redacted: WhileRedacted::InLesson,
    toggles: true,
    reads_canvas: true,
    on_thread: false,
};

impl Mode for Player {
    fn overlay(&self) -> Option<&dyn Overlay> {
        Some(self)
    }

    fn update(&mut self, ctx: &Context, editor: &Editor) -> bool {
        self.follow(editor);
        let passed = ctx.input(|input| input.stable_dt);
        self.tick(passed.min(LONGEST_FRAME), editor);
        if self.is_moving() {
            ctx.request_repaint();
        }
        true
    }

    fn keys(&self) -> &'static [KeyBinding] {
        PLAYER_KEYS
    }

    fn subject_nodes(&self, editor: &Editor) -> Vec<NodeId> {
        let wires = self.view().wires().iter().take(MOST_WIRES);
        let ends = wires.flat_map(|wire| [editor.start(*wire), Some(wire.to)]);
        let nodes = self.view().nodes().iter().copied();
        nodes.chain(ends.flatten()).collect()
    }

    fn select(&mut self, editor: &Editor, selection: &Selection) {
        if let Some(node) = selection.only_node() {
            self.skip_to(node, editor);
        }
    }

    fn bar_ui(&mut self, ui: &mut Ui, parts: &mut DrawParts<'_>) -> bool {
        player_ui(ui, self, parts.editor, parts.lesson, parts.theme)
    }
}

/// Draws the caption and the bar. The caption doesn't show what the overlay redacts. False
/// when the bar is closed.
fn player_ui(
    ui: &mut Ui,
    player: &mut Player,
    editor: &Editor,
    overlay: &dyn Overlay,
    theme: &Theme,
) -> bool {
    let mut stays = true;
    // In a low window most of the height is the canvas's.
    let caption = CAPTION.min(ui.available_height() * 0.2);
    let is_low = ui.available_height() < LOW;
    Panel::bottom("player").resizable(false).show(ui, |ui| {
        ui.add_space(6.0);
        ui.allocate_ui(eframe::egui::vec2(ui.available_width(), caption), |ui| {
            ui.set_height(caption);
            caption_ui(ui, player, editor, overlay, theme);
        });
        let letters = TextStyle::Body.resolve(ui.style()).size;
        let is_narrow = ui.available_width() < NARROW * letters;
        if is_narrow && !is_low {
            ui.horizontal_wrapped(|ui| {
                choices_ui(ui, player, editor);
            });
        }
        ui.horizontal(|ui| {
            buttons_ui(ui, player, editor);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                stays =
                    !icon_button(ui, "✕", "Close the player", "Close the player (Esc)").clicked();
                if !is_narrow && !is_low {
                    choices_ui(ui, player, editor);
                }
                progress_ui(ui, player, editor);
            });
        });
        ui.add_space(4.0);
    });
    stays
}

fn buttons_ui(ui: &mut Ui, player: &mut Player, editor: &Editor) {
    if sign_button(ui, Sign::ToStart, "First step", "First step (Home)").clicked() {
        player.seek(0, editor);
    }
    if sign_button(ui, Sign::Back, "Previous step", "Previous step (←)").clicked() {
        player.back(editor);
    }
    let (sign, name) = match player.is_playing() {
        true => (Sign::Pause, "Pause"),
        false => (Sign::Play, "Play"),
    };
    if sign_button(ui, sign, name, &format!("{name} (Space)")).clicked() {
        player.toggle_playing(editor);
    }
    if sign_button(ui, Sign::Step, "Next step", "Next step (→)").clicked() {
        player.step(editor);
    }
    if sign_button(ui, Sign::ToEnd, "Last step", "Last step (End)").clicked() {
        player.seek(usize::MAX, editor);
    }
}

fn choices_ui(ui: &mut Ui, player: &mut Player, editor: &Editor) {
    ui.spacing_mut().slider_width = 70.0;
    let speed = Slider::new(&mut player.speed, SPEEDS)
        .logarithmic(true)
        .show_value(false);
    let response = ui.add(speed);
    let text = format!("Speed: {:.2} times", player.speed);
    response.widget_info(|| WidgetInfo::slider(true, f64::from(player.speed), "Speed"));
    response.on_hover_text(text);
    ui.weak("Speed");
    let mut only = player.show() == StepScope::ParametersToTarget;
    let help = "Leave out the steps that are not on a path from a parameter to the target";
    if ui
        .checkbox(&mut only, "Only paths to the target")
        .on_hover_text(help)
        .changed()
    {
        let show = if only {
            StepScope::ParametersToTarget
        } else {
            StepScope::Everything
        };
        player.set_show(show, editor);
    }
    let mut pauses = player.pauses();
    let help = "Show each formula without its result until you press → or Space";
    let pause = ui.checkbox(&mut pauses, "Pause before result");
    if pause.on_hover_text(help).changed() {
        player.set_pauses(pauses);
    }
    let mut by = player.by();
    let wire = ui.selectable_value(&mut by, StepSize::Wire, "by wire");
    wire.on_hover_text("One step is one value or one wire");
    let node = ui.selectable_value(&mut by, StepSize::Node, "by node");
    node.on_hover_text("One step is everything that happens at one node");
    player.set_by(by);
}

fn progress_ui(ui: &mut Ui, player: &mut Player, editor: &Editor) {
    let by_node = player.by() == StepSize::Node;
    let (mut position, count) = player.steps_done();
    ui.weak(format!("{position} / {count}"));
    let room = ui.available_width() - 16.0;
    if room < LEAST_SLIDER {
        return;
    }
    ui.spacing_mut().slider_width = room.min(900.0);
    let slider = Slider::new(&mut position, 0..=count.max(1)).show_value(false);
    let response = ui.add_enabled(count > 0, slider);
    response.widget_info(|| WidgetInfo::slider(count > 0, position as f64, "Progress"));
    if response.changed() {
        let to = match by_node {
            true => player.steps().after_nodes(position),
            false => position,
        };
        player.seek(to, editor);
    }
}

//! The bar of the player, under the canvas.

use eframe::egui::{Align, Layout, Panel, Slider, Ui, WidgetInfo};

use super::caption::caption_ui;
use super::card::icon_button;
use super::lens::Lens;
use super::player::{By, Player, SPEEDS};
use super::sign::{Sign, sign_button};
use crate::core::explain::steps::StepScope;
use crate::gui::editor::Editor;
use crate::gui::theme::Theme;

/// The room for the caption: always the same, so that the canvas stays where it is.
const CAPTION: f32 = 84.0;
/// Where the bar is narrower than this, it has a second row.
const NARROW: f32 = 680.0;

/// Draws the caption and the bar; what the lens keeps back isn't said. False when it is
/// closed.
pub(super) fn transport_ui(
    ui: &mut Ui,
    player: &mut Player,
    editor: &Editor,
    lens: &dyn Lens,
    theme: &Theme,
) -> bool {
    let mut stays = true;
    // Of a low window the canvas keeps the most.
    let caption = CAPTION.min(ui.available_height() * 0.2);
    Panel::bottom("player").resizable(false).show(ui, |ui| {
        ui.add_space(6.0);
        ui.allocate_ui(eframe::egui::vec2(ui.available_width(), caption), |ui| {
            ui.set_height(caption);
            caption_ui(ui, player, editor, lens, theme);
        });
        let is_narrow = ui.available_width() < NARROW;
        if is_narrow {
            ui.horizontal_wrapped(|ui| {
                choices_ui(ui, player, editor);
            });
        }
        ui.horizontal(|ui| {
            buttons_ui(ui, player, editor);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                stays =
                    !icon_button(ui, "✕", "Close the player", "Close the player (Esc)").clicked();
                if !is_narrow {
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
    if sign_button(ui, Sign::ToStart, "To the start", "To the start (Home)").clicked() {
        player.seek(0, editor);
    }
    if sign_button(ui, Sign::Back, "Step back", "One step back (←)").clicked() {
        player.back(editor);
    }
    let (sign, name) = match player.is_playing() {
        true => (Sign::Pause, "Pause"),
        false => (Sign::Play, "Play"),
    };
    if sign_button(ui, sign, name, &format!("{name} (Space)")).clicked() {
        player.toggle_playing(editor);
    }
    if sign_button(ui, Sign::Step, "Step", "One step on (→)").clicked() {
        player.step(editor);
    }
    if sign_button(ui, Sign::ToEnd, "To the end", "To the end (End)").clicked() {
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
    let help = "Only what leads from parameters to the target";
    if ui
        .checkbox(&mut only, "Only to the target")
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
    let mut by = player.by();
    let wire = ui.selectable_value(&mut by, By::Wire, "by wire");
    wire.on_hover_text("A step is one value, or one wire");
    let node = ui.selectable_value(&mut by, By::Node, "by node");
    node.on_hover_text("A step is all that happens at a node");
    player.set_by(by);
}

fn progress_ui(ui: &mut Ui, player: &mut Player, editor: &Editor) {
    let count = player.steps().len();
    let mut position = player.position();
    ui.weak(format!("{position} / {count}"));
    ui.spacing_mut().slider_width = (ui.available_width() - 16.0).clamp(60.0, 900.0);
    let slider = Slider::new(&mut position, 0..=count.max(1)).show_value(false);
    let response = ui.add_enabled(count > 0, slider);
    response.widget_info(|| WidgetInfo::slider(count > 0, position as f64, "Progress"));
    if response.changed() {
        player.seek(position, editor);
    }
}

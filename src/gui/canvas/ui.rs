//! One frame of the canvas: the view, the pointer, then the drawing.

use eframe::egui::{self, Sense, Ui};

use super::ask::ask_why;
use super::detail::Detail;
use super::drawing::Drawing;
use super::gestures::Hand;
use super::hit::Hit;
use super::minimap;
use super::state::Canvas;
use crate::gui::action::Action;
use crate::gui::editor::Editor;
use crate::gui::overlay::Overlay;
use crate::gui::settings::CanvasOptions;
use crate::gui::theme::Theme;

impl Canvas {
    /// Draws the graph, seen through an overlay, into all the room that is left, and adds what
    /// the user did to `actions`.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        editor: &Editor,
        overlay: &dyn Overlay,
        theme: &Theme,
        options: CanvasOptions,
        actions: &mut Vec<Action>,
    ) {
        let (canvas, response) =
            ui.allocate_exact_size(ui.available_size(), Sense::click_and_drag());
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Canvas, true, "Canvas"));
        self.rect = Some(canvas);
        self.id = Some(response.id);
        self.snap = options.snap;
        keep_keys(ui, &response);
        self.scene.update(editor.document());
        let map = minimap::layout(canvas, &self.scene, &self.view, options.minimap);
        self.move_view(ui, &response, canvas, editor);
        let ctx = ui.ctx().clone();
        let hand = Hand::new(&ctx, &response, &self.scene, editor, options, &self.view);
        let mut hit = self.gestures.update(&hand, &mut self.view, actions);
        ask_why(&hand, &self.drawn, hit, actions);
        self.drift.go_on(ui);
        if let Some(map) = map {
            let all = minimap::ui(ui, map, &mut self.view);
            hit = if all { Hit::Canvas } else { hit };
        }
        let mut drawing = Drawing {
            painter: ui.painter_at(canvas),
            theme,
            editor,
            overlay,
            scene: &self.scene,
            options,
            to_screen: self.view.screen_from_graph(canvas),
            canvas,
            seen: self.view.seen(canvas),
            detail: Detail::Boxes,
            hit,
            moved: self.gestures.moved(),
            taken: self.gestures.taken(),
            drift: &self.drift,
        };
        self.drawn = drawing.draw(ui, &mut self.caches, map, response.id);
        drawing.beginning(ui, self.gestures.is_busy() || self.is_under);
        self.gestures.draw(&drawing);
        let to_screen = drawing.to_screen;
        self.gestures.widgets(ui, &hand, to_screen, actions);
    }
}

/// Gives the canvas all keys that nothing else takes, Tab, Escape and the arrows too.
fn keep_keys(ui: &Ui, response: &egui::Response) {
    let ctx = ui.ctx();
    if ctx.memory(egui::Memory::focused).is_none() && !egui::Popup::is_any_open(ctx) {
        response.request_focus();
    }
    let all = egui::EventFilter {
        tab: true,
        horizontal_arrows: true,
        vertical_arrows: true,
        escape: true,
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, all));
}

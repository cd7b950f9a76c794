//! [`Hand`]: what a gesture looks at in one frame.

use eframe::egui::emath::TSTransform;
use eframe::egui::{Context, Modifiers, Pos2, Rect, Response};

use crate::gui::canvas::scene::Scene;
use crate::gui::canvas::view::View;
use crate::gui::editor::Editor;
use crate::gui::settings::CanvasOptions;

/// What one frame of gestures looks at.
pub(in crate::gui::canvas) struct Hand<'a> {
    pub(in crate::gui::canvas) ctx: &'a Context,
    pub(in crate::gui::canvas) response: &'a Response,
    pub(in crate::gui::canvas) scene: &'a Scene,
    pub(in crate::gui::canvas) editor: &'a Editor,
    pub(in crate::gui::canvas) options: CanvasOptions,
    pub(in crate::gui::canvas) canvas: Rect,
    /// From the screen to graph space.
    pub(in crate::gui::canvas) to_graph: TSTransform,
    pub(in crate::gui::canvas) zoom: f32,
    pub(in crate::gui::canvas) modifiers: Modifiers,
    /// On the screen.
    pub(in crate::gui::canvas) pointer: Option<Pos2>,
    /// Whether keys are the canvas's.
    pub(in crate::gui::canvas) has_keys: bool,
}

impl<'a> Hand<'a> {
    /// The pointer and the keys of this frame, over a canvas that shows this view.
    pub(in crate::gui::canvas) fn new(
        ctx: &'a Context,
        response: &'a Response,
        scene: &'a Scene,
        editor: &'a Editor,
        options: CanvasOptions,
        view: &View,
    ) -> Hand<'a> {
        let canvas = response.rect;
        let has_keys = response.has_focus();
        ctx.input(|input| Hand {
            ctx,
            response,
            scene,
            editor,
            options,
            canvas,
            to_graph: view.screen_from_graph(canvas).inverse(),
            zoom: view.zoom,
            modifiers: input.modifiers,
            pointer: input.pointer.latest_pos(),
            has_keys,
        })
    }
}

//! [`GraphPicture`]: a picture of a graph, whole or as it is seen.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use eframe::egui::{self, Rect, Ui, Vec2};
use image::RgbaImage;

use super::error::PictureError;
use super::offscreen::Offscreen;
use super::png::to_png;
use crate::core::evaluation::Evaluation;
use crate::core::limits::{MAX_PICTURE_PIXELS, MAX_PICTURE_SIDE};
use crate::document::Document;
use crate::file;
use crate::gui::canvas::Canvas;
use crate::gui::canvas::view::View;
use crate::gui::editor::Editor;
use crate::gui::overlay::snapshot::Snapshot;
use crate::gui::selection::Selection;
use crate::gui::settings::CanvasOptions;
use crate::gui::theme::{self, Scheme, Theme};

/// Room around the graph, in points.
const MARGIN: f32 = 40.0;
/// What is drawn of an empty graph, in points.
const LEAST: Vec2 = Vec2::new(160.0, 120.0);
/// Pictures are sharp on a screen that has two pixels a point, and on a slide.
const PIXELS_PER_POINT: f32 = 2.0;

/// What a picture file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureFormat {
    /// Pixels.
    Png,
    /// A drawing with real text.
    Svg,
}

impl PictureFormat {
    /// The format that the extension of a path names, if it names one.
    pub fn of(path: &Path) -> Option<PictureFormat> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        [PictureFormat::Png, PictureFormat::Svg]
            .into_iter()
            .find(|format| format.extension() == extension)
    }

    /// The extension of files in it, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            PictureFormat::Png => "png",
            PictureFormat::Svg => "svg",
        }
    }
}

/// Which part of a graph a picture shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PicturePart {
    /// All of it, at its own size; smaller only if the picture would be too large.
    All,
    /// What a canvas of this size, in points, shows with this view.
    View(View, Vec2),
}

/// Numbers of a graph.
#[derive(Clone)]
pub struct PictureNumbers {
    /// The values and gradients.
    pub evaluation: Arc<Evaluation>,
    /// Whether they are of the graph as it is; they are drawn in grey otherwise.
    pub are_current: bool,
}

impl fmt::Debug for PictureNumbers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = f.debug_struct("PictureNumbers");
        text.field("are_current", &self.are_current);
        text.finish_non_exhaustive()
    }
}

/// A picture of a graph that isn't drawn yet. It owns everything that it needs, so it can
/// be drawn on any thread.
#[derive(Clone, Debug)]
pub struct GraphPicture {
    /// What is drawn; its nodes have places.
    pub document: Document,
    /// What is selected in the picture.
    pub selection: Selection,
    /// How it is shown while something is explained.
    pub overlay: Snapshot,
    /// The numbers, if they are known; they are computed otherwise.
    pub numbers: Option<PictureNumbers>,
    /// Which part is drawn.
    pub part: PicturePart,
    /// Light or dark.
    pub theme: egui::Theme,
    /// The colours of values and gradients.
    pub scheme: Scheme,
    /// Pixels a point.
    pub pixels_per_point: f32,
    /// What the canvas shows. A picture has every detail and no minimap, whatever is
    /// said here.
    pub options: CanvasOptions,
}

impl GraphPicture {
    /// A picture of all of a document, without the grid.
    pub fn new(document: Document, theme: egui::Theme) -> GraphPicture {
        GraphPicture {
            document,
            selection: Selection::default(),
            overlay: Snapshot::default(),
            numbers: None,
            part: PicturePart::All,
            theme,
            scheme: Scheme::default(),
            pixels_per_point: PIXELS_PER_POINT,
            options: CanvasOptions {
                grid: false,
                ..CanvasOptions::default()
            },
        }
    }

    /// As pixels.
    ///
    /// # Errors
    /// It would be too large, or there is no memory for it.
    pub fn image(&self) -> Result<RgbaImage, PictureError> {
        let (view, size) = self.view_and_size(MAX_PICTURE_PIXELS);
        self.offscreen(size).image(self.drawing(view, false))
    }

    /// As an SVG with real text.
    ///
    /// # Errors
    /// It would be too large.
    pub fn svg(&self) -> Result<String, PictureError> {
        let (view, size) = self.view_and_size(u64::MAX);
        self.offscreen(size).svg(self.drawing(view, true))
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// As [`image`](Self::image) and [`svg`](Self::svg).
    pub fn bytes(&self, format: PictureFormat) -> Result<Vec<u8>, PictureError> {
        match format {
            PictureFormat::Png => to_png(&self.image()?),
            PictureFormat::Svg => Ok(self.svg()?.into_bytes()),
        }
    }

    /// Puts it in place of what a file held: at every moment the file is the old one or
    /// the new one, whole.
    ///
    /// # Errors
    /// As [`bytes`](Self::bytes), or the file can't be saved.
    pub fn save(&self, path: &Path, format: PictureFormat) -> Result<(), PictureError> {
        let saved = file::save_bytes(path, &self.bytes(format)?);
        saved.map_err(PictureError::Save)
    }

    fn offscreen(&self, size: Vec2) -> Offscreen {
        let colors = self.colors();
        let background = if self.options.backdrop {
            colors.background
        } else {
            egui::Color32::TRANSPARENT
        };
        Offscreen::new(size, self.theme)
            .pixels_per_point(self.pixels_per_point)
            .background(background)
    }

    fn colors(&self) -> Theme {
        Theme::new(self.theme == egui::Theme::Dark, self.scheme)
    }

    fn view_and_size(&self, most_pixels: u64) -> (View, Vec2) {
        match self.part {
            PicturePart::View(view, size) => (view, size),
            PicturePart::All => {
                let bounds = Canvas::default().bounds(&self.document);
                fitted(bounds, most_pixels, self.pixels_per_point)
            }
        }
    }

    /// What draws it. Each pass begins with a canvas of its own: fonts come with the
    /// second, and nothing that was set in others may stay.
    fn drawing(&self, view: View, as_shapes: bool) -> impl FnMut(&mut Ui) {
        let numbers = self.numbers.clone().unwrap_or_else(|| PictureNumbers {
            evaluation: Arc::new(Evaluation::new(self.document.graph())),
            are_current: true,
        });
        let PictureNumbers {
            evaluation,
            are_current,
        } = numbers;
        let mut editor = Editor::with_numbers(self.document.clone(), evaluation, are_current);
        editor.select(self.selection.clone());
        let overlay = self.overlay.clone();
        let colors = self.colors();
        let options = CanvasOptions {
            minimap: false,
            all_detail: true,
            as_shapes,
            ..self.options
        };
        let mut is_first = true;
        move |ui| {
            if std::mem::take(&mut is_first) {
                theme::install(ui.ctx());
                theme::install_system_fonts(ui.ctx());
            }
            let mut canvas = Canvas::default();
            canvas.view = view;
            let whole = ui.ctx().content_rect();
            ui.scope_builder(egui::UiBuilder::new().max_rect(whole), |ui| {
                canvas.ui(ui, &editor, &overlay, &colors, options, &mut Vec::new());
            });
        }
    }
}

/// A view of these bounds with a margin, and its size in points: the graph's own size,
/// or as much of it as a picture may have.
fn fitted(bounds: Option<Rect>, most_pixels: u64, pixels_per_point: f32) -> (View, Vec2) {
    let bounds = bounds.unwrap_or(Rect::from_center_size(egui::Pos2::ZERO, LEAST));
    let size = |zoom: f32| (bounds.size() * zoom + Vec2::splat(2.0 * MARGIN)).ceil();
    let fits = |zoom: f32| {
        let size = size(zoom);
        let pixels = size * pixels_per_point;
        size.max_elem() <= MAX_PICTURE_SIDE
            && f64::from(pixels.x) * f64::from(pixels.y) <= most_pixels as f64
    };
    // In steps, down to any graph that a file can hold.
    let zooms = (0..400).map(|step| 0.95_f32.powi(step));
    let zoom = zooms.into_iter().find(|zoom| fits(*zoom)).unwrap_or(1e-9);
    let center = bounds.center();
    (View { center, zoom }, size(zoom))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_graph_keeps_its_size_and_a_huge_one_fits() {
        let small = Rect::from_min_size(egui::pos2(-30.0, 10.0), egui::vec2(400.0, 200.0));
        let (view, size) = fitted(Some(small), MAX_PICTURE_PIXELS, 2.0);
        assert_eq!((view.zoom, size), (1.0, egui::vec2(480.0, 280.0)));
        let huge = Rect::from_min_size(egui::pos2(-1e6, -1e6), egui::vec2(2e6, 1e6));
        for most in [MAX_PICTURE_PIXELS, u64::MAX] {
            let (view, size) = fitted(Some(huge), most, 2.0);
            let canvas = Rect::from_min_size(egui::Pos2::ZERO, size);
            assert!(view.seen(canvas).contains_rect(huge), "{view:?}");
            assert!(size.max_elem() <= MAX_PICTURE_SIDE && size.min_elem() > 2_000.0);
        }
    }

    #[test]
    fn the_extension_names_the_format() {
        assert_eq!(
            PictureFormat::of(Path::new("a/b.PNG")),
            Some(PictureFormat::Png)
        );
        assert_eq!(
            PictureFormat::of(Path::new("b.svg")),
            Some(PictureFormat::Svg)
        );
        assert_eq!(PictureFormat::of(Path::new("b.jpg")), None);
        assert_eq!(PictureFormat::of(Path::new("png")), None);
    }
}

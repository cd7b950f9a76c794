//! [`PlotPicture`]: a plot as a picture or as data, without a window.

use std::path::Path;

use eframe::egui::{self, Frame, Margin, UiBuilder, Vec2, vec2};
use image::RgbaImage;

use super::curves_ui::curves_ui;
use super::data::{PlotData, PlotKind};
use super::map_ui::map_ui;
use crate::file;
use crate::gui::picture::{Offscreen, PictureError, to_png};
use crate::gui::style;
use crate::gui::theme::{self, Scheme, Theme};

/// What a file of a plot holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlotFormat {
    /// Pixels.
    Png,
    /// A drawing with real text.
    Svg,
    /// The numbers.
    Csv,
}

impl PlotFormat {
    /// The format that the extension of a path names, if it names one.
    pub fn of(path: &Path) -> Option<PlotFormat> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        match extension.as_str() {
            "png" => Some(PlotFormat::Png),
            "svg" => Some(PlotFormat::Svg),
            "csv" => Some(PlotFormat::Csv),
            _ => None,
        }
    }
}

/// A plot that isn't drawn yet.
#[derive(Clone, Debug)]
pub struct PlotPicture {
    /// What it shows.
    pub data: PlotData,
    /// Light or dark.
    pub theme: egui::Theme,
    /// The colours of values and gradients.
    pub scheme: Scheme,
    /// How large it is, in points.
    pub size: Vec2,
    /// Pixels a point.
    pub pixels_per_point: f32,
    /// Whether there is no background.
    pub transparent: bool,
}

/// The size of a picture, in points: half a slide.
const SIZE: Vec2 = vec2(640.0, 440.0);

impl PlotPicture {
    /// A picture of a plot, of the usual size.
    pub fn new(data: PlotData, theme: egui::Theme) -> PlotPicture {
        PlotPicture {
            data,
            theme,
            scheme: Scheme::default(),
            size: SIZE,
            pixels_per_point: 2.0,
            transparent: false,
        }
    }

    /// As pixels.
    ///
    /// # Errors
    /// It would be too large, or there is no memory for it.
    pub fn image(&self) -> Result<RgbaImage, PictureError> {
        self.offscreen().image(self.drawing())
    }

    /// As an SVG with real text.
    ///
    /// # Errors
    /// It would be too large.
    pub fn svg(&self) -> Result<String, PictureError> {
        self.offscreen().svg(self.drawing())
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// As [`image`](Self::image) and [`svg`](Self::svg).
    pub fn bytes(&self, format: PlotFormat) -> Result<Vec<u8>, PictureError> {
        match format {
            PlotFormat::Png => to_png(&self.image()?),
            PlotFormat::Svg => Ok(self.svg()?.into_bytes()),
            PlotFormat::Csv => Ok(self.data.csv().into_bytes()),
        }
    }

    /// Puts it in place of what a file held.
    ///
    /// # Errors
    /// As [`bytes`](Self::bytes), or the file can't be saved.
    pub fn save(&self, path: &Path, format: PlotFormat) -> Result<(), PictureError> {
        let saved = file::save_bytes(path, &self.bytes(format)?);
        saved.map_err(PictureError::Save)
    }

    fn colors(&self) -> Theme {
        Theme::new(self.theme == egui::Theme::Dark, self.scheme)
    }

    fn offscreen(&self) -> Offscreen {
        let background = match self.transparent {
            true => egui::Color32::TRANSPARENT,
            false => self.colors().background,
        };
        Offscreen::new(self.size, self.theme)
            .pixels_per_point(self.pixels_per_point)
            .background(background)
    }

    fn drawing(&self) -> impl FnMut(&mut egui::Ui) {
        let (colors, data) = (self.colors(), self.data.clone());
        let mut is_first = true;
        move |ui| {
            if std::mem::take(&mut is_first) {
                theme::install(ui.ctx());
                theme::install_system_fonts(ui.ctx());
                style::install(ui.ctx());
            }
            // What lies behind the curves is the picture's own background.
            ui.visuals_mut().extreme_bg_color = egui::Color32::TRANSPARENT;
            let whole = ui.ctx().content_rect();
            ui.scope_builder(UiBuilder::new().max_rect(whole), |ui| {
                let frame = Frame::new().inner_margin(Margin::same(14));
                frame.show(ui, |ui| plot_ui(ui, &data, &colors));
            });
        }
    }
}

/// Draws a plot into all the room that there is. Returns what the pointer does to its
/// sources.
pub(super) fn plot_ui(ui: &mut egui::Ui, data: &PlotData, theme: &Theme) -> super::touch::Touch {
    let room = ui.available_size();
    match &data.kind {
        PlotKind::Curves(plot) => curves_ui(ui, (&data.graph, plot), theme, room),
        PlotKind::Map(map) => map_ui(ui, (&data.graph, map), theme, room),
    }
}

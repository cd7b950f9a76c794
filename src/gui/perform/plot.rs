//! What the commands about the plot do.

use eframe::egui::Context;

use crate::gui::app::App;
use crate::gui::plot::{PlotPicture, PlotWindow};

impl App {
    /// Plots what is selected, or closes the plot if nothing else is.
    pub(super) fn toggle_plot(&mut self) -> Result<(), String> {
        let is_new = !self.editor.selection.is_empty() || self.plot.is_none();
        self.plot = match is_new {
            true => Some(PlotWindow::of_selection(&self.editor)?),
            false => None,
        };
        Ok(())
    }

    /// The plot as a picture, as pictures of the graph are drawn.
    pub(super) fn plot_picture(&mut self, ctx: &Context) -> Result<Box<PlotPicture>, String> {
        let plot = self.plot.as_mut().ok_or("no plot is open")?;
        let data = plot.data(&self.editor)?;
        let options = self.shell.settings.picture;
        let mut picture = PlotPicture::new((*data).clone(), options.theme(ctx.theme()));
        picture.scheme = self.scheme;
        picture.pixels_per_point = f32::from(options.scale);
        picture.transparent = options.transparent;
        Ok(Box::new(picture))
    }

    /// Copies the numbers of the plot, as CSV.
    pub(super) fn copy_plot_numbers(&mut self) -> Result<(), String> {
        let plot = self.plot.as_mut().ok_or("no plot is open")?;
        self.copy_next = Some(plot.data(&self.editor)?.csv());
        "The numbers are on the clipboard, as CSV.".clone_into(&mut self.said);
        Ok(())
    }
}

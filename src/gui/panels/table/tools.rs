//! What changes a source's tensor as a whole: another shape, one number for all
//! elements, numbers from the clipboard.

use eframe::egui::{TextEdit, Ui};

use crate::core::number::parse_number;
use crate::core::tensor::{Shape, Tensor};
use crate::gui::platform::clipboard::request_paste;

/// What is typed in the tools' fields.
#[derive(Default)]
pub(super) struct Tools {
    shape: String,
    shape_of: Option<Shape>,
    fill: String,
}

impl Tools {
    /// Draws the tools. Returns the new tensor, or why there is none. Sets
    /// `waits_for_paste` once the clipboard was asked for.
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        value: &Tensor,
        waits_for_paste: &mut bool,
    ) -> Option<Result<Tensor, String>> {
        if self.shape_of != Some(value.shape()) {
            self.shape_of = Some(value.shape());
            self.shape = value.shape().to_string();
        }
        if self.fill.is_empty() {
            self.fill = "0".to_owned();
        }
        let mut made = None;
        ui.horizontal_wrapped(|ui| {
            let label = ui.label("Shape");
            ui.add(TextEdit::singleline(&mut self.shape).desired_width(104.0))
                .labelled_by(label.id);
            let reshape = ui.button("Reshape");
            if reshape
                .on_hover_text("Keep the elements in a new shape. Elements that don't fit are dropped; missing ones get the number.")
                .clicked()
            {
                made = Some(self.reshape(value));
            }
            ui.separator();
            let label = ui.label("Number");
            ui.add(TextEdit::singleline(&mut self.fill).desired_width(48.0))
                .labelled_by(label.id);
            if ui
                .button("Fill")
                .on_hover_text("Set all elements to this number.")
                .clicked()
            {
                made = Some(self.fill(value));
            }
            ui.separator();
            let paste = ui.button("Paste");
            let paste = paste.on_hover_text(
                "Paste numbers from a spreadsheet or a text, separated by tabs, commas or spaces.",
            );
            if paste.clicked() {
                *waits_for_paste = true;
                request_paste(ui.ctx());
            }
        });
        made
    }

    fn reshape(&self, value: &Tensor) -> Result<Tensor, String> {
        let shape = shape_of(&self.shape)?;
        let mut data = value.data().to_vec();
        data.resize(shape.elements(), self.number()?);
        Tensor::new(shape, data).map_err(|e| e.to_string())
    }

    fn fill(&self, value: &Tensor) -> Result<Tensor, String> {
        let data = vec![self.number()?; value.shape().elements()];
        Tensor::new(value.shape(), data).map_err(|e| e.to_string())
    }

    fn number(&self) -> Result<f64, String> {
        parse_number(&self.fill)
    }
}

/// The shape in a text: `[2, 3]`, `2 3` or `2×3`; an empty text is a scalar.
fn shape_of(text: &str) -> Result<Shape, String> {
    let parts = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '.');
    let lengths: Result<Vec<usize>, String> = parts
        .flat_map(|part| part.split(['x', '×']))
        .filter(|part| !part.is_empty())
        .map(|part| {
            let unknown = |_| format!("“{part}” is not a length: write a shape as [2, 3]");
            part.parse().map_err(unknown)
        })
        .collect();
    Shape::new(&lengths?).map_err(|e| e.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_are_read_as_people_write_them() {
        let wanted = Shape::new(&[2, 3]).expect("a shape");
        for text in ["[2, 3]", "2 3", "2x3", "2×3", "(2,3)"] {
            assert_eq!(shape_of(text), Ok(wanted), "{text}");
        }
        assert_eq!(shape_of("[]"), Ok(Shape::SCALAR));
        for text in ["2.5", "-1", "[0]", "abc", "1 1 1 1 1 1 1 1 1"] {
            assert!(shape_of(text).is_err(), "{text}");
        }
    }
}

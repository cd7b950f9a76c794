//! A node's value and gradient in the inspector: a number to be dragged or typed, or
//! a tensor in a line with its picture.

use eframe::egui::{
    DragValue, Grid, Response, RichText, Role, Slider, TextStyle, Ui, WidgetInfo, WidgetText, vec2,
};

use super::facts::NodeFacts;
use super::numbers::DIGITS;
use super::parts::{Inspected, maths_ui};
use super::state::Inspector;
use crate::core::graph::{Node, NodeId};
use crate::core::number::{parse_number, typeset};
use crate::core::tensor::Tensor;
use crate::document::history::UndoGroup;
use crate::document::{Document, Edit};
use crate::gui::action::Action;
use crate::gui::panels::heat::HeatMap;
use crate::gui::theme::Theme;

/// The ends of a slider.
#[derive(Clone, Copy)]
struct Ends {
    least: f64,
    most: f64,
    /// Whether the document has them.
    given: bool,
}

impl Inspector {
    pub(super) fn value_ui(
        &mut self,
        ui: &mut Ui,
        subject: &Inspected<'_>,
        (id, node): (NodeId, &Node),
        facts: &mut NodeFacts,
        actions: &mut Vec<Action>,
    ) {
        let (theme, overlay) = (subject.theme, subject.overlay);
        let kept = [overlay.value(id), overlay.gradient(id)].map(|shown| shown.placeholder());
        let [value, gradient] = [(kept[0], &facts.value), (kept[1], &facts.gradient)]
            .map(|(kept, known)| kept.unwrap_or(known));
        let scalar = node.value().and_then(Tensor::as_scalar);
        let line = |ui: &mut Ui, text: &str, color| {
            maths_ui(ui, RichText::new(text).color(color).strong());
        };
        Grid::new("numbers")
            .num_columns(2)
            .spacing(vec2(12.0, 6.0))
            .show(ui, |ui| {
                ui.label("Value");
                match scalar {
                    Some(x) => number_ui(ui, id, x, kept[0], actions),
                    None if node.is_source() => line(ui, value, theme.value),
                    None => line(ui, value, subject.aged(theme.value)),
                }
                ui.end_row();
                ui.label("Gradient");
                line(ui, gradient, subject.aged(theme.gradient));
                ui.end_row();
                if let Some(shape) = facts.shape {
                    ui.label("Shape");
                    let scalar = "a single number".to_owned();
                    ui.label(if shape.is_scalar() {
                        scalar
                    } else {
                        shape.to_string()
                    });
                    ui.end_row();
                }
            });
        // The knob would show a hidden number, except to the user who drags it.
        if let Some(x) = scalar.filter(|_| kept[0].is_none() || self.held == Some(id)) {
            let ends = self.ends(subject.editor.document(), id, x);
            let is_held = slider_ui(ui, id, x, ends, actions);
            self.held = is_held.then_some(id);
        }
        pictures_ui(ui, &mut facts.pictures, kept, theme);
        let tensor = facts.shape.is_some_and(|shape| !shape.is_scalar());
        if (tensor || node.is_source()) && ui.button("Open as a table").clicked() {
            actions.push(Action::OpenTable(id));
        }
    }

    /// The ends of the slider. If the document has none, they are wide enough for the
    /// value, and stay while the value is between them: the slider mustn't change under
    /// the pointer that drags it.
    fn ends(&mut self, document: &Document, id: NodeId, x: f64) -> Ends {
        if let Some((least, most)) = document.range(id) {
            let given = true;
            return Ends { least, most, given };
        }
        let holds =
            |(of, least, most): &(NodeId, f64, f64)| *of == id && (*least..=*most).contains(&x);
        let (_, least, most) = self.span.filter(holds).unwrap_or_else(|| {
            let tens = x.abs().max(1.0).log10().ceil();
            let reach = 10_f64.powf(tens).clamp(10.0, 1e300);
            (id, -reach, reach)
        });
        self.span = Some((id, least, most));
        let given = false;
        Ends { least, most, given }
    }
}

/// Two heat maps with their scales have room beside each other in this width, in points.
const BESIDE: f32 = 236.0;

/// The heat maps side by side, or one below the other, each under its name, except what is
/// hidden.
fn pictures_ui(
    ui: &mut Ui,
    pictures: &mut [Option<HeatMap>; 2],
    kept: [Option<&'static str>; 2],
    theme: &Theme,
) {
    if pictures.iter().all(Option::is_none) {
        return;
    }
    let gap = 12.0;
    let all = ui.available_width();
    let is_narrow = all < BESIDE;
    let width = if is_narrow { all } else { (all - gap) / 2.0 };
    let room = vec2(width, 110.0);
    let named = ["value", "gradient"].into_iter().zip(pictures);
    let draw = |ui: &mut Ui| {
        ui.spacing_mut().item_spacing.x = gap;
        for ((what, picture), kept) in named.zip(kept) {
            let Some(picture) = picture.as_mut().filter(|_| kept.is_none()) else {
                continue;
            };
            ui.vertical(|ui| {
                ui.set_width(room.x);
                ui.label(RichText::new(what).small().weak());
                picture.show(ui, room, theme);
            });
        }
    };
    match is_narrow {
        true => ui.vertical(draw),
        false => ui.horizontal_top(draw),
    };
}

/// A number to be dragged or typed; one gesture is one undo step. A hidden number is
/// replaced by the sign for that.
fn number_ui(
    ui: &mut Ui,
    id: NodeId,
    x: f64,
    kept: Option<&'static str>,
    actions: &mut Vec<Action>,
) {
    let mut now = x;
    let drag = DragValue::new(&mut now)
        .speed((x.abs() * 0.01).max(0.01))
        .max_decimals(12)
        .custom_formatter(|x, _| match kept {
            Some(instead) => instead.to_owned(),
            None => typeset(x, DIGITS),
        })
        .custom_parser(|text| parse_number(text).ok());
    let response = ui.add(drag);
    response.widget_info(|| WidgetInfo::labeled(Role::SpinButton, true, "Value"));
    give(&response, id, (x, now), actions);
}

/// The same number as a slider over the full width. Its ends can be dragged or typed.
/// Returns whether it is being dragged.
fn slider_ui(ui: &mut Ui, id: NodeId, x: f64, ends: Ends, actions: &mut Vec<Action>) -> bool {
    let (mut now, mut least, mut most) = (x, ends.least, ends.most);
    let row = ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        ui.spacing_mut().interact_size.x = 38.0;
        let low = end_ui(ui, &mut least, "Slider minimum");
        let behind = width(ui, &typeset(most, 3)).max(38.0)
            + if ends.given {
                6.0 + width(ui, "×")
            } else {
                0.0
            };
        ui.spacing_mut().slider_width = (ui.available_width() - 6.0 - behind).max(40.0);
        let slider = Slider::new(&mut now, ends.least..=ends.most).show_value(false);
        let slider = ui.add(slider);
        slider.widget_info(|| WidgetInfo::labeled(Role::Slider, true, "Value, by slider"));
        give(&slider, id, (x, now), actions);
        let high = end_ui(ui, &mut most, "Slider maximum");
        if (least, most) != (ends.least, ends.most) && least < most {
            let range = Some((least, most));
            actions.push(Action::EditIn(
                UndoGroup::Range,
                Edit::SetRange { node: id, range },
            ));
        }
        for end in [low, high] {
            if end.drag_stopped() || end.lost_focus() {
                actions.push(Action::EndGesture);
            }
        }
        let free = ends.given.then(|| ui.small_button("×"));
        if let Some(free) = free
            && free
                .on_hover_text("Choose the range automatically.")
                .clicked()
        {
            let range = None;
            actions.push(Action::Edit(Edit::SetRange { node: id, range }));
        }
        slider.dragged()
    });
    row.inner
}

/// How wide a button with this text is.
fn width(ui: &Ui, text: &str) -> f32 {
    let text = WidgetText::from(text);
    let galley = text.into_galley(ui, None, f32::INFINITY, TextStyle::Button);
    galley.size().x + 2.0 * ui.spacing().button_padding.x
}

fn end_ui(ui: &mut Ui, end: &mut f64, label: &str) -> Response {
    let speed = (end.abs() * 0.02).max(0.02);
    let drag = DragValue::new(end)
        .speed(speed)
        .custom_formatter(|x, _| typeset(x, 3))
        .custom_parser(|text| parse_number(text).ok());
    let response = ui.add(drag);
    response.widget_info(|| WidgetInfo::labeled(Role::SpinButton, true, label));
    response.on_hover_text("Drag or type to change this end of the range.")
}

/// Gives a source its new value, within the gesture.
fn give(response: &Response, id: NodeId, (old, now): (f64, f64), actions: &mut Vec<Action>) {
    if now != old && now.is_finite() {
        let value = Tensor::scalar(now);
        actions.push(Action::EditIn(
            UndoGroup::Value,
            Edit::SetValue { node: id, value },
        ));
    }
    if response.drag_stopped() || response.lost_focus() {
        actions.push(Action::EndGesture);
    }
}

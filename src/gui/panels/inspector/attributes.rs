//! The attributes of a node, each with a field that suits its values.

use std::collections::HashMap;

use eframe::egui::{ComboBox, RichText, Role, Ui, WidgetInfo};

use super::draft::Draft;
use crate::core::graph::NodeId;
use crate::core::number::{minus_signs, parse_number};
use crate::core::op::attributes::{
    Attribute, AttributeKind, AttributeReader, AttributeValue, DefaultValue,
};
use crate::document::Edit;
use crate::gui::action::Action;
use crate::gui::open_edits::OpenEdit;
use crate::gui::theme::Theme;

/// What is half typed, and what was wrong with it.
#[derive(Default)]
pub(super) struct AttributeDrafts {
    of: Option<NodeId>,
    fields: HashMap<&'static str, (Draft, Option<String>)>,
}

/// What an attribute is to be set to; `None` leaves it to its default.
type Setting = Option<AttributeValue>;

/// What a field asks for: a setting, and whether the field is finished.
type Asked = (Result<Setting, String>, bool);

impl AttributeDrafts {
    /// Draws one line for each attribute.
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        id: NodeId,
        rows: &'static [Attribute],
        reader: AttributeReader<'_>,
        theme: &Theme,
        actions: &mut Vec<Action>,
    ) {
        if self.of.replace(id) != Some(id) {
            self.fields.clear();
        }
        for row in rows {
            let set = reader.get(row.name);
            let changed = ui
                .horizontal(|ui| {
                    ui.label(row.name).on_hover_text(row.help);
                    match row.kind {
                        AttributeKind::Flag => at_once(flag_ui(ui, row, reader.flag(row.name))),
                        AttributeKind::Word(words) => {
                            at_once(word_ui(ui, row, words, reader.word(row.name)))
                        }
                        _ => self.text_ui(ui, row, set),
                    }
                })
                .inner;
            if let Some((_, Some(message))) = self.fields.get(row.name) {
                ui.colored_label(theme.error, message);
            }
            ui.label(RichText::new(row.help).small().weak());
            if let Some((value, finished)) = changed {
                let edit = value.map(|value| Edit::SetAttribute {
                    node: id,
                    name: row.name.to_owned(),
                    value,
                });
                let gesture = None;
                match (edit, finished) {
                    (Ok(edit), true) => actions.push(Action::Edit(edit)),
                    (Err(_), true) => {}
                    (edit, false) => actions.push(Action::Open(OpenEdit { gesture, edit })),
                }
            }
        }
    }

    fn text_ui(
        &mut self,
        ui: &mut Ui,
        row: &'static Attribute,
        set: Option<&AttributeValue>,
    ) -> Option<Asked> {
        let (draft, message) = self.fields.entry(row.name).or_default();
        let current = set.map_or_else(String::new, |value| minus_signs(&value.to_string()));
        let hint = default_text(row.default);
        let typed = draft.show(ui, &current, row.name, &hint)?;
        let parsed = parse(row.kind, &typed.text);
        if typed.finished {
            *message = parsed.as_ref().err().cloned();
        }
        Some((parsed, typed.finished))
    }
}

/// What a switch or a list asks for is finished at once.
fn at_once(setting: Option<Setting>) -> Option<Asked> {
    setting.map(|setting| (Ok(setting), true))
}

/// The default, as text.
fn default_text(default: DefaultValue) -> String {
    match default {
        DefaultValue::Required(list) => minus_signs(&format!("{list:?}")),
        other => minus_signs(&other.to_string()),
    }
}

fn flag_ui(ui: &mut Ui, row: &Attribute, on: bool) -> Option<Setting> {
    let mut now = on;
    let response = ui.checkbox(&mut now, "");
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, now, row.name));
    response
        .changed()
        .then_some(Some(AttributeValue::Flag(now)))
}

fn word_ui(
    ui: &mut Ui,
    row: &Attribute,
    words: &'static [&'static str],
    current: Option<&str>,
) -> Option<Setting> {
    let mut picked = None;
    let combo = ComboBox::from_id_salt(row.name).selected_text(current.unwrap_or("—"));
    let shown = combo.show_ui(ui, |ui| {
        for word in words {
            if ui.selectable_label(current == Some(word), *word).clicked() {
                picked = Some(Some(AttributeValue::Word((*word).into())));
            }
        }
    });
    shown
        .response
        .widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, row.name));
    picked
}

/// What a text sets an attribute to; an empty one leaves it to its default.
///
/// # Errors
/// It is of another kind; says which is wanted.
fn parse(kind: AttributeKind, text: &str) -> Result<Setting, String> {
    let text = text.trim().replace('−', "-");
    if text.is_empty() {
        return Ok(None);
    }
    let wanted = || format!("enter {}, or leave it empty", kind.title());
    let integer = || text.parse().ok();
    let list = || {
        let inner = text.trim_matches(['[', ']', '(', ')']);
        let parts = inner.split([',', ' ']).filter(|part| !part.is_empty());
        parts
            .map(|part| part.parse().ok())
            .collect::<Option<Box<[i64]>>>()
    };
    let value = match kind {
        AttributeKind::Integer => integer().map(AttributeValue::Integer),
        AttributeKind::Axes => integer()
            .map(AttributeValue::Integer)
            .or_else(|| list().map(AttributeValue::Integers)),
        AttributeKind::Integers => list().map(AttributeValue::Integers),
        AttributeKind::Number => parse_number(&text).ok().map(AttributeValue::Number),
        AttributeKind::Flag | AttributeKind::Word(_) => None,
    };
    value.map(Some).ok_or_else(wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_become_attributes_of_the_right_kind() {
        use AttributeValue as V;
        let cases = [
            (AttributeKind::Integer, "−1", Some(V::Integer(-1))),
            (AttributeKind::Axes, "2", Some(V::Integer(2))),
            (
                AttributeKind::Axes,
                "[0, 1]",
                Some(V::Integers([0, 1].into())),
            ),
            (
                AttributeKind::Integers,
                "3, -1",
                Some(V::Integers([3, -1].into())),
            ),
            (AttributeKind::Integers, "4", Some(V::Integers([4].into()))),
            (AttributeKind::Number, "0.01", Some(V::Number(0.01))),
            (AttributeKind::Number, " ", None),
        ];
        for (kind, text, value) in cases {
            assert_eq!(parse(kind, text), Ok(value), "{text}");
        }
        for (kind, text) in [
            (AttributeKind::Integer, "1.5"),
            (AttributeKind::Number, "inf"),
            (AttributeKind::Axes, "a"),
        ] {
            assert!(
                parse(kind, text).is_err_and(|e| e.starts_with("enter a ")),
                "{text}"
            );
        }
    }
}

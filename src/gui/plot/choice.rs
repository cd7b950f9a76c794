//! The lists of a plot's window: which node is plotted, and against which source.

use eframe::egui::{ComboBox, Role, ScrollArea, Ui, WidgetInfo};

use crate::core::graph::NodeId;
use crate::gui::editor::Editor;

/// The most nodes that a list offers.
const MOST_OFFERED: usize = 300;

/// Which nodes a list offers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Offered {
    /// Those that compute a single number.
    Computed,
    /// Sources of a single number.
    Sources,
}

impl Offered {
    fn of(self, editor: &Editor) -> impl Iterator<Item = NodeId> {
        let nodes = editor.nodes().filter(move |(id, node)| match self {
            Offered::Computed => !node.is_source() && editor.number(*id).is_some(),
            Offered::Sources => editor.source_number(*id).is_some(),
        });
        nodes.map(|(id, _)| id)
    }
}

/// A list of nodes under a label, of which there may be several. What was chosen;
/// `Some(None)` for the extra row.
pub(super) fn choice(
    ui: &mut Ui,
    (label, nth): (&str, usize),
    (editor, offered): (&Editor, Offered),
    now: Option<NodeId>,
    extra: Option<&str>,
) -> Option<Option<NodeId>> {
    let text = now.map_or(extra.unwrap_or("+"), |id| editor.name(id));
    let combo = ComboBox::from_id_salt((label, nth))
        .selected_text(text.to_owned())
        .width(30.0);
    let shown = combo.show_ui(ui, |ui| {
        let mut picked = None;
        ScrollArea::vertical().max_height(260.0).show(ui, |ui| {
            if let Some(extra) = extra
                && ui.selectable_label(now.is_none(), extra).clicked()
            {
                picked = Some(None);
            }
            for id in offered.of(editor).take(MOST_OFFERED) {
                let is_now = now == Some(id);
                if ui.selectable_label(is_now, editor.name(id)).clicked() {
                    picked = Some(Some(id));
                }
            }
        });
        picked
    });
    let response = shown.response;
    response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, label));
    shown.inner.flatten()
}

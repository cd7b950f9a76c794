//! The inspector of several nodes.

use eframe::egui::{Button, Rect, Ui};

use super::parts::{Inspected, link_ui, section_ui};
use crate::core::number::minus_signs;
use crate::gui::action::Action;
use crate::gui::canvas::geometry::node_rect;
use crate::gui::command::Command;

/// What is offered for several nodes: the button, and the command.
const COMMANDS: [(&str, Command); 10] = [
    ("Align left edges", Command::AlignLeft),
    ("Align top edges", Command::AlignTop),
    ("Distribute →", Command::DistributeHorizontally),
    ("Distribute ↓", Command::DistributeVertically),
    ("Change op…", Command::ChangeOp),
    ("Arrange", Command::Arrange),
    ("Frame", Command::AddFrame),
    ("Zoom to selection", Command::ZoomToSelection),
    ("Duplicate", Command::Duplicate),
    ("Delete", Command::Delete),
];

impl Inspected<'_> {
    pub(super) fn several_ui(&self, ui: &mut Ui, actions: &mut Vec<Action>) {
        let nodes = &self.editor.selection.nodes;
        ui.heading(format!("{} nodes", nodes.len()));
        let rect = |id| {
            let inputs = self.editor.node(id)?.inputs().len();
            Some(node_rect(self.editor.position(id)?, inputs))
        };
        let rects = nodes.iter().filter_map(|id| rect(*id));
        if let Some(bounds) = rects.reduce(Rect::union) {
            let [x, y] = [bounds.left(), bounds.top()].map(|c| format!("{c:.0}"));
            let [x, y] = [x, y].map(|c| minus_signs(&c));
            let (w, h) = (bounds.width(), bounds.height());
            ui.label(format!("{w:.0} × {h:.0} points, from ({x}, {y})"));
        }
        section_ui(ui, "Actions");
        ui.horizontal_wrapped(|ui| {
            for (name, command) in COMMANDS {
                let why_not = self.editor.why_not(command);
                let button = ui.add_enabled(why_not.is_none(), Button::new(name));
                let button = button.on_hover_text(command.info().help);
                let button = button.on_disabled_hover_text(why_not.unwrap_or_default());
                if button.clicked() {
                    actions.push(Action::Command(command));
                }
            }
        });
        section_ui(ui, "Selected");
        const SHOWN: usize = 40;
        for id in nodes.iter().take(SHOWN) {
            link_ui(ui, self.editor.name(*id), *id, actions);
        }
        if nodes.len() > SHOWN {
            ui.weak(format!("and {} more", nodes.len() - SHOWN));
        }
    }
}

//! The commands that move what is selected.

use std::collections::HashMap;

use eframe::egui::{Pos2, Rect, Vec2, pos2};

use crate::core::graph::NodeId;
use crate::document::layout::{self, GRID};
use crate::document::{Edit, Position};
use crate::gui::app::App;
use crate::gui::canvas::{moves, with_what_frames_hold};

impl App {
    /// Lays out the selected nodes in the place that they take; all of them if fewer than two
    /// are selected.
    pub(super) fn arrange(&mut self) -> Result<(), String> {
        let nodes = self.editor.selection.node_list();
        let some = (nodes.len() > 1).then_some(&nodes[..]);
        let document = self.editor.document();
        let mut places = layout::arrange(document, some);
        let corner = |all: &mut dyn Iterator<Item = Position>| {
            let first = all.next()?;
            let least = |(x, y): (f32, f32), at: Position| (x.min(at.x()), y.min(at.y()));
            Some(all.fold((first.x(), first.y()), least))
        };
        let now = corner(&mut places.iter().filter_map(|(id, _)| document.position(*id)));
        let new = corner(&mut places.iter().map(|(_, at)| *at));
        if let (Some(now), Some(new)) = (now, new) {
            let snapped = |c: f32| (c / GRID).round() * GRID;
            for (_, at) in &mut places {
                let x = at.x() + snapped(now.0 - new.0);
                *at = Position::nearest(x, at.y() + snapped(now.1 - new.1));
            }
        }
        self.place("arrange", places)?;
        if some.is_none() {
            self.canvas.show_all(&self.editor);
        }
        Ok(())
    }

    /// Puts nodes elsewhere, in one step, and lets them be seen to move there.
    fn place(
        &mut self,
        label: &'static str,
        mut places: Vec<(NodeId, Position)>,
    ) -> Result<(), String> {
        let document = self.editor.document();
        places.retain(|(id, at)| document.position(*id) != Some(*at));
        if places.is_empty() {
            return Err("everything is where it should be".to_owned());
        }
        let before = |(id, _): &(NodeId, Position)| {
            let at = document.position(*id)?;
            Some((*id, pos2(at.x(), at.y())))
        };
        let before: HashMap<NodeId, Pos2> = places.iter().filter_map(before).collect();
        let edits = vec![Edit::Place(places)];
        self.apply(Edit::All { label, edits })?;
        self.canvas.drift_from(before, &self.editor);
        Ok(())
    }

    fn selected_rects(&self) -> Vec<(NodeId, Rect)> {
        let scene = &self.canvas.scene;
        let nodes = self.editor.selection.nodes.iter();
        nodes
            .filter_map(|id| Some((*id, scene.node(*id)?)))
            .collect()
    }

    /// Gives each selected node a new corner, by the bounds of them all.
    pub(super) fn align(&mut self, corner: impl Fn(Rect, Rect) -> Pos2) -> Result<(), String> {
        let rects = self.selected_rects();
        let Some(bounds) = rects.iter().map(|(_, rect)| *rect).reduce(Rect::union) else {
            return Ok(());
        };
        let place = |(id, rect): &(NodeId, Rect)| {
            let at = corner(bounds, *rect);
            (*id, Position::nearest(at.x, at.y))
        };
        self.place("align", rects.iter().map(place).collect())
    }

    /// Evens out the gaps along an axis; the first and the last node stay.
    pub(super) fn distribute(&mut self, axis: usize) -> Result<(), String> {
        let mut rects = self.selected_rects();
        rects.sort_by(|a, b| a.1.min[axis].total_cmp(&b.1.min[axis]));
        let (Some(first), Some(last)) = (rects.first(), rects.last()) else {
            return Ok(());
        };
        let sides: f32 = rects.iter().map(|(_, rect)| rect.size()[axis]).sum();
        let room = last.1.max[axis] - first.1.min[axis] - sides;
        let gap = room / (rects.len() as f32 - 1.0).max(1.0);
        let mut next = first.1.min[axis];
        let place = |(id, rect): &(NodeId, Rect)| {
            let mut at = rect.min;
            at[axis] = next;
            next += rect.size()[axis] + gap;
            (*id, Position::nearest(at.x, at.y))
        };
        self.place("distribute", rects.iter().map(place).collect())
    }

    /// Moves the selection a little. One after another they are one step.
    pub(super) fn move_by(&mut self, by: Vec2) -> Result<(), String> {
        let document = self.editor.document();
        let things = with_what_frames_hold(&self.canvas.scene, document, &self.editor.selection);
        let edits = moves(document, &things, by);
        let label = "move";
        let gesture = self.editor.move_gesture();
        let moved = self.editor.edit_in(gesture, Edit::All { label, edits });
        moved.map_err(|error| error.to_string())
    }
}

//! The names in a lesson: what they point at, and how they follow a rename.

use super::content::Document;
use super::lesson::{ARROW, Highlighted, LessonAnswer, LessonStep};
use crate::core::graph::{NodeId, Wire};

impl Document {
    /// What a name in a lesson points at now: a node by its name, or the wires
    /// between two nodes as `w -> c`. Nothing if there is no such node or wire.
    pub fn highlighted(&self, name: &str) -> Option<Highlighted> {
        if let Some(node) = self.graph.find(name) {
            return Some(Highlighted::Node(node));
        }
        let (from, to) = self.ends(name)?;
        let inputs = self.graph.get(to)?.inputs().iter().enumerate();
        let wires = inputs.filter(|(_, wired)| **wired == Some(from));
        let wires: Vec<Wire> = wires.map(|(input, _)| Wire { to, input }).collect();
        (!wires.is_empty()).then_some(Highlighted::Wires(wires))
    }

    /// The nodes at the two ends of a wire's name. Names may have arrows in them
    /// too: what stands between must be two of them.
    fn ends(&self, name: &str) -> Option<(NodeId, NodeId)> {
        let ends = |(at, arrow): (usize, &str)| {
            let from = self.graph.find(&name[..at])?;
            Some((from, self.graph.find(&name[at + arrow.len()..])?))
        };
        name.match_indices(ARROW).find_map(ends)
    }

    /// The lesson as it reads once a node has another name; nothing if the lesson
    /// doesn't name it.
    pub(super) fn lesson_renamed(&self, node: NodeId, new: &str) -> Option<Vec<LessonStep>> {
        let old = self.graph.get(node)?.name();
        let renamed = |name: &str| -> Option<String> {
            if self.graph.find(name).is_some() {
                return (name == old).then(|| new.to_owned());
            }
            let (from, to) = self.ends(name)?;
            let end = |id: NodeId| if id == node { new } else { self.graph.name(id) };
            (from == node || to == node).then(|| format!("{}{ARROW}{}", end(from), end(to)))
        };
        let mut lesson = self.lesson.to_vec();
        let mut changed = false;
        for step in &mut lesson {
            for name in &mut step.highlight {
                if let Some(new) = renamed(name) {
                    *name = new;
                    changed = true;
                }
            }
            let answer = step.question.as_mut().map(|question| &mut question.answer);
            if let Some(LessonAnswer::ValueOf(name) | LessonAnswer::GradientOf(name)) = answer
                && name == old
            {
                new.clone_into(name);
                changed = true;
            }
        }
        changed.then_some(lesson)
    }
}

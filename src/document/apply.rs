//! How a document carries out an [`Edit`].

use super::content::Document;
use super::edit::Edit;
use super::error::{EditError, require_finite};
use super::lesson::LessonStep;
use super::notes::{FrameId, TextNote};
use super::position::Position;
use super::revision::Revision;
use crate::core::graph::{GraphError, NodeId, Wire};
use crate::core::limits::{
    MAX_FRAMES, MAX_LESSON_STEPS, MAX_NOTE_BYTES, MAX_NOTES, MAX_TITLE_BYTES,
};
use crate::core::tensor::Tensor;

impl Document {
    /// The id that the next added node will have; nothing once the ids are used up.
    pub fn next_id(&self) -> Option<NodeId> {
        NodeId::from_index(self.graph.index_bound())
    }

    /// The id that the next added frame will have; nothing once the ids are used up.
    pub fn next_frame_id(&self) -> Option<FrameId> {
        FrameId::from_index(self.frames.bound())
    }

    /// Carries out an edit, or refuses it and stays as it was.
    ///
    /// # Errors
    /// What [`Graph`](crate::core::graph::Graph) refuses, values that are not
    /// finite, and what is past a limit.
    pub fn apply(&mut self, edit: Edit) -> Result<(), EditError> {
        match edit {
            Edit::All { edits, .. } => self.apply_all(edits),
            Edit::Move { node, to } => self.place_all(&[(node, to)]),
            Edit::Place(places) => self.place_all(&places),
            Edit::SetValue { node, value } => self.set_value(node, value),
            Edit::Rename { node, name } => self.rename(node, &name),
            Edit::SetTitle(_)
            | Edit::SetNote(_)
            | Edit::SetRange { .. }
            | Edit::SetLesson(_)
            | Edit::SetData(_)
            | Edit::SetTraining(_)
            | Edit::SetInitial { .. }
            | Edit::AddFrame(_)
            | Edit::SetFrame { .. }
            | Edit::AddText(_)
            | Edit::SetText { .. } => self.annotate(edit),
            edit => self.restructure(edit),
        }
    }

    fn apply_all(&mut self, edits: Vec<Edit>) -> Result<(), EditError> {
        let mut changed = self.clone();
        let mut wires = Vec::new();
        let mut edits = edits.into_iter().peekable();
        while let Some(edit) = edits.next() {
            let Edit::Connect { from, wire } = edit else {
                changed.apply(edit)?;
                continue;
            };
            wires.push((from, wire));
            if !matches!(edits.peek(), Some(Edit::Connect { .. })) {
                changed.connect(&wires)?;
                wires.clear();
            }
        }
        *self = changed;
        Ok(())
    }

    fn connect(&mut self, wires: &[(Option<NodeId>, Wire)]) -> Result<(), EditError> {
        self.graph.connect_all(wires)?;
        self.structure = Revision::next();
        Ok(())
    }

    fn place_all(&mut self, places: &[(NodeId, Position)]) -> Result<(), EditError> {
        if places.iter().any(|(id, _)| self.graph.get(*id).is_none()) {
            return Err(GraphError::NoNode.into());
        }
        for &(id, to) in places {
            self.place(id, Some(to));
            // A place that couldn't be read is replaced by this one.
            self.graph.drop_carried(id, "at")?;
        }
        Ok(())
    }

    fn set_value(&mut self, id: NodeId, value: Tensor) -> Result<(), EditError> {
        let node = self.graph.get(id).ok_or(GraphError::NoNode)?;
        require_finite(node.name(), &value)?;
        // A program is laid out by shapes: another shape is another structure.
        let reshaped = node.value().map(Tensor::shape) != Some(value.shape());
        let single = value.as_scalar().is_some();
        self.graph.set_value(id, value)?;
        if !single {
            self.set_range(id, None)?;
        }
        self.last_value = Some((self.values, id));
        self.values = Revision::next();
        if reshaped {
            self.structure = Revision::next();
        }
        Ok(())
    }

    fn set_range(&mut self, id: NodeId, range: Option<(f64, f64)>) -> Result<(), EditError> {
        let node = self.graph.get(id).ok_or(GraphError::NoNode)?;
        let Some((min, max)) = range else {
            if self.ranges.remove(&id).is_some() {
                self.layout = Revision::next();
            }
            return Ok(());
        };
        let single = node.value().and_then(Tensor::as_scalar).is_some();
        let reason = if !node.is_source() || !single {
            "only a source whose value is a single number has one, take it out"
        } else if !(max - min).is_finite() {
            "use two finite numbers that are less than 1.7e308 apart"
        } else if min >= max {
            "write the smaller number first, the larger one second"
        } else {
            self.ranges.insert(id, (min, max));
            self.layout = Revision::next();
            return Ok(());
        };
        Err(EditError::BadRange {
            node: node.name().to_owned(),
            range: (min, max),
            reason,
        })
    }

    fn rename(&mut self, id: NodeId, name: &str) -> Result<(), EditError> {
        // As long as the old name can be found.
        let lesson = self.lesson_renamed(id, name);
        let training = self.training_renamed(id, name);
        self.graph.rename(id, name)?;
        if let Some((data, training)) = training {
            (self.data, self.training) = (data, training);
            self.layout = Revision::next();
        }
        if let Some(lesson) = lesson {
            self.lesson = lesson.into();
            self.layout = Revision::next();
        }
        self.structure = Revision::next();
        Ok(())
    }

    /// The edits of what stands beside the graph.
    fn annotate(&mut self, edit: Edit) -> Result<(), EditError> {
        match edit {
            Edit::SetTitle(title) if title.len() > MAX_TITLE_BYTES => {
                return Err(EditError::LongTitle(title.len()));
            }
            Edit::SetNote(note) if note.len() > MAX_NOTE_BYTES => {
                return Err(EditError::LongNote(note.len()));
            }
            Edit::SetTitle(title) => self.title = title.into(),
            Edit::SetNote(note) => self.note = note.into(),
            Edit::SetRange { node, range } => return self.set_range(node, range),
            Edit::SetLesson(lesson) => self.lesson = valid(lesson)?.into(),
            Edit::SetData(_) | Edit::SetTraining(_) | Edit::SetInitial { .. } => {
                self.set_training(edit)?;
            }
            Edit::AddFrame(_) if self.frames.len() >= MAX_FRAMES => {
                return Err(EditError::TooManyFrames);
            }
            Edit::AddFrame(frame) => self.frames.push(frame),
            Edit::SetFrame { frame, to } => {
                let found = self.frames.set(frame.index(), to);
                found.then_some(()).ok_or(EditError::NoFrame)?;
            }
            Edit::AddText(_) if self.texts.len() >= MAX_NOTES => {
                return Err(EditError::TooManyTexts);
            }
            Edit::AddText(text) => self.texts.push(text.checked()?),
            Edit::SetText { text, to } => {
                let to = to.map(TextNote::checked).transpose()?;
                let found = self.texts.set(text.index(), to);
                found.then_some(()).ok_or(EditError::NoText)?;
            }
            // The rest is no annotation; see `apply`.
            _ => return Ok(()),
        }
        self.layout = Revision::next();
        Ok(())
    }

    /// The edits that a program has to be compiled anew for.
    fn restructure(&mut self, edit: Edit) -> Result<(), EditError> {
        match edit {
            Edit::Add { node, at } => {
                if let Some(value) = &node.value {
                    require_finite(&node.name, value)?;
                }
                let id = self.graph.add(node)?;
                self.place(id, at);
            }
            Edit::Remove(ids) => {
                self.graph.remove_all(&ids)?;
                for id in ids {
                    self.place(id, None);
                    self.ranges.remove(&id);
                    self.initials.remove(&id);
                }
            }
            Edit::Connect { from, wire } => self.connect(&[(from, wire)])?,
            Edit::AddInput(node) => self.graph.resize_inputs(node, None)?,
            Edit::RemoveInput(wire) => self.graph.resize_inputs(wire.to, Some(wire.input))?,
            Edit::SetOp { node, op } => {
                self.graph.set_op(node, op)?;
                if !op.op().is_trained() {
                    self.initials.remove(&node);
                }
            }
            Edit::Redefine {
                node,
                op,
                inputs,
                attributes,
                value,
            } => {
                if let Some(value) = &value {
                    require_finite(self.graph.name(node), value)?;
                }
                let is_single = value.as_ref().and_then(Tensor::as_scalar).is_some();
                self.graph.redefine(node, op, inputs, attributes, value)?;
                if !op.op().is_trained() {
                    self.initials.remove(&node);
                }
                if !is_single {
                    self.set_range(node, None)?;
                }
            }
            Edit::SetAttribute { node, name, value } => {
                self.graph.set_attribute(node, &name, value.as_ref())?;
            }
            Edit::SetTarget(target) => self.graph.set_target(target)?,
            // The rest touches no structure; see `apply`.
            _ => return Ok(()),
        }
        self.structure = Revision::next();
        Ok(())
    }
}

fn valid(lesson: Vec<LessonStep>) -> Result<Vec<LessonStep>, EditError> {
    if lesson.len() > MAX_LESSON_STEPS {
        return Err(EditError::LongLesson);
    }
    let faults = lesson.iter().map(LessonStep::fault).enumerate();
    match faults
        .filter_map(|(step, fault)| Some((step, fault?)))
        .next()
    {
        Some((step, fault)) => Err(EditError::BadStep { step, fault }),
        None => Ok(lesson),
    }
}

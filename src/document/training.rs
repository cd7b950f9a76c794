//! What a document says about training: its data, how it is trained, and the initial
//! values of parameters. The names in it follow a rename.

use std::sync::Arc;

use super::content::Document;
use super::edit::Edit;
use super::error::EditError;
use crate::core::fault::Fault;
use crate::core::graph::{GraphError, NodeId};
use crate::core::op::Op;
use crate::core::train::{DataSettings, TrainingSettings};

/// What is said about data and training.
type Said = (Option<Arc<DataSettings>>, Option<Arc<TrainingSettings>>);

impl Document {
    /// The edits of what is said about training.
    pub(super) fn set_training(&mut self, edit: Edit) -> Result<(), EditError> {
        let refuse = |Fault { message, help }: Fault| EditError::Training { message, help };
        match edit {
            Edit::SetData(data) => {
                data.as_ref()
                    .map_or(Ok(()), |it| it.check())
                    .map_err(refuse)?;
                self.data = data.map(Arc::from);
            }
            Edit::SetTraining(training) => {
                let check = training.as_ref().map_or(Ok(()), |it| it.check());
                check.map_err(refuse)?;
                self.training = training.map(Arc::from);
            }
            Edit::SetInitial { node, initial } => {
                let its = self.graph().get(node).ok_or(GraphError::NoNode)?;
                let Some(initial) = initial else {
                    self.initials.remove(&node);
                    return Ok(());
                };
                if !its.op().is_some_and(Op::is_trained) {
                    let message = format!("{:?} can't have initial values", its.name());
                    let help = "only parameters are drawn: take them out";
                    return Err(refuse(Fault::new(message, help)));
                }
                self.initials.insert(node, initial);
            }
            // The rest has nothing to do with training; see `apply`.
            _ => {}
        }
        Ok(())
    }

    /// What is said about data and training once a node has another name; `None` if it
    /// isn't named there.
    pub(super) fn training_renamed(&self, id: NodeId, to: &str) -> Option<Said> {
        let old = self.graph.get(id)?.name();
        let mut data = self.data.as_deref().cloned();
        let mut training = self.training.as_deref().cloned();
        let names = data.iter_mut().flat_map(|data| {
            let inputs = data.inputs.iter_mut().map(|(name, _)| name);
            inputs.chain(&mut data.standardise).chain(&mut data.scale)
        });
        let frozen = training
            .iter_mut()
            .flat_map(|training| &mut training.frozen);
        let mut found = false;
        for name in names.chain(frozen).filter(|name| *name == old) {
            to.clone_into(name);
            found = true;
        }
        found.then(|| (data.map(Arc::new), training.map(Arc::new)))
    }
}

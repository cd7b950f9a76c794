//! A run that stops and goes on: what is kept, and what it is held against.

use super::data_settings::Part;
use super::progress::{Progress, RunKey, Snapshot};
use super::setup::Parameter;
use super::trainer::Trainer;
use crate::core::fault::Fault;
use crate::core::graph::NodeId;
use crate::core::tensor::Tensor;

impl Trainer {
    /// How many epochs the run has.
    pub fn epochs(&self) -> u64 {
        self.plan.epochs
    }

    /// What settles its random numbers.
    pub fn seed(&self) -> u64 {
        self.plan.seed
    }

    /// The learning rate of the last step.
    pub fn rate(&self) -> f64 {
        let Progress { step, epoch, .. } = self.progress;
        self.plan.rate_at(step.max(1), epoch)
    }

    /// The node whose mean is made smaller, in the graph as it was drawn.
    pub fn target(&self) -> NodeId {
        self.batches.goal()
    }

    /// Where the run stands.
    pub fn progress(&self) -> &Progress {
        &self.progress
    }

    fn key(&self) -> RunKey {
        RunKey {
            optimizer: self.plan.optimizer.name.to_owned(),
            seed: self.plan.seed,
            batch: self.main.rows,
            rows: self.order_len(),
            data: *self.checksum.get_or_init(|| self.data.checksum()),
        }
    }

    /// Everything that is needed to go on from here.
    pub fn snapshot(&self) -> Snapshot {
        let numbers = |id: NodeId| {
            let value = self.main.evaluation.value(id);
            value.map_or_else(Vec::new, |value| value.data.into_owned())
        };
        let parameters = self.parameters.iter();
        let names = self.plan.update.state().iter();
        Snapshot {
            run: self.key(),
            progress: self.progress.clone(),
            parameters: parameters
                .map(|it| (it.name.clone(), numbers(it.node)))
                .collect(),
            state: names
                .zip(&self.state)
                .map(|(name, numbers)| ((*name).to_owned(), numbers.clone()))
                .collect(),
        }
    }

    /// Goes on from a snapshot.
    ///
    /// # Errors
    /// It is of another run; says how it differs. Nothing has changed then.
    pub fn restore(&mut self, snapshot: &Snapshot) -> Result<(), Fault> {
        let (own, its) = (self.key(), &snapshot.run);
        let differences = [
            ("optimizer", own.optimizer.clone(), its.optimizer.clone()),
            ("seed", own.seed.to_string(), its.seed.to_string()),
            ("batch", own.batch.to_string(), its.batch.to_string()),
            (
                "number of training rows",
                own.rows.to_string(),
                its.rows.to_string(),
            ),
        ];
        for (what, own, its) in differences {
            if own != its {
                let message =
                    format!("the checkpoint is of a run with another {what}: {its}, not {own}");
                let help = "go on with the same graph, data and options, or start anew";
                return Err(Fault::new(message, help));
            }
        }
        if own.data != its.data {
            let message = "the table has changed since the checkpoint was written";
            let help =
                "go on with the table as it was (and the split, and the columns), or start anew";
            return Err(Fault::new(message, help));
        }
        let fits = self.fits(snapshot);
        if !fits {
            let help = "go on with the same graph and optimizer, or start anew";
            return Err(Fault::new("the checkpoint is of another graph", help));
        }
        for (Parameter { node, .. }, (_, numbers)) in
            self.parameters.iter().zip(&snapshot.parameters)
        {
            if let Some(to) = self.main.evaluation.source_slice_mut(*node) {
                to.copy_from_slice(numbers);
            }
        }
        for (to, (_, from)) in self.state.iter_mut().zip(&snapshot.state) {
            to.copy_from_slice(from);
        }
        self.progress = snapshot.progress.clone();
        self.start_epoch();
        Ok(())
    }

    fn fits(&self, snapshot: &Snapshot) -> bool {
        let count = self.parameters.last().map_or(0, |last| last.range.end);
        let parameters = self.parameters.iter().zip(&snapshot.parameters);
        let names = self.plan.update.state().iter().zip(&snapshot.state);
        let best = snapshot.progress.best.as_ref();
        let best = best.map_or(0, |best| best.parameters.len());
        self.parameters.len() == snapshot.parameters.len()
            && parameters
                .into_iter()
                .all(|(own, (name, its))| own.name == *name && own.range.len() == its.len())
            && self.state.len() == snapshot.state.len()
            && names
                .into_iter()
                .all(|(own, (name, its))| own == name && its.len() == count)
            && snapshot.progress.rows_done <= self.order_len()
            && (best == 0 || best == count)
    }

    fn order_len(&self) -> usize {
        self.data.part(Part::Train).len()
    }

    /// Puts the parameters of the best epoch in place of those of the last step, if they
    /// were kept. Whether they were.
    pub fn take_best(&mut self) -> bool {
        let best = self.progress.best.as_ref();
        let Some(best) = best.filter(|best| !best.parameters.is_empty()) else {
            return false;
        };
        for Parameter { node, range, .. } in &self.parameters {
            if let Some(to) = self.main.evaluation.source_slice_mut(*node) {
                to.copy_from_slice(&best.parameters[range.clone()]);
            }
        }
        true
    }

    /// The parameters that are trained, with their values now.
    pub fn trained(&self) -> impl Iterator<Item = (NodeId, Tensor)> {
        self.ids.iter().filter_map(|id| {
            let value = self.main.evaluation.value(*id)?;
            Some((*id, value.to_tensor()))
        })
    }
}

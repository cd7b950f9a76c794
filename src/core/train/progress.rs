//! Where a run stands: what has to be kept to go on with it, bit for bit.

/// Where a run stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Progress {
    /// Steps that have been taken.
    pub step: u64,
    /// Epochs that have ended.
    pub epoch: u64,
    /// Rows of the current epoch that have been used.
    pub rows_done: usize,
    /// The losses of these rows, added up.
    pub loss_sum: f64,
    /// Epochs since the best one.
    pub waited: u64,
    /// The epoch with the best loss on the validation rows.
    pub best: Option<BestEpoch>,
}

/// The epoch with the best loss on the validation rows.
#[derive(Clone, Debug, PartialEq)]
pub struct BestEpoch {
    /// Its number, counted from 1.
    pub epoch: u64,
    /// The loss.
    pub loss: f64,
    /// All parameters after it, one after another; empty if they aren't kept.
    pub parameters: Vec<f64>,
}

/// Everything that a run needs to go on.
#[derive(Clone, Debug, PartialEq)]
pub struct Snapshot {
    /// What the run is like; it must be the same in the run that goes on.
    pub run: RunKey,
    /// Where it stands.
    pub progress: Progress,
    /// The parameters' names with their numbers.
    pub parameters: Vec<(String, Vec<f64>)>,
    /// What the optimiser keeps, by name, for all parameters.
    pub state: Vec<(String, Vec<f64>)>,
}

/// What two runs must have in common so that one goes on with the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunKey {
    /// The optimiser.
    pub optimizer: String,
    /// What settles the random numbers.
    pub seed: u64,
    /// Rows of one update.
    pub batch: usize,
    /// Rows for training.
    pub rows: usize,
    /// A checksum of the table's numbers, as the graph takes them, and of which rows are
    /// for what.
    pub data: u64,
}

//! [`Checkpoints`]: snapshots of some steps, within a limit of memory.

use crate::core::train::progress::Snapshot;

/// Snapshots of every so many steps. When they take too much memory, every second one goes,
/// and from then on half as many are kept.
pub(super) struct Checkpoints {
    limit: usize,
    bytes: usize,
    /// A snapshot is kept of each step that this divides.
    every: u64,
    kept: Vec<Snapshot>,
}

/// What a snapshot takes besides its numbers, about.
const OVERHEAD: usize = 400;

fn bytes_of(snapshot: &Snapshot) -> usize {
    let of = |named: &[(String, Vec<f64>)]| {
        let each = named
            .iter()
            .map(|(name, numbers)| name.len() + 8 * numbers.len());
        each.sum::<usize>()
    };
    let best = snapshot.progress.best.as_ref();
    let best = best.map_or(0, |best| 8 * best.parameters.len());
    OVERHEAD + of(&snapshot.parameters) + of(&snapshot.state) + best
}

impl Checkpoints {
    /// With the first snapshot, which always stays.
    pub(super) fn new(limit: usize, first: Snapshot) -> Checkpoints {
        Checkpoints {
            limit,
            bytes: bytes_of(&first),
            every: 1,
            kept: vec![first],
        }
    }

    /// Keeps a snapshot of a step, if its turn has come.
    pub(super) fn offer(&mut self, step: u64, snapshot: impl FnOnce() -> Snapshot) {
        let last = self.kept.last().map_or(0, |last| last.progress.step);
        if !step.is_multiple_of(self.every) || step <= last {
            return;
        }
        let snapshot = snapshot();
        self.bytes += bytes_of(&snapshot);
        self.kept.push(snapshot);
        while self.bytes > self.limit && self.kept.len() > 1 {
            self.every = self.every.saturating_mul(2);
            let (every, first) = (self.every, self.kept[0].progress.step);
            self.kept.retain(|it| {
                let step = it.progress.step;
                step == first || step.is_multiple_of(every)
            });
            self.bytes = self.kept.iter().map(bytes_of).sum();
        }
    }

    /// The last snapshot that isn't after a step; the first if all are.
    pub(super) fn before(&self, step: u64) -> &Snapshot {
        let after = self.kept.partition_point(|it| it.progress.step <= step);
        &self.kept[after.saturating_sub(1)]
    }

    /// How much memory they take, in bytes, about.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::Checkpoints;
    use crate::core::train::progress::{Progress, RunKey, Snapshot};

    fn snapshot(step: u64) -> Snapshot {
        Snapshot {
            run: RunKey {
                optimizer: "sgd".to_owned(),
                seed: 0,
                batch: 1,
                rows: 1,
                data: 0,
            },
            progress: Progress {
                step,
                ..Progress::default()
            },
            parameters: vec![("w".to_owned(), vec![0.0; 100])],
            state: Vec::new(),
        }
    }

    #[test]
    fn they_stay_within_their_limit_and_reach_back_to_the_start() {
        let limit = 20_000;
        let mut kept = Checkpoints::new(limit, snapshot(0));
        for step in 1..=1000 {
            kept.offer(step, || snapshot(step));
            assert!(kept.bytes() <= limit);
        }
        assert_eq!(kept.before(0).progress.step, 0);
        for step in [1, 17, 500, 999, 1000] {
            let before = kept.before(step).progress.step;
            assert!(before <= step && step - before < 256, "{before} for {step}");
        }
        assert!(kept.before(1000).progress.step > 700, "it goes on");
    }

    #[test]
    fn one_that_is_too_large_leaves_the_first() {
        let mut kept = Checkpoints::new(10, snapshot(0));
        for step in 1..50 {
            kept.offer(step, || snapshot(step));
        }
        assert_eq!(kept.before(49).progress.step, 0);
    }
}

//! What a graph is worth on rows of the data: its loss, and where the target says what
//! is predicted, the accuracy, the confusion matrix or R².

use super::batch::BatchGraph;
use crate::core::evaluation::{Evaluation, Numbers};
use crate::core::graph::NodeId;

/// How good a graph is on some rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Measures {
    /// How many rows there are.
    pub rows: usize,
    /// The mean loss, without penalties.
    pub loss: f64,
    /// The part of the rows whose class is predicted right.
    pub accuracy: Option<f64>,
    /// For each true class, how many rows were taken for each class; empty if the target
    /// has no classes, or too many to list.
    pub confusion: Vec<Vec<u64>>,
    /// 1 − the squared errors over the squared distances from the mean, of a target that
    /// compares predictions with truths.
    pub r_squared: Option<f64>,
}

/// The most classes of a confusion matrix.
const MOST_CLASSES: usize = 1_000;

/// What the target compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Logits of classes with a class number or a row of probabilities.
    Classes,
    /// The logit of yes with yes or no.
    Logit,
    /// The probability of yes with yes or no.
    Probability,
    /// Numbers with numbers.
    Numbers,
}

/// A prediction and a truth that the target compares.
#[derive(Clone, Copy, Debug)]
pub(super) struct Comparison {
    pub(super) kind: Kind,
    pub(super) prediction: NodeId,
    pub(super) truth: NodeId,
}

impl Comparison {
    /// What the target of a graph compares, if it is a loss.
    pub(super) fn of(batches: &BatchGraph) -> Option<Comparison> {
        let node = batches.graph().get(batches.goal())?;
        let kind = match node.op()?.name {
            "cross_entropy" => Kind::Classes,
            "binary_cross_entropy_with_logits" => Kind::Logit,
            "binary_cross_entropy" => Kind::Probability,
            "mean_squared_error" | "mean_absolute_error" => Kind::Numbers,
            _ => return None,
        };
        let [prediction, truth] = node.inputs() else {
            return None;
        };
        Some(Comparison {
            kind,
            prediction: (*prediction)?,
            truth: (*truth)?,
        })
    }
}

/// Measures that are added up batch by batch.
#[derive(Default)]
pub(super) struct Tally {
    rows: usize,
    loss: f64,
    compared: u64,
    right: u64,
    /// How many rows of each true class, row by row, were taken for each.
    confusion: Vec<u64>,
    classes: usize,
    errors: f64,
    truths: Spread,
}

/// A mean and a sum of squared distances from it, by Welford's method.
#[derive(Default)]
struct Spread {
    count: f64,
    mean: f64,
    squares: f64,
}

impl Spread {
    fn add(&mut self, x: f64) {
        self.count += 1.0;
        let before = x - self.mean;
        self.mean += before / self.count;
        self.squares += before * (x - self.mean);
    }
}

impl Tally {
    /// Adds a batch that has been computed.
    pub(super) fn add(
        &mut self,
        rows: usize,
        loss: f64,
        evaluation: &Evaluation,
        comparison: Option<Comparison>,
    ) {
        self.rows += rows;
        self.loss += loss * rows as f64;
        let Some(comparison) = comparison else {
            return;
        };
        let prediction = evaluation.value(comparison.prediction);
        let truth = evaluation.value(comparison.truth);
        let (Some(prediction), Some(truth)) = (prediction, truth) else {
            return;
        };
        match comparison.kind {
            Kind::Classes => self.add_classes(&prediction, &truth),
            Kind::Logit => self.add_decisions(&prediction, &truth, 0.0),
            Kind::Probability => self.add_decisions(&prediction, &truth, 0.5),
            Kind::Numbers => {
                for (prediction, truth) in prediction.data.iter().zip(&*truth.data) {
                    self.errors += (prediction - truth) * (prediction - truth);
                    self.truths.add(*truth);
                }
            }
        }
    }

    fn add_classes(&mut self, logits: &Numbers<'_>, truth: &Numbers<'_>) {
        let classes = logits.shape.dims().next_back().unwrap_or(1);
        self.set_classes(classes);
        let numbered = truth.shape.rank() < logits.shape.rank();
        for (nth, logits) in logits.data.chunks_exact(classes).enumerate() {
            let truth = match numbered {
                true => truth.data[nth] as usize,
                false => place_of_largest(&truth.data[nth * classes..][..classes]),
            };
            self.decide(truth, place_of_largest(logits));
        }
    }

    fn add_decisions(&mut self, prediction: &Numbers<'_>, truth: &Numbers<'_>, bound: f64) {
        self.set_classes(2);
        for (prediction, truth) in prediction.data.iter().zip(&*truth.data) {
            self.decide(usize::from(*truth > 0.5), usize::from(*prediction > bound));
        }
    }

    fn set_classes(&mut self, classes: usize) {
        if self.classes == 0 {
            self.classes = classes;
            let listed = if classes <= MOST_CLASSES { classes } else { 0 };
            self.confusion = vec![0; listed * listed];
        }
    }

    fn decide(&mut self, truth: usize, decision: usize) {
        self.compared += 1;
        self.right += u64::from(truth == decision);
        if let Some(count) = self.confusion.get_mut(truth * self.classes + decision) {
            *count += 1;
        }
    }

    /// What it comes to; `None` if there were no rows.
    pub(super) fn measures(self) -> Option<Measures> {
        if self.rows == 0 {
            return None;
        }
        let compared = self.compared as f64;
        let spread = self.truths.squares;
        let listed = !self.confusion.is_empty();
        let lines = self.confusion.chunks(self.classes.max(1));
        Some(Measures {
            rows: self.rows,
            loss: self.loss / self.rows as f64,
            accuracy: (self.compared > 0).then(|| self.right as f64 / compared),
            confusion: match listed {
                true => lines.map(<[u64]>::to_vec).collect(),
                false => Vec::new(),
            },
            r_squared: (spread > 0.0).then(|| 1.0 - self.errors / spread),
        })
    }
}

/// Where the largest number stands, the first of several; 0 if there is none.
pub fn place_of_largest(numbers: &[f64]) -> usize {
    let mut best = 0;
    for (place, x) in numbers.iter().enumerate() {
        if *x > numbers[best] {
            best = place;
        }
    }
    best
}

//! [`Trouble`]: what goes wrong in a run before numbers stop being finite.

use super::record::Record;
use super::viewer::Viewer;
use crate::core::evaluation::Evaluation;
use crate::core::graph::NodeId;
use crate::core::number::typeset;
use crate::core::problem::Problem;
use crate::core::train::evaluator::BatchEvaluation;
use crate::core::train::trainer::Trainer;

/// What sort of trouble it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TroubleKind {
    /// A parameter has a far smaller gradient than another.
    Vanishing,
    /// A gradient is far larger than its parameter.
    Exploding,
    /// Units of a relu are 0 for every row.
    DeadRelu,
    /// A sigmoid or tanh is at its ends.
    Saturated,
    /// The loss rises.
    RateTooLarge,
}

/// Something that goes wrong.
#[derive(Clone, Debug, PartialEq)]
pub struct Trouble {
    /// What sort it is.
    pub kind: TroubleKind,
    /// The node, if it is about one.
    pub node: Option<NodeId>,
    /// How many steps had been taken when it was seen.
    pub step: u64,
    /// What is wrong, and why.
    pub message: String,
    /// What to try.
    pub help: &'static str,
}

/// A gradient this much smaller than the largest counts as vanished.
const VANISHED: f64 = 1e-6;
/// A gradient this much larger than its parameter, or than 1, counts as exploded.
const EXPLODED: f64 = 1e3;
/// With fewer rows, units that are 0 for all of them say little.
const LEAST_ROWS: usize = 8;
/// Closer to its end than this, a sigmoid or tanh hardly changes.
const END: f64 = 0.01;
/// So many of its values are there.
const SATURATED: f64 = 0.9;
/// The loss has grown by this factor.
const GROWN: f64 = 2.0;

/// What goes wrong at the step where the trainer stands; the worst first.
///
/// # Errors
/// The graph can't take the batch.
pub fn troubles(
    viewer: &mut Viewer,
    trainer: &Trainer,
    record: &Record,
) -> Result<Vec<Trouble>, Problem> {
    let step = trainer.progress.step;
    let mut found: Vec<Trouble> = rising(record, step).into_iter().collect();
    let batch = viewer.batch(trainer)?;
    gradients(trainer, &batch.evaluation, &mut found);
    units(trainer, batch, &mut found);
    Ok(found)
}

/// Whether the loss has grown: beyond what it was at the start, or beyond its best epoch.
fn rising(record: &Record, step: u64) -> Option<Trouble> {
    let losses: Vec<(u64, f64)> = record.steps().collect();
    let (first, last) = (losses.first()?, losses.last()?);
    let mut best = first;
    for point in &losses {
        if point.1 < best.1 {
            best = point;
        }
    }
    let epochs = record.epochs();
    let least = epochs
        .iter()
        .map(|it| it.loss)
        .fold(f64::INFINITY, f64::min);
    let by_epochs = epochs.last().is_some_and(|it| it.loss > GROWN * least);
    let from_start = losses.len() > 1 && last.1 > GROWN * first.1;
    if !(by_epochs || from_start) {
        return None;
    }
    let message = format!(
        "the loss rises: it was {} at step {}, and is {} now",
        typeset(best.1, 4),
        best.0,
        typeset(last.1, 4)
    );
    Some(Trouble {
        kind: TroubleKind::RateTooLarge,
        node: None,
        step,
        message,
        help: "each step goes past the minimum: try a tenth of the rate, or clip_norm: 1",
    })
}

fn mean_size(numbers: &[f64]) -> f64 {
    let squares: f64 = numbers.iter().map(|x| x * x).sum();
    (squares / numbers.len().max(1) as f64).sqrt()
}

/// Gradients that are far too small or far too large.
fn gradients(trainer: &Trainer, evaluation: &Evaluation, found: &mut Vec<Trouble>) {
    let sizes: Vec<_> = trainer
        .parameters
        .iter()
        .filter_map(|it| {
            let gradient = mean_size(&evaluation.gradient(it.node)?.data);
            Some((it, gradient, mean_size(&evaluation.value(it.node)?.data)))
        })
        .collect();
    let largest = sizes.iter().max_by(|a, b| a.1.total_cmp(&b.1));
    let Some((largest, most, _)) = largest else {
        return;
    };
    for (parameter, gradient, value) in &sizes {
        let trouble = |kind, message, help| Trouble {
            kind,
            node: Some(parameter.node),
            step: trainer.progress.step,
            message,
            help,
        };
        let name = &parameter.name;
        let size = typeset(*gradient, 2);
        if *gradient < VANISHED * most {
            let message = format!(
                "the gradient of {name} has vanished: {size} on average, and that of {} is {}",
                largest.name,
                typeset(*most, 2)
            );
            let help = "try relu or tanh in place of sigmoid, fewer layers, layer_norm, or other \
                        initial values (xavier_uniform, kaiming_uniform)";
            found.push(trouble(TroubleKind::Vanishing, message, help));
        } else if *gradient > EXPLODED * value.max(1.0) {
            let message = format!(
                "the gradient of {name} explodes: {size} on average, and the parameter is {}",
                typeset(*value, 2)
            );
            let help = "try clip_norm: 1, a smaller rate, smaller initial values, or standardised \
                        data";
            found.push(trouble(TroubleKind::Exploding, message, help));
        }
    }
}

/// Units that no longer answer to their inputs.
fn units(trainer: &Trainer, batch: &BatchEvaluation, found: &mut Vec<Trouble>) {
    let program = batch.evaluation.program();
    for (id, node) in trainer.batches.graph().iter() {
        let Some(op) = node.op().filter(|_| program.reaches_target(id)) else {
            continue;
        };
        let Some(value) = batch.evaluation.value(id) else {
            continue;
        };
        let trouble = |kind, message, help| Trouble {
            kind,
            node: Some(id),
            step: trainer.progress.step,
            message,
            help,
        };
        let name = node.name();
        match op.name {
            "relu" if batch.rows >= LEAST_ROWS => {
                let (dead, units) = dead_units(&value.data, batch.rows);
                if dead > 0 && 2 * dead >= units {
                    let message = format!(
                        "{dead} of {units} units of {name} are 0 for every row of the batch: no \
                         gradient flows through them"
                    );
                    let help = "try a smaller rate, leaky_relu, or initial values with a bias \
                                above 0";
                    found.push(trouble(TroubleKind::DeadRelu, message, help));
                }
            }
            "sigmoid" | "tanh" => {
                let low = if op.name == "tanh" { -1.0 } else { 0.0 };
                let at_end = |x: &&f64| **x < low + END || **x > 1.0 - END;
                let ends = value.data.iter().filter(at_end).count();
                let part = ends as f64 / value.data.len() as f64;
                if part >= SATURATED {
                    let message = format!(
                        "{name} is saturated: {:.0} % of its values lie within {END} of its ends, \
                         where its slope is almost 0",
                        100.0 * part
                    );
                    let help = "try smaller initial values, standardised data, a smaller rate, \
                                or relu";
                    found.push(trouble(TroubleKind::Saturated, message, help));
                }
            }
            _ => {}
        }
    }
}

/// How many units are 0 in every row, and how many there are.
fn dead_units(values: &[f64], rows: usize) -> (usize, usize) {
    let units = (values.len() / rows.max(1)).max(1);
    let mut alive = vec![false; units];
    for row in values.chunks(units) {
        for (alive, x) in alive.iter_mut().zip(row) {
            *alive |= *x != 0.0;
        }
    }
    (alive.iter().filter(|alive| !**alive).count(), units)
}

//! [`UpdateNumbers`]: an update of one number, written out.

use super::viewer::Viewer;
use crate::core::evaluation::Evaluation;
use crate::core::graph::NodeId;
use crate::core::number::typeset;
use crate::core::problem::Problem;
use crate::core::train::equation_text::shown;
use crate::core::train::optimizer::StepSize;
use crate::core::train::setup::Parameter;
use crate::core::train::slices::{GradientRule, ParameterSlices};
use crate::core::train::trainer::Trainer;

/// The update of one number of a parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct UpdateNumbers {
    /// The parameter.
    pub node: NodeId,
    /// Its name; with the number's place, if it has several: `W1[0]`.
    pub name: String,
    /// The gradient of the batch by it.
    pub gradient: f64,
    /// The number before the step.
    pub before: f64,
    /// The number after it, to the bit what the step makes of it.
    pub after: f64,
    /// The optimiser's statements, with names: `w ← w − rate × g`.
    pub rule: Vec<String>,
    /// The same with numbers: `w ← 2 − 0.1 × (−4) = 2.4`.
    pub lines: Vec<String>,
}

/// What the step that comes next does to the first number of each of the first parameters,
/// `most` of them.
///
/// # Errors
/// The graph can't take the batch.
pub fn update_numbers(
    viewer: &mut Viewer,
    trainer: &Trainer,
    most: usize,
) -> Result<Vec<UpdateNumbers>, Problem> {
    let evaluation = &viewer.batch(trainer)?.evaluation;
    let step = trainer.progress.step + 1;
    let size = StepSize {
        rate: trainer.plan.rate_at(step, trainer.progress.epoch),
        number: step,
    };
    let rule = rule_of(trainer, evaluation);
    let first = trainer.parameters.iter().take(most);
    let updates = first.filter_map(|it| one_update(trainer, evaluation, (it, size, rule)));
    Ok(updates.collect())
}

/// Penalties and clipping, for the norm of all gradients.
fn rule_of(trainer: &Trainer, evaluation: &Evaluation) -> GradientRule {
    let rule = trainer.plan.gradient;
    if rule.clip_norm.is_none() {
        return rule;
    }
    let squares = trainer.ids.iter().map(|id| {
        let (value, gradient) = (evaluation.value(*id), evaluation.gradient(*id));
        let both = value.zip(gradient);
        both.map_or(0.0, |(value, gradient)| {
            rule.squares(&value.data, &gradient.data)
        })
    });
    rule.at_norm(squares.sum::<f64>().sqrt())
}

/// The update of the first number of a parameter.
fn one_update(
    trainer: &Trainer,
    evaluation: &Evaluation,
    (parameter, size, rule): (&Parameter, StepSize, GradientRule),
) -> Option<UpdateNumbers> {
    let value = evaluation.value(parameter.node)?;
    let gradient = *evaluation.gradient(parameter.node)?.data.first()?;
    let before = *value.data.first()?;
    let name = match value.data.len() {
        1 => parameter.name.clone(),
        _ => format!("{}[0]", parameter.name),
    };
    let first = parameter.range.start;
    let old: Vec<f64> = trainer.state.iter().map(|array| array[first]).collect();
    let mut new: Vec<Vec<f64>> = old.iter().map(|x| vec![*x]).collect();
    let mut weights = [before];
    let mut arrays = new.iter_mut();
    let slices = ParameterSlices {
        weights: &mut weights,
        gradient: &[gradient],
        kept: std::array::from_fn(|_| arrays.next().map_or(&mut [][..], |it| &mut it[..])),
    };
    trainer.plan.update.update(size, rule, slices);
    let new: Vec<f64> = new.iter().map(|array| array[0]).collect();
    let one = OneUpdate {
        name: &name,
        size,
        // What penalties and clipping make of the gradient isn't written out.
        gradient: (rule == GradientRule::default()).then_some(gradient),
        weight: [before, weights[0]],
        state: [&old, &new],
    };
    let (rule, lines) = one.lines(trainer);
    Some(UpdateNumbers {
        node: parameter.node,
        gradient,
        before,
        after: weights[0],
        rule,
        lines,
        name,
    })
}

struct OneUpdate<'a> {
    name: &'a str,
    size: StepSize,
    gradient: Option<f64>,
    weight: [f64; 2],
    state: [&'a [f64]; 2],
}

impl OneUpdate<'_> {
    /// The statements with names and with numbers.
    fn lines(&self, trainer: &Trainer) -> (Vec<String>, Vec<String>) {
        let update = &trainer.plan.update;
        let equations = update.equations(self.size.number == 1);
        let constants = update.constants();
        let names = update.state();
        let (mut rule, mut lines) = (Vec::new(), Vec::new());
        // What the statements so far have given another value.
        let mut assigned: Vec<&str> = Vec::new();
        for (nth, equation) in equations.iter().enumerate() {
            let is_last = |name: &str| equations[nth + 1..].iter().all(|it| it.name != name);
            let number = |name: &str| {
                let known = assigned.contains(&name);
                let of_state = names.iter().position(|it| *it == name);
                match (name, of_state) {
                    ("rate", _) => Some(self.size.rate),
                    ("t", _) => Some(self.size.number as f64),
                    ("w", _) => (!known).then_some(self.weight[0]),
                    ("g", _) => self.gradient.filter(|_| !known),
                    (_, Some(at)) => self.state[usize::from(known)].get(at).copied(),
                    _ => {
                        let constant = constants.iter().find(|(it, _)| *it == name);
                        constant.map(|(_, x)| *x)
                    }
                }
            };
            rule.push(shown(equation, self.name, |_| None));
            let mut line = shown(equation, self.name, number);
            let of_state = names.iter().position(|it| *it == equation.name);
            let result = match (equation.name, of_state) {
                ("w", _) if is_last("w") => Some(self.weight[1]),
                (_, Some(at)) => self.state[1].get(at).copied(),
                _ => None,
            };
            if let Some(x) = result {
                line += &format!(" = {}", typeset(x, 6));
            }
            lines.push(line);
            assigned.push(equation.name);
        }
        (rule, lines)
    }
}

//! What an optimiser is: one row with its options, its state and its update.

use super::fault_text::one_of;
use super::slices::{GradientRule, ParameterSlices};
use crate::core::fault::Fault;

/// An optimiser: how a gradient changes a parameter.
pub struct Optimizer {
    /// The name in files: `adam`.
    pub name: &'static str,
    /// One sentence for a person who meets it for the first time.
    pub help: &'static str,
    /// The class of `torch.optim` that does the same, with options of the same names.
    pub torch: &'static str,
    /// The learning rate if none is given.
    pub rate: f64,
    /// What can be set.
    pub options: &'static [OptionRow],
    /// The rule with its options filled in.
    pub make: fn(&Options<'_>) -> Box<dyn Update>,
}

/// One option of an optimiser.
#[derive(Debug)]
pub struct OptionRow {
    /// The name in files: `momentum`.
    pub name: &'static str,
    /// What it is if it isn't set, which also says of what kind it is.
    pub default: OptionValue,
    /// What a number must be: at least 0, or from 0 up to 1.
    pub range: OptionRange,
    /// One sentence for the user.
    pub help: &'static str,
}

/// Which numbers an option may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OptionRange {
    /// 0 or more.
    AtLeastZero,
    /// From 0 up to 1, 1 excluded.
    BelowOne,
}

/// What an option is set to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum OptionValue {
    /// A number.
    Number(f64),
    /// `true` or `false`.
    Flag(bool),
    /// Two numbers.
    Pair(f64, f64),
}

/// What is set for an optimiser, with its defaults behind it.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    rows: &'static [OptionRow],
    given: &'a [(&'static str, OptionValue)],
}

/// One statement of an update, in the language of formulas: `w = w - rate*g`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Equation {
    /// What gets another value: `w`.
    pub name: &'static str,
    /// What it becomes: `w - rate*g`. It may name `w`, `g` (the gradient), `rate`, `t`
    /// (the number of the step, counted from 1), what the optimiser keeps, and what
    /// [`Update::constants`] lists.
    pub text: String,
}

/// Which step it is, and how large.
#[derive(Clone, Copy, Debug)]
pub struct StepSize {
    /// The learning rate of this step.
    pub rate: f64,
    /// The number of the step, counted from 1.
    pub number: u64,
}

/// An optimiser's rule with its options filled in.
pub trait Update: Send + Sync {
    /// What is kept for each number of a parameter, by name; 0 at the start.
    fn state(&self) -> &'static [&'static str];

    /// Changes a parameter.
    fn update(&self, step: StepSize, rule: GradientRule, slices: ParameterSlices<'_>);

    /// The same as statements, one after another.
    fn equations(&self, first: bool) -> Vec<Equation>;

    /// The options' numbers, by the names that the statements use.
    fn constants(&self) -> Vec<(&'static str, f64)>;
}

/// A statement; see [`Equation`].
pub(super) fn equation(name: &'static str, text: impl Into<String>) -> Equation {
    let text = text.into();
    Equation { name, text }
}

impl<'a> Options<'a> {
    /// What is `given` to an optimiser that has these rows.
    pub fn new(
        rows: &'static [OptionRow],
        given: &'a [(&'static str, OptionValue)],
    ) -> Options<'a> {
        Options { rows, given }
    }

    fn get(&self, name: &str) -> Option<OptionValue> {
        let given = self.given.iter().find(|(known, _)| *known == name);
        let default = || self.rows.iter().find(|row| row.name == name);
        given
            .map(|(_, value)| *value)
            .or_else(|| default().map(|row| row.default))
    }

    /// A number; 0 if there is no such option.
    pub fn number(&self, name: &str) -> f64 {
        match self.get(name) {
            Some(OptionValue::Number(x)) => x,
            _ => 0.0,
        }
    }

    /// A flag; false if there is no such option.
    pub fn flag(&self, name: &str) -> bool {
        matches!(self.get(name), Some(OptionValue::Flag(true)))
    }

    /// Two numbers; 0 if there is no such option.
    pub fn pair(&self, name: &str) -> [f64; 2] {
        match self.get(name) {
            Some(OptionValue::Pair(a, b)) => [a, b],
            _ => [0.0; 2],
        }
    }
}

impl Optimizer {
    /// The option of this name with its value, if the optimiser takes it.
    ///
    /// # Errors
    /// It has no such option, or the value is of another kind or out of range.
    pub fn option(
        &self,
        name: &str,
        value: OptionValue,
    ) -> Result<(&'static str, OptionValue), Fault> {
        let Some(row) = self.options.iter().find(|row| row.name == name) else {
            let known = self.options.iter().map(|row| row.name);
            let help = format!("{} takes {}", self.name, one_of(known, "and"));
            return Err(Fault::new(format!("{} has no {name}", self.name), help));
        };
        let fits = |x: f64| match row.range {
            OptionRange::AtLeastZero => x >= 0.0 && x.is_finite(),
            OptionRange::BelowOne => (0.0..1.0).contains(&x),
        };
        let fits = match (row.default, value) {
            (OptionValue::Number(_), OptionValue::Number(x)) => fits(x),
            (OptionValue::Pair(..), OptionValue::Pair(a, b)) => fits(a) && fits(b),
            (OptionValue::Flag(_), OptionValue::Flag(_)) => true,
            _ => false,
        };
        if fits {
            return Ok((row.name, value));
        }
        let numbers = match row.range {
            OptionRange::AtLeastZero => "of at least 0",
            OptionRange::BelowOne => "from 0 up to 1, 1 excluded",
        };
        let help = match row.default {
            OptionValue::Number(_) => format!("write a number {numbers}"),
            OptionValue::Pair(a, b) => format!("write two numbers {numbers}, such as ({a}, {b})"),
            OptionValue::Flag(_) => "write true or false".to_owned(),
        };
        Err(Fault::new(format!("{name} can't be {value}"), help))
    }
}

impl std::fmt::Display for OptionValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            OptionValue::Number(x) => write!(f, "{x:?}"),
            OptionValue::Flag(flag) => write!(f, "{flag}"),
            OptionValue::Pair(a, b) => write!(f, "({a:?}, {b:?})"),
        }
    }
}

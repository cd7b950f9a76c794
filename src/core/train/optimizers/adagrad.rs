//! Adagrad: Duchi, Hazan and Singer, "Adaptive subgradient methods" (2011).

use super::sgd::{WEIGHT_DECAY, decayed};
use crate::core::train::optimizer::{
    Equation, Optimizer, OptionRange, OptionRow, OptionValue, StepSize, Update, equation,
};
use crate::core::train::slices::{GradientRule, ParameterSlices};

pub(super) static ADAGRAD: Optimizer = Optimizer {
    name: "adagrad",
    help: "Gradient descent with a rate of its own for each number: the more it has moved, the \
           smaller.",
    torch: "Adagrad",
    rate: 0.01,
    options: &[
        OptionRow {
            name: "lr_decay",
            default: OptionValue::Number(0.0),
            range: OptionRange::AtLeastZero,
            help: "How fast the rate falls with the number of the step.",
        },
        OptionRow {
            name: "eps",
            default: OptionValue::Number(1e-10),
            range: OptionRange::AtLeastZero,
            help: "What keeps the division from being by 0.",
        },
        WEIGHT_DECAY,
    ],
    make: |options| {
        Box::new(Adagrad {
            lr_decay: options.number("lr_decay"),
            eps: options.number("eps"),
            weight_decay: options.number("weight_decay"),
        })
    },
};

struct Adagrad {
    lr_decay: f64,
    eps: f64,
    weight_decay: f64,
}

impl Update for Adagrad {
    fn state(&self) -> &'static [&'static str] {
        &["s"]
    }

    fn update(&self, step: StepSize, rule: GradientRule, slices: ParameterSlices<'_>) {
        let Adagrad {
            lr_decay,
            eps,
            weight_decay,
        } = *self;
        let rate = step.rate / (1.0 + (step.number - 1) as f64 * lr_decay);
        slices.run(
            rule,
            #[inline(always)]
            |w, g, [s]| {
                let g = g + weight_decay * w;
                let s = s + g * g;
                (w - rate * (g / (s.sqrt() + eps)), [s])
            },
        );
    }

    fn equations(&self, _first: bool) -> Vec<Equation> {
        let mut lines: Vec<_> = decayed(self.weight_decay).into_iter().collect();
        lines.push(equation("s", "s + g^2"));
        let rate = match self.lr_decay == 0.0 {
            true => "rate",
            false => "rate/(1 + (t - 1)*lr_decay)",
        };
        lines.push(equation("w", format!("w - {rate}*g/(sqrt(s) + eps)")));
        lines
    }

    fn constants(&self) -> Vec<(&'static str, f64)> {
        vec![
            ("lr_decay", self.lr_decay),
            ("eps", self.eps),
            ("weight_decay", self.weight_decay),
        ]
    }
}

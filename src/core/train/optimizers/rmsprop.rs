//! RMSprop: Tieleman and Hinton, lecture 6.5 of "Neural networks for machine learning"
//! (2012); centered as in Graves, "Generating sequences" (2013).

use super::sgd::{WEIGHT_DECAY, decayed};
use crate::core::train::optimizer::{
    Equation, Optimizer, OptionRange, OptionRow, OptionValue, StepSize, Update, equation,
};
use crate::core::train::slices::{GradientRule, ParameterSlices};

pub(super) static RMSPROP: Optimizer = Optimizer {
    name: "rmsprop",
    help: "Gradient descent with each gradient divided by its usual size of late.",
    torch: "RMSprop",
    rate: 0.01,
    options: &[
        OptionRow {
            name: "alpha",
            default: OptionValue::Number(0.99),
            range: OptionRange::BelowOne,
            help: "How slowly the usual size forgets.",
        },
        OptionRow {
            name: "eps",
            default: OptionValue::Number(1e-8),
            range: OptionRange::AtLeastZero,
            help: "What keeps the division from being by 0.",
        },
        OptionRow {
            name: "momentum",
            default: OptionValue::Number(0.0),
            range: OptionRange::AtLeastZero,
            help: "How much of the last step goes on.",
        },
        OptionRow {
            name: "centered",
            default: OptionValue::Flag(false),
            range: OptionRange::AtLeastZero,
            help: "Take the gradient's spread about its mean for its usual size.",
        },
        WEIGHT_DECAY,
    ],
    make: |options| {
        Box::new(RmsProp {
            alpha: options.number("alpha"),
            eps: options.number("eps"),
            momentum: options.number("momentum"),
            centered: options.flag("centered"),
            weight_decay: options.number("weight_decay"),
        })
    },
};

struct RmsProp {
    alpha: f64,
    eps: f64,
    momentum: f64,
    centered: bool,
    weight_decay: f64,
}

impl Update for RmsProp {
    fn state(&self) -> &'static [&'static str] {
        match (self.momentum != 0.0, self.centered) {
            (false, false) => &["s"],
            (true, false) => &["s", "v"],
            (_, true) => &["s", "v", "m"],
        }
    }

    fn update(&self, step: StepSize, rule: GradientRule, slices: ParameterSlices<'_>) {
        let RmsProp {
            alpha,
            eps,
            momentum,
            centered,
            weight_decay: decay,
        } = *self;
        let rate = step.rate;
        match (momentum != 0.0, centered) {
            (false, false) => slices.run(
                rule,
                #[inline(always)]
                |w, g, [s]| {
                    let g = g + decay * w;
                    let s = alpha * s + (1.0 - alpha) * (g * g);
                    (w - rate * (g / (s.sqrt() + eps)), [s])
                },
            ),
            (true, false) => slices.run(
                rule,
                #[inline(always)]
                |w, g, [s, v]| {
                    let g = g + decay * w;
                    let s = alpha * s + (1.0 - alpha) * (g * g);
                    let v = momentum * v + g / (s.sqrt() + eps);
                    (w - rate * v, [s, v])
                },
            ),
            (_, true) => slices.run(
                rule,
                #[inline(always)]
                |w, g, [s, v, m]| {
                    let g = g + decay * w;
                    let s = alpha * s + (1.0 - alpha) * (g * g);
                    let m = m + (1.0 - alpha) * (g - m);
                    let v = momentum * v + g / ((s - m * m).sqrt() + eps);
                    (w - rate * v, [s, v, m])
                },
            ),
        }
    }

    fn equations(&self, _first: bool) -> Vec<Equation> {
        let mut lines: Vec<_> = decayed(self.weight_decay).into_iter().collect();
        lines.push(equation("s", "alpha*s + (1 - alpha)*g^2"));
        let mut size = "sqrt(s)";
        if self.centered {
            lines.push(equation("m", "m + (1 - alpha)*(g - m)"));
            size = "sqrt(s - m^2)";
        }
        if self.momentum == 0.0 {
            lines.push(equation("w", format!("w - rate*g/({size} + eps)")));
            return lines;
        }
        lines.push(equation("v", format!("momentum*v + g/({size} + eps)")));
        lines.push(equation("w", "w - rate*v"));
        lines
    }

    fn constants(&self) -> Vec<(&'static str, f64)> {
        vec![
            ("alpha", self.alpha),
            ("eps", self.eps),
            ("momentum", self.momentum),
            ("weight_decay", self.weight_decay),
        ]
    }
}

//! Adam: Kingma and Ba (2015), amsgrad by Reddi, Kale and Kumar (2018); AdamW, with the
//! weight decay apart from the gradient, by Loshchilov and Hutter (2019).

use super::sgd::{WEIGHT_DECAY, decayed};
use crate::core::train::optimizer::{
    Equation, Optimizer, OptionRange, OptionRow, OptionValue, Options, StepSize, Update, equation,
};
use crate::core::train::slices::{GradientRule, ParameterSlices};

const BETAS: OptionRow = OptionRow {
    name: "betas",
    default: OptionValue::Pair(0.9, 0.999),
    range: OptionRange::BelowOne,
    help: "How slowly the mean of the gradient and that of its square forget.",
};

const EPS: OptionRow = OptionRow {
    name: "eps",
    default: OptionValue::Number(1e-8),
    range: OptionRange::AtLeastZero,
    help: "What keeps the division from being by 0.",
};

const AMSGRAD: OptionRow = OptionRow {
    name: "amsgrad",
    default: OptionValue::Flag(false),
    range: OptionRange::AtLeastZero,
    help: "Divide by the largest mean of squares so far.",
};

pub(super) static ADAM: Optimizer = Optimizer {
    name: "adam",
    help: "A step along the mean of the gradient, divided by its usual size.",
    torch: "Adam",
    rate: 0.001,
    options: &[BETAS, EPS, WEIGHT_DECAY, AMSGRAD],
    make: |options| Box::new(Adam::new(options, false)),
};

pub(super) static ADAMW: Optimizer = Optimizer {
    name: "adamw",
    help: "Adam with a weight decay that leaves the gradient alone.",
    torch: "AdamW",
    rate: 0.001,
    options: &[
        BETAS,
        EPS,
        OptionRow {
            default: OptionValue::Number(0.01),
            help: "How much of the parameter is taken off in each step, times the rate.",
            ..WEIGHT_DECAY
        },
        AMSGRAD,
    ],
    make: |options| Box::new(Adam::new(options, true)),
};

struct Adam {
    betas: [f64; 2],
    eps: f64,
    weight_decay: f64,
    amsgrad: bool,
    /// Whether the weight decay is apart from the gradient.
    apart: bool,
}

impl Adam {
    fn new(options: &Options<'_>, apart: bool) -> Adam {
        Adam {
            betas: options.pair("betas"),
            eps: options.number("eps"),
            weight_decay: options.number("weight_decay"),
            amsgrad: options.flag("amsgrad"),
            apart,
        }
    }
}

impl Update for Adam {
    fn state(&self) -> &'static [&'static str] {
        if self.amsgrad {
            &["m", "v", "u"]
        } else {
            &["m", "v"]
        }
    }

    fn update(&self, step: StepSize, rule: GradientRule, slices: ParameterSlices<'_>) {
        let [beta1, beta2] = self.betas;
        let power = |beta: f64| libm::pow(beta, step.number as f64);
        let size = step.rate / (1.0 - power(beta1));
        // A product takes less time than a quotient, for each number.
        let inverse_root = 1.0 / (1.0 - power(beta2)).sqrt();
        let (eps, decay) = (self.eps, self.weight_decay);
        let (into_gradient, kept) = match self.apart {
            true => (0.0, 1.0 - step.rate * decay),
            false => (decay, 1.0),
        };
        if self.amsgrad {
            return slices.run(
                rule,
                #[inline(always)]
                |w, g, [m, v, u]| {
                    let (w, g) = (w * kept, g + into_gradient * w);
                    let m = m + (1.0 - beta1) * (g - m);
                    let v = beta2 * v + (1.0 - beta2) * (g * g);
                    let u = if v > u { v } else { u };
                    (w - size * (m / (u.sqrt() * inverse_root + eps)), [m, v, u])
                },
            );
        }
        slices.run(
            rule,
            #[inline(always)]
            |w, g, [m, v]| {
                let (w, g) = (w * kept, g + into_gradient * w);
                let m = m + (1.0 - beta1) * (g - m);
                let v = beta2 * v + (1.0 - beta2) * (g * g);
                (w - size * (m / (v.sqrt() * inverse_root + eps)), [m, v])
            },
        );
    }

    fn equations(&self, _first: bool) -> Vec<Equation> {
        let mut lines = Vec::new();
        match self.apart {
            true if self.weight_decay != 0.0 => {
                lines.push(equation("w", "w - rate*weight_decay*w"));
            }
            true => {}
            false => lines.extend(decayed(self.weight_decay)),
        }
        lines.push(equation("m", "m + (1 - beta1)*(g - m)"));
        lines.push(equation("v", "beta2*v + (1 - beta2)*g^2"));
        let mut size = "v";
        if self.amsgrad {
            lines.push(equation("u", "max(u, v)"));
            size = "u";
        }
        let w = format!("w - rate*(m/(1 - beta1^t))/(sqrt({size}/(1 - beta2^t)) + eps)");
        lines.push(equation("w", w));
        lines
    }

    fn constants(&self) -> Vec<(&'static str, f64)> {
        let [beta1, beta2] = self.betas;
        vec![
            ("beta1", beta1),
            ("beta2", beta2),
            ("eps", self.eps),
            ("weight_decay", self.weight_decay),
        ]
    }
}

//! Gradient descent, with momentum if wanted.

use crate::core::train::optimizer::{
    Equation, Optimizer, OptionRange, OptionRow, OptionValue, Options, StepSize, Update, equation,
};
use crate::core::train::slices::{GradientRule, ParameterSlices};

/// An option that all of them have.
pub(super) const WEIGHT_DECAY: OptionRow = OptionRow {
    name: "weight_decay",
    default: OptionValue::Number(0.0),
    range: OptionRange::AtLeastZero,
    help: "How much of the parameter is added to its gradient.",
};

/// The statement of a weight decay that changes the gradient.
pub(super) fn decayed(weight_decay: f64) -> Option<Equation> {
    (weight_decay != 0.0).then(|| equation("g", "g + weight_decay*w"))
}

pub(super) static SGD: Optimizer = Optimizer {
    name: "sgd",
    help: "Gradient descent: a step against the gradient, perhaps with momentum.",
    torch: "SGD",
    rate: 0.01,
    options: &[
        OptionRow {
            name: "momentum",
            default: OptionValue::Number(0.0),
            range: OptionRange::AtLeastZero,
            help: "How much of the last step goes on.",
        },
        OptionRow {
            name: "dampening",
            default: OptionValue::Number(0.0),
            range: OptionRange::AtLeastZero,
            help: "How much of the gradient is left out of the momentum.",
        },
        OptionRow {
            name: "nesterov",
            default: OptionValue::Flag(false),
            range: OptionRange::AtLeastZero,
            help: "Look one step of momentum ahead.",
        },
        WEIGHT_DECAY,
    ],
    make: |options| Box::new(Sgd::new(options)),
};

struct Sgd {
    momentum: f64,
    dampening: f64,
    nesterov: bool,
    weight_decay: f64,
}

impl Sgd {
    fn new(options: &Options<'_>) -> Sgd {
        Sgd {
            momentum: options.number("momentum"),
            dampening: options.number("dampening"),
            nesterov: options.flag("nesterov"),
            weight_decay: options.number("weight_decay"),
        }
    }
}

impl Update for Sgd {
    fn state(&self) -> &'static [&'static str] {
        if self.momentum == 0.0 { &[] } else { &["v"] }
    }

    fn update(&self, step: StepSize, rule: GradientRule, slices: ParameterSlices<'_>) {
        let Sgd {
            momentum,
            dampening,
            nesterov,
            weight_decay: decay,
        } = *self;
        let rate = step.rate;
        if momentum == 0.0 {
            return slices.run(
                rule,
                #[inline(always)]
                |w, g, []| (w - rate * (g + decay * w), []),
            );
        }
        // The first step starts the momentum with the whole gradient.
        let (kept, taken) = match step.number {
            1 => (0.0, 1.0),
            _ => (momentum, 1.0 - dampening),
        };
        slices.run(
            rule,
            #[inline(always)]
            |w, g, [v]| {
                let g = g + decay * w;
                let v = kept * v + taken * g;
                let g = if nesterov { g + momentum * v } else { v };
                (w - rate * g, [v])
            },
        );
    }

    fn equations(&self, first: bool) -> Vec<Equation> {
        let mut lines: Vec<_> = decayed(self.weight_decay).into_iter().collect();
        if self.momentum == 0.0 {
            lines.push(equation("w", "w - rate*g"));
            return lines;
        }
        let v = match (first, self.dampening == 0.0) {
            (true, _) => "g",
            (false, true) => "momentum*v + g",
            (false, false) => "momentum*v + (1 - dampening)*g",
        };
        lines.push(equation("v", v));
        let w = match self.nesterov {
            true => "w - rate*(g + momentum*v)",
            false => "w - rate*v",
        };
        lines.push(equation("w", w));
        lines
    }

    fn constants(&self) -> Vec<(&'static str, f64)> {
        vec![
            ("momentum", self.momentum),
            ("dampening", self.dampening),
            ("weight_decay", self.weight_decay),
        ]
    }
}

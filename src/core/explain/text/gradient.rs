//! How gradients come about: what a wire contributes, its local derivative, and the sum
//! over all wires.

use super::put::{ABSENT, Put};
use super::{Equation, Explainer, Explanation};
use crate::core::graph::{NodeId, Wire};
use crate::core::op::{Op, Rule};

impl Explainer<'_> {
    /// What one wire contributes: upstream gradient × local derivative.
    pub fn contribution(&self, wire: Wire) -> Explanation {
        let Some(from) = self.graph.start_of(wire) else {
            return Explanation::default();
        };
        let [from_name, to] = [from, wire.to].map(|id| self.graph.name(id));
        let title = format!("Back from {to} to {from_name}{}", self.as_input(wire));
        let several = self.outgoing.of(from).len() > 1;
        let mut left = self.derivative(from);
        if several {
            left = self.notation.tagged(&left, "via", to);
        }
        if self.is_scalar(from) && self.is_scalar(wire.to) {
            return self.scalar_contribution(wire, title, left);
        }
        let template = self
            .op(wire.to)
            .map(|op| op.contribution_template(wire.input));
        let mut template = template.unwrap_or_default().into_owned();
        let mut note = None;
        if self.is_stretched(wire, from) {
            template = format!("sum({template})");
            let stretched = "summed over the axes along which";
            note = Some(format!("{stretched} {from_name} is stretched"));
        }
        let equation = Equation {
            left,
            names: self.fill(&template, wire.to, Put::Names),
            numbers: self.fill(&template, wire.to, Put::Numbers),
            result: self.shown(self.evaluation.wire_gradient(wire)),
        };
        Explanation {
            title,
            equation,
            local: None,
            note,
        }
    }

    fn scalar_contribution(&self, wire: Wire, title: String, left: String) -> Explanation {
        let upstream = self.evaluation.gradient_number(wire.to);
        let by = self.evaluation.local_derivative(wire);
        let local = self.local(wire);
        let at_target = self.is_target(wire.to);
        let names = self.chain_rule(wire, &local);
        let [first, by] = [upstream, by].map(|x| x.unwrap_or(f64::NAN));
        let numbers = [self.notation.number(first), self.notation.factor(by)];
        let result = self.shown(self.evaluation.wire_gradient(wire));
        let numbers = self.notation.product(&numbers);
        let equation = Equation {
            left,
            names,
            numbers,
            result,
        };
        Explanation {
            title,
            equation,
            local: Some(local).filter(|_| !at_target),
            note: None,
        }
    }

    /// Upstream gradient × local derivative of a wire between scalars, with names.
    fn chain_rule(&self, wire: Wire, local: &Equation) -> String {
        // ∂J/∂J · ∂J/∂d would say nothing.
        let factors = if self.is_target(wire.to) {
            let by = &local.names;
            let loose = by.contains(' ') || by.starts_with('−');
            let by = if loose { format!("({by})") } else { by.clone() };
            ["1".to_owned(), by]
        } else {
            [self.derivative(wire.to), local.left.clone()]
        };
        self.notation.product(&factors)
    }

    /// The local derivative of a wire between scalars: `∂c/∂w = x = −2`.
    pub fn local(&self, wire: Wire) -> Equation {
        let from = self.graph.start_of(wire).unwrap_or(wire.to);
        let [to, by] = [wire.to, from].map(|id| self.graph.name(id));
        let template = self
            .op(wire.to)
            .map_or("", |op| op.local_derivative_template(wire.input));
        let mut left = self.notation.partial(to, by);
        if self.is_twice(wire, from) {
            left = self.notation.tagged(&left, "as", &self.input_name(wire));
        }
        let by = self.evaluation.local_derivative(wire);
        Equation {
            left,
            names: self.fill(template, wire.to, Put::Names),
            numbers: self.fill(template, wire.to, Put::Numbers),
            result: by.map_or_else(|| ABSENT.to_owned(), |by| self.notation.number(by)),
        }
    }

    /// A node's gradient from the wires that leave it: the chain rule over all of
    /// them at once, `∂J/∂b = ∂J/∂c · ∂c/∂b + ∂J/∂d · ∂d/∂b = 2 + 3 = 5`.
    pub fn sum(&self, node: NodeId) -> Explanation {
        let wires = self.outgoing.of(node);
        let term = |wire: &Wire| {
            if self.is_scalar(node) && self.is_scalar(wire.to) {
                return self.chain_rule(*wire, &self.local(*wire));
            }
            let to = self.graph.name(wire.to);
            self.notation.tagged(&self.derivative(node), "via", to)
        };
        let number = |wire: &Wire| self.evaluation.wire_gradient(*wire)?.as_scalar();
        let numbers: Option<Vec<f64>> = wires.iter().map(number).collect();
        let numbers = numbers.map(|numbers| self.notation.sum_of_numbers(&numbers));
        let equation = Equation {
            left: self.derivative(node),
            names: self.notation.sum(wires.iter().map(term)),
            numbers: numbers.unwrap_or_default(),
            result: self.shown(self.evaluation.gradient(node)),
        };
        let name = self.graph.name(node);
        let title = match wires.len() {
            1 => format!("One wire leaves {name}"),
            count => format!("{count} wires leave {name}: what they contribute adds up"),
        };
        Explanation {
            title,
            equation,
            ..Explanation::default()
        }
    }

    /// Whether an elementwise op repeats what the wire brings.
    fn is_stretched(&self, wire: Wire, from: NodeId) -> bool {
        let program = self.evaluation.program();
        let elementwise = |op: &Op| matches!(op.rule, Rule::Binary(_));
        self.op(wire.to).is_some_and(elementwise) && program.shape(from) != program.shape(wire.to)
    }
}

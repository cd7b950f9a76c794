//! How gradients come about: what a wire contributes, its local derivative, and the sum
//! over all wires.

use super::put::ABSENT;
use super::row::{Choice, Said};
use super::{Equation, Explainer, Explanation};
use crate::core::expression::print::{Leaf, PRODUCT};
use crate::core::expression::row::RowTexts;
use crate::core::expression::single::Tree;
use crate::core::graph::{NodeId, Wire};
use crate::core::op::text::for_input;
use crate::core::op::{Op, Rule};
use crate::core::tensor::Shape;

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
        let said = self.flows_back(wire, Choice::ByNumbers);
        let stretched = self.is_stretched(wire, from);
        let stretched =
            stretched.then(|| format!("summed over the axes along which {from_name} is stretched"));
        let text = |leaf: Option<Leaf>| leaf.map_or_else(String::new, |leaf| leaf.text);
        let equation = Equation {
            left,
            names: text(said.names),
            numbers: text(said.numbers),
            result: self.shown(self.evaluation.wire_gradient(wire)),
            reason: said.reason,
        };
        Explanation {
            title,
            equation,
            local: None,
            note: joined([said.words, stretched, self.kink(wire.to)]),
        }
    }

    fn scalar_contribution(&self, wire: Wire, title: String, left: String) -> Explanation {
        let upstream = self.evaluation.gradient_number(wire.to);
        let by = self.evaluation.local_derivative(wire);
        let (local, words) = self.local_and_words(wire);
        let at_target = self.is_target(wire.to);
        let names = self.chain_rule(wire, &local.0, &local.1);
        let [first, by] = [upstream, by].map(|x| x.unwrap_or(f64::NAN));
        let numbers = [self.notation.number(first), self.notation.factor(by)];
        let result = self.shown(self.evaluation.wire_gradient(wire));
        let numbers = self.notation.product(&numbers);
        let local = local.0;
        // At the target the local derivative stands in the equation itself.
        let reason = match at_target {
            true => local.reason.clone(),
            false => String::new(),
        };
        let equation = Equation {
            left,
            names,
            numbers,
            result,
            reason,
        };
        Explanation {
            title,
            equation,
            local: Some(local).filter(|_| !at_target),
            note: joined([words, self.kink(wire.to), None]),
        }
    }

    /// Upstream gradient × local derivative of a wire between scalars, with names.
    fn chain_rule(&self, wire: Wire, local: &Equation, by: &Leaf) -> String {
        // ∂J/∂J · ∂J/∂d would say nothing.
        let factors = if self.is_target(wire.to) {
            let by = by.behind(PRODUCT + 1, self.notation.style());
            ["1".to_owned(), by]
        } else {
            [self.derivative(wire.to), local.left.clone()]
        };
        self.notation.product(&factors)
    }

    /// The local derivative of a wire between scalars: `∂c/∂w = x = −2`.
    pub fn local(&self, wire: Wire) -> Equation {
        self.local_and_words(wire).0.0
    }

    /// The same, with its right side as a factor, and what no expression says.
    fn local_and_words(&self, wire: Wire) -> ((Equation, Leaf), Option<String>) {
        let by = self.evaluation.local_derivative(wire);
        let result = by.map_or_else(|| ABSENT.to_owned(), |by| self.notation.number(by));
        let said = self.local_said(wire, Choice::ByNumbers);
        let text = |leaf: &Option<Leaf>| {
            let text = leaf.as_ref().map(|leaf| leaf.text.clone());
            text.unwrap_or_default()
        };
        let equation = Equation {
            left: self.local_name(wire),
            names: text(&said.names),
            numbers: text(&said.numbers),
            result: result.clone(),
            reason: said.reason,
        };
        let factor = said.names.unwrap_or_else(|| Leaf::number(result));
        ((equation, factor), said.words)
    }

    /// `∂c/∂w`, and as which input, if it is two.
    fn local_name(&self, wire: Wire) -> String {
        let from = self.graph.start_of(wire).unwrap_or(wire.to);
        let [to, by] = [wire.to, from].map(|id| self.graph.name(id));
        let left = self.notation.partial(to, by);
        match self.is_twice(wire, from) {
            true => self.notation.tagged(&left, "as", &self.input_name(wire)),
            false => left,
        }
    }

    fn texts(&self, wire: Wire) -> Option<(&'static Op, &'static RowTexts)> {
        let op = self.op(wire.to)?;
        Some((op, RowTexts::named(op)?))
    }

    /// The local derivative as its row says it.
    fn local_said(&self, wire: Wire, choice: Choice) -> Said {
        let texts = self.texts(wire);
        let found = texts.and_then(|(op, texts)| {
            let text = for_input(&texts.local_derivatives, wire.input)?;
            Some(self.said(wire.to, op, text, wire.input, choice))
        });
        found.unwrap_or_default()
    }

    /// What flows back along a wire between tensors.
    fn flows_back(&self, wire: Wire, choice: Choice) -> Said {
        let whole = self.texts(wire).and_then(|(op, texts)| {
            let text = for_input(&texts.contributions, wire.input)?;
            Some(self.said(wire.to, op, text, wire.input, choice))
        });
        let mut said = match whole {
            Some(said) => said,
            None => {
                let local = self.local_said(wire, choice);
                let numbers = local.numbers.or_else(|| self.local_numbers(wire, choice));
                let to = self.graph.name(wire.to);
                let gradient = Leaf::close(self.notation.gradient(to));
                let value = self.evaluation.gradient(wire.to);
                let value = value.map(|it| self.notation.value_leaf(&it));
                Said {
                    names: local.names.and_then(|by| self.times(&gradient, &by)),
                    numbers: value.zip(numbers).and_then(|(g, by)| self.times(&g, &by)),
                    ..local
                }
            }
        };
        let from = self.graph.start_of(wire).unwrap_or(wire.to);
        if self.is_stretched(wire, from) {
            let sum = Tree::applied("sum", &["inside"]);
            let within = |leaf: Leaf| {
                let style = self.notation.style();
                sum.as_ref().map(|sum| sum.print(style, &|_| leaf.clone()))
            };
            said.names = said.names.and_then(within);
            said.numbers = said.numbers.and_then(within);
        }
        said
    }

    /// Gradient × local derivative; without a factor of 1.
    fn times(&self, gradient: &Leaf, by: &Leaf) -> Option<Leaf> {
        let tree = match &*by.text {
            "1" => return Some(gradient.clone()),
            "−1" | "-1" => Tree::applied("negative", &["gradient"]),
            _ => Tree::applied("multiply", &["gradient", "by"]),
        };
        let leaf = |name: &str| match name {
            "by" => by.clone(),
            _ => gradient.clone(),
        };
        tree.map(|tree| tree.print(self.notation.style(), &leaf))
    }

    /// The local derivatives of the elements of a tensor as numbers, where they differ.
    fn local_numbers(&self, wire: Wire, choice: Choice) -> Option<Leaf> {
        let (op, shape) = (self.op(wire.to)?, self.evaluation.program().shape(wire.to)?);
        let from = self.graph.start_of(wire)?;
        let elementwise = matches!(op.rule, Rule::Unary(_) | Rule::Binary(_));
        if !elementwise || self.is_stretched(wire, from) || choice == Choice::Hidden {
            return None;
        }
        let ones = vec![1.0; shape.elements()];
        let numbers = self.evaluation.vjp(wire, &ones)?;
        Some(self.notation.value_leaf(&numbers))
    }

    /// The rule of a wire without any numbers: `∂c/∂w = x`, `dW = Xᵀ · dZ`.
    pub fn rule(&self, wire: Wire) -> String {
        let from = self.graph.start_of(wire).unwrap_or(wire.to);
        let scalars = self.is_scalar(from) && self.is_scalar(wire.to);
        let (left, said) = match scalars {
            true => (self.local_name(wire), self.local_said(wire, Choice::Hidden)),
            false => {
                let left = self.notation.gradient(self.graph.name(from));
                (left, self.flows_back(wire, Choice::Hidden))
            }
        };
        let right = said.names.map(|leaf| leaf.text).or(said.words);
        match right {
            Some(right) => format!("{left} = {right}"),
            None => left,
        }
    }

    /// What the op of a node says of its kinks, if the node stands at one.
    fn kink(&self, node: NodeId) -> Option<String> {
        let kink = self.evaluation.kink(node)?;
        Some(format!("{} has a kink here, {kink}", self.op(node)?.name))
    }

    /// A node's gradient from the wires that leave it: the chain rule over all of
    /// them at once, `∂J/∂b = ∂J/∂c · ∂c/∂b + ∂J/∂d · ∂d/∂b = 2 + 3 = 5`.
    pub fn sum(&self, node: NodeId) -> Explanation {
        let wires = self.outgoing.of(node);
        let term = |wire: &Wire| {
            if self.is_scalar(node) && self.is_scalar(wire.to) {
                let ((local, by), _) = self.local_and_words(*wire);
                return self.chain_rule(*wire, &local, &by);
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
            reason: String::new(),
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
        let elements = |id| program.shape(id).map(|shape: Shape| shape.elements());
        self.op(wire.to).is_some_and(elementwise) && elements(from) != elements(wire.to)
    }
}

/// Sentences with semicolons between them.
fn joined(parts: [Option<String>; 3]) -> Option<String> {
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}

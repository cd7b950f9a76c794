//! [`Explainer`]: what a step says, in words, with names and with numbers.

use super::fill::Atom;
use super::notation::Notation;
use super::outgoing::Outgoing;
use super::steps::Step;
use crate::core::evaluation::{Evaluation, Numbers};
use crate::core::graph::{Graph, Node, NodeId, Wire};
use crate::core::op::{Op, Piece, Rule};

/// An equation that unfolds: first with names, then with numbers, then its result.
/// A part that adds nothing is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Equation {
    /// What is explained: `c`, `∂J/∂w`.
    pub left: String,
    /// The rule with names: `w × x`.
    pub names: String,
    /// The rule with numbers, or with the shapes of tensors: `2 × (−2)`.
    pub numbers: String,
    /// What comes out: `−4`.
    pub result: String,
}

/// What a step says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Explanation {
    /// What happens, in a few plain words.
    pub title: String,
    /// The equation to show.
    pub equation: Equation,
    /// The local derivative that stands in it: `∂c/∂w = x = −2`.
    pub local: Option<Equation>,
    /// What else is to be said, in plain words.
    pub note: Option<String>,
}

impl Equation {
    /// The parts on the right that say something, each other than the one before.
    pub fn right(&self) -> impl Iterator<Item = &str> {
        let parts = [&self.names, &self.numbers, &self.result].map(String::as_str);
        let says = move |nth: usize| !parts[nth].is_empty() && !parts[..nth].contains(&parts[nth]);
        (0..3)
            .filter(move |nth| says(*nth))
            .map(move |nth| parts[nth])
    }
}

/// All on one line: `c = w × x = 2 × (−2) = −4`.
impl std::fmt::Display for Equation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.left)?;
        self.right().try_for_each(|part| write!(f, " = {part}"))
    }
}

/// Writes what steps say about a graph and its results.
#[derive(Clone, Copy)]
pub struct Explainer<'a> {
    pub(super) graph: &'a Graph,
    pub(super) evaluation: &'a Evaluation,
    pub(super) outgoing: &'a Outgoing,
    pub(super) notation: Notation,
}

impl<'a> Explainer<'a> {
    /// For a graph that has been evaluated; `outgoing` are its wires to the target
    /// ([`Outgoing::to_target`]).
    pub fn new(
        graph: &'a Graph,
        evaluation: &'a Evaluation,
        outgoing: &'a Outgoing,
        notation: Notation,
    ) -> Explainer<'a> {
        Explainer {
            graph,
            evaluation,
            outgoing,
            notation,
        }
    }

    /// What a step says. Results are there whatever has been reached: a player shows
    /// them when it is time.
    pub fn step(&self, step: Step) -> Explanation {
        match step {
            Step::Value(node) => self.value(node),
            Step::Carry(wire) => self.carry(wire),
            Step::Seed(_) => self.seed(),
            Step::Contribution(wire) => self.contribution(wire),
            Step::Sum(node) => self.sum(node),
        }
    }

    /// A node's value from its inputs: `c = w × x = 2 × (−2) = −4`.
    pub fn value(&self, node: NodeId) -> Explanation {
        let name = self.graph.name(node);
        let result = self.shown(self.evaluation.value(node));
        let op = self.op(node);
        let mut equation = Equation {
            left: self.notation.name(name),
            result,
            ..Equation::default()
        };
        let title = match op {
            Some(op) if op.is_source() => format!("{name} is given ({})", op.name),
            Some(op) => {
                equation.names = self.fill(op.formula, node, Put::Names);
                equation.numbers = self.fill(op.formula, node, Put::Numbers);
                format!("{name} is computed ({})", op.name)
            }
            None => format!("{name} can't be computed"),
        };
        Explanation {
            title,
            equation,
            ..Explanation::default()
        }
    }

    fn carry(&self, wire: Wire) -> Explanation {
        let from = self.graph.start_of(wire);
        let [from_name, to] = [from.unwrap_or(wire.to), wire.to].map(|id| self.graph.name(id));
        let equation = Equation {
            left: self.notation.name(from_name),
            result: self.shown(from.and_then(|from| self.evaluation.value(from))),
            ..Equation::default()
        };
        let title = format!("{from_name} goes into {to}{}", self.as_input(wire));
        Explanation {
            title,
            equation,
            ..Explanation::default()
        }
    }

    /// How the reverse sweep begins: `∂J/∂J = 1`.
    pub fn seed(&self) -> Explanation {
        let Some(target) = self.evaluation.program().target() else {
            return Explanation::default();
        };
        let equation = Equation {
            left: self.derivative(target),
            result: self.shown(self.evaluation.gradient(target)),
            ..Equation::default()
        };
        let name = self.graph.name(target);
        let title = format!("{name} changes exactly as much as {name} does");
        Explanation {
            title,
            equation,
            ..Explanation::default()
        }
    }

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

    /// ∂J/∂node, or dX for a tensor.
    pub fn derivative(&self, node: NodeId) -> String {
        let name = self.graph.name(node);
        match self.evaluation.program().target() {
            Some(target) if self.is_scalar(node) => {
                self.notation.partial(self.graph.name(target), name)
            }
            _ => self.notation.gradient(name),
        }
    }

    pub(super) fn shown(&self, numbers: Option<Numbers<'_>>) -> String {
        numbers.map_or_else(
            || ABSENT.to_owned(),
            |numbers| self.notation.value(&numbers),
        )
    }

    pub(super) fn is_scalar(&self, node: NodeId) -> bool {
        let shape = self.evaluation.program().shape(node);
        shape.is_some_and(|shape| shape.is_scalar())
    }

    fn is_target(&self, node: NodeId) -> bool {
        self.evaluation.program().target() == Some(node)
    }

    fn op(&self, node: NodeId) -> Option<&'static Op> {
        self.graph.get(node).and_then(Node::op)
    }

    /// Whether an elementwise op repeats what the wire brings.
    fn is_stretched(&self, wire: Wire, from: NodeId) -> bool {
        let program = self.evaluation.program();
        let elementwise = |op: &Op| matches!(op.rule, Rule::Binary(_));
        self.op(wire.to).is_some_and(elementwise) && program.shape(from) != program.shape(wire.to)
    }

    /// Whether another input of the wire's node takes the same value.
    fn is_twice(&self, wire: Wire, from: NodeId) -> bool {
        let inputs = self.graph.get(wire.to).map_or(&[][..], Node::inputs);
        inputs.iter().flatten().filter(|id| **id == from).count() > 1
    }

    fn input_name(&self, wire: Wire) -> String {
        let op = self.op(wire.to);
        op.map_or_else(|| wire.input.to_string(), |op| op.inputs.name(wire.input))
    }

    /// ` (as b)`, where that needs to be said.
    fn as_input(&self, wire: Wire) -> String {
        match self.graph.start_of(wire) {
            Some(from) if self.is_twice(wire, from) => {
                format!(" (as {})", self.input_name(wire))
            }
            _ => String::new(),
        }
    }

    /// A template of a node's op with names or numbers put in.
    fn fill(&self, template: &str, node: NodeId, put: Put) -> String {
        let inputs = self.graph.get(node).map_or(&[][..], Node::inputs);
        let input = |index: usize| inputs.get(index).copied().flatten();
        self.notation.fill(template, |piece| match piece {
            Piece::Input(index) => self.atom(input(index), put),
            Piece::Own => self.atom(Some(node), put),
            Piece::Gradient => match (put, self.evaluation.gradient(node)) {
                (Put::Numbers, Some(gradient)) => self.notation.value_atom(&gradient),
                _ => plain(self.notation.gradient(self.graph.name(node))),
            },
            Piece::Every => {
                let each = inputs.iter().map(|input| self.atom(*input, put).text);
                let mut each: Vec<String> = each.take(MOST_INPUTS).collect();
                if inputs.len() > MOST_INPUTS {
                    each.push(self.notation.words("…"));
                }
                plain(each.join(", "))
            }
            Piece::Text(text) => plain(text.to_owned()),
        })
    }

    fn atom(&self, node: Option<NodeId>, put: Put) -> Atom {
        let Some(node) = node else {
            return plain(self.notation.words("…"));
        };
        match (put, self.evaluation.value(node)) {
            (Put::Numbers, Some(value)) => self.notation.value_atom(&value),
            _ => self.notation.name_atom(self.graph.name(node)),
        }
    }
}

/// So many inputs of an op that takes any number are written.
const MOST_INPUTS: usize = 12;

/// What stands in for a number that isn't there.
const ABSENT: &str = "—";

fn plain(text: String) -> Atom {
    Atom { text, loose: false }
}

/// What is put into a template.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Put {
    Names,
    Numbers,
}

//! The texts of an op's row at one node: which case applies, with the names of nodes and
//! with their numbers.

use std::borrow::Cow;

use super::Explainer;
use super::put::Put;
use crate::core::evaluation::Numbers;
use crate::core::explain::notation::Notation;
use crate::core::expression::Style;
use crate::core::expression::help::{in_words, of_cases};
use crate::core::expression::print::{Leaf, name};
use crate::core::expression::row::{Branch, Condition, NodeFacts, RowText, RowTexts};
use crate::core::expression::single::Tree;
use crate::core::expression::tree::Setting;
use crate::core::graph::{Node, NodeId};
use crate::core::op::{Inputs, Op, Signature};
use crate::core::ops::OpId;
use crate::core::tensor::Shape;

/// So many inputs of an op that takes any number are written.
const MOST_INPUTS: usize = 12;
/// Cases are chosen for tensors of up to so many elements.
const MOST_ELEMENTS: usize = 64;

/// What a text of a row comes to at one node.
#[derive(Default)]
pub(super) struct Said {
    /// With names; nothing if only words say it.
    pub(super) names: Option<Leaf>,
    /// With numbers; nothing if the elements differ.
    pub(super) numbers: Option<Leaf>,
    /// Why this case applies: `, as d is positive`.
    pub(super) reason: String,
    /// What no expression says.
    pub(super) words: Option<String>,
}

/// Whether the numbers of a node may choose the case that is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Choice {
    /// They do.
    ByNumbers,
    /// They are hidden: all cases are shown.
    Hidden,
}

impl Explainer<'_> {
    /// A text of the row of a node's op; for a derivative, by an input.
    pub(super) fn said(
        &self,
        node: NodeId,
        op: &'static Op,
        text: &RowText,
        input: usize,
        choice: Choice,
    ) -> Said {
        let style = self.notation.style();
        let names = |it: &str| self.leaf(node, op, it, Put::Names);
        let numbers = |it: &str| self.leaf(node, op, it, Put::Numbers);
        let shapes = self.shapes(node);
        let number = |it: &str, element: usize| self.number_at(node, op, it, element);
        let graph_node = self.graph.get(node);
        let facts = NodeFacts {
            op,
            signature: Signature {
                shapes: &shapes,
                attributes: op.attribute_reader(graph_node.and_then(Node::attributes)),
            },
            input,
            elements: match choice {
                Choice::ByNumbers => self.elements(node),
                Choice::Hidden => 0,
            },
            number: &number,
        };
        let (branch, condition) = text.branch(&facts);
        let reason = condition.map_or_else(String::new, |it| self.reason(op, it, &names));
        let mut said = Said {
            reason,
            ..Said::default()
        };
        let tree = match branch {
            Branch::Is(tree) => tree,
            Branch::Itself => Cow::Owned(self.call(node, op)),
            Branch::Cases(cases) => {
                said.names = Some(of_cases(op, cases, style, &names));
                return said;
            }
            Branch::Words(says) => {
                let plain = |it: &str| Leaf::close(self.plain_name(node, op, it));
                said.words = Some(in_words(op, says, Style::Unicode, &plain));
                return said;
            }
        };
        said.names = Some(tree.print(style, &names));
        let numbers = tree.print(style, &numbers);
        said.numbers = Some(numbers).filter(|it| {
            let short = it.text.chars().count() <= self.most_letters();
            short || shapes.iter().all(Shape::is_scalar)
        });
        said
    }

    /// With the numbers of tensors, longer texts aren't read.
    fn most_letters(&self) -> usize {
        match self.notation {
            Notation::Text => 120,
            Notation::Latex => 480, // its commands aren't seen
        }
    }

    /// The formula of a node. What only words say is the op itself, and the words.
    pub(super) fn value_said(&self, node: NodeId, op: &'static Op) -> Said {
        let itself = || self.said(node, op, &RowText::Itself, 0, Choice::ByNumbers);
        let Some(texts) = RowTexts::named(op) else {
            return itself();
        };
        let said = self.said(node, op, &texts.formula, 0, Choice::ByNumbers);
        match said.names {
            Some(_) => said,
            None => Said {
                words: said.words,
                reason: said.reason,
                ..itself()
            },
        }
    }

    /// `, as d is positive`.
    fn reason(&self, op: &Op, condition: &Condition, names: &dyn Fn(&str) -> Leaf) -> String {
        let style = self.notation.style();
        match condition {
            Condition::Where(comparison) => {
                self.notation.words(", as ") + &comparison.said(style, names)
            }
            Condition::Mode("", _) | Condition::Else("") => String::new(),
            Condition::Mode(they, _) | Condition::Else(they) => {
                in_words(op, &format!(", as {they}"), style, names)
            }
        }
    }

    /// The op of a node on its inputs, with what is set on it.
    pub(super) fn call(&self, node: NodeId, op: &Op) -> Tree {
        let graph_node = self.graph.get(node);
        let inputs = graph_node.map_or(0, |node| node.inputs().len());
        let settings = Setting::all(graph_node.and_then(Node::attributes));
        let id = OpId::named(op.name).unwrap_or(OpId::at(0));
        let shown = match inputs > MOST_INPUTS {
            true => MOST_INPUTS + 1, // the last one stands for the rest
            false => inputs,
        };
        Tree::call(id, shown, settings)
    }

    fn shapes(&self, node: NodeId) -> Vec<Shape> {
        let inputs = self.graph.get(node).map_or(&[][..], Node::inputs);
        let program = self.evaluation.program();
        let shapes = inputs.iter().flatten().map(|id| program.shape(*id));
        shapes.map(|shape| shape.unwrap_or(Shape::SCALAR)).collect()
    }

    /// How many elements the inputs of a node have, if each has as many or one; 0 if they
    /// are too many, or broadcast in another way.
    fn elements(&self, node: NodeId) -> usize {
        let sizes = self.shapes(node).into_iter().map(|it| it.elements());
        let sizes: Vec<usize> = sizes.collect();
        let most = sizes.iter().copied().max().unwrap_or(1);
        let fit = sizes.iter().all(|size| *size == 1 || *size == most);
        if fit && most <= MOST_ELEMENTS {
            most
        } else {
            0
        }
    }

    /// The input of a node that a name of its row stands for.
    fn input_of(&self, node: NodeId, op: &Op, name: &str) -> Option<usize> {
        let count = self.graph.get(node)?.inputs().len();
        let most = match op.inputs {
            Inputs::Fixed(names) => names.len(),
            Inputs::Any(_) => count.min(MOST_INPUTS + 1),
        };
        (0..most).find(|nth| op.inputs.name(*nth) == name)
    }

    /// What stands for a name of a row's text.
    fn leaf(&self, node: NodeId, op: &Op, it: &str, put: Put) -> Leaf {
        if let Some(nth) = self.input_of(node, op, it) {
            let inputs = self.graph.get(node).map_or(&[][..], Node::inputs);
            if nth == MOST_INPUTS && inputs.len() > MOST_INPUTS {
                return Leaf::close(self.notation.words("…"));
            }
            return self.node_leaf(inputs.get(nth).copied().flatten(), put);
        }
        match it {
            "y" => self.node_leaf(Some(node), put),
            "gradient" => match (put, self.evaluation.gradient(node)) {
                (Put::Numbers, Some(gradient)) => self.notation.value_leaf(&gradient),
                _ => Leaf::close(self.notation.gradient(self.graph.name(node))),
            },
            "n" => self.notation.number_leaf(self.count(node)),
            it => match (put, self.attribute(node, op, it)) {
                (Put::Numbers, Some(x)) => self.notation.number_leaf(x),
                _ => Leaf::close(name(it, self.notation.style())),
            },
        }
    }

    /// The name behind a name of a row's text, as words have it.
    fn plain_name(&self, node: NodeId, op: &Op, it: &str) -> String {
        let inputs = self.graph.get(node).map_or(&[][..], Node::inputs);
        let input = self.input_of(node, op, it);
        match (input.map(|nth| inputs.get(nth).copied().flatten()), it) {
            (Some(Some(from)), _) => self.graph.name(from).to_owned(),
            (None, "y") => self.graph.name(node).to_owned(),
            (None, "gradient") => Notation::Text.gradient(self.graph.name(node)),
            _ => it.to_owned(),
        }
    }

    fn node_leaf(&self, node: Option<NodeId>, put: Put) -> Leaf {
        let Some(node) = node else {
            return Leaf::close(self.notation.words("…"));
        };
        match (put, self.evaluation.value(node)) {
            (Put::Numbers, Some(value)) => self.notation.value_leaf(&value),
            _ => self.notation.name_leaf(self.graph.name(node)),
        }
    }

    fn attribute(&self, node: NodeId, op: &Op, name: &str) -> Option<f64> {
        let reader = op.attribute_reader(self.graph.get(node).and_then(Node::attributes));
        let whole = || reader.integer(name).map(|i| i as f64);
        reader.number(name).or_else(whole)
    }

    /// How many numbers of the first input there are for each one of the result.
    fn count(&self, node: NodeId) -> f64 {
        let all = self.shapes(node).first().map_or(1, Shape::elements);
        let own = self.evaluation.program().shape(node);
        all as f64 / own.map_or(1, |it| it.elements()) as f64
    }

    /// The number behind a name at an element.
    fn number_at(&self, node: NodeId, op: &Op, it: &str, element: usize) -> Option<f64> {
        let at = |numbers: Numbers<'_>| {
            let one = numbers.data.len() == 1;
            numbers.data.get(if one { 0 } else { element }).copied()
        };
        if let Some(nth) = self.input_of(node, op, it) {
            let from = self.graph.get(node)?.inputs().get(nth).copied()??;
            return at(self.evaluation.value(from)?);
        }
        match it {
            "y" => at(self.evaluation.value(node)?),
            "n" => Some(self.count(node)),
            it => self.attribute(node, op, it),
        }
    }
}

//! What a definition makes: the content of its node, and which node is the target.

use std::ops::Range;

use super::{Builder, State, is_short, source};
use crate::core::expression::print::label;
use crate::core::expression::tree::{Application, Definition, Expression, ExpressionId, Statement};
use crate::core::expression::{FormulaError, initial_kind};
use crate::core::formula::plan::{Change, Content, End, NameOrigin, NewNode, PlannedTarget};
use crate::core::graph::{Node, NodeId};
use crate::core::op::Op;
use crate::core::op::attributes::Attributes;
use crate::core::tensor::Tensor;

impl Builder<'_> {
    pub(super) fn content(&self, apply: &Application) -> Result<Content, FormulaError> {
        let mut attributes = Attributes::default();
        let row = apply.op.op();
        for setting in &apply.attributes {
            let set = row.set_attribute(&mut attributes, &setting.name, Some(&setting.value));
            set.map_err(|fault| {
                let op = apply.op.op().name;
                let message = format!("{op}: {}", fault.message);
                self.error(setting.span.clone(), message, &fault.help)
            })?;
        }
        Ok(Content {
            op: apply.op,
            inputs: apply
                .inputs
                .iter()
                .map(|id| self.made[id.index()])
                .collect(),
            attributes,
            value: None,
        })
    }

    /// The value of a source that is written out.
    pub(super) fn value(
        &self,
        id: ExpressionId,
        span: Range<usize>,
    ) -> Result<Tensor, FormulaError> {
        match (self.formula.number(id), self.formula.get(id)) {
            (Some(x), _) if !x.is_finite() => {
                let message = format!("the value is {x}");
                Err(self.error(span, message, "a value must be finite"))
            }
            (Some(x), _) => Ok(Tensor::scalar(x)),
            (None, Expression::Tensor(tensor)) => Ok(tensor.clone()),
            _ => Err(self.error(
                span,
                "a source is given something that is computed".to_owned(),
                "give it a number or a tensor, [1, 2]",
            )),
        }
    }

    /// Everything that a definition uses is there: makes its node, or changes the one
    /// that has its name.
    pub(super) fn end(&mut self, nth: usize) -> Result<(), FormulaError> {
        let definition = self.definitions[nth];
        let content = self.defined(definition)?;
        let there = definition.name.as_deref().and_then(|name| self.there(name));
        let end = match (there, definition.name.as_deref()) {
            (Some(node), _) => {
                self.plan.changes.push(Change { node, content });
                End::Node(node)
            }
            (None, Some(wish)) => {
                let name = self.fresh_of(wish);
                self.add(NewNode {
                    name,
                    wish: wish.to_owned(),
                    origin: NameOrigin::Defined,
                    content,
                })
            }
            (None, None) => {
                let root = definition.expression;
                let label = label(self.formula, root, &|id| self.labels[id.index()].as_deref());
                let label = label.filter(|label| is_short(label));
                let wish = label.unwrap_or_else(|| content.op.op().name.to_owned());
                self.inner(wish, content)
            }
        };
        self.ends[nth] = Some(end);
        self.states[nth] = State::Done;
        self.path.pop();
        Ok(())
    }

    /// The node of the graph that a definition changes.
    fn there(&self, name: &str) -> Option<NodeId> {
        self.graph.find(name).filter(|_| !self.anew)
    }

    /// The name of a definition, or a free one if the graph has it.
    fn fresh_of(&mut self, name: &str) -> String {
        if !self.anew {
            return name.to_owned(); // What the graph has is changed there.
        }
        let is_taken = |other: &str| {
            self.graph.find(other).is_some() || other != name && self.taken.contains(other)
        };
        let name = crate::core::graph::fresh_name(name, is_taken);
        self.taken.insert(name.clone());
        name
    }

    fn defined(&self, definition: &Definition) -> Result<Content, FormulaError> {
        let root = definition.expression;
        let span = self.formula.span(root);
        let name = definition.name.as_deref();
        let nothing = |message: String| {
            let help = "write what is computed from it, or use the one name everywhere";
            Err(self.error(span.clone(), message, help))
        };
        if self.formula.number(root).is_some() && name.is_none() {
            return nothing("a number alone computes nothing".to_owned());
        }
        // A source that is there keeps its kind.
        let there = name.and_then(|name| self.graph.get(self.there(name)?));
        let kind = there.and_then(Node::op).and_then(Op::source_kind);
        let kind = kind.unwrap_or_else(|| initial_kind(name.unwrap_or("x")));
        if self.formula.number(root).is_some() {
            return Ok(source(kind, self.value(root, span)?));
        }
        match self.formula.get(root) {
            Expression::Tensor(tensor) => Ok(source(kind, tensor.clone())),
            Expression::Source(kind, value) => Ok(source(*kind, self.value(*value, span)?)),
            Expression::Apply(apply) => self.content(apply),
            Expression::Name(other) => nothing(format!("nothing is computed from {other:?}")),
            Expression::Unwired | Expression::Number(_) => {
                nothing("an input without a wire computes nothing".to_owned())
            }
        }
    }

    pub(super) fn choose_target(&mut self) -> Result<(), FormulaError> {
        let chosen = self
            .formula
            .statements
            .iter()
            .rev()
            .find_map(|it| match it {
                Statement::Target(name, span) => Some((name.as_deref(), span.clone())),
                Statement::Define(_) => None,
            });
        self.plan.target = match chosen {
            Some((None, _)) => PlannedTarget::Automatic,
            Some((Some(name), span)) => {
                let defined = self.by_name.get(name).and_then(|nth| self.ends[*nth]);
                let there = || self.graph.find(name).map(End::Node);
                let used = || self.assumed.get(name).copied();
                match defined.or_else(there).or_else(used) {
                    Some(end) => PlannedTarget::Node(end),
                    None => {
                        let message = format!("no node is called {name:?}");
                        return Err(self.error(span, message, "name a node of the formula"));
                    }
                }
            }
            None => {
                let computes = |definition: &&Definition| {
                    let root = definition.expression;
                    self.formula.number(root).is_none()
                        && matches!(self.formula.get(root), Expression::Apply(_))
                };
                let last = self.definitions.iter().rposition(computes);
                let end = last.and_then(|nth| self.ends[nth]);
                end.map_or(PlannedTarget::Keep, PlannedTarget::Last)
            }
        };
        Ok(())
    }
}

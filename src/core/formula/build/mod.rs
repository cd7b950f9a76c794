//! From a [`Formula`] to a [`Plan`]: which nodes it makes, in an order in which each can
//! be wired, and what they are called.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::plan::{Content, End, NameOrigin, NewNode, Plan};
use crate::core::expression::FormulaError;
use crate::core::expression::initial_kind;
use crate::core::expression::print::label;
use crate::core::expression::tree::{Definition, Expression, ExpressionId, Formula, Statement};
use crate::core::graph::Graph;
use crate::core::op::SourceKind;
use crate::core::op::attributes::Attributes;
use crate::core::ops::{self, OpId};
use crate::core::tensor::Tensor;

mod define;

/// What a formula asks of a graph. What it defines and the graph has is changed there.
///
/// # Errors
/// A name is defined twice or by itself, nothing is computed, an attribute doesn't fit.
pub fn plan(formula: &Formula, graph: &Graph) -> Result<Plan, FormulaError> {
    build(formula, graph, false)
}

/// What adds a formula to a graph: as [`plan`], but what it defines becomes new nodes, with
/// other names where the graph has theirs.
///
/// # Errors
/// Those of [`plan`].
pub fn plan_anew(formula: &Formula, graph: &Graph) -> Result<Plan, FormulaError> {
    build(formula, graph, true)
}

fn build(formula: &Formula, graph: &Graph, anew: bool) -> Result<Plan, FormulaError> {
    let mut builder = Builder::new(formula, graph)?;
    builder.anew = anew;
    for nth in 0..builder.definitions.len() {
        builder.run(nth)?;
    }
    builder.choose_target()?;
    Ok(builder.plan)
}

/// How far a definition is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Open,
    Done,
}

/// What is still to be done, last first.
enum Work {
    /// A definition, with what it uses.
    Start(usize, Range<usize>),
    /// All that a definition uses is there.
    End(usize),
    /// An expression within a definition.
    Visit(ExpressionId),
    /// All that an expression uses is there.
    Finish(ExpressionId),
}

struct Builder<'a> {
    formula: &'a Formula,
    graph: &'a Graph,
    definitions: Vec<&'a Definition>,
    by_name: HashMap<&'a str, usize>,
    states: Vec<State>,
    /// The node that each definition became.
    ends: Vec<Option<End>>,
    /// The node that each expression became; `None` where nothing is wired.
    made: Vec<Option<End>>,
    /// What an expression is called, where that is short.
    labels: Vec<Option<String>>,
    /// Sources that are only used, by name.
    assumed: HashMap<&'a str, End>,
    /// Definitions that are open, the outermost first.
    path: Vec<usize>,
    taken: HashSet<String>,
    /// Whether what is defined becomes a new node though the graph has one of its name.
    anew: bool,
    plan: Plan,
}

impl<'a> Builder<'a> {
    fn new(formula: &'a Formula, graph: &'a Graph) -> Result<Builder<'a>, FormulaError> {
        let mut definitions = Vec::new();
        let mut by_name = HashMap::new();
        for statement in &formula.statements {
            let Statement::Define(definition) = statement else {
                continue;
            };
            if let Some(name) = definition.name.as_deref()
                && by_name.insert(name, definitions.len()).is_some()
            {
                let span = definition.span.clone();
                let message = format!("{name:?} is defined twice");
                let help = "give one of the two another name";
                return Err(FormulaError::new(&formula.text, span, message, help));
            }
            definitions.push(definition);
        }
        let count = definitions.len();
        let mut taken: HashSet<String> = by_name.keys().map(|name| (*name).to_owned()).collect();
        // Names that are only used are taken too: an inner node doesn't get them.
        taken.extend(formula.expressions.iter().filter_map(|it| match it {
            Expression::Name(name) => Some(name.as_ref().to_owned()),
            _ => None,
        }));
        Ok(Builder {
            formula,
            graph,
            definitions,
            by_name,
            states: vec![State::New; count],
            ends: vec![None; count],
            made: vec![None; formula.expressions.len()],
            labels: vec![None; formula.expressions.len()],
            assumed: HashMap::new(),
            path: Vec::new(),
            taken,
            anew: false,
            plan: Plan::default(),
        })
    }

    fn error(&self, span: Range<usize>, message: String, help: &str) -> FormulaError {
        FormulaError::new(&self.formula.text, span, message, help)
    }

    /// Makes a definition and everything that it uses.
    fn run(&mut self, nth: usize) -> Result<(), FormulaError> {
        let mut work = vec![Work::Start(nth, self.definitions[nth].span.clone())];
        while let Some(next) = work.pop() {
            match next {
                Work::Start(nth, used_at) => self.start(nth, used_at, &mut work)?,
                Work::End(nth) => self.end(nth)?,
                Work::Visit(id) => self.visit(id, &mut work)?,
                Work::Finish(id) => self.finish(id)?,
            }
        }
        Ok(())
    }

    fn start(
        &mut self,
        nth: usize,
        used_at: Range<usize>,
        work: &mut Vec<Work>,
    ) -> Result<(), FormulaError> {
        match self.states[nth] {
            State::Done => return Ok(()),
            State::Open => return Err(self.cycle(nth, used_at)),
            State::New => self.states[nth] = State::Open,
        }
        self.path.push(nth);
        work.push(Work::End(nth));
        let root = self.definitions[nth].expression;
        if self.formula.number(root).is_none()
            && let Expression::Apply(apply) = self.formula.get(root)
        {
            work.extend(apply.inputs.iter().rev().map(|id| Work::Visit(*id)));
        }
        Ok(())
    }

    fn cycle(&self, nth: usize, used_at: Range<usize>) -> FormulaError {
        const SHOWN: usize = 8;
        let from = self.path.iter().position(|open| *open == nth).unwrap_or(0);
        let open = self.path[from..].iter().chain([&nth]);
        let names = open.filter_map(|nth| self.definitions[*nth].name.as_deref());
        let names: Vec<&str> = names.collect();
        let shown = match names.len() {
            0..=SHOWN => names.join(" → "),
            _ => format!(
                "{} → … → {}",
                names[..SHOWN - 1].join(" → "),
                names[names.len() - 1]
            ),
        };
        let message = format!("a cycle, {shown}");
        self.error(
            used_at,
            message,
            "a value can't depend on itself: use another name in one of them",
        )
    }

    fn visit(&mut self, id: ExpressionId, work: &mut Vec<Work>) -> Result<(), FormulaError> {
        let formula = self.formula;
        let span = formula.span(id);
        if let Some(x) = formula.number(id) {
            if !x.is_finite() {
                let message = format!("the value is {x}");
                return Err(self.error(span, message, "a value must be finite"));
            }
            self.labels[id.index()] = Some(self.written(id));
            let made = self.constant(Tensor::scalar(x), &self.written(id), SourceKind::Constant);
            self.made[id.index()] = Some(made);
            return Ok(());
        }
        match formula.get(id) {
            Expression::Name(name) => {
                self.labels[id.index()] = Some(name.as_ref().to_owned()).filter(|it| is_short(it));
                if let Some(nth) = self.by_name.get(&**name) {
                    work.push(Work::Finish(id));
                    work.push(Work::Start(*nth, span));
                } else {
                    self.made[id.index()] = Some(self.used(name));
                }
            }
            Expression::Tensor(tensor) => {
                let made = self.constant(tensor.clone(), "constant", SourceKind::Constant);
                self.made[id.index()] = Some(made);
            }
            Expression::Source(kind, value) => {
                let tensor = self.value(*value, span)?;
                let base = crate::core::ops::source(*kind).op().name;
                let made = self.constant(tensor, base, *kind);
                self.made[id.index()] = Some(made);
            }
            Expression::Apply(apply) => {
                work.push(Work::Finish(id));
                work.extend(apply.inputs.iter().rev().map(|id| Work::Visit(*id)));
            }
            Expression::Number(_) | Expression::Unwired => {}
        }
        Ok(())
    }

    /// A node that is there, or else a source that is only used.
    fn used(&mut self, name: &'a str) -> End {
        if let Some(id) = self.graph.find(name) {
            return End::Node(id);
        }
        if let Some(end) = self.assumed.get(name) {
            return *end;
        }
        let end = self.add(NewNode {
            name: name.to_owned(),
            wish: name.to_owned(),
            origin: NameOrigin::Used,
            content: source(initial_kind(name), Tensor::scalar(1.0)),
        });
        self.assumed.insert(name, end);
        end
    }

    fn add(&mut self, node: NewNode) -> End {
        self.plan.nodes.push(node);
        End::New(self.plan.nodes.len() - 1)
    }

    fn constant(&mut self, value: Tensor, base: &str, kind: SourceKind) -> End {
        self.inner(base.to_owned(), source(kind, value))
    }

    /// A node that the formula doesn't name.
    fn inner(&mut self, wish: String, content: Content) -> End {
        let name = self.fresh(&wish);
        self.add(NewNode {
            name,
            wish,
            origin: NameOrigin::Made,
            content,
        })
    }

    fn finish(&mut self, id: ExpressionId) -> Result<(), FormulaError> {
        match self.formula.get(id) {
            Expression::Name(name) => {
                let nth = self.by_name.get(&**name);
                self.made[id.index()] = nth.and_then(|nth| self.ends[*nth]);
            }
            Expression::Apply(apply) => {
                let label = label(self.formula, id, &|id| self.labels[id.index()].as_deref());
                self.labels[id.index()] = label.filter(|label| is_short(label));
                let base = self.labels[id.index()].clone();
                let base = base.unwrap_or_else(|| apply.op.op().name.to_owned());
                let content = self.content(apply)?;
                self.made[id.index()] = Some(self.inner(base, content));
            }
            _ => {}
        }
        Ok(())
    }

    /// What the user wrote for an expression, on one line.
    fn written(&self, id: ExpressionId) -> String {
        let text = &self.formula.text[self.formula.span(id)];
        let words: Vec<&str> = text.split_whitespace().collect();
        let text = words.join(" ");
        match is_short(&text) && !text.contains('\\') {
            true => text,
            false => crate::core::number::short(self.formula.number(id).unwrap_or(0.0), 6),
        }
    }

    /// A name that nobody has.
    fn fresh(&mut self, base: &str) -> String {
        let is_taken = |name: &str| self.taken.contains(name) || self.graph.find(name).is_some();
        let name = crate::core::graph::fresh_name(base, is_taken);
        self.taken.insert(name.clone());
        name
    }
}

/// Longer names don't fit on a node.
fn is_short(label: &str) -> bool {
    label.chars().count() <= 24
}

fn source(kind: SourceKind, value: Tensor) -> Content {
    let op: OpId = ops::source(kind);
    Content {
        op,
        inputs: Vec::new(),
        attributes: Attributes::default(),
        value: Some(value),
    }
}

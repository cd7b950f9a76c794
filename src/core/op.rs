//! What an op is: everything that the program knows about one kind of node, in
//! one row.
//!
//! The rows live in [`super::ops`], a file per family. The palette, the help, the
//! loader, the command line, the README's table, the gradient tests and the fuzz
//! generator all read this struct and nothing else, so a new op is one new row.

use std::borrow::Cow;

use super::attributes::{Attribute, Settings};
use super::elementwise::{BinaryKernel, UnaryKernel};
use super::program::instruction::Code;
use super::tensor::{Shape, ShapeError};

/// One kind of node. Names follow NumPy where NumPy has a name.
pub struct Op {
    /// The name in files, on the command line and in the palette: `multiply`.
    pub name: &'static str,
    /// What a node shows at a glance: `×`.
    pub symbol: &'static str,
    /// The group that it is listed under.
    pub family: Family,
    /// One sentence for a person who meets the op for the first time.
    pub help: &'static str,
    /// The names of its inputs.
    pub inputs: Inputs,
    /// What can be set on a node of this op, with defaults.
    pub attributes: &'static [Attribute],
    /// The value as text; `{0}` stands for the first input: `{0} × {1}`. For an op
    /// of any number of inputs `{*}` stands for all of them.
    pub formula: &'static str,
    /// The local derivative for each input, as text: `∂/∂{0} = {1}`. `{y}` stands
    /// for the node's own value. The last one serves all further inputs. Where an op
    /// works on whole tensors, what flows back may be told instead, with the word
    /// `gradient` for the node's own: `gradient · {1}ᵀ`.
    pub local_derivatives: &'static [&'static str],
    /// What flows back to each input, as text, where the local derivative times the
    /// gradient doesn't say it well: `repeat({dy})`. `{dy}` stands for the node's
    /// gradient. The last one serves all further inputs.
    pub contributions: &'static [&'static str],
    /// Where the op is not differentiable and what is taken there, if anywhere.
    pub kinks: Option<&'static str>,
    /// For each input, where tests draw its numbers from; the last one serves all
    /// further inputs.
    pub domain: &'static [Domain],
    /// Whether its local derivatives are the same at every point, so that a
    /// changed value changes no gradient through it.
    pub linear: bool,
    /// How it is computed.
    pub rule: Rule,
}

/// The groups in which ops are listed, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// Where numbers come from.
    Source,
    /// Sums, products, powers, comparisons.
    Arithmetic,
    /// Exponentials, logarithms and trigonometry.
    Transcendental,
    /// The nonlinearities of neural networks.
    Activation,
    /// Matrix products and rearrangements.
    LinearAlgebra,
    /// Many numbers to fewer, and softmax.
    Reduction,
    /// A prediction and a truth to one number.
    Loss,
}

impl Family {
    /// The families in their order.
    pub const ALL: [Family; 7] = [
        Family::Source,
        Family::Arithmetic,
        Family::Transcendental,
        Family::Activation,
        Family::LinearAlgebra,
        Family::Reduction,
        Family::Loss,
    ];

    /// The heading that a person reads.
    pub fn title(self) -> &'static str {
        match self {
            Family::Source => "Sources",
            Family::Arithmetic => "Arithmetic",
            Family::Transcendental => "Exponentials and trigonometry",
            Family::Activation => "Activations",
            Family::LinearAlgebra => "Linear algebra and shape",
            Family::Reduction => "Reductions",
            Family::Loss => "Losses",
        }
    }
}

/// How many inputs an op takes, and what they are called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inputs {
    /// Exactly these.
    Fixed(&'static [&'static str]),
    /// One or more, each called by this name and its number.
    Any(&'static str),
}

impl Inputs {
    /// Whether a node may have `count` inputs.
    pub fn allow(self, count: usize) -> bool {
        match self {
            Inputs::Fixed(names) => names.len() == count,
            Inputs::Any(_) => (1..=super::limits::MAX_INPUTS).contains(&count),
        }
    }

    /// The name of input `index`, counted from 0.
    pub fn name(self, index: usize) -> String {
        match self {
            Inputs::Fixed(names) => names
                .get(index)
                .map_or_else(|| format!("input {index}"), |name| (*name).to_owned()),
            Inputs::Any(name) => format!("{name} {index}"),
        }
    }

    /// How many inputs a new node starts with.
    pub fn initial(self) -> usize {
        match self {
            Inputs::Fixed(names) => names.len(),
            Inputs::Any(_) => 2,
        }
    }
}

/// Where tests draw an input's numbers from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Domain {
    /// Anything from the first to the second.
    Between(f64, f64),
    /// Of either sign, with a magnitude from the first to the second.
    AwayFromZero(f64, f64),
    /// Class numbers: whole numbers from 0 up to the length of the last axis of
    /// the input before this one. Not a quantity, so not differentiated.
    Classes,
}

/// Why an op can't be applied, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong.
    pub reason: String,
    /// What the user can do.
    pub cure: String,
}

impl Fault {
    /// A fault from its two sentences (no full stop).
    pub fn new(reason: impl Into<String>, cure: impl Into<String>) -> Fault {
        Fault {
            reason: reason.into(),
            cure: cure.into(),
        }
    }
}

impl From<ShapeError> for Fault {
    fn from(error: ShapeError) -> Fault {
        let cure = match error {
            ShapeError::Broadcast(..) => "reshape or transpose one of the inputs",
            _ => "use a smaller shape",
        };
        Fault::new(error.to_string(), cure)
    }
}

/// How an op is computed, forward, backward and along a tangent.
pub enum Rule {
    /// The value is the node's own; nothing is computed.
    Source,
    /// One number to one number, at each element.
    Unary(UnaryKernel),
    /// Two numbers to one, at each element, after broadcasting.
    Binary(BinaryKernel),
    /// Anything else: works on whole tensors.
    Tensor(TensorRule),
}

/// The shapes of the inputs and the attributes: all that a shape rule may look at.
#[derive(Clone, Copy)]
pub struct Signature<'a> {
    /// The shape of each input.
    pub shapes: &'a [Shape],
    /// The node's attributes, with defaults filled in.
    pub settings: Settings<'a>,
}

/// The rules of an op that works on whole tensors.
pub struct TensorRule {
    /// The shape of the result.
    ///
    /// # Errors
    /// The inputs or attributes don't fit; says what to do.
    pub shape: fn(Signature<'_>) -> Result<Shape, Fault>,
    /// Fills the result. Every element must be written.
    pub forward: fn(&Call<'_>, &mut [f64]),
    /// The contribution of one wire to its source's gradient, given the gradient
    /// of the node: the vector-Jacobian product. Every element must be written.
    pub backward: fn(&Call<'_>, &Upstream<'_>, &mut [f64]),
    /// The derivative of the result along tangents of the inputs.
    pub tangent: Tangent,
    /// Numbers that tell the smooth pieces of the op apart: two points with the
    /// same numbers have no kink between them. `None` where there is no kink.
    pub region: Option<Regions>,
    /// Input shapes and attributes to test with.
    pub examples: &'static [Example],
}

/// Feeds the numbers that tell the smooth pieces of an op apart, at the inputs of a
/// call.
pub type Regions = fn(&Call<'_>, &mut dyn FnMut(u64));

/// How a forward-mode derivative (Jacobian-vector product) is computed.
pub enum Tangent {
    /// The op is linear in its inputs together: its forward rule, on the tangents.
    Linear,
    /// The result is one number: the inner products of its gradients with the
    /// tangents, from the backward rule.
    Inner,
    /// A rule of its own: the call and the inputs' tangents to the result's
    /// tangent. Every element must be written.
    Own(fn(&Call<'_>, &Tangents<'_>, &mut [f64])),
}

/// A case for tests: shapes of the inputs, and attributes as they would stand in a
/// file, `("axis", "1")`.
pub struct Example {
    /// One shape an input.
    pub shapes: &'static [&'static [usize]],
    /// Names and texts of attributes.
    pub attributes: &'static [(&'static str, &'static str)],
}

/// A tensor in an arena: its shape and where its elements start.
#[derive(Clone, Copy, Debug)]
pub struct Operand {
    /// The lengths of its axes.
    pub shape: Shape,
    /// The index of its first element in the arena.
    pub offset: usize,
}

impl Operand {
    /// Its elements.
    pub fn of<'a>(&self, arena: &'a [f64]) -> &'a [f64] {
        &arena[self.offset..self.offset + self.shape.elements()]
    }
}

/// One application of an op to tensors.
#[derive(Clone, Copy)]
pub struct Call<'a> {
    /// The values that the operands point into.
    pub arena: &'a [f64],
    /// Where the inputs stand.
    pub operands: &'a [Operand],
    /// The shape of the result.
    pub shape: Shape,
    /// The node's attributes, with defaults filled in.
    pub settings: Settings<'a>,
}

impl<'a> Call<'a> {
    /// The elements of input `index`.
    pub fn input(&self, index: usize) -> &'a [f64] {
        self.operands[index].of(self.arena)
    }

    /// The shape of input `index`.
    pub fn input_shape(&self, index: usize) -> Shape {
        self.operands[index].shape
    }

    /// The same op on other numbers, for rules that are linear.
    pub fn on(&self, arena: &'a [f64]) -> Call<'a> {
        Call { arena, ..*self }
    }
}

/// What flows back into a node: its value, its gradient, and which of its inputs
/// is asked for.
#[derive(Clone, Copy)]
pub struct Upstream<'a> {
    /// The node's value.
    pub value: &'a [f64],
    /// The node's gradient, of the same shape.
    pub gradient: &'a [f64],
    /// The input whose contribution is wanted.
    pub input: usize,
}

/// What flows forward in forward mode: the node's value, and the arena of
/// tangents, which is laid out as the values are.
#[derive(Clone, Copy)]
pub struct Tangents<'a> {
    /// The node's value.
    pub value: &'a [f64],
    /// The tangents that the call's operands point into.
    pub arena: &'a [f64],
}

impl Op {
    /// Whether nodes of this op carry their own value.
    pub fn is_source(&self) -> bool {
        matches!(self.rule, Rule::Source)
    }

    /// How the interpreter carries out a scalar node of an elementwise op.
    pub(crate) fn code(&self) -> Code {
        match &self.rule {
            Rule::Binary(kernel) => kernel.code,
            _ => Code::Unary,
        }
    }

    /// Whether training changes the values of its nodes.
    pub fn is_trained(&self) -> bool {
        self.name == "parameter"
    }

    /// Where tests draw input `index` from.
    pub fn domain_of(&self, index: usize) -> Domain {
        let last = self.domain.last().copied();
        let own = self.domain.get(index).copied();
        own.or(last).unwrap_or(Domain::Between(-2.0, 2.0))
    }

    /// The shape of the result.
    ///
    /// # Errors
    /// The inputs or attributes don't fit; says what to do. A source has no rule:
    /// its shape is its value's.
    pub fn shape(&self, signature: Signature<'_>) -> Result<Shape, Fault> {
        match (&self.rule, signature.shapes) {
            (Rule::Unary(_), [only]) => Ok(*only),
            (Rule::Binary(_), [a, b]) => Ok(a.broadcast(b)?),
            (Rule::Tensor(rule), _) => (rule.shape)(signature),
            _ => Err(Fault::new(
                "it has the wrong number of inputs",
                "wire it as its help says",
            )),
        }
    }

    /// The formula with texts put in for the inputs: names, or numbers.
    pub fn formula_with(&self, inputs: &[String]) -> String {
        put_in(self.formula, inputs, "")
    }

    /// The local derivative for input `index` with texts put in for the inputs and
    /// for the node's own value.
    pub fn local_derivative_with(&self, index: usize, inputs: &[String], own: &str) -> String {
        let text = for_input(self.local_derivatives, index);
        text.map_or_else(String::new, |text| put_in(text, inputs, own))
    }

    /// The right-hand side of the local derivative for input `index`: `{1}`.
    pub(crate) fn local_derivative_template(&self, index: usize) -> &'static str {
        let text = for_input(self.local_derivatives, index).unwrap_or("");
        text.split_once(" = ").map_or(text, |(_, right)| right)
    }

    /// What flows back to input `index`, from the node's gradient `{dy}`.
    pub(crate) fn contribution_template(&self, index: usize) -> Cow<'static, str> {
        if let Some(text) = for_input(self.contributions, index) {
            return text.into();
        }
        match self.local_derivative_template(index) {
            "1" => "{dy}".into(),
            "−1" => "−{dy}".into(),
            local if local.contains("gradient") => local.replace("gradient", "{dy}").into(),
            local if local.contains(' ') => format!("{{dy}} × ({local})").into(),
            local => format!("{{dy}} × {local}").into(),
        }
    }
}

/// The text for an input; the last one serves all further inputs.
fn for_input(texts: &'static [&'static str], index: usize) -> Option<&'static str> {
    texts.get(index).or(texts.last()).copied()
}

/// A part of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    /// As it stands.
    Text(&'a str),
    /// An input, by its number.
    Input(usize),
    /// All inputs, in a list.
    Every,
    /// The node's own value.
    Own,
    /// The node's gradient.
    Gradient,
}

/// The parts of a template, from left to right.
pub(crate) fn pieces(template: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = template;
    std::iter::from_fn(move || {
        if let Some((inside, after)) = rest.strip_prefix('{').and_then(|it| it.split_once('}')) {
            rest = after;
            return Some(match inside {
                "y" => Piece::Own,
                "dy" => Piece::Gradient,
                "*" => Piece::Every,
                number => Piece::Input(number.parse().unwrap_or(usize::MAX)),
            });
        }
        let (text, after) = rest.split_at(rest.find('{').unwrap_or(rest.len()));
        rest = after;
        (!text.is_empty()).then_some(Piece::Text(text))
    })
}

/// One pass over the template, so that a name with braces in it is left alone.
fn put_in(template: &str, inputs: &[String], own: &str) -> String {
    let mut out = String::new();
    for piece in pieces(template) {
        match piece {
            Piece::Text(text) => out.push_str(text),
            Piece::Input(index) => out.push_str(inputs.get(index).map_or("…", String::as_str)),
            Piece::Every => out.push_str(&inputs.join(", ")),
            Piece::Own => out.push_str(own),
            Piece::Gradient => out.push_str("gradient"),
        }
    }
    out
}

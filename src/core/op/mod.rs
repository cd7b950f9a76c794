//! What an op is: everything that the program knows about one kind of node, in
//! one row.
//!
//! The rows live in [`super::ops`], a file per family. The palette, the help, the
//! loader, the command line, the README's table, the gradient tests and the fuzz
//! generator all read this struct and nothing else, so a new op is one new row.

use super::fault::Fault;
use super::limits::MAX_INPUTS;
use super::tensor::Shape;
use attributes::{Attribute, AttributeReader, AttributeValue, Attributes};
use elementwise::Code;
use python::{Form, Python};
use text::Text;

pub mod attributes;
mod call;
mod contributions;
pub mod elementwise;
pub(crate) mod kernel;
pub mod python;
mod rule;
mod side_by_side;
pub mod text;

pub use call::{Call, Operand, Signature, Tangents, Upstream};
pub use contributions::{Accumulation, Contributions};
pub(crate) use rule::example;
pub use rule::{BadElement, Example, Regions, Rule, SourceKind, Tangent, TensorRule};
pub use side_by_side::SideBySide;

/// One kind of node. Names follow NumPy where NumPy has a name.
pub struct Op {
    /// The name in files, on the command line and in the palette: `multiply`.
    pub name: &'static str,
    /// Other words that a person may type for it: `times`. No two ops share one.
    pub aliases: &'static [&'static str],
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
    /// The value, as a text in the formula language: `a * b`.
    pub formula: Text,
    /// The local derivative for each input, element by element: what flows back is the
    /// gradient times it. The last one serves all further inputs.
    pub local_derivatives: &'static [Text],
    /// What flows back to each input of an op on whole tensors, where that is not a
    /// product element by element: `gradient @ b.T`. The last one serves all further inputs.
    pub contributions: &'static [Text],
    /// The inputs to which nothing flows back by definition, whatever the value does: a
    /// condition, an index, what `stop_gradient` is given. Their gradient is 0, and there is
    /// no derivative that it could be compared with.
    pub stopped: &'static [usize],
    /// How it is written in Python, with NumPy, JAX and PyTorch.
    pub python: Python,
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
    /// How a node that is drawn for one row of data takes many at once.
    pub side_by_side: SideBySide,
    /// Finds a number that the op computes with but that means nothing to it, such as a
    /// class that there isn't. `None` if there is no such number.
    pub bad_element: Option<fn(&Call<'_>) -> Option<BadElement>>,
    /// How many multiplications the result takes, from the shapes of the inputs and its own.
    /// `None` if they are in proportion to the elements.
    pub multiplications: Option<fn(&[Operand], &Shape) -> f64>,
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
            Inputs::Any(_) => (1..=MAX_INPUTS).contains(&count),
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
    /// Whole numbers from 0, so many of them: conditions, indices. Not a quantity, so not
    /// differentiated.
    Whole(u32),
}

impl Op {
    /// Whether nodes of this op carry their own value.
    pub fn is_source(&self) -> bool {
        matches!(self.rule, Rule::Source(_))
    }

    /// What its nodes stand for, if they are sources.
    pub fn source_kind(&self) -> Option<SourceKind> {
        match self.rule {
            Rule::Source(kind) => Some(kind),
            _ => None,
        }
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
        self.source_kind() == Some(SourceKind::Parameter)
    }

    /// Sets an attribute of a node of this op, or clears it with `None`.
    ///
    /// # Errors
    /// The op has no such attribute, or the value is of the wrong kind.
    pub fn set_attribute(
        &self,
        attributes: &mut Attributes,
        name: &str,
        value: Option<&AttributeValue>,
    ) -> Result<(), Fault> {
        if self.attributes.iter().any(|row| row.name == name) {
            return attributes.set(self.attributes, name, value);
        }
        let known: Vec<_> = self.attributes.iter().map(|row| row.name).collect();
        let help = match &known[..] {
            [] => format!("{} has no attributes: leave it out", self.name),
            some => format!("{} has {}", self.name, some.join(", ")),
        };
        Err(Fault::new(format!("unknown attribute {name:?}"), help))
    }

    /// What is set on a node of this op, with its defaults behind it.
    pub fn attribute_reader<'a>(&self, given: Option<&'a Attributes>) -> AttributeReader<'a> {
        AttributeReader::new(self.attributes, given)
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
}

/// The input of an op of one number.
const X: Inputs = Inputs::Fixed(&["x"]);

/// What most rows of a family share: one input `x`, no attributes, no kinks, tested
/// from −2 to 2. A row names the rest, its rule above all.
pub(crate) const fn row(family: Family) -> Op {
    Op {
        name: "",
        aliases: &[],
        symbol: "",
        family,
        help: "",
        inputs: X,
        attributes: &[],
        formula: Text::Itself,
        local_derivatives: &[],
        contributions: &[],
        stopped: &[],
        python: Python::new(Form::OfFormula),
        kinks: None,
        domain: &[Domain::Between(-2.0, 2.0)],
        linear: false,
        rule: Rule::Source(SourceKind::Constant),
        side_by_side: SideBySide::Elements,
        bad_element: None,
        multiplications: None,
    }
}

//! How an op is written in Python: its value with NumPy, JAX and PyTorch, and what flows back
//! to its inputs with NumPy.
//!
//! Texts are written for NumPy as `np`; for JAX and PyTorch that becomes `jnp` and `torch`.

use super::call::Signature;

/// How an op is written in Python.
#[derive(Clone, Copy, Debug)]
pub struct Python {
    /// Its value with NumPy.
    pub numpy: Form,
    /// Its value with JAX, in a form whose derivative is the op's, at kinks too.
    pub jax: Form,
    /// Its value with PyTorch, in a form whose derivative is the op's, at kinks too.
    pub torch: Form,
    /// What flows back to each input, with NumPy.
    pub back: Back,
    /// Whether what flows back has the shape of the result, and is summed over the axes along
    /// which the input was repeated.
    pub summed: bool,
    /// Functions that the texts of `back` call: `def direction(a, b): …`.
    pub helpers: &'static str,
}

/// How a value is written. Attributes that are set follow the inputs as keywords.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// As with NumPy.
    Same,
    /// As with NumPy, with a derivative of its own: what `back` says.
    Ruled,
    /// The same, but where the second input is a number that is written out, as with NumPy.
    RuledUnlessNumber,
    /// As a function that computes what the row's formula says.
    OfFormula,
    /// A sign between two inputs, with how close it binds.
    Infix(&'static str, u8),
    /// A comparison of two inputs, as 1 or 0: `(a > b) * 1.0`.
    Comparison(&'static str),
    /// What stands before and behind the only input, how close the whole binds, and how close
    /// the input has to bind.
    Around(&'static str, &'static str, u8, u8),
    /// A function by its whole name: `np.exp`.
    Call(&'static str),
    /// A function that is also given what isn't set, with its default: `np.cumsum`.
    CallInFull(&'static str),
    /// A function that takes what is set without keywords: `np.reshape`.
    InOrder(&'static str),
    /// A function that takes the inputs as a list: `np.concatenate`.
    OfList(&'static str),
    /// A function that is written out: `def softmax(x, axis=-1): …`.
    Function(&'static str),
    /// There is no way, for this reason. No full stop.
    Missing(&'static str),
}

/// What flows back to the inputs, as expressions over the names of the inputs and attributes
/// and these: `gradient`, the node's gradient; `result`, its value; `n`, how many numbers of the
/// first input there are for each one of the result; `kept_gradient` and `kept_result`, the two
/// with a 1 for each reduced axis.
#[derive(Clone, Copy, Debug)]
pub enum Back {
    /// One text an input; the last one serves all further inputs.
    Texts(&'static [&'static str]),
    /// A text for an input of a node.
    Made(fn(&BackCall<'_>) -> Option<String>),
}

/// The input for which a text of [`Back`] is made.
#[derive(Clone, Copy)]
pub struct BackCall<'a> {
    /// The node's shapes and attributes.
    pub signature: Signature<'a>,
    /// Which input.
    pub input: usize,
    /// The inputs that are numbers written out.
    pub numbers: &'a [Option<f64>],
}

impl Python {
    /// How close a comparison binds.
    pub const COMPARISON: u8 = 5;
    /// How close a sum binds.
    pub const SUM: u8 = 10;
    /// How close a product binds.
    pub const PRODUCT: u8 = 20;
    /// How close a sign binds.
    pub const SIGN: u8 = 25;
    /// How close a power binds.
    pub const POWER: u8 = 30;
    /// How close a call, a name and a number bind.
    pub const CALL: u8 = 100;

    /// An op of this form, in all three.
    pub(crate) const fn new(numpy: Form) -> Python {
        Python {
            numpy,
            jax: Form::Same,
            torch: Form::Same,
            back: Back::Texts(&[]),
            summed: false,
            helpers: "",
        }
    }

    /// A function of this name, in all three: `np.exp`.
    pub(crate) const fn call(name: &'static str) -> Python {
        Python::new(Form::Call(name))
    }

    /// A function that is written out, in all three.
    pub(crate) const fn function(text: &'static str) -> Python {
        Python::new(Form::Function(text))
    }

    /// What flows back, a text an input.
    pub(crate) const fn back(self, texts: &'static [&'static str]) -> Python {
        Python {
            back: Back::Texts(texts),
            ..self
        }
    }

    /// What flows back, as made from a node's shapes and attributes.
    pub(crate) const fn back_made(self, made: fn(&BackCall<'_>) -> Option<String>) -> Python {
        Python {
            back: Back::Made(made),
            ..self
        }
    }

    /// What flows back has the result's shape.
    pub(crate) const fn summed(self) -> Python {
        Python {
            summed: true,
            ..self
        }
    }

    /// Functions that the texts for what flows back call.
    pub(crate) const fn with(self, helpers: &'static str) -> Python {
        Python { helpers, ..self }
    }

    /// Another form with JAX.
    pub(crate) const fn jax(self, jax: Form) -> Python {
        Python { jax, ..self }
    }

    /// Another form with PyTorch.
    pub(crate) const fn torch(self, torch: Form) -> Python {
        Python { torch, ..self }
    }

    /// Another form with both.
    pub(crate) const fn both(self, form: Form) -> Python {
        self.jax(form).torch(form)
    }
}

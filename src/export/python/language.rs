//! What the three modules of Python differ in.

use crate::core::op::Op;
use crate::core::op::python::{Back, BackCall, Form};
use crate::core::op::{Rule, Signature};

/// A module that programs compute with.
pub(super) struct Language {
    /// What programs call it: `np`.
    pub(super) module: &'static str,
    /// What makes a number of it: `np.float64`.
    pub(super) number: &'static str,
    /// What makes an array of it.
    pub(super) array: &'static str,
    /// Whether its functions refuse plain numbers.
    pub(super) wraps_numbers: bool,
    form: fn(&Op) -> Form,
}

/// NumPy.
pub(super) static NUMPY: Language = Language {
    module: "np",
    number: "np.float64",
    array: "np.array",
    wraps_numbers: false,
    form: |op| op.python.numpy,
};

/// JAX.
pub(super) static JAX: Language = Language {
    module: "jnp",
    number: "jnp.float64",
    array: "jnp.array",
    wraps_numbers: false,
    form: |op| op.python.jax,
};

/// PyTorch.
pub(super) static TORCH: Language = Language {
    module: "torch",
    number: "torch.tensor",
    array: "torch.tensor",
    wraps_numbers: true,
    form: |op| op.python.torch,
};

impl Language {
    /// How an op is written; where numbers aren't finite, `exact`ly with the op's derivative.
    pub(super) fn form(&self, op: &Op, exact: bool) -> Form {
        match (self.form)(op) {
            form @ (Form::Ruled | Form::RuledUnlessNumber) => form,
            Form::Same if exact && self.is_ruled_where_needed(op, op.python.numpy) => Form::Ruled,
            Form::Same => op.python.numpy,
            form if exact && self.is_ruled_where_needed(op, form) => Form::Ruled,
            form => form,
        }
    }

    /// How an op's value is written, whatever its derivative.
    pub(super) fn value_form(&self, op: &Op) -> Form {
        match (self.form)(op) {
            Form::Same | Form::Ruled | Form::RuledUnlessNumber => op.python.numpy,
            form => form,
        }
    }

    /// Whether an op can have a derivative of its own, and may need it where numbers aren't
    /// finite.
    fn is_ruled_where_needed(&self, op: &Op, form: Form) -> bool {
        let is_function = matches!(
            form,
            Form::Call(_) | Form::CallInFull(_) | Form::Function(_) | Form::OfFormula
        );
        let is_itself = self.module == NUMPY.module;
        is_function && !is_itself && !op.linear && !op.python.summed && has_rule(op)
    }

    /// A text of a row, with this module in place of NumPy.
    pub(super) fn text(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find("np.") {
            let is_inside = rest[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
            out.push_str(&rest[..at]);
            out.push_str(if is_inside { "np" } else { self.module });
            out.push('.');
            rest = &rest[at + 3..];
        }
        out + rest
    }
}

/// Whether what flows back is said for all nodes of an op alike.
fn has_rule(op: &Op) -> bool {
    match op.python.back {
        Back::Texts(texts) => !texts.is_empty(),
        Back::Made(_) => matches!(op.rule, Rule::Binary(_)),
    }
}

/// The text for what flows back to an input; `None` if there is none.
pub(super) fn back_text(op: &Op, call: &BackCall<'_>) -> Option<String> {
    match op.python.back {
        Back::Texts(texts) => texts
            .get(call.input)
            .or(texts.last())
            .map(|it| (*it).to_owned()),
        Back::Made(made) => made(call),
    }
}

/// The text for an input of any node of an op.
pub(super) fn general_back_text(op: &Op, input: usize) -> Option<String> {
    let signature = Signature {
        shapes: &[],
        attributes: op.attribute_reader(None),
    };
    let call = BackCall {
        signature,
        input,
        numbers: &[],
    };
    back_text(op, &call)
}

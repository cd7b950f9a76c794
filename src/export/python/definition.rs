//! An op as a function of Python.

use super::language::Language;
use super::names::Identifiers;
use super::print::{Called, Printer, default_text, function_name, missing};
use crate::core::expression::row::{RowText, RowTexts};
use crate::core::fault::Fault;
use crate::core::op::Op;
use crate::core::op::attributes::Attribute;
use crate::core::op::python::Form;

/// A function that does what an op does.
///
/// # Errors
/// There is no way to write it.
pub(super) fn function(language: &'static Language, op: &'static Op) -> Result<String, Fault> {
    let (name, parameters) = (function_name(op), parameters(op));
    let body = match language.value_form(op) {
        Form::Function(text) => return Ok(language.text(text.trim_end())),
        Form::Call(call) | Form::CallInFull(call) => {
            let inputs = input_names(op).into_iter();
            let named = op.attributes.iter().map(|row| format!("{0}={0}", row.name));
            let arguments: Vec<String> = inputs.chain(named).collect();
            format!("{}({})", language.text(call), arguments.join(", "))
        }
        Form::Infix(sign, _) => input_names(op).join(&format!(" {sign} ")),
        Form::Around(before, behind, ..) => {
            format!(
                "{}{}{behind}",
                language.text(before),
                input_names(op).join("")
            )
        }
        Form::Comparison(sign) => format!("({}) * 1.0", input_names(op).join(&format!(" {sign} "))),
        Form::Missing(reason) => return Err(missing(op, reason)),
        _ => of_formula(language, op)?,
    };
    Ok(format!(
        "def {name}({}):\n    return {body}",
        parameters.join(", ")
    ))
}

/// What the formula of an op's row says.
fn of_formula(language: &'static Language, op: &'static Op) -> Result<String, Fault> {
    let Some(RowText::Is(tree)) = RowTexts::named(op).map(|texts| &texts.formula) else {
        return Err(missing(op, "there is no spelling of it"));
    };
    let mut printer = Printer {
        language,
        formula: &tree.formula,
        names: &mut Identifiers::plain(),
        called: &mut Called::new(),
        exact: false,
    };
    printer.expression(tree.root)
}

/// The names of an op's inputs.
pub(super) fn input_names(op: &Op) -> Vec<String> {
    (0..op.inputs.initial())
        .map(|input| op.inputs.name(input))
        .collect()
}

/// The parameters of an op's function: its inputs, and its attributes with their defaults.
pub(super) fn parameters(op: &Op) -> Vec<String> {
    let with_default = |row: &Attribute| format!("{}={}", row.name, default_text(row));
    let inputs = input_names(op).into_iter();
    inputs
        .chain(op.attributes.iter().map(with_default))
        .collect()
}

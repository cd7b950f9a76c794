//! Functions with a derivative of their own, where that of JAX or PyTorch is another one at
//! kinks or at numbers that aren't finite.

use super::definition::{function, input_names, parameters};
use super::language::{JAX, Language, general_back_text};
use super::print::{function_name, missing};
use super::template::mentions;
use crate::core::fault::Fault;
use crate::core::op::{Op, Rule};

/// The name of the class that PyTorch wants.
pub(super) fn class_name(op: &Op) -> String {
    let words = op.name.split('_').map(|word| {
        let mut letters = word.chars();
        let first = letters.next().map(|c| c.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    });
    words.collect()
}

/// An op's function with the op's own derivative.
///
/// # Errors
/// There is no way to write it.
pub(super) fn ruled(language: &'static Language, op: &'static Op) -> Result<String, Fault> {
    let function = function(language, op)?;
    let is_elementwise = matches!(op.rule, Rule::Unary(_) | Rule::Binary(_));
    let texts = (0..op.inputs.initial()).map(|input| {
        let text = general_back_text(op, input);
        let text = text.ok_or_else(|| missing(op, "it has no derivative of its own"))?;
        Ok(language.text(&text))
    });
    let texts: Result<Vec<String>, Fault> = texts.collect();
    let rule = OwnRule {
        language,
        op,
        name: function_name(op),
        function,
        texts: texts?,
    };
    Ok(
        match (
            language.module == JAX.module,
            is_elementwise && op.attributes.is_empty(),
        ) {
            (true, true) => rule.of_numbers(),
            (true, false) => rule.of_arrays(),
            (false, _) => rule.of_class(),
        },
    )
}

struct OwnRule {
    language: &'static Language,
    op: &'static Op,
    name: String,
    function: String,
    /// What flows back to each input.
    texts: Vec<String>,
}

impl OwnRule {
    /// In JAX, element by element: each text is linear in the gradient, so it serves forward
    /// too.
    fn of_numbers(&self) -> String {
        let inputs = input_names(self.op).join(", ");
        let rules = self
            .texts
            .iter()
            .map(|text| format!("    lambda gradient, result, {inputs}: {text},\n"));
        format!(
            "@jax.custom_jvp\n{}\n\n\n{}.defjvps(\n{})",
            self.function,
            self.name,
            rules.collect::<String>()
        )
    }

    /// In JAX, for whole arrays.
    fn of_arrays(&self) -> String {
        let OwnRule {
            op, name, function, ..
        } = self;
        let inputs = input_names(op);
        let attributes: Vec<&str> = op.attributes.iter().map(|row| row.name).collect();
        let places: Vec<usize> = (inputs.len()..inputs.len() + attributes.len()).collect();
        let decorator = match places.is_empty() {
            true => "@jax.custom_vjp".to_owned(),
            false => {
                let places = super::text::tuple(&places);
                format!("@functools.partial(jax.custom_vjp, nondiff_argnums={places})")
            }
        };
        let all: Vec<&str> = inputs
            .iter()
            .map(String::as_str)
            .chain(attributes.iter().copied())
            .collect();
        let all = all.join(", ");
        let saved = format!("{}, result", inputs.join(", "));
        let first = attributes
            .iter()
            .map(|name| format!("{name}, "))
            .collect::<String>();
        format!(
            "{decorator}\n{function}\n\n\ndef {name}_forward({all}):\n    result = {name}({all})\n    \
             return result, ({saved})\n\n\ndef {name}_backward({first}saved, gradient):\n    \
             {saved} = saved\n{}    return {}\n\n\n{name}.defvjp({name}_forward, {name}_backward)",
            self.kept("    "),
            self.returned(),
        )
    }

    /// In PyTorch.
    fn of_class(&self) -> String {
        let OwnRule { op, name, .. } = self;
        let inputs = input_names(op);
        let attributes: Vec<&str> = op.attributes.iter().map(|row| row.name).collect();
        let all: Vec<&str> = inputs
            .iter()
            .map(String::as_str)
            .chain(attributes.iter().copied())
            .collect();
        let all = all.join(", ");
        let names: String = attributes.iter().map(|name| format!("{name}, ")).collect();
        let names = names.trim_end();
        let (keep, take) = match names {
            "" => (String::new(), String::new()),
            names => (
                format!("        ctx.attributes = ({names})\n"),
                format!("        ({names}) = ctx.attributes\n"),
            ),
        };
        let nothing = ", None".repeat(attributes.len());
        let saved = format!("{}, result", inputs.join(", "));
        let value =
            self.function
                .replacen(&format!("def {name}("), &format!("def {name}_value("), 1);
        format!(
            "{value}\n\n\nclass {class}(torch.autograd.Function):\n    @staticmethod\n    \
             def forward(ctx, {all}):\n        result = {name}_value({all})\n{keep}        \
             ctx.save_for_backward({saved})\n        return result\n\n    @staticmethod\n    \
             def backward(ctx, gradient):\n        {saved} = ctx.saved_tensors\n{take}{}        \
             return {}{nothing}\n\n\ndef {name}({}):\n    return {class}.apply({all})",
            self.kept("        "),
            self.texts.join(", "),
            parameters(op).join(", "),
            class = class_name(op),
        )
    }

    /// What flows back to all inputs.
    fn returned(&self) -> String {
        match &self.texts[..] {
            [only] => format!("({only},)"),
            texts => format!("({})", texts.join(", ")),
        }
    }

    /// The lines that say what the texts call `n`, `kept_gradient` and `kept_result`.
    fn kept(&self, indent: &str) -> String {
        let uses = |word: &str| self.texts.iter().any(|text| mentions(text, word));
        let first = self.op.inputs.name(0);
        let is_torch = self.language.wraps_numbers;
        let mut out = String::new();
        if uses("n") {
            out += &match is_torch {
                true => format!("{indent}n = {first}.numel() / result.numel()\n"),
                false => format!("{indent}n = {first}.size / result.size\n"),
            };
        }
        if uses("kept_gradient") || uses("kept_result") {
            // An axis that was taken away comes back with length 1.
            out += &format!(
                "{indent}axes = range({first}.ndim) if axis is None else [axis] if isinstance(axis, int) \
                 else axis\n{indent}axes = [axis % {first}.ndim for axis in axes]\n{indent}shape = \
                 [1 if i in axes else length for i, length in enumerate({first}.shape)]\n{indent}\
                 kept_gradient, kept_result = gradient.reshape(shape), result.reshape(shape)\n"
            );
        }
        out
    }
}

//! [`Tree`]: one expression by itself, over the names that a row may use.

use std::ops::Range;

use super::parse::parse;
use super::print::{Leaf, Printer, Style, name};
use super::tree::{Application, Expression, ExpressionId, Formula, Setting, Statement};
use crate::core::op::elementwise::NO_PARAMS;
use crate::core::op::{Inputs, Op, Rule};
use crate::core::ops::OpId;

/// One expression by itself.
#[derive(Clone, Debug)]
pub struct Tree {
    pub(crate) formula: Formula,
    pub(crate) root: ExpressionId,
}

const NOWHERE: Range<usize> = 0..0;

/// What the names in a text may be, besides inputs and attributes: see
/// [`text`](crate::core::op::text).
const NAMES: [&str; 3] = ["y", "gradient", "n"];

/// Whether a text of an op may use a name.
pub(super) fn is_name_of(op: &Op, name: &str) -> bool {
    let is_input = matches!(op.inputs, Inputs::Fixed(names) if names.contains(&name));
    is_input || NAMES.contains(&name) || op.attributes.iter().any(|it| it.name == name)
}

impl Tree {
    /// Reads an expression over the names that a row of an op may use.
    pub fn parse(op: &Op, text: &str) -> Option<Tree> {
        Tree::read(text, &|name| is_name_of(op, name))
    }

    fn read(text: &str, is_name: &dyn Fn(&str) -> bool) -> Option<Tree> {
        let formula = parse(text, is_name).ok()?;
        let [Statement::Define(definition)] = formula.statements() else {
            return None;
        };
        let root = definition.expression;
        let unknown = |it: &Expression| matches!(it, Expression::Name(name) if !is_name(name));
        let is_known = !formula.expressions.iter().any(unknown);
        is_known.then_some(Tree { formula, root })
    }

    /// An op on its first inputs, which are called as the row calls them.
    pub(crate) fn call(op: OpId, inputs: usize, attributes: Vec<Setting>) -> Tree {
        let mut formula = Formula::default();
        let names = (0..inputs).map(|nth| op.op().inputs.name(nth));
        let inputs: Vec<ExpressionId> = names
            .map(|name| formula.push(Expression::Name(name.into()), NOWHERE))
            .collect();
        let apply = Application {
            op,
            inputs,
            attributes,
        };
        let root = formula.push(Expression::Apply(Box::new(apply)), NOWHERE);
        Tree { formula, root }
    }

    /// An op without attributes on inputs that are called so.
    pub(crate) fn applied(op: &str, inputs: &[&str]) -> Option<Tree> {
        let op = OpId::named(op)?;
        let mut tree = Tree::call(op, inputs.len(), Vec::new());
        for (nth, name) in inputs.iter().enumerate() {
            tree.formula.expressions[nth] = Expression::Name((*name).into());
        }
        Some(tree)
    }

    /// The number that the expression is, where each name is a number. Of elementwise ops
    /// without attributes only.
    pub(crate) fn number(&self, of: &dyn Fn(&str) -> Option<f64>) -> Option<f64> {
        let mut numbers: Vec<Option<f64>> = Vec::new();
        for expression in &self.formula.expressions {
            let number = match expression {
                Expression::Number(x) => Some(*x),
                Expression::Name(name) => of(name),
                Expression::Apply(apply) if apply.attributes.is_empty() => {
                    let input = |nth: usize| numbers[apply.inputs.get(nth)?.index()];
                    let rule = &apply.op.op().rule;
                    let both = match rule {
                        Rule::Unary(_) => input(0).map(|a| [a, 0.0]),
                        Rule::Binary(_) => input(0).zip(input(1)).map(|(a, b)| [a, b]),
                        _ => None,
                    };
                    both.map(|both| rule.value(NO_PARAMS, both))
                }
                _ => None,
            };
            numbers.push(number);
        }
        numbers.get(self.root.index()).copied().flatten()
    }

    /// The names in it, each as often as it is there.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.formula.expressions.iter().filter_map(|it| match it {
            Expression::Name(name) => Some(&**name),
            _ => None,
        })
    }

    /// As one types it, which reads back as the same expression.
    pub fn text(&self) -> String {
        let leaf = |it: &str| Leaf::close(name(it, Style::Text));
        self.print(Style::Text, &leaf).text
    }

    /// The number that is written out, if it is nothing else.
    pub(crate) fn constant(&self) -> Option<f64> {
        self.formula.number(self.root)
    }

    /// The expression as text, and how close it binds.
    pub(crate) fn print(&self, style: Style, leaf: &dyn Fn(&str) -> Leaf) -> Leaf {
        let printer = Printer {
            formula: &self.formula,
            style,
            leaf,
        };
        printer.print(self.root)
    }
}

#[cfg(test)]
mod tests {
    use super::Tree;
    use crate::core::expression::Style;
    use crate::core::expression::print::{Leaf, name};

    fn printed(text: &str, style: Style, numbers: &[(&str, &str)]) -> String {
        let tree = Tree::read(text, &|_| true).expect("an expression");
        let leaf = |name: &str| {
            let found = numbers.iter().find(|(it, _)| *it == name);
            Leaf::number(found.map_or(name, |(_, number)| number).to_owned())
        };
        tree.print(style, &leaf).text
    }

    #[test]
    fn brackets_stand_where_they_are_needed() {
        let cases = [
            ("a*b + c", "a × b + c"),
            ("(a + b)*c", "(a + b) × c"),
            ("a - (b - c)", "a − (b − c)"),
            ("a/(b/c)", "a ÷ (b ÷ c)"),
            ("-a/b^2", "−a ÷ b²"),
            ("a - -b", "a − (−b)"),
            ("-(-a)", "−(−a)"),
            ("a^(b - 1)", "a ^ (b − 1)"),
            ("(-a)^b", "(−a) ^ b"),
            ("a^-b", "a ^ (−b)"),
            ("sqrt(1 - a^2)", "√(1 − a²)"),
            ("abs(-a) * abs(b - 1)", "|−a| × |b − 1|"),
            ("(a @ b).T", "(a · b)ᵀ"),
            ("sigmoid(a)*(1 - sigmoid(a))", "σ(a) × (1 − σ(a))"),
            ("max(a, b)", "max(a, b)"),
            ("sum(a, axis=-1)", "sum(a, axis=−1)"),
        ];
        for (text, expected) in cases {
            assert_eq!(printed(text, Style::Unicode, &[]), expected, "{text}");
        }
    }

    #[test]
    fn negative_numbers_get_brackets_behind_operators() {
        let numbers = [("a", "−8"), ("b", "−2")];
        let cases = [
            ("a*b", "−8 × (−2)"),
            ("a - b", "−8 − (−2)"),
            ("a^0.33", "(−8) ^ 0.33"),
            ("a^b", "(−8) ^ (−2)"),
            ("b^2", "(−2)²"),
            ("sqrt(a)", "√(−8)"),
            ("-a", "−(−8)"),
            ("max(a, b)", "max(−8, −2)"),
            ("abs(a)", "|−8|"),
            ("1/(1 + exp(-a))", "1 ÷ (1 + exp(−(−8)))"),
        ];
        for (text, expected) in cases {
            assert_eq!(printed(text, Style::Unicode, &numbers), expected, "{text}");
        }
    }

    #[test]
    fn names_stand_in_a_formula_as_they_can() {
        let cases = [
            ("w", "w"),
            ("x_1", "x_1"),
            ("relu(x)", "relu(x)"),
            ("w·x + b", "(w·x + b)"),
            ("x²", "(x²)"),
            ("a > 0", "(a > 0)"),
            ("a ≠ b", "(a ≠ b)"),
            ("<unknown>", "\"<unknown>\""),
            ("a->b", "\"a->b\""),
            ("1/2", "(1/2)"),
            ("0.5", "0.5"),
            ("-3", "(−3)"),
            ("total loss", "\"total loss\""),
            ("layer-2", "\"layer-2\""),
            ("f(", "\"f(\""),
            ("(a)(b", "\"(a)(b\""),
        ];
        for (plain, expected) in cases {
            assert_eq!(name(plain, Style::Unicode), expected);
        }
    }

    #[test]
    fn latex_has_braces_of_its_own() {
        let cases = [
            ("a*b", "-8 \\cdot \\left(-2\\right)"),
            ("(a + 1)/b", "\\frac{-8 + 1}{-2}"),
            ("a^(b - 1)", "\\left(-8\\right)^{-2 - 1}"),
            ("sqrt(a)", "\\sqrt{-8}"),
            (
                "sum(a, axis=0)",
                "\\operatorname{sum}\\left(-8, \\text{axis=0}\\right)",
            ),
        ];
        let numbers = [("a", "-8"), ("b", "-2")];
        for (text, expected) in cases {
            assert_eq!(printed(text, Style::Latex, &numbers), expected, "{text}");
        }
    }
}

//! From a [`Formula`] to text, a statement a line.

use super::print::{Leaf, Printer, Style, name};
use super::tree::{Formula, Statement};

/// A formula as text, a statement a line.
pub fn write(formula: &Formula, style: Style) -> String {
    let printer = Printer {
        formula,
        style,
        leaf: &|it| Leaf::close(name(it, style)),
    };
    let mut out = String::new();
    for statement in &formula.statements {
        match statement {
            Statement::Define(definition) => {
                if let Some(defined) = &definition.name {
                    out += &name(defined, style);
                    out += if style == Style::Latex { " &= " } else { " = " };
                }
                out += &printer.print(definition.expression).text;
            }
            Statement::Target(..) if style == Style::Latex => continue,
            Statement::Target(Some(target), _) => {
                out += "target ";
                out += &name(target, style);
            }
            Statement::Target(None, _) => out += "target _",
        }
        out += if style == Style::Latex {
            " \\\\\n"
        } else {
            "\n"
        };
    }
    match style {
        Style::Latex => format!(
            "\\begin{{aligned}}\n{}\n\\end{{aligned}}\n",
            out.trim_end_matches(" \\\\\n")
        ),
        _ => out,
    }
}

//! Where numbers come from. A source carries its value; nothing flows into it. Their marks
//! are no letters: nodes are often called w, x and c.

use crate::core::op::python::{Form, Python};
use crate::core::op::text::Text;
use crate::core::op::{Family, Inputs, Op, Rule, SideBySide, SourceKind};

const fn source(
    kind: SourceKind,
    name: &'static str,
    aliases: &'static [&'static str],
    symbol: &'static str,
    help: &'static str,
) -> Op {
    Op {
        name,
        aliases,
        symbol,
        family: Family::Source,
        help,
        inputs: Inputs::Fixed(&[]),
        attributes: &[],
        formula: Text::Itself,
        local_derivatives: &[],
        contributions: &[],
        stopped: &[],
        python: Python::new(Form::Missing("a source has a value")),
        kinks: None,
        domain: &[],
        linear: true,
        rule: Rule::Source(kind),
        side_by_side: SideBySide::Elements,
        bad_element: None,
        multiplications: None,
    }
}

pub(super) static OPS: &[Op] = &[
    source(
        SourceKind::Constant,
        "constant",
        &["const", "number"],
        "≡",
        "A number that stays as it is.",
    ),
    source(
        SourceKind::Input,
        "input",
        &["data", "placeholder"],
        "⇥",
        "Data that comes from outside.",
    ),
    source(
        SourceKind::Parameter,
        "parameter",
        &["weight", "trainable"],
        "↻",
        "A number that training changes.",
    ),
];

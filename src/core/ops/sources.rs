//! Where numbers come from. A source carries its value; nothing flows into it.

use super::super::op::{Family, Inputs, Op, Rule};

const fn source(name: &'static str, symbol: &'static str, help: &'static str) -> Op {
    Op {
        name,
        symbol,
        family: Family::Source,
        help,
        inputs: Inputs::Fixed(&[]),
        attributes: &[],
        formula: "{y}",
        local_derivatives: &[],
        contributions: &[],
        kinks: None,
        domain: &[],
        linear: true,
        rule: Rule::Source,
    }
}

pub(super) static OPS: &[Op] = &[
    source("input", "x", "Data that comes from outside."),
    source("parameter", "w", "A number that training changes."),
    source("constant", "c", "A number that stays as it is."),
];

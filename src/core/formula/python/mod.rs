//! A graph as a program of Python that computes the same numbers with NumPy.

mod names;
mod print;

use std::collections::{BTreeSet, HashMap};

use super::from_graph::statements_of;
use crate::core::expression::row::{RowText, RowTexts};
use crate::core::expression::tree::{Definition, Expression, Formula, Statement};
use crate::core::fault::Fault;
use crate::core::graph::{Graph, NodeId};
use crate::core::op::Op;
use crate::core::op::attributes::DefaultValue;
use crate::core::op::python::Python;
use crate::core::ops;
use names::Identifiers;
use print::{Printer, missing};

/// Up to so many nodes those that are used once stand in place. Python reads no deep nests of
/// brackets.
const MOST_IN_PLACE: usize = 60;

/// A program that computes some nodes, with all that they need; all nodes, if none are named.
/// It prints the last of them, or else the target.
///
/// # Errors
/// An op can't be written in Python, or an input isn't wired: says which, and what to do.
pub fn python(graph: &Graph, nodes: &[NodeId]) -> Result<String, Fault> {
    let wanted = wanted(graph, nodes);
    let count = wanted.iter().filter(|wanted| **wanted).count();
    let printed = nodes.last().copied().or(graph.target());
    let kept: Vec<NodeId> = nodes.iter().copied().chain(printed).collect();
    let formula = statements_of(graph, &wanted, &kept, count <= MOST_IN_PLACE);
    let order = in_order(&formula)?;
    let (mut identifiers, mut called) = (Identifiers::new(), BTreeSet::new());
    let mut body = String::new();
    for definition in order {
        let name = definition.name.as_deref().unwrap_or_default();
        let mut printer = Printer {
            formula: &formula,
            names: &mut identifiers,
            called: &mut called,
        };
        let text = printer.expression(definition.expression);
        let text =
            text.map_err(|fault| Fault::new(format!("{name:?}: {}", fault.message), fault.help))?;
        body += &format!("{} = {text}\n", identifiers.of(name));
    }
    if let Some(id) = printed {
        let name = graph.name(id);
        let label = name.replace(['\\', '"'], "").replace(char::is_control, " ");
        body += &format!("print(\"{label} =\", {})\n", identifiers.of(name));
    }
    let functions = functions(called)?;
    Ok(format!("import numpy as np\n\n{functions}{body}"))
}

/// By index: some nodes and all that they need; all nodes of known ops, if none are named.
fn wanted(graph: &Graph, nodes: &[NodeId]) -> Vec<bool> {
    let mut wanted = vec![nodes.is_empty(); graph.index_bound()];
    let mut stack = nodes.to_vec();
    while let Some(id) = stack.pop() {
        let Some(node) = graph.get(id) else { continue };
        if !std::mem::replace(&mut wanted[id.index()], true) {
            stack.extend(node.inputs().iter().flatten());
        }
    }
    wanted
}

/// The definitions, each after what it uses.
fn in_order(formula: &Formula) -> Result<Vec<&Definition>, Fault> {
    let definitions = formula.statements().iter().filter_map(|it| match it {
        Statement::Define(definition) => Some(definition),
        Statement::Target(..) => None,
    });
    let definitions: Vec<&Definition> = definitions.collect();
    let named = definitions.iter().enumerate();
    let by_name: HashMap<&str, usize> = named
        .filter_map(|(nth, it)| Some((it.name.as_deref()?, nth)))
        .collect();
    let mut done = vec![false; definitions.len()];
    let mut order = Vec::with_capacity(definitions.len());
    for nth in 0..definitions.len() {
        // A definition comes twice: before what it uses, and after that.
        let mut stack = vec![(nth, false)];
        while let Some((nth, ready)) = stack.pop() {
            if done[nth] {
                continue;
            }
            if ready {
                done[nth] = true;
                order.push(definitions[nth]);
                continue;
            }
            stack.push((nth, true));
            for name in used(formula, definitions[nth]) {
                let Some(used) = by_name.get(name) else {
                    let message = format!("{name:?} can't be written in Python");
                    return Err(Fault::new(message, "this version doesn't know its op"));
                };
                stack.push((*used, false));
            }
        }
    }
    Ok(order)
}

/// The names that a definition uses.
fn used<'a>(formula: &'a Formula, definition: &Definition) -> Vec<&'a str> {
    let mut names = Vec::new();
    let mut stack = vec![definition.expression];
    while let Some(id) = stack.pop() {
        match formula.get(id) {
            Expression::Name(name) => names.push(&**name),
            Expression::Apply(apply) => stack.extend(&apply.inputs),
            _ => {}
        }
    }
    names
}

/// The functions that are called, each after those that it calls.
fn functions(called: BTreeSet<&'static str>) -> Result<String, Fault> {
    let mut texts = Vec::new();
    let mut seen = BTreeSet::new();
    let mut open: Vec<&'static str> = called.into_iter().collect();
    while let Some(name) = open.pop() {
        let Some(op) = ops::named(name).filter(|op| seen.insert(op.name)) else {
            continue;
        };
        let mut called = BTreeSet::new();
        texts.push(function(op, &mut called)?);
        open.extend(called);
    }
    // Python looks a function up when it is called, so their order doesn't matter.
    texts.sort();
    Ok(texts.concat())
}

/// A function that does what an op does.
fn function(op: &'static Op, called: &mut BTreeSet<&'static str>) -> Result<String, Fault> {
    let body = match op.python {
        Python::Function(text) => return Ok(format!("{}\n\n\n", text.trim_end())),
        _ => match RowTexts::named(op).map(|texts| &texts.formula) {
            Some(RowText::Is(tree)) => {
                let mut names = Identifiers::plain();
                let mut printer = Printer {
                    formula: &tree.formula,
                    names: &mut names,
                    called,
                };
                printer.expression(tree.root)?
            }
            _ => return Err(missing(op, "there is no spelling of it")),
        },
    };
    let inputs = (0..op.inputs.initial()).map(|input| op.inputs.name(input));
    let attributes = op.attributes.iter().map(|row| {
        let default = match row.default {
            DefaultValue::Number(x) => format!("{x:?}"),
            DefaultValue::Integer(n) => n.to_string(),
            DefaultValue::Flag(true) => "True".to_owned(),
            _ => "None".to_owned(),
        };
        format!("{}={default}", row.name)
    });
    let parameters: Vec<String> = inputs.chain(attributes).collect();
    let parameters = parameters.join(", ");
    Ok(format!(
        "def {}({parameters}):\n    return {body}\n\n\n",
        op.name
    ))
}

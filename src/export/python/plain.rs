//! A graph as a few lines of Python that compute the same numbers with NumPy, without gradients.

use std::collections::HashMap;

use super::functions::{self, functions};
use super::language::NUMPY;
use super::names::Identifiers;
use super::print::{Called, Printer};
use crate::core::expression::tree::{Definition, Expression, Formula, Statement};
use crate::core::fault::Fault;
use crate::core::formula::statements_of;
use crate::core::graph::{Graph, NodeId};

/// Up to so many nodes those that are used once stand in place. Python reads no deep nests of
/// brackets.
const MOST_IN_PLACE: usize = 60;

/// A program that computes some nodes, with all that they need; all nodes, if none are named.
/// It prints the last of them, or else the target.
///
/// # Errors
/// An op can't be written in Python, or an input isn't wired: says which, and what to do.
pub fn plain_program(graph: &Graph, nodes: &[NodeId]) -> Result<String, Fault> {
    let wanted = wanted(graph, nodes);
    let count = wanted.iter().filter(|wanted| **wanted).count();
    let printed = nodes.last().copied().or(graph.target());
    let kept: Vec<NodeId> = nodes.iter().copied().chain(printed).collect();
    let formula = statements_of(graph, &wanted, &kept, count <= MOST_IN_PLACE);
    let order = in_order(&formula)?;
    let (mut identifiers, mut called) = (Identifiers::new(functions::names()), Called::new());
    let mut body = String::new();
    for definition in order {
        let name = definition.name.as_deref().unwrap_or_default();
        let mut printer = Printer {
            language: &NUMPY,
            formula: &formula,
            exact: false,
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
    let functions = functions(&NUMPY, called, &[])?;
    let math = match functions.contains("math.") {
        true => "import math\n\n",
        false => "",
    };
    Ok(format!("{math}import numpy as np\n\n{functions}{body}"))
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

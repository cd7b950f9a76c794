//! A graph as a function of NumPy, with the backward pass written out.

use std::collections::BTreeSet;

use super::arrays::{Arrays, Made};
use super::backward::backward;
use super::body::Body;
use super::generic::for_any_rows;
use super::language::NUMPY;
use super::loops::{self, Names};
use super::parts::{
    DATA, arguments, assembled, expected, forward_lines, header, main, rows, sources, target_name,
    unpacked, value_entries, warnings, with_rows,
};
use super::text::{comment, quoted};
use super::training::Training;
use crate::core::fault::Fault;
use crate::export::target::{Export, Options, Subject};

const MADE: Made<'_> = Made {
    number: "np.float64",
    array: "np.array",
    stored: "",
};

/// Writes it.
///
/// # Errors
/// The graph can't be evaluated, or an op can't be written.
pub(in crate::export) fn write(subject: &Subject<'_>, options: &Options) -> Result<Export, Fault> {
    let mut body = Body::new(subject.graph, subject.evaluation, &NUMPY)?;
    let training = Training::of(subject)?;
    let expected = expected(&body);
    let count = body.source_count() + options.checked(expected.count()) + rows(training.as_ref());
    let mut arrays = Arrays::new(options.beside.as_deref(), count);
    let sources = sources(&mut body, &mut arrays, MADE);
    let (own, mut called) = evaluate(&mut body, "evaluate")?;
    let mut evaluations = own;
    if let Some(training) = &training {
        let is_same = training.is_drawn_with_batch() && expected.are_finite();
        let batch = if is_same { "evaluate" } else { "evaluate_rows" };
        let (text, of_rows) = for_any_rows(&training.batches, |graph, evaluation| {
            let mut body = Body::new(graph, evaluation, &NUMPY)?;
            let (text, called) = evaluate(&mut body, batch)?;
            let (target, input) = (target_name(&body), training.first_input(&mut body));
            Ok((text, (called, body.called, target, input)))
        })?;
        let (helpers, ops, target, input) = of_rows;
        let text = with_rows(&text, &format!("    {input} = "), &input);
        called.extend(helpers);
        body.called.extend(ops);
        match is_same {
            true => evaluations = text,
            false => evaluations += &format!("\n\n{text}"),
        }
        let names = Names {
            batch,
            arguments: &arguments(&body),
            target: &target,
        };
        let rows = training.rows_text(&mut arrays, DATA, str::to_owned)?;
        evaluations += &format!("\n\n{rows}\n\n{}", loops::numpy(training, &names)?);
    }
    let called: Vec<&str> = called.iter().map(String::as_str).collect();
    let functions = body.functions(&called)?;
    let mut code = format!("{sources}\n\n{functions}{evaluations}");
    let run = format!("check(*evaluate({}))", arguments(&body));
    if !options.without_check {
        code += &format!("\n\n{}", expected.text(&mut body.names, &mut arrays));
        code += &main(
            &format!("    with np.errstate(all=\"ignore\"):\n        fine = {run}\n"),
            training.is_some(),
        );
    }
    let trains = training.is_some();
    let needs = "Needs NumPy and nothing else.";
    let header = header(subject, &body, needs, options, trains);
    let modules = "import numpy as np\n";
    let export = assembled(&header, modules, "", &arrays, &code)?;
    Ok(Export {
        warnings: warnings(subject, trains),
        ..export
    })
}

/// The function of the values and the gradients, and the functions that it calls.
fn evaluate(body: &mut Body<'_>, name: &str) -> Result<(String, BTreeSet<String>), Fault> {
    let back = backward(body)?;
    let arguments = arguments(body);
    let unpacked = unpacked(body);
    let forward = forward_lines(body);
    let target = body.target().map(|id| comment(body.graph.name(id)));
    let (what, lines) = match &target {
        Some(target) => (
            format!("The values, and the gradients of {target}"),
            format!(
                "\n    # Backward: d_x is the derivative of {target} by x, the sum of what flows back \
                 along the\n    # wires that start at x.\n{}\n",
                back.lines
            ),
        ),
        None => ("The values".to_owned(), "\n".to_owned()),
    };
    let what = what.replace('\\', "\\\\").replace('"', "\\\"");
    let entries = body.sources.iter().filter_map(|id| {
        let gradient = back.gradients[id.index()].as_ref()?;
        let name = quoted(body.graph.name(*id));
        Some(format!("        {name}: {gradient},\n"))
    });
    let entries: String = entries.collect();
    let text = format!(
        "def {name}({arguments}):\n    \"\"\"{what}, by the names of the nodes.\"\"\"\n{unpacked}\n    \
         # Forward.\n{forward}{lines}    values = {{\n{}    }}\n    gradients = {{\n{entries}    }}\n    \
         return values, gradients\n",
        value_entries(body),
    );
    Ok((text, back.called))
}

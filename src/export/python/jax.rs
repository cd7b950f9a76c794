//! A graph as functions of JAX.

use super::arrays::{Arrays, Made};
use super::body::Body;
use super::generic::for_any_rows;
use super::language::JAX;
use super::loops::{self, Names};
use super::parts::{
    DATA, arguments, assembled, expected, forward_lines, header, main, no_training, rows, sources,
    target_name, target_of, unpacked, value_entries, warnings, with_rows,
};
use super::training::Training;
use crate::core::fault::Fault;
use crate::export::target::{Export, Options, Subject};

pub(super) const MADE: Made<'_> = Made {
    number: "jnp.float64",
    array: "jnp.array",
    stored: "jnp.array",
};

/// Turns on numbers of 64 bits, without which JAX has 32.
pub(super) const X64: &str = "jax.config.update(\"jax_enable_x64\", True)\n\n";

/// Writes it.
///
/// # Errors
/// The graph can't be evaluated, or an op can't be written.
pub(in crate::export) fn write(subject: &Subject<'_>, options: &Options) -> Result<Export, Fault> {
    let mut body = Body::new(subject.graph, subject.evaluation, &JAX)?;
    let training = Training::of(subject)?;
    if options.distributed {
        return write_distributed(subject, options, body, training);
    }
    let expected = expected(&body);
    let count = body.source_count() + options.checked(expected.count()) + rows(training.as_ref());
    let mut arrays = Arrays::new(options.beside.as_deref(), count);
    let sources = sources(&mut body, &mut arrays, MADE);
    let mut functions_of_values = forward(&mut body, "forward");
    let loss = loss(&body);
    if let Some(training) = &training {
        let is_same = training.is_drawn_with_batch() && expected.are_finite();
        let batch = if is_same { "forward" } else { "forward_rows" };
        let (text, of_rows) = for_any_rows(&training.batches, |graph, evaluation| {
            let mut body = Body::new(graph, evaluation, &JAX)?;
            let text = forward(&mut body, batch);
            let (target, input) = (target_name(&body), training.first_input(&mut body));
            Ok((text, (body.called, target, input)))
        })?;
        let (ops, target, input) = of_rows;
        let text = with_rows(&text, &format!("    {input} = "), &input);
        body.called.extend(ops);
        match is_same {
            true => functions_of_values = text,
            false => functions_of_values += &format!("\n\n{text}"),
        }
        let names = Names {
            batch,
            arguments: &arguments(&body),
            target: &target,
        };
        let rows = training.rows_text(&mut arrays, DATA, str::to_owned)?;
        functions_of_values += &format!("{loss}\n\n{rows}\n\n{}", loops::jax(training, &names)?);
    } else {
        functions_of_values += &loss;
    }
    let functions = body.functions(&[])?;
    let mut code = format!("{sources}\n\n{functions}{functions_of_values}");
    if !options.without_check {
        code += &format!("\n\n{}", expected.text(&mut body.names, &mut arrays));
        code += &main(&run(&body), training.is_some());
    }
    let header = header(subject, &body, "Needs JAX.", options, training.is_some());
    let modules = "import jax\nimport jax.numpy as jnp\nimport numpy as np\n";
    let export = assembled(&header, modules, X64, &arrays, &code)?;
    Ok(Export {
        warnings: warnings(subject, training.is_some()),
        ..export
    })
}

/// What a distributed training says of itself.
const DISTRIBUTED: &str = "\
A training for several devices and hosts, exported by wiregrad. It uses all devices that JAX \
sees; --shards N lets N of them share the parameters. On several hosts, run it on each with \
--coordinator HOST:PORT --hosts N --host I. It compares its losses with those of one machine.";

/// Writes the training alone, for several devices and hosts.
fn write_distributed(
    subject: &Subject<'_>,
    options: &Options,
    mut body: Body<'_>,
    training: Option<Training<'_>>,
) -> Result<Export, Fault> {
    let training = training.ok_or_else(no_training)?;
    let count = body.source_count() + rows(Some(&training));
    let mut arrays = Arrays::new(options.beside.as_deref(), count);
    let made = Made {
        number: "np.float64",
        array: "np.array",
        stored: "",
    };
    let sources = sources(&mut body, &mut arrays, made);
    let (text, (ops, target, input)) = for_any_rows(&training.batches, |graph, evaluation| {
        let mut body = Body::new(graph, evaluation, &JAX)?;
        let text = forward(&mut body, "forward");
        let (target, input) = (target_name(&body), training.first_input(&mut body));
        Ok((text, (body.called, target, input)))
    })?;
    let text = with_rows(&text, &format!("    {input} = "), &input);
    body.called = ops;
    let names = Names {
        batch: "forward",
        arguments: &arguments(&body),
        target: &target,
    };
    let table = training.rows_text(&mut arrays, DATA, str::to_owned)?;
    let functions = body.functions(&[])?;
    let devices = loops::jax_devices();
    let training = loops::jax_distributed(&training, &names)?;
    let code = format!(
        "{sources}{table}inf = float(\"inf\")\n\n{devices}\n\n{functions}{text}\n\n{training}"
    );
    let title = subject.document.title().to_owned();
    let header = super::text::docstring(&[title, DISTRIBUTED.to_owned()]);
    let modules = "import jax\nimport jax.numpy as jnp\nimport numpy as np\nfrom jax.sharding import Mesh, \
                  NamedSharding, PartitionSpec as P\n";
    assembled(&format!("{header}\n"), modules, X64, &arrays, &code)
}

/// The function of the values.
fn forward(body: &mut Body<'_>, name: &str) -> String {
    let arguments = arguments(body);
    let unpacked = unpacked(body);
    format!(
        "def {name}({arguments}):\n    \"\"\"The values, by the names of the nodes.\"\"\"\n{unpacked}\n{}    \
         return {{\n{}    }}\n",
        forward_lines(body),
        value_entries(body),
    )
}

/// The function of the target, if there is one.
fn loss(body: &Body<'_>) -> String {
    let arguments = arguments(body);
    target_of(body, "forward").map_or_else(String::new, |target| {
        format!(
            "\n\ndef loss({arguments}):\n    \"\"\"The number that is differentiated.\"\"\"\n    return {target}\n"
        )
    })
}

/// The lines that compute all and compare.
fn run(body: &Body<'_>) -> String {
    let arguments = arguments(body);
    let count = arguments.split(", ").filter(|it| !it.is_empty()).count();
    let places: Vec<usize> = (0..count).collect();
    let gradients = match body.target() {
        Some(_) if count > 0 => format!(
            "    found = jax.grad(loss, argnums={})({arguments})\n    gradients = {{name: it for of_kind \
             in found for name, it in of_kind.items()}}\n",
            super::text::tuple(&places)
        ),
        _ => "    gradients = {}\n".to_owned(),
    };
    format!("{gradients}    fine = check(forward({arguments}), gradients)\n")
}

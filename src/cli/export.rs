//! `wiregrad export`: a graph in another language.

use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::PossibleValuesParser;

use super::graph::{GraphArgs, Opened};
use super::outcome::{Failure, Status};
use super::output;
use crate::core::problem::ProblemKind;
use crate::document::layout;
use crate::export::{Export, Options, Subject, TARGETS, Target, target};
use crate::file;

const EXAMPLES: &str = "\
Examples:
  wiregrad export saved_graphs/lecture_neuron.ron --to numpy
  wiregrad export saved_graphs/two_layer_network.ron --to numpy -o network.py
  wiregrad export saved_graphs/lecture_neuron.ron --to tikz -o neuron.tex
  wiregrad export saved_graphs/two_paths.ron --to markdown --exercise -o hand_out.md
  wiregrad export --formula 'J = tanh(w*x); w=2; x=3' --to numpy --no-check

A program of Python compares its numbers with those of the graph when it is run:
  python network.py";

/// What `export` takes.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct ExportArgs {
    #[command(flatten)]
    graph: GraphArgs,
    /// The language
    #[arg(long, value_name = "LANGUAGE", value_parser = languages())]
    to: String,
    /// The file to write; without it the text goes to standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Leave out the numbers that a program compares its own with
    #[arg(long)]
    no_check: bool,
    /// Write a training for several devices and hosts: with jax or pytorch
    #[arg(long)]
    distributed: bool,
    /// Leave the numbers of a hand-out blank, with the solution behind: with latex or markdown
    #[arg(long)]
    exercise: bool,
}

fn languages() -> PossibleValuesParser {
    let value = |target: &Target| clap::builder::PossibleValue::new(target.name).help(target.help);
    TARGETS.iter().map(value).collect::<Vec<_>>().into()
}

pub(super) fn run(args: &ExportArgs) -> Result<Status, Failure> {
    args.graph.next(None)?;
    let Some(target) = target(&args.to) else {
        return Err(Failure::Usage(format!(
            "there is no language {:?}",
            args.to
        )));
    };
    fits(args, target)?;
    let Some(mut opened) = Opened::new(&args.graph)? else {
        return Ok(Status::Problem);
    };
    layout::place_missing(&mut opened.document); // for drawings
    let problems: Vec<_> = opened
        .evaluation
        .program()
        .problems()
        .iter()
        .filter(|problem| problem.kind != ProblemKind::Target)
        .cloned()
        .chain(opened.evaluation.bad_values(&opened.graph))
        .collect();
    if !problems.is_empty() {
        return Ok(opened.say(&problems));
    }
    let dataset = match opened.dataset() {
        None => None,
        Some(Ok(dataset)) => Some(dataset),
        Some(Err(error)) => {
            output::warn(&error.to_string());
            None
        }
    };
    let subject = Subject {
        document: &opened.document,
        graph: &opened.graph,
        evaluation: &opened.evaluation,
        dataset: dataset.as_ref(),
    };
    let options = Options {
        without_check: args.no_check,
        distributed: args.distributed,
        exercise: args.exercise,
        beside: beside(target, args.output.as_deref()),
    };
    match (target.write)(&subject, &options) {
        Ok(export) => save(args, &options, &export),
        Err(fault) => {
            output::complain(&format!("{}: {}", fault.message, fault.help));
            Ok(Status::Problem)
        }
    }
}

/// Checks the options of some languages alone.
fn fits(args: &ExportArgs, target: &Target) -> Result<(), Failure> {
    let unfit = [
        (
            args.distributed && !target.distributes,
            "--distributed goes with jax or pytorch",
        ),
        (
            args.exercise && !target.blanks,
            "--exercise goes with latex or markdown",
        ),
    ];
    match unfit.into_iter().find(|(unfit, _)| *unfit) {
        None => Ok(()),
        Some((_, message)) => Err(Failure::Usage(format!(
            "{message}, not with {}",
            target.name
        ))),
    }
}

/// The name of the file beside the output, if there may be one.
fn beside(target: &Target, output: Option<&Path>) -> Option<String> {
    let path = output.filter(|_| !target.beside.is_empty())?;
    let name = path.with_extension(target.beside);
    Some(name.file_name()?.to_str()?.to_owned())
}

fn save(args: &ExportArgs, options: &Options, export: &Export) -> Result<Status, Failure> {
    for warning in &export.warnings {
        output::warn(warning);
    }
    let Some(path) = &args.output else {
        output::print_raw(|to| to.write_all(export.text.as_bytes()))?;
        return Ok(Status::Fine);
    };
    let beside = match (&export.beside, &options.beside) {
        (Some(bytes), Some(name)) => file::save_bytes(&path.with_file_name(name), bytes),
        _ => Ok(()),
    };
    let saved = beside.and_then(|()| file::save_bytes(path, export.text.as_bytes()));
    if let Err(error) = saved {
        output::complain(&error.to_string());
        return Ok(Status::Problem);
    }
    Ok(Status::Fine)
}

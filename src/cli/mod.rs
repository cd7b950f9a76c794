//! The command line: `eval`, `check`, `explain`, `nudge`, `cost`, `new`, `formula`,
//! `export`, `train`, `test`, `predict`, `parameters` and `ops`.
//!
//! Results go to standard output, what is wrong to standard error. The exit status
//! is 0 if all is fine, 1 if a graph or a file has a problem, 2 for wrong usage.

mod assignment;
mod check;
mod completions;
mod cost;
mod eval;
mod explain;
mod export;
mod formula;
mod graph;
mod json;
mod memory;
mod new;
mod nudge;
mod ops;
mod outcome;
mod output;
mod output_file;
mod parameters;
#[cfg(feature = "gui")]
mod picture;
#[cfg(feature = "gui")]
mod plot;
mod results;
mod share;
mod source;
mod table;
mod train;
mod upstream;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser, Subcommand};

use crate::core::nearest::nearest;

pub use check::CheckArgs;
pub use completions::CompletionsArgs;
pub use cost::CostArgs;
pub use eval::EvalArgs;
pub use explain::ExplainArgs;
pub use export::ExportArgs;
pub use formula::FormulaArgs;
pub use memory::limit_to_free_memory;
pub use new::NewArgs;
pub use nudge::NudgeArgs;
pub use ops::OpsArgs;
#[cfg(feature = "gui")]
pub use outcome::Refusal;
use outcome::{Failure, Status};
pub use parameters::ParametersArgs;
#[cfg(feature = "gui")]
pub use picture::PictureArgs;
#[cfg(feature = "gui")]
pub use plot::PlotArgs;
pub use share::ShareArgs;
pub use train::{PredictArgs, TestArgs, TrainArgs};

const EXAMPLES: &str = "\
Examples:
  wiregrad eval saved_graphs/lecture_neuron.ron
  wiregrad eval graph.ron --set w=2 --set 'x=[1, 2, 3]' --json
  wiregrad check saved_graphs/*.ron
  wiregrad explain saved_graphs/lecture_neuron.ron w
  wiregrad nudge saved_graphs/lecture_neuron.ron w --by 0.001
  wiregrad new 'J = 1/2 (w*x + b - y)^2; w=2; x=-2; b=8; y=2' -o neuron.ron
  wiregrad train saved_graphs/train_digits.ron -o trained.ron
  wiregrad parameters trained.ron --save weights.safetensors
  wiregrad export saved_graphs/two_layer_network.ron --to jax -o network.py
  wiregrad ops";

/// Evaluates computation graphs: the value that flows forward and the derivative
/// that flows back, on every wire.
#[derive(Parser)]
#[command(
    name = "wiregrad",
    version,
    after_help = EXAMPLES,
    args_conflicts_with_subcommands = true,
    max_term_width = 100
)]
struct Cli {
    #[command(subcommand)]
    command: Option<AnyCommand>,
    /// The graph to open in the editor
    file: Option<PathBuf>,
}

/// What the program was asked to do.
pub enum Invocation {
    /// Open the editor, on a file or on an empty graph.
    Editor(Option<PathBuf>),
    /// Carry out a command.
    Command(Box<CliCommand>),
    /// Draw a graph into a file.
    #[cfg(feature = "gui")]
    Picture(PictureArgs),
    /// Plot nodes against a source.
    #[cfg(feature = "gui")]
    Plot(PlotArgs),
}

/// All subcommands: those that run here, and those that need the editor.
#[derive(Subcommand)]
enum AnyCommand {
    #[command(flatten)]
    Command(CliCommand),
    /// Draw a graph into a picture file, with the numbers on its wires
    #[cfg(feature = "gui")]
    Picture(PictureArgs),
    /// Plot nodes against a source, with their tangents, or against two as a map
    #[cfg(feature = "gui")]
    Plot(PlotArgs),
}

/// A command of the command line.
#[derive(Subcommand)]
pub enum CliCommand {
    /// Print every value and gradient of a graph
    Eval(EvalArgs),
    /// Check every gradient against finite differences
    Check(CheckArgs),
    /// Explain every value and gradient, step by step
    Explain(ExplainArgs),
    /// Change a node a little and see what follows
    Nudge(NudgeArgs),
    /// Count and time what all derivatives cost, backward, forward and naively
    Cost(CostArgs),
    /// Make a graph file from a formula
    New(NewArgs),
    /// Write a graph as a formula
    Formula(FormulaArgs),
    /// Write a graph in another language
    Export(ExportArgs),
    /// Train a graph on the rows of a table
    Train(TrainArgs),
    /// Measure a graph on the rows of its table
    Test(TestArgs),
    /// Write what a graph makes of new rows, as CSV
    Predict(PredictArgs),
    /// List, save or load the parameters of a graph
    Parameters(ParametersArgs),
    /// List the ops that a graph can use
    Ops(OpsArgs),
    /// Print what a shell needs to complete these commands
    Completions(CompletionsArgs),
    /// Write what a package installs beside the program, as it lies below /usr/share
    #[command(hide = true)]
    Share(ShareArgs),
}

/// The exit status that clap gives for wrong arguments, too.
const WRONG_USAGE: u8 = 2;

/// Reads the arguments of this process. Ends it if they ask for help or the
/// version, or are wrong.
pub fn parse() -> Invocation {
    let cli = Cli::try_parse().unwrap_or_else(|error| match mistyped_command() {
        Some(message) => Cli::command()
            .error(ErrorKind::InvalidSubcommand, message)
            .exit(),
        None => error.exit(),
    });
    match cli.command {
        Some(AnyCommand::Command(command)) => Invocation::Command(Box::new(command)),
        #[cfg(feature = "gui")]
        Some(AnyCommand::Picture(args)) => Invocation::Picture(args),
        #[cfg(feature = "gui")]
        Some(AnyCommand::Plot(args)) => Invocation::Plot(args),
        None => Invocation::Editor(cli.file),
    }
}

/// What to say if the first argument looks like a mistyped command.
fn mistyped_command() -> Option<String> {
    let first = std::env::args().nth(1)?;
    let cli = Cli::command();
    let names = cli.get_subcommands().map(clap::Command::get_name);
    let near = nearest(&first, names)?;
    if near == first {
        return None;
    }
    let first = output::printable(&first).into_owned();
    Some(format!(
        "there is no command {first:?}: did you mean {near:?}?"
    ))
}

/// Carries out a command.
pub fn run(command: &CliCommand) -> ExitCode {
    let result = match command {
        CliCommand::Eval(args) => eval::run(args),
        CliCommand::Check(args) => check::run(args),
        CliCommand::Explain(args) => explain::run(args),
        CliCommand::Nudge(args) => nudge::run(args),
        CliCommand::Cost(args) => cost::run(args),
        CliCommand::New(args) => new::run(args),
        CliCommand::Formula(args) => formula::run(args),
        CliCommand::Export(args) => export::run(args),
        CliCommand::Train(args) => train::train(args),
        CliCommand::Test(args) => train::test(args),
        CliCommand::Predict(args) => train::predict(args),
        CliCommand::Parameters(args) => parameters::run(args),
        CliCommand::Ops(args) => ops::run(args),
        CliCommand::Completions(args) => completions::run(args, Cli::command()),
        CliCommand::Share(args) => share::run(args, &Cli::command()),
    };
    match result {
        Ok(Status::Fine) => ExitCode::SUCCESS,
        Ok(Status::Problem) => ExitCode::FAILURE,
        Err(Failure::Usage(message)) => {
            output::complain(&message);
            ExitCode::from(WRONG_USAGE)
        }
        Err(Failure::Output(error)) => {
            output::complain(&format!("can't write the result: {error}; check the disk"));
            ExitCode::FAILURE
        }
    }
}

/// Says what is wrong with the arguments, and gives the exit status for that.
pub fn usage_error(message: &str) -> ExitCode {
    let error = Cli::command().error(ErrorKind::ValueValidation, output::printable(message));
    // Nothing is left to tell it to if standard error is closed.
    let _ = error.print();
    ExitCode::from(WRONG_USAGE)
}

/// Says what went wrong, and gives the exit status for that.
pub fn failure(message: &str) -> ExitCode {
    output::complain(message);
    ExitCode::FAILURE
}

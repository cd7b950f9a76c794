//! The command line: `eval`, `check`, `explain`, `nudge`, `cost`
//! and `ops`.
//!
//! Results go to standard output, what is wrong to standard error. The exit status
//! is 0 if all is fine, 1 if a graph or a file has a problem, 2 for wrong usage.

mod check;
mod cost;
mod eval;
mod explain;
mod json;
mod nudge;
mod open;
mod ops;
mod output;
#[cfg(feature = "gui")]
mod picture;
mod table;
mod value;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Args, CommandFactory, Parser, Subcommand};

use crate::document::Document;
use crate::file::{self, FileError};
pub use cost::CostArgs;
pub use explain::ExplainArgs;
pub use nudge::NudgeArgs;
#[cfg(feature = "gui")]
pub use picture::PictureArgs;
use value::Setting;

const EXAMPLES: &str = "\
Examples:
  wiregrad eval saved_graphs/lecture_neuron.ron
  wiregrad eval graph.ron --set w=2 --set 'x=[1, 2, 3]' --json
  wiregrad check saved_graphs/*.ron
  wiregrad explain saved_graphs/lecture_neuron.ron w
  wiregrad nudge saved_graphs/lecture_neuron.ron w --by 0.001
  wiregrad ops";

const EVAL_EXAMPLES: &str = "\
Examples:
  wiregrad eval graph.ron
  wiregrad eval graph.ron --set w=2.5 --set 'x=[[1, 2], [3, 4]]'
  wiregrad eval graph.ron --target d --json
  cat graph.ron | wiregrad eval -

Exit status: 0 fine, 1 the graph or the file has a problem, 2 wrong usage.";

const CHECK_EXAMPLES: &str = "\
Examples:
  wiregrad check graph.ron
  wiregrad check saved_graphs/*.ron --elements 1000

A relative error up to 1e-7 is good; above 1e-4 it is suspect, unless
rounding explains it or a kink lies within the step.

Exit status: 0 fine, 1 a gradient or a file has a problem, 2 wrong usage.";

#[cfg(feature = "gui")]
const PICTURE_EXAMPLES: &str = "\
Examples:
  wiregrad picture graph.ron graph.png
  wiregrad picture graph.ron slide.svg --dark --transparent

Exit status: 0 fine, 1 the file or the picture has a problem, 2 wrong usage.";

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
    command: Option<Asked>,
    /// The graph to open in the editor
    file: Option<PathBuf>,
}

/// What the program was asked to do.
pub enum Invocation {
    /// Open the editor, on a file or on an empty graph.
    Editor(Option<PathBuf>),
    /// Carry out a command.
    Command(Command),
    /// Draw a graph into a file.
    #[cfg(feature = "gui")]
    Picture(PictureArgs),
}

/// A word of the command line.
#[derive(Subcommand)]
enum Asked {
    #[command(flatten)]
    Command(Command),
    /// Draw a graph into a picture file, with the numbers on its wires
    #[cfg(feature = "gui")]
    #[command(after_help = PICTURE_EXAMPLES)]
    Picture(PictureArgs),
}

/// A command of the command line.
#[derive(Subcommand)]
pub enum Command {
    /// Print every value and gradient of a graph
    #[command(after_help = EVAL_EXAMPLES)]
    Eval(EvalArgs),
    /// Check every gradient against finite differences
    #[command(after_help = CHECK_EXAMPLES)]
    Check(CheckArgs),
    /// Explain every value and gradient, step by step
    Explain(ExplainArgs),
    /// Change a node a little and see what follows
    Nudge(NudgeArgs),
    /// Count and time what all derivatives cost, backward, forward and naively
    Cost(CostArgs),
    /// List the ops that a graph can use
    Ops(OpsArgs),
}

/// The graph that a command is about.
#[derive(Args)]
pub struct GraphArgs {
    /// The graph file; - reads standard input
    file: PathBuf,
    /// Give a source another value: a number, or nested lists of numbers
    #[arg(long = "set", value_name = "NAME=VALUE", value_parser = Setting::parse)]
    settings: Vec<Setting>,
    /// Differentiate this node
    #[arg(long, value_name = "NAME")]
    target: Option<String>,
}

/// What `eval` takes.
#[derive(Args)]
pub struct EvalArgs {
    #[command(flatten)]
    graph: GraphArgs,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

/// What `check` takes.
#[derive(Args)]
pub struct CheckArgs {
    /// The graph files; - reads standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Check at most so many elements of each tensor
    #[arg(long, value_name = "N", default_value_t = crate::core::check::ELEMENTS,
          value_parser = at_least_one)]
    elements: usize,
}

/// What `ops` takes.
#[derive(Args)]
pub struct OpsArgs {
    /// Print one JSON array, with attributes, local derivatives and kinks
    #[arg(long)]
    json: bool,
}

fn at_least_one(text: &str) -> Result<usize, String> {
    let number = text.parse().ok().filter(|n| *n > 0);
    number.ok_or_else(|| "give a whole number of at least 1".to_owned())
}

/// The exit status that clap gives for wrong arguments, too.
const WRONG_USAGE: u8 = 2;

/// Reads the arguments of this process. Ends it if they ask for help or the
/// version, or are wrong.
pub fn parse() -> Invocation {
    let cli = Cli::parse();
    match cli.command {
        Some(Asked::Command(command)) => Invocation::Command(command),
        #[cfg(feature = "gui")]
        Some(Asked::Picture(args)) => Invocation::Picture(args),
        None => Invocation::Editor(cli.file),
    }
}

/// Carries out a command.
pub fn run(command: &Command) -> ExitCode {
    let result = match command {
        Command::Eval(args) => eval::run(args),
        Command::Check(args) => check::run(args),
        Command::Explain(args) => explain::run(args),
        Command::Nudge(args) => nudge::run(args),
        Command::Cost(args) => cost::run(args),
        Command::Ops(args) => ops::run(args),
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

/// How a command that ran to its end left things.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Status {
    Fine,
    /// A graph or a file has a problem, which has been said.
    Problem,
}

/// Why a command didn't run to its end.
enum Failure {
    /// The arguments don't fit the graph.
    Usage(String),
    /// The result couldn't be written.
    Output(std::io::Error),
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Failure {
        Failure::Output(error)
    }
}

/// The document in a file, or in standard input for `-`.
fn load(path: &Path) -> Result<Document, FileError> {
    if path == Path::new("-") {
        file::load_from(std::io::stdin().lock())
    } else {
        file::load(path)
    }
}

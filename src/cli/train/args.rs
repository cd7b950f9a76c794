//! What the commands take.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::Args;

use crate::cli::source::SourceArgs;

const EXAMPLES: &str = "\
Examples:
  wiregrad train saved_graphs/train_digits.ron -o trained.ron
  wiregrad train graph.ron --data table.csv --epochs 50 --optimizer adam --rate 0.01
  wiregrad train graph.ron --checkpoint run.npz --log run.jsonl
  wiregrad train graph.ron --resume run.npz --epochs 200 -o trained.ron

The graph's file says which rows it is trained with and how (docs/format.md); options
come before the file. Ctrl-C ends the run after the step and saves.

Exit status: 0 fine, 1 the graph, the table or the run has a problem, 2 wrong usage.";

/// Where the graph and its rows come from.
#[derive(Args)]
pub(super) struct DataArgs {
    #[command(flatten)]
    pub(super) source: SourceArgs,
    /// The table to use in place of the one that the file names: .csv, .tsv, .npy or .npz
    #[arg(long, value_name = "TABLE")]
    pub(super) data: Option<PathBuf>,
}

/// What `train` takes.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct TrainArgs {
    #[command(flatten)]
    pub(super) data: DataArgs,
    /// Write the graph with the trained parameters to this file
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// How many times through the training rows, from the very start
    #[arg(long, value_name = "NUMBER")]
    pub(super) epochs: Option<u64>,
    /// How many rows one update takes
    #[arg(long, value_name = "ROWS")]
    pub(super) batch: Option<usize>,
    /// sgd, adagrad, rmsprop, adam or adamw
    #[arg(long, value_name = "NAME")]
    pub(super) optimizer: Option<String>,
    /// The learning rate
    #[arg(long, value_name = "NUMBER")]
    pub(super) rate: Option<f64>,
    /// What settles every random number
    #[arg(long, value_name = "NUMBER")]
    pub(super) seed: Option<u64>,
    /// How many threads share the work; the numbers are the same with any. Default: one for
    /// each core that the program may use
    #[arg(long, value_name = "NUMBER")]
    pub(super) threads: Option<NonZeroUsize>,
    /// Draw the initial values that the file names before the first step
    #[arg(long)]
    pub(super) initialise: bool,
    /// Write a checkpoint to this file, every so many steps and at the end
    #[arg(long, value_name = "FILE")]
    pub(super) checkpoint: Option<PathBuf>,
    /// After how many steps a checkpoint is written
    #[arg(long, value_name = "STEPS", default_value_t = 1000, value_parser = clap::value_parser!(u64).range(1..))]
    pub(super) checkpoint_every: u64,
    /// Go on from a checkpoint, bit for bit
    #[arg(long, value_name = "FILE", conflicts_with = "initialise")]
    pub(super) resume: Option<PathBuf>,
    /// Write a line of JSON an epoch to this file
    #[arg(long, value_name = "FILE")]
    pub(super) log: Option<PathBuf>,
    /// Print one line of JSON at the end
    #[arg(long)]
    pub(super) json: bool,
}

/// What `test` takes.
#[derive(Args)]
pub struct TestArgs {
    #[command(flatten)]
    pub(super) data: DataArgs,
    /// Print one line of JSON
    #[arg(long)]
    pub(super) json: bool,
}

/// What `predict` takes.
#[derive(Args)]
pub struct PredictArgs {
    #[command(flatten)]
    pub(super) source: SourceArgs,
    /// The table with the new rows: .csv, .tsv, .npy or .npz
    #[arg(long, value_name = "TABLE")]
    pub(super) data: PathBuf,
    /// The node whose values are written; without it, what the target compares
    #[arg(long, value_name = "NAME")]
    pub(super) node: Option<String>,
}

//! `wiregrad train`.

use std::io;
use std::num::NonZeroUsize;
use std::path::Path;
use std::thread::available_parallelism;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::args::TrainArgs;
use super::interrupt::Interrupt;
use super::log::Log;
use super::measures::{AsJson, PartMeasures, measure_all, write};
use super::open::Opened;
use super::progress::Display;
use crate::cli::json;
use crate::cli::outcome::{Failure, Status};
use crate::cli::output;
use crate::cli::output_file;
use crate::cli::source::folder_of;
use crate::core::graph::Graph;
use crate::core::problem::Problem;
use crate::core::threads::Threads;
use crate::core::train::{NotFinite, Part, Trainer, TrainingSettings, initialise};
use crate::document::{Document, Edit};
use crate::file;

/// Why a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stopped {
    /// All epochs have ended.
    Epochs,
    /// The loss on the validation rows hadn't become better for too long.
    EarlyStopping,
    /// The user asked for it.
    Interrupted,
    /// Numbers weren't finite.
    NotFinite,
}

impl Stopped {
    fn name(self) -> &'static str {
        match self {
            Stopped::Epochs => "epochs",
            Stopped::EarlyStopping => "early_stopping",
            Stopped::Interrupted => "interrupted",
            Stopped::NotFinite => "not_finite",
        }
    }
}

/// Why a run can't go on.
enum RunError {
    /// A sentence.
    Said(String),
    /// A problem of the graph.
    Problem(Problem),
}

pub(in crate::cli) fn run(args: &TrainArgs) -> Result<Status, Failure> {
    let Some(mut opened) = Opened::new(&args.data) else {
        return Ok(Status::Problem);
    };
    let settings = settings(args, &opened);
    if let Err(fault) = settings.check() {
        output::complain(&format!("{}: {}", fault.message, fault.help));
        return Ok(Status::Problem);
    }
    let graph = match initial(args, &opened, &settings) {
        Ok(graph) => graph,
        Err(message) => {
            output::complain(&message);
            return Ok(Status::Problem);
        }
    };
    let rows = opened.take_rows();
    let mut trainer = match Trainer::new(&graph, &settings, rows, opened.batch()) {
        Ok(trainer) => trainer,
        Err(problems) => return Ok(opened.say(&problems)),
    };
    let one = NonZeroUsize::MIN;
    let threads = args.threads;
    let threads = threads.unwrap_or_else(|| available_parallelism().unwrap_or(one));
    let threads = Threads::new(threads);
    match threads.run(|| train(args, &opened, &mut trainer)) {
        Ok((stopped, measures)) => report(args, &trainer, stopped, &measures),
        Err(RunError::Said(message)) => {
            output::complain(&message);
            Ok(Status::Problem)
        }
        Err(RunError::Problem(problem)) => Ok(opened.say(&[problem])),
    }
}

/// What the file says, with what the arguments say before it.
fn settings(args: &TrainArgs, opened: &Opened) -> TrainingSettings {
    let mut settings = opened.document.training().cloned().unwrap_or_default();
    if let Some(optimizer) = &args.optimizer
        && settings.optimizer.as_ref() != Some(optimizer)
    {
        settings.optimizer = Some(optimizer.clone());
        settings.options.clear();
    }
    settings.rate = args.rate.or(settings.rate);
    settings.epochs = args.epochs.or(settings.epochs);
    settings.batch = args.batch.or(settings.batch);
    settings.seed = args.seed.or(settings.seed);
    settings
}

/// The graph that the run starts with.
fn initial(
    args: &TrainArgs,
    opened: &Opened,
    settings: &TrainingSettings,
) -> Result<Graph, String> {
    let mut graph = opened.document.graph().clone();
    if !args.initialise {
        return Ok(graph);
    }
    let ids = graph.iter().map(|(id, _)| id);
    let initial: Vec<_> = ids
        .filter_map(|id| Some((id, opened.document.initial(id)?)))
        .collect();
    if initial.is_empty() {
        return Err(
            "--initialise: no parameter says how its values are drawn; write initial: \
             \"kaiming_uniform\" (or another, see docs/format.md) on it"
                .to_owned(),
        );
    }
    let seed = settings.seed.unwrap_or(0);
    let drawn = initialise(&mut graph, &initial, seed);
    drawn.map_err(|error| error.to_string())?;
    Ok(graph)
}

/// Runs to the end, saves, and measures.
fn train(
    args: &TrainArgs,
    opened: &Opened,
    trainer: &mut Trainer,
) -> Result<(Stopped, PartMeasures), RunError> {
    if let Some(path) = &args.resume {
        let said = |error: String| RunError::Said(format!("{}: {error}", path.display()));
        let snapshot = file::load_checkpoint(path);
        let snapshot = snapshot.map_err(|error| RunError::Said(error.to_string()))?;
        let restored = trainer.restore(&snapshot);
        restored.map_err(|fault| said(format!("{}: {}", fault.message, fault.help)))?;
    }
    let stopped = steps(args, trainer)?;
    if stopped != Stopped::NotFinite
        && let Some(path) = &args.checkpoint
    {
        save_checkpoint(path, trainer)?;
    }
    trainer.take_best();
    if stopped != Stopped::NotFinite
        && let Some(path) = &args.output
    {
        let saved = trained(opened, trainer)
            .and_then(|document| output_file::save(path, document, &folder_of(&opened.source)));
        saved.map_err(RunError::Said)?;
    }
    let measures = measure_all(trainer).map_err(RunError::Problem)?;
    Ok((stopped, measures))
}

/// The graph with what it has learnt; nothing else changes.
fn trained(opened: &Opened, trainer: &Trainer) -> Result<Document, String> {
    let mut document = opened.document.clone();
    for (node, value) in trainer.trained() {
        let set = document.apply(Edit::SetValue { node, value });
        set.map_err(|error| error.to_string())?;
    }
    Ok(document)
}

/// The steps of the run, with what is shown and kept on the way.
fn steps(args: &TrainArgs, trainer: &mut Trainer) -> Result<Stopped, RunError> {
    let epochs = trainer.epochs();
    let log = args.log.as_deref();
    let log = log.map(|path| {
        let opened = Log::open(path, args.resume.is_some());
        opened.map_err(|error| cannot_log(path, &error))
    });
    let mut log = log.transpose()?;
    let interrupt = Interrupt::listen();
    let display = Display::new(epochs, trainer.progress().epoch);
    let mut stopped = Stopped::Epochs;
    while trainer.progress().epoch < epochs {
        if interrupt.is_asked() {
            stopped = Stopped::Interrupted;
            break;
        }
        let step = match trainer.step() {
            Ok(step) => step,
            Err(error) => {
                display.end();
                say_not_finite(&error);
                return Ok(Stopped::NotFinite);
            }
        };
        let rate = trainer.rate();
        if step.ends_epoch {
            let epoch = trainer.end_epoch().map_err(RunError::Problem)?;
            display.show(&epoch);
            if let (Some(log), Some(path)) = (&mut log, &args.log) {
                let added = log.add(&epoch, trainer.progress().step, rate);
                added.map_err(|error| cannot_log(path, &error))?;
            }
            if epoch.stops {
                stopped = Stopped::EarlyStopping;
            }
        }
        if let Some(path) = &args.checkpoint
            && trainer
                .progress()
                .step
                .is_multiple_of(args.checkpoint_every)
        {
            save_checkpoint(path, trainer)?;
        }
        if stopped == Stopped::EarlyStopping {
            break;
        }
    }
    display.end();
    Ok(stopped)
}

fn say_not_finite(error: &NotFinite) {
    output::complain(&format!(
        "{error}; the parameters are those before this step"
    ));
}

fn cannot_log(path: &Path, error: &io::Error) -> RunError {
    RunError::Said(format!(
        "{}: can't write the log: check the path and the disk ({error})",
        path.display()
    ))
}

fn save_checkpoint(path: &Path, trainer: &Trainer) -> Result<(), RunError> {
    let saved = file::save_checkpoint(path, &trainer.snapshot());
    saved.map_err(|error| RunError::Said(error.to_string()))
}

/// What `--json` prints.
struct Report<'a> {
    trainer: &'a Trainer,
    stopped: Stopped,
    measures: &'a PartMeasures,
}

impl Serialize for Report<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let progress = self.trainer.progress();
        let mut object = serializer.serialize_map(None)?;
        object.serialize_entry("version", &json::VERSION)?;
        object.serialize_entry("epochs", &progress.epoch)?;
        object.serialize_entry("steps", &progress.step)?;
        object.serialize_entry("seed", &self.trainer.seed())?;
        for (part, measures) in Part::ALL.into_iter().zip(self.measures) {
            object.serialize_entry(part.name(), &measures.as_ref().map(AsJson))?;
        }
        object.serialize_entry("stopped", self.stopped.name())?;
        object.end()
    }
}

fn report(
    args: &TrainArgs,
    trainer: &Trainer,
    stopped: Stopped,
    measures: &PartMeasures,
) -> Result<Status, Failure> {
    if args.json {
        let report = Report {
            trainer,
            stopped,
            measures,
        };
        output::print_raw(|to| json::write(to, &report))?;
    } else {
        output::print(|to| {
            let progress = trainer.progress();
            let why = match stopped {
                Stopped::Epochs => "",
                Stopped::EarlyStopping => ", stopped early",
                Stopped::Interrupted => ", interrupted",
                Stopped::NotFinite => ", stopped at numbers that are not finite",
            };
            let (epochs, steps) = (progress.epoch, progress.step);
            writeln!(to, "{epochs} epochs, {steps} steps{why}")?;
            if let Some(best) = &progress.best {
                let epoch = best.epoch;
                let kept = match best.parameters.is_empty() {
                    true => "",
                    false => "; these are its parameters",
                };
                writeln!(to, "best on the validation rows: epoch {epoch}{kept}")?;
            }
            writeln!(to)?;
            write(to, measures)
        })?;
    }
    Ok(match stopped {
        Stopped::NotFinite => Status::Problem,
        _ => Status::Fine,
    })
}

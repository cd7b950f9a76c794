//! The text of what a document says about its data and its training. A file without
//! them has none of their fields.

use std::fmt::{self, Write as _};

use super::literal::{write_short, write_text};
use crate::core::train::optimizer::OptionValue;
use crate::core::train::schedule::{Schedule, ScheduleKind, ScheduleUnit};
use crate::core::train::{DataSettings, Split, TableSource, TrainingSettings};
use crate::document::Document;

/// The data, a field a line, and the training, on one line.
pub(super) fn write(out: &mut String, document: &Document) -> fmt::Result {
    if let Some(data) = document.data() {
        out.push_str("    data: (\n");
        write_data(out, data)?;
        out.push_str("    ),\n");
    }
    if let Some(training) = document.training() {
        out.push_str("    training: (");
        write_training(out, training)?;
        out.push_str("),\n");
    }
    Ok(())
}

fn write_data(out: &mut String, data: &DataSettings) -> fmt::Result {
    match &data.table {
        TableSource::Path(path) => write_line(out, "path", |out| write_text(out, path))?,
        TableSource::Set(name) => write_line(out, "set", |out| write_text(out, name))?,
        TableSource::Generate(it) => write_line(out, "generate", |out| {
            out.push_str("(kind: ");
            write_text(out, &it.kind)?;
            write!(out, ", rows: {}, noise: ", it.rows)?;
            write_short(out, it.noise)?;
            write!(out, ", seed: {})", it.seed)
        })?,
    }
    if !data.inputs.is_empty() {
        write_line(out, "inputs", |out| {
            let mut separator = "{";
            for (source, columns) in &data.inputs {
                out.push_str(separator);
                write_text(out, source)?;
                out.push_str(": ");
                write_names(out, columns)?;
                separator = ", ";
            }
            out.push('}');
            Ok(())
        })?;
    }
    for (field, names) in [("standardise", &data.standardise), ("scale", &data.scale)] {
        if !names.is_empty() {
            write_line(out, field, |out| write_names(out, names))?;
        }
    }
    match &data.split {
        None => {}
        Some(Split::Column(column)) => write_line(out, "split", |out| {
            out.push_str("(column: ");
            write_text(out, column)?;
            out.push(')');
            Ok(())
        })?,
        Some(Split::Fractions {
            train,
            validation,
            test,
            seed,
        }) => write_line(out, "split", |out| {
            let parts = [("train", train), ("validation", validation), ("test", test)];
            let mut separator = "(";
            for (name, part) in parts.into_iter().filter(|(_, part)| **part != 0.0) {
                write!(out, "{separator}{name}: ")?;
                write_short(out, part)?;
                separator = ", ";
            }
            write!(out, "{separator}seed: {seed})")
        })?,
    }
    if let Some(batch) = data.batch {
        write_line(out, "batch", |out| write!(out, "{batch}"))?;
    }
    Ok(())
}

fn write_line(
    out: &mut String,
    field: &str,
    value: impl FnOnce(&mut String) -> fmt::Result,
) -> fmt::Result {
    write!(out, "        {field}: ")?;
    value(out)?;
    out.push_str(",\n");
    Ok(())
}

fn write_names(out: &mut String, names: &[String]) -> fmt::Result {
    let mut separator = "[";
    for name in names {
        out.push_str(separator);
        write_text(out, name)?;
        separator = ", ";
    }
    out.push_str(if names.is_empty() { "[]" } else { "]" });
    Ok(())
}

fn write_training(out: &mut String, training: &TrainingSettings) -> fmt::Result {
    let mut fields: Vec<String> = Vec::new();
    let mut add = |name: &str, value: String| fields.push(format!("{name}: {value}"));
    if let Some(optimizer) = &training.optimizer {
        add("optimizer", text(optimizer)?);
    }
    let rate = training.rate.map(number).transpose()?;
    rate.into_iter().for_each(|it| add("rate", it));
    let counts = [
        ("batch", training.batch.map(|it| it as u64)),
        ("epochs", training.epochs),
        ("seed", training.seed),
    ];
    for (name, count) in counts {
        count.into_iter().for_each(|it| add(name, it.to_string()));
    }
    for (name, value) in &training.options {
        let value = match value {
            OptionValue::Number(x) => number(*x)?,
            OptionValue::Flag(flag) => flag.to_string(),
            OptionValue::Pair(a, b) => format!("({}, {})", number(*a)?, number(*b)?),
        };
        add(name, value);
    }
    if let Some(of) = &training.schedule {
        add("schedule", schedule(of)?);
    }
    let numbers = [
        ("clip_norm", training.clip_norm),
        ("clip_value", training.clip_value),
        ("l1", training.l1),
        ("l2", training.l2),
    ];
    for (name, x) in numbers {
        let x = x.map(number).transpose()?;
        x.into_iter().for_each(|it| add(name, it));
    }
    let patience = training.early_stopping.into_iter();
    patience.for_each(|it| add("early_stopping", it.to_string()));
    if training.best {
        add("best", "true".to_owned());
    }
    if !training.frozen.is_empty() {
        let mut names = String::new();
        write_names(&mut names, &training.frozen)?;
        add("frozen", names);
    }
    out.push_str(&fields.join(", "));
    Ok(())
}

fn number(x: f64) -> Result<String, fmt::Error> {
    let mut out = String::new();
    write_short(&mut out, x)?;
    Ok(out)
}

fn text(text: &str) -> Result<String, fmt::Error> {
    let mut out = String::new();
    write_text(&mut out, text)?;
    Ok(out)
}

fn schedule(schedule: &Schedule) -> Result<String, fmt::Error> {
    let name = schedule.kind.name();
    let numbers = match schedule.kind {
        ScheduleKind::Step { every, factor } => {
            format!("every: {every}, factor: {}", number(factor)?)
        }
        ScheduleKind::Exponential { factor } => format!("factor: {}", number(factor)?),
        ScheduleKind::Cosine { length, least } => {
            format!("length: {length}, least: {}", number(least)?)
        }
        ScheduleKind::WarmUp { length, start } => {
            format!("length: {length}, start: {}", number(start)?)
        }
    };
    let unit = match schedule.unit {
        ScheduleUnit::Epoch => "",
        ScheduleUnit::Step => ", unit: \"step\"",
    };
    Ok(format!("(kind: \"{name}\", {numbers}{unit})"))
}

//! Measures for people and for programs.

use std::io::{self, Write};

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::cli::json::Number;
use crate::cli::output::PLAIN;
use crate::cli::table::{ABSENT, Align, Table};
use crate::core::number::short;
use crate::core::problem::Problem;
use crate::core::train::{Measures, Part, Trainer};

/// The measures on each part, in the order of the parts.
pub(super) type PartMeasures = [Option<Measures>; 3];

/// Measures on all parts.
pub(super) fn measure_all(trainer: &mut Trainer) -> Result<PartMeasures, Problem> {
    let mut all = PartMeasures::default();
    for part in Part::ALL {
        all[part as usize] = trainer.measure(part)?;
    }
    Ok(all)
}

/// A table of the parts that have rows.
pub(super) fn write(to: &mut dyn Write, all: &PartMeasures) -> io::Result<()> {
    let known = || all.iter().flatten();
    let with_accuracy = known().any(|it| it.accuracy.is_some());
    let with_r_squared = known().any(|it| it.r_squared.is_some());
    let mut table = Table::new()
        .column("rows for", Align::Left, PLAIN)
        .column("rows", Align::Right, PLAIN)
        .column("loss", Align::Right, PLAIN);
    if with_accuracy {
        table = table.column("accuracy", Align::Right, PLAIN);
    }
    if with_r_squared {
        table = table.column("R²", Align::Right, PLAIN);
    }
    for (part, measures) in Part::ALL.into_iter().zip(all) {
        let Some(measures) = measures else { continue };
        let mut row = vec![
            part.name().to_owned(),
            measures.rows.to_string(),
            short(measures.loss, 6),
        ];
        if with_accuracy {
            row.push(measures.accuracy.map_or_else(|| ABSENT.to_owned(), percent));
        }
        if with_r_squared {
            let text = |x: f64| short(x, 4);
            row.push(measures.r_squared.map_or_else(|| ABSENT.to_owned(), text));
        }
        table.row(row);
    }
    table.write(to)
}

/// A fraction as people read it: `97.5 %`.
pub(super) fn percent(fraction: f64) -> String {
    format!("{:.1} %", 100.0 * fraction)
}

/// The confusion matrix of a part, with the names of the classes.
pub(super) fn write_confusion(
    to: &mut dyn Write,
    part: Part,
    measures: &Measures,
    classes: &[String],
) -> io::Result<()> {
    const MOST: usize = 20;
    let confusion = &measures.confusion;
    if confusion.is_empty() || confusion.len() > MOST {
        return Ok(());
    }
    let name = |class: usize| {
        let named = classes.get(class).cloned();
        named.unwrap_or_else(|| class.to_string())
    };
    writeln!(
        to,
        "\nHow the {} rows of each class were taken:\n",
        part.name()
    )?;
    let mut table = Table::new().column("class", Align::Left, PLAIN);
    for class in 0..confusion.len() {
        table = table.column(&name(class), Align::Right, PLAIN);
    }
    for (class, counts) in confusion.iter().enumerate() {
        let counts = counts.iter().map(u64::to_string);
        table.row(std::iter::once(name(class)).chain(counts));
    }
    table.write(to)
}

/// `{"loss": 0.1, "accuracy": 0.97}`; JSON has no number that isn't finite, so those are
/// texts.
pub(super) struct AsJson<'a>(pub(super) &'a Measures);

impl Serialize for AsJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        object.serialize_entry("loss", &Number(self.0.loss))?;
        if let Some(accuracy) = self.0.accuracy {
            object.serialize_entry("accuracy", &accuracy)?;
        }
        object.end()
    }
}

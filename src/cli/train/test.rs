//! `wiregrad test`: how good a graph is on each part of its rows.

use serde::ser::{SerializeMap, Serializer};

use super::args::TestArgs;
use super::measures::{AsJson, PartMeasures, measure_all, write, write_confusion};
use super::open::Opened;
use crate::cli::json;
use crate::cli::outcome::{Failure, Status};
use crate::cli::output;
use crate::core::graph::{Graph, Node};
use crate::core::train::{Part, Trainer, TrainingSettings};

struct Report<'a>(&'a PartMeasures);

impl serde::Serialize for Report<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        object.serialize_entry("version", &json::VERSION)?;
        for (part, measures) in Part::ALL.into_iter().zip(self.0) {
            object.serialize_entry(part.name(), &measures.as_ref().map(AsJson))?;
        }
        object.end()
    }
}

pub(in crate::cli) fn run(args: &TestArgs) -> Result<Status, Failure> {
    let Some(mut opened) = Opened::new(&args.data) else {
        return Ok(Status::Problem);
    };
    // Only the batch matters: it is how many rows are measured side by side.
    let batch = opened.document.training().and_then(|it| it.batch);
    let settings = TrainingSettings {
        batch,
        ..TrainingSettings::default()
    };
    let rows = opened.take_rows();
    let graph = opened.document.graph();
    let mut trainer = match Trainer::new(graph, &settings, rows, opened.batch()) {
        Ok(trainer) => trainer,
        Err(problems) => return Ok(opened.say(&problems)),
    };
    let measures = match measure_all(&mut trainer) {
        Ok(measures) => measures,
        Err(problem) => return Ok(opened.say(&[problem])),
    };
    if args.json {
        output::print_raw(|to| json::write(to, &Report(&measures)))?;
        return Ok(Status::Fine);
    }
    output::print(|to| {
        write(to, &measures)?;
        let classes = truth_of(graph, &trainer).map_or(&[][..], |name| opened.classes(name));
        // The last part that there is: the test, if there is one.
        let parts = Part::ALL.into_iter().zip(&measures).rev();
        for (part, measures) in parts {
            if let Some(measures) = measures {
                return write_confusion(to, part, measures, classes);
            }
        }
        Ok(())
    })?;
    Ok(Status::Fine)
}

/// The name of the source that the target compares with.
fn truth_of<'a>(graph: &'a Graph, trainer: &Trainer) -> Option<&'a str> {
    let target = graph.get(trainer.target())?;
    let truth = target.inputs().get(1).copied().flatten()?;
    graph.get(truth).map(Node::name)
}

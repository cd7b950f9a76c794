//! `wiregrad predict`: what a graph makes of new rows, as CSV.

use std::io::{self, Write};

use super::args::{DataArgs, PredictArgs};
use super::open::Opened;
use crate::cli::outcome::{Failure, Status};
use crate::cli::output;
use crate::core::graph::{Graph, Node, NodeId};
use crate::core::program::Program;
use crate::core::train::{Predictor, place_of_largest};
use crate::data;

/// What is written of a row.
enum Answer {
    /// The numbers of a node.
    Numbers(String),
    /// The class with the largest number.
    Class,
    /// Class 1 above this number, else class 0.
    Decision(f64),
}

pub(in crate::cli) fn run(args: &PredictArgs) -> Result<Status, Failure> {
    let data = DataArgs {
        source: args.source.clone(),
        data: None,
    };
    let Some(opened) = Opened::new(&data) else {
        return Ok(Status::Problem);
    };
    let graph = opened.document.graph();
    let (node, answer, truth) = match &args.node {
        Some(name) => match graph.find(name) {
            Some(node) => (node, Answer::Numbers(name.clone()), None),
            None => {
                let message =
                    format!("no node is called {name:?}: 'wiregrad eval FILE' lists them");
                return Err(Failure::Usage(message));
            }
        },
        None => match compared(graph) {
            Some(found) => found,
            None => {
                let message = "the target doesn't say what is predicted: name a node with --node";
                return Err(Failure::Usage(message.to_owned()));
            }
        },
    };
    let Some(dataset) = &opened.dataset else {
        output::complain(
            "the file doesn't say which columns its inputs take: give it a section data \
             (docs/format.md)",
        );
        return Ok(Status::Problem);
    };
    let needed = graph.inputs_of(node);
    let is_needed = |name: &str| graph.find(name).is_some_and(|id| needed[id.index()]);
    let rows = match data::load_like(&dataset.recipe, &args.data, is_needed) {
        Ok(rows) => rows,
        Err(error) => {
            output::complain(&error.to_string());
            return Ok(Status::Problem);
        }
    };
    let mut predictor = match Predictor::new(graph, node, rows, opened.batch()) {
        Ok(predictor) => predictor,
        Err(problem) => return Ok(opened.say(&[problem])),
    };
    let classes = truth.map_or(&[][..], |truth| opened.classes(graph.name(truth)));
    let mut problem = None;
    output::print_raw(|to| {
        write_header(to, &answer, predictor.width())?;
        let done = predictor.each(|numbers| write_row(to, &answer, numbers, classes));
        match done {
            Ok(written) => written,
            Err(found) => {
                problem = Some(found);
                Ok(())
            }
        }
    })?;
    match problem {
        Some(problem) => Ok(opened.say(&[problem])),
        None => Ok(Status::Fine),
    }
}

/// What the target compares: the node of the prediction, how it is written, and the truth.
fn compared(graph: &Graph) -> Option<(NodeId, Answer, Option<NodeId>)> {
    let target = Program::new(graph).target()?;
    let node = graph.get(target)?;
    let [prediction, truth] = node.inputs() else {
        return None;
    };
    let (prediction, truth) = ((*prediction)?, *truth);
    let answer = match node.op()?.name {
        "cross_entropy" => Answer::Class,
        "binary_cross_entropy_with_logits" => Answer::Decision(0.0),
        "binary_cross_entropy" => Answer::Decision(0.5),
        "mean_squared_error" | "mean_absolute_error" => {
            let name = graph.get(prediction).map_or("", Node::name);
            Answer::Numbers(name.to_owned())
        }
        _ => return None,
    };
    Some((prediction, answer, truth))
}

fn write_header(to: &mut dyn Write, answer: &Answer, width: usize) -> io::Result<()> {
    let names = match answer {
        Answer::Numbers(name) if width == 1 => vec![name.clone()],
        Answer::Numbers(name) => (0..width).map(|nth| format!("{name}_{nth}")).collect(),
        _ => vec!["class".to_owned()],
    };
    write_cells(to, names.into_iter())
}

fn write_row(
    to: &mut dyn Write,
    answer: &Answer,
    numbers: &[f64],
    classes: &[String],
) -> io::Result<()> {
    let class = match answer {
        Answer::Numbers(_) => return write_cells(to, numbers.iter().map(|x| format!("{x:?}"))),
        Answer::Class => place_of_largest(numbers),
        Answer::Decision(bound) => usize::from(numbers.first().is_some_and(|x| x > bound)),
    };
    let name = classes.get(class).cloned();
    write_cells(to, [name.unwrap_or_else(|| class.to_string())].into_iter())
}

/// A line of CSV.
fn write_cells(to: &mut dyn Write, cells: impl Iterator<Item = String>) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(to);
    writer.write_record(cells)?;
    writer.flush()
}

//! What a run needs before its first step: its parameters, and rows enough.

use std::ops::Range;

use super::batch::BatchGraph;
use super::data_settings::Part;
use super::initial::Initial;
use super::random::{Purpose, Random};
use super::rows::DataRows;
use super::settings::TrainingSettings;
use crate::core::evaluation::Evaluation;
use crate::core::fault::Fault;
use crate::core::graph::{Graph, GraphError, NodeId};
use crate::core::nearest::nearest;
use crate::core::op::Op;
use crate::core::problem::{Problem, ProblemKind};
use crate::core::tensor::Tensor;

/// A parameter that is trained.
#[derive(Clone, Debug)]
pub(super) struct Parameter {
    pub(super) node: NodeId,
    pub(super) name: String,
    /// Where its numbers lie in what the optimiser keeps.
    pub(super) range: Range<usize>,
}

/// A problem of the settings.
pub(super) fn fault(fault: Fault) -> Problem {
    Problem::of_graph(ProblemKind::Value, fault)
}

/// Whether there are rows for all that the settings ask for.
pub(super) fn check_rows(settings: &TrainingSettings, data: &DataRows) -> Result<(), Problem> {
    if data.part(Part::Train).is_empty() {
        let message = "there are no rows for training";
        return Err(fault(Fault::new(message, "give train a part of the split")));
    }
    let validates = settings.best || settings.early_stopping.is_some();
    if validates && data.part(Part::Validation).is_empty() {
        let message =
            "early_stopping and best go by the loss on validation rows, and there are none";
        let help = "give validation a part of the split, such as validation: 0.2";
        return Err(fault(Fault::new(message, help)));
    }
    Ok(())
}

/// The parameters that are trained, in the order in which they lie in the evaluation.
pub(super) fn parameters(
    batches: &BatchGraph,
    settings: &TrainingSettings,
    evaluation: &Evaluation,
) -> Result<Vec<Parameter>, Problem> {
    let graph = batches.graph();
    for name in &settings.frozen {
        frozen(graph, name)?;
    }
    let mut places = Vec::new();
    for (node, its) in graph.iter() {
        let trained = its.op().is_some_and(Op::is_trained);
        let frozen = settings.frozen.iter().any(|name| name == its.name());
        if !trained || frozen || !evaluation.program().reaches_target(node) {
            continue;
        }
        places.extend(
            evaluation
                .source_range(node)
                .map(|place| (place.start, node)),
        );
    }
    places.sort_unstable();
    let mut parameters = Vec::with_capacity(places.len());
    let mut start = 0;
    for (_, node) in places {
        let Some(its) = graph.get(node) else { continue };
        let count = its.value().map_or(0, |value| value.data().len());
        let range = start..start + count;
        start = range.end;
        let name = its.name().to_owned();
        parameters.push(Parameter { node, name, range });
    }
    if parameters.is_empty() {
        let name = graph.name(batches.goal());
        let message = format!("there is nothing to train: {name:?} depends on no parameter");
        let help = "make what training may change a parameter, and don't freeze all of them";
        return Err(fault(Fault::new(message, help)));
    }
    Ok(parameters)
}

fn frozen(graph: &Graph, name: &str) -> Result<(), Problem> {
    let node = graph.find(name).and_then(|id| graph.get(id));
    if node.is_some_and(|node| node.op().is_some_and(Op::is_trained)) {
        return Ok(());
    }
    let parameters = graph
        .iter()
        .filter(|(_, node)| node.op().is_some_and(Op::is_trained));
    let help = match nearest(name, parameters.map(|(_, node)| node.name())) {
        Some(near) => format!("did you mean {near:?}?"),
        None => "name parameters only".to_owned(),
    };
    let message = format!("frozen names {name:?}, which is no parameter");
    Err(fault(Fault::new(message, help)))
}

/// Draws the initial values of parameters, each from a sequence of its own by its place
/// in the list.
///
/// # Errors
/// One of the nodes is no source.
pub fn initialise(
    graph: &mut Graph,
    initial: &[(NodeId, Initial)],
    seed: u64,
) -> Result<(), GraphError> {
    for (nth, (node, initial)) in initial.iter().enumerate() {
        let Some(shape) = graph.get(*node).and_then(|it| Some(it.value()?.shape())) else {
            continue;
        };
        let mut values = vec![0.0; shape.elements()];
        let mut random = Random::new(seed, Purpose::Initial, nth as u64);
        initial.fill(&shape, &mut random, &mut values);
        if let Ok(value) = Tensor::new(shape, values) {
            graph.set_value(*node, value)?;
        }
    }
    Ok(())
}

//! The result of `nudge`.

use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

use super::parts::{Listed, Nested, Number, VERSION, complaints};
use crate::core::explain::nudge::{NodeChange, Nudge, Outcome};
use crate::core::graph::{Graph, NodeId};
use crate::core::problem::Problem;

/// What followed from a nudge, or from nudges that shrink.
pub(in crate::cli) struct NudgeResult<'a> {
    pub(in crate::cli) graph: &'a Graph,
    pub(in crate::cli) node: NodeId,
    /// Which of its numbers: its place along each axis.
    pub(in crate::cli) element: &'a [usize],
    pub(in crate::cli) target: Option<NodeId>,
    pub(in crate::cli) nudged: OutcomeResult<'a>,
    pub(in crate::cli) problems: &'a [Problem],
}

/// What came out.
pub(in crate::cli) enum OutcomeResult<'a> {
    /// Of one nudge.
    One(&'a Nudge),
    /// Of nudges that shrink.
    Shrinking(&'a [Outcome]),
}

impl Serialize for NudgeResult<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let name = |id: NodeId| self.graph.name(id);
        let mut object = serializer.serialize_struct("nudge", 7)?;
        object.serialize_field("version", &VERSION)?;
        object.serialize_field("node", name(self.node))?;
        object.serialize_field("element", self.element)?;
        object.serialize_field("target", &self.target.map(name))?;
        match self.nudged {
            OutcomeResult::One(nudge) => {
                let changes = || nudge.changes.iter().map(|it| ChangeJson(self.graph, it));
                object.serialize_field("by", &Number(nudge.by))?;
                object.serialize_field("changes", &Listed(changes))?;
                object.serialize_field("outcome", &nudge.outcome.map(OutcomeJson::of))?;
            }
            OutcomeResult::Shrinking(outcomes) => {
                let outcomes = || outcomes.iter().copied().map(OutcomeJson::of);
                object.serialize_field("outcomes", &Listed(outcomes))?;
            }
        }
        object.serialize_field("problems", &complaints(self.problems))?;
        object.end()
    }
}

/// A node before and after.
struct ChangeJson<'a>(&'a Graph, &'a NodeChange);

impl Serialize for ChangeJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let ChangeJson(graph, change) = self;
        let mut object = serializer.serialize_struct("change", 3)?;
        object.serialize_field("node", graph.name(change.node))?;
        object.serialize_field("before", &Nested::of_tensor(&change.old))?;
        object.serialize_field("after", &Nested::of_tensor(&change.new))?;
        object.end()
    }
}

/// What the target did, and what the gradient foretold.
#[derive(Serialize)]
struct OutcomeJson {
    by: Number,
    gradient: Number,
    before: Number,
    after: Number,
    predicted: Number,
    actual: Number,
    ratio: Option<Number>,
    error: Number,
}

impl OutcomeJson {
    fn of(outcome: Outcome) -> OutcomeJson {
        OutcomeJson {
            by: Number(outcome.by),
            gradient: Number(outcome.gradient),
            before: Number(outcome.old),
            after: Number(outcome.new),
            predicted: Number(outcome.predicted()),
            actual: Number(outcome.actual()),
            ratio: outcome.ratio().map(Number),
            error: Number(outcome.error()),
        }
    }
}

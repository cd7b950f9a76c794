//! The result of `cost`.

use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

use super::parts::{VERSION, complaints};
use crate::core::explain::cost::{Counts, Time};
use crate::core::problem::Problem;

/// What all derivatives of a graph cost.
pub(in crate::cli) struct CostResult<'a> {
    pub(in crate::cli) counts: &'a Counts,
    pub(in crate::cli) ways: Vec<WayResult>,
    /// How the cost grows in graphs that do.
    pub(in crate::cli) growth: Option<Vec<GrowthResult>>,
    pub(in crate::cli) problems: &'a [Problem],
}

/// One way to all derivatives.
#[derive(Serialize)]
pub(in crate::cli) struct WayResult {
    way: &'static str,
    visits: u128,
    /// How long it takes; `None` if it wasn't timed.
    seconds: Option<f64>,
    /// Whether that was measured, not extrapolated.
    measured: bool,
}

impl WayResult {
    pub(in crate::cli) fn new(way: &'static str, visits: u128, time: Option<Time>) -> WayResult {
        WayResult {
            way,
            visits,
            seconds: time.as_ref().map(Time::total),
            measured: time.as_ref().is_some_and(Time::is_measured),
        }
    }
}

/// The ways in a graph of one size.
#[derive(Serialize)]
pub(in crate::cli) struct GrowthResult {
    pub(in crate::cli) kind: &'static str,
    pub(in crate::cli) nodes: usize,
    pub(in crate::cli) sources: usize,
    pub(in crate::cli) ways: Vec<WayResult>,
}

impl Serialize for CostResult<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("cost", 7)?;
        object.serialize_field("version", &VERSION)?;
        object.serialize_field("computed_nodes", &self.counts.forward)?;
        object.serialize_field("sources", &self.counts.sources)?;
        object.serialize_field("numbers", &self.counts.numbers)?;
        object.serialize_field("ways", &self.ways)?;
        if let Some(growth) = &self.growth {
            object.serialize_field("growth", growth)?;
        }
        object.serialize_field("problems", &complaints(self.problems))?;
        object.end()
    }
}

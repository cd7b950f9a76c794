//! The result of `check`.

use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

use super::parts::{Listed, Number, VERSION, complaints};
use crate::core::check::{NodeCheck, Verdict};
use crate::core::graph::{Graph, NodeId};
use crate::core::problem::Problem;
use crate::core::program::Program;
use crate::core::tensor::Shape;

/// What came out for all files.
#[derive(Serialize)]
pub(in crate::cli) struct FilesChecked<'a> {
    version: u32,
    files: &'a [serde_json::Value],
}

impl<'a> FilesChecked<'a> {
    pub(in crate::cli) fn new(files: &'a [serde_json::Value]) -> FilesChecked<'a> {
        let version = VERSION;
        FilesChecked { version, files }
    }
}

/// What came out for a file.
pub(in crate::cli) struct FileChecks<'a> {
    /// The path, or what stands for it.
    pub(in crate::cli) file: &'a str,
    pub(in crate::cli) graph: &'a Graph,
    pub(in crate::cli) program: &'a Program,
    /// What is differentiated.
    pub(in crate::cli) target: Option<NodeId>,
    pub(in crate::cli) checks: &'a [NodeCheck],
    pub(in crate::cli) problems: &'a [Problem],
}

impl Serialize for FileChecks<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let gradients = || self.checks.iter().map(|check| self.gradient(check));
        let mut object = serializer.serialize_struct("file", 4)?;
        object.serialize_field("file", self.file)?;
        object.serialize_field("target", &self.target.map(|id| self.graph.name(id)))?;
        object.serialize_field("gradients", &Listed(gradients))?;
        object.serialize_field("problems", &complaints(self.problems))?;
        object.end()
    }
}

/// The check of one node's gradient.
#[derive(Serialize)]
struct GradientJson<'a> {
    node: &'a str,
    verdict: &'static str,
    /// The node whose op decides, where it isn't fine.
    at: Option<&'a str>,
    /// Why.
    reason: Option<&'a str>,
    gradient: Number,
    /// `None` if there is none to rely on.
    difference: Option<Number>,
    relative_error: Option<Number>,
    /// The element that the numbers are of: its place along each axis.
    element: Vec<usize>,
    checked: usize,
    elements: usize,
}

impl<'a> FileChecks<'a> {
    fn gradient(&self, check: &NodeCheck) -> GradientJson<'a> {
        let graph = self.graph;
        let (verdict, at, reason) = match check.verdict {
            Verdict::Fine => ("fine", None, None),
            Verdict::Suspect => ("suspect", check.wire.map(|wire| wire.to), None),
            Verdict::AtKink { node, text } => ("at_kink", Some(node), Some(text)),
            Verdict::Unchecked { node, reason } => ("unchecked", Some(node), Some(reason.text())),
        };
        let finite = |x: f64| x.is_finite().then_some(Number(x));
        let shape = self.program.shape(check.node).unwrap_or(Shape::SCALAR);
        GradientJson {
            node: graph.name(check.node),
            verdict,
            at: at.map(|id| graph.name(id)),
            reason,
            gradient: Number(check.comparison.gradient),
            difference: finite(check.comparison.difference),
            relative_error: finite(check.comparison.relative_error()),
            element: shape.place_of(check.element).collect(),
            checked: check.checked,
            elements: check.elements,
        }
    }
}

//! Where a value that isn't finite arises.

use crate::core::evaluation::Evaluation;
use crate::core::fault::Fault;
use crate::core::graph::{Graph, NodeId};
use crate::core::number::short;
use crate::core::problem::{Problem, ProblemKind};

impl Evaluation {
    /// The first node, in topological order, at which a number that isn't finite
    /// arises, with the sentence that says so: `log(-1) is not a number`.
    pub fn first_not_finite(&self, graph: &Graph) -> Option<Problem> {
        if self.values_are_finite() {
            return None;
        }
        let strange = |id: &NodeId| {
            let value = self.value(*id)?;
            let first = value.data.iter().find(|x| !x.is_finite())?;
            Some((*id, *first))
        };
        let (id, number) = self.program().order().iter().find_map(strange)?;
        let node = graph.get(id)?;
        let text = |input: &NodeId| match self.value(*input).and_then(|v| v.as_scalar()) {
            Some(x) => short(x, 6),
            None => graph.name(*input).to_owned(),
        };
        let inputs: Vec<String> = node.inputs().iter().flatten().map(text).collect();
        let what = match number {
            x if x.is_nan() => "is not a number",
            x if x > 0.0 => "is infinite",
            _ => "is minus infinity",
        };
        let op = node.op()?;
        let (formula, help) = if op.is_source() {
            ("its value".to_owned(), "give it a finite one")
        } else {
            (op.formula_with(&inputs), "change what flows into it")
        };
        let scalar = self.program().shape(id)?.is_scalar();
        let where_in = if scalar { "" } else { " in places" };
        let fault = Fault::new(format!("{formula} {what}{where_in}"), help);
        Some(Problem::at(id, node.name(), ProblemKind::NotFinite, fault))
    }
}

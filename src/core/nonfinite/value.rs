//! Where a value that isn't finite arises.

use crate::core::evaluation::Evaluation;
use crate::core::expression::help;
use crate::core::fault::Fault;
use crate::core::go_on::{ALWAYS, GoOn};
use crate::core::graph::{Graph, NodeId};
use crate::core::number::{grouped, short};
use crate::core::op::Op;
use crate::core::problem::{Problem, ProblemKind};
use crate::core::tensor::Shape;

impl Evaluation {
    /// The first node, in topological order, at which a number that isn't finite
    /// arises, with the sentence that says so: `log(-1) is not a number`. Nothing if
    /// [`bad_values`](Evaluation::bad_values) says it already.
    pub fn first_not_finite(&self, graph: &Graph) -> Option<Problem> {
        if self.values_are_finite(ALWAYS) {
            return None;
        }
        self.value_not_finite(graph, ALWAYS)
    }

    /// The same where there is such a value, looked for as long as `go_on` says so.
    pub(super) fn value_not_finite(&self, graph: &Graph, go_on: GoOn<'_>) -> Option<Problem> {
        let strange = |id: &NodeId| {
            let value = self.value(*id).filter(|_| go_on())?;
            let first = value.data.iter().position(|x| !x.is_finite())?;
            Some((*id, first))
        };
        let (id, first) = self.program().order().iter().find_map(strange)?;
        let node = graph.get(id)?;
        let op = node.op()?;
        if op.bad_element.is_some() {
            let said = self.bad_values(graph);
            if said.iter().any(|problem| problem.node == Some(id)) {
                return None;
            }
        }
        let text = |input: &NodeId| match self.value(*input).and_then(|v| v.as_scalar()) {
            Some(x) => short(x, 6),
            None => graph.name(*input).to_owned(),
        };
        let inputs: Vec<String> = node.inputs().iter().flatten().map(text).collect();
        let (formula, help) = if op.is_source() {
            ("its value".to_owned(), "give it a finite one")
        } else {
            let ops = node.inputs().iter().flatten();
            let mut ops = ops.filter_map(|id| graph.get(*id)?.op());
            (help::formula_of(op, &inputs), help_for(op, ops.next()))
        };
        let value = self.value(id)?;
        let what = what_is(&value.data, first, value.shape);
        let fault = Fault::new(format!("{formula} {what}"), help);
        Some(Problem::at(id, node.name(), ProblemKind::NotFinite, fault))
    }
}

/// What to do if an op whose first input comes from another op isn't finite.
fn help_for(op: &Op, first_input: Option<&Op>) -> &'static str {
    let saturated = op.name == "binary_cross_entropy"
        && first_input.is_some_and(|input| input.name == "sigmoid");
    if saturated {
        "the sigmoid is so close to 0 or 1 that it is rounded: use \
         binary_cross_entropy_with_logits on what flows into it"
    } else {
        "change what flows into it"
    }
}

/// `is not a number`, or `is infinite in 2 of 6 places, first in [0, 1]`.
fn what_is(data: &[f64], first: usize, shape: Shape) -> String {
    let same = |x: &&f64| match data[first] {
        number if number.is_nan() => x.is_nan(),
        number => **x == number,
    };
    let what = match data[first] {
        x if x.is_nan() => "is not a number",
        x if x > 0.0 => "is infinite",
        _ => "is minus infinity",
    };
    if shape.is_scalar() {
        return what.to_owned();
    }
    let (count, all) = (data.iter().filter(same).count(), data.len());
    let place = shape.index_text(first);
    let [many, total] = [count, all].map(|n| grouped(n as u128));
    match count {
        1 => format!("{what} in one of {total} places, in {place}"),
        _ => format!("{what} in {many} of {total} places, first in {place}"),
    }
}

//! The parameters of a graph, to be taken out, and to be put back by an edit: all of them,
//! or none.

use hashbrown::HashMap;

use super::content::Document;
use super::edit::Edit;
use crate::core::graph::{Graph, Node, NodeId};
use crate::core::op::{Op, SourceKind};
use crate::core::tensor::Tensor;

/// The parameters of a graph with their values, in its order.
pub fn parameters_of(graph: &Graph) -> impl Iterator<Item = (NodeId, &Node, &Tensor)> {
    let is_parameter =
        |node: &Node| node.op().and_then(Op::source_kind) == Some(SourceKind::Parameter);
    let parameters = graph.iter().filter(move |(_, node)| is_parameter(node));
    parameters.filter_map(|(id, node)| Some((id, node, node.value()?)))
}

impl Document {
    /// Gives every parameter the array of its name.
    ///
    /// # Errors
    /// They don't fit: says of each parameter and each array what is wrong. Every parameter
    /// needs an array of its shape with finite numbers, and every array a parameter.
    pub fn set_parameters(&self, arrays: &[(String, Tensor)]) -> Result<Edit, Vec<String>> {
        let mut left: HashMap<&str, &Tensor> = HashMap::new();
        left.extend(arrays.iter().map(|(name, tensor)| (name.as_str(), tensor)));
        let (mut edits, mut wrong) = (Vec::new(), Vec::new());
        for (node, its, value) in parameters_of(self.graph()) {
            let name = its.name();
            let Some(array) = left.remove(name) else {
                wrong.push(format!("{name:?} isn't in the file"));
                continue;
            };
            let [has, given] = [value, array].map(Tensor::shape);
            if has != given {
                wrong.push(format!(
                    "{name:?} has shape {has} in the graph, {given} in the file"
                ));
            } else if let Some(x) = array.data().iter().find(|x| !x.is_finite()) {
                wrong.push(format!(
                    "{name:?} has {x} in the file, and a value must be finite"
                ));
            } else {
                let value = array.clone();
                edits.push(Edit::SetValue { node, value });
            }
        }
        let unknown = arrays
            .iter()
            .filter(|(name, _)| left.contains_key(name.as_str()));
        wrong.extend(unknown.map(|(name, _)| format!("{name:?} is no parameter of the graph")));
        match wrong.is_empty() {
            true => Ok(Edit::All {
                label: "load parameters",
                edits,
            }),
            false => Err(wrong),
        }
    }
}

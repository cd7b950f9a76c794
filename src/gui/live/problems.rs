//! [`Problems`]: what is wrong with a graph and its numbers.

use hashbrown::HashMap;

use crate::core::graph::NodeId;
use crate::core::problem::Problem;

/// What is wrong with the structure first, then what is wrong with the numbers.
#[derive(Default)]
pub(super) struct Problems {
    all: Vec<Problem>,
    /// How many are of the structure.
    structural: usize,
    /// The first structural problem of a node, by its index in `all`.
    of_node: HashMap<NodeId, usize>,
}

impl Problems {
    /// Those of a structure; nothing is known of its numbers.
    pub(super) fn of_structure(problems: &[Problem]) -> Problems {
        let mut of_node = HashMap::new();
        for (i, problem) in problems.iter().enumerate() {
            if let Some(node) = problem.node {
                of_node.entry(node).or_insert(i);
            }
        }
        Problems {
            all: problems.to_vec(),
            structural: problems.len(),
            of_node,
        }
    }

    /// Takes those of the numbers in place of those that were there.
    pub(super) fn set_numeric(&mut self, problems: impl IntoIterator<Item = Problem>) {
        self.all.truncate(self.structural);
        self.all.extend(problems);
    }

    /// All of them.
    pub(super) fn all(&self) -> &[Problem] {
        &self.all
    }

    /// The problem of a node, if it has one.
    pub(super) fn of(&self, id: NodeId) -> Option<&Problem> {
        let structural = self.of_node.get(&id).map(|index| &self.all[*index]);
        let mut numeric = self.all[self.structural..].iter();
        structural.or_else(|| numeric.find(|problem| problem.node == Some(id)))
    }
}

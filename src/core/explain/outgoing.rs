//! [`Outgoing`]: the wires that leave each node. A graph stores them where they end.

use crate::core::graph::{Graph, NodeId, Wire};
use crate::core::program::Program;

/// The wires that leave each evaluated node, by the node that they end at in the
/// order of the program, an earlier input before a later one. Made in one pass.
#[derive(Clone, Debug, Default)]
pub struct Outgoing {
    /// Where a node's wires start; one more at the end.
    starts: Vec<u32>,
    wires: Vec<Wire>,
}

impl Outgoing {
    /// The wires between the nodes that a program evaluates.
    pub fn new(graph: &Graph, program: &Program) -> Outgoing {
        Outgoing::among(graph, program, |_| true)
    }

    /// Only wires that lead to the target.
    pub fn to_target(graph: &Graph, program: &Program) -> Outgoing {
        Outgoing::among(graph, program, |to| program.reaches_target(to))
    }

    /// The wires that end at some nodes.
    pub(crate) fn among(
        graph: &Graph,
        program: &Program,
        wanted: impl Fn(NodeId) -> bool,
    ) -> Outgoing {
        let ends = program.order().iter().filter(|id| wanted(**id));
        let ends: Vec<NodeId> = ends.copied().collect();
        let mut starts = vec![0; graph.index_bound() + 1];
        for (from, _) in ends.iter().flat_map(|to| graph.incoming(*to)) {
            starts[from.index() + 1] += 1;
        }
        let mut total = 0;
        for start in &mut starts {
            total += *start;
            *start = total;
        }
        let Some(any) = ends.first() else {
            return Outgoing {
                starts,
                wires: Vec::new(),
            };
        };
        let mut wires = vec![Wire { to: *any, input: 0 }; total as usize];
        let mut next = starts.clone();
        for (from, wire) in ends.iter().flat_map(|to| graph.incoming(*to)) {
            let place = &mut next[from.index()];
            wires[*place as usize] = wire;
            *place += 1;
        }
        Outgoing { starts, wires }
    }

    /// The wires that leave a node.
    pub fn of(&self, node: NodeId) -> &[Wire] {
        let start = self.starts.get(node.index()).copied();
        let end = self.starts.get(node.index() + 1).copied();
        let range = start.unwrap_or(0) as usize..end.unwrap_or(0) as usize;
        self.wires.get(range).unwrap_or_default()
    }
}

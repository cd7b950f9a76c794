//! Templates of the op table with names or numbers put in.

use super::Explainer;
use super::put::Put;
use crate::core::explain::fill::Atom;
use crate::core::graph::{Node, NodeId};
use crate::core::op::Piece;

/// So many inputs of an op that takes any number are written.
const MOST_INPUTS: usize = 12;

impl Explainer<'_> {
    /// A template of a node's op with names or numbers put in.
    pub(super) fn fill(&self, template: &str, node: NodeId, put: Put) -> String {
        let inputs = self.graph.get(node).map_or(&[][..], Node::inputs);
        let input = |index: usize| inputs.get(index).copied().flatten();
        self.notation.fill(template, |piece| match piece {
            Piece::Input(index) => self.atom(input(index), put),
            Piece::Own => self.atom(Some(node), put),
            Piece::Gradient => match (put, self.evaluation.gradient(node)) {
                (Put::Numbers, Some(gradient)) => self.notation.value_atom(&gradient),
                _ => plain(self.notation.gradient(self.graph.name(node))),
            },
            Piece::Every => {
                let each = inputs.iter().map(|input| self.atom(*input, put).text);
                let mut each: Vec<String> = each.take(MOST_INPUTS).collect();
                if inputs.len() > MOST_INPUTS {
                    each.push(self.notation.words("…"));
                }
                plain(each.join(", "))
            }
            Piece::Text(text) => plain(text.to_owned()),
        })
    }

    fn atom(&self, node: Option<NodeId>, put: Put) -> Atom {
        let Some(node) = node else {
            return plain(self.notation.words("…"));
        };
        match (put, self.evaluation.value(node)) {
            (Put::Numbers, Some(value)) => self.notation.value_atom(&value),
            _ => self.notation.name_atom(self.graph.name(node)),
        }
    }
}

fn plain(text: String) -> Atom {
    Atom { text, loose: false }
}

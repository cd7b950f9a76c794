//! Formulas in the open document: what a text is read as, and the edit that it asks for.

use std::ops::Range;

use super::Editor;
use crate::core::formula::{
    Formula, FormulaError, Plan, Style, behind, of_node, parse, plan, plan_anew, quoted, write,
};
use crate::core::graph::NodeId;
use crate::core::ops::{self, OpId};
use crate::document::formula::{FormulaEdit, FormulaTarget};
use crate::document::layout::{Area, BlockPlace, GRID};
use crate::document::{EditError, Position};

/// What a formula is typed for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum FormulaUse {
    /// To be added, beside what is selected; what it names anew is changed.
    Add,
    /// To be pasted with its upper left corner here; what the document has stays.
    Paste(Position),
    /// In place of what computes this node. The text is an expression.
    Of(NodeId),
}

/// A formula that was read, and what it does to the document.
#[derive(Clone, Debug)]
pub struct ReadFormula {
    /// The formula.
    pub formula: Formula,
    /// What it asks of the graph.
    pub plan: Plan,
    /// The edit, and the document afterwards.
    pub edit: FormulaEdit,
}

/// What is wrong with a formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormulaFault {
    /// Where in the text, in bytes; nothing if it is about all of it.
    pub span: Option<Range<usize>>,
    /// What is wrong. No full stop.
    pub message: String,
    /// What to do. No full stop; may be empty.
    pub help: String,
}

impl FormulaFault {
    fn new(error: FormulaError, before: usize) -> FormulaFault {
        let FormulaError {
            span,
            message,
            help,
            ..
        } = error;
        FormulaFault {
            span: Some(span.start.saturating_sub(before)..span.end.saturating_sub(before)),
            message,
            help,
        }
    }

    /// All of it, in a sentence.
    pub fn text(&self) -> String {
        match self.help.as_str() {
            "" => self.message.clone(),
            help => format!("{}: {help}", self.message),
        }
    }
}

impl From<EditError> for FormulaFault {
    fn from(error: EditError) -> FormulaFault {
        FormulaFault {
            span: None,
            message: error.to_string(),
            help: String::new(),
        }
    }
}

impl Editor {
    /// Reads a formula, and says what it does to the document as it is now.
    ///
    /// # Errors
    /// It can't be read, or the document refuses it; says where and what to do.
    pub fn read_formula(&self, text: &str, to: FormulaUse) -> Result<ReadFormula, FormulaFault> {
        let graph = self.document().graph();
        let start = match to {
            FormulaUse::Of(id) => format!("{} = ", quoted(self.name(id))),
            FormulaUse::Add | FormulaUse::Paste(_) => String::new(),
        };
        let whole = format!("{start}{text}");
        let fault = |error| FormulaFault::new(error, start.len());
        let formula = parse(&whole, &|name| graph.find(name).is_some()).map_err(fault)?;
        let plan = match to {
            FormulaUse::Paste(_) => plan_anew(&formula, graph),
            FormulaUse::Add | FormulaUse::Of(_) => plan(&formula, graph),
        };
        let plan = plan.map_err(fault)?;
        let (label, place, target) = match to {
            FormulaUse::Add => ("formula", self.beside_selection(), FormulaTarget::OfFormula),
            FormulaUse::Paste(at) => ("paste", BlockPlace::At(at), FormulaTarget::Keep),
            FormulaUse::Of(_) => ("change formula", BlockPlace::Anywhere, FormulaTarget::Keep),
        };
        let edit = self.document().formula_edit(&plan, label, place, target)?;
        Ok(ReadFormula {
            formula,
            plan,
            edit,
        })
    }

    /// To the right of what is selected.
    fn beside_selection(&self) -> BlockPlace {
        let selected = self.selection.nodes.iter();
        let areas = selected.filter_map(|id| Area::of(self.document(), *id));
        let corner = areas
            .map(|area| (area.at.x() + area.size.0, area.at.y()))
            .reduce(|a, b| (a.0.max(b.0), a.1.min(b.1)));
        corner.map_or(BlockPlace::Anywhere, |(right, top)| {
            BlockPlace::Near(Position::nearest(right + 4.0 * GRID, top))
        })
    }

    /// The nodes that a node's formula writes in place; see [`behind`].
    pub fn behind(&self, id: NodeId) -> Vec<NodeId> {
        behind(self.document().graph(), id)
    }

    /// What computes a node, down to named nodes. `behind` are the nodes in place.
    pub fn formula_of(&self, id: NodeId, behind: &[NodeId]) -> String {
        let formula = of_node(self.document().graph(), id, behind);
        let text = write(&formula, Style::Text);
        let start = format!("{} = ", quoted(self.name(id)));
        let text = text.trim_end();
        text.strip_prefix(&start).unwrap_or(text).to_owned()
    }
}

/// Whether a text in the search for an op is meant as a formula: it has an equals sign, or a
/// sign between names.
pub fn is_like_formula(text: &str) -> bool {
    let text = text.trim();
    let sign = |c: char| "+*/^@·×÷²³√½|(\\−-".contains(c);
    let has_name = text.contains(|c: char| c.is_alphabetic());
    has_name && (text.contains('=') || text.contains(sign))
}

/// Whether a text is made of plain words rather than of formulas: two words stand side by
/// side, and neither is an op. As a formula it would be a product.
pub fn is_prose(text: &str) -> bool {
    /// Shorter words may be names: `wx b`.
    const WORD: usize = 3;
    let is_word = |word: &str| {
        word.chars().count() >= WORD
            && word.chars().all(|c| c.is_alphabetic() && c.is_ascii())
            && OpId::named(word).is_none()
            && ops::aliased(word).is_none()
            && word != "target"
    };
    let lines = text.lines().filter_map(|line| line.split('#').next());
    let mut lines = lines.filter(|line| !line.contains(['`', '\\']));
    lines.any(|line| {
        let words: Vec<&str> = line.split_whitespace().collect();
        words
            .windows(2)
            .any(|pair| pair.iter().all(|word| is_word(word)))
    })
}

#[cfg(test)]
mod tests {
    use super::{is_like_formula, is_prose};

    #[test]
    fn prose_is_told_from_formulas() {
        for text in [
            "hello world",
            "Dear Sir, this letter (of May) is late",
            "two words here",
        ] {
            assert!(is_prose(text), "{text}");
        }
        for text in [
            "J = 1/2 (w*x + b - y)^2",
            "# the lecture's neuron\na = w x + b",
            "2 pi x",
            "y = sin x",
            "target loss",
            "f = alpha * beta",
            "\\frac{1}{2} alpha beta",
            "`two words` * 2",
            "",
        ] {
            assert!(!is_prose(text), "{text}");
        }
    }

    #[test]
    fn formulas_are_told_from_names_of_ops_and_numbers() {
        for text in ["J = ", "w*x", "sin(x)", "x²", "a - b", "\\sigma"] {
            assert!(is_like_formula(text), "{text}");
        }
        for text in ["", "sin", "cross entropy", "-2.5", "1/3", "*", "hard_tanh"] {
            assert!(!is_like_formula(text), "{text}");
        }
    }
}

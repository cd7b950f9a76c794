//! Formulas: carried out, copied, and the bar on an empty graph.

use crate::core::formula::{Style, of_nodes, short, write};
use crate::core::graph::NodeId;
use crate::export::plain_program;
use crate::gui::app::App;
use crate::gui::editor::formula::FormulaUse;
use crate::gui::files::Request;
use crate::gui::selection::Selection;

impl App {
    /// Carries out a formula, selects what it adds, and brings that into view.
    ///
    /// # Errors
    /// It can't be read, or the document refuses it; says why.
    pub(super) fn add_formula(&mut self, text: &str) -> Result<(), String> {
        let read = self.editor.read_formula(text, FormulaUse::Add);
        let read = read.map_err(|fault| fault.text())?;
        if read.edit.is_empty() {
            self.said = "The graph says this already: nothing has changed.".to_owned();
            return Ok(());
        }
        let was_empty = self.editor.node_count() == 0;
        let nodes: Vec<NodeId> = match read.edit.added.is_empty() {
            true => read.edit.changed,
            false => read.edit.added,
        };
        self.apply(read.edit.edit)?;
        self.editor.select(Selection::nodes(nodes.iter().copied()));
        match was_empty {
            true => self.canvas.fit(),
            false => self.canvas.reveal(&self.editor, &nodes),
        }
        Ok(())
    }

    /// Starts an empty graph, and opens the formula bar once it is there.
    ///
    /// # Errors
    /// A field is open that can't be finished.
    pub(super) fn start_with_formula(&mut self) -> Result<(), String> {
        self.ask(Request::New)?;
        self.panels.open_formula_next(true);
        Ok(())
    }

    /// Puts the formula of what is selected on the clipboard, or else that of the graph.
    pub(super) fn copy_as(&mut self, style: Style) {
        let graph = self.editor.document().graph();
        let nodes = self.editor.selection.node_list();
        let formula = match nodes.is_empty() {
            true => short(graph, None),
            false => of_nodes(graph, &nodes),
        };
        self.copy_next = Some(write(&formula, style));
    }

    /// Puts a program on the clipboard that computes what is selected, or else the graph.
    ///
    /// # Errors
    /// An op can't be written in Python; says which.
    pub(super) fn copy_as_python(&mut self) -> Result<(), String> {
        let graph = self.editor.document().graph();
        let nodes = self.editor.selection.node_list();
        let text = plain_program(graph, &nodes);
        let text = text.map_err(|fault| format!("{}: {}", fault.message, fault.help))?;
        self.copy_next = Some(text);
        Ok(())
    }
}

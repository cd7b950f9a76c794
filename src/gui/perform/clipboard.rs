//! Copying and pasting. The clipboard holds the text of a graph file, so what was
//! copied can be pasted in another window, or into a file.

use eframe::egui::{Rect, Vec2, pos2};

use crate::core::graph::{NodeInputs, NodeOp, NodeParts};
use crate::core::number::parse_number;
use crate::core::op::SourceKind;
use crate::core::op::attributes::Attributes;
use crate::core::ops;
use crate::document::clip::Pasted;
use crate::document::layout::{Area, GRID, place_missing};
use crate::document::{Document, Edit, Position};
use crate::file;
use crate::gui::action::{NewNode, Wiring};
use crate::gui::app::App;
use crate::gui::canvas::geometry::{frame_rect, text_rect};
use crate::gui::editor::formula::{FormulaUse, is_prose};
use crate::gui::panels::NumberBlock;
use crate::gui::selection::Selection;

impl App {
    /// Puts what is selected on the clipboard.
    pub(super) fn copy(&mut self) {
        let copy = self.copy_of(&self.editor.selection);
        self.copy_next = Some(file::to_text(&copy));
    }

    fn copy_of(&self, things: &Selection) -> Document {
        let frames: Vec<_> = things.frames.iter().copied().collect();
        let texts: Vec<_> = things.texts.iter().copied().collect();
        self.editor
            .document()
            .copy(&things.node_list(), &frames, &texts)
    }

    /// Adds what a text of the clipboard holds, with its upper left corner at a place.
    pub(super) fn paste(&mut self, text: &str, at: Position) -> Result<(), String> {
        if let Ok(number) = parse_number(text) {
            return self.paste_number(number, at);
        }
        if !is_graph(text) {
            // Rows of numbers are an input, all else is a formula.
            return match NumberBlock::parse(text) {
                Ok(block) => self.add_block("x", block, at),
                Err(_) => self.paste_formula(text, at),
            };
        }
        let clip = file::load_bytes(text.as_bytes());
        let mut clip = clip.map_err(|error| format!("the clipboard can't be pasted: {error}"))?;
        place_missing(&mut clip);
        let by = match bounds(&clip) {
            Some(bounds) => pos2(at.x(), at.y()) - bounds.min,
            None => Vec2::ZERO,
        };
        let by = match corners(&clip).next() {
            Some(first) => by + self.off_others(moved(first, by)),
            None => by,
        };
        let pasted = self.editor.document().paste(&clip, (by.x, by.y));
        let pasted = pasted.ok_or("there is nothing on the clipboard, or no room for it")?;
        self.add_pasted(pasted, "paste")
    }

    /// Adds the nodes of a formula; what the document has stays as it is.
    fn paste_formula(&mut self, text: &str, at: Position) -> Result<(), String> {
        const NOTHING: &str = "the clipboard holds neither a graph nor a formula";
        if text.trim().is_empty() {
            return Err("there is no text on the clipboard: copy nodes or a formula".to_owned());
        }
        if is_prose(text) {
            return Err(format!(
                "{NOTHING}: copy nodes first, here or in another window"
            ));
        }
        let at = moved(at, self.off_others(at));
        let read = self.editor.read_formula(text, FormulaUse::Paste(at));
        let read = read.map_err(|fault| format!("{NOTHING}. As a formula: {}", fault.text()))?;
        let nodes = read.edit.added;
        self.apply(read.edit.edit)?;
        self.editor.select(Selection::nodes(nodes));
        Ok(())
    }

    fn paste_number(&mut self, value: f64, at: Position) -> Result<(), String> {
        let at = moved(at, self.off_others(at));
        let new = NewNode {
            op: ops::source(SourceKind::Constant),
            value: Some(value),
            at,
            wired: Wiring::None,
        };
        let added = self.editor.add_node(&new);
        added.map(drop).map_err(|error| error.to_string())
    }

    /// Adds an input with the numbers of a text, which a file of this name holds.
    pub(super) fn add_data(&mut self, name: &str, text: &str, at: Position) -> Result<(), String> {
        let block = NumberBlock::parse(text).map_err(|why| format!("{name}: {why}"))?;
        self.add_block(name, block, at)
    }

    fn add_block(&mut self, name: &str, block: NumberBlock, at: Position) -> Result<(), String> {
        let head = match block.header {
            true => ", without its first line, which names the columns",
            false => "",
        };
        let value = block.into_tensor()?;
        let shape = value.shape();
        let document = self.editor.document();
        let id = document.next_id();
        let id = id.ok_or("there can be no more nodes in this document")?;
        let name = document.fresh_name(name);
        let node = NodeParts {
            name: name.clone(),
            op: NodeOp::Known(ops::source(SourceKind::Input)),
            inputs: NodeInputs::new(),
            attributes: Attributes::default(),
            value: Some(value),
        };
        let at = Some(self.free_place(pos2(at.x(), at.y())));
        let label = "add data";
        let edits = vec![Edit::Add { node, at }];
        self.apply(Edit::All { label, edits })?;
        self.editor.select(Selection::node(id));
        self.canvas.reveal(&self.editor, &[id]);
        self.said = format!("{name} is an input of shape {shape}{head}.");
        Ok(())
    }

    /// How far something that is put at this corner has to be moved, so that it doesn't hide
    /// what was pasted there before.
    fn off_others(&self, corner: Position) -> Vec2 {
        let taken: Vec<Position> = corners(self.editor.document()).collect();
        let mut steps = (0..MOST_PASTES).map(|step| Vec2::splat(step as f32 * PASTE_STEP));
        let is_free = |by: &Vec2| !taken.contains(&moved(corner, *by));
        steps.find(is_free).unwrap_or_default()
    }

    /// Adds copies of things, moved by so much; wires between them are kept.
    pub(super) fn paste_copy(&mut self, things: &Selection, by: Vec2) -> Result<(), String> {
        let copy = self.copy_of(things);
        let pasted = self.editor.document().paste(&copy, (by.x, by.y));
        let pasted = pasted.ok_or("there is no room for a copy")?;
        self.add_pasted(pasted, "duplicate")
    }

    fn add_pasted(&mut self, pasted: Pasted, label: &'static str) -> Result<(), String> {
        let edit = match pasted.edit {
            Edit::All { edits, .. } => Edit::All { label, edits },
            edit => edit,
        };
        self.apply(edit)?;
        self.editor.select(Selection {
            nodes: pasted.nodes.into_iter().collect(),
            frames: pasted.frames.into_iter().collect(),
            texts: pasted.texts.into_iter().collect(),
            ..Selection::default()
        });
        Ok(())
    }
}

/// Whether a text is meant to be a graph file: a list of nodes in a bracket, perhaps after
/// comments.
fn is_graph(text: &str) -> bool {
    let lines = text.lines().map(str::trim);
    let mut lines = lines.filter(|line| !line.is_empty() && !line.starts_with("//"));
    let starts = lines
        .next()
        .is_some_and(|line| ["(", "#!", "/*"].iter().any(|it| line.starts_with(it)));
    let mut nodes = text.match_indices("nodes");
    let is_list = |at: usize| text[at + "nodes".len()..].trim_start().starts_with(':');
    starts && nodes.any(|(at, _)| is_list(at))
}

/// How far what is pasted again lies from what was pasted before.
const PASTE_STEP: f32 = 2.0 * GRID;
/// How many pastes at one place are told apart.
const MOST_PASTES: usize = 100;

/// The upper left corners of all that a document holds.
fn corners(document: &Document) -> impl Iterator<Item = Position> + '_ {
    let nodes = document.graph().iter();
    let nodes = nodes.filter_map(|(id, _)| document.position(id));
    let frames = document.frames().map(|(_, frame)| frame.at());
    nodes
        .chain(frames)
        .chain(document.texts().map(|(_, note)| note.at))
}

fn moved(at: Position, by: Vec2) -> Position {
    Position::nearest(at.x() + by.x, at.y() + by.y)
}

/// The bounds of all that a document holds.
fn bounds(document: &Document) -> Option<Rect> {
    let areas = document
        .graph()
        .iter()
        .filter_map(|(id, _)| Area::of(document, id));
    let nodes = areas.map(|area| {
        let size = Vec2::new(area.size.0, area.size.1);
        Rect::from_min_size(pos2(area.at.x(), area.at.y()), size)
    });
    let frames = document.frames().map(|(_, frame)| frame_rect(frame));
    let texts = document.texts().map(|(_, note)| text_rect(note));
    nodes.chain(frames).chain(texts).reduce(Rect::union)
}

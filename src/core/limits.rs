//! Every cap of the program, in one place, each with what to do when it is met.
//!
//! A cap is there so that a hostile or mistaken file ends in a sentence and not
//! in a machine that swaps. They are generous: a person meets none of them.

use std::sync::atomic::{AtomicUsize, Ordering};

/// The most axes that a tensor may have.
pub const MAX_RANK: usize = 8;

/// The most elements that one tensor may hold: 2²⁶, 512 MiB of numbers.
pub const MAX_ELEMENTS: usize = 1 << 26;

/// The most nodes in a graph.
pub const MAX_NODES: usize = 2_000_000;

/// The most inputs of one node (only ops that take any number get near it).
pub const MAX_INPUTS: usize = 4_096;

/// The most ops that the table may have: a node's place in the order of a program holds
/// the number of its op in 9 bits.
pub const MAX_OPS: usize = 507;

/// The longest name of a node and of an op, in bytes.
pub const MAX_NAME_BYTES: usize = 256;

/// The most elements of all nodes of one graph together: 2²⁸, 2 GiB of values
/// and as much again for gradients.
pub const MAX_TOTAL_ELEMENTS: usize = 1 << 28;

/// What an element takes at most, in bytes: its value and its gradient, and what a command
/// needs besides, which may be twice as much again.
const BYTES_PER_ELEMENT: u64 = 48;

static TOTAL_ELEMENTS: AtomicUsize = AtomicUsize::new(MAX_TOTAL_ELEMENTS);

/// How many elements all nodes of one graph may have together:
/// [`MAX_TOTAL_ELEMENTS`], or as many as the free memory holds.
pub fn total_elements() -> usize {
    TOTAL_ELEMENTS.load(Ordering::Relaxed)
}

/// Lowers [`total_elements`] to what fits into so many bytes. The program calls it when it
/// starts; a graph that is larger then has a problem, and takes no memory.
pub fn fit_into(free_bytes: u64) {
    let fits = usize::try_from(free_bytes / BYTES_PER_ELEMENT).unwrap_or(usize::MAX);
    TOTAL_ELEMENTS.store(fits.min(MAX_TOTAL_ELEMENTS), Ordering::Relaxed);
}

/// The longest formula, in bytes: 16 MiB.
pub const MAX_FORMULA_BYTES: usize = 16 << 20;

/// The largest graph file, in bytes: 512 MiB.
pub const MAX_FILE_BYTES: u64 = 512 << 20;

/// The deepest nesting of lists and parentheses in a graph file. A tensor needs
/// [`MAX_RANK`] levels, the file around it four. The parser counts a list and each
/// of its entries, so lists may go half as deep.
pub const MAX_FILE_NESTING: usize = 64;

/// The largest distance of anything from the origin of the canvas, in points.
pub const MAX_COORDINATE: f32 = 1e7;

/// The most frames on a canvas.
pub const MAX_FRAMES: usize = 10_000;

/// The longest title that a graph can be given, the longest one of a frame, and the longest choice of a question, in
/// bytes. A graph in a file may have a longer title, as files from before this limit do: it
/// is kept whole, and the window shows it shortened.
pub const MAX_TITLE_BYTES: usize = 1_024;

/// The most steps of a lesson.
pub const MAX_LESSON_STEPS: usize = 1_000;

/// The most nodes and wires that one step of a lesson points at.
pub const MAX_HIGHLIGHTS: usize = 1_000;

/// The most choices of a question.
pub const MAX_CHOICES: usize = 20;

/// The most free text notes on a canvas.
pub const MAX_NOTES: usize = 10_000;

/// The longest note that can be written about a graph, the longest free text note, and the
/// longest text of a step of a lesson and of its question, in bytes. A graph in a file may
/// have a longer note, as with its title.
pub const MAX_NOTE_BYTES: usize = 65_536;

/// The most steps that can be undone. A person doesn't get there in a day; the memory
/// below is met first only in very large graphs.
pub const MAX_UNDO_STEPS: usize = 50_000;

/// The memory that steps to undo may take, in bytes: 1 GiB, by a careful estimate.
/// Steps share what they have in common.
pub const MAX_UNDO_BYTES: usize = 1 << 30;

/// The most paths from a node to the target that are written out one by one; a graph
/// can have 2ⁿ. What all of them come to is written as a sum over wires anyway.
pub const MAX_PATHS_WRITTEN: usize = 12;

/// The most questions of one quiz.
pub const MAX_QUESTIONS: usize = 100;

/// The longest side of a picture of a graph, in points.
pub const MAX_PICTURE_SIDE: f32 = 16_384.0;

/// The most pixels in a picture of a graph: 100 million, 400 MB while it is drawn.
pub const MAX_PICTURE_PIXELS: u64 = 100_000_000;

/// The most rows of one batch: a million.
pub const MAX_BATCH_ROWS: usize = 1 << 20;

/// The most epochs of one run: a billion.
pub const MAX_EPOCHS: u64 = 1_000_000_000;

/// The largest table file, in bytes: 4 GiB. It is read in blocks.
pub const MAX_TABLE_BYTES: u64 = 4 << 30;

/// The most columns of a table.
pub const MAX_COLUMNS: usize = 100_000;

/// The most rows of a table that is made.
pub const MAX_GENERATED_ROWS: usize = 10_000_000;

/// The most classes of a column of texts.
pub const MAX_CLASSES: usize = 10_000;

/// The longest path of a table, in bytes.
pub const MAX_PATH_BYTES: usize = 4_096;

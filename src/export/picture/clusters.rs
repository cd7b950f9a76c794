//! Which nodes stand in which frame, and which frame in which: what other programs call
//! clusters or subgraphs.

use crate::core::graph::NodeId;
use crate::document::layout::Area;
use crate::document::{Document, Frame};

/// A piece of a text that has frames within one another.
pub(super) enum Piece<'a> {
    /// A frame begins: its number, and the frame.
    Open(usize, &'a Frame),
    /// A node.
    Node(NodeId),
    /// The frame that began last ends.
    Close,
}

/// The nodes of a document, those of a frame between its begin and its end. Frames without
/// nodes are left out.
pub(super) fn pieces(document: &Document) -> Vec<Piece<'_>> {
    let frames: Vec<&Frame> = document.frames().map(|(_, frame)| frame).collect();
    let parents = parents(&frames);
    let mut inside: Vec<Vec<NodeId>> = vec![Vec::new(); frames.len()];
    let mut outside = Vec::new();
    for (id, _) in document.graph().iter() {
        let place = Area::of(document, id).and_then(|area| smallest_around(&frames, &area));
        match place {
            Some(frame) => inside[frame].push(id),
            None => outside.push(id),
        }
    }
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); frames.len()];
    let mut roots = Vec::new();
    for (frame, parent) in parents.iter().enumerate() {
        match parent {
            Some(parent) => children[*parent].push(frame),
            None => roots.push(frame),
        }
    }
    let mut pieces = Vec::new();
    // A frame waits as itself, its end as nothing.
    let mut waiting: Vec<Option<usize>> = roots.into_iter().rev().map(Some).collect();
    while let Some(next) = waiting.pop() {
        let Some(frame) = next else {
            // One in which nothing has come is as if it weren't there.
            match pieces.last() {
                Some(Piece::Open(..)) => drop(pieces.pop()),
                _ => pieces.push(Piece::Close),
            }
            continue;
        };
        pieces.push(Piece::Open(frame, frames[frame]));
        pieces.extend(inside[frame].drain(..).map(Piece::Node));
        waiting.push(None);
        waiting.extend(children[frame].iter().rev().copied().map(Some));
    }
    pieces.extend(outside.into_iter().map(Piece::Node));
    pieces
}

/// Left, top, right and bottom.
fn sides(frame: &Frame) -> [f32; 4] {
    let (x, y) = (frame.at().x(), frame.at().y());
    [x, y, x + frame.width(), y + frame.height()]
}

fn size(frame: &Frame) -> f32 {
    frame.width() * frame.height()
}

/// The frame that each frame stands in: the smallest around it.
fn parents(frames: &[&Frame]) -> Vec<Option<usize>> {
    let contains = |outer: &Frame, inner: &Frame| {
        let ([a, b, c, d], [e, f, g, h]) = (sides(outer), sides(inner));
        a <= e && b <= f && c >= g && d >= h && size(outer) > size(inner)
    };
    let parent = |inner: &&Frame| {
        let around = (0..frames.len()).filter(|outer| contains(frames[*outer], inner));
        around.min_by(|a, b| size(frames[*a]).total_cmp(&size(frames[*b])))
    };
    frames.iter().map(parent).collect()
}

/// The smallest frame in which the middle of a node stands.
fn smallest_around(frames: &[&Frame], area: &Area) -> Option<usize> {
    let (x, y) = (
        area.at.x() + area.size.0 / 2.0,
        area.at.y() + area.size.1 / 2.0,
    );
    let stands_in = |frame: &usize| {
        let [left, top, right, bottom] = sides(frames[*frame]);
        (left..=right).contains(&x) && (top..=bottom).contains(&y)
    };
    let around = (0..frames.len()).filter(stands_in);
    around.min_by(|a, b| size(frames[*a]).total_cmp(&size(frames[*b])))
}

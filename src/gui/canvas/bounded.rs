//! [`BoundedTree`]: things with bounds in graph space, found by the part that they touch.

use eframe::egui::Rect;
use rstar::{AABB, RTree, RTreeObject};

/// Something with bounds in graph space.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Bounded<T> {
    pub(super) bounds: Rect,
    pub(super) item: T,
}

impl<T> Bounded<T> {
    /// Width and height of its bounds, added up.
    pub(super) fn length(&self) -> f64 {
        f64::from(self.bounds.width()) + f64::from(self.bounds.height())
    }
}

impl<T: Copy> RTreeObject for Bounded<T> {
    type Envelope = AABB<[f32; 2]>;

    fn envelope(&self) -> Self::Envelope {
        envelope(self.bounds)
    }
}

/// A rectangle as an R-tree takes it.
fn envelope(rect: Rect) -> AABB<[f32; 2]> {
    AABB::from_corners(rect.min.into(), rect.max.into())
}

/// Things with bounds, in an R-tree.
pub(super) struct BoundedTree<T: Copy + PartialEq>(RTree<Bounded<T>>);

impl<T: Copy + PartialEq> Default for BoundedTree<T> {
    fn default() -> Self {
        BoundedTree(RTree::default())
    }
}

impl<T: Copy + PartialEq + Ord> BoundedTree<T> {
    /// A tree of many things at once.
    pub(super) fn of(all: Vec<Bounded<T>>) -> BoundedTree<T> {
        BoundedTree(RTree::bulk_load(all))
    }

    /// Adds a thing.
    pub(super) fn insert(&mut self, thing: Bounded<T>) {
        self.0.insert(thing);
    }

    /// Takes a thing out that has just these bounds.
    pub(super) fn remove(&mut self, thing: &Bounded<T>) {
        self.0.remove(thing);
    }

    /// The things whose bounds touch a part, in order.
    pub(super) fn within(&self, part: Rect) -> Vec<T> {
        let found = self.0.locate_in_envelope_intersecting(envelope(part));
        let mut items: Vec<T> = found.map(|bounded| bounded.item).collect();
        items.sort_unstable();
        items
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.0.size()
    }
}

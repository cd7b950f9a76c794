//! [`Slots`]: a list in which deleting leaves a hole, so that an index stays what it was.

/// Items by index. A deleted one leaves a hole, so that ids stay what they were. A
/// clone shares what it has in common with the original.
#[derive(Clone, Debug)]
pub(super) struct Slots<T: Clone> {
    places: imbl::Vector<Option<T>>,
    count: usize,
}

impl<T: Clone> Default for Slots<T> {
    fn default() -> Self {
        Slots {
            places: imbl::Vector::new(),
            count: 0,
        }
    }
}

/// Equality of what is there, in its order: what a file would hold.
impl<T: Clone + PartialEq> PartialEq for Slots<T> {
    fn eq(&self, other: &Self) -> bool {
        self.count == other.count && self.iter().map(|(_, t)| t).eq(other.iter().map(|(_, t)| t))
    }
}

impl<T: Clone> Slots<T> {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.count
    }

    /// The index that the next one will have.
    pub(super) fn bound(&self) -> usize {
        self.places.len()
    }

    pub(super) fn get(&self, index: usize) -> Option<&T> {
        self.places.get(index)?.as_ref()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (usize, &T)> {
        let numbered = self.places.iter().enumerate();
        numbered.filter_map(|(index, place)| Some((index, place.as_ref()?)))
    }

    pub(super) fn push(&mut self, thing: T) {
        self.places.push_back(Some(thing));
        self.count += 1;
    }

    /// Puts something in place of what is there, or deletes it; false if nothing is
    /// there.
    pub(super) fn set(&mut self, index: usize, to: Option<T>) -> bool {
        if self.get(index).is_none() {
            return false;
        }
        self.count -= usize::from(to.is_none());
        self.places.set(index, to);
        true
    }
}

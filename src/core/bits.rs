//! [`Bits`]: a set of small numbers.

/// A set of small numbers, one bit each.
#[derive(Clone, Default)]
pub(crate) struct Bits(Vec<u64>);

impl Bits {
    /// An empty set of numbers below `len`.
    pub(crate) fn new(len: usize) -> Bits {
        Bits(vec![0; len.div_ceil(64)])
    }

    /// Whether a number is in the set; a number past its length is not.
    #[inline]
    pub(crate) fn get(&self, i: usize) -> bool {
        self.0
            .get(i / 64)
            .is_some_and(|word| word >> (i % 64) & 1 != 0)
    }

    /// Adds a number below the length.
    #[inline]
    pub(crate) fn set(&mut self, i: usize) {
        self.0[i / 64] |= 1 << (i % 64);
    }

    /// How many bytes it takes besides itself.
    pub(crate) fn bytes(&self) -> usize {
        size_of_val(&*self.0)
    }
}

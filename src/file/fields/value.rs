//! Values: a number, or nested lists of numbers, read into one flat array.

use std::fmt;

use serde::de::{self, Deserialize, DeserializeSeed, Deserializer, SeqAccess, Visitor};

use crate::core::limits::{MAX_ELEMENTS, MAX_RANK};
use crate::core::tensor::{Shape, Tensor};

/// A number, or nested lists of numbers.
#[derive(Debug)]
pub(in crate::file) struct ValueField(pub(in crate::file) Tensor);

impl<'de> Deserialize<'de> for ValueField {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut nest = NestedNumbers::default();
        let level = NestingLevel {
            nest: &mut nest,
            depth: 0,
        };
        level.deserialize(deserializer)?;
        let shape = Shape::new(&nest.lengths).map_err(de::Error::custom)?;
        Tensor::new(shape, nest.data)
            .map(ValueField)
            .map_err(de::Error::custom)
    }
}

/// The numbers of nested lists, and how long the lists at each depth are.
#[derive(Default)]
struct NestedNumbers {
    data: Vec<f64>,
    lengths: Vec<usize>,
    /// At which depth the numbers stand, once the first one has been read.
    rank: Option<usize>,
}

impl NestedNumbers {
    fn number<E: de::Error>(&mut self, depth: usize, number: f64) -> Result<(), E> {
        if !number.is_finite() {
            return Err(E::custom(format_args!(
                "{number} can't be a value: write a finite number, at most 1.8e308"
            )));
        }
        if *self.rank.get_or_insert(depth) != depth {
            return Err(E::custom(MIXED));
        }
        if self.data.len() == MAX_ELEMENTS {
            return Err(E::custom(format_args!(
                "more than {MAX_ELEMENTS} numbers in one value: split the tensor up"
            )));
        }
        self.data.push(number);
        Ok(())
    }

    fn list_starts<E: de::Error>(&mut self, depth: usize) -> Result<(), E> {
        if depth == MAX_RANK {
            return Err(E::custom(format_args!(
                "more than {MAX_RANK} lists inside one another: a tensor has at most {MAX_RANK} axes"
            )));
        }
        if self.rank.is_some_and(|rank| rank <= depth) {
            return Err(E::custom(MIXED));
        }
        Ok(())
    }

    fn list_ends<E: de::Error>(&mut self, depth: usize, length: usize) -> Result<(), E> {
        if length == 0 {
            return Err(E::custom(
                "an empty list: a value needs at least one number",
            ));
        }
        // Inner lists end first, so the first end of all sets every deeper length.
        if self.lengths.len() <= depth {
            self.lengths.resize(depth + 1, 0);
        }
        let known = &mut self.lengths[depth];
        if *known == 0 {
            *known = length;
        }
        if *known != length {
            return Err(E::custom(format_args!(
                "a list of {length} stands beside one of {known}: make all lists of one level \
                 equally long"
            )));
        }
        Ok(())
    }
}

const MIXED: &str = "numbers stand beside lists: write all numbers of a value at the same depth";

struct NestingLevel<'n> {
    nest: &'n mut NestedNumbers,
    depth: usize,
}

impl<'de> DeserializeSeed<'de> for NestingLevel<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        // Once it is known that only numbers can follow, they are read as such:
        // twice as fast as to look at each for what else it could be.
        if self.nest.rank == Some(self.depth) {
            deserializer.deserialize_f64(self)
        } else {
            deserializer.deserialize_any(self)
        }
    }
}

impl<'de> Visitor<'de> for NestingLevel<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number, or nested lists of numbers")
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<(), E> {
        self.nest.number(self.depth, number)
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<(), E> {
        self.visit_f64(number as f64)
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<(), E> {
        self.visit_f64(number as f64)
    }

    fn visit_i128<E: de::Error>(self, number: i128) -> Result<(), E> {
        self.visit_f64(number as f64)
    }

    fn visit_u128<E: de::Error>(self, number: u128) -> Result<(), E> {
        self.visit_f64(number as f64)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let NestingLevel { nest, depth } = self;
        nest.list_starts(depth)?;
        let mut length = 0;
        while let Some(()) = seq.next_element_seed(NestingLevel {
            nest,
            depth: depth + 1,
        })? {
            length += 1;
        }
        nest.list_ends(depth, length)
    }
}

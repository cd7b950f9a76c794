//! What stands in a field of a node, read without a detour: texts that borrow from
//! the file, lists with a cap, tensors into one flat array, attributes.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{self, Deserialize, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::core::limits::{MAX_ELEMENTS, MAX_RANK};
use crate::core::op::attributes::AttributeValue;
use crate::core::tensor::{Shape, Tensor};

/// A text, borrowed from the file unless it has escapes in it.
#[derive(Debug)]
pub(super) struct Text<'a>(pub(super) Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextVisitor;
        impl<'de> Visitor<'de> for TextVisitor {
            type Value = Text<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text in \"quotes\"")
            }
            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Borrowed(text)))
            }
            fn visit_str<E>(self, text: &str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(TextVisitor)
    }
}

/// A list of at most `MOST` entries, so that a file can't ask for more memory than
/// a graph may have.
#[derive(Debug)]
pub(super) struct Capped<T, const MOST: usize>(pub(super) Vec<T>);

impl<T, const MOST: usize> Default for Capped<T, MOST> {
    fn default() -> Self {
        Capped(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>, const MOST: usize> Deserialize<'de> for Capped<T, MOST> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ListVisitor<T, const MOST: usize>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>, const MOST: usize> Visitor<'de> for ListVisitor<T, MOST> {
            type Value = Capped<T, MOST>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list in [ ]")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                let mut list = Vec::new();
                while let Some(entry) = seq.next_element()? {
                    if list.len() == MOST {
                        return Err(de::Error::custom(format_args!(
                            "more than {MOST} entries in a list: take some out, or split the graph up"
                        )));
                    }
                    list.push(entry);
                }
                Ok(Capped(list))
            }
        }
        deserializer.deserialize_seq(ListVisitor(PhantomData))
    }
}

/// A number, or nested lists of numbers.
#[derive(Debug)]
pub(super) struct Value(pub(super) Tensor);

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut nest = Nest::default();
        let level = Level {
            nest: &mut nest,
            depth: 0,
        };
        level.deserialize(deserializer)?;
        let shape = Shape::new(&nest.lengths).map_err(de::Error::custom)?;
        Tensor::new(shape, nest.data)
            .map(Value)
            .map_err(de::Error::custom)
    }
}

/// The numbers of nested lists, and how long the lists at each depth are.
#[derive(Default)]
struct Nest {
    data: Vec<f64>,
    lengths: Vec<usize>,
    /// At which depth the numbers stand, once the first one has been read.
    rank: Option<usize>,
}

impl Nest {
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

struct Level<'n> {
    nest: &'n mut Nest,
    depth: usize,
}

impl<'de> DeserializeSeed<'de> for Level<'_> {
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

impl<'de> Visitor<'de> for Level<'_> {
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
        let Level { nest, depth } = self;
        nest.list_starts(depth)?;
        let mut length = 0;
        while let Some(()) = seq.next_element_seed(Level {
            nest,
            depth: depth + 1,
        })? {
            length += 1;
        }
        nest.list_ends(depth, length)
    }
}

/// Names and values of attributes, each name once.
#[derive(Debug, Default)]
pub(super) struct Pairs<'a>(pub(super) Vec<(Text<'a>, AttributeValue)>);

/// More than any op has: their names are looked through one by one.
const MOST_ATTRIBUTES: usize = 32;

impl<'de: 'a, 'a> Deserialize<'de> for Pairs<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct PairsVisitor;
        impl<'de> Visitor<'de> for PairsVisitor {
            type Value = Pairs<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("pairs, as in {\"axis\": 0}")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs<'de>, A::Error> {
                let mut pairs: Vec<(Text<'de>, AttributeValue)> = Vec::new();
                while let Some(name) = map.next_key::<Text<'de>>()? {
                    if pairs.iter().any(|(known, _)| known.0 == name.0) {
                        return Err(de::Error::custom(format_args!(
                            "the attribute {:?} is there twice: take one out",
                            name.0
                        )));
                    }
                    if pairs.len() == MOST_ATTRIBUTES {
                        return Err(de::Error::custom(
                            "no op has that many attributes: take some out",
                        ));
                    }
                    pairs.push((name, map.next_value::<Setting>()?.0));
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(PairsVisitor)
    }
}

struct Setting(AttributeValue);

impl<'de> Deserialize<'de> for Setting {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(SettingVisitor).map(Setting)
    }
}

const OUT_OF_RANGE: &str =
    "a whole number out of range: use one from -9223372036854775808 to 9223372036854775807";

struct SettingVisitor;

impl<'de> Visitor<'de> for SettingVisitor {
    type Value = AttributeValue;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number, a list of whole numbers, true, false, or a word in \"quotes\"")
    }

    fn visit_bool<E>(self, flag: bool) -> Result<AttributeValue, E> {
        Ok(AttributeValue::Flag(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<AttributeValue, E> {
        Ok(AttributeValue::Integer(number))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<AttributeValue, E> {
        self.visit_u128(number.into())
    }

    fn visit_i128<E: de::Error>(self, number: i128) -> Result<AttributeValue, E> {
        let number = i64::try_from(number);
        number
            .map(AttributeValue::Integer)
            .map_err(|_| E::custom(OUT_OF_RANGE))
    }

    fn visit_u128<E: de::Error>(self, number: u128) -> Result<AttributeValue, E> {
        let number = i128::try_from(number).map_err(|_| E::custom(OUT_OF_RANGE))?;
        self.visit_i128(number)
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<AttributeValue, E> {
        if number.is_finite() {
            return Ok(AttributeValue::Number(number));
        }
        Err(E::custom(format_args!(
            "an attribute can't be {number}: write a finite number"
        )))
    }

    fn visit_str<E>(self, word: &str) -> Result<AttributeValue, E> {
        Ok(AttributeValue::Word(word.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<AttributeValue, A::Error> {
        let mut list: Vec<i64> = Vec::new();
        while let Some(number) = seq.next_element()? {
            if list.len() == MAX_RANK {
                return Err(de::Error::custom(format_args!(
                    "more than {MAX_RANK} numbers in an attribute: a tensor has at most \
                     {MAX_RANK} axes"
                )));
            }
            list.push(number);
        }
        Ok(AttributeValue::Integers(list.into()))
    }
}

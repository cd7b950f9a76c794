//! Attributes: names and what they are set to.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use super::text::Text;
use crate::core::limits::MAX_RANK;
use crate::core::op::attributes::AttributeValue;

/// Names and values of attributes, each name once.
#[derive(Debug, Default)]
pub(in crate::file) struct AttributeFields<'a>(pub(in crate::file) Vec<(Text<'a>, AttributeValue)>);

/// More than any op has: their names are looked through one by one.
const MOST_ATTRIBUTES: usize = 32;

impl<'de: 'a, 'a> Deserialize<'de> for AttributeFields<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AttributesVisitor;
        impl<'de> Visitor<'de> for AttributesVisitor {
            type Value = AttributeFields<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("pairs, as in {\"axis\": 0}")
            }
            fn visit_map<A: MapAccess<'de>>(
                self,
                mut map: A,
            ) -> Result<AttributeFields<'de>, A::Error> {
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
                    pairs.push((name, map.next_value::<AttributeField>()?.0));
                }
                Ok(AttributeFields(pairs))
            }
        }
        deserializer.deserialize_map(AttributesVisitor)
    }
}

struct AttributeField(AttributeValue);

impl<'de> Deserialize<'de> for AttributeField {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer
            .deserialize_any(AttributeVisitor)
            .map(AttributeField)
    }
}

const OUT_OF_RANGE: &str =
    "a whole number out of range: use one from -9223372036854775808 to 9223372036854775807";

struct AttributeVisitor;

impl<'de> Visitor<'de> for AttributeVisitor {
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

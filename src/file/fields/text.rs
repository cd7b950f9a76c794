//! Texts and lists.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{self, Deserialize, Deserializer, SeqAccess, Visitor};

/// A text, borrowed from the file unless it has escapes in it.
#[derive(Debug)]
pub(in crate::file) struct Text<'a>(pub(in crate::file) Cow<'a, str>);

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

/// A text of at most `MOST` bytes.
#[derive(Debug)]
pub(in crate::file) struct CappedText<const MOST: usize>(pub(in crate::file) String);

impl<'de, const MOST: usize> Deserialize<'de> for CappedText<MOST> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Text(text) = Text::deserialize(deserializer)?;
        if text.len() > MOST {
            return Err(de::Error::custom(format_args!(
                "the text has {} bytes: shorten it to {MOST}",
                text.len()
            )));
        }
        Ok(CappedText(text.into_owned()))
    }
}

/// A list of at most `MOST` entries, so that a file can't ask for more memory than
/// a graph may have.
#[derive(Debug)]
pub(in crate::file) struct Capped<T, const MOST: usize>(pub(in crate::file) Vec<T>);

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

/// The name of a field.
#[derive(Debug)]
pub(in crate::file) struct Identifier<'a>(pub(in crate::file) &'a str);

impl<'de: 'a, 'a> Deserialize<'de> for Identifier<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct IdentifierVisitor;
        impl<'de> Visitor<'de> for IdentifierVisitor {
            type Value = Identifier<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of a field")
            }
            fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Identifier<'de>, E> {
                Ok(Identifier(name))
            }
        }
        deserializer.deserialize_identifier(IdentifierVisitor)
    }
}

//! The version of a file, read before anything else, so that a file from the
//! future gets its own message whatever else is new in it.

use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};

use super::error::{FileError, TextPosition};
use super::parser::options;

/// The version that is written, and the latest that can be read.
pub const VERSION: u64 = 1;

/// The version that a text gives.
///
/// # Errors
/// It gives none, or is no text of this kind up to there.
pub(super) fn of(text: &str) -> Result<u64, FileError> {
    let mut version = None;
    let read = options().from_str_seed(text, VersionSeed(&mut version));
    match (version, read) {
        (Some(version), _) => Ok(version),
        (None, Err(error))
            if starts_otherwise(&error.code) && !text.trim_start().starts_with('#') =>
        {
            Err(FileError::new(
                "this is no graph of wiregrad: one starts with (version: 1, nodes: [",
            ))
        }
        (None, Err(error)) => Err(FileError::syntax(
            &error,
            text,
            TextPosition { line: 1, column: 1 },
        )),
        (None, Ok(())) => Err(FileError::new(
            "the file has no version: write version: 1 before the nodes",
        )),
    }
}

/// Whether the text is of another kind from its first word on.
fn starts_otherwise(error: &ron::Error) -> bool {
    use ron::Error as E;
    matches!(
        error,
        E::ExpectedStructLike
            | E::ExpectedNamedStructLike(_)
            | E::ExpectedDifferentStructName { .. }
    )
}

struct VersionSeed<'v>(&'v mut Option<u64>);

impl<'de> DeserializeSeed<'de> for VersionSeed<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_struct("graph", &[], self)
    }
}

impl<'de> Visitor<'de> for VersionSeed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a graph in ( )")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(field) = map.next_key::<TopField>()? {
            if matches!(field, TopField::Version) {
                *self.0 = Some(map.next_value()?);
                // Enough: what follows may be of another format.
                return Err(de::Error::custom("the version is known"));
            }
            map.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }
}

#[derive(serde::Deserialize)]
#[serde(field_identifier, rename_all = "lowercase")]
enum TopField {
    Version,
    #[serde(other)]
    Other,
}

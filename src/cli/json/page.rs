//! The result of `explain`.

use serde::Serialize;
use serde::ser::{SerializeMap, SerializeStruct, Serializer};

use super::parts::{Listed, VERSION, complaints};
use crate::core::explain::page::{PageBlock, PageLine};
use crate::core::explain::text::{Equation, Explanation};
use crate::core::problem::Problem;

/// A page of explanations.
pub(in crate::cli) struct PageResult<'a> {
    pub(in crate::cli) blocks: &'a [PageBlock],
    pub(in crate::cli) problems: &'a [Problem],
}

impl Serialize for PageResult<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("page", 3)?;
        object.serialize_field("version", &VERSION)?;
        object.serialize_field("blocks", &Listed(|| self.blocks.iter().map(BlockJson)))?;
        object.serialize_field("problems", &complaints(self.problems))?;
        object.end()
    }
}

/// `{"heading": "…"}`, `{"equations": […]}`: a block has one entry.
struct BlockJson<'a>(&'a PageBlock);

impl Serialize for BlockJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(Some(1))?;
        match self.0 {
            PageBlock::Title(text) => object.serialize_entry("title", text)?,
            PageBlock::Heading(text) => object.serialize_entry("heading", text)?,
            PageBlock::Paragraph(text) => object.serialize_entry("paragraph", text)?,
            PageBlock::Equations(lines) => {
                object.serialize_entry("equations", &Listed(|| lines.iter().map(LineJson::of)))?;
            }
        }
        object.end()
    }
}

/// A line of equations. Parts that say nothing are left out.
#[derive(Serialize)]
struct LineJson<'a> {
    /// What happens, in a few words.
    #[serde(skip_serializing_if = "str::is_empty")]
    title: &'a str,
    /// The path that the line is of.
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'a str>,
    #[serde(flatten)]
    equation: EquationJson<'a>,
    /// The local derivative that stands in the equation.
    #[serde(skip_serializing_if = "Option::is_none")]
    local: Option<EquationJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
}

/// An equation that unfolds: left = names = numbers = result.
#[derive(Serialize)]
struct EquationJson<'a> {
    left: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    names: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    numbers: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    result: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    reason: &'a str,
}

impl<'a> LineJson<'a> {
    fn of(line: &'a PageLine) -> LineJson<'a> {
        match line {
            PageLine::Said(Explanation {
                title,
                equation,
                local,
                note,
            }) => LineJson {
                title,
                path: None,
                equation: EquationJson::of(equation),
                local: local.as_ref().map(EquationJson::of),
                note: note.as_deref(),
            },
            PageLine::Path(path) => LineJson {
                title: "",
                path: Some(&path.way),
                equation: EquationJson::of(&path.equation),
                local: None,
                note: None,
            },
        }
    }
}

impl<'a> EquationJson<'a> {
    fn of(equation: &'a Equation) -> EquationJson<'a> {
        let Equation {
            left,
            names,
            numbers,
            result,
            reason,
        } = equation;
        EquationJson {
            left,
            names,
            numbers,
            result,
            // `, as d is positive` stands behind an equation in a text.
            reason: reason.trim_start_matches([',', ' ']),
        }
    }
}

//! What stands in a field of a node, read without a detour: texts that borrow from
//! the file, lists with a cap, tensors into one flat array, attributes.

mod attributes;
mod text;
mod value;

pub(super) use attributes::AttributeFields;
pub(super) use text::{Capped, CappedText, Identifier, Text};
pub(super) use value::ValueField;

//! The settings of the RON parser, the same for all versions of the format.

use crate::core::limits::MAX_FILE_NESTING;

/// Options need no `Some(...)`, and brackets don't nest without end.
pub(super) fn options() -> ron::Options {
    ron::Options::default()
        .with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME)
        .with_recursion_limit(MAX_FILE_NESTING)
}

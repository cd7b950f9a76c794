//! Graph files: the RON format, a module per version, and saving without risk.
//!
//! [`load`] and [`load_bytes`] make a document out of anything that calls itself a
//! graph file or refuse it with a [`FileError`]; [`to_text`] and [`save`] write the
//! canonical text. A value in a file is finite, so what can be saved can be loaded.
//!
//! ```
//! use wiregrad::file;
//!
//! let text = r#"(version: 1, nodes: [
//!     (name: "x", op: "input", value: 3),
//!     (name: "y", op: "square", inputs: ["x"]),
//! ])"#;
//! let document = file::load_bytes(text.as_bytes())?;
//! assert_eq!(document.graph().len(), 2);
//!
//! let error = file::load_bytes(text.replace("[\"x\"]", "[\"X\"]").as_bytes()).unwrap_err();
//! assert_eq!(
//!     error.to_string(),
//!     r#"line 3, column 5, node "y": input 0 is "X", which no node is called: did you mean "x"?"#
//! );
//! # Ok::<(), file::FileError>(())
//! ```

mod arrays;
mod atomic;
mod checkpoint;
mod error;
mod fields;
mod load;
mod parameters;
mod parser;
mod recovery;
mod recovery_copy;
mod save;
mod slip;
mod source_text;
mod stamp;
mod v1;
mod version;
mod write;

pub use arrays::ArrayFormat;
pub use checkpoint::{load_checkpoint, save_checkpoint};
pub use error::{FileError, TextPosition};
pub use load::{load, load_bytes, load_from, load_from_with_source, load_with_source, open};
pub use parameters::{load_parameters, save_parameters};
pub use recovery::Recovery;
pub use recovery_copy::RecoveryCopy;
pub use save::{save, save_bytes};
pub use source_text::SourceText;
pub use stamp::Stamp;
pub use version::VERSION;
pub use write::to_text;

//! Tables: from a file, one that ships, or one that is made, to the rows that a graph is
//! trained with.
//!
//! ```text
//! DataSettings ─read→ Table (the columns in use) ─dataset→ Dataset (DataRows, Recipe)
//! ```
//!
//! A [`Recipe`] says how the columns became numbers, so that new rows become numbers in
//! the same way.

mod csv_table;
mod dataset;
mod error;
mod generate;
mod line_ends;
pub mod npy;
mod npy_table;
pub mod npz;
mod numbers;
mod pattern;
mod read;
mod recipe;
mod shipped;
mod split;
mod table;

pub use dataset::{Dataset, load, load_like};
pub use error::TableError;
pub use generate::KINDS;
pub use numbers::tensor_from_table;
pub use read::{column_names, table_file};
pub use recipe::{Recipe, SourceRecipe};
pub use shipped::SETS;

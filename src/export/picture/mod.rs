//! A graph as a picture in the languages that papers, wikis and slides draw from.

mod clusters;
mod dot;
mod drawing;
mod escape;
mod mermaid;
mod tikz;

pub use dot::dot;
pub use mermaid::mermaid;
pub use tikz::tikz;
pub(super) use tikz::{TikzNumbers, tikz_picture};

//! A graph as a picture in the languages that papers, wikis and slides draw from.

mod clusters;
mod dot;
mod drawing;
mod escape;
mod mermaid;
mod tikz;

pub(super) use dot::dot;
pub(super) use mermaid::mermaid;
pub(super) use tikz::tikz;
pub(super) use tikz::{TikzNumbers, tikz_picture};

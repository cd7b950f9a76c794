//! `picture`: a graph as a picture file. What draws is in the editor, on which the
//! command line doesn't stand; so this only says what was asked for.

use std::path::{Path, PathBuf};

use clap::Args;

use super::graph::GraphArgs;
use super::outcome::Refusal;
use crate::document::{Document, layout};

const EXAMPLES: &str = "\
Examples:
  wiregrad picture graph.ron graph.png
  wiregrad picture graph.ron slide.svg --dark --transparent
  wiregrad picture graph.ron graph.svg --set w=1/3 --target c
  wiregrad picture --formula 'J = (w*x - y)^2' slide.svg

Exit status: 0 fine, 1 the file or the picture has a problem, 2 wrong usage.";

/// What `picture` takes.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct PictureArgs {
    /// The graph.
    #[command(flatten)]
    graph: GraphArgs,
    /// The picture to write: OUT.png for pixels, OUT.svg for a drawing with real text
    #[arg(value_name = "OUT", required_unless_present = "formula")]
    to: Option<PathBuf>,
    /// Light on dark
    #[arg(long)]
    pub dark: bool,
    /// Without a background
    #[arg(long)]
    pub transparent: bool,
}

impl PictureArgs {
    /// The graph, with what the arguments change in it, laid out.
    ///
    /// # Errors
    /// The file can't be read, or an argument doesn't fit it; says where and what to do.
    pub fn document(&self) -> Result<Document, Refusal> {
        let mut document = self.graph.document()?;
        layout::place_missing(&mut document);
        Ok(document)
    }

    /// The picture to write; nothing if it isn't named.
    pub fn to(&self) -> Option<&Path> {
        self.to.as_deref().or(self.graph.stands_in())
    }
}

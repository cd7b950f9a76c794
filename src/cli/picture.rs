//! `picture`: a graph as a picture file. What draws is in the editor, on which the
//! command line doesn't stand; so this only says what was asked for.

use std::path::PathBuf;

use clap::Args;

const EXAMPLES: &str = "\
Examples:
  wiregrad picture graph.ron graph.png
  wiregrad picture graph.ron slide.svg --dark --transparent

Exit status: 0 fine, 1 the file or the picture has a problem, 2 wrong usage.";

/// What `picture` takes.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct PictureArgs {
    /// The graph file
    pub file: PathBuf,
    /// The picture to write: OUT.png for pixels, OUT.svg for a drawing with real text
    #[arg(value_name = "OUT")]
    pub to: PathBuf,
    /// Light on dark
    #[arg(long)]
    pub dark: bool,
    /// Without a background
    #[arg(long)]
    pub transparent: bool,
}

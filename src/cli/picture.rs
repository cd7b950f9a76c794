//! `picture`: a graph as a picture file. What draws is in the editor, on which the
//! command line doesn't stand; so this only says what was asked for.

use std::path::PathBuf;

use clap::Args;

/// What `picture` takes.
#[derive(Args)]
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

//! `plot`: a node against one source or two, as a picture or as numbers. What draws is in
//! the editor, on which the command line doesn't stand; so this only says what was asked for.

use std::path::{Path, PathBuf};

use clap::Args;

use super::graph::{GraphArgs, find};
use super::outcome::Refusal;
use crate::core::graph::{Graph, NodeId};
use crate::core::plot::usual_range;
use crate::core::tensor::Tensor;
use crate::document::Document;

const EXAMPLES: &str = "\
Examples:
  wiregrad plot graph.ron J --against w -o curve.svg
  wiregrad plot graph.ron J,a --against w --range -2:6 -o slide.png --dark
  wiregrad plot graph.ron J --against w,b -o map.svg
  wiregrad plot graph.ron J --against w --set b=1/2 -o numbers.csv

The dashed line is the tangent: its slope is the derivative, of the target the gradient.
Against two sources it is a map with lines of equal value, and the gradient as an arrow.

Exit status: 0 fine, 1 the file or the picture has a problem, 2 wrong usage.";

/// What `plot` takes.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct PlotArgs {
    /// The graph.
    #[command(flatten)]
    graph: GraphArgs,
    /// The node to plot, or several with commas between
    #[arg(value_name = "NODE", required_unless_present = "formula")]
    nodes: Option<String>,
    /// The source that changes, or two with a comma between for a map
    #[arg(long, value_name = "SOURCE", required = true)]
    against: String,
    /// From where to where the source goes; once for each
    #[arg(long, value_name = "A:B", value_parser = range, allow_hyphen_values = true)]
    range: Vec<(f64, f64)>,
    /// What to write: OUT.png for pixels, OUT.svg for a drawing with real text, OUT.csv for
    /// the numbers
    #[arg(short, long, value_name = "OUT")]
    pub output: PathBuf,
    /// Light on dark
    #[arg(long)]
    pub dark: bool,
    /// Without a background
    #[arg(long)]
    pub transparent: bool,
}

/// What is to be plotted, found in its graph.
pub struct PlotSubject {
    /// The graph.
    pub document: Document,
    /// The nodes.
    pub nodes: Vec<NodeId>,
    /// One source or two, each with its range.
    pub against: Vec<(NodeId, (f64, f64))>,
}

fn range(text: &str) -> Result<(f64, f64), String> {
    let ends = text.split_once(':').and_then(|(from, to)| {
        let number = |text: &str| text.trim().parse().ok().filter(|x: &f64| x.is_finite());
        Some((number(from)?, number(to)?))
    });
    let ends = ends.filter(|(from, to)| from < to);
    ends.ok_or_else(|| "write the smaller number first, as in -2:6".to_owned())
}

impl PlotArgs {
    /// What is to be plotted.
    ///
    /// # Errors
    /// The file can't be read, or a name isn't in it.
    pub fn subject(&self) -> Result<PlotSubject, Refusal> {
        let document = self.graph.document()?;
        let names = self.names()?;
        let ids = |names: &str| -> Result<Vec<NodeId>, Refusal> {
            let names = names.split(',').map(str::trim);
            let ids = names.map(|name| find(document.graph(), name));
            ids.collect::<Result<_, _>>().map_err(Refusal::Usage)
        };
        let (nodes, sources) = (ids(&names)?, ids(&self.against)?);
        if sources.len() > 2 || sources.len() > 1 && nodes.len() > 1 {
            let message = "a map is of one node against two sources: name no more";
            return Err(Refusal::Usage(message.to_owned()));
        }
        if self.range.len() > sources.len() {
            let message = "there are more ranges than sources: give one --range for each";
            return Err(Refusal::Usage(message.to_owned()));
        }
        let ranges = self.range.iter().copied().map(Some);
        let ranges = ranges.chain(std::iter::repeat(None));
        let against = sources.into_iter().zip(ranges);
        let against = against.map(|(id, range)| {
            let range = range.unwrap_or_else(|| range_of(document.graph(), id));
            (id, range)
        });
        let against = against.collect();
        Ok(PlotSubject {
            document,
            nodes,
            against,
        })
    }

    /// The names of the nodes; with a formula they stand in the place of the file.
    fn names(&self) -> Result<String, Refusal> {
        let usage = |message: &str| Refusal::Usage(message.to_owned());
        let stands_in = self.graph.stands_in().and_then(Path::to_str);
        let names = match (self.nodes.as_deref(), stands_in) {
            (Some(names), None) | (None, Some(names)) => names,
            (None, None) => return Err(usage("name the node to plot")),
            (Some(_), Some(_)) => return Err(usage("give a file or a formula, not both")),
        };
        Ok(names.to_owned())
    }
}

fn range_of(graph: &Graph, source: NodeId) -> (f64, f64) {
    let value = graph.get(source).and_then(|node| node.value());
    usual_range(value.and_then(Tensor::as_scalar).unwrap_or(0.0))
}

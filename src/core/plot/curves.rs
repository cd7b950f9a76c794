//! [`Curve`]: a node as a function of one source.

use super::sampler::{Sample, Sampler};
use super::special::{At, Special, between};
use crate::core::graph::{Graph, NodeId};

/// Nodes as functions of one source.
#[derive(Clone, Debug, PartialEq)]
pub struct CurvePlot {
    /// The source.
    pub source: NodeId,
    /// The number that it has.
    pub now: f64,
    /// From where to where it goes.
    pub range: (f64, f64),
    /// The numbers that it was given, rising.
    pub inputs: Vec<f64>,
    /// A curve for each node.
    pub curves: Vec<Curve>,
}

/// A node as a function of a source.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// The node.
    pub node: NodeId,
    /// Its value at each of the inputs; NaN or infinite where it has none.
    pub values: Vec<f64>,
    /// Its value at the number that the source has.
    pub now: f64,
    /// Its derivative with respect to the source there: the slope of the tangent, by forward
    /// mode. Of the target it is the gradient of the source.
    pub slope: f64,
    /// Where the slope changes at once: input and value.
    pub kinks: Vec<[f64; 2]>,
    /// Where the curve ends, as the node has no value beyond: the last input and value.
    pub ends: Vec<[f64; 2]>,
    /// By index of the inputs: before these the value jumps, and the curve is broken.
    pub jumps: Vec<usize>,
}

/// In more of the intervals between two samples nothing special is looked for.
const MOST_SPECIAL: usize = 40;
/// Samples of larger graphs aren't looked at for kinks.
const MOST_NODES: usize = 3_000;

/// Nodes as functions of a source in a range, at so many numbers of it and at its special
/// places: kinks, jumps and ends are found to the last bit, whatever is sampled.
///
/// `None` if the source isn't one of a single number, a node has another shape, or the range
/// is none.
pub fn curves(
    graph: &Graph,
    source: NodeId,
    nodes: &[NodeId],
    range: (f64, f64),
    samples: usize,
) -> Option<CurvePlot> {
    let mut sampler = Sampler::new(graph);
    let now = sampler.source(source)?;
    let is_range = range.0.is_finite() && range.1.is_finite() && range.0 < range.1;
    if !is_range || !nodes.iter().all(|node| sampler.is_scalar(*node)) {
        return None;
    }
    let steps = samples.max(2) - 1;
    let input = |i: usize| {
        let part = i as f64 / steps as f64;
        range.0 * (1.0 - part) + range.1 * part
    };
    let mut inputs: Vec<f64> = (0..=steps).map(input).collect();
    inputs.dedup();
    let mut rows = sampled(&mut sampler, source, nodes, &inputs);
    let mut specials = Vec::new();
    if graph.len() <= MOST_NODES {
        for (nth, node) in nodes.iter().enumerate() {
            let found = find_specials(&mut sampler, (source, *node), &inputs, &rows, nth);
            specials.extend(found.into_iter().map(|special| (nth, special)));
        }
    }
    if add_places(&mut inputs, &specials) {
        rows = sampled(&mut sampler, source, nodes, &inputs);
    }
    let mut here = Vec::new();
    sampler.at(source, now, nodes, &mut here);
    let curves = nodes
        .iter()
        .zip(here)
        .enumerate()
        .map(|(nth, (node, here))| {
            let mut curve = Curve {
                node: *node,
                values: rows.iter().map(|row| row[nth].value).collect(),
                now: here.value,
                slope: here.slope,
                kinks: Vec::new(),
                ends: Vec::new(),
                jumps: Vec::new(),
            };
            let own = specials.iter().filter(|(of, _)| *of == nth);
            own.for_each(|(_, special)| curve.mark(&inputs, *special));
            curve
        });
    Some(CurvePlot {
        source,
        now,
        range,
        curves: curves.collect(),
        inputs,
    })
}

/// Adds special places to the inputs; true if there are new ones.
fn add_places(inputs: &mut Vec<f64>, specials: &[(usize, Special)]) -> bool {
    let before = inputs.len();
    inputs.extend(specials.iter().flat_map(|(_, special)| match *special {
        Special::Kink(x) | Special::End(x) => [x, x],
        Special::Jump(a, b) => [a, b],
    }));
    inputs.sort_by(f64::total_cmp);
    inputs.dedup();
    inputs.len() > before
}

fn sampled(
    sampler: &mut Sampler,
    source: NodeId,
    nodes: &[NodeId],
    inputs: &[f64],
) -> Vec<Vec<Sample>> {
    let rows = inputs.iter().map(|&input| {
        let mut row = Vec::with_capacity(nodes.len());
        sampler.at(source, input, nodes, &mut row);
        row
    });
    rows.collect()
}

/// The special places of one node, between all pairs of samples.
fn find_specials(
    sampler: &mut Sampler,
    (source, node): (NodeId, NodeId),
    inputs: &[f64],
    rows: &[Vec<Sample>],
    nth: usize,
) -> Vec<Special> {
    let all: Vec<At> = inputs
        .iter()
        .zip(rows)
        .map(|(input, row)| (*input, row[nth]))
        .collect();
    let values = all.iter().map(|at| at.1.value).filter(|x| x.is_finite());
    let (low, high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| {
        (low.min(x), high.max(x))
    });
    let height = (high - low).max(0.0);
    let mut row = Vec::new();
    let mut sample = |input: f64| {
        sampler.at(source, input, &[node], &mut row);
        row[0]
    };
    // The strongest bends first: there may be more than are looked at.
    let mut order: Vec<usize> = (0..all.len().saturating_sub(1)).collect();
    let strength = |i: usize| {
        let (a, b) = (all[i].1, all[i + 1].1);
        match a.is_there() == b.is_there() {
            false => f64::INFINITY,
            true if !a.is_there() => -1.0,
            true => (b.slope - a.slope).abs().max((b.value - a.value).abs()),
        }
    };
    order.sort_by(|a, b| strength(*b).total_cmp(&strength(*a)));
    let mut found = Vec::new();
    for i in order.into_iter().take(MOST_SPECIAL) {
        found.extend(between(all[i], all[i + 1], height, &mut sample));
    }
    found
}

impl Curve {
    fn mark(&mut self, inputs: &[f64], special: Special) {
        let place = |x: f64| inputs.iter().position(|input| *input == x);
        let at = |curve: &Curve, x: f64| {
            let value = curve.values.get(place(x)?)?;
            Some([x, *value])
        };
        match special {
            Special::Kink(x) => {
                let point = at(self, x).filter(|[_, value]| value.is_finite());
                // One at a sample is found from both sides.
                let is_new = self.kinks.iter().all(|known| known[0] != x);
                let ends = self.ends.iter().any(|known| known[0] == x);
                self.kinks.extend(point.filter(|_| is_new && !ends));
            }
            Special::End(x) => {
                let point = at(self, x);
                self.ends.extend(point);
                // Where a curve ends, its slope may, too; that is no kink.
                self.kinks.retain(|known| known[0] != x);
            }
            Special::Jump(_, after) => self.jumps.extend(place(after)),
        }
    }

    /// The pieces of the curve, each a line through these points: it is broken where there
    /// is no value and where it jumps.
    pub fn pieces(&self, inputs: &[f64]) -> Vec<Vec<[f64; 2]>> {
        let mut pieces = vec![Vec::new()];
        for (i, (input, value)) in inputs.iter().zip(&self.values).enumerate() {
            let breaks = !value.is_finite() || self.jumps.contains(&i);
            if breaks && pieces.last().is_some_and(|piece| !piece.is_empty()) {
                pieces.push(Vec::new());
            }
            if value.is_finite()
                && let Some(piece) = pieces.last_mut()
            {
                piece.push([*input, *value]);
            }
        }
        pieces.retain(|piece| !piece.is_empty());
        pieces
    }
}

impl CurvePlot {
    /// As CSV: a column for the source and one for each node, with their names above. Where
    /// there is no value the cell is empty.
    pub fn csv(&self, graph: &Graph) -> String {
        let mut text = quoted(graph.name(self.source));
        for curve in &self.curves {
            text.push(',');
            text.push_str(&quoted(graph.name(curve.node)));
        }
        text.push('\n');
        for (i, input) in self.inputs.iter().enumerate() {
            text.push_str(&digits(*input));
            for curve in &self.curves {
                let value = curve.values.get(i).filter(|value| value.is_finite());
                let value = value.map_or_else(String::new, |value| digits(*value));
                text.push(',');
                text.push_str(&value);
            }
            text.push('\n');
        }
        text
    }
}

/// All digits of a number, and no more.
pub(super) fn digits(x: f64) -> String {
    let text = format!("{x:?}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

/// A name as a cell of CSV.
pub(super) fn quoted(name: &str) -> String {
    match name.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", name.replace('"', "\"\"")),
        false => name.to_owned(),
    }
}

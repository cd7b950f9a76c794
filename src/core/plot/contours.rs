//! [`ContourMap`]: a node as a function of two sources, as lines of equal value.

use hashbrown::HashMap;

use super::curves::{digits, quoted};
use super::sampler::Sampler;
use crate::core::graph::{Graph, NodeId};

/// A node as a function of two sources.
#[derive(Clone, Debug, PartialEq)]
pub struct ContourMap {
    /// The node.
    pub node: NodeId,
    /// The sources: one to the right, one upward.
    pub sources: [NodeId; 2],
    /// The numbers that they have.
    pub now: [f64; 2],
    /// The value of the node there.
    pub value: f64,
    /// Its derivatives with respect to the sources there: they point uphill.
    pub gradient: [f64; 2],
    /// From where to where each source goes.
    pub ranges: [(f64, f64); 2],
    /// So many numbers each source was given.
    pub side: usize,
    /// The values, row by row from the lowest number of the second source up; NaN or infinite
    /// where there is none.
    pub values: Vec<f64>,
    /// Lines of equal value, the lowest first.
    pub lines: Vec<ContourLine>,
}

/// A line of equal value.
#[derive(Clone, Debug, PartialEq)]
pub struct ContourLine {
    /// The value along it.
    pub level: f64,
    /// The points that it runs through.
    pub points: Vec<[f64; 2]>,
}

/// How many values have lines.
const LEVELS: usize = 12;

/// A node as a function of two sources in ranges, each given so many numbers.
///
/// The values of the lines are quantiles, rounded: about as many points of the map lie between
/// any two. So a bowl and a cliff both show.
///
/// `None` if the sources aren't two of single numbers, the node has another shape, or a range
/// is none.
pub fn contours(
    graph: &Graph,
    sources: [NodeId; 2],
    node: NodeId,
    ranges: [(f64, f64); 2],
    side: usize,
) -> Option<ContourMap> {
    let mut sampler = Sampler::new(graph);
    let now = [sampler.source(sources[0])?, sampler.source(sources[1])?];
    let is_range = |(from, to): (f64, f64)| from.is_finite() && to.is_finite() && from < to;
    let are_ranges = ranges.into_iter().all(is_range);
    if !are_ranges || sources[0] == sources[1] || !sampler.is_scalar(node) {
        return None;
    }
    let mut here = Vec::new();
    let slopes = [0, 1].map(|axis| {
        sampler.at(sources[axis], now[axis], &[node], &mut here);
        here[0]
    });
    let side = side.max(2);
    let mut values = Vec::with_capacity(side * side);
    for row in 0..side {
        sampler.set(sources[1], place(ranges[1], row, side));
        for column in 0..side {
            sampler.set(sources[0], place(ranges[0], column, side));
            values.push(sampler.value(node));
        }
    }
    let mut map = ContourMap {
        node,
        sources,
        now,
        value: slopes[0].value,
        gradient: slopes.map(|sample| sample.slope),
        ranges,
        side,
        values,
        lines: Vec::new(),
    };
    map.lines = levels(&map.values)
        .into_iter()
        .flat_map(|level| map.lines_at(level))
        .collect();
    Some(map)
}

/// The number at a place among `side` numbers of a range.
fn place((from, to): (f64, f64), at: usize, side: usize) -> f64 {
    let part = at as f64 / (side - 1) as f64;
    from * (1.0 - part) + to * part
}

fn levels(values: &[f64]) -> Vec<f64> {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|x| x.is_finite()).collect();
    sorted.sort_by(f64::total_cmp);
    let at = |nth: usize| {
        let index = sorted.len() * (2 * nth + 1) / (2 * LEVELS);
        sorted.get(index).copied()
    };
    let mut levels: Vec<f64> = (0..LEVELS).filter_map(at).collect();
    levels.dedup();
    let gaps: Vec<f64> = levels.windows(2).map(|pair| pair[1] - pair[0]).collect();
    for (nth, level) in levels.iter_mut().enumerate() {
        let beside = [nth.checked_sub(1), Some(nth)].into_iter().flatten();
        let gap = beside.filter_map(|nth| gaps.get(nth)).copied();
        *level = rounded(*level, 0.5 * gap.fold(f64::INFINITY, f64::min));
    }
    levels
}

/// A number that is rounded to a power of ten, at most so large; as it is if there is none.
fn rounded(x: f64, most: f64) -> f64 {
    let power = most.log10().floor();
    let rounded = match power < 0.0 {
        // A division gives the number that is nearest to what is written.
        true => (x * 10_f64.powf(-power)).round() / 10_f64.powf(-power),
        false => (x / 10_f64.powf(power)).round() * 10_f64.powf(power),
    };
    if rounded.is_finite() { rounded } else { x }
}

/// An edge between two neighbouring samples: the lower left one, and whether it runs upward.
type Edge = (usize, bool);

impl ContourMap {
    fn number(&self, column: usize, row: usize) -> f64 {
        let value = self.values.get(row * self.side + column);
        value.copied().unwrap_or(f64::NAN)
    }

    /// Where a line of this level crosses an edge.
    fn crossing(&self, (at, upward): Edge, level: f64) -> [f64; 2] {
        let (column, row) = (at % self.side, at / self.side);
        let (next_column, next_row) = match upward {
            true => (column, row + 1),
            false => (column + 1, row),
        };
        let (a, b) = (self.number(column, row), self.number(next_column, next_row));
        let part = (level - a) / (b - a);
        let part = if part.is_finite() {
            part.clamp(0.0, 1.0)
        } else {
            0.5
        };
        let point = |axis: usize, from: usize, to: usize| {
            let [from, to] = [from, to].map(|at| place(self.ranges[axis], at, self.side));
            from * (1.0 - part) + to * part
        };
        [point(0, column, next_column), point(1, row, next_row)]
    }

    /// The lines of one level, by marching squares: each square of four samples has up to
    /// two pieces, which are joined where squares meet.
    fn lines_at(&self, level: f64) -> Vec<ContourLine> {
        let mut joined: HashMap<Edge, Vec<Edge>> = HashMap::new();
        let mut order = Vec::new();
        for row in 0..self.side - 1 {
            for column in 0..self.side - 1 {
                for (a, b) in self.pieces(column, row, level) {
                    for (from, to) in [(a, b), (b, a)] {
                        joined.entry(from).or_default().push(to);
                        order.push(from);
                    }
                }
            }
        }
        // Lines that end at the edge of the map first, then those that close.
        let ends = |edge: &Edge| joined.get(edge).is_some_and(|next| next.len() == 1);
        let (first, closed): (Vec<Edge>, Vec<Edge>) = order.into_iter().partition(ends);
        let mut lines = Vec::new();
        for start in first.into_iter().chain(closed) {
            let mut points = Vec::new();
            let mut at = Some(start);
            while let Some(edge) = at {
                let next = joined.get_mut(&edge).and_then(Vec::pop);
                if next.is_some() || !points.is_empty() {
                    points.push(self.crossing(edge, level));
                }
                if let Some(next) = next
                    && let Some(back) = joined.get_mut(&next)
                    && let Some(known) = back.iter().position(|other| *other == edge)
                {
                    back.swap_remove(known);
                }
                at = next;
            }
            if points.len() > 1 {
                lines.push(ContourLine { level, points });
            }
        }
        lines
    }

    /// The pieces of a line in one square, each from an edge to an edge.
    fn pieces(&self, column: usize, row: usize, level: f64) -> Vec<(Edge, Edge)> {
        let corners = [(0, 0), (1, 0), (1, 1), (0, 1)]
            .map(|(right, up)| self.number(column + right, row + up));
        if !corners.iter().all(|x| x.is_finite()) {
            return Vec::new();
        }
        let at = row * self.side + column;
        let edges: [Edge; 4] = [
            (at, false),
            (at + 1, true),
            (at + self.side, false),
            (at, true),
        ];
        let above = corners.map(|x| x > level);
        let is_crossed = |i: &usize| above[*i] != above[(i + 1) % 4];
        let crossed: Vec<Edge> = (0..4).filter(is_crossed).map(|i| edges[i]).collect();
        match crossed[..] {
            [a, b] => vec![(a, b)],
            // A saddle: the middle says which corners belong together.
            [a, b, c, d] => {
                let middle = corners.iter().sum::<f64>() / 4.0 > level;
                match middle == above[0] {
                    true => vec![(a, b), (c, d)],
                    false => vec![(d, a), (b, c)],
                }
            }
            _ => Vec::new(),
        }
    }

    /// As CSV: a row for each point of the map, with the two sources and the node.
    pub fn csv(&self, graph: &Graph) -> String {
        let [x, y] = self.sources.map(|source| quoted(graph.name(source)));
        let mut text = format!("{x},{y},{}\n", quoted(graph.name(self.node)));
        for row in 0..self.side {
            for column in 0..self.side {
                let value = self.number(column, row);
                let value = match value.is_finite() {
                    true => digits(value),
                    false => String::new(),
                };
                let x = digits(place(self.ranges[0], column, self.side));
                let y = digits(place(self.ranges[1], row, self.side));
                text.push_str(&format!("{x},{y},{value}\n"));
            }
        }
        text
    }
}

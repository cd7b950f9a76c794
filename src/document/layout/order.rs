//! The order of what stands in a column, so that few wires cross: by the mean height
//! of each item's neighbours (the barycentre heuristic of Sugiyama, Tagawa and
//! Toda, 1981) in passes to and fro, then by swaps of neighbours that take crossings
//! away. The best order met on the way is kept.

use super::layering::Layering;

/// Passes over all columns; large graphs get fewer.
const PASSES: [(usize, usize); 4] = [(2_000, 24), (20_000, 12), (100_000, 6), (usize::MAX, 3)];
/// Up to so many items swaps are tried.
const MOST_SWAPPED: usize = 3_000;
const SWAP_ROUNDS: usize = 8;

/// Puts the items in each column in order.
pub(super) fn order(layering: &mut Layering) {
    let items = layering.heights.len();
    let passes = PASSES.iter().find(|(most, _)| items <= *most);
    let passes = passes.map_or(0, |(_, passes)| *passes);
    begin_as_a_tree(layering);
    let mut heights = vec![0.0; items];
    for column in &layering.columns {
        measure(column, &layering.heights, &mut heights);
    }
    if !layering.has_lanes {
        // What crosses isn't told by neighbouring columns: there is no best order.
        for pass in 0..passes {
            sort_columns(layering, &mut heights, pass % 2 == 0);
        }
        return;
    }
    let mut best = (crossings(layering), layering.columns.clone());
    for pass in 0..passes {
        sort_columns(layering, &mut heights, pass % 2 == 0);
        if items <= MOST_SWAPPED {
            swap_neighbours(layering, &mut heights);
        }
        let crossings = crossings(layering);
        if crossings <= best.0 {
            best = (crossings, layering.columns.clone());
        }
    }
    layering.columns = best.1;
}

/// Orders the columns as a walk from each result back along its inputs meets their
/// items, first input first: no wires of a tree cross then.
fn begin_as_a_tree(layering: &mut Layering) {
    let items = 0..layering.heights.len() as u32;
    let mut columns = vec![0; layering.heights.len()];
    for (number, column) in layering.columns.iter_mut().enumerate() {
        column
            .drain(..)
            .for_each(|item| columns[item as usize] = number);
    }
    let mut met = vec![false; layering.heights.len()];
    let mut stack = Vec::new();
    for result in items.filter(|item| layering.users.of(*item).is_empty()) {
        stack.push(result);
        while let Some(item) = stack.pop() {
            if !std::mem::replace(&mut met[item as usize], true) {
                layering.columns[columns[item as usize]].push(item);
                stack.extend(layering.inputs.of(item).iter().rev());
            }
        }
    }
}

/// Heights of the middles of a column's items, from the column's own middle.
fn measure(column: &[u32], sizes: &[i32], heights: &mut [f32]) {
    let size = |item: u32| sizes[item as usize] as f32;
    let mut top = column.iter().map(|item| size(*item)).sum::<f32>() / -2.0;
    for &item in column {
        heights[item as usize] = top + size(item) / 2.0;
        top += size(item);
    }
}

/// Sorts each column by what is left of it, or by what is right of it.
fn sort_columns(layering: &mut Layering, heights: &mut [f32], rightward: bool) {
    let count = layering.columns.len();
    let mut wishes: Vec<(f32, u32)> = Vec::new();
    for step in 0..count {
        let column = if rightward { step } else { count - 1 - step };
        wishes.clear();
        wishes.extend(layering.columns[column].iter().map(|&item| {
            let wish = if rightward {
                let inputs = layering.inputs.of(item).iter();
                mean(inputs.map(|from| heights[*from as usize]))
            } else {
                let users = layering.users.of(item).iter();
                mean(users.map(|(to, place)| heights[*to as usize] + port(layering, *to, *place)))
            };
            (wish.unwrap_or(heights[item as usize]), item)
        }));
        wishes.sort_by(|a, b| a.0.total_cmp(&b.0)); // stable: ties keep their order
        let column = &mut layering.columns[column];
        column.clear();
        column.extend(wishes.iter().map(|(_, item)| *item));
        measure(column, &layering.heights, heights);
    }
}

/// Where an input is, from the middle of all of the node's.
fn port(layering: &Layering, of: u32, place: u32) -> f32 {
    place as f32 - (layering.inputs.of(of).len() as f32 - 1.0) / 2.0
}

fn mean(heights: impl Iterator<Item = f32>) -> Option<f32> {
    let (sum, count) = heights.fold((0.0, 0_usize), |(sum, n), h| (sum + h, n + 1));
    (count > 0).then(|| sum / count as f32)
}

/// Swaps neighbours in a column as long as that takes crossings away.
fn swap_neighbours(layering: &mut Layering, heights: &mut [f32]) {
    for _ in 0..SWAP_ROUNDS {
        let mut better = false;
        for column in 0..layering.columns.len() {
            for row in 1..layering.columns[column].len() {
                let (a, b) = (
                    layering.columns[column][row - 1],
                    layering.columns[column][row],
                );
                let now = crossings_of(layering, heights, a, b);
                if now > 0 && crossings_of(layering, heights, b, a) < now {
                    layering.columns[column].swap(row - 1, row);
                    better = true;
                }
            }
            measure(&layering.columns[column], &layering.heights, heights);
        }
        if !better {
            return;
        }
    }
}

/// How often wires of two items cross, on both sides, if the first stands above.
fn crossings_of(layering: &Layering, heights: &[f32], above: u32, below: u32) -> usize {
    let inputs = |of: u32| {
        let inputs = layering.inputs.of(of).iter();
        inputs.map(|from| heights[*from as usize])
    };
    let users = |of: u32| {
        let users = layering.users.of(of).iter();
        users.map(|(to, place)| heights[*to as usize] + port(layering, *to, *place))
    };
    let crossed = |a: f32, b: f32| usize::from(a > b);
    let left = inputs(above).flat_map(|a| inputs(below).map(move |b| crossed(a, b)));
    let right = users(above).flat_map(|a| users(below).map(move |b| crossed(a, b)));
    left.chain(right).sum()
}

/// How many pairs of wires cross between neighbouring columns, of those that share
/// no end.
fn crossings(layering: &Layering) -> usize {
    let mut total = 0;
    let mut first_port = vec![0_usize; layering.heights.len()];
    let mut ends: Vec<usize> = Vec::new();
    for pair in layering.columns.windows(2) {
        let mut ports = 0;
        for &item in &pair[1] {
            first_port[item as usize] = ports;
            ports += layering.inputs.of(item).len();
        }
        // How many wires drawn so far end at a port or above it: a tree of sums.
        let mut tree = vec![0_u32; ports + 1];
        let mut drawn = 0_u32;
        for &from in &pair[0] {
            ends.clear();
            let users = layering.users.of(from).iter();
            ends.extend(users.map(|(to, place)| first_port[*to as usize] + *place as usize));
            for &end in &ends {
                let mut at = end + 1;
                let mut above = 0;
                while at > 0 {
                    above += tree[at];
                    at &= at - 1;
                }
                total += (drawn - above) as usize;
            }
            for &end in &ends {
                let mut at = end + 1;
                while at < tree.len() {
                    tree[at] += 1;
                    at += at & at.wrapping_neg();
                }
            }
            drawn += ends.len() as u32;
        }
    }
    total
}

//! The order of what stands in a column, so that few wires cross: by the mean height
//! of each thing's neighbours (the barycentre heuristic of Sugiyama, Tagawa and
//! Toda, 1981) in passes to and fro, then by swaps of neighbours that take crossings
//! away. The best order met on the way is kept.

use super::sheet::Sheet;

/// Passes over all columns; large graphs get fewer.
const PASSES: [(usize, usize); 3] = [(2_000, 24), (20_000, 12), (usize::MAX, 6)];
/// Up to so many things swaps are tried.
const MOST_SWAPPED: usize = 3_000;
const SWAP_ROUNDS: usize = 8;

/// Puts the things in each column in order.
pub(super) fn order(sheet: &mut Sheet) {
    let things = sheet.heights.len();
    let passes = PASSES.iter().find(|(most, _)| things <= *most);
    let passes = passes.map_or(0, |(_, passes)| *passes);
    begin_as_a_tree(sheet);
    let mut heights = vec![0.0; things];
    for column in &sheet.columns {
        measure(column, &sheet.heights, &mut heights);
    }
    let mut best = (crossings(sheet), sheet.columns.clone());
    for pass in 0..passes {
        sort_columns(sheet, &mut heights, pass % 2 == 0);
        if !sheet.has_lanes {
            continue; // what crosses isn't told by neighbouring columns
        }
        if things <= MOST_SWAPPED {
            swap_neighbours(sheet, &mut heights);
        }
        let crossings = crossings(sheet);
        if crossings <= best.0 {
            best = (crossings, sheet.columns.clone());
        }
    }
    if sheet.has_lanes {
        sheet.columns = best.1;
    }
}

/// Orders the columns as a walk from each result back along its inputs meets their
/// things, first input first: no wires of a tree cross then.
fn begin_as_a_tree(sheet: &mut Sheet) {
    let things = 0..sheet.heights.len() as u32;
    let mut columns = vec![0; sheet.heights.len()];
    for (number, column) in sheet.columns.iter_mut().enumerate() {
        column
            .drain(..)
            .for_each(|thing| columns[thing as usize] = number);
    }
    let mut met = vec![false; sheet.heights.len()];
    let mut stack = Vec::new();
    for result in things.filter(|thing| sheet.users.of(*thing).is_empty()) {
        stack.push(result);
        while let Some(thing) = stack.pop() {
            if !std::mem::replace(&mut met[thing as usize], true) {
                sheet.columns[columns[thing as usize]].push(thing);
                stack.extend(sheet.inputs.of(thing).iter().rev());
            }
        }
    }
}

/// Heights of the middles of a column's things, from the column's own middle.
fn measure(column: &[u32], sizes: &[i32], heights: &mut [f32]) {
    let size = |thing: u32| sizes[thing as usize] as f32;
    let mut top = column.iter().map(|thing| size(*thing)).sum::<f32>() / -2.0;
    for &thing in column {
        heights[thing as usize] = top + size(thing) / 2.0;
        top += size(thing);
    }
}

/// Sorts each column by what is left of it, or by what is right of it.
fn sort_columns(sheet: &mut Sheet, heights: &mut [f32], rightward: bool) {
    let count = sheet.columns.len();
    let mut wishes: Vec<(f32, u32)> = Vec::new();
    for step in 0..count {
        let column = if rightward { step } else { count - 1 - step };
        wishes.clear();
        wishes.extend(sheet.columns[column].iter().map(|&thing| {
            let wish = if rightward {
                let inputs = sheet.inputs.of(thing).iter();
                mean(inputs.map(|from| heights[*from as usize]))
            } else {
                let users = sheet.users.of(thing).iter();
                mean(users.map(|(to, place)| heights[*to as usize] + port(sheet, *to, *place)))
            };
            (wish.unwrap_or(heights[thing as usize]), thing)
        }));
        wishes.sort_by(|a, b| a.0.total_cmp(&b.0)); // stable: ties keep their order
        let column = &mut sheet.columns[column];
        column.clear();
        column.extend(wishes.iter().map(|(_, thing)| *thing));
        measure(column, &sheet.heights, heights);
    }
}

/// Where an input is, from the middle of all of the node's.
fn port(sheet: &Sheet, of: u32, place: u32) -> f32 {
    place as f32 - (sheet.inputs.of(of).len() as f32 - 1.0) / 2.0
}

fn mean(heights: impl Iterator<Item = f32>) -> Option<f32> {
    let (sum, count) = heights.fold((0.0, 0_usize), |(sum, n), h| (sum + h, n + 1));
    (count > 0).then(|| sum / count as f32)
}

/// Swaps neighbours in a column as long as that takes crossings away.
fn swap_neighbours(sheet: &mut Sheet, heights: &mut [f32]) {
    for _ in 0..SWAP_ROUNDS {
        let mut better = false;
        for column in 0..sheet.columns.len() {
            for row in 1..sheet.columns[column].len() {
                let (a, b) = (sheet.columns[column][row - 1], sheet.columns[column][row]);
                let now = crossings_of(sheet, heights, a, b);
                if now > 0 && crossings_of(sheet, heights, b, a) < now {
                    sheet.columns[column].swap(row - 1, row);
                    better = true;
                }
            }
            measure(&sheet.columns[column], &sheet.heights, heights);
        }
        if !better {
            return;
        }
    }
}

/// How often wires of two things cross, on both sides, if the first stands above.
fn crossings_of(sheet: &Sheet, heights: &[f32], above: u32, below: u32) -> usize {
    let inputs = |of: u32| {
        let inputs = sheet.inputs.of(of).iter();
        inputs.map(|from| heights[*from as usize])
    };
    let users = |of: u32| {
        let users = sheet.users.of(of).iter();
        users.map(|(to, place)| heights[*to as usize] + port(sheet, *to, *place))
    };
    let crossed = |a: f32, b: f32| usize::from(a > b);
    let left = inputs(above).flat_map(|a| inputs(below).map(move |b| crossed(a, b)));
    let right = users(above).flat_map(|a| users(below).map(move |b| crossed(a, b)));
    left.chain(right).sum()
}

/// How many pairs of wires cross between neighbouring columns, of those that share
/// no end.
fn crossings(sheet: &Sheet) -> usize {
    let mut total = 0;
    let mut first_port = vec![0_usize; sheet.heights.len()];
    let mut ends: Vec<usize> = Vec::new();
    for pair in sheet.columns.windows(2) {
        let mut ports = 0;
        for &thing in &pair[1] {
            first_port[thing as usize] = ports;
            ports += sheet.inputs.of(thing).len();
        }
        // How many wires drawn so far end at a port or above it: a tree of sums.
        let mut tree = vec![0_usize; ports + 1];
        let mut drawn = 0;
        for &from in &pair[0] {
            ends.clear();
            let users = sheet.users.of(from).iter();
            ends.extend(users.map(|(to, place)| first_port[*to as usize] + *place as usize));
            for &end in &ends {
                let mut at = end + 1;
                let mut above = 0;
                while at > 0 {
                    above += tree[at];
                    at &= at - 1;
                }
                total += drawn - above;
            }
            for &end in &ends {
                let mut at = end + 1;
                while at < tree.len() {
                    tree[at] += 1;
                    at += at & at.wrapping_neg();
                }
            }
            drawn += ends.len();
        }
    }
    total
}

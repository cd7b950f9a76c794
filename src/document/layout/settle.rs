//! How high each item of a column stands: level with its neighbours as far as the
//! order in the column and the room that each takes allow.
//!
//! Within a column this is solved exactly: the heights with the least sum of squares
//! from what is wished for, each item below the one before it, come from joining
//! those that stand in each other's way (pool adjacent violators).

use super::area::height_of;
use super::layering::{ItemKind, Layering};

const ROUNDS: usize = 4;
/// A wish that is not to give way to others.
const FIXED: f64 = 1e9;

/// The tops of all items, in steps of the grid.
pub(super) fn settle(layering: &Layering) -> Vec<i32> {
    // Levels: heights of what should be level where a wire runs straight.
    let mut levels = vec![0.0; layering.heights.len()];
    let wish = |levels: &[f64], item: u32| levels[item as usize];
    let columns = || layering.columns.iter();
    columns().for_each(|c| put(layering, c, &mut levels, wish, |_| 1.0));
    let weight = |item: u32| match layering.kinds[item as usize] {
        ItemKind::Computed => 1.0,
        ItemKind::Lane => 4.0,
        ItemKind::Source => 0.05,
    };
    let by_inputs = |levels: &[f64], item: u32| {
        let inputs = layering.inputs.of(item).iter().copied();
        wished(layering, levels, item, inputs)
    };
    let by_users = |levels: &[f64], item: u32| {
        let users = layering.users.of(item).iter().map(|(to, _)| *to);
        wished(layering, levels, item, users)
    };
    for _ in 0..ROUNDS {
        columns().for_each(|c| put(layering, c, &mut levels, by_inputs, weight));
        columns()
            .rev()
            .for_each(|c| put(layering, c, &mut levels, by_users, weight));
    }
    columns().for_each(|c| put(layering, c, &mut levels, by_inputs, weight));
    // What only feeds the others comes to them.
    let feeds = |item: u32| layering.kinds[item as usize] == ItemKind::Source;
    let by_users = |levels: &[f64], item: u32| match feeds(item) {
        true => by_users(levels, item),
        false => wish(levels, item),
    };
    let weight = |item: u32| if feeds(item) { 1.0 } else { FIXED };
    columns()
        .rev()
        .for_each(|c| put(layering, c, &mut levels, by_users, weight));
    let tops = (0..).zip(&levels);
    tops.map(|(item, level)| *level as i32 - level_of(layering, item))
        .collect()
}

/// How far below its top a item is level with its neighbours: nodes with one or two
/// inputs at their tops, higher ones nearer to their middle, lanes above themselves,
/// where the outputs of nodes are.
fn level_of(layering: &Layering, item: u32) -> i32 {
    match layering.heights[item as usize] {
        height if height < height_of(1) => -2,
        height => (height - height_of(1)) / 2,
    }
}

/// The mean level of the neighbours that say the most; where the item is if it has
/// none.
fn wished(
    layering: &Layering,
    levels: &[f64],
    item: u32,
    neighbours: impl Iterator<Item = u32> + Clone,
) -> f64 {
    let kind = |n: u32| layering.kinds[n as usize];
    let Some(best) = neighbours.clone().map(kind).max() else {
        return levels[item as usize];
    };
    let best = neighbours.filter(|n| kind(*n) == best);
    let (sum, count) = best.fold((0.0, 0), |(s, n), at| (s + levels[at as usize], n + 1));
    sum / f64::from(count)
}

/// The room between two items of a column.
fn gap(layering: &Layering, above: u32, below: u32) -> i32 {
    let is_node = |item: u32| layering.heights[item as usize] >= height_of(1);
    i32::from(is_node(above) || is_node(below))
}

/// Puts the items of a column as near to where they wish to be as they can be, on
/// the grid.
fn put(
    layering: &Layering,
    column: &[u32],
    levels: &mut [f64],
    wish: impl Fn(&[f64], u32) -> f64,
    weight: impl Fn(u32) -> f64,
) {
    // Things that move together: the mean wish for the first of them as if it stood
    // at the top of the column, their weight, and how many they are.
    let mut blocks: Vec<(f64, f64, usize)> = Vec::with_capacity(column.len());
    let mut offset = 0;
    let mut offsets = Vec::with_capacity(column.len());
    for (row, &item) in column.iter().enumerate() {
        if let Some(above) = row.checked_sub(1).map(|above| column[above]) {
            offset += layering.heights[above as usize] + gap(layering, above, item);
        }
        let below_top = offset + level_of(layering, item);
        offsets.push(below_top);
        let mut block = (wish(levels, item) - f64::from(below_top), weight(item), 1);
        while let Some(last) = blocks.pop_if(|last| last.0 > block.0) {
            let both = last.1 + block.1;
            let mean = (last.0 * last.1 + block.0 * block.1) / both;
            block = (mean, both, last.2 + block.2);
        }
        blocks.push(block);
    }
    let starts = blocks
        .iter()
        .flat_map(|(start, _, count)| std::iter::repeat_n(start, *count));
    for ((item, offset), start) in column.iter().zip(offsets).zip(starts) {
        levels[*item as usize] = start.round() + f64::from(offset);
    }
}

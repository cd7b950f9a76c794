//! Tables that are made: small problems of regression and classification, with noise.
//! The shapes of moons and circles are those of scikit-learn.

use std::f64::consts::{PI, TAU};

use super::error::TableError;
use super::table::{Cells, Column, Table};
use crate::core::limits::MAX_GENERATED_ROWS;
use crate::core::nearest::nearest;
use crate::core::train::Generate;
use crate::core::train::random::{Purpose, Random};

/// What can be made, by name.
pub const KINDS: [&str; 7] = [
    "line", "sine", "xor", "moons", "circles", "spirals", "blobs",
];

/// A row: two numbers, and a class if the problem has classes.
type Row = ([f64; 2], Option<f64>);

/// The table that the settings describe: columns `x` and `y`, or `x1`, `x2` and `label`.
pub(super) fn table(settings: &Generate) -> Result<Table, TableError> {
    let Generate {
        kind, rows, noise, ..
    } = settings;
    if !(1..=MAX_GENERATED_ROWS).contains(rows) {
        return Err(TableError::new(format!(
            "{rows} rows can't be made: ask for 1 to {MAX_GENERATED_ROWS}"
        )));
    }
    if !(*noise >= 0.0 && noise.is_finite()) {
        return Err(TableError::new(format!(
            "the noise can't be {noise}: use a finite number of at least 0"
        )));
    }
    let make = maker(kind)?;
    let mut random = Random::new(settings.seed, Purpose::Table, 0);
    let mut columns: [Vec<f64>; 3] = Default::default();
    let mut classes = false;
    for nth in 0..*rows {
        let (point, class) = make(nth, *rows, *noise, &mut random);
        columns[0].push(point[0]);
        columns[1].push(point[1]);
        classes = class.is_some();
        columns[2].extend(class);
    }
    let names: &[&str] = if classes {
        &["x1", "x2", "label"]
    } else {
        &["x", "y"]
    };
    let columns = names.iter().zip(columns).map(|(name, numbers)| Column {
        name: (*name).to_owned(),
        cells: Cells::Numbers(numbers),
    });
    Ok(Table {
        columns: columns.collect(),
        rows: *rows,
        lines: Vec::new(),
    })
}

/// Makes row `nth` of so many, with so much noise.
type Maker = fn(usize, usize, f64, &mut Random) -> Row;

fn maker(kind: &str) -> Result<Maker, TableError> {
    Ok(match kind {
        "line" => |_, _, noise, random| {
            let x = random.between(-1.0, 1.0);
            ([x, 2.0 * x + 0.5 + noise * random.normal()], None)
        },
        "sine" => |_, _, noise, random| {
            let x = random.between(-PI, PI);
            ([x, libm::sin(x) + noise * random.normal()], None)
        },
        "xor" => |_, _, noise, random| {
            let x = [0; 2].map(|_| random.between(-1.0, 1.0));
            let class = f64::from(u8::from((x[0] > 0.0) != (x[1] > 0.0)));
            (noisy(x, noise, random), Some(class))
        },
        "moons" => moons,
        "circles" => circles,
        "spirals" => spirals,
        "blobs" => blobs,
        _ => {
            let help = match nearest(kind, KINDS.into_iter()) {
                Some(near) => format!("did you mean {near:?}?"),
                None => format!("use one of {}", KINDS.join(", ")),
            };
            let message = format!("nothing called {kind:?} can be made: {help}");
            return Err(TableError::new(message));
        }
    })
}

/// Two half circles that reach into one another.
fn moons(nth: usize, rows: usize, noise: f64, random: &mut Random) -> Row {
    let outer = rows.div_ceil(2);
    let inner = nth >= outer;
    let part = place(nth, outer, rows, inner, true);
    let (sin, cos) = (libm::sin(PI * part), libm::cos(PI * part));
    let point = if inner {
        [1.0 - cos, 0.5 - sin]
    } else {
        [cos, sin]
    };
    (
        noisy(point, noise, random),
        Some(f64::from(u8::from(inner))),
    )
}

/// A circle around another.
fn circles(nth: usize, rows: usize, noise: f64, random: &mut Random) -> Row {
    let outer = rows.div_ceil(2);
    let inner = nth >= outer;
    let angle = TAU * place(nth, outer, rows, inner, false);
    let radius = if inner { 0.5 } else { 1.0 };
    let point = [radius * libm::cos(angle), radius * libm::sin(angle)];
    (
        noisy(point, noise, random),
        Some(f64::from(u8::from(inner))),
    )
}

/// Two spirals around one another.
fn spirals(nth: usize, rows: usize, noise: f64, random: &mut Random) -> Row {
    let outer = rows.div_ceil(2);
    let second = nth >= outer;
    let radius = 0.1 + 0.9 * place(nth, outer, rows, second, true);
    let turn = if second { PI } else { 0.0 };
    let angle = 1.5 * TAU * radius + turn;
    let point = [radius * libm::cos(angle), radius * libm::sin(angle)];
    (
        noisy(point, noise, random),
        Some(f64::from(u8::from(second))),
    )
}

/// Three heaps of points.
fn blobs(nth: usize, _: usize, noise: f64, random: &mut Random) -> Row {
    let class = nth % 3;
    let angle = TAU * class as f64 / 3.0;
    let centre = [2.0 * libm::cos(angle), 2.0 * libm::sin(angle)];
    (noisy(centre, noise, random), Some(class as f64))
}

/// How far along its half of the rows a row is, from 0 to 1; 1 itself is reached only by
/// a curve with an end.
fn place(nth: usize, outer: usize, rows: usize, second: bool, ends: bool) -> f64 {
    let (nth, count) = if second {
        (nth - outer, rows - outer)
    } else {
        (nth, outer)
    };
    let last = if ends { count.max(2) - 1 } else { count };
    nth as f64 / last as f64
}

fn noisy(point: [f64; 2], noise: f64, random: &mut Random) -> [f64; 2] {
    point.map(|x| x + noise * random.normal())
}

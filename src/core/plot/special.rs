//! Special places between two samples of a curve: kinks, jumps, and where it ends.

use super::sampler::Sample;

/// What lies between two samples.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Special {
    /// The slope changes at once.
    Kink(f64),
    /// The value changes at once, between these two numbers, which are neighbours.
    Jump(f64, f64),
    /// There are values on one side only; this is the last number that has one.
    End(f64),
}

/// A number of the source, and the node there.
pub(super) type At = (f64, Sample);

/// More halvings than there are between any two numbers that are drawn apart.
const HALVINGS: usize = 80;
/// So much of a difference must be left when both ends are neighbours: a steep slope shrinks
/// with the interval, a kink and a jump don't.
const LEFT: f64 = 0.3;

/// What lies between two neighbouring samples, if anything does. `sample` gives the node at
/// any number between them; `height` is how far values go in the whole plot.
pub(super) fn between(
    a: At,
    b: At,
    height: f64,
    mut sample: impl FnMut(f64) -> Sample,
) -> Option<Special> {
    if a.1.is_there() != b.1.is_there() {
        return Some(Special::End(end(a, b, &mut sample)));
    }
    if !a.1.is_there() {
        return None;
    }
    let width = b.0 - a.0;
    let rise = b.1.value - a.1.value;
    let slopes = (a.1.slope + b.1.slope) / 2.0 * width;
    // What a smooth curve does between two samples, its slopes foretell.
    let surprise = (rise - slopes).abs();
    let bend = (b.1.slope - a.1.slope).abs() * width;
    let smallest = 1e-9 * height.max(f64::MIN_POSITIVE);
    if surprise > 0.02 * height
        && let Some(jump) = jump(a, b, &mut sample)
    {
        return Some(jump);
    }
    (bend > smallest).then(|| kink(a, b, &mut sample)).flatten()
}

fn end(mut a: At, mut b: At, sample: &mut impl FnMut(f64) -> Sample) -> f64 {
    let is_there = a.1.is_there();
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(a.0, b.0);
        if middle <= a.0 || middle >= b.0 {
            break;
        }
        let here = (middle, sample(middle));
        if here.1.is_there() == is_there {
            a = here;
        } else {
            b = here;
        }
    }
    match is_there {
        _ if holds_zero(a, b) && sample(0.0).is_there() => 0.0,
        true => a.0,
        false => b.0,
    }
}

/// Halves the interval, and goes on with the half in which `difference` is larger. Ends with
/// two neighbours, or around a number at which there is no value; `None` if the difference
/// only was large because the interval was wide.
fn narrowed(
    mut a: At,
    mut b: At,
    difference: impl Fn(At, At) -> f64,
    sample: &mut impl FnMut(f64) -> Sample,
) -> Option<(At, At)> {
    let first = difference(a, b);
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(a.0, b.0);
        if middle <= a.0 || middle >= b.0 {
            break;
        }
        let here = (middle, sample(middle));
        if !here.1.is_there() {
            return Some((a, b));
        }
        let [left, right] = [difference(a, here), difference(here, b)];
        if left >= right {
            b = here;
        } else {
            a = here;
        }
        if left.max(right) < LEFT * first {
            return None; // It was only steep.
        }
    }
    Some((a, b))
}

fn jump(a: At, b: At, sample: &mut impl FnMut(f64) -> Sample) -> Option<Special> {
    let step = |a: At, b: At| (b.1.value - a.1.value).abs();
    let (a, b) = narrowed(a, b, step, sample)?;
    Some(Special::Jump(a.0, b.0))
}

fn kink(a: At, b: At, sample: &mut impl FnMut(f64) -> Sample) -> Option<Special> {
    let turn = |a: At, b: At| {
        let turn = (b.1.slope - a.1.slope).abs();
        if turn.is_nan() { f64::INFINITY } else { turn }
    };
    let (a, b) = narrowed(a, b, turn, sample)?;
    // The number at which the kink is, not its neighbour: of two the shorter to write.
    let [left, right] = [a.0, b.0].map(|x| format!("{x}").len());
    let shorter = if left <= right { a.0 } else { b.0 };
    Some(Special::Kink(if holds_zero(a, b) { 0.0 } else { shorter }))
}

/// Whether 0 lies between two numbers. So near to it there are more numbers than halvings.
fn holds_zero(a: At, b: At) -> bool {
    a.0 <= 0.0 && b.0 >= 0.0
}

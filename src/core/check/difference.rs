//! The derivative of a function of one number, from differences, with a bound on how far
//! it may be off.
//!
//! Centred differences are taken at a ladder of steps, each half of the last: down from a
//! 64th of |x|, then up. Three neighbouring steps are joined by Richardson's
//! extrapolation, which leaves an error of h⁶, and two neighbouring results have to agree.
//! The bound adds up what the extrapolation still changes, what the neighbours disagree
//! on, the rounding of the outputs, and the scatter that shorter steps show. All of it is
//! added, nothing squared, so nothing overflows or vanishes. The result is the pair with
//! the smallest bound, compared with how fast the function changes there.

/// Rounding errors of an output, in units of ε of itself.
const ROUNDING: f64 = 4.0 * f64::EPSILON;

/// A bound this small, compared with the derivative, ends the search.
const ENOUGH: f64 = 1e-9;

/// The first step is |x| · 2 to this power.
const FIRST: i32 = -6;

/// The shortest step is |x| · 2 to this power: four of the last bits of x.
const SHORTEST: i32 = -50;

/// At 0 the shortest step is 2 to this power.
const SHORTEST_AT_ZERO: i32 = -140;

/// The longest step is larger than every number about by 2 to this power.
const LONGEST: i32 = 8;

/// A bound above this, compared with how fast the function changes, is of no use. Steps
/// that are longer than the waves of a function can seem to agree, but not so well.
const USELESS: f64 = 3e-6;

/// The search in one direction ends after so many steps in vain.
const PATIENCE: usize = 6;

/// A function of one number with one or more outputs.
pub(super) trait Probe {
    /// Computes the outputs; false if the number lies in another smooth piece than the
    /// point at which the derivative is taken.
    fn outputs(&mut self, at: f64, to: &mut Vec<f64>) -> bool;
}

/// Where a derivative is taken, and of what.
pub(super) struct Point<'a> {
    /// The number that is moved.
    pub(super) x: f64,
    /// The outputs there.
    pub(super) outputs: &'a [f64],
    /// What each output counts: the derivative is that of their weighted sum. 0 for an
    /// output that doesn't depend on the number.
    pub(super) weights: &'a [f64],
    /// How far rounding puts the weighted sum off besides the rounding of each output.
    pub(super) noise: f64,
    /// The smallest change of the weighted sum that could be seen if nothing else were
    /// known.
    pub(super) resolution: f64,
}

/// What the differences came to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Estimate {
    /// A derivative.
    Found(Derivative),
    /// Every step meets a kink or the end of the domain.
    AtKink,
    /// Rounding is louder than any change.
    Lost,
    /// No two steps agree, or a result is not finite.
    Unsettled,
}

/// A derivative from differences.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Derivative {
    /// The derivative.
    pub(super) value: f64,
    /// How far it may be off.
    pub(super) uncertainty: f64,
    /// How fast the outputs change, before what cancels in their sum and between the two
    /// sides of the point.
    pub(super) scale: f64,
}

/// Estimates the derivative of the weighted sum of a probe's outputs.
pub(super) fn differentiate(probe: &mut dyn Probe, point: &Point<'_>) -> Estimate {
    let mut search = Search {
        probe,
        point,
        sides: [Vec::new(), Vec::new()],
        results: Vec::new(),
        has_moved: false,
        best: None,
        met_kink: false,
        still: 0.0,
        is_loud: false,
    };
    let (first, shortest) = match exponent(point.x) {
        Some(own) => (own + FIRST, own + SHORTEST),
        None => (FIRST, SHORTEST_AT_ZERO),
    };
    search.scan((shortest..=first).rev(), false);
    if search.met_kink && search.still == 0.0 && !search.has_moved {
        return Estimate::AtKink;
    }
    if !search.is_settled() {
        let size = point.x.abs().max(point.resolution / f64::EPSILON);
        let longest = exponent(size).unwrap_or(first).max(first) + LONGEST;
        search.scan(first + 1..=longest, true);
    }
    search.result()
}

/// The exponent of 2 below a number; `None` for 0.
fn exponent(x: f64) -> Option<i32> {
    (x != 0.0).then(|| x.abs().log2().floor() as i32)
}

struct Search<'a> {
    probe: &'a mut dyn Probe,
    point: &'a Point<'a>,
    /// The outputs on the two sides of the point.
    sides: [Vec<f64>; 2],
    /// What the steps so far were joined to.
    results: Vec<Joined>,
    /// Whether any step gave a difference.
    has_moved: bool,
    best: Option<Joined>,
    met_kink: bool,
    /// The longest step at which no output moved.
    still: f64,
    /// Whether rounding was the most of what made a step uncertain.
    is_loud: bool,
}

/// The centred difference of one step.
#[derive(Clone, Copy)]
struct Difference {
    step: f64,
    value: f64,
    /// Half of how much steeper the function is above the point than below it.
    bend: f64,
    noise: f64,
    scale: f64,
}

/// Why a step gave no difference.
enum Nothing {
    /// No output moved.
    Still,
    /// It met a kink, or a number that isn't finite.
    Beyond,
}

/// Three differences, joined.
#[derive(Clone, Copy)]
struct Joined {
    /// The shortest of the three steps.
    step: f64,
    derivative: Derivative,
    noise: f64,
}

impl Joined {
    /// Whether rounding is most of what makes it uncertain.
    fn is_loud(&self) -> bool {
        2.0 * self.noise > self.derivative.uncertainty
    }

    /// How uncertain it is, compared with how fast the function changes.
    fn ratio(&self) -> f64 {
        self.derivative.uncertainty / self.derivative.scale
    }
}

impl Search<'_> {
    fn scan(&mut self, exponents: impl Iterator<Item = i32>, upwards: bool) {
        let mut window: [Option<Difference>; 3] = [None; 3];
        let mut last: Option<Joined> = None;
        let mut in_vain = 0;
        for exponent in exponents {
            let found = self.difference(f64::exp2(f64::from(exponent)));
            let is_still = matches!(found, Err(Nothing::Still));
            window = [window[1], window[2], found.ok()];
            let is_in_vain = if let [Some(a), Some(b), Some(c)] = window {
                let joined = join(a, b, c);
                if let Some(last) = last {
                    self.offer(last, joined);
                }
                last = Some(joined);
                self.results.push(joined);
                let best = self.best.map_or(f64::INFINITY, |best| best.ratio());
                let is_worse = joined.ratio() > 4.0 * best;
                self.is_loud |= joined.is_loud();
                is_worse
                    && if upwards {
                        best < USELESS
                    } else {
                        joined.is_loud()
                    }
            } else {
                last = None;
                // What doesn't move won't with a shorter step; a kink is met by a longer one.
                window[2].is_none() && is_still != upwards
            };
            in_vain = if is_in_vain { in_vain + 1 } else { 0 };
            if self.is_settled() || in_vain > PATIENCE {
                break;
            }
        }
    }

    fn is_settled(&self) -> bool {
        self.best.is_some_and(|best| best.ratio() <= ENOUGH)
    }

    /// Takes the better of two neighbours if it is the best yet. It is as uncertain as
    /// they are apart.
    fn offer(&mut self, a: Joined, b: Joined) {
        let apart = (a.derivative.value - b.derivative.value).abs();
        let mut better = if a.ratio() < b.ratio() { a } else { b };
        better.derivative.uncertainty += apart;
        let best = self.best.map_or(f64::INFINITY, |best| best.ratio());
        if better.ratio() < best {
            self.best = Some(better);
        }
    }

    /// How far off the results of shorter steps, in which rounding is louder, show that
    /// rounding may put this one.
    fn scatter(&self, of: &Joined) -> f64 {
        let shorter = self.results.iter().filter(|result| result.step < of.step);
        let errors = shorter.map(|result| {
            let apart = (result.derivative.value - of.derivative.value).abs();
            apart * (result.step / of.step)
        });
        errors.fold(0.0, f64::max)
    }

    fn difference(&mut self, step: f64) -> Result<Difference, Nothing> {
        let x = self.point.x;
        let [up, down] = [x + step, x - step];
        if !(up > x && down < x && up.is_finite() && down.is_finite()) {
            return Err(Nothing::Beyond);
        }
        let [above, below] = &mut self.sides;
        for (at, to) in [(up, &mut *above), (down, &mut *below)] {
            to.clear();
            if !self.probe.outputs(at, to) {
                self.met_kink = true;
                return Err(Nothing::Beyond);
            }
        }
        let (mut change, mut bend, mut noise, mut moved) = (0.0, 0.0, 0.0, 0.0);
        let before = self.point.outputs.iter().zip(self.point.weights);
        for ((&up, &down), (&at, &weight)) in above.iter().zip(&*below).zip(before) {
            if weight == 0.0 {
                continue;
            }
            let largest = up.abs().max(down.abs());
            change += weight * (up - down);
            bend += weight * ((up - at) - (at - down));
            noise += weight.abs() * (ROUNDING * largest + f64::MIN_POSITIVE * f64::EPSILON);
            moved += weight.abs() * ((up - at).abs() + (at - down).abs());
        }
        if moved == 0.0 {
            self.still = self.still.max(step);
            return Err(Nothing::Still);
        }
        let width = up - down;
        let difference = Difference {
            step,
            value: change / width,
            bend: bend / width,
            noise: (noise + self.point.noise + f64::EPSILON * moved) / width,
            scale: moved / width,
        };
        if ![difference.value, difference.bend, difference.scale]
            .iter()
            .all(|x| x.is_finite())
        {
            return Err(Nothing::Beyond);
        }
        self.has_moved = true;
        Ok(difference)
    }

    fn result(self) -> Estimate {
        if let Some(mut best) = self.best {
            let scatter = self.scatter(&best);
            best.derivative.uncertainty = best.derivative.uncertainty.max(scatter);
            if best.ratio() <= USELESS {
                return Estimate::Found(best.derivative);
            }
        }
        if self.still > 0.0 {
            return Estimate::Found(Derivative {
                value: 0.0,
                uncertainty: self.point.resolution / self.still,
                scale: 0.0,
            });
        }
        match self.is_loud {
            true => Estimate::Lost,
            false => Estimate::Unsettled,
        }
    }
}

/// How much of the bend is that of a corner. What bends smoothly bends half as much at half
/// the step, but for a third power of it; a corner bends as much at any step. To steps that
/// are longer than its bend is wide, a smooth function looks like a corner.
fn corner(coarse: Difference, middle: Difference, fine: Difference, noise: f64) -> f64 {
    let first = 2.0 * middle.bend - coarse.bend;
    let second = 2.0 * fine.bend - middle.bend;
    let corner = (8.0 * second - first).abs() / 7.0;
    (corner - 4.0 * noise).max(0.0)
}

/// Joins the differences of three steps, each half or twice the one before.
fn join(a: Difference, b: Difference, c: Difference) -> Joined {
    let (coarse, fine) = if a.step > c.step { (a, c) } else { (c, a) };
    let first = (4.0 * b.value - coarse.value) / 3.0;
    let second = (4.0 * fine.value - b.value) / 3.0;
    let value = second + (second - first) / 15.0;
    let noise = (64.0 * fine.noise + 20.0 * b.noise + coarse.noise) / 45.0;
    let scale = value.abs().max(fine.scale);
    Joined {
        step: fine.step,
        derivative: Derivative {
            value,
            uncertainty: (second - first).abs() + corner(coarse, b, fine, noise) + noise,
            scale,
        },
        noise,
    }
}

#[cfg(test)]
mod tests {
    use super::{Derivative, Estimate, Point, Probe, differentiate};

    struct Function<F>(F);

    impl<F: Fn(f64) -> f64> Probe for Function<F> {
        fn outputs(&mut self, at: f64, to: &mut Vec<f64>) -> bool {
            to.push((self.0)(at));
            true
        }
    }

    fn estimate(x: f64, function: impl Fn(f64) -> f64) -> Estimate {
        let y = function(x);
        let point = Point {
            x,
            outputs: &[y],
            weights: &[1.0],
            noise: 0.0,
            resolution: f64::EPSILON * y.abs().max(x.abs()),
        };
        differentiate(&mut Function(function), &point)
    }

    fn derivative(x: f64, function: impl Fn(f64) -> f64) -> Derivative {
        match estimate(x, function) {
            Estimate::Found(derivative) => derivative,
            other => panic!("at {x}: {other:?}"),
        }
    }

    fn assert_derivative(x: f64, function: impl Fn(f64) -> f64, exact: f64) {
        let found = derivative(x, function);
        let error = (found.value - exact).abs();
        assert!(error <= 8.0 * found.uncertainty, "{x}: {exact}, {found:?}");
        assert!(found.uncertainty <= 1e-8 * exact.abs(), "{x}: {found:?}");
    }

    #[test]
    fn steps_follow_the_scale_of_the_point_and_of_the_function() {
        assert_derivative(1e-12, |x| 1.0 / x, -1e24);
        assert_derivative(1e-200, |x| x * 3.0, 3.0);
        assert_derivative(1e-12, f64::exp, 1.0);
        assert_derivative(0.0, f64::exp, 1.0);
        assert_derivative(0.0, |x| 1.0 / (x + 1e-12), -1e24);
        assert_derivative(0.0, |x| x + 1e12, 1.0);
        assert_derivative(360.0, f64::exp, 360f64.exp());
        assert_derivative(0.75, |x| x.powf(2058.0), 2058.0 * 0.75f64.powf(2057.0));
        assert_derivative(1e5, f64::sin, 1e5f64.cos());
    }

    #[test]
    fn what_rounding_hides_is_uncertain() {
        for x in [4.0, 6.0, 7.0, 8.0, 9.0, 10.0, 12.0, 15.0, 17.0, 19.0] {
            let found = match estimate(x, f64::tanh) {
                Estimate::Found(found) => found,
                Estimate::Lost if x > 9.0 => continue,
                other => panic!("{x}: {other:?}"),
            };
            let exact = 1.0 / f64::cosh(x).powi(2);
            let error = (found.value - exact).abs();
            assert!(error <= 8.0 * found.uncertainty, "{x}: {found:?}");
        }
        // Waves that are shorter than the last bit of x.
        let waves = estimate(1.0, |x| (1e15 * x).sin());
        assert!(!matches!(waves, Estimate::Found(_)), "{waves:?}");
    }

    #[test]
    fn extremes_are_flat_compared_with_their_surroundings() {
        for (x, function) in [
            (0.0, f64::cos as fn(f64) -> f64),
            (0.0, |x| x * x),
            (1.0, |x| (x - 1.0) * (x - 1.0)),
        ] {
            let found = derivative(x, function);
            assert!(
                found.value.abs() <= 8.0 * found.uncertainty + 1e-300,
                "{found:?}"
            );
            assert!(found.uncertainty <= 1e-8 * found.scale, "{found:?}");
        }
    }
}

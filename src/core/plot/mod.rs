//! A node as a function of one source, or of two, with all other sources as they are: the
//! points of a curve with its kinks and its gaps ([`curves`](curves())), and the lines of
//! equal value of a map ([`contours`](contours())).

mod contours;
mod curves;
mod sampler;
mod special;

pub use contours::{ContourLine, ContourMap, contours};
pub use curves::{Curve, CurvePlot, curves};

/// From where to where a source goes when nothing else is asked for: twice as far as it is
/// from 0, and at least 2, to each side.
pub fn usual_range(now: f64) -> (f64, f64) {
    let reach = (2.0 * now.abs()).max(2.0);
    // Round numbers at the ends: one digit, or 1.5, 2.5 ….
    let unit = 10_f64.powf(reach.log10().floor()) / 2.0;
    let reach = (reach / unit).ceil() * unit;
    let middle = (now / unit).round() * unit;
    let range = (middle - reach, middle + reach);
    match range.0.is_finite() && range.1.is_finite() {
        true => range,
        false if now > 0.0 => (0.0, f64::MAX),
        false => (-f64::MAX, 0.0),
    }
}

#[cfg(test)]
mod tests {
    use super::usual_range;

    #[test]
    fn the_usual_range_holds_the_number_and_is_round() {
        assert_eq!(usual_range(2.0), (-2.0, 6.0));
        assert_eq!(usual_range(0.0), (-2.0, 2.0));
        for now in [-8.0, 0.3, 1234.5, 1e-9, -1e300, f64::MAX] {
            let (from, to) = usual_range(now);
            assert!(from < now && now <= to, "{now}: {from} to {to}");
        }
    }
}

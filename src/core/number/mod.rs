//! Numbers for people: as many digits as they need and no more; typeset with real signs;
//! lists of them; what many of them are like; and numbers as people type them.

mod lists;
mod summary;
mod typed;
mod typeset;

pub use lists::{nested, write_nested};
pub use summary::{Summary, all_finite, all_finite_while, norm};
pub use typed::{is_number_start, parse_number};
pub use typeset::{minus_signs, typeset, typeset_sentence};

/// A number with at most `digits` significant digits: `-4`, `0.3935`, `1.2e-7`,
/// `NaN`, `inf`. Very large and very small ones take an exponent.
pub fn short(x: f64, digits: usize) -> String {
    if x == 0.0 {
        return "0".to_owned(); // not -0
    }
    if !x.is_finite() {
        return if x.is_nan() {
            "NaN"
        } else if x > 0.0 {
            "inf"
        } else {
            "-inf"
        }
        .to_owned();
    }
    let digits = digits.max(1);
    let scientific = format!("{:.*e}", digits - 1, x);
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-4..digits.max(6) as i32).contains(&exponent) {
        let decimals = (digits as i32 - 1 - exponent).max(0) as usize;
        let text = format!("{x:.decimals$}");
        return trim(&text).to_owned();
    }
    format!("{}e{exponent}", trim(mantissa))
}

/// A whole number with a comma after every three digits: `1,234,567`.
pub fn grouped(number: u128) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (nth, digit) in digits.chars().enumerate() {
        if nth > 0 && (digits.len() - nth).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A time in the unit that suits it, with three digits: `111 ns`, `2.34 ms`, `1.5 min`.
pub fn time(seconds: f64) -> String {
    let units = [
        (3600.0, "h"),
        (60.0, "min"),
        (1.0, "s"),
        (1e-3, "ms"),
        (1e-6, "µs"),
    ];
    let unit = units.iter().find(|(size, _)| seconds >= *size);
    let (size, unit) = unit.copied().unwrap_or((1e-9, "ns"));
    format!("{} {unit}", short(seconds / size, 3))
}

/// Without zeros at the end of a fraction.
fn trim(text: &str) -> &str {
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.')
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::{grouped, short, time};

    #[test]
    fn numbers_take_the_digits_that_they_need() {
        let cases = [
            (-4.0, "-4"),
            (0.393_46, "0.3935"),
            (1.2e-7, "1.2e-7"),
            (-0.0, "0"),
            (123_456.0, "123456"),
            (1_234_567.0, "1.235e6"),
            (0.1 + 0.2, "0.3"),
            (9.999_96, "10"),
            (f64::NAN, "NaN"),
            (f64::NEG_INFINITY, "-inf"),
            (5e-324, "4.941e-324"),
        ];
        for (number, text) in cases {
            assert_eq!(short(number, 4), text);
        }
    }

    #[test]
    fn times_and_counts_are_read_with_ease() {
        let cases = [
            (111e-9, "111 ns"),
            (12.3e-6, "12.3 µs"),
            (0.002_34, "2.34 ms"),
            (2.0, "2 s"),
            (90.0, "1.5 min"),
            (0.0, "0 ns"),
        ];
        for (seconds, text) in cases {
            assert_eq!(time(seconds), text);
        }
        assert_eq!(grouped(1_234_567), "1,234,567");
    }
}

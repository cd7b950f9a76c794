//! Numbers for people: as many digits as they need and no more.

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
    use super::short;

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
}

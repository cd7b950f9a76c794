//! Numbers as users type them: `1/3`, `2e-3`, `−4`, `2^10`, `(1 + 2) × ½`, `pi`, `2,5`.

use std::borrow::Cow;

/// The longest text that is read.
const MOST_BYTES: usize = 1_000;
/// The deepest nesting of parentheses and signs.
const MOST_DEPTH: usize = 50;

/// The number in a text.
///
/// Understood are + − × ÷ (or `-` `*` `/`), `^` for powers, parentheses, `pi` and `e`,
/// and fractions such as ½. A comma is taken as the decimal point, `2,5`, unless it may
/// part thousands, as in `1,000`.
///
/// # Errors
/// The text isn't a number, or the number isn't finite; says what is expected.
pub fn parse_number(text: &str) -> Result<f64, String> {
    if text.len() > MOST_BYTES {
        return Err("this is too long for a number".to_owned());
    }
    let with_point = with_decimal_point(text)?;
    let mut reader = NumberReader {
        rest: with_point.trim(),
        depth: 0,
    };
    if reader.rest.is_empty() {
        return Err("type a number, as in 0.5, 1/3 or 2e-3".to_owned());
    }
    let number = reader.sum()?;
    reader.skip();
    if !reader.rest.is_empty() {
        return Err(format!(
            "{:?} can't be read: type a number, as in 1/3 or 2e-3",
            reader.rest
        ));
    }
    match number.is_finite() {
        true => Ok(number),
        false => Err(format!("{text} is {number}: a value must be finite")),
    }
}

/// The text with a point in place of a decimal comma.
fn with_decimal_point(text: &str) -> Result<Cow<'_, str>, String> {
    let (Some((before, after)), false) = (text.split_once(','), text.contains('.')) else {
        return Ok(text.into());
    };
    let digits = |c: char| c.is_ascii_digit();
    let [left, right] = [before.ends_with(digits), after.starts_with(digits)];
    if !left || !right || after.contains(',') {
        return Ok(text.into());
    }
    let count = after.chars().take_while(|c| digits(*c)).count();
    let is_fraction = before.trim_start_matches(['-', '−', '+', ' ']) == "0";
    if count == 3 && after.len() == 3 && !is_fraction {
        return Err(format!(
            "{text} may be {before}{after} or {before}.{after}: write one of these"
        ));
    }
    Ok(format!("{before}.{after}").into())
}

/// Whether a text that is begun so is a number, not a name.
pub fn is_number_start(text: &str) -> bool {
    let first = text.chars().next();
    first.is_some_and(|c| c.is_ascii_digit() || matches!(c, '-' | '−' | '.'))
}

/// Reads a text from the front.
struct NumberReader<'a> {
    rest: &'a str,
    depth: usize,
}

impl NumberReader<'_> {
    fn skip(&mut self) {
        self.rest = self.rest.trim_start();
    }

    /// Takes one of these signs, if it comes next.
    fn take(&mut self, signs: &[char]) -> Option<char> {
        self.skip();
        let next = self.rest.chars().next()?;
        signs.contains(&next).then(|| {
            self.rest = &self.rest[next.len_utf8()..];
            next
        })
    }

    fn sum(&mut self) -> Result<f64, String> {
        let mut sum = self.product()?;
        while let Some(sign) = self.take(&['+', '-', '−']) {
            let next = self.product()?;
            sum = if sign == '+' { sum + next } else { sum - next };
        }
        Ok(sum)
    }

    fn product(&mut self) -> Result<f64, String> {
        let mut product = self.signed()?;
        while let Some(sign) = self.take(&['*', '×', '·', '/', '÷']) {
            let next = self.signed()?;
            product = match sign {
                '/' | '÷' => product / next,
                _ => product * next,
            };
        }
        Ok(product)
    }

    fn signed(&mut self) -> Result<f64, String> {
        let mut negative = false;
        while let Some(sign) = self.take(&['+', '-', '−']) {
            negative ^= sign != '+';
        }
        let number = self.power()?;
        Ok(if negative { -number } else { number })
    }

    /// Binds closer than a sign before it, less close than one behind: −2^−2 is −¼.
    fn power(&mut self) -> Result<f64, String> {
        let base = self.single()?;
        if self.take(&['^']).is_none() {
            return Ok(base);
        }
        self.deeper()?;
        let exponent = self.signed()?;
        self.depth -= 1;
        Ok(base.powf(exponent))
    }

    fn deeper(&mut self) -> Result<(), String> {
        self.depth += 1;
        match self.depth > MOST_DEPTH {
            true => Err("this is nested too deeply".to_owned()),
            false => Ok(()),
        }
    }

    fn single(&mut self) -> Result<f64, String> {
        if self.take(&['(']).is_some() {
            self.deeper()?;
            let inner = self.sum()?;
            self.depth -= 1;
            return match self.take(&[')']) {
                Some(_) => Ok(inner),
                None => Err("a closing parenthesis is missing".to_owned()),
            };
        }
        let fractions = [('½', 0.5), ('⅓', 1.0 / 3.0), ('¼', 0.25), ('¾', 0.75)];
        let constants = [("pi", std::f64::consts::PI), ("π", std::f64::consts::PI)];
        for (sign, number) in fractions {
            if self.take(&[sign]).is_some() {
                return Ok(number);
            }
        }
        for (name, number) in constants {
            if let Some(rest) = self.rest.strip_prefix(name) {
                self.rest = rest;
                return Ok(number);
            }
        }
        if self.take(&['e']).is_some() {
            return Ok(std::f64::consts::E);
        }
        self.digits()
    }

    fn digits(&mut self) -> Result<f64, String> {
        let bytes = self.rest.as_bytes();
        let digits = |from: usize| {
            let digits = bytes.iter().skip(from).take_while(|b| b.is_ascii_digit());
            from + digits.count()
        };
        let mut end = digits(0);
        if bytes.get(end) == Some(&b'.') {
            end = digits(end + 1);
        }
        if matches!(bytes.get(end), Some(b'e' | b'E')) {
            let signed = matches!(bytes.get(end + 1), Some(b'+' | b'-'));
            let start = end + 1 + usize::from(signed);
            let stop = digits(start);
            if stop > start {
                end = stop;
            }
        }
        let (number, rest) = self.rest.split_at(end);
        let found = number.parse();
        let found = found.map_err(|_| match rest.chars().next() {
            Some(_) => format!("{rest:?} can't be read: type a number, as in 1/3 or 2e-3"),
            None => "a number is missing at the end".to_owned(),
        })?;
        self.rest = rest;
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::parse_number;

    #[test]
    fn numbers_and_sums_are_read() {
        let cases = [
            ("3", 3.0),
            (" -4 ", -4.0),
            ("−4", -4.0),
            ("1/3", 1.0 / 3.0),
            ("2e-3", 2e-3),
            (".5", 0.5),
            ("5.", 5.0),
            ("1 + 2 × 3", 7.0),
            ("(1+2)*3", 9.0),
            ("-2^2", -4.0),
            ("2^-2", 0.25),
            ("2^3^2", 512.0),
            ("½", 0.5),
            ("2*pi", std::f64::consts::TAU),
            ("e", std::f64::consts::E),
            ("--1", 1.0),
            ("6÷2·4", 12.0),
            ("2,5", 2.5),
            ("-0,125", -0.125),
            ("0,125", 0.125),
            ("1 + 2,25", 3.25),
        ];
        for (text, number) in cases {
            assert_eq!(parse_number(text), Ok(number), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_is_refused() {
        let deep = "(".repeat(900);
        let powers = "2^".repeat(400);
        let long = "1".repeat(2_000);
        for text in [
            "", "x", "1 2", "1/0", "(1", "1)", "1e", "+", "1,000", "1,5,2", "1,", "NaN", "inf",
            "9e999", ".", &deep, &powers, &long, "é", "2^é",
        ] {
            assert!(parse_number(text).is_err(), "{text:?}");
        }
    }
}

//! [`Initial`]: the values that a parameter starts a training with.

use std::fmt;

use super::random::Random;
use crate::core::fault::Fault;
use crate::core::nearest::nearest;
use crate::core::tensor::Shape;

/// How the values of a parameter are drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Initial {
    /// All 0.
    Zeros,
    /// All the same number.
    Constant(f64),
    /// Evenly between two numbers.
    Uniform(f64, f64),
    /// Normal, with a mean and a deviation.
    Normal(f64, f64),
    /// Even, with the deviation √(2 ÷ (fan in + fan out)): Glorot and Bengio (2010), for
    /// tanh and sigmoid.
    XavierUniform,
    /// Normal, with the same deviation.
    XavierNormal,
    /// Even, with the deviation √(2 ÷ fan in): He and others (2015), for relu.
    KaimingUniform,
    /// Normal, with the same deviation.
    KaimingNormal,
}

/// The names in files, with the numbers that each takes.
const NAMES: [(&str, usize); 8] = [
    ("zeros", 0),
    ("constant", 1),
    ("uniform", 2),
    ("normal", 2),
    ("xavier_uniform", 0),
    ("xavier_normal", 0),
    ("kaiming_uniform", 0),
    ("kaiming_normal", 0),
];

impl Initial {
    /// From its text in a file: `kaiming_uniform`, `normal(0, 0.01)`.
    ///
    /// # Errors
    /// It is none; says what to write.
    pub fn parse(text: &str) -> Result<Initial, Fault> {
        let (name, inside) = match text.split_once('(') {
            None => (text.trim(), ""),
            Some((name, rest)) => match rest.trim_end().strip_suffix(')') {
                Some(inside) => (name.trim(), inside),
                None => {
                    let message = format!("{text:?} has no closing parenthesis");
                    return Err(Fault::new(message, "write it as in \"normal(0, 0.01)\""));
                }
            },
        };
        let Some((name, count)) = NAMES.iter().find(|(known, _)| *known == name) else {
            let names = || NAMES.iter().map(|(name, _)| *name);
            let help = match nearest(name, names()) {
                Some(near) => format!("did you mean {near:?}?"),
                None => {
                    let names: Vec<&str> = names().collect();
                    format!("use one of {}", names.join(", "))
                }
            };
            let message = format!("there are no initial values {name:?}");
            return Err(Fault::new(message, help));
        };
        let texts: Vec<&str> = inside.split(',').map(str::trim).collect();
        let texts = match texts[..] {
            [""] => &[][..],
            _ => &texts,
        };
        let numbers: Vec<f64> = texts.iter().filter_map(|text| text.parse().ok()).collect();
        let finite = numbers.iter().all(|x| x.is_finite());
        if numbers.len() != texts.len() || numbers.len() != *count || !finite {
            let help = match count {
                0 => format!("write {name:?}"),
                1 => format!("write a finite number after it, as in \"{name}(0.5)\""),
                _ => format!("write two finite numbers after it, as in \"{name}(0, 0.1)\""),
            };
            return Err(Fault::new(format!("{text:?} can't be read"), help));
        }
        let initial = match (*name, &numbers[..]) {
            ("constant", [x]) => Initial::Constant(*x),
            ("uniform", [low, high]) => Initial::Uniform(*low, *high),
            ("normal", [mean, deviation]) => Initial::Normal(*mean, *deviation),
            ("xavier_uniform", _) => Initial::XavierUniform,
            ("xavier_normal", _) => Initial::XavierNormal,
            ("kaiming_uniform", _) => Initial::KaimingUniform,
            ("kaiming_normal", _) => Initial::KaimingNormal,
            _ => Initial::Zeros,
        };
        initial.check().map(|()| initial)
    }

    fn check(&self) -> Result<(), Fault> {
        match *self {
            Initial::Uniform(low, high) if low > high || !(high - low).is_finite() => {
                let message = format!("there is nothing between {low} and {high}");
                Err(Fault::new(message, "write the smaller number first"))
            }
            Initial::Normal(_, deviation) if deviation < 0.0 => {
                let message = format!("a deviation can't be {deviation}");
                Err(Fault::new(message, "use a number of at least 0"))
            }
            _ => Ok(()),
        }
    }

    /// Draws the values of a parameter of this shape.
    pub fn fill(&self, shape: &Shape, random: &mut Random, values: &mut [f64]) {
        let fans = Fans::of(shape);
        let even = |deviation: f64| {
            let bound = 3_f64.sqrt() * deviation;
            (-bound, bound)
        };
        match *self {
            Initial::Zeros => values.fill(0.0),
            Initial::Constant(x) => values.fill(x),
            Initial::Uniform(low, high) => uniform(values, random, (low, high)),
            Initial::Normal(mean, deviation) => normal(values, random, mean, deviation),
            Initial::XavierUniform => uniform(values, random, even(fans.xavier())),
            Initial::XavierNormal => normal(values, random, 0.0, fans.xavier()),
            Initial::KaimingUniform => uniform(values, random, even(fans.kaiming())),
            Initial::KaimingNormal => normal(values, random, 0.0, fans.kaiming()),
        }
    }
}

fn uniform(values: &mut [f64], random: &mut Random, (low, high): (f64, f64)) {
    values.fill_with(|| random.between(low, high));
}

fn normal(values: &mut [f64], random: &mut Random, mean: f64, deviation: f64) {
    values.fill_with(|| mean + deviation * random.normal());
}

/// How many numbers flow into one result through a parameter, and out of one input.
struct Fans {
    into: f64,
    out: f64,
}

impl Fans {
    /// A matrix is used as in `x @ W`: its rows are the inputs. With more axes it is a
    /// convolution's kernel: results, inputs, and then the window.
    fn of(shape: &Shape) -> Fans {
        let dims: Vec<f64> = shape.dims().map(|length| length as f64).collect();
        let (into, out) = match dims[..] {
            [] => (1.0, 1.0),
            [length] => (length, 1.0),
            [rows, columns] => (rows, columns),
            [results, inputs, ref window @ ..] => {
                let window: f64 = window.iter().product();
                (inputs * window, results * window)
            }
        };
        Fans { into, out }
    }

    fn xavier(&self) -> f64 {
        (2.0 / (self.into + self.out)).sqrt()
    }

    fn kaiming(&self) -> f64 {
        (2.0 / self.into).sqrt()
    }
}

/// As it stands in a file.
impl fmt::Display for Initial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Initial::Zeros => f.write_str("zeros"),
            Initial::Constant(x) => write!(f, "constant({x})"),
            Initial::Uniform(low, high) => write!(f, "uniform({low}, {high})"),
            Initial::Normal(mean, deviation) => write!(f, "normal({mean}, {deviation})"),
            Initial::XavierUniform => f.write_str("xavier_uniform"),
            Initial::XavierNormal => f.write_str("xavier_normal"),
            Initial::KaimingUniform => f.write_str("kaiming_uniform"),
            Initial::KaimingNormal => f.write_str("kaiming_normal"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Initial;
    use crate::core::tensor::Shape;
    use crate::core::train::random::{Purpose, Random};

    #[test]
    fn texts_are_read_and_written() {
        for text in [
            "zeros",
            "constant(0.5)",
            "uniform(-0.1, 0.1)",
            "normal(0, 0.01)",
            "xavier_uniform",
            "xavier_normal",
            "kaiming_uniform",
            "kaiming_normal",
        ] {
            let initial = Initial::parse(text).map(|it| it.to_string());
            assert_eq!(initial.as_deref(), Ok(text));
        }
        let cases = [
            ("kaiming", "there are no initial values \"kaiming\""),
            ("zero", "there are no initial values \"zero\""),
            ("normal", "\"normal\" can't be read"),
            ("normal(1)", "\"normal(1)\" can't be read"),
            ("normal(0, 1", "no closing parenthesis"),
            ("normal(0, -1)", "a deviation can't be -1"),
            ("uniform(2, 1)", "nothing between 2 and 1"),
            ("uniform(1, inf)", "can't be read"),
            ("zeros(1)", "can't be read"),
        ];
        for (text, message) in cases {
            let fault = Initial::parse(text).expect_err(text);
            assert!(fault.message.contains(message), "{text}: {fault:?}");
        }
    }

    #[test]
    fn the_deviation_is_the_one_that_the_name_says() {
        let shape = Shape::new(&[200, 50]).expect("a shape");
        let cases = [
            ("uniform(-1, 1)", 1.0 / 3_f64.sqrt()),
            ("normal(0, 0.5)", 0.5),
            ("xavier_uniform", (2.0_f64 / 250.0).sqrt()),
            ("xavier_normal", (2.0_f64 / 250.0).sqrt()),
            ("kaiming_uniform", 0.1),
            ("kaiming_normal", 0.1),
        ];
        for (text, deviation) in cases {
            let initial = Initial::parse(text).expect("initial values");
            let mut values = vec![0.0; shape.elements()];
            initial.fill(
                &shape,
                &mut Random::new(3, Purpose::Initial, 0),
                &mut values,
            );
            let n = values.len() as f64;
            let mean = values.iter().sum::<f64>() / n;
            let spread = values.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n;
            assert!(mean.abs() < 0.05 * deviation, "{text}: mean {mean}");
            let ratio = spread.sqrt() / deviation;
            assert!((ratio - 1.0).abs() < 0.03, "{text}: {ratio}");
        }
    }
}

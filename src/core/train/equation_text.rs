//! An update as people read it: `w ← w − 0.1 × (−4)`.

use super::optimizer::Equation;
use crate::core::number::typeset;

/// The statement with the names that `number` knows replaced by their numbers, and `w`
/// by the name of the parameter.
pub fn shown(equation: &Equation, parameter: &str, number: impl Fn(&str) -> Option<f64>) -> String {
    let own = |name: &str| match name {
        "w" => parameter.to_owned(),
        _ => name.to_owned(),
    };
    let mut out = format!("{} ← ", own(equation.name));
    let mut rest = equation.text.as_str();
    while let Some(first) = rest.chars().next() {
        let word = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
        let end = rest.find(|c| !word(c)).unwrap_or(rest.len());
        if end > 0 {
            let (name, after) = rest.split_at(end);
            rest = after;
            match number(name).filter(|_| !first.is_ascii_digit()) {
                Some(x) if x < 0.0 => out.push_str(&format!("({})", typeset(x, 6))),
                Some(x) => out.push_str(&typeset(x, 6)),
                None => out.push_str(&own(name)),
            }
            continue;
        }
        rest = &rest[first.len_utf8()..];
        match first {
            '*' => out.push_str(" × "),
            '/' => out.push_str(" ÷ "),
            '-' => out.push('−'),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::shown;
    use crate::core::train::optimizer::Options;
    use crate::core::train::optimizers;

    #[test]
    fn names_become_numbers() {
        let sgd = optimizers::named("sgd").expect("sgd");
        let update = (sgd.make)(&Options::new(sgd.options, &[]));
        let equations = update.equations(true);
        let numbers = |name: &str| match name {
            "rate" => Some(0.1),
            "g" => Some(-4.0),
            _ => None,
        };
        assert_eq!(shown(&equations[0], "w1", numbers), "w1 ← w1 − 0.1 × (−4)");
        assert_eq!(shown(&equations[0], "w", |_| None), "w ← w − rate × g");
    }
}

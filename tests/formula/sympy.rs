//! The values and gradients of random formulas, against those that SymPy's `diff` gives: the
//! table that tests/fixtures/formulas.py wrote.

use crate::{graph, numbers};

const TABLE: &str = include_str!("../fixtures/formulas.txt");

/// How far two numbers may lie apart: what is lost where large parts cancel.
const WITHIN: f64 = 1e-9;

fn assert_near(found: f64, wanted: f64, what: &str) {
    let near = (found - wanted).abs() <= WITHIN * wanted.abs().max(1.0);
    assert!(near, "{what}: {found}, and by SymPy {wanted}");
}

#[test]
fn gradients_agree_with_sympy_s_derivatives() {
    let (mut formulas, mut derivatives) = (0, 0);
    for line in TABLE.lines() {
        let mut fields = line.split(" | ");
        let text = fields.next().expect("a formula");
        let number = |text: &str| text.parse::<f64>().expect("a number");
        let value = number(fields.next().expect("a value"));
        let by: Vec<(&str, f64, f64)> = fields
            .map(|field| {
                let words: Vec<&str> = field.split(' ').collect();
                (words[0], number(words[1]), number(words[2]))
            })
            .collect();
        let mut whole = format!("result = {text}");
        for (name, at, _) in &by {
            whole += &format!("\n{name} = {at}");
        }
        let graph = graph(&whole);
        assert_near(numbers(&graph, "result").0, value, text);
        for (name, _, derivative) in by {
            let (_, gradient) = numbers(&graph, name);
            let gradient = gradient.unwrap_or_else(|| panic!("{text}: no gradient of {name}"));
            assert_near(gradient, derivative, &format!("∂/∂{name} of {text}"));
            derivatives += 1;
        }
        formulas += 1;
    }
    assert_eq!(formulas, 500);
    assert!(derivatives > 700, "only {derivatives}");
}

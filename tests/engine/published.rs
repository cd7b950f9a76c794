//! The worked examples of well-known courses, to the digits that they print.

use crate::graphs::Swept;

/// Holds nodes to `name=value/gradient` as printed: numbers of up to one decimal are
/// exact in all examples, others are rounded to the decimals that there are.
fn assert_printed(found: &Swept, printed: &str) {
    for entry in printed.split_whitespace() {
        let (name, numbers) = entry.split_once('=').expect("name=value/gradient");
        let (value, gradient) = numbers.split_once('/').expect("value/gradient");
        assert_digits(&format!("value of {name}"), found.value(name), value);
        assert_digits(
            &format!("gradient of {name}"),
            found.gradient(name),
            gradient,
        );
    }
}

fn assert_digits(what: &str, found: f64, printed: &str) {
    let wanted: f64 = printed.parse().expect("a number");
    let within = match printed.split_once('.') {
        Some((_, decimals)) if decimals.len() > 1 => 0.5 * 0.1_f64.powi(decimals.len() as i32),
        _ => 1e-12 * wanted.abs().max(1.0),
    };
    let near = (found - wanted).abs() <= within;
    assert!(near, "{what}: {found}, printed as {printed}");
}

#[test]
fn case_1_cost_of_the_lecture() {
    let mut found = Swept::shipped("lecture_neuron");
    assert_printed(
        &found,
        "w=2/-4 x=-2/4 b=8/2 y=2/-2 c=-4/2 a=4/2 d=2/2 J=2/1",
    );
    found.set("w", 2.001);
    assert_digits("J at w + 0.001", found.value("J"), "1.996002");
    assert!((found.value("J") - 1.996_002).abs() < 1e-14);

    // d is computed, so it is nudged where it is a source.
    let mut nudged = Swept::nodes(
        r#"(name: "d", op: "input", value: 2.0), (name: "half", op: "constant", value: 0.5),
           (name: "dd", op: "square", inputs: ["d"]),
           (name: "J", op: "multiply", inputs: ["half", "dd"])"#,
    );
    assert_printed(&nudged, "d=2/2 J=2/1");
    nudged.set("d", 2.001);
    assert_digits("J at d + 0.001", nudged.value("J"), "2.002");
}

#[test]
fn case_2_cost_of_the_lab() {
    let found = Swept::shipped("lab_cost");
    let printed = "x=2/-6 w=-2/6 b=8/3 y=1/-3 c=-4/3 a=4/3 d=3/3 J=4.5/1";
    assert_printed(&found, printed);
}

#[test]
fn case_3_square_of_a_sum() {
    let found = Swept::nodes(
        r#"(name: "w", op: "parameter", value: 3), (name: "three", op: "constant", value: 3),
           (name: "two", op: "constant", value: 2),
           (name: "3w", op: "multiply", inputs: ["three", "w"]),
           (name: "a", op: "add", inputs: ["two", "3w"]),
           (name: "J", op: "square", inputs: ["a"])"#,
    );
    assert_printed(&found, "w=3/66 a=11/22 J=121/1");
}

#[test]
fn case_4_product_inside_a_sum() {
    let found = Swept::shipped("sum_of_product");
    assert_printed(&found, "a=5/3 b=3/6 c=2/9 u=6/3 v=11/3 J=33/1");
}

#[test]
fn case_5_sum_inside_a_product() {
    let found = Swept::shipped("product_of_sum");
    assert_printed(&found, "x=-2/-4 y=5/-4 z=-4/3 q=3/-4 f=-12/1");
}

#[test]
fn case_6_sigmoid_neuron() {
    let found = Swept::shipped("sigmoid_neuron");
    assert_printed(
        &found,
        "w0=2/-0.20 x0=-1/0.39 w1=-3/-0.39 x1=-2/-0.59 w2=-3/0.20 w0x0=-2/0.20 w1x1=6/0.20 \
         sum=4/0.20 score=1/0.20 negated=-1/-0.20 exponential=0.37/-0.53 \
         denominator=1.37/-0.53 f=0.73/1",
    );
}

#[test]
fn case_6_in_one_node_is_the_same() {
    let steps = Swept::shipped("sigmoid_neuron");
    let one = Swept::nodes(
        r#"(name: "score", op: "input", value: 1),
           (name: "f", op: "sigmoid", inputs: ["score"])"#,
    );
    assert!((one.value("f") - steps.value("f")).abs() < 1e-15);
    assert!((one.gradient("score") - steps.gradient("score")).abs() < 1e-15);
}

#[test]
fn case_7_gradient_patterns() {
    let found = Swept::shipped("gradient_patterns");
    let printed = "x=3/-8 y=-4/6 z=2/2 w=-1/0 xy=-12/2 larger=2/2 sum=-10/2 f=-20/1";
    assert_printed(&found, printed);
}

#[test]
fn case_8_two_paths() {
    let found = Swept::shipped("two_paths");
    assert_printed(&found, "a=2/2 b=1/5 c=3/2 d=2/3 e=6/1");
    // The article's local derivatives stand on the edges: what a wire contributes,
    // over the gradient of the node that it ends at.
    for (to, input, local) in [
        ("c", 0, 1.0),
        ("c", 1, 1.0),
        ("d", 0, 1.0),
        ("e", 0, 2.0),
        ("e", 1, 3.0),
    ] {
        let found = found.wire(to, input) / found.gradient(to);
        assert_eq!(found, local, "input {input} of {to}");
    }
    for (of, derivative) in [("a", 0.0), ("b", 1.0), ("c", 1.0), ("d", 1.0), ("e", 5.0)] {
        assert_eq!(found.tangent(of, "b"), derivative, "∂{of}/∂b");
    }
}

#[test]
fn case_9_long_expression() {
    let found = Swept::shipped("long_expression");
    assert_printed(&found, "a=-4/138.8338 b=2/645.5773 g=24.7041/1");
    assert!((found.tangent("g", "a") - found.gradient("a")).abs() < 1e-11);
    assert!((found.tangent("g", "b") - found.gradient("b")).abs() < 1e-11);
}

#[test]
fn case_10_first_expression() {
    let found = Swept::shipped("first_expression");
    assert_printed(&found, "a=2/6 b=-3/-4 c=10/-2 e=-6/-2 d=4/-2 f=-2/4 L=-8/1");
}

#[test]
fn case_11_neuron_with_tanh() {
    let found = Swept::shipped("tanh_neuron");
    assert_printed(
        &found,
        "x1=2/-1.5 x2=0/0.5 w1=-3/1 w2=1/0 x1w1=-6/0.5 x2w2=0/0.5 sum=-6/0.5 n=0.8814/0.5 \
         o=0.7071/1",
    );
    assert_eq!(found.value("b"), 6.881_373_587_019_543);
    // Chosen so that tanh′ is a half, to the last digits.
    for (name, gradient) in [
        ("x1", -1.5),
        ("x2", 0.5),
        ("w1", 1.0),
        ("w2", 0.0),
        ("b", 0.5),
    ] {
        assert!((found.gradient(name) - gradient).abs() < 1e-15, "{name}");
    }
}

#[test]
fn case_12_a_node_used_twice() {
    let found = Swept::nodes(
        r#"(name: "a", op: "input", value: 3), (name: "b", op: "add", inputs: ["a", "a"])"#,
    );
    assert_printed(&found, "a=3/2 b=6/1");
    assert_eq!([found.wire("b", 0), found.wire("b", 1)], [1.0, 1.0]);

    let found = Swept::shipped("fan_out");
    assert_printed(&found, "a=-2/-3 b=3/-8 d=-6/1 e=1/-6 f=-6/1");
    let contributions = [
        ("d", 0, 3.0),
        ("e", 0, -6.0),
        ("d", 1, -2.0),
        ("e", 1, -6.0),
    ];
    for (to, input, contribution) in contributions {
        assert_eq!(found.wire(to, input), contribution, "input {input} of {to}");
    }
}

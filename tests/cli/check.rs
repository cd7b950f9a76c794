//! `wiregrad check`.

use serde_json::{Value, json};

use super::{CUBE, feed, json_of, run, shipped};

#[test]
fn check_prints_the_worst_first_and_a_verdict_for_each() {
    let path = shipped("two_layer_network");
    let said = run(&["check", path.to_str().expect("UTF-8")]);
    let lines: Vec<&str> = said.out.lines().collect();
    let head = "node        gradient   difference  relative error  verdict";
    assert_eq!(lines[0], head);
    assert!(lines[1].starts_with("classes "), "{}", lines[1]);
    assert!(
        lines[1].contains("at a kink of \"loss\": class numbers"),
        "{}",
        lines[1]
    );
    assert!(
        lines[2..lines.len() - 2]
            .iter()
            .all(|line| line.ends_with("  fine"))
    );
    let last = "12 gradients of loss checked: 1 at a kink, none is wrong";
    assert_eq!(lines.last(), Some(&last));
    assert_eq!((said.err.as_str(), said.status), ("", 0));
}

#[test]
fn check_fails_on_what_is_wrong_and_goes_on_with_the_next_file() {
    let path = shipped("fan_out");
    let path = path.to_str().expect("UTF-8");
    let said = feed(
        &["check", "no.ron", "-", path],
        &CUBE
            .replace("value: 2", "value: -2")
            .replace("square", "log"),
    );
    assert!(
        said.err.contains("error: no.ron: can't load"),
        "{}",
        said.err
    );
    assert!(
        said.err
            .contains("error: line 3, column 5: \"c\": log(-2) is not a number"),
        "{}",
        said.err
    );
    assert!(said.out.contains("not finite"), "{}", said.out);
    assert!(
        said.out.contains("5 gradients of f checked: none is wrong"),
        "{}",
        said.out
    );
    assert_eq!(said.status, 1);
}

#[test]
fn check_says_how_many_elements_it_looked_at() {
    let text = r#"(version: 1, nodes: [
        (name: "x", op: "input", value: [1, 2, 3, 4, 5]),
        (name: "J", op: "mean", inputs: ["x"]),
    ])"#;
    let some = feed(&["check", "-", "--elements", "2"], text);
    assert!(some.out.contains("fine (2 of 5 elements)"), "{}", some.out);
    let all = feed(&["check", "-"], text);
    assert!(!all.out.contains("elements"), "{}", all.out);
    assert_eq!((some.status, all.status), (0, 0));
}

#[test]
fn check_names_the_wire_at_which_a_gradient_stops_being_finite() {
    let norm = r#"(version: 1, nodes: [
        (name: "x", op: "input", value: [0, 0]), (name: "q", op: "square", inputs: ["x"]),
        (name: "s", op: "sum", inputs: ["q"]), (name: "n", op: "sqrt", inputs: ["s"]),
    ])"#;
    let said = feed(&["check", "-"], norm);
    let message = "error: line 3, column 48: \"n\": n → s: the derivative of √ at 0 is infinite; \
                   then ∞ × 0 at x; keep s away from 0: add a small constant";
    assert!(said.err.starts_with(message), "{}", said.err);
    assert_eq!(said.status, 1);
    let verdict = |name: &str| {
        let row = said.out.lines().find(|line| line.starts_with(name));
        row.unwrap_or_else(|| panic!("{name}: {}", said.out))
    };
    assert!(verdict("x ").contains("NaN"), "{}", said.out);
    for name in ["x ", "q "] {
        let expected = "can't be checked at ";
        assert!(verdict(name).contains(expected), "{}", said.out);
        assert!(verdict(name).contains("is not finite"), "{}", said.out);
    }
    assert!(
        verdict("s ").contains("at a kink of \"n\": at 0: the derivative is infinite"),
        "{}",
        said.out
    );
    assert!(!said.out.contains("suspect"), "{}", said.out);
}

#[test]
fn check_has_no_word_for_gradients_of_constants_that_are_not_finite() {
    let power = r#"(version: 1, nodes: [
        (name: "x", op: "parameter", value: -3), (name: "k", op: "constant", value: 2),
        (name: "y", op: "power", inputs: ["x", "k"]),
    ])"#;
    for command in ["check", "eval"] {
        let said = feed(&[command, "-"], power);
        assert_eq!((said.err.as_str(), said.status), ("", 0), "{command}");
    }
}

#[test]
fn check_as_json_has_an_entry_for_each_file() {
    let path = shipped("two_layer_network");
    let path = path.to_str().expect("UTF-8");
    let said = feed(&["check", "no.ron", "-", path, "--json"], CUBE);
    let result = json_of(&said);
    assert_eq!(result["version"], 1);
    let files = result["files"].as_array().expect("a list");
    assert_eq!(files.len(), 3);
    let error = files[0]["error"].as_str().expect("a text");
    assert!(error.contains("can't load"), "{error}");
    let x = &files[1]["gradients"];
    let x = x
        .as_array()
        .expect("a list")
        .iter()
        .find(|it| it["node"] == "x");
    let x = x.expect("x");
    assert_eq!(
        (&x["verdict"], &x["gradient"]),
        (&json!("fine"), &json!(12.0))
    );
    let difference = x["difference"].as_f64().expect("a number");
    assert!((difference - 12.0).abs() < 1e-8, "{difference}");
    assert_eq!((&x["element"], &x["elements"]), (&json!([]), &json!(1)));
    let kink = &files[2]["gradients"][0];
    assert_eq!(
        (&kink["node"], &kink["verdict"], &kink["at"]),
        (&json!("classes"), &json!("at_kink"), &json!("loss"))
    );
    assert!(kink["reason"].is_string(), "{kink}");
    assert_eq!(files[2]["problems"], json!([]));
    assert_eq!(said.status, 1);
    assert!(
        said.err.contains("error: no.ron: can't load"),
        "{}",
        said.err
    );
}

#[test]
fn check_takes_other_values_another_target_and_any_upstream_gradient() {
    let gradient = |arguments: &[&str], name: &str| {
        let mut all = vec!["check", "-", "--json"];
        all.extend(arguments);
        let said = feed(&all, CUBE);
        assert_eq!((said.err.as_str(), said.status), ("", 0));
        let result = json_of(&said);
        let file = &result["files"][0];
        let all = file["gradients"].as_array().expect("a list");
        let found = all.iter().find(|it| it["node"] == name);
        let gradient = found.map_or(Value::Null, |it| it["gradient"].clone());
        (file["target"].clone(), gradient)
    };
    assert_eq!(
        gradient(&["--set", "x=1/2"], "x"),
        (json!("J"), json!(0.75))
    );
    assert_eq!(gradient(&["--target", "c"], "x"), (json!("c"), json!(4.0)));
    assert_eq!(gradient(&["--target", "c"], "J"), (json!("c"), Value::Null));
    let arguments = [
        "--target",
        "c",
        "--set",
        "x=[1, 2]",
        "--upstream",
        "[3, 10]",
    ];
    let (target, dx) = gradient(&arguments, "x");
    assert_eq!(target, "c");
    assert!(
        [6.0, 40.0].contains(&dx.as_f64().expect("a number")),
        "{dx}"
    );
    let wrong = feed(&["check", "-", "--set", "y=1"], CUBE);
    assert!(
        wrong.err.contains("--set y: no node is called"),
        "{}",
        wrong.err
    );
    assert_eq!((wrong.out.as_str(), wrong.status), ("", 2));
}

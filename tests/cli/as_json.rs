//! `--json` of `explain`, `nudge` and `cost`, and what docs/json.md says of all commands.

use std::path::Path;

use serde_json::{Value, json};

use super::{CUBE, feed, json_of, run, shipped};

#[test]
fn explain_as_json_has_every_equation_in_its_parts() {
    let result = json_of(&feed(&["explain", "-", "x", "--json"], CUBE));
    assert_eq!(result["version"], 1);
    let blocks = result["blocks"].as_array().expect("a list");
    assert_eq!(blocks[0], json!({"heading": "The value of x"}));
    let equations = blocks
        .iter()
        .filter_map(|block| block["equations"].as_array());
    let lines: Vec<&Value> = equations.flatten().collect();
    let has = |field: &str, text: &str| lines.iter().any(|line| line[field] == text);
    assert!(has("left", "∂J/∂x via c"), "{result}");
    assert!(has("path", "x → c → J"), "{result}");
    let sum = lines.last().expect("a line");
    assert_eq!(
        (&sum["numbers"], &sum["result"]),
        (&json!("8 + 4"), &json!("12"))
    );
    let latex = feed(&["explain", "-", "x", "--json", "--format", "latex"], CUBE);
    assert!(
        latex.out.contains(r"\\frac{\\partial J}{\\partial x}"),
        "{}",
        latex.out
    );
    let all = json_of(&feed(&["explain", "-", "--json"], CUBE));
    assert_eq!(all["problems"], json!([]));
}

#[test]
fn nudge_as_json_has_what_changed_and_what_was_foretold() {
    let said = feed(&["nudge", "-", "x", "--by", "0.5", "--json"], CUBE);
    let result = json_of(&said);
    let change = |node: &str, before: f64, after: f64| json!({"node": node, "before": before, "after": after});
    let changes = json!([
        change("x", 2.0, 2.5),
        change("c", 4.0, 6.25),
        change("J", 8.0, 15.625)
    ]);
    assert_eq!(result["changes"], changes);
    let outcome = &result["outcome"];
    for (field, number) in [
        ("by", 0.5),
        ("gradient", 12.0),
        ("before", 8.0),
        ("after", 15.625),
        ("predicted", 6.0),
        ("actual", 7.625),
        ("error", 1.625),
    ] {
        assert_eq!(outcome[field], json!(number), "{field}");
    }
    assert_eq!((said.err.as_str(), said.status), ("", 0));
    let other = json_of(&feed(&["nudge", "-", "J", "--target", "c", "--json"], CUBE));
    assert_eq!(
        (&other["target"], &other["outcome"]),
        (&json!("c"), &Value::Null)
    );
    let shrinking = json_of(&feed(&["nudge", "-", "x", "--shrink", "--json"], CUBE));
    let steps = shrinking["outcomes"].as_array().expect("a list");
    assert_eq!((steps.len(), &steps[0]["by"]), (13, &json!(1.0)));
}

#[test]
fn cost_as_json_counts_three_ways() {
    let path = shipped("lecture_neuron");
    let said = run(&["cost", path.to_str().expect("UTF-8"), "--json"]);
    let result = json_of(&said);
    assert_eq!(result["version"], 1);
    let ways = result["ways"].as_array().expect("a list");
    let names: Vec<&Value> = ways.iter().map(|way| &way["way"]).collect();
    assert_eq!(names, ["backward", "forward_mode", "naive"]);
    let visits: Vec<u64> = ways
        .iter()
        .filter_map(|way| way["visits"].as_u64())
        .collect();
    let numbers = result["numbers"].as_u64().expect("a count");
    let computed = result["computed_nodes"].as_u64().expect("a count");
    assert_eq!(visits[2], (numbers + 1) * computed);
    assert!(visits[0] < visits[1], "{visits:?}");
    assert!(
        ways.iter().all(|way| way["seconds"].as_f64() > Some(0.0)),
        "{result}"
    );
    assert_eq!((said.err.as_str(), said.status), ("", 0));
}

/// Every name of a field in a value.
fn fields(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            for (name, value) in object {
                found.push(name.clone());
                fields(value, found);
            }
        }
        Value::Array(list) => list.iter().for_each(|value| fields(value, found)),
        _ => {}
    }
}

#[test]
fn every_field_is_described_and_every_object_has_a_version() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/json.md");
    let page = std::fs::read_to_string(page).expect("the page");
    let log = CUBE.replace("square", "log");
    for (arguments, text) in [
        (&["eval", "-", "--forward", "x"][..], CUBE),
        (&["eval", "-", "--upstream", "2"], CUBE),
        (&["eval", "-", "--set", "x=-1"], &log),
        (&["check", "-", "no.ron"], CUBE),
        (&["explain", "-"], CUBE),
        (&["explain", "-", "x"], CUBE),
        (&["nudge", "-", "x"], CUBE),
        (&["nudge", "-", "x", "--shrink"], CUBE),
        (&["cost", "-"], CUBE),
    ] {
        let mut all = arguments.to_vec();
        all.push("--json");
        let result = json_of(&feed(&all, text));
        assert_eq!(result["version"], 1, "{arguments:?}");
        let mut found = Vec::new();
        fields(&result, &mut found);
        for name in found {
            let quoted = [format!("\"{name}\""), format!("`{name}`")];
            let known = quoted.iter().any(|name| page.contains(name));
            assert!(known, "{arguments:?}: {name}");
        }
    }
}

//! Plots: curves and maps against what is known of their functions.

use wiregrad::core::graph::{Graph, NodeId};
use wiregrad::core::plot::{Curve, CurvePlot, contours, curves};
use wiregrad::file;

fn graph(nodes: &str) -> Graph {
    let text = format!("(version: 1, nodes: [{nodes}])");
    let document = file::load_bytes(text.as_bytes()).expect("a graph");
    document.graph().clone()
}

fn id(graph: &Graph, name: &str) -> NodeId {
    graph.find(name).expect("it is there")
}

/// `y` as a function of `x`, which is `now`.
fn plot(op: &str, now: f64, range: (f64, f64)) -> CurvePlot {
    let graph = graph(&format!(
        r#"(name: "x", op: "input", value: {now:?}), (name: "y", op: "{op}", inputs: ["x"])"#
    ));
    let (x, y) = (id(&graph, "x"), id(&graph, "y"));
    curves(&graph, x, &[y], range, 101).expect("a plot")
}

fn only(plot: &CurvePlot) -> &Curve {
    let [curve] = &plot.curves[..] else {
        panic!("{plot:?}")
    };
    curve
}

#[test]
fn a_smooth_curve_has_its_values_its_slope_and_nothing_special() {
    for (op, value, slope) in [
        ("square", f64::powi as fn(f64, i32) -> f64, 3.0),
        ("tanh", |x: f64, _| x.tanh(), 1.0 - 1.5_f64.tanh().powi(2)),
        ("exp", |x: f64, _| x.exp(), 1.5_f64.exp()),
        ("sin", |x: f64, _| x.sin(), 1.5_f64.cos()),
    ] {
        let plot = plot(op, 1.5, (-20.0, 20.0));
        let curve = only(&plot);
        for (x, y) in plot.inputs.iter().zip(&curve.values) {
            let wanted = value(*x, 2);
            assert!(
                (y - wanted).abs() <= 1e-12 * wanted.abs().max(1.0),
                "{op} {x}"
            );
        }
        assert!((curve.slope - slope).abs() < 1e-12, "{op}");
        let special = (&curve.kinks[..], &curve.ends[..], &curve.jumps[..]);
        assert_eq!(special, (&[][..], &[][..], &[][..]), "{op}");
        assert_eq!(curve.pieces(&plot.inputs).len(), 1);
    }
}

#[test]
fn kinks_are_found_where_they_are() {
    // Neither 0 nor the kinks are among the samples.
    for (op, kinks) in [("relu", &[0.0][..]), ("abs", &[0.0])] {
        let plot = plot(op, 1.0, (-3.1, 2.7));
        let found: Vec<f64> = only(&plot).kinks.iter().map(|at| at[0]).collect();
        assert_eq!(found, kinks, "{op}");
        assert_eq!(
            only(&plot).pieces(&plot.inputs).len(),
            1,
            "{op} is continuous"
        );
    }
    let graph = graph(
        r#"(name: "x", op: "input", value: 3), (name: "h", op: "constant", value: 0.7),
           (name: "d", op: "subtract", inputs: ["x", "h"]), (name: "y", op: "relu", inputs: ["d"])"#,
    );
    let (x, y) = (id(&graph, "x"), id(&graph, "y"));
    let plot = curves(&graph, x, &[y], (-1.0, 4.0), 101).expect("a plot");
    assert!((only(&plot).kinks[0][0] - 0.7).abs() < 1e-12, "{plot:?}");
}

#[test]
fn a_curve_ends_where_there_is_no_value() {
    let root = plot("sqrt", 2.0, (-3.1, 2.7));
    let curve = only(&root);
    assert_eq!(curve.ends.len(), 1, "{:?}", curve.ends);
    assert!(curve.ends[0][0].abs() < 1e-12);
    let pieces = curve.pieces(&root.inputs);
    assert!(pieces.len() == 1 && pieces[0][0][0] >= 0.0);
    let csv = |plot: &CurvePlot| {
        let graph = graph(
            r#"(name: "x", op: "input", value: 2), (name: "a,b", op: "sqrt", inputs: ["x"])"#,
        );
        plot.csv(&graph)
    };
    let text = csv(&root);
    assert!(text.starts_with("x,\"a,b\"\n-3.1,\n"), "{text}");
}

#[test]
fn a_pole_breaks_the_curve() {
    let plot = plot("reciprocal", 1.0, (-3.1, 2.7));
    let pieces = only(&plot).pieces(&plot.inputs);
    assert_eq!(pieces.len(), 2);
    assert!(pieces[0].iter().all(|at| at[1] < 0.0) && pieces[1].iter().all(|at| at[1] > 0.0));
}

#[test]
fn what_is_no_number_is_not_plotted() {
    let graph = graph(
        r#"(name: "x", op: "input", value: 1), (name: "v", op: "input", value: [1, 2]),
           (name: "y", op: "square", inputs: ["x"]), (name: "z", op: "square", inputs: ["v"])"#,
    );
    let [x, v, y, z] = ["x", "v", "y", "z"].map(|name| id(&graph, name));
    assert!(curves(&graph, x, &[y], (0.0, 1.0), 11).is_some());
    for (source, node, range) in [
        (v, y, (0.0, 1.0)),
        (x, z, (0.0, 1.0)),
        (y, y, (0.0, 1.0)),
        (x, y, (1.0, 1.0)),
        (x, y, (0.0, f64::INFINITY)),
        (x, y, (f64::NAN, 1.0)),
    ] {
        assert!(curves(&graph, source, &[node], range, 11).is_none());
    }
    assert!(contours(&graph, [x, x], y, [(0.0, 1.0); 2], 11).is_none());
}

#[test]
fn lines_of_a_bowl_are_circles() {
    let graph = graph(
        r#"(name: "x", op: "input", value: 1), (name: "y", op: "input", value: -2),
           (name: "a", op: "square", inputs: ["x"]), (name: "b", op: "square", inputs: ["y"]),
           (name: "J", op: "add", inputs: ["a", "b"])"#,
    );
    let [x, y, node] = ["x", "y", "J"].map(|name| id(&graph, name));
    let map = contours(&graph, [x, y], node, [(-3.0, 3.0); 2], 61).expect("a map");
    assert_eq!((map.value, map.gradient), (5.0, [2.0, -4.0]));
    assert!(map.lines.len() >= 10);
    for line in &map.lines {
        for [x, y] in &line.points {
            let found = x * x + y * y;
            assert!(
                (found - line.level).abs() < 0.02,
                "{found} on {}",
                line.level
            );
        }
        // A circle that lies within the map is closed.
        if line.level < 8.5 {
            assert_eq!(line.points.first(), line.points.last(), "{}", line.level);
        }
    }
    let csv = map.csv(&graph);
    assert!(csv.starts_with("x,y,J\n-3,-3,18\n"), "{csv}");
    assert_eq!(csv.lines().count(), 61 * 61 + 1);
}

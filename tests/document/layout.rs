//! Layout: nothing lies on anything, chains run straight, few wires cross, and it
//! takes a moment.

use std::time::Instant;

use fastrand::Rng;
use wiregrad::core::graph::{Graph, NodeId};
use wiregrad::document::layout::{Area, GRID, NODE_WIDTH, arrange, node_size, place_missing};
use wiregrad::document::{Document, Edit, Position};

use super::{find, large, load, parts, place};
use crate::documents::{document, id};

fn assert_well_placed(document: &Document, fixed: &[Option<Position>]) {
    let mut places = Vec::new();
    for (id, _) in document.graph().iter() {
        let place = document.position(id).expect("placed");
        match fixed.get(id.index()).copied().flatten() {
            Some(old) => assert_eq!(place, old, "a placed node moved"),
            None => assert_eq!((place.x() % GRID, place.y() % GRID), (0.0, 0.0)),
        }
        let area = Area::of(document, id).expect("placed");
        places.push((area, fixed.get(id.index()).copied().flatten().is_some()));
    }
    // Nodes that overlap are near in x, so a sorted list shows them.
    places.sort_by(|a, b| a.0.at.x().total_cmp(&b.0.at.x()));
    for (i, (a, a_fixed)) in places.iter().enumerate() {
        let near = places[i + 1..]
            .iter()
            .take_while(|b| b.0.at.x() - a.at.x() < NODE_WIDTH);
        for (b, b_fixed) in near {
            let both_old = *a_fixed && *b_fixed;
            assert!(both_old || !a.overlaps(b), "{a:?} lies on {b:?}");
        }
    }
}

/// The same document with only some of its positions.
fn with_places(from: &Document, keep: impl Fn(usize) -> Option<Position>) -> Document {
    let mut document = Document::new(from.graph().clone()).expect("finite");
    for (node, _) in from.graph().iter() {
        if let Some(to) = keep(node.index()) {
            document.apply(Edit::Move { node, to }).expect("lawful");
        }
    }
    document
}

#[test]
fn layout_leaves_no_node_on_another_and_moves_none() {
    for seed in 0..40 {
        let mut rng = Rng::with_seed(seed);
        let whole = document(seed, 200);
        let keep = rng.f64();
        let old: Vec<_> = (0..200)
            .map(|i| whole.position(id(i)).filter(|_| rng.f64() < keep))
            .collect();
        let mut partly = with_places(&whole, |i| old[i]);
        place_missing(&mut partly);
        assert_well_placed(&partly, &old);
        let mut none = with_places(&whole, |_| None);
        place_missing(&mut none);
        assert_well_placed(&none, &[]);
        for (from, wire) in none.graph().wires() {
            let x = |id| none.position(id).map(Position::x);
            assert!(x(from) < x(wire.to), "a wire runs to the left");
        }
    }
}

#[test]
fn layout_copes_with_a_canvas_that_is_taken_at_its_edges() {
    let far = 1e7;
    let corners = [(-far, -far), (far, -far), (-far, far), (far, far)];
    let whole = document(3, 100);
    let old: Vec<_> = (0..100)
        .map(|i| corners.get(i).map(|&(x, y)| place(x, y)))
        .collect();
    let mut partly = with_places(&whole, |i| old[i]);
    place_missing(&mut partly);
    assert_well_placed(&partly, &old);
}

#[test]
fn a_hundred_thousand_nodes_are_laid_out_in_a_moment() {
    let chain = |n: usize| {
        let mut all = vec![parts("n0", "input", &[], Some(1.0))];
        all.extend((1..n).map(|i| parts(&format!("n{i}"), "square", &[i - 1], None)));
        all
    };
    let star = |n: usize| {
        let mut all = vec![parts("n0", "input", &[], Some(1.0))];
        all.extend((1..n).map(|i| parts(&format!("n{i}"), "square", &[0], None)));
        all
    };
    for all in [chain(100_000), star(100_000)] {
        let graph = Graph::from_parts(all).expect("lawful");
        let mut document = Document::new(graph).expect("finite");
        let start = Instant::now();
        place_missing(&mut document);
        // A second in release; tests are built without most optimisation.
        assert!(start.elapsed().as_secs() < 10, "{:?}", start.elapsed());
        assert_well_placed(&document, &[]);
    }
}

fn arranged(document: &Document, nodes: Option<&[NodeId]>) -> Document {
    let mut arranged = document.clone();
    let places = arrange(document, nodes);
    arranged
        .apply(Edit::Place(places))
        .expect("the nodes exist");
    arranged
}

fn assert_apart(document: &Document, nodes: &[NodeId]) {
    let areas: Vec<Area> = nodes
        .iter()
        .filter_map(|id| Area::of(document, *id))
        .collect();
    for (nth, a) in areas.iter().enumerate() {
        assert_eq!([a.at.x() % GRID, a.at.y() % GRID], [0.0; 2]);
        assert!(
            areas[..nth].iter().all(|b| !a.overlaps(b)),
            "{a:?} lies on another"
        );
    }
}

#[test]
fn sizes_are_on_the_grid_and_hold_every_input() {
    for inputs in 0..100 {
        let (width, height) = node_size(inputs);
        assert_eq!((width, height % GRID), (160.0, 0.0));
        let wanted = 64.0 + GRID * inputs.max(1) as f32;
        assert!(height >= wanted && height < wanted + GRID);
    }
}

#[test]
fn a_chain_runs_straight_and_what_feeds_it_stands_beside_it() {
    let d = load(
        r#"
        (name: "w", op: "parameter", value: 2), (name: "x", op: "input", value: -2),
        (name: "b", op: "parameter", value: 8), (name: "y", op: "input", value: 2),
        (name: "c", op: "multiply", inputs: ["w", "x"]),
        (name: "a", op: "add", inputs: ["c", "b"]),
        (name: "d", op: "subtract", inputs: ["a", "y"]),
        (name: "squared", op: "square", inputs: ["d"]),
        (name: "half", op: "constant", value: 0.5),
        (name: "J", op: "multiply", inputs: ["half", "squared"]),
    "#,
    );
    let at = |name: &str| d.position(find(&d, name)).expect("placed");
    let line = ["c", "a", "d", "squared", "J"].map(|name| at(name).y());
    assert_eq!(line, [at("c").y(); 5]);
    let columns = ["w", "x", "b", "c", "y", "a"].map(|name| at(name).x());
    assert_eq!(columns, [40.0, 40.0, 280.0, 280.0, 520.0, 520.0]);
    // In the order of the inputs that they feed.
    assert!(at("w").y() < at("x").y() && at("c").y() < at("b").y());
    assert!(at("half").y() < at("squared").y());
    assert_eq!(arranged(&d, None), d);
}

/// How often wires cross, drawn straight from middle to middle.
fn crossings(document: &Document) -> usize {
    let middle = |id: NodeId| {
        let Area { at, size } = Area::of(document, id).expect("placed");
        (at.x() + size.0 / 2.0, at.y() + size.1 / 2.0)
    };
    let lines: Vec<_> = document
        .graph()
        .wires()
        .map(|(from, w)| (middle(from), middle(w.to)))
        .collect();
    let side = |(a, b): ((f32, f32), (f32, f32)), p: (f32, f32)| {
        (b.0 - a.0) * (p.1 - a.1) - (b.1 - a.1) * (p.0 - a.0)
    };
    let crossed = |a: &((f32, f32), (f32, f32)), b: &((f32, f32), (f32, f32))| {
        side(*a, b.0) * side(*a, b.1) < 0.0
            && side(*b, a.0) * side(*b, a.1) < 0.0
            && a.0 != b.0
            && a.1 != b.1
    };
    let pairs = lines.iter().enumerate();
    pairs
        .map(|(n, a)| lines[..n].iter().filter(|b| crossed(a, b)).count())
        .sum()
}

#[test]
fn wires_of_a_tree_do_not_cross() {
    let mut nodes = String::new();
    for i in 0..16 {
        // In an order that is no help.
        nodes += &format!("(name: \"s{0}\", op: \"input\", value: 1),", i * 7 % 16);
    }
    let mut below: Vec<String> = (0..16).map(|i| format!("s{i}")).collect();
    while below.len() > 1 {
        let pairs: Vec<String> = below
            .chunks(2)
            .map(|p| format!("{}+{}", p[0], p[1]))
            .collect();
        for (pair, name) in below.chunks(2).zip(&pairs).rev() {
            nodes += &format!(
                "(name: {name:?}, op: \"add\", inputs: [{:?}, {:?}]),",
                pair[0], pair[1]
            );
        }
        below = pairs;
    }
    assert_eq!(crossings(&load(&nodes)), 0);
}

#[test]
fn a_selection_is_arranged_where_it_was() {
    for seed in 0..30 {
        let mut rng = Rng::with_seed(seed);
        let d = document(seed, 40);
        let chosen: Vec<NodeId> = (0..40).map(id).filter(|_| rng.bool()).collect();
        let after = arranged(&d, Some(&chosen));
        for node in (0..40).map(id).filter(|id| !chosen.contains(id)) {
            assert_eq!(after.position(node), d.position(node));
        }
        assert_apart(&after, &chosen);
        let middle = |d: &Document| {
            let areas: Vec<Area> = chosen.iter().filter_map(|id| Area::of(d, *id)).collect();
            let least = |f: fn(&Area) -> f32| areas.iter().map(f).fold(f32::INFINITY, f32::min);
            let most = |f: fn(&Area) -> f32| areas.iter().map(f).fold(-f32::INFINITY, f32::max);
            let x = (least(|a| a.at.x()) + most(|a| a.at.x() + a.size.0)) / 2.0;
            let y = (least(|a| a.at.y()) + most(|a| a.at.y() + a.size.1)) / 2.0;
            (x, y)
        };
        let ((x, y), (was_x, was_y)) = (middle(&after), middle(&d));
        assert!(
            (x - was_x).abs() <= GRID && (y - was_y).abs() <= GRID,
            "{seed}"
        );
        assert_eq!(arrange(&d, Some(&[id(1_000)])), []);
    }
}

#[test]
fn a_hundred_thousand_nodes_are_arranged_in_seconds() {
    for near in [20, 100_000] {
        let d = large(100_000, near);
        let start = Instant::now();
        let places = arrange(&d, None);
        assert_eq!(places.len(), 100_000);
        // Below half a second in release.
        assert!(start.elapsed().as_secs() < 10, "{:?}", start.elapsed());
    }
}

//! A graph that is printed in full reads back as the same graph.

#[path = "../documents/mod.rs"]
mod documents;
#[path = "../graphs/mod.rs"]
mod graphs;

use wiregrad::core::evaluation::Evaluation;
use wiregrad::core::formula::{Style, full, parse, plan, short, write};
use wiregrad::core::graph::{Graph, Node, NodeOp};
use wiregrad::core::op::attributes::Attributes;

/// What a graph says, without the order of its nodes.
fn content(graph: &Graph) -> Vec<String> {
    let line = |node: &Node| {
        let inputs = node
            .inputs()
            .iter()
            .map(|from| from.map(|id| graph.name(id)));
        let inputs: Vec<_> = inputs.collect();
        let attributes: Vec<String> = node
            .attributes()
            .into_iter()
            .flat_map(Attributes::iter)
            .map(|(name, value)| format!("{name}={value:?}"))
            .collect();
        let value = node.value().map(|value| {
            let bits: Vec<u64> = value.data().iter().map(|x| x.to_bits()).collect();
            (value.shape().to_string(), bits)
        });
        format!(
            "{:?} {} {inputs:?} {attributes:?} {value:?}",
            node.name(),
            node.op_name()
        )
    };
    let mut lines: Vec<String> = graph.iter().map(|(_, node)| line(node)).collect();
    lines.sort();
    let target = graph.target().map(|id| graph.name(id));
    lines.push(format!("target {target:?}"));
    lines
}

fn read(text: &str) -> Graph {
    let formula = parse(text, &|_| false).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let plan = plan(&formula, &Graph::new()).unwrap_or_else(|error| panic!("{error}\n{text}"));
    plan.graph()
        .unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn is_known(graph: &Graph) -> bool {
    graph
        .iter()
        .all(|(_, node)| matches!(node.node_op(), NodeOp::Known(_)))
}

#[test]
fn random_graphs_read_back_to_the_bit() {
    let mut tried = 0;
    for seed in 0..12_000 {
        let document = documents::document(seed, 1 + seed as usize % 12);
        let graph = document.graph();
        if !is_known(graph) {
            continue;
        }
        tried += 1;
        let text = write(&full(graph), Style::Text);
        assert_eq!(content(&read(&text)), content(graph), "seed {seed}\n{text}");
    }
    assert!(tried >= 10_000, "only {tried} graphs");
}

#[test]
fn graphs_that_ship_read_back_and_the_short_form_computes_the_same() {
    for entry in std::fs::read_dir(graphs::folder()).expect("the folder") {
        let path = entry.expect("an entry").path();
        let document = wiregrad::file::load(&path).expect("a graph");
        let graph = document.graph();
        let text = write(&full(graph), Style::Text);
        assert_eq!(content(&read(&text)), content(graph), "{text}");

        let text = write(&short(graph, None), Style::Text);
        let again = read(&text);
        let [a, b] = [graph, &again].map(Evaluation::new);
        for (id, node) in graph.iter() {
            // Nodes that stand in place have other names now.
            let Some(other) = again.find(node.name()) else {
                continue;
            };
            let pairs = [
                (a.value(id), b.value(other)),
                (a.gradient(id), b.gradient(other)),
            ];
            for (x, y) in pairs {
                let [x, y] = [&x, &y].map(|it| it.as_ref().map(|it| it.data.to_vec()));
                assert_eq!(x, y, "{}: {text}", node.name());
            }
        }
    }
}

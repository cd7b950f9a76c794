//! Times one value and gradient of a two-layer network, 784-128-10 on a batch of 64
//! with relu and mean cross-entropy, the network of the peers' `mlp.py`, and prints
//! one JSON line: `cargo run --release --example mlp`.

#![allow(clippy::print_stdout)] // the line is what it is for

use std::error::Error;
use std::hint::black_box;

use cpu_time::ProcessTime;
use wiregrad::core::evaluation::Evaluation;
use wiregrad::core::graph::{Graph, NodeId, NodeOp, NodeParts};
use wiregrad::core::tensor::{Shape, Tensor};

const BATCH: usize = 64;
const INPUTS: usize = 784;
const HIDDEN: usize = 128;
const CLASSES: usize = 10;

fn tensor(dims: &[usize], element: impl Fn(f64) -> f64) -> Result<Tensor, Box<dyn Error>> {
    let shape = Shape::new(dims)?;
    let data = (0..shape.elements()).map(|i| element(i as f64)).collect();
    Ok(Tensor::new(shape, data)?)
}

fn add(
    graph: &mut Graph,
    name: &str,
    op: &str,
    inputs: &[NodeId],
    value: Option<Tensor>,
) -> Result<NodeId, Box<dyn Error>> {
    Ok(graph.add(NodeParts {
        name: name.to_owned(),
        op: NodeOp::named(op),
        inputs: inputs.iter().copied().map(Some).collect(),
        attributes: Default::default(),
        value,
    })?)
}

fn network() -> Result<(Graph, [NodeId; 4]), Box<dyn Error>> {
    let mut g = Graph::new();
    let data = tensor(&[BATCH, INPUTS], |i| 0.5 + 0.5 * (0.01 * i).sin())?;
    let labels = tensor(&[BATCH], |i| i % 10.0)?;
    let w1 = tensor(&[INPUTS, HIDDEN], |i| 0.05 * (0.017 * i + 0.3).sin())?;
    let b1 = tensor(&[HIDDEN], |i| 0.01 * i.cos())?;
    let w2 = tensor(&[HIDDEN, CLASSES], |i| 0.1 * (0.023 * i + 1.0).sin())?;
    let b2 = tensor(&[CLASSES], |_| 0.0)?;
    let x = add(&mut g, "x", "input", &[], Some(data))?;
    let y = add(&mut g, "y", "input", &[], Some(labels))?;
    let w1 = add(&mut g, "W1", "parameter", &[], Some(w1))?;
    let b1 = add(&mut g, "b1", "parameter", &[], Some(b1))?;
    let w2 = add(&mut g, "W2", "parameter", &[], Some(w2))?;
    let b2 = add(&mut g, "b2", "parameter", &[], Some(b2))?;
    let product = add(&mut g, "xW1", "matmul", &[x, w1], None)?;
    let z1 = add(&mut g, "z1", "add", &[product, b1], None)?;
    let h = add(&mut g, "h", "relu", &[z1], None)?;
    let product = add(&mut g, "hW2", "matmul", &[h, w2], None)?;
    let z2 = add(&mut g, "z2", "add", &[product, b2], None)?;
    add(&mut g, "J", "cross_entropy", &[z2, y], None)?;
    Ok((g, [w1, b1, w2, b2]))
}

fn main() -> Result<(), Box<dyn Error>> {
    let (graph, parameters) = network()?;
    let mut evaluation = Evaluation::new(&graph);
    for _ in 0..20 {
        evaluation.sweep();
    }
    let mut samples = Vec::new();
    for _ in 0..41 {
        let start = ProcessTime::now();
        for _ in 0..10 {
            evaluation.sweep();
            black_box(&evaluation);
        }
        samples.push(start.elapsed().as_nanos() as f64 / 1e4);
    }
    samples.sort_by(f64::total_cmp);
    let sum = |id: NodeId| {
        let gradient = evaluation.gradient(id);
        gradient.map_or(0.0, |g| g.data.iter().map(|x| x.abs()).sum::<f64>())
    };
    let target = evaluation.program().target().ok_or("no target")?;
    println!(
        "{{\"engine\":\"wiregrad\",\"dtype\":\"f64\",\"cpu_us_med\":{:.1},\"cpu_us_min\":{:.1},\
         \"loss\":{:?},\"g1\":{:?},\"g2\":{:?}}}",
        samples[20],
        samples[0],
        evaluation.number(target).unwrap_or(f64::NAN),
        sum(parameters[0]),
        sum(parameters[2]),
    );
    Ok(())
}

//! Times the engine on an op list and prints one JSON line:
//! `cargo run --release --example oplist -- FILE [slider]`.
//!
//! An op list is `adlist 1 INPUTS OPS NAME`, then a line `x VALUE` an input, then
//! a line `OP A [B]` a node, operands by number, inputs first; the last node is
//! differentiated. Times are CPU time of the process, medians: making the program
//! (of 5 times), a value and all gradients after one input has changed, and with
//! `slider` what a change of the first input costs when only what depends on it is
//! swept again.

#![allow(clippy::print_stdout)] // the line is what it is for

use std::error::Error;
use std::hint::black_box;
use std::time::Duration;

use cpu_time::ProcessTime;
use smallvec::SmallVec;
use wiregrad::core::evaluation::Evaluation;
use wiregrad::core::graph::{Graph, NodeId, NodeOp, NodeParts};
use wiregrad::core::program::Program;
use wiregrad::core::tensor::Tensor;

struct OpList {
    name: String,
    inputs: Vec<f64>,
    ops: Vec<(NodeOp, Vec<usize>)>,
}

fn parse(text: &str) -> Result<OpList, Box<dyn Error>> {
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().ok_or("empty file")?.split(' ').collect();
    let count: usize = header.get(2).ok_or("no header")?.parse()?;
    let name = (*header.get(4).ok_or("no name")?).to_owned();
    let mut inputs = Vec::with_capacity(count);
    for line in lines.by_ref().take(count) {
        inputs.push(line.strip_prefix("x ").ok_or("no input")?.parse()?);
    }
    let mut ops = Vec::new();
    for line in lines {
        let mut words = line.split(' ');
        let op = match words.next() {
            Some("sub") => "subtract",
            Some("mul") => "multiply",
            Some("div") => "divide",
            Some(other) => other,
            None => continue,
        };
        let operands: Result<Vec<usize>, _> = words.map(str::parse).collect();
        ops.push((NodeOp::named(op), operands?));
    }
    Ok(OpList { name, inputs, ops })
}

fn build(list: &OpList) -> Result<Graph, Box<dyn Error>> {
    let mut graph = Graph::new();
    let mut ids = Vec::with_capacity(list.inputs.len() + list.ops.len());
    let add = |op: NodeOp, inputs: SmallVec<_>, value| NodeParts {
        name: String::new(),
        op,
        inputs,
        attributes: Default::default(),
        value,
    };
    for (i, x) in list.inputs.iter().enumerate() {
        let mut parts = add(
            NodeOp::named("parameter"),
            SmallVec::new(),
            Some(Tensor::from(*x)),
        );
        parts.name = format!("x{i}");
        ids.push(graph.add(parts)?);
    }
    for (i, (op, operands)) in list.ops.iter().enumerate() {
        let inputs = operands.iter().map(|o| ids.get(*o).copied()).collect();
        let mut parts = add(op.clone(), inputs, None);
        parts.name = format!("n{i}");
        ids.push(graph.add(parts)?);
    }
    graph.set_target(ids.last().copied())?;
    Ok(graph)
}

/// The median CPU time of a call over 31 samples of at least 5 ms.
fn time(mut call: impl FnMut(u64)) -> f64 {
    let mut count = 0;
    let mut sample = |calls: u64| {
        let start = ProcessTime::now();
        for _ in 0..calls {
            call(count);
            count += 1;
        }
        start.elapsed()
    };
    let mut calls = 1;
    while sample(calls) < Duration::from_millis(5) {
        calls *= 2;
    }
    let mut samples: Vec<Duration> = (0..31).map(|_| sample(calls)).collect();
    samples.sort();
    samples[15].as_nanos() as f64 / calls as f64
}

fn resident_bytes() -> f64 {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = statm.split(' ').nth(1).and_then(|p| p.parse::<f64>().ok());
    pages.unwrap_or(0.0) * 4096.0
}

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args()
        .nth(1)
        .ok_or("usage: oplist FILE [slider]")?;
    let slider = std::env::args().nth(2).is_some();
    let list = parse(&std::fs::read_to_string(path)?)?;
    let nodes = (list.inputs.len() + list.ops.len()) as f64;
    let before = resident_bytes();
    let graph = build(&list)?;
    let mut program = Program::new(&graph);
    let mut builds: Vec<Duration> = (0..5)
        .map(|_| {
            let start = ProcessTime::now();
            program = black_box(Program::new(&graph));
            start.elapsed()
        })
        .collect();
    builds.sort();
    let built = builds[2].as_nanos() as f64;
    let program_bytes = program.bytes();
    let mut evaluation = Evaluation::unswept(program, &graph);
    evaluation.sweep();
    let bytes = (resident_bytes() - before) / nodes;

    let inputs: Vec<NodeId> = (0..list.inputs.len())
        .filter_map(NodeId::from_index)
        .collect();
    let first = *inputs.first().ok_or("no inputs")?;
    let weighted = (inputs.iter().enumerate())
        .map(|(i, id)| evaluation.gradient_number(*id).unwrap_or(0.0) * ((i % 7) as f64 + 1.0));
    let gsum: f64 = weighted.sum();
    let target = graph.target().ok_or("no target")?;
    let value = evaluation.number(target).unwrap_or(f64::NAN);

    let poke = |i: u64| list.inputs[0] + 1e-7 * (i % 5) as f64;
    let call = time(|i| {
        let set = evaluation.set_number(first, black_box(poke(i)));
        if slider && set.is_ok() {
            evaluation.refresh();
        } else {
            evaluation.sweep();
        }
        black_box(evaluation.gradient_number(first));
    });
    let ops = list.ops.len() as f64;
    println!(
        "{{\"engine\":\"wiregrad\",\"workload\":\"{}\",\"n_ops\":{ops},\"build_ns_per_op\":{:.3},\
         \"ns_per_op\":{:.4},\"ns_per_call\":{call:.1},\"value\":{value:.15e},\"gsum\":{gsum:.15e},\
         \"bytes_per_node\":{bytes:.1},\"program_bytes_per_node\":{:.1},\"program_and_sweeps_bytes_per_node\":{:.1}}}",
        list.name,
        built / ops,
        call / ops,
        program_bytes as f64 / nodes,
        evaluation.bytes() as f64 / nodes,
    );
    Ok(())
}

//! Sweeping again after a changed value takes no memory, nor does a step of a training. A
//! program of its own with one test: the count is that of the whole process.

mod drawn;

use std::alloc::System;
use std::num::NonZeroUsize;

use cap::Cap;
use drawn::{graph_of, id, node, source};
use fastrand::Rng;
use wiregrad::core::evaluation::Evaluation;
use wiregrad::core::graph::NodeParts;
use wiregrad::core::tensor::{Shape, Tensor};
use wiregrad::core::threads::Threads;
use wiregrad::core::train::{DataRows, SourceRows, Trainer, TrainingSettings};

#[global_allocator]
static MEMORY: Cap<System> = Cap::new(System, usize::MAX);

/// Random scalar ops, in long runs or, with a narrow window, hardly any.
fn scalars(nodes: usize, window: usize) -> Vec<NodeParts> {
    let mut rng = Rng::with_seed(1);
    let mut parts: Vec<_> = (0..10)
        .map(|i| source(&format!("x{i}"), "parameter", rng.f64()))
        .collect();
    for nth in 0..nodes {
        let low = parts.len().saturating_sub(window);
        let wires = [rng.usize(low..parts.len()), rng.usize(low..parts.len())];
        let name = format!("n{nth}");
        parts.push(match rng.u8(..4) {
            0 => node(&name, "sin", &wires[..1]),
            1 => node(&name, "tanh", &wires[..1]),
            2 => node(&name, "add", &wires),
            _ => node(&name, "multiply", &wires),
        });
    }
    parts
}

/// Products and sums, each on the one before.
fn chain(nodes: usize) -> Vec<NodeParts> {
    let mut parts = vec![source("x0", "parameter", 0.5), source("x1", "input", 0.25)];
    for nth in 0..nodes {
        let op = ["multiply", "add"][nth % 2];
        let last = if nth == 0 { 0 } else { nth + 1 };
        parts.push(node(&format!("n{nth}"), op, &[last, nth % 2]));
    }
    parts
}

/// Two layers, relu between them, and a cross-entropy of class numbers.
fn mlp([rows, inputs, hidden]: [usize; 3]) -> Vec<NodeParts> {
    let mut rng = Rng::with_seed(2);
    let mut matrix = |lengths: &[usize]| {
        let shape = Shape::new(lengths).expect("a lawful shape");
        let data = (0..shape.elements()).map(|_| rng.f64() - 0.5).collect();
        Tensor::new(shape, data).expect("as many as it asks for")
    };
    let classes = Tensor::new(
        Shape::new(&[rows]).expect("a lawful shape"),
        (0..rows).map(|i| (i % 10) as f64).collect(),
    );
    vec![
        source("w1", "parameter", matrix(&[inputs, hidden])),
        source("x", "input", matrix(&[rows, inputs])),
        source("b1", "parameter", matrix(&[hidden])),
        source("w2", "parameter", matrix(&[hidden, 10])),
        source("b2", "parameter", matrix(&[10])),
        source("classes", "input", classes.expect("as many")),
        node("m1", "matmul", &[1, 0]),
        node("a1", "add", &[6, 2]),
        node("h", "relu", &[7]),
        node("m2", "matmul", &[8, 3]),
        node("a2", "add", &[9, 4]),
        node("J", "cross_entropy", &[10, 5]),
    ]
}

/// How many allocations a change of the first source, over and over, comes to, by
/// what depends on it and by full sweeps.
fn allocations(parts: Vec<NodeParts>) -> [usize; 2] {
    let graph = graph_of(parts);
    let mut evaluation = Evaluation::new(&graph);
    let first = evaluation.value(id(0)).expect("a source").to_tensor();
    let mut other = first.data().to_vec();
    other[0] += 0.125;
    let other = Tensor::new(first.shape(), other).expect("its own shape");
    // The first change finds out what depends on it.
    evaluation.set(id(0), &other).expect("a source");
    evaluation.refresh();
    let mut count = |sweep: fn(&mut Evaluation)| {
        let before = MEMORY.total_allocated();
        for nth in 0..20 {
            let value = if nth % 2 == 0 { &first } else { &other };
            evaluation.set(id(0), value).expect("a source");
            sweep(&mut evaluation);
            assert!(evaluation.number(graph.target().expect("set")).is_some());
        }
        MEMORY.total_allocated() - before
    };
    [count(Evaluation::refresh), count(Evaluation::sweep)]
}

#[test]
fn a_changed_value_takes_no_memory() {
    let before = MEMORY.total_allocated();
    let programs = [
        ("the lecture's size", scalars(7, 7)),
        ("a random graph", scalars(2_000, 20)),
        ("long runs", scalars(5_000, 5_000)),
        ("a chain", chain(3_000)),
        ("a small network", mlp([16, 40, 32])),
    ];
    assert!(MEMORY.total_allocated() > before, "the count stands still");
    for (name, parts) in programs {
        assert_eq!(allocations(parts), [0; 2], "{name}");
    }
    for optimizer in ["sgd", "rmsprop", "adam"] {
        assert_eq!(step_allocations(optimizer), 0, "{optimizer}");
    }
    steps_on_two_threads_take_no_memory();
    a_training_takes_the_memory_that_it_says();
}

/// A network with a batch axis and rows for it, ready to be trained.
fn trainer(sizes: [usize; 3], count: usize, settings: &TrainingSettings) -> Trainer {
    let graph = graph_of(mlp(sizes));
    let inputs = graph.iter().filter(|(_, node)| node.op_name() == "input");
    let sources = inputs.map(|(_, node)| {
        let shape = node.value().expect("a source").shape();
        let width = shape.elements() / shape.dim(0);
        SourceRows {
            name: node.name().to_owned(),
            width,
            data: vec![1.0; count * width],
            classes: Vec::new(),
        }
    });
    let data = DataRows {
        sources: sources.collect(),
        count,
        parts: [(0..count as u32).collect(), Vec::new(), Vec::new()],
        lines: Vec::new(),
    };
    Trainer::new(&graph, settings, data, None).unwrap_or_else(|it| panic!("{}", it[0]))
}

fn settings(optimizer: &str, batch: usize) -> TrainingSettings {
    TrainingSettings {
        optimizer: Some(optimizer.to_owned()),
        batch: Some(batch),
        clip_norm: Some(1.0),
        ..TrainingSettings::default()
    }
}

/// How often memory is taken by the steps of an epoch but the first, of a network that is
/// drawn with a batch axis; the last batch is smaller than the others.
fn step_allocations(optimizer: &str) -> usize {
    let mut trainer = trainer([16, 40, 32], 40, &settings(optimizer, 16));
    trainer.step().expect("finite");
    let before = MEMORY.total_allocated();
    assert!(!trainer.step().expect("finite").ends_epoch);
    assert!(trainer.step().expect("finite").ends_epoch);
    MEMORY.total_allocated() - before
}

/// Products, updates and batches are large enough here to be shared. A thread takes memory
/// when it is first given a product, and no test can tell when that is: so some long run of
/// steps must take none.
fn steps_on_two_threads_take_no_memory() {
    let mut trainer = trainer([64, 300, 256], 150, &settings("adam", 64));
    let threads = Threads::new(NonZeroUsize::new(2).expect("not 0"));
    let quiet = threads.run(|| {
        (0..40).any(|_| {
            let before = MEMORY.total_allocated();
            for _ in 0..10 {
                while !trainer.step().expect("finite").ends_epoch {}
                trainer.end_epoch().expect("no validation");
            }
            MEMORY.total_allocated() == before
        })
    });
    assert!(quiet, "steps on two threads take memory");
}

/// Parameters, gradients, what the optimiser keeps, and the batch with what is computed
/// from it: as values and as gradients.
fn a_training_takes_the_memory_that_it_says() {
    let [rows, inputs, hidden] = [16, 500, 400];
    let count = 40;
    let before = MEMORY.allocated();
    let mut trainer = trainer([rows, inputs, hidden], count, &settings("adam", rows));
    let parameters = inputs * hidden + hidden + hidden * 10 + 10;
    let batch = rows * (inputs + 1);
    let computed = rows * (3 * hidden + 2 * 10) + 1;
    let numbers = (2 + 2) * parameters + 2 * batch + 2 * computed;
    let table = count * (inputs + 1);
    // Those of the graph, which the trainer has from its caller, and the batches of 0 in its
    // own.
    let graph = parameters + 3 * batch;
    let rest = 100_000;
    let most = 8 * (numbers + table + graph) + rest;
    let taken = MEMORY.allocated() - before;
    assert!(taken <= most, "{taken} of {most} bytes");
    // An allocation past the limit fails, which ends the program.
    MEMORY.set_limit(before + most).expect("it takes less");
    for _ in 0..3 {
        while !trainer.step().expect("finite").ends_epoch {}
        trainer.end_epoch().expect("no validation");
    }
    MEMORY.set_limit(usize::MAX).expect("no limit");
}

//! How fast a training runs: the whole loop (shuffle, batch, value, gradient, update).
//!
//!     cargo bench --bench train -- [WORKLOAD [THREADS]]
//!
//! Prints one JSON line for each workload and number of threads (1 and 2 if none is given):
//! the median wall time of five epochs, after two that aren't counted, and the loss of the
//! last step. Data and initial values are sines.
//!
//!     mlp     784-128-10, relu, mean cross-entropy, batch 64 of 6,400 rows, SGD 0.1: µs a step
//!     big     784-1024-1024-10 (1.86 M parameters), batch 128 of 2,560 rows, Adam 1e-3: µs a step
//!     neuron  J = ½ (w x + b − y)², drawn for one row, mean over 1,000 rows, SGD 0.01: µs a step
//!     logreg  logistic regression, 100,000 × 50, batch 256, SGD 0.1: ms an epoch

#![allow(clippy::print_stdout, missing_docs)] // the lines are what it is for

use std::error::Error;
use std::num::NonZeroUsize;
use std::time::Instant;

use wiregrad::core::graph::{Graph, NodeId, NodeOp, NodeParts};
use wiregrad::core::tensor::{Shape, Tensor};
use wiregrad::core::threads::Threads;
use wiregrad::core::train::{DataRows, SourceRows, Trainer, TrainingSettings};

type Failure = Box<dyn Error>;

const WORKLOADS: [&str; 4] = ["mlp", "big", "neuron", "logreg"];
const EPOCHS: (usize, usize) = (2, 5);

fn sines(count: usize, step: f64, add: f64, scale: f64) -> Vec<f64> {
    let sine = |i| scale * (step * i as f64 + add).sin();
    (0..count).map(sine).collect()
}

/// A graph on its way.
struct Drawing(Graph);

impl Drawing {
    fn source(
        &mut self,
        op: &str,
        name: &str,
        dims: &[usize],
        data: Vec<f64>,
    ) -> Result<NodeId, Failure> {
        let value = Tensor::new(Shape::new(dims)?, data)?;
        self.node(op, name, &[], Some(value))
    }

    fn op(&mut self, op: &str, inputs: &[NodeId]) -> Result<NodeId, Failure> {
        let name = format!("n{}", self.0.iter().count());
        self.node(op, &name, inputs, None)
    }

    fn node(
        &mut self,
        op: &str,
        name: &str,
        inputs: &[NodeId],
        value: Option<Tensor>,
    ) -> Result<NodeId, Failure> {
        Ok(self.0.add(NodeParts {
            name: name.to_owned(),
            op: NodeOp::named(op),
            inputs: inputs.iter().copied().map(Some).collect(),
            attributes: Default::default(),
            value,
        })?)
    }
}

/// A network with relu between its layers, up to what the last one gives.
fn layers(g: &mut Drawing, x: NodeId, sizes: &[usize]) -> Result<NodeId, Failure> {
    let mut last = x;
    for (nth, pair) in sizes.windows(2).enumerate() {
        let [a, b] = [pair[0], pair[1]];
        let scale = 1.0 / (a as f64).sqrt();
        let w = sines(a * b, 0.017, nth as f64, scale);
        let w = g.source("parameter", &format!("W{nth}"), &[a, b], w)?;
        let bias = g.source("parameter", &format!("b{nth}"), &[b], vec![0.0; b])?;
        let product = g.op("matmul", &[last, w])?;
        last = g.op("add", &[product, bias])?;
        if nth + 2 < sizes.len() {
            last = g.op("relu", &[last])?;
        }
    }
    Ok(last)
}

fn rows(count: usize, sources: Vec<(usize, Vec<f64>)>) -> DataRows {
    let sources = ["x", "y"].into_iter().zip(sources);
    DataRows {
        sources: sources
            .map(|(name, (width, data))| SourceRows {
                name: name.to_owned(),
                width,
                data,
                classes: Vec::new(),
            })
            .collect(),
        count,
        parts: [(0..count as u32).collect(), Vec::new(), Vec::new()],
        lines: Vec::new(),
    }
}

fn settings(optimizer: &str, rate: f64, batch: usize) -> TrainingSettings {
    TrainingSettings {
        optimizer: Some(optimizer.to_owned()),
        rate: Some(rate),
        batch: Some(batch),
        ..TrainingSettings::default()
    }
}

fn classifier(sizes: &[usize], count: usize, settings: TrainingSettings) -> Result<Work, Failure> {
    let mut g = Drawing(Graph::new());
    let (batch, width) = (settings.batch.unwrap_or(1), sizes[0]);
    let x = g.source("input", "x", &[batch, width], vec![0.0; batch * width])?;
    let y = g.source("input", "y", &[batch], vec![0.0; batch])?;
    let logits = layers(&mut g, x, sizes)?;
    g.op("cross_entropy", &[logits, y])?;
    let mut data = sines(count * width, 0.0113, 0.0, 0.5);
    data.iter_mut().for_each(|x| *x += 0.5);
    let classes = (0..count).map(|i| (i * 7 / 3 % 10) as f64).collect();
    Ok((
        g.0,
        rows(count, vec![(width, data), (1, classes)]),
        settings,
    ))
}

type Work = (Graph, DataRows, TrainingSettings);

fn neuron() -> Result<Work, Failure> {
    let mut g = Drawing(Graph::new());
    let w = g.source("parameter", "w", &[], vec![2.0])?;
    let b = g.source("parameter", "b", &[], vec![8.0])?;
    let x = g.source("input", "x", &[], vec![0.0])?;
    let y = g.source("input", "y", &[], vec![0.0])?;
    let half = g.source("constant", "half", &[], vec![0.5])?;
    let c = g.op("multiply", &[w, x])?;
    let a = g.op("add", &[c, b])?;
    let d = g.op("subtract", &[a, y])?;
    let squared = g.op("square", &[d])?;
    g.op("multiply", &[half, squared])?;
    let count = 1000;
    let x = sines(count, 0.37, 0.0, 1.0);
    let noise = sines(count, 1.1, 0.0, 0.1);
    let y = x.iter().zip(noise).map(|(x, e)| 2.0 * x + 0.5 + e);
    let y = y.collect();
    Ok((
        g.0,
        rows(count, vec![(1, x), (1, y)]),
        settings("sgd", 0.01, count),
    ))
}

fn logreg() -> Result<Work, Failure> {
    let (count, width, batch) = (100_000, 50, 256);
    let mut g = Drawing(Graph::new());
    let x = g.source("input", "x", &[batch, width], vec![0.0; batch * width])?;
    let y = g.source("input", "y", &[batch, 1], vec![0.0; batch])?;
    let logits = layers(&mut g, x, &[width, 1])?;
    g.op("binary_cross_entropy_with_logits", &[logits, y])?;
    let x = sines(count * width, 0.0137, 0.0, 1.0);
    let y = x.chunks_exact(width);
    let y = y.map(|x| f64::from(u8::from(x[0] + 0.5 * x[1] > 0.0)));
    let y = y.collect();
    let data = rows(count, vec![(width, x), (1, y)]);
    Ok((g.0, data, settings("sgd", 0.1, batch)))
}

fn work(name: &str) -> Result<Work, Failure> {
    match name {
        "mlp" => classifier(&[784, 128, 10], 6_400, settings("sgd", 0.1, 64)),
        "big" => classifier(&[784, 1024, 1024, 10], 2_560, settings("adam", 1e-3, 128)),
        "neuron" => neuron(),
        "logreg" => logreg(),
        _ => Err(format!("there is no workload {name:?}: use one of {WORKLOADS:?}").into()),
    }
}

/// The seconds of an epoch, and the loss of its last step.
fn epoch(trainer: &mut Trainer) -> Result<(f64, f64), String> {
    let start = Instant::now();
    loop {
        let step = trainer.step().map_err(|error| error.to_string())?;
        if step.ends_epoch {
            trainer.end_epoch().map_err(|error| error.to_string())?;
            return Ok((start.elapsed().as_secs_f64(), step.loss));
        }
    }
}

fn run(name: &str, threads: NonZeroUsize) -> Result<(), Failure> {
    let (graph, data, settings) = work(name)?;
    let steps = data.count.div_ceil(settings.batch.unwrap_or(1));
    let trainer = Trainer::new(&graph, &settings, data, None);
    let mut trainer = trainer.map_err(|problems| problems[0].to_string())?;
    let threads = Threads::new(threads);
    let (mut seconds, loss) = threads.run(|| -> Result<_, String> {
        let mut seconds = Vec::new();
        let mut loss = 0.0;
        // An epoch of one step is too short to be timed alone.
        let repeats = if steps == 1 { 100 } else { 1 };
        for nth in 0..EPOCHS.0 + EPOCHS.1 {
            let mut sum = 0.0;
            for _ in 0..repeats {
                let (time, last) = epoch(&mut trainer)?;
                sum += time / f64::from(repeats);
                loss = last;
            }
            if nth >= EPOCHS.0 {
                seconds.push(sum);
            }
        }
        Ok((seconds, loss))
    })?;
    seconds.sort_by(f64::total_cmp);
    let median = seconds[seconds.len() / 2];
    let (unit, time) = match name {
        "logreg" => ("ms_epoch", median * 1e3),
        _ => ("us_step", median * 1e6 / steps as f64),
    };
    let threads = threads.count();
    println!(
        "{{\"engine\": \"wiregrad\", \"workload\": \"{name}\", \"threads\": {threads}, \
         \"dtype\": \"f64\", \"{unit}\": {time:.1}, \"loss\": {loss}}}"
    );
    Ok(())
}

fn main() -> Result<(), Failure> {
    let mut given = std::env::args().skip(1).filter(|it| !it.starts_with("--"));
    let name = given.next();
    let threads = given.next().map(|text| text.parse()).transpose()?;
    let all = [1, 2].into_iter().filter_map(NonZeroUsize::new);
    let threads = threads.map_or_else(|| all.collect(), |it| vec![it]);
    let names = WORKLOADS.iter().map(|name| (*name).to_owned());
    for name in name.map_or_else(|| names.collect(), |it| vec![it]) {
        for count in &threads {
            run(&name, *count)?;
        }
    }
    Ok(())
}

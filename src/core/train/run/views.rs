//! [`RunView`]: what a run has come to, as a picture of its kind can show it.

use crate::core::graph::{Graph, NodeId};
use crate::core::problem::Problem;
use crate::core::train::batch::Drawn;
use crate::core::train::data_settings::Part;
use crate::core::train::measure::{Comparison, Kind, place_of_largest};
use crate::core::train::predictor::Predictor;
use crate::core::train::rows::{DataRows, SourceRows};
use crate::core::train::trainer::Trainer;

/// What a run has come to.
#[derive(Clone, Debug)]
pub enum RunView {
    /// Two parameters of a single number: the loss over both.
    Surface(Surface),
    /// One number in, one number out: the curve over the data.
    Fit(Fit),
    /// Two numbers in, a class out: which class is predicted where.
    Regions(Regions),
    /// Classes: how the rows of each class were taken.
    Classes(Classes),
    /// Numbers: predicted against true.
    Answer(Answer),
    /// Nothing that can be drawn: the target compares no predictions with truths.
    None,
}

/// The loss over two parameters.
#[derive(Clone, Debug)]
pub struct Surface {
    /// A graph whose target is the loss over the training rows.
    pub graph: Graph,
    /// The parameters.
    pub parameters: [NodeId; 2],
    /// The loss.
    pub target: NodeId,
}

/// A curve over the data.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fit {
    /// The source's name.
    pub source: String,
    /// The rows: input, true answer, and which part they are of.
    pub points: Vec<([f64; 2], Part)>,
    /// The predictions along the input.
    pub curve: Vec<[f64; 2]>,
}

/// Which class is predicted where.
#[derive(Clone, Debug, PartialEq)]
pub struct Regions {
    /// What the two numbers are called.
    pub names: [String; 2],
    /// From where to where each of them goes.
    pub ranges: [(f64, f64); 2],
    /// So many numbers each is given.
    pub side: usize,
    /// The class at each point, row by row from the lowest second number up, and how sure the
    /// graph is of it, from 0 to 1.
    pub cells: Vec<(usize, f64)>,
    /// The rows: where they are, their true class, which part they are of, and their number.
    pub points: Vec<([f64; 2], usize, Part, u32)>,
}

/// How rows of each class were taken.
#[derive(Clone, Debug, PartialEq)]
pub struct Classes {
    /// Which rows these are.
    pub part: Part,
    /// For each true class, how many rows were taken for each class.
    pub confusion: Vec<Vec<u64>>,
    /// Rows that were taken for another class: row, true class, predicted class.
    pub wrong: Vec<(u32, usize, usize)>,
}

/// Predicted against true.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// True and predicted numbers, and which part the row is of.
    pub points: Vec<([f64; 2], Part)>,
}

/// At most so many rows are shown.
const MOST_ROWS: usize = 1500;
/// A curve has so many points.
const CURVE: usize = 241;
/// Regions have so many points along each side.
const SIDE: usize = 48;
/// At most so many wrong rows are listed.
const MOST_WRONG: usize = 40;
/// At most so many classes are told apart.
const MOST_CLASSES: usize = 100;
/// A surface is of the loss of at most so many rows.
const SURFACE_ROWS: usize = 1000;

/// What a run has come to where its trainer stands.
///
/// # Errors
/// The graph can't take so many rows.
pub fn view(trainer: &Trainer) -> Result<RunView, Problem> {
    if let Some(parameters) = trainer.two_numbers() {
        return surface(trainer, parameters).map(RunView::Surface);
    }
    let Some(comparison) = trainer.comparison else {
        return Ok(RunView::None);
    };
    let mut asked = Asked::new(trainer, comparison);
    let widths: Vec<usize> = asked
        .inputs
        .iter()
        .map(|it| trainer.data.sources[*it].width)
        .collect();
    match (comparison.kind, &widths[..]) {
        (_, []) => Ok(RunView::None),
        (Kind::Numbers, [1]) => asked.fit().map(RunView::Fit),
        (Kind::Numbers, _) => asked.answer().map(RunView::Answer),
        (_, [2] | [1, 1]) => asked.regions().map(RunView::Regions),
        _ => asked.classes().map(RunView::Classes),
    }
}

impl Trainer {
    /// The two parameters, if two single numbers are all that is trained.
    pub(super) fn two_numbers(&self) -> Option<[NodeId; 2]> {
        match &self.parameters[..] {
            [a, b] if a.range.len() == 1 && b.range.len() == 1 => Some([a.node, b.node]),
            _ => None,
        }
    }

    /// The numbers of these parameters.
    pub(super) fn numbers_of(&self, parameters: [NodeId; 2]) -> [f64; 2] {
        parameters.map(|id| {
            let value = self.main.evaluation.value(id);
            let first = value.as_ref().and_then(|value| value.data.first());
            first.copied().unwrap_or(f64::NAN)
        })
    }
}

fn surface(trainer: &Trainer, parameters: [NodeId; 2]) -> Result<Surface, Problem> {
    let rows = trainer.data.part(Part::Train);
    let rows = &rows[..rows.len().min(SURFACE_ROWS)];
    let batches = &trainer.batches;
    let mut graph = batches.of(rows.len())?;
    for (binding, source) in batches.bindings().iter().zip(&trainer.data.sources) {
        let numbers = rows.iter().flat_map(|row| source.row(*row)).copied();
        let shape = graph
            .get(binding.node)
            .and_then(|node| Some(node.value()?.shape()));
        let value = shape.and_then(|shape| {
            let numbers = numbers.collect();
            crate::core::tensor::Tensor::new(shape, numbers).ok()
        });
        if let Some(value) = value {
            // The source is there, and has this shape.
            let _ = graph.set_value(binding.node, value);
        }
    }
    for (id, value) in trainer.trained() {
        let _ = graph.set_value(id, value);
    }
    let target = graph.target().unwrap_or(batches.goal());
    Ok(Surface {
        graph,
        parameters,
        target,
    })
}

impl SourceRows {
    /// The numbers of a row; none if it isn't there.
    pub fn row(&self, row: u32) -> &[f64] {
        let start = row as usize * self.width;
        self.data.get(start..start + self.width).unwrap_or_default()
    }
}

/// A graph with the parameters of a step, asked for predictions.
struct Asked<'a> {
    trainer: &'a Trainer,
    comparison: Comparison,
    graph: Graph,
    /// The sources that the predictions depend on, by their place in the data.
    inputs: Vec<usize>,
    /// The source of the true answers.
    truth: Option<usize>,
}

impl<'a> Asked<'a> {
    fn new(trainer: &'a Trainer, comparison: Comparison) -> Asked<'a> {
        let mut graph = trainer.batches.graph().clone();
        for (id, value) in trainer.trained() {
            // A parameter takes a value of its shape.
            let _ = graph.set_value(id, value);
        }
        let needed = graph.inputs_of(comparison.prediction);
        let bindings = trainer.batches.bindings().iter().enumerate();
        let is_needed = |id: NodeId| needed.get(id.index()) == Some(&true);
        let inputs = bindings.clone().filter(|(_, it)| is_needed(it.node));
        let mut truth = bindings.filter(|(_, it)| it.node == comparison.truth);
        Asked {
            inputs: inputs.map(|(nth, _)| nth).collect(),
            truth: truth.next().map(|(nth, _)| nth),
            trainer,
            comparison,
            graph,
        }
    }

    /// The predictions for these rows of the sources that they depend on.
    fn predictions(
        &mut self,
        columns: Vec<Vec<f64>>,
        count: usize,
    ) -> Result<Vec<Vec<f64>>, Problem> {
        let sources = self
            .inputs
            .iter()
            .zip(columns)
            .map(|(nth, data)| SourceRows {
                data,
                classes: Vec::new(),
                ..self.trainer.data.sources[*nth].like()
            });
        let rows = DataRows {
            sources: sources.collect(),
            count,
            parts: [(0..count as u32).collect(), Vec::new(), Vec::new()],
            lines: Vec::new(),
        };
        let batch = Some(self.trainer.batches.drawn() == Drawn::Batch);
        let mut predictor = Predictor::new(&self.graph, self.comparison.prediction, rows, batch)?;
        let mut all = Vec::with_capacity(count);
        let done = predictor.each(|numbers| {
            all.push(numbers.to_vec());
            Ok::<(), ()>(())
        })?;
        // Nothing stops it.
        let _ = done;
        Ok(all)
    }

    /// The numbers of these rows, source by source.
    fn columns(&self, rows: &[u32]) -> Vec<Vec<f64>> {
        let sources = self
            .inputs
            .iter()
            .map(|nth| &self.trainer.data.sources[*nth]);
        let of = |source: &SourceRows| {
            rows.iter()
                .flat_map(|row| source.row(*row))
                .copied()
                .collect()
        };
        sources.map(of).collect()
    }

    /// The rows that are shown, with their parts; as many of each.
    fn rows(&self) -> Vec<(u32, Part)> {
        let data = &self.trainer.data;
        let every = data.count.div_ceil(MOST_ROWS).max(1);
        let parts = Part::ALL.into_iter();
        let of = |part: Part| {
            data.part(part)
                .iter()
                .step_by(every)
                .map(move |row| (*row, part))
        };
        parts.flat_map(of).collect()
    }

    fn true_numbers(&self, row: u32) -> &[f64] {
        let truth = self.truth.map(|nth| &self.trainer.data.sources[nth]);
        truth.map_or(&[], |source| source.row(row))
    }

    fn true_class(&self, row: u32) -> usize {
        match self.true_numbers(row) {
            [one] => one.round().max(0.0) as usize,
            many => place_of_largest(many),
        }
    }

    /// The class that a prediction names, and how sure it is of it.
    fn decision(&self, numbers: &[f64]) -> (usize, f64) {
        let one = numbers.first().copied().unwrap_or(f64::NAN);
        let yes = match self.comparison.kind {
            Kind::Logit => 1.0 / (1.0 + libm::exp(-one)),
            Kind::Probability => one,
            Kind::Classes | Kind::Numbers => {
                let class = place_of_largest(numbers);
                let most = numbers.get(class).copied().unwrap_or(f64::NAN);
                let sum: f64 = numbers.iter().map(|x| libm::exp(x - most)).sum();
                return (class, 1.0 / sum);
            }
        };
        let class = usize::from(yes > 0.5);
        (class, if class == 1 { yes } else { 1.0 - yes })
    }

    fn fit(&mut self) -> Result<Fit, Problem> {
        let source = &self.trainer.data.sources[self.inputs[0]];
        let name = source.name.clone();
        let rows = self.rows();
        let points: Vec<([f64; 2], Part)> = rows
            .iter()
            .filter_map(|(row, part)| {
                let x = *source.row(*row).first()?;
                Some(([x, *self.true_numbers(*row).first()?], *part))
            })
            .collect();
        let (low, high) = range(points.iter().map(|(at, _)| at[0]));
        let xs: Vec<f64> = along(low, high, CURVE).collect();
        let answers = self.predictions(vec![xs.clone()], CURVE)?;
        let pairs = xs.iter().zip(&answers);
        let curve = pairs.filter_map(|(x, y)| Some([*x, *y.first()?])).collect();
        Ok(Fit {
            source: name,
            points,
            curve,
        })
    }

    fn answer(&mut self) -> Result<Answer, Problem> {
        let rows = self.rows();
        let numbers: Vec<u32> = rows.iter().map(|(row, _)| *row).collect();
        let answers = self.predictions(self.columns(&numbers), numbers.len())?;
        let points = rows.iter().zip(&answers).filter_map(|((row, part), y)| {
            Some(([*self.true_numbers(*row).first()?, *y.first()?], *part))
        });
        Ok(Answer {
            points: points.collect(),
        })
    }

    fn regions(&mut self) -> Result<Regions, Problem> {
        let rows = self.rows();
        let place = |row: u32| {
            let sources = self
                .inputs
                .iter()
                .map(|nth| &self.trainer.data.sources[*nth]);
            let numbers: Vec<f64> = sources.flat_map(|it| it.row(row)).copied().collect();
            [numbers[0], numbers[1]]
        };
        let points: Vec<_> = rows
            .iter()
            .map(|(row, part)| (place(*row), self.true_class(*row), *part, *row))
            .collect();
        let ranges = [0, 1].map(|axis| range(points.iter().map(|it| it.0[axis])));
        let ys = along(ranges[1].0, ranges[1].1, SIDE);
        let (mut first, mut second) = (Vec::new(), Vec::new());
        for y in ys {
            for x in along(ranges[0].0, ranges[0].1, SIDE) {
                first.push(x);
                second.push(y);
            }
        }
        let source = &self.trainer.data.sources[self.inputs[0]];
        let (columns, names) = match self.inputs.len() {
            1 => {
                let both = first.iter().zip(&second).flat_map(|(x, y)| [*x, *y]);
                let names = ["0", "1"].map(|nth| format!("{}[{nth}]", source.name));
                (vec![both.collect()], names)
            }
            _ => {
                let other = &self.trainer.data.sources[self.inputs[1]];
                (
                    vec![first, second],
                    [source.name.clone(), other.name.clone()],
                )
            }
        };
        let answers = self.predictions(columns, SIDE * SIDE)?;
        let cells = answers.iter().map(|numbers| self.decision(numbers));
        Ok(Regions {
            names,
            ranges,
            side: SIDE,
            cells: cells.collect(),
            points,
        })
    }

    fn classes(&mut self) -> Result<Classes, Problem> {
        let data = &self.trainer.data;
        let part = match data.part(Part::Validation).is_empty() {
            true => Part::Train,
            false => Part::Validation,
        };
        let rows = data.part(part);
        let rows = rows[..rows.len().min(MOST_ROWS)].to_vec();
        let answers = self.predictions(self.columns(&rows), rows.len())?;
        let width = answers.first().map_or(0, Vec::len);
        let count = if width == 1 {
            2
        } else {
            width.min(MOST_CLASSES)
        };
        let mut confusion = vec![vec![0; count]; count];
        let mut wrong = Vec::new();
        for (row, numbers) in rows.iter().zip(&answers) {
            let (truth, (taken, _)) = (self.true_class(*row), self.decision(numbers));
            if let Some(cell) = confusion.get_mut(truth).and_then(|it| it.get_mut(taken)) {
                *cell += 1;
            }
            if truth != taken && wrong.len() < MOST_WRONG {
                wrong.push((*row, truth, taken));
            }
        }
        Ok(Classes {
            part,
            confusion,
            wrong,
        })
    }
}

impl SourceRows {
    /// One of the same name and width, without rows.
    fn like(&self) -> SourceRows {
        SourceRows {
            name: self.name.clone(),
            width: self.width,
            data: Vec::new(),
            classes: Vec::new(),
        }
    }
}

/// From where to where numbers go, with a margin.
fn range(numbers: impl Iterator<Item = f64>) -> (f64, f64) {
    let (low, high) = numbers.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| {
        (low.min(x), high.max(x))
    });
    let (low, high) = if low <= high {
        (low, high)
    } else {
        (-1.0, 1.0)
    };
    let margin = if high > low { 0.08 * (high - low) } else { 1.0 };
    (low - margin, high + margin)
}

/// So many numbers from one to another.
fn along(low: f64, high: f64, count: usize) -> impl Iterator<Item = f64> {
    (0..count).map(move |nth| low + (high - low) * nth as f64 / (count - 1) as f64)
}

//! What the trainings of all three modules have in common: the rows, their order, the rate, the
//! rule of the update, and the losses to compare with.

use super::arrays::{Arrays, Made, dictionary};
use super::body::Body;
use super::language::NUMPY;
use super::names::Identifiers;
use super::print::{Called, Printer};
use super::text::{number, quoted};
use crate::core::evaluation::Numbers;
use crate::core::expression::tree::Statement;
use crate::core::fault::Fault;
use crate::core::formula::parse;
use crate::core::tensor::Shape;
use crate::core::train::batch::{BatchGraph, Drawn};
use crate::core::train::optimizer::{Equation, OptionValue};
use crate::core::train::schedule::{ScheduleKind, ScheduleUnit};
use crate::core::train::settings::Plan;
use crate::core::train::{DataRows, Part, Trainer, TrainingSettings};
use crate::export::target::Subject;

/// The losses of so many steps are compared, to the end of the epoch.
const STEPS: u64 = 500;

/// The random numbers of wiregrad, which put the rows in their order.
const RANDOM: &str = r#"class Random:
    """The generator PCG XSL RR 128/64; each epoch has a sequence of its own."""

    def __init__(self, seed, epoch):
        self.increment = ((epoch << 8 | 1) << 1 | 1) % 2**128
        state = self.mixed(seed) << 64 | self.mixed(seed ^ self.mixed(epoch))
        self.state = (state + self.increment) % 2**128
        self.step()

    @staticmethod
    def mixed(x):
        """A number in which every bit depends on every bit of x (SplitMix64)."""
        x = (x + 0x9E3779B97F4A7C15) % 2**64
        x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9 % 2**64
        x = (x ^ x >> 27) * 0x94D049BB133111EB % 2**64
        return x ^ x >> 31

    def step(self):
        self.state = (self.state * 0x2360ED051FC65DA44385DF649FCCF645 + self.increment) % 2**128

    def bits(self):
        self.step()
        word, turn = (self.state >> 64 ^ self.state) % 2**64, self.state >> 122
        return (word >> turn | word << (64 - turn)) % 2**64

    def below(self, bound):
        """A whole number below a bound, each as likely as any other (Lemire)."""
        while True:
            product = self.bits() * bound
            if product % 2**64 >= 2**64 % bound:
                return product >> 64

    def shuffled(self, items):
        """In random order (Fisher and Yates)."""
        items = list(items)
        for last in range(len(items) - 1, 0, -1):
            other = self.below(last + 1)
            items[last], items[other] = items[other], items[last]
        return items
"#;

/// A training that is exported.
pub(super) struct Training<'a> {
    pub(super) batches: BatchGraph,
    settings: &'a TrainingSettings,
    pub(super) plan: Plan,
    rows: &'a DataRows,
    /// The names of what is trained.
    pub(super) trained: Vec<String>,
    /// The mean losses of the first epochs.
    losses: Vec<f64>,
}

impl<'a> Training<'a> {
    /// The training of a document, if it has one and its rows are there.
    ///
    /// # Errors
    /// It can't run; says why.
    pub(super) fn of(subject: &Subject<'a>) -> Result<Option<Training<'a>>, Fault> {
        let (Some(settings), Some(dataset)) = (subject.document.training(), subject.dataset) else {
            return Ok(None);
        };
        let batch = subject.document.data().and_then(|data| data.batch);
        let first = |problems: Vec<crate::core::problem::Problem>| {
            let text = problems
                .first()
                .map(ToString::to_string)
                .unwrap_or_default();
            Fault::new(
                format!("the training can't run: {text}"),
                "see 'wiregrad train'",
            )
        };
        let rows = &dataset.rows;
        let plan = settings.plan()?;
        let batches = BatchGraph::new(subject.graph, rows, batch).map_err(first)?;
        let trainer = Trainer::new(subject.graph, settings, rows.clone(), batch).map_err(first)?;
        let trained = trainer
            .trained()
            .map(|(id, _)| subject.graph.name(id).to_owned());
        Ok(Some(Training {
            trained: trained.collect(),
            losses: losses(trainer),
            batches,
            settings,
            plan,
            rows,
        }))
    }

    /// How many numbers the rows have.
    pub(super) fn count(&self) -> usize {
        self.rows
            .sources
            .iter()
            .map(|source| source.data.len())
            .sum()
    }

    /// The identifier of the first source that takes rows.
    pub(super) fn first_input(&self, body: &mut Body<'_>) -> String {
        let first = self.rows.sources.first();
        first.map_or_else(String::new, |source| body.names.of(&source.name))
    }

    /// Whether the graph takes batches as it is drawn.
    pub(super) fn is_drawn_with_batch(&self) -> bool {
        self.batches.drawn() == Drawn::Batch
    }

    /// The rows, which of them are for what, and the numbers of the run.
    /// The sources are called by what `key` says; the names of what is trained, too.
    ///
    /// # Errors
    /// There are too many.
    pub(super) fn rows_text(
        &self,
        arrays: &mut Arrays,
        made: Made<'_>,
        mut key: impl FnMut(&str) -> String,
    ) -> Result<String, Fault> {
        let sample = self.batches.of(1);
        let sample = sample.map_err(|problem| Fault::new(problem.message, problem.help))?;
        let mut entries = Vec::new();
        for (nth, source) in self.rows.sources.iter().enumerate() {
            let value = sample
                .find(&source.name)
                .and_then(|id| sample.get(id)?.value());
            let mut lengths: Vec<usize> =
                value.map_or_else(Vec::new, |it| it.shape().dims().collect());
            lengths[..1].fill(self.rows.count);
            let shape = Shape::new(&lengths);
            let shape = shape.map_err(|error| Fault::new(error.to_string(), "use fewer rows"))?;
            let numbers = Numbers {
                shape,
                data: source.data.as_slice().into(),
            };
            entries.push((
                key(&source.name),
                arrays.text(&format!("data_{nth}"), &numbers, made),
            ));
        }
        let mut out = format!(
            "# The rows, as they are trained with.\n{}",
            dictionary("data", &entries)
        );
        for part in [Part::Train, Part::Validation] {
            out += &self.part_text(part, arrays);
        }
        let size = self.plan.batch.min(self.rows.part(Part::Train).len());
        out += &format!(
            "batch_size, epochs, seed = {size}, {}, {}\n",
            self.plan.epochs, self.plan.seed
        );
        let trained: Vec<String> = self.trained.iter().map(|name| quoted(&key(name))).collect();
        let trained = super::arrays::broken(&trained.join(", "), 4);
        Ok(out + &format!("trained = [{trained}]\n"))
    }

    /// The numbers of the rows of a part.
    fn part_text(&self, part: Part, arrays: &mut Arrays) -> String {
        let rows = self.rows.part(part);
        let name = format!("{}_rows", part.name());
        match (rows, is_range(rows)) {
            ([], _) => format!("{name} = []\n"),
            ([first, ..], true) => {
                format!(
                    "{name} = range({first}, {})\n",
                    *first as usize + rows.len()
                )
            }
            _ => {
                let numbers: Vec<f64> = rows.iter().map(|row| f64::from(*row)).collect();
                let numbers = Numbers {
                    shape: Shape::new(&[rows.len()]).unwrap_or(Shape::SCALAR),
                    data: numbers.into(),
                };
                let made = Made {
                    number: "",
                    array: "np.array",
                    stored: "",
                };
                let list = arrays.text(&name, &numbers, made);
                let text = format!("{list}.astype(int)");
                format!("{name} = {}\n", super::arrays::broken(&text, 4))
            }
        }
    }

    /// The order of the rows, and the rate.
    pub(super) fn order_text(&self) -> String {
        format!("{RANDOM}\n\n{}", self.rate())
    }

    /// The function of the rate.
    fn rate(&self) -> String {
        let rate = number(self.plan.rate);
        let mut out = "def rate_at(step, epoch):\n    \"\"\"The learning rate; both are counted from 0.\"\"\"\n".to_owned();
        let Some(schedule) = &self.plan.schedule else {
            return out + &format!("    return {rate}\n");
        };
        let time = match schedule.unit {
            ScheduleUnit::Epoch => "epoch",
            ScheduleUnit::Step => "step",
        };
        out += &match schedule.kind {
            ScheduleKind::Step { every, factor } => {
                format!("    return {rate} * {factor:?} ** ({time} // {every})\n")
            }
            ScheduleKind::Exponential { factor } => {
                format!("    return {rate} * {factor:?} ** {time}\n")
            }
            ScheduleKind::Cosine { length, least } => format!(
                "    part = min({time}, {length}) / {length}\n    \
                 return {least:?} + ({rate} - {least:?}) * (1 + math.cos(math.pi * part)) / 2\n"
            ),
            ScheduleKind::WarmUp { length, start } => format!(
                "    part = min({time}, {length}) / {length}\n    \
                 return {rate} * ({start:?} + (1 - {start:?}) * part)\n"
            ),
        };
        out
    }

    /// What becomes of the gradients before the optimiser sees them, as the body of a function
    /// of `weights` and `gradients`; nothing if they stay as they are.
    pub(super) fn penalties(&self) -> String {
        let settings = self.settings;
        let (l1, l2) = (settings.l1.unwrap_or(0.0), settings.l2.unwrap_or(0.0));
        let mut out = String::new();
        if l1 != 0.0 || l2 != 0.0 {
            let l1 = (l1 != 0.0).then(|| format!(" + {l1:?} * np.sign(weights[it])"));
            let l2 = (l2 != 0.0).then(|| format!(" + {:?} * weights[it]", 2.0 * l2));
            let terms = l1.unwrap_or_default() + &l2.unwrap_or_default();
            out += &format!("    gradients = {{it: gradients[it]{terms} for it in trained}}\n");
        }
        if let Some(most) = settings.clip_norm {
            out += &format!(
                "    norm = np.sqrt(sum(np.sum(gradients[it] ** 2) for it in trained))\n    \
                 scale = np.clip({most:?} / (norm + 1e-6), None, 1)\n    \
                 gradients = {{it: gradients[it] * scale for it in trained}}\n"
            );
        }
        if let Some(most) = settings.clip_value {
            out += &format!(
                "    gradients = {{it: np.clip(gradients[it], -{most:?}, {most:?}) for it in trained}}\n"
            );
        }
        out
    }

    /// The function of the update, from the statements of the optimiser.
    ///
    /// # Errors
    /// A statement can't be read.
    pub(super) fn update(&self) -> Result<String, Fault> {
        let update = &self.plan.update;
        let state = update.state();
        let constants = update.constants();
        // What the first step does otherwise stands in the same line.
        let later = update.equations(false).into_iter();
        let body: Result<String, Fault> = later
            .zip(update.equations(true))
            .map(|(later, first)| {
                let texts = [printed(&first)?, printed(&later)?];
                Ok(match texts[0] == texts[1] {
                    true => format!("    {} = {}\n", later.name, texts[1]),
                    false => format!(
                        "    {} = np.where(t == 1, {}, {})\n",
                        later.name, texts[0], texts[1]
                    ),
                })
            })
            .collect();
        let body = body?;
        let name = self.plan.optimizer.name;
        let mut out = format!(
            "def update(w, g, state, rate, t):\n    \"\"\"A parameter and what is kept of it, after step t of {name}.\"\"\"\n"
        );
        for (name, value) in constants {
            if body.contains(name) {
                out += &format!("    {name} = {}\n", number(value));
            }
        }
        for name in state {
            out += &format!("    {name} = state[\"{name}\"]\n");
        }
        let kept = state.iter().map(|name| format!("\"{name}\": {name}"));
        let kept: Vec<String> = kept.collect();
        Ok(out + &body + &format!("    return w, {{{}}}\n", kept.join(", ")))
    }

    /// What an optimiser keeps at the start.
    pub(super) fn no_state(&self) -> String {
        let state = self.plan.update.state().iter();
        let zeros: Vec<String> = state.map(|name| format!("\"{name}\": 0.0")).collect();
        format!("{{{}}}", zeros.join(", "))
    }

    /// The end of an epoch: measuring, keeping the best, stopping early.
    /// `model` is what is measured, `copy` keeps its parameters.
    pub(super) fn end_of_epoch(&self, model: &str, copy: &str) -> String {
        let mut out = String::new();
        if self.validates() {
            let no_grad = if model == "model" {
                "with torch.no_grad():\n            "
            } else {
                ""
            };
            out += &format!(
                "        {no_grad}validation = float(mean_loss({model}, validation_rows))\n        \
                 said += f\", validation {{validation:.6g}}\"\n"
            );
            out += "        waited += 1\n        if validation < lowest:\n            \
                    lowest, waited = validation, 0\n";
            if self.settings.best {
                out += &format!("            best = {copy}\n");
            }
        }
        out += "        print(said)\n";
        if let Some(patience) = self.settings.early_stopping {
            out += &format!("        if waited >= {patience}:\n            break\n");
        }
        out
    }

    /// What comes before the first epoch, for [`Training::end_of_epoch`].
    pub(super) fn start(&self) -> String {
        match (self.validates(), self.settings.best) {
            (false, _) => String::new(),
            (true, true) => "    lowest, waited, best = inf, 0, None\n".to_owned(),
            (true, false) => "    lowest, waited = inf, 0\n".to_owned(),
        }
    }

    /// What a training returns.
    pub(super) fn result(&self, last: &'static str) -> &'static str {
        if self.settings.best && self.validates() {
            "best or weights"
        } else {
            last
        }
    }

    /// The line that puts the parameters of the best epoch back, in PyTorch.
    pub(super) fn load_best(&self) -> &'static str {
        match self.settings.best && self.validates() {
            true => "if best:\n        model.load_state_dict(best)\n    ",
            false => "",
        }
    }

    /// The line that makes the optimiser of PyTorch, whose options are called as ours.
    pub(super) fn torch_optimizer(&self) -> String {
        let options = self.settings.options.iter().map(|(name, value)| {
            let value = match value {
                OptionValue::Number(x) => number(*x),
                OptionValue::Flag(true) => "True".to_owned(),
                OptionValue::Flag(false) => "False".to_owned(),
                OptionValue::Pair(a, b) => format!("({}, {})", number(*a), number(*b)),
            };
            format!(", {name}={value}")
        });
        let options: String = options.collect();
        format!(
            "optimizer = torch.optim.{}([getattr(model, it) for it in trained], lr={}{options})",
            self.plan.optimizer.torch,
            number(self.plan.rate)
        )
    }

    /// What becomes of the gradients before the optimiser of PyTorch sees them.
    pub(super) fn torch_penalties(&self) -> String {
        let settings = self.settings;
        let (l1, l2) = (settings.l1.unwrap_or(0.0), settings.l2.unwrap_or(0.0));
        let mut out = String::new();
        let each = "            for it in trained:\n                w = getattr(model, it)\n";
        let l1 = (l1 != 0.0).then(|| format!(" + {l1:?} * torch.sign(w.data)"));
        let l2 = (l2 != 0.0).then(|| format!(" + {:?} * w.data", 2.0 * l2));
        let terms = l1.unwrap_or_default() + &l2.unwrap_or_default();
        if !terms.is_empty() {
            out += &format!("{each}                w.grad = w.grad{terms}\n");
        }
        let of_trained = "[getattr(model, it) for it in trained]";
        if let Some(most) = settings.clip_norm {
            out += &format!("            nn.utils.clip_grad_norm_({of_trained}, {most:?})\n");
        }
        if let Some(most) = settings.clip_value {
            out += &format!("            nn.utils.clip_grad_value_({of_trained}, {most:?})\n");
        }
        out
    }

    /// Whether rows are kept apart for validation.
    pub(super) fn validates(&self) -> bool {
        !self.rows.part(Part::Validation).is_empty()
    }

    /// The losses to compare with.
    pub(super) fn expected(&self) -> String {
        let losses: Vec<String> = self.losses.iter().map(|x| number(*x)).collect();
        let losses = super::arrays::broken(&format!("[{}]", losses.join(", ")), 4);
        format!("# The mean losses of the first epochs in wiregrad.\nexpected_losses = {losses}\n")
    }
}

/// Whether rows follow one another.
fn is_range(rows: &[u32]) -> bool {
    rows.windows(2).all(|pair| pair[0] + 1 == pair[1])
}

/// The mean losses of the first epochs.
fn losses(mut trainer: Trainer) -> Vec<f64> {
    let epochs = trainer.epochs();
    let mut losses = Vec::new();
    while trainer.progress().epoch < epochs && trainer.progress().step < STEPS {
        let Ok(step) = trainer.step() else { break };
        if !step.ends_epoch {
            continue;
        }
        let Ok(epoch) = trainer.end_epoch() else {
            break;
        };
        losses.push(epoch.loss);
        if epoch.stops {
            break;
        }
    }
    losses
}

/// The right side of a statement in Python.
fn printed(equation: &Equation) -> Result<String, Fault> {
    let unread = || Fault::new(format!("{:?} can't be read", equation.text), "report this");
    let formula = parse(&format!("y_ = {}", equation.text), &|_| true).map_err(|_| unread())?;
    let root = formula.statements().iter().find_map(|it| match it {
        Statement::Define(definition) => Some(definition.expression),
        Statement::Target(..) => None,
    });
    let mut printer = Printer {
        language: &NUMPY,
        formula: &formula,
        names: &mut Identifiers::plain(),
        called: &mut Called::new(),
        exact: false,
    };
    printer.expression(root.ok_or_else(unread)?)
}

//! [`Live`]: a document's evaluation, kept up to date.
//!
//! What was derived is remembered with the revision that it was derived from: moving a
//! node runs nothing, another value computes again what depends on it, another wire
//! compiles the graph anew.
//!
//! A pass that fits between two frames runs in the frame. One that takes longer runs on a
//! thread (`aside`); until it returns there are no numbers, and the last ones are kept to
//! be shown in grey. Which it is, is told by an estimate from the shapes, corrected by how
//! long the last pass took.

mod aside;
mod digest;
mod marker;
mod problems;
mod reading;
mod state;
mod values;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use eframe::egui::Context;

use crate::core::evaluation::Evaluation;
use crate::core::graph::Graph;
use crate::core::program::Program;
use crate::document::{Document, Revision};
use crate::gui::platform::clock::Instant;
use crate::gui::platform::threads;
use aside::{Aside, Made, Order, drop_aside};
use digest::Digests;
use problems::Problems;
use values::set_changed_values;

pub use digest::{Digest, Known, Quantity};
pub(in crate::gui) use marker::did_not_return;
pub use state::{LiveState, Pause};

/// What takes longer than this, in nanoseconds, doesn't run in a frame.
const FRAME: f64 = 25e6;
/// An evaluation that takes longer than this is stopped when a value changes; one that is
/// shorter is let finish, so that numbers are seen during a drag.
const PATIENT: f64 = 1e9;
/// Graphs with more nodes are compiled on a thread.
const COMPILED_HERE: usize = 200_000;
/// In numbers that are shown instead of the document's, problems are looked for if there are
/// no more than this many.
const LOOKED_AT_HERE: usize = 100_000;
/// To look at one number takes so many nanoseconds.
const LOOK: f64 = 0.5;
/// How far the time that was measured corrects the estimate.
const PACES: std::ops::RangeInclusive<f64> = 0.25..=4.0;
/// A pass shorter than this, by the estimate in nanoseconds, says nothing about longer ones.
const TELLING: f64 = 1e6;
/// How long the end of the program waits for an evaluation to stop.
const LAST_WAIT: Duration = Duration::from_secs(2);

/// The first evaluation fetches its code and its memory. Where that may be most of what
/// it takes, the second one tells how long one takes.
const WARM_UP: Duration = Duration::from_millis(1);

/// An evaluation and what it was made from.
pub struct Live {
    /// The graph, compiled; the one before while a large one is being compiled.
    program: Arc<Program>,
    /// The structure that `program` is of; nothing if it is of none.
    compiled: Option<Revision>,
    compilations: u64,
    /// Of the document as it is; blank unless the state is current.
    evaluation: Arc<Evaluation>,
    /// The structure that they are of, while the state is current.
    evaluated: Option<Revision>,
    /// The last numbers, unless the state is current.
    last: Option<Arc<Evaluation>>,
    /// The structure that they are of.
    last_structure: Option<Revision>,
    structure: Revision,
    values: Revision,
    problems: Problems,
    took: Duration,
    generation: u64,
    /// What both passes take by the estimate, in nanoseconds.
    work: f64,
    /// How long a pass took, as a multiple of its estimate.
    pace: f64,
    state: LiveState,
    aside: Aside,
    digests: Digests,
}

impl Live {
    /// Compiles and evaluates a document's graph; what takes long is left to
    /// [`Live::follow`].
    pub fn new(document: &Document) -> Live {
        let mut live = Live::unevaluated(document);
        live.follow_structure(document);
        live
    }

    /// Without numbers until the user asks for them, if they take long: the last
    /// evaluation of this graph did not return.
    pub fn paused(document: &Document) -> Live {
        let mut live = Live::unevaluated(document);
        live.state = LiveState::Paused(Pause::DidNotReturn);
        live.follow_structure(document);
        live
    }

    /// With numbers that are known. Nothing more is computed. If they aren't those of the
    /// document as it is, they are shown in grey.
    pub fn known(document: &Document, numbers: Arc<Evaluation>, is_current: bool) -> Live {
        let mut live = Live::unevaluated(document);
        live.program = numbers.program().clone();
        // Nothing takes too long where nothing waits for a frame.
        live.work = 0.0;
        live.compiled = Some(live.structure);
        live.problems = Problems::of_structure(live.program.problems());
        if is_current {
            live.problems
                .set_numeric(numbers.numeric_problems(document.graph()));
            live.evaluation = numbers;
            live.state = LiveState::Current;
        } else {
            live.evaluation = live.blank();
            live.last = Some(numbers);
            live.last_structure = Some(live.structure);
            live.state = LiveState::Paused(Pause::Cancelled);
        }
        live
    }

    /// Other numbers of the same graph, such as those of a training; nothing is computed.
    /// `numbered` are their generation and that of their program.
    pub fn instead(
        document: &Document,
        numbers: Arc<Evaluation>,
        (generation, compilation): (u64, u64),
    ) -> Live {
        let mut live = Live::unevaluated(document);
        live.set_program(numbers.program().clone());
        if numbers.elements() <= LOOKED_AT_HERE {
            let problems = numbers.numeric_problems(document.graph());
            live.problems.set_numeric(problems);
        }
        live.evaluation = numbers;
        live.evaluated = Some(live.structure);
        live.state = LiveState::Current;
        live.generation = generation;
        live.compilations = compilation;
        live
    }

    fn unevaluated(document: &Document) -> Live {
        let program = Arc::new(Program::new(&Graph::default()));
        Live {
            evaluation: Arc::new(Evaluation::blank(program.clone())),
            program,
            compiled: None,
            compilations: 0,
            evaluated: None,
            last: None,
            last_structure: None,
            structure: document.structure_revision(),
            values: document.values_revision(),
            problems: Problems::default(),
            took: Duration::ZERO,
            generation: 0,
            work: 0.0,
            pace: 1.0,
            state: LiveState::Evaluating(Instant::now()),
            aside: Aside::default(),
            digests: Digests::default(),
        }
    }

    /// Brings everything up to date with the document; does nothing if it is. What takes
    /// long is left to [`Live::follow`].
    pub fn update(&mut self, document: &Document) {
        if self.structure != document.structure_revision() {
            self.follow_structure(document);
        } else if self.values != document.values_revision() {
            self.follow_values(document);
        }
    }

    fn follow_structure(&mut self, document: &Document) {
        self.structure = document.structure_revision();
        self.values = document.values_revision();
        self.generation += 1;
        self.aside.stop();
        if document.graph().len() > COMPILED_HERE {
            return self.leave_aside();
        }
        self.set_program(Arc::new(Program::new(document.graph())));
        match self.is_dear() {
            true => self.leave_aside(),
            false => self.evaluate_here(document),
        }
    }

    fn set_program(&mut self, program: Arc<Program>) {
        self.work = program.work();
        self.problems = Problems::of_structure(program.problems());
        self.program = program;
        self.compiled = Some(self.structure);
        self.compilations += 1;
    }

    fn follow_values(&mut self, document: &Document) {
        let known = std::mem::replace(&mut self.values, document.values_revision());
        self.generation += 1;
        if self.refresh_here(document, known) {
            return;
        }
        if !self.is_dear() && self.compiled == Some(self.structure) {
            return self.evaluate_here(document);
        }
        if self.work * self.pace > PATIENT {
            self.aside.stop();
        }
        self.leave_aside();
    }

    /// Computes again what depends on changed values, if that fits into a frame.
    fn refresh_here(&mut self, document: &Document, known: Revision) -> bool {
        let (is_dear, is_current) = (self.is_dear(), self.is_current());
        let only = document.only_value_changed_since(known);
        // A picture may be drawn of the same numbers meanwhile.
        let Some(evaluation) = Arc::get_mut(&mut self.evaluation).filter(|_| is_current) else {
            return false;
        };
        if is_dear && only.is_none() {
            return false;
        }
        set_changed_values(evaluation, document, only);
        if is_dear {
            let look = LOOK * evaluation.elements() as f64;
            if evaluation.refresh_work() * self.pace + look > FRAME {
                return false;
            }
        }
        let start = Instant::now();
        evaluation.refresh();
        self.took = start.elapsed();
        self.digests.clear();
        self.find_numeric_problems(document);
        true
    }

    fn evaluate_here(&mut self, document: &Document) {
        let mut evaluation = Evaluation::unswept(self.program.clone(), document.graph());
        let mut took = time_evaluation(&mut evaluation);
        if took < WARM_UP {
            took = time_evaluation(&mut evaluation);
        }
        self.show(Arc::new(evaluation), took);
        self.find_numeric_problems(document);
    }

    /// There are numbers of the document as it is.
    fn show(&mut self, evaluation: Arc<Evaluation>, took: Duration) {
        drop_aside(self.last.take());
        drop_aside(Some(std::mem::replace(&mut self.evaluation, evaluation)));
        self.state = LiveState::Current;
        self.evaluated = Some(self.structure);
        self.measured(took);
        self.digests.clear();
        self.generation += 1;
    }

    fn measured(&mut self, took: Duration) {
        self.took = took;
        if self.work >= TELLING {
            let pace = took.as_secs_f64() * 1e9 / self.work;
            self.pace = pace.clamp(*PACES.start(), *PACES.end());
        }
    }

    /// There are no numbers until a thread has computed them.
    fn leave_aside(&mut self) {
        let blank = self.blank();
        let before = std::mem::replace(&mut self.evaluation, blank);
        self.problems.set_numeric([]);
        if self.state == LiveState::Current {
            self.last = Some(before);
            self.last_structure = self.evaluated;
            self.state = LiveState::Evaluating(Instant::now());
        }
    }

    fn blank(&self) -> Arc<Evaluation> {
        Arc::new(Evaluation::blank(self.program.clone()))
    }

    fn find_numeric_problems(&mut self, document: &Document) {
        let problems = self.evaluation.numeric_problems(document.graph());
        self.problems.set_numeric(problems);
    }

    /// Once a frame: takes what threads have computed, and starts what is to be computed. A
    /// marker of an evaluation that runs is put beside the copies of unsaved work.
    pub fn follow(&mut self, ctx: &Context, document: &Document, recovery: Option<&Path>) {
        for (made, revisions) in self.aside.take() {
            self.take(made, revisions);
        }
        let LiveState::Evaluating(_) = self.state else {
            let shown = self.shown().clone();
            self.generation += u64::from(self.digests.follow(ctx, &shown));
            return;
        };
        if self.aside.is_busy() {
            return;
        }
        let program = self.compiled == Some(self.structure);
        let order = Order {
            graph: document.graph().clone(),
            revisions: (self.structure, self.values),
            program: program.then(|| self.program.clone()),
            recovery: recovery.map(Path::to_owned),
        };
        if !self.aside.start(ctx, order) {
            self.state = LiveState::Paused(Pause::Failed);
        }
    }

    fn take(&mut self, made: Made, (structure, values): aside::Revisions) {
        let is_current = (structure, values) == (self.structure, self.values);
        match made {
            Made::Program(program) if structure == self.structure => {
                self.set_program(program);
                self.evaluation = self.blank();
                self.generation += 1;
            }
            Made::Program(_) => {}
            Made::Numbers(evaluation, took) if is_current => self.show(evaluation, took),
            Made::Numbers(evaluation, took) => {
                // A value has changed meanwhile: newer numbers than those before, and
                // their problems aren't looked for.
                self.aside.stop();
                drop_aside(self.last.replace(evaluation));
                self.last_structure = Some(structure);
                self.measured(took);
                self.digests.clear();
                self.generation += 1;
            }
            Made::Problems(problems) if is_current && self.is_current() => {
                self.problems.set_numeric(problems);
            }
            Made::Problems(_) => {}
            Made::Failed if is_current => self.state = LiveState::Paused(Pause::Failed),
            Made::Failed => {}
        }
    }

    /// Stops the evaluation that runs; nothing is computed until [`Live::resume`].
    pub fn cancel(&mut self) {
        if let LiveState::Evaluating(_) = self.state {
            self.aside.stop();
            self.state = LiveState::Paused(Pause::Cancelled);
            self.generation += 1;
        }
    }

    /// Evaluates after a pause.
    pub fn resume(&mut self) {
        if let LiveState::Paused(_) = self.state {
            self.state = LiveState::Evaluating(Instant::now());
            self.generation += 1;
        }
    }

    /// Stops what runs, and waits a moment for it: the program ends.
    pub fn end(&mut self) {
        self.aside.stop();
        let start = Instant::now();
        while self.aside.is_busy() && start.elapsed() < LAST_WAIT {
            self.aside.take();
            threads::pause();
        }
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        drop_aside(self.last.take());
        let blank = self.blank();
        drop_aside(Some(std::mem::replace(&mut self.evaluation, blank)));
    }
}

fn time_evaluation(evaluation: &mut Evaluation) -> Duration {
    let start = Instant::now();
    evaluation.sweep();
    start.elapsed()
}

#[cfg(test)]
mod tests {
    use super::Live;
    use crate::core::problem::ProblemKind;
    use crate::core::tensor::Tensor;
    use crate::document::{Document, Edit};
    use crate::file;

    /// J = √w + b.
    fn document() -> Document {
        let text = r#"(version: 1, nodes: [
            (name: "w", op: "parameter", value: 4), (name: "b", op: "parameter", value: 1),
            (name: "r", op: "sqrt", inputs: ["w"]), (name: "J", op: "add", inputs: ["r", "b"]),
        ])"#;
        file::load_bytes(text.as_bytes()).expect("a graph")
    }

    fn set(document: &mut Document, name: &str, value: f64) {
        let node = document.graph().find(name).expect("a node");
        let value = Tensor::scalar(value);
        let set = document.apply(Edit::SetValue { node, value });
        set.expect("a finite value");
    }

    fn target(live: &Live, document: &Document) -> Option<f64> {
        live.evaluation().number(document.graph().find("J")?)
    }

    #[test]
    fn values_follow_one_edit_several_and_an_undo() {
        let mut document = document();
        let mut live = Live::new(&document);
        let before = document.clone();
        set(&mut document, "w", 9.0);
        live.update(&document);
        assert_eq!(target(&live, &document), Some(4.0));
        set(&mut document, "w", 16.0);
        set(&mut document, "b", -1.0);
        live.update(&document);
        assert_eq!(target(&live, &document), Some(3.0));
        live.update(&before);
        assert_eq!(target(&live, &before), Some(3.0));
        let generation = live.generation();
        live.update(&before);
        assert_eq!(live.generation(), generation, "nothing has changed");
    }

    #[test]
    fn the_problem_of_a_gradient_comes_and_goes() {
        let mut document = document();
        let mut live = Live::new(&document);
        let root = document.graph().find("r").expect("a node");
        for (value, is_wrong) in [(0.0, true), (1.0, false), (0.0, true), (2.0, false)] {
            set(&mut document, "w", value);
            live.update(&document);
            let kind = live.problem_of(root).map(|problem| problem.kind);
            let wanted = is_wrong.then_some(ProblemKind::NotFiniteGradient);
            assert_eq!(kind, wanted, "{value}");
            assert_eq!(live.problems().len(), usize::from(is_wrong));
        }
    }
}

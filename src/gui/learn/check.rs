//! [`CheckMode`]: the gradient check of the whole graph, in the background.

use std::ops::ControlFlow;

use eframe::egui::Context;
use hashbrown::HashMap;

use super::mode::{Revisions, revisions};
use crate::core::check::{ELEMENTS, NodeCheck, Progress, Verdict, check};
use crate::core::evaluation::Evaluation;
use crate::core::graph::NodeId;
use crate::gui::background::Job;
use crate::gui::editor::Editor;
use crate::gui::overlay::{Mark, Overlay};

/// The state of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// It starts in the next frame.
    Waiting,
    /// It runs.
    Running,
    /// There are results.
    Done,
    /// It was cancelled.
    Cancelled,
    /// The graph has changed, so the results are out of date.
    Outdated,
    /// It could not be run.
    Failed,
}

/// A check and its results.
pub struct CheckMode {
    stage: Stage,
    made_from: Revisions,
    job: Option<Job<Vec<NodeCheck>>>,
    results: Vec<NodeCheck>,
    marks: HashMap<NodeId, Mark>,
}

/// How many nodes have which result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Gradient and finite difference agree.
    pub fine: usize,
    /// There is no derivative to compare with.
    pub at_kink: usize,
    /// The difference is less certain than it would have to be.
    pub unchecked: usize,
    /// They disagree.
    pub suspect: usize,
}

impl CheckMode {
    /// A check that starts with the next [`follow`](CheckMode::follow).
    pub fn new(editor: &Editor) -> CheckMode {
        CheckMode {
            stage: Stage::Waiting,
            made_from: revisions(editor),
            job: None,
            results: Vec::new(),
            marks: HashMap::new(),
        }
    }

    /// Starts again.
    pub fn again(&mut self, editor: &Editor) {
        *self = CheckMode::new(editor);
    }

    /// Stops.
    pub fn cancel(&mut self) {
        if self.stage == Stage::Running {
            self.job = None;
            self.stage = Stage::Cancelled;
        }
    }

    /// Follows the document and the background thread.
    pub fn follow(&mut self, ctx: &Context, editor: &Editor) {
        if self.made_from != revisions(editor) {
            self.job = None;
            self.results.clear();
            self.marks.clear();
            self.made_from = revisions(editor);
            self.stage = Stage::Outdated;
        }
        if self.stage == Stage::Waiting {
            self.start(ctx, editor);
        }
        let Some(job) = &mut self.job else { return };
        let results = job.take().pop();
        if let Some(results) = results {
            self.take(results);
        } else if job.is_over() {
            self.job = None;
            self.stage = Stage::Failed;
        }
    }

    fn start(&mut self, ctx: &Context, editor: &Editor) {
        let ctx = ctx.clone();
        let graph = editor.document().graph().clone();
        self.job = Job::start(
            move || ctx.request_repaint(),
            move |worker| {
                let Some(evaluation) = Evaluation::new_while(&graph, &worker.until_cancelled())
                else {
                    return;
                };
                let go_on = |Progress { done, total }| match worker.go_on(done, total) {
                    true => ControlFlow::Continue(()),
                    false => ControlFlow::Break(()),
                };
                if let Some(results) = check(&graph, &evaluation, ELEMENTS, go_on) {
                    worker.send(results);
                }
            },
        );
        self.stage = match self.job {
            Some(_) => Stage::Running,
            None => Stage::Failed,
        };
    }

    fn take(&mut self, results: Vec<NodeCheck>) {
        let marks = results.iter().map(|result| (result.node, mark(result)));
        self.marks = marks.collect();
        self.results = results;
        self.job = None;
        self.stage = Stage::Done;
    }

    /// The state of the check.
    pub fn stage(&self) -> Stage {
        self.stage
    }

    /// How much is done, from 0 to 1.
    pub fn progress(&self) -> f32 {
        self.job.as_ref().map_or(0.0, Job::progress)
    }

    /// The results, the worst first.
    pub fn results(&self) -> &[NodeCheck] {
        &self.results
    }

    /// How many nodes have which result.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for result in &self.results {
            let count = match result.verdict {
                Verdict::Fine => &mut tally.fine,
                Verdict::AtKink { .. } => &mut tally.at_kink,
                Verdict::Unchecked { .. } => &mut tally.unchecked,
                Verdict::Suspect => &mut tally.suspect,
            };
            *count += 1;
        }
        tally
    }
}

/// The mark beside a node.
pub(super) fn mark(result: &NodeCheck) -> Mark {
    match result.verdict {
        Verdict::Fine => Mark::Fine,
        Verdict::AtKink { .. } | Verdict::Unchecked { .. } => Mark::Doubtful,
        Verdict::Suspect => Mark::Wrong,
    }
}

impl Overlay for CheckMode {
    fn mark(&self, node: NodeId) -> Option<Mark> {
        self.marks.get(&node).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Edit;
    use crate::gui::shipped::first_document;

    fn until_done(checking: &mut CheckMode, editor: &Editor) {
        let ctx = Context::default();
        checking.follow(&ctx, editor);
        while checking.stage() == Stage::Running {
            checking.follow(&ctx, editor);
            crate::gui::platform::threads::pause();
        }
    }

    #[test]
    fn every_node_of_the_lecture_is_fine() {
        let editor = Editor::new(first_document());
        let mut checking = CheckMode::new(&editor);
        until_done(&mut checking, &editor);
        assert_eq!(checking.stage(), Stage::Done);
        let nodes = editor.node_count();
        let all_fine = Tally {
            fine: nodes,
            ..Tally::default()
        };
        assert_eq!(checking.tally(), all_fine);
        let w = editor.find("w").expect("a parameter");
        assert_eq!(checking.mark(w), Some(Mark::Fine));
    }

    #[test]
    fn results_of_another_graph_are_dropped() {
        let mut editor = Editor::new(first_document());
        let mut checking = CheckMode::new(&editor);
        until_done(&mut checking, &editor);
        let w = editor.find("w").expect("a parameter");
        let value = crate::core::tensor::Tensor::scalar(3.0);
        let edit = Edit::SetValue { node: w, value };
        editor.edit(edit).expect("a lawful value");
        until_done(&mut checking, &editor);
        assert_eq!(checking.stage(), Stage::Outdated);
        assert!(checking.results().is_empty() && checking.mark(w).is_none());
        checking.again(&editor);
        until_done(&mut checking, &editor);
        assert_eq!(checking.stage(), Stage::Done);
    }

    #[test]
    fn a_kink_is_told_from_a_mistake() {
        let text = "(version: 1, nodes: [
            (name: \"x\", op: \"input\", value: 0),
            (name: \"J\", op: \"relu\", inputs: [\"x\"]),
        ])";
        let document = crate::file::load_bytes(text.as_bytes()).expect("a graph");
        let editor = Editor::new(document);
        let mut checking = CheckMode::new(&editor);
        until_done(&mut checking, &editor);
        let x = editor.find("x").expect("an input");
        assert_eq!(checking.mark(x), Some(Mark::Doubtful));
        assert_eq!(checking.tally().at_kink, 1);
    }
}

//! Every formula in LaTeX is read by a parser of LaTeX: what it can't read, no
//! teacher's document can hold.

use wiregrad::core::evaluation::Evaluation;
use wiregrad::core::explain::notation::Notation;
use wiregrad::core::explain::outgoing::Outgoing;
use wiregrad::core::explain::page::{self, PageBlock, PageFormat};
use wiregrad::core::explain::paths::Paths;
use wiregrad::core::explain::steps::{StepScope, Steps};
use wiregrad::core::explain::text::{Equation, Explainer};
use wiregrad::file;

use crate::drawn::draw;
use crate::graphs::{Swept, folder};
use crate::latex::assert_latex;

fn assert_equation(equation: &Equation) {
    assert_latex(&equation.to_string());
    assert_latex(&equation.left);
    equation.right().for_each(assert_latex);
}

#[test]
fn every_step_of_every_op_is_latex() {
    for seed in 0..200 {
        let graph = draw(seed, 60, 30).graph();
        let evaluation = Evaluation::new(&graph);
        let outgoing = Outgoing::to_target(&graph, evaluation.program());
        let explainer = Explainer::new(&graph, &evaluation, &outgoing, Notation::Latex);
        let steps = Steps::new(&graph, evaluation.program(), StepScope::Everything);
        for step in steps.all() {
            let said = explainer.step(*step);
            assert_equation(&said.equation);
            said.local.iter().for_each(assert_equation);
        }
        for (id, _) in graph.iter().take(10) {
            for path in Paths::new(&evaluation, &outgoing, id).take(5) {
                let said = explainer.path(id, &path);
                assert_equation(&said.equation);
                assert_latex(&said.way);
                said.factors
                    .iter()
                    .for_each(|(_, factor)| assert_equation(factor));
            }
        }
    }
}

#[test]
fn any_name_is_latex() {
    let names = [
        "50 % of_all",
        "a\\b",
        "x^2",
        "~",
        "$5",
        "{",
        "}",
        "a & b",
        "#1",
        "x₁",
        "2d₀ + relu",
        "ŷ",
        "σ(z)",
        "10 ÷ f",
        "−a",
        "<script>",
        "*bold*",
        "\"quoted\"",
        "`",
        "naïve",
        "损失",
        "w'",
    ];
    for name in names {
        let quoted = format!("{name:?}");
        let graph = Swept::nodes(&format!(
            r#"(name: {quoted}, op: "parameter", value: 2),
               (name: "J", op: "square", inputs: [{quoted}])"#
        ));
        let outgoing = Outgoing::to_target(&graph.graph, graph.evaluation.program());
        let explainer = Explainer::new(&graph.graph, &graph.evaluation, &outgoing, Notation::Latex);
        let steps = Steps::new(
            &graph.graph,
            graph.evaluation.program(),
            StepScope::Everything,
        );
        for step in steps.all() {
            assert_equation(&explainer.step(*step).equation);
        }
    }
}

#[test]
fn the_parser_refuses_what_is_no_latex() {
    for wrong in ["\\frac{a", "x_1_2", "a & b \\end{align*}", "\\nonsense"] {
        let refused = std::panic::catch_unwind(|| assert_latex(wrong));
        assert!(refused.is_err(), "{wrong}");
    }
}

/// What the editor and the command line write about the graphs that ship: both sweeps,
/// and every node, with every block of equations read by the parser.
#[test]
fn every_page_of_every_graph_that_ships_is_latex() {
    let mut pages = 0;
    for entry in std::fs::read_dir(folder()).expect("the folder") {
        let path = entry.expect("an entry").path();
        let document = file::load(&path).expect("a graph that ships");
        let (graph, title) = (document.graph(), document.title());
        let evaluation = Evaluation::new(graph);
        let steps =
            |format| page::of_steps(graph, &evaluation, title, StepScope::default(), format);
        let nodes = graph
            .iter()
            .map(|(id, _)| page::of_node(graph, &evaluation, id, PageFormat::Latex));
        for blocks in nodes.chain([steps(PageFormat::Latex)]) {
            assert!(blocks.len() >= 4, "{}: {blocks:?}", path.display());
            for block in blocks
                .iter()
                .filter(|it| matches!(it, PageBlock::Equations(_)))
            {
                assert_latex(block.write(PageFormat::Latex).trim_end());
            }
            pages += 1;
        }
        let text = page::write(&steps(PageFormat::Text), PageFormat::Text);
        assert!(text.starts_with(&format!("{title}\n\nForward")), "{text}");
        assert!(!text.contains(['{', '}', '\\', '$']), "{text}");
    }
    assert!(pages > 100, "{pages}");
}

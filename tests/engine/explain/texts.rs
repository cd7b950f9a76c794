//! What the texts say: the branch that is taken, kinks, small tensors, names that read as
//! formulas.

use wiregrad::core::evaluation::Evaluation;
use wiregrad::core::explain::page::{self, PageFormat};
use wiregrad::core::explain::steps::StepScope;
use wiregrad::core::formula::{parse, plan};
use wiregrad::core::graph::Graph;

use crate::latex::assert_latex;

/// All steps of a graph that is given as a formula.
fn explained(formula: &str, format: PageFormat) -> String {
    let formula = parse(formula, &|_| false).expect("a formula");
    let graph = plan(&formula, &Graph::new()).expect("a plan").graph();
    let graph = graph.expect("a graph");
    let evaluation = Evaluation::new(&graph);
    let blocks = page::of_steps(&graph, &evaluation, "", StepScope::Everything, format);
    page::write(&blocks, format)
}

fn assert_says(formula: &str, lines: &[&str]) {
    let text = explained(formula, PageFormat::Text);
    for line in lines {
        let said = text.lines().any(|it| it.trim() == *line);
        assert!(said, "{formula}: {line:?} is not in\n{text}");
    }
    let latex = explained(formula, PageFormat::Latex);
    let mut blocks = latex.split("\\begin{align*}");
    blocks.next();
    for block in blocks {
        let (formulas, _) = block.split_once("\\end{align*}").expect("an end");
        assert_latex(&format!("\\begin{{align*}}{formulas}\\end{{align*}}"));
    }
}

#[test]
fn only_the_branch_that_is_taken_is_shown() {
    assert_says(
        "h = relu(d); J = 2 h; d = 3",
        &[
            "h = max(d, 0) = max(3, 0) = 3",
            "∂J/∂d = ∂J/∂h · ∂h/∂d = 2 · 1 = 2, where ∂h/∂d = 1, as d is positive",
        ],
    );
    assert_says(
        "r = leaky_relu(c, negative_slope=0.2); J = maximum(a, b) + r; a = 1; b = 1; c = -2",
        &[
            "r = negative_slope × c = 0.2 × (−2) = −0.4, as c is not positive",
            "∂J/∂a = ∂J/∂maximum(a, b) · ∂maximum(a, b)/∂a = 1 · 0.5 = 0.5, where \
             ∂maximum(a, b)/∂a = 0.5, as a equals b; maximum has a kink here, where a equals b: \
             each takes half",
        ],
    );
    assert_says(
        "J = relu(x); x = 0",
        &[
            "∂J/∂x = 1 · 0 = 0, as x is not positive; relu has a kink here, at 0: the derivative \
             is taken from the left, 0",
        ],
    );
    assert_says(
        "J = cross_entropy(z, t); z = [1, 2]; t = [0, 1]",
        &[
            "J = −sum(t × log_softmax(z)) = −sum([0, 1] × log_softmax([1, 2])) = 0.3132617, as t \
             has rows of probabilities",
        ],
    );
}

#[test]
fn small_tensors_show_their_numbers() {
    assert_says(
        "s = x^2; J = aB @ c + sum(s); x = [0, 0]; aB = [1, 2, 3]; c = [4, 5, 6]",
        &[
            "s = x² = [0, 0]² = [0, 0]",
            "aB @ c = aB · c = [1, 2, 3] · [4, 5, 6] = 32",
            "dx = ds × (2 × x) = [1, 1] × (2 × [0, 0]) = [0, 0]",
        ],
    );
    assert_says(
        "J = sum(relu(x)); x = [-1, 2]",
        &["dx = d(relu(x)) × (1 if x is positive, else 0) = [1, 1] × [0, 1] = [0, 1]"],
    );
    let wide = "x = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]";
    assert_says(
        &format!("y = 2 x; J = sum(y); {wide}"),
        &["y = 2 × x = 2 × ⟨3×3⟩ = [3, 3], from 2 to 18"],
    );
}

#[test]
fn names_that_read_as_formulas_get_brackets() {
    assert_says(
        "J = (w*x + b - y)^2; w = 2; x = -2; b = 8; y = 2",
        &[
            "w·x = w × x = 2 × (−2) = −4",
            "w·x + b = (w·x) + b = −4 + 8 = 4",
            "J = (w·x + b − y)² = 2² = 4",
            "∂J/∂(w·x + b − y) = 1 · (2 × (w·x + b − y)) = 1 · 4 = 4",
        ],
    );
    assert_says("J = a - b; a = 1; b = -3", &["J = a − b = 1 − (−3) = 4"]);
    assert_says("J = x^0.5; x = -8", &["J = x ^ 0.5 = (−8) ^ 0.5 = NaN"]);
}

//! The rows of docs/lecture.md in the window: the same keys and clicks, and what they are
//! said to show.

use eframe::egui::Key;
use egui_kittest::kittest::Queryable;
use wiregrad::core::graph::Wire;
use wiregrad::file;
use wiregrad::gui::canvas::geometry;
use wiregrad::gui::first_document;
use wiregrad::gui::learn::cost::CostMode;
use wiregrad::gui::overlay::{Emphasis, Overlay, Shown};

use super::driver::Driver;

/// Longer than any motion of the player.
const MOTION: usize = 260;

fn neuron() -> Driver {
    Driver::new(first_document())
}

impl Driver {
    /// The row of the page with this number.
    fn row(number: usize) -> String {
        let page = include_str!("../../docs/lecture.md");
        let start = format!("| {number}. ");
        let row = page.lines().find(|line| line.starts_with(&start));
        row.unwrap_or_else(|| panic!("row {number}")).to_owned()
    }

    /// Holds that these texts stand in the window, and that the row promises them.
    fn shows_as_promised(&self, row: usize, texts: &[&str]) {
        let page = Driver::row(row);
        for text in texts {
            assert!(page.contains(text), "row {row} doesn't say {text}");
            assert!(self.shows(text), "row {row}: {text} isn't shown");
        }
    }

    /// Steps on until this equation is there.
    fn step_to(&mut self, equation: &str) {
        for _ in 0..40 {
            self.key_and(Key::ArrowRight, 1);
            let lines = self.player().view().lines();
            if lines
                .iter()
                .any(|(_, said)| said.equation.to_string() == equation)
            {
                self.harness.run_steps(MOTION);
                assert!(self.shows(equation), "{equation} isn't shown");
                return;
            }
        }
        panic!("{equation} never comes");
    }
}

#[test]
fn rows_1_and_2_the_numbers_are_there_at_once() {
    let driver = neuron();
    let said = |label: &str| driver.harness.get_by_label(label).value();
    let said = |label: &str| said(label).unwrap_or_default();
    assert!(
        said("node c").contains("value  −4, gradient 2"),
        "{}",
        said("node c")
    );
    assert!(said("wire from w to c").contains("value 2, gradient −4"));
}

#[test]
fn rows_3_to_5_forward_and_then_back() {
    let mut driver = neuron();
    driver.key_and(Key::F5, 3);
    for equation in [
        "c = w × x = 2 × (−2) = −4",
        "a = c + b = −4 + 8 = 4",
        "d = a − y = 4 − 2 = 2",
        "J = half × squared = 0.5 × 4 = 2",
    ] {
        driver.step_to(equation);
    }
    assert_eq!(
        driver.overlay().node_emphasis(driver.id("J")),
        Emphasis::Lit
    );
    assert_eq!(driver.overlay().gradient(driver.id("J")), Shown::Absent);
    for equation in [
        "∂J/∂J = 1",
        "∂J/∂squared = 1 · half = 1 · 0.5 = 0.5",
        "∂J/∂d = ∂J/∂squared · ∂squared/∂d = 0.5 · 4 = 2",
        "∂J/∂a = ∂J/∂d · ∂d/∂a = 2 · 1 = 2",
        "∂J/∂w = ∂J/∂c · ∂c/∂w = 2 · (−2) = −4",
    ] {
        driver.step_to(equation);
    }
}

#[test]
fn rows_6_to_10_nudges() {
    let mut driver = neuron();
    driver.click(driver.title("d"));
    driver.key(Key::N);
    driver.shows_as_promised(6, &["d: 2 → 2.001", "J: 2 → 2.0020005"]);
    assert!(driver.shows("The error shrinks with ε"));
    driver.click(driver.title("a"));
    driver.shows_as_promised(7, &["a: 4 → 4.001"]);
    for (name, change) in [("c", "c: −4 → −3.999"), ("b", "b: 8 → 8.001")] {
        driver.click(driver.title(name));
        driver.shows_as_promised(9, &[change]);
        let a = driver.overlay().value(driver.id("a"));
        assert_eq!(a, Shown::Text("4 → 4.001".into()));
    }
    driver.click(driver.title("w"));
    driver.shows_as_promised(10, &["J: 2 → 1.996002", "−0.004", "−0.003998"]);
    let on_node = |name: &str| driver.overlay().value(driver.id(name));
    assert_eq!(on_node("c"), Shown::Text("−4 → −4.002".into()));
    assert_eq!(on_node("d"), Shown::Text("2 → 1.998".into()));
}

#[test]
fn rows_8_and_11_why() {
    let mut driver = neuron();
    let number = driver.part("a", geometry::gradient_number);
    driver.click(number.center());
    driver.shows_as_promised(8, &["∂J/∂a = ∂J/∂d · ∂d/∂a"]);
    driver.key(Key::Escape);
    driver.click(driver.title("w"));
    driver.key(Key::W);
    driver.shows_as_promised(11, &["∂J/∂w = ∂J/∂c · ∂c/∂w = 2 · (−2) = −4"]);
    let factor = driver.harness.get_by_label("∂a/∂c").rect().center();
    driver.hover(factor);
    driver.harness.run_steps(3);
    let to = driver.id("a");
    assert_eq!(driver.overlay().lit_wires(), [Wire { to, input: 0 }]);
}

#[test]
fn row_12_the_check() {
    let mut driver = neuron();
    driver.key(Key::F7);
    driver.until_checked();
    driver.run();
    driver.shows_as_promised(12, &["All 10 gradients are fine"]);
    assert!(driver.overlay().mark(driver.id("w")).is_some());
}

#[test]
fn row_13_one_gradient_serves_two() {
    let mut driver = neuron();
    driver.key_and(Key::F5, 3);
    driver.harness.get_by_label("by wire").click();
    driver.harness.run_steps(3);
    driver.step_to("∂J/∂a = ∂J/∂d · ∂d/∂a = 2 · 1 = 2");
    driver.step_to("∂J/∂c = ∂J/∂a · ∂a/∂c = 2 · 1 = 2");
    driver.step_to("∂J/∂b = ∂J/∂a · ∂a/∂b = 2 · 1 = 2");
}

#[test]
fn rows_14_and_15_the_cost() {
    let mut driver = neuron();
    driver.harness.get_by_label("Learn").click();
    driver.run();
    driver.harness.get_by_label_contains("Why backward").click();
    let is_counted = |driver: &Driver| {
        let costs = driver.app().learn.mode::<CostMode>();
        costs.is_some_and(|costs| costs.own().is_some() && costs.grown().count() > 1)
    };
    driver.until(is_counted);
    driver.harness.step();
    let page = Driver::row(14);
    assert!(page.contains("15 visits, against 30 in forward mode and 30 one by one"));
    assert!(driver.shows("15"));
    assert_eq!(driver.harness.query_all_by_label("30").count(), 2);
    assert!(driver.shows("Plot of visits against nodes"));
}

#[test]
fn rows_16_to_21_the_other_example() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("saved_graphs");
    let document = file::load(&folder.join("sum_of_product.ron")).expect("it ships");
    let mut driver = Driver::new(document);
    driver.key_and(Key::F5, 3);
    for equation in [
        "u = b × c = 3 × 2 = 6",
        "v = a + u = 5 + 6 = 11",
        "J = three × v = 3 × 11 = 33",
    ] {
        driver.step_to(equation);
        driver.shows_as_promised(16, &[equation]);
    }
    driver.key(Key::Escape);
    driver.click(driver.title("v"));
    driver.key(Key::N);
    driver.shows_as_promised(17, &["v: 11 → 11.001", "J: 33 → 33.003"]);
    assert!(driver.shows("They agree for every ε"), "J is linear");
    driver.click(driver.title("a"));
    driver.shows_as_promised(18, &["a: 5 → 5.001", "J: 33 → 33.003"]);
    driver.click(driver.title("u"));
    driver.shows_as_promised(19, &["u: 6 → 6.001", "J: 33 → 33.003"]);
    driver.click(driver.title("b"));
    driver.shows_as_promised(20, &["b: 3 → 3.001", "J: 33 → 33.006"]);
    driver.key(Key::W);
    driver.shows_as_promised(20, &["∂J/∂b = ∂J/∂u · ∂u/∂b = 3 · 2 = 6"]);
    driver.click(driver.title("c"));
    driver.shows_as_promised(21, &["∂J/∂c = ∂J/∂u · ∂u/∂c = 3 · 3 = 9"]);
}

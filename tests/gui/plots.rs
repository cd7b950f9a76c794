//! Plots in the window, and as pictures without one.

use eframe::egui::{Key, Modifiers, OutputCommand, Theme, vec2};
use egui_kittest::kittest::Queryable;
use wiregrad::gui::command::Command;
use wiregrad::gui::first_document;
use wiregrad::gui::plot::{PlotData, PlotFormat, PlotPicture};
use wiregrad::gui::selection::Selection;
use wiregrad::gui::shipped::SHIPPED;

use super::driver::Driver;

impl Driver {
    fn plots(names: &[&str]) -> Driver {
        let mut driver = Driver::sized(first_document(), vec2(1600.0, 1000.0));
        let ids: Vec<_> = names.iter().map(|name| driver.id(name)).collect();
        driver
            .harness
            .state_mut()
            .editor
            .select(Selection::nodes(ids));
        driver.key(Key::P);
        driver.harness.run_steps(4);
        driver
    }
}

#[test]
fn the_slope_in_the_plot_is_the_gradient_on_the_wire() {
    let driver = Driver::plots(&["w"]);
    assert!(driver.shows("slope ∂J/∂w = −4"), "the same as on the node");
    assert!(driver.shows("Plot of J against w"));
}

#[test]
fn dragging_the_point_drags_the_source_in_one_step() {
    let mut driver = Driver::plots(&["w"]);
    let plot = driver.harness.get_by_label("Plot of J against w").rect();
    let before = driver.number("w");
    driver.one_step(|driver| driver.drag(plot.center(), plot.center() + vec2(60.0, 0.0)));
    let after = driver.number("w");
    assert!(after > before, "{before:?} to {after:?}");
    let text = format!("{}", after.expect("a number"));
    assert!(text.len() <= 5, "the number is short: {text}");
    let slope = driver.app().editor.gradient_number(driver.id("w"));
    let said = format!("slope ∂J/∂w = {}", typeset(slope.expect("a gradient")));
    assert!(driver.shows(&said), "{said}");
}

fn typeset(x: f64) -> String {
    wiregrad::core::number::typeset(x, 5)
}

#[test]
fn two_sources_give_a_map_and_several_nodes_a_curve_each() {
    let driver = Driver::plots(&["w", "b"]);
    assert!(driver.shows("Contour map of J against w and b"));
    let driver = Driver::plots(&["w", "a", "d"]);
    assert!(driver.shows("Plot of a, d against w"));
    assert!(driver.shows("slope ∂d/∂w = −2"));
}

#[test]
fn the_plot_follows_other_values_and_closes_with_the_node() {
    let mut driver = Driver::plots(&["w"]);
    let at = driver.title("b");
    driver.click(at);
    driver.type_text("9");
    driver.key(Key::Enter);
    assert!(driver.shows("slope ∂J/∂w = −6"));
    assert!(driver.app().plot.is_some());
    let at = driver.title("w");
    driver.click(at);
    driver.key(Key::Delete);
    driver.harness.run_steps(4);
    assert!(driver.app().plot.is_none());
}

#[test]
fn what_a_quiz_hides_the_plot_hides() {
    let mut driver = Driver::plots(&["w"]);
    driver.key(Key::F9);
    driver.harness.run_steps(4);
    assert!(driver.shows("The plot is hidden"));
    assert!(!driver.shows("slope ∂J/∂w"));
}

#[test]
fn its_numbers_are_copied_as_csv() {
    let mut driver = Driver::plots(&["w"]);
    driver.harness.get_by_label("Copy numbers").click();
    let mut copied = None;
    for _ in 0..5 {
        driver.harness.step();
        for command in &driver.harness.output().platform_output.commands {
            if let OutputCommand::CopyText(text) = command {
                copied = Some(text.clone());
            }
        }
    }
    let text = copied.expect("a text");
    assert!(text.starts_with("w,J\n-2,"), "{text}");
    assert!(text.lines().count() > 200);
}

#[test]
fn the_palette_finds_it() {
    let mut driver = Driver::new(first_document());
    driver.press(Modifiers::COMMAND, Key::K);
    driver.type_text("Plot");
    driver.key(Key::Enter);
    driver.harness.run_steps(4);
    assert!(
        driver.shows("Plot of J against w"),
        "the target, against a parameter"
    );
    let _ = Command::Plot;
}

#[test]
fn pictures_of_plots_need_no_window() {
    let document = first_document();
    let graph = document.graph();
    let id = |name: &str| graph.find(name).expect("it is there");
    let curve = PlotData::curves(graph, id("w"), &[id("J")], (-2.0, 6.0)).expect("a plot");
    let ranges = [(-2.0, 6.0), (0.0, 16.0)];
    let map = PlotData::map(graph, [id("w"), id("b")], id("J"), ranges).expect("a map");
    for data in [curve, map] {
        for theme in [Theme::Light, Theme::Dark] {
            let picture = PlotPicture::new(data.clone(), theme);
            let image = picture.image().expect("pixels");
            assert_eq!(image.dimensions(), (1280, 880));
            let first = *image.get_pixel(0, 0);
            let drawn = image.pixels().filter(|pixel| **pixel != first).count();
            assert!(drawn > 10_000, "{drawn}");
            let svg = picture.svg().expect("a drawing");
            assert!(svg.contains("∂J/∂w = −4"), "{svg}");
        }
        let csv = PlotPicture::new(data, Theme::Light).bytes(PlotFormat::Csv);
        let csv = String::from_utf8(csv.expect("numbers")).expect("UTF-8");
        assert!(csv.starts_with("w,"), "{csv}");
    }
}

#[test]
fn every_shipped_graph_is_plotted() {
    for shipped in &SHIPPED {
        let document = shipped.document().expect("it ships");
        let editor = wiregrad::gui::editor::Editor::new(document);
        let Some(target) = editor.target() else {
            continue;
        };
        let graph = editor.document().graph();
        let sources = editor.nodes().map(|(id, _)| id);
        for source in sources.filter(|id| editor.source_number(*id).is_some()) {
            let plot = PlotData::curves(graph, source, &[target], (-3.0, 3.0));
            assert!(plot.is_ok(), "{}", shipped.name());
        }
    }
}

#[test]
fn the_command_line_plots() {
    let folder = tempfile::tempdir().expect("a folder");
    let neuron = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/saved_graphs/lecture_neuron.ron"
    );
    let run = |rest: &[&str]| {
        let program = std::process::Command::new(env!("CARGO_BIN_EXE_wiregrad"))
            .args(["plot", neuron])
            .args(rest)
            .output();
        let output = program.expect("it runs");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        (output.status.code(), said)
    };
    let out = |name: &str| folder.path().join(name).to_str().expect("text").to_owned();
    for name in ["curve.svg", "curve.png", "curve.csv"] {
        let path = out(name);
        let said = run(&["J", "--against", "w", "--range", "-2:6", "-o", &path]);
        assert_eq!(said, (Some(0), String::new()), "{name}");
        assert!(std::fs::read(&path).expect("a file").len() > 1_000);
    }
    let map = run(&["J", "--against", "w,b", "-o", &out("map.svg"), "--dark"]);
    assert_eq!(map, (Some(0), String::new()));
    // The curve at another value of a source is another curve.
    let csv = |set: &[&str]| {
        let path = out("set.csv");
        let plot = ["J", "--against", "w", "--range", "-2:6", "-o", &path];
        assert_eq!(run(&[&plot[..], set].concat()), (Some(0), String::new()));
        std::fs::read_to_string(path).expect("a file")
    };
    assert_eq!(csv(&[]), csv(&["--set", "b=16/2"]));
    assert_ne!(csv(&[]), csv(&["--set", "b=1/3"]));
    for (rest, status, says) in [
        (
            vec!["J", "--against", "v", "-o", "x.svg"],
            2,
            "no node is called",
        ),
        (vec!["J", "--against", "w", "-o", "x.jpg"], 2, ".svg"),
        (
            vec!["J", "--against", "w", "--range", "6:2", "-o", "x.svg"],
            2,
            "-2:6",
        ),
        (
            vec!["J", "--against", "a", "-o", "x.svg"],
            1,
            "can't be plotted",
        ),
    ] {
        let (found, said) = run(&rest);
        assert!(
            found == Some(status) && said.contains(says),
            "{rest:?}: {said}"
        );
    }
}

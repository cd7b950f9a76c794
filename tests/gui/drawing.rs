//! What the canvas draws: detail, labels, marks, and that what is kept follows the
//! document.

use eframe::egui::epaint::Primitive;
use eframe::egui::{Rect, Vec2, vec2};
use wiregrad::core::graph::NodeId;
use wiregrad::document::{Edit, Position};
use wiregrad::gui::action::Action;
use wiregrad::gui::canvas::detail::Detail;
use wiregrad::gui::canvas::label_layout::overlap;
use wiregrad::gui::command::Command;
use wiregrad::gui::first_document;

use super::driver::Driver;

/// A graph of random operations, some close to one another, some far away.
fn scattered(seed: u64, count: usize) -> Driver {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut text = String::from("(version: 1, nodes: [\n");
    for i in 0..count {
        let (x, y) = (random.i32(0..60) * 40, random.i32(0..30) * 40);
        let from = |random: &mut fastrand::Rng| format!("\"n{}\"", random.usize(0..i.max(1)));
        let rest = match i {
            0..4 => "op: \"parameter\", value: -1.25".to_owned(),
            _ => {
                let (a, b) = (from(&mut random), from(&mut random));
                format!("op: \"multiply\", inputs: [{a}, {b}]")
            }
        };
        text += &format!("(name: \"n{i}\", {rest}, at: ({x}, {y})),\n");
    }
    Driver::of(&(text + "])"))
}

/// The number of vertices that the last frame came to.
fn vertices(driver: &Driver) -> usize {
    let shapes = driver.harness.output().shapes.clone();
    let drawn = driver.harness.ctx.tessellate(shapes, 1.0);
    let count = drawn.iter().map(|clipped| match &clipped.primitive {
        Primitive::Mesh(mesh) => mesh.vertices.len(),
        Primitive::Callback(_) => 0,
    });
    count.sum()
}

/// Zooms until a node is this many points wide in the middle of the canvas.
fn look_at(driver: &mut Driver, name: &str, zoom: f32) {
    let id = driver.id(name);
    let center = driver
        .app()
        .canvas
        .scene
        .node(id)
        .expect("it is there")
        .center();
    let view = &mut driver.harness.state_mut().canvas.view;
    view.center = center;
    view.zoom = zoom;
    driver.run();
}

#[test]
fn the_first_graph_shows_a_number_on_every_wire() {
    let driver = Driver::new(first_document());
    let drawn = driver.app().canvas.drawn();
    assert_eq!(drawn.labels.len(), 9, "{:?}", drawn.detail);
}

#[test]
fn wires_from_one_node_to_two_inputs_of_another_have_numbers_each() {
    let driver = Driver::of(
        r#"(version: 1, nodes: [
            (name: "x", op: "parameter", value: 3, at: (40, 40)),
            (name: "square", op: "multiply", inputs: ["x", "x"], at: (240, 40)),
        ])"#,
    );
    let labels = &driver.app().canvas.drawn().labels;
    let rects: Vec<Rect> = labels.iter().map(|(_, rects)| rects.both()).collect();
    let [above, below] = rects[..] else {
        panic!("{labels:?}")
    };
    assert!(!overlap(above, below));
    let inputs: Vec<usize> = labels.iter().map(|(wire, _)| wire.input).collect();
    let is_upper_first = inputs == [0, 1];
    assert_eq!(above.center().y < below.center().y, is_upper_first);
}

#[test]
fn labels_lie_neither_on_one_another_nor_on_nodes() {
    let mut seen = 0;
    for seed in 0..6 {
        let mut driver = scattered(seed, 50);
        for zoom in [0.35, 0.5, 0.8, 1.0, 1.7] {
            look_at(&mut driver, "n20", zoom);
            let canvas = &driver.app().canvas;
            let place = canvas.rect().expect("it was drawn");
            let labels = &canvas.drawn().labels;
            let rects: Vec<Rect> = labels
                .iter()
                .flat_map(|(_, p)| [p.value, p.gradient])
                .collect();
            let nodes: Vec<Rect> = canvas
                .scene
                .all_nodes()
                .map(|(_, rect)| canvas.view.screen_from_graph(place) * rect)
                .collect();
            for (i, rect) in rects.iter().enumerate() {
                assert!(place.contains_rect(*rect));
                assert!(
                    nodes.iter().all(|node| !overlap(*rect, *node)),
                    "{seed} {zoom}"
                );
                let mut others = rects.iter().skip(i + 1);
                assert!(others.all(|other| !overlap(*rect, *other)), "{seed} {zoom}");
            }
            seen += rects.len();
        }
    }
    assert!(seen > 200, "only {seen}");
}

#[test]
fn what_has_no_room_comes_back_under_the_pointer() {
    let mut driver = Driver::of(
        r#"(version: 1, nodes: [
            (name: "x", op: "input", value: 3, at: (0, 0)),
            (name: "y", op: "square", inputs: ["x"], at: (164, 0)),
            (name: "z", op: "square", inputs: ["y"], at: (420, 0)),
        ])"#,
    );
    look_at(&mut driver, "y", 1.0);
    let labelled = |driver: &Driver| driver.app().canvas.drawn().labels.len();
    assert_eq!(
        labelled(&driver),
        1,
        "between x and y there are four points"
    );
    // Zoomed in, the gap is wide enough.
    look_at(&mut driver, "y", 4.0);
    look_at(&mut driver, "y", 0.2);
    assert_eq!(labelled(&driver), 0);
    let at = driver.wire("z", 0);
    driver.hover(at);
    driver.run();
    assert_eq!(labelled(&driver), 1);
}

#[test]
fn detail_falls_with_the_zoom() {
    let mut driver = Driver::new(first_document());
    let steps = [
        (1.0, Detail::Full),
        (0.4, Detail::Numbers),
        (0.2, Detail::Names),
        (0.1, Detail::Boxes),
    ];
    for (zoom, detail) in steps {
        look_at(&mut driver, "a", zoom);
        assert_eq!(driver.app().canvas.drawn().detail, Some(detail));
    }
}

/// The canvas of the last frame as coloured corners: equal pictures have equal ones.
fn picture(driver: &Driver) -> Vec<[u32; 3]> {
    let canvas = driver.app().canvas.rect().expect("it was drawn");
    let mut shapes = driver.harness.output().shapes.clone();
    shapes.retain(|clipped| clipped.clip_rect == canvas);
    let drawn = driver.harness.ctx.tessellate(shapes, 1.0);
    let mut all = Vec::new();
    for clipped in &drawn {
        if let Primitive::Mesh(mesh) = &clipped.primitive {
            all.extend(mesh.vertices.iter().map(|v| {
                let color = u32::from_le_bytes(v.color.to_array());
                [v.pos.x.to_bits(), v.pos.y.to_bits(), color]
            }));
        }
    }
    all
}

fn command(driver: &mut Driver, command: Command) {
    let ctx = driver.harness.ctx.clone();
    let app = driver.harness.state_mut();
    app.perform(&ctx, vec![Action::Command(command)]);
    driver.run();
}

#[test]
fn what_is_kept_follows_an_undo_and_a_theme() {
    for zoom in [1.0, 0.4, 0.2, 0.1] {
        let mut driver = Driver::new(first_document());
        command(&mut driver, Command::ThemeDark);
        look_at(&mut driver, "a", zoom);
        let aside = driver.app().canvas.rect().expect("drawn").left_bottom() + vec2(9.0, -9.0);
        driver.hover(aside);
        driver.run();
        let before = picture(&driver);
        let ids = [driver.id("a")];
        let edit = Edit::Place(vec![(ids[0], Position::new(500.0, 900.0).expect("lawful"))]);
        driver
            .harness
            .state_mut()
            .editor
            .edit(edit)
            .expect("lawful");
        driver.run();
        assert!(picture(&driver) != before, "moved, {zoom}");
        command(&mut driver, Command::Undo);
        assert!(picture(&driver) == before, "undone, {zoom}");
        command(&mut driver, Command::ThemeLight);
        assert!(picture(&driver) != before, "light, {zoom}");
        command(&mut driver, Command::ThemeDark);
        assert!(picture(&driver) == before, "dark, {zoom}");
    }
}

/// The pixels of the canvas.
fn pixels(driver: &mut Driver) -> image::RgbaImage {
    let canvas = driver.app().canvas.rect().expect("it was drawn").round();
    let mut all = driver.harness.render().expect("a picture");
    let (at, size) = (canvas.min, canvas.size());
    let [x, y, width, height] = [at.x, at.y, size.x, size.y].map(|side| side as u32);
    image::imageops::crop(&mut all, x, y, width, height).to_image()
}

#[test]
fn letters_are_found_again_in_another_texture() {
    // Another theme has another texture, and so has another scale.
    let mut driver = Driver::new(first_document());
    command(&mut driver, Command::ThemeDark);
    let dark = pixels(&mut driver);
    command(&mut driver, Command::ThemeLight);
    let light = pixels(&mut driver);
    assert!(dark != light);
    let (rect, view) = (driver.app().canvas.rect(), driver.app().canvas.view);
    driver.harness.ctx.set_pixels_per_point(2.0);
    driver.run();
    driver.harness.ctx.set_pixels_per_point(1.0);
    driver.run();
    driver.harness.state_mut().canvas.view = view;
    driver.run();
    assert_eq!(driver.app().canvas.rect(), rect);
    assert!(pixels(&mut driver) == light);
    command(&mut driver, Command::ThemeDark);
    assert!(pixels(&mut driver) == dark);
}

#[test]
fn text_stays_right_when_the_scale_changes() {
    let mut driver = Driver::new(first_document());
    let labels = driver.app().canvas.drawn().labels.len();
    for scale in [2.0, 1.5, 1.0] {
        driver.harness.ctx.set_pixels_per_point(scale);
        driver.run();
        driver.harness.state_mut().canvas.fit();
        driver.run();
        assert!(driver.app().canvas.drawn().labels.len() <= labels);
        assert!(vertices(&driver) > 1000, "{scale}");
    }
    assert_eq!(driver.app().canvas.drawn().labels.len(), labels);
}

#[test]
fn a_still_window_asks_for_no_frame() {
    let mut driver = Driver::new(first_document());
    driver.harness.run_steps(30);
    let delays = driver.harness.output().viewport_output.values();
    let soonest = delays.map(|viewport| viewport.repaint_delay).min();
    assert!(
        soonest.is_none_or(|delay| delay.as_secs() >= 1),
        "{soonest:?}"
    );
}

#[test]
fn the_minimap_moves_the_view() {
    let mut driver = scattered(3, 120);
    look_at(&mut driver, "n20", 1.0);
    let map = driver
        .app()
        .canvas
        .drawn()
        .minimap
        .expect("120 nodes are many");
    let before = driver.app().canvas.view.center;
    driver.click(map.min + map.size() * vec2(0.1, 0.2));
    let left = driver.app().canvas.view.center;
    driver.click(map.min + map.size() * vec2(0.9, 0.8));
    let right = driver.app().canvas.view.center;
    assert!(left != before && left.x < right.x && left.y < right.y);
    assert!(driver.app().editor.selection.is_empty());
    command(&mut driver, Command::ToggleMinimap);
    assert_eq!(driver.app().canvas.drawn().minimap, None);
}

#[test]
fn a_node_that_stands_on_a_kink_is_known() {
    let driver = Driver::of(
        r#"(version: 1, nodes: [
            (name: "x", op: "input", value: 0),
            (name: "y", op: "input", value: 2),
            (name: "at", op: "relu", inputs: ["x"]),
            (name: "past", op: "relu", inputs: ["y"]),
            (name: "tie", op: "maximum", inputs: ["y", "y"]),
            (name: "smooth", op: "power", inputs: ["x", "y"]),
            (name: "root", op: "sqrt", inputs: ["x"]),
            (name: "v", op: "input", value: [1, 0, -1]),
            (name: "each", op: "abs", inputs: ["v"]),
            (name: "u", op: "input", value: [1, 2, -1]),
            (name: "mae", op: "mean_absolute_error", inputs: ["v", "u"]),
            (name: "far", op: "mean_absolute_error", inputs: ["y", "x"]),
        ])"#,
    );
    let evaluation = driver.app().editor.evaluation();
    let kink = |name: &str| evaluation.kink(driver.id(name));
    for name in ["at", "tie", "root", "each", "mae"] {
        assert!(kink(name).is_some(), "{name}");
    }
    for name in ["x", "past", "smooth", "far"] {
        assert_eq!(kink(name), None, "{name}");
    }
    assert!(kink("at").expect("relu at 0").contains("from the left"));
}

#[test]
fn nodes_and_wires_are_announced_with_their_numbers() {
    use egui_kittest::kittest::{NodeT, Queryable};
    let driver = Driver::new(first_document());
    let value = |label: &str| {
        let node = driver.harness.get_by_label(label);
        node.accesskit_node().value().unwrap_or_default()
    };
    assert_eq!(value("node c"), "multiply, value  −4, gradient 2");
    assert_eq!(value("wire from w to c"), "value 2, gradient −4");
}

#[test]
fn a_huge_graph_is_drawn_from_what_is_kept() {
    let mut driver = scattered(5, 1500);
    driver.harness.state_mut().options.grid = false;
    driver.harness.state_mut().canvas.fit();
    driver.run();
    let all = driver.app().canvas.scene.bounds().expect("it isn't empty");
    assert!(
        driver
            .app()
            .canvas
            .view
            .seen(driver.app().canvas.rect().expect("drawn"))
            .contains_rect(all)
    );
    let before = vertices(&driver);
    assert!(before > 4 * 1500);
    // A little to the side it is the same mesh.
    driver
        .harness
        .state_mut()
        .canvas
        .view
        .pan(Vec2::new(3.0, 2.0));
    driver.run();
    assert_eq!(vertices(&driver), before);
    let first = NodeId::from_index(0).expect("a number");
    assert!(driver.app().canvas.scene.wires_from(first).len() > 1);
}

//! Pictures of graphs: as pixels and as drawings, without a window.

use std::process::Command;

use eframe::egui::vec2;
use image::ImageFormat;
use wiregrad::document::Document;
use wiregrad::file;
use wiregrad::gui::canvas::view::View;
use wiregrad::gui::first_document;
use wiregrad::gui::picture::{GraphPicture, PicturePart, Theme};
use wiregrad::gui::theme;

const BOTH: [Theme; 2] = [Theme::Light, Theme::Dark];

fn background(dark: Theme) -> [u8; 4] {
    let colors = theme::Theme::new(dark == Theme::Dark, theme::Scheme::Default);
    colors.background.to_array()
}

#[test]
fn all_of_the_neuron_is_drawn_at_two_pixels_a_point() {
    for dark in BOTH {
        let image = GraphPicture::new(first_document(), dark)
            .image()
            .expect("a picture");
        // Wider than high, with a margin of 40 points all around.
        let (width, height) = image.dimensions();
        assert!(width > height && width > 1_500, "{width} {height}");
        let edge = |x: u32, y: u32| x < 60 || y < 60 || x >= width - 60 || y >= height - 60;
        let background = background(dark);
        let mut inked = [0; 2];
        for (x, y, pixel) in image.enumerate_pixels() {
            inked[usize::from(edge(x, y))] += usize::from(pixel.0 != background);
        }
        assert_eq!(inked[1], 0, "something reaches into the margin");
        assert!(inked[0] > 50_000, "{inked:?}");
    }
}

#[test]
fn an_svg_has_the_numbers_of_every_wire_as_text() {
    let svg = GraphPicture::new(first_document(), Theme::Light)
        .svg()
        .expect("a drawing");
    // Values and gradients of wires, each with its mark, and names.
    for text in ["w", "squared", "−4", "0.5", "8", "▸", "◂"] {
        let found = svg.contains(&format!(">{text}</text>"));
        assert!(found, "{text} is not in the drawing: {svg}");
    }
    assert!(svg.matches("<text").count() > 40, "{svg}");
}

#[test]
fn a_picture_of_the_view_is_as_large_as_the_canvas_and_without_a_backdrop_is_clear() {
    let mut picture = GraphPicture::new(first_document(), Theme::Dark);
    picture.part = PicturePart::View(View::default(), vec2(300.0, 200.0));
    picture.options.backdrop = false;
    let image = picture.image().expect("a picture");
    assert_eq!(image.dimensions(), (600, 400));
    let clear = image.pixels().filter(|pixel| pixel.0[3] == 0).count();
    assert!(clear > 1_000 && clear < 240_000, "{clear}");
}

#[test]
fn an_empty_graph_and_one_with_a_thousand_nodes_are_drawn() {
    let empty = GraphPicture::new(Document::default(), Theme::Light).image();
    assert!(empty.expect("a picture").width() >= 200);
    let nodes: String = (0..1_000)
        .map(|i| {
            let (x, y) = (i % 40 * 220, i / 40 * 120);
            format!("(name: \"x{i}\", op: \"input\", value: {i}, at: ({x}, {y})),")
        })
        .collect();
    let text = format!("(version: 1, nodes: [{nodes}])");
    let document = file::load_bytes(text.as_bytes()).expect("a graph");
    // Every name is there, though no window would show so many at once.
    let svg = GraphPicture::new(document, Theme::Light).svg();
    let svg = svg.expect("a drawing");
    assert!(svg.contains(">x0<") && svg.contains(">x999<"));
}

#[test]
fn the_command_line_writes_pictures() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = |arguments: &[&str]| {
        let program = env!("CARGO_BIN_EXE_wiregrad");
        let run = Command::new(program)
            .arg("picture")
            .args(arguments)
            .output();
        let output = run.expect("it runs");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        (output.status.code(), said)
    };
    let out = |name: &str| folder.path().join(name).to_str().expect("text").to_owned();
    let neuron = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/saved_graphs/lecture_neuron.ron"
    );
    let (png, svg) = (out("n.png"), out("n.svg"));
    assert_eq!(run(&[neuron, &png, "--dark"]), (Some(0), String::new()));
    let bytes = std::fs::read(&png).expect("a file");
    let image = image::load_from_memory_with_format(&bytes, ImageFormat::Png);
    let image = image.expect("a PNG").into_rgba8();
    assert_eq!(image.get_pixel(0, 0).0, background(Theme::Dark));
    assert_eq!(
        run(&[neuron, &svg, "--transparent"]),
        (Some(0), String::new())
    );
    let text = std::fs::read_to_string(&svg).expect("a file");
    assert!(text.starts_with("<svg"), "{text}");
    let set = ["--set", "w=1/8", "--target", "c"];
    let arguments = [&[neuron, svg.as_str()], &set[..]].concat();
    assert_eq!(run(&arguments), (Some(0), String::new()));
    let text = std::fs::read_to_string(&svg).expect("a file");
    assert!(text.contains(">0.125<"), "{text}");
    let (status, said) = run(&[neuron, &svg, "--set", "w=inf"]);
    assert!(status == Some(2) && said.contains("--set w"), "{said}");
    let (status, said) = run(&[neuron, &svg, "--set", "v=1"]);
    assert!(
        status == Some(2) && said.contains("no node is called"),
        "{said}"
    );
    let (status, said) = run(&[neuron, &out("n.jpg")]);
    assert!(status == Some(2) && said.contains(".png"), "{said}");
    let (status, said) = run(&["no.ron", &png]);
    assert!(
        status == Some(1) && said.contains("no such file"),
        "{status:?} {said}"
    );
    let (status, said) = run(&[neuron, &out("no/n.png")]);
    assert!(status == Some(1) && said.contains("n.png"), "{said}");
}

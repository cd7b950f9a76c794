//! What a frame of the canvas costs: milliseconds of CPU for laying out and tessellating
//! one, without a window, at 1600 × 1000 points.
//!
//! The graph is a grid of operations, each wired to its left and its upper neighbour.
//! Run all of it with
//!
//!     cargo bench --bench frames
//!
//! or some with `-- FILTER`, where the filter is a part of a row's name.

use std::hint::black_box;

use cpu_time::ThreadTime;
use eframe::egui::{
    CentralPanel, Context, Event, Modifiers, PointerButton, Pos2, RawInput, Rect, Vec2, pos2, vec2,
};
use wiregrad::core::attributes::Attributes;
use wiregrad::core::graph::{Graph, NodeId, NodeInputs, NodeOp, NodeParts};
use wiregrad::core::tensor::Tensor;
use wiregrad::document::{Document, Edit, Position};
use wiregrad::gui::canvas::view::View;
use wiregrad::gui::canvas::{Canvas, Options};
use wiregrad::gui::editor::Editor;
use wiregrad::gui::learn::lens::Plain;
use wiregrad::gui::theme::{self, Scheme, Theme};

const SIZE: Vec2 = vec2(1600.0, 1000.0);
const DX: f32 = 170.0;
const DY: f32 = 155.0;
const WARM: usize = 15;
const FRAMES: usize = 60;

/// The grid of the two published canvases' measurements.
fn grid(count: usize, spread: f32) -> Document {
    let (dx, dy) = (DX * spread, DY);
    let columns = (count as f32 * (SIZE.x / dx) / (SIZE.y / dy)).sqrt().ceil() as usize;
    let ops = ["add", "multiply", "divide", "power", "subtract"];
    let mut parts: Vec<NodeParts> = Vec::new();
    let mut places = Vec::new();
    for i in 0..count {
        let (column, row) = (i % columns, i / columns);
        let left = (column > 0).then(|| i - 1);
        let above = (row > 0).then(|| i - columns);
        let inputs = [left, above].into_iter().flatten();
        let inputs: NodeInputs = inputs.map(NodeId::from_index).collect();
        parts.push(NodeParts {
            name: format!("n{i}"),
            op: NodeOp::named(match inputs.len() {
                0 => "parameter",
                1 => "tanh",
                _ => ops[i % ops.len()],
            }),
            value: inputs.is_empty().then(|| Tensor::scalar(1.01)),
            inputs,
            attributes: Attributes::default(),
        });
        places.push((column as f32 * dx, row as f32 * dy));
    }
    let graph = Graph::from_parts(parts).expect("it is lawful");
    let mut document = Document::new(graph).expect("its values are finite");
    let places = places
        .into_iter()
        .enumerate()
        .filter_map(|(i, (x, y))| Some((NodeId::from_index(i)?, Position::new(x, y)?)));
    let edit = Edit::Place(places.collect());
    document.apply(edit).expect("all are there");
    document
}

struct Bench {
    ctx: Context,
    canvas: Canvas,
    editor: Editor,
    theme: Theme,
    options: Options,
    time: f64,
    events: Vec<Event>,
}

impl Bench {
    fn new(document: Document) -> Bench {
        let ctx = Context::default();
        theme::install(&ctx);
        let mut canvas = Canvas::default();
        canvas.fit();
        Bench {
            ctx,
            canvas,
            editor: Editor::new(document),
            theme: Theme::new(true, Scheme::Default),
            options: Options::default(),
            time: 0.0,
            events: Vec::new(),
        }
    }

    /// One frame. Returns its milliseconds and the number of its vertices.
    fn frame(&mut self) -> (f64, usize) {
        self.time += 1.0 / 60.0;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, SIZE)),
            time: Some(self.time),
            events: std::mem::take(&mut self.events),
            ..RawInput::default()
        };
        let mut actions = Vec::new();
        let start = ThreadTime::now();
        let output = self.ctx.run_ui(input, |ui| {
            CentralPanel::no_frame().show(ui, |ui| {
                let (editor, theme) = (&self.editor, &self.theme);
                self.canvas
                    .ui(ui, editor, &Plain, theme, self.options, &mut actions);
            });
        });
        let drawn = self.ctx.tessellate(output.shapes, output.pixels_per_point);
        let took = start.elapsed().as_secs_f64() * 1e3;
        let vertices = drawn.iter().map(|clipped| match &clipped.primitive {
            eframe::egui::epaint::Primitive::Mesh(mesh) => mesh.vertices.len(),
            eframe::egui::epaint::Primitive::Callback(_) => 0,
        });
        (took, black_box(vertices.sum()))
    }

    fn close(&mut self) {
        let all = self.canvas.scene.bounds().expect("it isn't empty");
        self.canvas.view = View {
            center: all.center(),
            zoom: 1.0,
        };
    }

    fn button(&mut self, pos: Pos2, button: PointerButton, pressed: bool) {
        self.events.push(Event::PointerButton {
            pos,
            button,
            pressed,
            modifiers: Modifiers::NONE,
        });
    }

    /// The median of many frames, each after a step of `motion`.
    fn measure(&mut self, mut motion: impl FnMut(&mut Bench, usize)) -> Row {
        let mut times = Vec::new();
        let mut vertices = 0;
        for i in 0..WARM + FRAMES {
            let start = ThreadTime::now();
            motion(self, i);
            let before = start.elapsed().as_secs_f64() * 1e3;
            let (took, count) = self.frame();
            vertices = count;
            if i >= WARM {
                times.push(before + took);
            }
        }
        times.sort_by(f64::total_cmp);
        Row {
            median: times[times.len() / 2],
            worst: times[times.len() - 1],
            vertices,
            labels: self.canvas.drawn().labels.len(),
        }
    }
}

struct Row {
    median: f64,
    worst: f64,
    vertices: usize,
    labels: usize,
}

fn still(_: &mut Bench, _: usize) {}

fn pan(bench: &mut Bench, i: usize) {
    let by = (i as f32 * 0.15).cos() * 9.0;
    bench.canvas.view.pan(vec2(by, by * 0.5));
}

fn drag(bench: &mut Bench, i: usize) {
    let middle = bench.canvas.rect().expect("it was drawn").center();
    let point = bench.canvas.graph_point(middle).expect("it was drawn");
    let near = Rect::from_center_size(point, vec2(900.0, 900.0));
    let ids = bench.canvas.scene.nodes_in(near);
    let id = ids[ids.len() / 2];
    let rect = bench.canvas.scene.node(id).expect("it is there");
    let title = bench
        .canvas
        .screen_point(rect.center_top() + vec2(0.0, 8.0));
    let at = title.expect("it was drawn");
    match i {
        0 => bench.events.push(Event::PointerMoved(at)),
        2 => bench.button(at, PointerButton::Primary, true),
        3.. => {
            let by = (i as f32 * 0.15).sin() * 60.0;
            bench
                .events
                .push(Event::PointerMoved(at + vec2(by, by * 0.5)));
        }
        _ => {}
    }
}

/// Another value of the source in the corner, on which all depends.
fn slide(bench: &mut Bench, i: usize) {
    let node = NodeId::from_index(0).expect("it is a number");
    let value = Tensor::scalar(1.01 + 1e-3 * (i as f64 * 0.1).sin());
    bench
        .editor
        .edit(Edit::SetValue { node, value })
        .expect("it is a source");
}

fn zoom(bench: &mut Bench, i: usize) {
    let canvas = bench.canvas.rect().expect("it was drawn");
    let factor = if i % 40 < 20 { 1.04 } else { 1.0 / 1.04 };
    bench
        .canvas
        .view
        .zoom_around(canvas, canvas.center() + vec2(30.0, 10.0), factor);
}

fn report(name: &str, filter: &str, row: impl FnOnce() -> Row) {
    if name.contains(filter) {
        let Row {
            median,
            worst,
            vertices,
            labels,
        } = row();
        eprintln!("{name:<44} {median:>8.2} {worst:>8.2} {vertices:>9} {labels:>7}");
    }
}

fn main() {
    let filter = std::env::args().skip(1).find(|arg| !arg.starts_with('-'));
    let filter = filter.unwrap_or_default();
    eprintln!(
        "{:<44} {:>8} {:>8} {:>9} {:>7}",
        "milliseconds of CPU a frame", "median", "worst", "vertices", "labels"
    );
    for count in [50, 500, 2_000, 10_000, 100_000] {
        if !["close", "all", "mid", ""]
            .iter()
            .any(|part| filter.contains(part))
        {
            break;
        }
        let start = ThreadTime::now();
        let mut bench = Bench::new(grid(count, 1.0));
        bench.frame();
        let opened = start.elapsed().as_secs_f64() * 1e3;
        if filter.is_empty() {
            eprintln!("{count} nodes, made and drawn first: {opened:.0} ms");
        }
        bench.frame();
        let fitted = bench.canvas.view;
        type Motion = fn(&mut Bench, usize);
        let motions: [(&str, Motion); 5] = [
            ("still", still),
            ("pan", pan),
            ("drag a node", drag),
            ("drag a source", slide),
            ("zoom", zoom),
        ];
        for (view, is_close) in [("close", true), ("all", false)] {
            for (name, motion) in motions {
                let label = format!("{count} {view} {name}");
                report(&label, &filter, || {
                    bench.canvas.view = fitted;
                    if is_close {
                        bench.close();
                    }
                    let row = bench.measure(motion);
                    bench.button(pos2(5.0, 5.0), PointerButton::Primary, false);
                    bench.frame();
                    bench.editor.undo();
                    row
                });
            }
        }
        for zoom in [0.8, 0.7, 0.6, 0.57, 0.5, 0.41, 0.39, 0.3, 0.2, 0.17, 0.1] {
            if (2_000..100_000).contains(&count) {
                report(&format!("{count} mid zoom {zoom}"), &filter, || {
                    bench.close();
                    bench.canvas.view.zoom = zoom;
                    bench.measure(still)
                });
                report(&format!("{count} mid zoom {zoom} pan"), &filter, || {
                    bench.close();
                    bench.canvas.view.zoom = zoom;
                    bench.measure(pan)
                });
            }
        }
    }
    // With room for every label.
    for (name, motion) in [
        ("still", still as fn(&mut Bench, usize)),
        ("drag a source", slide),
    ] {
        report(&format!("60 with all labels, {name}"), &filter, || {
            let mut bench = Bench::new(grid(80, 1.5));
            bench.frame();
            bench.close();
            bench.canvas.view.zoom = 0.95;
            bench.measure(motion)
        });
    }
}

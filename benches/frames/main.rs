//! What a frame of the canvas costs: milliseconds of CPU for laying out and tessellating
//! one, without a window, at 1600 × 1000 points.
//!
//! The graph is a grid of operations, each wired to its left and its upper neighbour.
//! Run all of it with
//!
//!     cargo bench --bench frames
//!
//! or some with `-- FILTER`, where the filter is a part of a row's name.

mod grid;
mod window;

use std::hint::black_box;

use cpu_time::ThreadTime;
use eframe::egui::epaint::Primitive;
use eframe::egui::{
    CentralPanel, ClippedPrimitive, Context, Event, Modifiers, PointerButton, Pos2, RawInput, Rect,
    Vec2, pos2, vec2,
};
use wiregrad::core::graph::NodeId;
use wiregrad::core::tensor::Tensor;
use wiregrad::document::{Document, Edit};
use wiregrad::gui::canvas::Canvas;
use wiregrad::gui::canvas::view::View;
use wiregrad::gui::editor::Editor;
use wiregrad::gui::overlay::ShowAll;
use wiregrad::gui::settings::CanvasOptions;
use wiregrad::gui::theme::{self, Scheme, Theme};

use grid::grid;

const SIZE: Vec2 = vec2(1600.0, 1000.0);
const WARM: usize = 15;
const FRAMES: usize = 60;

struct Bench {
    ctx: Context,
    canvas: Canvas,
    editor: Editor,
    theme: Theme,
    options: CanvasOptions,
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
            options: CanvasOptions::default(),
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
                    .ui(ui, editor, &ShowAll, theme, self.options, &mut actions);
            });
        });
        let drawn = self.ctx.tessellate(output.shapes, output.pixels_per_point);
        let took = start.elapsed().as_secs_f64() * 1e3;
        (took, black_box(vertices(&drawn)))
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
        for i in 0..WARM {
            motion(self, i);
            self.frame();
        }
        self.measure_frames(FRAMES, |bench, i| motion(bench, WARM + i))
    }

    fn measure_frames(&mut self, count: usize, mut motion: impl FnMut(&mut Bench, usize)) -> Row {
        let mut times = Vec::new();
        let mut vertices = 0;
        for i in 0..count {
            let start = ThreadTime::now();
            motion(self, i);
            let before = start.elapsed().as_secs_f64() * 1e3;
            let (took, count) = self.frame();
            vertices = count;
            times.push(before + took);
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

fn vertices(drawn: &[ClippedPrimitive]) -> usize {
    let counts = drawn.iter().map(|clipped| match &clipped.primitive {
        Primitive::Mesh(mesh) => mesh.vertices.len(),
        Primitive::Callback(_) => 0,
    });
    counts.sum()
}

/// What some frames took.
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

/// From all of it to nodes twice their size and back, through every level of detail;
/// `step` is how much further each frame is, a wheel's some 1.06.
fn through_all_levels(bench: &mut Bench, step: f32) -> Row {
    let all = bench.canvas.view.zoom;
    let count = ((2.0 / all).ln() / step.ln()).ceil().max(1.0) as usize;
    bench.measure_frames(2 * count, |bench, i| {
        let canvas = bench.canvas.rect().expect("it was drawn");
        let factor = if i < count { step } else { 1.0 / step };
        let at = canvas.center() + vec2(30.0, 10.0);
        bench.canvas.view.zoom_around(canvas, at, factor);
    })
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

type Motion = fn(&mut Bench, usize);

const MOTIONS: [(&str, Motion); 5] = [
    ("still", still),
    ("pan", pan),
    ("drag a node", drag),
    ("drag a source", slide),
    ("zoom", zoom),
];

fn main() {
    let filter = std::env::args().skip(1).find(|arg| !arg.starts_with('-'));
    let filter = filter.unwrap_or_default();
    eprintln!(
        "{:<44} {:>8} {:>8} {:>9} {:>7}",
        "milliseconds of CPU a frame", "median", "worst", "vertices", "labels"
    );
    for count in [50, 500, 2_000, 10_000, 100_000] {
        if !["close", "all", "mid", "levels", ""]
            .iter()
            .any(|part| filter.contains(part))
        {
            break;
        }
        grid_of(count, &filter);
    }
    with_labels(&filter);
    fine_screen(&filter);
    told(&filter);
    window::step_through(&filter);
    window::drag_in_plots(&filter);
}

/// A grid of so many nodes, near, from afar and between.
fn grid_of(count: usize, filter: &str) {
    let start = ThreadTime::now();
    let mut bench = Bench::new(grid(count, 1.0));
    bench.frame();
    let opened = start.elapsed().as_secs_f64() * 1e3;
    if filter.is_empty() {
        eprintln!("{count} nodes, made and drawn first: {opened:.0} ms");
    }
    bench.frame();
    let fitted = bench.canvas.view;
    for (view, is_close) in [("close", true), ("all", false)] {
        for (name, motion) in MOTIONS {
            let label = format!("{count} {view} {name}");
            report(&label, filter, || {
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
    for (name, step) in [("by the wheel", 1.06), ("in leaps", 1.25)] {
        report(&format!("{count} all levels {name}"), filter, || {
            bench.canvas.view = fitted;
            bench.frame();
            through_all_levels(&mut bench, step)
        });
    }
    for zoom in [0.8, 0.7, 0.6, 0.57, 0.5, 0.41, 0.39, 0.3, 0.2, 0.17, 0.1] {
        if (2_000..100_000).contains(&count) {
            report(&format!("{count} mid zoom {zoom}"), filter, || {
                bench.close();
                bench.canvas.view.zoom = zoom;
                bench.measure(still)
            });
            report(&format!("{count} mid zoom {zoom} pan"), filter, || {
                bench.close();
                bench.canvas.view.zoom = zoom;
                bench.measure(pan)
            });
        }
    }
}

/// With room for the labels of every wire: 60 nodes, and then as many as are drawn in
/// full.
fn with_labels(filter: &str) {
    for (zoom, nodes) in [(0.64, 60), (0.51, 100)] {
        for (name, motion) in MOTIONS {
            report(&format!("{nodes} with labels {name}"), filter, || {
                let mut bench = Bench::new(grid(400, 1.6));
                bench.frame();
                bench.close();
                bench.canvas.view.zoom = zoom;
                bench.measure(motion)
            });
        }
    }
}

/// 10,000 nodes where a point is two pixels, as on a fine screen.
fn fine_screen(filter: &str) {
    let at_200 = |name: &str, measured: fn(&mut Bench) -> Row| {
        report(&format!("10000 at 200 % {name}"), filter, || {
            let mut bench = Bench::new(grid(10_000, 1.0));
            bench.ctx.set_pixels_per_point(2.0);
            (0..3).for_each(|_| _ = bench.frame());
            measured(&mut bench)
        });
    };
    at_200("all pan", |bench| bench.measure(pan));
    at_200("all zoom", |bench| bench.measure(zoom));
    at_200("all levels", |bench| through_all_levels(bench, 1.06));
    at_200("close pan", |bench| {
        bench.close();
        bench.measure(pan)
    });
}

/// With the accessibility tree switched on: what is announced of the canvas.
fn told(filter: &str) {
    for (name, is_close) in [("60 in view", true), ("all in view", false)] {
        for (how, motion) in [("still", still as fn(&mut Bench, usize)), ("pan", pan)] {
            report(&format!("10000 announced, {name} {how}"), filter, || {
                let mut bench = Bench::new(grid(10_000, 1.0));
                bench.ctx.enable_accesskit();
                bench.frame();
                if is_close {
                    bench.close();
                }
                bench.measure(motion)
            });
        }
    }
}

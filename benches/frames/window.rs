//! Frames of the whole window, panels and all, while the player steps through a large
//! graph, and while a point is dragged in the plot of each graph that ships.

use cpu_time::ThreadTime;
use eframe::App as _;
use eframe::egui::{Context, Event, Key, Modifiers, PointerButton, Pos2, RawInput, Rect, vec2};
use wiregrad::document::Document;
use wiregrad::gui::app::App;
use wiregrad::gui::learn::player::Player;
use wiregrad::gui::plot::PlotWindow;
use wiregrad::gui::selection::Selection;
use wiregrad::gui::shipped::{SHIPPED, Shipped};
use wiregrad::gui::theme;

use crate::grid::grid;
use crate::{FRAMES, Row, SIZE, report, vertices};

struct Window {
    ctx: Context,
    app: App,
    frame: eframe::Frame,
    time: f64,
}

impl Window {
    fn new(document: Document) -> Window {
        let ctx = Context::default();
        theme::install(&ctx);
        Window {
            ctx,
            app: App::new(document),
            frame: eframe::Frame::_new_kittest(),
            time: 0.0,
        }
    }

    /// One frame with these keys pressed. Returns its milliseconds and the number of its
    /// vertices.
    fn frame(&mut self, keys: &[Key]) -> (f64, usize) {
        let pressed = keys.iter().map(|&key| Event::Key {
            key,
            physical_key: None,
            pressed: true,
            repeat: false,
            modifiers: Modifiers::NONE,
        });
        self.frame_after(pressed.collect())
    }

    /// One frame after these events, as [`frame`](Window::frame).
    fn frame_after(&mut self, events: Vec<Event>) -> (f64, usize) {
        self.time += 1.0 / 60.0;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, SIZE)),
            time: Some(self.time),
            events,
            ..RawInput::default()
        };
        let start = ThreadTime::now();
        let output = self
            .ctx
            .run_ui(input, |ui| self.app.ui(ui, &mut self.frame));
        let drawn = self.ctx.tessellate(output.shapes, output.pixels_per_point);
        (start.elapsed().as_secs_f64() * 1e3, vertices(&drawn))
    }
}

/// Steps and plays, with all of the graph in view and near.
pub(crate) fn step_through(filter: &str) {
    let ways: [(&str, &[Key], usize); 3] = [
        ("a step a frame", &[Key::ArrowRight], 1),
        ("a step, then its motion", &[Key::ArrowRight], 12),
        ("playing", &[Key::Space], usize::MAX),
    ];
    for (view, zooms_out) in [("near", false), ("all in view", true)] {
        for (name, keys, every) in ways {
            report(&format!("10000 player, {view}: {name}"), filter, || {
                let mut window = Window::new(grid(10_000, 1.0));
                (0..20).for_each(|_| _ = window.frame(&[]));
                let all = window.app.canvas.view;
                window.frame(&[Key::F5]);
                let (mut times, mut vertices) = (Vec::new(), 0);
                for i in 0..4 * FRAMES + 20 {
                    if zooms_out {
                        window.app.canvas.view = all;
                    }
                    let keys = if i % every == 0 { keys } else { &[] };
                    let (took, count) = window.frame(keys);
                    vertices = count;
                    if i >= 20 {
                        times.push(took);
                    }
                }
                let player = window
                    .app
                    .learn
                    .mode::<Player>()
                    .expect("it was switched on");
                assert!(player.position() > 0, "it steps");
                times.sort_by(f64::total_cmp);
                Row {
                    median: times[times.len() / 2],
                    worst: times[times.len() - 1],
                    vertices,
                    labels: window.app.canvas.drawn().labels.len(),
                }
            });
        }
    }
}

/// Drags the point in a plot: a curve of the target against the first source, and a map
/// against the first two.
pub(crate) fn drag_in_plots(filter: &str) {
    for shipped in &SHIPPED {
        for (what, sources) in [("curve", 1), ("map", 2)] {
            let name = format!("plot of {}, {what}", shipped.name());
            if name.contains(filter)
                && let Some(window) = with_plot(shipped, sources)
            {
                drag(&name, filter, window);
            }
        }
    }
}

/// A window with the plot of a graph that ships; none if it has not so many sources of a
/// single number, or no target.
fn with_plot(shipped: &Shipped, sources: usize) -> Option<Window> {
    let mut window = Window::new(shipped.document().expect("it is a graph"));
    (0..20).for_each(|_| _ = window.frame(&[]));
    let editor = &mut window.app.editor;
    let numbers = editor.nodes().map(|(id, _)| id);
    let numbers = numbers.filter(|id| editor.source_number(*id).is_some());
    let chosen: Vec<_> = numbers.take(sources).collect();
    let is_enough = chosen.len() == sources && editor.target().is_some();
    editor.select(Selection::nodes(chosen));
    window.frame(&[Key::P]);
    (0..40).for_each(|_| _ = window.frame(&[]));
    (is_enough && window.app.plot.is_some()).then_some(window)
}

fn drag(name: &str, filter: &str, mut window: Window) {
    let plot = window.app.plot.as_ref().and_then(PlotWindow::rect);
    let middle = plot.expect("it was drawn").center() + vec2(0.0, 40.0);
    let before = window.app.editor.document().values_revision();
    let press = Event::PointerButton {
        pos: middle,
        button: PointerButton::Primary,
        pressed: true,
        modifiers: Modifiers::NONE,
    };
    report(name, filter, || {
        window.frame_after(vec![Event::PointerMoved(middle)]);
        window.frame_after(vec![press]);
        let (mut times, mut vertices) = (Vec::new(), 0);
        for i in 0..2 * FRAMES {
            let by = vec2(
                (i as f32 * 0.15).sin() * 90.0,
                (i as f32 * 0.1).sin() * 40.0,
            );
            let (took, count) = window.frame_after(vec![Event::PointerMoved(middle + by)]);
            vertices = count;
            times.push(took);
        }
        let after = window.app.editor.document().values_revision();
        assert_ne!(before, after, "it drags the source");
        times.sort_by(f64::total_cmp);
        Row {
            median: times[times.len() / 2],
            worst: times[times.len() - 1],
            vertices,
            labels: window.app.canvas.drawn().labels.len(),
        }
    });
}

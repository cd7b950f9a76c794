//! Frames of the whole window, panels and all, while the player steps through a large
//! graph.

use cpu_time::ThreadTime;
use eframe::App as _;
use eframe::egui::{Context, Event, Key, Modifiers, Pos2, RawInput, Rect};
use wiregrad::gui::app::App;
use wiregrad::gui::learn::player::Player;
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
    fn new(nodes: usize) -> Window {
        let ctx = Context::default();
        theme::install(&ctx);
        Window {
            ctx,
            app: App::new(grid(nodes, 1.0)),
            frame: eframe::Frame::_new_kittest(),
            time: 0.0,
        }
    }

    /// One frame with these keys pressed. Returns its milliseconds and the number of its
    /// vertices.
    fn frame(&mut self, keys: &[Key]) -> (f64, usize) {
        self.time += 1.0 / 60.0;
        let pressed = keys.iter().map(|&key| Event::Key {
            key,
            physical_key: None,
            pressed: true,
            repeat: false,
            modifiers: Modifiers::NONE,
        });
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, SIZE)),
            time: Some(self.time),
            events: pressed.collect(),
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
                let mut window = Window::new(10_000);
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

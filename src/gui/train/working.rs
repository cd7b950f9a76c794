//! [`Working`]: what the thread of a run does between two looks at its orders.

use std::sync::Arc;
use std::time::Duration;

use super::orders::{News, Order, Seen, SeenView, Wanted};
use super::rescue::RunCopy;
use crate::core::go_on::GoOn;
use crate::core::graph::NodeId;
use crate::core::plot::{ContourMap, contours};
use crate::core::train::Trainer;
use crate::core::train::run::{
    RunView, Session, Surface, Trouble, Viewer, troubles, update_numbers, view,
};
use crate::gui::platform::clock::Instant;

/// Snapshots of a run take this many bytes at most.
const MEMORY: usize = 96 << 20;
/// So long it takes steps before it looks at its orders again.
const SLICE: Duration = Duration::from_millis(6);
/// What goes wrong is looked for this often.
const TROUBLES: Duration = Duration::from_millis(250);
/// A picture of what the run has come to is drawn anew this often, and if it takes long,
/// after this many times as long.
const VIEW: Duration = Duration::from_millis(100);
const VIEW_SHARE: u32 = 4;
/// The updates of this many parameters are written out.
const MOST_UPDATES: usize = 8;
/// Points along each side of the map of the loss.
const MAP_SIDE: usize = 41;

/// A run on its thread.
pub(super) struct Working {
    session: Session,
    viewer: Viewer,
    running: bool,
    /// Steps that were asked for one by one.
    single: u64,
    speed: Option<f64>,
    /// When the last step was taken at a limited speed.
    last_step: Option<Instant>,
    wanted: Option<Wanted>,
    seen: Option<Arc<Seen>>,
    view: Option<Arc<SeenView>>,
    view_made: Option<(Instant, Duration)>,
    parameters: Arc<[NodeId]>,
    troubles: Arc<Vec<Trouble>>,
    /// When, and after how many steps, trouble was looked for.
    troubles_seen: Option<(Instant, u64)>,
    seeking: bool,
    copy: Option<RunCopy>,
}

impl Working {
    pub(super) fn new(trainer: Trainer, copy: Option<RunCopy>) -> Working {
        Working {
            parameters: trainer.parameters().into(),
            session: Session::new(trainer, MEMORY),
            viewer: Viewer::default(),
            running: false,
            single: 0,
            speed: None,
            last_step: None,
            wanted: None,
            seen: None,
            view: None,
            view_made: None,
            troubles: Arc::default(),
            troubles_seen: None,
            seeking: false,
            copy,
        }
    }

    /// How long it may wait for an order: as long as it takes if there is nothing to do.
    pub(super) fn rests(&self) -> Option<Duration> {
        if self.single > 0 || self.is_behind() {
            return Some(Duration::ZERO);
        }
        if !self.running {
            return None;
        }
        Some(self.until_next())
    }

    /// How long until the next step may be taken.
    fn until_next(&self) -> Duration {
        let (Some(speed), Some(last)) = (self.speed, self.last_step) else {
            return Duration::ZERO;
        };
        Duration::from_secs_f64(1.0 / speed).saturating_sub(last.elapsed())
    }

    pub(super) fn take(&mut self, order: Order) {
        match order {
            Order::Run => self.running = self.session.end().is_none(),
            Order::Pause => {
                self.running = false;
                self.single = 0;
            }
            Order::Step => self.single += 1,
            Order::Speed(speed) => self.speed = speed,
            Order::Show(wanted) => self.wanted = Some(wanted),
        }
    }

    /// Takes steps for a while, and then computes what is to be shown, if news are due or it
    /// doesn't run. Whether there are news that can't wait.
    pub(super) fn go_on(&mut self, go_on: GoOn<'_>, is_due: bool) -> bool {
        let before = self.session.newest_step();
        let was_running = self.running;
        self.take_steps(go_on);
        let is_over = was_running && !self.running;
        let stepped = self.session.newest_step() != before;
        if !is_due && self.running {
            return false;
        }
        self.look_for_trouble();
        if let Some(copy) = self.copy.as_mut().filter(|_| stepped) {
            copy.note(self.session.trainer(), is_over);
        }
        self.look(go_on) || is_over || (stepped && !self.running)
    }

    fn take_steps(&mut self, go_on: GoOn<'_>) {
        let start = Instant::now();
        while (self.running && self.until_next().is_zero()) || self.single > 0 {
            self.single = self.single.saturating_sub(1);
            if self.speed.is_some() {
                self.last_step = Some(Instant::now());
            }
            if !self.session.step() {
                self.running = false;
                self.single = 0;
            }
            if start.elapsed() > SLICE || !go_on() {
                return;
            }
        }
    }

    /// The step that is to be shown.
    fn shown_step(&self, wanted: &Wanted) -> u64 {
        let newest = self.session.newest_step();
        wanted.step.map_or(newest, |step| step.min(newest))
    }

    /// Whether something else is to be shown than is.
    fn is_behind(&self) -> bool {
        let Some(wanted) = &self.wanted else {
            return false;
        };
        let step = self.shown_step(wanted);
        let seen = self.seen.as_ref();
        let is_seen = seen.is_some_and(|it| it.look.step == step && it.wanted.at == wanted.at);
        let view = self.view.as_ref();
        let has_view = !wanted.view || view.is_some_and(|it| it.step == step);
        // A picture that isn't due yet is no reason to hurry.
        !is_seen || !(has_view || self.running)
    }

    fn is_view_due(&self) -> bool {
        let Some((made, took)) = self.view_made else {
            return true;
        };
        !self.running || made.elapsed() >= VIEW.max(took * VIEW_SHARE)
    }

    /// Computes what is to be shown. Whether it is there.
    fn look(&mut self, go_on: GoOn<'_>) -> bool {
        let Some(wanted) = self.wanted.clone() else {
            return false;
        };
        let step = self.shown_step(&wanted);
        let seen = self.seen.as_ref();
        let is_seen = seen.is_some_and(|it| it.look.step == step && it.wanted.at == wanted.at);
        let has_view = self.view.as_ref().is_some_and(|it| it.step == step);
        let draws = wanted.view && !has_view && self.is_view_due();
        if is_seen && !draws {
            return false;
        }
        self.seeking = true;
        if !self.session.go_to(step, go_on) {
            return false; // There is a newer order.
        }
        self.seeking = false;
        let trainer = self.session.trainer();
        let look = self.viewer.look(trainer, &wanted.at);
        let updates = update_numbers(&mut self.viewer, trainer, MOST_UPDATES);
        if let Ok(look) = look {
            let updates = updates.unwrap_or_default();
            self.seen = Some(Arc::new(Seen {
                look,
                wanted,
                updates,
            }));
        } else {
            // It can't be shown; the run itself goes on.
            self.wanted = None;
        }
        if draws {
            self.draw(step);
        }
        true
    }

    fn draw(&mut self, step: u64) {
        let start = Instant::now();
        let view = view(self.session.trainer()).unwrap_or(RunView::None);
        let map = match &view {
            RunView::Surface(surface) => self.map(surface),
            _ => None,
        };
        self.view = Some(Arc::new(SeenView { step, view, map }));
        self.view_made = Some((Instant::now(), start.elapsed()));
    }

    /// The loss over both parameters, around where they have been.
    fn map(&self, surface: &Surface) -> Option<Arc<ContourMap>> {
        let (path, _) = self.session.path();
        let known = self.view.as_ref().and_then(|view| view.map.clone());
        let ranges = [0, 1].map(|axis| {
            let numbers = path.iter().map(|at| at[axis]).filter(|x| x.is_finite());
            let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
            for x in numbers {
                (low, high) = (low.min(x), high.max(x));
            }
            let width = (high - low).max(0.5 * low.abs().max(high.abs())).max(1.0);
            let middle = (low + high) / 2.0;
            (middle - width, middle + width)
        });
        let holds = |map: &Arc<ContourMap>| {
            let mut both = map.ranges.iter().zip(&ranges);
            // Twice as large as what it must hold at most, so that it seldom changes.
            both.all(|(has, wants)| {
                let (has_width, width) = (has.1 - has.0, wants.1 - wants.0);
                let quarter = width / 4.0;
                has.0 <= wants.0 + quarter && has.1 >= wants.1 - quarter && has_width <= 2.0 * width
            })
        };
        if let Some(known) = known.filter(holds) {
            return Some(known);
        }
        let (graph, target) = (&surface.graph, surface.target);
        contours(graph, surface.parameters, target, ranges, MAP_SIDE).map(Arc::new)
    }

    fn look_for_trouble(&mut self) {
        let step = self.session.newest_step();
        let is_known = self
            .troubles_seen
            .is_some_and(|(seen, at)| at == step || (self.running && seen.elapsed() < TROUBLES));
        if is_known || step == 0 {
            return;
        }
        self.session.go_to_newest();
        self.troubles_seen = Some((Instant::now(), step));
        let session = &self.session;
        let found = troubles(&mut self.viewer, session.trainer(), session.record());
        self.troubles = Arc::new(found.unwrap_or_default());
    }

    pub(super) fn news(&self) -> News {
        let session = &self.session;
        let trainer = session.trainer();
        let record = session.record();
        let (path, _) = session.path();
        let epochs = record.epochs();
        News {
            step: session.newest_step(),
            epoch: session.newest_epoch(),
            epochs: trainer.epochs(),
            best: session.best(),
            rate: epochs.last().map_or(trainer.rate(), |epoch| epoch.rate),
            running: self.running,
            seeking: self.seeking,
            end: session.end().cloned(),
            refused: Vec::new(),
            crashed: false,
            record: Arc::new(record.clone()),
            path: Arc::new(path.to_vec()),
            parameters: Arc::clone(&self.parameters),
            troubles: Arc::clone(&self.troubles),
            seen: self.seen.clone(),
            view: self.view.clone(),
        }
    }
}

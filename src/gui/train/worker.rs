//! [`Worker`]: the thread of a run.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use eframe::egui::Context;

use super::orders::{News, Order};
use super::rescue::RunCopy;
use super::working::Working;
use crate::core::graph::Graph;
use crate::core::train::{DataRows, Trainer, TrainingSettings};
use crate::gui::platform::clock::Instant;
use crate::gui::platform::threads::{self, Thread};

/// News are handed out this often, so that each frame has newer ones.
const NEWS: Duration = Duration::from_millis(14);

/// How long the end of the program waits for a run to end.
const LAST_WAIT: Duration = Duration::from_secs(2);

/// What a run is made of.
pub(super) struct Made {
    pub(super) graph: Graph,
    pub(super) settings: TrainingSettings,
    pub(super) rows: DataRows,
    /// Whether the graph is said to be drawn with a batch axis.
    pub(super) batch: Option<bool>,
    /// Where its newest parameters are kept in case the program dies.
    pub(super) copy: Option<RunCopy>,
}

/// The thread of a run. Dropping it ends the run.
pub(super) struct Worker {
    orders: Sender<Order>,
    /// How many orders have been sent.
    sent: Arc<AtomicU64>,
    news: Arc<Mutex<Option<News>>>,
    thread: Thread,
}

impl Worker {
    /// Starts the thread; it waits for orders. `None` if the system can't start another one.
    pub(super) fn start(ctx: &Context, made: Made) -> Option<Worker> {
        let (orders, received) = channel();
        let (sent, news) = (Arc::new(AtomicU64::new(0)), Arc::default());
        let mut side = WorkerSide {
            received,
            sent: Arc::clone(&sent),
            taken: 0,
            news: Arc::clone(&news),
            ctx: ctx.clone(),
            told: None,
            is_over: false,
        };
        let work = move || {
            work(&mut side, made);
            side.end();
        };
        let thread = threads::spawn("training", work).ok()?;
        Some(Worker {
            orders,
            sent,
            news,
            thread,
        })
    }

    /// Sends an order.
    pub(super) fn send(&self, order: Order) {
        // Counted first: whoever sees the number waits for the order.
        self.sent.fetch_add(1, Ordering::Release);
        // A run that has crashed hears nothing; its news say so.
        let _ = self.orders.send(order);
    }

    /// Ends the run, and waits for that, but not for long.
    pub(super) fn end(self) {
        drop(self.orders);
        self.thread.join_within(LAST_WAIT);
    }

    /// The newest news since this was last asked. It never waits.
    pub(super) fn take(&self) -> Option<News> {
        self.news.try_lock().ok()?.take()
    }
}

/// The thread's side of it.
struct WorkerSide {
    received: Receiver<Order>,
    sent: Arc<AtomicU64>,
    /// How many orders have been taken.
    taken: u64,
    news: Arc<Mutex<Option<News>>>,
    ctx: Context,
    /// When news were last handed out.
    told: Option<Instant>,
    is_over: bool,
}

impl WorkerSide {
    /// It ends as it should.
    fn end(&mut self) {
        self.is_over = true;
    }

    fn tell(&mut self, news: News) {
        self.told = Some(Instant::now());
        if let Ok(mut slot) = self.news.lock() {
            *slot = Some(news);
        }
        self.ctx.request_repaint();
    }

    fn is_due(&self) -> bool {
        self.told.is_none_or(|told| told.elapsed() >= NEWS)
    }

    fn has_orders(&self) -> bool {
        self.sent.load(Ordering::Acquire) > self.taken
    }

    /// The next order, waiting for it at most so long; without a limit if there is none.
    /// Nothing came in time: `Ok(None)`. Nobody will send any: `Err`.
    fn order(&mut self, wait: Option<Duration>) -> Result<Option<Order>, ()> {
        let order = match wait {
            None => self.received.recv().map_err(|_| ())?,
            Some(wait) => match self.received.recv_timeout(wait) {
                Ok(order) => order,
                Err(RecvTimeoutError::Timeout) => return Ok(None),
                Err(RecvTimeoutError::Disconnected) => return Err(()),
            },
        };
        self.taken += 1;
        Ok(Some(order))
    }
}

impl Drop for WorkerSide {
    fn drop(&mut self) {
        if !self.is_over {
            self.tell(News {
                crashed: true,
                ..News::default()
            });
        }
    }
}

fn work(side: &mut WorkerSide, made: Made) {
    let trainer = Trainer::new(&made.graph, &made.settings, made.rows, made.batch);
    let trainer = match trainer {
        Ok(trainer) => trainer,
        Err(problems) => {
            return side.tell(News {
                refused: problems,
                ..News::default()
            });
        }
    };
    let mut working = Working::new(trainer, made.copy);
    side.tell(working.news());
    loop {
        let mut has_news = false;
        loop {
            match side.order(working.rests()) {
                Ok(Some(order)) => working.take(order),
                Ok(None) => break,
                Err(()) => return,
            }
            has_news = true;
            if !side.has_orders() {
                break;
            }
        }
        // Several threads ask this: it holds nothing but the two numbers.
        let (sent, taken) = (&side.sent, side.taken);
        let is_quiet = || sent.load(Ordering::Acquire) <= taken;
        // Asked once: news that become due while steps are taken would be told without what
        // there is to show, and be due the next time no more.
        let is_due = side.is_due();
        has_news |= working.go_on(&is_quiet, is_due);
        if has_news || is_due {
            side.tell(working.news());
        }
    }
}

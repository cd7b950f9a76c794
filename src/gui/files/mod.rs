//! [`Files`]: the editor's life with files. Everything that reads, writes or asks runs
//! beside the frames: a frame hands over what is to be done and picks up what came of
//! it.
//!
//! - `session` opens and closes, `saving` saves; before unsaved work would go a person is
//!   asked.
//! - `jobs` reads and writes on threads; `later` writes once no more changes come.
//! - `choosing` asks for a file: `dialogs` are the system's, `path_dialog` is our own;
//!   `messages` are questions, `drops` are files from elsewhere.
//! - `pictures` draws what goes to the clipboard or into a picture file.
//! - `autosave` keeps a copy of unsaved work; `watch` notices other programs, `on_disk`
//!   says so.

mod autosave;
mod choosing;
mod dialogs;
mod drops;
pub mod folders;
mod jobs;
pub(in crate::gui) mod later;
mod messages;
mod on_disk;
mod path_dialog;
mod pictures;
mod saving;
mod session;
mod watch;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use eframe::egui::{Context, ViewportCommand};

use crate::document::Document;
use crate::document::history::History;
use crate::file::{Copy, Recovery, Stamp};
use crate::gui::action::Action;
use crate::gui::picture::{Format, GraphPicture};
use crate::gui::settings::Settings;
use autosave::Autosave;
use dialogs::Native;
use jobs::{Jobs, Save};
use messages::Message;
use path_dialog::PathDialog;
use watch::{Change, Watch};

/// How long a sentence stays in the status line.
const SAID_FOR: Duration = Duration::from_secs(5);

/// What a person asks for.
#[derive(Clone, Debug)]
pub enum Request {
    /// Start with an empty graph.
    New,
    /// Choose a file and open it.
    Open,
    /// Type the path of a file and open it.
    TypePath,
    /// Open this file.
    OpenFile(PathBuf),
    /// Open a graph that ships, by its place in [`SHIPPED`](crate::gui::shipped::SHIPPED).
    Lesson(usize),
    /// Open a copy of unsaved work.
    Recover(Box<Copy>),
    /// Delete a copy of unsaved work.
    Discard(Box<Copy>),
    /// Save to the file, or ask for one.
    Save,
    /// Choose a name and save under it.
    SaveAs,
    /// Choose a name and save a picture under it, in this format unless the name says
    /// another.
    Picture(Box<GraphPicture>, Format),
    /// Put a picture on the clipboard.
    CopyPicture(Box<GraphPicture>),
    /// Close the editor.
    Quit,
}

/// A document that is about to be shown.
#[derive(Debug)]
struct Opening {
    document: Document,
    path: Option<PathBuf>,
    stamp: Option<Stamp>,
    /// A name for a file, if it has none.
    suggested: String,
    /// The copy that it comes from.
    copy: Option<Copy>,
}

/// What has to wait until unsaved work is safe.
#[derive(Debug)]
enum Wish {
    Ask(Request),
    Show(Box<Opening>),
}

/// The life of what is open.
pub struct Files {
    /// Nothing is read from the disk, and nothing written to it.
    apart: bool,
    path: Option<PathBuf>,
    suggested: String,
    copy: Option<Copy>,
    watch: Option<Watch>,
    change: Option<Change>,
    jobs: Jobs,
    autosave: Option<Autosave>,
    requests: Vec<Request>,
    native: Option<Native>,
    /// The system was found to have no dialogs.
    no_native: bool,
    path_dialog: Option<PathDialog>,
    message: Option<Message>,
    /// The picture that a name is being chosen for.
    picture: Option<Box<GraphPicture>>,
    /// The state that the person agreed to lose.
    agreed: Option<u64>,
    after_save: Option<Wish>,
    /// A save that waits for the one before it.
    next_save: Option<Save>,
    quitting: bool,
    title: String,
    said: Option<(String, Instant)>,
}

/// What a frame works with.
struct At<'a> {
    ctx: &'a Context,
    history: &'a History,
    settings: &'a mut Settings,
    actions: &'a mut Vec<Action>,
}

impl Files {
    /// Begins with a document that no file holds, such as the first lesson. Copies of
    /// unsaved work go to this folder; without one there are none.
    pub fn new(recovery: Option<PathBuf>) -> Files {
        Files {
            apart: false,
            path: None,
            suggested: "graph.ron".to_owned(),
            copy: None,
            watch: None,
            change: None,
            jobs: Jobs::new(),
            autosave: recovery.map(|folder| Autosave::new(Arc::new(Recovery::new(folder)))),
            requests: Vec::new(),
            native: None,
            no_native: false,
            path_dialog: None,
            message: None,
            picture: None,
            agreed: None,
            after_save: None,
            next_save: None,
            quitting: false,
            title: String::new(),
            said: None,
        }
    }

    /// Apart from the disk: what would read or write a file is refused. For windows
    /// that show a graph and keep nothing.
    pub fn apart() -> Files {
        Files {
            apart: true,
            ..Files::new(None)
        }
    }

    /// Asks for something; it is begun in the next [`Files::frame`].
    pub fn ask(&mut self, request: Request) {
        self.requests.push(request);
    }

    /// The file that is open.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Whether a dialog or a question is open, which keys belong to.
    pub fn is_asking(&self) -> bool {
        self.message.is_some() || self.path_dialog.is_some()
    }

    /// The copies of unsaved work that a crash left.
    pub fn recovery(&self) -> Option<&Arc<Recovery>> {
        Some(self.autosave.as_ref()?.recovery())
    }

    /// What is going on, for the status line.
    pub fn note(&self) -> Option<String> {
        if let Some(path) = self.jobs.saving() {
            return Some(format!("Saving {}…", shown(path)));
        }
        if let Some(path) = self.jobs.loading() {
            return Some(format!("Opening {}…", shown(path)));
        }
        if let Some(what) = self.jobs.drawing() {
            return Some(format!("Drawing {what}…"));
        }
        self.said.as_ref().map(|(said, _)| said.clone())
    }

    /// A frame: begins what was asked for, picks up what is done, shows dialogs. To be
    /// called once every frame, after the panels.
    pub fn frame(
        &mut self,
        ctx: &Context,
        history: &History,
        settings: &mut Settings,
        actions: &mut Vec<Action>,
    ) {
        let mut at = At {
            ctx,
            history,
            settings,
            actions,
        };
        self.take_drops(ctx);
        self.take_requests(&mut at);
        self.take_done(&mut at);
        self.take_choices(&mut at);
        self.take_changes(&mut at);
        self.take_replies(&mut at);
        self.keep_copy(&at);
        self.keep_title(&at);
        self.let_said_fade(ctx);
    }

    fn say(&mut self, sentence: String) {
        self.said = Some((sentence, Instant::now()));
    }

    fn let_said_fade(&mut self, ctx: &Context) {
        let Some((_, since)) = &self.said else { return };
        let left = SAID_FOR.saturating_sub(since.elapsed());
        if left.is_zero() {
            self.said = None;
        } else {
            ctx.request_repaint_after(left);
        }
    }

    /// Whether closing would lose work that nobody agreed to lose.
    fn is_at_risk(&self, history: &History) -> bool {
        !history.is_saved() && self.agreed != Some(history.state())
    }

    fn keep_copy(&mut self, at: &At<'_>) {
        let shows = |action: &Action| matches!(action, Action::Show { .. });
        if at.actions.iter().any(shows) {
            return; // the history is still the old one's
        }
        if self.is_quitting_for_good(at) || at.history.is_saved() {
            self.drop_copies();
        } else if let Some(autosave) = &mut self.autosave {
            let (document, state) = (at.history.document(), at.history.state());
            autosave.note(document, state, self.path.as_deref());
        }
    }

    /// The name of what is open, as in the title bar.
    pub fn name(&self, document: &Document) -> String {
        match (&self.path, document.title()) {
            (Some(path), _) => shown(path),
            (None, "") => "Untitled".to_owned(),
            (None, title) => title.to_owned(),
        }
    }

    fn keep_title(&mut self, at: &At<'_>) {
        let mark = if at.history.is_saved() { "" } else { "● " };
        let name = self.name(at.history.document());
        let title = format!("{mark}{name} — wiregrad");
        if title != self.title {
            self.title.clone_from(&title);
            at.ctx.send_viewport_cmd(ViewportCommand::Title(title));
        }
    }
}

/// The name of a file without its folder.
fn shown(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    name.to_string_lossy().into_owned()
}

//! [`App`]: the state of the window, and what can be asked of it. A frame of it is in
//! `frame`, changes are in `perform`.

use eframe::egui::ThemePreference;

use crate::document::Document;

use super::canvas::Canvas;
use super::canvas::view::View;
use super::canvas::walk::NodeWalk;
use super::command::Command;
use super::editor::Editor;
use super::learn::Learn;
use super::open_edits::OpenEdits;
use super::panels::Panels;
use super::plot::PlotWindow;
use super::settings::{CanvasOptions, PictureTheme};
use super::shell::Shell;
use super::signs::MissingSigns;
use super::theme::Scheme;
use super::train::Train;

/// The editor's window.
pub struct App {
    /// The open document.
    pub editor: Editor,
    /// The canvas.
    pub canvas: Canvas,
    /// What the canvas shows.
    pub options: CanvasOptions,
    /// The colours of values and gradients.
    pub scheme: Scheme,
    /// What stands around the canvas and floats above it.
    pub panels: Panels,
    /// What is being explained.
    pub learn: Learn,
    /// The last thing that was said in the status line.
    pub said: String,
    /// Files, settings and the start panel.
    pub shell: Shell,
    /// The plot, while it is open.
    pub plot: Option<PlotWindow>,
    /// The training.
    pub train: Train,
    /// What is typed in fields that are still open.
    pub open_edits: OpenEdits,
    /// The view before the presentation that is on; nothing if none is.
    pub(super) before_presentation: Option<View>,
    pub(super) walk: NodeWalk,
    pub(super) signs: MissingSigns,
    pub(super) copy_next: Option<String>,
}

impl App {
    /// A window with a document, fitted to it, without the user's settings and files.
    pub fn new(document: Document) -> App {
        App::with(document, Shell::apart())
    }

    /// A window with a document, fitted to it.
    pub fn with(document: Document, shell: Shell) -> App {
        let settings = &shell.settings;
        let mut app = App {
            editor: Editor::new(document),
            canvas: Canvas::default(),
            options: settings.canvas,
            scheme: settings.scheme,
            panels: Panels::new(settings.panels.clone()),
            shell,
            learn: Learn::default(),
            said: String::new(),
            plot: None,
            train: Train::default(),
            open_edits: OpenEdits::default(),
            before_presentation: None,
            walk: NodeWalk::default(),
            signs: MissingSigns::default(),
            copy_next: None,
        };
        app.learn.open_document(&app.editor);
        app.canvas.fit();
        app
    }

    /// Whether the file holds all that there is, what is typed in open fields included.
    pub fn is_saved(&self) -> bool {
        self.editor.history().is_saved() && self.open_edits.is_empty()
    }

    /// Whether a presentation is on.
    pub fn is_presenting(&self) -> bool {
        self.before_presentation.is_some()
    }

    /// Whether something floats above the canvas that takes all keys.
    pub(super) fn has_floating(&self) -> bool {
        self.panels.takes_keys() || self.shell.files.is_asking()
    }

    /// Why a command can't be carried out now; nothing if it can.
    pub fn why_not(&self, command: Command) -> Option<&'static str> {
        let here = self.editor.why_not(command);
        let learn = || self.learn.why_not(&self.editor, command);
        let train = || self.train.why_not(&self.editor, command);
        here.or_else(learn)
            .or_else(|| self.why_no_plot(command))
            .or_else(train)
    }

    /// Why a command about the plot can't be carried out now; nothing if it can, or is about
    /// something else.
    pub(super) fn why_no_plot(&self, command: Command) -> Option<&'static str> {
        let is_open = self.plot.is_some();
        match command {
            Command::Plot if is_open && self.editor.selection.is_empty() => None,
            Command::Plot => PlotWindow::of_selection(&self.editor).err(),
            Command::SavePlot | Command::CopyPlot | Command::CopyPlotNumbers => {
                (!is_open).then_some("no plot is open: choose \"Plot\" first")
            }
            _ => None,
        }
    }

    /// Whether what a command switches is on; nothing if it is no switch.
    pub fn is_on(&self, command: Command) -> Option<bool> {
        let state = &self.panels.state;
        let picture = &self.shell.settings.picture;
        let on = match command {
            Command::Present => self.is_presenting(),
            Command::Training => self.train.shown,
            Command::ToggleOps => state.ops.shown && !self.panels.ops_fold.folded,
            Command::ToggleInspector => state.inspector.shown && !self.panels.inspector_fold.folded,
            Command::ToggleProblems => state.problems.shown,
            Command::ToggleMinimap => self.options.minimap,
            Command::ToggleGrid => self.options.grid,
            Command::ToggleSnap => self.options.snap,
            Command::ToggleMagnitude => self.options.magnitude,
            Command::ToggleTimes => self.shell.settings.times,
            Command::ThemeSystem => state.theme == ThemePreference::System,
            Command::ThemeLight => state.theme == ThemePreference::Light,
            Command::ThemeDark => state.theme == ThemePreference::Dark,
            Command::ToggleSystemDialogs => self.shell.settings.system_dialogs,
            Command::PictureThemeShown => picture.theme == PictureTheme::AsShown,
            Command::PictureThemeLight => picture.theme == PictureTheme::Light,
            Command::PictureThemeDark => picture.theme == PictureTheme::Dark,
            Command::PictureScaleOne => picture.scale == 1,
            Command::PictureScaleTwo => picture.scale == 2,
            Command::PictureScaleFour => picture.scale == 4,
            Command::PictureTransparent => picture.transparent,
            Command::SchemeDefault => self.scheme == Scheme::Default,
            Command::SchemeGreenRed => self.scheme == Scheme::GreenRed,
            Command::SchemeBlueGreen => self.scheme == Scheme::BlueGreen,
            _ => return self.learn.is_on(command),
        };
        Some(on)
    }
}

//! What each command does: one `match` over all of them, so that a command that nobody
//! carries out doesn't compile.

use eframe::egui::{Context, ThemePreference, pos2, vec2};

use super::go::Direction;
use super::learn::{toggle_paths, toggle_step_size};
use crate::core::formula::Style;
use crate::document::layout::GRID;
use crate::gui::app::App;
use crate::gui::command::Command;
use crate::gui::files::Request;
use crate::gui::learn::lesson::LessonSession;
use crate::gui::learn::player::Player;
use crate::gui::learn::quiz::QuizMode;
use crate::gui::panels::InfoSheet;
use crate::gui::picture::PictureFormat;
use crate::gui::platform::clipboard::request_paste;
use crate::gui::selection::Selection;
use crate::gui::settings::PictureTheme;
use crate::gui::theme::Scheme;

/// What one step of zooming does.
const ZOOM_STEP: f32 = 1.25;

impl App {
    /// Carries out a command of the table.
    ///
    /// # Errors
    /// It can't be carried out now, or the document refuses it; says why.
    pub(super) fn command(&mut self, ctx: &Context, command: Command) -> Result<(), String> {
        use Command as C;
        if let Some(why) = self.why_not(command) {
            return Err(why.to_owned());
        }
        match command {
            C::New => self.ask(Request::New)?,
            C::Open => self.ask(Request::Open)?,
            C::OpenPath => self.ask(Request::TypePath)?,
            C::Save => self.ask(Request::Save)?,
            C::SaveAs => self.ask(Request::SaveAs)?,
            C::Start => self.shell.toggle_start(),
            C::LoadParameters => self.ask(Request::LoadParameters)?,
            C::SaveParameters => self.save_parameters()?,
            C::PictureOfAll => self.save_picture(ctx, true, PictureFormat::Png)?,
            C::PictureAsSvg => self.save_picture(ctx, true, PictureFormat::Svg)?,
            C::PictureOfView => self.save_picture(ctx, false, PictureFormat::Png)?,
            C::PictureToClipboard => self.ask(Request::CopyPicture(self.picture(ctx, false)))?,
            C::PictureThemeShown => self.picture_options().theme = PictureTheme::AsShown,
            C::PictureThemeLight => self.picture_options().theme = PictureTheme::Light,
            C::PictureThemeDark => self.picture_options().theme = PictureTheme::Dark,
            C::PictureScaleOne => self.picture_options().scale = 1,
            C::PictureScaleTwo => self.picture_options().scale = 2,
            C::PictureScaleFour => self.picture_options().scale = 4,
            C::PictureTransparent => toggle(&mut self.picture_options().transparent),
            C::ToggleSystemDialogs => self.shell.toggle_system_dialogs(),
            C::Quit => self.ask(Request::Quit)?,

            C::Undo => drop(self.editor.undo()),
            C::Redo => drop(self.editor.redo()),
            C::Cut => self.cut()?,
            C::Copy => self.copy(),
            C::CopyAsFormula => self.copy_as(Style::Text),
            C::CopyAsLatex => self.copy_as(Style::Latex),
            C::CopyAsPython => self.copy_as_python()?,
            // The system hands the text over in a later frame.
            C::Paste => request_paste(ctx),
            C::Duplicate => self.duplicate()?,
            C::Delete => self.delete("delete")?,
            C::DeleteThrough => self.delete_through()?,
            C::SelectAll => self.editor.select(Selection::all(self.editor.document())),
            C::DeselectAll => self.deselect(),
            C::EditSelected => self.edit_selected(ctx),
            C::Rename => self.edit_in_place(true),
            C::ContextMenu => self.canvas.open_menu(&self.editor),
            C::ChangeOp => self.open_op_choice(ctx, self.editor.selection.node_list(), None),
            C::AddNode => self.open_palette(ctx, self.palette_request(ctx)),
            C::TypeFormula => self.panels.open_formula(String::new()),
            C::ConnectNodes => self.connect_selected()?,
            C::AddFrame => self.add_frame(ctx)?,
            C::AddText => self.canvas.new_note(self.paste_place(ctx)),
            C::ChooseTarget => self.choose_target()?,

            C::Arrange => self.arrange()?,
            C::AlignLeft => self.align(|bounds, rect| pos2(bounds.left(), rect.top()))?,
            C::AlignTop => self.align(|bounds, rect| pos2(rect.left(), bounds.top()))?,
            C::DistributeHorizontally => self.distribute(0)?,
            C::DistributeVertically => self.distribute(1)?,
            C::MoveLeft => self.move_by(vec2(-GRID, 0.0))?,
            C::MoveRight => self.move_by(vec2(GRID, 0.0))?,
            C::MoveUp => self.move_by(vec2(0.0, -GRID))?,
            C::MoveDown => self.move_by(vec2(0.0, GRID))?,

            C::ZoomIn => self.canvas.zoom_by(ZOOM_STEP),
            C::ZoomOut => self.canvas.zoom_by(1.0 / ZOOM_STEP),
            C::ZoomToFit => self.canvas.show_all(&self.editor),
            C::ZoomToSelection => self.zoom_to_selection(),
            C::ZoomToActualSize => self.canvas.zoom_to_actual_size(),
            C::GoLeft => self.go(Direction::Left),
            C::GoRight => self.go(Direction::Right),
            C::GoUp => self.go(Direction::Up),
            C::GoDown => self.go(Direction::Down),

            C::Present => self.toggle_presentation(ctx),
            C::ToggleOps => self.toggle_ops(),
            C::ToggleInspector => self.toggle_inspector(),
            C::ToggleProblems => toggle(&mut self.panels.state.problems.shown),
            C::ToggleMinimap => toggle(&mut self.options.minimap),
            C::ToggleGrid => toggle(&mut self.options.grid),
            C::ToggleSnap => toggle(&mut self.options.snap),
            C::ToggleMagnitude => toggle(&mut self.options.magnitude),
            C::Evaluate => self.editor.resume_evaluation(),
            C::CancelEvaluation => self.editor.cancel_evaluation(),
            C::ToggleTimes => toggle(&mut self.shell.settings.times),
            C::ThemeSystem => self.panels.state.theme = ThemePreference::System,
            C::ThemeLight => self.panels.state.theme = ThemePreference::Light,
            C::ThemeDark => self.panels.state.theme = ThemePreference::Dark,
            C::SchemeDefault => self.scheme = Scheme::Default,
            C::SchemeGreenRed => self.scheme = Scheme::GreenRed,
            C::SchemeBlueGreen => self.scheme = Scheme::BlueGreen,
            C::LargerInterface => self.panels.state.scale_by(1.0),
            C::SmallerInterface => self.panels.state.scale_by(-1.0),

            C::Plot => self.toggle_plot()?,
            C::SavePlot => {
                let picture = self.plot_picture(ctx)?;
                self.ask(Request::Plot(picture))?;
            }
            C::CopyPlot => {
                let picture = self.plot_picture(ctx)?;
                self.ask(Request::CopyPlot(picture))?;
            }
            C::CopyPlotNumbers => self.copy_plot_numbers()?,
            C::StepThrough
            | C::Nudge
            | C::Why
            | C::ForwardMode
            | C::WhyBackward
            | C::CheckGradients
            | C::QuizGradients
            | C::QuizValues => self.open_mode(ctx, command),
            C::StopExplaining => self.learn.close_mode(),
            C::PlayPause => self.in_player(Player::toggle_playing),
            C::StepOn => self.in_player(Player::step),
            C::StepBack => self.in_player(Player::back),
            C::StepToStart => self.in_player(|player, editor| player.seek(0, editor)),
            C::StepToEnd => self.in_player(|player, editor| player.seek(usize::MAX, editor)),
            C::StepByWire => self.in_player(toggle_step_size),
            C::PauseBeforeResult => {
                self.in_player(|player, _| player.set_pauses(!player.pauses()));
            }
            C::StepOnlyToTarget => self.in_player(toggle_paths),
            C::QuizAnswer => self.in_quiz(|quiz, _| quiz.focus_field()),
            C::QuizHint => self.in_quiz(QuizMode::ask_for_hint),
            C::QuizSkip => self.in_quiz(|quiz, _| quiz.skip()),
            C::QuizTell => self.in_quiz(QuizMode::give_up),
            C::SaveResults => self.save_results()?,
            C::Lesson => self.learn.toggle_lesson(&self.editor),
            C::LessonOn => self.in_lesson(LessonSession::go_on),
            C::LessonBack => self.in_lesson(LessonSession::go_back),
            C::EditLesson => self.learn.toggle_lesson_editor(&self.editor),

            C::Training => self.toggle_training(),
            C::TrainRun => self.run_or_pause(ctx),
            C::TrainStep => self.take_training_step(ctx),
            C::TrainReset => self.reset_training(ctx),
            C::ShowStepBefore => self.train.show_step_by(-1),
            C::ShowStepAfter => self.train.show_step_by(1),
            C::ShowNewestStep => self.train.show_step(None),
            C::ShowBestEpoch => self.train.show_best(),
            C::KeepParameters => self.keep_parameters()?,
            C::DrawInitial => self.draw_initial()?,
            C::SaveCurves => self.save_curves()?,
            C::CopyCurves => self.copy_curves()?,

            C::Guide => self.panels.open_info(InfoSheet::Guide),
            C::About => self.panels.open_info(InfoSheet::About),
            C::CommandPalette => {
                let recent = &self.shell.settings.recent;
                self.panels.toggle_command_palette(recent);
            }
            C::ShortcutSheet => self.panels.toggle_sheet(),
        }
        Ok(())
    }
}

fn toggle(on: &mut bool) {
    *on = !*on;
}

//! The modes. The next one is a file that implements [`Mode`](super::mode::Mode), a row here,
//! and its command.

use super::mode::ModeRow;
use super::{check_card, cost_card, forward_bar, nudge_card, player_bar, quiz_bar, why_card};
use crate::gui::command::Command;

/// Every mode, with the command that opens it.
static MODES: [(Command, &ModeRow); 8] = [
    (Command::StepThrough, &player_bar::PLAYER),
    (Command::Nudge, &nudge_card::NUDGE),
    (Command::Why, &why_card::WHY),
    (Command::ForwardMode, &forward_bar::FORWARD_MODE),
    (Command::WhyBackward, &cost_card::COST),
    (Command::CheckGradients, &check_card::CHECK),
    (Command::QuizGradients, &quiz_bar::GRADIENT_QUIZ),
    (Command::QuizValues, &quiz_bar::VALUE_QUIZ),
];

/// The mode that a command opens; `None` if it opens none.
pub(super) fn opened_by(command: Command) -> Option<&'static ModeRow> {
    let mut modes = MODES.iter();
    modes
        .find(|(opens, _)| *opens == command)
        .map(|(_, row)| *row)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::command::{COMMANDS, Menu};

    #[test]
    fn every_command_of_the_menu_that_is_about_no_other_opens_a_mode() {
        let others = [
            Command::Plot,
            Command::Lesson,
            Command::EditLesson,
            Command::StopExplaining,
        ];
        for row in COMMANDS.iter().filter(|row| row.menu == Menu::Learn) {
            let opens = row.submenu.is_none() && !others.contains(&row.command);
            let command = row.command;
            assert_eq!(opened_by(command).is_some(), opens, "{command:?}");
        }
    }
}

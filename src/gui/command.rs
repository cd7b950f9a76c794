//! [`Command`]: everything that can be asked for without further words.
//!
//! One table feeds the menus, the shortcuts, the command palette, the shortcut sheet
//! and the tests.

use eframe::egui::{Key, KeyboardShortcut, Modifiers};

/// One thing to do. See [`COMMANDS`] for what each does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)] // each is described in the table
pub enum Command {
    New,
    Open,
    OpenPath,
    Save,
    SaveAs,
    Start,
    PictureOfAll,
    PictureOfView,
    PictureToClipboard,
    PictureAsSvg,
    ToggleSystemDialogs,
    Quit,
    Undo,
    Redo,
    Cut,
    Copy,
    Paste,
    Duplicate,
    Delete,
    DeleteThrough,
    SelectAll,
    SelectNone,
    EditSelected,
    Rename,
    ChangeOp,
    AddNode,
    ConnectNodes,
    AddFrame,
    AddText,
    ChooseTarget,
    Arrange,
    AlignLeft,
    AlignTop,
    DistributeHorizontally,
    DistributeVertically,
    NudgeLeft,
    NudgeRight,
    NudgeUp,
    NudgeDown,
    ZoomIn,
    ZoomOut,
    ZoomToFit,
    ZoomToSelection,
    ZoomToActualSize,
    GoLeft,
    GoRight,
    GoUp,
    GoDown,
    CommandPalette,
    ShortcutSheet,
    TogglePalette,
    ToggleInspector,
    ToggleProblems,
    ToggleMinimap,
    ToggleGrid,
    ToggleSnap,
    ToggleMagnitude,
    ThemeSystem,
    ThemeLight,
    ThemeDark,
    SchemeDefault,
    SchemeGreenRed,
    SchemeBlueGreen,
    LargerInterface,
    SmallerInterface,
    StepThrough,
    PlayPause,
    StepOn,
    StepBack,
    StepToStart,
    StepToEnd,
    StepByWire,
    StepOnlyToTarget,
    Nudge,
    Why,
    ForwardMode,
    CheckGradients,
    QuizGradients,
    QuizValues,
    QuizAnswer,
    QuizHint,
    QuizSkip,
    QuizTell,
    WhyBackward,
    Lesson,
    LessonOn,
    LessonBack,
    EditLesson,
    StopExplaining,
}

/// The menu that a command is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Menu {
    /// Documents as a whole.
    File,
    /// What changes the graph.
    Edit,
    /// What changes what is seen.
    View,
    /// What makes the numbers plain.
    Learn,
    /// What explains the program.
    Help,
}

impl Menu {
    /// The menus in their order.
    pub const ALL: [Menu; 5] = [Menu::File, Menu::Edit, Menu::View, Menu::Learn, Menu::Help];

    /// The menu's title.
    pub fn title(self) -> &'static str {
        match self {
            Menu::File => "File",
            Menu::Edit => "Edit",
            Menu::View => "View",
            Menu::Learn => "Learn",
            Menu::Help => "Help",
        }
    }
}

/// A row of [`COMMANDS`].
pub struct CommandInfo {
    /// The command.
    pub command: Command,
    /// Where it is listed.
    pub menu: Menu,
    /// What it is called, in the menu and in the palette.
    pub name: &'static str,
    /// One sentence for a person who meets it for the first time.
    pub help: &'static str,
    /// The keys that call it.
    pub keys: &'static [KeyboardShortcut],
}

const fn key(modifiers: Modifiers, key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(modifiers, key)
}

const NONE: Modifiers = Modifiers::NONE;
const ALT: Modifiers = Modifiers::ALT;
const SHIFT: Modifiers = Modifiers::SHIFT;
const CTRL: Modifiers = Modifiers::COMMAND;
const CTRL_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);

const fn row(
    command: Command,
    menu: Menu,
    name: &'static str,
    help: &'static str,
    keys: &'static [KeyboardShortcut],
) -> CommandInfo {
    CommandInfo {
        command,
        menu,
        name,
        help,
        keys,
    }
}

/// Every command, menu by menu.
#[rustfmt::skip] // one row a command
pub static COMMANDS: &[CommandInfo] = &[
    row(Command::New, Menu::File, "New", "Start with an empty graph.", &[key(CTRL, Key::N)]),
    row(Command::Open, Menu::File, "Open…", "Open a graph file.", &[key(CTRL, Key::O)]),
    row(Command::OpenPath, Menu::File, "Open a path…", "Type the path of a graph file and open it.", &[key(CTRL_SHIFT, Key::O)]),
    row(Command::Save, Menu::File, "Save", "Save the graph to its file.", &[key(CTRL, Key::S)]),
    row(Command::SaveAs, Menu::File, "Save as…", "Save the graph under another name.", &[key(CTRL_SHIFT, Key::S)]),
    row(Command::Start, Menu::File, "Start panel", "Lessons, recent files and recovered work.", &[key(CTRL_SHIFT, Key::H)]),
    row(Command::PictureOfAll, Menu::File, "Picture of the graph…", "Save the whole graph as a PNG picture.", &[key(CTRL, Key::E)]),
    row(Command::PictureOfView, Menu::File, "Picture of the view…", "Save what is seen as a PNG picture.", &[]),
    row(Command::PictureToClipboard, Menu::File, "Copy picture", "Put a picture of what is seen on the clipboard.", &[key(CTRL_SHIFT, Key::C)]),
    row(Command::PictureAsSvg, Menu::File, "Picture as SVG…", "Save the whole graph as a drawing with real text.", &[key(CTRL_SHIFT, Key::E)]),
    row(Command::ToggleSystemDialogs, Menu::File, "System's file dialogs", "Choose files in the dialogs of the system; without, a path is typed.", &[]),
    row(Command::Quit, Menu::File, "Quit", "Close the window.", &[key(CTRL, Key::Q)]),
    row(Command::Undo, Menu::Edit, "Undo", "Take the last step back.", &[key(CTRL, Key::Z)]),
    row(Command::Redo, Menu::Edit, "Redo", "Do the step again that was taken back.", &[key(CTRL_SHIFT, Key::Z), key(CTRL, Key::Y)]),
    row(Command::Cut, Menu::Edit, "Cut", "Copy what is selected, and delete it.", &[key(CTRL, Key::X)]),
    row(Command::Copy, Menu::Edit, "Copy", "Put what is selected on the clipboard, as the text of a graph file.", &[key(CTRL, Key::C)]),
    row(Command::Paste, Menu::Edit, "Paste", "Add the nodes that are on the clipboard.", &[key(CTRL, Key::V)]),
    row(Command::Duplicate, Menu::Edit, "Duplicate", "Add what is selected once more.", &[key(CTRL, Key::D)]),
    row(Command::Delete, Menu::Edit, "Delete", "Delete what is selected, with its wires.", &[key(NONE, Key::Delete), key(NONE, Key::Backspace)]),
    row(Command::DeleteThrough, Menu::Edit, "Delete and rewire", "Delete what is selected, and wire what it used to what used it.", &[key(SHIFT, Key::Delete), key(CTRL, Key::Backspace)]),
    row(Command::SelectAll, Menu::Edit, "Select all", "Select every node.", &[key(CTRL, Key::A)]),
    row(Command::SelectNone, Menu::Edit, "Select nothing", "Let the selection go.", &[key(NONE, Key::Escape)]),
    row(Command::EditSelected, Menu::Edit, "Edit", "Type the value of the selected source, a tensor's in a table; or the name or text of what is selected.", &[key(NONE, Key::Enter)]),
    row(Command::Rename, Menu::Edit, "Rename", "Give the selected node another name.", &[key(NONE, Key::F2)]),
    row(Command::ChangeOp, Menu::Edit, "Change op…", "Make another op of the selected nodes; wires and attributes that fit stay.", &[key(CTRL, Key::R)]),
    row(Command::AddNode, Menu::Edit, "Add a node…", "Search the ops and add one.", &[key(NONE, Key::Tab), key(NONE, Key::Space)]),
    row(Command::ConnectNodes, Menu::Edit, "Connect", "Wire the selected node to the first free input of another, in the order of selection; with one selected, choose the other from a list.", &[key(NONE, Key::C)]),
    row(Command::AddFrame, Menu::Edit, "Frame", "Draw a frame with a title around the selected nodes.", &[key(CTRL, Key::G)]),
    row(Command::AddText, Menu::Edit, "Text note", "Write a note on the canvas.", &[key(CTRL, Key::T)]),
    row(Command::ChooseTarget, Menu::Edit, "Choose as target", "Differentiate the selected node; gradients follow.", &[key(NONE, Key::J)]),
    row(Command::Arrange, Menu::Edit, "Arrange", "Lay out the selected nodes, or all, in layers from left to right.", &[key(CTRL_SHIFT, Key::L)]),
    row(Command::AlignLeft, Menu::Edit, "Align left edges", "Put the selected nodes above one another.", &[key(NONE, Key::OpenBracket)]),
    row(Command::AlignTop, Menu::Edit, "Align top edges", "Put the selected nodes beside one another.", &[key(NONE, Key::CloseBracket)]),
    row(Command::DistributeHorizontally, Menu::Edit, "Distribute horizontally", "Even out the gaps from left to right.", &[key(SHIFT, Key::OpenBracket)]),
    row(Command::DistributeVertically, Menu::Edit, "Distribute vertically", "Even out the gaps from top to bottom.", &[key(SHIFT, Key::CloseBracket)]),
    row(Command::NudgeLeft, Menu::Edit, "Move left", "Move the selection one step of the grid to the left.", &[key(ALT, Key::ArrowLeft)]),
    row(Command::NudgeRight, Menu::Edit, "Move right", "Move the selection one step of the grid to the right.", &[key(ALT, Key::ArrowRight)]),
    row(Command::NudgeUp, Menu::Edit, "Move up", "Move the selection one step of the grid up.", &[key(ALT, Key::ArrowUp)]),
    row(Command::NudgeDown, Menu::Edit, "Move down", "Move the selection one step of the grid down.", &[key(ALT, Key::ArrowDown)]),
    row(Command::ZoomIn, Menu::View, "Zoom in", "See less, larger.", &[key(NONE, Key::PageUp)]),
    row(Command::ZoomOut, Menu::View, "Zoom out", "See more, smaller.", &[key(NONE, Key::PageDown)]),
    row(Command::ZoomToFit, Menu::View, "Zoom to fit", "Show the whole graph.", &[key(NONE, Key::F), key(NONE, Key::Home)]),
    row(Command::ZoomToSelection, Menu::View, "Zoom to selection", "Show what is selected.", &[key(SHIFT, Key::F)]),
    row(Command::ZoomToActualSize, Menu::View, "Zoom to 100 %", "Show nodes at their own size.", &[key(CTRL, Key::Num1)]),
    row(Command::GoLeft, Menu::View, "To the input", "Select the node that is wired to this one.", &[key(NONE, Key::ArrowLeft)]),
    row(Command::GoRight, Menu::View, "To the user", "Select the node that this one is wired to.", &[key(NONE, Key::ArrowRight)]),
    row(Command::GoUp, Menu::View, "To the node above", "Select the next node up.", &[key(NONE, Key::ArrowUp)]),
    row(Command::GoDown, Menu::View, "To the node below", "Select the next node down.", &[key(NONE, Key::ArrowDown)]),
    row(Command::TogglePalette, Menu::View, "Ops panel", "Show or hide the list of ops.", &[key(NONE, Key::F4)]),
    row(Command::ToggleInspector, Menu::View, "Inspector", "Show or hide what is known of the selection.", &[key(NONE, Key::F3)]),
    row(Command::ToggleProblems, Menu::View, "Problems", "Show or hide the list of problems.", &[key(NONE, Key::F8)]),
    row(Command::ToggleMinimap, Menu::View, "Minimap", "Show or hide the small map of a large graph.", &[key(CTRL, Key::M)]),
    row(Command::ToggleGrid, Menu::View, "Grid", "Show or hide the grid.", &[key(CTRL, Key::Quote)]),
    row(Command::ToggleSnap, Menu::View, "Snap to the grid", "Let nodes that are moved snap to the grid.", &[key(CTRL_SHIFT, Key::Quote)]),
    row(Command::ToggleMagnitude, Menu::View, "Wires by gradient", "Let the thickness of wires follow the magnitude of the gradient.", &[key(CTRL_SHIFT, Key::G)]),
    row(Command::ThemeSystem, Menu::View, "Theme of the system", "Light or dark, as the system is.", &[]),
    row(Command::ThemeLight, Menu::View, "Light theme", "Dark on light.", &[]),
    row(Command::ThemeDark, Menu::View, "Dark theme", "Light on dark.", &[]),
    row(Command::SchemeDefault, Menu::View, "Colours: wiregrad", "Blue values, orange gradients.", &[]),
    row(Command::SchemeGreenRed, Menu::View, "Colours: green and red", "Green values, red gradients, as in CS231n.", &[]),
    row(Command::SchemeBlueGreen, Menu::View, "Colours: blue and green", "Blue forward, green backward.", &[]),
    row(Command::LargerInterface, Menu::View, "Larger interface", "Make text and controls larger.", &[key(CTRL, Key::Plus), key(CTRL, Key::Equals)]),
    row(Command::SmallerInterface, Menu::View, "Smaller interface", "Make text and controls smaller.", &[key(CTRL, Key::Minus)]),
    row(Command::StepThrough, Menu::Learn, "Step through", "Play both sweeps: the values from left to right, then the gradients back.", &[key(NONE, Key::F5)]),
    row(Command::PlayPause, Menu::Learn, "Play or pause", "Let the player go on by itself, or rest. Space, while it is on.", &[]),
    row(Command::StepOn, Menu::Learn, "Step on", "One step on in the player. Right arrow, while it is on.", &[]),
    row(Command::StepBack, Menu::Learn, "Step back", "One step back in the player. Left arrow, while it is on.", &[]),
    row(Command::StepToStart, Menu::Learn, "To the start", "To before the first step. Home, while the player is on.", &[]),
    row(Command::StepToEnd, Menu::Learn, "To the end", "To after the last step. End, while the player is on.", &[]),
    row(Command::StepByWire, Menu::Learn, "Step by wire", "A step is one value or one wire, not all that happens at a node.", &[]),
    row(Command::StepOnlyToTarget, Menu::Learn, "Step only to the target", "Step only through what leads from parameters to the target.", &[]),
    row(Command::Nudge, Menu::Learn, "Nudge", "Change the selected node by a little, and see what follows.", &[key(NONE, Key::N)]),
    row(Command::Why, Menu::Learn, "Why this number", "Explain the selected gradient by the chain rule, path by path.", &[key(NONE, Key::W)]),
    row(Command::ForwardMode, Menu::Learn, "Forward mode", "Show the derivative of every node by the selected one, in place of gradients.", &[]),
    row(Command::WhyBackward, Menu::Learn, "Why backward…", "Count and time what all derivatives cost: backward, in forward mode, and one by one.", &[]),
    row(Command::CheckGradients, Menu::Learn, "Check gradients", "Set every gradient against a difference, and mark each node.", &[key(NONE, Key::F7)]),
    row(Command::QuizGradients, Menu::Learn, "Quiz: gradients", "Hide the gradients, and ask for each, from the target backwards.", &[key(NONE, Key::F9)]),
    row(Command::QuizValues, Menu::Learn, "Quiz: values", "Hide what the nodes compute, and ask for each, from the sources on.", &[key(SHIFT, Key::F9)]),
    row(Command::QuizAnswer, Menu::Learn, "Answer", "Type the answer to the question of the quiz. Enter, while the quiz is on.", &[]),
    row(Command::QuizHint, Menu::Learn, "Hint", "Give a hint to the question of the quiz: the rule, with names, with numbers.", &[key(CTRL, Key::H)]),
    row(Command::QuizSkip, Menu::Learn, "Skip the question", "Ask the next question of the quiz first.", &[key(CTRL, Key::J)]),
    row(Command::QuizTell, Menu::Learn, "Tell me", "Show the answer to the question of the quiz.", &[key(CTRL_SHIFT, Key::J)]),
    row(Command::Lesson, Menu::Learn, "Lesson", "Show or hide the lesson that the file carries.", &[key(SHIFT, Key::F5)]),
    row(Command::LessonOn, Menu::Learn, "Next step", "The next step of the lesson. Page down, while a lesson is on.", &[]),
    row(Command::LessonBack, Menu::Learn, "Step before", "The step of the lesson before this one. Page up, while a lesson is on.", &[]),
    row(Command::EditLesson, Menu::Learn, "Lesson editor", "Write a lesson to this graph, step by step, or change it.", &[]),
    row(Command::StopExplaining, Menu::Learn, "Close the explanation", "Show the graph as always. Escape, while something is explained.", &[]),
    row(Command::CommandPalette, Menu::Help, "All commands…", "Search everything that can be done.", &[key(CTRL, Key::K), key(CTRL_SHIFT, Key::P)]),
    row(Command::ShortcutSheet, Menu::Help, "Shortcuts", "Show the keys and gestures.", &[key(SHIFT, Key::Questionmark), key(NONE, Key::Questionmark), key(NONE, Key::F1)]),
];

impl Command {
    /// Its row in the table.
    pub fn info(self) -> &'static CommandInfo {
        let row = COMMANDS.iter().find(|row| row.command == self);
        // A test holds that every command has a row.
        row.unwrap_or(&COMMANDS[0])
    }
}

//! The table of commands: one row each. A row is both a variant of [`Command`] and an
//! entry of [`COMMANDS`], so neither can be without the other.

use eframe::egui::{Key, KeyboardShortcut, Modifiers};

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
    /// What trains the graph.
    Train,
    /// What explains the program.
    Help,
}

impl Menu {
    /// The menus in their order.
    pub const ALL: [Menu; 6] = [
        Menu::File,
        Menu::Edit,
        Menu::View,
        Menu::Learn,
        Menu::Train,
        Menu::Help,
    ];

    /// The menu's title.
    pub fn title(self) -> &'static str {
        match self {
            Menu::File => "File",
            Menu::Edit => "Edit",
            Menu::View => "View",
            Menu::Learn => "Learn",
            Menu::Train => "Train",
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
    /// One sentence for somebody who sees it for the first time.
    pub help: &'static str,
    /// The keys that call it.
    pub keys: &'static [KeyboardShortcut],
    /// The menu within the menu that lists it; none if it stands in the menu itself.
    pub submenu: Option<&'static str>,
    /// Whether a line separates it from the entry above.
    pub after_line: bool,
}

impl CommandInfo {
    const fn new(command: Command, menu: Menu, name: &'static str, help: &'static str) -> Self {
        CommandInfo {
            command,
            menu,
            name,
            help,
            keys: &[],
            submenu: None,
            after_line: false,
        }
    }
}

const fn key(modifiers: Modifiers, key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(modifiers, key)
}

const NONE: Modifiers = Modifiers::NONE;
const ALT: Modifiers = Modifiers::ALT;
const SHIFT: Modifiers = Modifiers::SHIFT;
const CTRL: Modifiers = Modifiers::COMMAND;
const CTRL_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);

/// Makes the type and the table from the rows.
macro_rules! commands {
    ($($command:ident, $menu:ident, $name:literal, $help:literal, [$($key:expr),*]
        $(, $field:ident: $value:expr)*;)*) => {
        /// One thing to do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Command {
            $(#[doc = $help] $command,)*
        }

        /// Every command, menu by menu.
        pub static COMMANDS: &[CommandInfo] = &[$(CommandInfo {
            keys: &[$($key),*],
            $($field: $value,)*
            ..CommandInfo::new(Command::$command, Menu::$menu, $name, $help)
        }),*];
    };
}

commands! {
    New, File, "New", "Start an empty graph.", [key(CTRL, Key::N)];
    Open, File, "Open…", "Open a graph file.", [key(CTRL, Key::O)];
    OpenPath, File, "Open path…", "Type the path of a graph file and open it.", [key(CTRL_SHIFT, Key::O)];
    Save, File, "Save", "Save the graph to its file.", [key(CTRL, Key::S)];
    SaveAs, File, "Save as…", "Save the graph under another name.", [key(CTRL_SHIFT, Key::S)];
    Start, File, "Start panel", "Show the lessons, recent files and recovered work.", [key(CTRL_SHIFT, Key::H)];
    LoadParameters, File, "Load parameters…", "Give every parameter the numbers that an .npz or .safetensors file has under its name.", [], after_line: true;
    SaveParameters, File, "Save parameters…", "Save the numbers of all parameters, as .npz for NumPy or as .safetensors.", [];
    PictureOfAll, File, "Picture of the graph…", "Save the whole graph as a PNG picture.", [key(CTRL, Key::E)], after_line: true;
    PictureOfView, File, "Picture of the view…", "Save the visible part as a PNG picture.", [];
    PictureToClipboard, File, "Copy picture", "Copy the visible part to the clipboard, as a picture.", [key(CTRL_SHIFT, Key::C)];
    PictureAsSvg, File, "Picture as SVG…", "Save the whole graph as an SVG drawing with real text.", [key(CTRL_SHIFT, Key::E)];
    PictureThemeShown, File, "Picture: theme as shown", "Draw pictures light or dark, as the window is.", [], submenu: Some("Picture options");
    PictureThemeLight, File, "Picture: light", "Draw pictures dark on light, whatever the window is.", [], submenu: Some("Picture options");
    PictureThemeDark, File, "Picture: dark", "Draw pictures light on dark, whatever the window is.", [], submenu: Some("Picture options");
    PictureScaleOne, File, "Picture: 1 pixel per point", "Draw small pictures, for a web page.", [], submenu: Some("Picture options"), after_line: true;
    PictureScaleTwo, File, "Picture: 2 pixels per point", "Draw pictures that are sharp on a slide.", [], submenu: Some("Picture options");
    PictureScaleFour, File, "Picture: 4 pixels per point", "Draw large pictures, for print.", [], submenu: Some("Picture options");
    PictureTransparent, File, "Picture: transparent background", "Draw pictures without the background.", [], submenu: Some("Picture options"), after_line: true;
    ToggleSystemDialogs, File, "System file dialogs", "Choose files in the system's dialogs. When this is off, you type the path.", [], after_line: true;
    Quit, File, "Quit", "Close the window.", [key(CTRL, Key::Q)], after_line: true;
    Undo, Edit, "Undo", "Undo the last change.", [key(CTRL, Key::Z)];
    Redo, Edit, "Redo", "Redo the change that was undone.", [key(CTRL_SHIFT, Key::Z), key(CTRL, Key::Y)];
    Cut, Edit, "Cut", "Copy the selection to the clipboard and delete it.", [key(CTRL, Key::X)], after_line: true;
    Copy, Edit, "Copy", "Copy the selection to the clipboard, as the text of a graph file.", [key(CTRL, Key::C)];
    CopyAsFormula, Edit, "Copy as formula", "Copy what the selection computes, or all of the graph, as a formula.", [key(CTRL_SHIFT, Key::F)], submenu: Some("Copy as");
    CopyAsLatex, Edit, "Copy as LaTeX", "Copy what the selection computes, or all of the graph, as LaTeX.", [], submenu: Some("Copy as");
    CopyAsPython, Edit, "Copy as Python", "Copy a program that computes the selection, or all of the graph, with NumPy.", [], submenu: Some("Copy as");
    Paste, Edit, "Paste", "Add the nodes from the clipboard: a copied part of a graph, a formula or a number.", [key(CTRL, Key::V)];
    Duplicate, Edit, "Duplicate", "Add a copy of the selection.", [key(CTRL, Key::D)];
    Delete, Edit, "Delete", "Delete the selection and its wires.", [key(NONE, Key::Delete), key(NONE, Key::Backspace)], after_line: true;
    DeleteThrough, Edit, "Delete and rewire", "Delete the selected nodes, and wire their inputs to the nodes that used them.", [key(SHIFT, Key::Delete), key(CTRL, Key::Backspace)];
    SelectAll, Edit, "Select all", "Select every node.", [key(CTRL, Key::A)], after_line: true;
    DeselectAll, Edit, "Deselect all", "Clear the selection.", [key(NONE, Key::Escape)];
    EditSelected, Edit, "Edit", "Edit the value of the selected source, or the text of what is selected. A tensor opens in a table.", [key(NONE, Key::Enter)];
    Rename, Edit, "Rename", "Rename the selected node.", [key(NONE, Key::F2)], after_line: true;
    ContextMenu, Edit, "Context menu", "Open the menu for the selection, or for the canvas.", [key(SHIFT, Key::F10), key(NONE, Key::Menu)];
    ChangeOp, Edit, "Change op…", "Change the op of the selected nodes. Wires and attributes that still fit are kept.", [key(CTRL, Key::R)];
    AddNode, Edit, "Add node…", "Search the ops and add one.", [key(NONE, Key::Tab), key(NONE, Key::Space)], after_line: true;
    TypeFormula, Edit, "Type a formula…", "Type what is to be computed, and add the nodes for it.", [key(NONE, Key::Equals)];
    ConnectNodes, Edit, "Connect", "Wire the selected node to the first free input of another one. With two nodes selected, the first is wired to the second.", [key(NONE, Key::C)];
    AddFrame, Edit, "Add frame", "Draw a frame with a title around the selected nodes.", [key(CTRL, Key::G)];
    AddText, Edit, "Add text note", "Write a note on the canvas.", [key(CTRL, Key::T)];
    ChooseTarget, Edit, "Choose as target", "Differentiate the selected node: all gradients are its derivatives.", [key(NONE, Key::J)], after_line: true;
    Arrange, Edit, "Arrange", "Lay out the selected nodes, or all nodes, in layers from left to right.", [key(CTRL_SHIFT, Key::L)];
    AlignLeft, Edit, "Align left edges", "Line up the left edges of the selected nodes.", [key(NONE, Key::OpenBracket)], submenu: Some("Align");
    AlignTop, Edit, "Align top edges", "Line up the top edges of the selected nodes.", [key(NONE, Key::CloseBracket)], submenu: Some("Align");
    DistributeHorizontally, Edit, "Distribute horizontally", "Make the horizontal gaps between the selected nodes equal.", [key(SHIFT, Key::OpenBracket)], submenu: Some("Align");
    DistributeVertically, Edit, "Distribute vertically", "Make the vertical gaps between the selected nodes equal.", [key(SHIFT, Key::CloseBracket)], submenu: Some("Align");
    MoveLeft, Edit, "Move left", "Move the selection to the left by one step of the grid.", [key(ALT, Key::ArrowLeft)];
    MoveRight, Edit, "Move right", "Move the selection to the right by one step of the grid.", [key(ALT, Key::ArrowRight)];
    MoveUp, Edit, "Move up", "Move the selection up by one step of the grid.", [key(ALT, Key::ArrowUp)];
    MoveDown, Edit, "Move down", "Move the selection down by one step of the grid.", [key(ALT, Key::ArrowDown)];
    ZoomIn, View, "Zoom in", "Make everything on the canvas larger.", [key(NONE, Key::PageUp)];
    ZoomOut, View, "Zoom out", "Make everything on the canvas smaller.", [key(NONE, Key::PageDown)];
    ZoomToFit, View, "Zoom to fit", "Show the whole graph.", [key(NONE, Key::F), key(NONE, Key::Home)];
    ZoomToSelection, View, "Zoom to selection", "Show the selection.", [key(SHIFT, Key::F)];
    ZoomToActualSize, View, "Zoom to 100 %", "Show nodes at their actual size.", [key(CTRL, Key::Num1)];
    GoLeft, View, "Input of this node", "Select the node that is wired to the input of this one.", [key(NONE, Key::ArrowLeft)], submenu: Some("Select");
    GoRight, View, "Node that uses this", "Select the node that uses the output of this one.", [key(NONE, Key::ArrowRight)], submenu: Some("Select");
    GoUp, View, "Node above", "Select the next node above.", [key(NONE, Key::ArrowUp)], submenu: Some("Select");
    GoDown, View, "Node below", "Select the next node below.", [key(NONE, Key::ArrowDown)], submenu: Some("Select");
    Present, View, "Presentation mode", "Fill the screen with the graph, without menus and panels. Escape ends it.", [key(NONE, Key::F11)], after_line: true;
    ToggleOps, View, "Ops panel", "Show or hide the list of ops.", [key(NONE, Key::F4)], after_line: true;
    ToggleInspector, View, "Inspector", "Show or hide the details of the selection.", [key(NONE, Key::F3)];
    ToggleProblems, View, "Problems", "Show or hide the list of problems.", [key(NONE, Key::F8)];
    ToggleMinimap, View, "Minimap", "Show or hide the overview of a large graph.", [key(CTRL, Key::M)], after_line: true;
    ToggleGrid, View, "Grid", "Show or hide the grid.", [key(CTRL, Key::Quote)];
    ToggleSnap, View, "Snap to grid", "Align nodes with the grid when you move them.", [key(CTRL_SHIFT, Key::Quote)];
    ToggleMagnitude, View, "Wires by gradient", "Draw wires thicker where the gradient is larger, and dashed where it is negative.", [key(CTRL_SHIFT, Key::G)];
    Evaluate, View, "Evaluate", "Compute the values and gradients after a pause.", [], after_line: true;
    CancelEvaluation, View, "Cancel evaluation", "Stop computing values and gradients. The last numbers stay, in grey.", [];
    ToggleTimes, View, "Performance details", "Show in the status line how long the last evaluation took.", [];
    ThemeSystem, View, "System theme", "Light or dark, as the system is set.", [], submenu: Some("Theme");
    ThemeLight, View, "Light theme", "Dark text on a light background.", [], submenu: Some("Theme");
    ThemeDark, View, "Dark theme", "Light text on a dark background.", [], submenu: Some("Theme");
    SchemeDefault, View, "Colours: wiregrad", "Blue values and orange gradients.", [], submenu: Some("Colours");
    SchemeGreenRed, View, "Colours: green and red", "Green values and red gradients, as in CS231n.", [], submenu: Some("Colours");
    SchemeBlueGreen, View, "Colours: blue and green", "Blue forward pass, green backward pass.", [], submenu: Some("Colours");
    LargerInterface, View, "Larger interface", "Make text and controls larger.", [key(CTRL, Key::Plus), key(CTRL, Key::Equals)], after_line: true;
    SmallerInterface, View, "Smaller interface", "Make text and controls smaller.", [key(CTRL, Key::Minus)];
    StepThrough, Learn, "Step through", "Play the forward pass and then the backward pass, step by step.", [key(NONE, Key::F5)];
    PlayPause, Learn, "Play or pause", "Start or stop the player. Space, while the player is open.", [], submenu: Some("Player"), after_line: true;
    StepOn, Learn, "Next step", "Go one step forward in the player. Right arrow, while the player is open.", [], submenu: Some("Player");
    StepBack, Learn, "Previous step", "Go one step back in the player. Left arrow, while the player is open.", [], submenu: Some("Player");
    StepToStart, Learn, "First step", "Go to the start. Home, while the player is open.", [], submenu: Some("Player");
    StepToEnd, Learn, "Last step", "Go to the end. End, while the player is open.", [], submenu: Some("Player");
    StepByWire, Learn, "Step by wire", "Show one value or one wire per step, instead of one node.", [], submenu: Some("Player");
    PauseBeforeResult, Learn, "Pause before result", "Show each formula without its result until you press the right arrow or Space.", [], submenu: Some("Player");
    StepOnlyToTarget, Learn, "Only paths to the target", "Leave out the steps that are not on a path from a parameter to the target.", [], submenu: Some("Player");
    Nudge, Learn, "Nudge", "Change the selected node a little and see what changes with it.", [key(NONE, Key::N)], after_line: true;
    Why, Learn, "Why this gradient", "Explain the selected gradient with the chain rule, path by path.", [key(NONE, Key::W)];
    ForwardMode, Learn, "Forward mode", "Show the derivative of every node with respect to the selected one, instead of the gradients.", [];
    WhyBackward, Learn, "Why backward", "Count and time what all derivatives cost: backward, in forward mode, and one at a time.", [], after_line: true;
    Plot, Learn, "Plot", "Plot the selected nodes against a source, with the tangent whose slope is the gradient. With two sources selected, draw a map.", [key(NONE, Key::P)], after_line: true;
    SavePlot, Learn, "Save plot…", "Save the plot as a picture (.png, .svg) or as numbers (.csv).", [], submenu: Some("Save or copy plot");
    CopyPlot, Learn, "Copy plot", "Copy the plot to the clipboard, as a picture.", [], submenu: Some("Save or copy plot");
    CopyPlotNumbers, Learn, "Copy numbers of plot", "Copy the numbers of the plot to the clipboard, as CSV.", [], submenu: Some("Save or copy plot");
    CheckGradients, Learn, "Check gradients", "Compare every gradient with a finite difference, and mark each node.", [key(NONE, Key::F7)];
    QuizGradients, Learn, "Quiz: gradients", "Hide the gradients and ask for each one, from the target backward.", [key(NONE, Key::F9)], after_line: true;
    QuizValues, Learn, "Quiz: values", "Hide the values and ask for each one, from the sources forward.", [key(SHIFT, Key::F9)];
    QuizAnswer, Learn, "Answer", "Type the answer to the question. Enter, while the quiz is open.", [], submenu: Some("Quiz");
    QuizHint, Learn, "Hint", "Show a hint: first the rule, then with names, then with numbers.", [key(CTRL, Key::H)], submenu: Some("Quiz");
    QuizSkip, Learn, "Skip question", "Come back to this question later.", [key(CTRL, Key::J)], submenu: Some("Quiz");
    QuizTell, Learn, "Show answer", "Show the answer to this question.", [key(CTRL_SHIFT, Key::J)], submenu: Some("Quiz");
    SaveResults, Learn, "Save results…", "Save how each question of the quiz or lesson was answered, as CSV or JSON.", [], submenu: Some("Quiz");
    Lesson, Learn, "Lesson", "Show or hide the lesson in this file.", [key(SHIFT, Key::F5)], after_line: true;
    LessonOn, Learn, "Next lesson step", "Go to the next step of the lesson. Page down, while a lesson is open.", [], submenu: Some("Lesson steps");
    LessonBack, Learn, "Previous lesson step", "Go to the previous step of the lesson. Page up, while a lesson is open.", [], submenu: Some("Lesson steps");
    EditLesson, Learn, "Lesson editor", "Write or change the lesson of this graph.", [];
    StopExplaining, Learn, "Close explanation", "Show the graph as usual. Escape, while an explanation is open.", [], after_line: true;
    Training, Train, "Training panel", "Train the graph and watch values and gradients change, step by step.", [key(NONE, Key::F10)];
    TrainRun, Train, "Run or pause training", "Take steps until all epochs have ended, or stop taking them.", [key(CTRL, Key::F10)], after_line: true;
    TrainStep, Train, "One training step", "Take one step: a batch, its gradients, an update.", [key(CTRL, Key::Period)];
    TrainReset, Train, "Reset training", "Start a new run from the parameters of the document. The curves of the run before stay.", [];
    ShowStepBefore, Train, "Show the step before", "Show the values and gradients of the step before the one that is shown.", [key(ALT, Key::Comma)], after_line: true;
    ShowStepAfter, Train, "Show the step after", "Show the values and gradients of the step after the one that is shown.", [key(ALT, Key::Period)];
    ShowNewestStep, Train, "Show the newest step", "Follow the run as it goes on.", [];
    ShowBestEpoch, Train, "Show the best epoch", "Show the step at the end of the epoch with the best loss on the validation rows.", [];
    KeepParameters, Train, "Keep these parameters", "Put the parameters of the step that is shown into the document, as one step of undo.", [key(CTRL_SHIFT, Key::K)], after_line: true;
    DrawInitial, Train, "Draw initial values", "Draw the parameters anew, as their initial says, with the seed of the training.", [];
    SaveCurves, Train, "Save training curves…", "Save the losses of the run, step by step, as CSV.", [], after_line: true;
    CopyCurves, Train, "Copy training curves", "Copy the losses of the run, step by step, to the clipboard, as CSV.", [];
    Guide, Help, "Guide", "Show how to begin, in a few lines.", [];
    CommandPalette, Help, "All commands…", "Search all commands.", [key(CTRL, Key::K), key(CTRL_SHIFT, Key::P)];
    ShortcutSheet, Help, "Shortcuts", "Show the keyboard shortcuts and mouse gestures.", [key(SHIFT, Key::Questionmark), key(NONE, Key::Questionmark), key(NONE, Key::F1)];
    About, Help, "About wiregrad", "Show the version and the licence.", [], after_line: true;
}

impl Command {
    /// Its row in the table.
    pub fn info(self) -> &'static CommandInfo {
        // Rows and variants have one order: both come from the rows above.
        &COMMANDS[self as usize]
    }
}

//! The table editor: a tensor as a grid, with its gradient beside it.
//!
//! The grid shows the last two axes; the others are chosen above it. Only rows in view
//! are drawn, and columns come in pages, so a million elements cost no more than a
//! screenful.

mod grid;
pub(in crate::gui) mod paste;
mod plane;
mod tools;

use eframe::egui::{Context, DragValue, Event, Id, LayerId, Order, RichText, Ui, Window, vec2};

use super::heat::{HeatMap, Matrix};
use super::memo::Memo;
use crate::core::evaluation::Numbers;
use crate::core::graph::NodeId;
use crate::core::tensor::{Shape, Tensor};
use crate::document::Edit;
use crate::gui::action::Action;
use crate::gui::editor::Editor;
use crate::gui::live::{Known, Quantity};
use crate::gui::open_edits::OpenEdit;
use crate::gui::overlay::Overlay;
use crate::gui::theme::Theme;
use grid::{CellChange, Grid, GridCells};
use paste::NumberBlock;
use plane::Plane;
use tools::Tools;

/// Which numbers are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum TableTab {
    #[default]
    Value,
    Gradient,
}

impl TableTab {
    fn of(self, node: NodeId) -> Quantity {
        match self {
            TableTab::Value => Quantity::Value(node),
            TableTab::Gradient => Quantity::Gradient(node),
        }
    }
}

/// The gradient that a table shows.
enum ShownGradient {
    /// There is none.
    None,
    /// It is being worked out.
    NotYet,
    /// The backward pass has computed it.
    OfEvaluation,
    /// It was worked out on demand.
    Numbers(Tensor),
}

/// What the head of a table is about: the state of the values, the tab, and which
/// plane.
type HeadKey = (u64, TableTab, usize, Shape);

/// An open table.
pub(super) struct TableEditor {
    node: NodeId,
    tab: TableTab,
    leading: Vec<usize>,
    grid: Grid,
    tools: Tools,
    head: Memo<HeadKey, (String, Option<HeatMap>)>,
    message: String,
    /// What became of the last paste.
    note: String,
    // Computing the gradient of data may cost as much as a layer of a network.
    gradient: Memo<u64, Option<Tensor>>,
    waits_for_paste: bool,
}

impl TableEditor {
    /// The table of a node.
    pub(super) fn new(node: NodeId) -> TableEditor {
        TableEditor {
            node,
            tab: TableTab::default(),
            leading: Vec::new(),
            grid: Grid::default(),
            tools: Tools::default(),
            head: Memo::default(),
            message: String::new(),
            note: String::new(),
            gradient: Memo::default(),
            waits_for_paste: false,
        }
    }

    /// The node that it shows.
    pub(super) fn node(&self) -> NodeId {
        self.node
    }

    /// Whether it asked for the clipboard.
    pub(super) fn waits_for_paste(&self) -> bool {
        self.waits_for_paste
    }

    fn id(&self) -> Id {
        Id::unique(("table", self.node))
    }

    /// Puts the window above the others.
    pub(super) fn to_front(&self, ctx: &Context) {
        ctx.move_to_top(LayerId::new(Order::Middle, self.id()));
    }

    /// Draws the window. False once it is to be closed.
    pub(super) fn show(
        &mut self,
        ctx: &Context,
        (editor, overlay): (&Editor, &dyn Overlay),
        theme: &Theme,
        actions: &mut Vec<Action>,
    ) -> bool {
        let Some(node) = editor.node(self.node) else {
            return false;
        };
        let mut open = true;
        let room = ctx.content_rect().size() - vec2(40.0, 130.0);
        let (size, middle) = (vec2(500.0, 500.0).min(room), ctx.content_rect().center());
        Window::new(format!("Table of {}", node.name()))
            .id(self.id())
            .open(&mut open)
            .default_size(size)
            .default_pos(middle - 0.5 * size - vec2(50.0, 30.0).min(0.1 * room))
            .min_size(vec2(260.0, 220.0).min(room))
            .show(ctx, |ui| {
                self.contents(ui, (editor, overlay), theme, actions);
            });
        open
    }

    fn contents(
        &mut self,
        ui: &mut Ui,
        (editor, overlay): (&Editor, &dyn Overlay),
        theme: &Theme,
        actions: &mut Vec<Action>,
    ) {
        ui.horizontal(|ui| {
            ui.selectable_value(&mut self.tab, TableTab::Value, "Value");
            ui.selectable_value(&mut self.tab, TableTab::Gradient, "Gradient");
        });
        let shown = match self.tab {
            TableTab::Value => overlay.value(self.node),
            TableTab::Gradient => overlay.gradient(self.node),
        };
        if let Some(instead) = shown.placeholder() {
            ui.label(format!("{instead} its numbers are hidden for now"));
            return;
        }
        let node = editor.node(self.node);
        let source = node.and_then(|node| node.value());
        let gradient = self.gradient(editor);
        let numbers = match (self.tab, source) {
            (TableTab::Value, Some(value)) => Some(numbers_of(value)),
            (TableTab::Value, None) => editor.shown_value(self.node),
            (TableTab::Gradient, _) => match &gradient {
                ShownGradient::None => None,
                ShownGradient::NotYet => {
                    ui.label("… its gradient is being worked out");
                    return;
                }
                ShownGradient::Numbers(numbers) => Some(numbers_of(numbers)),
                ShownGradient::OfEvaluation => editor.shown_gradient(self.node),
            },
        };
        let why_none = editor.live().state().why_no_numbers();
        let Some(numbers) = numbers else {
            ui.label(match (self.tab, why_none) {
                (_, Some(why)) => format!("— no numbers yet: {why}"),
                (TableTab::Value, _) => {
                    "— no value yet: its problem is in the inspector".to_owned()
                }
                (TableTab::Gradient, _) => {
                    "— no gradient: this node doesn't reach the target".to_owned()
                }
            });
            return;
        };
        let plane = Plane::new(&numbers.shape, &mut self.leading);
        self.head_ui(ui, &numbers, plane, editor, theme);
        match source.filter(|_| self.tab == TableTab::Value) {
            Some(value) => self.source_ui(ui, value, &plane, theme, actions),
            None => self.computed_ui(ui, &numbers, &plane, theme, why_none),
        }
    }

    /// The grid of a source, which can be changed, and its tools.
    fn source_ui(
        &mut self,
        ui: &mut Ui,
        value: &Tensor,
        plane: &Plane,
        theme: &Theme,
        actions: &mut Vec<Action>,
    ) {
        let height = grid_height(ui, 92.0);
        self.take_paste(ui, value, plane, actions);
        let cells = GridCells {
            plane,
            data: plane.of(value.data()),
            editable: true,
            color: theme.value,
        };
        if let Some(change) = self.grid.show(ui, height, cells) {
            self.set(with_change(value, plane, change), actions);
        }
        if let Some(open) = self.grid.open_change(plane, cells.data) {
            let node = self.node;
            let made = open.and_then(|change| with_change(value, plane, change));
            let edit = made.map(|value| Edit::SetValue { node, value });
            let gesture = None;
            actions.push(Action::Open(OpenEdit { gesture, edit }));
        }
        ui.separator();
        if let Some(made) = self.tools.show(ui, value, &mut self.waits_for_paste) {
            self.set(made, actions);
        }
        if !self.message.is_empty() {
            ui.colored_label(theme.error, &self.message);
        } else if !self.note.is_empty() {
            ui.weak(&self.note);
        }
    }

    /// The grid of numbers that can't be changed.
    fn computed_ui(
        &mut self,
        ui: &mut Ui,
        numbers: &Numbers<'_>,
        plane: &Plane,
        theme: &Theme,
        why_old: Option<&str>,
    ) {
        let height = grid_height(ui, 24.0);
        let color = match (self.tab, why_old) {
            (_, Some(_)) => theme.weak_text,
            (TableTab::Value, None) => theme.value,
            (TableTab::Gradient, None) => theme.gradient,
        };
        let cells = GridCells {
            plane,
            data: plane.of(&numbers.data),
            editable: false,
            color,
        };
        self.grid.show(ui, height, cells);
        ui.separator();
        if let Some(why) = why_old {
            let text = format!("These are the last numbers: {why}.");
            ui.label(RichText::new(text).weak());
        } else if self.tab == TableTab::Value {
            let text = "This value is computed: change the nodes that it depends on.";
            ui.label(RichText::new(text).weak());
        }
    }

    /// Heat map, leading axes.
    fn head_ui(
        &mut self,
        ui: &mut Ui,
        numbers: &Numbers<'_>,
        plane: Plane,
        editor: &Editor,
        theme: &Theme,
    ) {
        let live = editor.live();
        let key = (live.generation(), self.tab, plane.start, numbers.shape);
        let (node, tab) = (self.node, self.tab);
        let is_gradient = tab == TableTab::Gradient;
        let (summary, heat) = self.head.get(key, || {
            if live.is_heavy(node) {
                let known = live.digest(tab.of(node));
                return heavy_head(&known, plane.is_whole(numbers), is_gradient);
            }
            let data = plane.of(&numbers.data);
            let matrix = Matrix {
                rows: plane.rows,
                columns: plane.columns,
                data,
            };
            let heat = (data.len() > 1).then(|| HeatMap::new(matrix, is_gradient));
            (super::inspector::summary(numbers), heat)
        });
        ui.label(RichText::new(&*summary).weak());
        if let Some(heat) = heat {
            let room = vec2(ui.available_width(), 96.0);
            heat.show(ui, room, theme);
        }
        let leading = self.leading.len();
        if leading > 0 {
            ui.horizontal_wrapped(|ui| {
                let lengths = numbers.shape.dims();
                for (axis, (place, length)) in self.leading.iter_mut().zip(lengths).enumerate() {
                    let drag = DragValue::new(place).range(0..=length.saturating_sub(1));
                    let label = ui.label(format!("axis {axis}"));
                    ui.add(drag).labelled_by(label.id);
                    ui.label(RichText::new(format!("of {length}")).weak());
                }
            });
        }
    }

    fn gradient(&mut self, editor: &Editor) -> ShownGradient {
        if self.tab != TableTab::Gradient {
            return ShownGradient::None;
        }
        let (node, live) = (self.node, editor.live());
        if live.shown().gradient_work(node) == 0.0 {
            return ShownGradient::OfEvaluation;
        }
        if live.is_heavy(node) {
            return match live.digest(Quantity::AllOfGradient(node)) {
                Known::NotYet => ShownGradient::NotYet,
                Known::Absent => ShownGradient::None,
                Known::Digest(digest) => digest
                    .all
                    .clone()
                    .map_or(ShownGradient::None, ShownGradient::Numbers),
            };
        }
        let make = || {
            editor
                .shown_gradient(node)
                .map(|numbers| numbers.to_tensor())
        };
        let known = self.gradient.get(live.generation(), make).clone();
        known.map_or(ShownGradient::None, ShownGradient::Numbers)
    }

    /// Takes numbers from the clipboard, if they come and are meant for this table.
    fn take_paste(&mut self, ui: &Ui, value: &Tensor, plane: &Plane, actions: &mut Vec<Action>) {
        let cell = self.grid.edited();
        if cell.is_none() && !self.waits_for_paste {
            return;
        }
        let meant = |text: &str| self.waits_for_paste || paste::is_block(text);
        let pasted = ui.input_mut(|input| {
            let is_one = |event: &Event| matches!(event, Event::Paste(text) if meant(text));
            let at = input.events.iter().position(is_one)?;
            match input.events.remove(at) {
                Event::Paste(text) => Some(text),
                _ => None,
            }
        });
        if let Some(text) = pasted {
            self.waits_for_paste = false;
            let cell = cell.unwrap_or_default();
            let block = NumberBlock::parse(&text);
            let size = block.as_ref().ok();
            let size = size.map(|block| (block.rows, block.columns, block.header));
            let said = size.map(|size| (size, value.shape(), plane.rows * plane.columns));
            let made = block.and_then(|block| block.put(value, plane, cell));
            self.grid.stop_editing();
            let now = made.as_ref().map(Tensor::shape);
            self.note = match (said, now) {
                (Some((size, before, room)), Ok(now)) => paste::told(size, (before, now), room),
                _ => String::new(),
            };
            self.set(made, actions);
        }
    }

    fn set(&mut self, made: Result<Tensor, String>, actions: &mut Vec<Action>) {
        match made {
            Ok(value) => {
                self.message.clear();
                actions.push(Action::Edit(Edit::SetValue {
                    node: self.node,
                    value,
                }));
            }
            Err(message) => self.message = message,
        }
    }
}

/// The head of a table of a tensor that takes too long to be looked at in a frame. A plane of
/// it has no heat map.
fn heavy_head(known: &Known, is_whole: bool, is_gradient: bool) -> (String, Option<HeatMap>) {
    let heat = match known {
        Known::Digest(digest) if is_whole => {
            let cells = digest.picture.clone();
            cells.map(|cells| HeatMap::of(cells, is_gradient))
        }
        _ => None,
    };
    (super::inspector::digest_summary(known), heat)
}

/// A value with one number changed.
fn with_change(value: &Tensor, plane: &Plane, change: CellChange) -> Result<Tensor, String> {
    let ((row, column), number) = change;
    let mut data = value.data().to_vec();
    if let Some(to) = data.get_mut(plane.index(row, column)) {
        *to = number;
    }
    Tensor::new(value.shape(), data).map_err(|error| error.to_string())
}

/// How high a grid is that leaves this much for what is below it.
fn grid_height(ui: &Ui, below: f32) -> f32 {
    (ui.available_height() - below).max(60.0)
}

fn numbers_of(tensor: &Tensor) -> Numbers<'_> {
    Numbers {
        shape: tensor.shape(),
        data: tensor.data().into(),
    }
}

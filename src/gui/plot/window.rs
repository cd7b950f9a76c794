//! [`PlotWindow`]: the plot as a window above the canvas. It follows the graph, and dragging
//! the point drags the source.

use std::sync::Arc;
use std::time::Duration;

use eframe::egui::{self, Context, DragValue, Id, Rect, Role, Ui, WidgetInfo, vec2};

use super::choice::{Offered, choice};
use super::data::PlotData;
use super::picture::plot_ui;
use super::touch::Touch;
use crate::core::graph::NodeId;
use crate::core::number::{parse_number, typeset};
use crate::core::op::Op;
use crate::core::plot::usual_range;
use crate::core::tensor::Tensor;
use crate::document::history::UndoGroup;
use crate::document::{Edit, Revision};
use crate::gui::action::Action;
use crate::gui::command::Command;
use crate::gui::editor::Editor;
use crate::gui::overlay::Overlay;
use crate::gui::theme::Theme;

/// The most nodes in one plot.
const MOST_NODES: usize = 5;
/// A graph that takes longer isn't computed again and again within a frame.
const SLOW: Duration = Duration::from_millis(10);

/// What a plot is computed from.
#[derive(Clone, PartialEq)]
struct PlotKey {
    revisions: (Revision, Revision),
    nodes: Vec<NodeId>,
    sources: Vec<NodeId>,
    ranges: Vec<(f64, f64)>,
}

/// A source, and from where to where it goes.
#[derive(Clone, Copy, Debug, PartialEq)]
struct PlotAxis {
    source: NodeId,
    range: (f64, f64),
}

/// The window with a plot.
pub struct PlotWindow {
    nodes: Vec<NodeId>,
    /// One source, or two for a map.
    axes: Vec<PlotAxis>,
    gesture: Option<UndoGroup>,
    /// Where it is on the screen.
    rect: Option<Rect>,
    made: Option<(PlotKey, Result<Arc<PlotData>, String>)>,
}

impl PlotWindow {
    /// A plot of what is selected: the nodes that are computed against the sources. Of what
    /// isn't selected, the target is taken, and the first source that the node depends on,
    /// parameters first.
    ///
    /// # Errors
    /// There is nothing to plot; says what to select.
    pub fn of_selection(editor: &Editor) -> Result<PlotWindow, &'static str> {
        let selected = editor.selection.nodes.iter().copied();
        let wire = editor.selection.wire;
        let wire = wire.and_then(|wire| editor.start(wire)).into_iter();
        let ends = editor.selection.wire.map(|wire| wire.to);
        let all: Vec<NodeId> = selected.chain(wire).chain(ends).collect();
        let (mut sources, mut nodes): (Vec<NodeId>, Vec<NodeId>) = (Vec::new(), Vec::new());
        for id in all {
            match editor.source_number(id) {
                Some(_) => sources.push(id),
                None if editor.number(id).is_some() => nodes.push(id),
                None => {}
            }
        }
        if nodes.is_empty() {
            nodes.extend(editor.target().filter(|id| !sources.contains(id)));
        }
        nodes.truncate(MOST_NODES);
        let first = nodes.first().copied();
        let first = first.ok_or("select a node that computes a single number first")?;
        if sources.is_empty() {
            let found = first_source(editor, first);
            sources.push(found.ok_or("the node depends on no source of a single number")?);
        }
        sources.truncate(2);
        if sources.len() == 2 {
            nodes.truncate(1);
        }
        Ok(PlotWindow {
            nodes,
            axes: sources.into_iter().map(|id| axis(editor, id)).collect(),
            gesture: None,
            rect: None,
            made: None,
        })
    }

    /// Where the window is on the screen, once it was drawn.
    pub fn rect(&self) -> Option<Rect> {
        self.rect
    }

    /// Draws the window; it opens in a corner of the canvas. False once it is closed, or
    /// what it shows is gone.
    pub fn show(
        &mut self,
        ctx: &Context,
        canvas: Option<Rect>,
        (editor, overlay): (&Editor, &dyn Overlay),
        theme: &Theme,
        actions: &mut Vec<Action>,
    ) -> bool {
        self.nodes.retain(|id| editor.node(*id).is_some());
        self.axes
            .retain(|axis| editor.source_number(axis.source).is_some());
        if self.nodes.is_empty() || self.axes.is_empty() {
            return false;
        }
        let mut open = true;
        let room = canvas.unwrap_or(ctx.content_rect()).shrink(12.0);
        let size = vec2(460.0, 360.0).min(room.size() - vec2(12.0, 50.0));
        let shown = egui::Window::new("Plot")
            .id(Id::unique("plot"))
            .open(&mut open)
            .default_size(size)
            .default_pos(room.right_bottom() - size - vec2(14.0, 44.0))
            .min_size(vec2(280.0, 240.0))
            .show(ctx, |ui| {
                self.choice_ui(ui, editor);
                self.range_ui(ui);
                ui.separator();
                if self.is_hidden(overlay) {
                    ui.label("The plot is hidden as long as the numbers are.");
                    return;
                }
                let data = self.data(editor);
                match &data {
                    Ok(data) => {
                        Self::export_ui(ui, actions);
                        let touch = plot_ui(ui, data, theme);
                        self.follow(editor, &touch, actions);
                    }
                    Err(why) => drop(ui.label(why)),
                }
            });
        let rect = shown.map(|shown| shown.response.rect);
        if rect.is_some() && self.rect.is_none() {
            // What is plotted comes out from under the window.
            let sources = self.axes.iter().map(|axis| axis.source);
            let all = self.nodes.iter().copied().chain(sources).collect();
            actions.push(Action::BringIntoView(all));
        }
        self.rect = rect;
        open
    }

    /// Whether a number that the plot would show is redacted.
    fn is_hidden(&self, overlay: &dyn Overlay) -> bool {
        let values = self.nodes.iter().map(|id| overlay.value(*id));
        let sources = self.axes.iter().map(|axis| axis.source);
        let slopes = sources.clone().map(|id| overlay.gradient(id));
        let sources = sources.map(|id| overlay.value(id));
        let mut shown = values.chain(slopes).chain(sources);
        shown.any(|shown| !shown.is_visible())
    }

    /// What it shows.
    ///
    /// # Errors
    /// It can't be plotted; says why.
    pub(in crate::gui) fn data(&mut self, editor: &Editor) -> Result<Arc<PlotData>, String> {
        let document = editor.document();
        let key = PlotKey {
            revisions: (document.structure_revision(), document.values_revision()),
            nodes: self.nodes.clone(),
            sources: self.axes.iter().map(|axis| axis.source).collect(),
            ranges: self.axes.iter().map(|axis| axis.range).collect(),
        };
        if let Some((known, made)) = &self.made
            && *known == key
        {
            return made.clone();
        }
        let graph = document.graph();
        if editor.live().took() > SLOW {
            return Err(
                "This graph takes too long to be computed for every point of a plot in a \
                 window: \"wiregrad plot\" on the command line draws it."
                    .to_owned(),
            );
        }
        let made = match (&self.axes[..], self.nodes.first()) {
            ([x, y], Some(node)) => {
                PlotData::map(graph, [x.source, y.source], *node, [x.range, y.range])
            }
            ([x, ..], _) => PlotData::curves(graph, x.source, &self.nodes, x.range),
            _ => Err(String::new()),
        };
        let made = made.map(Arc::new);
        self.made = Some((key, made.clone()));
        made
    }

    /// What is plotted against what.
    fn choice_ui(&mut self, ui: &mut Ui, editor: &Editor) {
        let (computed, sources) = ((editor, Offered::Computed), (editor, Offered::Sources));
        ui.horizontal_wrapped(|ui| {
            for nth in 0..self.nodes.len() {
                let now = self.nodes[nth];
                let is_only = self.nodes.len() == 1;
                let extra = (!is_only).then_some("leave out");
                match choice(ui, ("Plotted node", nth), computed, Some(now), extra) {
                    Some(Some(id)) => self.nodes[nth] = id,
                    Some(None) => {
                        self.nodes.remove(nth);
                        break;
                    }
                    None => {}
                }
            }
            let more = self.axes.len() == 1 && self.nodes.len() < MOST_NODES;
            if more
                && let Some(Some(id)) = choice(ui, ("Another node", 9), computed, None, None)
                && !self.nodes.contains(&id)
            {
                self.nodes.push(id);
            }
            ui.label("against");
            let now = self.axes[0].source;
            if let Some(Some(id)) = choice(ui, ("Source", 0), sources, Some(now), None) {
                self.axes[0] = axis(editor, id);
            }
            if self.nodes.len() > 1 {
                return; // A map is of one node.
            }
            ui.label("and");
            let now = self.axes.get(1).map(|axis| axis.source);
            match choice(ui, ("Second source", 1), sources, now, Some("nothing")) {
                Some(Some(id)) if id != self.axes[0].source => {
                    self.axes.truncate(1);
                    self.axes.push(axis(editor, id));
                }
                Some(None) => self.axes.truncate(1),
                _ => {}
            }
        });
    }

    /// From where to where the sources go.
    fn range_ui(&mut self, ui: &mut Ui) {
        let several = self.axes.len() > 1;
        ui.horizontal_wrapped(|ui| {
            for (nth, axis) in self.axes.iter_mut().enumerate() {
                ui.label(match (several, nth) {
                    (false, _) => "from",
                    (true, 0) => "→ from",
                    (true, _) => "↑ from",
                });
                let width = axis.range.1 - axis.range.0;
                let mut ends = [axis.range.0, axis.range.1];
                for (end, name) in ends
                    .iter_mut()
                    .zip(["Start of the range", "End of the range"])
                {
                    let drag = DragValue::new(end)
                        .speed(width * 0.01)
                        .custom_formatter(|x, _| typeset(x, 4))
                        .custom_parser(|text| parse_number(text).ok());
                    let response = ui.add(drag);
                    response.widget_info(|| WidgetInfo::labeled(Role::SpinButton, true, name));
                    if name.starts_with("Start") {
                        ui.label("to");
                    }
                }
                if ends[0] < ends[1] && ends[0].is_finite() && ends[1].is_finite() {
                    axis.range = (ends[0], ends[1]);
                }
            }
        });
    }

    /// The buttons that save and copy.
    fn export_ui(ui: &mut Ui, actions: &mut Vec<Action>) {
        ui.horizontal_wrapped(|ui| {
            for (command, name) in [
                (Command::SavePlot, "Save…"),
                (Command::CopyPlot, "Copy picture"),
                (Command::CopyPlotNumbers, "Copy numbers"),
            ] {
                let button = ui.button(name).on_hover_text(command.info().help);
                if button.clicked() {
                    actions.push(Action::Command(command));
                }
            }
        });
    }

    /// Gives the sources what the pointer asks for; one drag is one step.
    fn follow(&mut self, editor: &Editor, touch: &Touch, actions: &mut Vec<Action>) {
        for &(node, number) in &touch.numbers {
            if editor.source_number(node) == Some(number) {
                continue;
            }
            let gesture = *self.gesture.get_or_insert_with(|| editor.new_gesture());
            let value = Tensor::scalar(number);
            let edit = Edit::SetValue { node, value };
            actions.push(Action::EditIn(gesture, edit));
        }
        if touch.ends && self.gesture.take().is_some() {
            actions.push(Action::EndGesture);
        }
    }
}

/// A source with its slider's range, or the usual one.
fn axis(editor: &Editor, source: NodeId) -> PlotAxis {
    let now = editor.source_number(source).unwrap_or_default();
    let given = editor
        .range(source)
        .filter(|(from, to)| (*from..=*to).contains(&now));
    PlotAxis {
        source,
        range: given.unwrap_or_else(|| usual_range(now)),
    }
}

/// The first source of a single number that a node depends on; parameters first.
fn first_source(editor: &Editor, node: NodeId) -> Option<NodeId> {
    let graph = editor.document().graph();
    let leads = graph.inputs_of(node);
    let sources = editor.nodes().filter(|(id, _)| {
        let is_before = leads.get(id.index()) == Some(&true);
        is_before && editor.source_number(*id).is_some()
    });
    let is_other = |id: &NodeId| !editor.op(*id).is_some_and(Op::is_trained);
    sources
        .map(|(id, _)| id)
        .min_by_key(|id| (is_other(id), *id))
}

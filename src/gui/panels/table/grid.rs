//! [`Grid`]: a matrix as cells, of which one can be edited.

use eframe::egui::text::{CCursor, CCursorRange};
use eframe::egui::{
    Align, Color32, Key, Label, Layout, Modifiers, RichText, Role, ScrollArea, Sense, TextEdit,
    TextStyle, Ui, WidgetInfo,
};
use egui_extras::{Column, TableBuilder, TableRow};

use super::plane::Plane;
use crate::core::number::{parse_number, typeset};

/// The columns of a page. All columns of a row are drawn, so there must not be too
/// many.
const COLUMNS: usize = 32;
/// The rows of a page. With many more, f32 can't tell their places apart.
const ROWS: usize = 100_000;
/// The digits of a number in a cell.
const DIGITS: usize = 6;

/// What a grid shows.
#[derive(Clone, Copy)]
pub(super) struct GridCells<'a> {
    /// Its rows and columns.
    pub plane: &'a Plane,
    /// Its numbers, row by row.
    pub data: &'a [f64],
    /// Whether they can be changed.
    pub editable: bool,
    /// Their colour.
    pub color: Color32,
}

/// The cell that is edited.
struct Editing {
    cell: (usize, usize),
    text: String,
    fresh: bool,
}

/// What a key does to the edited cell.
enum Leave {
    Cancel,
    /// Take the number, and edit the cell this many rows and columns further.
    Take(isize, isize),
}

/// Which part of a matrix is seen, and the edited cell.
#[derive(Default)]
pub(super) struct Grid {
    first_row: usize,
    first_column: usize,
    editing: Option<Editing>,
}

/// A cell and the number that it was given.
pub(super) type CellChange = ((usize, usize), f64);

impl Grid {
    /// The cell that is edited.
    pub(super) fn edited(&self) -> Option<(usize, usize)> {
        self.editing.as_ref().map(|editing| editing.cell)
    }

    /// The number that is typed in the edited cell, if it isn't what the cell holds, or
    /// why it isn't a number.
    pub(super) fn open_change(
        &self,
        plane: &Plane,
        data: &[f64],
    ) -> Option<Result<CellChange, String>> {
        let editing = self.editing.as_ref()?;
        let (row, column) = editing.cell;
        let old = data.get(row * plane.columns + column)?;
        match parse_number(&editing.text) {
            Ok(x) if x == *old => None,
            Ok(x) => Some(Ok((editing.cell, x))),
            Err(why) => Some(Err(why)),
        }
    }

    /// Stops editing; the cell keeps its number.
    pub(super) fn stop_editing(&mut self) {
        self.editing = None;
    }

    /// Draws the grid in this height. Returns the cell that was changed.
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        height: f32,
        cells: GridCells<'_>,
    ) -> Option<CellChange> {
        let GridCells {
            plane,
            data,
            editable,
            ..
        } = cells;
        let mut height = height;
        if plane.columns > COLUMNS {
            page_ui(
                ui,
                "columns",
                &mut self.first_column,
                COLUMNS,
                plane.columns,
            );
            height -= 26.0;
        }
        if plane.rows > ROWS {
            page_ui(ui, "rows", &mut self.first_row, ROWS, plane.rows);
            height -= 26.0;
        }
        self.first_row = self.first_row.min(plane.rows.saturating_sub(1));
        self.first_column = self.first_column.min(plane.columns.saturating_sub(1));
        if !editable {
            self.editing = None;
        }
        let leave = self.editing.as_ref().and_then(|_| leave_keys(ui));
        let mut change = None;
        if let Some(leave) = leave {
            change = self.leave(&leave, plane, data);
        }
        ScrollArea::horizontal()
            .auto_shrink(false)
            .max_height(height)
            .show(ui, |ui| {
                let clicked = self.table(ui, height, cells);
                change = change.or(clicked);
            });
        change
    }

    fn table(&mut self, ui: &mut Ui, height: f32, cells: GridCells<'_>) -> Option<CellChange> {
        let GridCells {
            plane,
            data,
            editable,
            color,
        } = cells;
        let rows = (plane.rows - self.first_row).min(ROWS);
        let columns = (plane.columns - self.first_column).min(COLUMNS);
        let line = ui.text_style_height(&TextStyle::Body) + 6.0;
        let (first_row, first_column) = (self.first_row, self.first_column);
        let mut change = None;
        TableBuilder::new(ui)
            .striped(true)
            .sense(if editable {
                Sense::click()
            } else {
                Sense::hover()
            })
            .auto_shrink([false, false])
            .min_scrolled_height(height - line)
            .max_scroll_height(height - line)
            .cell_layout(Layout::right_to_left(Align::Center))
            .column(Column::exact(54.0))
            .columns(Column::exact(80.0), columns)
            .header(line, |mut header| {
                header.col(|_| {});
                for column in 0..columns {
                    header.col(|ui| weak(ui, first_column + column));
                }
            })
            .body(|body| {
                body.rows(line, rows, |mut row| {
                    let at = first_row + row.index();
                    row.col(|ui| weak(ui, at));
                    for column in 0..columns {
                        let cell = (at, first_column + column);
                        let index = cell.0 * plane.columns + cell.1;
                        let Some(&x) = data.get(index) else { continue };
                        let changed = self.cell(&mut row, cell, x, editable, color);
                        change = change.or(changed.map(|x| (cell, x)));
                    }
                });
            });
        change
    }

    fn cell(
        &mut self,
        row: &mut TableRow<'_, '_>,
        cell: (usize, usize),
        x: f64,
        editable: bool,
        color: Color32,
    ) -> Option<f64> {
        let mut change = None;
        let edited = self.edited() == Some(cell);
        let (_, response) = row.col(|ui| {
            if edited {
                change = self.edit_ui(ui, x);
                return;
            }
            let text = RichText::new(typeset(x, DIGITS)).color(color);
            ui.add(Label::new(text).selectable(false).truncate());
        });
        if edited {
            return change;
        }
        response.widget_info(|| {
            let label = format!("element {}, {}: {x}", cell.0, cell.1);
            WidgetInfo::labeled(Role::Button, editable, label)
        });
        if response.clicked() && editable {
            self.begin(cell, x);
        }
        change
    }

    fn begin(&mut self, cell: (usize, usize), x: f64) {
        self.editing = Some(Editing {
            cell,
            text: format!("{x}"),
            fresh: true,
        });
    }

    fn edit_ui(&mut self, ui: &mut Ui, x: f64) -> Option<f64> {
        let editing = self.editing.as_mut()?;
        let field = TextEdit::singleline(&mut editing.text).desired_width(f32::INFINITY);
        let mut output = field.show(ui);
        let (row, column) = editing.cell;
        output.response.widget_info(|| {
            let label = format!("element {row}, {column}");
            WidgetInfo::labeled(Role::TextInput, true, label)
        });
        if std::mem::take(&mut editing.fresh) {
            output.response.request_focus();
            output.response.scroll_to_me(None);
            let end = CCursor::new(editing.text.chars().count());
            let all = CCursorRange::two(CCursor::default(), end);
            output.state.cursor.set_char_range(Some(all));
            output.state.store(ui.ctx(), output.response.id);
        } else if output.response.lost_focus() {
            let taken = parse_number(&editing.text).ok().filter(|taken| *taken != x);
            self.editing = None;
            return taken;
        }
        None
    }

    /// Takes the number of the edited cell, and edits the next one.
    fn leave(&mut self, leave: &Leave, plane: &Plane, data: &[f64]) -> Option<CellChange> {
        let editing = self.editing.take()?;
        let Leave::Take(down, right) = *leave else {
            return None;
        };
        let (row, column) = editing.cell;
        let to = |from: usize, by: isize, count: usize| {
            from.checked_add_signed(by).filter(|i| *i < count)
        };
        let next = to(row, down, plane.rows).zip(to(column, right, plane.columns));
        // At the end of a line, the next one begins.
        let wrapped = (right == 1 && row + 1 < plane.rows).then_some((row + 1, 0));
        if let Some(cell) = next.or(wrapped)
            && let Some(&x) = data.get(cell.0 * plane.columns + cell.1)
        {
            self.begin(cell, x);
        }
        let old = data.get(row * plane.columns + column);
        let taken = parse_number(&editing.text)
            .ok()
            .filter(|taken| old != Some(taken))?;
        Some((editing.cell, taken))
    }
}

fn leave_keys(ui: &Ui) -> Option<Leave> {
    ui.input_mut(|input| {
        let keys = [
            (Modifiers::NONE, Key::Escape, Leave::Cancel),
            (Modifiers::NONE, Key::Enter, Leave::Take(1, 0)),
            (Modifiers::NONE, Key::ArrowDown, Leave::Take(1, 0)),
            (Modifiers::NONE, Key::ArrowUp, Leave::Take(-1, 0)),
            (Modifiers::SHIFT, Key::Tab, Leave::Take(0, -1)),
            (Modifiers::NONE, Key::Tab, Leave::Take(0, 1)),
        ];
        keys.into_iter()
            .find_map(|(modifiers, key, leave)| input.consume_key(modifiers, key).then_some(leave))
    })
}

fn weak(ui: &mut Ui, index: usize) {
    let text = RichText::new(index.to_string()).weak().small();
    ui.add(Label::new(text).selectable(false));
}

/// Chooses the page of something long.
fn page_ui(ui: &mut Ui, what: &str, first: &mut usize, page: usize, count: usize) {
    ui.horizontal(|ui| {
        let last = (count - 1) / page * page;
        let back = ui.add_enabled(*first > 0, eframe::egui::Button::new("◀"));
        back.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("earlier {what}")));
        if back.clicked() {
            *first = first.saturating_sub(page);
        }
        let end = (*first + page).min(count) - 1;
        ui.label(format!("{what} {} to {end} of {count}", *first));
        let on = ui.add_enabled(*first < last, eframe::egui::Button::new("▶"));
        on.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("later {what}")));
        if on.clicked() {
            *first = (*first + page).min(last);
        }
    });
}

//! The menu bar, made from the table of commands.

use eframe::egui::{self, Align2, Atom, AtomExt, Atoms, RectAlign, Response, Tooltip, Ui, vec2};

use super::action::Action;
use super::app::App;
use super::command::{COMMANDS, Command, CommandInfo, Menu, keys_text};
use super::shipped::{Heading, SHIPPED};
use super::style::menu_body;

/// Says why a command can't be carried out now.
type WhyNot<'a> = dyn Fn(Command) -> Option<&'static str> + 'a;

/// Draws the menu bar.
pub(super) fn menu_ui(ui: &mut Ui, app: &App, why_not: &WhyNot<'_>, actions: &mut Vec<Action>) {
    egui::MenuBar::new().ui(ui, |ui| {
        for menu in Menu::ALL {
            ui.menu_button(menu.title(), |ui| {
                menu_body(ui, |ui| {
                    ui.set_min_width(220.0);
                    let rows: Vec<_> = COMMANDS.iter().filter(|row| row.menu == menu).collect();
                    let gutter = has_switch(app, &rows);
                    let mut first = true;
                    for group in rows.chunk_by(|a, b| a.submenu == b.submenu) {
                        match group.first().and_then(|row| row.submenu) {
                            Some(title) => {
                                ui.menu_button(with_mark(gutter, false, title), |ui| {
                                    let gutter = has_switch(app, group);
                                    entries_ui(ui, app, why_not, group, (true, gutter), actions);
                                });
                            }
                            None => entries_ui(ui, app, why_not, group, (first, gutter), actions),
                        }
                        first = false;
                    }
                    if menu == Menu::Learn {
                        let told = |heading: &Heading| heading.steps > 0;
                        shipped_ui(ui, gutter, ("Lessons", told), actions);
                    }
                    if menu == Menu::Train {
                        let trains = |heading: &Heading| heading.trains && heading.steps == 0;
                        shipped_ui(ui, gutter, ("Graphs to train", trains), actions);
                    }
                });
            });
        }
    });
}

/// Graphs that ship, those that belong under a title.
fn shipped_ui(
    ui: &mut Ui,
    gutter: bool,
    (title, belongs): (&str, fn(&Heading) -> bool),
    actions: &mut Vec<Action>,
) {
    ui.separator();
    ui.menu_button(with_mark(gutter, false, title), |ui| {
        let all = SHIPPED.iter().enumerate();
        for (index, lesson) in all.filter(|(_, lesson)| belongs(lesson.heading())) {
            let heading = lesson.heading();
            let entry = ui.button(&heading.title);
            beside(&entry, &heading.note);
            if entry.clicked() {
                actions.push(Action::OpenLesson(index));
                ui.close();
            }
        }
    });
}

fn entries_ui(
    ui: &mut Ui,
    app: &App,
    why_not: &WhyNot<'_>,
    rows: &[&CommandInfo],
    (first, gutter): (bool, bool),
    actions: &mut Vec<Action>,
) {
    for (nth, row) in rows.iter().enumerate() {
        if row.after_line && !(first && nth == 0) {
            ui.separator();
        }
        entry_ui(ui, app, (row, why_not(row.command)), gutter, actions);
        if row.command == Command::OpenPath {
            recent_ui(ui, app, gutter, actions);
            examples_ui(ui, gutter, actions);
        }
    }
}

/// The files that were open.
fn recent_ui(ui: &mut Ui, app: &App, gutter: bool, actions: &mut Vec<Action>) {
    ui.menu_button(with_mark(gutter, false, "Open recent"), |ui| {
        let recent = &app.shell.settings.recent;
        if recent.is_empty() {
            ui.weak("No file was open yet.");
        }
        for path in recent {
            let name = path.file_name().unwrap_or(path.as_os_str());
            let entry = ui.button(name.to_string_lossy());
            beside(&entry, &path.display().to_string());
            if entry.clicked() {
                actions.push(Action::OpenFile(path.clone()));
                ui.close();
            }
        }
    });
}

/// The graphs that ship.
fn examples_ui(ui: &mut Ui, gutter: bool, actions: &mut Vec<Action>) {
    ui.menu_button(with_mark(gutter, false, "Examples"), |ui| {
        menu_body(ui, |ui| {
            for (index, example) in SHIPPED.iter().enumerate() {
                let heading = example.heading();
                let entry = ui.button(&heading.title);
                beside(&entry, &heading.note);
                if entry.clicked() {
                    actions.push(Action::OpenLesson(index));
                    ui.close();
                }
            }
        });
    });
}

fn entry_ui(
    ui: &mut Ui,
    app: &App,
    (row, why_not): (&CommandInfo, Option<&'static str>),
    gutter: bool,
    actions: &mut Vec<Action>,
) {
    let history = app.editor.history();
    let name = match row.command {
        Command::Undo => with_label(row.name, history.undo_label()),
        Command::Redo => with_label(row.name, history.redo_label()),
        _ => row.name.to_owned(),
    };
    let on = app.is_on(row.command);
    let atoms = with_mark(gutter, on == Some(true), &name);
    let mut button = egui::Button::new(atoms);
    let keys = keys_text(ui.ctx(), row.keys.get(..1).unwrap_or_default());
    if !keys.is_empty() {
        button = button.shortcut_text(keys);
    }
    let response = ui.add_enabled(why_not.is_none(), button);
    if let Some(on) = on {
        response
            .widget_info(|| egui::WidgetInfo::selected(egui::Role::CheckBox, true, on, row.name));
    }
    match why_not {
        None => beside(&response, row.help),
        Some(why) => beside(&response, &format!("Not now: {why}")),
    }
    if response.clicked() {
        actions.push(Action::Command(row.command));
        ui.close();
    }
}

/// Shows a tooltip at the side of an entry: below it would cover the next ones.
fn beside(response: &Response, text: &str) {
    let mut tooltip = match response.enabled() {
        true => Tooltip::for_enabled(response),
        false => Tooltip::for_disabled(response),
    };
    let sides = &[RectAlign::LEFT_START, RectAlign::RIGHT_END];
    tooltip.popup = tooltip
        .popup
        .align(RectAlign::RIGHT_START)
        .align_alternatives(sides)
        .gap(8.0);
    tooltip.show(|ui| ui.label(text));
}

/// Whether one of these rows is a switch: all of them then leave room for its mark.
fn has_switch(app: &App, rows: &[&CommandInfo]) -> bool {
    rows.iter().any(|row| app.is_on(row.command).is_some())
}

/// A row's text, after a tick or, in a menu with switches, the room for one.
fn with_mark(gutter: bool, on: bool, text: &str) -> Atoms<'static> {
    let size = vec2(14.0, 10.0);
    let mut atoms = Atoms::new(text.to_owned());
    if gutter {
        atoms.push_left(match on {
            true => Atom::from("✓")
                .atom_size(size)
                .atom_align(Align2::LEFT_CENTER),
            false => Atom::paint(size, |_, _| ()),
        });
    }
    atoms
}

fn with_label(name: &str, label: Option<&str>) -> String {
    label.map_or_else(|| name.to_owned(), |label| format!("{name} {label}"))
}

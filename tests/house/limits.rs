//! What a file may hold: how long it and its functions are, which crates it names, and
//! where `impl App` and the platform belong.

use crate::contents::{Contents, Function};
use crate::sources::Source;

/// The longest file, in lines.
const FILE_LINES: usize = 500;
/// The longest function, in lines, from `fn` to its last brace.
const FUNCTION_LINES: usize = 60;

/// Crates and parts of the standard library that a room must not name, by the start of
/// its path.
const FORBIDDEN: &[(&str, &[&str])] = &[
    (
        "src/core/",
        &[
            "serde",
            "serde_json",
            "ron",
            "tempfile",
            "clap",
            "std::fs",
            "std::io",
            "std::env",
            "std::time",
            "std::net",
            "std::process",
            "std::thread",
            "egui",
            "eframe",
        ],
    ),
    (
        "src/document/",
        &["serde", "ron", "std::fs", "egui", "eframe"],
    ),
    ("src/data/", &["serde", "ron", "clap", "egui", "eframe"]),
    ("src/file/", &["clap", "egui", "eframe"]),
    ("src/cli/", &["egui", "eframe"]),
    // Files, threads and the clock have one room.
    (
        "src/gui/",
        &["std::fs", "std::thread", "std::time::Instant"],
    ),
];

/// Where the rule before doesn't hold.
const PLATFORM: &str = "src/gui/platform";

/// The files that carry out what the program does.
const IMPL_APP: &[&str] = &["src/gui/app.rs", "src/gui/frame.rs", "src/gui/perform/"];

/// Everything in these files that is too long.
pub(crate) fn too_long(sources: &[Source]) -> Vec<String> {
    let mut wrong = Vec::new();
    for Source { path, text } in sources {
        if text.lines().count() > FILE_LINES {
            wrong.push(format!("long file: {path}"));
        }
        let functions = Contents::of(text).functions.into_iter();
        let long = functions.filter(|function| counted_lines(function, text) > FUNCTION_LINES);
        wrong.extend(long.map(|function| format!("long function: {path} {}", function.name)));
    }
    wrong
}

/// The lines of a function, but for arms of a `match` that fit on one line: they are the
/// rows of a table.
fn counted_lines(function: &Function, text: &str) -> usize {
    let lines = text.lines().skip(function.line - 1).take(function.lines);
    let is_row = |line: &&str| line.contains(" => ") && line.ends_with(',');
    function.lines - lines.filter(is_row).count()
}

/// Every file that names what its room must not name, and every `impl App` that is in
/// the wrong place.
pub(crate) fn misplaced(sources: &[Source]) -> Vec<String> {
    let mut wrong = Vec::new();
    for Source { path, text } in sources {
        let contents = Contents::of(text);
        for forbidden in forbidden_in(path) {
            if names(&contents, forbidden) {
                wrong.push(format!("names {forbidden}: {path}"));
            }
        }
        let of_app = contents.implemented.iter().any(|name| name == "App");
        if of_app && !IMPL_APP.iter().any(|room| path.starts_with(room)) {
            wrong.push(format!("impl App: {path}"));
        }
    }
    wrong
}

fn forbidden_in(path: &str) -> impl Iterator<Item = &'static str> {
    let rules = FORBIDDEN
        .iter()
        .filter(move |(room, _)| path.starts_with(room) && !path.starts_with(PLATFORM));
    rules.flat_map(|(_, names)| names.iter().copied())
}

/// Whether a file names something outside the package, by an import or a path.
fn names(contents: &Contents, outside: &str) -> bool {
    let outside: Vec<&str> = outside.split("::").collect();
    let leads_there = |path: &[String]| {
        path.len() >= outside.len() && path.iter().zip(&outside).all(|(a, b)| a == b)
    };
    let imported = contents.imports.iter().any(|it| leads_there(&it.path));
    imported
        || contents.paths.iter().any(|used| {
            // `time::Instant` after `use std::time`.
            let (first, rest) = used.path.split_at(1);
            let mut imports = contents.imports.iter().filter(|it| it.alias == first[0]);
            leads_there(&used.path)
                || imports.any(|import| leads_there(&[&import.path[..], rest].concat()))
        })
}

#[cfg(test)]
mod tests {
    use super::{misplaced, too_long};
    use crate::sources::made_up;

    #[test]
    fn forbidden_names_are_found() {
        let seen = [
            ("src/core/a.rs", "use std::fs;", "std::fs"),
            ("src/core/a.rs", "use std::{fmt, fs::File};", "std::fs"),
            (
                "src/core/a.rs",
                "fn f() { std::time::Instant::now(); }",
                "std::time",
            ),
            ("src/document/a.rs", "use serde::Serialize;", "serde"),
            (
                "src/document/a.rs",
                "#[derive(serde::Serialize)] struct A;",
                "serde",
            ),
            (
                "src/gui/a.rs",
                "use std::time::{Duration, Instant};",
                "std::time::Instant",
            ),
            (
                "src/gui/a.rs",
                "use std::time; fn f() { time::Instant::now(); }",
                "std::time::Instant",
            ),
            (
                "src/gui/a.rs",
                "fn f() { std::thread::spawn(g); }",
                "std::thread",
            ),
        ];
        for (path, text, name) in seen {
            let found = misplaced(&made_up(&[(path, text)]));
            assert_eq!(found, [format!("names {name}: {path}")], "{text}");
        }
        let unseen = [
            ("src/core/a.rs", "// use std::fs;"),
            ("src/core/a.rs", "fn f() { g(\"std::fs\"); }"),
            ("src/core/a.rs", "use std::fmt;"),
            ("src/document/a.rs", "use serde_json::Value;"),
            ("src/document/a.rs", "fn f() { let ron = 1; ron.len(); }"),
            ("src/gui/a.rs", "use std::time::Duration;"),
            (
                "src/gui/platform/a.rs",
                "use std::{fs, thread, time::Instant};",
            ),
            ("src/file/a.rs", "use std::fs;"),
        ];
        for (path, text) in unseen {
            assert_eq!(misplaced(&made_up(&[(path, text)])), [""; 0], "{text}");
        }
    }

    #[test]
    fn impl_app_in_the_wrong_place_is_found() {
        let text = "impl eframe::App for App { fn f() {} }";
        for path in ["src/gui/app.rs", "src/gui/perform/edit.rs"] {
            assert_eq!(misplaced(&made_up(&[(path, "impl App {}")])), [""; 0]);
        }
        let path = "src/gui/panels/mod.rs";
        for text in [text, "impl App {}", "impl super::App { }"] {
            let expected = format!("impl App: {path}");
            assert_eq!(misplaced(&made_up(&[(path, text)])), [expected], "{text}");
        }
        let other = "impl Other for Some<App> {} fn f(g: impl Fn(&App)) {}";
        assert_eq!(misplaced(&made_up(&[(path, other)])), [""; 0]);
    }

    #[test]
    fn what_is_too_long_is_found() {
        let function = |lines: usize| format!("fn f() {{\n{}}}\n", "    g();\n".repeat(lines - 2));
        let found = |text: &str| too_long(&made_up(&[("src/a.rs", text)]));
        assert_eq!(found(&function(60)), [""; 0]);
        assert_eq!(found(&function(61)), ["long function: src/a.rs f"]);
        let arms = "        A => g(),\n".repeat(100);
        let dispatch = format!("fn f() {{\n    match a {{\n{arms}    }}\n}}\n");
        assert_eq!(found(&dispatch), [""; 0]);
        let arms = "        A => {\n            g();\n        }\n".repeat(20);
        let long = format!("fn f() {{\n    match a {{\n{arms}    }}\n}}\n");
        assert_eq!(found(&long), ["long function: src/a.rs f"]);
        let table = format!("static ROWS: &[u8] = &[\n{}];\n", "    1,\n".repeat(100));
        assert_eq!(found(&table), [""; 0]);
        assert_eq!(found(&"\n".repeat(500)), [""; 0]);
        assert_eq!(found(&"\n".repeat(501)), ["long file: src/a.rs"]);
    }
}

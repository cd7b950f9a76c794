//! The `wiregrad` program: a file or nothing opens the editor, a subcommand runs on
//! the command line.

use std::path::Path;
use std::process::ExitCode;

use wiregrad::cli::{self, Invocation};

fn main() -> ExitCode {
    match cli::parse() {
        Invocation::Command(command) => cli::run(&command),
        Invocation::Editor(file) => editor(file.as_deref()),
    }
}

#[cfg(feature = "gui")]
fn editor(file: Option<&Path>) -> ExitCode {
    match wiregrad::gui::run(file) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => cli::failure(&message),
    }
}

#[cfg(not(feature = "gui"))]
fn editor(file: Option<&Path>) -> ExitCode {
    let file = file.map_or("FILE".into(), Path::to_string_lossy);
    cli::usage_error(&format!(
        "this build has no editor: run 'wiregrad eval {file}' for the values and gradients of a \
         graph, or build with the feature 'gui'"
    ))
}

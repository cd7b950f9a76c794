//! The `wiregrad` program.

use std::path::Path;
use std::process::ExitCode;

use wiregrad::cli::{self, Invocation};

fn main() -> ExitCode {
    match cli::parse() {
        Invocation::Command(command) => cli::run(&command),
        Invocation::Editor(file) => no_editor(file.as_deref()),
    }
}

/// What stands in for the editor until there is one.
fn no_editor(file: Option<&Path>) -> ExitCode {
    let file = file.map_or("FILE".into(), Path::to_string_lossy);
    cli::usage_error(&format!(
        "the editor is not part of this version: run 'wiregrad eval {file}' for the values and \
         gradients of a graph, or 'wiregrad check {file}' to check its gradients"
    ))
}

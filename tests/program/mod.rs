//! Runs the program, as tests of the command line do.

use std::io::Write;
use std::process::{Command, Output, Stdio};

/// The program, in surroundings that ask for no colour.
pub(crate) fn program() -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_wiregrad"));
    // Colour must come from the terminal alone, not from what the tests run in.
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
        program.env_remove(name);
    }
    program
}

/// Runs the program with a text on standard input.
pub(crate) fn feed(arguments: &[&str], text: &str) -> Output {
    let mut child = program()
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program");
    let mut input = child.stdin.take().expect("a pipe");
    // A command that is wrong doesn't read it.
    let _ = input.write_all(text.as_bytes());
    drop(input);
    child.wait_with_output().expect("it ends")
}

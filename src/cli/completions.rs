//! `wiregrad completions`: what a shell needs to complete the program's arguments.

use clap::{Args, Command};
use clap_complete::{Shell, generate};

use super::outcome::{Failure, Status};
use super::output;

const EXAMPLES: &str = "\
Examples:
  wiregrad completions bash > ~/.local/share/bash-completion/completions/wiregrad
  wiregrad completions zsh > ~/.zfunc/_wiregrad
  wiregrad completions fish > ~/.config/fish/completions/wiregrad.fish";

/// What `completions` takes.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

/// Prints the completions of a program for a shell.
pub(super) fn run(args: &CompletionsArgs, program: Command) -> Result<Status, Failure> {
    let text = text(args.shell, program);
    output::print_raw(|to| to.write_all(&text))?;
    Ok(Status::Fine)
}

/// The completions of a program for a shell.
pub(super) fn text(shell: Shell, mut program: Command) -> Vec<u8> {
    let mut text = Vec::new();
    generate(shell, &mut program, "wiregrad", &mut text);
    text
}

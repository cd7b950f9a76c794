//! `wiregrad share`: what a package of the program installs beside it, as it lies below
//! `/usr/share`: man pages, completions for shells. The editor adds the icons.

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, Command};
use clap_complete::Shell;

use super::completions;
use super::outcome::{Failure, Status};
use super::output;
use crate::file::save_bytes;

/// What `share` takes.
#[derive(Args)]
pub struct ShareArgs {
    /// The folder to write to
    folder: PathBuf,
}

impl ShareArgs {
    /// The folder to write to.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

/// Where a completion of each shell lies.
const COMPLETIONS: [(Shell, &str); 3] = [
    (Shell::Bash, "bash-completion/completions/wiregrad"),
    (Shell::Fish, "fish/vendor_completions.d/wiregrad.fish"),
    (Shell::Zsh, "zsh/vendor-completions/_wiregrad"),
];

/// Writes the man pages and the completions of a program.
pub(super) fn run(args: &ShareArgs, program: &Command) -> Result<Status, Failure> {
    Ok(match write(&args.folder, program) {
        Ok(()) => Status::Fine,
        Err(message) => {
            output::complain(&message);
            Status::Problem
        }
    })
}

fn write(folder: &Path, program: &Command) -> Result<(), String> {
    for (shell, path) in COMPLETIONS {
        save(
            &folder.join(path),
            &completions::text(shell, program.clone()),
        )?;
    }
    let mut program = program.clone().disable_help_subcommand(true);
    program.build();
    man_page(folder, &program)?;
    let commands = program.get_subcommands().filter(|it| !it.is_hide_set());
    for command in commands {
        man_page(folder, command)?;
    }
    Ok(())
}

fn man_page(folder: &Path, command: &Command) -> Result<(), String> {
    // `wiregrad-eval`
    let name = command.get_display_name().unwrap_or(command.get_name());
    let mut page = Vec::new();
    let man = clap_mangen::Man::new(command.clone());
    let written = man.render(&mut page);
    written.map_err(|error| format!("the page of {name} can't be written: {error}"))?;
    save(&folder.join(format!("man/man1/{name}.1")), &page)
}

/// Saves a file, and makes its folder first.
fn save(path: &Path, bytes: &[u8]) -> Result<(), String> {
    if let Some(folder) = path.parent() {
        // If this fails, so does the next step, which says why.
        let _ = fs::create_dir_all(folder);
    }
    save_bytes(path, bytes).map_err(|error| error.to_string())
}

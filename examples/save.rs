//! Loads a graph, changes its title and saves it: what `tests/save_crash.sh` kills
//! and starves at every step. `cargo run --example save -- FILE`

use std::path::Path;
use std::process::ExitCode;

use wiregrad::document::Edit;
use wiregrad::file;

fn main() -> ExitCode {
    let Some(path) = std::env::args_os().nth(1) else {
        eprintln!("usage: save FILE");
        return ExitCode::from(2);
    };
    match change(Path::new(&path)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn change(path: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let mut document = file::load(path)?;
    document.apply(Edit::SetTitle("changed".to_owned()))?;
    // A system call that is easy to find in a trace: the save starts after it.
    let _ = std::fs::metadata("/the-save-starts-here");
    file::save(path, &document)?;
    Ok(())
}

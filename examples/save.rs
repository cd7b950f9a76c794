//! Loads a graph, changes its title and saves it; or a checkpoint of a training, which
//! takes a step. It is what `tests/save_crash.sh` kills and starves at every system call.
//! `cargo run --example save -- FILE`: a FILE that ends in `.npz` is a checkpoint, and a
//! first one if it isn't there.

use std::path::Path;
use std::process::ExitCode;

use wiregrad::core::train::{Progress, RunKey, Snapshot};
use wiregrad::document::Edit;
use wiregrad::file;

fn main() -> ExitCode {
    let Some(path) = std::env::args_os().nth(1) else {
        eprintln!("usage: save FILE");
        return ExitCode::from(2);
    };
    let path = Path::new(&path);
    let saved = match path.extension().is_some_and(|it| it == "npz") {
        true => step(path),
        false => change(path),
    };
    match saved {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// A system call that is easy to find in a trace: the save starts after it.
fn mark() {
    let _ = std::fs::metadata("/the-save-starts-here");
}

fn change(path: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let mut document = file::load(path)?;
    document.apply(Edit::SetTitle("changed".to_owned()))?;
    mark();
    file::save(path, &document)?;
    Ok(())
}

fn step(path: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let mut snapshot = match path.exists() {
        true => file::load_checkpoint(path)?,
        false => first(),
    };
    // Once: the next save writes the same again.
    snapshot.progress.step = u64::from(path.exists());
    mark();
    file::save_checkpoint(path, &snapshot)?;
    Ok(())
}

/// Large enough that it takes more than a single block to write.
fn first() -> Snapshot {
    let numbers: Vec<f64> = (0..20_000).map(f64::from).collect();
    Snapshot {
        run: RunKey {
            optimizer: "adam".to_owned(),
            seed: 1,
            batch: 32,
            rows: 100,
            data: 0,
        },
        progress: Progress::default(),
        parameters: vec![("w".to_owned(), numbers.clone())],
        state: vec![("m".to_owned(), numbers.clone()), ("v".to_owned(), numbers)],
    }
}

//! A graph with other values, as another file.

use std::path::{Component, Path, PathBuf};

use crate::core::train::TableSource;
use crate::document::{Document, Edit};
use crate::file;

/// Writes a graph that came from a file in the folder `from`, and the path of its table as
/// it is from there.
///
/// # Errors
/// It couldn't be saved; says what to do.
pub(super) fn save(path: &Path, mut document: Document, from: &Path) -> Result<(), String> {
    rebase(&mut document, from, path)?;
    let saved = file::save(path, &document);
    saved.map(drop).map_err(|error| error.to_string())
}

/// Lets the path of the table start in the folder of `to`, not in `from`.
fn rebase(document: &mut Document, from: &Path, to: &Path) -> Result<(), String> {
    let Some(mut data) = document.data().cloned() else {
        return Ok(());
    };
    let TableSource::Path(path) = &mut data.table else {
        return Ok(());
    };
    let to = to.parent().unwrap_or(Path::new(""));
    if Path::new(path).is_absolute() || from == to {
        return Ok(());
    }
    let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let here = if from == Path::new("") {
        Path::new(".")
    } else {
        from
    };
    let there = if to == Path::new("") {
        Path::new(".")
    } else {
        to
    };
    let new = between(&absolute(there), &absolute(&here.join(&*path)));
    // A file is read on every system: its paths have slashes.
    *path = new.to_string_lossy().replace('\\', "/");
    let set = document.apply(Edit::SetData(Some(Box::new(data))));
    set.map_err(|error| error.to_string())
}

/// The way from a folder to a file, both absolute.
fn between(folder: &Path, file: &Path) -> PathBuf {
    let [folder, file] = [folder, file].map(tidy);
    let common = folder
        .components()
        .zip(file.components())
        .take_while(|(a, b)| a == b)
        .count();
    if common == 0 {
        return file;
    }
    let up = folder
        .components()
        .skip(common)
        .map(|_| Component::ParentDir);
    up.chain(file.components().skip(common)).collect()
}

/// The path without `.` and `..` in it.
fn tidy(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => drop(out.pop()),
            part => out.push(part),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::between;
    use std::path::Path;

    #[test]
    fn the_way_between_two_places_is_found() {
        let cases = [
            ("/a/b", "/a/b/t.csv", "t.csv"),
            ("/a/b", "/a/c/t.csv", "../c/t.csv"),
            ("/a", "/a/b/t.csv", "b/t.csv"),
            ("/a/b/c", "/x/t.csv", "../../../x/t.csv"),
            ("/a/./b", "/a/b/../t.csv", "../t.csv"),
        ];
        for (folder, file, way) in cases {
            let found = between(Path::new(folder), Path::new(file));
            assert_eq!(found, Path::new(way), "{folder} to {file}");
        }
    }
}

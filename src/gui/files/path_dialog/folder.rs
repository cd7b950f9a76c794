//! [`Folder`]: what is in a folder. It is read on a thread, for it may be on a slow
//! network.

use std::path::{Path, PathBuf};

use eframe::egui::Context;

use crate::gui::background::{Task, take_result};
use crate::gui::platform::files::{FolderEntry, entries};

/// More than anybody goes through; the others are found by typing how they begin.
const MOST_ROWS: usize = 500;

type Listing = Result<Vec<FolderEntry>, String>;

/// The folder that the dialog is in.
pub(super) struct Folder {
    path: PathBuf,
    listing: Listing,
    reading: Option<Task<Listing>>,
    asked: bool,
}

impl Folder {
    pub(super) fn new(path: &Path) -> Folder {
        Folder {
            path: path.to_owned(),
            listing: Ok(Vec::new()),
            reading: None,
            asked: false,
        }
    }

    /// Goes to a folder, unless it is there already, and takes up what was read.
    pub(super) fn go_to(&mut self, ctx: &Context, path: &Path) {
        if !self.asked || self.path != path {
            self.asked = true;
            path.clone_into(&mut self.path);
            self.listing = Ok(Vec::new());
            let path = path.to_owned();
            self.reading = Task::start(ctx, "folder", move || list(&path)).ok();
        }
        if let Some(listing) = take_result(&mut self.reading) {
            self.listing = listing;
        }
    }

    /// Why nothing is listed, if that is so.
    pub(super) fn trouble(&self) -> Option<&str> {
        match &self.listing {
            _ if self.reading.is_some() => Some("Reading the folder…"),
            Ok(entries) if entries.is_empty() => Some("There are no graphs in this folder."),
            Ok(_) => None,
            Err(why) => Some(why),
        }
    }

    /// Folders and graphs whose names start with this, capitals or not.
    pub(super) fn starting_with(&self, part: &str) -> Vec<FolderEntry> {
        let part = part.to_lowercase();
        let entries = self.listing.iter().flatten();
        let hits = entries.filter(|entry| {
            let hidden = entry.name.starts_with('.') && !part.starts_with('.');
            let graph = entry.is_folder || is_graph(&entry.name);
            !hidden && graph && entry.name.to_lowercase().starts_with(&part)
        });
        hits.take(MOST_ROWS).cloned().collect()
    }

    /// The longest common beginning of all names that start with this; with a slash if
    /// there is one such name, and it is a folder.
    pub(super) fn completion(&self, part: &str) -> Option<String> {
        let hits = self.starting_with(part);
        let first = hits.first()?;
        if let [only] = &hits[..] {
            let slash = if only.is_folder { "/" } else { "" };
            return Some(format!("{}{slash}", only.name));
        }
        let mut common = first.name.as_str();
        for hit in &hits {
            let same = common.chars().zip(hit.name.chars());
            let same = same.take_while(|(a, b)| a == b);
            let length = same.map(|(a, _)| a.len_utf8()).sum();
            common = &common[..length];
        }
        (common.len() >= part.len()).then(|| common.to_owned())
    }

    /// Whether a folder of this name is in it.
    pub(super) fn has_folder(&self, name: &str) -> bool {
        let mut entries = self.listing.iter().flatten();
        entries.any(|entry| entry.is_folder && entry.name == name)
    }
}

fn is_graph(name: &str) -> bool {
    Path::new(name)
        .extension()
        .is_some_and(|e| e.eq_ignore_ascii_case("ron"))
}

fn list(path: &Path) -> Listing {
    let mut found =
        entries(path).map_err(|error| format!("This folder can't be read: {error}."))?;
    found.sort_by_cached_key(|entry| (!entry.is_folder, entry.name.to_lowercase()));
    Ok(found)
}

//! [`Folder`]: what is in a folder, read on a thread: it may lie on a slow network.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::thread::Builder;

use eframe::egui::Context;

/// More than anybody goes through; the rest is found by typing its beginning.
const MOST_ROWS: usize = 500;

/// Whether an entry leads on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Folder,
    File,
}

/// Something in a folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Entry {
    pub(super) kind: Kind,
    pub(super) name: String,
}

type Listing = Result<Vec<Entry>, String>;

/// The folder that the dialog is in.
pub(super) struct Folder {
    path: PathBuf,
    listing: Listing,
    reading: Option<Receiver<Listing>>,
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

    /// Goes to a folder, if it isn't there yet, and picks up what was read.
    pub(super) fn go_to(&mut self, ctx: &Context, path: &Path) {
        if !self.asked || self.path != path {
            self.asked = true;
            path.clone_into(&mut self.path);
            self.listing = Ok(Vec::new());
            let (sender, receiver) = channel();
            let (ctx, path) = (ctx.clone(), path.to_owned());
            let thread = Builder::new().name("folder".into()).spawn(move || {
                let _ = sender.send(list(&path));
                ctx.request_repaint();
            });
            self.reading = thread.is_ok().then_some(receiver);
        }
        if let Some(listing) = self.reading.as_ref().and_then(|r| r.try_recv().ok()) {
            self.listing = listing;
            self.reading = None;
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
    pub(super) fn starting_with(&self, part: &str) -> Vec<Entry> {
        let part = part.to_lowercase();
        let entries = self.listing.iter().flatten();
        let hits = entries.filter(|entry| {
            let hidden = entry.name.starts_with('.') && !part.starts_with('.');
            let graph = entry.kind == Kind::Folder || is_graph(&entry.name);
            !hidden && graph && entry.name.to_lowercase().starts_with(&part)
        });
        hits.take(MOST_ROWS).cloned().collect()
    }

    /// The longest beginning that all names have that start with this; with a slash if
    /// it is the only one, and a folder.
    pub(super) fn completion(&self, part: &str) -> Option<String> {
        let hits = self.starting_with(part);
        let first = hits.first()?;
        if let [only] = &hits[..] {
            let slash = if only.kind == Kind::Folder { "/" } else { "" };
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
        entries.any(|entry| entry.kind == Kind::Folder && entry.name == name)
    }
}

fn is_graph(name: &str) -> bool {
    Path::new(name)
        .extension()
        .is_some_and(|e| e.eq_ignore_ascii_case("ron"))
}

fn list(path: &Path) -> Listing {
    let entries = fs::read_dir(path).map_err(|error| format!("can't read this folder: {error}"))?;
    let mut found: Vec<Entry> = entries
        .flatten()
        .map(|entry| {
            // Through links, so that a link to a folder is one.
            let folder = fs::metadata(entry.path()).is_ok_and(|found| found.is_dir());
            Entry {
                kind: if folder { Kind::Folder } else { Kind::File },
                name: entry.file_name().to_string_lossy().into_owned(),
            }
        })
        .collect();
    found.sort_by_cached_key(|entry| (entry.kind, entry.name.to_lowercase()));
    Ok(found)
}

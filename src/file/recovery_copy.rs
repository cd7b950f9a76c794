//! [`RecoveryCopy`]: a copy of unsaved work, and the line before it that says what it
//! is a copy of.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::error::FileError;
use super::load::load;
use super::parser::options;
use super::write::write_text;

/// How the first line of a copy begins.
const HEADER: &str = "// wiregrad recovery copy ";
/// No title or path is longer.
const LONGEST_HEADER: u64 = 1 << 16;
/// A copy that a writer left behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecoveryCopy {
    path: PathBuf,
    original: Option<PathBuf>,
    heading: String,
    process: Option<u32>,
    saved: Option<SystemTime>,
    error: Option<FileError>,
}

impl RecoveryCopy {
    /// The copy itself.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What to call it: the name of the file that the work belongs to, or `Untitled`.
    pub fn title(&self) -> String {
        let name = self.original().and_then(Path::file_name);
        name.map_or("Untitled".into(), |name| {
            name.to_string_lossy().into_owned()
        })
    }

    /// What to call it to the user: the heading of work that was never saved, if it has
    /// one, else [`RecoveryCopy::title`].
    pub fn name(&self) -> String {
        match self.original() {
            None if !self.heading.is_empty() => self.heading.clone(),
            _ => self.title(),
        }
    }

    /// The heading of the document; may be empty.
    pub fn heading(&self) -> &str {
        &self.heading
    }

    /// The file that the work belongs to, if it had been saved before.
    pub fn original(&self) -> Option<&Path> {
        self.original.as_deref()
    }

    /// When the copy was written.
    pub fn saved(&self) -> Option<SystemTime> {
        self.saved
    }

    /// The process that wrote it, by the system's number.
    pub fn process(&self) -> Option<u32> {
        self.process
    }

    /// Why it can't be loaded, if it is damaged.
    pub fn error(&self) -> Option<&FileError> {
        self.error.as_ref()
    }
}

/// What the first line says.
#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct CopyHeader {
    original: Option<PathBuf>,
    title: String,
    /// In seconds since 1970.
    time: Option<f64>,
    process: Option<u32>,
}

/// The first line of a copy.
pub(super) fn header(title: &str, original: Option<&Path>) -> String {
    let mut line = HEADER.to_owned();
    line.push('(');
    // A path that is no text can't stand in one: the work is then offered unnamed.
    if let Some(original) = original.and_then(Path::to_str) {
        line += "original: ";
        let _ = write_text(&mut line, original);
        line += ", ";
    }
    line += "title: ";
    let end = title.floor_char_boundary(1_000);
    let _ = write_text(&mut line, title.get(..end).unwrap_or_default());
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let now = now.map_or(0.0, |since| since.as_secs_f64());
    line + &format!(", time: {now:?}, process: {})\n", std::process::id())
}

impl RecoveryCopy {
    /// A copy that lies at a path, damaged or not.
    pub(super) fn read(path: PathBuf) -> RecoveryCopy {
        let header = read_header(&path).unwrap_or_default();
        let written = fs::metadata(&path).and_then(|found| found.modified());
        let time = header
            .time
            .and_then(|t| Duration::try_from_secs_f64(t).ok());
        let time = time.and_then(|since| UNIX_EPOCH.checked_add(since));
        RecoveryCopy {
            original: header.original,
            heading: header.title,
            process: header.process,
            saved: time.or(written.ok()),
            error: load(&path).err(),
            path,
        }
    }
}

/// What a copy says of itself; nothing if it is damaged.
fn read_header(path: &Path) -> Option<CopyHeader> {
    let found = fs::metadata(path).ok()?;
    let file = found.is_file().then(|| File::open(path).ok())??;
    let mut line = String::new();
    let mut start = BufReader::new(file).take(LONGEST_HEADER);
    start.read_line(&mut line).ok()?;
    options().from_str(line.strip_prefix(HEADER)?).ok()
}

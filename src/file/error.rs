//! [`FileError`]: why a file can't be read or written, in one sentence that names
//! the line, the node and the cure.

use std::fmt;
use std::path::{Path, PathBuf};

use ron::error::{Error as Ron, SpannedError};

use super::slip::{Slip, slip};
use crate::core::limits::{MAX_FILE_BYTES, MAX_RANK};

/// Why a graph file can't be read or written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileError {
    path: Option<PathBuf>,
    place: Option<TextPosition>,
    node: Option<String>,
    message: String,
}

/// A position in a text, as editors count: both from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextPosition {
    /// The line.
    pub line: usize,
    /// The character in the line.
    pub column: usize,
}

impl TextPosition {
    /// The position of a byte of a text.
    pub(super) fn of(text: &str, offset: usize) -> TextPosition {
        let start = TextPosition { line: 1, column: 1 };
        start.after(text.get(..offset).unwrap_or(text))
    }

    /// The position at the end of a text that starts here.
    pub(super) fn after(self, text: &str) -> TextPosition {
        match text.rfind('\n') {
            None => TextPosition {
                line: self.line,
                column: self.column + text.chars().count(),
            },
            Some(last) => TextPosition {
                line: self.line + text.bytes().filter(|b| *b == b'\n').count(),
                column: text[last + 1..].chars().count() + 1,
            },
        }
    }

    /// Which byte of a text it is; its end if it lies behind it.
    fn offset_in(self, text: &str) -> usize {
        let mut lines = text.split_inclusive('\n');
        let before: usize = lines.by_ref().take(self.line - 1).map(str::len).sum();
        let line = lines.next().unwrap_or("");
        let column = line.char_indices().nth(self.column - 1);
        before + column.map_or(line.len(), |(at, _)| at)
    }

    /// A position within a part of the text, when the part starts here.
    fn shifted(self, within: TextPosition) -> TextPosition {
        let same_line = within.line == 1;
        TextPosition {
            line: self.line + within.line - 1,
            column: if same_line {
                self.column + within.column - 1
            } else {
                within.column
            },
        }
    }
}

impl FileError {
    /// An error of the whole file: what is wrong, and the cure.
    pub(crate) fn new(message: impl Into<String>) -> FileError {
        FileError {
            path: None,
            place: None,
            node: None,
            message: shortened(&message.into(), 600),
        }
    }

    pub(super) fn at(mut self, place: TextPosition) -> FileError {
        self.place = Some(place);
        self
    }

    pub(super) fn about(mut self, node: impl Into<String>) -> FileError {
        self.node = Some(node.into());
        self
    }

    pub(crate) fn in_file(mut self, path: &Path) -> FileError {
        self.path = Some(path.to_owned());
        self
    }

    /// An error of the parser in a part of the text that starts at `start`.
    pub(super) fn syntax(error: &SpannedError, part: &str, start: TextPosition) -> FileError {
        let found = match error.code {
            // The rest counts from before the white space.
            Ron::TrailingCharacters => error.span.end,
            _ => error.span.start,
        };
        let within = TextPosition {
            line: found.line,
            column: found.col,
        };
        match slip(&error.code, part, within.offset_in(part)) {
            Some(Slip { message, at }) => {
                FileError::new(message).at(start.after(part.get(..at).unwrap_or(part)))
            }
            None => FileError::new(plain(&error.code)).at(start.shifted(within)),
        }
    }

    /// The file, if it has a name.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// The position in the file, if the error has one.
    pub fn position(&self) -> Option<TextPosition> {
        self.place
    }

    /// The name of the node, if the error is about one.
    pub fn node(&self) -> Option<&str> {
        self.node.as_deref()
    }

    /// What is wrong, and the cure.
    pub fn message(&self) -> &str {
        &self.message
    }
}

/// More bytes than a graph file may have.
pub(super) fn too_large() -> FileError {
    let most = MAX_FILE_BYTES >> 20;
    FileError::new(format!(
        "the file is larger than {most} MiB: split the graph up"
    ))
}

impl std::error::Error for FileError {}

/// `graph.ron, line 5, column 9, node "x": there is no field …`
impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        if let Some(path) = &self.path {
            parts.push(path.display().to_string());
        }
        if let Some(TextPosition { line, column }) = self.place {
            parts.push(format!("line {line}, column {column}"));
        }
        if let Some(node) = &self.node {
            let quoted = format!("{node:?}");
            // Many messages name the node themselves.
            if !self.message.contains(&quoted) {
                parts.push(format!("node {}", shortened(&quoted, 60)));
            }
        }
        if parts.is_empty() {
            return f.write_str(&self.message);
        }
        write!(f, "{}: {}", parts.join(", "), self.message)
    }
}

/// A message that a screen can hold, whatever a file has put into it.
fn shortened(message: &str, longest: usize) -> String {
    if message.len() <= longest {
        return message.to_owned();
    }
    // The middle goes: the cure is at the end.
    let kept = longest / 2;
    let start = message.floor_char_boundary(kept);
    let end = message.ceil_char_boundary(message.len() - kept);
    format!("{} … {}", &message[..start], &message[end..])
}

/// The parser's errors in words that say what to do.
fn plain(error: &Ron) -> String {
    let expected =
        |what: &str| format!("{what} is missing here, or what stands before it is wrong");
    match error {
        Ron::Message(message) => message.clone(),
        Ron::Eof => "the text ends too early: close what is open, or fetch the file again".into(),
        Ron::ExpectedArray => "a list is wanted here: write it in [ ]".into(),
        Ron::ExpectedArrayEnd => expected("the ] that closes the list"),
        Ron::ExpectedMap => "pairs are wanted here: write them as {\"axis\": 0}".into(),
        Ron::ExpectedMapColon => expected("a colon between name and value"),
        Ron::ExpectedMapEnd => expected("the } that closes the pairs"),
        Ron::ExpectedStructLike | Ron::ExpectedNamedStructLike(_) => {
            "fields are wanted here: write them in ( )".into()
        }
        Ron::ExpectedStructLikeEnd | Ron::ExpectedOptionEnd => {
            expected("the ) that closes the fields")
        }
        Ron::ExpectedComma => expected("a comma"),
        Ron::ExpectedString => "a text is wanted here: write it in \"quotes\"".into(),
        Ron::ExpectedStringEnd => "a text has no end: close it with a quote, \"".into(),
        Ron::ExpectedFloat | Ron::ExpectedInteger => "a number is wanted here".into(),
        Ron::ExpectedBoolean => "true or false is wanted here".into(),
        Ron::ExpectedIdentifier => "the name of a field is wanted here, as in name: \"x\"".into(),
        Ron::InvalidEscape(_) => {
            "an unknown escape in a text: write \\\\ for a backslash, \\\" for a quote".into()
        }
        Ron::IntegerOutOfBounds => "a whole number out of range: use one that fits".into(),
        Ron::UnclosedBlockComment => "a comment has no end: close it with */".into(),
        Ron::UnexpectedChar(c) => format!("{c:?} has no meaning here: take it out"),
        Ron::TrailingCharacters => {
            "the graph ends before this: take out what follows its last )".into()
        }
        Ron::InvalidValueForType { expected, found } => {
            format!("{found} stands here: write {expected}")
        }
        Ron::ExpectedDifferentLength { expected, found } => {
            format!("{found} entries stand here: write {expected}")
        }
        Ron::NoSuchStructField {
            expected, found, ..
        } => {
            let known = expected.join(", ");
            format!("there is no field {found:?}: take it out, or use one of {known}")
        }
        Ron::MissingStructField { field, .. } => format!("the field {field:?} is missing: add it"),
        Ron::DuplicateStructField { field, .. } => {
            format!("the field {field:?} is there twice: take one out")
        }
        Ron::ExceededRecursionLimit => format!(
            "brackets are nested too deep here: a value has at most {MAX_RANK} lists inside one another"
        ),
        other => format!("{other}: see docs/format.md"),
    }
}

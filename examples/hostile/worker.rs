//! [`Worker`]: makes each file, and takes it through the commands.

use std::fs::{self, File, OpenOptions};
use std::io::{Seek, Write};
use std::path::{Path, PathBuf};

use clap::Parser;
use cpu_time::ThreadTime;
use fastrand::Rng;
use wiregrad::cli::{self, CliCommand};
use wiregrad::file;
use wiregrad::gui::picture::{GraphPicture, PictureFormat, Theme};

use crate::damage;
use crate::greedy::greedy;
use crate::mark::Mark;

/// One file of so many is small and asks for much.
const GREEDY: usize = 500;

/// What a file goes through, and one of how many files: `cost` times any graph for a while,
/// a picture starts with fonts, and many come to 100 million pixels.
pub(crate) const COMMANDS: [(&str, usize); 9] = [
    ("eval", 1),
    ("json", 1),
    ("check", 1),
    ("explain", 1),
    ("nudge", 1),
    ("formula", 1),
    ("svg", 100),
    ("cost", 10),
    ("png", 1_000),
];

/// A command as a line of words.
#[derive(Parser)]
struct Line {
    #[command(subcommand)]
    command: CliCommand,
}

/// Goes from command to command.
pub(crate) struct Worker {
    graph: PathBuf,
    note: File,
    mark: Mark,
}

impl Worker {
    pub(crate) fn new(folder: &Path, mark: Mark) -> Worker {
        let mut options = OpenOptions::new();
        let note = options.create(true).write(true).truncate(false);
        Worker {
            graph: folder.join("graph.ron"),
            note: note.open(folder.join("mark")).expect("a file"),
            mark,
        }
    }

    /// All that is left of so many files.
    pub(crate) fn go(&mut self, files: usize) {
        let originals = damage::originals();
        for number in self.mark.file..files {
            let mut rng = Rng::with_seed(number as u64);
            let bytes = match number % GREEDY {
                0 => greedy(&mut rng).into_bytes(),
                _ => damage::damaged(&mut rng, &originals),
            };
            fs::write(&self.graph, bytes).expect("written");
            self.mark.file = number;
            let left = COMMANDS.iter().enumerate().skip(self.mark.command);
            for (command, (name, every)) in left {
                if !number.is_multiple_of(*every) {
                    continue;
                }
                self.mark.command = command;
                self.note();
                let start = ThreadTime::now();
                self.run(name);
                let took = start.elapsed().as_millis() as usize;
                self.mark.longest = self.mark.longest.max([took, number, command]);
            }
            self.mark.command = 0;
        }
        self.note();
    }

    fn note(&mut self) {
        self.note.rewind().expect("a file");
        let text = self.mark.text();
        self.note
            .write_all(text.as_bytes())
            .expect("room on the disk");
    }

    fn run(&mut self, command: &str) {
        cli::limit_to_free_memory();
        let graph = self.graph.to_string_lossy().into_owned();
        let words: &[&str] = match command {
            "svg" | "png" => return self.draw(command),
            "json" => &["eval", &graph, "--json"],
            "nudge" => &["nudge", &graph, &self.first_node()],
            _ => &[command, &graph],
        };
        let line = Line::try_parse_from([&["wiregrad"], words].concat());
        // The exit status is 0 or 1: both are right.
        cli::run(&line.expect("a right command").command);
    }

    /// The name of the first node; of a file that can't be read any.
    fn first_node(&mut self) -> String {
        let document = file::load(&self.graph);
        self.mark.lawful += usize::from(document.is_ok());
        let first = document.ok().and_then(|document| {
            let (_, node) = document.graph().iter().next()?;
            Some(node.name().to_owned())
        });
        // A name that begins like an option would be taken for one.
        first
            .filter(|name| !name.starts_with('-'))
            .unwrap_or_else(|| "x".to_owned())
    }

    fn draw(&self, ending: &str) {
        let Ok(document) = file::load(&self.graph) else {
            return;
        };
        let path = self.graph.with_extension(ending);
        let format = PictureFormat::of(&path).expect("a format");
        // An error is one of size, and is said by the program.
        let _ = GraphPicture::new(document, Theme::Light).save(&path, format);
    }
}

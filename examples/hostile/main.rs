//! Damaged and greedy files through all commands, in a process that may use 4 GB of address
//! space: each command has to end within 30 s of the processor's time. `cost` and pictures
//! get only some of the files.
//!
//! `cargo run --release --example hostile -- [FILES]`      (100000; needs sh)
//!
//! This program starts itself again as a worker that goes from command to command and
//! notes in a file what it is at. It starts another one after a command that ended it.

// Counts go to standard output; the files that are written are no work of anybody's.
#![allow(clippy::print_stdout, clippy::disallowed_methods)]

mod greedy;
mod mark;
mod worker;

#[path = "../../tests/damage/mod.rs"]
mod damage;
#[path = "../../tests/documents/mod.rs"]
mod documents;

use std::fs::{self, File};
use std::path::Path;
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use mark::Mark;
use worker::{COMMANDS, Worker};

/// The address space of a worker, in KiB.
const MOST_KIB: u64 = 4 << 20;
/// How long a command may take, of the processor's time: the machine may have other work.
const PATIENCE: Duration = Duration::from_secs(30);
/// And in all, if it waits for something.
const HANGS: Duration = Duration::from_secs(600);

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |nth: usize| arguments.get(nth).and_then(|n| n.parse().ok());
    if arguments.first().is_some_and(|first| first == "--worker") {
        let start = Mark {
            file: number(3).expect("a file's number"),
            command: number(4).expect("a command's number"),
            ..Mark::default()
        };
        Worker::new(Path::new(&arguments[1]), start).go(number(2).expect("how many"));
        return ExitCode::SUCCESS;
    }
    supervise(number(0).unwrap_or(100_000))
}

fn supervise(files: usize) -> ExitCode {
    let folder = tempfile::tempdir().expect("a folder").keep();
    let (mut failed, mut lawful, mut longest) = (0, 0, [0; 3]);
    let mut start = Mark::default();
    while start.file < files {
        let worker = start_worker(&folder, files, start);
        let ended = watch(worker, &folder);
        let mark = read_mark(&folder).unwrap_or(start);
        lawful += mark.lawful;
        longest = longest.max(mark.longest);
        let Err(why) = ended else { break };
        failed += 1;
        let (name, _) = COMMANDS[mark.command];
        println!("FAILED: {name} of file {}: {why}", mark.file);
        let kept = folder.join(format!("failed_{}_{name}.ron", mark.file));
        fs::copy(folder.join("graph.ron"), &kept).expect("copied");
        fs::copy(folder.join("said"), kept.with_extension("said")).expect("copied");
        println!("    {}, and what was said beside it", kept.display());
        start = Mark {
            file: mark.file,
            command: mark.command + 1,
            ..Mark::default()
        };
    }
    let [ms, file, command] = longest;
    println!(
        "{files} files, {lawful} of them lawful, through {}: {failed} commands failed; the \
         longest, {} of file {file}, took {:.1} s of the processor",
        COMMANDS.map(|(name, _)| name).join(", "),
        COMMANDS[command].0,
        ms as f64 / 1e3
    );
    if failed == 0 {
        fs::remove_dir_all(&folder).expect("deleted");
    }
    ExitCode::from(u8::from(failed > 0))
}

fn start_worker(folder: &Path, files: usize, start: Mark) -> Child {
    let script = format!("ulimit -v {MOST_KIB} && exec \"$0\" --worker \"$@\"");
    let said = File::create(folder.join("said")).expect("a file");
    Command::new("sh")
        .args(["-c", &script])
        .arg(std::env::current_exe().expect("this program"))
        .arg(folder)
        .args([files, start.file, start.command].map(|n| n.to_string()))
        .stdout(Stdio::null())
        .stderr(said)
        .spawn()
        .expect("a worker")
}

fn read_mark(folder: &Path) -> Option<Mark> {
    Mark::read(&fs::read_to_string(folder.join("mark")).ok()?)
}

/// How much of the processor's time a process has had; nothing where the system doesn't
/// say so.
fn processor_time(id: u32) -> Option<Duration> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    let (_, after_name) = stat.rsplit_once(')')?;
    // User and system time, in hundredths of a second.
    let times = after_name.split_whitespace().skip(11).take(2);
    let hundredths: u64 = times.filter_map(|time| time.parse::<u64>().ok()).sum();
    Some(Duration::from_millis(10 * hundredths))
}

/// Waits for the end of a worker; kills it if a command takes too long.
fn watch(mut worker: Child, folder: &Path) -> Result<(), String> {
    let mut seen = String::new();
    let (mut begun, mut at) = (Duration::ZERO, Instant::now());
    loop {
        if let Some(status) = worker.try_wait().expect("a child") {
            return match status.success() {
                true => Ok(()),
                false => Err(format!("it ended with {status}")),
            };
        }
        let mark = fs::read_to_string(folder.join("mark")).unwrap_or_default();
        let used = processor_time(worker.id()).unwrap_or(at.elapsed());
        if mark != seen {
            (seen, begun, at) = (mark, used, Instant::now());
        }
        if used.saturating_sub(begun) > PATIENCE || at.elapsed() > HANGS {
            worker.kill().expect("killed");
            worker.wait().expect("ended");
            return Err(format!("it took more than {} s", PATIENCE.as_secs()));
        }
        std::thread::sleep(Duration::from_millis(100));
    }
}

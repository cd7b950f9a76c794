//! Copies of unsaved work outlive their writers, and only theirs are offered.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::{Duration, Instant, SystemTime};

use wiregrad::core::tensor::Tensor;
use wiregrad::document::{Document, Edit};
use wiregrad::file::{self, Recovery, RecoveryCopy, load_bytes};

use crate::documents::{document, id};

/// Tells a process started by a test where to write.
const FOLDER: &str = "WIREGRAD_TEST_RECOVERY";

/// A document that is known by its title.
fn titled(title: &str) -> Document {
    let mut document = document(3, 20);
    document
        .apply(Edit::SetTitle(title.to_owned()))
        .expect("lawful");
    document
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let name = |e: fs::DirEntry| e.file_name().to_string_lossy().into_owned();
    entries
        .map(|entry| name(entry.expect("an entry")))
        .collect()
}

/// Puts a copy there as a writer that has ended would have left it.
fn leave(folder: &Path, title: &str, original: Option<&Path>) {
    let writer = Recovery::new(folder.to_owned());
    writer.write(&titled(title), original).expect("written");
}

#[test]
fn a_copy_is_offered_once_its_writer_is_gone() {
    let folder = tempfile::tempdir().expect("a folder");
    let inner = folder.path().join("not/yet/there");
    let reader = Recovery::new(inner.clone());
    assert_eq!(reader.list(), []);
    let writer = Recovery::new(inner.clone());
    let original = PathBuf::from("/some/where/my \"graph\".ron");
    writer
        .write(&titled("one"), Some(&original))
        .expect("written");
    writer
        .write(&titled("two\nlines"), Some(&original))
        .expect("written");
    // As long as it runs, neither others nor it itself are offered the copy.
    assert_eq!((reader.list(), writer.list()), (Vec::new(), Vec::new()));
    drop(writer);
    let copies = reader.list();
    assert_eq!(copies.len(), 1);
    let copy = &copies[0];
    assert_eq!(copy.original(), Some(&*original));
    assert_eq!(
        (copy.title().as_str(), copy.heading()),
        ("my \"graph\".ron", "two\nlines")
    );
    assert_eq!(
        (copy.process(), copy.error()),
        (Some(std::process::id()), None)
    );
    let age = copy
        .saved()
        .and_then(|at| at.elapsed().ok())
        .expect("a time in the past");
    assert!(age < Duration::from_secs(60), "{age:?}");
    assert_eq!(reader.load(copy).as_ref(), Ok(&titled("two\nlines")));
    // It is a graph file like any other.
    assert_eq!(file::load(copy.path()), Ok(titled("two\nlines")));
    reader.discard(copy);
    reader.discard(copy);
    assert_eq!(reader.list(), []);
    assert_eq!(names(&inner), [""; 0]);
}

#[test]
fn work_that_is_saved_leaves_no_copy() {
    let folder = tempfile::tempdir().expect("a folder");
    let writer = Recovery::new(folder.path().to_owned());
    writer.clear();
    writer.write(&titled("a"), None).expect("written");
    writer.clear();
    drop(writer);
    assert_eq!(names(folder.path()), [""; 0]);
    // Cleared and changed again.
    let writer = Recovery::new(folder.path().to_owned());
    writer.write(&titled("a"), None).expect("written");
    writer.clear();
    writer.write(&titled("b"), None).expect("written");
    drop(writer);
    let copies = Recovery::new(folder.path().to_owned()).list();
    let headings: Vec<&str> = copies.iter().map(RecoveryCopy::heading).collect();
    assert_eq!(headings, ["b"]);
    assert_eq!(
        (copies[0].title().as_str(), copies[0].original()),
        ("Untitled", None)
    );
}

#[test]
fn the_newest_is_listed_first_and_the_damaged_with_their_errors() {
    let folder = tempfile::tempdir().expect("a folder");
    for title in ["first", "second", "third"] {
        leave(folder.path(), title, None);
        std::thread::sleep(Duration::from_millis(5));
    }
    let reader = Recovery::new(folder.path().to_owned());
    let headings = |copies: &[RecoveryCopy]| -> Vec<String> {
        copies
            .iter()
            .map(|copy| copy.heading().to_owned())
            .collect()
    };
    let copies = reader.list();
    assert_eq!(headings(&copies), ["third", "second", "first"]);
    // Cut in half, emptied, filled with noise, or no file at all.
    let text = fs::read_to_string(copies[1].path()).expect("a text");
    fs::write(copies[1].path(), &text[..text.len() / 2]).expect("written");
    for (name, bytes) in [
        ("empty.ron", &b""[..]),
        ("noise.ron", &[0xff; 100_000][..]),
        (
            "header.ron",
            b"// wiregrad recovery copy (title: 3, time: -1e300)\n",
        ),
        (
            "time.ron",
            b"// wiregrad recovery copy (time: 1e300)\n(version: 1, nodes: [])",
        ),
    ] {
        fs::write(folder.path().join(name), bytes).expect("written");
    }
    fs::create_dir(folder.path().join("folder.ron")).expect("made");
    let copies = reader.list();
    let damaged = copies.iter().filter(|copy| copy.error().is_some());
    let mut damaged: Vec<_> = damaged.map(|copy| copy.path().to_owned()).collect();
    damaged.sort();
    assert_eq!(copies.len(), 8);
    assert_eq!(damaged.len(), 5, "{damaged:?}");
    for copy in &copies {
        assert_eq!(reader.load(copy).err().as_ref(), copy.error());
    }
    // What the half of a copy says of itself is still known.
    assert_eq!(
        headings(&copies).iter().filter(|h| *h == "second").count(),
        1
    );
}

#[test]
fn litter_is_swept_up_and_nothing_else() {
    let folder = tempfile::tempdir().expect("a folder");
    leave(folder.path(), "left", None);
    let running = Recovery::new(folder.path().to_owned());
    running.write(&titled("running"), None).expect("written");
    let kept = names(folder.path()).len();
    let make = |name: &str, age: u64| {
        let file = fs::File::create(folder.path().join(name)).expect("made");
        let then = SystemTime::now() - Duration::from_secs(age);
        file.set_modified(then).expect("set");
    };
    make(".gone.ron.AbCd12.tmp", 10_000);
    make("gone.lock", 10_000);
    make(".fresh.ron.AbCd12.tmp", 10);
    make("fresh.lock", 10);
    make("notes.txt", 10_000);
    running.clean();
    let names = names(folder.path());
    assert_eq!(names.len(), kept + 3, "{names:?}");
    assert!(!names.iter().any(|name| name.contains("gone")), "{names:?}");
}

#[test]
fn what_cannot_be_written_says_what_to_do() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("file");
    fs::write(&file, "no folder").expect("written");
    let writer = Recovery::new(file.clone());
    let error = writer.write(&titled("a"), None).expect_err("no folder");
    assert_eq!(error.path(), Some(&*file));
    assert!(error.message().contains("save your work"), "{error}");
    assert_eq!(writer.list(), []);
}

#[test]
fn many_threads_write_and_the_last_word_stays() {
    let folder = tempfile::tempdir().expect("a folder");
    let writer = Recovery::new(folder.path().to_owned());
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let writer = &writer;
            scope.spawn(move || {
                for round in 0..10 {
                    let title = format!("{thread} {round}");
                    writer.write(&titled(&title), None).expect("written");
                }
            });
        }
    });
    writer.write(&titled("last"), None).expect("written");
    drop(writer);
    let copies = Recovery::new(folder.path().to_owned()).list();
    let headings: Vec<&str> = copies.iter().map(RecoveryCopy::heading).collect();
    assert_eq!(headings, ["last"]);
}

/// Writes copies without end, each with the count of those before as its value.
#[test]
#[ignore = "never ends: another test starts it and kills it"]
fn writes_until_it_is_killed() {
    let Some(folder) = std::env::var_os(FOLDER) else {
        return;
    };
    let text = r#"(version: 1, nodes: [(name: "x", op: "input", value: 0)])"#;
    let mut document = load_bytes(text.as_bytes()).expect("lawful");
    let writer = Recovery::new(folder.into());
    for count in 0_u32.. {
        let value = Tensor::scalar(f64::from(count));
        let set = Edit::SetValue { node: id(0), value };
        document.apply(set).expect("finite");
        writer
            .write(&document, Some(Path::new("/home/ada/graph.ron")))
            .expect("written");
    }
}

fn start_writer(folder: &Path) -> Child {
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    command.args([
        "--exact",
        "file::recovery::writes_until_it_is_killed",
        "--ignored",
    ]);
    command.stdout(std::process::Stdio::null());
    command.env(FOLDER, folder).spawn().expect("it runs")
}

#[test]
fn a_killed_writer_leaves_a_whole_copy() {
    let reader_of = |folder: &Path| Recovery::new(folder.to_owned());
    for round in 0..5 {
        let folder = tempfile::tempdir().expect("a folder");
        let reader = reader_of(folder.path());
        let mut writer = start_writer(folder.path());
        let begin = Instant::now();
        let is_copy = |name: &String| name.ends_with(".ron") && !name.starts_with('.');
        while !names(folder.path()).iter().any(is_copy) {
            assert!(
                begin.elapsed() < Duration::from_secs(60),
                "nothing was written"
            );
            std::thread::sleep(Duration::from_millis(1));
        }
        assert_eq!(reader.list(), [], "it still runs");
        std::thread::sleep(Duration::from_millis(7 * round));
        writer.kill().expect("killed");
        writer.wait().expect("ended");
        let copies = reader.list();
        assert_eq!(copies.len(), 1);
        assert_eq!(
            (copies[0].error(), copies[0].title().as_str()),
            (None, "graph.ron")
        );
        let document = reader.load(&copies[0]).expect("whole");
        assert_eq!(document.graph().len(), 1);
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_in_place_of_a_lock_hides_no_copy_and_stops_nobody() {
    let folder = tempfile::tempdir().expect("a folder");
    leave(folder.path(), "left", None);
    let lock = names(folder.path())
        .into_iter()
        .find(|name| name.ends_with(".lock"))
        .expect("a lock");
    let lock = folder.path().join(lock);
    fs::remove_file(&lock).expect("removed");
    let pipe = |path: &Path| {
        let made = Command::new("mkfifo").arg(path).status();
        assert!(made.expect("mkfifo").success());
    };
    pipe(&lock);
    pipe(&folder.path().join("other.ron"));
    let reader = Recovery::new(folder.path().to_owned());
    let (told, tells) = std::sync::mpsc::channel();
    std::thread::spawn(move || told.send((reader.list(), reader.clean())));
    let copies = tells.recv_timeout(Duration::from_secs(20));
    let (copies, ()) = copies.expect("the pipes stop nobody");
    let headings: Vec<&str> = copies.iter().map(RecoveryCopy::heading).collect();
    assert!(headings.contains(&"left"), "{headings:?}");
}

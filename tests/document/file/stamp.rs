//! Stamps tell when another program has changed a file.

use std::fs;
use std::time::{Duration, SystemTime};

use wiregrad::file::{self, Stamp, load_bytes};

const TEXT: &str = "(version: 1, nodes: [])";

#[test]
fn a_stamp_tells_another_content_from_another_time() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("graph.ron");
    assert_eq!(Stamp::of(&path), None);
    assert_eq!(Stamp::of(folder.path()), None);
    let document = load_bytes(TEXT.as_bytes()).expect("lawful");
    let saved = file::save(&path, &document).expect("saved");
    assert_eq!(Stamp::of(&path).as_ref(), Some(&saved));
    let (read, opened) = file::open(&path).expect("lawful");
    assert_eq!((&read, &opened), (&document, &saved));
    assert!(saved.is_current(&path));
    // Only touched: the same.
    let touch = |age: u64| {
        let file = fs::File::options().write(true).open(&path).expect("there");
        let then = SystemTime::now() - Duration::from_secs(age);
        file.set_modified(then).expect("set");
    };
    touch(100);
    assert!(saved.is_current(&path));
    assert_eq!(Stamp::of(&path).as_ref(), Some(&saved));
    // Another content of the same length at the same time.
    let then = fs::metadata(&path).and_then(|found| found.modified());
    let then = then.expect("there");
    let text = fs::read_to_string(&path).expect("there");
    fs::write(&path, text.replace("version: 1", "version: 2")).expect("written");
    let file = fs::File::options().write(true).open(&path).expect("there");
    file.set_modified(then).expect("set");
    assert!(!saved.is_current(&path));
    assert_ne!(Stamp::of(&path).as_ref(), Some(&saved));
    fs::remove_file(&path).expect("there");
    assert!(!saved.is_current(&path));
}

#[test]
fn a_large_file_is_read_in_parts_to_the_same_stamp() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("graph.ron");
    let text = format!("{TEXT}//{}", "x".repeat(300_000));
    fs::write(&path, &text).expect("written");
    let (_, opened) = file::open(&path).expect("lawful");
    assert_eq!(Stamp::of(&path), Some(opened));
}

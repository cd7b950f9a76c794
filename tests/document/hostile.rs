//! Bad files, each with the exact message that a person gets.
//!
//! `tests/hostile/NAME.ron` is a file, `NAME.expected` what comes of it: the error,
//! or for a file that is lawful after all (`fine_…`) the text that it is saved as.
//! Files that are too large, too deep or no text are made here. After a message has
//! been changed on purpose, `WIREGRAD_BLESS=1 cargo test --test document hostile` writes the
//! expected texts anew; read the difference before you commit it.

#![allow(clippy::disallowed_methods)] // writes fixtures, not documents

use std::fs;
use std::path::{Path, PathBuf};

use wiregrad::file;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hostile")
}

/// What comes of a file's bytes, as a text that ends in a line break.
fn outcome(bytes: &[u8]) -> String {
    match file::load_bytes(bytes) {
        Ok(document) => file::to_text(&document),
        Err(error) => format!("{error}\n"),
    }
}

fn check(name: &str, found: &str) -> Result<(), String> {
    let path = folder().join(name).with_extension("expected");
    if std::env::var_os("WIREGRAD_BLESS").is_some() {
        return fs::write(&path, found).map_err(|e| format!("{name}: {e}"));
    }
    let expected = fs::read_to_string(&path).map_err(|e| format!("{name}: {e}"))?;
    if found == expected {
        return Ok(());
    }
    Err(format!("{name}\n  found:    {found}  expected: {expected}"))
}

fn check_all(cases: impl Iterator<Item = (String, Vec<u8>)>) -> usize {
    let results = cases.map(|(name, bytes)| check(&name, &outcome(&bytes)));
    let results: Vec<_> = results.collect();
    let wrong: Vec<_> = results.iter().filter_map(|r| r.as_ref().err()).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    results.len()
}

#[test]
fn every_hostile_file_gets_its_message() {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder())
        .expect("the corpus")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|e| e == "ron"))
        .collect();
    paths.sort();
    let cases = paths.iter().map(|path| {
        let name = path.file_stem().expect("a name").to_string_lossy();
        (name.into_owned(), fs::read(path).expect("readable"))
    });
    assert!(check_all(cases) >= 150);
}

const X: &str = r#"(name: "x", op: "input", value: 1)"#;

/// A file of these nodes.
fn graph(nodes: &str) -> Vec<u8> {
    format!("(version: 1, nodes: [\n{nodes}\n])\n").into_bytes()
}

fn valued(value: &str) -> Vec<u8> {
    graph(&format!(r#"(name: "x", op: "input", value: {value})"#))
}

/// A file of one node with a field beside it.
fn beside(field: &str, entries: &str) -> Vec<u8> {
    format!("(version: 1, nodes: [{X}],\n{field}: [{entries}])\n").into_bytes()
}

/// A file of one node with a text before it.
fn with(field: &str, text: &str) -> Vec<u8> {
    format!("(version: 1,\n{field}: \"{text}\", nodes: [{X}])\n").into_bytes()
}

/// A name, and the bytes of a file.
type Case = (&'static str, Vec<u8>);

/// Text that is far too long for whatever it stands in.
fn million() -> String {
    "a".repeat(1_000_000)
}

/// Brackets inside one another without end.
fn deep_files() -> Vec<Case> {
    let deep = |open: &str, close: &str| open.repeat(100_000) + "1" + &close.repeat(100_000);
    let in_unknown_op = format!(r#"(name: "q", op: "q", z: {})"#, deep("[", "]"));
    vec![
        ("made_deep_value", valued(&deep("[", "]"))),
        ("made_deep_value_open", valued(&"[".repeat(100_000))),
        ("made_deep_parentheses", valued(&deep("(", ")"))),
        ("made_deep_some", valued(&deep("Some(", ")"))),
        ("made_deep_braces", valued(&deep("{1:", "}"))),
        ("made_deep_top", "(".repeat(100_000).into_bytes()),
        ("made_deep_comment", valued(&"/*".repeat(100_000))),
        ("made_deep_in_unknown_op", graph(&in_unknown_op)),
    ]
}

/// Nodes with a part that is too long.
fn long_nodes() -> Vec<Case> {
    let million = million();
    let mut ragged = "[1, 2, 3],".repeat(10_000);
    ragged.truncate(ragged.len() - 4);
    let name = X.replace("\"x\"", &format!("\"{million}\""));
    let op = X
        .replace("input", &million)
        .replace("value: 1", "value: [}");
    let unknown = format!(r#"(name: "q", op: "{million}")"#);
    let input = format!(r#"(name: "y", op: "square", inputs: ["{million}"])"#);
    let attributes: String = (0..100_000).map(|i| format!("\"a{i}\": {i}, ")).collect();
    let attributes =
        format!(r#"{X}, (name: "y", op: "clip", inputs: ["x"], attributes: {{{attributes}}})"#);
    vec![
        ("made_ragged_at_the_end", valued(&format!("[{ragged}]]"))),
        ("made_long_name", graph(&name)),
        ("made_long_op", graph(&op)),
        ("made_long_unknown_op", graph(&unknown)),
        ("made_long_field", graph(&X.replace("value", &million))),
        ("made_long_input", graph(&input)),
        ("made_long_number", valued(&"9".repeat(1_000_000))),
        ("made_many_inputs", graph(&many_inputs())),
        ("made_many_attributes", graph(&attributes)),
    ]
}

fn many_names() -> String {
    r#""x", "#.repeat(5_000)
}

fn many_inputs() -> String {
    format!(r#"{X}, (name: "y", op: "add", inputs: [{}])"#, many_names())
}

/// Too much, or too long, beside the nodes.
fn long_annotations() -> Vec<Case> {
    let (million, names) = (million(), many_names());
    let step = |question: &str| beside("lesson", &format!(r#"(text: "", {question})"#));
    let title = format!(r#"(title: "{million}", at: (0, 0), size: (1, 1))"#);
    let note = format!(r#"(text: "{million}", at: (0, 0))"#);
    let answer = format!(r#"question: (text: "", answer: "value of {million}")"#);
    let choices = format!(r#"question: (text: "", choices: [{names}], answer: "x")"#);
    vec![
        (
            "made_many_frames",
            beside("frames", &"(at: (0, 0), size: (1, 1)),".repeat(10_001)),
        ),
        (
            "made_many_texts",
            beside("texts", &"(text: \"\", at: (0, 0)),".repeat(10_001)),
        ),
        (
            "made_many_steps",
            beside("lesson", &"(text: \"\"),".repeat(1_001)),
        ),
        ("made_long_title", beside("frames", &title)),
        ("made_long_note", beside("texts", &note)),
        (
            "made_long_step",
            beside("lesson", &format!(r#"(text: "{million}")"#)),
        ),
        (
            "made_long_highlight",
            step(&format!(r#"highlight: ["{million}"]"#)),
        ),
        (
            "made_many_highlights",
            step(&format!("highlight: [{names}]")),
        ),
        ("made_long_answer", step(&answer)),
        ("made_many_choices", step(&choices)),
    ]
}

/// Files that are odd as a whole.
fn odd_files() -> Vec<Case> {
    let count = 10_000;
    let node = |i| {
        let from = (i + 1) % count;
        format!("(name: \"n{i}\", op: \"square\", inputs: [\"n{from}\"]),\n")
    };
    let cycle: String = (0..count).map(node).collect();
    let one_line = format!("{}{}", format!("{X},").repeat(2), "/* */".repeat(100_000));
    let utf_16 = "(version: 1)".encode_utf16();
    vec![
        ("made_many_nodes", graph(&"(),".repeat(2_000_001))),
        ("made_long_cycle", graph(&cycle)),
        ("made_one_long_line", graph(&one_line)),
        ("made_nul_bytes", vec![0; 10_000]),
        (
            "made_latin_1",
            b"(version: 1,\n title: \"caf\xe9\", nodes: [])".to_vec(),
        ),
        ("made_utf_16", utf_16.flat_map(u16::to_le_bytes).collect()),
        (
            "made_half_a_character",
            [&graph(X)[..30], "é".as_bytes().split_at(1).0].concat(),
        ),
        ("made_binary", (0..=255).cycle().take(100_000).collect()),
    ]
}

#[test]
fn every_generated_file_gets_its_message() {
    let cases = [deep_files(), long_nodes(), long_annotations(), odd_files()];
    let cases = cases.into_iter().flatten();
    let count = check_all(cases.map(|(name, bytes)| (name.to_owned(), bytes)));
    assert!(count > 30);
}

#[test]
fn deep_files_need_little_stack() {
    let nested = |depth: usize, open: &str, close: &str| {
        // As deep as can be read, in a place where anything may stand.
        let nest = open.repeat(depth) + "1" + &close.repeat(depth);
        graph(&format!(r#"(name: "q", op: "quantum", z: {nest})"#))
    };
    let cases = [
        nested(28, "[", "]"),
        nested(58, "Some(", ")"),
        nested(28, "a(b: ", ")"),
        nested(28, "{1: ", "}"),
    ];
    let read = move || {
        cases
            .iter()
            .map(|bytes| file::load_bytes(bytes).is_ok())
            .collect()
    };
    let thread = std::thread::Builder::new()
        .stack_size(256 << 10)
        .spawn(read);
    let lawful: Vec<bool> = thread.expect("a thread").join().expect("no overflow");
    assert_eq!(lawful, [true; 4]);
}

#[test]
fn fifty_megabytes_are_read_or_refused() {
    let row = "[0.12345678901234567, -2.2345678901234567e-300],\n";
    let rows = 50_000_000 / row.len() + 1;
    let value = format!("[{}]", row.repeat(rows));
    let file = valued(&value);
    assert!(file.len() > 50_000_000);
    let document = file::load_bytes(&file).expect("within the limits");
    let (_, node) = document.graph().iter().next().expect("one node");
    assert_eq!(node.value().map(|v| v.data().len()), Some(2 * rows));
}

#[test]
fn too_many_bytes_and_what_is_no_file_are_refused_unread() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    let message = |name: &str| {
        let error = file::load(&path(name)).expect_err("no graph");
        assert_eq!(error.path(), Some(&*path(name)));
        error.message().to_owned()
    };
    // Sparse: it takes no room on the disk.
    let large = fs::File::create(path("large.ron")).expect("a file");
    large.set_len((512 << 20) + 1).expect("sparse");
    assert_eq!(
        message("large.ron"),
        "the file is larger than 512 MiB: split the graph up"
    );
    fs::create_dir(path("folder.ron")).expect("a folder");
    assert_eq!(
        message("folder.ron"),
        "can't load: it is a folder: name a file in it"
    );
    assert!(message("none.ron").starts_with("can't load: there is no such file: check its name"));
    #[cfg(unix)]
    {
        let made = std::process::Command::new("mkfifo")
            .arg(path("pipe.ron"))
            .status();
        assert!(made.expect("mkfifo").success());
        let expected = "can't load: it is no ordinary file: copy what it holds to one";
        assert_eq!(message("pipe.ron"), expected);
    }
}

/// Files from before these texts had a limit are kept as they are.
#[test]
fn a_title_and_a_note_of_any_length_open_and_are_saved_whole() {
    let million = million();
    let titled = file::load_bytes(&with("title", &million)).expect("it opens");
    assert_eq!(titled.title(), million);
    let noted = file::load_bytes(&with("note", &million)).expect("it opens");
    assert_eq!(noted.note(), million);
    for document in [titled, noted] {
        let again = file::load_bytes(file::to_text(&document).as_bytes()).expect("it opens");
        assert!(again == document, "saved whole");
    }
}

//! Tables: what is read, how it becomes rows, and the message that each bad one gets.
//!
//! `tests/fixtures/bad_tables.txt` has the messages. After one has been changed on
//! purpose, `WIREGRAD_BLESS=1 cargo test --test train bad_tables` writes them anew; read
//! the difference before you commit it.

#![allow(clippy::disallowed_methods)] // writes fixtures, not documents

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use wiregrad::core::train::{DataSettings, Generate, Part, Split, TableSource};
use wiregrad::data::{self, Dataset, KINDS, TableError};

fn path(name: &str) -> DataSettings {
    DataSettings::new(TableSource::Path(name.to_owned()))
}

fn inputs(mut settings: DataSettings, inputs: &[(&str, &[&str])]) -> DataSettings {
    let owned = |columns: &[&str]| columns.iter().map(|it| (*it).to_owned()).collect();
    let pairs = inputs.iter();
    settings.inputs = pairs
        .map(|(name, columns)| ((*name).to_owned(), owned(columns)))
        .collect();
    settings
}

/// The rows of a table, for inputs called x and y where the settings name none.
fn load(name: &str, bytes: &[u8], settings: &DataSettings) -> Result<Dataset, TableError> {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join(name), bytes).expect("written");
    data::load(settings, folder.path(), &["x", "y"])
}

fn csv(text: &str, settings: &DataSettings) -> Result<Dataset, TableError> {
    load("t.csv", text.as_bytes(), settings)
}

/// An `.npy` of format 1.0.
fn npy(descr: &str, fortran: bool, shape: &str, data: &[u8]) -> Vec<u8> {
    let order = if fortran { "True" } else { "False" };
    let mut header =
        format!("{{'descr': '{descr}', 'fortran_order': {order}, 'shape': {shape}, }}");
    while (10 + header.len() + 1) % 64 != 0 {
        header.push(' ');
    }
    header.push('\n');
    let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
    bytes.extend((header.len() as u16).to_le_bytes());
    bytes.extend(header.bytes());
    bytes.extend(data);
    bytes
}

fn floats(numbers: &[f64]) -> Vec<u8> {
    numbers.iter().flat_map(|x| x.to_le_bytes()).collect()
}

fn npz(arrays: &[(&str, &str, &[f64])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, shape, numbers) in arrays {
        // Deflated, as np.savez_compressed does.
        let options = zip::write::SimpleFileOptions::default();
        let file = format!("{name}.npy");
        writer.start_file(file, options).expect("an array");
        let bytes = npy("<f8", false, shape, &floats(numbers));
        writer.write_all(&bytes).expect("written");
    }
    writer.finish().expect("ended").into_inner()
}

#[test]
fn a_table_as_spreadsheets_write_it_is_read() {
    let text =
        "\u{feff}x,\"y\" ,note\r\n1,\"2\",\"a, \"\"b\"\"\"\r\n\r\n-3.5e2, +4 ,\"two\nlines\"\r\n";
    let dataset = csv(text, &path("t.csv")).unwrap_or_else(|error| panic!("{error}"));
    let rows = &dataset.rows;
    assert_eq!((rows.count, &rows.lines[..]), (2, &[2, 4][..]));
    assert_eq!(rows.sources[0].data, [1.0, -350.0]);
    assert_eq!(rows.sources[1].data, [2.0, 4.0]);
    let tabs = load("t.tsv", b"x\ty\n1\t2\n", &path("t.tsv")).expect("tabs");
    assert_eq!(tabs.rows.sources[1].data, [2.0]);
}

#[test]
fn classes_are_numbered_in_sorted_order() {
    let text = "a,b,kind\n1,2,pear\n3,4,apple\n5,6,pear\n7,8,fig\n";
    let settings = inputs(path("t.csv"), &[("X", &["a", "b"]), ("y", &["kind"])]);
    let dataset = csv(text, &settings).expect("a table");
    let [x, y] = &dataset.rows.sources[..] else {
        panic!("two sources")
    };
    assert_eq!(
        (x.width, &x.data[..]),
        (2, &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0][..])
    );
    assert_eq!(y.data, [2.0, 0.0, 2.0, 1.0]);
    assert_eq!(y.classes, ["apple", "fig", "pear"]);
}

#[test]
fn a_star_takes_all_columns_that_begin_so() {
    let text = "p1,q,p2\n1,2,3\n";
    let settings = inputs(path("t.csv"), &[("X", &["p*"])]);
    let dataset = csv(text, &settings).expect("a table");
    assert_eq!(dataset.rows.sources[0].data, [1.0, 3.0]);
    assert_eq!(dataset.recipe.sources[0].columns, ["p1", "p2"]);
}

#[test]
fn scales_are_fitted_to_the_training_rows_alone() {
    let text = "x,y,part\n1,10,train\n3,20,train\n100,30,test\n-7,40,validation\n";
    let mut settings = inputs(path("t.csv"), &[("x", &["x"]), ("y", &["y"])]);
    settings.standardise = vec!["x".to_owned()];
    settings.scale = vec!["y".to_owned()];
    settings.split = Some(Split::Column("part".to_owned()));
    let dataset = csv(text, &settings).expect("a table");
    let rows = &dataset.rows;
    // Mean 2 and deviation 1 of 1 and 3; from 10 to 20.
    assert_eq!(rows.sources[0].data, [-1.0, 1.0, 98.0, -9.0]);
    assert_eq!(rows.sources[1].data, [0.0, 1.0, 2.0, 3.0]);
    assert_eq!(rows.parts, [vec![0, 1], vec![3], vec![2]]);
    // New rows get the same shifts and scales.
    let folder = tempfile::tempdir().expect("a folder");
    let new = folder.path().join("new.csv");
    fs::write(&new, "y,x\n15,2\n").expect("written");
    let new = data::load_like(&dataset.recipe, &new, |_| true).expect("rows");
    assert_eq!(new.sources[0].data, [0.0]);
    assert_eq!(new.sources[1].data, [0.5]);
}

#[test]
fn fractions_split_by_the_seed() {
    let text: String = (0..100).map(|i| format!("{i},{i}\n")).collect();
    let text = format!("x,y\n{text}");
    let split = |seed| {
        let mut settings = path("t.csv");
        settings.split = Some(Split::Fractions {
            train: 0.7,
            validation: 0.15,
            test: 0.15,
            seed,
        });
        csv(&text, &settings).expect("a table").rows.parts
    };
    let parts = split(1);
    assert_eq!([0, 1, 2].map(|i: usize| parts[i].len()), [70, 15, 15]);
    let mut all: Vec<u32> = parts.iter().flatten().copied().collect();
    all.sort_unstable();
    assert_eq!(all, (0..100).collect::<Vec<u32>>());
    assert!(parts.iter().all(|part| part.is_sorted()));
    assert_eq!(split(1), parts);
    assert_ne!(split(2), parts);
}

#[test]
fn arrays_of_numpy_are_read() {
    let numbers = floats(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
    let settings = inputs(path("t.npy"), &[("X", &["column_*"])]);
    let c = load("t.npy", &npy("<f8", false, "(3, 2)", &numbers), &settings).expect("rows");
    assert_eq!(c.rows.sources[0].data, [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
    let f = load("t.npy", &npy("<f8", true, "(3, 2)", &numbers), &settings).expect("rows");
    assert_eq!(f.rows.sources[0].data, [1.0, 4.0, 2.0, 5.0, 3.0, 6.0]);
    let whole: Vec<u8> = [7_i32, -8, 9]
        .iter()
        .flat_map(|x| x.to_le_bytes())
        .collect();
    let settings = inputs(path("t.npy"), &[("x", &["column"])]);
    let whole = load("t.npy", &npy("<i4", false, "(3,)", &whole), &settings).expect("rows");
    assert_eq!(whole.rows.sources[0].data, [7.0, -8.0, 9.0]);
    let settings = inputs(path("t.npz"), &[("X", &["X_*"]), ("y", &["y"])]);
    let both = npz(&[
        ("y", "(2,)", &[0.0, 1.0]),
        ("X", "(2, 2)", &[1.0, 2.0, 3.0, 4.0]),
    ]);
    let both = load("t.npz", &both, &settings).expect("rows");
    assert_eq!(both.rows.sources[0].data, [1.0, 2.0, 3.0, 4.0]);
    assert_eq!(both.rows.sources[1].data, [0.0, 1.0]);
}

#[test]
fn sets_ship() {
    let set = |name: &str| DataSettings::new(TableSource::Set(name.to_owned()));
    let iris = inputs(
        set("iris"),
        &[("X", &["*_length", "sepal_width"]), ("y", &["species"])],
    );
    assert!(
        data::load(&iris, Path::new(""), &[]).is_err(),
        "a star ends a name"
    );
    let iris = inputs(
        set("iris"),
        &[("X", &["sepal_*", "petal_*"]), ("y", &["species"])],
    );
    let iris = data::load(&iris, Path::new(""), &[]).expect("a set");
    assert_eq!(iris.rows.count, 150);
    assert_eq!(iris.rows.sources[0].data[..4], [5.1, 3.5, 1.4, 0.2]);
    assert_eq!(
        iris.rows.sources[1].classes,
        ["setosa", "versicolor", "virginica"]
    );
    let digits = inputs(set("digits"), &[("X", &["pixel_*"]), ("y", &["digit"])]);
    let digits = data::load(&digits, Path::new(""), &[]).expect("a set");
    assert_eq!(
        (digits.rows.count, digits.rows.sources[0].width),
        (1797, 64)
    );
    let mut counts = [0; 10];
    digits.rows.sources[1]
        .data
        .iter()
        .for_each(|digit| counts[*digit as usize] += 1);
    assert_eq!(counts, [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]);
}

#[test]
fn tables_are_made_by_the_seed() {
    for kind in KINDS {
        let made = |seed, noise| {
            let kind = kind.to_owned();
            let table = Generate {
                kind,
                rows: 90,
                noise,
                seed,
            };
            let columns: &[&str] = if ["line", "sine"].contains(&&*table.kind) {
                &["x", "y"]
            } else {
                &["x1", "x2", "label"]
            };
            let settings = DataSettings::new(TableSource::Generate(table));
            let settings = inputs(settings, &[("all", columns)]);
            data::load(&settings, Path::new(""), &[])
                .expect("a table")
                .rows
        };
        let rows = made(3, 0.1);
        assert_eq!(
            (rows.count, rows.part(Part::Train).len()),
            (90, 90),
            "{kind}"
        );
        assert!(
            rows.sources[0].data.iter().all(|x| x.abs() < 10.0),
            "{kind}"
        );
        assert_eq!(made(3, 0.1), rows, "{kind}");
        assert_ne!(made(4, 0.1), rows, "{kind}");
    }
}

/// Bad text tables, for inputs x and y.
const BAD_TEXTS: &[(&str, &str)] = &[
    ("empty", ""),
    ("blank", "\n\n\n"),
    ("only names", "x,y\n"),
    ("no names", "1,2\n3,4\n"),
    ("unnamed column", "x,,y\n1,2,3\n"),
    ("names twice", "x,y,x\n1,2,3\n"),
    ("semicolons", "x;y\n1;2\n"),
    ("tabs", "x\ty\n1\t2\n"),
    ("other names", "a,b\n1,2\n"),
    ("too few cells", "x,y\n1,2\n3\n"),
    ("too many cells", "x,y\n1,2\n3,4,5\n"),
    ("open quote", "x,y\n1,2\n\"3,4\n5,6\n"),
    ("open quote in names", "x,\"y\n1,2\n"),
    ("empty cell", "x,y\n1,2\n,4\n"),
    ("cell of spaces", "x,y\n1,2\n3,   \n"),
    ("first cell empty", "x,y\n,2\n3,4\n"),
    ("nan", "x,y\n1,2\nnan,4\n"),
    ("first cell nan", "x,y\nNaN,2\n"),
    ("infinity", "x,y\n1,2\n3,inf\n"),
    ("minus infinity", "x,y\n1,-Infinity\n"),
    ("too large", "x,y\n1,2\n1e999,4\n"),
    ("not available", "x,y\n1,2\nNA,4\n"),
    ("question mark", "x,y\n1,2\n3,?\n"),
    ("decimal comma", "x,y\n1,2\n\"3,5\",4\n"),
    ("thousands", "x,y\n1,2\n\"1,000\",4\n"),
    ("unit", "x,y\n1,2\n3 cm,4\n"),
    ("hexadecimal", "x,y\n1,2\n0x10,4\n"),
    ("fraction", "x,y\n1,2\n1/2,4\n"),
    ("unicode minus", "x,y\n1,2\n\u{2212}3,4\n"),
    ("two numbers", "x,y\n1,2\n3 4,5\n"),
    ("text after numbers", "x,y\n1,2\n3,four\n"),
    (
        "long text",
        "x,y\n1,2\n3,aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n",
    ),
    ("json", "[{\"x\": 1, \"y\": 2}]\n"),
    ("html", "<table>\n<tr><td>1</td></tr>\n</table>\n"),
];

/// Settings that don't fit a good table, by what they change.
fn bad_settings() -> Vec<(&'static str, DataSettings)> {
    let with = |names: &[(&str, &[&str])]| inputs(path("t.csv"), names);
    let split = |column: &str| {
        let mut settings = with(&[("x", &["a"])]);
        settings.split = Some(Split::Column(column.to_owned()));
        settings
    };
    let list = |standardise: &[&str], scale: &[&str]| {
        let mut settings = with(&[("x", &["a"]), ("c", &["kind"])]);
        settings.standardise = standardise.iter().map(|it| (*it).to_owned()).collect();
        settings.scale = scale.iter().map(|it| (*it).to_owned()).collect();
        settings
    };
    let generate = |kind: &str, rows, noise| {
        let kind = kind.to_owned();
        let seed = 1;
        DataSettings::new(TableSource::Generate(Generate {
            kind,
            rows,
            noise,
            seed,
        }))
    };
    let set = |name: &str| DataSettings::new(TableSource::Set(name.to_owned()));
    let mut few = with(&[("x", &["a"])]);
    few.split = Some(Split::Fractions {
        train: 0.1,
        validation: 0.0,
        test: 0.9,
        seed: 1,
    });
    vec![
        ("mistyped column", with(&[("x", &["kimd"])])),
        ("missing column", with(&[("x", &["weight"])])),
        ("star for nothing", with(&[("x", &["z*"])])),
        ("classes and numbers", with(&[("x", &["a", "kind"])])),
        ("split by numbers", split("a")),
        ("split by other words", split("kind")),
        ("split by a missing column", split("part")),
        ("standardise classes", list(&["c"], &[])),
        ("scale classes", list(&[], &["c"])),
        ("standardise nothing", list(&["q"], &[])),
        ("too few rows for the split", few),
        ("mistyped set", set("iriss")),
        ("no such set", set("mnist")),
        ("mistyped kind", generate("moon", 10, 0.1)),
        ("no such kind", generate("parabola", 10, 0.1)),
        ("no rows", generate("moons", 0, 0.1)),
        ("too many rows", generate("moons", 1 << 40, 0.1)),
        ("noise below 0", generate("moons", 10, -1.0)),
        ("noise is nan", generate("moons", 10, f64::NAN)),
        ("no such file", path("none.csv")),
        ("a folder", path(".")),
    ]
}

/// Bad files of NumPy.
fn bad_arrays() -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let numbers = floats(&[1.0, 2.0, 3.0, 4.0]);
    let cut = npy("<f8", false, "(4,)", &numbers[..20]);
    vec![
        ("npy: text", "t.npy", b"x,y\n1,2\n".to_vec()),
        ("npy: empty", "t.npy", Vec::new()),
        ("npy: cut off", "t.npy", cut),
        (
            "npy: a single number",
            "t.npy",
            npy("<f8", false, "()", &numbers[..8]),
        ),
        ("npy: no rows", "t.npy", npy("<f8", false, "(0, 2)", &[])),
        (
            "npy: huge",
            "t.npy",
            npy("<f8", false, "(99999999999, 2)", &numbers),
        ),
        (
            "npy: complex",
            "t.npy",
            npy("<c16", false, "(2,)", &numbers),
        ),
        ("npy: texts", "t.npy", npy("<U2", false, "(4,)", &numbers)),
        (
            "npy: nan",
            "t.npy",
            npy("<f8", false, "(2,)", &floats(&[1.0, f64::NAN])),
        ),
        ("npz: text", "t.npz", b"PK no archive".to_vec()),
        (
            "npz: rows differ",
            "t.npz",
            npz(&[("x", "(2,)", &[1.0, 2.0]), ("y", "(3,)", &[1.0, 2.0, 3.0])]),
        ),
        ("spreadsheet", "t.xlsx", b"PK".to_vec()),
    ]
}

#[test]
fn bad_tables_get_their_messages() {
    let good = "a,b,kind\n1,2,pear\n3,4,apple\n5,6,fig\n";
    let mut found = Vec::new();
    let mut note = |name: &str, result: Result<Dataset, TableError>| match result {
        Ok(_) => panic!("{name} is read"),
        Err(error) => found.push(format!("{name}\n    {error}\n")),
    };
    for (name, text) in BAD_TEXTS {
        // A column of texts is lawful by itself: here it meets one of numbers.
        let settings = inputs(path("t.csv"), &[("v", &["x", "y"])]);
        note(name, csv(text, &settings));
    }
    note(
        "not UTF-8",
        load("t.csv", b"x,y\n1,2\n\xff\xfe,4\n", &path("t.csv")),
    );
    note(
        "UTF-16",
        load("t.csv", b"\xff\xfex\0,\0y\0\n\0", &path("t.csv")),
    );
    note("zeros", load("t.csv", &[0; 100], &path("t.csv")));
    note("no input of that name", csv("a,b\n1,2\n", &path("t.csv")));
    for (name, settings) in bad_settings() {
        note(name, csv(good, &settings));
    }
    for (name, file, bytes) in bad_arrays() {
        let settings = match name {
            "npz: rows differ" => inputs(path(file), &[("x", &["x"]), ("y", &["y"])]),
            _ => inputs(path(file), &[("x", &["column*"])]),
        };
        note(name, load(file, &bytes, &settings));
    }
    assert!(found.len() >= 60, "{}", found.len());
    let found = found.concat();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/bad_tables.txt");
    if std::env::var_os("WIREGRAD_BLESS").is_some() {
        return fs::write(path, found).expect("written");
    }
    assert_eq!(found, fs::read_to_string(path).expect("the messages"));
}

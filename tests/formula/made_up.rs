//! Texts that nobody would type: formulas of the other tables, cut and mixed with signs of
//! every kind. None may panic; what is read must write and read again.
//!
//! `WIREGRAD_TEXTS=1000000 cargo test --test formula made_up` tries more of them.

use fastrand::Rng;

use crate::formula_laws::hold;
use crate::published::PUBLISHED;
use crate::readings::READINGS;

/// Pieces that a formula may have.
const PIECES: &[&str] = &[
    "+",
    "-",
    "−",
    "*",
    "**",
    "·",
    "×",
    "/",
    "÷",
    "@",
    "^",
    "²",
    "⁻¹",
    "½",
    "√",
    "|",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "=",
    ",",
    ";",
    "\n",
    ":",
    ".",
    "..",
    "`",
    "\"",
    "'",
    "_",
    "#",
    " ",
    "e",
    "π",
    "w",
    "x",
    "b",
    "y",
    "J",
    "wx",
    "ŷ",
    "x₁",
    "θ",
    "1",
    "2",
    "0.5",
    "1e-3",
    "1e308",
    "1e400",
    "9",
    "sin",
    "exp(",
    "max(",
    "sum(x, axis=0)",
    "softmax(",
    "np.",
    "torch.",
    ".T",
    ".sum()",
    "\\frac{",
    "}{",
    "\\sqrt{",
    "\\left(",
    "\\right)",
    "\\cdot",
    "\\log",
    "\\hat{",
    "\\sum_i",
    "parameter(",
    "input(",
    "constant(",
    "target ",
    "axis=",
    "[[1, 2], [3, 4]]",
    "[1:2]",
    "[:, ::2]",
    "\0",
    "\u{202e}",
    "\t",
    "\r\n",
    "𝒳",
    "中",
    "e\u{301}",
    "<",
    ">",
    "&",
    "%",
    "~",
    "?",
    "!",
    "$",
    "\\",
    "ᵀ",
    "e^{-z}",
];

/// How many texts are tried.
fn count() -> usize {
    let asked = std::env::var("WIREGRAD_TEXTS").ok();
    asked.and_then(|text| text.parse().ok()).unwrap_or(5_000)
}

fn known() -> Vec<String> {
    let published = PUBLISHED.iter().map(|(text, _)| (*text).to_owned());
    let readings = READINGS.iter().map(|(text, ..)| (*text).to_owned());
    let table = include_str!("../fixtures/formulas.txt").lines();
    let table = table.filter_map(|line| Some(line.split(" | ").next()?.to_owned()));
    published.chain(readings).chain(table).collect()
}

/// A place between two letters.
fn place(rng: &mut Rng, text: &str) -> usize {
    text.floor_char_boundary(rng.usize(..=text.len()))
}

fn piece(rng: &mut Rng) -> String {
    match rng.u8(..12) {
        0 => rng.char(..).to_string(),
        1 => PIECES[rng.usize(..PIECES.len())].repeat(rng.usize(1..40)),
        _ => PIECES[rng.usize(..PIECES.len())].to_owned(),
    }
}

/// One text: pieces alone, or a known formula that is cut, doubled, mixed.
fn text(rng: &mut Rng, known: &[String]) -> String {
    if rng.u8(..4) == 0 {
        return (0..rng.usize(..24)).map(|_| piece(rng)).collect();
    }
    let mut text = known[rng.usize(..known.len())].clone();
    for _ in 0..rng.usize(1..6) {
        let (a, b) = (place(rng, &text), place(rng, &text));
        let (start, end) = (a.min(b), a.max(b));
        match rng.u8(..5) {
            0 => text.replace_range(start..end, ""),
            1 => text.insert_str(a, &piece(rng)),
            2 => {
                let part = text[start..end].to_owned();
                text.insert_str(place(rng, &text), &part);
            }
            3 => {
                let other = &known[rng.usize(..known.len())];
                let from = place(rng, other);
                text.truncate(a);
                text += &other[from..];
            }
            _ => text.insert_str(a, PIECES[rng.usize(..PIECES.len())]),
        }
        if text.len() > 4_000 {
            break;
        }
    }
    text
}

#[test]
fn texts_that_nobody_types_end_in_a_formula_or_a_message() {
    let known = known();
    let mut rng = Rng::with_seed(13);
    let count = count();
    let read = (0..count).filter(|_| hold(&text(&mut rng, &known))).count();
    assert!(
        read > count / 20 && read < count,
        "{read} of {count} are formulas"
    );
}

#[test]
fn an_exponent_that_begins_with_t_is_no_transpose() {
    for text in ["w^\r\nT", "w^{T^3}", "w^(T)"] {
        assert!(hold(text), "{text:?}");
    }
}

#[test]
fn a_word_with_signs_is_refused() {
    for text in ["gelu(x, approximate='a\\b')", "gelu(x, approximate='\0')"] {
        assert!(!hold(text), "{text:?}");
    }
}

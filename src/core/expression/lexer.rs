//! From text to words. Signs as the lecture writes them, as Python writes them, and as
//! LaTeX does.

use super::cursor::{Cursor, fraction, is_direction, is_name_part, is_name_start, superscript};
use super::error::FormulaError;
use super::latex;
use super::token::{Bracket, Relation, Token, TokenKind};
use crate::core::limits::MAX_FORMULA_BYTES;

/// The words of a formula, in their order.
///
/// # Errors
/// The text is too long, or has a sign that no formula has.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, FormulaError> {
    if text.len() > MAX_FORMULA_BYTES {
        return Err(FormulaError::new(
            text.get(..64).unwrap_or(""),
            0..0,
            format!("a formula has at most {MAX_FORMULA_BYTES} bytes"),
            "write a graph file instead",
        ));
    }
    let mut cursor = Cursor {
        text,
        at: 0,
        out: Vec::new(),
    };
    while cursor.at < text.len() {
        word(&mut cursor)?;
    }
    Ok(cursor.out)
}

fn word(cursor: &mut Cursor<'_>) -> Result<(), FormulaError> {
    let start = cursor.at;
    let Some(c) = cursor.peek() else {
        return Ok(());
    };
    match c {
        '\\' => return latex::command(cursor),
        '0'..='9' => return number_word(cursor),
        '.' if cursor.rest()[1..].starts_with(|c: char| c.is_ascii_digit()) => {
            return number_word(cursor);
        }
        '`' => return quoted_word(cursor),
        '"' | '\'' => return string_word(cursor, c),
        '#' => {
            cursor.take_while(|c| c != '\n');
            return Ok(());
        }
        _ => {}
    }
    cursor.at += c.len_utf8();
    if let Some(relation) = relation(c, cursor.peek()) {
        let is_ascii_pair = c.is_ascii() && cursor.peek() == Some('=');
        cursor.at += usize::from(is_ascii_pair);
        cursor.push(TokenKind::Relation(relation), start);
    } else if let Some(x) = fraction(c) {
        cursor.push(TokenKind::Number(x), start);
    } else if superscript(c).is_some() {
        superscript_word(cursor, start)?;
    } else if let Some(kind) = sign(c) {
        if c == '*' && cursor.peek() == Some('*') {
            cursor.at += 1;
            cursor.push(TokenKind::Power, start);
        } else {
            cursor.push(kind, start);
        }
    } else if c == 'π' {
        cursor.push(TokenKind::Name("π".into()), start);
    } else if is_name_start(c) {
        name_word(cursor, start);
    } else if !(c.is_whitespace() || c == '$') {
        return Err(unknown(cursor, c, start));
    }
    Ok(())
}

fn unknown(cursor: &Cursor<'_>, c: char, start: usize) -> FormulaError {
    let help = match c {
        '!' => "write != to compare",
        '&' => "write one statement a line",
        '“' | '”' | '‘' | '’' => "write straight quotes, \" or `",
        _ => "leave it out, or put a name with it in backquotes",
    };
    let shown = match c.is_control() || is_direction(c) {
        true => format!("the sign U+{:04X}", c as u32),
        false => format!("{:?}", c.to_string()),
    };
    cursor.error(start, format!("{shown} can't be read"), help)
}

/// `2`, `.5`, `1.5E2`. An `e` without digits behind it is a name.
fn number_word(cursor: &mut Cursor<'_>) -> Result<(), FormulaError> {
    let start = cursor.at;
    let is_digit = |c: char| c.is_ascii_digit();
    cursor.take_while(is_digit);
    // The point of `2.T` or `1..2` belongs to what follows.
    let mut after = cursor.rest().chars();
    if after.next() == Some('.') && !after.next().is_some_and(is_name_start) {
        cursor.at += 1;
        cursor.take_while(is_digit);
    }
    let rest = cursor.rest();
    if let Some(power) = rest.strip_prefix(['e', 'E']) {
        let digits = power.strip_prefix(['+', '-', '−']).unwrap_or(power);
        if digits.starts_with(is_digit) {
            cursor.at += rest.len() - digits.len();
            cursor.take_while(is_digit);
        }
    }
    let written = cursor.text[start..cursor.at].replace('−', "-");
    match written.parse::<f64>() {
        Ok(x) if x.is_finite() => cursor.push(TokenKind::Number(x), start),
        _ => {
            let message = format!("{written} is no finite number");
            return Err(cursor.error(start, message, "use a number below 1.8e308"));
        }
    }
    Ok(())
}

fn name_word(cursor: &mut Cursor<'_>, start: usize) {
    cursor.take_while(is_name_part);
    let word = &cursor.text[start..cursor.at];
    // x_{12}, as in LaTeX.
    if word.ends_with('_')
        && let Some((inside, _)) = cursor
            .rest()
            .strip_prefix('{')
            .and_then(|it| it.split_once('}'))
        && inside.chars().all(is_name_part)
    {
        cursor.at += inside.len() + 2;
        let name = format!("{word}{inside}");
        return cursor.push(TokenKind::Name(name.into()), start);
    }
    let kind = match word {
        "_" => TokenKind::Unwired,
        word => TokenKind::Name(word.into()),
    };
    cursor.push(kind, start);
}

fn quoted_word(cursor: &mut Cursor<'_>) -> Result<(), FormulaError> {
    let start = cursor.at;
    cursor.at += 1;
    let mut name = String::new();
    loop {
        name.push_str(cursor.take_while(|c| c != '`' && c != '\n'));
        if !cursor.rest().starts_with('`') {
            let message = "a backquote is not closed".to_owned();
            return Err(cursor.error(start, message, "write ` after the name"));
        }
        cursor.at += 1;
        if !cursor.rest().starts_with('`') {
            break;
        }
        cursor.at += 1;
        name.push('`');
    }
    if name.is_empty() {
        let message = "a name in backquotes is empty".to_owned();
        return Err(cursor.error(start, message, "write the name of a node between them"));
    }
    cursor.push(TokenKind::Quoted(name.into()), start);
    Ok(())
}

fn string_word(cursor: &mut Cursor<'_>, quote: char) -> Result<(), FormulaError> {
    let start = cursor.at;
    cursor.at += 1;
    let inside = cursor.take_while(|c| c != quote && c != '\n');
    if !cursor.rest().starts_with(quote) {
        let message = format!("a quote {quote} is not closed");
        return Err(cursor.error(start, message, "write it after the word"));
    }
    // The words of attributes are plain; others would not read back as they are written.
    let is_plain = |c: char| matches!(c, ' '..='~') && c != '"' && c != '\\';
    if !inside.chars().all(is_plain) {
        let message = "this is no word of an attribute".to_owned();
        return Err(cursor.error(start, message, "write a word such as \"tanh\""));
    }
    cursor.at += 1;
    cursor.push(TokenKind::Text(inside.into()), start);
    Ok(())
}

/// One or more signs such as ⁻¹, read as one whole number.
fn superscript_word(cursor: &mut Cursor<'_>, start: usize) -> Result<(), FormulaError> {
    cursor.take_while(|c| superscript(c).is_some());
    let signs = cursor.text[start..cursor.at].chars();
    let digits: String = signs.filter_map(superscript).collect();
    match digits.parse::<i32>() {
        Ok(power) => cursor.push(TokenKind::Superscript(f64::from(power)), start),
        Err(_) => {
            let message = "this is no power".to_owned();
            return Err(cursor.error(start, message, "write it with ^: x^12"));
        }
    }
    Ok(())
}

/// A sign that compares, of one character or of two.
fn relation(c: char, next: Option<char>) -> Option<Relation> {
    Some(match (c, next) {
        ('<', Some('=')) | ('≤', _) => Relation::LessEqual,
        ('>', Some('=')) | ('≥', _) => Relation::GreaterEqual,
        ('=', Some('=')) => Relation::Equal,
        ('!', Some('=')) | ('≠', _) => Relation::NotEqual,
        ('<', _) => Relation::Less,
        ('>', _) => Relation::Greater,
        _ => return None,
    })
}

/// A sign that is a word by itself.
fn sign(c: char) -> Option<TokenKind> {
    use TokenKind as T;
    Some(match c {
        '+' => T::Plus,
        '-' | '−' | '–' => T::Minus,
        '*' | '×' | '·' | '⋅' | '∗' | '•' => T::Times,
        '/' | '÷' | '∕' => T::Over,
        '@' => T::At,
        '^' => T::Power,
        '√' => T::Root,
        'ᵀ' => T::Transposed,
        '=' => T::Assign,
        ',' => T::Comma,
        ':' => T::Colon,
        '.' => T::Dot,
        '|' => T::Bar,
        '(' => T::Open(Bracket::Round),
        ')' => T::Close(Bracket::Round),
        '[' => T::Open(Bracket::Square),
        ']' => T::Close(Bracket::Square),
        '{' => T::Open(Bracket::Curly),
        '}' => T::Close(Bracket::Curly),
        '\n' | ';' => T::Separator,
        _ => return None,
    })
}

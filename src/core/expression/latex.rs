//! The usual LaTeX of notes: `\frac{1}{2}(wx+b-y)^2`, `\sigma(z)`, `\cdot`, `\hat{y}`.
//! What isn't understood is an error, never left out.

use super::cursor::{Cursor, is_name_part};
use super::error::FormulaError;
use super::token::{Bracket, Relation, TokenKind};

/// Reads a command, at the backslash.
pub(super) fn command(cursor: &mut Cursor<'_>) -> Result<(), FormulaError> {
    let start = cursor.at;
    cursor.at += 1;
    let word = cursor.take_while(|c| c.is_ascii_alphabetic());
    if word.is_empty() {
        let sign = cursor.rest().chars().next();
        cursor.at += sign.map_or(0, char::len_utf8);
        return match sign {
            Some(',' | ';' | '!' | ':' | ' ' | '[' | ']' | '(' | ')') => Ok(()),
            Some('{') => bracket(cursor, start, TokenKind::Open(Bracket::Curly)),
            Some('}') => bracket(cursor, start, TokenKind::Close(Bracket::Curly)),
            Some('\\') => bracket(cursor, start, TokenKind::Separator),
            _ => Err(unknown(cursor, start, "\\")),
        };
    }
    if let Some(kind) = sign(word) {
        cursor.push(kind, start);
        return Ok(());
    }
    if let Some(letter) = greek(word) {
        return symbol(cursor, start, letter);
    }
    match word {
        // The bracket behind it is read as always; `\left|` too.
        "left" | "right" | "big" | "Big" | "bigl" | "bigr" | "quad" | "qquad" | "displaystyle" => {
            Ok(())
        }
        "hat" | "bar" | "tilde" | "vec" => accent(cursor, start, word),
        "mathrm" | "text" | "operatorname" | "mathbf" | "mathit" | "boldsymbol" => {
            in_braces(cursor, start, word)
        }
        "sum" | "prod" | "int" | "partial" | "nabla" | "lim" => {
            let message = format!("\\{word} can't be read");
            let help = match word {
                "sum" => "a graph has no index: write sum(x) over a tensor x",
                "prod" => "a graph has no index: write the factors out",
                _ => "write what the graph computes; wiregrad differentiates it",
            };
            Err(cursor.error(start, message, help))
        }
        "sin" | "cos" | "tan" | "sinh" | "cosh" | "tanh" | "exp" | "log" | "ln" | "min" | "max"
        | "arcsin" | "arccos" | "arctan" => {
            let name = match word {
                "ln" => "log",
                "arcsin" => "asin",
                "arccos" => "acos",
                "arctan" => "atan",
                name => name,
            };
            cursor.push(TokenKind::Function(name.into()), start);
            Ok(())
        }
        word => Err(unknown(cursor, start, word)),
    }
}

fn bracket(cursor: &mut Cursor<'_>, start: usize, kind: TokenKind) -> Result<(), FormulaError> {
    cursor.push(kind, start);
    Ok(())
}

fn unknown(cursor: &Cursor<'_>, start: usize, word: &str) -> FormulaError {
    let message = format!("\\{} can't be read", word.trim_start_matches('\\'));
    cursor.error(start, message, "write it as text: sin(x), sqrt(x), x_1")
}

/// A command that is a sign.
fn sign(word: &str) -> Option<TokenKind> {
    Some(match word {
        "cdot" | "times" | "ast" => TokenKind::Times,
        "div" => TokenKind::Over,
        "sqrt" => TokenKind::Root,
        "frac" | "dfrac" | "tfrac" => TokenKind::Fraction,
        "lvert" | "rvert" | "vert" => TokenKind::Bar,
        "lt" => TokenKind::Relation(Relation::Less),
        "gt" => TokenKind::Relation(Relation::Greater),
        "le" | "leq" => TokenKind::Relation(Relation::LessEqual),
        "ge" | "geq" => TokenKind::Relation(Relation::GreaterEqual),
        "ne" | "neq" => TokenKind::Relation(Relation::NotEqual),
        _ => return None,
    })
}

/// A Greek letter is a name; σ before a bracket is the sigmoid, as a name would be.
fn symbol(cursor: &mut Cursor<'_>, start: usize, letter: char) -> Result<(), FormulaError> {
    let mut name = letter.to_string();
    add_subscript(cursor, &mut name);
    cursor.push(TokenKind::Name(name.into()), start);
    Ok(())
}

/// Adds what stands below a letter, if something does: `_x`.
fn add_subscript(cursor: &mut Cursor<'_>, name: &mut String) {
    if cursor.rest().starts_with('_') {
        cursor.at += 1;
        name.push('_');
        name.push_str(&subscript(cursor));
    }
}

/// What stands below a letter: one sign, or more in braces.
fn subscript(cursor: &mut Cursor<'_>) -> String {
    if let Some((inside, _)) = cursor
        .rest()
        .strip_prefix('{')
        .and_then(|it| it.split_once('}'))
        && inside.chars().all(is_name_part)
    {
        cursor.at += inside.len() + 2;
        return inside.to_owned();
    }
    cursor.take_while(is_name_part).to_owned()
}

/// `\hat{y}`: the letter with its mark.
fn accent(cursor: &mut Cursor<'_>, start: usize, word: &str) -> Result<(), FormulaError> {
    let mark = match word {
        "hat" => '\u{302}',
        "bar" => '\u{304}',
        "tilde" => '\u{303}',
        _ => '\u{20d7}',
    };
    let inside = group(cursor, start, word)?;
    let mut name = inside.to_owned();
    name.push(mark);
    if mark == '\u{302}' && inside == "y" {
        name = "ŷ".to_owned(); // the one sign that people type
    }
    add_subscript(cursor, &mut name);
    cursor.push(TokenKind::Name(name.into()), start);
    Ok(())
}

/// `\mathrm{relu}`: a name.
fn in_braces(cursor: &mut Cursor<'_>, start: usize, word: &str) -> Result<(), FormulaError> {
    let inside = group(cursor, start, word)?;
    cursor.push(TokenKind::Name(inside.into()), start);
    Ok(())
}

/// The name in the braces that come next.
fn group<'a>(cursor: &mut Cursor<'a>, start: usize, word: &str) -> Result<&'a str, FormulaError> {
    let rest = cursor.rest();
    if let Some((inside, _)) = rest.strip_prefix('{').and_then(|it| it.split_once('}'))
        && !inside.is_empty()
        && inside.chars().all(is_name_part)
    {
        cursor.at += inside.len() + 2;
        return Ok(inside);
    }
    let message = format!("\\{word} has no name in braces behind it");
    let help = format!("write \\{word}{{y}}");
    Err(cursor.error(start, message, &help))
}

fn greek(word: &str) -> Option<char> {
    Some(match word {
        "alpha" => 'α',
        "beta" => 'β',
        "gamma" => 'γ',
        "delta" => 'δ',
        "epsilon" | "varepsilon" => 'ε',
        "zeta" => 'ζ',
        "eta" => 'η',
        "theta" => 'θ',
        "kappa" => 'κ',
        "lambda" => 'λ',
        "mu" => 'μ',
        "nu" => 'ν',
        "xi" => 'ξ',
        "pi" => 'π',
        "rho" => 'ρ',
        "sigma" => 'σ',
        "tau" => 'τ',
        "phi" | "varphi" => 'φ',
        "chi" => 'χ',
        "psi" => 'ψ',
        "omega" => 'ω',
        "Delta" => 'Δ',
        "Theta" => 'Θ',
        "Lambda" => 'Λ',
        "Sigma" => 'Σ',
        "Phi" => 'Φ',
        "Psi" => 'Ψ',
        "Omega" => 'Ω',
        _ => return None,
    })
}

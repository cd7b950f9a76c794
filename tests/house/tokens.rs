//! Rust source as tokens: names and signs, without comments, texts and characters.

/// A name or a sign of the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Token {
    Name(String),
    Sign(char),
    /// `::`
    Path,
}

/// A token and the line that it is on, counted from 1.
#[derive(Clone, Debug)]
pub(crate) struct Located {
    pub(crate) token: Token,
    pub(crate) line: usize,
}

impl Located {
    pub(crate) fn name(&self) -> Option<&str> {
        match &self.token {
            Token::Name(name) => Some(name),
            _ => None,
        }
    }

    pub(crate) fn is_sign(&self, sign: char) -> bool {
        self.token == Token::Sign(sign)
    }
}

/// What the compiler sees of names.
pub(crate) fn tokens(text: &str) -> Vec<Located> {
    let mut reader = Reader {
        rest: text,
        line: 1,
        found: Vec::new(),
    };
    while let Some(c) = reader.rest.chars().next() {
        reader.step(c);
    }
    reader.found
}

struct Reader<'a> {
    rest: &'a str,
    line: usize,
    found: Vec<Located>,
}

impl Reader<'_> {
    fn step(&mut self, c: char) {
        if self.rest.starts_with("//") {
            let end = self.rest.find('\n').unwrap_or(self.rest.len());
            self.skip(end);
        } else if self.rest.starts_with("/*") {
            self.skip(block_comment(self.rest));
        } else if let Some(length) = raw_text(self.rest) {
            self.skip(length);
        } else if c == '"' {
            self.skip(quoted(self.rest, '"'));
        } else if c == '\'' {
            self.skip(character(self.rest));
        } else if c.is_alphanumeric() || c == '_' {
            let letter = |c: char| c.is_alphanumeric() || c == '_';
            let end = self.rest.find(|c| !letter(c)).unwrap_or(self.rest.len());
            let name = self.rest[..end].to_owned();
            self.push(Token::Name(name));
            self.skip(end);
        } else if self.rest.starts_with("::") {
            self.push(Token::Path);
            self.skip(2);
        } else {
            if !c.is_whitespace() {
                self.push(Token::Sign(c));
            }
            self.skip(c.len_utf8());
        }
    }

    fn push(&mut self, token: Token) {
        let line = self.line;
        self.found.push(Located { token, line });
    }

    fn skip(&mut self, length: usize) {
        let (skipped, rest) = self.rest.split_at(length);
        self.line += skipped.matches('\n').count();
        self.rest = rest;
    }
}

/// The length of the block comment that a text starts with; they nest.
fn block_comment(text: &str) -> usize {
    let (mut open, mut at) = (0_usize, 0);
    while let Some(found) = text[at..].find(['/', '*']) {
        at += found;
        match text.get(at..at + 2) {
            Some("/*") => open += 1,
            Some("*/") => open -= 1,
            _ => {
                at += 1;
                continue;
            }
        }
        at += 2;
        if open == 0 {
            return at;
        }
    }
    text.len()
}

/// The length of the raw text that a text starts with.
fn raw_text(text: &str) -> Option<usize> {
    let start = text.strip_prefix('b').unwrap_or(text).strip_prefix('r')?;
    let hashes = start.len() - start.trim_start_matches('#').len();
    let inside = start[hashes..].strip_prefix('"')?;
    let close = format!("\"{}", "#".repeat(hashes));
    let end = inside
        .find(&close)
        .map_or(inside.len(), |at| at + close.len());
    Some(text.len() - inside.len() + end)
}

/// The length of what stands in quotes at the start of a text.
fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// The length of a character in quotes, or of the sign before the name of a lifetime.
fn character(text: &str) -> usize {
    let mut inside = text.chars().skip(1);
    match (inside.next(), inside.next()) {
        (Some('\\'), _) | (Some(_), Some('\'')) => quoted(text, '\''),
        _ => 1,
    }
}

#[test]
fn only_code_becomes_tokens() {
    let text = r##"use a::b; // use c::d;
/* use /* e::f */ g */ let s = "h::i \" j"; let r = r#"k "l" m"#;
let c = '"'; let q = '\''; fn n<'o>(p: &'o str) {}"##;
    let found = tokens(text);
    let names: Vec<&str> = found.iter().filter_map(Located::name).collect();
    let expected = [
        "use", "a", "b", "let", "s", "let", "r", "let", "c", "let", "q", "fn", "n", "o", "p", "o",
        "str",
    ];
    assert_eq!(names, expected);
    assert_eq!(found.last().map(|last| last.line), Some(3));
}

//! What one file says of names: its imports, the paths in its code, the items that it
//! defines, the types that it implements, and how long its functions are.

use std::collections::HashSet;

use crate::tokens::{Located, Token, tokens};

/// One name that a `use` brings in.
#[derive(Clone, Debug)]
pub(crate) struct Import {
    pub(crate) path: Vec<String>,
    /// What it is called here; `*` for everything.
    pub(crate) alias: String,
    pub(crate) public: bool,
    pub(crate) line: usize,
}

/// A path of names in the code.
#[derive(Clone, Debug)]
pub(crate) struct PathUse {
    pub(crate) path: Vec<String>,
    pub(crate) line: usize,
}

/// A function and how many lines it has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Function {
    pub(crate) name: String,
    /// Where it begins, counted from 1.
    pub(crate) line: usize,
    pub(crate) lines: usize,
}

#[derive(Debug, Default)]
pub(crate) struct Contents {
    pub(crate) imports: Vec<Import>,
    pub(crate) paths: Vec<PathUse>,
    /// Names in the code that no path begins with and no path leads to.
    pub(crate) names: HashSet<String>,
    pub(crate) items: HashSet<String>,
    pub(crate) implemented: Vec<String>,
    pub(crate) functions: Vec<Function>,
}

impl Contents {
    pub(crate) fn of(text: &str) -> Contents {
        let tokens = tokens(text);
        let mut parser = Parser {
            tokens: &tokens,
            at: 0,
            braces: 0,
            modules: Vec::new(),
            open_functions: Vec::new(),
            found: Contents::default(),
        };
        while parser.at < tokens.len() {
            parser.step();
        }
        parser.found
    }
}

struct Parser<'a> {
    tokens: &'a [Located],
    at: usize,
    braces: usize,
    /// How many braces are open around each module that is written in the file.
    modules: Vec<usize>,
    /// The functions that haven't ended: name, first line, and the braces around them.
    open_functions: Vec<(String, usize, usize)>,
    found: Contents,
}

impl Parser<'_> {
    fn token(&self, ahead: usize) -> Option<&Token> {
        self.tokens
            .get(self.at + ahead)
            .map(|located| &located.token)
    }

    fn name(&self, ahead: usize) -> Option<&str> {
        self.tokens.get(self.at + ahead).and_then(Located::name)
    }

    fn is_sign(&self, ahead: usize, sign: char) -> bool {
        self.token(ahead) == Some(&Token::Sign(sign))
    }

    fn line(&self) -> usize {
        self.tokens.get(self.at).map_or(0, |located| located.line)
    }

    fn step(&mut self) {
        match self.token(0) {
            Some(Token::Sign('{')) => self.braces += 1,
            Some(Token::Sign('}')) => self.close(),
            Some(Token::Name(name)) => return self.word(&name.clone()),
            _ => {}
        }
        self.at += 1;
    }

    fn close(&mut self) {
        self.braces = self.braces.saturating_sub(1);
        self.modules.pop_if(|around| *around == self.braces);
        let line = self.line();
        if let Some((name, start, _)) = self
            .open_functions
            .pop_if(|(_, _, around)| *around == self.braces)
        {
            self.found.functions.push(Function {
                name,
                line: start,
                lines: line - start + 1,
            });
        }
    }

    fn word(&mut self, word: &str) {
        match word {
            "use" => return self.import(),
            // A visibility, `pub(in crate::a)`, uses nothing.
            "pub" if self.is_sign(1, '(') && self.name(2) == Some("in") => {
                while self.token(0).is_some() && !self.is_sign(0, ')') {
                    self.at += 1;
                }
                self.at += 1;
                return;
            }
            "mod" => {
                if self.is_sign(2, '{') {
                    self.modules.push(self.braces);
                    self.braces += 1;
                }
                self.at += 3; // the name, and { or ;
                return;
            }
            "impl" if self.begins_an_item() => self.implementation(),
            "fn" => self.function(),
            "struct" | "enum" | "union" | "trait" | "type" | "const" | "static" => {
                let named = self.name(1).map(str::to_owned);
                self.found.items.extend(named);
            }
            "macro_rules" => {
                let named = self.name(2).map(str::to_owned);
                self.found.items.extend(named);
            }
            _ => {}
        }
        if self.token(1) == Some(&Token::Path) && self.name(2).is_some() {
            self.path();
        } else {
            self.found.names.insert(word.to_owned());
            self.at += 1;
        }
    }

    fn begins_an_item(&self) -> bool {
        let before = self.at.checked_sub(1).map(|at| &self.tokens[at].token);
        matches!(before, None | Some(Token::Sign('}' | '{' | ';' | ']')))
    }

    /// `impl<…> Trait for Type` or `impl<…> Type`: the last name before the brace that
    /// stands outside angle brackets and of which the type's path consists.
    fn implementation(&mut self) {
        let (mut angles, mut ahead, mut subject) = (0_usize, 1, None);
        while let Some(token) = self.token(ahead) {
            match token {
                Token::Sign('<') => angles += 1,
                Token::Sign('>') => angles = angles.saturating_sub(1),
                Token::Sign('{' | ';' | ')' | ',' | '=') if angles == 0 => break,
                Token::Name(name) if angles == 0 && name == "where" => break,
                Token::Name(name) if angles == 0 => subject = Some(name.clone()),
                _ => {}
            }
            ahead += 1;
        }
        self.found.implemented.extend(subject);
    }

    fn function(&mut self) {
        let Some(name) = self.name(1).map(str::to_owned) else {
            return; // the type of a function
        };
        let mut ahead = 2;
        while let Some(token) = self.token(ahead) {
            match token {
                // An array's length has a `;` in it, but then it is in brackets.
                Token::Sign(';') if self.brackets_are_closed(ahead) => break,
                Token::Sign('{') => {
                    let (line, around) = (self.line(), self.braces);
                    self.open_functions.push((name.clone(), line, around));
                    break;
                }
                _ => ahead += 1,
            }
        }
        self.found.items.insert(name);
    }

    fn brackets_are_closed(&self, ahead: usize) -> bool {
        let before = &self.tokens[self.at..self.at + ahead];
        let count = |sign| before.iter().filter(|token| token.is_sign(sign)).count();
        count('[') == count(']')
    }

    fn path(&mut self) {
        let line = self.line();
        let mut path = Vec::new();
        while let Some(name) = self.name(0).map(str::to_owned) {
            path.push(name);
            self.at += 1;
            if self.token(0) != Some(&Token::Path) || self.name(1).is_none() {
                break;
            }
            self.at += 1;
        }
        let path = self.seen_from_the_file(path);
        self.found
            .paths
            .extend(path.map(|path| PathUse { path, line }));
    }

    fn import(&mut self) {
        let public = self.is_public();
        self.at += 1;
        self.tree(&mut Vec::new(), public);
    }

    /// Whether `pub` or `pub(…)` stands before.
    fn is_public(&self) -> bool {
        let before = &self.tokens[..self.at];
        let visibility = match before.iter().rposition(|token| !token.is_sign(')')) {
            Some(last) if last + 1 < before.len() => {
                let open = before.iter().rposition(|token| token.is_sign('('));
                open.and_then(|open| open.checked_sub(1))
            }
            last => last,
        };
        visibility.is_some_and(|at| before[at].name() == Some("pub"))
    }

    /// One tree of a `use`, up to and with the sign that ends it.
    fn tree(&mut self, prefix: &mut Vec<String>, public: bool) {
        let length = prefix.len();
        let line = self.line();
        loop {
            match self.token(0).cloned() {
                Some(Token::Name(name)) if name == "as" => {
                    let alias = self.name(1).unwrap_or("_").to_owned();
                    self.at += 2;
                    self.add(prefix, alias, public, line);
                    break;
                }
                Some(Token::Name(name)) => {
                    self.at += 1;
                    prefix.push(name);
                    if !matches!(self.token(0), Some(Token::Path)) && self.name(0) != Some("as") {
                        self.add_last(prefix, public, line);
                        break;
                    }
                }
                Some(Token::Path) => self.at += 1,
                Some(Token::Sign('*')) => {
                    self.at += 1;
                    self.add(prefix, "*".to_owned(), public, line);
                    break;
                }
                Some(Token::Sign('{')) => {
                    self.at += 1;
                    while !self.is_sign(0, '}') && self.token(0).is_some() {
                        self.tree(prefix, public);
                        if self.is_sign(0, ',') {
                            self.at += 1;
                        }
                    }
                    self.at += 1;
                    break;
                }
                _ => break,
            }
        }
        prefix.truncate(length);
    }

    fn add_last(&mut self, path: &[String], public: bool, line: usize) {
        match path {
            [before @ .., last] if last == "self" && !before.is_empty() => {
                let alias = before.last().cloned().unwrap_or_default();
                self.add(before, alias, public, line);
            }
            [.., last] => self.add(path, last.clone(), public, line),
            [] => {}
        }
    }

    fn add(&mut self, path: &[String], alias: String, public: bool, line: usize) {
        let Some(path) = self.seen_from_the_file(path.to_vec()) else {
            return;
        };
        self.found.imports.push(Import {
            path,
            alias,
            public,
            line,
        });
    }

    /// A path as it would be written outside the modules in the file; nothing if it
    /// stays within one of them.
    fn seen_from_the_file(&self, path: Vec<String>) -> Option<Vec<String>> {
        let ups = path.iter().take_while(|name| *name == "super").count();
        let depth = self.modules.len();
        if depth == 0 || (ups == 0 && path.first().is_none_or(|name| name != "self")) {
            return Some(path);
        }
        if ups < depth {
            return None;
        }
        let mut outside = vec!["self".to_owned()];
        outside.extend_from_slice(&path[depth..]);
        if ups > depth {
            outside.remove(0);
        }
        Some(outside)
    }
}

#[test]
fn imports_and_paths_are_read() {
    let text = "
        use crate::{core::{self, op}, file::load as read};
        pub(crate) use child::Thing;
        use super::*;
        mod child;
        fn f() -> [u8; 2] { crate::gui::open(other::b()) }
        mod tests { use super::{g, super::h}; fn t() { super::f(); } }
    ";
    let contents = Contents::of(text);
    let imports = contents.imports.iter();
    let imports: Vec<String> = imports
        .map(|import| {
            let mark = if import.public { "pub " } else { "" };
            format!("{mark}{} as {}", import.path.join("::"), import.alias)
        })
        .collect();
    let expected = [
        "crate::core as core",
        "crate::core::op as op",
        "crate::file::load as read",
        "pub child::Thing as Thing",
        "super as *",
        "self::g as g",
        "super::h as h",
    ];
    assert_eq!(imports, expected);
    let paths: Vec<String> = contents.paths.iter().map(|p| p.path.join("::")).collect();
    assert_eq!(paths, ["crate::gui::open", "other::b", "self::f"]);
}

#[test]
fn implemented_types_and_lengths_of_functions_are_read() {
    let text = "impl<T: Into<App>> From<T> for Other<T> {\n fn a() {\n\n }\n}
        impl super::App { fn b(c: impl Fn(u8) -> App) {} fn d<'a>() where 'a: 'a {\n if {\n }\n }\n}";
    let contents = Contents::of(text);
    assert_eq!(contents.implemented, ["Other", "App"]);
    let lengths = contents.functions.iter();
    let lengths: Vec<(&str, usize)> = lengths.map(|f| (&*f.name, f.lines)).collect();
    assert_eq!(lengths, [("a", 3), ("b", 1), ("d", 4)]);
}

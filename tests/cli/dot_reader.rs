//! A strict reader of what is written in DOT: words, numbers, quoted and HTML strings, and
//! the grammar of statements. Anything else is a panic.

/// What a text in DOT draws.
#[derive(Debug, Default)]
pub(crate) struct DotGraph {
    pub(crate) title: Option<String>,
    /// The labels of the nodes, in the order of their numbers.
    pub(crate) nodes: Vec<String>,
    /// The labels of the edges.
    pub(crate) edges: Vec<String>,
    /// The labels of the clusters, and how deep each lies.
    pub(crate) clusters: Vec<(String, usize)>,
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Word(String),
    Text(String),
    Html(String),
    Sign(char),
    Arrow,
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let text: String = text
        .lines()
        .filter(|it| !it.starts_with("//"))
        .map(|it| format!("{it}\n"))
        .collect();
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            c if c.is_whitespace() => {}
            '{' | '}' | '[' | ']' | ';' | ',' | '=' => tokens.push(Token::Sign(sign)),
            '-' => {
                assert_eq!(signs.next(), Some('>'), "an arrow");
                tokens.push(Token::Arrow);
            }
            '"' => {
                let mut inside = String::new();
                loop {
                    match signs.next().expect("a closing quote") {
                        '"' => break,
                        '\\' => inside.extend(signs.next()),
                        c => inside.push(c),
                    }
                }
                tokens.push(Token::Text(inside));
            }
            '<' => {
                let (mut inside, mut depth) = (String::new(), 1);
                loop {
                    let c = signs.next().expect("a closing bracket");
                    depth += i32::from(c == '<') - i32::from(c == '>');
                    if depth == 0 {
                        break;
                    }
                    inside.push(c);
                }
                tokens.push(Token::Html(inside));
            }
            c if c.is_ascii_alphanumeric() || c == '_' => {
                let mut word = String::from(c);
                while let Some(c) = signs.next_if(|c| c.is_ascii_alphanumeric() || *c == '_') {
                    word.push(c);
                }
                tokens.push(Token::Word(word));
            }
            c => panic!("{c:?} is no sign of DOT"),
        }
    }
    tokens
}

/// The text of a label, without its tags.
fn plain(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    let mut open: Vec<String> = Vec::new();
    while let Some(at) = rest.find(['<', '&']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.find(['>', ';']).expect("an end");
        let word = &rest[..=end];
        rest = &rest[end + 1..];
        match word {
            "&amp;" => out.push('&'),
            "&lt;" => out.push('<'),
            "&gt;" => out.push('>'),
            "&quot;" => out.push('"'),
            "&#39;" => out.push('\''),
            "<br/>" => out.push('\n'),
            "<b>" => open.push("</b>".to_owned()),
            word if word.starts_with("<font color=\"#") => open.push("</font>".to_owned()),
            word => assert_eq!(open.pop().as_deref(), Some(word), "{html}"),
        }
    }
    assert_eq!(open, Vec::<String>::new(), "{html}");
    assert!(!rest.contains(['>', '"']), "{html}");
    out + rest
}

pub(crate) fn read_dot(text: &str) -> DotGraph {
    let mut tokens = tokens(text).into_iter().peekable();
    let mut graph = DotGraph::default();
    let word = |text: &str| Token::Word(text.to_owned());
    for expected in [word("digraph"), word("wiregrad"), Token::Sign('{')] {
        assert_eq!(tokens.next(), Some(expected));
    }
    let mut nodes: Vec<(usize, String)> = Vec::new();
    let mut depth = 1;
    while depth > 0 {
        let first = match tokens.next().expect("a statement") {
            Token::Word(first) => first,
            Token::Sign('}') => {
                depth -= 1;
                continue;
            }
            other => panic!("{other:?} begins nothing"),
        };
        match (&*first, tokens.peek()) {
            ("subgraph", _) => {
                let Some(Token::Word(name)) = tokens.next() else {
                    panic!("a name")
                };
                assert!(name.starts_with("cluster_"), "{name}");
                assert_eq!(tokens.next(), Some(Token::Sign('{')));
                depth += 1;
                continue;
            }
            (name, Some(Token::Sign('='))) => {
                tokens.next();
                let value = tokens.next().expect("a value");
                set(&mut graph, name, value, depth);
            }
            (from, Some(Token::Arrow)) => {
                tokens.next();
                let Some(Token::Word(to)) = tokens.next() else {
                    panic!("a node")
                };
                for id in [from, &to] {
                    assert!(id[1..].parse::<usize>().is_ok(), "{id}");
                }
                graph.edges.push(label(&mut tokens).expect("a label"));
            }
            (name, _) => {
                let found = label(&mut tokens);
                if let Some(number) = name.strip_prefix('n').and_then(|it| it.parse().ok()) {
                    nodes.push((number, found.expect("a label")));
                } else {
                    assert!(["node", "edge"].contains(&name), "{name}");
                }
            }
        }
        assert_eq!(tokens.next(), Some(Token::Sign(';')), "{first}");
    }
    assert_eq!(tokens.next(), None);
    nodes.sort();
    graph.nodes = nodes.into_iter().map(|(_, label)| label).collect();
    graph
}

/// What is set for the graph or for the cluster that is open.
fn set(graph: &mut DotGraph, name: &str, value: Token, depth: usize) {
    match (name, value, depth) {
        ("label", Token::Html(html), 1) => graph.title = Some(plain(&html)),
        ("label", Token::Html(html), _) => graph.clusters.push((plain(&html), depth - 1)),
        (_, Token::Word(_) | Token::Text(_), _) => {}
        (name, value, _) => panic!("{name} = {value:?}"),
    }
}

/// The label among the attributes that come next.
fn label(tokens: &mut impl Iterator<Item = Token>) -> Option<String> {
    assert_eq!(tokens.next(), Some(Token::Sign('[')));
    let mut label = None;
    loop {
        let Some(Token::Word(name)) = tokens.next() else {
            panic!("an attribute")
        };
        assert_eq!(tokens.next(), Some(Token::Sign('=')));
        match tokens.next().expect("a value") {
            Token::Html(html) if name == "label" => label = Some(plain(&html)),
            Token::Word(_) | Token::Text(_) => {}
            other => panic!("{name} = {other:?}"),
        }
        match tokens.next() {
            Some(Token::Sign(']')) => return label,
            Some(Token::Sign(',')) => {}
            other => panic!("{other:?} in a list"),
        }
    }
}

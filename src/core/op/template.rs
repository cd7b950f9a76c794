//! Texts of the op table with places in them: `{0}` for an input, `{*}` for all of
//! them, `{y}` for the node's own value and `{dy}` for its gradient.

/// The text for an input; the last one serves all further inputs.
pub(super) fn for_input(texts: &'static [&'static str], index: usize) -> Option<&'static str> {
    texts.get(index).or(texts.last()).copied()
}

/// A part of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    /// As it stands.
    Text(&'a str),
    /// An input, by its number.
    Input(usize),
    /// All inputs, in a list.
    Every,
    /// The node's own value.
    Own,
    /// The node's gradient.
    Gradient,
}

/// The parts of a template, from left to right.
pub(crate) fn pieces(template: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = template;
    std::iter::from_fn(move || {
        if let Some((inside, after)) = rest.strip_prefix('{').and_then(|it| it.split_once('}')) {
            rest = after;
            return Some(match inside {
                "y" => Piece::Own,
                "dy" => Piece::Gradient,
                "*" => Piece::Every,
                number => Piece::Input(number.parse().unwrap_or(usize::MAX)),
            });
        }
        let (text, after) = rest.split_at(rest.find('{').unwrap_or(rest.len()));
        rest = after;
        (!text.is_empty()).then_some(Piece::Text(text))
    })
}

/// One pass over the template, so that a name with braces in it is left alone.
pub(super) fn put_in(template: &str, inputs: &[String], own: &str) -> String {
    let mut out = String::new();
    for piece in pieces(template) {
        match piece {
            Piece::Text(text) => out.push_str(text),
            Piece::Input(index) => out.push_str(inputs.get(index).map_or("…", String::as_str)),
            Piece::Every => out.push_str(&inputs.join(", ")),
            Piece::Own => out.push_str(own),
            Piece::Gradient => out.push_str("gradient"),
        }
    }
    out
}

//! What an overlay says of one number, one node or one wire.

use std::sync::Arc;

use crate::core::graph::Wire;

/// How one number is shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Shown {
    /// The number itself.
    #[default]
    AsIs,
    /// Not reached yet: "—".
    Absent,
    /// Redacted because it is asked for: "?".
    Hidden,
    /// This text instead.
    Text(Arc<str>),
}

impl Shown {
    /// The sign in the place of a redacted number; `None` if something is shown.
    pub fn placeholder(&self) -> Option<&'static str> {
        match self {
            Shown::Absent => Some("—"),
            Shown::Hidden => Some("?"),
            Shown::AsIs | Shown::Text(_) => None,
        }
    }

    /// Whether the number may be shown.
    pub fn is_visible(&self) -> bool {
        self.placeholder().is_none()
    }
}

/// How much a node or a wire stands out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Emphasis {
    /// The usual look.
    #[default]
    Plain,
    /// Highlighted: the explanation is about it.
    Lit,
    /// Dimmed: the explanation is about something else.
    Dimmed,
}

/// The result of a check, shown beside a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Passed.
    Fine,
    /// Not certain.
    Doubtful,
    /// Failed.
    Wrong,
}

/// A number that moves along a wire.
#[derive(Clone, Debug, PartialEq)]
pub struct Flight {
    /// The wire.
    pub wire: Wire,
    /// The number.
    pub text: Arc<str>,
    /// Its position, from 0 at the wire's start to 1 at its end.
    pub along: f32,
    /// Whether it is a gradient, which moves from the end to the start.
    pub gradient: bool,
}

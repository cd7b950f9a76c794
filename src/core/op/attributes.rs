//! Attributes: what can be set on a node besides its wires, such as the `axis` of
//! a `sum`. Each op declares its own ([`Attribute`]); a node stores only what
//! differs from the default ([`Attributes`]); rules read both through
//! [`AttributeReader`].

use std::fmt;

use crate::core::fault::Fault;
use crate::core::limits::MAX_RANK;
use crate::core::tensor::Shape;

/// One attribute that an op declares.
#[derive(Debug)]
pub struct Attribute {
    /// The name in files: `axis`.
    pub name: &'static str,
    /// What it may be set to.
    pub kind: AttributeKind,
    /// What holds when it isn't set.
    pub default: DefaultValue,
    /// One sentence for the user.
    pub help: &'static str,
}

/// What an attribute may be set to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttributeKind {
    /// A whole number.
    Integer,
    /// A whole number or a list of them.
    Axes,
    /// A list of whole numbers.
    Integers,
    /// A finite number.
    Number,
    /// `true` or `false`.
    Flag,
    /// One of these words.
    Word(&'static [&'static str]),
}

/// What holds when an attribute isn't set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum DefaultValue {
    /// Nothing; the text says what that means: `all axes`.
    Absent(&'static str),
    /// It must be set; the text is the value that a new node starts with.
    Required(&'static [i64]),
    /// This whole number.
    Integer(i64),
    /// This number.
    Number(f64),
    /// This flag.
    Flag(bool),
    /// This word.
    Word(&'static str),
}

/// What an attribute is set to.
#[derive(Clone, Debug, PartialEq)]
pub enum AttributeValue {
    /// A whole number.
    Integer(i64),
    /// A list of whole numbers.
    Integers(Box<[i64]>),
    /// A finite number.
    Number(f64),
    /// `true` or `false`.
    Flag(bool),
    /// A word.
    Word(Box<str>),
}

/// As it stands in a file: `0`, `[0, 1]`, `0.01`, `true`, `"tanh"`.
impl fmt::Display for AttributeValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AttributeValue::Integer(i) => write!(f, "{i}"),
            AttributeValue::Integers(list) => write!(f, "{list:?}"),
            AttributeValue::Number(x) => write!(f, "{x:?}"),
            AttributeValue::Flag(flag) => write!(f, "{flag}"),
            AttributeValue::Word(word) => write!(f, "{word:?}"),
        }
    }
}

impl fmt::Display for DefaultValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DefaultValue::Absent(meaning) => write!(f, "{meaning}"),
            DefaultValue::Required(_) => write!(f, "required"),
            DefaultValue::Integer(i) => write!(f, "{i}"),
            DefaultValue::Number(x) => write!(f, "{x}"),
            DefaultValue::Flag(flag) => write!(f, "{flag}"),
            DefaultValue::Word(word) => write!(f, "{word}"),
        }
    }
}

impl AttributeKind {
    /// What a person reads: `a whole number`.
    pub fn title(self) -> String {
        match self {
            AttributeKind::Integer => "a whole number".to_owned(),
            AttributeKind::Axes => "a whole number or a list of them".to_owned(),
            AttributeKind::Integers => "a list of whole numbers".to_owned(),
            AttributeKind::Number => "a finite number".to_owned(),
            AttributeKind::Flag => "true or false".to_owned(),
            AttributeKind::Word(words) => format!("one of {words:?}"),
        }
    }

    /// The value as this kind has it, or nothing if it can't be: a whole number
    /// serves as a number, a number never as a whole one.
    fn accept(self, value: &AttributeValue) -> Option<AttributeValue> {
        use AttributeValue as V;
        match (self, value) {
            (AttributeKind::Number, V::Integer(i)) => Some(V::Number(*i as f64)),
            (AttributeKind::Number, V::Number(x)) => x.is_finite().then(|| value.clone()),
            (AttributeKind::Integer | AttributeKind::Axes, V::Integer(_))
            | (AttributeKind::Flag, V::Flag(_)) => Some(value.clone()),
            (AttributeKind::Axes | AttributeKind::Integers, V::Integers(list)) => {
                (list.len() <= MAX_RANK).then(|| value.clone())
            }
            (AttributeKind::Word(words), V::Word(word)) => {
                words.contains(&&**word).then(|| value.clone())
            }
            // A word may be a number: the order 1 or 2 of a norm.
            (AttributeKind::Word(words), V::Integer(i)) => {
                let word = i.to_string();
                words.contains(&&*word).then(|| V::Word(word.into()))
            }
            _ => None,
        }
    }
}

/// The attributes that a node sets, in the order in which its op declares them.
/// What equals the default may be set too, and is kept: the file says so.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Attributes(Vec<(&'static str, AttributeValue)>);

impl Default for DefaultValue {
    fn default() -> Self {
        DefaultValue::Absent("nothing")
    }
}

impl Attributes {
    /// Sets one of the attributes that an op declares, or clears it with `None`.
    ///
    /// # Errors
    /// None of that name is declared, or the value is of the wrong kind.
    pub fn set(
        &mut self,
        declared: &'static [Attribute],
        name: &str,
        value: Option<&AttributeValue>,
    ) -> Result<(), Fault> {
        let Some(row) = declared.iter().find(|row| row.name == name) else {
            let message = format!("unknown attribute {name:?}");
            return Err(Fault::new(message, "leave it out"));
        };
        self.0.retain(|(known, _)| *known != name);
        let Some(value) = value else { return Ok(()) };
        let Some(value) = row.kind.accept(value) else {
            return Err(Fault::new(
                format!("attribute {name:?} can't be {value}"),
                format!("give it {}", row.kind.title()),
            ));
        };
        self.0.push((row.name, value));
        let place = |name: &str| declared.iter().position(|row| row.name == name);
        self.0.sort_by_key(|(name, _)| place(name));
        Ok(())
    }

    /// What is set, in the op's order.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &AttributeValue)> {
        self.0.iter().map(|(name, value)| (*name, value))
    }

    /// Whether nothing is set.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A node's attributes with the defaults that its op declares behind them.
#[derive(Clone, Copy)]
pub struct AttributeReader<'a> {
    declared: &'static [Attribute],
    given: Option<&'a Attributes>,
}

impl<'a> AttributeReader<'a> {
    /// The attributes `given` on a node whose op declares these.
    pub fn new(
        declared: &'static [Attribute],
        given: Option<&'a Attributes>,
    ) -> AttributeReader<'a> {
        AttributeReader { declared, given }
    }

    /// What is set, if it is.
    pub fn get(&self, name: &str) -> Option<&'a AttributeValue> {
        self.given?.iter().find(|(n, _)| *n == name).map(|(_, v)| v)
    }

    fn default(&self, name: &str) -> DefaultValue {
        let row = self.declared.iter().find(|a| a.name == name);
        row.map(|a| a.default).unwrap_or_default()
    }

    /// A number.
    pub fn number(&self, name: &str) -> Option<f64> {
        match (self.get(name), self.default(name)) {
            (Some(AttributeValue::Number(x)), _) => Some(*x),
            (None, DefaultValue::Number(x)) => Some(x),
            _ => None,
        }
    }

    /// A whole number.
    pub fn integer(&self, name: &str) -> Option<i64> {
        match (self.get(name), self.default(name)) {
            (Some(AttributeValue::Integer(i)), _) => Some(*i),
            (None, DefaultValue::Integer(i)) => Some(i),
            _ => None,
        }
    }

    /// A list of whole numbers; a single one counts as a list of one.
    pub fn integers(&self, name: &str) -> Option<&'a [i64]> {
        match (self.get(name), self.default(name)) {
            (Some(AttributeValue::Integers(list)), _) => Some(list),
            (Some(AttributeValue::Integer(i)), _) => Some(std::slice::from_ref(i)),
            (None, DefaultValue::Required(list)) => Some(list),
            _ => None,
        }
    }

    /// A flag; false when neither set nor on by default.
    pub fn flag(&self, name: &str) -> bool {
        match (self.get(name), self.default(name)) {
            (Some(AttributeValue::Flag(flag)), _) => *flag,
            (None, DefaultValue::Flag(flag)) => flag,
            _ => false,
        }
    }

    /// A word.
    pub fn word(&self, name: &str) -> Option<&'a str> {
        match (self.get(name), self.default(name)) {
            (Some(AttributeValue::Word(word)), _) => Some(word),
            (None, DefaultValue::Word(word)) => Some(word),
            _ => None,
        }
    }

    /// The attribute `axis` of a shape, counted from 0; negative ones count from
    /// the end, as in NumPy.
    ///
    /// # Errors
    /// The shape has no such axis.
    pub fn axis(&self, shape: &Shape) -> Result<Option<usize>, Fault> {
        self.integer("axis").map(|i| axis_of(shape, i)).transpose()
    }

    /// Which axes of a shape the attribute `axis` names, as a flag an axis; all of
    /// them if it isn't set.
    ///
    /// # Errors
    /// The shape has no such axis, or one is named twice.
    pub fn axes(&self, shape: &Shape) -> Result<[bool; MAX_RANK], Fault> {
        let mut named = [false; MAX_RANK];
        let Some(list) = self.integers("axis") else {
            named[..shape.rank()].fill(true);
            return Ok(named);
        };
        for &i in list {
            let axis = axis_of(shape, i)?;
            if std::mem::replace(&mut named[axis], true) {
                return Err(Fault::new(
                    format!("axis {i} is named twice"),
                    "name each axis once",
                ));
            }
        }
        Ok(named)
    }
}

/// An axis counted from 0, from one that may count from the end.
///
/// # Errors
/// The shape has no such axis.
pub fn axis_of(shape: &Shape, axis: i64) -> Result<usize, Fault> {
    let rank = shape.rank() as i64;
    let from_start = if axis < 0 {
        axis.checked_add(rank)
    } else {
        Some(axis)
    };
    match from_start {
        Some(i) if (0..rank).contains(&i) => Ok(i as usize),
        _ => Err(Fault::new(
            format!("shape {shape} has no axis {axis}"),
            if rank == 0 {
                "leave the axis out: a scalar has none".to_owned()
            } else {
                format!("use an axis from {} to {}", -rank, rank - 1)
            },
        )),
    }
}

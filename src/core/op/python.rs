//! How an op is written in Python, with NumPy.

/// How an op is written in Python, with NumPy as `np`. Attributes that are set follow the
/// inputs as keywords.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Python {
    /// As a function that computes what the row's formula says.
    OfFormula,
    /// A sign between two inputs, with how close it binds.
    Infix(&'static str, u8),
    /// What stands before and behind the only input, how close the whole binds, and how close
    /// the input has to bind.
    Around(&'static str, &'static str, u8, u8),
    /// A function of NumPy: `exp`.
    Np(&'static str),
    /// A function of NumPy that takes what is set without keywords: `reshape`.
    NpInOrder(&'static str),
    /// A function of NumPy that takes the inputs as a list: `concatenate`.
    NpOfList(&'static str),
    /// A function of the op's name that is written out: `def softmax(x, axis=-1): …`.
    Function(&'static str),
    /// There is no way, for this reason. No full stop.
    Missing(&'static str),
}

impl Python {
    /// How close a comparison binds.
    pub const COMPARISON: u8 = 5;
    /// How close a sum binds.
    pub const SUM: u8 = 10;
    /// How close a product binds.
    pub const PRODUCT: u8 = 20;
    /// How close a sign binds.
    pub const SIGN: u8 = 25;
    /// How close a power binds.
    pub const POWER: u8 = 30;
    /// How close a call, a name and a number bind.
    pub const CALL: u8 = 100;
}

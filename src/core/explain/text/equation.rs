//! [`Equation`] and [`Explanation`]: what is said, ready to be written.

/// An equation that unfolds: first with names, then with numbers, then its result.
/// A part that adds nothing is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Equation {
    /// What is explained: `c`, `∂J/∂w`.
    pub left: String,
    /// The rule with names: `w × x`.
    pub names: String,
    /// The rule with numbers, of large tensors with their lengths: `2 × (−2)`.
    pub numbers: String,
    /// What comes out: `−4`.
    pub result: String,
    /// Why this is the rule, where an op has several: `, as d is positive`.
    pub reason: String,
}

/// What a step says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Explanation {
    /// What happens, in a few plain words.
    pub title: String,
    /// The equation to show.
    pub equation: Equation,
    /// The local derivative that stands in it: `∂c/∂w = x = −2`.
    pub local: Option<Equation>,
    /// What else is to be said, in plain words.
    pub note: Option<String>,
}

impl Equation {
    /// The parts on the right that say something, each other than the one before.
    pub fn right(&self) -> impl Iterator<Item = &str> {
        let parts = [&self.names, &self.numbers, &self.result].map(String::as_str);
        let says = move |nth: usize| !parts[nth].is_empty() && !parts[..nth].contains(&parts[nth]);
        (0..3)
            .filter(move |nth| says(*nth))
            .map(move |nth| parts[nth])
    }
}

/// All on one line: `c = w × x = 2 × (−2) = −4`.
impl std::fmt::Display for Equation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.left)?;
        self.right().try_for_each(|part| write!(f, " = {part}"))?;
        f.write_str(&self.reason)
    }
}

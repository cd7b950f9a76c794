//! The part of a program that checks it: the numbers that it was exported with, and how its own
//! are compared with them.

use super::arrays::{Arrays, Made, dictionary};
use super::names::Identifiers;
use crate::core::evaluation::Numbers;

/// Made as plain numbers, and arrays of NumPy.
const EXPECTED: Made<'_> = Made {
    number: "",
    array: "np.array",
    stored: "",
};

/// How numbers are compared.
const COMPARE: &str = r#"def difference(found, expected):
    """The largest |a - b| / max(1, |b|); 0 for NaN with NaN and infinity with itself."""
    a, b = np.asarray(found), np.asarray(expected)
    if a.shape != b.shape:
        return inf
    with np.errstate(all="ignore"):
        apart = np.abs(a - b) / np.maximum(1, np.abs(b))
    apart = np.where((a == b) | (np.isnan(a) & np.isnan(b)), 0, apart)
    return float(np.max(np.where(np.isnan(apart), inf, apart)))


def check(values, gradients):
    """Whether all numbers are those that were exported, to 1e-12; says which aren't."""
    worst = 0.0
    for what, found, expected in [
        ("value", values, expected_values),
        ("gradient", gradients, expected_gradients),
    ]:
        for name in expected:
            apart = difference(found[name], expected[name])
            worst = max(worst, apart)
            if apart > 1e-12:
                print(f"{what} of {name}: {found[name]} and not {expected[name]}")
    counts = f"{len(expected_values)} values, {len(expected_gradients)} gradients"
    print(f"{counts}: largest difference {worst:.1e}")
    return worst <= 1e-12
"#;

/// The numbers to compare with, by the names of their nodes.
pub(super) struct Expected<'a> {
    pub(super) values: Vec<(&'a str, Numbers<'a>)>,
    pub(super) gradients: Vec<(&'a str, Numbers<'a>)>,
}

impl Expected<'_> {
    /// How many numbers they are.
    pub(super) fn count(&self) -> usize {
        let all = self.values.iter().chain(&self.gradients);
        all.map(|(_, numbers)| numbers.data.len()).sum()
    }

    /// Whether all are finite.
    pub(super) fn are_finite(&self) -> bool {
        let mut all = self.values.iter().chain(&self.gradients);
        all.all(|(_, numbers)| numbers.data.iter().all(|x| x.is_finite()))
    }

    /// What is compared with, as text.
    pub(super) fn text(&self, names: &mut Identifiers, arrays: &mut Arrays) -> String {
        let mut entries = |kind: &str, all: &[(&str, Numbers<'_>)]| -> Vec<(String, String)> {
            let entry = |(name, numbers): &(&str, Numbers<'_>)| {
                let key = names.of(name);
                let key = format!("{kind}_{}", key.strip_prefix("self.").unwrap_or(&key));
                ((*name).to_owned(), arrays.text(&key, numbers, EXPECTED))
            };
            all.iter().map(entry).collect()
        };
        let values = dictionary("expected_values", &entries("value", &self.values));
        let gradients = dictionary("expected_gradients", &entries("gradient", &self.gradients));
        let special = "nan, inf = float(\"nan\"), float(\"inf\")\n";
        format!(
            "# The numbers that this was exported with.\n{special}{values}{gradients}\n\n{COMPARE}"
        )
    }
}

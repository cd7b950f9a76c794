//! Names that no node has yet.

use crate::core::limits::MAX_NAME_BYTES;

/// A lawful name that isn't taken: this one if it is free, else the next one with a
/// number, as in `w`, `w2`, `w3`. It is a lawful name whatever it is made from.
pub fn fresh_name(base: &str, taken: impl Fn(&str) -> bool) -> String {
    let base: String = base.chars().filter(|c| !c.is_control()).collect();
    let base = match base.trim() {
        "" => "node",
        base => cut(base, MAX_NAME_BYTES),
    };
    if !taken(base) {
        return base.to_owned();
    }
    let (stem, number) = counted(base);
    let name = |steps: u64| {
        let number = number.saturating_add(steps).to_string();
        cut(&stem, MAX_NAME_BYTES - number.len()).to_owned() + &number
    };
    // Where many names are taken they mostly are without a gap: doubled steps pass
    // them, and halved ones come back to the last that is taken.
    let (mut low, mut high) = (0, 1);
    while taken(&name(high)) {
        (low, high) = (high, high.saturating_mul(2));
    }
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if taken(&name(middle)) {
            low = middle;
        } else {
            high = middle;
        }
    }
    name(high)
}

/// What stands before a name's number, and the number; 1 if it has none. A number
/// counts if a letter or `_` stands before it: `a + 1` and `3` have none.
fn counted(name: &str) -> (String, u64) {
    let without = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = &name[without.len()..];
    let zeros = digits.len() - digits.trim_start_matches('0').len();
    let zeros = zeros.min(digits.len().saturating_sub(1));
    let counts = without.ends_with(|c: char| c.is_alphabetic() || c == '_');
    match digits[zeros..].parse() {
        Ok(number) if counts => (name[..without.len() + zeros].to_owned(), number),
        _ if digits.is_empty() => (name.to_owned(), 1),
        _ => (format!("{name}_"), 1),
    }
}

/// As much of a text as fits in so many bytes, without spaces at its end.
fn cut(text: &str, most: usize) -> &str {
    text[..text.floor_char_boundary(most)].trim_end()
}

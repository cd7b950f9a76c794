//! Nested lists of numbers: `[[1, 2], [3, 4]]`.

use std::fmt;

/// Writes a number, or nested lists of numbers, each by `number`. `dims` are the lengths
/// of the lists, outermost first; there must be as many numbers as they ask for.
///
/// # Errors
/// What `number` or the writer returns.
pub fn write_nested<W: fmt::Write>(
    out: &mut W,
    dims: &[usize],
    data: &[f64],
    number: &mut impl FnMut(&mut W, f64) -> fmt::Result,
) -> fmt::Result {
    // At most MAX_RANK deep.
    let Some((&length, inner)) = dims.split_first() else {
        return data.iter().try_for_each(|x| number(out, *x));
    };
    out.write_char('[')?;
    let parts = data.chunks_exact((data.len() / length.max(1)).max(1));
    for (nth, part) in parts.enumerate() {
        if nth > 0 {
            out.write_str(", ")?;
        }
        write_nested(out, inner, part, number)?;
    }
    out.write_char(']')
}

/// The same as a text.
pub fn nested(dims: &[usize], data: &[f64], number: impl Fn(f64) -> String) -> String {
    let mut out = String::new();
    let mut write = |out: &mut String, x: f64| {
        out.push_str(&number(x));
        Ok(())
    };
    // A string takes all that is written to it.
    let _ = write_nested(&mut out, dims, data, &mut write);
    out
}

#[cfg(test)]
mod tests {
    use super::nested;

    #[test]
    fn lists_are_nested_as_deep_as_there_are_axes() {
        let data = [1.0, 2.0, 3.0, 4.0];
        let text = |dims: &[usize], data: &[f64]| nested(dims, data, |x| x.to_string());
        assert_eq!(text(&[], &data[..1]), "1");
        assert_eq!(text(&[4], &data), "[1, 2, 3, 4]");
        assert_eq!(text(&[2, 2], &data), "[[1, 2], [3, 4]]");
        assert_eq!(text(&[1, 4, 1], &data), "[[[1], [2], [3], [4]]]");
    }
}

//! The format `.npy` of NumPy, version 1.0 to 3.0, read and written: a header that is a
//! Python dictionary of three entries, and the numbers behind it.

use std::io::{self, Read, Write};

/// What stands before the numbers of an array.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NpyHeader {
    /// The type of the numbers, as NumPy writes it: `<f8`.
    pub descr: String,
    /// Whether the first axis runs fastest.
    pub fortran: bool,
    /// The lengths of the axes.
    pub shape: Vec<usize>,
}

const MAGIC: &[u8; 6] = b"\x93NUMPY";

/// Headers are of some hundred bytes; longer ones are none.
const LONGEST_HEADER: usize = 1 << 16;

fn bad(what: impl Into<String>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what.into())
}

impl NpyHeader {
    /// Reads it from the start of a file.
    ///
    /// # Errors
    /// It is no header of this format.
    pub fn read(from: &mut impl Read) -> io::Result<NpyHeader> {
        let mut start = [0; 8];
        from.read_exact(&mut start)?;
        if start[..6] != *MAGIC {
            return Err(bad("it is no file of NumPy"));
        }
        let mut length = [0; 4];
        let bytes = if start[6] == 1 { 2 } else { 4 };
        from.read_exact(&mut length[..bytes])?;
        let length = u32::from_le_bytes(length) as usize;
        if length > LONGEST_HEADER {
            return Err(bad("its header is too long"));
        }
        let mut text = vec![0; length];
        from.read_exact(&mut text)?;
        let text = String::from_utf8(text).map_err(|_| bad("its header is no text"))?;
        NpyHeader::parse(&text).ok_or_else(|| bad("its header can't be read"))
    }

    fn parse(text: &str) -> Option<NpyHeader> {
        let entry = |name: &str| {
            let (_, rest) = text.split_once(&format!("'{name}'"))?;
            Some(rest.trim_start().strip_prefix(':')?.trim_start())
        };
        let descr = entry("descr")?.strip_prefix('\'')?.split_once('\'')?.0;
        let fortran = entry("fortran_order")?.starts_with("True");
        let (lengths, _) = entry("shape")?.strip_prefix('(')?.split_once(')')?;
        let lengths = lengths
            .split(',')
            .map(str::trim)
            .filter(|it| !it.is_empty());
        let shape: Option<Vec<usize>> = lengths.map(|it| it.parse().ok()).collect();
        Some(NpyHeader {
            descr: descr.to_owned(),
            fortran,
            shape: shape?,
        })
    }

    /// How many elements the array has; as many as can be where there are more.
    pub fn elements(&self) -> usize {
        let lengths = self.shape.iter();
        lengths.fold(1, |product: usize, length| product.saturating_mul(*length))
    }

    /// Reads the numbers, whatever their type, so many of them.
    ///
    /// # Errors
    /// The file ends too early, or the type isn't one of numbers.
    pub fn numbers(&self, from: &mut impl Read, count: usize) -> io::Result<Vec<f64>> {
        let (order, kind) = self.descr.split_at_checked(1).unwrap_or(("", ""));
        let swapped = order == ">";
        macro_rules! read {
            ($number:ty) => {{
                const SIZE: usize = size_of::<$number>();
                let number = |bytes: &[u8; SIZE]| match swapped {
                    true => <$number>::from_be_bytes(*bytes) as f64,
                    false => <$number>::from_le_bytes(*bytes) as f64,
                };
                let bytes = exactly(from, count, SIZE)?;
                let (numbers, _) = bytes.as_chunks::<SIZE>();
                Ok(numbers.iter().map(number).collect())
            }};
        }
        match kind {
            "f8" => read!(f64),
            "f4" => read!(f32),
            "f2" => {
                let bytes = exactly(from, count, 2)?;
                let (halves, _) = bytes.as_chunks::<2>();
                let number = |half: &[u8; 2]| match swapped {
                    true => of_half(u16::from_be_bytes(*half)),
                    false => of_half(u16::from_le_bytes(*half)),
                };
                Ok(halves.iter().map(number).collect())
            }
            "i8" => read!(i64),
            "i4" => read!(i32),
            "i2" => read!(i16),
            "i1" => read!(i8),
            "u8" => read!(u64),
            "u4" => read!(u32),
            "u2" => read!(u16),
            "u1" | "b1" => read!(u8),
            _ => Err(bad(format!(
                "it has elements of the type {}: save it as floats or whole numbers",
                self.descr
            ))),
        }
    }

    /// Reads whole numbers of the type `<u8`, without rounding.
    ///
    /// # Errors
    /// The file ends too early, or the type is another.
    pub fn whole_numbers(&self, from: &mut impl Read, count: usize) -> io::Result<Vec<u64>> {
        if self.descr != "<u8" {
            return Err(bad("it has no whole numbers of 64 bits"));
        }
        let bytes = exactly(from, count, 8)?;
        let (numbers, _) = bytes.as_chunks::<8>();
        Ok(numbers
            .iter()
            .map(|bytes| u64::from_le_bytes(*bytes))
            .collect())
    }
}

/// A float of 16 bits (IEEE 754: a sign, 5 bits of exponent, 10 of fraction).
fn of_half(bits: u16) -> f64 {
    let sign = if bits >> 15 == 0 { 1.0 } else { -1.0 };
    let fraction = f64::from(bits & 0x3ff);
    let size = match i32::from(bits >> 10 & 0x1f) {
        0 => fraction * f64::exp2(-24.0),
        31 if fraction == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        exponent => (1.0 + fraction / 1024.0) * f64::exp2(f64::from(exponent - 15)),
    };
    sign * size
}

/// So many elements of so many bytes. A header may promise more than there is, so nothing
/// is reserved for it.
fn exactly(from: &mut impl Read, count: usize, size: usize) -> io::Result<Vec<u8>> {
    let length = count
        .checked_mul(size)
        .ok_or_else(|| bad("it is too large"))?;
    let mut bytes = Vec::new();
    from.take(length as u64).read_to_end(&mut bytes)?;
    if bytes.len() == length {
        return Ok(bytes);
    }
    Err(bad("it ends too early"))
}

/// Writes what stands before the numbers of an array of this type.
fn write_header(to: &mut impl Write, descr: &str, shape: &[usize]) -> io::Result<()> {
    let lengths: Vec<String> = shape.iter().map(|length| format!("{length},")).collect();
    let lengths = lengths.join(" ");
    let mut header =
        format!("{{'descr': '{descr}', 'fortran_order': False, 'shape': ({lengths}), }}");
    // The numbers start at a multiple of 64 bytes.
    while !(MAGIC.len() + 4 + header.len() + 1).is_multiple_of(64) {
        header.push(' ');
    }
    header.push('\n');
    to.write_all(MAGIC)?;
    to.write_all(&[1, 0])?;
    to.write_all(&(header.len() as u16).to_le_bytes())?;
    to.write_all(header.as_bytes())
}

/// Writes an array of one axis of numbers.
///
/// # Errors
/// Those of the writer.
pub fn write_numbers(to: &mut impl Write, numbers: &[f64]) -> io::Result<()> {
    write_array(to, &[numbers.len()], numbers)
}

/// Writes an array of these lengths, the last axis running fastest.
///
/// # Errors
/// Those of the writer.
pub fn write_array(to: &mut impl Write, shape: &[usize], numbers: &[f64]) -> io::Result<()> {
    write_header(to, "<f8", shape)?;
    let mut block = Vec::with_capacity(8 * 1024);
    for numbers in numbers.chunks(1024) {
        block.clear();
        block.extend(numbers.iter().flat_map(|x| x.to_le_bytes()));
        to.write_all(&block)?;
    }
    Ok(())
}

/// Writes an array of one axis of whole numbers.
///
/// # Errors
/// Those of the writer.
pub fn write_whole_numbers(to: &mut impl Write, numbers: &[u64]) -> io::Result<()> {
    write_header(to, "<u8", &[numbers.len()])?;
    numbers
        .iter()
        .try_for_each(|x| to.write_all(&x.to_le_bytes()))
}

#[cfg(test)]
mod tests {
    use super::{NpyHeader, of_half, write_array};

    #[test]
    fn headers_read_back() {
        for shape in [&[][..], &[3], &[2, 3]] {
            let count: usize = shape.iter().product();
            let numbers: Vec<f64> = (0..count).map(|nth| nth as f64).collect();
            let mut bytes = Vec::new();
            write_array(&mut bytes, shape, &numbers).expect("memory");
            assert_eq!((bytes.len() - 8 * numbers.len()) % 64, 0);
            let mut from = &bytes[..];
            let header = NpyHeader::read(&mut from).expect("a header");
            assert_eq!(header.shape, shape);
            let found = header.numbers(&mut from, numbers.len());
            assert_eq!(found.expect("numbers"), numbers);
        }
    }

    #[test]
    fn floats_of_16_bits_are_read() {
        for (bits, number) in [
            (0x3c00, 1.0),
            (0xc000, -2.0),
            (0x3555, 0.333_251_953_125),
            (0x0001, 5.960_464_477_539_063e-8),
            (0x03ff, 6.097_555_160_522_461e-5),
            (0x7bff, 65_504.0),
            (0xfc00, f64::NEG_INFINITY),
        ] {
            assert_eq!(of_half(bits), number, "{bits:x}");
        }
        assert!(of_half(0x7e00).is_nan());
    }
}

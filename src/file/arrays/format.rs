//! [`ArrayFormat`]: the formats, chosen by the extension of a path.

use std::io;
use std::path::Path;

use super::{npz, safetensors};
use crate::core::tensor::Tensor;

/// A format of files of named arrays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArrayFormat {
    /// An archive of `.npy` files, as `numpy.savez` writes it.
    Npz,
    /// A header in JSON, and the numbers behind it.
    SafeTensors,
}

impl ArrayFormat {
    /// The extensions of all formats.
    pub const EXTENSIONS: [&'static str; 2] = ["npz", "safetensors"];

    /// The format that the extension of a path asks for; `None` if it is another.
    pub fn of(path: &Path) -> Option<ArrayFormat> {
        let extension = path.extension()?.to_str()?;
        let is = |known: &str| extension.eq_ignore_ascii_case(known);
        match ArrayFormat::EXTENSIONS {
            [npz, _] if is(npz) => Some(ArrayFormat::Npz),
            [_, safe] if is(safe) => Some(ArrayFormat::SafeTensors),
            _ => None,
        }
    }
}

/// A file of named arrays, all digits of 64 bits. The same arrays give the same bytes.
///
/// # Errors
/// A name or all of it is too long for the format.
pub(in crate::file) fn encode(
    format: ArrayFormat,
    arrays: &[(&str, &Tensor)],
) -> io::Result<Vec<u8>> {
    match format {
        ArrayFormat::Npz => npz::encode(arrays),
        ArrayFormat::SafeTensors => safetensors::encode(arrays),
    }
}

/// The arrays of a file, whatever the type of their numbers, in the order of their names.
///
/// # Errors
/// It is no file of this format, or an array is none that a tensor can be; says which.
pub(in crate::file) fn decode(
    format: ArrayFormat,
    bytes: &[u8],
) -> io::Result<Vec<(String, Tensor)>> {
    let mut arrays = match format {
        ArrayFormat::Npz => npz::decode(bytes),
        ArrayFormat::SafeTensors => safetensors::decode(bytes),
    }?;
    arrays.sort_by(|(a, _), (b, _)| a.cmp(b));
    Ok(arrays)
}

#[cfg(test)]
mod tests {
    use super::{ArrayFormat, decode, encode};
    use crate::core::tensor::{Shape, Tensor};

    const FORMATS: [ArrayFormat; 2] = [ArrayFormat::Npz, ArrayFormat::SafeTensors];

    fn tensor(lengths: &[usize], data: &[f64]) -> Tensor {
        let shape = Shape::new(lengths).expect("a shape");
        Tensor::new(shape, data.to_vec()).expect("as many numbers")
    }

    #[test]
    fn arrays_of_any_shape_and_name_come_back_to_the_bit() {
        let arrays = [
            (
                "W",
                tensor(&[2, 3], &[0.1 + 0.2, -1e300, 5e-324, 1.0, -0.0, 3.0]),
            ),
            ("a b/c\\d", tensor(&[1], &[1.0 / 3.0])),
            ("b", tensor(&[], &[f64::MAX])),
            ("deep", tensor(&[1, 2, 1, 2], &[1.0, 2.0, 3.0, 4.0])),
            ("w.npy", tensor(&[], &[2.0])),
            ("__metadata__?", tensor(&[], &[3.0])),
            ("损失 'λ\"", tensor(&[2], &[4.0, 5.0])),
        ];
        for format in FORMATS {
            let named: Vec<_> = arrays.iter().map(|(name, it)| (*name, it)).collect();
            let bytes = encode(format, &named).expect("encoded");
            assert_eq!(encode(format, &named).expect("again"), bytes);
            let mut expected: Vec<_> = arrays.iter().collect();
            expected.sort_by_key(|(name, _)| *name);
            let found = decode(format, &bytes).expect("decoded");
            let found: Vec<_> = found.iter().map(|(name, it)| (name.as_str(), it)).collect();
            let expected: Vec<_> = expected.iter().map(|(name, it)| (*name, it)).collect();
            assert_eq!(found, expected, "{format:?}");
            for ((_, found), (_, it)) in found.iter().zip(&expected) {
                let bits = |tensor: &Tensor| -> Vec<u64> {
                    tensor.data().iter().map(|x| x.to_bits()).collect()
                };
                assert_eq!(bits(found), bits(it), "{format:?}");
            }
        }
    }

    #[test]
    fn no_bytes_make_it_panic() {
        let w = tensor(&[2, 2], &[1.0, 2.0, 3.0, 4.0]);
        let mut random = fastrand::Rng::with_seed(7);
        for format in FORMATS {
            let whole = encode(format, &[("w", &w), ("b", &w)]).expect("encoded");
            for length in 0..whole.len() {
                assert!(
                    decode(format, &whole[..length]).is_err(),
                    "{format:?}, {length}"
                );
            }
            for _ in 0..2_000 {
                let mut damaged = whole.clone();
                for _ in 0..random.usize(1..4) {
                    let at = random.usize(..damaged.len());
                    damaged[at] = random.u8(..);
                }
                // Whatever comes of it.
                let _ = decode(format, &damaged);
            }
        }
    }
}

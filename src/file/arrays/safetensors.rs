//! `.safetensors`: the length of a header, the header in JSON with the type, the shape and
//! the place of each array, and the numbers behind it, as
//! <https://huggingface.co/docs/safetensors> describes it.

use std::io;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::core::tensor::{Shape, Tensor};
use crate::data::npy::NpyHeader;

/// What the header says of an array.
#[derive(Deserialize, Serialize)]
struct Entry {
    dtype: String,
    shape: Vec<usize>,
    /// From where to where it goes, counted from the end of the header.
    data_offsets: [usize; 2],
}

/// The entry of the header that is no array.
const METADATA: &str = "__metadata__";

/// Each type with its size in bytes, and as NumPy calls it.
const TYPES: [(&str, usize, &str); 12] = [
    ("F64", 8, "<f8"),
    ("F32", 4, "<f4"),
    ("F16", 2, "<f2"),
    ("BF16", 2, ""),
    ("I64", 8, "<i8"),
    ("I32", 4, "<i4"),
    ("I16", 2, "<i2"),
    ("I8", 1, "|i1"),
    ("U64", 8, "<u8"),
    ("U32", 4, "<u4"),
    ("U16", 2, "<u2"),
    ("U8", 1, "|u1"),
];

pub(super) fn encode(arrays: &[(&str, &Tensor)]) -> io::Result<Vec<u8>> {
    let mut header = Map::new();
    let mut data = Vec::new();
    for (name, tensor) in arrays {
        if *name == METADATA {
            return Err(bad(format!(
                "the format keeps the name {name:?} for itself"
            )));
        }
        let start = data.len();
        data.extend(tensor.data().iter().flat_map(|x| x.to_le_bytes()));
        let entry = Entry {
            dtype: "F64".to_owned(),
            shape: tensor.shape().dims().collect(),
            data_offsets: [start, data.len()],
        };
        header.insert((*name).to_owned(), serde_json::to_value(entry)?);
    }
    let mut header = serde_json::to_vec(&Value::Object(header))?;
    // The numbers start at a multiple of their size.
    while !header.len().is_multiple_of(8) {
        header.push(b' ');
    }
    let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
    bytes.append(&mut header);
    bytes.append(&mut data);
    Ok(bytes)
}

pub(super) fn decode(bytes: &[u8]) -> io::Result<Vec<(String, Tensor)>> {
    let (length, rest) = bytes
        .split_first_chunk()
        .ok_or_else(|| bad("it is too short"))?;
    let length = usize::try_from(u64::from_le_bytes(*length)).unwrap_or(usize::MAX);
    let parts = rest.split_at_checked(length);
    let (header, data) = parts.ok_or_else(|| bad("it is no such file, or ends too early"))?;
    let header: Map<String, Value> = serde_json::from_slice(header)?;
    let mut covered = 0;
    let mut arrays = Vec::new();
    for (name, entry) in header {
        if name == METADATA {
            continue;
        }
        let say = |what: String| bad(format!("the array {name:?}: {what}"));
        let entry: Entry = serde_json::from_value(entry).map_err(|e| say(e.to_string()))?;
        covered = covered.max(entry.data_offsets[1]);
        let tensor = tensor(&entry, data).map_err(say)?;
        arrays.push((name, tensor));
    }
    match covered == data.len() {
        true => Ok(arrays),
        false => Err(bad("its header doesn't fit its length")),
    }
}

/// The array of an entry.
fn tensor(entry: &Entry, data: &[u8]) -> Result<Tensor, String> {
    let shape = Shape::new(&entry.shape).map_err(|error| error.to_string())?;
    let name = match &*entry.dtype {
        "BOOL" => "U8",
        name => name,
    };
    let known = TYPES.iter().find(|(known, ..)| *known == name);
    let Some((_, size, descr)) = known else {
        return Err(format!(
            "its numbers are of the type {name}: save them as floats"
        ));
    };
    let [start, end] = entry.data_offsets;
    let bytes = data.get(start..end);
    let fits = |bytes: &&[u8]| Some(bytes.len()) == shape.elements().checked_mul(*size);
    let mut bytes = bytes
        .filter(fits)
        .ok_or("its place doesn't fit its shape")?;
    let numbers = match name {
        "BF16" => Ok(upper_halves(bytes)),
        // NumPy has the same types, in the same bytes.
        _ => {
            let header = NpyHeader {
                descr: (*descr).to_owned(),
                fortran: false,
                shape: entry.shape.clone(),
            };
            header.numbers(&mut bytes, shape.elements())
        }
    };
    let numbers = numbers.map_err(|error| error.to_string())?;
    Tensor::new(shape, numbers).map_err(|error| error.to_string())
}

/// Floats of which only the upper 16 of 32 bits are there.
fn upper_halves(bytes: &[u8]) -> Vec<f64> {
    let (halves, _) = bytes.as_chunks::<2>();
    let number = |half: &[u8; 2]| {
        let bits = u32::from(u16::from_le_bytes(*half)) << 16;
        f64::from(f32::from_bits(bits))
    };
    halves.iter().map(number).collect()
}

fn bad(what: impl Into<String>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what.into())
}

#[cfg(test)]
mod tests {
    use super::decode;

    fn file(header: &str, data: &[u8]) -> Vec<u8> {
        let length = (header.len() as u64).to_le_bytes();
        [&length[..], header.as_bytes(), data].concat()
    }

    #[test]
    fn other_types_are_read() {
        let header = r#"{"__metadata__": {"format": "pt"},
            "a": {"dtype": "BF16", "shape": [2], "data_offsets": [0, 4]},
            "b": {"dtype": "BOOL", "shape": [], "data_offsets": [4, 5]}}"#;
        let arrays = decode(&file(header, &[0x80, 0x3f, 0x20, 0xc0, 1])).expect("a file");
        let found: Vec<_> = arrays.iter().map(|(_, it)| it.data().to_vec()).collect();
        assert_eq!(found, [vec![1.0, -2.5], vec![1.0]]);
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let entry = |dtype: &str, shape: &str, offsets: &str| {
            format!(
                r#"{{"a": {{"dtype": "{dtype}", "shape": {shape}, "data_offsets": {offsets}}}}}"#
            )
        };
        for (header, message) in [
            (entry("F64", "[1]", "[0, 4]"), "doesn't fit its shape"),
            (entry("F64", "[1]", "[8, 0]"), "doesn't fit its shape"),
            (entry("F64", "[2]", "[0, 16]"), "doesn't fit its shape"),
            (entry("C64", "[1]", "[0, 8]"), "of the type C64"),
            (entry("F32", "[1]", "[0, 4]"), "its length"),
            (entry("F64", "[0]", "[0, 0]"), "the array \"a\""),
            ("[]".to_owned(), "invalid type"),
        ] {
            let error = decode(&file(&header, &[0; 8])).expect_err("it doesn't fit");
            assert!(error.to_string().contains(message), "{header}: {error}");
        }
    }
}

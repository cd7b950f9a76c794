//! `.npz`: an archive with an `.npy` for each array.

use std::borrow::Cow;
use std::io::{self, Cursor};

use zip::ZipArchive;

use crate::core::limits::total_elements;
use crate::core::tensor::{Shape, Tensor};
use crate::data::npy::NpyHeader;
use crate::data::npz::npz;

pub(super) fn encode(arrays: &[(&str, &Tensor)]) -> io::Result<Vec<u8>> {
    npz(arrays.iter().map(|(name, tensor)| {
        let lengths = tensor.shape().dims().collect();
        (*name, lengths, tensor.data())
    }))
}

pub(super) fn decode(bytes: &[u8]) -> io::Result<Vec<(String, Tensor)>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    let files = archive.file_names().filter_map(Result::ok);
    let files: Vec<String> = files.map(Cow::into_owned).collect();
    let mut arrays = Vec::new();
    for file in files {
        let Some(name) = file.strip_suffix(".npy") else {
            continue;
        };
        let say = |what: String| io::Error::other(format!("the array {name:?}: {what}"));
        let mut found = archive.by_name(&file)?;
        let header = NpyHeader::read(&mut found).map_err(|error| say(error.to_string()))?;
        let shape = Shape::new(&header.shape).map_err(|error| say(error.to_string()))?;
        if shape.elements() > total_elements() {
            return Err(say("it is larger than the memory holds".to_owned()));
        }
        let data = header.numbers(&mut found, shape.elements());
        let data = data.map_err(|error| say(error.to_string()))?;
        let data = match header.fortran {
            true => row_major(&shape, &data),
            false => data,
        };
        let tensor = Tensor::new(shape, data).map_err(|error| say(error.to_string()))?;
        arrays.push((name.to_owned(), tensor));
    }
    Ok(arrays)
}

/// Numbers whose first axis runs fastest, with the last one running fastest.
fn row_major(shape: &Shape, data: &[f64]) -> Vec<f64> {
    let element = |nth: usize| {
        let mut stride = 1;
        let places = shape.place_of(nth).zip(shape.dims());
        let offsets = places.map(|(place, length)| {
            let offset = place * stride;
            stride *= length;
            offset
        });
        data[offsets.sum::<usize>()]
    };
    (0..data.len()).map(element).collect()
}

#[cfg(test)]
mod tests {
    use super::row_major;
    use crate::core::tensor::Shape;

    #[test]
    fn the_first_axis_may_run_fastest() {
        let shape = Shape::new(&[2, 3]).expect("a shape");
        // [[1, 2, 3], [4, 5, 6]], column by column.
        let found = row_major(&shape, &[1.0, 4.0, 2.0, 5.0, 3.0, 6.0]);
        assert_eq!(found, [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
    }
}

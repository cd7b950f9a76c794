//! Arrays by name in one file, as NumPy's `savez` writes it: a zip archive of `.npy` files.

use std::io::{self, Cursor};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::npy::write_array;

/// The bytes of a file `.npz` with these arrays: their names, shapes and numbers.
///
/// # Errors
/// Two arrays have one name.
pub fn npz<'a>(
    arrays: impl IntoIterator<Item = (&'a str, Vec<usize>, &'a [f64])>,
) -> io::Result<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .large_file(true);
    for (name, shape, numbers) in arrays {
        archive.start_file(format!("{name}.npy"), options)?;
        write_array(&mut archive, &shape, numbers)?;
    }
    Ok(archive.finish()?.into_inner())
}

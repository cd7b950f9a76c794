//! Named arrays in one file, as programs exchange parameters: an `.npz` of NumPy, or the
//! `.safetensors` of Hugging Face.

mod format;
mod npz;
mod safetensors;

pub use format::ArrayFormat;
pub(super) use format::{decode, encode};

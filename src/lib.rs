//! wiregrad: computation graphs whose every wire shows the value that flows
//! forward and the derivative that flows back.

pub mod cli;
pub mod core;
pub mod document;
pub mod file;

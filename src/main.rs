//! The `wiregrad` program.
fn main() {}

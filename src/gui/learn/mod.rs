//! What makes a person understand the numbers: stepping through the sweeps, nudging a
//! number, asking why. All of it looks at the document and its evaluation, and none
//! of it changes them.

pub mod lens;

//! The engine: ops, programs, evaluation, the gradient check, explanations. One program,
//! a module a subject: each program that tests are in links the whole library.

#[path = "../common/mod.rs"]
mod common;
#[path = "../drawn/mod.rs"]
mod drawn;
#[path = "../graphs/mod.rs"]
mod graphs;
#[path = "../common/latex.rs"]
mod latex;

mod bad_numbers;
mod check;
mod edges;
mod elementwise_gradients;
mod explain;
mod exports;
mod hard_places;
mod long_programs;
mod maths;
mod more_fixtures;
mod more_hard_places;
mod nonfinite;
mod plots;
mod published;
mod random_graphs;
mod row_texts;
mod stopping;
mod tensor_fixtures;
mod tensor_hard_places;
mod tensor_rules;

//! What every row of the op table says.

use std::collections::HashSet;

use wiregrad::core::op::attributes::DefaultValue;
use wiregrad::core::op::{Inputs, Op, Rule};
use wiregrad::core::ops;

fn region(op: &Op) -> bool {
    match &op.rule {
        Rule::Source(_) => false,
        Rule::Unary(kernel) => kernel.region.is_some(),
        Rule::Binary(kernel) => kernel.region.is_some(),
        Rule::Tensor(rule) => rule.region.is_some(),
    }
}

/// A sentence: a capital or a word of code first, a full stop last.
fn is_sentence(text: &str) -> bool {
    text.ends_with('.') && !text.ends_with("..") && text.trim() == text && text.len() > 10
}

#[test]
fn every_row_says_what_it_must() {
    for op in ops::ALL.iter() {
        let name = op.name;
        let letters = name
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        assert!(letters && !name.is_empty(), "{name:?} is no name");
        assert!(!op.symbol.is_empty(), "{name} has no symbol");
        assert!(is_sentence(op.help), "{name}: {:?}", op.help);
        for attribute in op.attributes {
            assert!(is_sentence(attribute.help), "{name}, {}", attribute.name);
            if let DefaultValue::Absent(meaning) = attribute.default {
                assert!(!meaning.is_empty(), "{name}, {}", attribute.name);
            }
        }
        if let Inputs::Fixed(names) = op.inputs {
            // What the texts say is checked by the tests of the engine.
            let texts = [op.local_derivatives.len(), op.contributions.len()];
            let fit = texts.iter().all(|count| *count <= names.len());
            assert!(fit, "{name}: too many derivatives");
            assert!(op.domain.len() <= names.len(), "{name}: too many domains");
        }
        assert_eq!(op.kinks.is_some(), region(op), "{name}: kinks and regions");
        let kinks = op.kinks.unwrap_or("at 0");
        assert!(
            !kinks.ends_with('.') && !kinks.is_empty(),
            "{name}: {kinks}"
        );
    }
}

#[test]
fn names_are_unique_and_symbols_within_a_family() {
    let mut names = HashSet::new();
    let mut symbols = HashSet::new();
    let mut families = Vec::new();
    for op in ops::ALL.iter() {
        assert!(names.insert(op.name), "{} is there twice", op.name);
        let symbol = symbols.insert((op.family, op.symbol));
        assert!(symbol, "{}: another op has {}", op.name, op.symbol);
        if families.last() != Some(&op.family) {
            families.push(op.family);
        }
        assert_eq!(ops::named(op.name).map(|row| row.name), Some(op.name));
    }
    // Each family stands together, in the order in which they are listed.
    assert!(families.is_sorted(), "{families:?}");
}

#[test]
fn the_table_has_room_for_more_ops() {
    let (ops, room) = (ops::ALL.len(), wiregrad::core::limits::MAX_OPS);
    assert!(ops <= room, "{ops} ops: a rank has room for {room}");
    for (number, op) in ops::ALL.iter().enumerate() {
        let id = ops::OpId::named(op.name);
        assert_eq!(id.map(ops::OpId::index), Some(number), "{}", op.name);
    }
}

#[test]
fn every_op_has_words_of_its_own() {
    let mut words = HashSet::new();
    for op in ops::ALL.iter() {
        assert!(!op.aliases.is_empty(), "{} has no other word", op.name);
        for alias in op.aliases {
            let plain = !alias.is_empty() && !alias.contains(|c: char| c.is_whitespace());
            assert!(plain && alias.to_lowercase() == *alias, "{alias:?}");
            assert!(ops::named(alias).is_none(), "{alias} is an op's name");
            assert!(words.insert(*alias), "{alias}: another op has it too");
            let found = ops::suggest(alias).map(|found| found.name);
            assert_eq!(found, Some(op.name), "{alias}");
        }
    }
}

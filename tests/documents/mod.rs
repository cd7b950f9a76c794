//! Documents made at random from a seed, for the tests of files and documents.

use fastrand::Rng;
use wiregrad::core::graph::{NodeId, NodeOp, NodeParts};
use wiregrad::core::op::attributes::{AttributeKind, AttributeValue, Attributes};
use wiregrad::core::op::{Inputs, Op};
use wiregrad::core::ops::{self, OpId};
use wiregrad::core::tensor::{Shape, Tensor};
use wiregrad::document::lesson::{LessonAnswer, LessonQuestion, LessonStep, ShownNumbers};
use wiregrad::document::{Document, Edit, Frame, Position, TextNote};

/// A document of so many nodes, all placed, of every op that there is, with
/// awkward names, texts and numbers.
pub(crate) fn document(seed: u64, nodes: usize) -> Document {
    let mut rng = Rng::with_seed(seed);
    let mut document = Document::default();
    for index in 0..nodes {
        let node = node(&mut rng, index);
        let at = Position::new(rng.i32(-9999..9999) as f32, rng.f32() * 1e4);
        let edit = Edit::Add { node, at };
        document.apply(edit).expect("a lawful node");
    }
    let target = (nodes > 0 && rng.bool()).then(|| id(rng.usize(..nodes)));
    let texts = [
        "",
        "one line",
        "two\nlines",
        "\"quotes\" and \\",
        "λ → \u{7}\t\r",
    ];
    let mut text = || texts[rng.usize(..texts.len())].to_owned();
    for edit in [
        Edit::SetTarget(target),
        Edit::SetTitle(text()),
        Edit::SetNote(text()),
    ] {
        document.apply(edit).expect("a lawful edit");
    }
    add_beside(&mut Rng::with_seed(!seed), &mut document);
    document
}

/// Ranges, frames, notes and a lesson: none in half of the documents.
fn add_beside(rng: &mut Rng, document: &mut Document) {
    if rng.bool() {
        return;
    }
    let single = |id: &NodeId| {
        let node = document.graph().get(*id);
        node.is_some_and(|n| n.is_source() && n.value().is_some_and(|v| v.as_scalar().is_some()))
    };
    let nodes = document.graph().iter().map(|(id, _)| id);
    let mut edits = Vec::new();
    for node in nodes.filter(single) {
        let (a, b) = (number(rng), number(rng));
        let lawful = rng.bool() && a != b && (a - b).is_finite();
        let range = lawful.then_some((a.min(b), a.max(b)));
        edits.push(Edit::SetRange { node, range });
    }
    for _ in 0..rng.usize(..4) {
        let (at, title) = (place(rng), text(rng));
        let frame = Frame::new(title, at, rng.f32() + 0.1, rng.u16(1..) as f32);
        edits.extend(frame.map(Edit::AddFrame));
        let (text, at) = (text(rng), place(rng));
        edits.push(Edit::AddText(TextNote { text, at }));
    }
    let names: Vec<String> = document
        .graph()
        .iter()
        .map(|(_, n)| n.name().to_owned())
        .collect();
    let steps = (0..rng.usize(..4)).map(|_| step(rng, &names));
    edits.push(Edit::SetLesson(steps.collect()));
    let label = "beside";
    document
        .apply(Edit::All { label, edits })
        .expect("lawful edits");
}

fn step(rng: &mut Rng, names: &[String]) -> LessonStep {
    let name = |rng: &mut Rng| {
        let known = names.get(rng.usize(..names.len() + 1));
        known.cloned().unwrap_or_else(|| "gone".to_owned())
    };
    let answer = match rng.u8(..4) {
        0 => LessonAnswer::Number(number(rng)),
        1 => LessonAnswer::ValueOf(name(rng)),
        2 => LessonAnswer::GradientOf(name(rng)),
        _ => LessonAnswer::Choice {
            choices: vec!["it rises".to_owned(), text(rng), "3".to_owned()],
            right: rng.usize(..3),
            explanations: match rng.bool() {
                true => vec![String::new(), text(rng), "because".to_owned()],
                false => Vec::new(),
            },
        },
    };
    let (text, question) = (text(rng), text(rng));
    let question = LessonQuestion {
        text: question,
        answer,
    };
    let wire = format!("{} -> {}", name(rng), name(rng));
    let mut highlight = vec![name(rng), wire];
    highlight.truncate(rng.usize(..3));
    LessonStep {
        text,
        highlight,
        show: ShownNumbers {
            values: rng.bool(),
            gradients: rng.bool(),
        },
        question: rng.bool().then_some(question),
    }
}

fn text(rng: &mut Rng) -> String {
    let texts = ["", "a line", "two\nlines", "\"q\" \\", "∂J/∂w →"];
    texts[rng.usize(..texts.len())].to_owned()
}

fn place(rng: &mut Rng) -> Position {
    Position::new(rng.i32(-9999..9999) as f32, rng.f32() * 1e4).expect("on the canvas")
}

/// The id of the node that was added as this one, from 0.
pub(crate) fn id(index: usize) -> NodeId {
    NodeId::from_index(index).expect("a small index")
}

fn node(rng: &mut Rng, index: usize) -> NodeParts {
    let op = ops::ALL[rng.usize(..ops::ALL.len())];
    let count = match op.inputs {
        Inputs::Fixed(names) => names.len(),
        Inputs::Any(_) => rng.usize(1..5),
    };
    let mut wire = || (index > 0 && rng.u8(..8) > 0).then(|| id(rng.usize(..index)));
    let inputs = (0..count).map(|_| wire()).collect();
    let names = ["n", "a b ", "ü", "\"q\"", "\\", "None"];
    NodeParts {
        name: format!("{}{index}", names[rng.usize(..names.len())]),
        op: NodeOp::Known(OpId::named(op.name).expect("an op of the table")),
        inputs,
        attributes: attributes(rng, op),
        value: op.is_source().then(|| value(rng)),
    }
}

fn attributes(rng: &mut Rng, op: &'static Op) -> Attributes {
    let mut attributes = Attributes::default();
    for row in op.attributes {
        if rng.bool() {
            continue;
        }
        let value = match row.kind {
            AttributeKind::Integer => AttributeValue::Integer(rng.i64(..)),
            AttributeKind::Axes | AttributeKind::Integers => {
                AttributeValue::Integers([rng.i64(..), 0].into())
            }
            AttributeKind::Number => AttributeValue::Number(number(rng)),
            AttributeKind::Flag => AttributeValue::Flag(rng.bool()),
            AttributeKind::Word(words) => {
                AttributeValue::Word(words[rng.usize(..words.len())].into())
            }
        };
        let set = op.set_attribute(&mut attributes, row.name, Some(&value));
        set.expect("a value of the right kind");
    }
    attributes
}

fn value(rng: &mut Rng) -> Tensor {
    let dims: Vec<usize> = (0..rng.usize(..4)).map(|_| rng.usize(1..4)).collect();
    let shape = Shape::new(&dims).expect("a small shape");
    let data = (0..shape.elements()).map(|_| number(rng)).collect();
    Tensor::new(shape, data).expect("as many as the shape asks for")
}

/// Any finite number: whole, round, tiny, huge, or any bits at all.
fn number(rng: &mut Rng) -> f64 {
    let special = [0.0, -0.0, 5e-324, f64::MAX, f64::MIN, 1e16, 1e-7, 0.1, 1e22];
    match rng.u8(..4) {
        0 => f64::from(rng.i16(..)),
        1 => special[rng.usize(..special.len())],
        2 => rng.f64() * 10.0 - 5.0,
        _ => Some(f64::from_bits(rng.u64(..)))
            .filter(|x| x.is_finite())
            .unwrap_or(1.5),
    }
}

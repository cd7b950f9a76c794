//! Any sequence of edits, with undo and redo between them, against what must always
//! hold. A test draws the sequences at random; `fuzz/fuzz_targets/edits.rs` makes them of
//! bytes.

use wiregrad::core::evaluation::Evaluation;
use wiregrad::core::graph::{NodeId, NodeOp, NodeParts, Wire};
use wiregrad::core::op::Inputs;
use wiregrad::core::op::attributes::{AttributeValue, Attributes};
use wiregrad::core::ops::{self, OpId};
use wiregrad::core::program::Program;
use wiregrad::core::tensor::{Shape, Tensor};
use wiregrad::document::history::History;
use wiregrad::document::layout::{arrange, place_missing};
use wiregrad::document::lesson::{LessonAnswer, LessonQuestion, LessonStep};
use wiregrad::document::{Document, Edit, Frame, FrameId, Position, TextId, TextNote};
use wiregrad::file::{load_bytes, to_text};

/// Gives a number below the one that it is given; nothing once there are no more.
pub(crate) trait Choices {
    /// A number from 0 up to `count`.
    fn below(&mut self, count: usize) -> Option<usize>;
}

/// Graphs don't grow beyond this, so that a sequence stays quick.
const MOST_NODES: usize = 24;

/// Larger graphs aren't evaluated: an attribute may ask for gigabytes of numbers.
const MOST_ELEMENTS: usize = 1 << 16;

/// Carries edits out until the choices end, and returns how many the document took.
///
/// # Panics
/// Something doesn't hold.
pub(crate) fn run(choices: &mut impl Choices) -> usize {
    let mut history = History::new(Document::default());
    // What undo must come back to, and how far it has gone back.
    let mut texts = vec![to_text(history.document())];
    let mut at: usize = 0;
    let mut taken = 0;
    while let Some(choice) = choices.below(16) {
        match choice {
            0 => {
                assert_eq!(history.undo(), at > 0);
                at = at.saturating_sub(1);
            }
            1 => {
                assert_eq!(history.redo(), at + 1 < texts.len());
                at = (at + 1).min(texts.len() - 1);
            }
            _ => {
                let Some(edit) = edit(choices, history.document()) else {
                    break;
                };
                let before = history.document().clone();
                if history.apply(edit).is_ok() {
                    at += 1;
                    taken += 1;
                    texts.truncate(at);
                    texts.push(to_text(history.document()));
                } else {
                    assert_unchanged(&before, history.document());
                }
            }
        }
        assert_eq!(to_text(history.document()), texts[at]);
        check(history.document());
    }
    taken
}

/// A refused edit changes nothing, not even a revision.
fn assert_unchanged(before: &Document, after: &Document) {
    assert_eq!(before, after);
    assert_eq!(before.structure_revision(), after.structure_revision());
    assert_eq!(before.values_revision(), after.values_revision());
    assert_eq!(before.layout_revision(), after.layout_revision());
}

/// What holds of every document.
fn check(document: &Document) {
    let graph = document.graph();
    for (id, node) in graph.iter() {
        assert_eq!(graph.find(node.name()), Some(id));
        assert_eq!(node.is_source(), node.value().is_some()); // unknown ops get none here
        let finite = |value: &Tensor| value.data().iter().all(|x| x.is_finite());
        assert!(node.value().is_none_or(finite));
        assert!(
            node.inputs()
                .iter()
                .flatten()
                .all(|from| graph.get(*from).is_some())
        );
        let single = node.value().and_then(Tensor::as_scalar).is_some();
        assert!(
            document
                .range(id)
                .is_none_or(|(min, max)| single && min < max)
        );
    }
    assert!(graph.target().is_none_or(|id| graph.get(id).is_some()));
    evaluate(document);
    // What can be saved can be loaded, and is saved as the same text then.
    let load = |text: &str| load_bytes(text.as_bytes()).unwrap_or_else(|e| panic!("{e}\n{text}"));
    let loaded = load(&to_text(document));
    assert_eq!(loaded.graph().len(), graph.len());
    let text = to_text(&loaded);
    assert_eq!(to_text(&load(&text)), text);
}

/// A program has every node that it can, each after its inputs.
fn evaluate(document: &Document) {
    let graph = document.graph();
    let program = Program::new(graph);
    let shapes = program.order().iter().filter_map(|id| program.shape(*id));
    let elements = shapes.fold(0_usize, |sum, shape| sum.saturating_add(shape.elements()));
    let mut done = vec![false; graph.index_bound()];
    for id in program.order() {
        let inputs = graph.get(*id).map_or(&[][..], |node| node.inputs());
        assert!(inputs.iter().flatten().all(|from| done[from.index()]));
        done[id.index()] = true;
    }
    if elements <= MOST_ELEMENTS {
        let evaluation = Evaluation::new(graph);
        for (id, _) in graph.iter() {
            assert_eq!(evaluation.value(id).is_some(), done[id.index()]);
        }
    }
}

/// An edit that the document may take or refuse.
fn edit(choices: &mut impl Choices, document: &Document) -> Option<Edit> {
    let full = document.graph().len() >= MOST_NODES;
    let kind = choices.below(20)?;
    Some(match kind {
        0..=4 if full => Edit::Remove(vec![node(choices, document)?, node(choices, document)?]),
        0..=4 => Edit::Add {
            node: parts(choices, document)?,
            at: position(choices)?,
        },
        5 | 6 => Edit::Connect {
            from: (choices.below(4)? > 0).then_some(node(choices, document)?),
            wire: wire(choices, document)?,
        },
        7 => match choices.below(3)? {
            0 => Edit::AddInput(node(choices, document)?),
            1 => Edit::RemoveInput(wire(choices, document)?),
            _ => Edit::Remove(vec![node(choices, document)?]),
        },
        8 if choices.below(2)? == 0 => Edit::SetOp {
            node: node(choices, document)?,
            op: op(choices)?,
        },
        8 => {
            let NodeParts {
                op,
                inputs,
                attributes,
                value,
                ..
            } = parts(choices, document)?;
            let NodeOp::Known(op) = op else { return None };
            Edit::Redefine {
                node: node(choices, document)?,
                op,
                inputs: inputs.len(),
                attributes,
                value,
            }
        }
        9 => Edit::SetValue {
            node: node(choices, document)?,
            value: value(choices)?,
        },
        10 => attribute_edit(choices, document)?,
        11 => Edit::Rename {
            node: node(choices, document)?,
            name: name(choices)?,
        },
        12 => Edit::SetRange {
            node: node(choices, document)?,
            range: (choices.below(4)? > 0).then_some((number(choices)?, number(choices)?)),
        },
        13 => Edit::SetTarget((choices.below(4)? > 0).then_some(node(choices, document)?)),
        14 => beside(choices, document)?,
        15 => Edit::SetLesson(vec![lesson_step(choices)?]),
        16 => document.delete_through(&[node(choices, document)?, node(choices, document)?]),
        17 => splice(choices, document)?,
        18 => paste(choices, document)?,
        _ => layout(choices, document)?,
    })
}

/// A node, or one that was deleted, or that never was.
fn node(choices: &mut impl Choices, document: &Document) -> Option<NodeId> {
    NodeId::from_index(choices.below(document.graph().index_bound() + 1)?)
}

fn wire(choices: &mut impl Choices, document: &Document) -> Option<Wire> {
    Some(Wire {
        to: node(choices, document)?,
        input: choices.below(4)?,
    })
}

fn op(choices: &mut impl Choices) -> Option<OpId> {
    OpId::named(ops::ALL[choices.below(ops::ALL.len())?].name)
}

fn parts(choices: &mut impl Choices, document: &Document) -> Option<NodeParts> {
    let id = op(choices)?;
    let unknown = choices.below(12)? == 0;
    let count = match id.op().inputs {
        Inputs::Fixed(names) => names.len(),
        Inputs::Any(_) => 1 + choices.below(3)?,
    };
    let mut inputs = Vec::new();
    for _ in 0..count {
        let wired = choices.below(8)? > 0;
        inputs.push(match wired {
            true => Some(node(choices, document)?),
            false => None,
        });
    }
    let is_source = id.op().is_source() && !unknown;
    Some(NodeParts {
        name: document.fresh_name(&name(choices)?),
        op: if unknown {
            NodeOp::named("quantum")
        } else {
            NodeOp::Known(id)
        },
        inputs: inputs.into(),
        attributes: Attributes::default(),
        value: match is_source {
            true => Some(value(choices)?),
            false => None,
        },
    })
}

fn name(choices: &mut impl Choices) -> Option<String> {
    let names = ["x", "w", "a -> b", "", " x", "λ", "\"", "n\n", "x2", "None"];
    let name = names[choices.below(names.len())?];
    Some(match choices.below(20)? {
        0 => name.repeat(200),
        _ => name.to_owned(),
    })
}

fn number(choices: &mut impl Choices) -> Option<f64> {
    let numbers = [
        0.0,
        1.0,
        -2.5,
        0.1,
        1e-300,
        1e300,
        f64::MAX,
        -0.0,
        3.0,
        f64::NAN,
        f64::INFINITY,
    ];
    Some(numbers[choices.below(numbers.len())?])
}

fn value(choices: &mut impl Choices) -> Option<Tensor> {
    let shapes: [&[usize]; 5] = [&[], &[], &[2], &[2, 3], &[3]];
    let shape = Shape::new(shapes[choices.below(shapes.len())?]).ok()?;
    let mut data = Vec::new();
    for _ in 0..shape.elements() {
        data.push(number(choices)?);
    }
    Tensor::new(shape, data).ok()
}

fn attribute_edit(choices: &mut impl Choices, document: &Document) -> Option<Edit> {
    let names = [
        "axis", "keepdims", "min", "max", "shape", "axes", "start", "step",
    ];
    let value = match choices.below(5)? {
        0 => None,
        1 => Some(AttributeValue::Integer(choices.below(5)? as i64 - 2)),
        2 => Some(AttributeValue::Flag(choices.below(2)? > 0)),
        3 => Some(AttributeValue::Number(number(choices)?)),
        _ => {
            let lengths = [choices.below(4)? as i64, choices.below(4)? as i64 - 1];
            Some(AttributeValue::Integers(lengths.into()))
        }
    };
    Some(Edit::SetAttribute {
        node: node(choices, document)?,
        name: names[choices.below(names.len())?].to_owned(),
        value,
    })
}

fn position(choices: &mut impl Choices) -> Option<Option<Position>> {
    let (x, y) = (choices.below(40)?, choices.below(40)?);
    Some((x > 0).then(|| Position::nearest(x as f32 * 20.0, y as f32 * 30.0 - 500.0)))
}

/// Titles, notes, frames and texts.
fn beside(choices: &mut impl Choices, document: &Document) -> Option<Edit> {
    let at = position(choices)?.unwrap_or_default();
    let text = name(choices)?;
    let frame = Frame::new(text.clone(), at, 100.0, choices.below(200)? as f32);
    let note = TextNote {
        text: text.clone(),
        at,
    };
    let gone = choices.below(3)? == 0;
    Some(match choices.below(6)? {
        0 => Edit::SetTitle(text.repeat(1 + choices.below(3)? * 400)),
        1 => Edit::SetNote(text),
        2 => Edit::AddFrame(frame?),
        3 => Edit::SetFrame {
            frame: FrameId::from_index(choices.below(document.frames().count() + 2)?)?,
            to: frame.filter(|_| !gone),
        },
        4 => Edit::AddText(note),
        _ => Edit::SetText {
            text: TextId::from_index(choices.below(document.texts().count() + 2)?)?,
            to: (!gone).then_some(note),
        },
    })
}

fn lesson_step(choices: &mut impl Choices) -> Option<LessonStep> {
    let text = name(choices)?;
    let answer = match choices.below(4)? {
        0 => LessonAnswer::Number(number(choices)?),
        1 => LessonAnswer::ValueOf(name(choices)?),
        2 => LessonAnswer::GradientOf(name(choices)?),
        _ => LessonAnswer::Choice {
            choices: vec![name(choices)?, name(choices)?],
            right: choices.below(3)?,
            explanations: Vec::new(),
        },
    };
    Some(LessonStep {
        highlight: vec![name(choices)?, format!("{} -> {}", name(choices)?, text)],
        question: Some(LessonQuestion {
            text: text.clone(),
            answer,
        }),
        text,
        ..LessonStep::default()
    })
}

fn splice(choices: &mut impl Choices, document: &Document) -> Option<Edit> {
    let (node, wire) = (node(choices, document)?, wire(choices, document)?);
    let nothing = Edit::Remove(Vec::new());
    Some(document.splice(node, wire).unwrap_or(nothing))
}

/// Pastes a part of the document into it.
fn paste(choices: &mut impl Choices, document: &Document) -> Option<Edit> {
    let nodes = [node(choices, document)?, node(choices, document)?];
    let frames: Vec<FrameId> = document.frames().map(|(id, _)| id).take(1).collect();
    let clip = document.copy(&nodes, &frames, &[]);
    check(&clip);
    let nothing = Edit::Remove(Vec::new());
    let pasted = document.paste(&clip, (20.0, 20.0));
    Some(pasted.map_or(nothing, |pasted| pasted.edit))
}

/// Arranges some nodes, or places those that have no position.
fn layout(choices: &mut impl Choices, document: &Document) -> Option<Edit> {
    let some = [node(choices, document)?, node(choices, document)?];
    let mut placed = document.clone();
    place_missing(&mut placed);
    let is_placed = |(id, _): (NodeId, _)| placed.position(id).is_some();
    assert!(placed.graph().iter().all(is_placed));
    let nodes = (choices.below(2)? > 0).then_some(&some[..]);
    Some(Edit::Place(arrange(&placed, nodes)))
}

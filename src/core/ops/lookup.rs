//! Rows by their numbers, and numbers as rows. The numbers are no quantity: nothing flows
//! back to them.

use super::places::put_back;
use crate::core::fault::Fault;
use crate::core::limits::MAX_RANK;
use crate::core::op::attributes::{Attribute, AttributeKind, DefaultValue, axis_of};
use crate::core::op::python::{Form, Python};
use crate::core::op::text::Text::{Is, Made};
use crate::core::op::{
    BadElement, Call, Contributions, Domain, Family, Inputs, Op, Rule, SideBySide, Signature,
    Tangent, TensorRule, Upstream, example, row,
};
use crate::core::tensor::Shape;

pub(super) static OPS: &[Op] = &[
    Op {
        name: "take",
        aliases: &["embedding", "gather", "lookup"],
        symbol: "x[i]",
        help: "The rows of x that the whole numbers of index name, counted from 0: an embedding. \
               A negative one counts from the end, as in NumPy.",
        inputs: Inputs::Fixed(&["x", "index"]),
        attributes: &[Attribute {
            name: "axis",
            kind: AttributeKind::Integer,
            default: DefaultValue::Integer(0),
            help: "The axis along which is taken; NumPy flattens the tensor if none is given.",
        }],
        contributions: &[
            Made(
                "gradient, added up where it was taken from, and 0 elsewhere",
                |call, _| added_up(call),
            ),
            Is("0"),
        ],
        domain: &[Domain::Between(-2.0, 2.0), Domain::Whole(3)],
        stopped: &[1],
        python: Python::function(
            "def take(x, index, axis=0):
    return np.take(x, np.asarray(index).astype(int), axis=axis)",
        )
        .with(
            "def untake(gradient, x, index, axis):
    # The gradient, added up where it was taken from, and 0 elsewhere.
    whole = np.zeros_like(x)
    place = (slice(None),) * (axis % np.ndim(x)) + (np.asarray(index).astype(int),)
    np.add.at(whole, place, gradient)
    return whole",
        )
        .torch(Form::Function(
            "def take(x, index, axis=0):
    return x[(slice(None),) * (axis % x.dim()) + (index.to(torch.int64),)]",
        ))
        .back(&["untake(gradient, x, index, axis)", "np.zeros_like(index)"]),
        rule: Rule::Tensor(TensorRule {
            shape: take_shape,
            forward: take,
            vjp: take_vjp,
            tangent: Tangent::Own(|call, tangents, to| {
                take_from(call, call.on(tangents.arena).input(0), to);
            }),
            region: None,
            examples: &[
                example(&[&[3], &[]], &[]),
                example(&[&[4], &[2]], &[]),
                example(&[&[3, 2], &[4]], &[]),
                example(&[&[5, 2], &[2, 3]], &[]),
                example(&[&[2, 4], &[3]], &[("axis", "1")]),
                example(&[&[2, 3, 2], &[]], &[("axis", "-2")]),
            ],
        }),
        side_by_side: SideBySide::Taken,
        bad_element: Some(bad_index),
        ..row(Family::LinearAlgebra)
    },
    Op {
        name: "one_hot",
        aliases: &["onehot", "indicator"],
        symbol: "1ᵢ",
        help: "A row for each class number: 1 at its place and 0 elsewhere.",
        inputs: Inputs::Fixed(&["index"]),
        attributes: &[Attribute {
            name: "num_classes",
            kind: AttributeKind::Integer,
            default: DefaultValue::Integer(2),
            help: "How many classes there are: the length of a row.",
        }],
        contributions: &[Is("0")],
        domain: &[Domain::Whole(2)],
        stopped: &[0],
        python: Python::function(
            "def one_hot(index, num_classes=2):
    return (index[..., None] == np.arange(num_classes)) * 1.0",
        )
        .back(&["np.zeros_like(index)"]),
        rule: Rule::Tensor(TensorRule {
            shape: one_hot_shape,
            forward: one_hot,
            vjp: |_, _, contributions| contributions.write(0, |to| to.fill(0.0)),
            tangent: Tangent::Own(|_, _, to| to.fill(0.0)),
            region: None,
            examples: &[
                example(&[&[]], &[]),
                example(&[&[3]], &[]),
                example(&[&[4]], &[("num_classes", "5")]),
                example(&[&[2, 3]], &[("num_classes", "3")]),
            ],
        }),
        side_by_side: SideBySide::LastAxis,
        bad_element: Some(bad_class),
        ..row(Family::LinearAlgebra)
    },
];

/// A number as a place among `length`, if it is one; negative ones count from the end.
fn place(number: f64, length: usize) -> Option<usize> {
    let from_start = if number < 0.0 {
        number + length as f64
    } else {
        number
    };
    class(from_start, length)
}

/// A number as a place among `length` from the start, if it is one.
fn class(number: f64, length: usize) -> Option<usize> {
    let index = number as usize; // saturates, and NaN becomes 0
    (index as f64 == number && index < length).then_some(index)
}

fn take_shape(signature: Signature<'_>) -> Result<Shape, Fault> {
    let [x, index] = signature.shapes else {
        return Err(Fault::new(
            "it takes two inputs",
            "wire what is taken from and the index",
        ));
    };
    if x.is_scalar() {
        return Err(Fault::new(
            "a scalar has no rows to take",
            "give it a tensor with at least one axis",
        ));
    }
    let axis = axis_of(x, signature.attributes.integer("axis").unwrap_or(0))?;
    let lengths = x.dims().take(axis);
    let lengths = lengths.chain(index.dims()).chain(x.dims().skip(axis + 1));
    let lengths: Vec<usize> = lengths.collect();
    Ok(Shape::new(&lengths)?)
}

/// The gradient added up by place, as a text. Negative places count from the end.
fn added_up(call: Signature<'_>) -> Option<String> {
    let [x, index] = call.shapes else { return None };
    let axis = axis_of(x, call.attributes.integer("axis").unwrap_or(0)).ok()?;
    let length = x.dim(axis);
    let places = format!("where(index < 0, index + {length}, index)");
    let taken: Vec<usize> = index.dims().collect();
    Some(put_back(x, axis, &places, &taken))
}

/// What is taken from.
struct Rows {
    /// How many there are.
    length: usize,
    /// How many numbers each has.
    row: usize,
}

impl Rows {
    fn of(call: &Call<'_>) -> Rows {
        let x = call.input_shape(0);
        // The shape rule has let the axis through.
        let axis = axis_of(&x, call.attributes.integer("axis").unwrap_or(0)).unwrap_or(0);
        Rows {
            length: x.dim(axis),
            row: x.dims().skip(axis + 1).product(),
        }
    }

    /// Where a row of the result, by its number, was taken from, given the index; `None` if
    /// it names no row.
    fn source(&self, nth: usize, index: &[f64]) -> Option<usize> {
        let before = nth / index.len() * self.length;
        let place = place(index[nth % index.len()], self.length)?;
        Some((before + place) * self.row)
    }
}

fn take(call: &Call<'_>, to: &mut [f64]) {
    take_from(call, call.input(0), to);
}

fn take_from(call: &Call<'_>, x: &[f64], to: &mut [f64]) {
    let rows = Rows::of(call);
    for (nth, to) in to.chunks_exact_mut(rows.row).enumerate() {
        match rows.source(nth, call.input(1)) {
            Some(from) => to.copy_from_slice(&x[from..from + rows.row]),
            None => to.fill(f64::NAN),
        }
    }
}

fn take_vjp(call: &Call<'_>, up: &Upstream<'_>, contributions: &mut Contributions<'_>) {
    contributions.write(0, |to| {
        let rows = Rows::of(call);
        to.fill(0.0);
        for (nth, gradient) in up.gradient.chunks_exact(rows.row).enumerate() {
            let Some(at) = rows.source(nth, call.input(1)) else {
                continue;
            };
            let row = to[at..at + rows.row].iter_mut();
            row.zip(gradient).for_each(|(to, g)| *to += g);
        }
    });
    contributions.write(1, |to| to.fill(0.0));
}

fn one_hot_shape(signature: Signature<'_>) -> Result<Shape, Fault> {
    let shape = signature.only();
    let count = signature.attributes.integer("num_classes").unwrap_or(2);
    let Some(count) = usize::try_from(count).ok().filter(|&count| count > 0) else {
        return Err(Fault::new(
            format!("there can't be {count} classes"),
            "give num_classes of 1 or more",
        ));
    };
    if shape.rank() == MAX_RANK {
        return Err(Fault::new(
            format!("shape {shape} has no room for one more axis"),
            "reshape it to fewer axes first",
        ));
    }
    let lengths: Vec<usize> = shape.dims().chain([count]).collect();
    Ok(Shape::new(&lengths)?)
}

fn classes(call: &Call<'_>) -> usize {
    call.shape.dims().next_back().unwrap_or(1)
}

fn one_hot(call: &Call<'_>, to: &mut [f64]) {
    let classes = classes(call);
    for (to, &number) in to.chunks_exact_mut(classes).zip(call.input(0)) {
        match class(number, classes) {
            Some(class) => {
                to.fill(0.0);
                to[class] = 1.0;
            }
            None => to.fill(f64::NAN),
        }
    }
}

/// The first index that names no row.
fn bad_index(call: &Call<'_>) -> Option<BadElement> {
    let length = Rows::of(call).length;
    let bad = |number: &f64| place(*number, length).is_none();
    Some(BadElement {
        input: 1,
        element: call.input(1).iter().position(bad)?,
        rule: format!(
            "the rows are numbered from 0 to {}, or from −{length} to −1",
            length - 1
        ),
        help: "give the whole number of a row".to_owned(),
    })
}

/// The first class number that is none.
fn bad_class(call: &Call<'_>) -> Option<BadElement> {
    let classes = classes(call);
    let bad = |number: &f64| class(*number, classes).is_none();
    Some(BadElement {
        input: 0,
        element: call.input(0).iter().position(bad)?,
        rule: format!("the classes are numbered from 0 to {}", classes - 1),
        help: "give the whole number of a class, or set num_classes higher".to_owned(),
    })
}

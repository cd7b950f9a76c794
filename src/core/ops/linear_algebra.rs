//! The matrix product, with NumPy's rules for vectors and batches.

use crate::core::fault::Fault;
use crate::core::go_on::GoOn;
use crate::core::limits::MAX_RANK;
use crate::core::op::python::{BackCall, Form, Python};
use crate::core::op::text::Text::{Cases, Is, Made};
use crate::core::op::text::{mode, rest, summed_to};
use crate::core::op::{
    Call, Contributions, Family, Inputs, Op, Rule, SideBySide, Signature, Tangent, Tangents,
    TensorRule, Upstream, example,
};
use crate::core::tensor::Shape;
use crate::core::tensor::product::{Factor, Sizes, multiply};
use crate::core::tensor::strided::{Nest, Strides};

pub(super) static OPS: &[Op] = &[Op {
    name: "matmul",
    aliases: &["dot", "mm", "matrix_product", "inner_product"],
    symbol: "@",
    family: Family::LinearAlgebra,
    help: "The matrix product: rows of a times columns of b; axes before the last two are batches.",
    inputs: Inputs::Fixed(&["a", "b"]),
    attributes: &[],
    formula: Is("a @ b"),
    local_derivatives: &[],
    contributions: &[
        Cases(&[
            mode("", ranks::<2, 2>, Is("gradient @ b.T")),
            mode("", ranks::<1, 1>, Is("gradient * b")),
            mode("", ranks::<1, 2>, Is("b @ gradient")),
            rest("", Made("gradient · bᵀ, of the last two axes", flows_back)),
        ]),
        Cases(&[
            mode("", ranks::<2, 2>, Is("a.T @ gradient")),
            mode("", ranks::<1, 1>, Is("a * gradient")),
            mode("", ranks::<2, 1>, Is("a.T @ gradient")),
            rest("", Made("aᵀ · gradient, of the last two axes", flows_back)),
        ]),
    ],
    stopped: &[],
    kinks: None,
    domain: &[],
    linear: false,
    python: Python::new(Form::Infix("@", Python::PRODUCT)).back_made(matmul_back),
    rule: Rule::Tensor(TensorRule {
        shape,
        forward,
        vjp,
        tangent: Tangent::Own(tangent),
        region: None,
        examples: &[
            example(&[&[3], &[3]], &[]),
            example(&[&[2, 3], &[3]], &[]),
            example(&[&[3], &[3, 2]], &[]),
            example(&[&[2, 3], &[3, 4]], &[]),
            example(&[&[7, 9], &[9, 8]], &[]),
            example(&[&[5, 2, 3], &[3, 4]], &[]),
            example(&[&[2, 3], &[4, 3, 2]], &[]),
            example(&[&[2, 1, 2, 3], &[3, 3, 2]], &[]),
            example(&[&[2, 2, 3], &[3]], &[]),
            example(&[&[3], &[2, 3, 2]], &[]),
            example(&[&[1, 2, 3], &[4, 3, 2]], &[]),
        ],
    }),
    side_by_side: SideBySide::Product,
    bad_element: None,
    multiplications: Some(|operands, result| {
        // Each element of the result is a sum over the last axis of a.
        let summed = operands[0].shape.dims().next_back().unwrap_or(1);
        result.elements() as f64 * summed as f64
    }),
}];

/// Whether the inputs have so many axes.
fn ranks<const A: usize, const B: usize>(call: Signature<'_>) -> bool {
    matches!(call.shapes, [a, b] if a.rank() == A && b.rank() == B)
}

/// What flows back to an input, as a text: vectors as matrices, axes of the batches left
/// alone, and summed over the batches that share a matrix.
fn flows_back(call: Signature<'_>, input: usize) -> Option<String> {
    let [a, b] = call.shapes else { return None };
    let batches = batches(a, b).ok()?;
    let Sizes { m, k, n } = batches.sizes;
    let matrix = |rows: usize, columns: usize| -> Vec<usize> {
        let batch = batches.lengths[..batches.rank].iter().copied();
        batch.chain([rows, columns]).collect()
    };
    let gradient = match a.rank().min(b.rank()) {
        1 => format!("reshape(gradient, shape={:?})", matrix(m, n)),
        _ => "gradient".to_owned(),
    };
    let (product, shape, own, sizes) = match input {
        0 => {
            let b = transposed("b", b, [1, k]);
            (format!("{gradient} @ {b}"), matrix(m, k), a, [m, k])
        }
        _ => {
            let a = transposed("a", a, [k, 1]);
            (format!("{a} @ {gradient}"), matrix(k, n), b, [k, n])
        }
    };
    if own.rank() == 1 {
        let sum = summed_to(&product, &shape, &sizes);
        return Some(format!("reshape({sum}, shape=[{k}])"));
    }
    let own: Vec<usize> = own.dims().collect();
    Some(summed_to(&product, &shape, &own))
}

/// The same in Python.
fn matmul_back(call: &BackCall<'_>) -> Option<String> {
    let [a, b] = call.signature.shapes else {
        return None;
    };
    let text = match (a.rank(), b.rank(), call.input) {
        (1, 1, 0) => "gradient * b",
        (1, 1, _) => "gradient * a",
        (2, 2, 0) => "gradient @ b.T",
        (2, 2 | 1, 1) => "a.T @ gradient",
        (2, 1, 0) => "np.outer(gradient, b)",
        (1, 2, 0) => "b @ gradient",
        (1, 2, 1) => "np.outer(a, gradient)",
        _ => return batches_back(call, a, b),
    };
    Some(text.to_owned())
}

/// For more axes: vectors as matrices, summed over the batches that share one.
fn batches_back(call: &BackCall<'_>, a: &Shape, b: &Shape) -> Option<String> {
    let batches = batches(a, b).ok()?;
    let Sizes { m, k, n } = batches.sizes;
    let gradient = match a.rank().min(b.rank()) {
        1 => {
            let lengths: Vec<usize> = batches.lengths[..batches.rank].to_vec();
            format!(
                "np.reshape(gradient, {})",
                tuple(&[&lengths, &[m, n][..]].concat())
            )
        }
        _ => "gradient".to_owned(),
    };
    let (own, product, sizes) = match call.input {
        0 => {
            let b = matrix("b", b, [k, n]);
            (a, format!("{gradient} @ np.swapaxes({b}, -1, -2)"), [m, k])
        }
        _ => {
            let a = matrix("a", a, [m, k]);
            (b, format!("np.swapaxes({a}, -1, -2) @ {gradient}"), [k, n])
        }
    };
    let own_lengths: Vec<usize> = own.dims().collect();
    let batch = own_lengths.len().saturating_sub(2);
    let new = batches.rank - batch;
    // The axes of the batch that the input hasn't, and those that it was repeated along.
    let shared = (0..batches.rank).filter(|axis| {
        let own = axis.checked_sub(new).map_or(1, |axis| own_lengths[axis]);
        own != batches.lengths[*axis]
    });
    let shared: Vec<usize> = shared.collect();
    if shared.is_empty() && new == 0 && own.rank() > 1 {
        return Some(product);
    }
    let sum = match shared.is_empty() {
        true => product,
        false => format!("np.sum({product}, axis={})", tuple(&shared)),
    };
    let lengths = match own.rank() {
        1 => vec![sizes[0] * sizes[1]],
        _ => own_lengths,
    };
    Some(format!("np.reshape({sum}, {})", tuple(&lengths)))
}

/// An input in Python, a vector as a matrix of these sizes.
fn matrix(name: &str, shape: &Shape, sizes: [usize; 2]) -> String {
    match shape.rank() {
        1 => format!("np.reshape({name}, {})", tuple(&sizes)),
        _ => name.to_owned(),
    }
}

fn tuple(lengths: &[usize]) -> String {
    match lengths {
        [only] => format!("({only},)"),
        all => format!(
            "({})",
            all.iter()
                .map(usize::to_string)
                .collect::<Vec<_>>()
                .join(", ")
        ),
    }
}

/// An input with its last two axes swapped; a vector as a matrix of these sizes.
fn transposed(name: &str, shape: &Shape, sizes: [usize; 2]) -> String {
    match shape.rank() {
        1 => format!("reshape({name}, shape={sizes:?})"),
        2 => format!("{name}.T"),
        rank => {
            let mut axes: Vec<usize> = (0..rank).collect();
            axes.swap(rank - 2, rank - 1);
            format!("transpose({name}, axes={axes:?})")
        }
    }
}

/// The batches of a product, innermost axis last, and the sizes of each.
struct Batches {
    sizes: Sizes,
    rank: usize,
    lengths: [usize; MAX_RANK],
    /// Where the batches of a, of b and of the result lie.
    strides: [Strides; 3],
}

/// A shape as batches of matrices: a vector is a row on the left of a product, a
/// column on its right.
struct Matrices {
    batch_rank: usize,
    rows: usize,
    columns: usize,
}

fn matrices(shape: &Shape, left: bool) -> Option<Matrices> {
    let rank = shape.rank();
    let (rows, columns) = match rank {
        0 => return None,
        1 if left => (1, shape.dim(0)),
        1 => (shape.dim(0), 1),
        _ => (shape.dim(rank - 2), shape.dim(rank - 1)),
    };
    Some(Matrices {
        batch_rank: rank.saturating_sub(2),
        rows,
        columns,
    })
}

fn batches(a: &Shape, b: &Shape) -> Result<Batches, Fault> {
    let (Some(left), Some(right)) = (matrices(a, true), matrices(b, false)) else {
        return Err(Fault::new(
            format!("shapes {a} and {b} have no matrix product: a scalar is no matrix"),
            "use multiply for products with a scalar",
        ));
    };
    if left.columns != right.rows {
        return Err(Fault::new(
            format!(
                "shapes {a} and {b} have no matrix product: rows of {} meet columns of {}",
                left.columns, right.rows
            ),
            "make the last length of a equal to the last but one of b, or transpose one",
        ));
    }
    let rank = left.batch_rank.max(right.batch_rank);
    let mut batches = Batches {
        sizes: Sizes {
            m: left.rows,
            k: left.columns,
            n: right.columns,
        },
        rank,
        lengths: [1; MAX_RANK],
        strides: [[0; MAX_RANK]; 3],
    };
    let Sizes { m, k, n } = batches.sizes;
    let mut steps = [m * k, k * n, m * n];
    for from_right in 1..=rank {
        let axis = rank - from_right;
        let length = |s: &Shape, own: usize| own.checked_sub(from_right).map_or(1, |i| s.dim(i));
        let of_a = length(a, left.batch_rank);
        let of_b = length(b, right.batch_rank);
        if of_a != of_b && of_a != 1 && of_b != 1 {
            return Err(Fault::new(
                format!("the batches of shapes {a} and {b} don't broadcast"),
                "make the axes before the last two equal or 1, aligned at the right",
            ));
        }
        let of_both = of_a.max(of_b);
        batches.lengths[axis] = of_both;
        for (which, length) in [of_a, of_b, of_both].into_iter().enumerate() {
            if length != 1 {
                batches.strides[which][axis] = steps[which];
                steps[which] *= length;
            }
        }
    }
    Ok(batches)
}

fn shape(signature: Signature<'_>) -> Result<Shape, Fault> {
    let [a, b] = signature.shapes else {
        return Err(Fault::new("it takes two inputs", "wire a and b"));
    };
    let batches = batches(a, b)?;
    let mut lengths = [0; MAX_RANK + 2];
    lengths[..batches.rank].copy_from_slice(&batches.lengths[..batches.rank]);
    let mut rank = batches.rank;
    let (rows, columns) = (batches.sizes.m, batches.sizes.n);
    for (length, there) in [(rows, a.rank() > 1), (columns, b.rank() > 1)] {
        if there {
            lengths[rank] = length;
            rank += 1;
        }
    }
    Ok(Shape::new(&lengths[..rank])?)
}

/// One product for every batch.
#[derive(Clone, Copy)]
struct BatchProduct<'a> {
    /// Which of a, b, result is written.
    to: usize,
    /// The two that are read, with what is in them.
    from: [(usize, &'a [f64]); 2],
    /// The sizes of the product.
    sizes: Sizes,
    /// Which of the two are read transposed.
    transposed: [bool; 2],
    go_on: GoOn<'a>,
}

impl Batches {
    /// All batches as one product, where b is a single matrix: the rows of a's
    /// matrices follow one another, and so do the result's.
    fn joined(mut self, b_elements: usize) -> Batches {
        let Sizes { k, n, .. } = self.sizes;
        if b_elements == k * n {
            self.sizes.m *= self.lengths[..self.rank].iter().product::<usize>();
            self.rank = 0;
        }
        self
    }

    /// Works out the products of all batches; `to = …`, or `to += …` if `add`.
    fn run(&self, product: &BatchProduct<'_>, add: bool, to: &mut [f64]) {
        let Sizes { m, k, n } = product.sizes;
        let [first, second] = product.from;
        let lengths = &self.lengths[..self.rank];
        // Where several batches go into one matrix, they add up.
        let shared = to.len() / (m * n) != lengths.iter().product::<usize>();
        if shared && !add {
            to.fill(0.0);
        }
        let mut one = |[i, j, o]: [usize; 3]| {
            let a = Factor {
                data: &first.1[i..i + m * k],
                transposed: product.transposed[0],
            };
            let b = Factor {
                data: &second.1[j..j + k * n],
                transposed: product.transposed[1],
            };
            let to = &mut to[o..o + m * n];
            multiply(to, add || shared, product.sizes, [a, b], product.go_on);
        };
        if self.rank == 0 {
            return one([0; 3]);
        }
        let strides = [first.0, second.0, product.to].map(|which| &self.strides[which]);
        Nest::new(lengths.iter().copied(), strides).each(one);
    }

    /// `to = a·b`, or added to it.
    fn forward(&self, [a, b]: [&[f64]; 2], add: bool, to: &mut [f64], go_on: GoOn<'_>) {
        let product = BatchProduct {
            to: 2,
            from: [(0, a), (1, b)],
            sizes: self.sizes,
            transposed: [false, false],
            go_on,
        };
        self.run(&product, add, to);
    }
}

/// The batches of a call; the shape rule has let it through.
fn of_call(call: &Call<'_>) -> Option<Batches> {
    let (a, b) = (call.input_shape(0), call.input_shape(1));
    Some(batches(&a, &b).ok()?.joined(b.elements()))
}

fn forward(call: &Call<'_>, to: &mut [f64]) {
    if let Some(batches) = of_call(call) {
        batches.forward([call.input(0), call.input(1)], false, to, call.go_on);
    }
}

/// dA = dC·Bᵀ and dB = Aᵀ·dC, summed over batches that share a matrix.
fn vjp(call: &Call<'_>, up: &Upstream<'_>, contributions: &mut Contributions<'_>) {
    let Some(batches) = of_call(call) else { return };
    let Sizes { m, k, n } = batches.sizes;
    let by_a = BatchProduct {
        to: 0,
        from: [(2, up.gradient), (1, call.input(1))],
        sizes: Sizes { m, k: n, n: k },
        transposed: [false, true],
        go_on: call.go_on,
    };
    let by_b = BatchProduct {
        to: 1,
        from: [(0, call.input(0)), (2, up.gradient)],
        sizes: Sizes { m: k, k: m, n },
        transposed: [true, false],
        go_on: call.go_on,
    };
    contributions.write(0, |to| batches.run(&by_a, false, to));
    contributions.write(1, |to| batches.run(&by_b, false, to));
}

/// dC = dA·B + A·dB.
fn tangent(call: &Call<'_>, tangents: &Tangents<'_>, to: &mut [f64]) {
    let Some(batches) = of_call(call) else { return };
    let along = call.on(tangents.arena);
    let (own, along) = (
        [call.input(0), call.input(1)],
        [along.input(0), along.input(1)],
    );
    batches.forward([along[0], own[1]], false, to, call.go_on);
    batches.forward([own[0], along[1]], true, to, call.go_on);
}

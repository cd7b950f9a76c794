//! The one interface between programs and arithmetic: what a [`Rule`] computes.
//!
//! Programs know nodes, places and orders; they never look into a rule. What they
//! ask of one is here and nowhere else:
//!
//! - of one scalar node: [`Rule::value`], [`Rule::derivatives`], [`Rule::region`];
//! - of a vector group of scalar nodes: [`Rule::group_kernel`], whose loops the program
//!   keeps at hand;
//! - of a tensor op: [`Rule::forward`], [`Rule::vjp`], [`Rule::tangent`],
//!   [`Rule::regions`].
//!
//! **Another number type.** All numbers are `f64` today. For `f32`, `Maths` gets its
//! number as an associated type and the rules in `ops/` are written over it (they
//! already call nothing but `Maths` and arithmetic), the kernels here take slices of
//! it, and `tensor/product` asks faer for it. The program's layout, plans and sweeps
//! have no arithmetic of their own but sums, products and copies.
//!
//! **Another backend**, threads say, or a graphics processor, replaces the functions
//! of this file: they are given the operands' shapes and places, and nothing else of a
//! program.

use super::attributes::AttributeReader;
use super::call::{Call, Tangents, Upstream};
use super::contributions::Contributions;
use super::elementwise::{BinaryKernel, NO_PARAMS, Params, UnaryKernel};
use super::rule::{Rule, Tangent, TensorRule};
use crate::core::tensor::broadcast::{BLOCK, Broadcast};

/// The loops of an op whose scalar nodes may form vector groups.
#[derive(Clone, Copy)]
pub(crate) enum GroupKernel {
    /// Of one number.
    Unary(&'static UnaryKernel),
    /// Of two numbers.
    Binary(&'static BinaryKernel),
}

/// Scalar nodes.
impl Rule {
    /// The loops over a vector group, if scalar nodes of the op may form one: there are no
    /// attributes to read.
    #[inline]
    pub(crate) fn group_kernel(&'static self) -> Option<GroupKernel> {
        match self {
            Rule::Unary(kernel) if kernel.params.is_none() => Some(GroupKernel::Unary(kernel)),
            Rule::Binary(kernel) => Some(GroupKernel::Binary(kernel)),
            _ => None,
        }
    }

    /// The numbers that an elementwise op takes from the attributes of a node.
    pub(crate) fn params(&self, attributes: AttributeReader<'_>) -> Params {
        match self {
            Rule::Unary(kernel) => kernel.params.map_or(NO_PARAMS, |read| read(attributes)),
            _ => NO_PARAMS,
        }
    }

    /// The result of an elementwise op; of one number, it is the first. Not a number
    /// for other ops.
    #[inline]
    pub(crate) fn value(&self, params: Params, [a, b]: [f64; 2]) -> f64 {
        match self {
            Rule::Unary(kernel) => (kernel.value)(params, a),
            Rule::Binary(kernel) => (kernel.value)(a, b),
            _ => f64::NAN,
        }
    }

    /// The local derivatives of an elementwise op, given the result.
    #[inline]
    pub(crate) fn derivatives(&self, params: Params, [a, b]: [f64; 2], y: f64) -> (f64, f64) {
        match self {
            Rule::Unary(kernel) => ((kernel.derivative)(params, a, y), 0.0),
            Rule::Binary(kernel) => (kernel.derivatives)(a, b, y),
            _ => (f64::NAN, f64::NAN),
        }
    }

    /// Which smooth piece of an elementwise op the inputs lie in; `None` if there is
    /// only one.
    #[inline]
    pub(crate) fn region(&self, params: Params, [a, b]: [f64; 2]) -> Option<u64> {
        match self {
            Rule::Unary(kernel) => kernel.region.map(|region| region(params, a)),
            Rule::Binary(kernel) => kernel.region.map(|region| region(a, b)),
            _ => None,
        }
    }
}

/// Tensors. `params` are those of an elementwise op with attributes.
impl Rule {
    /// Computes the result of a call; every element is written.
    pub(crate) fn forward(&self, params: Params, call: &Call<'_>, result: &mut [f64]) {
        match self {
            Rule::Unary(kernel) => (kernel.map)(params, call.input(0), result),
            Rule::Binary(kernel) => binary_forward(kernel, call, result),
            Rule::Tensor(rule) => (rule.forward)(call, result),
            Rule::Source(_) => {}
        }
    }

    /// Hands in what flows back to each input that is asked for.
    pub(crate) fn vjp(
        &self,
        params: Params,
        call: &Call<'_>,
        upstream: &Upstream<'_>,
        contributions: &mut Contributions<'_>,
    ) {
        let (y, g) = (upstream.value, upstream.gradient);
        match self {
            Rule::Unary(kernel) => contributions.write(0, |to| {
                (kernel.vjp)(params, call.input(0), y, g, to);
            }),
            Rule::Binary(kernel) => {
                for input in 0..2 {
                    contributions.write(input, |to| {
                        binary_backward(kernel, call, upstream, input, to);
                    });
                }
            }
            Rule::Tensor(rule) => (rule.vjp)(call, upstream, contributions),
            Rule::Source(_) => {}
        }
    }

    /// Computes the result's derivative along the inputs' tangents. May allocate:
    /// forward mode is for showing and checking.
    pub(crate) fn tangent(
        &self,
        params: Params,
        call: &Call<'_>,
        tangents: &Tangents<'_>,
        result: &mut [f64],
    ) {
        let along = call.on(tangents.arena);
        match self {
            Rule::Unary(kernel) => {
                let y = tangents.value;
                (kernel.vjp)(params, call.input(0), y, along.input(0), result);
            }
            Rule::Binary(kernel) => binary_tangent(kernel, call, tangents, result),
            Rule::Tensor(rule) => match rule.tangent {
                Tangent::Linear => (rule.forward)(&along, result),
                Tangent::Own(own) => own(call, tangents, result),
                Tangent::Inner => result[0] = inner_products(rule, call, tangents),
            },
            Rule::Source(_) => {}
        }
    }

    /// Calls `visit` with the numbers that an elementwise op meets at each element; of one
    /// number, it is the first. Whether it is one.
    pub(crate) fn each_element(&self, call: &Call<'_>, mut visit: impl FnMut([f64; 2])) -> bool {
        match self {
            Rule::Unary(_) => call.input(0).iter().for_each(|x| visit([*x, 0.0])),
            Rule::Binary(_) => each_pair(call, |_, [a, b]| {
                a.iter().zip(b).for_each(|(a, b)| visit([*a, *b]));
            }),
            _ => return false,
        }
        true
    }

    /// Feeds the numbers that tell the smooth pieces of the op apart.
    pub(crate) fn regions(&self, params: Params, call: &Call<'_>, feed: &mut dyn FnMut(u64)) {
        match self {
            Rule::Unary(UnaryKernel {
                region: Some(region),
                ..
            }) => {
                let numbers = call.input(0).iter();
                numbers.for_each(|x| feed(region(params, *x)));
            }
            Rule::Binary(BinaryKernel {
                region: Some(region),
                ..
            }) => each_pair(call, |_, [a, b]| {
                a.iter().zip(b).for_each(|(a, b)| feed(region(*a, *b)));
            }),
            Rule::Tensor(TensorRule {
                region: Some(region),
                ..
            }) => region(call, feed),
            _ => {}
        }
    }
}

/// The gradients of an op whose result is one number, each times its input's tangent.
fn inner_products(rule: &TensorRule, call: &Call<'_>, tangents: &Tangents<'_>) -> f64 {
    let along = call.on(tangents.arena);
    let sizes = call.operands.iter().map(|operand| operand.shape.elements());
    let mut gradients: Vec<Vec<f64>> = sizes.map(|size| vec![0.0; size]).collect();
    let slices = gradients.iter_mut().map(|gradient| Some(&mut **gradient));
    let mut slices: Vec<_> = slices.collect();
    let upstream = Upstream {
        value: tangents.value,
        gradient: &[1.0],
    };
    let mut contributions = Contributions::into_slices(&mut slices);
    (rule.vjp)(call, &upstream, &mut contributions);
    let mut total = 0.0;
    for (input, gradient) in gradients.iter().enumerate() {
        let products = gradient.iter().zip(along.input(input)).map(|(g, t)| g * t);
        total += products.sum::<f64>();
    }
    total
}

fn broadcast(call: &Call<'_>) -> Broadcast {
    Broadcast::new(&call.shape, [&call.input_shape(0), &call.input_shape(1)])
}

/// Calls `visit` with the pairs of numbers that an op of two numbers meets, block by
/// block: where in the result the block starts, and the numbers.
fn each_pair(call: &Call<'_>, mut visit: impl FnMut(usize, [&[f64]; 2])) {
    let operands = [call.input(0), call.input(1)];
    broadcast(call).rows(|row| row.blocks(operands, &mut visit));
}

fn binary_forward(kernel: &BinaryKernel, call: &Call<'_>, result: &mut [f64]) {
    each_pair(call, |start, [a, b]| {
        (kernel.map)(a, b, &mut result[start..start + a.len()]);
    });
}

fn binary_backward(
    kernel: &BinaryKernel,
    call: &Call<'_>,
    upstream: &Upstream<'_>,
    input: usize,
    into: &mut [f64],
) {
    let Upstream { value, gradient } = *upstream;
    let narrower = call.input_shape(input) != call.shape;
    if narrower {
        into.fill(0.0);
    }
    let operands = [call.input(0), call.input(1)];
    broadcast(call).rows(|row| {
        let (own, repeated) = (row.offsets[input], row.repeated[input]);
        row.blocks(operands, |start, [a, b]| {
            let range = start..start + a.len();
            let (y, g) = (&value[range.clone()], &gradient[range]);
            if !narrower {
                return (kernel.vjp)(input, a, b, y, g, &mut into[start..start + a.len()]);
            }
            for from in (0..a.len()).step_by(BLOCK) {
                let cut = from..a.len().min(from + BLOCK);
                let mut block = [0.0; BLOCK];
                let block = &mut block[..cut.len()];
                let [a, b, y, g] = [a, b, y, g].map(|numbers| &numbers[cut.clone()]);
                (kernel.vjp)(input, a, b, y, g, block);
                if repeated {
                    into[own] += block.iter().sum::<f64>();
                } else {
                    let at = own + (start - row.start) + from;
                    let to = &mut into[at..at + block.len()];
                    to.iter_mut().zip(block).for_each(|(to, part)| *to += *part);
                }
            }
        });
    });
}

fn binary_tangent(
    kernel: &BinaryKernel,
    call: &Call<'_>,
    tangents: &Tangents<'_>,
    result: &mut [f64],
) {
    let along = [0, 1].map(|input| call.operands[input].of(tangents.arena));
    let values = [call.input(0), call.input(1)];
    broadcast(call).rows(|row| {
        for nth in 0..row.len {
            let at = [0, 1].map(|i| row.offsets[i] + if row.repeated[i] { 0 } else { nth });
            let [a, b] = [0, 1].map(|i| values[i][at[i]]);
            let place = row.start + nth;
            let (by_a, by_b) = (kernel.derivatives)(a, b, tangents.value[place]);
            result[place] = by_a * along[0][at[0]] + by_b * along[1][at[1]];
        }
    });
}

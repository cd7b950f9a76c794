//! A tensor op in each pass: its value, its contribution to one input, and its tangent,
//! whatever kind of rule its op has.

use crate::core::op::elementwise::{BinaryKernel, UnaryKernel};
use crate::core::op::{Call, Rule, Tangent, Tangents, TensorRule, Upstream};
use crate::core::program::TensorOp;
use crate::core::tensor::broadcast::{BLOCK, Walk};

impl TensorOp {
    /// Computes the result. `before` is the arena up to the result.
    pub(crate) fn forward(&self, before: &[f64], result: &mut [f64]) {
        let call = self.call(before);
        match &self.op.rule {
            Rule::Unary(kernel) => (kernel.map)(self.params, call.input(0), result),
            Rule::Binary(kernel) => binary_forward(kernel, &call, result),
            Rule::Tensor(rule) => (rule.forward)(&call, result),
            Rule::Source(_) => {}
        }
    }

    /// Writes the contribution of one wire to its source's gradient.
    pub(crate) fn backward(&self, before: &[f64], upstream: &Upstream<'_>, into: &mut [f64]) {
        let call = self.call(before);
        let (y, g) = (upstream.value, upstream.gradient);
        match &self.op.rule {
            Rule::Unary(kernel) => (kernel.pull)(self.params, call.input(0), y, g, into),
            Rule::Binary(kernel) => binary_backward(kernel, &call, upstream, into),
            Rule::Tensor(rule) => (rule.backward)(&call, upstream, into),
            Rule::Source(_) => {}
        }
    }

    /// Writes the result's derivative along the inputs' tangents. May allocate:
    /// forward mode is for showing and checking.
    pub(crate) fn tangent(&self, before: &[f64], tangents: &Tangents<'_>, result: &mut [f64]) {
        let call = self.call(before);
        let along = |input: usize| self.operands[input].of(tangents.arena);
        match &self.op.rule {
            Rule::Unary(kernel) => {
                (kernel.pull)(self.params, call.input(0), tangents.value, along(0), result);
            }
            Rule::Binary(kernel) => binary_tangent(kernel, &call, tangents, result),
            Rule::Tensor(rule) => match rule.tangent {
                Tangent::Linear => (rule.forward)(&call.on(tangents.arena), result),
                Tangent::Own(own) => own(&call, tangents, result),
                Tangent::Inner => {
                    result[0] = 0.0;
                    for (input, operand) in self.operands.iter().enumerate() {
                        let mut gradient = vec![0.0; operand.shape.elements()];
                        let upstream = Upstream {
                            value: tangents.value,
                            gradient: &[1.0],
                            input,
                        };
                        (rule.backward)(&call, &upstream, &mut gradient);
                        let products = gradient.iter().zip(along(input)).map(|(g, t)| g * t);
                        result[0] += products.sum::<f64>();
                    }
                }
            },
            Rule::Source(_) => {}
        }
    }

    /// Feeds the numbers that tell the smooth pieces of its op apart.
    pub(crate) fn regions(&self, arena: &[f64], feed: &mut dyn FnMut(u64)) {
        let call = self.call(arena);
        match &self.op.rule {
            Rule::Unary(UnaryKernel {
                region: Some(region),
                ..
            }) => {
                call.input(0)
                    .iter()
                    .for_each(|x| feed(region(self.params, *x)));
            }
            Rule::Binary(BinaryKernel {
                region: Some(region),
                ..
            }) => {
                each_pair(&call, |_, [a, b]| {
                    a.iter().zip(b).for_each(|(a, b)| feed(region(*a, *b)));
                });
            }
            Rule::Tensor(TensorRule {
                region: Some(region),
                ..
            }) => region(&call, feed),
            _ => {}
        }
    }
}

fn walk(call: &Call<'_>) -> Walk {
    Walk::new(&call.shape, [&call.input_shape(0), &call.input_shape(1)])
}

pub(crate) fn each_pair(call: &Call<'_>, mut visit: impl FnMut(usize, [&[f64]; 2])) {
    let operands = [call.input(0), call.input(1)];
    walk(call).stretches(|stretch| stretch.blocks(operands, &mut visit));
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
    into: &mut [f64],
) {
    let Upstream {
        value,
        gradient,
        input,
    } = *upstream;
    let stretched = call.input_shape(input) != call.shape;
    if stretched {
        into.fill(0.0);
    }
    let operands = [call.input(0), call.input(1)];
    walk(call).stretches(|stretch| {
        let (own, repeated) = (stretch.offsets[input], stretch.repeated[input]);
        stretch.blocks(operands, |start, [a, b]| {
            let range = start..start + a.len();
            let (y, g) = (&value[range.clone()], &gradient[range]);
            if !stretched {
                return (kernel.pull)(input, a, b, y, g, &mut into[start..start + a.len()]);
            }
            for from in (0..a.len()).step_by(BLOCK) {
                let cut = from..a.len().min(from + BLOCK);
                let mut block = [0.0; BLOCK];
                let block = &mut block[..cut.len()];
                (kernel.pull)(
                    input,
                    &a[cut.clone()],
                    &b[cut.clone()],
                    &y[cut.clone()],
                    &g[cut],
                    block,
                );
                if repeated {
                    into[own] += block.iter().sum::<f64>();
                } else {
                    let at = own + (start - stretch.start) + from;
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
    walk(call).stretches(|stretch| {
        for nth in 0..stretch.len {
            let at = [0, 1].map(|i| stretch.offsets[i] + if stretch.repeated[i] { 0 } else { nth });
            let [a, b] = [0, 1].map(|i| values[i][at[i]]);
            let slot = stretch.start + nth;
            let (by_a, by_b) = (kernel.derivatives)(a, b, tangents.value[slot]);
            result[slot] = by_a * along[0][at[0]] + by_b * along[1][at[1]];
        }
    });
}

//! One op applied to tensors, outside any graph: the plumbing that tests of rules
//! share.

// Each test program uses a part of it.
#![allow(dead_code)]

use wiregrad::core::fault::Fault;
use wiregrad::core::op::attributes::{AttributeValue, Attributes};
use wiregrad::core::op::{
    Accumulation, Call, Contributions, Op, Operand, Rule, Signature, Tangent, Tangents, Upstream,
};
use wiregrad::core::tensor::{Shape, Tensor};

/// An attribute's value from its text in a file, or in JSON, which is the same.
pub(crate) fn attribute(text: &str) -> AttributeValue {
    let json: serde_json::Value = serde_json::from_str(text).expect("an attribute's text");
    attribute_of(&json)
}

/// An attribute's value from JSON.
pub(crate) fn attribute_of(json: &serde_json::Value) -> AttributeValue {
    use serde_json::Value as J;
    match json {
        J::Bool(flag) => AttributeValue::Flag(*flag),
        J::String(word) => AttributeValue::Word(word.as_str().into()),
        J::Array(list) => {
            let whole = list.iter().map(|x| x.as_i64().expect("a whole number"));
            AttributeValue::Integers(whole.collect())
        }
        J::Number(x) => match x.as_i64() {
            Some(i) => AttributeValue::Integer(i),
            None => AttributeValue::Number(x.as_f64().expect("a number")),
        },
        other => panic!("not an attribute: {other}"),
    }
}

/// A shape that is known to be lawful.
pub(crate) fn shape(lengths: &[usize]) -> Shape {
    Shape::new(lengths).expect("a lawful shape")
}

/// A tensor that is known to be lawful.
pub(crate) fn tensor(lengths: &[usize], data: &[f64]) -> Tensor {
    Tensor::new(shape(lengths), data.to_vec()).expect("a lawful tensor")
}

/// An op, its attributes, and where its inputs stand in an arena.
pub(crate) struct Applied {
    pub(crate) op: &'static Op,
    attributes: Attributes,
    operands: Vec<Operand>,
    pub(crate) shape: Shape,
    pub(crate) arena: Vec<f64>,
}

impl Applied {
    /// Lays the inputs out and works out the shape of the result.
    pub(crate) fn new(
        op: &'static Op,
        attributes: &[(&str, AttributeValue)],
        inputs: &[Tensor],
    ) -> Result<Applied, Fault> {
        let mut set = Attributes::default();
        for (name, value) in attributes {
            op.set_attribute(&mut set, name, Some(value))?;
        }
        // A number in front, so that no offset is 0 by luck.
        let mut arena = vec![f64::NAN];
        let mut operands = Vec::new();
        for input in inputs {
            let offset = arena.len();
            operands.push(Operand {
                shape: input.shape(),
                offset,
            });
            arena.extend_from_slice(input.data());
        }
        let shapes: Vec<Shape> = inputs.iter().map(Tensor::shape).collect();
        let shape = op.shape(Signature {
            shapes: &shapes,
            attributes: op.attribute_reader(Some(&set)),
        })?;
        Ok(Applied {
            op,
            attributes: set,
            operands,
            shape,
            arena,
        })
    }

    pub(crate) fn call(&self) -> Call<'_> {
        Call {
            arena: &self.arena,
            operands: &self.operands,
            shape: self.shape,
            attributes: self.op.attribute_reader(Some(&self.attributes)),
            go_on: wiregrad::core::go_on::ALWAYS,
        }
    }

    /// Where input `index` stands in the arena.
    pub(crate) fn place(&self, index: usize) -> std::ops::Range<usize> {
        let operand = self.operands[index];
        operand.offset..operand.offset + operand.shape.elements()
    }

    /// A buffer in which an element that isn't written shows.
    fn unwritten(count: usize) -> Vec<f64> {
        [-12345.678, f64::NAN].repeat(count.div_ceil(2))[..count].to_vec()
    }

    /// The value. Elementwise ops are taken without broadcasting only.
    pub(crate) fn value(&self) -> Vec<f64> {
        let mut to = Self::unwritten(self.shape.elements());
        let call = self.call();
        match &self.op.rule {
            Rule::Source(_) => panic!("{} has no rule", self.op.name),
            Rule::Unary(kernel) => {
                let params = kernel.params.map_or([0.0; 2], |read| read(call.attributes));
                (kernel.map)(params, call.input(0), &mut to);
            }
            Rule::Binary(kernel) => (kernel.map)(call.input(0), call.input(1), &mut to),
            Rule::Tensor(rule) => (rule.forward)(&call, &mut to),
        }
        to
    }

    /// The contributions to the gradients of all inputs of a tensor op, in one call.
    pub(crate) fn gradients(&self, value: &[f64], gradient: &[f64]) -> Vec<Vec<f64>> {
        let Rule::Tensor(rule) = &self.op.rule else {
            panic!("{} is no tensor op", self.op.name);
        };
        let call = self.call();
        let lengths = (0..call.operands.len()).map(|input| call.input(input).len());
        let mut all: Vec<Vec<f64>> = lengths.map(Self::unwritten).collect();
        let mut slices: Vec<_> = all.iter_mut().map(|to| Some(&mut to[..])).collect();
        let upstream = Upstream { value, gradient };
        (rule.vjp)(
            &call,
            &upstream,
            &mut Contributions::into_slices(&mut slices),
        );
        all
    }

    /// The arena of gradients after all contributions were added to it.
    pub(crate) fn add_gradients(&self, value: &[f64], gradient: &[f64], arena: &mut [f64]) {
        let Rule::Tensor(rule) = &self.op.rule else {
            panic!("{} is no tensor op", self.op.name);
        };
        let upstream = Upstream { value, gradient };
        let mut scratch = Self::unwritten(arena.len());
        let add = vec![Accumulation::Add; self.operands.len()];
        let to = &mut Contributions::into_arena(arena, &self.operands, &add, &mut scratch);
        (rule.vjp)(&self.call(), &upstream, to);
    }

    /// The contribution to the gradient of input `index`.
    pub(crate) fn gradient(&self, value: &[f64], gradient: &[f64], index: usize) -> Vec<f64> {
        let call = self.call();
        let mut to = Self::unwritten(call.input(index).len());
        match &self.op.rule {
            Rule::Source(_) => panic!("{} has no rule", self.op.name),
            Rule::Unary(kernel) => {
                let params = kernel.params.map_or([0.0; 2], |read| read(call.attributes));
                (kernel.vjp)(params, call.input(0), value, gradient, &mut to);
            }
            Rule::Binary(kernel) => {
                let (a, b) = (call.input(0), call.input(1));
                (kernel.vjp)(index, a, b, value, gradient, &mut to);
            }
            Rule::Tensor(rule) => {
                let upstream = Upstream { value, gradient };
                let mut slices: Vec<_> = self.operands.iter().map(|_| None).collect();
                slices[index] = Some(&mut to[..]);
                (rule.vjp)(
                    &call,
                    &upstream,
                    &mut Contributions::into_slices(&mut slices),
                );
            }
        }
        to
    }

    /// The derivative of the result along tangents, laid out as the arena is.
    pub(crate) fn tangent(&self, value: &[f64], arena: &[f64]) -> Vec<f64> {
        let Rule::Tensor(rule) = &self.op.rule else {
            panic!("{} has no tangent rule", self.op.name);
        };
        let call = self.call();
        let mut to = Self::unwritten(value.len());
        match rule.tangent {
            Tangent::Linear => (rule.forward)(&call.on(arena), &mut to),
            Tangent::Inner => {
                let inner = |index: usize| {
                    let gradient = self.gradient(value, &[1.0], index);
                    dot(&gradient, &arena[self.place(index)])
                };
                to[0] = (0..self.operands.len()).map(inner).sum();
            }
            Tangent::Own(own) => own(&call, &Tangents { value, arena }, &mut to),
        }
        to
    }

    /// The smooth piece that the inputs lie in.
    pub(crate) fn region(&self) -> Vec<u64> {
        let mut numbers = Vec::new();
        if let Rule::Tensor(rule) = &self.op.rule
            && let Some(region) = rule.region
        {
            region(&self.call(), &mut |number| numbers.push(number));
        }
        numbers
    }
}

pub(crate) fn dot(a: &[f64], b: &[f64]) -> f64 {
    assert_eq!(a.len(), b.len());
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Numbers that look random and are the same every time (splitmix64).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub(crate) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

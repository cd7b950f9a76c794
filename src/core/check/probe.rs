//! One op as a function of one element of one of its inputs.

use super::difference::Probe;
use crate::core::evaluation::{Evaluation, Numbers};
use crate::core::go_on::ALWAYS;
use crate::core::graph::{Graph, NodeId};
use crate::core::op::attributes::AttributeReader;
use crate::core::op::elementwise::Params;
use crate::core::op::{Call, Op, Operand, Rule, TensorRule};
use crate::core::tensor::Shape;

/// An op that works on whole tensors is tried up to so many numbers, inputs and result
/// together; each try takes a copy.
const MOST_NUMBERS: usize = 1 << 25;

/// And up to so many operations: about a tenth of a second.
const MOST_OPERATIONS: f64 = 2e9;

/// An element that is repeated along axes is tried up to so many repetitions.
const MOST_REPEATED: usize = 1 << 22;

/// A node with all that its value is computed from, read from the graph and not from the
/// program, whose order and steps are thus checked too.
pub(super) struct Applied<'a> {
    pub(super) op: &'static Op,
    pub(super) inputs: Vec<Numbers<'a>>,
    pub(super) value: Numbers<'a>,
    attributes: AttributeReader<'a>,
    /// For an op that works on whole tensors.
    whole: Option<Whole<'a>>,
}

/// The element of an input that is moved, and the outputs that depend on it.
pub(super) struct Moved<'a> {
    pub(super) probe: Box<dyn Probe + 'a>,
    /// The places of the outputs in the result.
    pub(super) outputs: Outputs,
}

impl Moved<'_> {
    /// What a tensor of the result's shape has at the outputs.
    pub(super) fn pick(&self, of: &[f64]) -> Vec<f64> {
        match &self.outputs {
            Outputs::All => of.to_vec(),
            Outputs::These(places) => places.iter().map(|&place| of[place]).collect(),
        }
    }
}

/// Which elements of the result may depend on an element of an input.
pub(super) enum Outputs {
    All,
    These(Vec<usize>),
}

impl<'a> Applied<'a> {
    /// The node as the graph has it; `None` if it is a source or isn't evaluated.
    pub(super) fn new(graph: &'a Graph, evaluation: &'a Evaluation, id: NodeId) -> Option<Self> {
        let node = graph.get(id)?;
        let op = node.op().filter(|op| !op.is_source())?;
        let inputs = node.inputs().iter();
        let inputs: Option<_> = inputs.map(|from| evaluation.value((*from)?)).collect();
        let mut applied = Applied {
            op,
            inputs: inputs?,
            value: evaluation.value(id)?,
            attributes: node.attribute_reader()?,
            whole: None,
        };
        if let Rule::Tensor(rule) = &op.rule {
            applied.whole = Whole::new(rule, &applied);
        }
        Some(applied)
    }

    /// The op as a function of an element of an input; `None` if it is too large to try.
    pub(super) fn moved(&mut self, input: usize, element: usize) -> Option<Moved<'_>> {
        if matches!(self.op.rule, Rule::Tensor(_)) {
            let whole = self.whole.as_mut()?;
            whole.place = whole.operands.get(input)?.offset + element;
            let outputs = Outputs::All;
            let probe = Box::new(whole);
            return Some(Moved { probe, outputs });
        }
        let from = self.inputs.get(input)?.shape;
        let outputs = repetitions(from, self.value.shape, element)?;
        let probe = Box::new(self.elementwise(input, element, &outputs)?);
        let outputs = Outputs::These(outputs);
        Some(Moved { probe, outputs })
    }

    fn elementwise(&self, input: usize, element: usize, outputs: &[usize]) -> Option<Each> {
        let others = match self.inputs.get(1_usize.checked_sub(input)?) {
            Some(other) if self.inputs.len() == 2 => {
                let read = places_in(&other.shape, &self.value.shape, outputs);
                read.map(|place| other.data[place]).collect()
            }
            _ => vec![0.0; outputs.len()],
        };
        let at = *self.inputs[input].data.get(element)?;
        let mut each = Each {
            rule: &self.op.rule,
            params: self.op.rule.params(self.attributes),
            input,
            others,
            regions: Vec::new(),
        };
        let regions = each.others.iter().map(|other| each.region(at, *other));
        each.regions = regions.collect();
        Some(each)
    }
}

/// About how many operations an op on whole tensors takes, from how many numbers its inputs
/// and its result have.
pub(super) fn operations(inputs: &[usize], result: usize) -> f64 {
    let sizes = || inputs.iter().chain([&result]).map(|size| *size as f64);
    match inputs {
        // For a product of matrices the root is how many multiplications it takes.
        [_, _] => sizes().sum::<f64>().max(sizes().product::<f64>().sqrt()),
        _ => sizes().sum(),
    }
}

/// The places in the result of the elements that repeat an element of an operand.
fn repetitions(from: Shape, result: Shape, element: usize) -> Option<Vec<usize>> {
    if from == result {
        return Some(vec![element]);
    }
    let count = result.elements() / from.elements();
    if count > MOST_REPEATED {
        return None;
    }
    let missing = result.rank() - from.rank();
    let strides = result.strides();
    let own = from.place_of(element).enumerate();
    let start = own.map(|(axis, at)| at * strides[axis + missing]).sum();
    let mut places = vec![start];
    for (axis, length) in result.dims().enumerate() {
        if axis < missing || from.dim(axis - missing) != length {
            let stride = strides[axis];
            let along = |place: usize| (0..length).map(move |i| place + i * stride);
            places = places.into_iter().flat_map(along).collect();
        }
    }
    Some(places)
}

/// The places in an operand that elements of the result read.
fn places_in<'a>(
    operand: &Shape,
    result: &'a Shape,
    elements: &'a [usize],
) -> impl Iterator<Item = usize> + 'a {
    let strides = operand.strides_within(result);
    elements.iter().map(move |&element| {
        let along = result.place_of(element).zip(strides);
        along.map(|(at, stride)| at * stride).sum()
    })
}

/// An elementwise op on the outputs that depend on one element.
struct Each {
    rule: &'static Rule,
    params: Params,
    /// The input that is moved.
    input: usize,
    /// The other input of each output.
    others: Vec<f64>,
    regions: Vec<Option<u64>>,
}

impl Each {
    fn inputs(&self, at: f64, other: f64) -> [f64; 2] {
        match self.input {
            0 => [at, other],
            _ => [other, at],
        }
    }

    fn region(&self, at: f64, other: f64) -> Option<u64> {
        self.rule.region(self.params, self.inputs(at, other))
    }
}

impl Probe for Each {
    fn outputs(&mut self, at: f64, to: &mut Vec<f64>) -> bool {
        let mut is_same = true;
        for (other, region) in self.others.iter().zip(&self.regions) {
            is_same &= self.region(at, *other) == *region;
            to.push(self.rule.value(self.params, self.inputs(at, *other)));
        }
        is_same
    }
}

/// An op that works on whole tensors, on a copy of its inputs.
struct Whole<'a> {
    rule: &'static TensorRule,
    attributes: AttributeReader<'a>,
    arena: Vec<f64>,
    operands: Vec<Operand>,
    shape: Shape,
    /// The place of the element that is moved.
    place: usize,
    regions: Vec<u64>,
}

impl<'a> Whole<'a> {
    fn new(rule: &'static TensorRule, applied: &Applied<'a>) -> Option<Whole<'a>> {
        let sizes = applied.inputs.iter().map(|input| input.data.len());
        let (sizes, result) = (sizes.collect::<Vec<_>>(), applied.value.data.len());
        let numbers = sizes.iter().sum::<usize>();
        if numbers + result > MOST_NUMBERS || operations(&sizes, result) > MOST_OPERATIONS {
            return None;
        }
        let mut whole = Whole {
            rule,
            attributes: applied.attributes,
            arena: Vec::with_capacity(numbers),
            operands: Vec::with_capacity(applied.inputs.len()),
            shape: applied.value.shape,
            place: 0,
            regions: Vec::new(),
        };
        for input in &applied.inputs {
            let offset = whole.arena.len();
            let shape = input.shape;
            whole.operands.push(Operand { shape, offset });
            whole.arena.extend_from_slice(&input.data);
        }
        let mut regions = Vec::new();
        whole.each_region(|region| regions.push(region));
        whole.regions = regions;
        Some(whole)
    }

    fn call(&self) -> Call<'_> {
        Call {
            arena: &self.arena,
            operands: &self.operands,
            shape: self.shape,
            attributes: self.attributes,
            go_on: ALWAYS,
        }
    }

    fn each_region(&self, mut feed: impl FnMut(u64)) {
        if let Some(regions) = self.rule.region {
            regions(&self.call(), &mut feed);
        }
    }
}

impl Probe for &mut Whole<'_> {
    fn outputs(&mut self, at: f64, to: &mut Vec<f64>) -> bool {
        let before = std::mem::replace(&mut self.arena[self.place], at);
        to.resize(self.shape.elements(), 0.0);
        (self.rule.forward)(&self.call(), to);
        let (mut count, mut is_same) = (0, true);
        self.each_region(|region| {
            is_same &= self.regions.get(count) == Some(&region);
            count += 1;
        });
        self.arena[self.place] = before;
        is_same && count == self.regions.len()
    }
}

#[cfg(test)]
mod tests {
    use super::{places_in, repetitions};
    use crate::core::tensor::Shape;

    fn shape(lengths: &[usize]) -> Shape {
        Shape::new(lengths).expect("a lawful shape")
    }

    #[test]
    fn an_element_is_repeated_along_stretched_axes() {
        let result = shape(&[2, 3]);
        let all = |from: &[usize], element| repetitions(shape(from), result, element);
        assert_eq!(all(&[2, 3], 4), Some(vec![4]));
        assert_eq!(all(&[3], 1), Some(vec![1, 4]));
        assert_eq!(all(&[2, 1], 1), Some(vec![3, 4, 5]));
        assert_eq!(all(&[], 0), Some(vec![0, 1, 2, 3, 4, 5]));
        let row = places_in(&shape(&[3]), &result, &[0, 4, 5]);
        assert_eq!(row.collect::<Vec<_>>(), [0, 1, 2]);
    }
}

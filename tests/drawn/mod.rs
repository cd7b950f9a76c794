//! Graphs made at random from a seed, out of whatever [`ops::ALL`] lists: a new op
//! is in them at once. Every value lies from −10 to 10, inside the domains that the
//! ops name for tests, and away from kinks.

// Each test program uses a part of it.
#![allow(dead_code)]

mod apply;
pub(crate) mod reference;

use std::collections::HashSet;

use fastrand::Rng;
use wiregrad::core::evaluation::Numbers;
use wiregrad::core::graph::{Graph, NodeId, NodeOp, NodeParts};
use wiregrad::core::op::attributes::{AttributeKind, AttributeValue, Attributes, DefaultValue};
use wiregrad::core::op::{Domain, Example, Op, Rule};
use wiregrad::core::ops;
use wiregrad::core::tensor::{Shape, Tensor};

/// No value is larger.
const LARGEST: f64 = 10.0;

/// No tensor has more elements.
const MOST_ELEMENTS: usize = 64;

/// The id of the node that was added as this one, from 0.
pub(crate) fn id(index: usize) -> NodeId {
    NodeId::from_index(index).expect("a small index")
}

/// A node without attributes, wired by index.
pub(crate) fn node(name: &str, op: &str, inputs: &[usize]) -> NodeParts {
    NodeParts {
        name: name.to_owned(),
        op: NodeOp::named(op),
        inputs: inputs.iter().map(|i| Some(id(*i))).collect(),
        attributes: Attributes::default(),
        value: None,
    }
}

/// A source of this name.
pub(crate) fn source(name: &str, op: &str, value: impl Into<Tensor>) -> NodeParts {
    NodeParts {
        value: Some(value.into()),
        ..node(name, op, &[])
    }
}

/// A tensor that is known to be lawful.
pub(crate) fn tensor(lengths: &[usize], data: &[f64]) -> Tensor {
    let shape = Shape::new(lengths).expect("a lawful shape");
    Tensor::new(shape, data.to_vec()).expect("as many as the shape asks for")
}

/// A graph of these nodes with the last one as its target.
pub(crate) fn graph_of(parts: Vec<NodeParts>) -> Graph {
    let last = parts.len() - 1;
    let mut graph = Graph::from_parts(parts).expect("a lawful graph");
    graph.set_target(Some(id(last))).expect("a node of it");
    graph
}

/// Whether two results are the same to the bit; NaN is NaN, whatever its bits.
pub(crate) fn same(a: &Option<Numbers<'_>>, b: &Option<Numbers<'_>>) -> bool {
    match (a, b) {
        (None, None) => true,
        (Some(a), Some(b)) => a.shape == b.shape && same_bits(&a.data, &b.data),
        _ => false,
    }
}

/// See [`same`].
pub(crate) fn same_bits(a: &[f64], b: &[f64]) -> bool {
    let same = |(a, b): (&f64, &f64)| a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan());
    a.len() == b.len() && a.iter().zip(b).all(same)
}

/// A random graph.
pub(crate) struct Drawn {
    /// What it was drawn from.
    pub(crate) seed: u64,
    /// Its nodes, every input before its users.
    pub(crate) parts: Vec<NodeParts>,
    /// The scalar node that depends on the most others.
    pub(crate) target: usize,
    /// The sources whose numbers are quantities; class numbers are not.
    pub(crate) sources: Vec<usize>,
}

impl Drawn {
    /// The graph with its target.
    pub(crate) fn graph(&self) -> Graph {
        let mut graph = Graph::from_parts(self.parts.clone()).expect("a lawful graph");
        graph.set_target(Some(id(self.target))).expect("a node");
        graph
    }

    /// The same nodes in another order, users before their inputs; with the new
    /// index of each.
    pub(crate) fn shuffled(&self, rng: &mut Rng) -> (Graph, Vec<usize>) {
        let mut old: Vec<usize> = (0..self.parts.len()).collect();
        rng.shuffle(&mut old);
        let mut new = vec![0; old.len()];
        for (place, index) in old.iter().enumerate() {
            new[*index] = place;
        }
        let moved = |index: &usize| {
            let mut parts = self.parts[*index].clone();
            let wires = parts.inputs.iter_mut().flatten();
            wires.for_each(|from| *from = id(new[from.index()]));
            parts
        };
        let parts = old.iter().map(moved).collect();
        let mut graph = Graph::from_parts(parts).expect("a lawful graph");
        graph
            .set_target(Some(id(new[self.target])))
            .expect("a node");
        (graph, new)
    }
}

/// A graph of about so many nodes, of which a share in percent are of ops that work
/// on whole tensors.
pub(crate) fn draw(seed: u64, nodes: usize, tensor_share: u8) -> Drawn {
    let mut generator = Generator {
        rng: Rng::with_seed(seed),
        nodes: Vec::new(),
        tensor_share,
        closing: false,
    };
    for _ in 0..generator.rng.usize(2..10) {
        generator.add_source(Shape::SCALAR, Domain::Between(-2.0, 2.0), &[]);
    }
    // An op may find no inputs that suit it; then another is drawn.
    for _ in 0..20 * nodes {
        if generator.nodes.len() >= nodes {
            break;
        }
        let before = generator.nodes.len();
        generator.closing = 2 * before > nodes;
        let op = generator.op();
        if generator.grow(op).is_none() {
            generator.nodes.truncate(before);
        }
    }
    generator.finish(seed)
}

struct Generator {
    rng: Rng,
    nodes: Vec<Grown>,
    tensor_share: u8,
    /// Whether loose ends are being joined, so that most nodes reach the target.
    closing: bool,
}

struct Grown {
    parts: NodeParts,
    value: Tensor,
    used: bool,
    /// Whether its numbers are quantities, not class numbers.
    quantity: bool,
}

impl Generator {
    fn op(&mut self) -> &'static Op {
        let loose = |grown: &Grown| !grown.used && !grown.value.shape().is_scalar();
        let tensor = if self.closing && self.nodes.iter().any(loose) {
            self.rng.bool()
        } else {
            self.rng.u8(..100) < self.tensor_share
        };
        let suits = |op: &&&Op| match op.rule {
            Rule::Source(_) => false,
            Rule::Tensor(_) => tensor,
            Rule::Binary(_) => !tensor,
            Rule::Unary(_) => !tensor && !self.closing,
        };
        let ops: Vec<_> = ops::ALL.iter().filter(suits).collect();
        ops[self.rng.usize(..ops.len())]
    }

    /// Adds a node of this op, if inputs and a value are found that suit it.
    fn grow(&mut self, op: &'static Op) -> Option<()> {
        let (inputs, attributes) = match &op.rule {
            Rule::Tensor(rule) => {
                let example = &rule.examples[self.rng.usize(..rule.examples.len())];
                (self.inputs_like(op, example)?, given(op, example))
            }
            _ => (self.any_inputs(op)?, self.attributes(op)),
        };
        let values: Vec<Tensor> = inputs
            .iter()
            .map(|i| self.nodes[*i].value.clone())
            .collect();
        let value = apply::value(op, &attributes, &values)?;
        let sane = value.data().len() <= MOST_ELEMENTS
            && value.data().iter().all(|x| x.abs() <= LARGEST)
            && !apply::near_kink(op, &attributes, &values, value.shape());
        if !sane {
            return None;
        }
        for input in &inputs {
            self.nodes[*input].used = true;
        }
        let attributes = Attributes::clone(&attributes);
        let parts = NodeParts {
            attributes,
            ..node(&format!("n{}", self.nodes.len()), op.name, &inputs)
        };
        self.push(parts, value, true);
        Some(())
    }

    fn push(&mut self, parts: NodeParts, value: Tensor, quantity: bool) {
        self.nodes.push(Grown {
            parts,
            value,
            used: false,
            quantity,
        });
    }

    /// Adds a source with numbers of a domain; `before` are the shapes of the inputs
    /// before the one that it is for.
    fn add_source(&mut self, shape: Shape, domain: Domain, before: &[Shape]) -> usize {
        let op = ["input", "parameter", "constant"][self.rng.usize(..3)];
        let wider = before.last().filter(|before| before.rank() > shape.rank());
        let classes = wider.filter(|_| domain == Domain::Classes);
        let number = |rng: &mut Rng| match (domain, classes) {
            (Domain::Between(low, high), _) => low + (high - low) * rng.f64(),
            (Domain::AwayFromZero(low, high), _) => {
                let sign = if rng.bool() { 1.0 } else { -1.0 };
                sign * (low + (high - low) * rng.f64())
            }
            (Domain::Classes, Some(wider)) => rng.usize(..wider.dim(wider.rank() - 1)) as f64,
            (Domain::Classes, None) => rng.f64(),
            (Domain::Whole(count), _) => f64::from(rng.u32(..count)),
        };
        let data = (0..shape.elements())
            .map(|_| number(&mut self.rng))
            .collect();
        let value = Tensor::new(shape, data).expect("as many as the shape asks for");
        let parts = source(&format!("n{}", self.nodes.len()), op, value.clone());
        let is_whole = matches!(domain, Domain::Whole(_));
        self.push(parts, value, classes.is_none() && !is_whole);
        self.nodes.len() - 1
    }

    /// A node that suits, preferably one that nothing uses yet.
    fn pick(&mut self, suits: impl Fn(&Tensor) -> bool) -> Option<usize> {
        let fits = |i: &usize| self.nodes[*i].quantity && suits(&self.nodes[*i].value);
        let all: Vec<usize> = (0..self.nodes.len()).filter(fits).collect();
        let unused = all.iter().copied().filter(|i| !self.nodes[*i].used);
        let unused: Vec<usize> = unused.collect();
        let loose = self.closing || self.rng.bool();
        let among = if loose && !unused.is_empty() {
            unused
        } else {
            all
        };
        (!among.is_empty()).then(|| among[self.rng.usize(..among.len())])
    }

    /// Inputs for an elementwise op, mostly scalars.
    fn any_inputs(&mut self, op: &Op) -> Option<Vec<usize>> {
        let tensors = self.tensor_share > 0 && self.rng.u8(..4) == 0;
        let one = |input: usize| {
            let domain = op.domain_of(input);
            self.pick(|v| (tensors || v.shape().is_scalar()) && within(domain, v))
        };
        (0..op.inputs.initial()).map(one).collect()
    }

    /// Inputs of the shapes of an example; sometimes any tensor in place of the only
    /// one, and new sources where there are none.
    fn inputs_like(&mut self, op: &Op, example: &Example) -> Option<Vec<usize>> {
        if example.shapes.len() == 1 && self.rng.bool() {
            let domain = op.domain_of(0);
            return Some(vec![self.pick(|v| within(domain, v))?]);
        }
        let mut inputs = Vec::new();
        let mut shapes: Vec<Shape> = Vec::new();
        for (input, lengths) in example.shapes.iter().enumerate() {
            let (shape, domain) = (Shape::new(lengths).ok()?, op.domain_of(input));
            let known = match domain {
                Domain::Classes | Domain::Whole(_) => None,
                _ => self.pick(|v| v.shape() == shape && within(domain, v)),
            };
            let known = known.filter(|_| self.rng.u8(..4) > 0);
            inputs.push(known.unwrap_or_else(|| self.add_source(shape, domain, &shapes)));
            shapes.push(shape);
        }
        Some(inputs)
    }

    /// What an elementwise op's attributes may be set to.
    fn attributes(&mut self, op: &'static Op) -> Attributes {
        let mut attributes = Attributes::default();
        for row in op.attributes {
            let value = match (row.kind, row.default) {
                (AttributeKind::Number, DefaultValue::Number(x)) => x * (0.5 + self.rng.f64()),
                (AttributeKind::Number, _) => 3.0 * self.rng.f64() - 1.5,
                (AttributeKind::Word(words), _) => {
                    let word = words[self.rng.usize(..words.len())];
                    let set = AttributeValue::Word(word.into());
                    op.set_attribute(&mut attributes, row.name, Some(&set))
                        .expect("its own");
                    continue;
                }
                (kind, _) => panic!("{}: {kind:?} can't be drawn yet", op.name),
            };
            if self.rng.bool() {
                let set = AttributeValue::Number(value);
                op.set_attribute(&mut attributes, row.name, Some(&set))
                    .expect("a number");
            }
        }
        attributes
    }

    fn finish(self, seed: u64) -> Drawn {
        let scalars = self.nodes.iter().enumerate().rev();
        let scalars = scalars.filter(|(_, n)| n.value.shape().is_scalar() && n.quantity);
        // Later nodes depend on more.
        let latest = scalars.map(|(index, _)| index).take(20);
        let target = latest.max_by_key(|index| self.ancestors(*index));
        let quantities =
            |i: &usize| self.nodes[*i].quantity && self.nodes[*i].parts.value.is_some();
        Drawn {
            seed,
            target: target.expect("there are scalar sources"),
            sources: (0..self.nodes.len()).filter(quantities).collect(),
            parts: self.nodes.into_iter().map(|node| node.parts).collect(),
        }
    }

    fn ancestors(&self, index: usize) -> usize {
        let mut seen = HashSet::from([index]);
        let mut stack = vec![index];
        while let Some(index) = stack.pop() {
            let inputs = self.nodes[index].parts.inputs.iter().flatten();
            stack.extend(inputs.map(|i| i.index()).filter(|i| seen.insert(*i)));
        }
        seen.len()
    }
}

/// The attributes of an example.
pub(crate) fn given(op: &'static Op, example: &Example) -> Attributes {
    let mut attributes = Attributes::default();
    for (name, text) in example.attributes {
        let value = apply::attribute(text);
        let set = op.set_attribute(&mut attributes, name, Some(&value));
        set.expect("an example's attribute");
    }
    attributes
}

/// Whether all numbers lie in a domain. The one that most rows have, −2 to 2, stands
/// for any number.
fn within(domain: Domain, value: &Tensor) -> bool {
    let fits = |x: &f64| match domain {
        Domain::Between(low, high) if (low, high) == (-2.0, 2.0) => true,
        Domain::Between(low, high) => (low..=high).contains(x),
        Domain::AwayFromZero(low, high) => (low..=high).contains(&x.abs()),
        Domain::Classes => (0.0..=1.0).contains(x),
        Domain::Whole(_) => false,
    };
    value.data().iter().all(fits)
}

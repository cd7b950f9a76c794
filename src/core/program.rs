//! [`Program`]: a graph after topological sorting, ready to sweep.
//!
//! All values lie in one arena of f64, a node's at its *place*; gradients lie in a
//! second arena, laid out the same. A node's rank is above those of its inputs, and
//! nodes of one rank are of one op (`compile::survey`). They form a *run*: one loop, no
//! dispatch per node, and its inputs all lie before it. The runs of sums, differences
//! and products of one *level* are one step. Where there are too few nodes for that, a
//! scalar node is an *instruction*, interpreted, and plain arithmetic of which each node
//! goes on from the last is a *chain*. A node that works on tensors is a step of its
//! own, a *single*.
//!
//! Places rise along the program, so what a step reads and what it writes are two
//! halves of the arena: the borrow checker sees that they are disjoint.

use std::ops::Range;
use std::sync::Arc;

use super::attributes::{Attributes, Settings};
use super::elementwise::{BinaryKernel, Params, UnaryKernel};
use super::graph::{Graph, NodeId};
use super::instruction::{Code, Instruction, Level, Link};
use super::op::{Call, Op, Operand};
use super::ops::OpId;
use super::problem::Problem;
use super::small::Small;
use super::tensor::Shape;

/// A place in the arena, or a number in the table of tensors, or nothing.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place(u32);

impl Place {
    pub(crate) const ABSENT: Place = Place(u32::MAX);
    const TENSOR: u32 = 1 << 31;

    pub(crate) fn scalar(offset: usize) -> Place {
        Place(offset as u32) // below MAX_TOTAL_ELEMENTS
    }

    pub(crate) fn tensor(number: usize) -> Place {
        Place(number as u32 | Place::TENSOR) // below MAX_NODES
    }

    /// The offset of a scalar; meaningless for anything else.
    pub(crate) fn offset(self) -> u32 {
        self.0
    }

    /// Its number among the tensors, unless it is a scalar or absent.
    pub(crate) fn tensor_number(self) -> Option<usize> {
        let tensor = self.0 & Place::TENSOR != 0 && self != Place::ABSENT;
        tensor.then_some((self.0 & !Place::TENSOR) as usize)
    }
}

/// A part of the program whose results lie side by side in the arena.
pub(crate) struct Step {
    /// The place of the first result.
    pub(crate) start: usize,
    /// The first node, as an index into the program's order.
    pub(crate) first: usize,
    /// Whether its nodes reach the target.
    pub(crate) live: bool,
    pub(crate) work: Work,
}

/// What a step does. Ranges are into the program's table of that kind; results
/// lie in the same order.
pub(crate) enum Work {
    /// A run of scalar nodes of one op.
    Unary(&'static UnaryKernel, OpId, Range<usize>),
    /// A run of scalar nodes of one op.
    Binary(&'static BinaryKernel, OpId, Range<usize>),
    /// The plain nodes of one level.
    Level(Level),
    /// Scalar nodes of any op, interpreted.
    Direct(Range<usize>),
    /// Scalar nodes of plain arithmetic, each an input of the next: the number that is
    /// passed on need not go through memory. The first one goes on from this place.
    Chain(u32, Range<usize>),
    /// One node that works on tensors, or that has attributes.
    Single(usize),
}

impl Work {
    /// How many nodes it computes.
    pub(crate) fn nodes(&self) -> usize {
        match self {
            Work::Unary(_, _, range)
            | Work::Binary(_, _, range)
            | Work::Direct(range)
            | Work::Chain(_, range) => range.len(),
            Work::Level(level) => level.len(),
            Work::Single(_) => 1,
        }
    }
}

/// A node that is a step of its own.
pub(crate) struct Single {
    pub(crate) op: &'static Op,
    pub(crate) attributes: Option<Arc<Attributes>>,
    /// Of an elementwise op with attributes.
    pub(crate) params: Params,
    pub(crate) inputs: Box<[SingleInput]>,
    pub(crate) operands: Box<[Operand]>,
    pub(crate) result: Operand,
}

/// How the reverse sweep treats one input of a single.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum SingleInput {
    /// Its contribution is the first to reach that gradient: it is written there.
    Write,
    /// Its contribution is added to what is there.
    Add,
    /// The input is a tensor of data: nothing further back needs its gradient, so it
    /// is worked out when somebody asks.
    OnDemand,
}

impl Single {
    pub(crate) fn call<'a>(&'a self, arena: &'a [f64]) -> Call<'a> {
        Call {
            arena,
            operands: &self.operands,
            shape: self.result.shape,
            settings: Settings::new(self.op, self.attributes.as_deref()),
        }
    }
}

/// One node of a program, found again: what explanations, checks and changes of
/// single values work with.
#[derive(Clone, Copy)]
pub(crate) enum Found<'a> {
    /// It carries its value.
    Source,
    /// A scalar node.
    Scalar(Instruction),
    /// A node that is a step of its own.
    Single(&'a Single),
}

/// A graph after topological sorting. Made by [`Program::new`], never changed.
pub struct Program {
    pub(crate) places: Vec<Place>,
    /// Evaluated nodes: sources first, then in the order of the steps.
    pub(crate) order: Vec<NodeId>,
    pub(crate) sources: usize,
    /// Where the sources' values end in the arena.
    pub(crate) sources_end: usize,
    pub(crate) steps: Vec<Step>,
    /// The inputs of runs of ops of one number. The last one of a run is repeated so
    /// as to fill whole vectors: what is left over would be computed one by one.
    pub(crate) unary: Vec<u32>,
    pub(crate) binary: Vec<[u32; 2]>,
    pub(crate) instructions: Vec<Instruction>,
    pub(crate) links: Vec<Link>,
    pub(crate) singles: Vec<Single>,
    /// The same once more, if it is of a few scalar nodes: then this is swept.
    pub(crate) small: Option<Small>,
    /// The tensors that are not scalars, and what produces them.
    pub(crate) tensors: Vec<Operand>,
    /// Where gradients have to start from 0, as what flows into them is added.
    pub(crate) zeroed: Vec<Range<usize>>,
    pub(crate) arena_len: usize,
    pub(crate) target: Option<NodeId>,
    pub(crate) target_place: Option<usize>,
    pub(crate) live: Bits,
    pub(crate) problems: Vec<Problem>,
}

impl Program {
    /// Sorts a graph. Always succeeds: what can't be evaluated is left out, and
    /// [`Program::problems`] says why.
    pub fn new(graph: &Graph) -> Program {
        super::compile::compile(graph)
    }

    /// What is wrong with the graph's structure, in the order of its nodes.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// The scalar node that is differentiated: the graph's own choice, or its only
    /// scalar sink.
    pub fn target(&self) -> Option<NodeId> {
        self.target
    }

    /// The evaluated nodes in topological order.
    pub fn order(&self) -> &[NodeId] {
        &self.order
    }

    /// The sources among the evaluated nodes.
    pub fn sources(&self) -> &[NodeId] {
        &self.order[..self.sources]
    }

    /// The shape of a node's value; `None` if the node isn't evaluated.
    pub fn shape(&self, node: NodeId) -> Option<Shape> {
        self.operand(node).map(|operand| operand.shape)
    }

    /// Whether the target depends on a node (or is it), so that it has a gradient.
    pub fn reaches_target(&self, node: NodeId) -> bool {
        self.live.get(node.index())
    }

    /// How many bytes the program takes, without the arenas of values and
    /// gradients.
    pub fn bytes(&self) -> usize {
        size_of::<Program>()
            + size_of_val(&*self.places)
            + size_of_val(&*self.order)
            + size_of_val(&*self.steps)
            + size_of_val(&*self.unary)
            + size_of_val(&*self.binary)
            + size_of_val(&*self.instructions)
            + size_of_val(&*self.links)
            + size_of_val(&*self.singles)
            + size_of_val(&*self.tensors)
            + size_of_val(&*self.zeroed)
            + self.live.bytes()
            + self.small.as_ref().map_or(0, Small::bytes)
    }

    /// Where a scalar node's value lies.
    #[inline]
    pub(crate) fn scalar_place(&self, node: NodeId) -> Option<usize> {
        let place = *self.places.get(node.index())?;
        (place.0 & Place::TENSOR == 0).then_some(place.0 as usize)
    }

    /// Where a node's value lies, with its shape.
    pub(crate) fn operand(&self, node: NodeId) -> Option<Operand> {
        let place = *self.places.get(node.index())?;
        if place == Place::ABSENT {
            return None;
        }
        Some(match place.tensor_number() {
            Some(number) => self.tensors[number],
            None => Operand {
                shape: Shape::SCALAR,
                offset: place.offset() as usize,
            },
        })
    }

    /// What computes a node; `None` if it isn't evaluated.
    pub(crate) fn find(&self, node: NodeId) -> Option<Found<'_>> {
        let offset = self.operand(node)?.offset;
        let after = self.steps.partition_point(|step| step.start <= offset);
        Some(match self.steps[..after].last() {
            None => Found::Source,
            Some(step) => self.nth_of(step, offset - step.start),
        })
    }

    /// Every evaluated node with the step that it is in, and what computes it, in
    /// topological order, sources left out.
    pub(crate) fn computed(&self) -> impl DoubleEndedIterator<Item = Computed<'_>> {
        self.steps.iter().flat_map(move |step| self.nodes_of(step))
    }

    /// The nodes that a step computes.
    pub(crate) fn nodes_of(&self, step: &Step) -> impl DoubleEndedIterator<Item = Computed<'_>> {
        (0..step.work.nodes()).map(move |nth| Computed {
            node: self.order[step.first + nth],
            place: step.start + nth,
            live: step.live,
            found: self.nth_of(step, nth),
        })
    }

    fn nth_of(&self, step: &Step, nth: usize) -> Found<'_> {
        match &step.work {
            Work::Unary(_, op, range) => {
                let a = self.unary[range.start + nth];
                Found::Scalar(Instruction::new(*op, Code::Unary, [a, a]))
            }
            Work::Binary(_, op, range) => {
                let inputs = self.binary[range.start + nth];
                Found::Scalar(Instruction::new(*op, Code::Binary, inputs))
            }
            Work::Level(level) => Found::Scalar(level.nth(nth, &self.binary)),
            Work::Direct(range) => Found::Scalar(self.instructions[range.start + nth]),
            Work::Chain(first, range) => {
                let before = (step.start + nth).wrapping_sub(1) as u32;
                let last = if nth == 0 { *first } else { before };
                Found::Scalar(self.links[range.start + nth].instruction(last))
            }
            Work::Single(index) => Found::Single(&self.singles[*index]),
        }
    }
}

/// One evaluated node that isn't a source.
#[derive(Clone, Copy)]
pub(crate) struct Computed<'a> {
    pub(crate) node: NodeId,
    /// The place of its first element.
    pub(crate) place: usize,
    /// Whether it reaches the target.
    pub(crate) live: bool,
    pub(crate) found: Found<'a>,
}

/// A set of small numbers, one bit each.
#[derive(Clone, Default)]
pub(crate) struct Bits(Vec<u64>);

impl Bits {
    pub(crate) fn new(len: usize) -> Bits {
        Bits(vec![0; len.div_ceil(64)])
    }

    #[inline]
    pub(crate) fn get(&self, i: usize) -> bool {
        self.0
            .get(i / 64)
            .is_some_and(|word| word >> (i % 64) & 1 != 0)
    }

    #[inline]
    pub(crate) fn set(&mut self, i: usize) {
        self.0[i / 64] |= 1 << (i % 64);
    }

    fn bytes(&self) -> usize {
        size_of_val(&*self.0)
    }
}

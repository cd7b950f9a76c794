//! [`Evaluation`]: a program with its values and gradients, kept up to date.

use std::borrow::Cow;

use super::cone::Cone;
use super::forward::forward;
use super::graph::{Graph, NodeId, Wire};
use super::op::{Fault, Operand, Upstream};
use super::problem::{Problem, ProblemKind};
use super::program::{Found, Program, Single, SingleInput, Work};
use super::reverse::{clear, reverse};
use super::small;
use super::tangent::tangents;
use super::tensor::{Shape, Tensor};

/// A program and the results of its sweeps.
///
/// All memory is taken when it is made: sweeping again after a changed value
/// allocates nothing, except that the first change of another source finds out
/// what depends on it.
pub struct Evaluation {
    program: Program,
    values: Vec<f64>,
    gradients: Vec<f64>,
    /// What the forward sweep keeps for the reverse sweep.
    slopes: Vec<f64>,
    scratch: Vec<f64>,
    left_out: Vec<LeftOut>,
    stale: Vec<NodeId>,
    swept: bool,
    /// Whether a value has changed since the last sweep.
    changed: bool,
    cone: Option<Cone>,
}

/// A wire out of a tensor of data: its contribution is worked out on demand.
struct LeftOut {
    /// The place of the tensor.
    offset: usize,
    /// The node that it ends at, as a single, and the input.
    single: usize,
    input: usize,
}

/// Numbers of a tensor: where they lie in the arena, or worked out for the asker.
#[derive(Clone, Debug, PartialEq)]
pub struct Numbers<'a> {
    /// The lengths of the axes.
    pub shape: Shape,
    /// The elements in row-major order.
    pub data: Cow<'a, [f64]>,
}

impl Numbers<'_> {
    /// The number, if it is one.
    pub fn as_scalar(&self) -> Option<f64> {
        self.shape.is_scalar().then(|| self.data[0])
    }

    /// A copy that stands on its own.
    pub fn to_tensor(&self) -> Tensor {
        Tensor::new(self.shape, self.data.to_vec()).unwrap_or(Tensor::scalar(f64::NAN))
    }
}

/// Why a value can't be set while a program runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SetError {
    /// Only sources carry a value.
    #[error("its value is computed: only sources can be set")]
    NotASource,
    /// Another shape would change the program.
    #[error("it has shape {has}, not {given}: give it the same shape, or change the graph")]
    Shape {
        /// The shape that it has.
        has: Shape,
        /// The shape that was given.
        given: Shape,
    },
}

/// Programs up to this many nodes are swept whole: it takes less than finding out.
const SHORT: usize = 200;

impl Evaluation {
    /// Compiles a graph and runs both sweeps.
    pub fn new(graph: &Graph) -> Evaluation {
        let mut evaluation = Evaluation::unswept(Program::new(graph), graph);
        evaluation.sweep();
        evaluation
    }

    /// A program with the values of its sources, before any sweep: other values
    /// and all gradients are absent.
    pub fn unswept(program: Program, graph: &Graph) -> Evaluation {
        let scratch = program.singles.iter().flat_map(|single| &*single.operands);
        let scratch = scratch.map(|o| o.shape.elements()).max().unwrap_or(0);
        let arena_len = match &program.small {
            Some(_) => small::PLACES,
            None => program.arena_len,
        };
        let mut values = vec![0.0; arena_len];
        for &id in &program.order[..program.sources] {
            let value = graph.get(id).and_then(|node| node.value());
            if let (Some(operand), Some(value)) = (program.operand(id), value) {
                values[operand.offset..][..value.data().len()].copy_from_slice(value.data());
            }
        }
        Evaluation {
            gradients: vec![0.0; arena_len],
            slopes: vec![0.0; program.unary.len()],
            scratch: vec![0.0; scratch],
            left_out: left_out(&program),
            stale: Vec::with_capacity(8),
            swept: false,
            changed: false,
            cone: None,
            values,
            program,
        }
    }

    /// The program that is run.
    pub fn program(&self) -> &Program {
        &self.program
    }

    /// Changes a source's value. What depends on it stays as it was until
    /// [`Evaluation::refresh`].
    ///
    /// # Errors
    /// The node isn't an evaluated source, or the shape isn't the one it has.
    pub fn set(&mut self, node: NodeId, value: &Tensor) -> Result<(), SetError> {
        let operand = self.source(node)?;
        let (has, given) = (operand.shape, value.shape());
        if has != given {
            return Err(SetError::Shape { has, given });
        }
        self.values[operand.offset..][..value.data().len()].copy_from_slice(value.data());
        self.mark(node);
        Ok(())
    }

    /// Changes a scalar source's value; as [`Evaluation::set`].
    ///
    /// # Errors
    /// The node isn't an evaluated source, or no scalar.
    #[inline]
    pub fn set_number(&mut self, node: NodeId, value: f64) -> Result<(), SetError> {
        match self.program.scalar_place(node) {
            Some(place) if place < self.program.sources_end => {
                self.values[place] = value;
                self.mark(node);
                Ok(())
            }
            _ => self.set(node, &Tensor::scalar(value)),
        }
    }

    fn source(&self, node: NodeId) -> Result<Operand, SetError> {
        let operand = self.program.operand(node);
        let operand = operand.filter(|o| o.offset < self.program.sources_end);
        operand.ok_or(SetError::NotASource)
    }

    #[inline]
    fn mark(&mut self, node: NodeId) {
        self.changed = true;
        // A small program is swept whole, whatever has changed.
        if self.program.small.is_none()
            && self.stale.last() != Some(&node)
            && !self.stale.contains(&node)
        {
            self.stale.push(node);
        }
    }

    /// Runs both sweeps over the whole program.
    pub fn sweep(&mut self) {
        self.sweep_both();
        self.stale.clear();
        self.swept = true;
        self.changed = false;
    }

    /// Both sweeps, and nothing noted down.
    pub(crate) fn sweep_both(&mut self) {
        match &self.program.small {
            Some(small) => small.sweep(&mut self.values, &mut self.gradients),
            None => self.sweep_steps(),
        }
    }

    #[inline(never)] // so that a small program pays nothing for it
    fn sweep_steps(&mut self) {
        // Cleared before the forward sweep, as the zeros must have reached the cache
        // when they are added to: seven nodes take 7 % longer otherwise.
        clear(&self.program, &mut self.gradients);
        forward(&self.program, &mut self.values, Some(&mut self.slopes));
        reverse(
            &self.program,
            &self.values,
            &self.slopes,
            &mut self.gradients,
            &mut self.scratch,
        );
    }

    /// The values alone, without what only the reverse sweep needs.
    pub(crate) fn sweep_values(&mut self) {
        match &self.program.small {
            Some(small) => small.sweep_values(&mut self.values),
            None => forward(&self.program, &mut self.values, None),
        }
    }

    /// Brings everything up to date after changes of values, sweeping only what
    /// depends on them. The result is that of [`Evaluation::sweep`], to the bit.
    pub fn refresh(&mut self) {
        if self.swept && !self.changed {
            return;
        }
        let short = self.program.order.len() <= SHORT && self.program.singles.is_empty();
        if !self.swept || short {
            return self.sweep();
        }
        if self
            .cone
            .as_ref()
            .is_none_or(|cone| cone.sources != self.stale)
        {
            self.cone = Some(Cone::new(&self.program, self.stale.clone()));
        }
        match &self.cone {
            // Interpreting half the program costs more than sweeping all of it.
            Some(cone) if cone.len() < self.program.order.len() => {
                cone.forward(&self.program, &mut self.values);
                let (values, gradients) = (&self.values, &mut self.gradients);
                cone.reverse(&self.program, values, gradients, &mut self.scratch);
                self.stale.clear();
                self.changed = false;
            }
            _ => self.sweep(),
        }
    }

    /// A node's value; `None` if it can't be evaluated or hasn't been yet.
    pub fn value(&self, node: NodeId) -> Option<Numbers<'_>> {
        let operand = self.program.operand(node)?;
        if !self.swept && self.source(node).is_err() {
            return None;
        }
        Some(Numbers {
            shape: operand.shape,
            data: operand.of(&self.values).into(),
        })
    }

    /// ∂target/∂node, of the shape of the node's value; `None` if the node doesn't
    /// reach the target or no sweep has run.
    pub fn gradient(&self, node: NodeId) -> Option<Numbers<'_>> {
        let operand = self.program.operand(node)?;
        if !self.swept || !self.program.reaches_target(node) {
            return None;
        }
        let shape = operand.shape;
        let data = match self.on_demand(&operand) {
            Some(gradient) => gradient.into(),
            None => operand.of(&self.gradients).into(),
        };
        Some(Numbers { shape, data })
    }

    /// A scalar node's value; as [`Evaluation::value`], without a detour.
    #[inline]
    pub fn number(&self, node: NodeId) -> Option<f64> {
        let place = self.program.scalar_place(node)?;
        let known = self.swept || place < self.program.sources_end;
        known.then(|| self.values[place])
    }

    /// A scalar node's gradient; as [`Evaluation::gradient`], without a detour.
    #[inline]
    pub fn gradient_number(&self, node: NodeId) -> Option<f64> {
        let place = self.program.scalar_place(node)?;
        let known = self.swept && self.program.reaches_target(node);
        known.then(|| self.gradients[place])
    }

    /// The gradient of a tensor of data, which the sweep leaves out.
    fn on_demand(&self, operand: &Operand) -> Option<Vec<f64>> {
        if operand.shape.is_scalar() {
            return None;
        }
        let first = self
            .left_out
            .partition_point(|it| it.offset < operand.offset);
        let wires = self.left_out[first..].iter();
        let mut total: Option<Vec<f64>> = None;
        for wire in wires.take_while(|it| it.offset == operand.offset) {
            let part = self.contribution(&self.program.singles[wire.single], wire.input);
            match &mut total {
                None => total = Some(part),
                Some(sum) => sum.iter_mut().zip(part).for_each(|(to, from)| *to += from),
            }
        }
        total
    }

    fn contribution(&self, single: &Single, input: usize) -> Vec<f64> {
        self.pull_single(single, input, single.result.of(&self.gradients))
    }

    fn pull_single(&self, single: &Single, input: usize, gradient: &[f64]) -> Vec<f64> {
        let upstream = Upstream {
            value: single.result.of(&self.values),
            gradient,
            input,
        };
        let mut into = vec![0.0; single.operands[input].shape.elements()];
        single.backward(&self.values, &upstream, &mut into);
        into
    }

    /// What one wire contributes to the gradient of the node that it starts at:
    /// local derivative × gradient of the node that it ends at. `None` if that node
    /// doesn't reach the target, or there is no such wire.
    pub fn wire_gradient(&self, wire: Wire) -> Option<Numbers<'_>> {
        if !self.swept || !self.program.reaches_target(wire.to) {
            return None;
        }
        let gradient = self.program.operand(wire.to)?.of(&self.gradients);
        self.pull(wire, gradient)
    }

    /// What one wire would contribute if the node that it ends at had this gradient,
    /// of the shape of its value: by the rule that the reverse sweep applies. `None`
    /// before the first sweep, if there is no such wire, or if the shape is another.
    pub fn pull(&self, wire: Wire, gradient: &[f64]) -> Option<Numbers<'_>> {
        let result = self.program.operand(wire.to)?;
        if !self.swept || gradient.len() != result.shape.elements() {
            return None;
        }
        match self.program.find(wire.to)? {
            Found::Source => None,
            Found::Scalar(instruction) => {
                instruction.places().get(wire.input)?;
                let y = self.values[result.offset];
                let (by_a, by_b) = instruction.derivatives(&self.values, y);
                let by = if wire.input == 0 { by_a } else { by_b };
                Some(Numbers {
                    shape: Shape::SCALAR,
                    data: vec![gradient[0] * by].into(),
                })
            }
            Found::Single(single) => Some(Numbers {
                shape: single.operands.get(wire.input)?.shape,
                data: self.pull_single(single, wire.input, gradient).into(),
            }),
        }
    }

    /// ∂(the node that a wire ends at)/∂(the node that it starts at), from the rule
    /// of the op; `None` unless both are scalars, or as [`Evaluation::pull`].
    pub fn local_derivative(&self, wire: Wire) -> Option<f64> {
        let scalar = self.program.shape(wire.to)?.is_scalar();
        self.pull(wire, &[1.0]).filter(|_| scalar)?.as_scalar()
    }

    /// Forward mode: ∂(every node)/∂(one node), along a direction of that node's
    /// shape (1 for a scalar).
    pub fn tangents(&self, from: NodeId, direction: &Tensor) -> Option<Directional<'_>> {
        let mut arena = Vec::new();
        let steps = self.sweep_tangents(from, direction, &mut arena)?;
        Some(Directional {
            program: &self.program,
            arena,
            steps,
        })
    }

    /// The sweep of [`Evaluation::tangents`], into an arena that can be used again; how
    /// many nodes it took a step for.
    pub(crate) fn sweep_tangents(
        &self,
        from: NodeId,
        direction: &Tensor,
        arena: &mut Vec<f64>,
    ) -> Option<usize> {
        tangents(&self.program, &self.values, from, direction, arena)
    }

    /// The first node, in topological order, at which a number that isn't finite
    /// arises, with the sentence that says so: `log(-1) is not a number`.
    pub fn first_not_finite(&self, graph: &Graph) -> Option<Problem> {
        if self.values.iter().all(|x| x.is_finite()) {
            return None;
        }
        let strange = |id: &NodeId| {
            let value = self.value(*id)?;
            let first = value.data.iter().find(|x| !x.is_finite())?;
            Some((*id, *first))
        };
        let (id, number) = self.program.order.iter().find_map(strange)?;
        let node = graph.get(id)?;
        let text = |input: &NodeId| match self.value(*input).and_then(|v| v.as_scalar()) {
            Some(x) => super::number::short(x, 6),
            None => graph.name(*input).to_owned(),
        };
        let inputs: Vec<String> = node.inputs().iter().flatten().map(text).collect();
        let what = match number {
            x if x.is_nan() => "is not a number",
            x if x > 0.0 => "is infinite",
            _ => "is minus infinity",
        };
        let op = node.op()?;
        let (formula, cure) = if op.is_source() {
            ("its value".to_owned(), "give it a finite one")
        } else {
            (op.formula_with(&inputs), "change what flows into it")
        };
        let scalar = self.program.shape(id)?.is_scalar();
        let where_in = if scalar { "" } else { " in places" };
        Some(Problem {
            node: Some(id),
            name: node.name().to_owned(),
            kind: ProblemKind::NotFinite,
            fault: Fault::new(format!("{formula} {what}{where_in}"), cure),
        })
    }

    /// How many bytes program, values and gradients take together.
    pub fn bytes(&self) -> usize {
        self.program.bytes()
            + size_of_val(&*self.left_out)
            + 8 * (self.values.len()
                + self.gradients.len()
                + self.slopes.len()
                + self.scratch.len())
    }

    pub(crate) fn values(&self) -> &[f64] {
        &self.values
    }
}

/// What the sweep leaves out, by the place of the tensor, and for each in the order
/// of the reverse sweep.
fn left_out(program: &Program) -> Vec<LeftOut> {
    let mut wires = Vec::new();
    for step in program.steps.iter().rev().filter(|step| step.live) {
        let Work::Single(single) = step.work else {
            continue;
        };
        let Single {
            inputs, operands, ..
        } = &program.singles[single];
        for (input, (plan, operand)) in inputs.iter().zip(operands).enumerate() {
            if *plan == SingleInput::OnDemand {
                let offset = operand.offset;
                wires.push(LeftOut {
                    offset,
                    single,
                    input,
                });
            }
        }
    }
    wires.sort_by_key(|wire| wire.offset); // keeps the order among equals
    wires
}

/// The derivative of every node along a change of one of them.
pub struct Directional<'a> {
    program: &'a Program,
    arena: Vec<f64>,
    steps: usize,
}

impl Directional<'_> {
    /// How many nodes the sweep took a step for.
    pub fn steps(&self) -> usize {
        self.steps
    }

    /// The derivative of a node; 0 where nothing changes.
    pub fn get(&self, node: NodeId) -> Option<Numbers<'_>> {
        let operand = self.program.operand(node)?;
        Some(Numbers {
            shape: operand.shape,
            data: operand.of(&self.arena).into(),
        })
    }
}

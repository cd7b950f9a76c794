//! From a graph to a [`Program`]: look at each node once, choose the target, sort,
//! lay out the arena, write the steps. Every pass is a loop: graphs are deep.

use super::attributes::Settings;
use super::elementwise::Params;
use super::graph::{Graph, Node, NodeId, NodeOp};
use super::limits::MAX_TOTAL_ELEMENTS;
use super::op::{Fault, Op, Operand, Rule, Signature};
use super::ops::OpId;
use super::problem::{Problem, ProblemKind};
use super::program::{
    Bits, Code, Instruction, NO_PARAMS, Place, Program, Single, SingleInput, Step, Work,
};
use super::tensor::Shape;

/// Runs shorter than this are interpreted: a loop of its own costs more.
const SHORTEST_RUN: usize = 12;

/// A level that no evaluated node has.
const NOT_EVALUATED: u32 = u32::MAX;

/// What the first pass finds out about each node, by index.
struct Survey {
    /// The longest way from a source, or [`NOT_EVALUATED`].
    level: Vec<u32>,
    /// The group that decides which nodes form a run.
    group: Vec<Group>,
    /// The inputs of nodes that may be in a run.
    inputs: Vec<[u32; 2]>,
    /// The shapes of tensors that are not scalars, by index.
    shapes: hashbrown::HashMap<u32, Shape>,
    /// Nodes that are wired to something.
    used: Bits,
    problems: Vec<Problem>,
    elements: usize,
}

/// Sources first, then an op's number for what may be in a run, then singles.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Group(u8);

impl Group {
    const SOURCE: Group = Group(0);
    const SINGLE: Group = Group(u8::MAX);

    fn run(op: OpId) -> Group {
        Group(op.index() as u8 + 1)
    }
}

pub(super) fn compile(graph: &Graph) -> Program {
    let order = topological_order(graph);
    let mut survey = survey(graph, order.as_deref());
    let target = choose_target(graph, &mut survey);
    let live = reaching(graph, &survey, order.as_deref(), target);
    let sorted = sort(graph, &survey, &live);
    let mut program = Program {
        places: vec![Place::ABSENT; graph.index_bound()],
        order: sorted,
        sources: 0,
        steps: Vec::new(),
        unary: Vec::new(),
        binary: Vec::new(),
        instructions: Vec::new(),
        singles: Vec::new(),
        tensors: Vec::new(),
        zeroed: Vec::new(),
        arena_len: 0,
        target,
        live,
        problems: std::mem::take(&mut survey.problems),
    };
    place(&survey, &mut program);
    write_steps(graph, &survey, &mut program);
    plan_gradients(graph, &mut program);
    program
}

/// The nodes with every input before its user; `None` if the order of their ids
/// is one, as it is in most graphs that were read or typed.
fn topological_order(graph: &Graph) -> Option<Vec<NodeId>> {
    let before = |(id, node): (NodeId, &Node)| node.inputs().iter().flatten().all(|i| *i < id);
    if graph.iter().all(before) {
        return None;
    }
    let mut order = Vec::with_capacity(graph.len());
    let mut seen = Bits::new(graph.index_bound());
    let mut stack: Vec<(NodeId, usize)> = Vec::new();
    for (root, _) in graph.iter() {
        if seen.get(root.index()) {
            continue;
        }
        seen.set(root.index());
        stack.push((root, 0));
        while let Some((id, at)) = stack.last_mut() {
            let inputs = graph.get(*id).map_or(&[][..], Node::inputs);
            let Some(input) = inputs.get(*at) else {
                order.push(*id);
                stack.pop();
                continue;
            };
            *at += 1;
            if let Some(input) = input.filter(|i| !seen.get(i.index())) {
                seen.set(input.index());
                stack.push((input, 0));
            }
        }
    }
    Some(order)
}

fn survey(graph: &Graph, order: Option<&[NodeId]>) -> Survey {
    let bound = graph.index_bound();
    let mut survey = Survey {
        level: vec![NOT_EVALUATED; bound],
        group: vec![Group::SOURCE; bound],
        inputs: vec![[0; 2]; bound],
        shapes: hashbrown::HashMap::new(),
        used: Bits::new(bound),
        problems: Vec::new(),
        elements: 0,
    };
    match order {
        None => graph.iter().for_each(|(id, node)| survey.visit(id, node)),
        Some(order) => {
            for &id in order {
                graph
                    .get(id)
                    .into_iter()
                    .for_each(|node| survey.visit(id, node));
            }
            survey.problems.sort_by_key(|problem| problem.node);
        }
    }
    survey
}

impl Survey {
    fn visit(&mut self, id: NodeId, node: &Node) {
        for input in node.inputs().iter().flatten() {
            self.used.set(input.index());
        }
        if let Err((kind, fault)) = self.examine(id, node) {
            self.problems.push(Problem {
                node: Some(id),
                name: node.name().to_owned(),
                kind,
                fault,
            });
        }
    }

    /// Gives a node its level, group and shape, if it can be evaluated.
    fn examine(&mut self, id: NodeId, node: &Node) -> Result<(), (ProblemKind, Fault)> {
        let NodeOp::Known(op_id) = node.node_op() else {
            let reason = format!("this version doesn't know the op {:?}", node.op_name());
            let cure = "update wiregrad, or replace the node";
            return Err((ProblemKind::UnknownOp, Fault::new(reason, cure)));
        };
        let op = op_id.op();
        if let Some(value) = node.value().filter(|_| op.is_source()) {
            return self.accept(id, 0, Group::SOURCE, value.shape());
        }
        if let Some(input) = node.inputs().iter().position(Option::is_none) {
            let reason = format!("input {} is not wired", op.inputs.name(input));
            return Err((
                ProblemKind::Unwired,
                Fault::new(reason, "wire a node to it"),
            ));
        }
        let mut level = 0;
        let mut scalars = true;
        for input in node.inputs().iter().flatten() {
            let its = self.level[input.index()];
            if its == NOT_EVALUATED {
                return Ok(()); // waits; the problem is said where it is
            }
            level = level.max(its + 1);
            scalars &= self.shapes.is_empty() || !self.shapes.contains_key(&(input.index() as u32));
        }
        if scalars && in_runs(op) {
            let wired = |i: usize| node.inputs().get(i).copied().flatten();
            let first = wired(0).map_or(0, |id| id.index() as u32);
            let second = wired(1).map_or(first, |id| id.index() as u32);
            self.inputs[id.index()] = [first, second];
            return self.accept(id, level, Group::run(*op_id), Shape::SCALAR);
        }
        let shapes: Vec<Shape> = node
            .inputs()
            .iter()
            .flatten()
            .map(|i| self.shape(*i))
            .collect();
        let settings = Settings::new(op, node.attributes());
        let signature = Signature {
            shapes: &shapes,
            settings,
        };
        let shape = op
            .shape(signature)
            .map_err(|fault| (ProblemKind::Shape, fault))?;
        self.accept(id, level, Group::SINGLE, shape)
    }

    fn accept(
        &mut self,
        id: NodeId,
        level: u32,
        group: Group,
        shape: Shape,
    ) -> Result<(), (ProblemKind, Fault)> {
        if self.elements + shape.elements() > MAX_TOTAL_ELEMENTS {
            let reason = format!("all nodes together have more than {MAX_TOTAL_ELEMENTS} elements");
            let fault = Fault::new(reason, "make the tensors smaller");
            return Err((ProblemKind::Limit, fault));
        }
        self.elements += shape.elements();
        self.level[id.index()] = level;
        self.group[id.index()] = group;
        if !shape.is_scalar() {
            self.shapes.insert(id.index() as u32, shape);
        }
        Ok(())
    }

    fn shape(&self, id: NodeId) -> Shape {
        let shape = self.shapes.get(&(id.index() as u32));
        shape.copied().unwrap_or(Shape::SCALAR)
    }

    fn evaluated(&self, id: NodeId) -> bool {
        self.level[id.index()] != NOT_EVALUATED
    }
}

/// Whether scalar nodes of an op may form runs: it has no attributes to read.
fn in_runs(op: &Op) -> bool {
    match &op.rule {
        Rule::Unary(kernel) => kernel.params.is_none(),
        Rule::Binary(_) => true,
        _ => false,
    }
}

/// The graph's own target, or its only scalar sink. Adds a problem if neither can
/// be differentiated.
fn choose_target(graph: &Graph, survey: &mut Survey) -> Option<NodeId> {
    let problem = |node: Option<NodeId>, reason: String, cure: &str| Problem {
        node,
        name: node.map_or_else(String::new, |id| graph.name(id).to_owned()),
        kind: ProblemKind::Target,
        fault: Fault::new(reason, cure),
    };
    if let Some(target) = graph.target() {
        if !survey.evaluated(target) {
            return None; // the problem is said where it is
        }
        let shape = survey.shape(target);
        if shape.is_scalar() {
            return Some(target);
        }
        let reason = format!("the target has shape {shape}, but only a scalar has a gradient");
        let cure = "choose a scalar, or reduce it with sum or mean";
        survey.problems.push(problem(Some(target), reason, cure));
        return None;
    }
    let sink = |(id, _): &(NodeId, &Node)| !survey.used.get(id.index()) && survey.evaluated(*id);
    let scalar = |(id, _): &(NodeId, &Node)| survey.shape(*id).is_scalar();
    let computed = graph.iter().any(|(_, node)| !node.is_source());
    let sinks = graph.iter().filter(sink).filter(scalar);
    let sinks: Vec<NodeId> = sinks
        .filter(|(_, node)| !computed || !node.is_source())
        .map(|(id, _)| id)
        .take(4)
        .collect();
    match sinks[..] {
        [only] => return Some(only),
        // An empty graph has no problem, and one with a problem needs no second.
        [] if graph.is_empty() || !survey.problems.is_empty() => {}
        [] => survey.problems.push(problem(
            None,
            "there is no scalar to differentiate".to_owned(),
            "reduce the result with sum or mean",
        )),
        _ => {
            let names: Vec<_> = sinks.iter().take(3).map(|id| graph.name(*id)).collect();
            let more = if sinks.len() > 3 { ", …" } else { "" };
            let reason = format!(
                "several nodes could be the target: {}{more}",
                names.join(", ")
            );
            survey
                .problems
                .push(problem(None, reason, "choose one as the target"));
        }
    }
    None
}

/// The nodes that the target depends on, itself included.
fn reaching(
    graph: &Graph,
    survey: &Survey,
    order: Option<&[NodeId]>,
    target: Option<NodeId>,
) -> Bits {
    let mut live = Bits::new(graph.index_bound());
    let Some(target) = target else { return live };
    live.set(target.index());
    let mut spread = |index: usize| {
        if !live.get(index) {
            return;
        }
        match survey.group[index] {
            Group::SOURCE => {}
            Group::SINGLE => {
                let node = NodeId::from_index(index).and_then(|id| graph.get(id));
                let inputs = node.map_or(&[][..], Node::inputs);
                inputs
                    .iter()
                    .flatten()
                    .for_each(|input| live.set(input.index()));
            }
            _ => survey.inputs[index]
                .iter()
                .for_each(|i| live.set(*i as usize)),
        }
    };
    match order {
        None => (0..=target.index()).rev().for_each(spread),
        Some(order) => order.iter().rev().for_each(|id| spread(id.index())),
    }
    live
}

/// The evaluated nodes by (source?, level, reaches the target?, group, id). Two
/// counting sorts, the less significant key first, as each keeps what is in order.
fn sort(graph: &Graph, survey: &Survey, live: &Bits) -> Vec<NodeId> {
    let evaluated = |i: &u32| survey.level[*i as usize] != NOT_EVALUATED;
    let nodes: Vec<u32> = (0..graph.index_bound() as u32).filter(evaluated).collect();
    let group = |i: u32| {
        let i = i as usize;
        usize::from(survey.group[i].0) + if live.get(i) { 0 } else { 256 }
    };
    let nodes = counting_sort(&nodes, group);
    let nodes = counting_sort(&nodes, |i| survey.level[i as usize] as usize);
    nodes
        .iter()
        .filter_map(|i| NodeId::from_index(*i as usize))
        .collect()
}

fn counting_sort(items: &[u32], key: impl Fn(u32) -> usize) -> Vec<u32> {
    let keys = items.iter().map(|i| key(*i) + 1).max().unwrap_or(0);
    let mut next = vec![0_u32; keys + 1];
    for &item in items {
        next[key(item) + 1] += 1;
    }
    for i in 1..next.len() {
        next[i] += next[i - 1];
    }
    let mut sorted = vec![0; items.len()];
    for &item in items {
        let at = &mut next[key(item)];
        sorted[*at as usize] = item;
        *at += 1;
    }
    sorted
}

/// Gives every node of the order its place in the arena.
fn place(survey: &Survey, program: &mut Program) {
    let mut offset = 0;
    for &id in &program.order {
        let shape = survey.shape(id);
        program.places[id.index()] = if shape.is_scalar() {
            Place::scalar(offset)
        } else {
            program.tensors.push(Operand { shape, offset });
            Place::tensor(program.tensors.len() - 1)
        };
        offset += shape.elements();
        program.sources += usize::from(survey.group[id.index()] == Group::SOURCE);
    }
    program.arena_len = offset;
}

fn write_steps(graph: &Graph, survey: &Survey, program: &mut Program) {
    let order = std::mem::take(&mut program.order);
    let key = |id: &NodeId| {
        let i = id.index();
        (survey.level[i], program.live.get(i), survey.group[i])
    };
    let mut ranges = Vec::new();
    let mut first = program.sources;
    while let Some(id) = order.get(first) {
        let same = order[first..]
            .iter()
            .take_while(|other| key(other) == key(id));
        ranges.push((first, same.count(), survey.group[id.index()]));
        first += ranges.last().map_or(1, |r| r.1);
    }
    for (first, len, group) in ranges {
        let nodes = &order[first..first + len];
        if group == Group::SINGLE {
            for (nth, id) in nodes.iter().enumerate() {
                let single = graph.get(*id).and_then(|node| single(program, *id, node));
                program.singles.extend(single);
                let index = program.singles.len() - 1;
                add_step(program, *id, first + nth, Work::Single(index));
            }
        } else {
            write_scalars(survey, program, nodes, first);
        }
    }
    program.order = order;
    fuse(program);
}

fn add_step(program: &mut Program, id: NodeId, first: usize, work: Work) {
    let start = program.operand(id).map_or(0, |operand| operand.offset);
    let live = program.live.get(id.index());
    program.steps.push(Step {
        start,
        first,
        live,
        work,
    });
}

fn write_scalars(survey: &Survey, program: &mut Program, nodes: &[NodeId], first: usize) {
    let Some((id, number)) = nodes.first().map(|id| (*id, survey.group[id.index()].0)) else {
        return;
    };
    let op_id = OpId::at(usize::from(number) - 1);
    let place = |i: u32| program.places[i as usize].offset();
    let inputs = nodes.iter().map(|id| survey.inputs[id.index()].map(place));
    let long = nodes.len() >= SHORTEST_RUN;
    match &op_id.op().rule {
        Rule::Unary(kernel) if long => {
            let start = program.unary.len();
            program.unary.extend(inputs.map(|[a, _]| a));
            let range = start..program.unary.len();
            add_step(program, id, first, Work::Unary(kernel, op_id, range));
        }
        Rule::Binary(kernel) if long => {
            let start = program.binary.len();
            program.binary.extend(inputs);
            let range = start..program.binary.len();
            add_step(program, id, first, Work::Binary(kernel, op_id, range));
        }
        rule => {
            let code = match rule {
                Rule::Binary(kernel) => kernel.code,
                _ => Code::Unary,
            };
            let start = program.instructions.len();
            let instruction = |inputs| Instruction::new(op_id, code, inputs);
            program.instructions.extend(inputs.map(instruction));
            let end = program.instructions.len();
            let live = program.live.get(id.index());
            match program.steps.last_mut() {
                Some(Step {
                    live: its,
                    work: Work::Direct(range),
                    ..
                }) if *its == live => {
                    range.end = end;
                }
                _ => add_step(program, id, first, Work::Direct(start..end)),
            }
        }
    }
}

/// Marks products whose very next node adds something to them.
fn fuse(program: &mut Program) {
    for step in &program.steps {
        let Work::Direct(range) = &step.work else {
            continue;
        };
        let instructions = &mut program.instructions[range.clone()];
        for nth in 1..instructions.len() {
            let product = (step.start + nth - 1) as u32;
            let [a, b] = instructions[nth].inputs;
            let adds_once = (a == product) != (b == product);
            let codes = (instructions[nth - 1].code, instructions[nth].code);
            if codes == (Code::Multiply, Code::Add) && adds_once {
                instructions[nth - 1].code = Code::MultiplyThenAdd;
                let other = if a == product { b } else { a };
                instructions[nth].code = Code::AddToProduct;
                instructions[nth].inputs = [product, other];
            }
        }
    }
}

fn single(program: &Program, id: NodeId, node: &Node) -> Option<Single> {
    let op = node.op()?;
    let inputs = node.inputs().iter().flatten();
    let operands: Option<Box<[Operand]>> = inputs.map(|i| program.operand(*i)).collect();
    let operands = operands?;
    let params: Params = match &op.rule {
        Rule::Unary(kernel) => kernel.params.zip(node.settings()).map(|(read, s)| read(s)),
        _ => None,
    }
    .unwrap_or(NO_PARAMS);
    Some(Single {
        op,
        attributes: node.shared_attributes(),
        params,
        inputs: vec![SingleInput::Add; operands.len()].into(),
        operands,
        result: program.operand(id)?,
    })
}

/// Decides for every wire into a single whether the reverse sweep writes or adds,
/// and which gradients have to start from 0.
///
/// A tensor's gradient receives only from singles. The first of them, in the order
/// of the reverse sweep, writes; so nothing is cleared and then added to.
fn plan_gradients(graph: &Graph, program: &mut Program) {
    let offsets: Vec<usize> = program.tensors.iter().map(|t| t.offset).collect();
    let mut plans = vec![SingleInput::Write; offsets.len()];
    for &id in &program.order[..program.sources] {
        let trained = graph.get(id).and_then(Node::op).is_some_and(Op::is_trained);
        if let (false, Some(number)) = (trained, program.places[id.index()].tensor_number()) {
            plans[number] = SingleInput::OnDemand;
        }
    }
    for step in program.steps.iter().rev().filter(|step| step.live) {
        let Work::Single(index) = step.work else {
            continue;
        };
        let Single {
            inputs, operands, ..
        } = &mut program.singles[index];
        for (plan, operand) in inputs.iter_mut().zip(operands) {
            if let Ok(number) = offsets.binary_search(&operand.offset)
                && !operand.shape.is_scalar()
            {
                *plan = plans[number];
                if *plan == SingleInput::Write {
                    plans[number] = SingleInput::Add;
                }
            }
        }
    }
    zero_scalars(program);
}

/// Scalars' gradients are added up from 0; neighbours are cleared together.
fn zero_scalars(program: &mut Program) {
    let mut start = 0;
    let gaps: Vec<_> = program
        .tensors
        .iter()
        .map(|t| (t.offset, t.offset + t.shape.elements()))
        .collect();
    for (gap, end) in gaps
        .into_iter()
        .chain([(program.arena_len, program.arena_len)])
    {
        if start < gap {
            program.zeroed.push(start..gap);
        }
        start = end;
    }
}

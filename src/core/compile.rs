//! From a graph to a [`Program`]: look at each node once, choose the target, sort,
//! lay out the arena, write the steps. Every pass is a loop: graphs are deep.

use super::attributes::Settings;
use super::elementwise::{LANES, Params};
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
const SHORTEST_RUN: usize = 6;

/// The same for ops of one number, whose loops are vector code.
const SHORTEST_LATE_RUN: usize = 2;

/// The same for chains.
const SHORTEST_CHAIN: usize = 4;

/// Where a node stands in the order: after all nodes of a lower rank.
///
/// A stage is first its plain nodes, level by level, then its *late* nodes: those
/// of ops of one number, which gain most from long runs and so wait until no plain
/// node is left to do without them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    stage: u32,
    level: u32,
}

const NOT_EVALUATED: Rank = Rank {
    stage: u32::MAX,
    level: 0,
};

/// The level of the late nodes of every stage.
const LATE: u32 = u32::MAX;

impl Rank {
    const SOURCE: Rank = Rank { stage: 0, level: 0 };

    /// The rank of a plain node with this one among its inputs.
    fn next(self) -> Rank {
        if self.level == LATE {
            let stage = self.stage + 1;
            return Rank { stage, level: 0 };
        }
        let level = self.level + 1;
        Rank { level, ..self }
    }

    /// The rank of a late node that would have this one if it were plain.
    fn late(self) -> Rank {
        Rank {
            level: LATE,
            ..self
        }
    }
}

/// What the first pass finds out about each node, by index.
struct Survey {
    /// Where the node stands, or [`NOT_EVALUATED`].
    rank: Vec<Rank>,
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

    /// The op whose nodes may form a run.
    fn op(self) -> Option<OpId> {
        let run = self != Group::SOURCE && self != Group::SINGLE;
        run.then(|| OpId::at(usize::from(self.0) - 1))
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
        sources_end: 0,
        steps: Vec::new(),
        unary: Vec::new(),
        binary: Vec::new(),
        instructions: Vec::new(),
        singles: Vec::new(),
        tensors: Vec::new(),
        zeroed: Vec::new(),
        arena_len: 0,
        target,
        target_place: None,
        live,
        problems: std::mem::take(&mut survey.problems),
    };
    let stretches = stretches(&survey, &program.live, &program.order);
    place(&survey, &stretches, &mut program);
    write_steps(graph, &survey, &stretches, &mut program);
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
        rank: vec![NOT_EVALUATED; bound],
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
            return self.accept(id, Rank::SOURCE, Group::SOURCE, value.shape());
        }
        if let Some(input) = node.inputs().iter().position(Option::is_none) {
            let reason = format!("input {} is not wired", op.inputs.name(input));
            return Err((
                ProblemKind::Unwired,
                Fault::new(reason, "wire a node to it"),
            ));
        }
        let mut rank = Rank::SOURCE;
        let mut scalars = true;
        for input in node.inputs().iter().flatten() {
            let its = self.rank[input.index()];
            if its == NOT_EVALUATED {
                return Ok(()); // waits; the problem is said where it is
            }
            rank = rank.max(its.next());
            scalars &= self.shapes.is_empty() || !self.shapes.contains_key(&(input.index() as u32));
        }
        if scalars && in_runs(op) {
            let wired = |i: usize| node.inputs().get(i).copied().flatten();
            let first = wired(0).map_or(0, |id| id.index() as u32);
            let second = wired(1).map_or(first, |id| id.index() as u32);
            self.inputs[id.index()] = [first, second];
            let late = !op.code().is_arithmetic();
            let rank = if late { rank.late() } else { rank };
            return self.accept(id, rank, Group::run(*op_id), Shape::SCALAR);
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
        self.accept(id, rank, Group::SINGLE, shape)
    }

    fn accept(
        &mut self,
        id: NodeId,
        rank: Rank,
        group: Group,
        shape: Shape,
    ) -> Result<(), (ProblemKind, Fault)> {
        if self.elements + shape.elements() > MAX_TOTAL_ELEMENTS {
            let reason = format!("all nodes together have more than {MAX_TOTAL_ELEMENTS} elements");
            let fault = Fault::new(reason, "make the tensors smaller");
            return Err((ProblemKind::Limit, fault));
        }
        self.elements += shape.elements();
        self.rank[id.index()] = rank;
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
        self.rank[id.index()] != NOT_EVALUATED
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

/// The evaluated nodes by (rank, reaches the target?, group, id). Two counting
/// sorts, the less significant key first, as each keeps what is in order.
fn sort(graph: &Graph, survey: &Survey, live: &Bits) -> Vec<NodeId> {
    let evaluated = |i: &u32| survey.rank[*i as usize] != NOT_EVALUATED;
    let nodes: Vec<u32> = (0..graph.index_bound() as u32).filter(evaluated).collect();
    let group = |i: u32| {
        let i = i as usize;
        usize::from(survey.group[i].0) + if live.get(i) { 0 } else { 256 }
    };
    let nodes = counting_sort(&nodes, group);
    let stages = stage_starts(survey, &nodes);
    let place = |i: u32| {
        let Rank { stage, level } = survey.rank[i as usize];
        let (start, end) = (stages[stage as usize], stages[stage as usize + 1]);
        if level == LATE {
            end - 1
        } else {
            start + level as usize
        }
    };
    let nodes = counting_sort(&nodes, place);
    let ids = nodes.iter();
    ids.filter_map(|i| NodeId::from_index(*i as usize))
        .collect()
}

/// Where each stage's ranks start when all are numbered, and where the last ends.
fn stage_starts(survey: &Survey, nodes: &[u32]) -> Vec<usize> {
    let mut starts = vec![0];
    for &node in nodes {
        let Rank { stage, level } = survey.rank[node as usize];
        let stage = stage as usize;
        if starts.len() < stage + 2 {
            starts.resize(stage + 2, 2);
        }
        if level != LATE {
            // Its levels, and one for the late nodes.
            starts[stage + 1] = starts[stage + 1].max(level as usize + 2);
        }
    }
    for stage in 1..starts.len() {
        starts[stage] += starts[stage - 1];
    }
    starts
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

/// Nodes of one rank and group, which may form a run.
struct Stretch {
    /// The first of them, as an index into the order.
    first: usize,
    len: usize,
    group: Group,
}

impl Stretch {
    /// Whether the nodes form a run of an op of one number, whose loops work on
    /// whole vectors and so may write a few numbers too many.
    fn overruns(&self) -> bool {
        let late = |op: OpId| matches!(op.op().rule, Rule::Unary(_));
        self.group.op().is_some_and(late) && self.len >= SHORTEST_LATE_RUN
    }
}

fn stretches(survey: &Survey, live: &Bits, order: &[NodeId]) -> Vec<Stretch> {
    let key = |id: &NodeId| {
        let i = id.index();
        (survey.rank[i], survey.group[i], live.get(i))
    };
    let mut stretches: Vec<Stretch> = Vec::new();
    let mut last = None;
    for (first, id) in order.iter().enumerate() {
        match stretches.last_mut() {
            Some(stretch) if last == Some(key(id)) => stretch.len += 1,
            _ => stretches.push(Stretch {
                first,
                len: 1,
                group: survey.group[id.index()],
            }),
        }
        last = Some(key(id));
    }
    stretches
}

/// Gives every node of the order its place in the arena.
fn place(survey: &Survey, stretches: &[Stretch], program: &mut Program) {
    let mut offset = 0;
    for stretch in stretches {
        for &id in &program.order[stretch.first..][..stretch.len] {
            let shape = survey.shape(id);
            program.places[id.index()] = if shape.is_scalar() {
                Place::scalar(offset)
            } else {
                program.tensors.push(Operand { shape, offset });
                Place::tensor(program.tensors.len() - 1)
            };
            offset += shape.elements();
        }
        if stretch.group == Group::SOURCE {
            program.sources += stretch.len;
            program.sources_end = offset;
        }
        if stretch.overruns() {
            offset += stretch.len.next_multiple_of(LANES) - stretch.len;
        }
    }
    program.arena_len = offset;
    program.target_place = program.target.and_then(|id| program.scalar_place(id));
}

fn write_steps(graph: &Graph, survey: &Survey, stretches: &[Stretch], program: &mut Program) {
    let order = std::mem::take(&mut program.order);
    for stretch in stretches {
        let Stretch { first, len, group } = *stretch;
        let nodes = &order[first..first + len];
        match group.op() {
            None if group == Group::SOURCE => {}
            None => {
                for (nth, id) in nodes.iter().enumerate() {
                    let single = graph.get(*id).and_then(|node| single(program, *id, node));
                    program.singles.extend(single);
                    let index = program.singles.len() - 1;
                    add_step(program, *id, first + nth, Work::Single(index));
                }
            }
            Some(op) => write_scalars(survey, program, op, nodes, first),
        }
    }
    program.order = order;
    find_chains(program);
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

fn write_scalars(
    survey: &Survey,
    program: &mut Program,
    op_id: OpId,
    nodes: &[NodeId],
    first: usize,
) {
    let Some(&id) = nodes.first() else { return };
    let place = |i: u32| program.places[i as usize].offset();
    let inputs = nodes.iter().map(|id| survey.inputs[id.index()].map(place));
    match &op_id.op().rule {
        Rule::Unary(kernel) if nodes.len() >= SHORTEST_LATE_RUN => {
            let start = program.unary.len();
            program.unary.extend(inputs.map(|[a, _]| a));
            let range = start..program.unary.len();
            add_step(program, id, first, Work::Unary(kernel, op_id, range));
        }
        Rule::Binary(kernel) if nodes.len() >= SHORTEST_RUN => {
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

/// Cuts chains out of what is interpreted.
fn find_chains(program: &mut Program) {
    let mut steps = Vec::with_capacity(program.steps.len());
    for step in std::mem::take(&mut program.steps) {
        let Work::Direct(range) = step.work else {
            steps.push(step);
            continue;
        };
        let mut from = range.start;
        while from < range.end {
            let start = step.start + (from - range.start);
            let len = chain_length(&mut program.instructions[from..range.end], start as u32);
            let (chained, len) = (len >= SHORTEST_CHAIN, len.max(1));
            pair(&mut program.instructions[from..from + len]);
            let first = step.first + (from - range.start);
            let live = step.live;
            match steps.last_mut() {
                Some(Step {
                    work: Work::Direct(before),
                    live: its,
                    ..
                }) if !chained && before.end == from && *its == live => {
                    before.end = from + len;
                }
                _ => {
                    let all = from..from + len;
                    let work = if chained {
                        Work::Chain(all)
                    } else {
                        Work::Direct(all)
                    };
                    steps.push(Step {
                        start,
                        first,
                        live,
                        work,
                    });
                }
            }
            from += len;
        }
    }
    program.steps = steps;
}

/// How many instructions, the first at `start`, form a chain; turns their inputs
/// the right way round.
fn chain_length(instructions: &mut [Instruction], start: u32) -> usize {
    let Some(head) = instructions.first() else {
        return 0;
    };
    let [a, b] = head.inputs;
    // As in `Instruction::after`.
    if !head.code.is_arithmetic() || (a == b && head.code == Code::Subtract) {
        return 0;
    }
    let mut len = 1;
    for (last, instruction) in (start..).zip(&mut instructions[1..]) {
        match instruction.after(last) {
            Some(chained) => *instruction = chained,
            None => break,
        }
        len += 1;
    }
    len
}

/// Marks the products of a chain that are followed by a sum.
fn pair(chain: &mut [Instruction]) {
    let mut nth = 0;
    while let [first, second, ..] = &mut chain[nth..] {
        let codes = (first.code, second.code);
        first.paired = codes == (Code::Multiply, Code::Add);
        second.paired = first.paired;
        nth += if first.paired { 2 } else { 1 };
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

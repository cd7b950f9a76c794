//! Whether a node stands exactly at a kink of its op.

use super::evaluation::Evaluation;
use super::graph::NodeId;
use super::op::elementwise::{NO_PARAMS, Params};
use super::op::{Call, Operand, Rule};
use super::program::Computation;

/// Tensors with more elements than this aren't looked through.
const MOST: usize = 1 << 16;

impl Evaluation {
    /// What the op of a node says about its kinks, if its inputs lie exactly on one
    /// now: relu at 0, the maximum of two equal numbers, √ at 0.
    ///
    /// A kink is a point that is a smooth piece by itself, with other derivatives to
    /// its left than to its right. It is looked for along the first input, in tensors
    /// of up to 65,536 elements.
    pub fn kink(&self, node: NodeId) -> Option<&'static str> {
        let program = self.program();
        self.value(node)?;
        let (op, at_kink) = match program.computation(node)? {
            Computation::Source => return None,
            Computation::Scalar(instruction) => {
                let op = instruction.op.op();
                op.kinks?;
                let numbers = instruction.inputs.map(|slot| self.values()[slot as usize]);
                (op, is_kink(&op.rule, NO_PARAMS, numbers))
            }
            Computation::TensorOp(tensor_op) => {
                let op = tensor_op.op;
                op.kinks?;
                let call = tensor_op.call(self.values());
                if call.operands.iter().any(|o| o.shape.elements() > MOST) {
                    return None;
                }
                let mut found = false;
                let elementwise = op.rule.each_element(&call, |numbers| {
                    found |= is_kink(&op.rule, tensor_op.params, numbers);
                });
                let found = if elementwise {
                    found
                } else {
                    shifts(&call, &op.rule)
                };
                (op, found)
            }
        };
        op.kinks.filter(|_| at_kink)
    }
}

/// Whether the first input is a piece by itself, or borders on where there is no value,
/// and the derivatives beside it differ.
fn is_kink(rule: &Rule, params: Params, [a, b]: [f64; 2]) -> bool {
    let near = [a.next_down(), a, a.next_up()];
    let [before, here, after] = near.map(|x| rule.region(params, [x, b]));
    let derivative = |x| {
        let y = rule.value(params, [x, b]);
        rule.derivatives(params, [x, b], y).0
    };
    let [ends_before, ends_after] = [before != here, here != after];
    let [none_before, _, none_after] = near.map(|x| rule.value(params, [x, b]).is_nan());
    let ends = (ends_before && (ends_after || none_before)) || (ends_after && none_after);
    ends && differ(near.map(derivative))
}

fn differ(derivatives: [f64; 3]) -> bool {
    let [left, here, right] = derivatives;
    let near = |a: f64, b: f64| (a - b).abs() <= 1e-6 * a.abs().max(b.abs()).max(1.0);
    !(near(left, here) && near(here, right)) // NaN is near nothing
}

/// Whether an element of the first input leaves its piece both when all of them grow a
/// little and when all shrink; or whether pieces that are equal now, as the largest
/// numbers of `max`, are fewer then. Each element grows by another amount, which parts
/// equal ones.
fn shifts(call: &Call<'_>, rule: &Rule) -> bool {
    // The operands alone: the arena holds the whole graph.
    let mut arena = Vec::new();
    let mut operands = Vec::new();
    for operand in call.operands {
        let offset = arena.len();
        arena.extend_from_slice(operand.of(call.arena));
        operands.push(Operand { offset, ..*operand });
    }
    let first = operands.first().map_or(0, |first| first.shape.elements());
    let at = |sign: i64| {
        let mut arena = arena.clone();
        let elements = arena.iter_mut().take(first);
        elements
            .zip(1..)
            .for_each(|(x, steps)| *x = moved(*x, sign * steps));
        let mut found = Vec::new();
        let call = Call {
            arena: &arena,
            operands: &operands,
            ..*call
        };
        rule.regions(NO_PARAMS, &call, &mut |region| found.push(region));
        found
    };
    let (before, here, after) = (at(-1), at(0), at(1));
    if before.len() < here.len() && after.len() < here.len() {
        return true;
    }
    let pieces = here.iter().zip(before.iter().zip(&after));
    before.len() == here.len()
        && after.len() == here.len()
        && pieces
            .into_iter()
            .any(|(here, (before, after))| here != before && here != after)
}

/// The number so many steps further up, or down, among the numbers that there are.
fn moved(x: f64, steps: i64) -> f64 {
    if !x.is_finite() {
        return x;
    }
    // The bits of a negative number count the other way round.
    let turned = |bits: i64| if bits < 0 { i64::MIN - bits } else { bits };
    let to = turned(x.to_bits() as i64).saturating_add(steps);
    let to = f64::from_bits(turned(to) as u64);
    if to.is_finite() { to } else { x }
}

#[cfg(test)]
mod tests {
    use super::moved;

    #[test]
    fn steps_are_those_to_the_next_number() {
        for x in [1.0, -1.0, 0.0, 5e-324, -5e-324, 1e300, f64::MIN_POSITIVE] {
            assert_eq!(moved(x, 1), x.next_up(), "{x}");
            assert_eq!(moved(x, -1), x.next_down(), "{x}");
            assert_eq!(moved(moved(x, 700), -700), x, "{x}");
        }
        assert_eq!(moved(f64::MAX, 3), f64::MAX);
        assert!(moved(f64::NAN, 3).is_nan());
    }
}

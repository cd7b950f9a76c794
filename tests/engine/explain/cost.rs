//! What derivatives cost: counts of real sweeps and times by a clock of ours.

use wiregrad::core::evaluation::Evaluation;
use wiregrad::core::explain::cost::{count, measure};
use wiregrad::core::explain::growth::{self, GrowthKind, SIZES};

use super::each;
use crate::graphs::Swept;

#[test]
fn backward_takes_n_plus_p_steps() {
    let lecture = Swept::shipped("lecture_neuron");
    let counts = count(&lecture.evaluation);
    // w, x, b, y and ½; c, a, d, d² and J.
    assert_eq!((counts.sources, counts.numbers), (5, 5));
    assert_eq!((counts.forward, counts.tangent), (5, 5));
    assert_eq!((counts.reverse, counts.contributions), (5 + 5, 9));
    assert_eq!(counts.reverse_mode(), 5 + 10);
    assert_eq!(counts.forward_mode(), 5 + 5 * 5);
    assert_eq!(counts.naive(), 6 * 5);
}

#[test]
fn counts_fit_the_graph() {
    each(120, |graph, evaluation, _| {
        let counts = count(evaluation);
        let program = evaluation.program();
        let computed = graph.iter().filter(|(_, node)| !node.is_source()).count();
        assert_eq!((counts.forward, counts.tangent), (computed, computed));
        let live = graph
            .wires()
            .filter(|(_, wire)| program.reaches_target(wire.to));
        // Tensors of data are worked out on demand.
        assert!(counts.contributions <= live.count());
        assert!(counts.sources <= counts.numbers);
    });
}

#[test]
fn graphs_grow_to_their_size() {
    for kind in [GrowthKind::Chain, GrowthKind::Layers] {
        let mut before = 0;
        for size in SIZES {
            let graph = growth::graph(kind, size).expect("a graph");
            assert!(
                graph.len().abs_diff(size) <= size / 2,
                "{kind:?} {size}: {}",
                graph.len()
            );
            let evaluation = Evaluation::new(&graph);
            assert_eq!(evaluation.program().problems(), []);
            let counts = count(&evaluation);
            assert!(counts.reverse_mode() < 3 * size as u128);
            assert!(counts.naive() > before && counts.forward_mode() > before);
            before = counts.reverse_mode();
            let target = evaluation.program().target().expect("one scalar sink");
            assert!(evaluation.number(target).expect("a number").abs() > 1e-6);
        }
        assert!(
            growth::graph(kind, 3_000_000).is_err(),
            "more than a graph may have"
        );
    }
}

#[test]
fn times_come_from_the_caller_s_clock_and_change_nothing() {
    let mut lecture = Swept::shipped("lecture_neuron");
    let counts = count(&lecture.evaluation);
    let gradient = lecture.gradient("w");
    let mut now = 0.0;
    let mut clock = || {
        now += 1.0;
        now
    };
    let times = measure(
        &mut lecture.evaluation,
        &counts,
        3.0,
        &mut clock,
        &mut || true,
    );
    let times = times.expect("not stopped");
    // The clock is looked at after 1, 2 and 4 runs more.
    assert_eq!((times.naive.passes, times.naive.runs), (5, 7));
    assert_eq!(times.naive.each, 3.0 / 7.0);
    assert!(times.naive.is_measured() && times.naive.total() == 5.0 * 3.0 / 7.0);
    assert_eq!(times.reverse_mode.passes, 1);
    assert_eq!((lecture.gradient("w"), gradient), (-4.0, -4.0));
    let stopped = measure(
        &mut lecture.evaluation,
        &counts,
        3.0,
        &mut clock,
        &mut || false,
    );
    assert_eq!(stopped, None);
}

//! Arithmetic of one number.

use super::{INF, NAN, TINY, check};

#[test]
fn arithmetic_of_one_number() {
    check(
        "negative",
        &[
            (1e3, -1e3, -1.0),
            (0.0, -0.0, -1.0),
            (-0.0, 0.0, -1.0),
            (TINY, -TINY, -1.0),
            (-INF, INF, -1.0),
            (NAN, NAN, -1.0),
        ],
    );
    check(
        "reciprocal",
        &[
            (1e3, 1e-3, -1e-6),
            (-1e3, -1e-3, -1e-6),
            (0.0, INF, -INF),
            (-0.0, -INF, -INF),
            (TINY, INF, -INF),
            (INF, 0.0, -0.0),
            (-INF, -0.0, -0.0),
            (NAN, NAN, NAN),
        ],
    );
    check(
        "square",
        &[
            (1e3, 1e6, 2e3),
            (-1e3, 1e6, -2e3),
            (0.0, 0.0, 0.0),
            (-0.0, 0.0, -0.0),
            (TINY, 0.0, 1e-323),
            (1e200, INF, 2e200),
            (INF, INF, INF),
            (-INF, INF, -INF),
            (NAN, NAN, NAN),
        ],
    );
}

#[test]
fn roots_and_clips_of_one_number() {
    check(
        "sqrt",
        &[
            (1e3, 31.622776601683793, 0.015811388300841896),
            (-1e3, NAN, NAN),
            (0.0, 0.0, INF),
            (-0.0, -0.0, INF),
            (TINY, 2.2227587494850775e-162, 2.2494568972715982e161),
            (-TINY, NAN, NAN),
            (INF, INF, 0.0),
            (-INF, NAN, NAN),
            (NAN, NAN, NAN),
        ],
    );
    check(
        "abs",
        &[
            (1e3, 1e3, 1.0),
            (-1e3, 1e3, -1.0),
            (0.0, 0.0, 0.0),
            (-0.0, 0.0, 0.0),
            (-TINY, TINY, -1.0),
            (-INF, INF, -1.0),
        ],
    );
    check(
        "clip",
        &[
            (1e3, 1e3, 1.0),
            (-1e3, -1e3, 1.0),
            (-0.0, -0.0, 1.0),
            (TINY, TINY, 1.0),
            (-INF, -INF, 1.0),
            (NAN, NAN, 1.0),
        ],
    );
}

//! `export`. That the programs compute the numbers of their graphs is tested by
//! tests/export.sh, which needs Python.

use crate::{feed, run, shipped};

const NEURON: &str = "J = 1/2 (w*x + b - y)^2; w=2; x=-2; b=8; y=2";

#[test]
fn a_neuron_reads_in_numpy_as_on_paper() {
    let said = run(&["export", "--formula", NEURON, "--to", "numpy"]);
    assert_eq!(said.status, 0, "{}", said.err);
    for line in [
        "    # Forward.\n",
        "    d_J = np.float64(1.0)\n",
        "expected_gradients = {\n",
    ] {
        assert!(said.out.contains(line), "{line}\n{}", said.out);
    }
    let said = run(&["export", "--formula", NEURON, "--to", "numpy", "--no-check"]);
    assert!(!said.out.contains("expected"), "{}", said.out);
    // Elsewhere a formula is one expression.
    let said = run(&["export", "--formula", NEURON, "--to", "jax"]);
    assert!(
        said.out.contains("    J = 0.5 * (w * x + b - y) ** 2\n"),
        "{}",
        said.out
    );
    let said = run(&["export", "--formula", NEURON, "--to", "pytorch"]);
    assert!(
        said.out
            .contains("    J = 0.5 * (self.w * x + self.b - self.y) ** 2\n")
            || said.out.contains("** 2\n")
    );
}

#[test]
fn large_arrays_stand_in_a_file_beside_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let to = folder.path().join("digits.py");
    let graph = shipped("train_digits");
    let said = run(&[
        "export",
        &graph.to_string_lossy(),
        "--to",
        "numpy",
        "-o",
        &to.to_string_lossy(),
    ]);
    assert_eq!(said.status, 0, "{}", said.err);
    let text = std::fs::read_to_string(&to).expect("a program");
    assert!(
        text.contains("np.load(Path(__file__).with_name(\"digits.npz\"))"),
        "{text}"
    );
    let arrays = std::fs::read(folder.path().join("digits.npz")).expect("arrays");
    assert!(arrays.starts_with(b"PK"));
}

#[test]
fn what_cannot_be_evaluated_is_refused_and_what_is_not_finite_is_not() {
    let broken = r#"(version: 1, nodes: [(name: "y", op: "tanh", inputs: [None])])"#;
    let said = feed(&["export", "-", "--to", "numpy"], broken);
    assert_eq!((said.status, said.out.as_str()), (1, ""));
    assert!(said.err.contains("\"y\""), "{}", said.err);
    let said = run(&["export", "--formula", "J = log(x); x=-1", "--to", "numpy"]);
    assert_eq!(said.status, 0, "{}", said.err);
    assert!(said.out.contains("\"J\": nan"), "{}", said.out);
}

#[test]
fn a_training_leaves_for_several_devices_where_there_are_engines_for_it() {
    let graph = shipped("train_iris");
    let graph = graph.to_string_lossy();
    for (language, word) in [
        ("jax", "NamedSharding"),
        ("pytorch", "DistributedDataParallel"),
    ] {
        let said = run(&["export", &graph, "--to", language, "--distributed"]);
        assert_eq!(said.status, 0, "{}", said.err);
        assert!(said.out.contains(word), "{}", said.out);
    }
    let said = run(&["export", &graph, "--to", "numpy", "--distributed"]);
    assert_eq!(said.status, 2, "{}", said.err);
    let said = run(&[
        "export",
        "--formula",
        NEURON,
        "--to",
        "jax",
        "--distributed",
    ]);
    assert_eq!(said.status, 1, "{}", said.err);
    assert!(said.err.contains("no training"), "{}", said.err);
}

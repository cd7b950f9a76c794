//! Graphs for papers, wikis and courses: DOT, Mermaid, TikZ, LaTeX and Markdown, and names
//! that try to break out of them.

use std::collections::BTreeSet;
use std::fs;

use wiregrad::core::evaluation::Evaluation;
use wiregrad::core::graph::{Graph, NodeOp, NodeParts};
use wiregrad::core::tensor::Tensor;
use wiregrad::document::Document;
use wiregrad::export::{Options, Subject, target};
use wiregrad::file;

use super::dot_reader::{DotGraph, read_dot};
use super::latex::assert_latex;

/// A document in a language.
fn export(document: &Document, language: &str, options: &Options) -> String {
    let evaluation = Evaluation::new(document.graph());
    let subject = Subject {
        document,
        graph: document.graph(),
        evaluation: &evaluation,
        dataset: None,
    };
    let target = target(language).expect("the language");
    let export = (target.write)(&subject, options).expect("an export");
    export.text
}

fn shipped() -> impl Iterator<Item = (String, Document)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/saved_graphs");
    let entries = fs::read_dir(folder).expect("the folder").flatten();
    let paths = entries.map(|entry| entry.path());
    let paths = paths.filter(|path| path.extension().is_some_and(|it| it == "ron"));
    paths.map(|path| {
        let name = path.file_stem().expect("a name").to_string_lossy();
        (name.into_owned(), file::load(&path).expect("a graph"))
    })
}

fn document(text: &str) -> Document {
    file::load_bytes(text.as_bytes()).expect("a graph")
}

/// The formulas of a LaTeX or Markdown text: what stands between single dollar signs that
/// aren't escaped.
fn formulas(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut open: Option<String> = None;
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        match (sign, &mut open) {
            ('\\', open) => {
                let next = signs.next();
                if let Some(formula) = open {
                    formula.push('\\');
                    formula.extend(next);
                }
            }
            ('$', None) => open = Some(String::new()),
            ('$', Some(_)) => found.extend(open.take()),
            (sign, Some(formula)) => formula.push(sign),
            _ => {}
        }
    }
    assert_eq!(open, None, "a dollar sign is open");
    found.retain(|formula| !formula.is_empty());
    found
}

#[test]
fn every_graph_that_ships_leaves_in_every_language() {
    for (name, document) in shipped() {
        let graph = document.graph();
        let DotGraph { nodes, edges, .. } =
            read_dot(&export(&document, "dot", &Options::default()));
        assert_eq!(
            (nodes.len(), edges.len()),
            (graph.len(), graph.wires().count()),
            "{name}"
        );
        for (_, node) in graph.iter() {
            assert!(
                nodes.iter().any(|it| it.starts_with(node.name())),
                "{name}: {}",
                node.name()
            );
        }
        let mermaid = export(&document, "mermaid", &Options::default());
        assert!(mermaid.starts_with("flowchart LR\n"), "{mermaid}");
        assert_eq!(mermaid.matches(" -->|").count(), edges.len(), "{name}");
        for exercise in [false, true] {
            let options = Options {
                exercise,
                ..Options::default()
            };
            for language in ["latex", "markdown", "tikz"] {
                let text = export(&document, language, &options);
                for formula in formulas(&text) {
                    assert_latex(&formula);
                }
            }
        }
    }
}

#[test]
fn both_numbers_stand_on_every_edge() {
    let (_, neuron) = shipped()
        .find(|(name, _)| name == "lecture_neuron")
        .expect("the neuron");
    let DotGraph { edges, .. } = read_dot(&export(&neuron, "dot", &Options::default()));
    assert!(edges.contains(&"2\n−4".to_owned()), "{edges:?}");
    let mermaid = export(&neuron, "mermaid", &Options::default());
    assert!(mermaid.contains("|\"2<br/>#8722;4\"|"), "{mermaid}");
    let tikz = export(&neuron, "tikz", &Options::default());
    let both = "node[pos=0.5, above, value] {$2$} node[pos=0.5, below, gradient] {$-4$}";
    assert!(tikz.contains(both), "{tikz}");
}

#[test]
fn frames_are_clusters_within_one_another() {
    let document = document(
        r#"(version: 1, nodes: [
            (name: "a", op: "input", value: 1, at: (40, 40)),
            (name: "b", op: "square", inputs: ["a"], at: (300, 40)),
            (name: "c", op: "exp", inputs: ["b"], at: (900, 40)),
        ], frames: [
            (title: "inner", at: (280, 20), size: (220, 200)),
            (title: "outer \"]", at: (0, 0), size: (600, 400)),
            (title: "empty", at: (0, 1000), size: (100, 100)),
        ])"#,
    );
    let DotGraph { clusters, .. } = read_dot(&export(&document, "dot", &Options::default()));
    let found: Vec<(&str, usize)> = clusters
        .iter()
        .map(|(it, depth)| (it.trim(), *depth))
        .collect();
    assert_eq!(found, [("outer \"]", 1), ("inner", 2)]);
    let mermaid = export(&document, "mermaid", &Options::default());
    let lines: Vec<&str> = mermaid.lines().map(str::trim).collect();
    let starts = |from: &str| {
        lines
            .iter()
            .position(|line| line.starts_with(from))
            .expect(from)
    };
    assert!(
        starts("subgraph s1[\"outer #34;#93; \"]") < starts("n0["),
        "{mermaid}"
    );
    assert!(starts("n0[") < starts("subgraph s0["), "{mermaid}");
    assert!(starts("subgraph s0[") < starts("n1["), "{mermaid}");
    assert_eq!(lines.iter().filter(|line| **line == "end").count(), 2);
}

#[test]
fn mermaid_warns_of_more_edges_than_it_draws() {
    let mut text = String::from("y = x1 + x1");
    for _ in 0..260 {
        text += " + x1 * x1";
    }
    let plan = wiregrad::core::formula::parse(&text, &|_| false).expect("a formula");
    let plan = wiregrad::core::formula::plan(&plan, &Graph::new()).expect("a plan");
    let document = Document::new(plan.graph().expect("a graph")).expect("a document");
    let evaluation = Evaluation::new(document.graph());
    let subject = Subject {
        document: &document,
        graph: document.graph(),
        evaluation: &evaluation,
        dataset: None,
    };
    let write = target("mermaid").expect("the language").write;
    let export = write(&subject, &Options::default()).expect("an export");
    let count = document.graph().wires().count();
    assert!(count > 500);
    assert!(
        export.warnings[0].contains(&count.to_string()),
        "{:?}",
        export.warnings
    );
}

#[test]
fn an_exercise_leaves_blanks_and_its_solution_has_the_numbers() {
    let (_, neuron) = shipped()
        .find(|(name, _)| name == "lecture_neuron")
        .expect("the neuron");
    let options = Options {
        exercise: true,
        ..Options::default()
    };
    for (language, end) in [
        ("markdown", "## Solution"),
        ("latex", "\\section*{Solution}"),
    ] {
        let text = export(&neuron, language, &options);
        let (exercise, solution) = text.split_once(end).expect("both parts");
        let blank = "\\underline{\\hspace{3em}}";
        assert!(exercise.matches(blank).count() > 10, "{exercise}");
        assert!(!solution.contains(blank), "{solution}");
        // What is given stays, what is to be found doesn't.
        assert!(exercise.contains("$w = 2$"), "{exercise}");
        let product = "c = w \\cdot x = 2 \\cdot \\left(-2\\right) = -4";
        assert!(solution.contains(product), "{solution}");
        assert!(!exercise.contains("= -4"), "{exercise}");
        let whole = export(&neuron, language, &Options::default());
        assert!(!whole.contains(blank) && whole.contains("= -4"), "{whole}");
    }
}

const SIGNS: &str = "\" ' ` < > & &amp; &lt # #35; % %% $ $$ _ ^ ~ { } [ ] ( ) | --> -> ; : \
                     \\ \\\\ \\input{x} \\end{document} <br/> </font> <!-- end subgraph \
                     λ 损失 é 𝛼 x 1";

/// Names that mean something to some language, and mixtures of such signs.
fn hostile_names(count: usize) -> Vec<String> {
    let signs: Vec<&str> = SIGNS.split(' ').chain([" "]).collect();
    let mut random = fastrand::Rng::with_seed(17);
    let mut names = vec![
        "lambda".to_owned(),
        "1x".to_owned(),
        "__import__('os')".to_owned(),
        "\u{202e}abc".to_owned(),
        "\u{fffe}".to_owned(),
    ];
    while names.len() < count {
        let parts = random.usize(1..6);
        let name: String = (0..parts)
            .map(|_| signs[random.usize(..signs.len())])
            .collect();
        names.push(name);
    }
    names
}

/// A graph with a node for each of these names that can be one, and one node more that uses
/// it: names stand in formulas, too.
fn named(names: &[String]) -> (Document, usize) {
    let mut graph = Graph::new();
    let mut count = 0;
    for name in names {
        let parts = |name: &str, op: &str, value: Option<Tensor>| NodeParts {
            name: name.to_owned(),
            op: NodeOp::named(op),
            inputs: Default::default(),
            attributes: Default::default(),
            value,
        };
        let Ok(id) = graph.add(parts(name, "input", Some(Tensor::scalar(2.0)))) else {
            continue; // taken, or no name
        };
        let used = format!("{name} used");
        let mut parts = parts(&used, "square", None);
        parts.inputs = [Some(id)].into_iter().collect();
        if graph.add(parts).is_ok() {
            count += 1;
        }
    }
    graph.set_target(graph.find("1x used")).expect("the node");
    (Document::new(graph).expect("a document"), count)
}

#[test]
fn ten_thousand_names_break_nothing() {
    let names = hostile_names(16_000);
    let (document, count) = named(&names);
    assert!(count >= 10_000, "{count}");
    let graph = document.graph();
    let DotGraph { nodes, .. } = read_dot(&export(&document, "dot", &Options::default()));
    assert_eq!(nodes.len(), graph.len());
    for ((_, node), label) in graph.iter().zip(&nodes) {
        let name = label.lines().next().expect("a line");
        assert_eq!(name.replace('\u{fffd}', "\u{fffe}"), node.name());
    }
    let mermaid = export(&document, "mermaid", &Options::default());
    let labels = mermaid.lines().filter_map(|line| {
        let (_, label) = line.trim().split_once("[\"")?;
        label.strip_suffix("\"]")
    });
    let labels: Vec<&str> = labels.collect();
    assert_eq!(labels.len(), graph.len());
    for ((_, node), label) in graph.iter().zip(labels) {
        let (name, _) = label.split_once("<br/>").unwrap_or((label, ""));
        assert_eq!(of_mermaid(name), node.name());
    }
    for language in ["tikz", "latex", "markdown"] {
        let text = export(&document, language, &Options::default());
        assert!(!text.contains("\\input"), "{language}");
        assert!(text.matches("\\end{document}").count() <= 1, "{language}");
        // Most numbers are the same.
        let formulas: BTreeSet<String> = formulas(&text).into_iter().collect();
        assert!(formulas.len() >= count, "{language}");
        for formula in formulas {
            assert_latex(&formula);
        }
    }
}

/// The name in a label of Mermaid.
fn of_mermaid(label: &str) -> String {
    let mut out = String::new();
    let mut rest = label;
    while let Some((before, after)) = rest.split_once('#') {
        out.push_str(before);
        let (number, after) = after.split_once(';').expect("the end of a number");
        let code = number.parse().expect("a number");
        out.push(char::from_u32(code).expect("a sign"));
        rest = after;
    }
    out + rest
}

#[test]
fn titles_with_line_breaks_stay_in_their_place() {
    let document = document(
        r#"(version: 1, title: "a\n\n\\end{document} % $x$ \" ]\n```", note: "b\n# c", nodes: [
            (name: "x", op: "input", value: 1),
        ])"#,
    );
    let DotGraph { title, .. } = read_dot(&export(&document, "dot", &Options::default()));
    assert_eq!(
        title.as_deref(),
        Some("a\n\n\\end{document} % $x$ \" ]\n```")
    );
    for exercise in [false, true] {
        let options = Options {
            exercise,
            ..Options::default()
        };
        let latex = export(&document, "latex", &options);
        assert_eq!(latex.matches("\\end{document}").count(), 1, "{latex}");
        assert!(latex.contains("\\section*{a \\textbackslash{}end\\{document\\} \\% \\$x\\$"));
        let markdown = export(&document, "markdown", &options);
        assert!(
            markdown.starts_with("# a \\\\end\\{document\\} % \\$x\\$"),
            "{markdown}"
        );
        assert!(!markdown.contains("\n# c"), "{markdown}");
    }
}

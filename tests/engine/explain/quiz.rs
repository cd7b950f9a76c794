//! The quiz: what is asked, what is right, what a learner is told.

use wiregrad::core::explain::judgement::{Judgement, Miss, MissSide};
use wiregrad::core::explain::notation::Notation;
use wiregrad::core::explain::outgoing::Outgoing;
use wiregrad::core::explain::quiz::{HINTS, QuestionState, Quiz, QuizSubject};
use wiregrad::core::explain::text::Explainer;
use wiregrad::core::explain::typed_answer::TypedAnswer;

use super::each;
use crate::graphs::Swept;

/// What is typed, for which number, and whether that is right.
const RIGHT: &[(&str, f64)] = &[
    ("-4", -4.0),
    ("−4", -4.0),
    ("–4", -4.0),
    ("-4.0", -4.0),
    (" -4 ", -4.0),
    ("- 4", -4.0),
    ("+4", 4.0),
    ("= 4", 4.0),
    ("≈ 0.39", 0.3932),
    ("1/3", 1.0 / 3.0),
    ("-1/3", -1.0 / 3.0),
    ("−1 / 3", -1.0 / 3.0),
    ("2/-3", -2.0 / 3.0),
    ("0.5/2", 0.25),
    ("2e-3", 0.002),
    ("2E-3", 0.002),
    ("2·10^-3", 0.002),
    ("2 × 10⁻³", 0.002),
    ("2*10^-3", 0.002),
    ("0.39", 0.3932),
    (".39", 0.3932),
    ("0,39", 0.3932),
    ("0.393", 0.3932),
    ("0.3932", 0.3932),
    ("-0.20", -0.1966),
    ("0.71", std::f64::consts::FRAC_1_SQRT_2),
    ("0.7071067811865475", std::f64::consts::FRAC_1_SQRT_2),
    ("139", 138.8338),
    ("138.83", 138.8338),
    ("1.4e2", 138.8338),
    ("½", 0.5),
    ("-1½", -1.5),
    ("¾", 0.75),
    ("0", 0.0),
    ("0.0", 1e-17),
    ("0.30", 0.1 + 0.2),
    ("6", 6.000_000_1),
    ("1000", 1000.0),
];

const ROUGH: &[(&str, f64)] = &[
    ("0.4", 0.3932),
    ("4e-1", 0.3932),
    ("-0.5", -0.5344),
    ("1.0", 0.96),
];

const WRONG: &[(&str, f64, Miss)] = &[
    ("4", -4.0, Miss::Sign),
    ("-0.39", 0.3932, Miss::Sign),
    ("0.70", std::f64::consts::FRAC_1_SQRT_2, Miss::LastDigit),
    ("0.38", 0.3932, Miss::Off(MissSide::TooSmall)),
    ("1", 0.72, Miss::Off(MissSide::TooLarge)),
    ("1", 0.5, Miss::Factor(2.0, MissSide::TooLarge)),
    ("-1", -0.5344, Miss::Off(MissSide::TooFarBelowZero)),
    ("1", -0.5344, Miss::Off(MissSide::WrongSign)),
    ("-0.2", -0.5344, Miss::Off(MissSide::TooCloseToZero)),
    ("0", -0.5344, Miss::Off(MissSide::TooCloseToZero)),
    ("0.394", 0.3932, Miss::LastDigit),
    ("8", 4.0, Miss::Factor(2.0, MissSide::TooLarge)),
    ("2", 4.0, Miss::Factor(0.5, MissSide::TooSmall)),
    ("-12", 4.0, Miss::Factor(-3.0, MissSide::WrongSign)),
    ("1,000", 1000.0, Miss::Factor(0.001, MissSide::TooSmall)),
    ("1/3", 0.33, Miss::Off(MissSide::TooLarge)),
    ("5", 4.0, Miss::Off(MissSide::TooLarge)),
    ("0", 0.3, Miss::Off(MissSide::TooSmall)),
    ("0.00", 0.003, Miss::Off(MissSide::TooSmall)),
    ("1", 0.0, Miss::Off(MissSide::TooLarge)),
    ("0.05", 0.0, Miss::Off(MissSide::TooLarge)),
    ("1e300", 1e-300, Miss::Off(MissSide::TooLarge)),
];

#[test]
fn answers_are_right_to_the_digits_that_are_typed() {
    for (text, truth) in RIGHT {
        let verdict = TypedAnswer::parse(text).expect(text).judge(*truth);
        assert_eq!(verdict, Judgement::Right, "{text} for {truth}");
    }
    for (text, truth) in ROUGH {
        let verdict = TypedAnswer::parse(text).expect(text).judge(*truth);
        assert_eq!(verdict, Judgement::Rough, "{text} for {truth}");
    }
    // Zeros at the end of a whole number count.
    assert_eq!(
        TypedAnswer::parse("100").expect("a number").judge(99.8),
        Judgement::Right
    );
    for (text, truth, miss) in WRONG {
        let verdict = TypedAnswer::parse(text).expect(text).judge(*truth);
        assert_eq!(
            verdict,
            Judgement::Wrong(miss.clone()),
            "{text} for {truth}"
        );
        assert!(!verdict.message(1).is_empty());
    }
}

#[test]
fn what_is_no_number_is_not_judged() {
    let texts = [
        "",
        " ",
        "-",
        "four",
        "4 5",
        "1 1/2",
        "1/2/3",
        "1/0",
        "/2",
        "1/",
        "e3",
        "2e",
        "2e1.5",
        ".",
        "1.2.3",
        "1,234.5",
        "1,234,567",
        "0x10",
        "NaN",
        "inf",
        "1e999",
        "½½",
        "4½½",
        "x½",
        "2·3",
        "10^2^3",
        "1e99999999999",
        "--4",
        "٣",
        "1_000",
        "4!",
    ];
    for text in texts {
        assert!(
            TypedAnswer::parse(text).is_err(),
            "{text:?}: {:?}",
            TypedAnswer::parse(text)
        );
    }
    let error = TypedAnswer::parse("1,234.5")
        .expect_err("two marks")
        .to_string();
    assert_eq!(
        error,
        "leave thousands unmarked: a comma is a decimal sign, as in 0,39"
    );
}

#[test]
fn the_first_message_says_the_side_and_later_ones_more() {
    let rough = "right so far: give at least 2 significant digits";
    let cases = [
        ("8", 4.0, "too large", "2 times too large"),
        (
            "-2",
            4.0,
            "the sign is wrong, and so is the size",
            "2 times too small, and the sign is wrong",
        ),
        ("-8", -4.0, "too far below 0", "2 times too large"),
        ("5.5", 4.0, "too large", "too large"),
        ("3.5", 4.0, "too small", "too small"),
        ("-4", 4.0, "the sign is wrong", "the sign is wrong"),
        ("0.4", 0.3932, rough, rough),
    ];
    for (text, truth, first, later) in cases {
        let verdict = TypedAnswer::parse(text).expect(text).judge(truth);
        assert_eq!([verdict.message(1), verdict.message(2)], [first, later]);
    }
}

#[test]
fn gradients_are_asked_from_the_target_backwards() {
    let lecture = Swept::shipped("lecture_neuron");
    let quiz = Quiz::new(&lecture.graph, &lecture.evaluation, QuizSubject::Gradients);
    let names = |quiz: &Quiz| -> Vec<String> {
        let names = quiz
            .questions()
            .iter()
            .map(|it| lecture.graph.name(it.node).to_owned());
        names.collect()
    };
    assert_eq!(names(&quiz), ["squared", "d", "a", "y", "c", "b", "w", "x"]);
    let values = Quiz::new(&lecture.graph, &lecture.evaluation, QuizSubject::Values);
    assert_eq!(names(&values), ["c", "a", "d", "squared", "J"]);
}

#[test]
fn answers_and_hints_count() {
    let lecture = Swept::shipped("lecture_neuron");
    let outgoing = Outgoing::to_target(&lecture.graph, lecture.evaluation.program());
    let explainer = Explainer::new(
        &lecture.graph,
        &lecture.evaluation,
        &outgoing,
        Notation::Text,
    );
    let mut quiz = Quiz::new(&lecture.graph, &lecture.evaluation, QuizSubject::Gradients);
    let w = 6;
    assert!(quiz.hides(lecture.id("w")) && !quiz.hides(lecture.id("J")));
    assert_eq!(
        quiz.answer(w, "4", &explainer),
        Ok(Judgement::Wrong(Miss::Sign))
    );
    assert_eq!(
        quiz.answer(w, "-2", &explainer),
        Ok(Judgement::Wrong(Miss::LocalOnly))
    );
    assert!(quiz.answer(w, "four", &explainer).is_err());
    let hints: Vec<String> = (0..HINTS)
        .filter_map(|_| quiz.hint(w, &explainer))
        .collect();
    assert_eq!(
        hints,
        [
            "w goes into c (multiply): the gradient of c, times the local derivative of multiply",
            "∂J/∂w = ∂J/∂c · ∂c/∂w",
            "∂J/∂w = 2 · (−2)",
        ]
    );
    assert_eq!(quiz.answer(w, "−4.0", &explainer), Ok(Judgement::Right));
    assert!(!quiz.hides(lecture.id("w")));
    let progress = quiz.progress(w).expect("a question");
    assert_eq!(
        (progress.misses, progress.hints, progress.state),
        (2, 3, QuestionState::Right)
    );

    assert_eq!(quiz.next(), Some(0));
    assert_eq!(quiz.answer(0, "1/2", &explainer), Ok(Judgement::Right));
    quiz.give_up(1);
    assert_eq!(
        (quiz.next(), quiz.solution(1, &lecture.evaluation)),
        (Some(2), Some(2.0))
    );
    let score = quiz.score();
    assert_eq!((score.questions, score.right, score.at_once), (8, 2, 1));
    assert_eq!(score.points, 1.25);
}

#[test]
fn one_wire_of_several_is_called_that() {
    let fan = Swept::nodes(
        r#"(name: "a", op: "parameter", value: 2), (name: "b", op: "parameter", value: 1),
           (name: "c", op: "add", inputs: ["a", "b"]), (name: "d", op: "add", inputs: ["b", "a"]),
           (name: "e", op: "multiply", inputs: ["c", "d"])"#,
    );
    let outgoing = Outgoing::to_target(&fan.graph, fan.evaluation.program());
    let explainer = Explainer::new(&fan.graph, &fan.evaluation, &outgoing, Notation::Text);
    let mut quiz = Quiz::new(&fan.graph, &fan.evaluation, QuizSubject::Gradients);
    let b = quiz
        .questions()
        .iter()
        .position(|it| it.node == fan.id("b"))
        .expect("asked");
    let verdict = quiz.answer(b, "3", &explainer).expect("a number");
    assert_eq!(verdict, Judgement::Wrong(Miss::OneWire("c".to_owned())));
    assert_eq!(
        verdict.message(1),
        "that is the contribution through c only: more wires leave this node"
    );
    let hints: Vec<String> = (0..HINTS)
        .filter_map(|_| quiz.hint(b, &explainer))
        .collect();
    assert_eq!(
        hints[0],
        "b goes into c, d: add up what comes back along each of the 2 wires"
    );
    assert_eq!(hints[2], "∂e/∂b = 3 · 1 + 3 · 1");
    assert_eq!(quiz.answer(b, "6", &explainer), Ok(Judgement::Right));
}

/// Whatever the graph, its own numbers are right, rounded to five digits, too.
#[test]
fn the_true_numbers_are_right() {
    let mut asked = 0;
    each(60, |graph, evaluation, _| {
        let outgoing = Outgoing::to_target(graph, evaluation.program());
        let explainer = Explainer::new(graph, evaluation, &outgoing, Notation::Text);
        for subject in [QuizSubject::Gradients, QuizSubject::Values] {
            let mut quiz = Quiz::new(graph, evaluation, subject);
            for index in 0..quiz.questions().len() {
                let truth = quiz.solution(index, evaluation).expect("a number");
                let text = format!("{truth:.4e}");
                for hint in 0..HINTS {
                    let hint = (hint, quiz.hint(index, &explainer));
                    assert!(hint.1.as_ref().is_some_and(|it| it.len() > 3), "{hint:?}");
                }
                let verdict = quiz.answer(index, &text, &explainer).expect(&text);
                assert_eq!(verdict, Judgement::Right, "{text} for {truth}");
                asked += 1;
            }
            assert_eq!(quiz.next(), None);
        }
    });
    assert!(asked > 20_000, "{asked}");
}

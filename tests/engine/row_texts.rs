//! The formula and the derivatives that every row states, evaluated by the evaluator
//! itself at many points, against the row's own forward and backward rule.

use std::collections::BTreeSet;

use crate::common::{Applied, Random, attribute, shape};
use crate::tensor_rules::{draw, tensor_ops};
use wiregrad::core::evaluation::Evaluation;
use wiregrad::core::expression::row::{Condition, RowText};
use wiregrad::core::expression::single::Tree;
use wiregrad::core::formula::{parse, plan};
use wiregrad::core::graph::Graph;
use wiregrad::core::op::attributes::{AttributeKind, AttributeValue};
use wiregrad::core::op::text::{Case, Text, When, for_input};
use wiregrad::core::op::{Domain, Op, Rule, Signature};
use wiregrad::core::ops;
use wiregrad::core::tensor::{Shape, Tensor};

/// An op with numbers in it.
struct Point {
    applied: Applied,
    inputs: Vec<Tensor>,
    value: Tensor,
    gradient: Tensor,
}

impl Point {
    fn new(applied: Applied, inputs: Vec<Tensor>, random: &mut Random) -> Point {
        let value = applied.value();
        let gradient = value.iter().map(|_| random.between(-1.0, 1.0)).collect();
        Point {
            value: Tensor::new(applied.shape, value).expect("the result"),
            gradient: Tensor::new(applied.shape, gradient).expect("a gradient"),
            applied,
            inputs,
        }
    }

    fn op(&self) -> &'static Op {
        self.applied.op
    }

    /// What a name in a text stands for.
    fn named(&self, name: &str) -> Option<Tensor> {
        let op = self.op();
        let nth = (0..self.inputs.len()).find(|nth| op.inputs.name(*nth) == name);
        if let Some(nth) = nth {
            return Some(self.inputs[nth].clone());
        }
        match name {
            "y" => Some(self.value.clone()),
            "gradient" => Some(self.gradient.clone()),
            "n" => {
                let all = self.inputs[0].data().len() as f64;
                Some(Tensor::scalar(all / self.value.data().len() as f64))
            }
            name => {
                let attributes = self.applied.call().attributes;
                let whole = || attributes.integer(name).map(|i| i as f64);
                attributes.number(name).or_else(whole).map(Tensor::scalar)
            }
        }
    }

    /// An expression, evaluated as a formula that a person types. Nothing if an attribute
    /// in it isn't set.
    fn evaluate(&self, tree: &Tree) -> Option<Tensor> {
        let mut text = String::new();
        for name in tree.names().collect::<BTreeSet<_>>() {
            let value = self.named(name)?;
            if tree.text().trim_matches('`') == name {
                return Some(value);
            }
            let dims: Vec<usize> = value.shape().dims().collect();
            let written = wiregrad::core::number::nested(&dims, value.data(), |x| format!("{x:?}"));
            text += &format!("`{name}` = constant({written})\n");
        }
        text += &format!("`the result` = {}\n", tree.text());
        let formula = parse(&text, &|_| false).unwrap_or_else(|error| panic!("{text}{error}"));
        let graph = plan(&formula, &Graph::new()).unwrap_or_else(|error| panic!("{text}{error}"));
        let graph = graph.graph().expect("a graph");
        let evaluation = Evaluation::new(&graph);
        let result = graph.find("the result").expect("the result");
        let value = evaluation.value(result);
        Some(
            value
                .unwrap_or_else(|| panic!("no value: {text}"))
                .to_tensor(),
        )
    }

    /// What a text comes to, in this shape. Nothing if it is words.
    fn read(&self, text: &RowText, input: usize, to: &Shape) -> Result<Option<Vec<f64>>, String> {
        let shapes: Vec<Shape> = self.inputs.iter().map(Tensor::shape).collect();
        let signature = Signature {
            shapes: &shapes,
            attributes: self.applied.call().attributes,
        };
        match text {
            RowText::Words(_) => Ok(None),
            RowText::Itself => Ok(Some(self.value.data().to_vec())),
            RowText::Is(tree) => {
                let value = self.evaluate(tree).ok_or("a name has no number")?;
                spread(&value, to).map(Some)
            }
            RowText::Made(_, made) => match made(signature, input) {
                None => Ok(None),
                Some(text) => {
                    let tree = Tree::parse(self.op(), &text);
                    let tree = tree.ok_or_else(|| format!("{text} can't be read"))?;
                    let value = self.evaluate(&tree).ok_or("a name has no number")?;
                    spread(&value, to).map(Some)
                }
            },
            RowText::Cases(cases) => {
                let mut result = vec![None; to.elements()];
                for case in cases {
                    let holds = match &case.when {
                        Condition::Mode(_, holds) => vec![holds(signature); result.len()],
                        Condition::Else(_) => vec![true; result.len()],
                        Condition::Where(it) => {
                            let sides = [&it.left, &it.right].map(|side| self.evaluate(side));
                            let [Some(left), Some(right)] = sides else {
                                continue; // an attribute that isn't set
                            };
                            let (left, right) = (spread(&left, to)?, spread(&right, to)?);
                            let pairs = left.iter().zip(&right);
                            pairs.map(|(a, b)| it.sign.holds(*a, *b)).collect()
                        }
                    };
                    let wanted =
                        |(result, holds): (&Option<f64>, &bool)| *holds && result.is_none();
                    if !result.iter().zip(&holds).any(wanted) {
                        continue;
                    }
                    let Some(values) = self.read(&case.text, input, to)? else {
                        return Ok(None);
                    };
                    for ((result, holds), value) in result.iter_mut().zip(holds).zip(values) {
                        if holds {
                            result.get_or_insert(value);
                        }
                    }
                }
                let all: Option<Vec<f64>> = result.into_iter().collect();
                all.map(Some).ok_or_else(|| "no case holds".to_owned())
            }
        }
    }

    /// Whether the value is as the text says; what differs, if not.
    fn check_formula(&self, text: &RowText) -> Result<bool, String> {
        let said = self.read(text, 0, &self.value.shape())?;
        said.map_or(Ok(false), |said| compare(&said, self.value.data()))
    }

    /// Whether what flows back to an input is as the text says.
    fn check_contribution(&self, text: &RowText, input: usize) -> Result<bool, String> {
        let said = self.read(text, input, &self.inputs[input].shape())?;
        said.map_or(Ok(false), |said| compare(&said, &self.flows_back(input)))
    }

    /// Whether what flows back is the gradient times the local derivative.
    fn check_local(&self, text: &RowText, input: usize) -> Result<bool, String> {
        let (own, result) = (self.inputs[input].shape(), self.value.shape());
        let wide = if own.elements() > result.elements() {
            own
        } else {
            result
        };
        let Some(local) = self.read(text, input, &wide)? else {
            return Ok(false);
        };
        let gradient = spread(&self.gradient, &wide)?;
        // Summed over the axes along which the input is stretched.
        let mut sums = vec![0.0; own.elements()];
        let strides = own.strides_within(&wide);
        for (element, (g, by)) in gradient.iter().zip(&local).enumerate() {
            let places = strides.into_iter().zip(wide.place_of(element));
            sums[places.map(|(stride, place)| stride * place).sum::<usize>()] += g * by;
        }
        compare(&sums, &self.flows_back(input))
    }

    fn flows_back(&self, input: usize) -> Vec<f64> {
        let (value, gradient) = (self.value.data(), self.gradient.data());
        self.applied.gradient(value, gradient, input)
    }
}

/// The elements of a tensor repeated to a wider shape.
fn spread(value: &Tensor, to: &Shape) -> Result<Vec<f64>, String> {
    let own = value.shape();
    if own.broadcast(to) != Ok(*to) {
        return Err(format!("{own} in place of {to}"));
    }
    let strides = own.strides_within(to);
    let at = |element| {
        let places = strides.into_iter().zip(to.place_of(element));
        places.map(|(stride, place)| stride * place).sum::<usize>()
    };
    Ok((0..to.elements()).map(|it| value.data()[at(it)]).collect())
}

fn compare(said: &[f64], computed: &[f64]) -> Result<bool, String> {
    let largest = computed.iter().filter(|x| x.is_finite());
    let largest = largest.fold(1.0, |most: f64, x| most.max(x.abs()));
    for (a, b) in said.iter().zip(computed) {
        let same = a == b || a.is_nan() && b.is_nan();
        let near = (a - b).abs() <= 1e-11 * largest;
        if !same && !near {
            return Err(format!("{a} in place of {b}"));
        }
    }
    Ok(true)
}

/// Numbers for an elementwise op: many at random, those at its kinks, equal pairs.
fn elementwise(op: &'static Op, random: &mut Random) -> Option<Point> {
    const COUNT: usize = 40;
    let inputs = match op.rule {
        Rule::Unary(_) => 1,
        Rule::Binary(_) => 2,
        _ => return None,
    };
    let mut inputs: Vec<Vec<f64>> = (0..inputs)
        .map(|input| (0..COUNT).map(|_| number(op, input, random)).collect())
        .collect();
    if op.kinks.is_some() {
        for (nth, x) in [0.0, 1.0, -1.0, 0.5].into_iter().enumerate() {
            inputs.iter_mut().for_each(|numbers| numbers.push(x));
            if let [_, second] = &mut inputs[..] {
                second.push([2.0, 0.0][nth % 2]);
                inputs[0].push(x);
            }
        }
    }
    let mut given = Vec::new();
    for row in op.attributes {
        if random.bits() & 1 == 0 {
            continue; // its default
        }
        let value = match row.kind {
            AttributeKind::Number => AttributeValue::Number(random.between(-1.0, 1.0)),
            AttributeKind::Flag => AttributeValue::Flag(true),
            AttributeKind::Word(words) => {
                let nth = random.bits() as usize % words.len();
                AttributeValue::Word(words[nth].into())
            }
            _ => continue,
        };
        given.push((row.name, value));
    }
    // Where there is no value, nothing is said.
    let params = [0.0; 2];
    let is_number = |nth: usize| match &op.rule {
        Rule::Unary(kernel) if kernel.params.is_none() => {
            !(kernel.value)(params, inputs[0][nth]).is_nan()
        }
        Rule::Binary(kernel) => !(kernel.value)(inputs[0][nth], inputs[1][nth]).is_nan(),
        _ => true,
    };
    let kept: Vec<usize> = (0..inputs[0].len()).filter(|nth| is_number(*nth)).collect();
    let length = shape(&[kept.len()]);
    let tensor = |numbers: &Vec<f64>| {
        let data = kept.iter().map(|nth| numbers[*nth]).collect();
        Tensor::new(length, data).expect("as many")
    };
    let inputs: Vec<Tensor> = inputs.iter().map(tensor).collect();
    let applied = Applied::new(op, &given, &inputs).expect("it fits");
    Some(Point::new(applied, inputs, random))
}

fn number(op: &Op, input: usize, random: &mut Random) -> f64 {
    match op.domain_of(input) {
        Domain::Between(low, high) => random.between(low, high),
        Domain::AwayFromZero(low, high) => {
            let sign = if random.bits() & 1 == 0 { 1.0 } else { -1.0 };
            sign * random.between(low, high)
        }
        Domain::Classes | Domain::Whole(_) => 0.0,
    }
}

/// Points of an op: for each example of a tensor op, or with any attributes.
fn points(op: &'static Op, random: &mut Random) -> Vec<Point> {
    const ROUNDS: usize = 12;
    let mut points = Vec::new();
    let examples = tensor_ops().find(|(it, _)| it.name == op.name);
    for example in examples.map_or(&[][..], |(_, examples)| examples) {
        for _ in 0..ROUNDS {
            let given = example.attributes.iter();
            let given: Vec<_> = given.map(|(name, text)| (*name, attribute(text))).collect();
            let inputs = draw(op, example, random);
            let applied = Applied::new(op, &given, &inputs).expect("an example fits");
            points.push(Point::new(applied, inputs, random));
        }
    }
    points.extend((0..2 * ROUNDS).filter_map(|_| elementwise(op, random)));
    points.retain(|point| !point.value.data().iter().any(|x| x.is_nan()));
    points
}

/// What a text is about.
#[derive(Clone, Copy, Debug)]
enum Subject {
    Formula,
    Local(usize),
    Contribution(usize),
}

/// Checks a text at all points of an op. How many it says in words only, of all.
fn check(op: &'static Op, subject: Subject, text: &'static Text) -> Result<(usize, usize), String> {
    readable(op, text)?;
    let row = RowText::of(op, text);
    let mut random = Random(11);
    let points = points(op, &mut random);
    let mut in_words = 0;
    for point in &points {
        if let Subject::Local(input) | Subject::Contribution(input) = subject
            && input >= point.inputs.len()
        {
            continue; // an op of any number of inputs that has fewer here
        }
        let done = match subject {
            Subject::Formula => point.check_formula(&row),
            Subject::Local(input) => point.check_local(&row, input),
            Subject::Contribution(input) => point.check_contribution(&row, input),
        };
        let shapes: Vec<Shape> = point.inputs.iter().map(Tensor::shape).collect();
        match done {
            Ok(true) => {}
            Ok(false) => in_words += 1,
            Err(what) => return Err(format!("{} {subject:?} at {shapes:?}: {what}", op.name)),
        }
    }
    Ok((in_words, points.len()))
}

/// Whether all expressions of a text can be read.
fn readable(op: &Op, text: &'static Text) -> Result<(), String> {
    let expression = |text: &str| match Tree::parse(op, text) {
        Some(_) => Ok(()),
        None => Err(format!("{}: {text:?} can't be read", op.name)),
    };
    match text {
        Text::Is(text) => expression(text),
        Text::Cases(cases) => cases.iter().try_for_each(|case| {
            if let When::Where(comparison) = case.when {
                let sides = comparison.split(['<', '>', '=']);
                let mut sides = sides.filter(|side| !side.is_empty());
                sides.try_for_each(expression)?;
            }
            readable(op, &case.text)
        }),
        Text::Words { says, reason } if says.is_empty() || reason.is_empty() => {
            Err(format!("{}: words without a reason", op.name))
        }
        _ => Ok(()),
    }
}

#[test]
fn every_row_s_texts_are_what_it_computes() {
    let mut in_words = Vec::new();
    for op in ops::ALL.iter().filter(|op| !op.is_source()) {
        let mut checked = |subject, text| match check(op, subject, text) {
            Ok((0, points)) => assert!(points >= 24, "{}: {points} points", op.name),
            Ok((words, points)) => {
                let all = if words == points { "" } else { ", in part" };
                in_words.push(format!("{} {subject:?}{all}", op.name));
            }
            Err(what) => panic!("{what}"),
        };
        checked(Subject::Formula, &op.formula);
        let inputs = match op.inputs {
            wiregrad::core::op::Inputs::Fixed(names) => names.len(),
            wiregrad::core::op::Inputs::Any(_) => 3,
        };
        for input in 0..inputs {
            let local = for_input(op.local_derivatives, input);
            let whole = for_input(op.contributions, input);
            assert!(local.is_some() || whole.is_some(), "{} {input}", op.name);
            if let Some(text) = local {
                checked(Subject::Local(input), text);
            }
            if let Some(text) = whole {
                checked(Subject::Contribution(input), text);
            }
        }
    }
    // Each says in its row why the language can't say it.
    assert_eq!(
        in_words,
        ["gelu Formula, in part", "gelu Local(0), in part",]
    );
}

/// A case of a planted text.
const fn case(comparison: &'static str, text: &'static str) -> Case {
    Case {
        when: When::Where(comparison),
        text: Text::Is(text),
    }
}

#[test]
fn a_wrong_text_is_found() {
    static WRONG: [(&str, Subject, Text); 12] = [
        ("add", Subject::Formula, Text::Is("a - b")),
        ("add", Subject::Formula, Text::Is("a +")),
        ("add", Subject::Formula, Text::Is("a + c")),
        ("divide", Subject::Local(1), Text::Is("-a / b")),
        ("tanh", Subject::Local(0), Text::Is("1 - x^2")),
        (
            "relu",
            Subject::Local(0),
            Text::Cases(&[case("x >= 0", "1"), case("x < 0", "0")]),
        ),
        (
            "maximum",
            Subject::Local(0),
            Text::Cases(&[case("a > b", "1"), case("a < b", "0")]),
        ),
        (
            "softmax",
            Subject::Formula,
            Text::Is("exp(x) / sum(exp(x))"),
        ),
        (
            "softmax",
            Subject::Contribution(0),
            Text::Is("y * (gradient - sum(y * gradient))"),
        ),
        (
            "matmul",
            Subject::Contribution(0),
            Text::Is("gradient @ b.T"),
        ),
        (
            "cross_entropy",
            Subject::Local(0),
            Text::Is("(softmax(logits) - truth) / n"),
        ),
        (
            "mean_squared_error",
            Subject::Local(1),
            Text::Is("2 * (truth - prediction)"),
        ),
    ];
    for (name, subject, text) in &WRONG {
        let op = ops::named(name).expect("an op");
        let found = std::panic::catch_unwind(|| check(op, *subject, text));
        let passed = matches!(found, Ok(Ok(_)));
        assert!(!passed, "{name} {subject:?} passed");
    }
}

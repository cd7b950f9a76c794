//! The graphs that ship, embedded in the program so that they are there wherever it
//! is started. They are the graphs in `saved_graphs/`; a test holds that all are here.

use std::sync::OnceLock;

use crate::document::Document;
use crate::file::{self, FileError};

/// What the start panel says of a lesson.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// Its title.
    pub title: String,
    /// Its note to the reader.
    pub note: String,
    /// How many steps it is told in; 0 for a graph to look at.
    pub steps: usize,
    /// Whether it says how it is trained.
    pub trains: bool,
}

/// A graph that ships.
pub struct Shipped {
    name: &'static str,
    text: &'static str,
    heading: OnceLock<Heading>,
}

macro_rules! lessons {
    ($($name:literal,)*) => {
        [$(Shipped {
            name: $name,
            text: include_str!(concat!("../../saved_graphs/", $name, ".ron")),
            heading: OnceLock::new(),
        },)*]
    };
}

/// Every lesson, in the order in which they are best taken; the first is what the
/// editor shows when it is started without a file.
pub static SHIPPED: [Shipped; 27] = lessons![
    "lecture_neuron",
    "lab_cost",
    "sum_of_product",
    "product_of_sum",
    "sigmoid_neuron",
    "gradient_patterns",
    "two_paths",
    "first_expression",
    "tanh_neuron",
    "fan_out",
    "long_expression",
    "logistic_regression",
    "softmax_classifier",
    "two_layer_network",
    "train_line",
    "train_iris",
    "train_xor",
    "train_moons",
    "train_digits",
    "lesson_1_what_a_graph_is",
    "lesson_2_forward",
    "lesson_3_chain_rule",
    "lesson_4_adding_over_paths",
    "lesson_5_why_backward",
    "lesson_6_a_neuron_learns",
    "lesson_7_what_a_step_does",
    "lesson_8_when_it_goes_wrong",
];

/// The document that the editor starts with: the lecture's neuron.
pub fn first_document() -> Document {
    let first = SHIPPED.first().map(Shipped::document);
    first.and_then(Result::ok).unwrap_or_default()
}

/// The lesson that is told in steps and has this title, and the one that comes after it,
/// by their places in [`SHIPPED`].
pub fn told_as(title: &str) -> Option<(usize, Option<usize>)> {
    let told = SHIPPED.iter().enumerate();
    let mut told = told.filter(|(_, lesson)| lesson.heading().steps > 0);
    let (this, _) = told.find(|(_, lesson)| lesson.heading().title == title)?;
    Some((this, told.next().map(|(next, _)| next)))
}

impl Shipped {
    /// The name of its file in `saved_graphs/`, without the extension.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The text of its file.
    pub fn text(&self) -> &'static str {
        self.text
    }

    /// The graph.
    ///
    /// # Errors
    /// The file is no graph; a test opens every one.
    pub fn document(&self) -> Result<Document, FileError> {
        file::load_bytes(self.text.as_bytes())
    }

    /// What the start panel says of it.
    pub fn heading(&self) -> &Heading {
        self.heading.get_or_init(|| match self.document() {
            Ok(document) => Heading {
                title: document.title().to_owned(),
                note: document.note().to_owned(),
                steps: document.lesson().len(),
                trains: document.training().is_some(),
            },
            Err(error) => Heading {
                title: self.name.to_owned(),
                note: error.to_string(),
                steps: 0,
                trains: false,
            },
        })
    }
}

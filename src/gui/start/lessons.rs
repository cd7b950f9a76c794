//! The lessons that ship, embedded in the program so that they are there wherever it
//! is started. They are the graphs in `saved_graphs/`; a test holds that all are here.

use std::sync::OnceLock;

use crate::document::Document;
use crate::file::{self, FileError};

/// A graph that ships.
pub struct Lesson {
    name: &'static str,
    text: &'static str,
    heading: OnceLock<(String, String)>,
}

macro_rules! lessons {
    ($($name:literal,)*) => {
        [$(Lesson {
            name: $name,
            text: include_str!(concat!("../../../saved_graphs/", $name, ".ron")),
            heading: OnceLock::new(),
        },)*]
    };
}

/// Every lesson, in the order in which they are best taken; the first is what the
/// editor shows when it is started without a file.
pub static LESSONS: [Lesson; 14] = lessons![
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
];

impl Lesson {
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

    /// Its title, and its note to the reader.
    pub fn heading(&self) -> (&str, &str) {
        let (title, note) = self.heading.get_or_init(|| match self.document() {
            Ok(document) => (document.title().to_owned(), document.note().to_owned()),
            Err(error) => (self.name.to_owned(), error.to_string()),
        });
        (title, note)
    }
}

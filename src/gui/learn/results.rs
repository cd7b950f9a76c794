//! [`QuizResults`]: how a learner answered a quiz or a lesson, as JSON or CSV for a teacher.

use std::path::Path;

use serde::Serialize;

/// How a learner answered the questions of a quiz or a lesson.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct QuizResults {
    /// The title of the graph.
    pub title: String,
    /// What asked the questions.
    pub asker: Asker,
    /// How many questions the learner answered.
    pub right: usize,
    /// The questions, in order.
    pub questions: Vec<QuestionResult>,
}

/// How a learner answered one question.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct QuestionResult {
    /// What was asked.
    pub question: String,
    /// The right answer.
    pub answer: String,
    /// What became of the question.
    pub outcome: QuestionOutcome,
    /// How many answers were wrong.
    pub misses: usize,
    /// How many hints were shown.
    pub hints: usize,
}

/// What asked the questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Asker {
    /// The quiz about gradients.
    GradientQuiz,
    /// The quiz about values.
    ValueQuiz,
    /// The lesson of the graph.
    Lesson,
}

/// What became of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum QuestionOutcome {
    /// The learner answered it.
    Right,
    /// The learner asked for the answer.
    Shown,
    /// It isn't answered.
    Open,
}

impl QuestionOutcome {
    fn word(self) -> &'static str {
        match self {
            QuestionOutcome::Right => "right",
            QuestionOutcome::Shown => "shown",
            QuestionOutcome::Open => "open",
        }
    }
}

/// A format of results in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResultsFormat {
    /// A table with one row for each question.
    Csv,
    /// One object.
    Json,
}

impl ResultsFormat {
    /// The format that the extension of a path asks for.
    pub fn of(path: &Path) -> Option<ResultsFormat> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        match extension.as_str() {
            "csv" => Some(ResultsFormat::Csv),
            "json" => Some(ResultsFormat::Json),
            _ => None,
        }
    }
}

impl QuizResults {
    /// The results as the text of a file.
    pub fn text(&self, format: ResultsFormat) -> String {
        match format {
            ResultsFormat::Csv => self.csv(),
            ResultsFormat::Json => {
                let text = serde_json::to_string_pretty(self).unwrap_or_default();
                format!("{text}\n")
            }
        }
    }

    fn csv(&self) -> String {
        let mut text = "question,answer,outcome,misses,hints\n".to_owned();
        for row in &self.questions {
            let (misses, hints) = (row.misses.to_string(), row.hints.to_string());
            let fields = [
                &row.question,
                &row.answer,
                row.outcome.word(),
                &misses,
                &hints,
            ];
            text += &fields.map(csv_field).join(",");
            text += "\n";
        }
        text
    }
}

/// A field of a CSV row, in quotes where it needs them.
fn csv_field(text: &str) -> String {
    match text.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_formats_hold_every_question() {
        let results = QuizResults {
            title: "A graph".to_owned(),
            asker: Asker::Lesson,
            right: 1,
            questions: vec![QuestionResult {
                question: "Is it \"a\", or b?".to_owned(),
                answer: "a".to_owned(),
                outcome: QuestionOutcome::Right,
                misses: 2,
                hints: 0,
            }],
        };
        let csv = results.text(ResultsFormat::Csv);
        let row = "\"Is it \"\"a\"\", or b?\",a,right,2,0";
        assert_eq!(csv.lines().nth(1), Some(row));
        let json = results.text(ResultsFormat::Json);
        let value: serde_json::Value = serde_json::from_str(&json).expect("JSON");
        assert_eq!(value["questions"][0]["misses"], 2);
        assert_eq!(value["questions"][0]["outcome"], "right");
        assert_eq!(
            ResultsFormat::of(Path::new("a.JSON")),
            Some(ResultsFormat::Json)
        );
    }
}
